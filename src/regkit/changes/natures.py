"""What changes are: of substance, or only what follows from others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from regkit.changes.segments import Nature, Segment, Segments, joined, new_text, old_text
from regkit.citations import Citation, CitationKind
from regkit.model.address import Address

# Words that were replaced in so many places, and that hardly any place still has, were replaced throughout.
_PLACES = 3
_STILL_THERE = 0.1
_LONGEST, _SHORTEST = 20, 2


class Replacement(msgspec.Struct, frozen=True):
    """Words that the new version has wherever the old one had others, and in how many provisions."""

    old: str
    new: str
    places: int


def mark_citations(
    segments: Segments,
    ours: Sequence[Citation],
    theirs: Sequence[Citation],
    became: Mapping[Address, frozenset[Address]],
) -> Segments:
    """The segments of one text with those changes marked that only follow provisions to their new numbers.

    `ours` and `theirs` are the internal citations in its old and its new form.
    """
    found = segments
    for one in ours:
        starts, ends = _reached(found, one.start), _reached(found, one.end)
        for two in theirs:
            if (
                two.start in starts
                and two.end in ends
                and one.text != two.text
                and _follows(one, two, became)
            ):
                found = _as_one(found, one, two)
                break
    return found


def _reached(segments: Segments, offset: int) -> tuple[int, ...]:
    """Where in the new text a place of the old one may be: between two changes, on either side of what was inserted."""
    before = after = 0
    reached: list[int] = []
    for each in segments:
        end = before + len(each.old)
        if before == offset:
            reached.append(after)
        elif before < offset < end:
            return (after + offset - before,) if each.kept else ()
        before = end
        after += len(each.new)
    return (*reached, after) if before == offset else tuple(reached)


def _as_one(segments: Segments, one: Citation, two: Citation) -> Segments:
    """The segments with a citation as one change, but for the words with which both begin (本条例)."""
    begin = 0
    while one.text[begin] == two.text[begin] != "第":
        begin += 1
    old, new = old_text(segments), new_text(segments)
    before, _ = _cut(segments, one.start + begin, two.start + begin)
    _, rest = _cut(segments, one.end, two.end)
    changed = Segment(old[one.start + begin : one.end], new[two.start + begin : two.end], Nature.CITATION)
    found = joined((*before, changed, *rest))
    # A citation whose ends the changes cut across stays as it is.
    return found if old_text(found) == old and new_text(found) == new else segments


def _cut(segments: Segments, old: int, new: int) -> tuple[Segments, Segments]:
    """The segments before and after a place of both texts, which lies between two or in a kept one."""
    first: list[Segment] = []
    one = two = 0
    for number, each in enumerate(segments):
        if one == old and two == new:
            return tuple(first), segments[number:]
        if one < old < one + len(each.old) and each.kept:
            length = old - one
            head, tail = each.old[:length], each.old[length:]
            return (*first, Segment(head, head)), (Segment(tail, tail), *segments[number + 1 :])
        first.append(each)
        one += len(each.old)
        two += len(each.new)
    return tuple(first), ()


def _follows(one: Citation, two: Citation, became: Mapping[Address, frozenset[Address]]) -> bool:
    """Whether the second cites what the first did, wherever that is now."""
    if not one.targets or one.unresolved or two.unresolved:
        return False
    meant = [became.get(target, frozenset()) for target in one.targets]
    cited = set(two.targets)
    return all(meant) and all(each & cited for each in meant) and cited <= frozenset().union(*meant)


def internal_by_index(citations: Iterable[Citation]) -> dict[int, list[Citation]]:
    """The internal citations in provisions, by the index of the provision that they stand in."""
    found: dict[int, list[Citation]] = defaultdict(list)
    for each in citations:
        if each.kind is CitationKind.INTERNAL and each.index is not None:
            found[each.index].append(each)
    return found


def find_replacements(texts: Iterable[Segments], old: str, new: str) -> tuple[Replacement, ...]:
    """The words that were replaced throughout, from all changed texts and all words of both versions."""
    counts: Counter[tuple[str, str]] = Counter()
    for segments in texts:
        counts.update(
            {
                (each.old, each.new)
                for each in segments
                if not each.kept and each.nature is Nature.SUBSTANCE and _may_be_word(each.old, each.new)
            }
        )
    return tuple(
        Replacement(before, after, count)
        for (before, after), count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        if count >= _PLACES and _is_gone(before, after, old, new)
    )


def _may_be_word(before: str, after: str) -> bool:
    return (
        _SHORTEST <= len(before) <= _LONGEST
        and _SHORTEST <= len(after) <= _LONGEST
        and "\n" not in before + after
    )


def _is_gone(before: str, after: str, old: str, new: str) -> bool:
    """Whether hardly any place of the new version still has the old words, outside of the new ones."""
    left = new.count(before) - (new.count(after) if before in after else 0)
    return left <= _STILL_THERE * old.count(before)


def mark_replacements(segments: Segments, replacements: Iterable[Replacement]) -> Segments:
    """The segments with those changes marked that were made throughout."""
    known = {(each.old, each.new) for each in replacements}
    return tuple(
        Segment(each.old, each.new, Nature.REPLACEMENT)
        if not each.kept and each.nature is Nature.SUBSTANCE and (each.old, each.new) in known
        else each
        for each in segments
    )
