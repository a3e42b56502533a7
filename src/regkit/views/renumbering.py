"""旧条号 → 新条号: which new provisions each old one became, as CSV, Markdown or a web page."""

from __future__ import annotations

import csv
import io

from regkit.changes import Comparison
from regkit.notations.html.rendering import render_page

_HEADS = ("旧条号", "新条号")
_DELETED = "（删除）"


def to_renumbering_csv(comparison: Comparison) -> str:
    """CSV with one row for each old provision, readable by Excel: byte order mark, CRLF.

    The second column is empty for a deleted provision.
    """
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow(_HEADS)
    writer.writerows(_rows(comparison, ""))
    # Excel reads a file as UTF-8 only if it begins with a byte order mark.
    return "\ufeff" + output.getvalue()


def to_renumbering_markdown(comparison: Comparison) -> str:
    """A pipe table of Markdown, with one row for each old provision."""
    rows = [_HEADS, ("---", "---"), *_rows(comparison, _DELETED)]
    return "\n".join(f"| {old} | {new} |" for old, new in rows) + "\n"


def to_renumbering_html(comparison: Comparison, old: str, new: str) -> str:
    """A self-contained web page; `old` and `new` are the names of the two versions."""
    return render_page(
        "renumbering.html", title=f"条号对照：{old} → {new}", heads=_HEADS, rows=_rows(comparison, _DELETED)
    )


def _rows(comparison: Comparison, deleted: str) -> list[tuple[str, str]]:
    """For each old provision, in order, its address and the addresses that it became; `deleted` if it became none."""
    return [(str(old), "、".join(map(str, new)) or deleted) for old, new in comparison.became.items()]
