"""Words: what a change never cuts in half."""

from __future__ import annotations

import rjieba

from regkit.changes import grammar


def words_of(text: str) -> list[str]:
    """The words of a text, in order, joined equal to it: numbers of provisions and amounts whole, signs alone."""
    found: list[str] = []
    position = 0
    for numbered in grammar.NUMBERED_PIECE.finditer(text):
        found += _cut(text[position : numbered.start()])
        found.append(numbered[0])
        position = numbered.end()
    found += _cut(text[position:])
    return found


def _cut(text: str) -> list[str]:
    """Segmented by a dictionary; what it takes for one word around a line end is parted there."""
    if not text:
        return []
    pieces: list[str] = []
    for word in rjieba.cut(text):
        if "\n" in word and word != "\n":
            for line in word.splitlines(keepends=True):
                pieces += [line[:-1], "\n"] if line.endswith("\n") and len(line) > 1 else [line]
        else:
            pieces.append(word)
    return pieces
