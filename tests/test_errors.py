"""What an error offers to a program: its code, its class, and the error of the operating system."""

from __future__ import annotations

import ast
import copy
import errno
import inspect
import os
import pickle
import re
import sys
import traceback
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import click.testing
import msgspec
import pytest

import regkit
from regkit.cli import program
from regkit.errors import Problem, RegkitError
from tests.conftest import ROOT

ERRORS = [
    kind
    for kind in (getattr(regkit, name) for name in regkit.__all__)
    if isinstance(kind, type) and issubclass(kind, RegkitError)
]
LAW = regkit.parse("示范条例\n第一条　甲。\n第二条　乙：\n（一）丙；\n（二）丁。")


def raised(call: Callable[[], object]) -> Any:
    """The error of regkit that a call raises."""
    with pytest.raises(RegkitError) as caught:
        call()
    return caught.value


def examples(folder: Path) -> Iterator[RegkitError]:
    """Yield an error of each class that has attributes of its own, raised or constructed in each possible way."""
    yield raised(lambda: regkit.load(folder / "nope.txt"))
    yield raised(lambda: regkit.load(folder))
    yield raised(lambda: regkit.parse(""))
    yield raised(lambda: LAW["第九条"])
    yield raised(lambda: regkit.Address.parse("甲"))
    yield raised(lambda: regkit.Library(folder / "nope"))
    yield raised(lambda: regkit.Library(folder)["nope"])
    yield raised(lambda: regkit.save(LAW, folder / "a.odt"))
    yield regkit.NotAFileError("/dev/zero")
    yield regkit.DatabaseError("甲。", code=regkit.ErrorCode.DATABASE_UNREACHABLE)


def test_the_code_of_an_error_states_its_cause(tmp_path: Path) -> None:
    text = tmp_path / "law.txt"
    text.write_text("示范条例\n第一条　甲。", "utf-8")
    (tmp_path / "zip.docx").write_bytes(b"PK\x03\x04 and no more")
    (tmp_path / "bytes.txt").write_bytes(b"\x81\x00\xff")
    (tmp_path / "tree.json").write_text("{}", "utf-8")
    (tmp_path / "old.txt").write_bytes(b"%PDF")
    twice = regkit.parse("示范条例\n第一条　甲：\n（一）乙；\n（二）丙。\n丁：\n（一）戊；\n（二）己。")
    codes = {
        raised(call).code
        for call in (
            lambda: regkit.load(tmp_path / "nope.txt"),
            lambda: regkit.load(tmp_path),
            lambda: regkit.load(tmp_path / "zip.docx"),
            lambda: regkit.load(tmp_path / "bytes.txt"),
            lambda: regkit.load(tmp_path / "tree.json"),
            lambda: regkit.save(LAW, text),
            lambda: regkit.Library(tmp_path / "nope"),
            lambda: regkit.Library(tmp_path)["nope"],
            lambda: LAW["第九条"],
            lambda: twice["第一条第一项"],
            lambda: regkit.Address.parse("甲"),
        )
    }
    assert codes == {
        "file.missing",
        "file.folder",
        "file.damaged",
        "file.unknown_format",
        "file.invalid_tree",
        "file.exists",
        "library.no_folder",
        "work.missing",
        "provision.missing",
        "provision.ambiguous",
        "address.invalid",
    }


def test_errors_raised_in_a_child_process_keep_their_code(tmp_path: Path) -> None:
    file = tmp_path / "law.docx"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<no-document/>")
    assert raised(lambda: regkit.load(file)).code == "file.unknown_format"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<unfinished")
    assert raised(lambda: regkit.load(file)).code == "file.damaged"


def test_a_parse_error_has_the_code_of_its_first_problem() -> None:
    error = raised(lambda: regkit.parse(" \n"))
    assert error.code == error.problems[0].code == regkit.ProblemCode.TEXT_EMPTY


def test_a_missing_file_raises_a_file_not_found_error(tmp_path: Path) -> None:
    path = tmp_path / "nope.txt"
    with pytest.raises(FileNotFoundError) as caught:
        regkit.load(path)
    error = caught.value
    assert isinstance(error, regkit.UnreadableFileError)
    assert (error.errno, error.strerror, error.filename) == (
        errno.ENOENT,
        os.strerror(errno.ENOENT),
        str(path),
    )
    assert str(error) == "没有这个文件；请核对路径。"


