"""JSON: comparisons. The shapes are part of the contract in `json.py`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from regkit.changes import Comparison, Evidence, Nature, Replacement, Row, RowKind, new_text, old_text
from regkit.errors import Problem
from regkit.model.fronts import Front
from regkit.model.levels import Level
from regkit.model.page import Mark, Run
from regkit.views.redline import USUALLY_HIDDEN, Natures, merged_runs
from regkit.views.table import summary


class DiffRun(msgspec.Struct, frozen=True):
    """A stretch of words and what became of it."""

    text: str
    mark: Mark


class DiffRow(msgspec.Struct, frozen=True):
    """What became of a provision, or of several together.

    `old` and `new` are addresses as drafters write them. `certainty` is between 0 and 1: of all links of one certainty, about that share is
    right. `natures` say what the changes are. `also` are new addresses where the old provisions went besides `new`, in rows of their own.
    `redline` is the whole text of the row, what it holds by lines: deletions stand before insertions, what was kept is there
    once. `inner` are the rows of what stands below.
    """

    kind: RowKind
    level: Level
    old: tuple[str, ...]
    new: tuple[str, ...]
    certainty: float
    moved: bool
    natures: tuple[Nature, ...]
    evidence: tuple[Evidence, ...]
    also: tuple[str, ...]
    redline: tuple[DiffRun, ...]
    inner: tuple[DiffRow, ...]


class DiffFront(msgspec.Struct, frozen=True):
    """How title, 题注, 序言 … changed."""

    front: Front
    redline: tuple[DiffRun, ...]


class Diff(msgspec.Struct, frozen=True, tag_field="schema", tag="regkit.diff/1"):
    """What ``regkit diff --json`` prints for two versions.

    `rows` are those of articles, in the order of the new version, `headings` those of 编, 章 and 节. `changes` is the comparison as a value:
    `regkit.from_json_diff` reads it back, and it applies both ways.
    """

    old: str
    new: str
    title: str | None
    rows: tuple[DiffRow, ...] = ()
    headings: tuple[DiffRow, ...] = ()
    fronts: tuple[DiffFront, ...] = ()
    statistics: dict[str, int] = {}
    summary: str = ""
    replacements: tuple[Replacement, ...] = ()
    changes: Comparison | None = None
    problems: tuple[Problem, ...] = ()


class BecameRow(msgspec.Struct, frozen=True):
    """Where a provision went: 旧条号 → 新条号. `new` is empty for what was deleted."""

    level: Level
    old: str
    new: tuple[str, ...]


class Renumbering(msgspec.Struct, frozen=True, tag_field="schema", tag="regkit.renumbering/1"):
    """What ``regkit diff --concordance --json`` prints: for each provision of the old version, where it is now."""

    old: str
    new: str
    rows: tuple[BecameRow, ...]


class ImpactRow(msgspec.Struct, frozen=True):
    """A citation of a provision that is not as it was.

    `work` is null for a citation in the law's own text. `source` is where it stands, `target` what it cites, `became` where that is now; `fate` is
    one of ``renumbered``, ``changed``, ``divided`` and ``gone``. `followed` says whether the new text cites the right
    place, null where it has no such citation or in another work.
    """

    work: str | None
    source: str
    text: str
    target: str
    became: tuple[str, ...]
    fate: str
    followed: bool | None


class ImpactReport(msgspec.Struct, frozen=True, tag_field="schema", tag="regkit.impact/1"):
    """What ``regkit impact --json`` prints."""

    old: str
    new: str
    rows: tuple[ImpactRow, ...]


def to_diff(comparison: Comparison, old: str, new: str, hidden: Natures = USUALLY_HIDDEN) -> Diff:
    """A comparison for JSON; `old` and `new` name the versions. Changes of the `hidden` natures are not marked."""
    title = new_text(comparison.front(Front.TITLE).segments) or None
    rows = _JsonRows(comparison, hidden)
    return Diff(
        old=old,
        new=new,
        title=title,
        rows=tuple(map(rows.to_row, comparison.rows)),
        headings=tuple(map(rows.to_heading, comparison.headings)),
        fronts=tuple(
            DiffFront(each.front, _runs(merged_runs(each.segments)))
            for each in comparison.fronts
            if not all(segment.kept for segment in each.segments)
        ),
        statistics={kind.value: count for kind, count in comparison.statistics.items()},
        summary=summary(comparison),
        replacements=comparison.replacements,
        changes=comparison,
    )


def to_diff_row(comparison: Comparison, row: Row, hidden: Natures = USUALLY_HIDDEN) -> DiffRow:
    """One row of a comparison for JSON."""
    return _JsonRows(comparison, hidden).to_row(row)


def from_json_diff(text: str | bytes) -> Comparison:
    """The comparison in the JSON of `regkit diff`. Raises ValueError, with the place, for anything else."""
    changes = msgspec.json.decode(text, type=Diff).changes
    if changes is None:
        raise ValueError("this regkit.diff has no changes: the files could not be compared")
    return changes


def to_renumbering(comparison: Comparison, old: str, new: str) -> Renumbering:
    """Where each provision went, in the order of the old version."""
    return Renumbering(
        old,
        new,
        tuple(
            BecameRow(address.level, str(address), tuple(map(str, destinations)))
            for address, destinations in comparison.became.items()
        ),
    )


class _JsonRows:
    def __init__(self, comparison: Comparison, hidden: Natures) -> None:
        self._comparison, self._hidden = comparison, hidden

    def to_row(self, row: Row) -> DiffRow:
        lines = list(self._lines(row))
        return self._shaped(row, tuple(map(self.to_row, row.inner)), _runs(_as_lines(lines)))

    def to_heading(self, row: Row) -> DiffRow:
        before = [self._comparison.before[index].heading or "" for index in row.old_indexes]
        after = [self._comparison.after[index].heading or "" for index in row.new_indexes]
        runs = [Run(text, Mark.KEPT) for text in after] if before == after else []
        runs = runs or [
            *(Run(text, Mark.REMOVED) for text in before),
            *(Run(text, Mark.ADDED) for text in after),
        ]
        return self._shaped(row, (), _runs(runs))

    def _shaped(self, row: Row, inner: tuple[DiffRow, ...], redline: tuple[DiffRun, ...]) -> DiffRow:
        return DiffRow(
            kind=row.kind,
            level=row.level,
            old=tuple(map(str, row.old)),
            new=tuple(map(str, row.new)),
            certainty=row.certainty,
            moved=row.moved,
            natures=row.natures,
            evidence=row.evidence,
            also=tuple(map(str, row.also)),
            redline=redline,
            inner=inner,
        )

    def _lines(self, row: Row) -> Iterator[tuple[Run, ...]]:
        """The texts of a row and of the rows below it."""
        if row.kind in (RowKind.ADDED, RowKind.DELETED):
            texts = list(self._whole(row))
            # What it holds of other provisions is told of in rows of its own.
            yield from texts[:1] if row.inner else texts
        elif row.level is not Level.ARTICLE:
            for index in row.new_indexes:
                yield merged_runs(self._comparison.text_changes.segments_of_new(index), self._hidden)
        for inner in row.inner:
            yield from self._lines(inner)

    def _whole(self, row: Row) -> Iterator[tuple[Run, ...]]:
        changes = self._comparison.text_changes
        if row.kind is RowKind.ADDED:
            for index in self._comparison.new_tree.subtree(row.new_indexes[0]):
                yield (Run(new_text(changes.segments_of_new(index)), Mark.ADDED),)
        else:
            for index in self._comparison.old_tree.subtree(row.old_indexes[0]):
                yield (Run(old_text(changes.segments_of_old(index)), Mark.REMOVED),)


def _as_lines(lines: Iterable[tuple[Run, ...]]) -> Iterator[Run]:
    """Lines as one sequence of runs, the line ends marked as what they part."""
    first = True
    for line in lines:
        runs = [run for run in line if run.text]
        if not runs:
            continue
        marks = {run.mark for run in runs}
        if not first:
            yield Run("\n", marks.pop() if len(marks) == 1 else Mark.KEPT)
        yield from runs
        first = False


def _runs(runs: Iterable[Run]) -> tuple[DiffRun, ...]:
    found: list[DiffRun] = []
    for run in runs:
        if found and found[-1].mark is run.mark:
            found[-1] = DiffRun(found[-1].text + run.text, run.mark)
        elif run.text:
            found.append(DiffRun(run.text, run.mark))
    return tuple(found)
