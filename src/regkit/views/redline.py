"""A comparison as blocks of a page: both versions merged, or each version by itself with its changes marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from regkit.changes import Comparison, Nature, Row, Segment, new_text, old_text
from regkit.changes.redlining import redline
from regkit.model.address import Address
from regkit.model.flat import FlatProvision, FlatTree
from regkit.model.fronts import Front
from regkit.model.page import ROLE_OF_FRONT, Block, Mark, Page, Role, Run
from regkit.printing.layout import blocks_of_provision, lines_of
from regkit.views.interleaving import (
    InterleavingStep,
    merge,
    merge_row,
    signatures,
    step_segments,
)

Natures = frozenset[Nature]
# The width of characters and variants of punctuation marks are not changes to a reader.
USUALLY_HIDDEN: Natures = frozenset({Nature.TYPOGRAPHY})


def merged_runs(segments: Iterable[Segment], hidden: Natures = frozenset()) -> tuple[Run, ...]:
    """Segments as runs, deletions before insertions; hidden changes show the new words only, unmarked."""
    runs: list[Run] = []
    for segment in segments:
        if segment.kept or segment.nature in hidden:
            runs.append(Run(segment.new))
        else:
            runs += [Run(segment.old, Mark.REMOVED), Run(segment.new, Mark.ADDED)]
    return _joined(runs)


def merged_lines(segments: Iterable[Segment], hidden: Natures = frozenset()) -> tuple[Run, ...]:
    """Segments as runs that break lines where the new text does.

    If deletions contain line breaks, whole lines are compared: old ones stand before the new ones that
    replace them.
    """
    changes = list(segments)
    if not any("\n" in segment.old for segment in changes if not segment.kept):
        return merged_runs(changes, hidden)
    old_lines, new_lines = old_text(changes).split("\n"), new_text(changes).split("\n")
    runs: list[Run] = []
    for operation, old_start, old_end, new_start, new_end in SequenceMatcher(
        None, old_lines, new_lines, autojunk=False
    ).get_opcodes():
        if operation == "equal":
            runs.append(Run("".join(f"{line}\n" for line in new_lines[new_start:new_end])))
        else:
            runs.append(Run("".join(f"{line}\n" for line in old_lines[old_start:old_end]), Mark.REMOVED))
            runs.append(Run("".join(f"{line}\n" for line in new_lines[new_start:new_end]), Mark.ADDED))
    return _joined(runs)


def old_runs(segments: Iterable[Segment], hidden: Natures = frozenset()) -> tuple[Run, ...]:
    """The old text, with deleted and replaced words marked as removed; hidden changes are not marked."""
    return _joined(
        Run(segment.old, Mark.KEPT if segment.kept or segment.nature in hidden else Mark.REMOVED)
        for segment in segments
    )


def new_runs(segments: Iterable[Segment], hidden: Natures = frozenset()) -> tuple[Run, ...]:
    """The new text, with inserted and replacing words marked as added; hidden changes are not marked."""
    return _joined(
        Run(segment.new, Mark.KEPT if segment.kept or segment.nature in hidden else Mark.ADDED)
        for segment in segments
    )


def _joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The runs without empty ones, neighbours with the same mark joined."""
    merged: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        if merged and merged[-1].mark is run.mark:
            merged[-1] = Run(merged[-1].text + run.text, run.mark)
        else:
            merged.append(run)
    return tuple(merged)


def lay_out_changes(comparison: Comparison, hidden: Natures = USUALLY_HIDDEN) -> Page:
    """Both versions merged on one page, with removed and added words marked, in the order of the new version.

    Changes of the `hidden` natures are not marked.
    """
    return Page(tuple(_merged_blocks(comparison, hidden)))


def _merged_blocks(comparison: Comparison, hidden: Natures) -> Iterator[Block]:
    for change in comparison.fronts:
        if change.front is not Front.SIGNATURE:
            yield from _front_blocks(ROLE_OF_FRONT[change.front], merged_lines(change.segments, hidden))
    steps = list(merge(comparison))
    signed = signatures(comparison, steps)
    for index, step in enumerate(steps):
        yield from _front_blocks(Role.SIGNATURE, merged_lines(signed.get(index, ()), hidden))
        yield from _step_blocks(comparison, step, hidden)
    yield from _front_blocks(Role.SIGNATURE, merged_lines(signed.get(len(steps), ()), hidden))


