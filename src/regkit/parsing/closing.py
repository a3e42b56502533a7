"""What stands below the last article: names and dates (落款), the list of the annexes, and the annexes (附件)."""

from __future__ import annotations

from itertools import pairwise

from regkit.codes import ProblemCode
from regkit.model.address import Number
from regkit.parsing import frame_grammar, grammar
from regkit.parsing.chains import WIDEST_GAP
from regkit.parsing.kinds import NONE, LineKind, ParsedLine
from regkit.parsing.lines import classify, number_of
from regkit.parsing.numbering import ends_a_sentence
from regkit.parsing.reports import Reports
from regkit.parsing.sentences import breaks_off
from regkit.text.whitespace import strip_whitespace

# In characters: the longest line that may be the heading of an annex, or an entry in the list of the annexes.
LONGEST_ANNEX_HEADING = 60
# In lines: the longest list of annexes, with names and dates below it.
_LONGEST_LIST = 60
# With these, what frame_grammar.UNREAD_ANNEX describes begins.
_BEGIN_UNREAD = frozenset("附第【《〔[（(")
# What never ends the head of an annex.
_NOT_AFTER_ANNEX = frozenset("。；，、")
_NUMBERED_KINDS = (LineKind.ITEM, LineKind.SUBITEM, LineKind.DIVISION)
_ENTRY_KINDS = (*_NUMBERED_KINDS, LineKind.TEXT, LineKind.ANNEX, LineKind.PAGE)
_SPLIT_KINDS = (LineKind.ARTICLE, LineKind.TEXT, LineKind.ANNEX, LineKind.ITEM)


def looks_like_signature(line: ParsedLine) -> bool:
    """Whether a line looks like part of a signature: the name of a body or a person, or a date."""
    if line.kind not in (LineKind.TEXT, LineKind.DIVISION):
        return False
    return bool(
        frame_grammar.SIGNATURE_DATE.match(line.text) or frame_grammar.SIGNATURE_NAME.match(line.text)
    )


def find_annexes(lines: list[ParsedLine]) -> int:
    """The index of the line where the annexes begin, or the number of lines if there are none.

    Annexes come after a numbered provision. If the numbering of the text continues below a line that looks like
    the head of an annex, that line is part of the text, unless the articles begin anew below it.
    """
    last = last_in_annex = NONE
    pending: list[int] = []
    for index, line in enumerate(lines):
        if line.kind is LineKind.ANNEX:
            if last.value and begins_annex(lines, index, lines[pending[-1]] if pending else None):
                pending.append(index)
        elif line.kind is LineKind.ARTICLE or (line.kind is LineKind.DIVISION and not pending):
            if pending and _may_be_in_annex(line, last_in_annex):
                last_in_annex = line.last
                continue
            if (
                pending
                and line.number.value > last.value
                and line.number.value <= last.value + 1 + WIDEST_GAP
            ):
                pending.clear()
            if not pending and not (line.kind is LineKind.DIVISION and last.value):
                last = line.last
    if pending:
        return pending[0]
    return find_unnamed_annex(lines)


def _may_be_in_annex(line: ParsedLine, last: Number) -> bool:
    """Whether an article below the head of an annex begins the numbering anew or continues it; `last` is the last one."""
    if grammar.CITATION_AFTER_ARTICLE.match(line.rest):
        return False
    return line.number.value == 1 or line.number.follows(last)


def begins_annex(lines: list[ParsedLine], index: int, previous: ParsedLine | None) -> bool:
    """Whether the line at `index`, which looks like the head of an annex, is one.

    `previous` is the head of the annex before it, or None. Annexes are lists, tables and forms, which often end
    without punctuation; below such a line the number must be the one that is due.
    """
    line = lines[index]
    if len(line.rest) > LONGEST_ANNEX_HEADING or line.text[-1] in "。；":
        return False
    # Only below an annex with a number and the same word is it known which number is due.
    above = previous if previous and previous.numbered and word_of(previous) == word_of(line) else None
    if not _may_be_numbered_so(line, above):
        return False
    before = lines[index - 1] if index else None
    if before is None or ends_a_sentence(before) or looks_like_signature(before):
        return True
    if before.text[-1] in grammar.NEVER_LAST or _continues_below(lines, index):
        return False
    if above:
        return line.numbered and _is_due(line, above)
    is_first = line.number.value == 1 or (
        _is_bare(line) and (previous is None or word_of(previous) != word_of(line))
    )
    return is_first and not breaks_off(before.text, before.width)


