"""Pages of citations: what a work cites and what cites it, and which acts the whole library cites."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from regkit.citations import CitationKind
from regkit.library import Reach, Reference, Version, Work, describe, quoted
from regkit.model.address import Address, Source
from regkit.site.addresses import CITED_ACTS, citing_path, version_path, work_path
from regkit.site.catalogue import Catalogue, CitedBy, digest, page_title
from regkit.site.pages import Layout, PageHeading, SiteItem, SitePage
from regkit.text.titles import REPUBLIC

_REACHES = {
    Reach.TEXT_NOT_AVAILABLE: "所引版本的文本未收录",
    Reach.MISSING: "所引文本中没有这一条",
    Reach.UNKNOWN_WORK: "本站没有收录",
    Reach.AMBIGUOUS_WORK: "几件法规同名，不能确定",
    Reach.VAGUE: "没有指明法律",
}
# A list shows at most this many characters of a citation.
_MOST_WORDS = 60


def references_item(catalogue: Catalogue, work: Work, shown: Version) -> SiteItem:
    """The page with what a work cites in its version `shown`, and what cites it."""
    cites = _cites(catalogue, work, shown)
    citing = _citing(catalogue, work, shown)
    title = page_title(work, "引用与被引用")
    path = citing_path(work)
    return SiteItem(
        path=path,
        title=title,
        inputs=digest(("references", catalogue.digest(work), repr(cites), repr(citing))),
        make=lambda: SitePage(
            title=title,
            description=f"{quoted(work.title)}引用的法律法规，以及引用它的条文。",
            content=catalogue.templates.render(
                "references.html",
                path,
                catalogue=catalogue,
                work=work,
                version=shown,
                cites=cites,
                citing=citing,
            ),
            layout=Layout.READING,
            headings=(
                PageHeading("cites", "引用的法律法规"),
                PageHeading(
                    "cited", "被引用", tuple(PageHeading(entry["anchor"], entry["name"]) for entry in citing)
                ),
            ),
            above="引用与被引用",
        ),
    )


def _cites(catalogue: Catalogue, work: Work, shown: Version) -> list[dict[str, Any]]:
    """The acts that a text cites, in the order of their first citation, each with a line for every citation."""
    acts: dict[str, dict[str, Any]] = {}
    for reference in catalogue.references_of(shown):
        act = reference.citation.act
        if act is None or reference.citation.kind is not CitationKind.EXTERNAL:
            continue
        name = reference.work.title if reference.work else act.title
        entry = acts.setdefault(
            name,
            {"title": name, "path": work_path(reference.work) if reference.work else None, "places": []},
        )
        entry["places"].append(
            {
                "where": _where(reference.citation.source),
                "path": version_path(work, shown) + _anchor(reference.citation.source),
                "words": _short(reference.citation.text),
                "note": _REACHES.get(reference.reach, ""),
            }
        )
    return list(acts.values())


def _citing(catalogue: Catalogue, work: Work, shown: Version) -> list[dict[str, Any]]:
    """First the work as a whole, then its cited provisions in reading order, each with a line for every citation of it."""
    whole: list[dict[str, Any]] = []
    lines_by_target: dict[Address, list[dict[str, Any]]] = {}
    for cited_by in catalogue.citing(work):
        if cited_by.version is shown:
            continue
        line = _citing_line(cited_by)
        targets = cited_by.reference.targets
        if not targets:
            whole.append(line)
        elif cited_by.reference.version is shown:
            for target in dict.fromkeys(targets):
                lines_by_target.setdefault(target, []).append(line)
        else:
            addresses = "、".join(map(str, targets))
            named_text = (
                f"{describe(cited_by.reference.version)}的文本" if cited_by.reference.version else "别的文本"
            )
            whole.append(line | {"note": f"所引的是{named_text}的{addresses}"})
    for reference in catalogue.cited_within(shown):
        for target in dict.fromkeys(reference.targets):
            lines_by_target.setdefault(target, []).append(_internal_line(work, shown, reference))
    entries = [{"anchor": "to-whole", "name": "整件法规", "path": work_path(work), "lines": whole}] * bool(
        whole
    )
    order = (
        {address: index for index, (address, _) in enumerate(shown.statute.walk())} if shown.statute else {}
    )
    for target in sorted(lines_by_target, key=lambda address: order.get(address, len(order))):
        entries.append(
            {
                "anchor": f"to-{target.eid}",
                "name": str(target),
                "path": f"{version_path(work, shown)}#{target.eid}",
                "lines": lines_by_target[target],
            }
        )
    return entries


def _citing_line(cited_by: CitedBy) -> dict[str, Any]:
    """The line of a citation in another text."""
    source = cited_by.reference.citation.source
    return {
        "title": quoted(cited_by.work.title),
        "where": _where(source),
        "path": version_path(cited_by.work, cited_by.version) + _anchor(source),
        "words": _short(cited_by.reference.citation.text),
        "note": "",
    }


def _internal_line(work: Work, shown: Version, reference: Reference) -> dict[str, Any]:
    """The line of a citation in the text itself."""
    source = reference.citation.source
    return {
        "title": "本文本",
        "where": _where(source),
        "path": version_path(work, shown) + _anchor(source),
        "words": _short(reference.citation.text),
        "note": "",
    }


def _where(source: Source) -> str:
    """The address of the provision with a citation, or the Chinese name of the front."""
    return str(source) if isinstance(source, Address) else source.chinese


def _anchor(source: Source) -> str:
    """The anchor of the provision with a citation, with ``#``; "" for a front."""
    return f"#{source.eid}" if isinstance(source, Address) else ""


