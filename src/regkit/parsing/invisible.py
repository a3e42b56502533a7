"""Report invisible characters, which hide what a text really says or control the terminal that prints it.

Used by the parser and by readers of other notations.
"""

from __future__ import annotations

from collections.abc import Iterator

from regkit.codes import ProblemCode
from regkit.errors import Problem
from regkit.parsing import character_grammar
from regkit.parsing.kinds import EXCERPT
from regkit.rule import Rule
from regkit.text.invisible import HIDDEN, name_of
from regkit.text.whitespace import strip_whitespace

# Whitespace that str.isprintable() rejects: of nearly all texts, and of ordinary ones.
_USUAL = "\n\u3000"
_ORDINARY = "\t\v\f\r\xa0\u2002\u2003"
# Invisible characters that str.isprintable() accepts, each with its high byte in UTF-16.
_TAKEN_FOR_LETTERS = [(ord(character) >> 8, character) for character in HIDDEN if character.isprintable()]
# How many characters of the line are shown before the character that is reported.
_BEFORE = 10
_KINDS: tuple[tuple[Rule, ProblemCode, str, str], ...] = (
    (
        character_grammar.CONTROL,
        ProblemCode.TEXT_CONTROL,
        "有控制字符 {}，看不见，却会让终端和别的程序做出别的事；原样保留。",
        "请对照官方公布的文本核对这一行，并删去它。",
    ),
    (
        character_grammar.DIRECTION,
        ProblemCode.TEXT_DIRECTION,
        "有改变文字方向的字符 {}，看到的次序会与实际的文字不同；原样保留。",
        "请对照官方公布的文本逐字核对这一行，并删去它。",
    ),
)


def find_invisible(text: str) -> Iterator[Problem]:
    """Yield the problems of invisible characters in a text.

    There is one problem for each line with control characters, one for each line with characters that change the
    direction of writing, and one for all other invisible characters together.

    Lines of `text` must end with LF. Soft line ends and page breaks are not reported, nor are a byte order mark
    at the beginning of the text and invisible characters at the ends of a line, where web pages leave them.
    """
    high = high_bytes(text)
    if not has_invisible(text, high):
        return
    invisible: list[tuple[int, int, int, str]] = []
    for line_number, line in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        if not has_invisible(line, high):
            continue
        for rule, code, message, hint in _KINDS:
            match = rule.search(line)
            if match:
                yield _problem(
                    code,
                    line_number,
                    line,
                    match.start(),
                    message.format(name_of(match[0])),
                    hint,
                    column=match.start(),
                )
        printed = strip_whitespace(line)
        indent = line.find(printed)
        invisible += [
            (line_number, match.start(), indent, printed)
            for match in character_grammar.INVISIBLE.finditer(printed)
        ]
    if invisible:
        line_number, start, indent, line = invisible[0]
        more = f"（全文共 {len(invisible)} 处）" if len(invisible) > 1 else ""
        message = f"有看不见的字符 {name_of(line[start])}{more}，查找时会查不到这里的词；原样保留。"
        yield _problem(
            ProblemCode.TEXT_INVISIBLE,
            line_number,
            line,
            start,
            message,
            "请对照官方公布的文本，没有用处的请删去。",
            column=indent + start,
        )


def high_bytes(text: str) -> bytes:
    """The high bytes of a text in UTF-16. Searching bytes is much cheaper than searching characters."""
    return text.encode("utf-16-le", "surrogatepass")[1::2]


def has_invisible(text: str, high: bytes) -> bool:
    """Whether a text may have invisible characters. Nearly all texts have none, and this is much faster than a search.

    `high` are the `high_bytes` of the text. A byte order mark at the beginning of the text does not count.
    """
    return not _is_printable(text.removeprefix("\ufeff")) or any(
        byte in high and character in text for byte, character in _TAKEN_FOR_LETTERS
    )


def _is_printable(text: str) -> bool:
    """Whether a text has nothing but printable characters and ordinary whitespace."""
    for space in _USUAL:
        text = text.replace(space, " ")
    if text.isprintable():
        return True
    for space in _ORDINARY:
        text = text.replace(space, " ")
    return text.isprintable()


def _problem(
    code: ProblemCode, line_number: int, line: str, start: int, message: str, hint: str, *, column: int
) -> Problem:
    begin = max(0, start - _BEFORE)
    shown = line[begin : begin + EXCERPT]
    excerpt = f"{'…' if begin else ''}{shown}{'…' if begin + EXCERPT < len(line) else ''}"
    return Problem(
        code=code, message=message, hint=hint, line=line_number, excerpt=excerpt, span=(column, column + 1)
    )