def _may_be_numbered_so(line: ParsedLine, above: ParsedLine | None) -> bool:
    """Whether an annex may have the number of the line, or none; `above` is the one before it with a number."""
    if not line.numbered:
        # A form may have an annex of its own: 附件：（按顺序列明材料）.
        return not (above and (line.rest[:1] in ("（", "(") or line.label[-1] in "：:"))
    # 附件1-3 alone may be three annexes.
    is_later_part = _is_part(line) and line.number.inserted[-1] > 1
    return not is_later_part or (above is not None and _is_due(line, above))


def looks_like_annex(lines: list[ParsedLine], index: int) -> bool:
    """Whether the line at `index` stands for itself and looks like the head of an annex, though it begins none."""
    line = lines[index]
    if line.kind is LineKind.TEXT:
        return (
            line.text[0] in _BEGIN_UNREAD
            and bool(frame_grammar.UNREAD_ANNEX.match(line.text))
            and not grammar.MODAL.search(line.text)
        )
    return (
        line.kind is LineKind.ANNEX
        and (line.numbered or _is_bare(line))
        and len(line.rest) <= LONGEST_ANNEX_HEADING
        and line.text[-1] not in _NOT_AFTER_ANNEX
        and not _continues_below(lines, index)
    )


def report_unsure_annex(line: ParsedLine, reports: Reports) -> None:
    """Report a line that looks like the head of an annex and was read as text."""
    reports.add(
        ProblemCode.ANNEX_UNSURE,
        line,
        f"“{line.excerpt}”像是附件的开头，但是前后的文字或者编号接不上，已按上文的文字处理。",
        "请核对；如果它是附件，请改正编号，并让上一行以句号结尾。",
    )


def report_unread_annexes(lines: list[ParsedLine], articles: list[int], end: int, reports: Reports) -> None:
    """Report the lines below the last article and above `end` that look like heads of annexes.

    `articles` are the indices of the lines that look like articles.
    """
    before_end = [index for index in articles if index < end]
    for index in range(before_end[-1] + 1 if before_end else end, end):
        if looks_like_annex(lines, index):
            report_unsure_annex(lines[index], reports)


def _is_bare(line: ParsedLine) -> bool:
    """Whether a line consists of 附件, 附表, 附录 or 附图 alone."""
    return not line.numbered and not line.rest and line.label[-1] in "件表录图"


def _is_part(line: ParsedLine) -> bool:
    """Whether the label of an annex is one like 附件1-1."""
    return bool(line.number.inserted) and "之" not in line.label


def _is_due(line: ParsedLine, previous: ParsedLine) -> bool:
    """Whether the number of an annex follows that of the one before it. 附件2-1 follows 附件1-3."""
    if line.number.follows(previous.number):
        return True
    number = line.number
    return number.value == previous.number.value + 1 and _is_part(line) and number.inserted == (1,)


def word_of(head: ParsedLine) -> str:
    """The word in the label of an annex: 附件, 附表, 附录, 附图 or 附."""
    word = "".join(head.label.split())[:2]
    return word if word[-1] in "件表录图" else word[0]


def _may_list(first: ParsedLine, head: ParsedLine) -> bool:
    """Whether `first` may begin the list of the annexes of which `head` is one. 附：1.登记表 may list 附件1."""
    return word_of(first) in ("附", word_of(head))


def _continues_below(lines: list[ParsedLine], index: int) -> bool:
    """Whether a line that consists of the label of an annex is part of a sentence that continues on the next line."""
    if lines[index].rest or index + 1 == len(lines):
        return False
    below = lines[index + 1].text
    return below[0] in grammar.NEVER_FIRST or bool(frame_grammar.AFTER_CITED_ANNEX.match(below))


def find_unnamed_annex(lines: list[ParsedLine]) -> int:
    """The index of the first table title after the last article, or the number of lines if there is none.

    Some texts print tables below the last article under a title that does not contain the word 附.
    """
    index = len(lines)
    for candidate in range(len(lines) - 1, 0, -1):
        line = lines[candidate]
        if line.kind is LineKind.ARTICLE:
            return index
        if line.kind is LineKind.HEADING:
            break
        titled = line.kind is LineKind.TEXT and len(line.text) <= LONGEST_ANNEX_HEADING
        if titled and ends_a_sentence(lines[candidate - 1]) and frame_grammar.TABLE_TITLE.match(line.text):
            index = candidate
    # Without an article above it, it is not an annex.
    return len(lines)


