"""The lines before the text: 公告 or 令, 题注, and 文号."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from msgspec.structs import replace

from regkit.metadata import grammar
from regkit.metadata.facts import EventKind, MetadataEvent
from regkit.metadata.history import FoundEvent, read_history
from regkit.metadata.printed import Printed
from regkit.model.fronts import Front
from regkit.text.whitespace import without_whitespace

# So many lines after the 题注 may still belong to it.
MOST_PREAMBLE_LINES = 10
LONGEST_LINE = 400


class FrontFacts(NamedTuple):
    """What lines before the text tell: events, 文号, and the lines that tell nothing."""

    events: tuple[MetadataEvent, ...] = ()
    number: str | None = None
    unread: tuple[str, ...] = ()


def read_announcement(lines: tuple[str, ...]) -> FrontFacts:
    """The events and the number of a 公告 or 令. The day on which it was given stands below it."""
    printed = Printed(lines)
    head, below, *_ = (*(without_whitespace(line[:LONGEST_LINE]) for line in lines[:2]), "", "")
    announced = grammar.ANNOUNCED_BY.match(head)
    number = None
    if announced:
        apart = grammar.ANNOUNCED_NUMBER.match(below)
        number = head if announced["number"] else head + apart["number"] if apart else None
    history = read_history(printed, Front.ANNOUNCEMENT)
    events = [found.event for found in history]
    for index, found in enumerate(history):
        if found.event.kind is EventKind.PROMULGATED and found.event.day is None:
            by = announced["by"] if announced else None
            events[index] = replace(_dated_below(printed, found), by=by, number=number)
            break
    return FrontFacts(tuple(events), number)


def _dated_below(printed: Printed, found: FoundEvent) -> MetadataEvent:
    """The event with the date that stands alone on a line below it, if there is one."""
    starts = [*printed.starts, len(printed.text)]
    for begin, end in zip(reversed(starts[:-1]), reversed(starts[1:]), strict=True):
        if begin < found.end:
            break
        if (day := printed.day(begin, end)) is not None:
            return replace(found.event, day=day, words=printed.words(found.start, end))
    return found.event


def read_notes(notes: tuple[str, ...], preamble: tuple[str, ...]) -> FrontFacts:
    """The events and 文号 of the 题注, which may go on in what was taken for the 序言."""
    events: list[MetadataEvent] = []
    numbers: list[str] = []
    unread: list[str] = []
    continued, apart = _continued(notes, preamble)
    told = _read_block([*notes, *continued], len(notes))
    for block in (told, *(_read_block(lines, 0) for lines in apart)):
        events += block.events
        numbers += filter(None, [block.number])
        unread += block.unread
    return FrontFacts(tuple(events), next(iter(numbers), None), tuple(unread))


def _read_block(lines: list[str], notes: int) -> FrontFacts:
    """Lines that are read as one text; the first `notes` of them are 题注 and the others 序言."""
    numbers = {}
    for index, line in enumerate(lines):
        if len(line) <= LONGEST_LINE and (found := grammar.DOCUMENT_NUMBER.match(without_whitespace(line))):
            numbers[index] = found["number"]
    # No sentence goes on beyond a 文号.
    printed = Printed("。" if index in numbers else line for index, line in enumerate(lines))
    begins, line_of = list(printed.starts), list(printed.starts.values())
    read = set(numbers)
    events = []
    for start, end, event in read_history(printed, Front.NOTES):
        first, last = (line_of[bisect_right(begins, index) - 1] for index in (start, end - 1))
        read.update(range(first, last + 1))
        events.append(event if first < notes else replace(event, source=Front.PREAMBLE))
    unread = [line for index, line in enumerate(lines[:notes]) if index not in read]
    # A bracket alone on its line says nothing that could be read.
    return FrontFacts(
        tuple(events),
        next(iter(numbers.values()), None),
        tuple(line for line in unread if any(map(str.isalnum, line))),
    )


def _continued(notes: tuple[str, ...], preamble: tuple[str, ...]) -> tuple[list[str], list[list[str]]]:
    """The first lines of the 序言 that belong to the 题注, and those further down that look like it.

    They look like it, or they end a title that was begun above. Only what stands together is read together.
    """
    blocks: list[list[str]] = [[]]
    above = notes[-1][-LONGEST_LINE:] if notes else ""
    for line in preamble[:MOST_PREAMBLE_LINES]:
        short = without_whitespace(line) if len(line) <= LONGEST_LINE else "。"
        within_title = above.count("《") > above.count("》") and "。" not in short
        looks_like = grammar.NOTE_LINE.match(short) or grammar.DOCUMENT_NUMBER.match(short)
        if within_title or looks_like:
            blocks[-1].append(line)
            above = above + line if within_title else line
        else:
            blocks.append([])
            above = ""
    return blocks[0], [block for block in blocks[1:] if block]
