"""History: what happened to a law or to one provision of it, and which version brought each phrase of a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from regkit.changes import Comparison, Row, RowKind
from regkit.codes import ErrorCode
from regkit.errors import LibraryError
from regkit.library.blaming import Runs, origins
from regkit.library.rulings import compare_ruled
from regkit.library.versions import Version
from regkit.library.works import Work
from regkit.model.address import ROOT, Address
from regkit.model.levels import Level
from regkit.model.tree import Statute, walk


@dataclass(frozen=True)
class Passage:
    """From one version to the next of which there is a text.

    `skipped` are the versions between, whose texts are not in the library (文本未收录): what is told of the passage happened
    with one of them or with `new`.
    """

    old: Version
    new: Version
    skipped: tuple[Version, ...]
    comparison: Comparison

    def sources(self, news: Iterable[Address]) -> tuple[Address, ...]:
        """The old provisions that some new ones came from, in reading order."""
        came = {old for new in news for old in self.comparison.came_from.get(new, ())}
        return tuple(sorted(came, key=self._old_indexes.__getitem__))

    def destinations(self, olds: Iterable[Address]) -> tuple[Address, ...]:
        """The new provisions that some old ones went to, in reading order."""
        went = {new for old in olds for new in self.comparison.became[old]}
        return tuple(sorted(went, key=self._new_indexes.__getitem__))

    def rows_of(self, old: Iterable[Address], new: Iterable[Address]) -> list[Row]:
        """The rows that tell of some provisions themselves, not of what they stand in."""
        rows, above, by_old, by_new = self._rows
        found = {index for each in old for index in by_old.get(each, ())}
        found |= {index for each in new for index in by_new.get(each, ())}
        return [rows[index] for index in sorted(found) if found.isdisjoint(above[index])]

    @cached_property
    def _old_indexes(self) -> dict[Address, int]:
        return {address: index for index, address in enumerate(self.comparison.old_addresses)}

    @cached_property
    def _new_indexes(self) -> dict[Address, int]:
        return {address: index for index, address in enumerate(self.comparison.new_addresses)}

    @cached_property
    def _rows(self) -> tuple[list[Row], list[set[int]], dict[Address, list[int]], dict[Address, list[int]]]:
        """All rows, each before those within it; for each the places of those around it; and which tell of an address."""
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
    """What a version did to a provision, or to the whole law.

    `passage` is None for the first text and for a version without text. `old` and `new` are where the provision stood before
    and after it, `rows` what became of it on the way, whole articles or the 款, 项 and 目 themselves. `kind` is that of the first row,
    ADDED where it came in. Of a whole law nothing but the passage is told.
    """

    version: Version
    passage: Passage | None = None
    kind: RowKind | None = None
    old: tuple[Address, ...] = ()
    new: tuple[Address, ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Phrase:
    """A stretch of a text that one version brought, or one of those whose texts are missing before it (`perhaps`)."""

    text: str
    version: Version
    perhaps: tuple[Version, ...] = ()


@dataclass(frozen=True)
class Blamed:
    """A provision of a text and where its words come from; what stands below it is told of by itself."""

    address: Address
    level: Level
    label: str | None
    heading: tuple[Phrase, ...]
    phrases: tuple[Phrase, ...]


class History:
    """The texts of a work one after another, each compared with the next when that is first asked for."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.texts = tuple(version for version in work.versions if version.statute is not None)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """From each text to the next, the earliest first. Raises LibraryError for rulings that name what is not there."""
        return tuple(self._passage(old, new) for old, new in zip(self.texts, self.texts[1:], strict=False))

    def _passage(self, old: Version, new: Version) -> Passage:
        versions = self.work.versions
        indexes = self.work.indexes
        between = versions[indexes[old.dated] + 1 : indexes[new.dated]]
        assert old.statute is not None
        assert new.statute is not None
        rulings = new.rulings
        if rulings is not None and rulings.old is not None and rulings.old != old.dated:
            rulings = None
        path = Path(self.work.id, f"{new.dated}.rulings.toml")
        return Passage(old, new, between, compare_ruled(old.statute, new.statute, path, rulings))

    def log(
        self, address: Address | str | None = None, version: Version | None = None
    ) -> tuple[HistoryEntry, ...]:
        """What happened to the work, or to a provision of one of its versions (the last text, if none is named), newest first.

        A provision is followed both ways, through renumbering, splits and merges. Raises AddressError, and
        ProvisionNotFoundError where the text does not have it; LibraryError if there is no text.
        """
        if address is None:
            by_new = {passage.new.dated: passage for passage in self.passages}
            return tuple(
                HistoryEntry(version, by_new.get(version.dated)) for version in reversed(self.work.versions)
            )
        start = self._start(version)
        statute = self._statute(start)
        found, _ = statute.locate(address)
        entries = [*self._back(start, found), *self._forth(start, found)]
        return tuple(sorted(entries, key=lambda entry: entry.version.dated, reverse=True))

    def _back(self, start: int, address: Address) -> Iterator[HistoryEntry]:
        """How a provision came about."""
        now: tuple[Address, ...] = (address,)
        for passage in reversed(self.passages[:start]):
            came = passage.sources(now)
            yield _entry(passage, came, now)
            if not came:
                return
            now = came
        yield HistoryEntry(self.texts[0], new=now)

    def _forth(self, start: int, address: Address) -> Iterator[HistoryEntry]:
        """What became of it later."""
        now: tuple[Address, ...] = (address,)
        for passage in self.passages[start:]:
            went = passage.destinations(now)
            yield _entry(passage, now, went)
            if not went:
                return
            now = went

    def blame(
        self, address: Address | str | None = None, version: Version | None = None
    ) -> tuple[Blamed, ...]:
        """Each provision of a version (the last text, if none is named), or one with all that it holds, in reading order.

        Width and form of signs bring nothing: their words stay with the version that brought them. Raises as `log` does.
        """
        start = self._start(version)
        statute = self._statute(start)
        nodes = list(statute.walk())
        first, last = 0, len(nodes)
        if address is not None:
            where, provision = statute.locate(address)
            first = next(index for index, (each, _) in enumerate(nodes) if each == where)
            last = first + sum(1 for _ in walk(provision, ROOT))
        texts, headings = origins(self._statute(0), [each.comparison for each in self.passages[:start]])
        return tuple(
            Blamed(
                where,
                node.level,
                node.label,
                self._phrases(node.heading or "", headings[index]),
                self._phrases(node.text, texts[index]),
            )
            for index, (where, node) in enumerate(nodes[:last])
            if index >= first
        )

    def _phrases(self, text: str, runs: Runs) -> tuple[Phrase, ...]:
        phrases = []
        position = 0
        for length, number in runs:
            skipped = self.passages[number - 1].skipped if number else self._before_the_first
            phrases.append(Phrase(text[position : position + length], self.texts[number], skipped))
            position += length
        return tuple(phrases)

    @property
    def _before_the_first(self) -> tuple[Version, ...]:
        """The versions before the first text; what that text says may be from any of them."""
        return self.work.versions[: self.work.indexes[self.texts[0].dated]]

    def _start(self, version: Version | None) -> int:
        if not self.texts:
            raise LibraryError(
                f"《{self.work.title}》的文本都未收录；请先用 regkit add 收录。",
                code=ErrorCode.LIBRARY_NO_TEXT,
            )
        if version is None:
            return len(self.texts) - 1
        if version not in self.texts:
            raise LibraryError(
                f"《{self.work.title}》（{version.dated}）的文本未收录；请先用 regkit add 收录。",
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