def find_annex_list(lines: list[ParsedLine], end: int) -> tuple[int, int]:
    """The index of the first line of the list of the annexes, and of the head of the first annex.

    `end` is where the annexes, or a list that begins like one, begin. Without a list it is both results.
    """
    if end == len(lines):
        return end, end
    for index in range(end - 1, max(end - _LONGEST_LIST, 0), -1):
        line = lines[index]
        if line.kind is LineKind.TEXT and frame_grammar.ANNEX_LIST.match(line.text):
            return index, _end_of_annex_list(lines, end)
        if not _may_be_entry(line):
            break
    return end, _end_of_annex_list(lines, end)


def _may_be_entry(line: ParsedLine) -> bool:
    """Whether a line may stand in the list of the annexes, or be a name or date below it."""
    return (
        line.kind in _ENTRY_KINDS and line.text[-1] not in "。；" and len(line.text) <= LONGEST_ANNEX_HEADING
    )


def _end_of_annex_list(lines: list[ParsedLine], start: int) -> int:
    """The index of the head of the first annex if the lines from `start` on only list the annexes, otherwise `start`.

    “附件：1.决定书” and “2.通知书” below the text are such a list if 附件1 follows. Names and dates may stand
    between them.
    """
    if start == len(lines) or lines[start].kind is not LineKind.ANNEX:
        return start
    for index in range(start + 1, min(len(lines), start + _LONGEST_LIST)):
        line = lines[index]
        if line.kind is LineKind.ANNEX and _may_list(lines[start], line):
            if _are_listed(lines, start, index):
                return index
            if not line.numbered:
                return start
        if not _may_be_entry(line):
            return start
    return start


def _are_listed(lines: list[ParsedLine], start: int, index: int) -> bool:
    """Whether the lines from `start` on list the annexes, the first of which would begin at `index`."""
    first, head = lines[start], lines[index]
    if first.numbered:
        # 附件1：决定书, 附件2：通知书, and below them 附件1 again.
        heads = lines[start:index]
        return head.number.value == 1 and all(
            line.kind is LineKind.ANNEX or looks_like_signature(line) for line in heads
        )
    title = head.rest or (lines[index + 1].text if index + 1 < len(lines) else "")
    begin = [classify(first.line_number, first.rest)] if first.rest else []
    entries = begin + lines[start + 1 : index]
    if any(title == (entry.rest if entry.kind in _NUMBERED_KINDS else entry.text) for entry in entries):
        return True
    # 附件：登记表、通知书 lists both on one line.
    names = any(len(title) > 1 and title in entry.text for entry in entries)
    return head.number.value == 1 and (names or any(entry.kind in _NUMBERED_KINDS for entry in entries))


def split_glued_annexes(lines: list[ParsedLine], articles: list[int], reports: Reports) -> list[ParsedLine]:
    """Split each line below or at the start of the last article that has several heads of annexes, or ends with one.

    `articles` are the indices of the lines that look like articles. Returns the same list if nothing is split.
    """
    first = articles[-1] if articles else len(lines)
    if not any("附" in lines[index].text for index in range(first, len(lines))):
        return lines
    new_lines = lines[:first]
    for line in lines[first:]:
        cuts = _offsets_of_glued(line.text) if line.kind in _SPLIT_KINDS else []
        if not cuts:
            new_lines.append(line)
            continue
        parts = [
            strip_whitespace(line.text[begin:end]) for begin, end in pairwise([0, *cuts, len(line.text)])
        ]
        heads = parts[1:] if cuts[0] else parts
        reports.unsettled = True
        new_lines += [classify(line.line_number, part) for part in parts if part]
        reports.add(
            ProblemCode.ANNEX_GLUED,
            line,
            f"“{'”“'.join(heads)}”没有另起一行，已各作一个附件。",
            "请核对，并让每个附件从新的一行开始。",
        )
    return new_lines if len(new_lines) > len(lines) else lines


def _offsets_of_glued(text: str) -> list[int]:
    """The offsets at which the heads of annexes that are glued to a line begin, except for one at its beginning."""
    chain: list[int] = []
    for match in frame_grammar.ANNEX_INSIDE.finditer(text):
        number = number_of(match["number"]) if match["number"] else None
        start = match.start()
        before = strip_whitespace(text[:start])
        if number and chain:
            is_head = number.value == len(chain) + 1 and (
                match["colon"] or text[start - 1].isspace() or text[start - 1] in "。；）)"
            )
        else:
            is_head = not chain and (not number or number.value == 1) and (not before or before[-1] == "。")
        if is_head:
            chain.append(start)
    heads = [strip_whitespace(text[start:end]) for start, end in pairwise([*chain, len(text)])]
    if any(head[-1] in "。；" or len(head) > LONGEST_ANNEX_HEADING for head in heads):
        return []
    return [start for start in chain if start]
