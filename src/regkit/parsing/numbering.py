"""Second pass, second part: which lines begin articles, also where labels are glued, damaged or doubtful."""

from __future__ import annotations

import itertools

from regkit.codes import ProblemCode
from regkit.model.address import Number
from regkit.parsing import grammar
from regkit.parsing.chains import (
    CERTAIN,
    CITING,
    FIRST,
    INSIDE,
    INSIDE_WITH_BLANK,
    LINE_OPEN,
    NO_BLANK,
    NO_BLANK_AND_OPEN,
    Candidate,
    heaviest_chain,
)
from regkit.parsing.damaged import read_damaged
from regkit.parsing.kinds import NONE, LineKind, ParsedLine
from regkit.parsing.lines import classify, number_of
from regkit.parsing.quotations import doubt_quoted
from regkit.parsing.reports import Reports
from regkit.text.numerals import to_chinese
from regkit.text.whitespace import strip_whitespace

_DOUBTS = {
    ProblemCode.ARTICLE_GLUED: (
        "“{}”没有另起一行，已作为单独的一条。",
        "请核对，并让每一条都从新的一行开始。",
    ),
    ProblemCode.ARTICLE_DAMAGED: ("条号印成了“{}”，按前后的编号当作{}。", "请核对原文，并改正条号。"),
    ProblemCode.ARTICLE_FIRST: (
        "条文从“{}”开始，不是从第一条开始。",
        "如果文本是节选，可以忽略；否则请补全。",
    ),
    ProblemCode.ARTICLE_CITED: (
        "“{}”的编号正好衔接，但看起来是引用，已按前一条的文字处理。",
        "请核对；如果它是一条，请在条号之后空一格。",
    ),
    ProblemCode.ARTICLE_REPEAT: ("“{}”重复出现。", "请改正其中一个条号，地址才能唯一。"),
    ProblemCode.ARTICLE_GAP: ("“{}”之前缺少条文。", "请核对是否漏了条，或者条号有误。"),
    ProblemCode.ARTICLE_RESTART: (
        "条号从“{}”起重新开始，已按上文的文字处理。",
        "如果后面是附件，请在它前面加一行“附件”；如果是另一件法规，请分成两个文件。",
    ),
    ProblemCode.ARTICLE_OUT_OF_ORDER: (
        "“{}”与前一条的编号不衔接，已按上文的文字处理。",
        "请核对条号；如果这是引用或者引文，可以忽略。",
    ),
}
_SETTLED = (
    LineKind.HEADING,
    LineKind.CONTENTS,
    LineKind.PREAMBLE,
    LineKind.ROW,
    LineKind.IMAGE,
    LineKind.PAGE,
)
LONGEST_TITLE = 40
_ENOUGH_TO_CITE = 12


def settle_articles(
    lines: list[ParsedLine], heads: list[int], reports: Reports
) -> tuple[list[ParsedLine], list[int]]:
    """The lines with every article at the start of one, and the indices of those that begin articles.

    `heads` are the indices of those that look as if they did.
    """
    if _run_on(lines, heads):
        # Only what follows the last of them may hide another one.
        return lines, heads[:-1] + _mended(lines, heads[-1:], reports)
    candidates = _candidates(lines)
    chain = heaviest_chain(candidates)
    _report_rejected(lines, candidates, chain, reports)
    lines, heads = _split(lines, chain, reports)
    heads = _mended(lines, heads, reports)
    _report_sequence(lines, heads, reports)
    return lines, heads


def ends_a_sentence(line: ParsedLine) -> bool:
    """Whether something new may begin after the line."""
    return line.kind in _SETTLED or line.text[-1] in grammar.SENTENCE_ENDS


def _may_begin_after(line: ParsedLine) -> bool:
    """Whether an article whose label is damaged may begin after the line, which may be a title without one."""
    return ends_a_sentence(line) or (line.width <= LONGEST_TITLE and line.text[-1] not in "，、")


