"""Maps a character of the tree back to line and column in the text that was parsed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate

from regkit.model.fronts import Front, TextKey
from regkit.model.tree import Provision, Statute
from regkit.text.whitespace import WHITESPACE, with_line_feeds, without_whitespace

_WHITESPACE_CHARACTERS = frozenset(WHITESPACE)


class SourceMap:
    """Finds where a span of a statute stands in the text that the statute was parsed from.

    The printed statute equals that text except for whitespace, so the n-th character of one that is not whitespace is the
    n-th of the other.
    """

    def __init__(self, text: str, statute: Statute) -> None:
        self._lines = with_line_feeds(text).split("\n")
        # For each line, the number of characters without whitespace from the start of the text to its end.
        self._printed = list(accumulate(len(without_whitespace(line)) for line in self._lines))
        self._starts: dict[TextKey, int] = {}
        self._texts: dict[TextKey, str] = {}
        self._count = 0
        for key, piece in _pieces(statute):
            if key is not None:
                self._starts[key] = self._count
                self._texts[key] = piece
            self._count += len(without_whitespace(piece))

    def locate(self, key: TextKey, start: int, end: int) -> tuple[int, int, int]:
        """Line, first column and end column (exclusive), all from 0, of the span from `start` to `end` in a text.

        `start` and `end` are offsets in the text of a provision or in the joined lines of a front. The span must contain a
        character that is not whitespace. Of a span that continues on another line, only the part on its first line is given.
        """
        text = self._texts[key]
        first = self._starts[key] + len(without_whitespace(text[:start]))
        last = first + len(without_whitespace(text[start:end])) - 1
        line = bisect_left(self._printed, first + 1)
        before = self._printed[line - 1] if line else 0
        last = min(last, self._printed[line] - 1)
        columns = [
            column
            for column, character in enumerate(self._lines[line])
            if character not in _WHITESPACE_CHARACTERS
        ]
        return line, columns[first - before], columns[last - before] + 1


def _pieces(statute: Statute) -> Iterator[tuple[TextKey | None, str]]:
    """Yield everything that the statute prints, in printed order, each with its key, None for what has none."""
    yield Front.ANNOUNCEMENT, "\n".join(statute.announcement)
    yield None, statute.title or ""
    yield Front.NOTES, "\n".join(statute.notes)
    yield None, "".join(statute.contents)
    yield Front.PREAMBLE, "\n".join(statute.preamble)
    index = 0
    for child in statute.children:
        for node in _nodes(child):
            yield None, (node.label or "") + (node.heading or "")
            yield index, node.text
            index += 1
    yield None, "".join(statute.signature)
    for annex in statute.annexes:
        for node in _nodes(annex):
            yield None, (node.label or "") + (node.heading or "")
            yield index, node.text
            index += 1


def _nodes(node: Provision) -> Iterator[Provision]:
    yield node
    for child in node.children:
        yield from _nodes(child)
