"""Rules of the project that tests can enforce: examples of the grammar, the public interface, and which module may use what."""

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


LONGEST_LINE = 120


def _written_patterns(path: Path) -> Iterator[tuple[int, str, bool]]:
    """The line of each pattern in a file, the pattern as written in the source, and whether it is verbose."""
    source = path.read_text("utf-8")
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Rule":
            pattern = call.args[1]
            verbose = any(keyword.arg == "verbose" for keyword in call.keywords)
            yield pattern.lineno, ast.get_source_segment(source, pattern) or "", verbose


def test_long_patterns_are_verbose_and_have_no_long_lines() -> None:
    patterns = [
        (f"{path.relative_to(SOURCE)}:{line}", pattern, verbose)
        for path in SOURCE.rglob("*.py")
        for line, pattern, verbose in _written_patterns(path)
    ]
    assert patterns
    assert [
        location
        for location, pattern, verbose in patterns
        if max(map(len, pattern.splitlines() if verbose else [pattern])) > LONGEST_LINE
    ] == []


def test_white_space_and_comments_in_a_verbose_pattern_do_not_count() -> None:
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
    """Constants that are used above their definition, except those built from functions and classes of the file."""
    tree = ast.parse(path.read_text("utf-8"))
    definitions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    defined = {
        target.id: node.lineno
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and not any(
            isinstance(name, ast.Name) and name.id in definitions for name in ast.walk(node.value or node)
        )
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name) and target.id.strip("_").isupper()
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.lineno < defined.get(node.id, 0):
            yield f"{path.relative_to(SOURCE)}:{node.lineno} {node.id}"


def test_constants_stand_above_their_first_use() -> None:
    assert [use for path in SOURCE.rglob("*.py") for use in _constants_below_their_use(path)] == []


def test_only_the_rule_module_uses_regular_expressions() -> None:
    users = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if "import re\n" in path.read_text("utf-8")
    }
    assert users == {"rule.py"}


# Names of the theme: its classes and attributes, elements, streams, and the worker and index that it looks for.
THEME_NAMES = re.compile(r"\bmd-[a-z]|__(?:config|drawer|search|index)\b|\b(?:document|location)\$")
FILES_WITH_THEME_NAMES = {
    "site/material.py",
    "site/theme/regkit/material.html",
    "site/theme/assets/regkit/scripts/material.js",
    "site/theme/assets/regkit/styles/material.css",
}


def test_only_the_adapters_mention_the_theme() -> None:
    """A new release of Material, or another theme, should need changes in these files only."""
    files = {
        path.relative_to(SOURCE).as_posix()
        for suffix in ("py", "js", "css", "html")
        for path in SOURCE.rglob(f"*.{suffix}")
        if THEME_NAMES.search(path.read_text("utf-8"))
    }
    assert files == FILES_WITH_THEME_NAMES


def test_only_the_adapter_script_starts_or_replaces_a_worker() -> None:
    scripts = [path for path in SOURCE.rglob("*.js") if "Worker" in path.read_text("utf-8")]
    assert [path.name for path in scripts] == ["material.js"]


def test_style_sheets_have_no_long_lines() -> None:
    sheets = list(SOURCE.rglob("*.css"))
    assert sheets
    for sheet in sheets:
        for number, line in enumerate(sheet.read_text("utf-8").splitlines(), start=1):
            assert len(line) <= LONGEST_LINE, f"{sheet.name}:{number}"


def test_only_the_rooms_made_for_it_touch_the_disk() -> None:
    disk_functions = {
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
        if isinstance(call, ast.Call)
        and getattr(call.func, "attr", getattr(call.func, "id", "")) in disk_functions
    }
    assert rooms == {
        "confinement",  # reads only /proc, where Linux describes the process itself
        "disk",
        "store",
        "assets",
        "office",
        "official",
        "library",
        "cli",
        "mkdocs_plugin",
    }


def test_commands_print_only_through_the_modules_that_escape_control_characters() -> None:
    """Printing in any other way could pass control characters from a file to the terminal."""
    allowed = {"streams.py", "progress.py"}
    violations = [
        f"{path.name}:{call.lineno}"
        for path in (SOURCE / "cli").rglob("*.py")
        if path.name not in allowed
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and _prints(call.func)
    ]
    assert violations == []


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


