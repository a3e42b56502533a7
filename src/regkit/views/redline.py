"""From a comparison to pages: both versions merged in one, or each by itself with its own marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from regkit.changes import Comparison, Nature, Row, Segment, new_text, old_text
from regkit.changes.redlining import redline
from regkit.model.address import Address
from regkit.model.flat import FlatProvision, FlatTree
from regkit.model.fronts import Front
from regkit.model.page import ROLE_OF_FRONT, Block, Mark, Page, Role, Run
from regkit.printing.layout import lines_of, own_blocks
from regkit.views.interleaving import (
    InterleavingStep,
    merge,
    merge_row,
    signatures,
    step_segments,
)

Natures = frozenset[Nature]
# Width and form of signs are no change to a reader.
USUALLY_HIDDEN: Natures = frozenset({Nature.TYPOGRAPHY})


def merged_runs(segments: Iterable[Segment], hidden: Natures = frozenset()) -> tuple[Run, ...]:
    """Segments as runs, deletions before insertions; of hidden changes only the new words, as if kept."""
    runs: list[Run] = []
    for each in segments:
        if each.kept or each.nature in hidden:
            runs.append(Run(each.new))
        else:
            runs += [Run(each.old, Mark.REMOVED), Run(each.new, Mark.ADDED)]
    return _joined(runs)


def merged_lines(segments: Iterable[Segment], hidden: Natures = frozenset()) -> tuple[Run, ...]:
    """Segments as runs that break lines where the new text does; where lines themselves went, old ones before new ones."""
    found = list(segments)
    if not any("\n" in each.old for each in found if not each.kept):
        return merged_runs(found, hidden)
    ours, theirs = old_text(found).split("\n"), new_text(found).split("\n")
    runs: list[Run] = []
    for what, start, end, first, last in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if what == "equal":
            runs.append(Run("".join(f"{line}\n" for line in theirs[first:last])))
        else:
            runs.append(Run("".join(f"{line}\n" for line in ours[start:end]), Mark.REMOVED))
            runs.append(Run("".join(f"{line}\n" for line in theirs[first:last]), Mark.ADDED))
    return _joined(runs)


def old_runs(segments: Iterable[Segment], hidden: Natures = frozenset()) -> tuple[Run, ...]:
    """The old text, with what is not in the new one marked as removed."""
    return _joined(
        Run(each.old, Mark.KEPT if each.kept or each.nature in hidden else Mark.REMOVED) for each in segments
    )


def new_runs(segments: Iterable[Segment], hidden: Natures = frozenset()) -> tuple[Run, ...]:
    """The new text, with what was not in the old one marked as added."""
    return _joined(
        Run(each.new, Mark.KEPT if each.kept or each.nature in hidden else Mark.ADDED) for each in segments
    )


def _joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    found: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        if found and found[-1].mark is run.mark:
            found[-1] = Run(found[-1].text + run.text, run.mark)
        else:
            found.append(run)
    return tuple(found)


def lay_out_changes(comparison: Comparison, hidden: Natures = USUALLY_HIDDEN) -> Page:
    """Both versions merged on one page: what was removed, added and kept, in the order of the new version."""
    return Page(tuple(_merged_blocks(comparison, hidden)))


def _merged_blocks(comparison: Comparison, hidden: Natures) -> Iterator[Block]:
    for change in comparison.fronts:
        if change.front is not Front.SIGNATURE:
            yield from _front(ROLE_OF_FRONT[change.front], merged_lines(change.segments, hidden))
    steps = list(merge(comparison))
    signed = signatures(comparison, steps)
    for index, step in enumerate(steps):
        yield from _front(Role.SIGNATURE, merged_lines(signed.get(index, ()), hidden))
        yield from _step_blocks(comparison, step, hidden)
    yield from _front(Role.SIGNATURE, merged_lines(signed.get(len(steps), ()), hidden))


def row_blocks(comparison: Comparison, row: Row, hidden: Natures = USUALLY_HIDDEN) -> Iterator[Block]:
    """What a row is about, old and new merged; of its articles only the new labels, where there are several."""
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
    """A step as blocks, with its own label as it was and is, or with another."""
    one = comparison.before[step.old] if step.old is not None else None
    two = comparison.after[step.new] if step.new is not None else None
    provision = two or one
    assert provision is not None
    segments = step_segments(comparison, step)
    yield from own_blocks(
        provision.level,
        comparison.new_addresses[step.new]
        if step.new is not None
        else comparison.old_addresses[step.old or 0],
        label if label is not None else between(one.label if one else None, two.label if two else None),
        between(one.heading if one else None, two.heading if two else None),
        _without_last_end(merged_lines(segments, hidden if one and two else frozenset())),
        run_in=provision.run_in,
        absent=Mark.REMOVED,
    )


def _without_last_end(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Runs without the line end after the last line."""
    if not runs or not runs[-1].text.endswith("\n"):
        return runs
    return _joined((*runs[:-1], Run(runs[-1].text[:-1], runs[-1].mark)))


def between(old: str | None, new: str | None) -> tuple[Run, ...]:
    """A label or a heading as it was and as it is: a label as a whole, in a heading the words."""
    if old == new:
        return (Run(new),) if new else ()
    return merged_runs(redline(old or "", new or ""))


def _front(role: Role, runs: tuple[Run, ...]) -> Iterator[Block]:
    for line in lines_of(runs):
        if line:
            yield Block(role=role, runs=line)


def old_blocks(
    comparison: Comparison, indexes: Iterable[int], hidden: Natures, *, alone: bool = False
) -> Iterator[Block]:
    """Provisions of the old version with all that they hold, with what became of their words marked.

    With `alone`, without what they hold.
    """
    pieces = comparison.text_changes
    for index in _with_descendants(indexes, comparison.old_tree, alone=alone):
        yield from _blocks(
            comparison.before[index],
            comparison.old_addresses[index],
            old_runs(pieces.segments_of_old(index), hidden),
            Mark.KEPT if comparison.relations.of_old(index) else Mark.REMOVED,
        )


def new_blocks(
    comparison: Comparison, indexes: Iterable[int], hidden: Natures, *, alone: bool = False
) -> Iterator[Block]:
    """Provisions of the new version with all that they hold, with what is new in their words marked.

    With `alone`, without what they hold.
    """
    pieces = comparison.text_changes
    for index in _with_descendants(indexes, comparison.new_tree, alone=alone):
        yield from _blocks(
            comparison.after[index],
            comparison.new_addresses[index],
            new_runs(pieces.segments_of_new(index), hidden),
            Mark.KEPT if comparison.relations.of_new(index) else Mark.ADDED,
        )


def _with_descendants(indexes: Iterable[int], tree: FlatTree, *, alone: bool) -> Iterator[int]:
    for index in indexes:
        yield from (index,) if alone else tree.subtree(index)


def _blocks(provision: FlatProvision, address: Address, runs: tuple[Run, ...], mark: Mark) -> Iterator[Block]:
    label = (Run(provision.label, mark),) if provision.label else ()
    heading = (Run(provision.heading, mark),) if provision.heading else ()
    yield from own_blocks(provision.level, address, label, heading, runs, run_in=provision.run_in)
