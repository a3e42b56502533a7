"""Rules of a grammar: regular expressions with a name, and with examples that prove them.

This is the only module that uses regular expressions. Each grammar is a list of rules, and a test checks the
examples of every rule in the package.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING, Any

Match = re.Match[str]
_PATTERN_METHODS = ("finditer", "match", "search", "sub")


class Rule:
    """A regular expression with a name, texts that it matches from their beginning, and texts that it rejects.

    `match`, `search`, `finditer` and `sub` are the methods of the compiled `pattern`. None of them takes more
    than linear time on any text. A test checks this with texts generated from each pattern: a lead-in to a
    repetition, what the repetition accepts many times over, and then something that makes it fail. Therefore a
    repetition that a search may enter at every position is bounded or possessive over a single character
    (``*+``); a rule for the beginning of a text starts with ``\\A``, a rule for a whole span with
    `ends_within`; and nested repetitions never match the same text in two ways.

    In a `verbose` pattern, whitespace and text after # are for the reader, as in `re.VERBOSE`; whitespace to be
    matched is written in brackets. All groups have names.

    A pattern is compiled on first use, because compiling is slow and no program needs all patterns.
    """

    __slots__ = ("finditer", "match", "matches", "name", "pattern", "rejects", "search", "sub")

    if TYPE_CHECKING:
        finditer: Callable[..., Iterator[Match]]
        match: Callable[..., Match | None]
        search: Callable[..., Match | None]
        sub: Callable[..., str]

    def __init__(
        self,
        name: str,
        pattern: str,
        *,
        matches: tuple[str, ...],
        rejects: tuple[str, ...] = (),
        verbose: bool = False,
    ) -> None:
        self.name = name
        # The flag is part of the pattern, so that everything that compiles it does so alike.
        self.pattern = f"(?x){pattern}" if verbose else pattern
        self.matches = matches
        self.rejects = rejects

    def __getattr__(self, name: str) -> Any:
        # Python calls this only for a slot that is still empty.
        if name not in _PATTERN_METHODS:
            raise AttributeError(f"a rule has no attribute {name!r}")
        compiled = re.compile(self.pattern)
        for method in _PATTERN_METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(self, name)


def ends_within(most: int) -> str:
    """The beginning of a pattern that matches only if the text ends within `most` characters.

    If the end of the text is farther away, the rest of the pattern is not tried.
    """
    return rf"(?=(?s:.){{0,{most}}}+\Z)"


def offsets_of(characters: Collection[str], text: str) -> Iterator[int]:
    """The offsets in a text of any of the given characters, for characters known only at run time, so that no rule can name them."""
    if characters:
        for match in re.finditer(f"[{''.join(map(re.escape, characters))}]", text):
            yield match.start()