def test_a_file_that_may_not_be_read_raises_a_permission_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "law.txt"
    path.write_text("第一条　甲。", "utf-8")

    def refuse(name: object, *_: object) -> int:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(name))

    monkeypatch.setattr("regkit.disk.reading.os.open", refuse)
    with pytest.raises(PermissionError) as caught:
        regkit.load(path)
    assert isinstance(caught.value, regkit.ForbiddenFileError)
    assert (caught.value.errno, caught.value.filename) == (errno.EACCES, str(path))


def test_an_existing_file_raises_a_file_exists_error(tmp_path: Path) -> None:
    path = tmp_path / "law.txt"
    regkit.save(LAW, path)
    with pytest.raises(FileExistsError) as caught:
        regkit.save(LAW, path)
    assert isinstance(caught.value, regkit.ExistingFileError)
    assert (caught.value.errno, caught.value.filename) == (errno.EEXIST, str(path))
    assert "replace=True" in str(caught.value)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_errors_survive_being_pickled_and_copied(protocol: int, tmp_path: Path) -> None:
    for error in examples(tmp_path):
        for duplicate in (
            pickle.loads(pickle.dumps(error, protocol)),
            copy.copy(error),
            copy.deepcopy(error),
        ):
            assert type(duplicate) is type(error)
            assert (str(duplicate), duplicate.code, duplicate.args) == (str(error), error.code, error.args)
            for name in ("errno", "strerror", "filename", "problems"):
                assert getattr(duplicate, name, None) == getattr(error, name, None), (type(error), name)


def test_tracebacks_name_errors_as_people_import_them() -> None:
    assert ERRORS
    assert {error.__module__ for error in ERRORS} == {"regkit"}
    traceback_text = "".join(traceback.format_exception_only(raised(lambda: regkit.Address.parse("甲"))))
    assert traceback_text.startswith("regkit.AddressError: ")


def test_a_problem_is_written_as_json_and_read_back() -> None:
    problem = regkit.parse("第一条　甲。\n第三条　乙。").problems[-1]
    assert msgspec.to_builtins(problem)["code"] == "article.gap"
    assert type(msgspec.to_builtins(problem)["code"]) is str
    assert msgspec.json.decode(msgspec.json.encode(problem), type=Problem) == problem
    assert "'article.gap'" in repr(problem)


def test_the_json_of_an_unreadable_file_states_the_cause(tmp_path: Path) -> None:
    (tmp_path / "law.json").write_text("{}", "utf-8")
    arguments = ["check", "--json", str(tmp_path / "nope.txt"), str(tmp_path / "law.json")]
    done = click.testing.CliRunner().invoke(program, arguments)
    problems = [msgspec.json.decode(line)["problems"][0] for line in done.stdout.splitlines()]
    assert [problem["code"] for problem in problems] == ["file.unreadable"] * 2
    assert [problem["cause"] for problem in problems] == ["file.missing", "file.invalid_tree"]


NO_LAW: Any = "示范条例"
WRONG_NUMBER: Any = regkit.Article(number=cast("Any", 3), text="甲。")
WRONG_TEXT: Any = regkit.Article(number=regkit.Number(3), text=cast("Any", 5))
MALFORMED = regkit.Statute(children=(WRONG_TEXT,))


@pytest.mark.parametrize(
    "call",
    [
        lambda: regkit.compare(NO_LAW, LAW),
        lambda: regkit.compare(LAW, NO_LAW),
        lambda: regkit.concord(LAW, NO_LAW),
        lambda: regkit.find_citations(NO_LAW),
        lambda: regkit.find_duties(NO_LAW),
        lambda: regkit.find_terms(NO_LAW),
        lambda: regkit.read_metadata(NO_LAW),
        lambda: regkit.removed(NO_LAW, "第一条"),
        lambda: regkit.inserted(NO_LAW, LAW["第一条"]),
        lambda: regkit.save(NO_LAW, "law.txt"),
        lambda: regkit.to_akn(NO_LAW),
        lambda: regkit.to_html(NO_LAW),
        lambda: regkit.to_json(NO_LAW),
        lambda: regkit.to_markdown(NO_LAW),
        lambda: regkit.to_text(NO_LAW),
        lambda: regkit.to_word(NO_LAW),
    ],
)
def test_an_argument_that_is_not_a_statute_is_refused_with_advice(call: Callable[[], object]) -> None:
    with pytest.raises(
        TypeError, match=r"^a statute is wanted, not str; regkit\.parse\(\) makes one of text"
    ):
        call()


