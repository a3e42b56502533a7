"""Graphs of citations for Graphviz (the DOT language)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from regkit.citations import Citation, CitationKind
from regkit.model.address import Address
from regkit.model.levels import Level

# Who cites, and what.
Edge = tuple[str, str]
_HEAD = '  graph [rankdir=LR]\n  node [shape=box, fontname="sans-serif"]\n'


def to_dot(name: str, citations: Iterable[Citation]) -> str:
    """The articles of a text and the acts that they cite, an arrow for each pair, as often cited as its label says."""
    edges: Counter[Edge] = Counter()
    acts: set[str] = set()
    for citation in citations:
        if not isinstance(citation.source, Address):
            continue
        source = _article(citation.source)
        if citation.kind is CitationKind.INTERNAL:
            edges.update(
                (source, goal) for goal in {_article(target) for target in citation.targets} - {source}
            )
        elif citation.act is not None:
            act = f"《{citation.act.title}》"
            acts.add(act)
            edges[source, act] += 1
    return _graph(name, edges, acts)


def works_to_dot(name: str, edges: Mapping[Edge, int], known: Collection[str]) -> str:
    """Acts that cite each other, an arrow for each pair; those that are not among the `known` ones are ellipses."""
    return _graph(name, edges, {act for edge in edges for act in edge} - set(known))


def _graph(name: str, edges: Mapping[Edge, int], ellipses: Iterable[str]) -> str:
    lines = [f"  {_quoted(each)} [shape=ellipse]\n" for each in sorted(ellipses)]
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
