"""Second pass, eighth part: the 款, 项 and 目 of one article.

A 款 is a natural paragraph that is no 项 or 目; the items that follow belong to it, and the paragraph
after them is the next 款 (citations such as 前款 count so). A plain line between two items of one list
belongs to the item above it. A line that ends in the middle of a sentence goes on in the next one.
"""

from __future__ import annotations

from collections.abc import Sequence

from regkit.codes import ProblemCode
from regkit.model.address import Number
from regkit.model.tree import Paragraph
from regkit.parsing import grammar
from regkit.parsing.builders import (
    LONGEST_SEARCHED,
    Draft,
    RunIn,
    cites,
    prints_as,
    split_run_in,
    to_paragraph,
)
from regkit.parsing.chains import WIDEST_GAP
from regkit.parsing.kinds import LineKind, ParsedLine
from regkit.parsing.lookahead import Ahead
from regkit.parsing.reports import Reports
from regkit.parsing.sentences import breaks_off, is_prose, makes_label, space_between

_ENDS = grammar.SENTENCE_ENDS
# What is never joined to the line above.
_STAY_LINES = (LineKind.ROW, LineKind.IMAGE, LineKind.PAGE, LineKind.QUOTED)


class ParagraphReader:
    """Reads the lines of one article, from the first to the last."""

    def __init__(
        self, lines: Sequence[ParsedLine], beside: int, reports: Reports, line_numbers: list[int]
    ) -> None:
        self.lines = lines
        self.beside = beside
        self.reports = reports
        self.line_numbers = line_numbers
        self.paragraphs: list[Draft] = []
        self.item: Draft | None = None
        # The 目 that are open, outermost first, each with its kind of label.
        self.subitems: list[Draft] = []
        # What the last line went into, what is still to be added to its text, and how that ends, page
        # numbers passed over.
        self.holder: Draft | None = None
        self.pieces: list[str] = []
        self.ended = ""
        self.ahead = Ahead(lines, beside)

    def read(self) -> tuple[Paragraph, ...]:
        for index, line in enumerate(self.lines):
            if not self.add(line, index):
                self.add_text(line, index)
        self.close(len(self.lines))
        return tuple([to_paragraph(each) for each in self.paragraphs])

    def add(self, line: ParsedLine, index: int) -> bool:
        """Add the line as what it looks like, or answer False if it is none of that."""
        match line.kind:
            case LineKind.ITEM:
                return not cites(line) and self.add_item(line, index)
            case LineKind.SUBITEM:
                return self.add_subitem(line, line.style, index)
            case LineKind.SECTION:
                return self.counts(line, index) and self.add_item(line, index)
            case kind if kind in _STAY_LINES and self.holder:
                ended = self.ended if line.kind is LineKind.PAGE else line.text
                self.add_line(line.text, self.holder)
                self.ended = ended
                return True
        return False

    def turn_to(self, draft: Draft, line: ParsedLine) -> None:
        """Let the lines that follow go into a new provision."""
        self.holder = draft
        self.ended = draft.text
        self.line_numbers.append(line.line_number)

    def close(self, index: int) -> None:
        """Give what was read last its whole text, before the line at `index` begins something else."""
        holder, pieces = self.holder, self.pieces
        if holder is None or not pieces:
            return
        self.pieces = []
        holder.text += "".join(pieces)
        if holder.children is None and holder is self.paragraphs[-1]:
            lead, run_in = self.split_run_in(holder.text, 1, index - 1)
            holder.text = lead
            self.add_run_in(run_in, self.lines[index - 1])

    def append_item(self, draft: Draft, line: ParsedLine) -> None:
        paragraph = self.paragraphs[-1]
        if paragraph.children is None:
            paragraph.children = []
        paragraph.children.append(draft)
        self.item = draft
        self.subitems = []
        self.turn_to(draft, line)

    def append_paragraph(self, text: str, line: ParsedLine) -> None:
        # A label stands before the text of the first paragraph.
        width = len(text) if self.paragraphs else self.beside + len(text)
        draft = Draft(Number(len(self.paragraphs) + 1), None, text, "", False, width)
        self.paragraphs.append(draft)
        self.item = None
        self.subitems = []
        self.turn_to(draft, line)

    def counts(self, line: ParsedLine, index: int) -> bool:
        """Whether 一、 counts the items of a list, as older regulations have it."""
        if self.item:
            return self.item.style == line.style and line.number.value == self.item.number.value + 1
        return (
            line.number.value == 1
            and self.ended[-1:] in ("：", ":")
            and any(
                each.kind is LineKind.SECTION and each.number.value == 2
                for each in self.lines[index + 1 : index + 9]
            )
        )

    def add_text(self, line: ParsedLine, index: int) -> None:
        """A natural paragraph, or more of the one that is open."""
        holder, text = self.holder, line.text
        if holder is None:
            self.begin_paragraph(text, line, index)
        elif self.would_be_label(text):
            self.close(index)
            self.begin_paragraph(text, line, index)
        elif text[0] in grammar.NEVER_FIRST and is_prose(self.ended):
            self.join(text)
        elif self.is_open():
            if self.ahead.goes_on(index):
                self.join(text)
            elif text[-1] in _ENDS:
                self.close(index)
                self.begin_paragraph(text, line, index)
            else:
                self.add_line(text, holder)
        elif implied := self.implied_number(index):
            self.close(index)
            self.add_implied(line, implied)
        elif (self.item or self.subitems) and self.resumes(index):
            self.add_line(text, holder)
        else:
            self.close(index)
            self.warn_of_open_end(line)
            self.begin_paragraph(text, line, index)

    def would_be_label(self, text: str) -> bool:
        """Whether the text, joined to what is open, would read as something else."""
        return self.holder is not None and not self.pieces and makes_label(self.holder.text, text)

    def is_open(self) -> bool:
        """Whether the text that was read last breaks off in the middle of a sentence."""
        holder = self.holder
        if holder is None or not breaks_off(self.ended, holder.width):
            return False
        if holder is self.item and self.ended[-1] not in grammar.NEVER_LAST:
            items = self.paragraphs[-1].children or []
            # In a list whose items all end without punctuation the next line is a new one.
            return len(items) < 2 or items[-2].text[-1:] in _ENDS
        return True

    def add_line(self, text: str, holder: Draft) -> None:
        """Add a line that stays one, unless nothing stands beside the label above it."""
        beside = not (holder.text or self.pieces)
        self.reports.unsettled |= beside
        self.pieces += (text,) if beside else ("\n", text)
        self.ended = text

    def join(self, text: str) -> None:
        """Add a line to the sentence that it goes on with."""
        # A page number between the two has a line of its own.
        paged = self.pieces and self.pieces[-1] is not self.ended
        self.reports.unsettled |= not paged
        self.pieces += ("\n" if paged else space_between(self.ended, text), text)
        self.ended = text

    def begin_paragraph(self, text: str, line: ParsedLine, index: int) -> None:
        text, run_in = self.split_run_in(text, 1, index)
        self.append_paragraph(text, line)
        self.add_run_in(run_in, line)

    def add_item(self, line: ParsedLine, index: int) -> bool:
        """Add the item, or answer False if its number says that it is none."""
        item = self.item
        if item and item.style != line.style:
            # （一） below 一、 is a 目.
            return self.add_subitem(line, "（一）", index) if item.style else False
        was_open = self.is_open()
        # Items may come out of the text that is closed; no long one is searched at each line that looks like one.
        if self.holder and len(self.holder.text) <= LONGEST_SEARCHED:
            self.close(index)
        item = self.item
        if not self.paragraphs:
            # Beside the label of an article it is printed below it.
            self.reports.unsettled |= self.beside > 0
            self.begin_paragraph("", line, index)
        expected = item.number.value + 1 if item else 1
        inserted = item is not None and bool(line.number.inserted) and line.number.follows(item.number)
        ahead = 0 if inserted else line.number.value - expected
        restarts = item and line.number.value == 1 and not line.number.inserted
        if not restarts and (ahead < 0 or ahead > WIDEST_GAP or (ahead and was_open)):
            message = f"“{line.label}”与前一项的编号不衔接，已按上文的文字处理。"
            self.reports.add(ProblemCode.ITEM_OUT_OF_ORDER, line, message, "请核对这一行是项还是正文。")
            return False
        self.close(index)
        if restarts:
            hint = "请核对编号，或者在两组项之间补上引出它们的文字。"
            self.reports.add(ProblemCode.ITEM_RESTART, line, "项的编号重新从（一）开始。", hint)
            self.begin_paragraph("", line, index)
        elif ahead or (line.number.inserted and not inserted):
            message = (
                f"“{line.label}”之前缺少编号。" if item else f"各项从“{line.label}”开始，不是从（一）开始。"
            )
            self.reports.add(ProblemCode.ITEM_GAP, line, message, "请核对是否漏了项，或者编号有误。")
        self.reports.unsettled |= not is_prose(line.rest)
        text, run_in = self.split_run_in(line.rest, line.number.value + 1, index)
        self.append_item(Draft(line.number, line.label, text, line.style, False, line.width), line)
        self.add_run_in(run_in, line)
        return True

    def add_implied(self, line: ParsedLine, number: int) -> None:
        """An item that lost its label, as the numbers of the labels that are left prove."""
        self.reports.add(
            ProblemCode.ITEM_UNLABELLED,
            line,
            f"这一项没有编号，按前后的编号当作第{number}项。",
            "请核对，并补上编号。",
        )
        self.append_item(Draft(Number(number), None, line.text, "", False, len(line.text)), line)

    def implied_number(self, index: int) -> int:
        """The number of an item whose label was lost, or 0 where nothing proves that the line is one."""
        if not self.item:
            if self.ended[-1:] not in ("：", ":"):
                return 0
        elif self.subitems or self.item.style:
            return 0
        count, following = self.ahead.sentences_before_item(index)
        number = self.item.number.value + 1 if self.item else 1
        # Each sentence of the run is one item, or the numbers would not fit.
        return number if following and following.number.value == number + count else 0

    def add_subitem(self, line: ParsedLine, style: str, index: int) -> bool:
        """Add the 目, or answer False if its number says that it is none."""
        if not self.paragraphs or (self.is_open() and line.number.value == 1):
            return False
        depth = next((i for i, each in enumerate(self.subitems) if each.style == style), len(self.subitems))
        expected = self.subitems[depth].number.value + 1 if depth < len(self.subitems) else 1
        if line.number.value != expected:
            return False
        self.close(index)
        # Items may have come out of the text that was closed.
        above = self.subitems[depth - 1] if depth else self.item or self.paragraphs[-1]
        self.reports.unsettled |= not is_prose(line.rest)
        draft = Draft(line.number, line.label, line.rest, style, False, line.width)
        if above.children is None:
            above.children = []
        above.children.append(draft)
        self.subitems[depth:] = [draft]
        self.turn_to(draft, line)
        return True

    def resumes(self, index: int) -> bool:
        """Whether the list that is open goes on further down."""
        line = self.ahead.next_labelled(index) if self.subitems else None
        if line and line.kind is LineKind.SUBITEM:
            numbers = (each.number.value + 1 for each in self.subitems if each.style == line.style)
            if line.number.value in numbers:
                return True
        # 目 of its own may stand before the next item.
        item, line = self.item, self.ahead.next_item(index)
        return bool(item and line and item.style == line.style and line.number.follows(item.number))

    def warn_of_open_end(self, line: ParsedLine) -> None:
        """Report a list whose last item ends with ；: its end may be lost, or what follows is an item."""
        if self.item and self.holder is self.item and self.ended[-1:] in ("；", ";"):
            self.reports.add(
                ProblemCode.ITEM_OPEN_END,
                line,
                "上一项以分号结尾，这一段却没有编号，已作为下一款。",
                "请核对它是漏了编号的项，还是下一款。",
            )

    def add_run_in(self, run_in: RunIn, line: ParsedLine) -> None:
        for number, label, text in run_in:
            self.append_item(Draft(number, label, text, "", True, len(text)), line)

    def split_run_in(self, text: str, first: int, index: int) -> tuple[str, RunIn]:
        """The text before the items that are printed on its line, the last of which is at `index`, and those items."""
        # The first of a list is （一）; to look for that is quicker than to look for any label.
        signs = ("一）", "一)") if first == 1 else ("）", ")")
        if signs[0] not in text and signs[1] not in text:
            return text, []
        lead, run_in = split_run_in(text, first, self.ahead.number_right_after(index))
        self.reports.unsettled |= bool(run_in) and not prints_as(text, lead, run_in)
        return lead, run_in


def read_paragraphs(
    lines: Sequence[ParsedLine], reports: Reports, line_numbers: list[int], *, beside: int = 0
) -> tuple[Paragraph, ...]:
    """The 款 that the lines of one article make, its label taken off the first of them.

    `beside` is the width of that label, `line_numbers` receives the line of each provision in walking order.
    """
    return ParagraphReader(lines, beside, reports, line_numbers).read()
