"""The history of a law or of one provision, and the version that introduced each phrase of a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from regkit.arguments import require
from regkit.changes import Comparison, Row, RowKind
from regkit.codes import ErrorCode
from regkit.errors import LibraryError
from regkit.library.blaming import Runs, origins
from regkit.library.rulings import RULINGS_SUFFIX, compare_ruled
from regkit.library.versions import Version
from regkit.library.works import Work
from regkit.model.address import ROOT, Address
from regkit.model.levels import Level
from regkit.model.tree import Statute, walk


@dataclass(frozen=True)
class Passage:
    """The step from one version with a text to the next one with a text.

    `skipped` holds the versions between them, whose texts are not in the library (文本未收录): any change in
    `comparison` may have been made by one of them instead of by `new`.
    """

    old: Version
    new: Version
    skipped: tuple[Version, ...]
    comparison: Comparison

    def sources(self, news: Iterable[Address]) -> tuple[Address, ...]:
        """The old provisions that the given new ones came from, in walking order."""
        sources = {old for new in news for old in self.comparison.came_from.get(new, ())}
        return tuple(sorted(sources, key=self._old_indexes.__getitem__))

    def destinations(self, olds: Iterable[Address]) -> tuple[Address, ...]:
        """The new provisions that the given old ones became, in walking order."""
        destinations = {new for old in olds for new in self.comparison.became[old]}
        return tuple(sorted(destinations, key=self._new_indexes.__getitem__))

    def rows_of(self, old: Iterable[Address], new: Iterable[Address]) -> list[Row]:
        """The rows of the given provisions themselves. A row inside another row of the result is left out."""
        rows, above, by_old, by_new = self._rows
        indexes = {index for address in old for index in by_old.get(address, ())}
        indexes |= {index for address in new for index in by_new.get(address, ())}
        return [rows[index] for index in sorted(indexes) if indexes.isdisjoint(above[index])]

    @cached_property
    def _old_indexes(self) -> dict[Address, int]:
        return {address: index for index, address in enumerate(self.comparison.old_addresses)}

    @cached_property
    def _new_indexes(self) -> dict[Address, int]:
        return {address: index for index, address in enumerate(self.comparison.new_addresses)}

    @cached_property
    def _rows(self) -> tuple[list[Row], list[set[int]], dict[Address, list[int]], dict[Address, list[int]]]:
        """All rows, each before the rows inside it, and three look-ups by their indexes in that list.

        For each row, the indexes of the rows around it; for each old address, and for each new one, the indexes
        of its rows.
        """
        rows: list[Row] = []
        above: list[set[int]] = []
        by_old: dict[Address, list[int]] = {}
        by_new: dict[Address, list[int]] = {}
        waiting = [(row, set[int]()) for row in (*self.comparison.rows, *self.comparison.headings)[::-1]]
        while waiting:
            row, around = waiting.pop()
            index = len(rows)
            rows.append(row)
            above.append(around)
            for address in row.old:
                by_old.setdefault(address, []).append(index)
            for address in row.new:
                by_new.setdefault(address, []).append(index)
            waiting += [(inner, around | {index}) for inner in reversed(row.inner)]
        return rows, above, by_old, by_new


@dataclass(frozen=True)
class HistoryEntry:
    """What a version changed in one provision, or in the whole law.

    - `passage`: the step to this version; None for the first text and for a version without a text.
    - `kind`: that of the first row that is not unchanged; ADDED where the provision came in, DELETED where it ended.
    - `old`, `new`: addresses of the provision before and after.
    - `rows`: its rows in the comparison: whole articles, or the 款, 项 and 目 themselves.

    In the history of a whole law only `version` and `passage` are set.
    """

    version: Version
    passage: Passage | None = None
    kind: RowKind | None = None
    old: tuple[Address, ...] = ()
    new: tuple[Address, ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Phrase:
    """A span of a text that one version introduced.

    `perhaps` holds the versions before `version` whose texts are missing: one of them may have introduced it
    instead.
    """

    text: str
    version: Version
    perhaps: tuple[Version, ...] = ()


@dataclass(frozen=True)
class Blamed:
    """A provision and the origins of its heading and of its own text; its children have entries of their own."""

    address: Address
    level: Level
    label: str | None
    heading: tuple[Phrase, ...]
    phrases: tuple[Phrase, ...]


def compare_with_version(old: Statute, work: Work, new: Version, dated: date | None = None) -> Comparison:
    """Compare a text with a version of a work that has a text, under the rulings stored with that version if they apply.

    `dated` names the version that the old text is; None for a text from outside the library. Raises LibraryError if the rulings
    name a provision that does not exist.
    """
    assert new.statute is not None
    earlier = [version.dated for version in work.versions[: work.indexes[new.name]] if version.statute]
    rulings = new.rulings
    if rulings is not None and not rulings.applies_to(dated, earlier[-1] if earlier else None):
        rulings = None
    return compare_ruled(old, new.statute, Path(work.id, f"{new.name}{RULINGS_SUFFIX}"), rulings)


class History:
    """The texts of a work in order of time. Each is compared with the next on first access."""

    def __init__(self, work: Work) -> None:
        require(work, Work, "History", "a work", "regkit.Library gives works by their titles")
        self.work = work
        self.texts = tuple(version for version in work.versions if version.statute is not None)

    def __repr__(self) -> str:
        return f"History({self.work.id!r}, {len(self.texts)} texts)"

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The steps from each text to the next, earliest first. Raises LibraryError for rulings on missing provisions."""
        return tuple(self._passage(old, new) for old, new in zip(self.texts, self.texts[1:], strict=False))

    def _passage(self, old: Version, new: Version) -> Passage:
        versions = self.work.versions
        indexes = self.work.indexes
        between = versions[indexes[old.name] + 1 : indexes[new.name]]
        assert old.statute is not None
        return Passage(old, new, between, compare_with_version(old.statute, self.work, new, old.dated))

    def log(
        self, address: Address | str | None = None, version: Version | None = None
    ) -> tuple[HistoryEntry, ...]:
        """The history of the work, or of a provision of one of its versions (by default the last text), newest first.

        A provision is followed both backward and forward, through renumbering, splits and merges. Raises
        AddressError for a malformed address, ProvisionNotFoundError if the text does not have the provision,
        and LibraryError if the version, or the whole work, has no text.
        """
        if address is None:
            by_new = {passage.new.name: passage for passage in self.passages}
            return tuple(
                HistoryEntry(version, by_new.get(version.name)) for version in reversed(self.work.versions)
            )
        start = self._text_index(version)
        statute = self._statute(start)
        full_address, _ = statute.locate(address)
        entries = [*self._entries_until(start, full_address), *self._entries_after(start, full_address)]
        return tuple(sorted(entries, key=lambda entry: entry.version.facts.order, reverse=True))

    def _entries_until(self, start: int, address: Address) -> Iterator[HistoryEntry]:
        """Yield the entries up to text `start`, newest first, ending where the provision came in."""
        addresses: tuple[Address, ...] = (address,)
        for passage in reversed(self.passages[:start]):
            sources = passage.sources(addresses)
            yield _entry(passage, sources, addresses)
            if not sources:
                return
            addresses = sources
        yield HistoryEntry(self.texts[0], new=addresses)

    def _entries_after(self, start: int, address: Address) -> Iterator[HistoryEntry]:
        """Yield the entries after text `start`, up to the one in which the provision ended."""
        addresses: tuple[Address, ...] = (address,)
        for passage in self.passages[start:]:
            destinations = passage.destinations(addresses)
            yield _entry(passage, addresses, destinations)
            if not destinations:
                return
            addresses = destinations

    def blame(
        self, address: Address | str | None = None, version: Version | None = None
    ) -> tuple[Blamed, ...]:
        """The origins of each provision of a version (by default the last text), or of one provision and its descendants, in walking order.

        Changes of typography only (the width and form of characters) do not change the origin. Raises the same
        errors as `log`.
        """
        start = self._text_index(version)
        statute = self._statute(start)
        nodes = list(statute.walk())
        first, last = 0, len(nodes)
        if address is not None:
            full_address, provision = statute.locate(address)
            first = next(
                index for index, (node_address, _) in enumerate(nodes) if node_address == full_address
            )
            last = first + sum(1 for _ in walk(provision, ROOT))
        texts, headings = origins(self._statute(0), [passage.comparison for passage in self.passages[:start]])
        return tuple(
            Blamed(
                node_address,
                node.level,
                node.label,
                self._phrases(node.heading or "", headings[index]),
                self._phrases(node.text, texts[index]),
            )
            for index, (node_address, node) in enumerate(nodes[:last])
            if index >= first
        )

    def _phrases(self, text: str, runs: Runs) -> tuple[Phrase, ...]:
        phrases = []
        position = 0
        for length, number in runs:
            skipped = self.passages[number - 1].skipped if number else self._versions_before_first_text
            phrases.append(Phrase(text[position : position + length], self.texts[number], skipped))
            position += length
        return tuple(phrases)

    @property
    def _versions_before_first_text(self) -> tuple[Version, ...]:
        """The versions before the first text; any of them may have introduced what that text says."""
        return self.work.versions[: self.work.indexes[self.texts[0].name]]

    def _text_index(self, version: Version | None) -> int:
        """The index of a version among the texts (by default the last). Raises LibraryError if it has no text."""
        if not self.texts:
            raise LibraryError(
                f"《{self.work.title}》的文本都未收录；请先用 regkit add 收录。",
                code=ErrorCode.LIBRARY_NO_TEXT,
            )
        if version is None:
            return len(self.texts) - 1
        if version not in self.texts:
            raise LibraryError(
                f"《{self.work.title}》（{version.name}）的文本未收录；请先用 regkit add 收录。",
                code=ErrorCode.LIBRARY_NO_TEXT,
            )
        return self.texts.index(version)

    def _statute(self, index: int) -> Statute:
        statute = self.texts[index].statute
        assert statute is not None
        return statute


def _entry(passage: Passage, old: tuple[Address, ...], new: tuple[Address, ...]) -> HistoryEntry:
    rows = tuple(passage.rows_of(old, new))
    kind = next((row.kind for row in rows if row.kind is not RowKind.UNCHANGED), RowKind.UNCHANGED)
    if not old or not new:
        kind = RowKind.DELETED if old else RowKind.ADDED
    return HistoryEntry(passage.new, passage, kind, old, new, rows)
