"""Decide which lines begin articles, even if labels are glued to a sentence, damaged or look like citations."""

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
    INSIDE_WITH_SPACE,
    LINE_OPEN,
    NO_SPACE,
    NO_SPACE_AND_OPEN,
    Candidate,
    heaviest_chain,
)
from regkit.parsing.damaged import read_damaged
from regkit.parsing.irregular import (
    are_marked_throughout,
    read_marked,
    read_spaced,
    report_marked,
    report_spaced,
)
from regkit.parsing.kinds import NONE, LineKind, ParsedLine
from regkit.parsing.lines import classify, number_of
from regkit.parsing.quotations import report_quoted_article
from regkit.parsing.reports import Reports
from regkit.text.numerals import to_chinese
from regkit.text.whitespace import strip_whitespace

_MESSAGES = {
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
# Kinds of line after which something new may begin, whatever character they end with.
_NO_SENTENCE = (
    LineKind.HEADING,
    LineKind.CONTENTS,
    LineKind.PREAMBLE,
    LineKind.ROW,
    LineKind.IMAGE,
    LineKind.PAGE,
)
# In characters: a longer line is not a title, so it must end a sentence before an article with a damaged label.
_LONGEST_UNFINISHED_LINE = 40
# How many characters after a label are enough to recognise a citation.
_ENOUGH_TO_CITE = 12


def settle_articles(
    lines: list[ParsedLine], heads: list[int], reports: Reports
) -> tuple[list[ParsedLine], list[int]]:
    """The lines, split so that every article begins a line, and the indices of the lines that begin articles.

    `heads` are the indices of the lines that look like the beginning of an article. Lines with a damaged label are
    replaced in the list that is returned, which is `lines` itself if nothing is split. Everything suspicious about
    the numbering is reported.
    """
    if _are_consecutive(lines, heads):
        # No number is missing, so only the lines below the last article may hide another one.
        return lines, heads[:-1] + _with_damaged(lines, heads[-1:], reports)
    _settle_marked(lines, heads, reports)
    candidates = _candidates(lines)
    chain = heaviest_chain(candidates)
    _settle_spaced(lines, chain, reports)
    _report_rejected(lines, candidates, chain, reports)
    lines, heads = _split(lines, chain, reports)
    heads = _with_damaged(lines, heads, reports)
    _report_sequence(lines, heads, reports)
    return lines, heads


def ends_a_sentence(line: ParsedLine) -> bool:
    """Whether the line ends a sentence or contains none, so that something new may begin below it."""
    return line.kind in _NO_SENTENCE or line.text[-1] in grammar.SENTENCE_ENDS


def _may_begin_after(line: ParsedLine) -> bool:
    """Whether an article with a damaged label may begin below the line, which may be a heading without a label."""
    return ends_a_sentence(line) or (line.width <= _LONGEST_UNFINISHED_LINE and line.text[-1] not in "，、")


def _are_consecutive(lines: list[ParsedLine], heads: list[int]) -> bool:
    """Whether the lines that look like articles are numbered from 1 without gap or repeat, as in nearly all texts.

    False if the label of the next article occurs anywhere below the last one.
    """
    if not heads:
        # The first article may be inside a line.
        return not any(map(_has_article_inside, lines))
    if lines[heads[0]].rest[:1] in grammar.LABEL_MARKS:
        return False
    last = NONE
    for index in heads:
        line = lines[index]
        number = line.number
        # A whole number follows if it is the next one, as nearly always; only others need the call.
        if (number.inserted or number.value != last.value + 1) and not number.follows(last):
            return False
        if not line.gap and not _begins_without_space(lines, index):
            return False
        last = line.through or number
    following = f"第{to_chinese(last.value + 1)}条"
    return not any(following in lines[index].text for index in range(heads[-1], len(lines)))


def _begins_without_space(lines: list[ParsedLine], index: int) -> bool:
    """Whether a line without whitespace after its label begins an article all the same."""
    line = lines[index]
    before = _printed_before(lines, index)
    ended = before is None or ends_a_sentence(before)
    if not ended or not line.rest or line.rest[0] in grammar.LABEL_MARKS:
        return False
    return not grammar.CITATION_AFTER_ARTICLE.match(line.rest)


def _has_article_inside(line: ParsedLine) -> bool:
    return "第一条" in line.text


def _candidates(lines: list[ParsedLine]) -> list[Candidate]:
    """Every label that may begin an article, at the beginning of a line or inside it, in the order of the text."""
    candidates: list[Candidate] = []
    for index, line in enumerate(lines):
        if line.kind is LineKind.ARTICLE:
            before = _printed_before(lines, index)
            after = lines[index + 1] if index + 1 < len(lines) else None
            spaced = read_spaced(line)
            if spaced:
                # Before the other reading of the line, so that no chain has both.
                weight = _weight(spaced, before, after)
                candidates.append(Candidate(index, 0, spaced.number, spaced.number, weight))
            weight = _weight(line, before, after)
            candidates.append(Candidate(index, 0, line.number, line.last, weight))
        if line.kind not in (LineKind.ROW, LineKind.CONTENTS, LineKind.QUOTED):
            candidates.extend(_inside(line, index))
    return [candidate for candidate in candidates if candidate.weight]


def _settle_marked(lines: list[ParsedLine], heads: list[int], reports: Reports) -> None:
    """If most articles have a punctuation mark behind their label, put lines in which it is part of the label in their place."""
    marked = {index: line for index in heads if (line := read_marked(lines[index]))}
    if not marked:
        return
    relabelled = [marked.get(index, line) for index, line in enumerate(lines)]
    chain = heaviest_chain(_candidates(relabelled))
    if not are_marked_throughout(chain, marked):
        return
    accepted = [candidate.index for candidate in chain if candidate.index in marked and not candidate.offset]
    for index in accepted:
        lines[index] = marked[index]
    report_marked(lines[accepted[0]], len(accepted), reports)


def _settle_spaced(lines: list[ParsedLine], chain: list[Candidate], reports: Reports) -> None:
    """Put lines with 之一 as a part of the label in the place of those whose number in the chain has it."""
    for candidate in chain:
        if candidate.offset or candidate.number == lines[candidate.index].number:
            continue
        line = read_spaced(lines[candidate.index])
        if line:
            lines[candidate.index] = line
            report_spaced(line, reports)


def _printed_before(lines: list[ParsedLine], index: int) -> ParsedLine | None:
    """The line above, skipping page numbers."""
    while index and lines[index - 1].kind is LineKind.PAGE:
        index -= 1
    return lines[index - 1] if index else None


def _weight(line: ParsedLine, before: ParsedLine | None, after: ParsedLine | None) -> int:
    """How strongly a line and the lines above and below it speak for an article; 0 for a citation."""
    # If the label is alone on its line, the next line counts as the text beside it.
    alone = not line.rest and after is not None and after.kind in (LineKind.TEXT, LineKind.ARTICLE)
    rest = after.text if alone and after is not None else line.rest
    # The heading of an article is printed right behind the label.
    is_separate = line.gap or alone or line.rest[:1] in ("【", "［")
    if grammar.CITATION_AFTER_ARTICLE.match(rest):
        # A citation has no whitespace after 第X条, so a line that has some may be an article all the same.
        return CITING if is_separate else 0
    if before is None or ends_a_sentence(before):
        return CERTAIN if is_separate else NO_SPACE
    return LINE_OPEN if is_separate else NO_SPACE_AND_OPEN


def _inside(line: ParsedLine, index: int) -> list[Candidate]:
    """Labels inside a line that follow the end of a sentence and may begin articles."""
    candidates = []
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
        has_space = text[start - 1].isspace() or rest[:1].isspace()
        candidates.append(Candidate(index, start, number, number, INSIDE_WITH_SPACE if has_space else INSIDE))
    return candidates


def _report_rejected(
    lines: list[ParsedLine], candidates: list[Candidate], chain: list[Candidate], reports: Reports
) -> None:
    """Report each line that looks like the beginning of an article and is not in the chain."""
    accepted = {(candidate.index, candidate.offset) for candidate in chain}
    weights = {candidate.index: candidate.weight for candidate in candidates if not candidate.offset}
    last: Number | None = None
    restarted: Number | None = None
    quoting = False
    chain_at = {candidate.index: candidate for candidate in chain}
    for index, line in enumerate(lines):
        if grammar.OPENING_QUOTE.match(line.text):
            quoting = line.text.count("”") < line.text.count("“")
        elif "”" in line.text:
            quoting = False
        if line.kind is LineKind.ARTICLE and (index, 0) not in accepted:
            weight = weights.get(index, 0)
            if weight <= CITING:
                spaced = read_spaced(line)
                if last is not None and line.number.follows(last):
                    _report(ProblemCode.ARTICLE_CITED, line, reports)
                elif spaced and spaced.gap:
                    _report(ProblemCode.ARTICLE_OUT_OF_ORDER, spaced, reports)
            elif restarted is not None and line.number.follows(restarted):
                restarted = line.number
            elif quoting:
                report_quoted_article(line, reports)
            elif line.number == FIRST and last is not None:
                restarted = line.number
                _report(ProblemCode.ARTICLE_RESTART, line, reports)
            else:
                _report(ProblemCode.ARTICLE_OUT_OF_ORDER, line, reports)
        if index in chain_at:
            last = chain_at[index].last


def _split(
    lines: list[ParsedLine], chain: list[Candidate], reports: Reports
) -> tuple[list[ParsedLine], list[int]]:
    """Split the lines that have articles inside, and return the lines and the indices of those that begin articles."""
    cuts: dict[int, list[int]] = {}
    for candidate in chain:
        if candidate.offset:
            cuts.setdefault(candidate.index, []).append(candidate.offset)
    unsplit = {candidate.index for candidate in chain if not candidate.offset}
    if not cuts:
        return lines, sorted(unsplit)
    reports.unsettled = True
    new_lines: list[ParsedLine] = []
    heads: list[int] = []
    for index, line in enumerate(lines):
        if index in unsplit:
            heads.append(len(new_lines))
        if index not in cuts:
            new_lines.append(line)
            continue
        ends = [*cuts[index], len(line.text)]
        new_lines.append(classify(line.line_number, strip_whitespace(line.text[: ends[0]])))
        for start, end in itertools.pairwise(ends):
            heads.append(len(new_lines))
            new_lines.append(classify(line.line_number, strip_whitespace(line.text[start:end])))
            report_glued_article(new_lines[-1], reports)
    return new_lines, heads


def _with_damaged(lines: list[ParsedLine], heads: list[int], reports: Reports) -> list[int]:
    """The heads and the indices of articles with a damaged label, which are looked for wherever a number is missing.

    Replaces such lines in `lines` by lines with the label repaired.
    """
    damaged: list[int] = []
    for position, head in enumerate(heads):
        due = lines[head].last.value + 1
        at_end = position + 1 == len(heads)
        end = len(lines) if at_end else heads[position + 1]
        last_missing = due if at_end else lines[end].number.value - 1
        for index in range(head + 1, end):
            if due > last_missing:
                break
            article = read_damaged(lines[index], due) if _may_begin_after(lines[index - 1]) else None
            if article:
                _report_damage(article, reports)
                lines[index] = article
                damaged.append(index)
                due += 1
    # The annexes were found while these lines still looked like any other text, such as a name in the signature.
    # When the tree is printed and read again, they look like articles from the beginning.
    reports.unsettled |= bool(damaged)
    return sorted(heads + damaged) if damaged else heads


def _report_damage(line: ParsedLine, reports: Reports) -> None:
    message, hint = _MESSAGES[ProblemCode.ARTICLE_DAMAGED]
    name = f"第{to_chinese(line.number.value)}条"
    reports.add(ProblemCode.ARTICLE_DAMAGED, line, message.format(line.label, name), hint)


def _report_sequence(lines: list[ParsedLine], heads: list[int], reports: Reports) -> None:
    """Report articles whose number does not follow that of the article above."""
    last: Number | None = None
    for index in heads:
        line = lines[index]
        if last is None:
            if line.number != FIRST:
                _report(ProblemCode.ARTICLE_FIRST, line, reports)
        elif line.number == last:
            _report(ProblemCode.ARTICLE_REPEAT, line, reports)
        elif not line.number.follows(last):
            _report(ProblemCode.ARTICLE_GAP, line, reports)
        last = line.last


def report_glued_article(line: ParsedLine, reports: Reports) -> None:
    """Report an article that did not begin a line."""
    _report(ProblemCode.ARTICLE_GLUED, line, reports)


def _report(code: ProblemCode, line: ParsedLine, reports: Reports) -> None:
    message, hint = _MESSAGES[code]
    reports.add(code, line, message.format(line.label), hint)
