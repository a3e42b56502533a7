"""The glossary: every word that the shown texts define, in the order of the dictionary, a page for each letter where there are many."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from regkit.library import Work, quoted
from regkit.model.address import Address
from regkit.site.addresses import GLOSSARY, version_path
from regkit.site.catalogue import Catalogue, digest
from regkit.site.pages import Layout, SiteItem, SitePage
from regkit.terms import TermKind, find_terms

# More than so many on one page nobody reads.
_MOST_ON_A_PAGE = 400
_OTHER = "其他"
# In GB 2312 the common characters stand in the order of their pinyin; here each letter begins.
_FIRST = {
    "A": 0xB0A1, "B": 0xB0C5, "C": 0xB2C1, "D": 0xB4EE, "E": 0xB6EA, "F": 0xB7A2, "G": 0xB8C1, "H": 0xB9FE, "J": 0xBBF7,
    "K": 0xBFA6, "L": 0xC0AC, "M": 0xC2E8, "N": 0xC4C3, "O": 0xC5B6, "P": 0xC5BE, "Q": 0xC6DA, "R": 0xC8BB, "S": 0xC8F6,
    "T": 0xCBFA, "W": 0xCDDA, "X": 0xCEF4, "Y": 0xD1B9, "Z": 0xD4D1,
}  # fmt: skip
_END = 0xD7FA


def glossary_items(catalogue: Catalogue) -> Iterator[SiteItem]:
    """The pages of the glossary: one, or one for each letter behind a first page of letters."""
    entries = sorted(
        _entries(catalogue), key=lambda entry: (_order(entry["name"]), entry["name"], entry["title"])
    )
    by_letter: dict[str, list[dict[str, Any]]] = {}
    for entry in entries:
        by_letter.setdefault(_letter(entry["name"]), []).append(entry)
    names = sorted(by_letter, key=lambda letter: (letter == _OTHER, letter))
    whole = len(entries) <= _MOST_ON_A_PAGE
    letters = [
        {
            "name": name,
            "path": f"{GLOSSARY}#{_anchor(name)}" if whole else _path(name),
            "count": len(by_letter[name]),
            "anchor": _anchor(name),
        }
        for name in names
    ]
    yield _item(catalogue, GLOSSARY, letters, by_letter if whole else {}, len(entries))
    if not whole:
        for name in names:
            yield _item(catalogue, _path(name), letters, {name: by_letter[name]}, len(entries))


def _item(
    catalogue: Catalogue,
    path: str,
    letters: list[dict[str, Any]],
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


def _order(name: str) -> bytes:
    return name.encode("gb18030", "replace")


def _letter(name: str) -> str:
    first = name[:1].upper()
    if first.isascii() and first.isalpha():
        return first
    code = int.from_bytes(_order(name)[:2], "big")
    if not _FIRST["A"] <= code < _END:
        return _OTHER
    return max(letter for letter, begin in _FIRST.items() if begin <= code)


def _anchor(letter: str) -> str:
    return f"letter-{letter if letter != _OTHER else 'other'}"


def _path(letter: str) -> str:
    return f"glossary/{letter.lower() if letter != _OTHER else 'other'}.html"
