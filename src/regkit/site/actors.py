"""The pages of the index of actors: everybody to whom a law of the library gives a duty or a right, and which laws do."""

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

# With more laws than this, the index has a page for each letter.
_MOST_LAWS = 20
# A letter with more links than this is split into several pages, which otherwise would be too large for a phone.
_MOST_PLACES = 1500

Actors = dict[str, "list[ActorLink]"]
"""The laws that name each actor, by the actor's name."""


@dataclass(frozen=True)
class ActorLink:
    """A law with duties of an actor: its title in 书名号, the number of duties, and the path of their list with its anchor."""

    title: str
    count: int
    path: str


def actor_items(catalogue: Catalogue) -> Iterator[SiteItem]:
    """Yield the pages of the index: a single one, or a first page of letters and then one or more pages for each letter."""
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
    for letter in letters:
        yield _item(catalogue, letter.path, letters, {letter.name: pages[letter.name]}, count, letter.name)


def _by_letter(catalogue: Catalogue) -> dict[str, Actors]:
    """The actors in the shown texts of all laws, by letter and then by name, both in dictionary order."""
    links: Actors = {}
    for work in catalogue.laws:
        shown = catalogue.shown_text(work)
        if shown is None or shown.statute is None:
            continue
        groups = group_by_actor(find_duties(shown.statute))
        for anchor, name in actor_names(groups):
            if name:
                actor_link = ActorLink(quoted(work.title), len(groups[name]), f"{duties_path(work)}#{anchor}")
                links.setdefault(name, []).append(actor_link)
    letters: dict[str, Actors] = {name: {} for name in in_order(set(map(letter_of, links)))}
    for name in sorted(links, key=order_of):
        letters[letter_of(name)][name] = links[name]
    return letters


def _parts(actors: Actors) -> Iterator[Actors]:
    """Yield the actors of a letter in parts of at most _MOST_PLACES links, unless a single actor has more."""
    part: Actors = {}
    for name, links in actors.items():
        if part and sum(map(len, part.values())) + len(links) > _MOST_PLACES:
            yield part
            part = {}
        part[name] = links
    if part:
        yield part


def _item(
    catalogue: Catalogue, path: str, letters: list[Letter], shown: dict[str, Actors], count: int, here: str
) -> SiteItem:
    """A page of the index: it shows the actors of `shown` and names the letter `here`, "" on the first page."""
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