def _short(words: str) -> str:
    """The words on one line, cut if they are too long for a list."""
    plain = " ".join(words.split())
    return plain if len(plain) <= _MOST_WORDS else plain[:_MOST_WORDS] + "……"


def cited_acts_item(catalogue: Catalogue) -> SiteItem:
    """The list of all acts that the shown texts of the library cite, the most cited first."""
    acts = _cited_acts(catalogue)
    return SiteItem(
        path=CITED_ACTS,
        title="引用的法律法规",
        inputs=digest(("cited", repr(acts))),
        make=lambda: SitePage(
            title="引用的法律法规",
            description="本站法规引用的法律法规，以及引用的次数。",
            content=catalogue.templates.render("cited.html", CITED_ACTS, catalogue=catalogue, acts=acts),
            layout=Layout.LISTING,
        ),
    )


def _cited_acts(catalogue: Catalogue) -> list[dict[str, Any]]:
    """The cited acts, the most cited first, each with the number of citations and the first three works that cite it."""
    times: Counter[str] = Counter()
    works: dict[str, Work] = {}
    citing: dict[str, dict[str, Work]] = {}
    for work, reference in _shown_references(catalogue):
        act = reference.citation.act
        if act is None:
            continue
        name = _full_name(reference)
        times[name] += 1
        citing.setdefault(name, {})[work.id] = work
        if reference.work is not None:
            works[name] = reference.work
    return [
        {
            "title": name,
            "times": count,
            "works": len(citing[name]),
            "path": work_path(works[name]) if name in works else None,
            "references": f"{citing_path(works[name])}#cited"
            if name in works and catalogue.shown_text(works[name])
            else None,
            "first": [
                {"title": citing_work.title, "path": f"{citing_path(citing_work)}#cites"}
                for citing_work in list(citing[name].values())[:3]
            ],
        }
        for name, count in sorted(times.items(), key=lambda item: (-item[1], item[0]))
    ]


def _full_name(reference: Reference) -> str:
    """The name under which an act is listed: the title of its work or, without one, the cited title without 中华人民共和国."""
    act = reference.citation.act
    assert act is not None
    return reference.work.title if reference.work else act.title.removeprefix(REPUBLIC)


def _shown_references(catalogue: Catalogue) -> Iterable[tuple[Work, Reference]]:
    """Yield the citations of other acts in the shown texts of all laws."""
    for work in catalogue.laws:
        shown = catalogue.shown_text(work)
        if shown is None:
            continue
        for reference in catalogue.references_of(shown):
            if reference.citation.kind is CitationKind.EXTERNAL:
                yield work, reference
