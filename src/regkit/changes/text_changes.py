"""Text changes: which part of which old text became which part of which new text.

Most texts became one text. Where two were merged or one was split, the longer one is cut, so that each change
has one old and one new side, and every text consists of its changes in order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from regkit.changes.segments import (
    Segment,
    Segments,
    composed,
    cut_at_new,
    cut_at_old,
    inverted,
    joined,
    new_text,
    old_text,
)


class TextChange(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """How a part of an old text became a part of a new one.

    - `old`, `new`: the indexes of the two provisions; None where the text was added or deleted.
    - `segments`: what was kept, inserted and deleted; their length is that of the parts.
    - `old_start`, `new_start`: where the parts begin in their texts, in characters.
    """

    old: int | None
    new: int | None
    segments: Segments
    old_start: int = 0
    new_start: int = 0


# A side without text, for `max` over no changes and for changes without counterpart.
_NOTHING = TextChange(None, None, ())


class TextChanges:
    """All text changes of a comparison, by the provisions of both versions."""

    def __init__(self, texts: Iterable[TextChange]) -> None:
        self._of_old: dict[int, list[TextChange]] = defaultdict(list)
        self._of_new: dict[int, list[TextChange]] = defaultdict(list)
        for change in texts:
            if change.old is not None:
                self._of_old[change.old].append(change)
            if change.new is not None:
                self._of_new[change.new].append(change)
        for changes in self._of_old.values():
            changes.sort(key=lambda change: change.old_start)
        for changes in self._of_new.values():
            changes.sort(key=lambda change: change.new_start)

    def of_old(self, index: int) -> Sequence[TextChange]:
        """The changes of an old text, in its order."""
        return self._of_old.get(index, ())

    def of_new(self, index: int) -> Sequence[TextChange]:
        """The changes of a new text, in its order."""
        return self._of_new.get(index, ())

    def segments_of_old(self, index: int) -> Segments:
        """The segments of an old text: what became of it, in whatever provisions."""
        return joined(segment for change in self.of_old(index) for segment in change.segments)

    def segments_of_new(self, index: int) -> Segments:
        """The segments of a new text: where it came from, from whatever provisions."""
        return joined(segment for change in self.of_new(index) for segment in change.segments)

    def sources(self, index: int) -> list[int]:
        """The indexes of the old provisions whose text a new one has, in walking order."""
        return sorted({change.old for change in self.of_new(index) if change.old is not None})

    def destinations(self, index: int) -> list[int]:
        """The indexes of the new provisions that an old text went to, in walking order."""
        return sorted({change.new for change in self.of_old(index) if change.new is not None})

    def source(self, index: int) -> int | None:
        """The old provision from which the most characters of a new one were kept; None if it was added."""
        return max(
            (change for change in self.of_new(index) if change.old is not None), key=_weight, default=_NOTHING
        ).old

    def destination(self, index: int) -> int | None:
        """The new provision in which the most characters of an old one were kept; None if it was deleted."""
        return max(
            (change for change in self.of_old(index) if change.new is not None), key=_weight, default=_NOTHING
        ).new


def _weight(change: TextChange) -> tuple[int, int]:
    """A sort key: how many characters a change keeps, among equals the one nearer to the beginnings."""
    kept = sum(len(segment.old) for segment in change.segments if segment.kept)
    return kept, -(change.old_start + change.new_start)


def inverted_changes(texts: Iterable[TextChange]) -> tuple[TextChange, ...]:
    """The changes that lead from the new version back to the old one."""
    return in_order(
        TextChange(change.new, change.old, inverted(change.segments), change.new_start, change.old_start)
        for change in texts
    )


def in_order(texts: Iterable[TextChange]) -> tuple[TextChange, ...]:
    """The changes in the order of the new version, deletions last in the order of the old one."""
    return tuple(
        sorted(
            texts,
            key=lambda change: (
                change.new is None,
                change.new or 0,
                change.new_start,
                change.old or 0,
                change.old_start,
            ),
        )
    )


def merged_changes(olds: Sequence[tuple[int, str]], new: int, segments: Segments) -> list[TextChange]:
    """The changes of the new text with index `new`, which was merged from several old ones.

    `olds` are the indexes and texts of the old ones, in order; `segments` lead from these texts, joined, to
    the new one.
    """
    changes: list[TextChange] = []
    rest = segments
    start = 0
    for old, text in olds:
        part, rest = cut_at_old(rest, len(text)) if (old, text) != olds[-1] else (rest, ())
        changes.append(TextChange(old, new, joined(part), 0, start))
        start += len(new_text(part))
    return changes


def composed_changes(first: Iterable[TextChange], second: Iterable[TextChange]) -> tuple[TextChange, ...]:
    """The changes of two comparisons in a row as those of one; each text between is cut where either cuts it."""
    first_changes, second_changes = TextChanges(first), TextChanges(second)
    changes = [change for change in first if change.new is None]
    changes += [change for change in second if change.old is None]
    between = {change.new for change in first if change.new is not None}
    for index in sorted(between):
        first_left, second_left = list(first_changes.of_new(index)), list(second_changes.of_old(index))
        while first_left and second_left:
            first_change, second_change = first_left.pop(0), second_left.pop(0)
            length = min(len(new_text(first_change.segments)), len(old_text(second_change.segments)))
            last = not first_left and not second_left
            first_change, first_rest = (
                (first_change, None) if last else _cut(first_change, length, at_new=True)
            )
            second_change, second_rest = (
                (second_change, None) if last else _cut(second_change, length, at_new=False)
            )
            first_left[:0] = [first_rest] if first_rest else []
            second_left[:0] = [second_rest] if second_rest else []
            changes += _change_between(
                first_change, second_change, composed(first_change.segments, second_change.segments)
            )
        # Changes that are left have no characters in the text between.
        changes += [
            composite
            for change in first_left
            for composite in _change_between(change, _NOTHING, change.segments)
        ]
        changes += [
            composite
            for change in second_left
            for composite in _change_between(_NOTHING, change, change.segments)
        ]
    return in_order(changes)


def _change_between(first: TextChange, second: TextChange, segments: Segments) -> list[TextChange]:
    """A list of the change from the old side of `first` to the new side of `second`; empty if both are missing."""
    if first.old is None and second.new is None:
        return []
    return [
        TextChange(
            first.old,
            second.new,
            segments,
            first.old_start if first.old is not None else 0,
            second.new_start if second.new is not None else 0,
        )
    ]


def _cut(change: TextChange, length: int, *, at_new: bool) -> tuple[TextChange, TextChange | None]:
    """A change cut after `length` characters of its new (`at_new`) or old text; the second part is None if empty."""
    before, after = (cut_at_new if at_new else cut_at_old)(change.segments, length)
    if not after:
        return change, None
    return (
        TextChange(change.old, change.new, before, change.old_start, change.new_start),
        TextChange(
            change.old,
            change.new,
            after,
            change.old_start + len(old_text(before)),
            change.new_start + len(new_text(before)),
        ),
    )


def split_changes(old: int, news: Sequence[tuple[int, str]], segments: Segments) -> list[TextChange]:
    """The changes of the old text with index `old`, which was split into several new ones.

    `news` are the indexes and texts of the new ones, in order; `segments` lead from the old text to these
    texts, joined.
    """
    return list(inverted_changes(merged_changes(news, old, inverted(segments))))


def kept_of(segments: Iterable[Segment]) -> int:
    """How many characters the segments keep."""
    return sum(len(segment.old) for segment in segments if segment.kept)
