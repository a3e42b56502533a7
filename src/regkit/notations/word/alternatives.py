"""Contents that a Word file holds more than once, for programs of different age (mc:AlternateContent)."""

from __future__ import annotations

import msgspec

from regkit.text.whitespace import without_whitespace


class _OpenAlternatives(msgspec.Struct):
    """An open mc:AlternateContent: whether its first alternative was read, and where the words of that begin."""

    is_read: bool
    piece: int
    size: int


class Alternatives:
    """Keeps track of the open alternatives, and of what the first of each says, while a document is read in order."""

    def __init__(self) -> None:
        self._open: list[_OpenAlternatives] = []
        self._pieces: list[str] = []
        self._size = 0

    @property
    def are_open(self) -> bool:
        """Whether what the document says is said by an alternative."""
        return bool(self._open)

    def begin(self) -> None:
        """Take the beginning of a mc:AlternateContent."""
        self._open.append(_OpenAlternatives(is_read=False, piece=len(self._pieces), size=self._size))

    def end(self) -> None:
        """Take its end."""
        self._open.pop()
        if not self._open:
            self._pieces.clear()

    def is_first(self) -> bool:
        """Take the beginning of an alternative. Returns whether it is the first, or not within a mc:AlternateContent."""
        if not self._open or not self._open[-1].is_read:
            if self._open:
                self._open[-1].is_read = True
            return True
        return False

    def say(self, text: str) -> None:
        """Take words that the document says while alternatives are open."""
        signs = without_whitespace(text)
        self._pieces.append(signs)
        self._size += len(signs)

    def repeats(self, words: str) -> bool:
        """Whether words, without whitespace, are those of the first alternative. Ask only before anything more is said."""
        first = self._open[-1]
        # Words of another length, which are the only ones of which there may be many, need not be joined.
        return len(words) == self._size - first.size and "".join(self._pieces[first.piece :]) == words
