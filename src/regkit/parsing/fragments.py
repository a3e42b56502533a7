"""Lines of which it is known what they are: an article, a 款, an item, a chapter. A decision quotes such lines."""

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
from regkit.parsing.headings import settle_headings
from regkit.parsing.items import read_items
from regkit.parsing.kinds import LineKind, ParsedLine
from regkit.parsing.lines import positions, read_lines
from regkit.parsing.numbering import settle_articles
from regkit.parsing.paragraphs import read_paragraphs
from regkit.parsing.reports import Reports
from regkit.parsing.sections import settle_sections, settle_subheadings
from regkit.parsing.wrapping import join_wrapped

_ONE = Number(1)
_LABELLED = (LineKind.ITEM, LineKind.SUBITEM, LineKind.SECTION)
# A fragment begins with whatever number it has.
_OF_FIRST_NUMBERS = (ProblemCode.HEADING_GAP, ProblemCode.DIVISION_GAP)


class Fragment(msgspec.Struct, frozen=True):
    """Provisions that were read by themselves, all of one level, and what there is to wonder about."""

    provisions: tuple[Provision, ...]
    problems: tuple[Problem, ...]


def parse_fragment(text: str, level: Level) -> Fragment:
    """Read lines that are provisions of one level, with all that these hold, and nothing else.

    >>> import regkit
    >>> fragment = regkit.parse_fragment("（三）甲；\\n（四）乙。", regkit.Level.ITEM)
    >>> [(each.label, each.text) for each in fragment.provisions]
    [('（三）', '甲；'), ('（四）', '乙。')]

    Numbers may begin anywhere. What stands before the first 第X条 is an article that has no label, and so is the whole text if it has
    none; likewise each line above the first （一） or 1. is an item or 目 without label, and one below it goes on with what it stands
    below. What has no label is numbered by its place. Nothing is lost but blanks. Raises ParseError for a text that is empty or holds something else.
    """
    require(level, Level, "parse_fragment", "a regkit.Level", "write Level.ITEM")
    require(text, str, "parse_fragment", "text", "regkit.load() reads a file")
    reports = Reports()
    lines = join_wrapped(read_lines(text), text)
    reports.look_for_odd_characters(text, lines)
    if level is Level.ANNEX:
        provisions: Sequence[Provision] = read_annexes(lines, reports)[0]
    elif level <= Level.ARTICLE:
        provisions = _read_body(lines, level, reports)
    elif level is Level.PARAGRAPH:
        provisions = read_paragraphs(lines, reports, [])
    else:
        provisions = _read_list(lines, level, reports)
    other = next((each for each in provisions if each.level is not level), None)
    if other is not None:
        raise _refused(level, other, lines[0])
    return Fragment(
        tuple(provisions), tuple(each for each in reports.in_order() if not _tells_of_start(each, lines[0]))
    )


def _tells_of_start(problem: Problem, first: ParsedLine) -> bool:
    """Whether a problem is only that the numbers do not begin with 1."""
    return problem.code == ProblemCode.ARTICLE_FIRST or (
        problem.code in _OF_FIRST_NUMBERS and problem.line == first.line_number
    )


def _read_body(lines: list[ParsedLine], level: Level, reports: Reports) -> Sequence[Provision]:
    """Articles, or what holds them."""
    lines, articles = settle_articles(lines, positions(lines)[LineKind.ARTICLE], reports)
    kinds = positions(lines)
    headings = settle_headings(lines, articles, kinds[LineKind.HEADING], 0, reports)
    if level is not Level.ARTICLE:
        sections = settle_sections(lines, articles, kinds[LineKind.SECTION], 0, reports, fewest=1)
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
    """项 or 目; what reads as 款 are those without label."""
    labelled = lines[0].kind in _LABELLED
    paragraphs = read_items(lines, reports) if labelled else read_paragraphs(lines, reports, [])
    found: list[Provision] = []
    for paragraph in paragraphs:
        held: Sequence[Provision] = paragraph.children
        if paragraph.text:
            number = Number(len(found) + 1)
            below = tuple(each for each in paragraph.children if isinstance(each, Subitem))
            kind = Item if level is Level.ITEM else Subitem
            found.append(kind(number=number, text=paragraph.text, children=below))
            held = held[len(below) :]
        found += held
    return found


def _refused(level: Level, other: Provision, line: ParsedLine) -> ParseError:
    return ParseError(
        (
            Problem(
                code=ProblemCode.FRAGMENT_LEVEL,
                message=f"这段文字里有{other.level.character}，不都是{level.character}。",
                hint=f"请只给出{level.character}的文字，或者换一个层级。",
                severity=Severity.ERROR,
                line=line.line_number,
                excerpt=line.excerpt,
            ),
        )
    )
