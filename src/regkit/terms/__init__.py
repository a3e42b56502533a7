"""Find the terms that a statute defines (是指) and the abbreviations that it introduces (以下简称)."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

import msgspec

from regkit.model.address import ROOT, Address, Source
from regkit.model.checking import check_is_statute
from regkit.model.fronts import Front
from regkit.model.levels import Level
from regkit.model.limits import is_readable
from regkit.model.tree import Provision, Statute, sample_of
from regkit.rule import Match
from regkit.terms import grammar
from regkit.text.notebook import short_repr
from regkit.text.variants import usual_form

__all__ = ["Term", "TermKind", "find_terms"]

# How many characters before an abbreviation are searched for the words that it stands for.
_MOST_BEFORE = 200
# The level of the provision within which a definition holds, by the words that state it.
_CONTAINERS = {
    "本编": Level.PART,
    "本章": Level.CHAPTER,
    "本节": Level.SECTION,
    "本条": Level.ARTICLE,
    "本款": Level.PARAGRAPH,
    # 前款 is a paragraph of the same article.
    "前款": Level.ARTICLE,
    "上款": Level.ARTICLE,
}


class TermKind(StrEnum):
    """Whether a term is defined (是指) or stands for longer words (以下简称)."""

    DEFINED = "defined"
    ABBREVIATED = "abbreviated"


class Term(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A term and the meaning that the statute gives to it.

    `name` is the term, `definition` are the words that explain it, as printed and without the 。 at their end, and
    `kind` is how it is explained. The term is at ``text[start:end]`` (characters from 0) in the text of the provision
    at `source`, or in that part of the front, with its lines joined by line feeds. `scope` is the address of the
    provision within which the term has this meaning; None means the whole statute.
    """

    name: str
    definition: str
    kind: TermKind
    source: Source
    start: int
    end: int
    scope: Address | None = None

    def __repr__(self) -> str:
        """Name, source and definition: ``Term('集市', '第一条第一款', '定期交易的场所')``."""
        return f"Term({short_repr(self.name)}, {str(self.source)!r}, {short_repr(self.definition)})"


def find_terms(statute: Statute) -> tuple[Term, ...]:
    """The terms that a statute defines, in the order of the text. Raises TypeError for anything but a Statute.

    >>> import regkit
    >>> law = regkit.parse("第一条　本条例所称集市，是指定期交易的场所。")
    >>> [(term.name, term.definition) for term in find_terms(law)]
    [('集市', '定期交易的场所')]
    """
    check_is_statute(statute)
    reader = _TermReader(usual_form(sample_of(statute)))
    if statute.preamble:
        reader.read_definitions("\n".join(statute.preamble), Front.PREAMBLE)
    for child in (*statute.children, *statute.annexes):
        reader.visit(child, ROOT)
    return tuple(reader.terms)


def _moved(term: Term, offset: int) -> Term:
    """A term that was found in one line of a text, at its position in the whole text."""
    return msgspec.structs.replace(term, start=term.start + offset, end=term.end + offset)


class _TermReader:
    """Visits the provisions of a statute in walking order and collects the terms that they define."""

    def __init__(self, form: Callable[[str], str]) -> None:
        """`form` gives a text the characters that the rules know, as many as it has."""
        self.terms: list[Term] = []
        self._form = form
        # The address of the present provision and of those that contain it, by level.
        self._addresses: dict[Level, Address] = {}
        # Whether the present article has announced a list of definitions.
        self._in_list = False

    def visit(self, node: Provision, above: Address) -> None:
        """Collect the terms of a provision and of its children; `above` is the address of its parent."""
        address = above.child(node.level, node.number)
        self._addresses[node.level] = address
        if node.level is Level.ARTICLE:
            self._in_list = False
        if node.text and is_readable(node.text):
            self._read_lines(node.text, address)
        for child in node.children:
            self.visit(child, address)

    def _read_lines(self, text: str, address: Address) -> None:
        """Collect the terms of the text of a provision, line by line."""
        offset = 0
        may_define = self._in_list
        for line in text.split("\n"):
            known = len(self.terms)
            form = self._form(line)
            member = grammar.MEMBER.match(form) if may_define else None
            if member:
                self._add_definition(member, line, address, None)
            self.read_definitions(line, address, member.start("definition") if member else 0)
            if offset:
                self.terms[known:] = [_moved(term, offset) for term in self.terms[known:]]
            announces = bool(grammar.MEANINGS.match(form))
            # Below the line that announces definitions each line may be one; in other texts only the first line.
            may_define = announces or (may_define and offset > 0)
            self._in_list = self._in_list or announces
            offset += len(line) + 1

    def read_definitions(self, printed: str, source: Source, start: int = 0) -> None:
        """Collect the definitions and abbreviations of a text from the offset `start` on."""
        text = self._form(printed)
        before = len(self.terms)
        defined_starts: set[int] = set()
        if "所" in text or "中的" in text:
            for match in grammar.DEFINITION.finditer(text, start):
                scope = (
                    self._addresses.get(_CONTAINERS[match["scope"]])
                    if match["scope"] in _CONTAINERS
                    else None
                )
                self._add_definition(match, printed, source, scope)
                defined_starts.add(match.start("short"))
        if "下" in text:
            for match in grammar.ABBREVIATION.finditer(text, start):
                if match.start("name") not in defined_starts:
                    self._add_abbreviation(match, printed, source)
        self.terms[before:] = sorted(self.terms[before:], key=lambda term: term.start)

    def _add_definition(self, match: Match, printed: str, source: Source, scope: Address | None) -> None:
        """Add the term that a text defines, and its abbreviation if there is one, with the same definition."""
        definition = printed[slice(*match.span("definition"))].rstrip("。；;")
        for group in ("name", "short"):
            if match[group]:
                start, end = match.span(group)
                self.terms.append(
                    Term(
                        name=printed[start:end],
                        definition=definition,
                        kind=TermKind.DEFINED,
                        source=source,
                        start=start,
                        end=end,
                        scope=scope,
                    )
                )

    def _add_abbreviation(self, match: Match, printed: str, source: Source) -> None:
        """Add an abbreviation; the title or words directly before it are its definition."""
        text = match.string
        begin = max(text.rfind("\n", 0, match.start()) + 1, match.start() - _MOST_BEFORE, 0)
        before = text[begin : match.start()]
        words = grammar.TITLE_BEFORE.match(before) or grammar.CLAUSE.match(before)
        if words:
            start, end = match.span("name")
            long_start, long_end = words.span("long")
            self.terms.append(
                Term(
                    name=printed[start:end],
                    definition=printed[begin + long_start : begin + long_end],
                    kind=TermKind.ABBREVIATED,
                    source=source,
                    start=start,
                    end=end,
                )
            )
