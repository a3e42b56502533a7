"""Rows of a comparison printed for a terminal, with brackets where there are no colours."""

from __future__ import annotations

from itertools import groupby

from regkit.changes import Comparison, Row, RowKind
from regkit.cli.printing import Marked, echo
from regkit.model.page import Mark
from regkit.printing.lines import to_lines
from regkit.views.redline import USUALLY_HIDDEN, Natures, row_blocks
from regkit.views.table import remark_of


def head_of(row: Row) -> str:
    """Which provisions a row is about and what became of them: 第三条 → 第五条（…）."""
    old, new = "、".join(map(str, row.old)), "、".join(map(str, row.new))
    if row.kind is RowKind.ADDED:
        return f"{new}（新增）"
    if row.kind is RowKind.DELETED:
        return f"{old}（删除）"
    return f"{old} → {new}（{remark_of(row)}）"


def print_row(
    comparison: Comparison, row: Row, hidden: Natures = USUALLY_HIDDEN, *, indent: str = "    "
) -> None:
    """Print the text of a row, old and new merged, without marking changes whose nature is in `hidden`."""
    for line in to_lines(row_blocks(comparison, row, hidden)):
        echo(
            indent,
            *(
                _styled("".join(run.text for run in runs), mark)
                for mark, runs in groupby(line.runs, key=lambda run: run.mark)
            ),
        )


def _styled(words: str, mark: Mark) -> str | Marked:
    match mark:
        case Mark.KEPT:
            return words
        case Mark.REMOVED:
            return Marked(words, "red", ("〔-", "-〕"), strikethrough=True)
        case Mark.ADDED:
            return Marked(words, "green", ("{+", "+}"), bold=True)
