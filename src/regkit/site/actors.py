"""The index of actors: everybody who must, must not or may do something by any law of the library, and by which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from regkit.duties import find_duties, group_by_actor
from regkit.library import quoted
from regkit.site.addresses import ACTORS, duties_path
from regkit.site.catalogue import Catalogue, digest
from regkit.site.duties import actor_names
from regkit.site.letters import Letter, all_letters, in_order, letter_of, order_of, place_letter
from regkit.site.pages import Layout, SiteItem, SitePage

# A library with more laws has a page for each letter.
_MOST_ON_A_PAGE = 20


@dataclass(frozen=True)
class Place:
    """A law that tells an actor something: its title, how many lines, and where they are."""

    title: str
    count: int
    path: str


class _Actors:
    """The actors of all laws, read when they are first asked for: pages that are kept need none of it."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    @cached_property
    def by_letter(self) -> dict[str, dict[str, list[Place]]]:
        """By letter, by name, in the order of the dictionary."""
        found: dict[str, list[Place]] = {}
        for work in self._catalogue.laws:
            shown = self._catalogue.shown_text(work)
            if shown is None or shown.statute is None:
                continue
            groups = group_by_actor(find_duties(shown.statute))
            for anchor, name in actor_names(groups):
                if name:
                    place = Place(quoted(work.title), len(groups[name]), f"{duties_path(work)}#{anchor}")
                    found.setdefault(name, []).append(place)
        letters: dict[str, dict[str, list[Place]]] = {}
        for name in sorted(found, key=order_of):
            letters.setdefault(letter_of(name), {})[name] = found[name]
        return letters


def actor_items(catalogue: Catalogue) -> Iterator[SiteItem]:
    """The pages of the index: one, or one for each letter behind a first page of letters."""
    actors = _Actors(catalogue)
    every = digest(catalogue.digest(work) for work in catalogue.laws)
    if len(catalogue.laws) <= _MOST_ON_A_PAGE:
        yield _item(catalogue, actors, every, ACTORS, None)
        return
    yield _item(catalogue, actors, every, ACTORS, "")
    for name in all_letters():
        yield _item(catalogue, actors, every, place_letter(name, ACTORS, whole=False).path, name)


def _item(catalogue: Catalogue, actors: _Actors, every: str, path: str, here: str | None) -> SiteItem:
    """The page of a letter; of all of them if `here` is None, of none if it is empty."""
    title = f"谁应当做什么：{here}" if here else "谁应当做什么"
    return SiteItem(
        path=path,
        title=title,
        inputs=digest(("actors", path, str(here), every)),
        make=lambda: _page(catalogue, actors, path, here, title),
    )


def _page(catalogue: Catalogue, actors: _Actors, path: str, here: str | None, title: str) -> SitePage:
    whole = here is None
    known = actors.by_letter
    letters: list[Letter] = [place_letter(name, ACTORS, whole=whole) for name in in_order(set(known))]
    shown = known if whole else {here: known.get(here, {})} if here else {}
    return SitePage(
        title=title,
        description="本站法规规定谁应当、不得、可以做什么，按主体查。",
        content=catalogue.templates.render(
            "actors.html",
            path,
            letters=letters,
            shown=shown,
            count=sum(map(len, known.values())),
            here=here or "",
        ),
        layout=Layout.LISTING,
    )
