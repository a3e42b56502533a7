"""The account of a file: which of its signs were read, which were left out and why, and which nobody claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from regkit.census.excerpts import Census, Excerpt
from regkit.codes import ProblemCode
from regkit.model.departures import Departure
from regkit.text.whitespace import without_whitespace

# A reader that has gone wrong leaves a whole file unclaimed; nobody needs all of it to see that.
_MOST_UNCLAIMED = 100
_PICTURES = (ProblemCode.TEXT_IMAGE, ProblemCode.TEXT_RECOGNISED)
# In signs of the file that are searched for excerpts that are not there.
_MOST_SEARCHED = 200_000_000
_NEAR = 5_000


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """What became of every sign (character that is not whitespace) of a file.

    - `signs`: how many signs the file has, by a census that does not depend on the reader.
    - `taken`: how many of them stand in the text that was read.
    - `omitted`: how many were left out or replaced, by kind: the code of the problem that names them, or ``replaced``,
      ``syntax``, ``duplicate``, ``metadata``.
    - `added`: how many signs of the text the file does not hold, by kind: automatic numbers (``numbered``) and
      what stands for replaced ones.
    - `pictures`: how many pictures the file has; none is ever read.
    - `unclaimed`: words and pictures of the file that were neither read nor named, at most 100 excerpts.
    - `invented`: signs of the text that the file does not have, and that are not accounted for as added.
    - `displaced`: excerpts of the file whose signs do not stand together, in their order, in what was read.
    - `means`: how the census was taken, in Chinese.

    `signs == taken + sum(omitted.values()) + unclaimed signs` whenever the account is balanced.
    """

    signs: int
    taken: int
    omitted: dict[str, int]
    added: dict[str, int]
    pictures: int
    unclaimed: tuple[Excerpt, ...]
    invented: str
    displaced: tuple[Excerpt, ...]
    means: str

    @property
    def is_balanced(self) -> bool:
        """Whether every sign was read or is named, and none was invented or displaced."""
        return not (self.unclaimed or self.invented or self.displaced)


def settle(census: Census, text: str, departures: Sequence[Departure]) -> Account:
    """The account of a file, from its census and from what a reader says that it did."""
    signs = without_whitespace(text)
    claimed = _signs_of_the_file(signs, departures)
    held = "".join(without_whitespace(excerpt.text) for excerpt in census.excerpts)
    missing, invented = Counter(held), Counter(claimed)
    missing, invented = missing - invented, invented - missing
    apart = _not_together(census.excerpts, claimed)
    omitted: Counter[str] = Counter()
    added: Counter[str] = Counter()
    for departure in departures:
        omitted[departure.kind] += len(without_whitespace(departure.omitted))
        added[departure.kind] += departure.added
    return Account(
        signs=len(held),
        taken=len(signs) - added.total(),
        omitted=dict(sorted((+omitted).items())),
        added=dict(sorted((+added).items())),
        pictures=sum(excerpt.is_picture for excerpt in census.excerpts),
        unclaimed=(*_unclaimed(missing, apart), *_unclaimed_pictures(census.excerpts, departures)),
        invented="".join(sorted(invented.elements())),
        displaced=() if missing or invented else apart,
        means=census.means,
    )


def _signs_of_the_file(signs: str, departures: Sequence[Departure]) -> str:
    """The signs that the file must have, by what the reader says: without what was added, with what was omitted."""
    parts: list[str] = []
    position = 0
    for departure in departures:
        parts += (signs[position : departure.offset], without_whitespace(departure.omitted))
        position = max(position, departure.offset) + departure.added
    return "".join((*parts, signs[position:]))


def _not_together(excerpts: Sequence[Excerpt], claimed: str) -> tuple[Excerpt, ...]:
    """The excerpts that do not stand in one piece in what is claimed, at most _MOST_UNCLAIMED."""
    apart: list[Excerpt] = []
    position = searched = 0
    for excerpt in excerpts:
        words = without_whitespace(excerpt.text)
        start, cost = _found(words, claimed, position)
        searched += cost
        # What could not be looked for within the limit is not proved to be there.
        if start < 0 or searched > _MOST_SEARCHED:
            apart.append(excerpt)
        else:
            position = start + len(words)
        if len(apart) >= _MOST_UNCLAIMED or searched > _MOST_SEARCHED:
            break
    return tuple(apart)


def _found(words: str, claimed: str, position: int) -> tuple[int, int]:
    """Where words stand, -1 if nowhere, and in how many signs they were looked for: first where they should be, then around it."""
    if claimed.startswith(words, position):
        return position, 0
    cost = 0
    # Boxes, notes and cells stand a little before or after what is beside them in the file.
    for begin, end in (
        (position, position + _NEAR + len(words)),
        (max(0, position - _NEAR), position + len(words)),
        (0, len(claimed)),
    ):
        start = claimed.find(words, begin, end)
        cost += min(end, len(claimed)) - begin
        if start >= 0:
            return start, cost
    return -1, cost


def _unclaimed(missing: Counter[str], apart: Sequence[Excerpt]) -> tuple[Excerpt, ...]:
    """The missing signs, as the excerpts that hold them if those are known."""
    if not missing:
        return ()
    excerpts = tuple(excerpt for excerpt in apart if missing.keys() & set(excerpt.text))
    return excerpts or (Excerpt(text="".join(sorted(missing.elements()))[:_MOST_UNCLAIMED]),)


def _unclaimed_pictures(excerpts: Sequence[Excerpt], departures: Sequence[Departure]) -> tuple[Excerpt, ...]:
    """The pictures that the reader does not name, each by its place if the format has places.

    Otherwise those on pages for which it names no picture, and does not say that it is a scan whose text was recognised.
    """
    places = {place for departure in departures for place in departure.pictures}
    pages = {
        departure.page for departure in departures if departure.kind in _PICTURES and not departure.pictures
    }
    pictures = [
        excerpt
        for excerpt in excerpts
        if excerpt.is_picture
        and (
            excerpt.place not in places
            if excerpt.place is not None
            else excerpt.page not in pages and (None not in pages or excerpt.page is not None)
        )
    ]
    return tuple(pictures[:_MOST_UNCLAIMED])
