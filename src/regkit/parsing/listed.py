"""What is suspicious about the items of a list, and how many lines an item should have by those above it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from regkit.codes import ProblemCode
from regkit.model.address import Number, Step
from regkit.model.levels import Level
from regkit.parsing import grammar
from regkit.parsing.builders import Draft, RunIn, prints_unchanged, split_run_in
from regkit.parsing.kinds import LineKind, ParsedLine
from regkit.parsing.reports import Reports
from regkit.parsing.sentences import SHORTEST_WRAPPED, is_prose

_ENDS = grammar.SENTENCE_ENDS


def lines_due(item: Draft, pieces: Sequence[str], above: Sequence[Draft]) -> int:
    """The number of lines of text by which the last item is shorter than each item above it; `pieces` are text still to be added to it."""
    if not above or any(other.children for other in above):
        return 0
    own = "".join((item.text, *pieces))
    is_proven = len(above) > 1 or all(
        other.split("\n", 1)[0][-1:] not in _ENDS for other in (own, *(other.text for other in above))
    )
    return min(_further_sentences(other.text) for other in above) - own.count("\n") if is_proven else 0


def implied_number(item: Draft | None, count: int, following: ParsedLine | None) -> int:
    """The number of an item without a label, or 0 if that is not certain.

    `count` is the number of sentences from it to the line `following`, the next one with a label, and `item` the item above.
    """
    number = item.number.value + 1 if item else 1
    # It is certain only if as many numbers are missing as there are sentences before the next label.
    return number if following and following.number.value == number + count else 0


def interrupts(line: ParsedLine) -> bool:
    """Whether the sentence above a line may continue below it: the line is a page number, or a footnote that ends."""
    return line.kind is LineKind.PAGE or (line.kind is LineKind.FOOTNOTE and line.text[-1] in _ENDS)


def is_few_words(title: str) -> bool:
    """Whether a text is a few words without punctuation at their end."""
    return (
        0 < len(title) < SHORTEST_WRAPPED and title[-1] not in _ENDS and title[-1] not in grammar.NEVER_LAST
    )


def _further_sentences(text: str) -> int:
    """The number of lines below the first line of a text, or 0 if one of them is no sentence."""
    lines = text.split("\n")[1:]
    return len(lines) if all(line[-1:] in _ENDS and is_prose(line) for line in lines) else 0


def split_items(
    text: str, first: int, number_after: Callable[[], int | None], reports: Reports
) -> tuple[str, RunIn]:
    """Split a text into the words before the items printed within it, and those items.

    `first` is the number of the first item, and `number_after` gives that of the label right below the text.
    """
    # A list begins with （一）, and searching for that is faster than searching for any label.
    endings = ("一）", "一)") if first == 1 else ("）", ")")
    if endings[0] not in text and endings[1] not in text:
        return text, []
    lead, run_in = split_run_in(text, first, number_after())
    reports.unsettled |= bool(run_in) and not prints_unchanged(text, lead, run_in)
    return lead, run_in


def report_line_of_item(line: ParsedLine, item: Number, paragraph: Number, reports: Reports) -> None:
    """Report a line below the last item that may be a paragraph of its own, with the number given."""
    item_step, paragraph_step = Step(Level.ITEM, item), Step(Level.PARAGRAPH, paragraph)
    reports.add(
        ProblemCode.PARAGRAPH_UNSURE,
        line,
        f"前面各项之下都另有文字，这一段已作为{item_step}的文字；如果自成一款，就是{paragraph_step}，其后的款号各加 1。",
        "引用这一条的款之前，请核对官方怎样计款。",
    )


def report_open_end(line: ParsedLine, last_line: str, reports: Reports) -> None:
    """Report a list whose last line ends with a semicolon: either its end is lost, or the line is an item without a label."""
    if last_line[-1:] in grammar.SEMICOLONS:
        reports.add(
            ProblemCode.ITEM_OPEN_END,
            line,
            "上一项以分号结尾，这一段却没有编号，已作为下一款。",
            "请核对它是漏了编号的项，还是下一款。",
        )


def report_out_of_order(line: ParsedLine, reports: Reports) -> None:
    """Report a line with the label of an item that does not follow the item before it."""
    message = f"“{line.label}”与前一项的编号不衔接，已按上文的文字处理。"
    reports.add(ProblemCode.ITEM_OUT_OF_ORDER, line, message, "请核对这一行是项还是正文。")


def report_restart(line: ParsedLine, reports: Reports) -> None:
    """Report items that begin again with （一）."""
    hint = "请核对编号，或者在两组项之间补上引出它们的文字。"
    reports.add(ProblemCode.ITEM_RESTART, line, "项的编号重新从（一）开始。", hint)


def report_gap(line: ParsedLine, reports: Reports, *, is_first: bool) -> None:
    """Report an item before which others are missing, or the first one if it is not （一）."""
    message = f"各项从“{line.label}”开始，不是从（一）开始。" if is_first else f"“{line.label}”之前缺少编号。"
    reports.add(ProblemCode.ITEM_GAP, line, message, "请核对是否漏了项，或者编号有误。")


def report_unlabelled(line: ParsedLine, number: int, reports: Reports) -> None:
    """Report an item that lost its label, with the number that the labels around it give."""
    message = f"这一项没有编号，按前后的编号当作第{number}项。"
    reports.add(ProblemCode.ITEM_UNLABELLED, line, message, "请核对，并补上编号。")
