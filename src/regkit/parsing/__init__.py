"""From a text to a tree, in two passes: what is each line, and what tree do the lines make."""

from __future__ import annotations

from regkit.errors import ParseError, Problem, Severity
from regkit.model.tree import Statute
from regkit.parsing.body import read_body
from regkit.parsing.front import missing_from_contents, read_front
from regkit.parsing.lines import read_lines
from regkit.parsing.reports import Reports


def parse(text: str) -> Statute:
    """Read the text of a statute into a tree. Nothing of it is lost but blanks at the ends of lines.

    What looks wrong but leaves a tree (a gap in the numbers, a repeated article) is in the `problems` of
    the statute, in the order of the text. Raises ParseError, with all problems, for a text that has no
    article, is empty, or is longer than 20 million characters.
    """
    if not isinstance(text, str):
        raise TypeError("parse() takes text; regkit.decode() makes text of bytes, regkit.load() reads a file")
    reports = Reports()
    lines = read_lines(text)
    front = read_front(lines, reports)
    body = read_body(lines[front.body :], reports)
    missing_from_contents(front, body.headings, reports)
    statute = Statute(
        title=front.title,
        notes=front.notes,
        contents=front.contents,
        preamble=(*front.preamble, *body.stray),
        children=body.children,
        signature=body.signature,
        annexes=body.annexes,
        problems=reports.in_order(),
        lines=body.places,
    )
    if not statute.articles:
        none_found = Problem(
            code="statute.no_article",
            message="没有找到任何一条（“第一条……”独立成行）。",
            hint="请确认这是法规正文，并且每一条都从新的一行开始。",
            severity=Severity.ERROR,
            line=lines[0].place,
            excerpt=lines[0].excerpt,
        )
        raise ParseError((*statute.problems, none_found))
    return statute
