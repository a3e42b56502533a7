"""The first pass of the parser: split a text into lines, and classify each line by itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from regkit.codes import ProblemCode
from regkit.errors import ParseError, Problem, Severity
from regkit.model.address import Number, read_number
from regkit.model.levels import BY_CHARACTER, Level
from regkit.model.limits import MOST_CHARACTERS
from regkit.model.tables import is_row, write_row
from regkit.parsing import frame_grammar, grammar
from regkit.parsing.kinds import NONE, LineKind, ParsedLine
from regkit.printing.grammar import PAGE_NUMBER
from regkit.text.whitespace import (
    WHITESPACE,
    ZERO_WIDTH,
    strip_whitespace,
    with_line_feeds,
    without_whitespace,
)

# The longest known statute has 3,000 lines.
MOST_LINES = 500_000
# In characters, without the label: a longer line is text that mentions a chapter.
LONGEST_HEADING = 80
# How many labels are cached: more than a long code has.
MOST_LABELS = 16_384
# In characters, with the label: a heading that ends with 。 is at most this long.
LONGEST_SENTENCE = 24
NOT_AFTER_HEADING = grammar.COLONS | grammar.SEMICOLONS | frozenset("。，,︒︐")

# Attributes of an Enum are slow, and four fifths of all lines are of these three kinds.
_TEXT, _ARTICLE, _ITEM = LineKind.TEXT, LineKind.ARTICLE, LineKind.ITEM
_KINDS = tuple(LineKind)
# Created once and shared by the paragraphs of all statutes.
SMALL_NUMBERS = tuple(map(Number, range(1000)))
_ZERO_WIDTH = frozenset(ZERO_WIDTH)
_LABEL_MARKS = grammar.LABEL_MARKS
# Numerals in the forms of cheques, which some annexes have.
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")
# In characters: a longer label is not looked up in the cache.
_LONGEST_LABEL = 12
# The groups of grammar.SUBITEM: the character for 1 where a single character is the whole number, and the style.
_CHARACTERS_FOR_ONE = {"full_stop": "⒈", "circled": "①", "letter": "a", "lettered": "a"}
_STYLES = {
    "dotted": "1.",
    "full_stop": "1.",
    "bracketed": "(1)",
    "circled": "①",
    "letter": "a)",
    "lettered": "(a)",
}


def read_lines(text: str) -> list[ParsedLine]:
    """The lines of a text that contain more than whitespace, each with its kind.

    Lines end with LF, CRLF or CR; vertical tabs and form feeds do not end a line. Raises ParseError if the text
    contains nothing but whitespace, or more than MOST_CHARACTERS characters or MOST_LINES lines.
    """
    if len(text) > MOST_CHARACTERS:
        raise _parse_error(
            ProblemCode.TEXT_TOO_LARGE,
            f"文本有 {len(text):,} 个字符，超过 {MOST_CHARACTERS:,} 个字符的上限。",
            "请确认它是一件法规的文本，或者拆分后再读。",
        )
    unified = with_line_feeds(text)
    if len(unified) > MOST_LINES and unified.count("\n") > MOST_LINES:
        raise _parse_error(
            ProblemCode.TEXT_TOO_LARGE,
            f"文本超过 {MOST_LINES:,} 行的上限。",
            "请确认它是一件法规的文本，或者拆分后再读。",
        )
    # Searching for one character first, because it is many times faster than searching for two.
    may_have_rows = "\t" in unified and ("\t\n" in unified or unified.endswith("\t"))
    lines: list[ParsedLine] = []
    add, reader_of = lines.append, _READERS.get
    for line_number, raw in enumerate(unified.split("\n"), start=1):
        stripped = raw.strip()
        if not stripped:
            continue
        first = stripped[0]
        if first in _ZERO_WIDTH or stripped[-1] in _ZERO_WIDTH:
            stripped = raw.strip(WHITESPACE)
            if not stripped:
                continue
            first = stripped[0]
        if may_have_rows and raw[0] == "\t" and is_row(raw):
            add(ParsedLine(line_number, LineKind.ROW, _tabbed(raw)))
            continue
        reader = reader_of(first)
        add(reader(line_number, stripped) if reader else ParsedLine(line_number, _TEXT, stripped))
    if not lines:
        raise _parse_error(ProblemCode.TEXT_EMPTY, "文本是空的。", "请给出含有法规正文的文件。")
    return lines


def _tabbed(raw: str) -> str:
    """The row of a table with tabs, in the form in which rows from Word and HTML files are written.

    A row that cannot be written in this form without losing more than whitespace is returned unchanged.
    """
    row = write_row(raw[1:-1].split("\t"))
    return row if without_whitespace(row) == without_whitespace(raw) else raw


def positions(lines: list[ParsedLine]) -> dict[LineKind, list[int]]:
    """The indices of the lines of each kind but TEXT, in order. Every other kind is a key."""
    indices: dict[LineKind, list[int]] = {kind: [] for kind in _KINDS if kind is not _TEXT}
    # Half of all lines are TEXT, and nobody asks where.
    for index, line in enumerate(lines):
        kind = line.kind
        if kind is not _TEXT:
            indices[kind].append(index)
    return indices


def _parse_error(code: ProblemCode, message: str, hint: str) -> ParseError:
    return ParseError((Problem(code=code, message=message, hint=hint, severity=Severity.ERROR),))


def classify(line_number: int, text: str) -> ParsedLine:
    """The line with its kind. `text` must not be empty or have whitespace at its ends."""
    reader = _READERS.get(text[0])
    return reader(line_number, text) if reader else ParsedLine(line_number, LineKind.TEXT, text)


def _ordinal(line_number: int, text: str) -> ParsedLine:
    """A line that begins with 第: an article, a heading, a page number or text."""
    parts = text.split(None, 1)
    if len(parts) == 2:
        label, rest = parts
        known = _known_label(label) if len(label) <= _LONGEST_LABEL else None
        # A label, whitespace and a Chinese character: the usual case, for which the slower rules are not needed.
        if known and rest[0] > "\u3000":
            label, number, level = known
            if level is None:
                return ParsedLine(line_number, _ARTICLE, text, label, rest, True, number)
            return _heading(ParsedLine(line_number, LineKind.HEADING, text, label, rest, True, number, level))
    match = grammar.MARKED_HEADING.match(text) or grammar.HEADING.match(text)
    number_of_heading = match and number_of(match["number"], match["inserted"])
    if match and number_of_heading:
        level = BY_CHARACTER[match["level"]]
        return _heading(_labelled(line_number, LineKind.HEADING, text, match.end(), number_of_heading, level))
    return _article(line_number, text) or _page(line_number, text)


@lru_cache(maxsize=MOST_LABELS)
def _known_label(label: str) -> tuple[str, Number, Level | None] | None:
    """If a text is nothing but a label, the label, its number and, for a heading, its level.

    The cache makes all lines with the same label share one string.
    """
    for rule in (grammar.ARTICLE, grammar.ITEM):
        match = rule.match(label)
        if match and match.end() == len(label):
            number = number_of(match["number"], match["inserted"])
            return (label, number, None) if number else None
    match = grammar.HEADING.match(label)
    if match and match.end() == len(label):
        number = number_of(match["number"], match["inserted"])
        return (label, number, BY_CHARACTER[match["level"]]) if number else None
    return None


def _heading(line: ParsedLine) -> ParsedLine:
    """The line as a heading, a table of contents on one line, or text that mentions a chapter."""
    text = line.text
    # A few headings end with 。, so a short one is accepted here; the second pass looks at what follows it.
    if text[-1] in NOT_AFTER_HEADING and not (text[-1] == "。" and _is_short_title(line)):
        return ParsedLine(line.line_number, _TEXT, text)
    if text.count("第") > 1 and frame_grammar.CONTENTS_LINE.match(text):
        return ParsedLine(line.line_number, LineKind.CONTENTS, text)
    # Measured without the label and the whitespace after it, which may change when it is printed.
    return line if len(line.rest) <= LONGEST_HEADING else ParsedLine(line.line_number, _TEXT, text)


def _is_short_title(line: ParsedLine) -> bool:
    """Whether the words behind the label of a heading, which end with 。, are short and contain no article."""
    return line.width <= LONGEST_SENTENCE and not grammar.ARTICLE_INSIDE.search(line.rest)


def _article(line_number: int, text: str) -> ParsedLine | None:
    match = grammar.ARTICLE.match(text)
    number = match and number_of(match["number"], match["inserted"])
    if not match or not number:
        return None
    range_match = None if match["inserted"] else grammar.ARTICLE_RANGE.match(text)
    through = number_of(range_match["through"]) if range_match else None
    if range_match and through and through.value > number.value:
        return _labelled(line_number, _ARTICLE, text, range_match.end(), number, through=through)
    return _labelled(line_number, _ARTICLE, text, match.end(), number)


def _bracketed(line_number: int, text: str) -> ParsedLine:
    """A line that begins with a bracket: an item, a subitem, a footnote or text."""
    # Nearly always （一） or （十一） and a Chinese character, for which the slower rules are not needed.
    known = _known_label(text[:3]) or _known_label(text[:4])
    if known:
        label = known[0]
        rest = text[len(label) :]
        if rest[:1] > "\u3000" and rest[0] not in _LABEL_MARKS:
            return ParsedLine(line_number, _ITEM, text, label, rest, False, known[1])
    match = grammar.ITEM.match(text)
    number = match and number_of(match["number"], match["inserted"])
    if match and number:
        return _labelled(line_number, _ITEM, text, _end_of_label(text, match.end()), number)
    return _subitem(line_number, text) or _footnote(line_number, text)


def _end_of_label(text: str, end: int) -> int:
    """The end of the label of an item or subitem in brackets that ends at `end` without the mark behind it."""
    mark = grammar.ITEM_MARK.match(text, end)
    return mark.end("mark") if mark else end


def _counted(line_number: int, text: str) -> ParsedLine:
    """A line that begins with a digit or a letter: a subitem, a page number or text."""
    return _subitem(line_number, text) or _page(line_number, text)


def _subitem(line_number: int, text: str) -> ParsedLine | None:
    match = grammar.SUBITEM.match(text)
    if not match:
        return None
    form = match.lastgroup or ""
    first = _CHARACTERS_FOR_ONE.get(form)
    value = ord(match[form]) - ord(first) + 1 if first else int(match[form])
    if not value:
        return None
    style = _STYLES[form]
    end = match.end() if style == "1." else _end_of_label(text, match.end())
    return _labelled(line_number, LineKind.SUBITEM, text, end, Number(value), style=style)


def _division(line_number: int, text: str) -> ParsedLine:
    match = grammar.DIVISION.match(text)
    number = match and number_of(match["number"])
    if not match or not number:
        return ParsedLine(line_number, LineKind.TEXT, text)
    return _labelled(line_number, LineKind.DIVISION, text, match.end(), number, Level.DIVISION, "一、")


def _contents(line_number: int, text: str) -> ParsedLine:
    return ParsedLine(
        line_number, LineKind.CONTENTS if frame_grammar.CONTENTS.match(text) else LineKind.TEXT, text
    )


def _preamble(line_number: int, text: str) -> ParsedLine:
    return ParsedLine(
        line_number, LineKind.PREAMBLE if frame_grammar.PREAMBLE.match(text) else LineKind.TEXT, text
    )


def _annex(line_number: int, text: str) -> ParsedLine:
    match = frame_grammar.ANNEX.match(text)
    if not match:
        return ParsedLine(line_number, LineKind.TEXT, text)
    if match["letter"]:
        number = Number(ord(match["letter"]) - ord("A") + 1)
    else:
        numeral = match["number"] or match["ordinal"] or (match["formal"] or "").translate(_FORMAL)
        inserted = f"之{match['part']}" if match["part"] else match["inserted"] or ""
        number = number_of(numeral, inserted) or NONE
    label, rest = strip_whitespace(match[0]), strip_whitespace(text[match.end() :])
    return ParsedLine(line_number, LineKind.ANNEX, text, label, rest, number=number)


def _footnote(line_number: int, text: str) -> ParsedLine:
    return ParsedLine(line_number, LineKind.FOOTNOTE if grammar.FOOTNOTE.match(text) else _TEXT, text)


def _row(line_number: int, text: str) -> ParsedLine:
    return ParsedLine(line_number, LineKind.ROW if grammar.PIPE_ROW.match(text) else LineKind.TEXT, text)


def _image(line_number: int, text: str) -> ParsedLine:
    return ParsedLine(line_number, LineKind.IMAGE if grammar.IMAGE.match(text) else _TEXT, text)


def _page(line_number: int, text: str) -> ParsedLine:
    return ParsedLine(line_number, LineKind.PAGE if PAGE_NUMBER.match(text) else LineKind.TEXT, text)


# The function that reads a line, by its first character. For half of all lines the first character decides alone:
# a line that begins with another one is TEXT.
_READERS: dict[str, Callable[[int, str], ParsedLine]] = {
    "第": _ordinal,
    **dict.fromkeys("（(", _bracketed),
    **dict.fromkeys("0123456789０１２３４５６７８９⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", _counted),
    **dict.fromkeys("abcdefghijklmnopqrstuvwxyz", _counted),
    **dict.fromkeys("一二三四五六七八九十百", _division),
    **dict.fromkeys("-—–－―·•P", _page),
    **dict.fromkeys("序前", _preamble),
    "目": _contents,
    "附": _annex,
    **dict.fromkeys("[［〔注编脚【※", _footnote),
    "|": _row,
    **dict.fromkeys("!<", _image),
}

FIRST_CHARACTERS = frozenset(_READERS)


def _labelled(
    line_number: int,
    kind: LineKind,
    text: str,
    end: int,
    number: Number,
    level: Level | None = None,
    style: str = "",
    through: Number | None = None,
) -> ParsedLine:
    after = text[end:]
    rest = after.lstrip(WHITESPACE)
    label = text[:end].rstrip(WHITESPACE)
    return ParsedLine(
        line_number, kind, text, label, rest, len(rest) < len(after), number, level, style, through
    )


@lru_cache(maxsize=MOST_LABELS)
def number_of(numeral: str, inserted: str = "") -> Number | None:
    """The number of a label, or None if its characters do not form a number."""
    try:
        return read_number(numeral, inserted)
    except ValueError:
        return None
