"""The pages of the glossary: every term that the shown texts define, in dictionary order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from regkit.library import Work, quoted
from regkit.model.address import Address
from regkit.site.addresses import GLOSSARY, version_path
from regkit.site.catalogue import Catalogue, digest
from regkit.site.letters import Letter, in_order, letter_of, order_of, place_letter
from regkit.site.pages import Layout, SiteItem, SitePage
from regkit.terms import TermKind, find_terms

# A glossary with more terms has a page for each letter.
_MOST_ON_A_PAGE = 400


def glossary_items(catalogue: Catalogue) -> Iterator[SiteItem]:
    """Yield the pages of the glossary: a single one, or a first page of letters and then a page for each letter."""
    entries = sorted(_entries(catalogue), key=lambda entry: (order_of(entry["name"]), entry["title"]))
    by_letter: dict[str, list[dict[str, Any]]] = {}
    for entry in entries:
        by_letter.setdefault(letter_of(entry["name"]), []).append(entry)
    whole = len(entries) <= _MOST_ON_A_PAGE
    letters = [place_letter(name, GLOSSARY, whole=whole) for name in in_order(set(by_letter))]
    yield _item(catalogue, GLOSSARY, letters, by_letter if whole else {}, len(entries))
    if not whole:
        for letter in letters:
            yield _item(catalogue, letter.path, letters, {letter.name: by_letter[letter.name]}, len(entries))


def _item(
    catalogue: Catalogue,
    path: str,
    letters: list[Letter],
    shown: dict[str, list[dict[str, Any]]],
    count: int,
) -> SiteItem:
    here = next(iter(shown)) if len(shown) == 1 and path != GLOSSARY else ""
    title = f"用语：{here}" if here else "用语"
    return SiteItem(
        path=path,
        title=title,
        inputs=digest(("glossary", repr(letters), repr(shown))),
        make=lambda: SitePage(
            title=title,
            description="本站法规定义的用语，各在其法规中有效。",
            content=catalogue.templates.render(
                "glossary.html",
                path,
                catalogue=catalogue,
                letters=letters,
                shown=shown,
                count=count,
                here=here,
            ),
            layout=Layout.LISTING,
        ),
    )


def _entries(catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    """Yield the terms in the shown texts of all laws, as the template reads them."""
    for work in catalogue.laws:
        shown = catalogue.shown_text(work)
        if shown is None or shown.statute is None:
            continue
        for term in find_terms(shown.statute):
            where = term.source if isinstance(term.source, Address) else None
            yield {
                "name": term.name,
                "kind": "是指" if term.kind is TermKind.DEFINED else "指",
                "definition": term.definition,
                "title": _title(work),
                "where": str(where) if where else "序言",
                "path": version_path(work, shown) + (f"#{where.eid}" if where else ""),
                "scope": f"，只在{term.scope}中" if term.scope else "",
            }


def _title(work: Work) -> str:
    return quoted(work.title)
