"""Where in the text that was parsed a character of the tree stands: line and column."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate

from regkit.model.fronts import Front, TextKey
from regkit.model.tree import Provision, Statute
from regkit.text.whitespace import WHITESPACE, without_whitespace

_BLANK = frozenset(WHITESPACE)


class SourceMap:
    """The way back from a statute to the text that it was parsed from.

    The printed tree equals the text but for blanks, so the n-th character of the one that is no blank is the n-th of
    the other.
    """

    def __init__(self, text: str, statute: Statute) -> None:
        self._lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        # How many characters that are no blanks are printed up to the end of each line.
        self._printed = list(accumulate(len(without_whitespace(line)) for line in self._lines))
        self._starts: dict[TextKey, int] = {}
        self._texts: dict[TextKey, str] = {}
        self._count = 0
        for key, text_of in _pieces(statute):
            if key is not None:
                self._starts[key] = self._count
                self._texts[key] = text_of
            self._count += len(without_whitespace(text_of))

    def locate(self, key: TextKey, start: int, end: int) -> tuple[int, int, int]:
        """Line, first column and the column after the last, all from 0, of a stretch of the text of a provision.

        The stretch must
        hold something that is no blank. What stands on several lines, broken at the edge of a page, ends with the
        first of them.
        """
        text = self._texts[key]
        first = self._starts[key] + len(without_whitespace(text[:start]))
        last = first + len(without_whitespace(text[start:end])) - 1
        line = bisect_left(self._printed, first + 1)
        before = self._printed[line - 1] if line else 0
        last = min(last, self._printed[line] - 1)
        columns = [at for at, character in enumerate(self._lines[line]) if character not in _BLANK]
        return line, columns[first - before], columns[last - before] + 1


def _pieces(statute: Statute) -> Iterator[tuple[TextKey | None, str]]:
    """Everything that the statute prints, in its order, with the key of what has one."""
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
