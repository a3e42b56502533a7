"""Fields of Word: each has an instruction, which is not printed, and a result, which is."""

from __future__ import annotations

from typing import Any

from regkit.notations.word.package import attribute, tag_of

# Instructions that print something but have no result to read.
_DRAWN = ("EQ ", "AUTONUM", "LISTNUM", "SYMBOL")


class Fields:
    """Keeps track of the open fields while the elements of a document are read in order."""

    def __init__(self, document: Any) -> None:
        self._beginnings = _beginnings_of_fields(document)
        # For each open field, innermost last, whether its result has begun.
        self._results: list[bool] = []
        self._instructions = 0

    @property
    def in_instruction(self) -> bool:
        """Whether the current position is in an instruction."""
        return self._instructions > 0

    def take(self, character: Any) -> None:
        """Take a w:fldChar, which begins a field, separates its instruction from its result, or ends it."""
        kind = attribute(character, "fldCharType")
        if kind == "begin" and character in self._beginnings:
            self._results.append(False)
            self._instructions += 1
        elif kind in ("separate", "end") and self._results:
            self._instructions -= not self._results.pop()
            if kind == "separate":
                self._results.append(True)


def is_drawn(instruction: str) -> bool:
    """Whether the instruction prints something that is not in the file as text."""
    return instruction.lstrip().upper().startswith(_DRAWN)


def _beginnings_of_fields(document: Any) -> set[Any]:
    """The w:fldChar that begin fields with an end. A field without an end would hide the rest of the text."""
    beginnings: set[Any] = set()
    open_fields: list[Any] = []
    for element in document.iter():
        if tag_of(element) == "w:fldChar":
            kind = attribute(element, "fldCharType")
            if kind == "begin":
                open_fields.append(element)
            elif kind == "end" and open_fields:
                beginnings.add(open_fields.pop())
    return beginnings