def test_the_public_interface_is_complete_and_documented() -> None:
    for name in regkit.__all__:
        assert getattr(regkit, name).__doc__, name
    with pytest.raises(AttributeError, match="prase"):
        getattr(regkit, "prase")  # noqa: B009 - a misspelling, to see the error
    assert dir(regkit) == sorted(regkit.__all__)


def test_every_error_is_part_of_the_public_interface() -> None:
    errors = {
        name
        for name, value in vars(importlib.import_module("regkit.errors")).items()
        if isinstance(value, type) and issubclass(value, Exception)
    }
    assert errors <= set(regkit.__all__)


def test_importing_regkit_does_not_import_unused_libraries() -> None:
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
        name
        for name in names
        if any(docstring.examples for docstring in finder.find(importlib.import_module(name)))
    ]


def test_modules_with_doctests_are_found() -> None:
    """Without this check the next test could pass because there was nothing to run."""
    assert set(_modules_with_examples()) >= {"regkit", "regkit.model.address", "regkit.terms"}


@pytest.mark.parametrize("name", _modules_with_examples())
def test_the_doctests_pass(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)  # some examples read the law in statutes/
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


def test_the_list_of_commands_has_the_first_sentence_of_the_help_of_each() -> None:
    context = click.Context(program)
    formatter = context.make_formatter()
    formatter.width = 1000
    program.format_commands(context, formatter)
    listed = dict(line.split(maxsplit=1) for line in formatter.getvalue().splitlines()[1:])
    commands = {name: program.get_command(context, name) for name in program.list_commands(context)}
    assert listed == {
        name: (command.help or "").partition("。")[0] + "。" for name, command in commands.items() if command
    }


def test_only_the_command_that_is_called_is_imported() -> None:
    code = (
        "import sys; from regkit.cli import program; program(['concord', '--help'], standalone_mode=False);"
        "print(*(name for name in sys.modules if name.startswith('regkit.cli.commands.')), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stderr.split() == ["regkit.cli.commands.concord"]


def test_the_list_of_commands_imports_none_of_them() -> None:
    code = (
        "import sys; from regkit.cli import program; program(['--help'], standalone_mode=False);"
        "print(*(name for name in sys.modules if name.startswith(('regkit.cli.commands', 'regkit.parsing'))), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert "concord" in done.stdout
    assert done.stderr.split() == []


def test_showing_a_statute_does_not_import_what_only_libraries_and_sites_need() -> None:
    code = "import sys, regkit.cli.commands.show; print(sorted({'pydantic', 'mkdocs', 'jinja2'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# Counted in tokens, because counting lines would reward long lines and short comments.
MAX_TOKENS = 2900
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
    """How many tokens of code a module has; comments and docstrings do not count."""
    tree = ast.parse(path.read_text("utf-8"))
    may_have_docstring = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstring_lines = {
        node.body[0].lineno
        for node in ast.walk(tree)
        if isinstance(node, may_have_docstring) and ast.get_docstring(node) is not None
    }
    with path.open("rb") as stream:
        return sum(
            token.type not in _NO_TOKENS
            and not (token.type == tokenize.STRING and token.start[0] in docstring_lines)
            for token in tokenize.tokenize(stream.readline)
        )


def test_no_module_is_too_large() -> None:
    sizes = {path.relative_to(SOURCE).as_posix(): _tokens(path) for path in SOURCE.rglob("*.py")}
    assert len(sizes) > 200
    assert {name: size for name, size in sizes.items() if size > MAX_TOKENS} == {}


def test_property_tests_have_no_deadlines() -> None:
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


def test_no_two_classes_share_a_name() -> None:
    files_by_class: dict[str, list[str]] = {}
    for name, tree in _definitions():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                files_by_class.setdefault(node.name.lstrip("_"), []).append(name)
    assert len(files_by_class) > 300
    assert {name: files for name, files in files_by_class.items() if len(files) > 1} == {}


def test_no_module_is_named_like_something_it_defines() -> None:
    """Importing such a function into its package would hide the module."""
    assert [
        name
        for name, tree in _definitions()
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == Path(name).stem
    ] == []
