"""Texts of a Word file: which are read, which are read in other signs, and which are only named."""

from __future__ import annotations

from typing import Any

import msgspec

from regkit.model.departures import SYNTAX
from regkit.notations.flow import Flow, ReadingBudget
from regkit.notations.source import HIDDEN, IMAGE, RAISED, STRUCK, TRACKED_CHANGES
from regkit.notations.word.alternatives import Alternatives
from regkit.notations.word.fields import Fields
from regkit.notations.word.package import child
from regkit.notations.word.styles import Look, Styles
from regkit.text.raising import lowered, raised

# Raised, these lead to a note that somebody wrote by hand; people should see that they stand in the text.
_NOTE_MARKS = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳*＊※†‡")
_PLAIN = Look()


class _OpenParagraph(msgspec.Struct):
    """An open paragraph: the id of its style, and by how much its first text is moved up or down, None before that."""

    style: str
    shift: int | None = None


class Texts:
    """Writes each text of a document to the innermost of `flows`, or names it there, as its surroundings demand.

    `deletions` counts the open spans that are deleted or moved away, and `heights` says of each open exponent (1) and index
    (-1) of a formula where it stands.
    """

    def __init__(self, document: Any, styles: Styles) -> None:
        self.flows = [Flow(ReadingBudget())]
        self.fields = Fields(document)
        self.alternatives = Alternatives()
        self.deletions = 0
        self.heights: list[int] = []
        self._styles = styles
        self._paragraphs: list[_OpenParagraph] = []
        # How the text of each open run looks, innermost last.
        self._looks: list[Look] = []

    @property
    def omitted_as(self) -> str:
        """As what kind a text is omitted here; empty if it is read."""
        if self.deletions:
            return TRACKED_CHANGES
        if self.fields.in_instruction:
            return SYNTAX
        look = self._looks[-1] if self._looks else _PLAIN
        return HIDDEN if look.hidden else STRUCK if look.struck else ""

    @property
    def breaks_lines(self) -> bool:
        """Whether a line break is shown here: one that is struck out still ends a line."""
        return self.omitted_as in ("", STRUCK)

    def start_paragraph(self, style: str) -> None:
        """A paragraph in a style begins."""
        self._paragraphs.append(_OpenParagraph(style))

    def end_paragraph(self) -> None:
        """The innermost paragraph ends."""
        self._paragraphs.pop()

    def start_run(self, run: Any) -> None:
        """A run begins."""
        style = self._paragraphs[-1].style if self._paragraphs else ""
        self._looks.append(self._styles.look(child(run, "w:rPr"), style))

    def start_box(self) -> None:
        """A text box begins within a run; what is in it looks different from the run."""
        self._looks.append(_PLAIN)

    def end_run(self) -> None:
        """The innermost run or text box ends."""
        self._looks.pop()

    def write(self, text: str) -> None:
        """Write a text, or name it."""
        if self.alternatives.are_open:
            self.alternatives.say(text)
        kind = self.omitted_as
        if kind:
            self.omit(kind, text)
            return
        height = self._height(text)
        if not height:
            self.flows[-1].write(text)
            return
        signs = raised(text) if height > 0 else lowered(text)
        if signs is None or not _NOTE_MARKS.isdisjoint(text):
            self.flows[-1].replace(text, text, RAISED)
        else:
            self.flows[-1].replace(text, signs)

    def omit(self, kind: str, words: str) -> None:
        """Name words as omitted, unless they are only whitespace."""
        if words and not words.isspace():
            self.flows[-1].omit(kind, words)

    def mark_picture(self, places: tuple[str, ...] = ()) -> None:
        """Note that a picture, or something else that is no text, is not read here; if it was deleted, as deleted."""
        self.flows[-1].omit(TRACKED_CHANGES if self.deletions else IMAGE, pictures=places)

    def _height(self, text: str) -> int:
        """1 if a text is raised, -1 if it is lowered, otherwise 0."""
        look = self._looks[-1] if self._looks else _PLAIN
        if text.isspace():
            return 0
        shift = look.shift or 0
        usual = shift
        if self._paragraphs:
            if self._paragraphs[-1].shift is None:
                self._paragraphs[-1].shift = shift
            usual = self._paragraphs[-1].shift
        if look.raised or self.heights:
            return look.raised or self.heights[-1]
        # Whole lines, and words of Chinese, are moved to align them. A number in a line is moved to raise it.
        if shift == usual or not text.isascii():
            return 0
        return 1 if shift > usual else -1
