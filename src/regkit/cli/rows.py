"""Rows of a comparison for reading in a terminal: signs in place of colours where there are none."""

from __future__ import annotations

import sys
from itertools import groupby

import click

from regkit.changes import Comparison, Row, RowKind
from regkit.cli.printing import visible
from regkit.formats.changed import USUALLY_HIDDEN, Natures, row_blocks
from regkit.formats.table import remark_of
from regkit.model.page import Mark
from regkit.printing.lines import to_lines

_PLAIN = {Mark.KEPT: ("", ""), Mark.REMOVED: ("〔-", "-〕"), Mark.ADDED: ("{+", "+}")}
_COLOURED = {
    Mark.KEPT: ("", ""),
    Mark.REMOVED: ("\x1b[31;9m", "\x1b[0m"),
    Mark.ADDED: ("\x1b[32;1m", "\x1b[0m"),
}


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
    """Print the text of a row, old and new merged."""
    signs = _COLOURED if sys.stdout.isatty() else _PLAIN
    for line in to_lines(row_blocks(comparison, row, hidden)):
        text = "".join(
            f"{signs[mark][0]}{visible(''.join(run.text for run in runs))}{signs[mark][1]}"
            for mark, runs in groupby(line.runs, key=lambda run: run.mark)
        )
        click.echo(f"{indent}{text}")
