"""The documents state what the code does: examples run, and lists, links and tables are current."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
import yaml

import regkit
from regkit.cli import program
from regkit.library import Origin, VersionFacts, WorkFacts
from tests.conftest import ROOT

DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def _fences(path: Path, language: str) -> list[str]:
    """The contents of all fences of a language in a document."""
    return re.findall(rf"```{language}\n(.*?)```", path.read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_python_of_the_readme_runs(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (code,) = _fences(ROOT / name, "python")
    names: dict[str, object] = {}
    shown = 0
    for line in code.splitlines():
        statement, _, output = line.partition("  # ")
        if output:
            assert repr(eval(statement, names)) == output
            shown += 1
        else:
            exec(statement, names)
    assert shown > 3


def test_the_code_of_the_tutorial_prints_the_output_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    text = (ROOT / "docs" / "guide" / "tutorial.md").read_text("utf-8")
    steps = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```\n", text, re.DOTALL)
    assert len(steps) == text.count("```python") > 10
    names: dict[str, object] = {}
    for code, output in steps:
        exec(code, names)
        assert capsys.readouterr().out.rstrip() == output.rstrip(), code


def test_the_picture_of_the_readmes_exists_and_is_small() -> None:
    picture = "docs/images/comparison.png"
    assert (ROOT / picture).read_bytes().startswith(b"\x89PNG")
    assert (ROOT / picture).stat().st_size < 250_000
    for name in ("README.md", "README.zh.md"):
        assert f"]({picture})" in (ROOT / name).read_text("utf-8")


def test_both_readmes_show_the_same_code() -> None:
    def code(name: str) -> list[str]:
        fences = _fences(ROOT / name, "(?:python|sh)")
        return [line.split("#")[0].strip() for fence in fences for line in fence.splitlines()]

    assert code("README.md") == code("README.zh.md")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_command_in_a_document_exists(path: Path) -> None:
    context = program.make_context("regkit", ["show"], resilient_parsing=True)
    named = set(re.findall(r"^regkit ([a-z]+)", "\n".join(_fences(path, "sh")), re.MULTILINE))
    assert named <= set(program.list_commands(context))


def test_the_page_on_the_commands_is_current() -> None:
    done = subprocess.run([sys.executable, ROOT / "tools" / "reference.py", "--check"], check=False)
    assert done.returncode == 0


def test_every_command_has_an_example_and_explains_its_parameters() -> None:
    context = program.make_context("regkit", ["show"], resilient_parsing=True)
    listed = {name: program.get_command(context, name) for name in program.list_commands(context)}
    for name, command in listed.items():
        if isinstance(command, click.Group):
            continue
        assert command is not None
        assert command.epilog
        assert command.epilog.startswith(f"例：regkit {name}")
        # The command itself parses the words of its example, as if somebody had typed them.
        words = shlex.split(command.epilog)[2:]
        assert command.make_context(name, words, parent=context)
        unexplained = [parameter.name for parameter in command.params if not getattr(parameter, "help", None)]
        assert unexplained == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_linked_file_exists(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text("utf-8"))
    assert [link for link in links if not (path.parent / link).exists() and "…" not in link] == []


def test_the_forge_files_are_well_formed_and_test_every_promised_python() -> None:
    forms = {path.name: yaml.safe_load(path.read_text("utf-8")) for path in (ROOT / ".github").rglob("*.yml")}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    promised = [name.rpartition(" ")[2] for name in project["classifiers"] if "Python :: 3." in name]
    assert forms["ci.yml"]["jobs"]["test"]["strategy"]["matrix"]["python"] == promised
    assert forms["ci.yml"]["permissions"] == {"contents": "read"}
    for name in ("text.yml", "command.yml", "idea.yml"):
        assert {"name", "description", "body"} <= set(forms[name])
        asked = [field["id"] for field in forms[name]["body"]]
        assert len(asked) == len(set(asked)) > 2
    issues = project["urls"]["Issues"].removesuffix("/issues")
    assert forms["config.yml"]["contact_links"][0]["url"].startswith(f"{issues}/security/")


def test_the_files_named_for_contributors_exist() -> None:
    rows = re.findall(
        r"^\| (?!I want|---)(.*?) \| (.*) \|$", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.M
    )
    assert len(rows) >= 15
    for wish, where in rows:
        files = re.findall(r"`([\w./-]+/[\w./-]*|[\w-]+\.\w+)`", where)
        assert files, wish
        assert [name for name in files if not (ROOT / name).exists()] == []


def test_every_decision_is_short_complete_and_listed() -> None:
    folder = ROOT / "docs" / "developers" / "decisions"
    pages = sorted(folder.glob("0*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    listed = re.findall(r"^\| (\d+) \| \[(.*)\]\((.*)\) \|$", (folder / "index.md").read_text("utf-8"), re.M)
    titles = []
    for page in pages:
        text = page.read_text("utf-8").split("---\n", 2)[2].strip()
        assert len(text.splitlines()) <= 15
        assert re.findall(r"^\*\*(\w+)\.\*\* ", text, re.M) == ["Context", "Decision", "Consequence"], page
        titles.append((page.name[:4], text.splitlines()[0].removeprefix(f"# {page.name[:4]} "), page.name))
    assert listed == titles


def test_the_work_toml_of_the_guide_is_valid(tmp_path: Path) -> None:
    (toml,) = _fences(ROOT / "docs" / "guide" / "developers.md", "toml")
    (tmp_path / "example").mkdir()
    (tmp_path / "example" / "work.toml").write_text(toml, "utf-8")
    (_work,) = regkit.Library(tmp_path)
    data = tomllib.loads(toml)
    assert set(data) == {name if name != "versions" else "version" for name in WorkFacts.model_fields}
    names = {"provisions": "provision", "corrections": "correction"}
    assert set(data["version"][1]) == {names.get(name, name) for name in VersionFacts.model_fields}
    assert set(data["version"][1]["source"]) == set(Origin.model_fields)


def test_the_json_in_the_documentation_is_what_the_code_prints(tmp_path: Path) -> None:
    (shown,) = _fences(ROOT / "docs" / "developers" / "json.md", "json")
    law = regkit.parse("示范条例\n第一条　为了示范，制定本条例。")
    from regkit.contracts.lines import to_json_line
    from regkit.notations.json.writing import show_statute

    assert json.loads(shown) == json.loads(to_json_line(show_statute("条例.txt", law)))


def test_the_drafters_guide_lists_every_code_that_check_reports() -> None:
    # Only `regkit.parse_fragment` reports this code, never `check`.
    reported = set(regkit.ProblemCode) - {regkit.ProblemCode.FRAGMENT_LEVEL}
    guide = (ROOT / "docs" / "guide" / "drafters.md").read_text("utf-8")
    rows = "".join(row for row in guide.splitlines() if row.startswith("| `"))
    families = {code.partition(".")[0] for code in reported}
    named = re.findall(r"`([a-z]+)\.([a-z_]+)`", rows)
    assert {f"{family}.{rest}" for family, rest in named if family in families} == reported


def test_every_name_in_the_glossary_is_public() -> None:
    names = [
        line.split("|")[4].strip().strip("`")
        for line in (ROOT / "docs" / "glossary.md").read_text("utf-8").splitlines()
        if line.startswith("| ") and "`" in line.split("|")[4]
    ]
    assert len(names) > 40
    for name in names:
        owner, _, attribute = name.partition(".")
        known = getattr(regkit, owner)
        fields = {*getattr(known, "__annotations__", ()), *dir(known)}
        assert not attribute or attribute in fields, name


def test_the_architecture_names_every_file_of_every_room() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    described: dict[str, set[str]] = {}
    for part in page.split("\n### ")[1:]:
        room, _, text = part.partition("\n")
        rows = [line for line in text.splitlines() if line.startswith("| `")]
        described[room] = {name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])}
    package = ROOT / "src" / "regkit"
    assert set(described) >= {path.parent.name for path in package.glob("*/__init__.py")} - {
        "terms",
        "concordance",
    }
    for room, names in described.items():
        if (package / room).is_dir():
            assert names == {path.stem for path in (package / room).glob("*.py")} - {"__init__"}, room


def test_the_layers_in_the_architecture_are_those_that_import_linter_checks() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rows = re.findall(r"^\| (?:−?\d+) \| (`[^|]*) \|", page, re.MULTILINE)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    assert [row.replace("`", "").replace(" · ", " | ") for row in rows] == layers
