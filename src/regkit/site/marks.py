"""Marks in the text of a law: what it cites and the words that it defines, as stretches that lead somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import msgspec
from markupsafe import Markup

from regkit.citations import CitationKind
from regkit.library import Outdated, Reach, Reference, Status, Version, Work, describe, quoted
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

# A preview shows so many lines of a provision, and so many of the provisions that are cited together.
_MOST_LINES = 12
_MOST_TARGETS = 3
# What every second law defines, and no reader has to look up.
_LEAST_TERM = 2


class Preview(msgspec.Struct, frozen=True):
    """What is shown of something that a mark leads to: a title, what is to be known of it (text, or Markup), its words."""

    title: str
    notes: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


class LinkMark(msgspec.Struct, frozen=True):
    """A span of one of the texts of a statute that leads somewhere.

    `target` is the path that it leads to, with an anchor, or an anchor of the same page; None where nobody knows. `shown` are anchors on the
    same page of which a preview is shown, `preview` what is shown otherwise. `state` is one of ``cite``, ``absent`` (the text is
    not here), ``unknown`` (the act is not here), ``missing`` (the text is here and has no such provision) and ``term``.
    """

    text: TextKey
    start: int
    end: int
    state: str
    target: str | None = None
    shown: tuple[str, ...] = ()
    preview: Preview | None = None


def marks_of(statute: Statute, references: Iterable[Reference], today: date) -> tuple[LinkMark, ...]:
    """All marks of a text, in reading order, none inside another; a citation counts more than a term."""
    found = [mark for reference in references if (mark := _of_reference(reference, today))]
    taken: dict[TextKey, list[LinkMark]] = {}
    for mark in found:
        taken.setdefault(mark.text, []).append(mark)
    found += _of_terms(statute, taken)
    return tuple(found)


def previews_of(marks: Iterable[LinkMark]) -> dict[Preview, int]:
    """The previews of some marks, each once, with a number."""
    previews: dict[Preview, int] = {}
    for mark in marks:
        if mark.preview is not None:
            previews.setdefault(mark.preview, len(previews))
    return previews


def linked_runs(statute: Statute, marks: Sequence[LinkMark]) -> Linked:
    """The texts that have marks as runs; the link of a run is the number of its mark."""
    by_text: dict[TextKey, list[tuple[int, LinkMark]]] = {}
    for number, mark in enumerate(marks):
        by_text.setdefault(mark.text, []).append((number, mark))
    texts: dict[TextKey, str] = {
        index: node.text for index, (_, node) in enumerate(statute.walk()) if index in by_text
    }
    for front in CITING_FRONTS:
        texts[front] = front_text(statute, front) or ""
    return {key: tuple(_runs(texts[key], own)) for key, own in by_text.items()}


def _runs(text: str, marks: list[tuple[int, LinkMark]]) -> Iterator[Run]:
    position = 0
    for number, mark in sorted(marks, key=lambda each: each[1].start):
        if mark.start > position:
            yield Run(text[position : mark.start])
        yield Run(text[mark.start : mark.end], link=str(number))
        position = mark.end
    if position < len(text):
        yield Run(text[position:])


def _of_reference(reference: Reference, today: date) -> LinkMark | None:
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
    state = {Reach.MISSING: "missing", Reach.NOT_AT_HAND: "absent"}.get(reference.reach, "cite")
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
    """The version that a citation leads to: that which was cited; of a whole act, if the citing text applies today, today's."""
    work, citing = reference.work, reference.citing_version
    act = reference.citation.act
    if work is None or act is None:
        return None
    whole = not reference.targets and not reference.unresolved
    if whole and citing and reference.citing_work and not (act.dated or act.former):
        applies = reference.citing_work.status_of(citing, today).status is Status.IN_FORCE
        return (work.at(today) if applies else None) or reference.version
    return reference.version


def _preview(reference: Reference, work: Work, version: Version, today: date) -> Preview:
    named = "".join(map(str, reference.targets[:1]))
    several = len(reference.targets) > 1
    status = work.status_of(version, today).status.value
    notes: list[str] = [Markup("{}的文本，{}（截至{}）").format(describe(version), status, THE_DAY)]
    if version.statute is None:
        notes.append("这个版本的文本未收录，本站不能显示条文。")
    notes += [f"这个文本里没有{each.words}。" for each in reference.unresolved]
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
    """The words of a provision, a line each, the first of them with its number where several provisions follow each other."""
    lines = [
        (node.label or "" if node.level > Level.ARTICLE else "") + node.text
        for _, node in walk(provision, Address(address.steps[:-1]))
        if node.text or node.heading
    ]
    if labelled and lines:
        lines[0] = f"{address}　{lines[0]}"
    return lines[:_MOST_LINES] + (["……"] if len(lines) > _MOST_LINES else [])


def _of_terms(statute: Statute, taken: dict[TextKey, list[LinkMark]]) -> Iterator[LinkMark]:
    """The first use of each term in each article, as a whole word, elsewhere than where it is defined."""
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
        spans = [(mark.start, mark.end) for mark in taken.get(index, ())]
        edges = _edges(node.text)
        for name in present:
            term = next((each for each in terms[name] if _holds(each, address)), None)
            start = _first_use(node.text, name, spans, edges) if term else None
            if term is not None and start is not None:
                spans.append((start, start + len(name)))
                seen.add(name)
                yield _of_term(index, start, term)


def _terms_by_name(found: Sequence[Term]) -> dict[str, list[Term]]:
    terms: dict[str, list[Term]] = {}
    for term in found:
        if len(term.name) >= _LEAST_TERM:
            terms.setdefault(term.name, []).append(term)
    return terms


def _holds(term: Term, address: Address) -> bool:
    """Whether a term means what it says at an address; in its own article nobody needs to be told."""
    if term.scope is not None and not address.is_within(term.scope):
        return False
    return not isinstance(term.source, Address) or term.source.steps[:1] != address.steps[:1]


def _first_use(text: str, name: str, spans: list[tuple[int, int]], edges: frozenset[int]) -> int | None:
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        # 市场 in 市场监督管理 is another word than the 市场 that was defined.
        if start in edges and end in edges and all(end <= first or last <= start for first, last in spans):
            return start
        start = text.find(name, start + 1)
    return None


def _edges(text: str) -> frozenset[int]:
    """Where words begin and end."""
    edges = {0}
    position = 0
    for word in words_of(text):
        position += len(word)
        edges.add(position)
    return frozenset(edges)


def _of_term(index: int, start: int, term: Term) -> LinkMark:
    where = str(term.source) if isinstance(term.source, Address) else "序言"
    means = "是指" if term.kind is TermKind.DEFINED else "指"
    preview = Preview(term.name, (f"用语，见{where}",), (f"{means}{term.definition}",))
    target = f"#{term.source.eid}" if isinstance(term.source, Address) else None
    return LinkMark(index, start, start + len(term.name), "term", target, preview=preview)
