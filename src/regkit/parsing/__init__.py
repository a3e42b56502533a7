"""Parsing: from the text of a statute to its tree.

A first pass (`lines`) classifies each line by itself; a second pass decides from the lines around it, and above
all from the numbering, what each line really is, and builds the tree.
"""

from __future__ import annotations

import dataclasses
from itertools import chain

from regkit.codes import ProblemCode
from regkit.model.limits import LONGEST_LINE, unread_lines
from regkit.model.locating import locate_problems
from regkit.model.tree import Statute
from regkit.parsing.annexes import read_annexes
from regkit.parsing.body import read_body
from regkit.parsing.closing import (
    find_annex_list,
    find_annexes,
    find_unnamed_annex,
    report_unread_annexes,
    split_glued_annexes,
)
from regkit.parsing.divisions import settle_bare_items, settle_divisions, settle_subheadings
from regkit.parsing.footnotes import settle_footnotes
from regkit.parsing.fragments import Fragment, parse_fragment
from regkit.parsing.front import find_body, missing_from_contents, read_front
from regkit.parsing.glued import split_chained_headings, split_glued_headings
from regkit.parsing.headings import settle_headings
from regkit.parsing.irregular import report_marked_items, report_unread_labels
from regkit.parsing.kinds import LineKind, ParsedLine
from regkit.parsing.legible import LegibleText, as_it_is, legible_text
from regkit.parsing.level_order import check_level_order
from regkit.parsing.lines import positions, read_lines
from regkit.parsing.numbering import settle_articles
from regkit.parsing.quotations import quotes_articles, report_inserted_articles, settle_quotations
from regkit.parsing.reports import Reports
from regkit.parsing.restoring import restored
from regkit.parsing.settling import settle
from regkit.parsing.wrapping import join_wrapped

__all__ = ["Fragment", "parse", "parse_fragment"]


def parse(text: str) -> Statute:
    """Read the text of a statute into a tree. Nothing is lost except whitespace at the ends of lines.

    The text need not have articles (条): decisions and replies are numbered 一、二、, and some are not numbered
    at all. Whatever looks wrong, such as a gap in the numbering or a repeated article, is reported in the
    `problems` of the statute, in the order of the text. A line of more than 20,000 characters is kept, but it
    is not searched for citations, duties and terms; a problem reports this.

    A text in traditional characters is read as it is. If it is in Taiwan's order of levels (条, 项, 款, 目), it is refused.

    Raises ParseError if the text contains nothing but whitespace, has more than 20 million characters or 500,000
    lines, or is in Taiwan's order of levels, and TypeError if it is not a string.
    """
    if not isinstance(text, str):
        raise TypeError(
            "parse() takes text; regkit.decode() turns bytes into text, regkit.load() reads a file"
        )
    source = legible_text(text)
    unsure_levels = check_level_order(source) if source.traditional else None
    law = _settled(source)
    if source.text is not source.original:
        law = restored(law, source) or _settled(as_it_is(text))
    if unsure_levels:
        problems_by_line = sorted((unsure_levels, *law.problems), key=lambda problem: problem.line or 0)
        law = dataclasses.replace(law, problems=tuple(problems_by_line))
    unread = unread_lines((*law.children, *law.annexes), law.lines) if len(text) > LONGEST_LINE else ()
    if not unread and not law.problems:
        return law
    problems = (
        sorted((*law.problems, *unread), key=lambda problem: problem.line or 0) if unread else law.problems
    )
    return dataclasses.replace(law, problems=locate_problems(problems, law, text))


def _settled(source: LegibleText) -> Statute:
    """The tree of the legible text; what it prints is read as the same tree."""
    reports = Reports()
    law = _read(source, reports)
    if not reports.unsettled:
        return law
    return settle(law, source.text, lambda printed: _read(as_it_is(printed), Reports()))


