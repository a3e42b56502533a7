"""The natures of changes: of substance, or only a consequence (citations renumbered, words replaced throughout)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from regkit.changes.segments import Nature, Segment, Segments, joined, new_text, old_text
from regkit.citations import Citation, CitationKind
from regkit.model.address import Address

# Words were replaced throughout if they were replaced in at least this many texts, and if at most this share of their old
# occurrences is left.
_LEAST_TEXTS = 3
_MOST_LEFT = 0.1
# How many characters the old and the new words may have.
_LONGEST, _SHORTEST = 20, 2


class Replacement(msgspec.Struct, frozen=True):
    """Words that were replaced throughout the statute.

    - `old`, `new`: the words before and after.
    - `places`: in how many texts they were replaced; several replacements within one text count once.
    """

    old: str
    new: str
    places: int


def mark_citations(
    segments: Segments,
    old_citations: Sequence[Citation],
    new_citations: Sequence[Citation],
    became: Mapping[Address, frozenset[Address]],
) -> Segments:
    """The segments of one text, with changes marked that only follow cited provisions to their new numbers.

    `old_citations` and `new_citations` are the internal citations in its old and its new form.
    """
    marked = segments
    for old_citation in old_citations:
        starts, ends = _new_offsets(marked, old_citation.start), _new_offsets(marked, old_citation.end)
        for new_citation in new_citations:
            if (
                new_citation.start in starts
                and new_citation.end in ends
                and old_citation.text != new_citation.text
                and _follows(old_citation, new_citation, became)
            ):
                marked = _with_one_change(marked, old_citation, new_citation)
                break
    return marked


def _new_offsets(segments: Segments, offset: int) -> tuple[int, ...]:
    """The offsets in the new text that an offset in the old text corresponds to.

    There are several at an insertion (before and after it), and none inside replaced words.
    """
    old_position = new_position = 0
    offsets: list[int] = []
    for segment in segments:
        end = old_position + len(segment.old)
        if old_position == offset:
            offsets.append(new_position)
        elif old_position < offset < end:
            return (new_position + offset - old_position,) if segment.kept else ()
        old_position = end
        new_position += len(segment.new)
    return (*offsets, new_position) if old_position == offset else tuple(offsets)


def _with_one_change(segments: Segments, old_citation: Citation, new_citation: Citation) -> Segments:
    """The segments with a citation as a single change.

    The words with which both forms begin (本条例) stay outside it. If changes cut across an end of the citation,
    the segments are returned as they are.
    """
    prefix = 0
    while old_citation.text[prefix] == new_citation.text[prefix] != "第":
        prefix += 1
    old_words, new_words = old_text(segments), new_text(segments)
    before, _ = _cut(segments, old_citation.start + prefix, new_citation.start + prefix)
    _, rest = _cut(segments, old_citation.end, new_citation.end)
    changed = Segment(
        old_words[old_citation.start + prefix : old_citation.end],
        new_words[new_citation.start + prefix : new_citation.end],
        Nature.CITATION,
    )
    merged = joined((*before, changed, *rest))
    return merged if old_text(merged) == old_words and new_text(merged) == new_words else segments


def _cut(segments: Segments, old_offset: int, new_offset: int) -> tuple[Segments, Segments]:
    """The segments before and after an offset, given for the old and the new text.

    The offset must lie between two segments or inside a kept one.
    """
    before: list[Segment] = []
    old_position = new_position = 0
    for number, segment in enumerate(segments):
        if old_position == old_offset and new_position == new_offset:
            return tuple(before), segments[number:]
        if old_position < old_offset < old_position + len(segment.old) and segment.kept:
            length = old_offset - old_position
            head, tail = segment.old[:length], segment.old[length:]
            return (*before, Segment(head, head)), (Segment(tail, tail), *segments[number + 1 :])
        before.append(segment)
        old_position += len(segment.old)
        new_position += len(segment.new)
    return tuple(before), ()


def _follows(
    old_citation: Citation, new_citation: Citation, became: Mapping[Address, frozenset[Address]]
) -> bool:
    """Whether the new citation cites exactly what the targets of the old one became."""
    if not old_citation.targets or old_citation.unresolved or new_citation.unresolved:
        return False
    destinations = [became.get(target, frozenset()) for target in old_citation.targets]
    cited = set(new_citation.targets)
    return (
        all(destinations)
        and all(addresses & cited for addresses in destinations)
        and cited <= frozenset().union(*destinations)
    )


def internal_by_index(citations: Iterable[Citation]) -> dict[int, list[Citation]]:
    """The internal citations that stand in provisions, by the index of the provision."""
    by_index: dict[int, list[Citation]] = defaultdict(list)
    for citation in citations:
        if citation.kind is CitationKind.INTERNAL and citation.index is not None:
            by_index[citation.index].append(citation)
    return by_index


def find_replacements(texts: Iterable[Segments], old: str, new: str) -> tuple[Replacement, ...]:
    """The words that were replaced throughout, the most frequent first.

    `texts` are the segments of all texts, `old` and `new` all words of either version.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for segments in texts:
        counts.update(
            {
                (segment.old, segment.new)
                for segment in segments
                if not segment.kept
                and segment.nature is Nature.SUBSTANCE
                and _may_be_word(segment.old, segment.new)
            }
        )
    return tuple(
        Replacement(before, after, count)
        for (before, after), count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        if count >= _LEAST_TEXTS and _is_gone(before, after, old, new)
    )


def _may_be_word(before: str, after: str) -> bool:
    """Whether both sides of a change can be a word: 2 to 20 characters, on one line."""
    return (
        _SHORTEST <= len(before) <= _LONGEST
        and _SHORTEST <= len(after) <= _LONGEST
        and "\n" not in before + after
    )


def _is_gone(before: str, after: str, old: str, new: str) -> bool:
    """Whether hardly any of the old words are left in the new version, outside the new words."""
    left = new.count(before) - (new.count(after) if before in after else 0)
    return left <= _MOST_LEFT * old.count(before)


def mark_replacements(segments: Segments, replacements: Iterable[Replacement]) -> Segments:
    """The segments, with changes of substance marked that replace words which were replaced throughout."""
    known = {(replacement.old, replacement.new) for replacement in replacements}
    return tuple(
        Segment(segment.old, segment.new, Nature.REPLACEMENT)
        if not segment.kept and segment.nature is Nature.SUBSTANCE and (segment.old, segment.new) in known
        else segment
        for segment in segments
    )