@pytest.mark.parametrize(
    ("call", "advice"),
    [
        (lambda: regkit.Address(steps=NO_LAW), "Address.parse"),
        (lambda: regkit.Library(cast("Any", 3)), "a string or a Path"),
        (lambda: regkit.load(cast("Any", b"...")), "regkit.decode()"),
        (lambda: regkit.save(LAW, cast("Any", b"law.txt")), "a string or a Path"),
        (lambda: regkit.decode(NO_LAW), "needs no decoding"),
        (lambda: regkit.from_akn(cast("Any", LAW)), "XML as text or bytes"),
        (lambda: regkit.from_json(cast("Any", LAW)), "JSON as text or bytes"),
        (lambda: regkit.from_json_diff(cast("Any", LAW)), "JSON as text or bytes"),
        (lambda: regkit.from_markdown(cast("Any", b"...")), "regkit.load()"),
        (lambda: regkit.parse_fragment("（一）甲。", cast("Any", "item")), "Level.ITEM"),
        (lambda: regkit.find_tables(cast("Any", LAW)), "provision.text"),
        (lambda: regkit.rewrite_citation(NO_LAW, {}), "regkit.find_citations()"),
        (lambda: regkit.group_by_actor(NO_LAW), "regkit.find_duties()"),
        (lambda: regkit.History(NO_LAW), "regkit.Library"),
        (lambda: regkit.group_by_actor(cast("Any", 5)), "regkit.find_duties()"),
        (lambda: regkit.renumbered(LAW, {"第一条": NO_LAW}), "whole numbers"),
        (lambda: regkit.renumbered(LAW, {"第一条": True}), "whole numbers, not bool"),
        (lambda: regkit.renumbered(LAW, cast("Any", "x")), "{'第二条': 3}"),
        (lambda: regkit.renumbered(LAW, {"第一条": regkit.Number(cast("Any", "三"))}), "Number(3), not str"),
        (lambda: regkit.compare(LAW, LAW, budget=cast("Any", 3)), "regkit.Budget"),
        (lambda: regkit.compare(LAW, LAW, rulings=cast("Any", 3)), "regkit.Rulings"),
        (lambda: regkit.without_whitespace(cast("Any", None)), "takes text, not NoneType"),
        (lambda: regkit.without_whitespace(cast("Any", b"a b")), "takes text, not bytes"),
        (lambda: regkit.ParseError(cast("Any", "x")), "regkit.Problem(...)"),
        (lambda: regkit.ParseError([]), "at least one"),
        (lambda: regkit.replaced(LAW, "第一条", NO_LAW), "regkit.Article"),
        (lambda: regkit.to_chinese(NO_LAW), "from_chinese()"),
        (lambda: regkit.from_chinese(cast("Any", 3)), "to_chinese()"),
    ],
)
def test_an_argument_of_a_wrong_type_is_refused_with_the_right_one(
    call: Callable[[], object], advice: str
) -> None:
    with pytest.raises(TypeError) as caught:
        call()
    assert advice in str(caught.value)


@pytest.mark.parametrize(
    "call",
    [
        lambda: regkit.renumbered(LAW, {"第一条": 0}),
        lambda: regkit.renumbered(LAW, {"第一条": -3}),
        lambda: regkit.renumbered(LAW, {"第一条": regkit.Number(3, (0,))}),
        lambda: regkit.renumbered(LAW, {"第一条": 3, "art_1": 4}),
        lambda: regkit.inserted(LAW, regkit.Article(number=regkit.Number(-3))),
        lambda: regkit.to_text(regkit.Statute(children=(regkit.Article(number=regkit.Number(0)),))),
        lambda: regkit.from_json_diff("{}"),
        lambda: regkit.from_json_diff("[1"),
        lambda: regkit.from_json_diff(b"\xff"),
    ],
)
def test_what_is_of_a_wrong_value_is_refused_in_chinese(call: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"^[编这第].*。$"):
        call()


@pytest.mark.parametrize("number", range(4))
def test_malformed_provisions_are_refused_where_they_are_used(number: int) -> None:
    uses: list[Callable[[], object]] = [
        lambda: regkit.to_text(MALFORMED),
        lambda: regkit.compare(LAW, MALFORMED),
        lambda: regkit.inserted(LAW, WRONG_TEXT),
        lambda: regkit.to_text(
            regkit.Statute(children=(regkit.Chapter(number=LAW["第一条"].number, children=(WRONG_TEXT,)),))
        ),
    ]
    with pytest.raises(TypeError, match=r"the text of a regkit\.Article must be a string, not int"):
        uses[number]()
    with pytest.raises(TypeError, match=r"Number\(3\), not int"):
        regkit.inserted(LAW, WRONG_NUMBER)


