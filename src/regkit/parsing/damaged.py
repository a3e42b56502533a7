"""Labels of articles that are damaged: what number do they still show, or could they have been?"""

from __future__ import annotations

from regkit.model.address import Number
from regkit.parsing import grammar
from regkit.parsing.kinds import LineKind, ParsedLine
from regkit.parsing.lines import number_of
from regkit.rule import Match
from regkit.text.numerals import to_chinese
from regkit.text.whitespace import strip_whitespace, without_whitespace


def read_damaged(line: ParsedLine, due: int) -> ParsedLine | None:
    """The line as article number `due` if it begins with what is left of that label, else None.

    It may have lost 第 or 条, have 笫 for 第, or one character that is no numeral.
    """
    if line.kind not in (LineKind.TEXT, LineKind.SECTION):
        return None
    found = grammar.ARTICLE_DAMAGED.match(line.text)
    if not found:
        return None
    if not found["printed"] or line.text[0] != "第":
        number = number_of(without_whitespace(found["printed"] or found["number"]))
        if number is not None:
            return _as_article(line, found, number) if number == Number(due) else None
        if not found["printed"]:
            return None
    printed, expected = without_whitespace(found["printed"]), to_chinese(due)
    differing = [ours for ours, theirs in zip(printed, expected, strict=False) if ours != theirs]
    if len(printed) != len(expected) or len(expected) < 2 or len(differing) != 1:
        return None
    return None if differing[0] in grammar.NUMERAL_CHARACTERS else _as_article(line, found, Number(due))


def _as_article(line: ParsedLine, label: Match, number: Number) -> ParsedLine | None:
    rest = strip_whitespace(line.text[label.end() :])
    if grammar.CITATION_AFTER_ARTICLE.match(rest):
        return None
    return ParsedLine(line.line_number, LineKind.ARTICLE, line.text, label[0].rstrip(), rest, True, number)
