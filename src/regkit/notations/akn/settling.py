"""Akoma Ntoso: counts the 款 of articles that other programs did not divide into 款, as the parser counts them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from regkit.codes import ProblemCode
from regkit.errors import ParseError
from regkit.model.levels import Level
from regkit.model.tree import Annex, Article, Provision, Statute
from regkit.parsing import parse
from regkit.printing.text import to_text
from regkit.text.whitespace import without_whitespace

ProvisionKind = TypeVar("ProvisionKind", bound=Provision)


def settled(statute: Statute, unmarked: Sequence[bool]) -> Statute:
    """The statute with the 款 of its unmarked articles, and the labels of its annexes, as its printed text has them.

    `unmarked` says of each article outside the annexes whether the document leaves open which 款 it has. Where the text
    gives other labels than the document, the document counts. If the order of levels is not sure, a problem says so.
    Raises ParseError, as `parse` does, for a text in Taiwan's order of levels.
    """
    try:
        parsed = parse(to_text(statute))
    except ParseError as error:
        if error.code == ProblemCode.STATUTE_OTHER_LEVELS:
            raise
        return statute
    unsure = [problem for problem in parsed.problems if problem.code == ProblemCode.STATUTE_UNSURE_LEVELS]
    replacements = {
        id(article): msgspec.structs.replace(article, children=other.children)
        for article, other, is_unmarked in _pairs(statute, parsed, unmarked)
        if is_unmarked and _words(article) == _words(other) and _labels(article) == _labels(other)
    }
    return dataclasses.replace(
        statute,
        children=tuple(_replaced(child, replacements) for child in statute.children),
        annexes=_annexes(statute.annexes, parsed.annexes),
        problems=(*statute.problems, *unsure),
    )


def _pairs(
    statute: Statute, parsed: Statute, unmarked: Sequence[bool]
) -> list[tuple[Article, Article, bool]]:
    """The articles of both with whether they are unmarked; none unless both have the same articles."""
    same = [article.label for article in statute.articles] == [article.label for article in parsed.articles]
    return list(zip(statute.articles, parsed.articles, unmarked, strict=True)) if same else []


def _replaced(provision: ProvisionKind, replacements: Mapping[int, Any]) -> ProvisionKind:
    """The provision with its articles replaced, by their identity."""
    if provision.level >= Level.ARTICLE:
        replacement: ProvisionKind = replacements.get(id(provision), provision)
        return replacement
    children = tuple(_replaced(child, replacements) for child in provision.children)
    return msgspec.structs.replace(provision, children=children)


def _annexes(annexes: tuple[Annex, ...], parsed: tuple[Annex, ...]) -> tuple[Annex, ...]:
    """The annexes, each as it was parsed if only its label and heading differ: other programs write 附表 as a heading."""
    if len(annexes) != len(parsed):
        return annexes
    return tuple(
        other if (annex.text, annex.children) == (other.text, other.children) else annex
        for annex, other in zip(annexes, parsed, strict=True)
    )


def _words(provision: Provision) -> str:
    """The signs of everything below a provision."""
    return "".join(
        without_whitespace(f"{child.label or ''}{child.heading or ''}{child.text}{_words(child)}")
        for child in provision.children
    )


def _labels(provision: Provision) -> list[tuple[Level, str]]:
    """The labels of everything below a provision."""
    labels: list[tuple[Level, str]] = []
    for child in provision.children:
        labels += [(child.level, child.label)] if child.label else []
        labels += _labels(child)
    return labels
