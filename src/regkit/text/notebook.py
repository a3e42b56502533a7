"""Fragments of HTML that notebooks show in place of a `repr`. All text in them is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import islice

_MOST_LINES = 60
"""Lines or rows that a fragment shows; a notebook is no reader of whole codes."""
_MORE = "……（还有 {} 行没有显示）"


def prose_html(title: str | None, lines: Iterable[tuple[str, str]]) -> str:
    """A title above paragraphs, each a label in bold and a text; what exceeds the limit is counted below them."""
    return "\n".join(
        [
            '<div lang="zh-CN">',
            *([f"<h4>{escape(title)}</h4>"] if title else []),
            *_limited((f"<p>{_bold(label)}{escape(text)}</p>" for label, text in lines), f"<p>{_MORE}</p>"),
            "</div>",
        ]
    )


def _bold(label: str) -> str:
    return f"<b>{escape(label)}</b>　" if label else ""


def table_html(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with a caption; what exceeds the limit is counted in its last row."""
    head = "".join(f"<th>{escape(each)}</th>" for each in heads)
    return "\n".join(
        [
            '<table lang="zh-CN">',
            f"<caption>{escape(caption)}</caption>",
            f"<thead><tr>{head}</tr></thead>",
            "<tbody>",
            *_limited(
                (f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows),
                f'<tr><td colspan="{len(heads)}">{_MORE}</td></tr>',
            ),
            "</tbody>",
            "</table>",
        ]
    )


def _limited(lines: Iterable[str], more: str) -> Iterator[str]:
    """The first lines, and after them `more` with the number of those left out."""
    iterator = iter(lines)
    yield from islice(iterator, _MOST_LINES)
    if hidden := sum(1 for _ in iterator):
        yield more.format(hidden)
