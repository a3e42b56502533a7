"""Fields of Word: an instruction that is not printed, and its result, which is."""

from __future__ import annotations

from typing import Any

from regkit.notations.word.package import attribute, tag_of

# These print something and have no result to read.
_DRAWN = ("EQ ", "AUTONUM", "LISTNUM", "SYMBOL")


class Fields:
    """Which fields are open, as the signs that part them (w:fldChar) come."""

    def __init__(self, document: Any) -> None:
        self._whole = _whole_fields(document)
        # For each open field whether its result has begun.
        self._results: list[bool] = []
        self._instructions = 0

    @property
    def in_instruction(self) -> bool:
        """Whether what comes now belongs to an instruction."""
        return self._instructions > 0

    def turn(self, sign: Any) -> None:
        """A field begins, gets to its result, or ends."""
        kind = attribute(sign, "fldCharType")
        if kind == "begin" and sign in self._whole:
            self._results.append(False)
            self._instructions += 1
        elif kind in ("separate", "end") and self._results:
            self._instructions -= not self._results.pop()
            if kind == "separate":
                self._results.append(True)


def is_drawn(instruction: str) -> bool:
    """Whether the instruction prints something that nowhere stands as text."""
    return instruction.lstrip().upper().startswith(_DRAWN)


def _whole_fields(document: Any) -> set[Any]:
    """The beginnings of fields that end. One that does not would swallow the rest of the text."""
    whole: set[Any] = set()
    begun: list[Any] = []
    for element in document.iter():
        if tag_of(element) == "w:fldChar":
            kind = attribute(element, "fldCharType")
            if kind == "begin":
                begun.append(element)
            elif kind == "end" and begun:
                whole.add(begun.pop())
    return whole
