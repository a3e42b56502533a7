"""The JSON of `regkit diff` and `regkit impact`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from regkit.arguments import require
from regkit.changes import Comparison, Evidence, Nature, Replacement, Row, RowKind, new_text, old_text
from regkit.contracts.inputs import InputProblem
from regkit.model.fronts import Front
from regkit.model.levels import Level
from regkit.model.page import Mark, Run
from regkit.views.redline import USUALLY_HIDDEN, Natures, merged_runs
from regkit.views.table import summary


class DiffRun(msgspec.Struct, frozen=True):
    """A span of characters.

    - `text`: its characters.
    - `mark`: whether they were kept, removed or added.
    """

    text: str
    mark: Mark


class DiffRow(msgspec.Struct, frozen=True):
    """What became of a provision, or of several together.

    - `kind`: what became of it.
    - `level`: its level.
    - `old`, `new`: the addresses in either version, in Chinese.
    - `certainty`: from 0 to 1; of all links with the same certainty, about this share is right.
    - `moved`: whether it stands in another order.
    - `natures`: the natures of its changes.
    - `evidence`: what supports each link.
    - `also`: new addresses where parts of the old provisions went besides `new`, in rows of their own.
    - `redline`: the whole text of the row and of the rows below, by lines; deletions stand before insertions.
    - `inner`: the rows of the provisions below.
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
    """How a front (title, 题注, 序言 …) changed.

    - `front`: which one.
    - `redline`: its text; deletions stand before insertions.
    """

    front: Front
    redline: tuple[DiffRun, ...]


