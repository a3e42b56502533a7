"""旧条号 → 新条号: which new provisions each old one became, as CSV, Markdown and a web page."""

from __future__ import annotations

import csv
import io

from regkit.changes import Comparison
from regkit.notations.html.rendering import render_page

_HEADS = ("旧条号", "新条号")
_DELETED = "（删除）"


def to_renumbering_csv(comparison: Comparison) -> str:
    """Comma-separated values as Excel reads them: a byte order mark, CRLF; the new number is empty for what was deleted."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(_HEADS)
    writer.writerows(_rows(comparison, ""))
    # Excel takes a file for UTF-8 only if it begins with a byte order mark.
    return "\ufeff" + written.getvalue()


def to_renumbering_markdown(comparison: Comparison) -> str:
    """A pipe table."""
    rows = [_HEADS, ("---", "---"), *_rows(comparison, _DELETED)]
    return "\n".join(f"| {old} | {new} |" for old, new in rows) + "\n"


def to_renumbering_html(comparison: Comparison, old: str, new: str) -> str:
    """A self-contained web page; `old` and `new` name the two versions."""
    return render_page(
        "renumbering.html", title=f"条号对照：{old} → {new}", heads=_HEADS, rows=_rows(comparison, _DELETED)
    )


def _rows(comparison: Comparison, deleted: str) -> list[tuple[str, str]]:
    """For each old provision its address and those of the new ones, in the order of the old version."""
    return [(str(old), "、".join(map(str, new)) or deleted) for old, new in comparison.became.items()]
