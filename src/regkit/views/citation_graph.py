"""Graphs of citations for Graphviz (the DOT language)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from regkit.citations import Citation, CitationKind
from regkit.model.address import Address
from regkit.model.levels import Level

# What cites and what is cited: articles by their addresses, acts by their titles.
Edge = tuple[str, str]
_HEAD = '  graph [rankdir=LR]\n  node [shape=box, fontname="sans-serif"]\n'


def to_dot(name: str, citations: Iterable[Citation]) -> str:
    """A graph of the articles of a text and the acts that they cite.

    There is one edge for each citing article and each cited article or act; its label is the number of
    citations, if there are several. Acts are ellipses.
    """
    edges: Counter[Edge] = Counter()
    acts: set[str] = set()
    for citation in citations:
        if not isinstance(citation.source, Address):
            continue
        source = _article(citation.source)
        if citation.kind is CitationKind.INTERNAL:
            edges.update(
                (source, destination)
                for destination in {_article(target) for target in citation.targets} - {source}
            )
        elif citation.act is not None:
            act = f"《{citation.act.title}》"
            acts.add(act)
            edges[source, act] += 1
    return _graph(name, edges, acts)


def works_to_dot(name: str, edges: Mapping[Edge, int], known: Collection[str]) -> str:
    """A graph of acts that cite each other, with one edge for each pair, labelled with the number of citations.

    Acts that are not in `known` are ellipses.
    """
    return _graph(name, edges, {act for edge in edges for act in edge} - set(known))


def _graph(name: str, edges: Mapping[Edge, int], ellipses: Iterable[str]) -> str:
    lines = [f"  {_quoted(act)} [shape=ellipse]\n" for act in sorted(ellipses)]
    lines += [
        f"  {_quoted(citing)} -> {_quoted(cited)}" + (f' [label="{times}"]' if times > 1 else "") + "\n"
        for (citing, cited), times in edges.items()
    ]
    return f"digraph {_quoted(name)} {{\n{_HEAD}{''.join(lines)}}}\n"


def _article(address: Address) -> str:
    """The address of the article that an address is or lies in; without an article, the address itself."""
    steps = address.steps
    end = next(
        (count for count, step in enumerate(steps, start=1) if step.level is Level.ARTICLE), len(steps)
    )
    return str(Address(steps[:end]))


def _quoted(text: str) -> str:
    """A text as a quoted string of DOT."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'
