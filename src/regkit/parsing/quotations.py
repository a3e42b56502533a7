"""Mark the lines that a decision quotes, before anything else is decided: they are not its own provisions."""

from __future__ import annotations

from regkit.codes import ProblemCode
from regkit.model.instructions import AMENDING_TITLE, read_quotations
from regkit.parsing import grammar
from regkit.parsing.chains import FIRST
from regkit.parsing.kinds import LineKind, ParsedLine
from regkit.parsing.reports import Reports
from regkit.text.quotation_marks import Quotations
from regkit.text.whitespace import WHITESPACE

_NOT_A_HEADING = grammar.COLONS | frozenset("。；︒︔")
# Quoted lines of these kinds keep their kind.
_NO_TEXT = (LineKind.ROW, LineKind.IMAGE, LineKind.PAGE)
# A line of these kinds begins a provision.
_LABELLED = (LineKind.HEADING, LineKind.ARTICLE, LineKind.DIVISION, LineKind.ITEM, LineKind.SUBITEM)
# The title of a decision is sought in so many lines at the beginning; above it stand 公告 and 令.
_TITLE_WITHIN = 8


def settle_quotations(text: str, lines: list[ParsedLine], reports: Reports) -> list[ParsedLine]:
    """The lines of a text, with the kind QUOTED for those that an amending instruction quotes.

    Reports each quotation of a decision that has no closing quotation mark.
    """
    # Nearly all texts quote no lines; finding that out is several times faster than looking at each line.
    if not _quotes_lines(text):
        return lines
    quotations = read_quotations([line.text for line in lines])
    _report_open(quotations, lines, reports)
    if not quotations.lines:
        return lines
    return [
        ParsedLine(line.line_number, LineKind.QUOTED, line.text)
        if index in quotations.lines and line.kind not in _NO_TEXT
        else line
        for index, line in enumerate(lines)
    ]


def _report_open(quotations: Quotations, lines: list[ParsedLine], reports: Reports) -> None:
    """Report each quotation without a closing mark, and say where it was ended."""
    for index in quotations.unclosed:
        _report_open_quotation(lines[index], "下一条指令之前", reports)
    cut = list(quotations.endless)
    if quotations.unintroduced and any(AMENDING_TITLE.match(line.text) for line in lines[:_TITLE_WITHIN]):
        # Whether a decision quotes the lines below is doubtful only if they would be provisions.
        cut += [
            index
            for index in quotations.unintroduced
            if index + 1 < len(lines) and lines[index + 1].kind in _LABELLED
        ]
    for index in cut:
        _report_open_quotation(lines[index], "这一行末", reports)


def _report_open_quotation(line: ParsedLine, end: str, reports: Reports) -> None:
    reports.add(
        ProblemCode.TEXT_OPEN_QUOTATION,
        line,
        f"这里的引文没有后引号，已按到{end}为止处理。",
        "请核对，并补上后引号。",
    )


def _quotes_lines(text: str) -> bool:
    """Whether a quotation continues on another line, begins a line, contains another one, or has unusual marks."""
    # Written out, because it is done for every text, and a loop takes longer. Closing marks are found faster.
    if '"' in text or "」" in text or "‘" in text or "』" in text:
        return True
    begin, end = text.find("“"), text.find("”")
    while begin >= 0:
        # ” before “ may be misprinted for it.
        if end < begin or not begin or text[begin - 1] in WHITESPACE:
            return True
        quoted = text[begin:end]
        if "“" in quoted[1:] or "\n" in quoted or "\r" in quoted:
            return True
        begin, end = text.find("“", end), text.find("”", end + 1)
    return end >= 0


def quotes_articles(lines: list[ParsedLine], heads: list[int], sections: list[int]) -> bool:
    """Whether the articles are inserted into another act, without quotation marks, by a decision numbered 一、二、.

    `heads` are the indices of the lines that look like articles, `sections` those of the lines numbered 一、.
    """
    if not heads or not sections or lines[heads[0]].number == FIRST:
        return False
    above = heads[0] - 1
    # A 一、 that is the heading of articles is printed directly above the first of them.
    titled = above in sections and lines[above].text[-1] not in _NOT_A_HEADING
    return lines[sections[0]].number == FIRST and sections[0] < heads[0] and not titled


def report_inserted_articles(lines: list[ParsedLine], heads: list[int], reports: Reports) -> None:
    """Report each article that a decision inserts into another act without quotation marks."""
    for index in heads:
        line = lines[index]
        if not grammar.CITATION_AFTER_ARTICLE.match(line.rest):
            reports.add(
                ProblemCode.ARTICLE_QUOTED,
                line,
                f"“{line.label}”是要写入另一件法规的条文，没有引号，已按上文的文字处理。",
                "请给引文加上引号；如果它是本文件的一条，请核对条号。",
            )


def report_quoted_article(line: ParsedLine, reports: Reports) -> None:
    """Report a line inside quotation marks that looks like an article."""
    reports.add(
        ProblemCode.ARTICLE_QUOTED,
        line,
        f"引号里的“{line.label}”是引用的条文，已按上文的文字处理。",
        "如果它是本文件的一条，请去掉引号，让它从新的一行开始。",
    )
