"""Recognise article labels that are damaged by the number that is due at their line."""

from __future__ import annotations

from regkit.model.address import Number
from regkit.parsing import grammar
from regkit.parsing.kinds import LineKind, ParsedLine
from regkit.parsing.lines import number_of
from regkit.rule import Match
from regkit.text.numerals import to_chinese
from regkit.text.whitespace import strip_whitespace, without_whitespace


def read_damaged(line: ParsedLine, due: int) -> ParsedLine | None:
    """The line as article number `due` if it begins with a damaged label of that number, else None.

    The label may lack 第 or 条, have 笫 instead of 第, or have one character that is not a numeral where a
    numeral is expected.
    """
    if line.kind not in (LineKind.TEXT, LineKind.DIVISION):
        return None
    match = grammar.ARTICLE_DAMAGED.match(line.text)
    if not match:
        return None
    if not match["printed"] or line.text[0] != "第":
        number = number_of(without_whitespace(match["printed"] or match["number"]))
        if number is not None:
            return _as_article(line, match, number) if number == Number(due) else None
        if not match["printed"]:
            return None
    printed, expected = without_whitespace(match["printed"]), to_chinese(due)
    differing = [
        character
        for character, expected_character in zip(printed, expected, strict=False)
        if character != expected_character
    ]
    if len(printed) != len(expected) or len(expected) < 2 or len(differing) != 1:
        return None
    return None if differing[0] in grammar.NUMERAL_CHARACTERS else _as_article(line, match, Number(due))


def _as_article(line: ParsedLine, label: Match, number: Number) -> ParsedLine | None:
    rest = strip_whitespace(line.text[label.end() :])
    if grammar.CITATION_AFTER_ARTICLE.match(rest):
        return None
    return ParsedLine(line.line_number, LineKind.ARTICLE, line.text, label[0].rstrip(), rest, True, number)
