"""Second pass, third part: the 款, 项 and 目 of one article.

A 款 is a natural paragraph that is no 项 or 目; the items that follow belong to it, and the paragraph
after them is the next 款 (citations such as 前款 count so). A plain line between two items of one list
belongs to the item above it.
"""

from __future__ import annotations

from collections.abc import Sequence

from regkit.model.address import Number
from regkit.model.blanks import strip_blanks
from regkit.model.tree import Item, Paragraph, Subitem
from regkit.parsing import grammar
from regkit.parsing.lines import Kind, Line, number_of
from regkit.parsing.numbering import WIDEST_GAP
from regkit.parsing.reports import Reports


class _Open:
    """A provision while its text is still being read."""

    __slots__ = ("children", "label", "number", "run_in", "style", "texts")

    def __init__(self, number: Number, label: str | None, text: str, style: str = "", run_in: bool = False):
        self.number = number
        self.label = label
        self.texts = [text] if text else []
        self.style = style
        self.run_in = run_in
        self.children: list[_Open] = []

    @property
    def text(self) -> str:
        return "\n".join(self.texts)


class _Reader:
    def __init__(self, reports: Reports, places: list[int]) -> None:
        self.reports = reports
        self.places = places
        self.paragraphs: list[_Open] = []
        self.item: _Open | None = None
        # The 目 that are open, outermost first, each with its kind of label.
        self.subitems: list[_Open] = []

    def begin_paragraph(self, text: str, line: Line, next_item: int | None) -> None:
        lead, run_in = _split_run_in(text, 1, next_item)
        self.paragraphs.append(_Open(Number(len(self.paragraphs) + 1), None, lead))
        self.places.append(line.place)
        self.item = None
        self.subitems = []
        self._add_run_in(run_in, line)

    def add_item(self, line: Line, next_item: int | None) -> bool:
        """Add the item, or answer False if its number says that it is none."""
        if not self.paragraphs:
            self.begin_paragraph("", line, None)
        expected = self.item.number.value + 1 if self.item else 1
        inserted = self.item is not None and line.number.follows(self.item.number)
        ahead = 0 if inserted else line.number.value - expected
        if line.number == Number(1) and self.item:
            self.reports.add(
                "item.restart",
                line,
                "项的编号重新从（一）开始。",
                "请核对编号，或者在两组项之间补上引出它们的文字。",
            )
            self.begin_paragraph("", line, None)
        elif ahead < 0 or ahead > WIDEST_GAP:
            self.reports.add(
                "item.out_of_order",
                line,
                f"“{line.label}”与前一项的编号不衔接，已按上文的文字处理。",
                "请核对这一行是项还是正文。",
            )
            return False
        elif ahead or (line.number.inserted and not inserted):
            message = (
                f"“{line.label}”之前缺少编号。"
                if self.item
                else f"各项从“{line.label}”开始，不是从（一）开始。"
            )
            self.reports.add("item.gap", line, message, "请核对是否漏了项，或者编号有误。")
        text, run_in = _split_run_in(line.rest, line.number.value + 1, next_item)
        self.item = _Open(line.number, line.label, text)
        self.paragraphs[-1].children.append(self.item)
        self.places.append(line.place)
        self.subitems = []
        self._add_run_in(run_in, line)
        return True

    def add_subitem(self, line: Line) -> bool:
        """Add the 目, or answer False if its number says that it is none."""
        if not self.paragraphs:
            return False
        depth = next(
            (i for i, each in enumerate(self.subitems) if each.style == line.style), len(self.subitems)
        )
        above = self.subitems[depth - 1] if depth else self._holder()
        expected = self.subitems[depth].number.value + 1 if depth < len(self.subitems) else 1
        if line.number.value != expected:
            return False
        opened = _Open(line.number, line.label, line.rest, line.style)
        above.children.append(opened)
        self.places.append(line.place)
        self.subitems[depth:] = [opened]
        return True

    def continue_text(self, line: Line) -> None:
        """Add a natural paragraph to the item or 目 that is open."""
        holder = self.subitems[-1] if self.subitems else self._holder()
        holder.texts.append(line.text)

    def resumes(self, following: Line | None) -> bool:
        """Whether the list that is open goes on with the labelled line that follows."""
        if following is None or not self.paragraphs:
            return False
        if following.kind is Kind.ITEM:
            return self.item is not None and following.number.follows(self.item.number)
        return any(
            each.style == following.style and following.number.value == each.number.value + 1
            for each in self.subitems
        )

    def _holder(self) -> _Open:
        return self.item or self.paragraphs[-1]

    def _add_run_in(self, run_in: list[tuple[Number, str, str]], line: Line) -> None:
        for number, label, text in run_in:
            self.item = _Open(number, label, text, run_in=True)
            self.paragraphs[-1].children.append(self.item)
            self.places.append(line.place)


