"""Rules of a grammar: patterns with a name and with examples that prove them.

This is the only module that knows regular expressions. Each grammar is a list of rules, and a test
reads the examples of every rule in the package.
"""

from __future__ import annotations

import re

Match = re.Match[str]


class Rule:
    """A pattern, what it is for, texts that it matches from their beginning, and texts that it does not.

    `match`, `search`, `finditer` and `sub` are those of the compiled pattern. Patterns are
    written without nested repetition, so that none takes more than linear time on hostile text.
    """

    __slots__ = ("finditer", "match", "name", "not_these", "search", "sub", "these")

    def __init__(
        self, name: str, pattern: str, *, these: tuple[str, ...], not_these: tuple[str, ...] = ()
    ) -> None:
        compiled = re.compile(pattern)
        self.name = name
        self.these = these
        self.not_these = not_these
        self.match = compiled.match
        self.finditer = compiled.finditer
        self.search = compiled.search
        self.sub = compiled.sub
