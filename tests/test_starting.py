"""`regkit init`: a new library that builds, checks itself and explains how to publish it."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from email.message import Message
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

import regkit
from regkit.cli import program
from regkit.cli.requirements import DISTRIBUTION, pins_of, requirement_of
from tests.conftest import EXAMPLES, ROOT
from tests.test_cli import run

WORKFLOW = ".github/workflows/publish.yml"


def init_library(folder: Path, *options: str) -> Path:
    done = CliRunner().invoke(program, ["init", str(folder), *options])
    assert done.exit_code == 0, done.output
    return folder


def _contents(folder: Path) -> dict[str, bytes | None]:
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


def steps(folder: Path) -> list[dict[str, Any]]:
    jobs = yaml.safe_load((folder / WORKFLOW).read_text("utf-8"))["jobs"]
    return [step for job in jobs.values() for step in job["steps"]]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with the example, created and built with the commands that users run."""
    parent = tmp_path_factory.mktemp("parent")
    created = run("init", "我的 法规库", "--example", cwd=parent, PYTHONPATH=_source_folder())
    assert created.returncode == 0, created.stderr
    assert "cd '我的 法规库'" in created.stdout or os.name == "nt"
    built = run("build", "--strict", cwd=parent / "我的 法规库", PYTHONPATH=_source_folder())
    assert built.returncode == 0, built.stdout + built.stderr
    return parent / "我的 法规库"


def _source_folder() -> str:
    """The folder to import this regkit from, wherever the program is started."""
    return str(Path(regkit.__file__).parent.parent)


def test_a_new_library_builds_with_its_example(example: Path) -> None:
    site = example / "site"
    home = (site / "index.html").read_text("utf-8")
    assert re.search(r"<title>.*我的 法规库</title>", home)
    assert "还没有收录法规" in home
    for name in ("about", "examples/index", "examples/shifan-market-stalls/2019-05-30"):
        assert (site / f"{name}.html").is_file(), name
    page = (site / "examples/shifan-market-stalls/2023-09-28.html").read_text("utf-8")
    assert "虚构示例" in page
    assert 'id="art_5__para_1__point_3"' in page
    left = {path.name for path in example.parent.iterdir()}
    assert left == {example.name}


def test_the_example_has_no_problems_and_is_kept_apart(example: Path) -> None:
    assert run("check", example / "examples").returncode == 0
    (work,) = regkit.Library(example / "examples")
    assert work.facts.fictional
    assert len([version for version in work.versions if version.statute]) == 2
    assert not [path for path in (example / "statutes").iterdir() if path.name != ".gitkeep"]


def test_a_library_without_the_example_builds_and_accepts_a_text(tmp_path: Path) -> None:
    folder = init_library(tmp_path / "library")
    assert not (folder / "examples").exists()
    assert run("build", "--strict", cwd=folder, PYTHONPATH=_source_folder()).returncode == 0
    assert run("verify", cwd=folder, PYTHONPATH=_source_folder()).returncode == 0
    text = EXAMPLES[-1].read_text("utf-8")
    (folder / "text.txt").write_text(text, "utf-8")
    added = run("add", "text.txt", "--work", "rules", cwd=folder, PYTHONPATH=_source_folder())
    assert added.returncode == 0, added.stderr
    assert run("build", "--strict", cwd=folder, PYTHONPATH=_source_folder()).returncode == 0
    assert (folder / "site" / "statutes" / "rules" / f"{EXAMPLES[-1].stem}.html").is_file()


@pytest.mark.parametrize(
    "name",
    [
        "库\"与'库",
        "a: b # c",
        "{{ config }} {% raw %}",
        "一\n二\r\n三\t四",
        "\\n\\",
        "- [x]",
        "&a *b !c |d >e %f @g `h",
        "null",
        "SITE_NAME",
        "字\u2028\u3000\ufeff𠮷\x85\x7f",
        "  - regkit\n",
        " 前后 ",
    ],
)
def test_a_site_may_have_any_name(name: str, tmp_path: Path) -> None:
    folder = init_library(tmp_path / "library", "--name", name, "--example")
    settings = yaml.safe_load((folder / "mkdocs.yml").read_text("utf-8"))
    assert settings["site_name"] == name
    assert settings["plugins"] == ["search", {"regkit": {"examples": "examples"}}]


def test_a_site_with_an_unusual_name_builds(tmp_path: Path) -> None:
    folder = init_library(tmp_path / "library", "--name", "a\"b': # {{ c }}\n二")
    done = run("build", "--strict", cwd=folder, PYTHONPATH=_source_folder())
    assert done.returncode == 0, done.stderr
    assert "{{ c }}\n二" in (folder / "site" / "index.html").read_text("utf-8")


