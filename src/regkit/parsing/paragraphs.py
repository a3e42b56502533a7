"""Read the paragraphs (款), items (项) and subitems (目) of one article.

Items and subitems are numbered, paragraphs are not (《立法法》第六十五条). A paragraph is a natural paragraph that is
not an item or subitem. The items below it belong to it, and the text below them is the next paragraph (citations
such as 前款 count in this way). A plain line between two items of one list belongs to the item above it. A line that
ends in the middle of a sentence continues on the next line.
"""

from __future__ import annotations

from collections.abc import Sequence

from regkit.model.address import Number
from regkit.model.tree import Paragraph
from regkit.parsing import grammar
from regkit.parsing.builders import (
    LONGEST_SEARCHED,
    Draft,
    RunIn,
    is_citation,
    to_paragraph,
)
from regkit.parsing.chains import WIDEST_GAP
from regkit.parsing.enumerations import (
    find_enumeration,
    is_lone_formula,
    report_doubt,
    report_lone_formula,
)
from regkit.parsing.kinds import LineKind, ParsedLine
from regkit.parsing.listed import (
    implied_number,
    interrupts,
    is_few_words,
    lines_due,
    report_gap,
    report_line_of_item,
    report_open_end,
    report_out_of_order,
    report_restart,
    report_unlabelled,
    split_items,
)
from regkit.parsing.lookahead import Lookahead
from regkit.parsing.reports import Reports
from regkit.parsing.sentences import breaks_off, is_prose, makes_label, space_between

_ENDS = grammar.SENTENCE_ENDS
# Kinds of line that are never joined to the line above.
_UNJOINED_KINDS = (LineKind.ROW, LineKind.IMAGE, LineKind.PAGE, LineKind.FOOTNOTE, LineKind.QUOTED)