def read_paragraphs(lines: Sequence[Line], reports: Reports, places: list[int]) -> tuple[Paragraph, ...]:
    """The 款 that the lines of one article make, its label taken off the first of them.

    `places` receives the line of each provision in walking order.
    """
    reader = _Reader(reports, places)
    labelled = _next_labelled(lines)
    for line, following in zip(lines, labelled, strict=True):
        after = following[1]
        next_item = after.number.value if after and after.kind is Kind.ITEM and following[0] else None
        match line.kind:
            case Kind.ITEM if not _cites(line):
                if not reader.add_item(line, next_item):
                    _add_text(reader, line, after, next_item)
            case Kind.SUBITEM if reader.add_subitem(line):
                pass
            case _:
                _add_text(reader, line, after, next_item)
    return tuple(_paragraph(each) for each in reader.paragraphs)


def _add_text(reader: _Reader, line: Line, following: Line | None, next_item: int | None) -> None:
    if reader.resumes(following):
        reader.continue_text(line)
    else:
        reader.begin_paragraph(line.text, line, next_item)


def _cites(line: Line) -> bool:
    """“（三）项规定的…” is not the beginning of an item."""
    return not line.gap and line.rest.startswith(("项", "款")) and not line.rest.startswith(("项目", "款项"))


def _next_labelled(lines: Sequence[Line]) -> list[tuple[bool, Line | None]]:
    """For each line the next line that looks like 项 or 目, and whether it is the very next one."""
    found: list[tuple[bool, Line | None]] = []
    following: Line | None = None
    adjacent = False
    for line in reversed(lines):
        found.append((adjacent, following))
        adjacent = line.kind in (Kind.ITEM, Kind.SUBITEM)
        if adjacent:
            following = line
    found.reverse()
    return found


def _split_run_in(text: str, first: int, next_item: int | None) -> tuple[str, list[tuple[Number, str, str]]]:
    """The text before the items that are printed on its line, and those items.

    They are believed as a chain, first, first + 1, …; a chain of one from （一） only where the next line
    goes on with （二）.
    """
    if "（" not in text and "(" not in text:
        return text, []
    chain: list[tuple[Number, str, int, int]] = []
    for found in grammar.RUN_IN_ITEM.finditer(text):
        number = number_of(found[2])
        if number and number.value == first + len(chain):
            chain.append((number, found[1], found.start(1), found.end(1)))
    goes_on = next_item == first + len(chain)
    if not chain or (first == 1 and len(chain) == 1 and not goes_on):
        return text, []
    ends = [start for _, _, start, _ in chain[1:]] + [len(text)]
    items = [
        (number, label, strip_blanks(text[after:end]))
        for (number, label, _, after), end in zip(chain, ends, strict=True)
    ]
    return strip_blanks(text[: chain[0][2]]), items


def _paragraph(opened: _Open) -> Paragraph:
    children = tuple(_subitem(each) if each.style else _item(each) for each in opened.children)
    return Paragraph(number=opened.number, text=opened.text, children=children)


def _item(opened: _Open) -> Item:
    return Item(
        number=opened.number,
        label=opened.label,
        text=opened.text,
        run_in=opened.run_in,
        children=tuple(map(_subitem, opened.children)),
    )


def _subitem(opened: _Open) -> Subitem:
    return Subitem(
        number=opened.number,
        label=opened.label,
        text=opened.text,
        children=tuple(map(_subitem, opened.children)),
    )
