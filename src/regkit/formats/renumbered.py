"""旧条号 → 新条号: where each provision went, as CSV, Markdown and a page."""

from __future__ import annotations

import csv
import io
from html import escape

from regkit.formats.compared import Renumbering

_HEADS = ("旧条号", "新条号")
_GONE = "（删除）"


def to_renumbering_csv(found: Renumbering) -> str:
    """Comma-separated values as Excel reads them."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(_HEADS)
    writer.writerows((row.old, "、".join(row.new)) for row in found.rows)
    return "\ufeff" + written.getvalue()


def to_renumbering_markdown(found: Renumbering) -> str:
    """A pipe table."""
    rows = [_HEADS, ("---", "---"), *((row.old, "、".join(row.new) or _GONE) for row in found.rows)]
    return "\n".join(f"| {old} | {new} |" for old, new in rows) + "\n"


def to_renumbering_html(found: Renumbering) -> str:
    """A page by itself."""
    rows = "\n".join(
        f"<tr><td>{escape(row.old)}</td><td>{escape('、'.join(row.new) or _GONE)}</td></tr>"
        for row in found.rows
    )
    return _PAGE.format(
        title=escape(f"条号对照：{found.old} → {found.new}"),
        heads="".join(f'<th scope="col">{head}</th>' for head in _HEADS),
        rows=rows,
    )


_PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 16px/1.7 "Noto Serif CJK SC", "Source Han Serif SC", SimSun, serif; max-width: 40rem; margin: 0 auto; padding: 1rem; }}
h1 {{ font-size: 1.2rem; }}
table {{ width: 100%; border-collapse: collapse; }}
th, td {{ border: 1px solid #8886; padding: .3rem .6rem; text-align: left; }}
thead th {{ position: sticky; top: 0; background: Canvas; }}
</style>
</head>
<body>
<h1>{title}</h1>
<table>
<thead><tr>{heads}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
</body>
</html>
"""