class ParagraphReader:
    """Reads the lines of one article, from the first to the last.

    `label_width` is the width in characters of the label that precedes the first line. The line (from 1) of each
    provision is appended to `line_numbers`, in walking order.
    """

    def __init__(
        self, lines: Sequence[ParsedLine], label_width: int, reports: Reports, line_numbers: list[int]
    ) -> None:
        self.lines = lines
        self.label_width = label_width
        self.reports = reports
        self.line_numbers = line_numbers
        self.paragraphs: list[Draft] = []
        self.item: Draft | None = None
        # The subitems that are open, outermost first, each with its style of label.
        self.subitems: list[Draft] = []
        # The provision that the last line was added to, the pieces of text still to be added to it, and the last
        # line of its text other than page numbers.
        self.holder: Draft | None = None
        self.pieces: list[str] = []
        self.last_line = ""
        self.lookahead = Lookahead(lines, label_width)
        # The last item, and how many further lines of text the items above it lead one to expect of it.
        self.counted_item: Draft | None = None
        self.lines_due = 0
        # The index after the last line of a list without labels.
        self.enumeration_end = 0

    def read(self) -> tuple[Paragraph, ...]:
        """Read all lines, and return the paragraphs."""
        for index, line in enumerate(self.lines):
            if not self.add(line, index):
                self.add_text(line, index)
        self.close(len(self.lines))
        return tuple([to_paragraph(draft) for draft in self.paragraphs])

    def add(self, line: ParsedLine, index: int) -> bool:
        """Add the line as what it looks like, or return False if it must be added as text."""
        match line.kind:
            case LineKind.ITEM:
                return not is_citation(line) and self.add_item(line, index)
            case LineKind.SUBITEM:
                return self.add_subitem(line, line.style, index)
            case LineKind.DIVISION:
                return self.is_item_label(line, index) and self.add_item(line, index)
            case kind if kind in _UNJOINED_KINDS and self.holder:
                # The sentence above a page number or a footnote may continue below it, and so may a footnote.
                last_line = self.last_line if interrupts(line) else line.text
                self.add_line(line.text, self.holder)
                self.last_line = last_line
                return True
        return False

    def set_holder(self, draft: Draft, line: ParsedLine) -> None:
        """Make `draft` the provision that the following lines are added to."""
        self.holder = draft
        self.last_line = draft.text
        self.line_numbers.append(line.line_number)

    def close(self, index: int) -> None:
        """Complete the text of the provision that was read last, before the line at `index` begins another one.

        If it is a paragraph without items, items that are printed within its text are split off.
        """
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
        """Append an item to the last paragraph."""
        paragraph = self.paragraphs[-1]
        if paragraph.children is None:
            paragraph.children = []
        paragraph.children.append(draft)
        self.item = draft
        self.subitems = []
        self.set_holder(draft, line)

    def append_paragraph(self, text: str, line: ParsedLine) -> None:
        """Append a paragraph, with the number after the last one."""
        # The label of the article precedes the text of the first paragraph.
        width = len(text) if self.paragraphs else self.label_width + len(text)
        draft = Draft(self.next_number(), None, text, "", False, width)
        self.paragraphs.append(draft)
        self.item = None
        self.subitems = []
        self.set_holder(draft, line)

    def next_number(self) -> Number:
        """The number of the next paragraph."""
        return Number(len(self.paragraphs) + 1)

    def is_item_label(self, line: ParsedLine, index: int) -> bool:
        """Whether 一、 is the label of an item, as in older regulations."""
        if self.item:
            return self.item.style == line.style and line.number.value == self.item.number.value + 1
        return (
            line.number.value == 1
            and (self.last_line[-1:] in grammar.COLONS or self.is_title())
            and self.lookahead.has_second_division(index)
        )

    def is_title(self) -> bool:
        """Whether all that was read is a few words without punctuation, as above 一、 in older regulations."""
        return (
            self.holder is not None
            and self.holder is self.paragraphs[0]
            and not self.pieces
            and is_few_words(self.last_line)
        )

    def add_text(self, line: ParsedLine, index: int) -> None:
        """Add a line of text: as a new paragraph, as an item without a label, or to the provision that is open."""
        holder, text = self.holder, line.text
        if holder is None:
            self.begin_paragraph(text, line, index)
        elif self.would_be_label(text):
            self.close(index)
            self.begin_paragraph(text, line, index)
        elif text[0] in grammar.NEVER_FIRST and is_prose(self.last_line):
            self.join(text)
        elif index < self.enumeration_end:
            self.add_enumerated(text, holder, index)
        elif self.is_open(index):
            if self.lookahead.continues(index):
                self.join(text)
            elif text[-1] in _ENDS and not self.list_continues(index):
                self.close(index)
                self.begin_paragraph(text, line, index)
            else:
                self.add_line(text, holder)
        elif implied := self.implied_number(index):
            self.close(index)
            self.add_implied(line, implied)
        elif (
            self.list_continues(index)
            or self.begins_enumeration(line, index)
            or self.is_formula_below_sentence(line)
        ):
            self.add_line(text, holder)
        elif self.is_due_in_item(text):
            self.report_line_of_item(line)
            self.add_line(text, holder)
        else:
            self.close(index)
            report_open_end(line, self.last_line if self.holder is self.item else "", self.reports)
            self.begin_paragraph(text, line, index)

    def begins_enumeration(self, line: ParsedLine, index: int) -> bool:
        """Whether the line begins a list without labels that is part of the provision above."""
        if self.last_line[-1:] not in grammar.COLONS:
            return False
        enumeration = find_enumeration(self.lines, index)
        # Only articles are cited by the numbers of their paragraphs.
        if self.label_width:
            report_doubt(enumeration, line, index, self.paragraphs[-1].number, self.reports)
        self.enumeration_end = enumeration.end
        return enumeration.end > index

    def is_formula_below_sentence(self, line: ParsedLine) -> bool:
        """Whether the line is a formula that belongs to the provision above although no colon introduces it."""
        # Below a list, it is uncertain whether it belongs to the last item.
        if self.item or self.subitems or not is_lone_formula(line.text):
            return False
        # Only articles are cited by the numbers of their paragraphs.
        if self.label_width and not is_lone_formula(self.last_line):
            report_lone_formula(line, self.paragraphs[-1].number, self.reports)
        return True

    def add_enumerated(self, text: str, holder: Draft, index: int) -> None:
        """Add a line of a list without labels."""
        last_line = self.last_line
        was_wrapped = last_line[-1] not in grammar.NEVER_LAST and breaks_off(last_line, len(last_line))
        if was_wrapped and self.lookahead.continues(index):
            self.join(text)
        else:
            self.add_line(text, holder)

    def would_be_label(self, text: str) -> bool:
        """Whether the text, if joined to the open text, would look like a label or a heading."""
        return self.holder is not None and not self.pieces and makes_label(self.holder.text, text)

    def is_open(self, index: int) -> bool:
        """Whether the text above the line at `index` ends in the middle of a sentence."""
        holder = self.holder
        if holder is None or not breaks_off(self.last_line, holder.width):
            return False
        if index == self.enumeration_end and not breaks_off(self.last_line, len(self.last_line)):
            # The last name of a list, or the lower half of a fraction, is short, however long the line above the list is.
            return False
        if holder is self.item and self.last_line[-1] not in grammar.NEVER_LAST:
            items = self.paragraphs[-1].children or []
            # If the items of a list end without punctuation, this item may be complete.
            return len(items) < 2 or items[-2].text[-1:] in _ENDS
        return True

    def add_line(self, text: str, holder: Draft) -> None:
        """Add a line that remains a line of its own, unless there is no text beside the label above it."""
        is_beside_label = not (holder.text or self.pieces)
        self.reports.unsettled |= is_beside_label
        self.pieces += (text,) if is_beside_label else ("\n", text)
        self.last_line = text

    def join(self, text: str) -> None:
        """Add a line to the sentence that it continues."""
        # If a page number was printed in the middle of the sentence, it has a line of its own.
        after_page = self.pieces and self.pieces[-1] is not self.last_line
        self.reports.unsettled |= not after_page
        self.pieces += ("\n" if after_page else space_between(self.last_line, text), text)
        self.last_line = text

    def begin_paragraph(self, text: str, line: ParsedLine, index: int) -> None:
        """Append a paragraph, and the items that are printed within its first line."""
        text, run_in = self.split_run_in(text, 1, index)
        self.append_paragraph(text, line)
        self.add_run_in(run_in, line)

    def add_item(self, line: ParsedLine, index: int) -> bool:
        """Add the line as an item, or return False if its number shows that it is not one."""
        item = self.item
        if item and item.style != line.style:
            # （一） below 一、 is a subitem.
            return self.add_subitem(line, "（一）", index) if item.style else False
        was_open = self.is_open(index)
        # Closing a text may split items off. A long text is not searched for them at every line like this one.
        if self.holder and len(self.holder.text) <= LONGEST_SEARCHED:
            self.close(index)
        item = self.item
        if not self.paragraphs:
            # An item beside the label of the article is printed below it, so what was read must be read again.
            self.reports.unsettled |= self.label_width > 0
            self.begin_paragraph("", line, index)
        expected = item.number.value + 1 if item else 1
        inserted = item is not None and bool(line.number.inserted) and line.number.follows(item.number)
        skipped = 0 if inserted else line.number.value - expected
        restarts = item and line.number.value == 1 and not line.number.inserted
        if not restarts and (skipped < 0 or skipped > WIDEST_GAP or (skipped and was_open)):
            report_out_of_order(line, self.reports)
            return False
        self.close(index)
        if restarts:
            report_restart(line, self.reports)
            self.begin_paragraph("", line, index)
        elif skipped or (line.number.inserted and not inserted):
            report_gap(line, self.reports, is_first=item is None)
        self.reports.unsettled |= not is_prose(line.rest)
        text, run_in = self.split_run_in(line.rest, line.number.value + 1, index)
        self.append_item(Draft(line.number, line.label, text, line.style, False, line.width), line)
        self.add_run_in(run_in, line)
        return True

    def add_implied(self, line: ParsedLine, number: int) -> None:
        """Add an item that lost its label; `number` is its number according to the labels around it."""
        report_unlabelled(line, number, self.reports)
        self.append_item(Draft(Number(number), None, line.text, "", False, len(line.text)), line)

    def implied_number(self, index: int) -> int:
        """The number of the item if the line is an item that lost its label, or 0 if that is not certain."""
        if not self.item:
            if self.last_line[-1:] not in grammar.COLONS:
                return 0
        elif self.subitems or self.item.style:
            return 0
        return implied_number(self.item, *self.lookahead.sentences_before_item(index))

    def add_subitem(self, line: ParsedLine, style: str, index: int) -> bool:
        """Add the line as a subitem, or return False if its number shows that it is not one."""
        if not self.paragraphs or (self.is_open(index) and line.number.value == 1):
            return False
        depth = next(
            (i for i, subitem in enumerate(self.subitems) if subitem.style == style), len(self.subitems)
        )
        expected = self.subitems[depth].number.value + 1 if depth < len(self.subitems) else 1
        if line.number.value != expected:
            return False
        self.close(index)
        # Closing the text may have split items off, so the item above is looked up only now.
        above = self.subitems[depth - 1] if depth else self.item or self.paragraphs[-1]
        self.reports.unsettled |= not is_prose(line.rest)
        draft = Draft(line.number, line.label, line.rest, style, False, line.width)
        if above.children is None:
            above.children = []
        above.children.append(draft)
        self.subitems[depth:] = [draft]
        self.set_holder(draft, line)
        return True

    def list_continues(self, index: int) -> bool:
        """Whether the open list continues below the line at `index`."""
        if not (self.item or self.subitems):
            return False
        line = self.lookahead.next_labelled(index) if self.subitems else None
        if line and line.kind is LineKind.SUBITEM:
            numbers = (subitem.number.value + 1 for subitem in self.subitems if subitem.style == line.style)
            if line.number.value in numbers:
                return True
        # The text may have subitems of its own before the next item.
        item, line = self.item, self.lookahead.next_item(index)
        return bool(item and line and item.style == line.style and line.number.follows(item.number))

    def is_due_in_item(self, text: str) -> bool:
        """Whether a line below the last item belongs to it, because each item above it has as many lines.

        One item above proves it only if all items begin with a title, which needs the text below it.
        """
        item = self.item
        if item is None or self.holder is not item or grammar.REFERS_TO_PARAGRAPH.search(text):
            return False
        if self.counted_item is not item:
            above = (self.paragraphs[-1].children or [])[:-1]
            self.counted_item, self.lines_due = item, lines_due(item, self.pieces, above)
        self.lines_due -= 1
        return self.lines_due >= 0

    def report_line_of_item(self, line: ParsedLine) -> None:
        """Report a line below the last item that may be a paragraph of its own. Only articles are cited by those."""
        if self.item and self.label_width:
            report_line_of_item(line, self.item.number, self.next_number(), self.reports)

    def add_run_in(self, run_in: RunIn, line: ParsedLine) -> None:
        """Append the items that are printed within a line."""
        for number, label, text in run_in:
            self.append_item(Draft(number, label, text, "", True, len(text)), line)

    def split_run_in(self, text: str, first: int, index: int) -> tuple[str, RunIn]:
        """Split a text into the words before the items printed within it, and those items.

        `first` is the number of the first item, and `index` is the index of the last line of the text.
        """
        following = self.lookahead.number_right_after
        return split_items(text, first, lambda: following(index), self.reports)


def read_paragraphs(
    lines: Sequence[ParsedLine], reports: Reports, line_numbers: list[int], *, label_width: int = 0
) -> tuple[Paragraph, ...]:
    """Read the paragraphs of one article, or of a group that has text of its own, from its lines.

    The label of the article must have been removed from the first line; `label_width` is its width in characters. The
    line (from 1) of each provision is appended to `line_numbers`, in walking order.
    """
    return ParagraphReader(lines, label_width, reports, line_numbers).read()
