"""First pass: what kind of line is this?"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from regkit.codes import ProblemCode
from regkit.errors import ParseError, Problem, Severity
from regkit.model.address import Number, read_number
from regkit.model.levels import BY_CHARACTER, Level
from regkit.model.tables import is_row, write_row
from regkit.parsing import grammar
from regkit.parsing.kinds import NONE, LineKind, ParsedLine
from regkit.printing.grammar import PAGE_NUMBER
from regkit.text.whitespace import WHITESPACE, ZERO_WIDTH, strip_whitespace, without_whitespace

# The longest statute known has 0.3 million characters and 3,000 lines. The limits keep a mistaken file from
# eating memory.
MOST_CHARACTERS = 20_000_000
MOST_LINES = 500_000
LONGEST_HEADING = 80
# Labels that are remembered: more than a long code has.
MOST_LABELS = 16_384
LONGEST_SENTENCE = 24
NOT_AFTER_HEADING = frozenset("。；：，;:,")


# Looked up once: four fifths of all lines are of these kinds.
_KINDS = tuple(LineKind)
# Made once, for all paragraphs of all statutes.
SMALL_NUMBERS = tuple(map(Number, range(1000)))
_ZERO_WIDTH = frozenset(ZERO_WIDTH)
_TEXT, _ARTICLE, _ITEM = LineKind.TEXT, LineKind.ARTICLE, LineKind.ITEM
_LONGEST_LABEL = 12


def read_lines(text: str) -> list[ParsedLine]:
    """The lines of a text that print something, each with its kind.

    Lines end with LF, CRLF or CR; other control characters are blanks within a line. Raises ParseError
    for a text without a printed character and for one of more than MOST_CHARACTERS characters or MOST_LINES lines.
    """
    if len(text) > MOST_CHARACTERS:
        raise _refused(
            ProblemCode.TEXT_TOO_LARGE,
            f"文本有 {len(text):,} 个字符，超过 {MOST_CHARACTERS:,} 个字符的上限。",
            "请确认它是一件法规的文本，或者拆分后再读。",
        )
    unified = with_line_feeds(text)
    if len(unified) > MOST_LINES and unified.count("\n") > MOST_LINES:
        raise _refused(
            ProblemCode.TEXT_TOO_LARGE,
            f"文本超过 {MOST_LINES:,} 行的上限。",
            "请确认它是一件法规的文本，或者拆分后再读。",
        )
    # One character is found many times faster than two.
    rows = "\t" in unified and ("\t\n" in unified or unified.endswith("\t"))
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
        if rows and raw[0] == "\t" and is_row(raw):
            add(ParsedLine(line_number, LineKind.ROW, _tabbed(raw)))
            continue
        reader = reader_of(first)
        add(reader(line_number, stripped) if reader else ParsedLine(line_number, _TEXT, stripped))
    if not lines:
        raise _refused(ProblemCode.TEXT_EMPTY, "文本是空的。", "请给出含有法规正文的文件。")
    return lines


def _tabbed(raw: str) -> str:
    """A row of a table as tables from Word and the web are written: a row is the same wherever it comes from. Only blanks may go."""
    row = write_row(raw[1:-1].split("\t"))
    return row if without_whitespace(row) == without_whitespace(raw) else raw


def positions(lines: list[ParsedLine]) -> dict[LineKind, list[int]]:
    """The indices of the lines of each kind."""
    found: dict[LineKind, list[int]] = {kind: [] for kind in _KINDS}
    for index, line in enumerate(lines):
        found[line.kind].append(index)
    return found


def with_line_feeds(text: str) -> str:
    """The text with LF alone at the ends of its lines."""
    if "\r" not in text:
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _refused(code: ProblemCode, message: str, hint: str) -> ParseError:
    return ParseError((Problem(code=code, message=message, hint=hint, severity=Severity.ERROR),))


def classify(line_number: int, text: str) -> ParsedLine:
    """The line with its kind. `text` is not empty and has no blanks at its ends."""
    reader = _READERS.get(text[0])
    return reader(line_number, text) if reader else ParsedLine(line_number, LineKind.TEXT, text)


def _ordinal(line_number: int, text: str) -> ParsedLine:
    parts = text.split(None, 1)
    if len(parts) == 2:
        label, rest = parts
        known = _known_label(label) if len(label) <= _LONGEST_LABEL else None
        # A blank and a Chinese character after the label: the rules are for what is less plain.
        if known and rest[0] > "\u3000":
            label, number, level = known
            if level is None:
                return ParsedLine(line_number, _ARTICLE, text, label, rest, True, number)
            return _heading(ParsedLine(line_number, LineKind.HEADING, text, label, rest, True, number, level))
    found = grammar.HEADING.match(text)
    number_of_heading = found and number_of(found["number"], found["inserted"])
    if found and number_of_heading:
        level = BY_CHARACTER[found["level"]]
        return _heading(_labelled(line_number, LineKind.HEADING, text, found.end(), number_of_heading, level))
    return _article(line_number, text) or _page(line_number, text)


@lru_cache(maxsize=MOST_LABELS)
def _known_label(label: str) -> tuple[str, Number, Level | None] | None:
    """A label and nothing else, as one string for all its lines, with its number and, of a heading, its level."""
    for rule in (grammar.ARTICLE, grammar.ITEM):
        found = rule.match(label)
        if found and found.end() == len(label):
            number = number_of(found["number"], found["inserted"])
            return (label, number, None) if number else None
    found = grammar.HEADING.match(label)
    if found and found.end() == len(label):
        number = number_of(found["number"], found["inserted"])
        return (label, number, BY_CHARACTER[found["level"]]) if number else None
    return None


def _heading(line: ParsedLine) -> ParsedLine:
    """The line as a heading, a 目录 on one line, or text that speaks of a chapter."""
    text = line.text
    # Some titles do end with 。; whether this is one, what follows will tell.
    if text[-1] in NOT_AFTER_HEADING and not (text[-1] == "。" and line.width <= LONGEST_SENTENCE):
        return ParsedLine(line.line_number, _TEXT, text)
    if text.count("第") > 1 and grammar.CONTENTS_LINE.match(text):
        return ParsedLine(line.line_number, LineKind.CONTENTS, text)
    # Measured without the label and the gap after it, which may be printed anew.
    return line if len(line.rest) <= LONGEST_HEADING else ParsedLine(line.line_number, _TEXT, text)


def _article(line_number: int, text: str) -> ParsedLine | None:
    found = grammar.ARTICLE.match(text)
    number = found and number_of(found["number"], found["inserted"])
    if not found or not number:
        return None
    spread = None if found["inserted"] else grammar.ARTICLE_RANGE.match(text)
    through = number_of(spread["through"]) if spread else None
    if spread and through and through.value > number.value:
        return _labelled(line_number, _ARTICLE, text, spread.end(), number, through=through)
    return _labelled(line_number, _ARTICLE, text, found.end(), number)


def _bracketed(line_number: int, text: str) -> ParsedLine:
    # （一） nearly always; longer ones are for the rules, and so is what is less plain.
    known = _known_label(text[:3]) or _known_label(text[:4])
    if known:
        label = known[0]
        rest = text[len(label) :]
        if rest[:1] > "\u3000":
            return ParsedLine(line_number, _ITEM, text, label, rest, False, known[1])
    found = grammar.ITEM.match(text)
    number = found and number_of(found["number"], found["inserted"])
    if found and number:
        return _labelled(line_number, _ITEM, text, found.end(), number)
    return _subitem(line_number, text) or ParsedLine(line_number, _TEXT, text)


def _counted(line_number: int, text: str) -> ParsedLine:
    return _subitem(line_number, text) or _page(line_number, text)


# Where one sign is the whole number, the sign for 1.
_FIRST_SIGNS = {"full_stop": "⒈", "circled": "①", "letter": "a"}
_STYLES = {"dotted": "1.", "full_stop": "1.", "bracketed": "(1)", "circled": "①", "letter": "a)"}


def _subitem(line_number: int, text: str) -> ParsedLine | None:
    found = grammar.SUBITEM.match(text)
    if not found:
        return None
    form = found.lastgroup or ""
    first = _FIRST_SIGNS.get(form)
    value = ord(found[form]) - ord(first) + 1 if first else int(found[form])
    if not value:
        return None
    style = _STYLES[form]
    return _labelled(line_number, LineKind.SUBITEM, text, found.end(), Number(value), style=style)


def _section(line_number: int, text: str) -> ParsedLine:
    found = grammar.SECTION.match(text)
    number = found and number_of(found["number"])
    if not found or not number:
        return ParsedLine(line_number, LineKind.TEXT, text)
    return _labelled(line_number, LineKind.SECTION, text, found.end(), number, Level.DIVISION, "一、")


def _contents(line_number: int, text: str) -> ParsedLine:
    return ParsedLine(line_number, LineKind.CONTENTS if grammar.CONTENTS.match(text) else LineKind.TEXT, text)


def _preamble(line_number: int, text: str) -> ParsedLine:
    return ParsedLine(line_number, LineKind.PREAMBLE if grammar.PREAMBLE.match(text) else LineKind.TEXT, text)


def _annex(line_number: int, text: str) -> ParsedLine:
    found = grammar.ANNEX.match(text)
    if not found:
        return ParsedLine(line_number, LineKind.TEXT, text)
    number = number_of(found["number"] or "") or NONE
    label, rest = strip_whitespace(found[0]), strip_whitespace(text[found.end() :])
    return ParsedLine(line_number, LineKind.ANNEX, text, label, rest, number=number)


def _row(line_number: int, text: str) -> ParsedLine:
    return ParsedLine(line_number, LineKind.ROW if grammar.PIPE_ROW.match(text) else LineKind.TEXT, text)


def _image(line_number: int, text: str) -> ParsedLine:
    return ParsedLine(line_number, LineKind.IMAGE if grammar.IMAGE.match(text) else _TEXT, text)


def _page(line_number: int, text: str) -> ParsedLine:
    return ParsedLine(line_number, LineKind.PAGE if PAGE_NUMBER.match(text) else LineKind.TEXT, text)


# Half of all lines are told apart by their first character alone.
_READERS: dict[str, Callable[[int, str], ParsedLine]] = {
    "第": _ordinal,
    **dict.fromkeys("（(", _bracketed),
    **dict.fromkeys("0123456789０１２３４５６７８９⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", _counted),
    **dict.fromkeys("abcdefghijklmnopqrstuvwxyz", _counted),
    **dict.fromkeys("一二三四五六七八九十百", _section),
    **dict.fromkeys("-—–－―·•P", _page),
    **dict.fromkeys("序前", _preamble),
    "目": _contents,
    "附": _annex,
    "|": _row,
    **dict.fromkeys("!<", _image),
}


# A line that begins otherwise is TEXT.
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
    """The number that a label carries, or None: what looks like a label need not be one."""
    try:
        return read_number(numeral, inserted)
    except ValueError:
        return None