def _run_on(lines: list[ParsedLine], heads: list[int]) -> bool:
    """Whether the lines that look like articles are numbered from 1 without a fault, as nearly always."""
    if not heads:
        return not any(map(_has_article_inside, lines))
    last = NONE
    for index in heads:
        line = lines[index]
        if not line.number.follows(last):
            return False
        if not line.gap and not _begins_without_blank(lines, index):
            return False
        last = line.last
    following = f"第{to_chinese(last.value + 1)}条"
    return not any(following in lines[index].text for index in range(heads[-1], len(lines)))


def _begins_without_blank(lines: list[ParsedLine], index: int) -> bool:
    line = lines[index]
    before = _printed_before(lines, index)
    ended = before is None or ends_a_sentence(before)
    return bool(ended and line.rest and not grammar.CITATION_AFTER_ARTICLE.match(line.rest))


def _has_article_inside(line: ParsedLine) -> bool:
    return "第一条" in line.text


def _candidates(lines: list[ParsedLine]) -> list[Candidate]:
    found: list[Candidate] = []
    for index, line in enumerate(lines):
        if line.kind is LineKind.ARTICLE:
            before = _printed_before(lines, index)
            after = lines[index + 1] if index + 1 < len(lines) else None
            weight = _weight(line, before, after)
            found.append(Candidate(index, 0, line.number, line.last, weight))
        if line.kind not in (LineKind.ROW, LineKind.CONTENTS, LineKind.QUOTED):
            found.extend(_inside(line, index))
    return [candidate for candidate in found if candidate.weight]


def _printed_before(lines: list[ParsedLine], index: int) -> ParsedLine | None:
    """The line before, page numbers passed over."""
    while index and lines[index - 1].kind is LineKind.PAGE:
        index -= 1
    return lines[index - 1] if index else None


def _weight(line: ParsedLine, before: ParsedLine | None, after: ParsedLine | None) -> int:
    # A label may stand on a line of its own; what follows reads as if it stood beside it.
    alone = not line.rest and after is not None and after.kind in (LineKind.TEXT, LineKind.ARTICLE)
    rest = after.text if alone and after is not None else line.rest
    parted = line.gap or alone
    if grammar.CITATION_AFTER_ARTICLE.match(rest):
        # A citation has no blank after 第X条.
        return CITING if parted else 0
    if before is None or ends_a_sentence(before):
        return CERTAIN if parted else NO_BLANK
    return LINE_OPEN if parted else NO_BLANK_AND_OPEN


def _inside(line: ParsedLine, index: int) -> list[Candidate]:
    """Articles that were glued to the line: they follow the end of a sentence."""
    found = []
    text = line.text
    for match in grammar.ARTICLE_INSIDE.finditer(text):
        start, end = match.span()
        above = text[max(start - 4, 0) : start].rstrip()[-1:]
        if (
            not above
            or above not in "。；！？”）"
            or grammar.LABEL_BEFORE.search(text, max(start - 10, 0), start)
        ):
            continue
        number = number_of(match["number"], match["inserted"])
        rest = text[end : end + _ENOUGH_TO_CITE]
        if number is None or grammar.CITATION_AFTER_ARTICLE.match(rest.lstrip()):
            continue
        blank = text[start - 1].isspace() or rest[:1].isspace()
        found.append(Candidate(index, start, number, number, INSIDE_WITH_BLANK if blank else INSIDE))
    return found


