"""Decide which lines numbered 一、二、三、 are divisions: headings above articles, or provisions in their place."""

from __future__ import annotations

from regkit.codes import ProblemCode
from regkit.model.address import Number
from regkit.model.levels import Level
from regkit.parsing import grammar
from regkit.parsing.chains import WIDEST_GAP
from regkit.parsing.headings import LONGEST_DIVISION_TITLE, Heading, SortedIndices, leads_to_structure
from regkit.parsing.kinds import LineKind, ParsedLine
from regkit.parsing.numbering import ends_a_sentence
from regkit.parsing.reports import Reports
from regkit.parsing.unlabelled import LONGEST_UNLABELLED, NOT_A_HEADING

# Kinds of line that may follow the title of a 一、.
_BODY = (LineKind.TEXT, LineKind.ITEM, LineKind.SUBITEM, LineKind.ROW)


def settle_divisions(
    lines: list[ParsedLine],
    articles: list[int],
    numbered: list[int],
    start: int,
    reports: Reports,
    *,
    fewest: int = 2,
) -> dict[int, Heading]:
    """The divisions 一、二、三、 from the line at `start` on, by index.

    `articles` are the sorted indices of the lines that begin articles, `numbered` those of the lines that begin with
    一、. If there are articles, divisions are headings above them, and fewer than `fewest` do not count; otherwise
    they are the provisions of the text.
    """
    heads = SortedIndices(articles)
    divisions: dict[int, Heading] = {}
    last = 0
    for index in numbered:
        line = lines[index]
        if index < start:
            continue
        if articles and index > start and not ends_a_sentence(lines[index - 1]):
            continue
        # The label may be alone on its line, and the title on the next.
        alone = not line.rest and index + 1 < len(lines) and lines[index + 1].kind is LineKind.TEXT
        title, end = (lines[index + 1].text, index + 1) if alone else (line.rest, index)
        titled = title[-1:] not in NOT_A_HEADING and len(title) <= LONGEST_DIVISION_TITLE
        if articles and not (titled and _is_followed_by_structure(lines, index, heads)):
            continue
        ahead = line.number.value - last
        # The numbering of an excerpt may begin anywhere.
        if divisions and (ahead < 1 or ahead > 1 + WIDEST_GAP):
            continue
        if ahead > 1:
            reports.add(
                ProblemCode.DIVISION_GAP,
                line,
                f"“{line.label}”与前面的编号不衔接。",
                "请核对编号，是否漏了或者重复。",
            )
        last = line.number.value
        has_body = end + 1 < len(lines) and lines[end + 1].kind in _BODY
        is_title = bool(articles) or (titled and has_body)
        divisions[index] = Heading(line, title, end) if is_title else Heading(line, "", index)
    if articles and len(divisions) < fewest:
        return {}
    return divisions


def settle_bare_items(lines: list[ParsedLine], items: list[int]) -> dict[int, Heading]:
    """The lines （一）, （二） as divisions of a text without articles, 一、 and headings, by index.

    A list that is introduced by a sentence does not count, and neither does a single line.
    """
    divisions: dict[int, Heading] = {}
    for index in items:
        line = lines[index]
        is_introduced = index and lines[index - 1].text[-1] in grammar.COLONS
        if not is_introduced and line.number == Number(len(divisions) + 1):
            divisions[index] = Heading(_as_division(line), "", index)
    return divisions if len(divisions) > 1 else {}


def _as_division(line: ParsedLine) -> ParsedLine:
    return ParsedLine(
        line.line_number, LineKind.DIVISION, line.text, line.label, line.rest, line.gap,
        line.number, Level.DIVISION, "（一）",
    )  # fmt: skip


def settle_subheadings(
    lines: list[ParsedLine], articles: list[int], divisions: dict[int, Heading]
) -> dict[int, Heading]:
    """The lines （一） that are headings below 一、, by index: they are directly above an article, where no item can be."""
    subheadings: dict[int, Heading] = {}
    for index in articles:
        above = index - 1
        if above <= 0 or lines[above].kind is not LineKind.ITEM or lines[above].text[-1] in NOT_A_HEADING:
            continue
        may_begin = above - 1 in divisions or ends_a_sentence(lines[above - 1])
        if divisions and len(lines[above].rest) <= LONGEST_UNLABELLED and may_begin:
            subheadings[above] = Heading(_as_division(lines[above]), lines[above].rest, above)
    return subheadings


def _is_followed_by_structure(lines: list[ParsedLine], index: int, heads: SortedIndices) -> bool:
    following = lines[index + 1] if index + 1 < len(lines) else None
    below_item = following is not None and following.kind is LineKind.ITEM and index + 2 in heads
    return below_item or leads_to_structure(lines, index, heads)