class Diff(msgspec.Struct, frozen=True, tag_field="schema", tag="regkit.diff/1"):
    """The line of ``regkit diff --json`` for two versions.

    - `old`, `new`: the names of the versions.
    - `title`: the title of the new version.
    - `rows`: the rows of articles, in the order of the new version.
    - `headings`: the rows of 编, 章 and 节.
    - `fronts`: the fronts that changed.
    - `statistics`: how many rows there are of each kind.
    - `summary`: the statistics as a Chinese sentence.
    - `replacements`: words that were replaced throughout.
    - `changes`: the whole comparison, which `regkit.from_json_diff` reads back; it applies in both
      directions.
    - `problems`: the problems of both texts, among them what of a file was not read and so not compared.
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
    problems: tuple[InputProblem, ...] = ()


class BecameRow(msgspec.Struct, frozen=True):
    """What a provision became: 旧条号 → 新条号.

    - `level`: the level of the old provision.
    - `old`: its address, in Chinese.
    - `new`: the addresses that it became; none if it was deleted.
    """

    level: Level
    old: str
    new: tuple[str, ...]


class Renumbering(msgspec.Struct, frozen=True, tag_field="schema", tag="regkit.renumbering/1"):
    """The line of ``regkit diff --renumbering --json``: what each provision of the old version became.

    - `old`, `new`: the names of the versions.
    - `rows`: a row for each old provision, in order.
    - `problems`: the problems of both texts.
    """

    old: str
    new: str
    rows: tuple[BecameRow, ...]
    problems: tuple[InputProblem, ...] = ()


class ImpactRow(msgspec.Struct, frozen=True):
    """A citation of a provision that changed.

    - `work`: the citing work; null for a citation in the law itself.
    - `source`: the eId of the provision that the citation stands in, or the name of a front.
    - `text`: the citation as printed.
    - `target`: the address that it cites.
    - `became`: the addresses that the cited provision became.
    - `fate`: ``renumbered``, ``changed``, ``divided`` or ``gone``.
    - `followed`: whether the new text cites the right provision; null in another work, for a deleted
      provision, and if the new text no longer has the citation.
    """

    work: str | None
    source: str
    text: str
    target: str
    became: tuple[str, ...]
    fate: str
    followed: bool | None


class ImpactReport(msgspec.Struct, frozen=True, tag_field="schema", tag="regkit.impact/1"):
    """The line of ``regkit impact --json``.

    - `old`, `new`: the names of the versions.
    - `rows`: the citations of provisions that changed.
    - `problems`: the problems of both texts.
    """

    old: str
    new: str
    rows: tuple[ImpactRow, ...]
    problems: tuple[InputProblem, ...] = ()


def to_diff(
    comparison: Comparison,
    old: str,
    new: str,
    hidden: Natures = USUALLY_HIDDEN,
    problems: tuple[InputProblem, ...] = (),
) -> Diff:
    """A comparison for JSON.

    `old` and `new` are the names of the versions, `problems` those of their texts. Changes of the `hidden` natures are not marked.
    """
    title = new_text(comparison.front(Front.TITLE).segments) or None
    rows = _JsonRows(comparison, hidden)
    return Diff(
        old=old,
        new=new,
        title=title,
        rows=tuple(map(rows.to_row, comparison.rows)),
        headings=tuple(map(rows.to_heading, comparison.headings)),
        fronts=tuple(
            DiffFront(change.front, _runs(merged_runs(change.segments)))
            for change in comparison.fronts
            if not all(segment.kept for segment in change.segments)
        ),
        statistics={kind.value: count for kind, count in comparison.statistics.items()},
        summary=summary(comparison),
        replacements=comparison.replacements,
        changes=comparison,
        problems=problems,
    )


def to_diff_row(comparison: Comparison, row: Row, hidden: Natures = USUALLY_HIDDEN) -> DiffRow:
    """One row of a comparison for JSON; changes of `hidden` natures are not marked."""
    return _JsonRows(comparison, hidden).to_row(row)


def from_json_diff(text: str | bytes) -> Comparison:
    """The comparison in the JSON of `regkit diff`.

    Raises ValueError, with one Chinese sentence that says where the text is wrong, for anything else.
    """
    require(
        text,
        (bytes, str),
        "from_json_diff",
        "JSON as text or bytes",
        "Path.read_bytes() gives that of a file",
    )
    try:
        changes = msgspec.json.decode(text, type=Diff).changes
    except (msgspec.DecodeError, UnicodeError) as error:
        raise ValueError(f"这不是 regkit diff --json 的输出（{error}）。") from None
    if changes is None:
        raise ValueError("这份 regkit diff 的输出里没有修改：它的文件不能比较。")
    return changes


def to_renumbering(
    comparison: Comparison, old: str, new: str, problems: tuple[InputProblem, ...] = ()
) -> Renumbering:
    """What each provision of the old version became, in order, for JSON."""
    return Renumbering(
        old,
        new,
        tuple(
            BecameRow(address.level, str(address), tuple(map(str, destinations)))
            for address, destinations in comparison.became.items()
        ),
        problems,
    )


class _JsonRows:
    """Makes the rows of a comparison for JSON."""

    def __init__(self, comparison: Comparison, hidden: Natures) -> None:
        self._comparison, self._hidden = comparison, hidden

    def to_row(self, row: Row) -> DiffRow:
        lines = list(self._lines(row))
        return self._diff_row(row, tuple(map(self.to_row, row.inner)), _runs(_as_lines(lines)))

    def to_heading(self, row: Row) -> DiffRow:
        before = [self._comparison.before[index].heading or "" for index in row.old_indexes]
        after = [self._comparison.after[index].heading or "" for index in row.new_indexes]
        runs = [Run(text, Mark.KEPT) for text in after] if before == after else []
        runs = runs or [
            *(Run(text, Mark.REMOVED) for text in before),
            *(Run(text, Mark.ADDED) for text in after),
        ]
        return self._diff_row(row, (), _runs(runs))

    def _diff_row(self, row: Row, inner: tuple[DiffRow, ...], redline: tuple[DiffRun, ...]) -> DiffRow:
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
        """Yield the texts of a row and of the rows below it, a text at a time."""
        if row.kind in (RowKind.ADDED, RowKind.DELETED):
            texts = list(self._whole(row))
            # If parts of it came from or went to other provisions, the rows below have the rest of the text.
            yield from texts[:1] if row.inner else texts
        elif row.level is not Level.ARTICLE:
            for index in row.new_indexes:
                yield merged_runs(self._comparison.text_changes.segments_of_new(index), self._hidden)
        for inner in row.inner:
            yield from self._lines(inner)

    def _whole(self, row: Row) -> Iterator[tuple[Run, ...]]:
        """Yield the texts of an added or deleted provision and its descendants."""
        changes = self._comparison.text_changes
        if row.kind is RowKind.ADDED:
            for index in self._comparison.new_tree.subtree(row.new_indexes[0]):
                yield (Run(new_text(changes.segments_of_new(index)), Mark.ADDED),)
        else:
            for index in self._comparison.old_tree.subtree(row.old_indexes[0]):
                yield (Run(old_text(changes.segments_of_old(index)), Mark.REMOVED),)


def _as_lines(lines: Iterable[tuple[Run, ...]]) -> Iterator[Run]:
    """Yield lines as one sequence of runs; a line break has the mark of the line after it, if that has only one."""
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
    """Runs for JSON; neighbours with the same mark are joined."""
    merged: list[DiffRun] = []
    for run in runs:
        if merged and merged[-1].mark is run.mark:
            merged[-1] = DiffRun(merged[-1].text + run.text, run.mark)
        elif run.text:
            merged.append(DiffRun(run.text, run.mark))
    return tuple(merged)
