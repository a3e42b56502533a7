"""The documents whose code is run, and the folder it is run in."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import regkit
from tests.conftest import EXAMPLES, ROOT, SEED

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
TITLE = "黑龙江省促进中小企业发展条例"


def fences(path: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", path.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def documents_with(language: str) -> list[Path]:
    return [path for path in DOCUMENTS if fences(path, language)]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


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
