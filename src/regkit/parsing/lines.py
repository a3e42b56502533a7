"""First pass: what kind of line is this?"""

from __future__ import annotations

from enum import Enum, auto

import msgspec

from regkit.errors import ParseError, Problem, Severity
from regkit.model.address import Number, read_number
from regkit.model.blanks import BLANKS, strip_blanks
from regkit.model.levels import BY_CHARACTER, Level
from regkit.parsing import grammar

# The longest statute known has 0.3 million characters and 3,000 lines. The limits keep a mistaken file from
# eating memory.
MOST_CHARACTERS = 20_000_000
MOST_LINES = 500_000
LONGEST_HEADING = 80
NOT_AFTER_HEADING = frozenset("。；：，;:,")
EXCERPT = 30


class Kind(Enum):
    """What a line looks like, by itself."""

    TEXT = auto()
    DIVISION = auto()
    ARTICLE = auto()
    ITEM = auto()
    SUBITEM = auto()
    CONTENTS = auto()
    PREAMBLE = auto()
    ANNEX = auto()


class Line(msgspec.Struct, frozen=True, gc=False):
    """A line that prints something.

    `place` counts from 1 in the file. `text` is the whole line without the blanks at its ends; for a line
    with a label, `label` is that label as printed, `rest` what follows it, and `gap` says whether blanks
    stand between. `level` is that of the provision a label begins; `style` tells kinds of 目 labels apart.
    """

    place: int
    kind: Kind
    text: str
    label: str = ""
    rest: str = ""
    gap: bool = False
    level: Level | None = None
    number: Number = Number(0)
    style: str = ""

    @property
    def numbered(self) -> bool:
        """Whether a number is printed. An annex may have none."""
        return self.number.value > 0

    @property
    def excerpt(self) -> str:
        """The beginning of the line, to recognise it by."""
        return self.text if len(self.text) <= EXCERPT else self.text[:EXCERPT] + "…"


def read_lines(text: str) -> list[Line]:
    """The lines of a text that print something, each with its kind.

    Lines end with LF, CRLF or CR; other control characters are blanks within a line. Raises ParseError
    for a text without a printed character and for one of more than MOST_CHARACTERS characters or MOST_LINES lines.
    """
    if len(text) > MOST_CHARACTERS:
        raise _refused(
            "text.too_large",
            f"文本有 {len(text):,} 个字符，超过 {MOST_CHARACTERS:,} 个字符的上限。",
            "请确认它是一件法规的文本，或者拆分后再读。",
        )
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    if unified.count("\n") > MOST_LINES:
        raise _refused(
            "text.too_large",
            f"文本超过 {MOST_LINES:,} 行的上限。",
            "请确认它是一件法规的文本，或者拆分后再读。",
        )
    lines = [
        classify(place, stripped)
        for place, raw in enumerate(unified.split("\n"), start=1)
        if (stripped := raw.strip(BLANKS))
    ]
    if not lines:
        raise _refused("text.empty", "文本是空的。", "请给出含有法规正文的文件。")
    return lines


def _refused(code: str, message: str, hint: str) -> ParseError:
    return ParseError((Problem(code=code, message=message, hint=hint, severity=Severity.ERROR),))


def classify(place: int, text: str) -> Line:
    """The line with its kind. `text` is not empty and has no blanks at its ends."""
    match text[0]:
        case "第":
            return _article(place, text) or _division(place, text) or Line(place, Kind.TEXT, text)
        case "（" | "(":
            return _item(place, text) or _subitem(place, text) or Line(place, Kind.TEXT, text)
        case "目" if grammar.CONTENTS.match(text):
            return Line(place, Kind.CONTENTS, text)
        case "序" | "前" if grammar.PREAMBLE.match(text):
            return Line(place, Kind.PREAMBLE, text)
        case "附" if found := grammar.ANNEX.match(text):
            number = number_of(found[1] or "") or Number(0)
            label, rest = strip_blanks(found[0]), strip_blanks(text[found.end() :])
            return Line(place, Kind.ANNEX, text, label, rest, level=Level.ANNEX, number=number)
        case _:
            return _subitem(place, text) or Line(place, Kind.TEXT, text)


def _article(place: int, text: str) -> Line | None:
    found = grammar.ARTICLE.match(text)
    number = found and number_of(found[1], found[2])
    if not found or not number:
        return None
    return _labelled(place, Kind.ARTICLE, text, found.end(), Level.ARTICLE, number)


def _division(place: int, text: str) -> Line | None:
    found = grammar.DIVISION.match(text)
    number = found and number_of(found[1], found[3] or "")
    if not found or not number or text[-1] in NOT_AFTER_HEADING:
        return None
    line = _labelled(place, Kind.DIVISION, text, found.end(), BY_CHARACTER[found[2]], number)
    # Measured without the label and the gap after it, which may be printed anew.
    return line if len(line.rest) <= LONGEST_HEADING else None


def _item(place: int, text: str) -> Line | None:
    found = grammar.ITEM.match(text)
    number = found and number_of(found[1], found[2])
    if not found or not number:
        return None
    return _labelled(place, Kind.ITEM, text, found.end(), Level.ITEM, number)


def _subitem(place: int, text: str) -> Line | None:
    found = grammar.SUBITEM.match(text)
    if not found:
        return None
    dotted, bracketed, single, circled, letter = found.groups()
    if dotted or bracketed:
        value = int(dotted or bracketed)
    elif single:
        value = ord(single) - ord("⒈") + 1
    elif circled:
        value = ord(circled) - ord("①") + 1
    else:
        value = ord(letter) - ord("a") + 1
    if not value:
        return None
    style = "1." if dotted or single else "(1)" if bracketed else "①" if circled else "a)"
    return _labelled(place, Kind.SUBITEM, text, found.end(), Level.SUBITEM, Number(value), style)


def _labelled(
    place: int, kind: Kind, text: str, end: int, level: Level, number: Number, style: str = ""
) -> Line:
    label, after = strip_blanks(text[:end]), text[end:]
    rest = after.lstrip(BLANKS)
    return Line(place, kind, text, label, rest, len(rest) < len(after), level, number, style)


def number_of(numeral: str, inserted: str = "") -> Number | None:
    """The number that a label carries, or None: what looks like a label need not be one."""
    try:
        return read_number(numeral, inserted)
    except ValueError:
        return None
