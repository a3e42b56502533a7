"""The index of actors: everybody who must, must not or may do something by any law of the library, and by which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from regkit.duties import find_duties, group_by_actor
from regkit.library import quoted
from regkit.site.addresses import ACTORS, duties_path
from regkit.site.catalogue import Catalogue, digest
from regkit.site.duties import actor_names
from regkit.site.letters import Letter, in_order, letter_of, order_of, place_letter
from regkit.site.pages import Layout, SiteItem, SitePage

# With more laws in the library the index has a page for each letter, and of a letter pages with so many places at most.
_MOST_LAWS = 20
_MOST_PLACES = 1500

Actors = dict[str, "list[ActorLink]"]


@dataclass(frozen=True)
class ActorLink:
    """A law that tells an actor something: its title, how many lines, and where they are."""

    title: str
    count: int
    path: str


def actor_items(catalogue: Catalogue) -> Iterator[SiteItem]:
    """The pages of the index: one, or several for each letter behind a first page of letters."""
    known = _by_letter(catalogue)
    count = sum(map(len, known.values()))
    if len(catalogue.laws) <= _MOST_LAWS:
        letters = [place_letter(name, ACTORS, whole=True) for name in known]
        yield _item(catalogue, ACTORS, letters, known, count, "")
        return
    pages = {
        name if part == 1 else f"{name}{part}": actors
        for name, all_actors in known.items()
        for part, actors in enumerate(_parts(all_actors), start=1)
    }
    letters = [place_letter(name, ACTORS, whole=False) for name in pages]
    yield _item(catalogue, ACTORS, letters, {}, count, "")
    for each in letters:
        yield _item(catalogue, each.path, letters, {each.name: pages[each.name]}, count, each.name)


def _by_letter(catalogue: Catalogue) -> dict[str, Actors]:
    """Who has duties by the shown texts of the laws: by letter, by name, in the order of the dictionary."""
    found: Actors = {}
    for work in catalogue.laws:
        shown = catalogue.shown_text(work)
        if shown is None or shown.statute is None:
            continue
        groups = group_by_actor(find_duties(shown.statute))
        for anchor, name in actor_names(groups):
            if name:
                place = ActorLink(quoted(work.title), len(groups[name]), f"{duties_path(work)}#{anchor}")
                found.setdefault(name, []).append(place)
    letters: dict[str, Actors] = {name: {} for name in in_order(set(map(letter_of, found)))}
    for name in sorted(found, key=order_of):
        letters[letter_of(name)][name] = found[name]
    return letters


def _parts(actors: Actors) -> Iterator[Actors]:
    """The actors of a letter in parts that make pages of a size that a phone can bear."""
    part: Actors = {}
    for name, hrefs in actors.items():
        if part and sum(map(len, part.values())) + len(hrefs) > _MOST_PLACES:
            yield part
            part = {}
        part[name] = hrefs
    if part:
        yield part


def _item(
    catalogue: Catalogue, path: str, letters: list[Letter], shown: dict[str, Actors], count: int, here: str
) -> SiteItem:
    title = f"谁应当做什么：{here}" if here else "谁应当做什么"
    return SiteItem(
        path=path,
        title=title,
        inputs=digest(("actors", path, repr(letters), repr(shown), str(count))),
        make=lambda: SitePage(
            title=title,
            description="本站法规规定谁应当、不得、可以做什么，按主体查。",
            content=catalogue.templates.render(
                "actors.html", path, letters=letters, shown=shown, count=count, here=here
            ),
            layout=Layout.LISTING,
        ),
    )
