"""Rules of a grammar: patterns with a name and with examples that prove them.

This is the only module that knows regular expressions. Each grammar is a list of rules, and a test
reads the examples of every rule in the package.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING, Any

Match = re.Match[str]


class Rule:
    """A pattern, what it is for, texts that it matches from their beginning, and texts that it does not.

    `match`, `search`, `finditer` and `sub` are those of the compiled `pattern`. None of them takes more than
    linear time on any text, which a test holds with texts that it makes from each pattern: what leads to a
    repetition, what that takes again and again, and what fails after it. So a repetition that a search may enter
    at every place has a limit or is one character taken for good (``*+``); a rule for the beginning of a text starts
    with ``\\A``, one for a stretch with `ends_within`; and no text is taken by a repetition within another in two ways.

    A pattern is compiled when it is first used: no program needs all of them, and they take long.
    """

    __slots__ = ("finditer", "match", "matches", "name", "pattern", "rejects", "search", "sub")

    if TYPE_CHECKING:
        finditer: Callable[..., Iterator[Match]]
        match: Callable[..., Match | None]
        search: Callable[..., Match | None]
        sub: Callable[..., str]

    def __init__(
        self, name: str, pattern: str, *, matches: tuple[str, ...], rejects: tuple[str, ...] = ()
    ) -> None:
        self.name = name
        self.pattern = pattern
        self.matches = matches
        self.rejects = rejects

    def __getattr__(self, name: str) -> Any:
        # Called only for a slot that is still empty.
        if name not in _OF_PATTERNS:
            raise AttributeError(f"a rule has no attribute {name!r}")
        compiled = re.compile(self.pattern)
        for method in _OF_PATTERNS:
            setattr(self, method, getattr(compiled, method))
        return getattr(self, name)


_OF_PATTERNS = ("finditer", "match", "search", "sub")


def ends_within(most: int) -> str:
    """The beginning of a pattern for a stretch of at most so many characters, at the end of which the text is over.

    Wherever the end is farther away, nothing else of the pattern is tried.
    """
    return rf"(?=(?s:.){{0,{most}}}+\Z)"


def places_of(characters: Collection[str], text: str) -> Iterator[int]:
    """Where any of some characters stands in a text: for characters that no rule can name, as the text itself tells which."""
    if characters:
        for found in re.finditer(f"[{''.join(map(re.escape, characters))}]", text):
            yield found.start()