def row_blocks(comparison: Comparison, row: Row, hidden: Natures = USUALLY_HIDDEN) -> Iterator[Block]:
    """The provisions of a row as blocks, old and new merged.

    Articles have labels, the new ones, only if the row has several new articles.
    """
    several = len(row.new_indexes) > 1
    for step in merge_row(comparison, row):
        if step.old in row.old_indexes or step.new in row.new_indexes:
            label = comparison.after[step.new].label if several and step.new is not None else None
            yield from _step_blocks(comparison, step, hidden, (Run(label),) if label else ())
        else:
            yield from _step_blocks(comparison, step, hidden)


def _step_blocks(
    comparison: Comparison, step: InterleavingStep, hidden: Natures, label: tuple[Run, ...] | None = None
) -> Iterator[Block]:
    """A step as blocks.

    The label is that of both versions, with its change marked, unless another `label` is given.
    """
    old = comparison.before[step.old] if step.old is not None else None
    new = comparison.after[step.new] if step.new is not None else None
    provision = new or old
    assert provision is not None
    segments = step_segments(comparison, step)
    yield from blocks_of_provision(
        provision.level,
        comparison.new_addresses[step.new]
        if step.new is not None
        else comparison.old_addresses[step.old or 0],
        label if label is not None else between(old.label if old else None, new.label if new else None),
        between(old.heading if old else None, new.heading if new else None),
        _without_final_line_break(merged_lines(segments, hidden if old and new else frozenset())),
        run_in=provision.run_in,
        absent=Mark.REMOVED,
    )


def _without_final_line_break(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The runs without a line break at the end."""
    if not runs or not runs[-1].text.endswith("\n"):
        return runs
    return _joined((*runs[:-1], Run(runs[-1].text[:-1], runs[-1].mark)))


def between(old: str | None, new: str | None) -> tuple[Run, ...]:
    """A label or heading as runs with its change marked; a label is replaced as a whole, a heading by words."""
    if old == new:
        return (Run(new),) if new else ()
    return merged_runs(redline(old or "", new or ""))


def _front_blocks(role: Role, runs: tuple[Run, ...]) -> Iterator[Block]:
    """A front as blocks of one role, one for each line that is not empty."""
    for line in lines_of(runs):
        if line:
            yield Block(role=role, runs=line)


def old_blocks(
    comparison: Comparison, indexes: Iterable[int], hidden: Natures, *, alone: bool = False
) -> Iterator[Block]:
    """Provisions of the old version and their descendants as blocks, with deleted and replaced words marked.

    With `alone`, without descendants. Labels and headings are marked where the provision was deleted.
    """
    changes = comparison.text_changes
    for index in _with_descendants(indexes, comparison.old_tree, alone=alone):
        yield from _blocks(
            comparison.before[index],
            comparison.old_addresses[index],
            old_runs(changes.segments_of_old(index), hidden),
            Mark.KEPT if comparison.relations.of_old(index) else Mark.REMOVED,
        )


def new_blocks(
    comparison: Comparison, indexes: Iterable[int], hidden: Natures, *, alone: bool = False
) -> Iterator[Block]:
    """Provisions of the new version and their descendants as blocks, with inserted and replacing words marked.

    With `alone`, without descendants. Labels and headings are marked where the provision was added.
    """
    changes = comparison.text_changes
    for index in _with_descendants(indexes, comparison.new_tree, alone=alone):
        yield from _blocks(
            comparison.after[index],
            comparison.new_addresses[index],
            new_runs(changes.segments_of_new(index), hidden),
            Mark.KEPT if comparison.relations.of_new(index) else Mark.ADDED,
        )


def _with_descendants(indexes: Iterable[int], tree: FlatTree, *, alone: bool) -> Iterator[int]:
    for index in indexes:
        yield from (index,) if alone else tree.subtree(index)


def _blocks(provision: FlatProvision, address: Address, runs: tuple[Run, ...], mark: Mark) -> Iterator[Block]:
    label = (Run(provision.label, mark),) if provision.label else ()
    heading = (Run(provision.heading, mark),) if provision.heading else ()
    yield from blocks_of_provision(provision.level, address, label, heading, runs, run_in=provision.run_in)
