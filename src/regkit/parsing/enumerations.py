"""Lists without any labels below a line that ends with a colon: members, places, ranks, formulas. Used by `paragraphs`.

Amending acts count such a list as part of the paragraph (款) that introduces it. Some lists only look so because their
items lost their labels, and definitions may as well be paragraphs of their own, so what is not certain is reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from itertools import takewhile

import msgspec

from regkit.codes import ProblemCode
from regkit.model.address import Number, Step
from regkit.model.levels import Level
from regkit.parsing import grammar
from regkit.parsing.kinds import LineKind, ParsedLine
from regkit.parsing.lines import number_of
from regkit.parsing.lookahead import RAGGED, columns
from regkit.parsing.reports import Reports
from regkit.parsing.sentences import FORMULA, SHORTEST_WRAPPED

_SEPARATORS = grammar.COMMAS | grammar.SEMICOLONS
# Words of a line that announces a list.
_ANNOUNCING = ("下列", "以下", "如下")
_RUN_KINDS = (LineKind.TEXT, LineKind.PAGE, LineKind.FOOTNOTE)
# How many lines are looked at, at most. The longest known list has 40.
_MOST_LINES = 100
# In characters: the longest line that introduces a list within a list.
_LONGEST_NESTED = 20


class Doubt(Enum):
    """What is not certain about a list without labels."""

    NONE = auto()
    # The lines may be items that lost their labels.
    LABELS = auto()
    # The lines may be paragraphs of their own, or part of the paragraph above.
    PARAGRAPHS = auto()


class Enumeration(msgspec.Struct, frozen=True):
    """Lines without labels below a line that ends with a colon.

    `end` is the index after the last line that is part of the provision above: the index of the first line if none
    is. `count` is the number of lines in question.
    """

    end: int
    count: int
    doubt: Doubt


def find_enumeration(lines: Sequence[ParsedLine], index: int) -> Enumeration:
    """The list that begins with the line at `index`, which is plain text right below a line that ends with a colon."""
    run = _run(lines, index)
    texts = [lines[i].text for i in run]
    count, doubt = _count_separated(texts)
    if not count:
        count, doubt = _count_names(texts)
    if not count:
        count, doubt = _count_sentences(texts)
    if not count:
        count, doubt = _count_up_to_catch_all(lines[index - 1].text, texts)
    if count:
        return Enumeration(run[count - 1] + 1, count, doubt)
    return Enumeration(index, len(run), Doubt.PARAGRAPHS)


def report_doubt(
    enumeration: Enumeration, line: ParsedLine, index: int, paragraph: Number, reports: Reports
) -> None:
    """Report how else the lines of a list may be counted.

    `line` is the first of them, `index` its index, and `paragraph` the number of the paragraph above it.
    """
    count = enumeration.count
    above = Step(Level.PARAGRAPH, paragraph)
    if enumeration.doubt is Doubt.LABELS:
        items = _span(Level.ITEM, 1, count)
        reports.add(
            ProblemCode.ITEM_LABELS_LOST,
            line,
            f"冒号之后的 {count} 行没有编号，已作为{above}的文字；如果它们是掉了编号的项，就是{items}。",
            "请对照官方公布的文本；如果漏了编号，请补上。",
        )
    elif enumeration.doubt is Doubt.PARAGRAPHS:
        paragraphs = _span(Level.PARAGRAPH, paragraph.value + 1, count)
        message = (
            f"已作为{above}的文字；如果各为一款，就是{paragraphs}，其后的款号各加 {count}。"
            if enumeration.end > index
            else f"已作为{paragraphs}；如果属于{above}，就没有{paragraphs}，其后的款号各减 {count}。"
        )
        reports.add(
            ProblemCode.PARAGRAPH_UNSURE,
            line,
            f"冒号之后的 {count} 行没有编号，{message}",
            "引用这一条的款之前，请核对官方怎样计款。",
        )


def _span(level: Level, first: int, count: int) -> str:
    """Provisions with consecutive numbers, as a citation names them."""
    start, end = (Step(level, Number(value)) for value in (first, first + count - 1))
    return f"{start}至{end}" if count > 1 else str(start)


def _run(lines: Sequence[ParsedLine], index: int) -> list[int]:
    """The indices of the lines of plain text from `index` on. Page numbers and footnotes are passed over."""
    last = min(len(lines), index + _MOST_LINES)
    run = takewhile(lambda i: lines[i].kind in _RUN_KINDS, range(index, last))
    return [i for i in run if lines[i].kind is LineKind.TEXT]


def _count_separated(texts: Sequence[str]) -> tuple[int, Doubt]:
    """The number of lines of a list whose lines end with commas or semicolons, and the last one with a full stop."""
    begins = next((text for text in texts if text[-1] not in grammar.COLONS), "")
    if begins[-1:] not in _SEPARATORS:
        return 0, Doubt.NONE
    is_nested = texts[0][-1] in grammar.COLONS
    count = 0
    for text in texts:
        if count and grammar.REFERS_TO_PARAGRAPH.search(text):
            break
        # A semicolon may be lost, but not between a list and the paragraph below it.
        ended = count and not (_continues(texts[count - 1]) or _lost_semicolon(texts[count - 1], text))
        if ended and not (is_nested and text[-1] in grammar.COLONS and len(text) <= _LONGEST_NESTED):
            break
        count += 1
    if begins[-1] in grammar.COMMAS and _look_wrapped(texts[:count]):
        return 0, Doubt.NONE
    has_semicolons = any(text[-1] in grammar.SEMICOLONS for text in texts[:count])
    is_sure = not has_semicolons or _count_ordinals(texts) >= count
    return count, Doubt.NONE if is_sure else Doubt.LABELS


def _continues(text: str) -> bool:
    """Whether a list continues below one of its lines."""
    if text[-1] in _SEPARATORS or text[-1] in grammar.COLONS:
        return True
    # A long line without punctuation was wrapped.
    return text[-1] not in grammar.SENTENCE_ENDS and len(text) >= SHORTEST_WRAPPED


def _lost_semicolon(above: str, text: str) -> bool:
    """Whether a line of a list lost its semicolon: it has no punctuation at its end, and the next line has a semicolon."""
    return (
        _is_name(above)
        and text[-1] in grammar.SEMICOLONS
        and not grammar.SENTENCE_ENDS.intersection(text[:-1])
    )


def _count_names(texts: Sequence[str]) -> tuple[int, Doubt]:
    """The number of lines of a list whose lines are names without punctuation, or formulas."""
    names = list(takewhile(lambda text: _is_formula(text) or _is_name(text), texts))
    if not names:
        return 0, Doubt.NONE
    if any(map(_is_formula, names)):
        # A sentence below the formula, whose full stop is lost, is a paragraph.
        while grammar.MODAL.search(names[-1]) and not _is_formula(names[-1]):
            names.pop()
        return len(names), Doubt.NONE
    if _look_wrapped(texts[: len(names) + 1]):
        return 0, Doubt.NONE
    last = texts[len(names)] if len(names) < len(texts) else ""
    closes = (
        last[-1:] == "。"
        and _is_name(last[:-1])
        and len(last) <= max(map(len, names)) + 1
        and not grammar.REFERS_TO_PARAGRAPH.search(last)
        and not grammar.MODAL.search(last)
    )
    return len(names) + closes, Doubt.PARAGRAPHS


def _is_name(text: str) -> bool:
    return (
        bool(text)
        and not grammar.SENTENCE_ENDS.intersection(text.rstrip("）)”》"))
        and not (_SEPARATORS.intersection(text) - {"、", "︑"})
    )


def is_lone_formula(text: str) -> bool:
    """Whether a line is a formula, and no sentence that contains one, though no colon stands above it."""
    left, equals, right = text.replace("=", "＝").partition("＝")
    return bool(left and equals and right) and not (
        _SEPARATORS.intersection(text)
        or grammar.COLONS.intersection(text)
        or "。" in text[:-1]
        or grammar.MODAL.search(text)
    )


def report_lone_formula(line: ParsedLine, paragraph: Number, reports: Reports) -> None:
    """Report a formula below a sentence, which may be a paragraph of its own; `paragraph` is the number of the one above."""
    above, own = (Step(Level.PARAGRAPH, number) for number in (paragraph, Number(paragraph.value + 1)))
    reports.add(
        ProblemCode.PARAGRAPH_UNSURE,
        line,
        f"公式之前没有冒号，已作为{above}的文字；如果它单独为一款，就是{own}，其后的款号各加 1。",
        "引用这一条的款之前，请核对官方怎样计款。",
    )


def _is_formula(text: str) -> bool:
    return (
        any(symbol in text for symbol in FORMULA)
        and not grammar.SEMICOLONS.intersection(text)
        and "。" not in text[:-1]
    )


def _count_sentences(texts: Sequence[str]) -> tuple[int, Doubt]:
    """The number of lines that are whole sentences and are certainly part of the paragraph above."""
    ordinals = _count_ordinals(texts)
    if ordinals > 1:
        return ordinals, Doubt.NONE
    # 前款所列 below several sentences means all of them.
    count = next((i for i, text in enumerate(texts) if grammar.LISTED_ABOVE.match(text)), 0)
    return (count, Doubt.NONE) if count > 1 else (0, Doubt.NONE)


def _count_up_to_catch_all(lead: str, texts: Sequence[str]) -> tuple[int, Doubt]:
    """The number of lines of a list that is announced and ends with 其他: items, each a sentence, that lost their labels."""
    if not any(word in lead.rpartition("。")[2] for word in _ANNOUNCING):
        return 0, Doubt.NONE
    for count, text in enumerate(texts, start=1):
        if text.find("。") != len(text) - 1 or grammar.REFERS_TO_PARAGRAPH.search(text):
            break
        if count > 1 and grammar.CATCH_ALL.match(text) and not grammar.MODAL.search(text):
            return count, Doubt.LABELS
    return 0, Doubt.NONE


def _count_ordinals(texts: Sequence[str]) -> int:
    """The number of lines that count themselves: 一级…, 二级…."""
    count = 0
    for text in texts:
        match = grammar.ORDINAL.match(text)
        number = match and number_of(match["number"])
        if not number or number.value != count + 1:
            break
        count += 1
    return count


def _look_wrapped(texts: Sequence[str]) -> bool:
    """Whether the lines were broken at the edge of a page, so that all but the last have about the same length."""
    widths = [columns(text) for text in texts[:-1]]
    return bool(widths) and min(widths) >= 2 * SHORTEST_WRAPPED and max(widths) - min(widths) <= RAGGED
