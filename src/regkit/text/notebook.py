"""What consoles and notebooks show of a value: the beginning of a text in a `repr`, and HTML with all text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import islice

from regkit.text.invisible import visible

# In characters: how much of a title, label or text a repr shows.
_LONGEST_SHOWN = 24
_MOST_LINES = 60
"""Lines or rows that a fragment shows at most, so that a long code does not fill the notebook."""
_MORE = "……（还有 {} 行没有显示）"


def short_repr(words: str) -> str:
    """The repr of a text; of a long one, that of its beginning."""
    return repr(words if len(words) <= _LONGEST_SHOWN else words[:_LONGEST_SHOWN] + "…")


def prose_html(title: str | None, lines: Iterable[tuple[str, str]]) -> str:
    """A title above paragraphs, each a bold label and a text; beyond the limit only their number is given."""
    return "\n".join(
        [
            '<div lang="zh-CN">',
            *([f"<h4>{_shown(title)}</h4>"] if title else []),
            *_limited((f"<p>{_bold(label)}{_shown(text)}</p>" for label, text in lines), f"<p>{_MORE}</p>"),
            "</div>",
        ]
    )


def _bold(label: str) -> str:
    return f"<b>{_shown(label)}</b>　" if label else ""


def table_html(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with a caption and column heads; beyond the limit only the number of rows is given."""
    head = "".join(f"<th>{_shown(name)}</th>" for name in heads)
    return "\n".join(
        [
            '<table lang="zh-CN">',
            f"<caption>{_shown(caption)}</caption>",
            f"<thead><tr>{head}</tr></thead>",
            "<tbody>",
            *_limited(
                (f"<tr>{''.join(f'<td>{_shown(cell)}</td>' for cell in row)}</tr>" for row in rows),
                f'<tr><td colspan="{len(heads)}">{_MORE}</td></tr>',
            ),
            "</tbody>",
            "</table>",
        ]
    )


def _shown(text: str) -> str:
    """A text as HTML: escaped, and with pictures or names of the characters that are invisible or cannot be encoded."""
    return escape(visible(text).encode("utf-8", "backslashreplace").decode("utf-8"))


def _limited(lines: Iterable[str], more: str) -> Iterator[str]:
    """Yield the first lines, then, if some were left out, `more` with their number."""
    iterator = iter(lines)
    yield from islice(iterator, _MOST_LINES)
    if hidden := sum(1 for _ in iterator):
        yield more.format(hidden)
