"""Parse lines whose level is known beforehand: articles, paragraphs, items, chapters. A decision quotes such lines."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from regkit.arguments import require
from regkit.codes import ProblemCode
from regkit.errors import ParseError, Problem, Severity
from regkit.model.address import Number
from regkit.model.levels import Level
from regkit.model.tree import Item, Provision, Subitem
from regkit.parsing.annexes import read_annexes
from regkit.parsing.body import read_article, read_body
from regkit.parsing.divisions import settle_divisions, settle_subheadings
from regkit.parsing.headings import settle_headings
from regkit.parsing.items import read_items
from regkit.parsing.kinds import LineKind, ParsedLine
from regkit.parsing.legible import LegibleText, legible_text
from regkit.parsing.lines import positions, read_lines
from regkit.parsing.numbering import settle_articles
from regkit.parsing.paragraphs import read_paragraphs
from regkit.parsing.reports import Reports
from regkit.parsing.restoring import Restorer, restored_problems
from regkit.parsing.wrapping import join_wrapped

_ONE = Number(1)
_LABELLED = (LineKind.ITEM, LineKind.SUBITEM, LineKind.DIVISION)
# A fragment may begin with any number, so these problems are not reported for its first line.
_FIRST_NUMBER_PROBLEMS = (ProblemCode.HEADING_GAP, ProblemCode.DIVISION_GAP)


class Fragment(msgspec.Struct, frozen=True):
    """Provisions of one level that were parsed without the text around them.

    `provisions` are in the order of the text, and so are `problems`, which report whatever looks suspicious.
    """

    provisions: tuple[Provision, ...]
    problems: tuple[Problem, ...]


def parse_fragment(text: str, level: Level) -> Fragment:
    """Parse lines that consist of provisions of one level, including their children, and of nothing else.

    >>> import regkit
    >>> fragment = regkit.parse_fragment("（三）甲；\\n（四）乙。", regkit.Level.ITEM)
    >>> [(item.label, item.text) for item in fragment.provisions]
    [('（三）', '甲；'), ('（四）', '乙。')]

    Numbering may begin anywhere. At the level of articles, the text before the first 第X条, or all of it if there
    is none, becomes an article without a label. At the level of items or subitems, each line above the first
    （一） or 1. becomes an item or subitem without a label, and a line without a label below it continues the
    provision above. A provision without a label is numbered by its position among the others. Nothing is lost
    except whitespace.

    Quotation marks are read as part of the text, so take off those that a decision puts around what it quotes,
    and those that it repeats at the beginning of each quoted line.

    Raises ParseError if the text contains nothing but whitespace or a provision of another level, such as a line
    that begins with 第三条 and a space among items, and TypeError if `text` is not a string or `level` not a Level.
    """
    require(level, Level, "parse_fragment", "a regkit.Level", "write Level.ITEM")
    require(text, str, "parse_fragment", "text", "regkit.load() reads a file")
    source = legible_text(text)
    provisions, problems = _parse(source, level)
    if source.text is not source.original:
        restorer = Restorer(source)
        provisions = tuple(map(restorer.provision, provisions))
        problems = tuple(restored_problems(problems, source))
    return Fragment(provisions, problems)


def _parse(source: LegibleText, level: Level) -> tuple[tuple[Provision, ...], tuple[Problem, ...]]:
    """The provisions of the legible text, and what is suspicious about them."""
    reports = Reports()
    lines = join_wrapped(read_lines(source.text), source.text)
    reports.look_for_odd_characters(source, lines)
    if level is Level.ANNEX:
        provisions: Sequence[Provision] = read_annexes(lines, reports)[0]
    elif level <= Level.ARTICLE:
        provisions = _read_body(lines, level, reports)
    else:
        _check_below_articles(lines, level)
        provisions = (
            read_paragraphs(lines, reports, [])
            if level is Level.PARAGRAPH
            else _read_list(lines, level, reports)
        )
    other = next((provision for provision in provisions if provision.level is not level), None)
    if other is not None:
        raise _wrong_level_error(level, other.level, lines[0])
    return tuple(provisions), tuple(
        problem for problem in reports.in_order() if not _is_about_first_number(problem, lines[0])
    )


def _check_below_articles(lines: Sequence[ParsedLine], level: Level) -> None:
    """Raise ParseError if a line begins an article or a chapter, which cannot stand in provisions of this level.

    A label without whitespace after it may be a citation at the beginning of a line, so it is text.
    """
    for line in lines:
        if line.gap and line.kind in (LineKind.ARTICLE, LineKind.HEADING):
            raise _wrong_level_error(level, line.level or Level.ARTICLE, line)


def _is_about_first_number(problem: Problem, first: ParsedLine) -> bool:
    """Whether the problem is only that the numbering does not begin with 1."""
    return problem.code == ProblemCode.ARTICLE_FIRST or (
        problem.code in _FIRST_NUMBER_PROBLEMS and problem.line == first.line_number
    )


def _read_body(lines: list[ParsedLine], level: Level, reports: Reports) -> Sequence[Provision]:
    """Articles, or the groups that contain them."""
    lines, articles = settle_articles(lines, positions(lines)[LineKind.ARTICLE], reports)
    kinds = positions(lines)
    headings = settle_headings(lines, articles, kinds[LineKind.HEADING], 0, reports)
    if level is not Level.ARTICLE:
        sections = settle_divisions(lines, articles, kinds[LineKind.DIVISION], 0, reports, fewest=1)
        headings |= sections | settle_subheadings(lines, articles, sections)
    first = min((*articles, *headings), default=len(lines))
    unlabelled: list[Provision] = []
    if first and level is Level.ARTICLE:
        unlabelled.append(_read_unlabelled(lines[:first], reports))
        if first == len(lines):
            return unlabelled
    else:
        first = 0
    body = read_body(lines, articles, headings, first, reports, may_be_signed=False)
    return (*unlabelled, *body.children)


def _read_unlabelled(lines: list[ParsedLine], reports: Reports) -> Provision:
    first = lines[0]
    head = ParsedLine(first.line_number, LineKind.ARTICLE, first.text, "", first.text, number=_ONE)
    return msgspec.structs.replace(read_article(head, lines[1:], reports, []), label=None)


def _read_list(lines: Sequence[ParsedLine], level: Level, reports: Reports) -> list[Provision]:
    """Items or subitems. Lines that are read as paragraphs are items or subitems without a label."""
    labelled = lines[0].kind in _LABELLED
    paragraphs = read_items(lines, reports) if labelled else read_paragraphs(lines, reports, [])
    provisions: list[Provision] = []
    for paragraph in paragraphs:
        children: Sequence[Provision] = paragraph.children
        if paragraph.text:
            number = Number(len(provisions) + 1)
            subitems = tuple(child for child in paragraph.children if isinstance(child, Subitem))
            kind = Item if level is Level.ITEM else Subitem
            provisions.append(kind(number=number, text=paragraph.text, children=subitems))
            children = children[len(subitems) :]
        provisions += children
    return provisions


def _wrong_level_error(level: Level, other: Level, line: ParsedLine) -> ParseError:
    return ParseError(
        (
            Problem(
                code=ProblemCode.FRAGMENT_LEVEL,
                message=f"这段文字里有{other.character}，不都是{level.character}。",
                hint=f"请只给出{level.character}的文字，或者换一个层级。",
                severity=Severity.ERROR,
                line=line.line_number,
                excerpt=line.excerpt,
            ),
        )
    )
