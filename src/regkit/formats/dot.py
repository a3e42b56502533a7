"""Graphs of citations for Graphviz (the DOT language)."""

from __future__ import annotations

from collections.abc import Iterable

from regkit.citations import Citation, CitationKind
from regkit.model.address import Address
from regkit.model.levels import Level

_HEAD = '  graph [rankdir=LR]\n  node [shape=box, fontname="sans-serif"]\n'


def to_dot(name: str, citations: Iterable[Citation]) -> str:
    """The articles of a text and the acts that they cite, an arrow for each pair, as often cited as its label says."""
    edges: dict[tuple[str, str], int] = {}
    acts: set[str] = set()
    for citation in citations:
        if not isinstance(citation.source, Address):
            continue
        source = _article(citation.source)
        if citation.kind is CitationKind.INTERNAL:
            goals = {_article(target) for target in citation.targets} - {source}
        elif citation.act is not None:
            goals = {f"《{citation.act.title}》"}
            acts |= goals
        else:
            continue
        for goal in goals:
            edges[source, goal] = edges.get((source, goal), 0) + 1
    lines = [f"  {_quoted(act)} [shape=ellipse]\n" for act in sorted(acts)]
    lines += [
        f"  {_quoted(one)} -> {_quoted(other)}" + (f' [label="{times}"]' if times > 1 else "") + "\n"
        for (one, other), times in edges.items()
    ]
    return f"digraph {_quoted(name)} {{\n{_HEAD}{''.join(lines)}}}\n"


def _article(address: Address) -> str:
    steps = address.steps
    end = next((n for n, step in enumerate(steps, start=1) if step.level is Level.ARTICLE), len(steps))
    return str(Address(steps[:end]))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'
