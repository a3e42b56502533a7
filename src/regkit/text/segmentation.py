"""Words: what a change never cuts in half."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module

from regkit.text import grammar


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
    for word in _segmenter()(text):
        if "\n" in word and word != "\n":
            for line in word.splitlines(keepends=True):
                pieces += [line[:-1], "\n"] if line.endswith("\n") and len(line) > 1 else [line]
        else:
            pieces.append(word)
    return pieces


@cache
def _segmenter() -> Callable[[str], list[str]]:
    """The segmentation by dictionary, loaded when it is first needed: that takes as long as all else at the start."""
    cut: Callable[[str], list[str]] = import_module("rjieba").cut
    return cut
