"""Decide which lines are footnotes of an editor or notes below a table, and no provisions."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from regkit.codes import ProblemCode
from regkit.parsing import grammar
from regkit.parsing.closing import looks_like_signature
from regkit.parsing.kinds import LineKind, ParsedLine
from regkit.parsing.reports import Reports
from regkit.rule import Rule

_CIRCLED = "①"
# How many lines above a footnote are searched for its mark, at most.
_MOST_LINES = 100
_PLAIN_KINDS = (LineKind.TEXT, LineKind.ARTICLE, LineKind.DIVISION)
_NEW_PROVISIONS = (LineKind.ARTICLE, LineKind.HEADING, LineKind.ANNEX)
_TABLE_KINDS = (LineKind.ROW, LineKind.IMAGE)


def settle_footnotes(
    lines: list[ParsedLine], kinds: dict[LineKind, list[int]], first: int, reports: Reports
) -> list[ParsedLine]:
    """The lines with the kind FOOTNOTE for each line that is one, and for no other line.

    `kinds` are the indices of the lines of each kind, and `first` is the index of the first provision, above which
    there are no footnotes. Footnotes are reported, but not notes right below a table. The result has as many lines.
    """
    labelled = kinds[LineKind.FOOTNOTE]
    circled = [index for index in kinds[LineKind.SUBITEM] if lines[index].style == _CIRCLED]
    if not labelled and not circled:
        return lines
    settled = list(lines)
    notes: list[int] = []
    for index in labelled:
        if index < first:
            settled[index] = msgspec.structs.replace(lines[index], kind=LineKind.TEXT)
        else:
            notes.append(index)
    for run in _runs(lines, circled):
        if run[0] > first and _are_footnotes(lines, run):
            notes += run
    for index in notes:
        settled[index] = msgspec.structs.replace(lines[index], kind=LineKind.FOOTNOTE)
    editorial = [index for index in sorted(notes) if lines[index - 1].kind not in _TABLE_KINDS]
    if editorial:
        reports.add(
            ProblemCode.TEXT_FOOTNOTE_KEPT,
            lines[editorial[0]],
            f"有 {len(editorial)} 行像是编者的脚注，已保留在上一段之后，没有当作款、项或目。",
            "请核对；不是法规原文的，请删去再读。",
        )
    return settled


def _runs(lines: Sequence[ParsedLine], circled: Sequence[int]) -> list[list[int]]:
    """The lines ①, ②, ③ of each list: those with consecutive numbers that no other provision separates.

    A list begins with 1, or, as footnotes do that are numbered through the text, with the number after the list above.
    """
    runs: list[list[int]] = []
    for index in circled:
        last = runs[-1][-1] if runs else -1
        due = lines[last].number.value + 1 if runs else 1
        is_next = lines[index].number.value == due and not any(
            line.kind in _NEW_PROVISIONS for line in lines[last + 1 : index]
        )
        if runs and is_next:
            runs[-1].append(index)
        elif lines[index].number.value == 1 or (runs and lines[index].number.value == due):
            runs.append([index])
    return runs


def _are_footnotes(lines: Sequence[ParsedLine], run: Sequence[int]) -> bool:
    """Whether the lines of a list numbered ①, ②, ③ are footnotes and not subitems (目).

    Subitems are introduced by a colon or by an item, and there are several. Footnotes stand below whole sentences:
    a single ①, or several at the end of the text; or a ① within a text above refers to them.
    """
    above = lines[run[0] - 1]
    if lines[run[0]].number.value > 1:
        return above.text[-1] == "。" and _are_referred_to(lines, run, grammar.LATER_FOOTNOTE_MARK)
    if not (above.text[-1] == "。" or looks_like_signature(above)):
        return False
    if len(run) == 1 and above.kind in (*_PLAIN_KINDS, LineKind.ITEM):
        return True
    is_last = all(lines[index].kind is not LineKind.ARTICLE for index in range(run[0], len(lines)))
    if is_last and above.kind in _PLAIN_KINDS:
        return True
    return _are_referred_to(lines, run, grammar.FOOTNOTE_MARK)


def _are_referred_to(lines: Sequence[ParsedLine], run: Sequence[int], rule: Rule) -> bool:
    """Whether the mark of one of the lines, such as ①, stands in the text of the same article above them."""
    marks = {lines[index].label for index in run}
    for line in reversed(lines[max(0, run[0] - _MOST_LINES) : run[0]]):
        if any(match["mark"] in marks for match in rule.finditer(line.text)):
            return True
        if line.kind in _NEW_PROVISIONS:
            break
    return False
