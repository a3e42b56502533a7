"""The JSON of `regkit search`."""

from __future__ import annotations

from datetime import date

import msgspec


class FoundArticle(msgspec.Struct, frozen=True):
    """An article that contains all the words.

    - `work`, `title`: the identifier and the title of the work.
    - `version`: the version whose text it is.
    - `status`: the status (时效性) of that version on the day of the search.
    - `address`, `written`: its address as eId and in Chinese; both null for the preamble of a text.
    - `text`: its text.
    - `remarks`: what has to be said with the status, in Chinese: when the provision comes into force, or that a part of it has another status.
    - `spans`: the start and the end (exclusive) of each hit in `text`, in characters.
    """

    work: str
    title: str
    version: str
    status: str
    address: str | None
    written: str | None
    text: str
    spans: tuple[tuple[int, int], ...]
    remarks: tuple[str, ...] = ()


class SearchResult(msgspec.Struct, frozen=True, tag_field="schema", tag="regkit.search/1"):
    """The line of ``regkit search --json``.

    - `query`: the words that were searched.
    - `day`: the day whose versions were searched; null for all versions.
    - `total`: the number of all hits.
    - `hits`: the best hits first.
    """

    query: str
    day: date | None
    total: int
    hits: tuple[FoundArticle, ...]
