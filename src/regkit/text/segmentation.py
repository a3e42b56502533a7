"""Segmentation into words, which a shown change never cuts in half."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module

from regkit.text import grammar


def words_of(text: str) -> list[str]:
    """The words of a text in order; joined together they equal the text.

    Numbers of provisions such as 第十二条 are one word; line feeds are words by themselves.
    """
    words: list[str] = []
    position = 0
    for number in grammar.NUMBERED_PIECE.finditer(text):
        words += _cut(text[position : number.start()])
        words.append(number[0])
        position = number.end()
    words += _cut(text[position:])
    return words


def _cut(text: str) -> list[str]:
    """The words of a text by dictionary, split at line feeds where the dictionary did not."""
    if not text:
        return []
    words: list[str] = []
    for word in _segmenter()(text):
        if "\n" in word and word != "\n":
            for line in word.splitlines(keepends=True):
                words += [line[:-1], "\n"] if line.endswith("\n") and len(line) > 1 else [line]
        else:
            words.append(word)
    return words


@cache
def _segmenter() -> Callable[[str], list[str]]:
    """The function that segments by dictionary, loaded at first use: loading takes as long as the rest of the start-up."""
    cut: Callable[[str], list[str]] = import_module("rjieba").cut
    return cut