@pytest.mark.parametrize("name", ["", "  ", "\n", "\udc80"])
def test_an_empty_name_is_refused(name: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(program, ["init", str(tmp_path / "library"), "--name", name])
    assert done.exit_code == 2
    assert "网站的名称" in done.output
    assert _contents(tmp_path) == {}


def test_existing_files_and_folders_are_never_touched(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / ".hidden").write_text("mine", "utf-8")
    (tmp_path / "file").write_text("mine", "utf-8")
    before = _contents(tmp_path)
    for name in ("full", "file", "nowhere/library", "file/library"):
        done = CliRunner().invoke(program, ["init", str(tmp_path / name)])
        assert done.exit_code == 1
        assert done.output.startswith("错误：")
        assert len(done.output.splitlines()) == 1, done.output
        assert _contents(tmp_path) == before


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_a_dangling_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "gone")
    assert CliRunner().invoke(program, ["init", str(tmp_path / "link")]).exit_code == 1
    assert [path.name for path in tmp_path.iterdir()] == ["link"]


def test_an_empty_folder_is_filled_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    before = tmp_path.stat().st_ino
    done = CliRunner().invoke(program, ["init", "."])
    assert done.exit_code == 0, done.output
    assert "cd " not in done.output
    assert tmp_path.stat().st_ino == before
    settings = yaml.safe_load(Path("mkdocs.yml").read_text("utf-8"))
    assert settings["site_name"] == tmp_path.name
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("there", [False, True])
@pytest.mark.parametrize("broken", ["write_bytes", "rename"])
def test_a_failed_write_leaves_nothing_behind(
    there: bool, broken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "library"
    if there:
        folder.mkdir()
    before = _contents(tmp_path)
    original, calls = getattr(Path, broken), []

    def fails(self: Path, *arguments: Any) -> Any:
        calls.append(self)
        if len(calls) == (3 if there or broken == "write_bytes" else 1):
            raise OSError(28, "No space left on device")
        return original(self, *arguments)

    monkeypatch.setattr(Path, broken, fails)
    done = CliRunner().invoke(program, ["init", str(folder)])
    assert done.exit_code == 1
    assert "磁盘已满" in done.output
    assert _contents(tmp_path) == before


def _commands_in(text: str) -> list[list[str]]:
    return [shlex.split(line, comments=True) for line in re.findall(r"^ *(?:- )?(regkit .*)$", text, re.M)]


def test_every_command_named_in_the_files_exists_with_its_options(tmp_path: Path) -> None:
    folder = init_library(tmp_path / "library")
    fences = re.findall(r"```sh\n(.*?)```", (folder / "README.md").read_text("utf-8"), re.DOTALL)
    ci = [step["run"] for step in steps(folder) if "run" in step]
    named = _commands_in("\n".join((*fences, *ci, (folder / ".gitlab-ci.yml").read_text("utf-8"))))
    assert {words[1] for words in named} == {"add", "check", "verify", "build", "diff"}
    for _, command, *arguments in named:
        asked = [word for word in arguments if word.startswith("--")]
        shown = CliRunner().invoke(program, [command, "--help"])
        assert shown.exit_code == 0
        assert [option for option in asked if option not in shown.output] == []


def test_only_the_publishing_job_of_the_workflow_may_publish(tmp_path: Path) -> None:
    workflow = yaml.safe_load((init_library(tmp_path / "library") / WORKFLOW).read_text("utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    check, publish = workflow["jobs"]["check"], workflow["jobs"]["publish"]
    assert "permissions" not in check
    assert publish["permissions"] == {"pages": "write", "id-token": "write"}
    assert publish["needs"] == "check"
    assert publish["if"] == "github.event_name == 'push' && github.ref == 'refs/heads/main'"
    used = [step["uses"] for step in (*check["steps"], *publish["steps"]) if "uses" in step]
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", name) for name in used)
    # Text written by others (names of branches, titles) must never become part of a script.
    assert not [step for step in check["steps"] if "${{" in step.get("run", "")]
    yaml.safe_load((tmp_path / "library" / ".gitlab-ci.yml").read_text("utf-8"))


@pytest.mark.skipif(not (shutil.which("git") and shutil.which("bash")), reason="needs git and bash")
def test_a_pull_request_gets_a_summary_of_its_changes(tmp_path: Path) -> None:
    folder = init_library(tmp_path / "library")
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-C", str(folder)]
    shown = tmp_path / "summary.md"
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "regkit"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m regkit "$@"\n', "utf-8")
    program.chmod(0o755)

    def commit() -> None:
        subprocess.run([*git, "add", "-A"], check=True, capture_output=True)
        subprocess.run([*git, "commit", "--allow-empty", "-qm", "x"], check=True, capture_output=True)

    def compare() -> str:
        shown.write_text("", "utf-8")
        (step,) = [step for step in steps(folder) if "GITHUB_STEP_SUMMARY" in step.get("run", "")]
        assert step["shell"] == "bash"
        (tmp_path / "runner").mkdir(exist_ok=True)
        done = subprocess.run(
            # With the options that the code host uses.
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=folder,
            env={
                **os.environ,
                "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}",
                "PYTHONPATH": _source_folder(),
                "RUNNER_TEMP": str(tmp_path / "runner"),
                "GITHUB_STEP_SUMMARY": str(shown),
            },
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return shown.read_text("utf-8")

    subprocess.run([*git, "init", "-q"], check=True)
    commit()
    commit()
    assert compare() == ""

    work = folder / "statutes" / "集市 '$(touch x)' 条例"
    shutil.copytree(ROOT / "examples" / "yunting-community-markets", work)
    (work / EXAMPLES[-1].name).unlink()
    commit()
    direct_url = compare()
    assert "没有更早的文本可以比较。" in direct_url.partition(EXAMPLES[1].name)[0]
    assert "新增3条，修改13条" in direct_url.partition(EXAMPLES[1].name)[2]
    assert not (folder / "x").exists()

    shutil.copy(EXAMPLES[-1], work)
    changed = work / EXAMPLES[0].name
    changed.write_text(changed.read_text("utf-8").replace("十五日内", "二十日内"), "utf-8")
    commit()
    direct_url = compare()
    first, _, last = direct_url.partition(f"{work.name}/{EXAMPLES[-1].name}")
    assert "<strong>二十日</strong>" in first
    assert "修改前（2020&#45;03&#45;27）" in last


def test_a_part_of_the_theme_can_be_replaced_and_the_search_still_works(tmp_path: Path) -> None:
    folder = init_library(tmp_path / "library")
    (folder / "overrides" / "partials").mkdir(parents=True)
    (folder / "overrides" / "partials" / "copyright.html").write_text("<p>示范市集市办公室</p>", "utf-8")
    settings = folder / "mkdocs.yml"
    text = settings.read_text("utf-8").replace(
        "  name: material\n", "  name: material\n  custom_dir: overrides\n"
    )
    settings.write_text(text, "utf-8")
    assert run("build", "--strict", cwd=folder, PYTHONPATH=_source_folder()).returncode == 0
    page = (folder / "site" / "index.html").read_text("utf-8")
    assert "<p>示范市集市办公室</p>" in page
    assert "assets/regkit/search.js" in page


class Installed(Distribution):
    """An installed regkit; the arguments are the content of its direct_url.json, which says where it came from."""

    def __init__(self, **direct_url: object) -> None:
        self.direct_url = direct_url

    @property
    def metadata(self) -> Any:
        message = Message()
        message["Name"], message["Version"] = DISTRIBUTION, "1.2.3"
        return message

    def read_text(self, filename: str) -> str | None:
        return json.dumps(self.direct_url) if self.direct_url and filename == "direct_url.json" else None

    def locate_file(self, path: object) -> Any:
        raise NotImplementedError


def test_a_new_library_requires_the_regkit_that_created_it(tmp_path: Path) -> None:
    wheel = tmp_path / "我的" / "regkit_law-1.2.3-py3-none-any.whl"
    wheel.parent.mkdir()
    wheel.write_bytes(b"PK")
    vcs = {"vcs": "git", "commit_id": "0123abc"}
    requirement = requirement_of(Installed(url="https://example.org/regkit.git", vcs_info=vcs))
    assert requirement.line == "regkit-law[site] @ git+https://example.org/regkit.git@0123abc"
    archive = {"hashes": {"sha256": "00"}}
    requirement = requirement_of(Installed(url="https://example.org/r.whl", archive_info=archive))
    assert requirement.line == "regkit-law[site] @ https://example.org/r.whl#sha256=00"
    requirement = requirement_of(Installed(url=wheel.as_uri(), archive_info={}))
    assert (requirement.line, requirement.file) == (f"./wheels/{wheel.name}[site]", wheel)
    assert requirement_of(Installed()).line == "regkit-law[site]==1.2.3"
    # Installed from a folder, or from a repository that others may not reach: its wheel must be placed in the library.
    for installed in (
        Installed(url=tmp_path.as_uri(), dir_info={}),
        Installed(url="ssh://a/b", vcs_info=vcs),
    ):
        requirement = requirement_of(installed)
        assert (requirement.line, requirement.file) == (f"./wheels/{wheel.name}[site]", None)


def test_the_constraints_list_the_installed_versions(tmp_path: Path) -> None:
    pins = (init_library(tmp_path / "library") / "constraints.txt").read_text("utf-8").splitlines()[1:]
    assert pins == pins_of(distribution(DISTRIBUTION))
    names = [pin.partition("==")[0].lower() for pin in pins]
    assert {"mkdocs", "mkdocs-material", "click", "pydantic-core"} <= {
        name.replace("_", "-") for name in names
    }
    assert not {"regkit", DISTRIBUTION} & set(names)
    assert "pytest" not in names
    assert all(
        pin == f"{(package := distribution(pin.partition('==')[0])).name}=={package.version}" for pin in pins
    )
