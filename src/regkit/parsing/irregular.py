"""Labels that are printed irregularly: whitespace in front of 之一 (第八条 之一), or a punctuation mark behind 条 (第八条、).

Both look like citations. Only the numbers around them can show that they are labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from regkit.codes import ProblemCode
from regkit.model.address import Number
from regkit.parsing import grammar
from regkit.parsing.chains import FIRST, Candidate
from regkit.parsing.kinds import LineKind, ParsedLine
from regkit.parsing.lines import number_of
from regkit.parsing.reports import Reports
from regkit.text.whitespace import WHITESPACE, strip_whitespace, without_whitespace

# A text has at least this many articles with a mark behind their labels, or these are no labels. The second number is for
# texts that do not begin with 第一条.
_FEWEST_MARKED, _FEWEST_MARKED_OF_EXCERPT = 2, 3
# At most one in so many of their numbers does not follow the one before.
_MOST_IRREGULAR = 10
# An attribute of an Enum is slow.
_TEXT = LineKind.TEXT
# With these, the labels of grammar.UNREAD_LABEL begin.
_BEGIN_UNREAD = frozenset("第（(")


def read_spaced(line: ParsedLine) -> ParsedLine | None:
    """The line with 之一 as a part of its label, if that is printed behind whitespace, or with whitespace in it.

    Whether it is part of the label depends on the number above; 第八条 之一 may also be the beginning of a sentence.
    """
    if line.rest[:1] != "之":
        return None
    match = grammar.INSERTED_SPACED.match(line.rest)
    numbers = number_of("一", without_whitespace(match["inserted"])) if match else None
    if not match or not numbers:
        return None
    number = Number(line.number.value, (*line.number.inserted, *numbers.inserted))
    return _relabelled(line, match.end("inserted"), number)


def read_marked(line: ParsedLine) -> ParsedLine | None:
    """The line with the punctuation mark behind its label as a part of the label, if there is one."""
    match = grammar.LABEL_MARK.match(line.rest) if line.rest else None
    return _relabelled(line, match.end("mark"), line.number) if match else None


def _relabelled(line: ParsedLine, length: int, number: Number) -> ParsedLine:
    """The line with the first characters of the text behind its label added to the label."""
    end = len(line.text) - len(line.rest) + length
    rest = line.text[end:].lstrip(WHITESPACE)
    # A mark separates a label from its text, as whitespace does.
    gap = len(line.text) - len(rest) > end or line.text[end - 1] in WHITESPACE or number == line.number
    label = line.text[:end].rstrip(WHITESPACE)
    return ParsedLine(line.line_number, line.kind, line.text, label, rest, gap, number, line.level)


def are_marked_throughout(chain: list[Candidate], marked: dict[int, ParsedLine]) -> bool:
    """Whether most articles of a chain have a mark behind their label that no list of citations explains.

    `marked` are the lines that have one, by index.
    """
    with_mark = [
        candidate
        for candidate in chain
        if not candidate.offset
        and candidate.index in marked
        and not grammar.LISTED_AFTER_MARK.match(marked[candidate.index].rest)
    ]
    fewest = _FEWEST_MARKED if chain and chain[0].number == FIRST else _FEWEST_MARKED_OF_EXCERPT
    if len(with_mark) < fewest or 2 * len(with_mark) <= len(chain):
        return False
    irregular = sum(not following.number.follows(before.last) for before, following in pairwise(chain))
    return irregular * _MOST_IRREGULAR <= len(chain)


def report_spaced(line: ParsedLine, reports: Reports) -> None:
    """Report whitespace within a label, which citations of it do not have."""
    name = without_whitespace(line.label)
    reports.add(
        ProblemCode.LABEL_SPACED,
        line,
        f"编号“{line.label}”中间有空格，按前后的编号当作{name}。",
        "请核对，并删去编号中间的空格。",
    )


def report_unread_inserted(line: ParsedLine, reports: Reports) -> None:
    """Report an article whose text begins with what may be a part of its label, though the numbers above speak against it."""
    spaced = read_spaced(line)
    if spaced and spaced.gap:
        name = without_whitespace(spaced.label)
        reports.add(
            ProblemCode.LABEL_SPACED,
            line,
            f"“{spaced.label}”像是{name}，但是前面没有{without_whitespace(line.label)}，已按{without_whitespace(line.label)}读。",
            "请核对编号，是否漏了条文；如果是编号，请删去中间的空格。",
        )


def report_marked(line: ParsedLine, count: int, reports: Reports) -> None:
    """Report the first of `count` labels with a mark behind them."""
    reports.add(
        ProblemCode.LABEL_MARK,
        line,
        f"编号之后有标点（“{line.label}”，全文共 {count} 处），已当作编号的一部分。",
        "请核对，并改为空一格。",
    )


def report_marked_items(lines: Sequence[ParsedLine], indexes: Iterable[int], reports: Reports) -> None:
    """Report the first item or subitem with a punctuation mark behind its label: （一）、."""
    marked = [
        lines[index]
        for index in indexes
        if lines[index].label[-1] in grammar.LABEL_MARKS and lines[index].style != "1."
    ]
    if marked:
        report_marked(marked[0], len(marked), reports)


def report_unread_labels(lines: Sequence[ParsedLine], reports: Reports) -> None:
    """Report the first line that begins with a label that no level of a statute has: 第2部, (ii)."""
    unread = [
        (line, match)
        for line in lines
        if line.kind is _TEXT
        and line.text[0] in _BEGIN_UNREAD
        and (match := grammar.UNREAD_LABEL.match(line.text))
    ]
    if unread:
        line, match = unread[0]
        reports.add(
            ProblemCode.LABEL_UNREAD,
            line,
            f"“{strip_whitespace(match['label'])}”这样的编号不是编、章、节、条、款、项、目的编号，没有当作编号（全文共 {len(unread)} 处）。",
            "请核对这些行的层级；引用它们之前，请对照原文。",
        )