PAGE = (ROOT / "docs" / "developers" / "errors.md").read_text("utf-8")
CODES = [*regkit.ErrorCode, *regkit.ProblemCode]


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading of the page on errors."""
    section = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return [
        [cell.strip() for cell in row.split("|")[1:-1]] for row in section.splitlines() if row[:3] == "| `"
    ]


def test_the_page_of_errors_lists_every_code_with_its_meaning() -> None:
    for heading, codes in (("Codes of errors", regkit.ErrorCode), ("Codes of problems", regkit.ProblemCode)):
        listed = [(row[0].strip("`"), row[-1]) for row in rows(heading)]
        assert listed == [(code.value, documented()[type(code).__name__, code.name]) for code in codes]


def documented() -> dict[tuple[str, str], str]:
    """The docstring of each code in the source, by class and name."""
    tree = ast.parse(inspect.getsource(sys.modules["regkit.codes"]))
    return {
        (kind.name, assignment.targets[0].id): docstring.value.value
        for kind in tree.body
        if isinstance(kind, ast.ClassDef)
        for assignment, docstring in zip(kind.body, kind.body[1:], strict=False)
        if isinstance(assignment, ast.Assign)
        and isinstance(assignment.targets[0], ast.Name)
        and isinstance(docstring, ast.Expr)
        and isinstance(docstring.value, ast.Constant)
        and isinstance(docstring.value.value, str)
    }


def test_every_code_is_used_and_no_code_is_a_bare_string() -> None:
    folder = Path(inspect.getfile(regkit)).parent
    sources = {path: path.read_text("utf-8") for path in folder.rglob("*.py") if path.name != "codes.py"}
    used = {
        name for text in sources.values() for name in re.findall(r"(?:Error|Problem)Code\.([A-Z_]+)", text)
    }
    assert used == {code.name for code in CODES}
    bare = re.compile(r"""code=f?["']""")
    assert [path.name for path, text in sources.items() if bare.search(text)] == []


def test_the_page_of_errors_lists_the_classes_of_every_code() -> None:
    """The expected classes come from the raise statements: the code that is passed or, without one, that of the class."""
    # This code belongs to the error of the command line, which is not public.
    classes_by_code: dict[str, set[str]] = {"output.stream": {"RegkitError"}}
    for kind in ERRORS:
        if "code" in vars(kind):
            classes_by_code.setdefault(kind.code, set()).add(kind.__name__)
    for call in raises():
        kind = getattr(regkit, call.func.id)  # type: ignore[attr-defined]  # raises() gives calls of names only
        passed = [keyword.value for keyword in call.keywords if keyword.arg == "code"]
        names = re.findall(r"ErrorCode\.([A-Z_]+)", ast.unparse(passed[0])) if passed else []
        codes = [regkit.ErrorCode[name] for name in names] if passed else [kind.code]
        for code in codes:
            classes_by_code.setdefault(code, set()).add(kind.__name__)
    listed = {code.strip("`"): set(re.findall(r"\w+", kinds)) for code, kinds, *_ in rows("Codes of errors")}
    assert listed == classes_by_code


def raises() -> Iterator[ast.Call]:
    """Yield the calls in the source that construct an error of regkit."""
    names = {error.__name__ for error in ERRORS} - {"ParseError"}
    for path in Path(inspect.getfile(regkit)).parent.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in names:
                yield call


def test_the_page_of_errors_draws_the_tree_of_classes() -> None:
    drawn = PAGE.partition("```text\n")[2].partition("```")[0].splitlines()
    ancestors: list[str] = []
    tree = {}
    for line in drawn:
        name, _, also = line.strip(" ·").partition("  ")
        depth = (len(line) - len(line.lstrip())) // 2
        ancestors = [*ancestors[:depth], name]
        tree[name] = (ancestors[-2] if depth else None, set(re.findall(r"\w+Error", also)))
    assert tree == {
        error.__name__: (
            error.__bases__[0].__name__ if error is not RegkitError else None,
            {base.__name__ for base in error.__bases__[1:]},
        )
        for error in ERRORS
    }
