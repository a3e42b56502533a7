"""Finds the citations in a statute, resolves those of its own provisions, and prints them with new numbers."""

from __future__ import annotations

from regkit.citations.citation import Act, Citation, CitationKind, Reason, Unresolved
from regkit.citations.dangling import REASONS, find_dangling
from regkit.citations.finding import find
from regkit.citations.passages import Passages
from regkit.citations.rewriting import Obstacle, Unrewritable, rewrite_citation
from regkit.model.checking import check_is_statute
from regkit.model.tree import Statute

__all__ = [
    "REASONS",
    "Act",
    "Citation",
    "CitationKind",
    "Obstacle",
    "Reason",
    "Unresolved",
    "Unrewritable",
    "find_citations",
    "find_dangling",
    "rewrite_citation",
]


def find_citations(statute: Statute) -> tuple[Citation, ...]:
    """All citations in the text of a statute, in reading order. Headings and labels are not searched.

    Raises TypeError if `statute` is not a statute.

    >>> import regkit
    >>> law = regkit.parse("第一条　甲。\\n第二条　违反前条和刑法第三条规定的，依照本条例处罚。")
    >>> for citation in find_citations(law):
    ...     citation.text, citation.kind.value, [str(target) for target in citation.targets]
    ('前条', 'internal', ['第一条'])
    ('刑法第三条', 'external', ['第三条'])
    ('本条例', 'self', [])
    """
    check_is_statute(statute)
    return tuple(find(Passages(statute)))