def _report_rejected(
    lines: list[ParsedLine], candidates: list[Candidate], chain: list[Candidate], reports: Reports
) -> None:
    accepted = {(each.index, each.offset) for each in chain}
    weights = {each.index: each.weight for each in candidates if not each.offset}
    last: Number | None = None
    restarted: Number | None = None
    quoting = False
    chain_at = {each.index: each for each in chain}
    for index, line in enumerate(lines):
        if grammar.OPENING_QUOTE.match(line.text):
            quoting = line.text.count("”") < line.text.count("“")
        elif "”" in line.text:
            quoting = False
        if line.kind is LineKind.ARTICLE and (index, 0) not in accepted:
            weight = weights.get(index, 0)
            if weight <= CITING:
                if last is not None and line.number.follows(last):
                    _doubt(ProblemCode.ARTICLE_CITED, line, reports)
            elif restarted is not None and line.number.follows(restarted):
                restarted = line.number
            elif quoting:
                doubt_quoted(line, reports)
            elif line.number == FIRST and last is not None:
                restarted = line.number
                _doubt(ProblemCode.ARTICLE_RESTART, line, reports)
            else:
                _doubt(ProblemCode.ARTICLE_OUT_OF_ORDER, line, reports)
        if index in chain_at:
            last = chain_at[index].last


def _split(
    lines: list[ParsedLine], chain: list[Candidate], reports: Reports
) -> tuple[list[ParsedLine], list[int]]:
    """The lines with those cut into which articles were glued, and where the articles begin in them."""
    cuts: dict[int, list[int]] = {}
    for each in chain:
        if each.offset:
            cuts.setdefault(each.index, []).append(each.offset)
    whole = {each.index for each in chain if not each.offset}
    if not cuts:
        return lines, sorted(whole)
    reports.unsettled = True
    parted: list[ParsedLine] = []
    heads: list[int] = []
    for index, line in enumerate(lines):
        if index in whole:
            heads.append(len(parted))
        if index not in cuts:
            parted.append(line)
            continue
        ends = [*cuts[index], len(line.text)]
        parted.append(classify(line.line_number, strip_whitespace(line.text[: ends[0]])))
        for start, end in itertools.pairwise(ends):
            heads.append(len(parted))
            parted.append(classify(line.line_number, strip_whitespace(line.text[start:end])))
            _doubt(ProblemCode.ARTICLE_GLUED, parted[-1], reports)
    return parted, heads


def _mended(lines: list[ParsedLine], heads: list[int], reports: Reports) -> list[int]:
    """The heads with those articles that left a gap because their label is damaged; `lines` is mended."""
    found: list[int] = []
    for position, head in enumerate(heads):
        due = lines[head].last.value + 1
        at_end = position + 1 == len(heads)
        end = len(lines) if at_end else heads[position + 1]
        last_due = due if at_end else lines[end].number.value - 1
        for index in range(head + 1, end):
            if due > last_due:
                break
            mended = read_damaged(lines[index], due) if _may_begin_after(lines[index - 1]) else None
            if mended:
                _report_damage(mended, reports)
                lines[index] = mended
                found.append(index)
                due += 1
    # While annexes were looked for it was still a line like others, a name at the end for one; as it is printed it is none.
    reports.unsettled |= bool(found)
    return sorted(heads + found) if found else heads


def _report_damage(line: ParsedLine, reports: Reports) -> None:
    message, hint = _DOUBTS[ProblemCode.ARTICLE_DAMAGED]
    name = f"第{to_chinese(line.number.value)}条"
    reports.add(ProblemCode.ARTICLE_DAMAGED, line, message.format(line.label, name), hint)


def _report_sequence(lines: list[ParsedLine], heads: list[int], reports: Reports) -> None:
    last: Number | None = None
    for index in heads:
        line = lines[index]
        if last is None:
            if line.number != FIRST:
                _doubt(ProblemCode.ARTICLE_FIRST, line, reports)
        elif line.number == last:
            _doubt(ProblemCode.ARTICLE_REPEAT, line, reports)
        elif not line.number.follows(last):
            _doubt(ProblemCode.ARTICLE_GAP, line, reports)
        last = line.last


def _doubt(code: ProblemCode, line: ParsedLine, reports: Reports) -> None:
    message, hint = _DOUBTS[code]
    reports.add(code, line, message.format(line.label), hint)
