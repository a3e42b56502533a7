"""The rules of the house that a test can hold: the grammar's examples, the face, who knows what."""

from __future__ import annotations

import ast
import doctest
import importlib
import pkgutil
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from hypothesis import settings

import regkit
from regkit.cli import program
from regkit.rule import Rule
from tests.conftest import ROOT

SOURCE = Path(regkit.__file__).parent


def _modules() -> Iterator[str]:
    for module in pkgutil.walk_packages(regkit.__path__, "regkit."):
        if module.name != "regkit.__main__":
            yield module.name


def rules() -> list[Rule]:
    modules = [importlib.import_module(name) for name in _modules()]
    return list(
        {id(v): v for module in modules for v in vars(module).values() if isinstance(v, Rule)}.values()
    )


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_a_rule_of_the_grammar_matches_its_examples_and_nothing_else(rule: Rule) -> None:
    assert rule.matches
    assert [text for text in rule.matches if not rule.match(text)] == []
    assert [text for text in rule.rejects if rule.match(text)] == []


def test_all_groups_of_a_pattern_have_names() -> None:
    compiled = [(rule.name, re.compile(rule.pattern)) for rule in rules()]
    assert [name for name, pattern in compiled if pattern.groups != len(pattern.groupindex)] == []


MOST_OF_A_PATTERN = 120


def _written_patterns(path: Path) -> Iterator[tuple[int, str, bool]]:
    """The line of each pattern of a file, the pattern as it is written there, and whether it is verbose."""
    source = path.read_text("utf-8")
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Rule":
            pattern = call.args[1]
            verbose = any(keyword.arg == "verbose" for keyword in call.keywords)
            yield pattern.lineno, ast.get_source_segment(source, pattern) or "", verbose


def test_a_long_pattern_is_verbose_and_none_has_long_lines() -> None:
    patterns = [
        (f"{path.relative_to(SOURCE)}:{line}", written, verbose)
        for path in SOURCE.rglob("*.py")
        for line, written, verbose in _written_patterns(path)
    ]
    assert patterns
    assert [
        place
        for place, written, verbose in patterns
        if max(map(len, written.splitlines() if verbose else [written])) > MOST_OF_A_PATTERN
    ] == []


def test_blanks_and_remarks_of_a_verbose_pattern_do_not_count() -> None:
    rule = Rule(
        "a number",
        r"""
        (?P<number>\d+)    # in figures
        [ ]条
        """,
        verbose=True,
        matches=("3 条",),
    )
    assert rule.match("3 条")
    assert not rule.match("3条")


def _constants_below_their_use(path: Path) -> Iterator[str]:
    """Constants of a file that stand below a use of theirs, but for those made of its own functions and classes."""
    tree = ast.parse(path.read_text("utf-8"))
    own = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    defined = {
        target.id: node.lineno
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and not any(isinstance(name, ast.Name) and name.id in own for name in ast.walk(node.value or node))
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name) and target.id.strip("_").isupper()
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.lineno < defined.get(node.id, 0):
            yield f"{path.relative_to(SOURCE)}:{node.lineno} {node.id}"


def test_constants_stand_above_their_use() -> None:
    assert [use for path in SOURCE.rglob("*.py") for use in _constants_below_their_use(path)] == []


def test_only_the_rules_know_regular_expressions() -> None:
    knowing = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if "import re\n" in path.read_text("utf-8")
    }
    assert knowing == {"rule.py"}


# What names the theme: its classes and attributes, its elements, its streams, the worker and the index that it looks for.
THEME_NAMES = re.compile(r"\bmd-[a-z]|__(?:config|drawer|search|index)\b|\b(?:document|location)\$")
WHO_KNOWS_THE_THEME = {
    "site/material.py",
    "site/theme/regkit/material.html",
    "site/theme/assets/regkit/scripts/material.js",
    "site/theme/assets/regkit/styles/material.css",
}


def test_only_the_adapters_know_the_theme() -> None:
    """So that a new release of Material, or another theme, is a matter of these files."""
    knowing = {
        path.relative_to(SOURCE).as_posix()
        for suffix in ("py", "js", "css", "html")
        for path in SOURCE.rglob(f"*.{suffix}")
        if THEME_NAMES.search(path.read_text("utf-8"))
    }
    assert knowing == WHO_KNOWS_THE_THEME


def test_no_script_but_the_adapter_starts_or_replaces_a_worker() -> None:
    scripts = [path for path in SOURCE.rglob("*.js") if "Worker" in path.read_text("utf-8")]
    assert [path.name for path in scripts] == ["material.js"]


def test_no_line_of_a_style_sheet_is_long_and_rules_on_one_line_are_short() -> None:
    sheets = list(SOURCE.rglob("*.css"))
    assert sheets
    for sheet in sheets:
        for number, line in enumerate(sheet.read_text("utf-8").splitlines(), start=1):
            assert len(line) <= MOST_OF_A_PATTERN, f"{sheet.name}:{number}"


def test_only_those_rooms_touch_the_disk_that_are_there_for_it() -> None:
    touching = {
        "open",
        "read_text",
        "read_bytes",
        "write_text",
        "write_bytes",
        "mkdir",
        "unlink",
        "glob",
        "iterdir",
    }
    rooms = {
        path.relative_to(SOURCE).parts[0].removesuffix(".py")
        for path in SOURCE.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "attr", getattr(call.func, "id", "")) in touching
    }
    assert rooms == {
        "confinement",  # only /proc, where Linux tells of the process itself
        "disk",
        "store",
        "assets",
        "office",
        "official",
        "library",
        "cli",
        "mkdocs_plugin",
    }


