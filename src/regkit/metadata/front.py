"""Read the lines above the text: announcement or order (公告, 令), notes (题注) and document number (文号)."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from msgspec.structs import replace

from regkit.metadata import grammar
from regkit.metadata.events import MetadataEvent
from regkit.metadata.history import LocatedEvent, read_history
from regkit.metadata.kinds import EventKind
from regkit.metadata.printed import Printed
from regkit.metadata.timing import OnDay
from regkit.model.fronts import Front
from regkit.text.whitespace import without_whitespace

# How many lines below the notes may still belong to them, at most: wherever they are, and without a break.
MOST_PREAMBLE_LINES = 10
MOST_LINES_WITHOUT_BREAK = 100
# In characters: a longer line is neither a note nor the title of an announcement.
LONGEST_LINE = 400


class FrontFacts(NamedTuple):
    """The facts stated above the text: events in order, the document number, and the lines that state nothing."""

    events: tuple[MetadataEvent, ...] = ()
    number: str | None = None
    unread: tuple[str, ...] = ()


def read_announcement(lines: tuple[str, ...]) -> FrontFacts:
    """Read the events and the number of an announcement or order. Its own date is printed below it."""
    printed = Printed(lines)
    first_line, next_line, *_ = (*(without_whitespace(line[:LONGEST_LINE]) for line in lines[:2]), "", "")
    announced = grammar.ANNOUNCED_BY.match(first_line)
    number = None
    if announced:
        number_line = grammar.ANNOUNCED_NUMBER.match(next_line)
        number = (
            first_line if announced["number"] else first_line + number_line["number"] if number_line else None
        )
    history = read_history(printed, Front.ANNOUNCEMENT)
    events = [located.event for located in history]
    for index, located in enumerate(history):
        if located.event.kind is EventKind.PROMULGATED and located.event.day is None:
            by = announced["by"] if announced else None
            events[index] = replace(_dated_below(printed, located), by=by, number=number)
            break
    return FrontFacts(tuple(events), number)


def _dated_below(printed: Printed, located: LocatedEvent) -> MetadataEvent:
    """The event with the day from the last line below it that is nothing but a date, if there is such a line."""
    starts = [*printed.starts, len(printed.text)]
    for begin, end in zip(reversed(starts[:-1]), reversed(starts[1:]), strict=True):
        if begin < located.end:
            break
        if (day := printed.day(begin, end)) is not None:
            return replace(located.event, when=OnDay(day), words=printed.words(located.start, end))
    return located.event


def read_notes(notes: tuple[str, ...], preamble: tuple[str, ...]) -> FrontFacts:
    """Read the events and the document number of the notes, which may continue in lines taken for the preamble."""
    events: list[MetadataEvent] = []
    numbers: list[str] = []
    unread: list[str] = []
    continued, separate = _continued(notes, preamble)
    first = _read_block([*notes, *continued], len(notes))
    for block in (first, *(_read_block(lines, 0) for lines in separate)):
        events += block.events
        numbers += filter(None, [block.number])
        unread += block.unread
    return FrontFacts(tuple(events), next(iter(numbers), None), tuple(unread))


def _read_block(lines: list[str], notes: int) -> FrontFacts:
    """Read lines as one text. The first `notes` of them belong to the notes, the others to the preamble."""
    numbers = {}
    for index, line in enumerate(lines):
        if len(line) <= LONGEST_LINE and (match := grammar.DOCUMENT_NUMBER.match(without_whitespace(line))):
            numbers[index] = match["number"]
    # No sentence continues beyond a document number.
    printed = Printed("。" if index in numbers else line for index, line in enumerate(lines))
    begins, line_of = list(printed.starts), list(printed.starts.values())
    read = set(numbers)
    events = []
    for start, end, event in read_history(printed, Front.NOTES):
        first, last = (line_of[bisect_right(begins, index) - 1] for index in (start, end - 1))
        read.update(range(first, last + 1))
        events.append(event if first < notes else replace(event, source=Front.PREAMBLE))
    unread = [line for index, line in enumerate(lines[:notes]) if index not in read]
    # A line that is only a bracket states nothing, so it is not unread.
    return FrontFacts(
        tuple(events),
        next(iter(numbers.values()), None),
        tuple(line for line in unread if any(map(str.isalnum, line))),
    )


def _continued(notes: tuple[str, ...], preamble: tuple[str, ...]) -> tuple[list[str], list[list[str]]]:
    """The lines at the beginning of the preamble that belong to the notes, and groups of such lines further down.

    A line belongs to the notes if it looks like a note or continues a title that begins above it. The lines of a
    group are adjacent, and are read as one text.
    """
    blocks: list[list[str]] = [[]]
    above = notes[-1][-LONGEST_LINE:] if notes else ""
    for index, line in enumerate(preamble[:MOST_LINES_WITHOUT_BREAK]):
        short = without_whitespace(line) if len(line) <= LONGEST_LINE else "。"
        within_title = above.count("《") > above.count("》") and "。" not in short
        looks_like = grammar.NOTE_LINE.match(short) or grammar.DOCUMENT_NUMBER.match(short)
        if (within_title or looks_like) and (index < MOST_PREAMBLE_LINES or blocks[-1]):
            blocks[-1].append(line)
            above = above + line if within_title else line
        elif index >= MOST_PREAMBLE_LINES:
            break
        else:
            blocks.append([])
            above = ""
    return blocks[0], [block for block in blocks[1:] if block]
