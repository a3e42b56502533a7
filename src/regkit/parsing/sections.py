"""Second pass, fifth part: what is numbered 一、二、三、, as headings over 条 or in place of them."""

from __future__ import annotations

from regkit.codes import ProblemCode
from regkit.model.address import Number
from regkit.model.levels import Level
from regkit.parsing.chains import WIDEST_GAP
from regkit.parsing.headings import LONGEST_TITLE, Heading, HeadingPlaces, leads_to_structure
from regkit.parsing.kinds import LineKind, ParsedLine
from regkit.parsing.numbering import ends_a_sentence
from regkit.parsing.reports import Reports
from regkit.parsing.unlabelled import LONGEST_LOST, NOT_A_HEADING

# What may stand below the title of a 一、.
_OWN = (LineKind.TEXT, LineKind.ITEM, LineKind.SUBITEM, LineKind.ROW)


def settle_sections(
    lines: list[ParsedLine],
    articles: list[int],
    numbered: list[int],
    start: int,
    reports: Reports,
    *,
    fewest: int = 2,
) -> dict[int, Heading]:
    """The lines from `start` on that number the text 一、二、三、, by their index.

    Where a text has 条, these are headings above them, of which there must be some; where it has none, they are its provisions.
    """
    heads = HeadingPlaces(articles)
    found: dict[int, Heading] = {}
    last = 0
    for index in numbered:
        line = lines[index]
        if index < start:
            continue
        if articles and index > start and not ends_a_sentence(lines[index - 1]):
            continue
        # The label may stand on a line of its own.
        alone = not line.rest and index + 1 < len(lines) and lines[index + 1].kind is LineKind.TEXT
        title, end = (lines[index + 1].text, index + 1) if alone else (line.rest, index)
        titled = title[-1:] not in NOT_A_HEADING and len(title) <= LONGEST_TITLE
        if articles and not (titled and _leads_on(lines, index, heads)):
            continue
        ahead = line.number.value - last
        # An excerpt may begin anywhere.
        if found and (ahead < 1 or ahead > 1 + WIDEST_GAP):
            continue
        if ahead > 1:
            reports.add(
                ProblemCode.DIVISION_GAP,
                line,
                f"“{line.label}”与前面的编号不衔接。",
                "请核对编号，是否漏了或者重复。",
            )
        last = line.number.value
        own = end + 1 < len(lines) and lines[end + 1].kind in _OWN
        is_title = bool(articles) or (titled and own)
        found[index] = Heading(line, title, end) if is_title else Heading(line, "", index)
    if articles and len(found) < fewest:
        return {}
    return found


def settle_bare_items(lines: list[ParsedLine], items: list[int]) -> dict[int, Heading]:
    """（一）, （二） as the provisions of a text that has no 条, no 一、 and no headings, by their index.

    A list that a sentence leads in is none of that.
    """
    found: dict[int, Heading] = {}
    for index in items:
        line = lines[index]
        led_in = index and lines[index - 1].text[-1] in "：:"
        if not led_in and line.number == Number(len(found) + 1):
            found[index] = Heading(_as_section(line), "", index)
    return found if len(found) > 1 else {}


def _as_section(line: ParsedLine) -> ParsedLine:
    return ParsedLine(
        line.line_number, LineKind.SECTION, line.text, line.label, line.rest, line.gap,
        line.number, Level.DIVISION, "（一）",
    )  # fmt: skip


def settle_subheadings(
    lines: list[ParsedLine], articles: list[int], sections: dict[int, Heading]
) -> dict[int, Heading]:
    """（一） as a heading below 一、: it stands where no list of items can, right above an article."""
    found: dict[int, Heading] = {}
    for index in articles:
        above = index - 1
        if above <= 0 or lines[above].kind is not LineKind.ITEM or lines[above].text[-1] in NOT_A_HEADING:
            continue
        below = above - 1 in sections or ends_a_sentence(lines[above - 1])
        if sections and len(lines[above].rest) <= LONGEST_LOST and below:
            found[above] = Heading(_as_section(lines[above]), lines[above].rest, above)
    return found


def _leads_on(lines: list[ParsedLine], index: int, heads: HeadingPlaces) -> bool:
    following = lines[index + 1] if index + 1 < len(lines) else None
    below_item = following is not None and following.kind is LineKind.ITEM and index + 2 in heads
    return below_item or leads_to_structure(lines, index, heads)