def test_no_command_prints_past_the_doors_that_make_controls_visible() -> None:
    """Whatever prints in another way could hand orders from a file to a terminal."""
    doors = {"streams.py", "progress.py"}
    past = [
        f"{path.name}:{call.lineno}"
        for path in (SOURCE / "cli").rglob("*.py")
        if path.name not in doors
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and _prints(call.func)
    ]
    assert past == []


def _prints(function: ast.expr) -> bool:
    match function:
        case ast.Name(name):
            return name in ("print", "secho", "StreamHandler")
        case ast.Attribute(ast.Name("click"), name):
            return name in ("echo", "secho", "echo_via_pager", "progressbar")
        case ast.Attribute(
            ast.Attribute(ast.Name("sys"), "stdout" | "stderr" | "__stdout__" | "__stderr__"), name
        ):
            return name not in ("isatty",)
        case ast.Attribute(_, name):
            return name in ("StreamHandler", "print_exc", "print_exception")
    return False


def test_the_face_shows_what_it_promises() -> None:
    for name in regkit.__all__:
        assert getattr(regkit, name).__doc__, name
    with pytest.raises(AttributeError, match="prase"):
        getattr(regkit, "prase")  # noqa: B009 - only to see it fail
    assert dir(regkit) == sorted(regkit.__all__)


def test_the_face_has_every_error_that_can_be_raised() -> None:
    errors = {
        name
        for name, value in vars(importlib.import_module("regkit.errors")).items()
        if isinstance(value, type) and issubclass(value, Exception)
    }
    assert errors <= set(regkit.__all__)


def test_importing_regkit_imports_nothing_that_is_not_used() -> None:
    program = "import sys, regkit; regkit.Address.parse('第一条'); print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True
    ).stdout.split()
    assert "regkit.model.address" in loaded
    assert not {"lxml", "pydantic", "regkit.parsing", "regkit.notations", "regkit.library"} & set(loaded)


def _modules_with_examples() -> list[str]:
    finder = doctest.DocTestFinder(exclude_empty=True)
    names = ["regkit", *_modules()]
    return [
        name for name in names if any(each.examples for each in finder.find(importlib.import_module(name)))
    ]


def test_modules_that_show_examples_are_found() -> None:
    """Else the next test could pass because it had nothing to run."""
    assert set(_modules_with_examples()) >= {"regkit", "regkit.model.address", "regkit.terms"}


@pytest.mark.parametrize("name", _modules_with_examples())
def test_the_examples_in_the_documentation_of_the_code_are_true(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)  # some examples read the seed
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_the_file_of_a_command_is_named_like_the_command() -> None:
    context = click.Context(program)
    listed = set(program.list_commands(context))
    files = {path.stem for path in (SOURCE / "cli" / "commands").glob("*.py")} - {"__init__"}
    assert files == listed
    for name in files:
        command = importlib.import_module(f"regkit.cli.commands.{name}").command
        assert command.name == name
        assert program.get_command(context, name) is command


def test_only_the_command_that_is_called_is_imported() -> None:
    code = (
        "import sys; from regkit.cli import program; program(['concord', '--help'], standalone_mode=False);"
        "print(*(name for name in sys.modules if name.startswith('regkit.cli.commands.')), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stderr.split() == ["regkit.cli.commands.concord"]


def test_reading_a_statute_does_not_wait_for_what_only_libraries_and_sites_need() -> None:
    code = "import sys, regkit.cli.commands.show; print(sorted({'pydantic', 'mkdocs', 'jinja2'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# By tokens, so that neither long lines nor short comments make a module smaller than it is.
MOST_TOKENS = 2900
_NO_TOKENS = (
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
)


def _tokens(path: Path) -> int:
    """How many tokens of code a module has; comments and documentation do not count."""
    tree = ast.parse(path.read_text("utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    said = {
        node.body[0].lineno
        for node in ast.walk(tree)
        if isinstance(node, documented) and ast.get_docstring(node) is not None
    }
    with path.open("rb") as stream:
        return sum(
            token.type not in _NO_TOKENS and not (token.type == tokenize.STRING and token.start[0] in said)
            for token in tokenize.tokenize(stream.readline)
        )


def test_no_module_is_too_large_for_one_room() -> None:
    sizes = {path.relative_to(SOURCE).as_posix(): _tokens(path) for path in SOURCE.rglob("*.py")}
    assert len(sizes) > 200
    assert {name: size for name, size in sizes.items() if size > MOST_TOKENS} == {}


def test_no_property_is_red_because_the_machine_is_busy() -> None:
    assert settings.get_current_profile_name() in ("home", "ci")
    assert settings.default is not None
    assert settings.default.deadline is None
    timed = [
        path.name
        for path in Path(__file__).parent.glob("test_*.py")
        if "deadline=" in path.read_text("utf-8")
    ]
    assert timed == [Path(__file__).name]


def _definitions() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(SOURCE.rglob("*.py")):
        yield path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text("utf-8"))


def test_no_two_classes_have_one_name() -> None:
    where: dict[str, list[str]] = {}
    for name, tree in _definitions():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                where.setdefault(node.name.lstrip("_"), []).append(name)
    assert len(where) > 300
    assert {name: files for name, files in where.items() if len(files) > 1} == {}


def test_no_module_bears_the_name_of_what_it_defines() -> None:
    """Importing such a function into its package would hide the module."""
    assert [
        name
        for name, tree in _definitions()
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == Path(name).stem
    ] == []
