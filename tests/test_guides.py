"""The Python and the shell commands shown in the documents are run as they stand, except commands that need the network."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import regkit
from regkit.office import find_office
from tests.conftest import EXAMPLES, ROOT, SEED

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
TITLE = "黑龙江省促进中小企业发展条例"
# Commands that install, fetch or make something are not run; neither are those that need LibreOffice if it is missing.
_RUNNABLE = re.compile(r"(?:regkit (?!fetch\b)|cd )")


def fences(path: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", path.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def documents_with(language: str) -> list[Path]:
    return [path for path in DOCUMENTS if fences(path, language)]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def commands_in(fence: str) -> list[str]:
    """The lines of a fence that can be run here."""
    return [
        line
        for line in fence.splitlines()
        if _RUNNABLE.match(line) and (find_office() or ".pdf" not in line.partition("#")[0])
    ]


def _with_official_text(line: str) -> str:
    """A command; after `cd`, another one copies the official text that the user is assumed to have."""
    return f"{line} && cp ../官方文本.docx ." if line.startswith("cd ") else line


def official(title: str, day: str) -> regkit.Statute:
    return regkit.parse(
        f"{title}\n（{day}黑龙江省人民代表大会常务委员会第三次会议通过）\n第一条　为了示范，制定本条例。\n"
    )


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with everything that the documents mention: a library, the settings of a site, and drafts."""
    for name in ("statutes", "examples"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# 法规库\n", "utf-8")
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: 法规库\ntheme: material\nplugins:\n  - search\n  - regkit\n", "utf-8"
    )
    for folder in ("法规文件夹", "DIR"):
        (tmp_path / folder).mkdir()
        shutil.copy(SEED, tmp_path / folder / "条例.txt")
    law = regkit.load(SEED)
    higher = official("示范促进法", "2002年6月29日")
    texts = {
        "条例.txt": law,
        "条例.docx": law,
        "上位法.txt": higher,
        "上位法.docx": higher,
        "旧.docx": regkit.load(EXAMPLES[1]),
        "新.docx": regkit.load(EXAMPLES[2]),
        "官方文本.docx": official("示范市集市条例", "2020年3月27日"),
        "官方文本.txt": official(TITLE, "2011年12月8日"),
    }
    for name, statute in texts.items():
        regkit.save(statute, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("path", documents_with("python"), ids=name_of)
def test_the_python_in_the_documents_runs(path: Path, desk: Path) -> None:
    """The fences of a page run one after another in one namespace, in which these names are already defined."""
    law = regkit.load(SEED)
    names: dict[str, object] = {
        "regkit": regkit,
        "date": date,
        "law": law,
        "higher_law": regkit.load("上位法.txt"),
        "provision": law["第一条"],
        "article": regkit.parse("第六十一条　为了示范，增加一条。")["第六十一条"],
        "address": regkit.Address.parse("第一条"),
        "path": Path("条例.txt"),
        "ask_for_another_file": str,
        "old": regkit.load("旧.docx"),
        "new": regkit.load("新.docx"),
    }
    for fence in fences(path, "python"):
        exec(compile(fence, name_of(path), "exec"), names)


def test_python_prints_what_the_documents_show(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line with print() is followed by a comment with its output."""
    examples = [
        (line.strip(), following.strip().removeprefix("# "))
        for path in documents_with("python")
        for fence in fences(path, "python")
        for line, following in zip(fence.splitlines(), fence.splitlines()[1:], strict=False)
        if line.startswith("print(") and following.lstrip().startswith("# ")
    ]
    assert examples
    for line, printed in examples:
        exec(line, {"law": regkit.Library("statutes")[TITLE]})
        assert capsys.readouterr().out.strip() == printed


@pytest.mark.skipif(not shutil.which("sh"), reason="there is no shell here")
@pytest.mark.parametrize(
    "path", [path for path in documents_with("sh") if path.name != "README.zh.md"], ids=name_of
)
def test_the_commands_in_the_documents_succeed(path: Path, desk: Path) -> None:
    """The commands of a fence run in one folder, and each fence gets its own. Both READMEs show the same commands."""
    scripts = [commands_in(fence) for fence in fences(path, "sh")]
    for number, lines in enumerate(filter(None, scripts)):
        folder = desk.parent / f"{desk.name}-{number}"
        shutil.copytree(desk, folder)
        # The documents assume that output files do not exist yet, and that the official text lies in the folder after `cd`.
        for written in re.findall(r" -o (\S+)", "\n".join(lines)):
            (folder / written).unlink(missing_ok=True)
        # If a command fails, `set -v` shows which one it was.
        script = (
            'set -ev\nregkit() { "$PYTHON" -m regkit "$@"; }\n'
            + "\n".join(map(_with_official_text, lines))
            + "\n"
        )
        done = subprocess.run(
            ["sh", "-s"],
            input=script,
            cwd=folder,
            env={**os.environ, "PYTHON": sys.executable},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
