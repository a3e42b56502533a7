"""The code that the documents show is run as it stands: Python, and commands that need no network."""

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
# What is installed, made or fetched is not tried; neither is what needs LibreOffice where there is none.
_TRIED = re.compile(r"(?:regkit (?!fetch\b)|cd )")


def fences(path: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", path.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def with_fences(language: str) -> list[Path]:
    return [path for path in DOCUMENTS if fences(path, language)]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def commands_in(fence: str) -> list[str]:
    """The lines of a fence that can be tried here."""
    return [
        line
        for line in fence.splitlines()
        if _TRIED.match(line) and (find_office() or ".pdf" not in line.partition("#")[0])
    ]


def _with_the_text(line: str) -> str:
    return f"{line} && cp ../官方文本.docx ." if line.startswith("cd ") else line


def official(title: str, day: str) -> regkit.Statute:
    return regkit.parse(
        f"{title}\n（{day}黑龙江省人民代表大会常务委员会第三次会议通过）\n第一条　为了示范，制定本条例。\n"
    )


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with all that the documents speak of: a library, the settings of a site, and texts of a drafter."""
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


@pytest.mark.parametrize("path", with_fences("python"), ids=name_of)
def test_the_python_that_is_shown_runs(path: Path, desk: Path) -> None:
    """The fences of a page follow one another, as in a session in which these names are known already."""
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


def test_what_python_is_said_to_print_is_printed(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A print, and what it prints as a comment in the next line."""
    shown = [
        (line.strip(), following.strip().removeprefix("# "))
        for path in with_fences("python")
        for fence in fences(path, "python")
        for line, following in zip(fence.splitlines(), fence.splitlines()[1:], strict=False)
        if line.startswith("print(") and following.lstrip().startswith("# ")
    ]
    assert shown
    for line, printed in shown:
        exec(line, {"law": regkit.Library("statutes")[TITLE]})
        assert capsys.readouterr().out.strip() == printed


@pytest.mark.skipif(not shutil.which("sh"), reason="there is no shell here")
@pytest.mark.parametrize(
    "path", [path for path in with_fences("sh") if path.name != "README.zh.md"], ids=name_of
)
def test_the_commands_that_are_shown_succeed(path: Path, desk: Path) -> None:
    """Those of a fence follow one another in one folder; each has one of its own. Both READMEs show the same ones."""
    scripts = [commands_in(fence) for fence in fences(path, "sh")]
    for number, lines in enumerate(filter(None, scripts)):
        folder = desk.parent / f"{desk.name}-{number}"
        shutil.copytree(desk, folder)
        # What a command writes was not there before, and the official text is in the folder that was gone into.
        for written in re.findall(r" -o (\S+)", "\n".join(lines)):
            (folder / written).unlink(missing_ok=True)
        # `set -v` tells, where one fails, which it was.
        script = (
            'set -ev\nregkit() { "$PYTHON" -m regkit "$@"; }\n' + "\n".join(map(_with_the_text, lines)) + "\n"
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
