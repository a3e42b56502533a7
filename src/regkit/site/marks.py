"""Marks in the text of a law: spans that cite a provision or an act, or that use a defined term, with the link and the preview."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import msgspec
from markupsafe import Markup

from regkit.citations import CitationKind
from regkit.library import Outdated, Reach, Reference, Version, Work, describe, quoted
from regkit.model.address import Address
from regkit.model.flat import front_text
from regkit.model.fronts import CITING_FRONTS, TextKey
from regkit.model.levels import Level
from regkit.model.page import Run
from regkit.model.tree import Provision, Statute, walk
from regkit.printing.layout import Linked
from regkit.site.addresses import version_path, work_path
from regkit.site.pages import THE_DAY
from regkit.terms import Term, TermKind, find_terms
from regkit.text.segmentation import words_of

# A preview shows at most this many lines of a provision, and this many of the provisions that are cited together.
_MOST_LINES = 12
_MOST_TARGETS = 3
# Shorter terms, in characters, are not marked.
_LEAST_TERM = 2


class Preview(msgspec.Struct, frozen=True):
    """The preview of the destination of a mark: its title, notes on it (text or Markup), and the lines of its text."""

    title: str
    notes: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


class LinkMark(msgspec.Struct, frozen=True):
    """A span of one of the texts of a statute, with its link and its preview.

    The span goes from `start` to `end` (characters from 0, end exclusive) of the text `text`. `target` is the path that it links
    to, with an anchor, or ``#`` and an anchor of the same page; None if there is no destination. `shown` are anchors on the same page
    whose provisions are previewed; other previews are in `preview`. `state` is ``cite``, ``absent`` (the site does not have the cited
    text), ``unknown`` (it does not have the act), ``missing`` (the cited text has no such provision) or ``term``.
    """

    text: TextKey
    start: int
    end: int
    state: str
    target: str | None = None
    shown: tuple[str, ...] = ()
    preview: Preview | None = None


def marks_of(statute: Statute, references: Iterable[Reference], today: date) -> tuple[LinkMark, ...]:
    """All marks of a statute: the citations in reading order, then the terms. No two overlap; a citation precedes a term."""
    marks = [mark for reference in references if (mark := _of_reference(reference, today))]
    citations: dict[TextKey, list[LinkMark]] = {}
    for mark in marks:
        citations.setdefault(mark.text, []).append(mark)
    marks += _of_terms(statute, citations)
    return tuple(marks)


def previews_of(marks: Iterable[LinkMark]) -> dict[Preview, int]:
    """The different previews of the marks, numbered from 0 in the order of their first use."""
    previews: dict[Preview, int] = {}
    for mark in marks:
        if mark.preview is not None:
            previews.setdefault(mark.preview, len(previews))
    return previews


def linked_runs(statute: Statute, marks: Sequence[LinkMark]) -> Linked:
    """The texts that have marks, as runs; the link of a run is the index of its mark in `marks`."""
    by_text: dict[TextKey, list[tuple[int, LinkMark]]] = {}
    for number, mark in enumerate(marks):
        by_text.setdefault(mark.text, []).append((number, mark))
    texts: dict[TextKey, str] = {
        index: node.text for index, (_, node) in enumerate(statute.walk()) if index in by_text
    }
    for front in CITING_FRONTS:
        texts[front] = front_text(statute, front) or ""
    return {key: tuple(_runs(texts[key], numbered)) for key, numbered in by_text.items()}


def _runs(text: str, marks: list[tuple[int, LinkMark]]) -> Iterator[Run]:
    """Yield a text as runs; marked ones link to the number of their mark."""
    position = 0
    for number, mark in sorted(marks, key=lambda numbered: numbered[1].start):
        if mark.start > position:
            yield Run(text[position : mark.start])
        yield Run(text[mark.start : mark.end], link=str(number))
        position = mark.end
    if position < len(text):
        yield Run(text[position:])


def _of_reference(reference: Reference, today: date) -> LinkMark | None:
    """The mark of a citation, None if it leads nowhere (本条例, 国家有关规定)."""
    citation = reference.citation
    key = citation.key
    if citation.kind is CitationKind.INTERNAL:
        anchors = tuple(target.eid for target in citation.targets)
        if not anchors:
            return LinkMark(key, citation.start, citation.end, "missing")
        state = "missing" if citation.unresolved else "cite"
        return LinkMark(key, citation.start, citation.end, state, f"#{anchors[0]}", anchors)
    if citation.kind is not CitationKind.EXTERNAL or citation.act is None:
        return None
    if reference.work is None:
        note = (
            "几件法规都叫这个名称，本站不能确定是哪一件。"
            if reference.reach is Reach.AMBIGUOUS_WORK
            else "本站没有收录这件法律法规。"
        )
        preview = Preview(quoted(citation.act.title), (note,))
        return LinkMark(key, citation.start, citation.end, "unknown", preview=preview)
    version = _shown_version(reference, today)
    if version is None:
        preview = Preview(quoted(reference.work.title), ("本站没有收录所引的那个版本。",))
        return LinkMark(
            key, citation.start, citation.end, "absent", work_path(reference.work), preview=preview
        )
    state = {Reach.MISSING: "missing", Reach.TEXT_NOT_AVAILABLE: "absent"}.get(reference.reach, "cite")
    if version.statute is None:
        state = "absent"
    anchor = f"#{reference.targets[0].eid}" if reference.targets and version.statute else ""
    return LinkMark(
        key,
        citation.start,
        citation.end,
        state,
        version_path(reference.work, version) + anchor,
        preview=_preview(reference, reference.work, version, today),
    )


def _shown_version(reference: Reference, today: date) -> Version | None:
    """The version that a citation links to, None if it is not known.

    This is the version that was cited. But if a text in force cites an act as a whole, without a date, it is the act's version in
    force.
    """
    work, citing = reference.work, reference.citing_version
    act = reference.citation.act
    if work is None or act is None:
        return None
    whole = not reference.targets and not reference.unresolved
    if whole and citing and reference.citing_work and not (act.dated or act.former):
        applies = reference.citing_work.perhaps_at(today) is citing
        return (work.perhaps_at(today) if applies else None) or reference.version
    return reference.version


def _preview(reference: Reference, work: Work, version: Version, today: date) -> Preview:
    """The preview of a citation of another act: status and cautions, and the cited provisions."""
    named = "".join(map(str, reference.targets[:1]))
    several = len(reference.targets) > 1
    status = work.status_of(version, today).status.value
    notes: list[str] = [Markup("{}的文本，{}（截至{}）").format(describe(version), status, THE_DAY)]
    if version.statute is None:
        notes.append("这个版本的文本未收录，本站不能显示条文。")
    notes += [f"这个文本里没有{part.words}。" for part in reference.unresolved]
    if reference.outdated is Outdated.MOVED and reference.moved_to:
        notes.append(f"这些文字在现行文本中是{reference.moved_to}。")
    elif reference.outdated is Outdated.CHANGED:
        notes.append("现行文本的这一条已经修改。")
    elif reference.outdated is Outdated.AMENDED:
        notes.append("这件法规后来修改过，现行文本的条文可能不同。")
    lines: list[str] = []
    if version.statute is not None:
        for target in reference.targets[:_MOST_TARGETS]:
            if target in version.statute:
                lines += _lines(target, version.statute[target], labelled=several)
        if len(reference.targets) > _MOST_TARGETS:
            lines.append(f"……（共引用{len(reference.targets)}处）")
    title = quoted(work.title) + (f"{named}等" if several else named)
    return Preview(title, tuple(notes), tuple(lines))


def _lines(address: Address, provision: Provision, *, labelled: bool) -> list[str]:
    """The lines of a provision for a preview; if `labelled`, the first begins with its address, as several provisions are shown."""
    lines = [
        (node.label or "" if node.level > Level.ARTICLE else "") + node.text
        for _, node in walk(provision, Address(address.steps[:-1]))
        if node.text or node.heading
    ]
    if labelled and lines:
        lines[0] = f"{address}　{lines[0]}"
    return lines[:_MOST_LINES] + (["……"] if len(lines) > _MOST_LINES else [])


def _of_terms(statute: Statute, citations: dict[TextKey, list[LinkMark]]) -> Iterator[LinkMark]:
    """Yield a mark for the first use of each term in each article but that which defines it; only whole words count."""
    terms = _terms_by_name(find_terms(statute))
    if not terms:
        return
    names = sorted(terms, key=lambda name: (-len(name), name))
    seen: set[str] = set()
    for index, (address, node) in enumerate(statute.walk()):
        if node.level is Level.ARTICLE:
            seen = set()
        if not node.text or node.level < Level.ARTICLE:
            continue
        present = [name for name in names if name not in seen and name in node.text]
        if not present:
            continue
        spans = [(mark.start, mark.end) for mark in citations.get(index, ())]
        edges = _edges(node.text)
        for name in present:
            term = next((term for term in terms[name] if _applies(term, address)), None)
            start = _first_use(node.text, name, spans, edges) if term else None
            if term is not None and start is not None:
                spans.append((start, start + len(name)))
                seen.add(name)
                yield _of_term(index, start, term)


def _terms_by_name(terms: Sequence[Term]) -> dict[str, list[Term]]:
    """The terms that are long enough, by name; a name may be defined several times, for different chapters."""
    by_name: dict[str, list[Term]] = {}
    for term in terms:
        if len(term.name) >= _LEAST_TERM:
            by_name.setdefault(term.name, []).append(term)
    return by_name


def _applies(term: Term, address: Address) -> bool:
    """Whether a definition applies at an address; in the article that contains it, no mark is needed."""
    if term.scope is not None and not address.is_within(term.scope):
        return False
    return not isinstance(term.source, Address) or term.source.steps[:1] != address.steps[:1]


def _first_use(text: str, name: str, spans: list[tuple[int, int]], edges: frozenset[int]) -> int | None:
    """The position of the first use of a term as a whole word outside of the spans that are marked, None if there is none."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        # 市场 in 市场监督管理 is not the defined word 市场.
        if start in edges and end in edges and all(end <= first or last <= start for first, last in spans):
            return start
        start = text.find(name, start + 1)
    return None


def _edges(text: str) -> frozenset[int]:
    """The positions at which words begin or end."""
    edges = {0}
    position = 0
    for word in words_of(text):
        position += len(word)
        edges.add(position)
    return frozenset(edges)


def _of_term(index: int, start: int, term: Term) -> LinkMark:
    """The mark of a use of a term at `start` of the provision with this index."""
    where = str(term.source) if isinstance(term.source, Address) else "序言"
    means = "是指" if term.kind is TermKind.DEFINED else "指"
    preview = Preview(term.name, (f"用语，见{where}",), (f"{means}{term.definition}",))
    target = f"#{term.source.eid}" if isinstance(term.source, Address) else None
    return LinkMark(index, start, start + len(term.name), "term", target, preview=preview)
