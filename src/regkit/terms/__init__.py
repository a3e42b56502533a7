"""Defined terms of a statute: what its own words say that a word means in it."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from regkit.model.address import ROOT, Address, Source
from regkit.model.checking import check_is_statute
from regkit.model.fronts import Front
from regkit.model.levels import Level
from regkit.model.limits import is_readable
from regkit.model.tree import Provision, Statute
from regkit.rule import Match
from regkit.terms import grammar

__all__ = ["Term", "TermKind", "find_terms"]

_MOST_BEFORE = 200
_CONTAINERS = {
    "本编": Level.PART,
    "本章": Level.CHAPTER,
    "本节": Level.SECTION,
    "本条": Level.ARTICLE,
    "本款": Level.PARAGRAPH,
    # What 前款 says is in the same 条.
    "前款": Level.ARTICLE,
    "上款": Level.ARTICLE,
}


class TermKind(StrEnum):
    """Whether a term is defined (是指) or stands for longer words (以下简称)."""

    DEFINED = "defined"
    ABBREVIATED = "abbreviated"


class Term(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A word and what the statute says it means.

    It stands at ``text[start:end]`` in the text of the provision at `source`, or in that part of the front with its
    lines joined by line ends. `definition` are the words that explain it, as printed, without the 。 that ends
    them. `scope` is the provision within which it holds; None means the whole statute.
    """

    name: str
    definition: str
    kind: TermKind
    source: Source
    start: int
    end: int
    scope: Address | None = None


def find_terms(statute: Statute) -> tuple[Term, ...]:
    """The terms that a statute defines, in reading order.

    >>> import regkit
    >>> law = regkit.parse("第一条　本条例所称集市，是指定期交易的场所。")
    >>> [(term.name, term.definition) for term in find_terms(law)]
    [('集市', '定期交易的场所')]
    """
    check_is_statute(statute)
    reader = _TermReader()
    if statute.preamble:
        reader.read_definitions("\n".join(statute.preamble), Front.PREAMBLE)
    for child in (*statute.children, *statute.annexes):
        reader.visit(child, ROOT)
    return tuple(reader.found)


class _TermReader:
    def __init__(self) -> None:
        self.found: list[Term] = []
        # The provisions around the text at hand.
        self._around: dict[Level, Address] = {}
        # Whether the article at hand has said that definitions follow.
        self._leading = False

    def visit(self, node: Provision, above: Address) -> None:
        address = above.child(node.level, node.number)
        self._around[node.level] = address
        if node.level is Level.ARTICLE:
            self._leading = False
        if node.text and is_readable(node.text):
            member = grammar.MEMBER.match(node.text) if self._leading else None
            if member:
                self._add(member, address, None)
            self.read_definitions(node.text, address, member.start("definition") if member else 0)
            self._leading = self._leading or bool(grammar.MEANINGS.match(node.text))
        for child in node.children:
            self.visit(child, address)

    def read_definitions(self, text: str, source: Source, start: int = 0) -> None:
        """Read the definitions and abbreviations in a text from `start` on."""
        before = len(self.found)
        told: set[int] = set()
        if "所" in text or "中的" in text:
            for found in grammar.DEFINITION.finditer(text, start):
                scope = (
                    self._around.get(_CONTAINERS[found["scope"]]) if found["scope"] in _CONTAINERS else None
                )
                self._add(found, source, scope)
                told.add(found.start("short"))
        if "下" in text:
            for found in grammar.ABBREVIATION.finditer(text, start):
                if found.start("name") not in told:
                    self._abbreviation(found, text, source)
        self.found[before:] = sorted(self.found[before:], key=lambda term: term.start)

    def _add(self, found: Match, source: Source, scope: Address | None) -> None:
        definition = found["definition"].rstrip("。；;")
        for group in ("name", "short"):
            if found[group]:
                start, end = found.span(group)
                self.found.append(
                    Term(
                        name=found[group],
                        definition=definition,
                        kind=TermKind.DEFINED,
                        source=source,
                        start=start,
                        end=end,
                        scope=scope,
                    )
                )

    def _abbreviation(self, found: Match, text: str, source: Source) -> None:
        before = text[max(0, found.start() - _MOST_BEFORE) : found.start()].rsplit("\n", 1)[-1]
        words = grammar.TITLE_BEFORE.match(before) or grammar.CLAUSE.match(before)
        if words:
            start, end = found.span("name")
            self.found.append(
                Term(
                    name=found["name"],
                    definition=words["long"],
                    kind=TermKind.ABBREVIATED,
                    source=source,
                    start=start,
                    end=end,
                )
            )
