"""The Python shown in the documents is run as it stands."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import regkit
from tests.conftest import SEED
from tests.documents import TITLE, desk, documents_with, fences, name_of

__all__ = ["desk"]


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