def _read(source: LegibleText, reports: Reports) -> Statute:
    """Read a text once, without checking that what the tree prints is read as the same tree."""
    text = source.text
    lines = join_wrapped(read_lines(text), text)
    reports.look_for_odd_characters(source, lines)
    lines = settle_quotations(text, lines, reports)
    kinds = positions(lines)
    new_lines = split_glued_annexes(lines, kinds[LineKind.ARTICLE], reports)
    if new_lines is not lines:
        lines, kinds = new_lines, positions(new_lines)
    end = find_annexes(lines) if kinds[LineKind.ANNEX] else find_unnamed_annex(lines)
    end, list_end = find_annex_list(lines, end)
    # A list of the annexes stands beside the signature and is no provision.
    annex_list = tuple(line.text for line in lines[end:list_end])
    annexes, annex_line_numbers = read_annexes(lines[list_end:], reports)
    report_unread_annexes(lines, kinds[LineKind.ARTICLE], end, reports)
    if end < len(lines):
        lines = lines[:end]
        kinds = positions(lines)
    lines, kinds = _with_headings_split(lines, kinds, reports)
    articles: list[int] = []
    if quotes_articles(lines, kinds[LineKind.ARTICLE], kinds[LineKind.DIVISION]):
        report_inserted_articles(lines, kinds[LineKind.ARTICLE], reports)
    else:
        new_lines, articles = settle_articles(lines, kinds[LineKind.ARTICLE], reports)
        if new_lines is not lines:
            lines, kinds = new_lines, positions(new_lines)
    first = next(iter(articles or kinds[LineKind.DIVISION]), len(lines))
    lines = settle_footnotes(lines, kinds, first, reports)
    begin = find_body(lines, articles)
    headings = settle_headings(lines, articles, kinds[LineKind.HEADING], begin, reports)
    if kinds[LineKind.DIVISION]:
        divisions = settle_divisions(lines, articles, kinds[LineKind.DIVISION], begin, reports)
        headings |= divisions
        headings |= settle_subheadings(lines, articles, divisions)
    if not articles and not headings:
        headings = settle_bare_items(lines, kinds[LineKind.ITEM])
    # If all that looked like headings turns out not to be any, and there are no articles, nothing is numbered.
    begin = min((begin, *headings)) if articles or headings else len(lines)
    front = read_front(lines[:begin], reports)
    body = read_body(lines, articles, headings, begin, reports, may_be_signed=True)
    missing_from_contents(
        front.contents, (heading for heading in headings.values() if heading.line.label), lines[0], reports
    )
    reports.look_for_images(lines, kinds[LineKind.IMAGE])
    reports.look_for_page_numbers(lines, kinds[LineKind.PAGE])
    report_marked_items(lines, chain(kinds[LineKind.ITEM], kinds[LineKind.SUBITEM]), reports)
    report_unread_labels(lines, reports)
    if not articles and kinds[LineKind.SUBITEM]:
        reports.look_for_running_numbers(lines, kinds[LineKind.SUBITEM], headings)
    if not body.children:
        reports.add(
            ProblemCode.STATUTE_NO_ARTICLE,
            lines[0],
            "没有找到任何一条（“第一条……”独立成行），也没有“一、二、”的编号。",
            "请确认这是法规正文，并且每一条都从新的一行开始。",
        )
    return Statute(
        announcement=front.announcement,
        title=front.title,
        notes=front.notes,
        contents=front.contents,
        preamble=front.preamble,
        children=body.children,
        signature=(*body.signature, *annex_list),
        annexes=annexes,
        problems=reports.in_order(),
        lines=(*body.line_numbers, *annex_line_numbers),
    )


def _with_headings_split(
    lines: list[ParsedLine], kinds: dict[LineKind, list[int]], reports: Reports
) -> tuple[list[ParsedLine], dict[LineKind, list[int]]]:
    """The lines, split so that every heading begins one, and the indices of the lines of each kind."""
    chained = split_chained_headings(lines, kinds[LineKind.CONTENTS], reports)
    if chained is not lines:
        lines, kinds = chained, positions(chained)
    unglued = split_glued_headings(lines, kinds[LineKind.HEADING], kinds[LineKind.ARTICLE], reports)
    return (lines, kinds) if unglued is lines else (unglued, positions(unglued))
