"""JSON: what a search found. The shapes are part of the contract in `json.py`."""

from __future__ import annotations

from datetime import date

import msgspec


class FoundArticle(msgspec.Struct, frozen=True):
    """An article with all the words. `spans` are the start and end of each hit in `text`, in characters; `status` is 时效性 on the day.

    `address` is an eId, `written` the same for people; both are null for the preamble of a text.
    """

    work: str
    title: str
    version: date
    status: str
    address: str | None
    written: str | None
    text: str
    spans: tuple[tuple[int, int], ...]


class SearchResult(msgspec.Struct, frozen=True, tag_field="schema", tag="regkit.search/1"):
    """The line of ``regkit search --json``, best hits first; `total` counts them all. `day` is null where all versions were searched."""

    query: str
    day: date | None
    total: int
    hits: tuple[FoundArticle, ...]
