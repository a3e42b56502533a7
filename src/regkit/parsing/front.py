"""Second pass, first part: what stands before the first provision."""

from __future__ import annotations

from bisect import bisect_left

import msgspec

from regkit.model.blanks import without_blanks
from regkit.model.numerals import to_chinese
from regkit.parsing import grammar
from regkit.parsing.lines import Kind, Line, classify
from regkit.parsing.reports import Reports

# A title may run over two lines, and one line of 题注 over many.
LONGEST_TITLE = 100
MOST_NOTE_LINES = 30
_TITLE_ENDS = ("法", "条例", "规定", "办法", "规则", "细则", "决定", "解释", "法典", "意见", "方案", "章程")


class Front(msgspec.Struct, frozen=True):
    """Title, 题注, 目录 and 序言 of a statute, and the index of the line where its body begins."""

    title: str | None
    notes: tuple[str, ...]
    contents: tuple[str, ...]
    preamble: tuple[str, ...]
    body: int


def read_front(lines: list[Line], reports: Reports) -> Front:
    """Everything before the first 编, 章, 节 or 条 of the body."""
    position = _first(lines, 0, {Kind.CONTENTS, Kind.PREAMBLE, Kind.DIVISION, Kind.ARTICLE})
    title, after_title = _title(lines[:position])
    notes, after_notes = _notes(lines[:position], after_title)
    preamble = lines[after_notes:position]
    contents: list[Line] = []
    if position < len(lines) and lines[position].kind is Kind.CONTENTS:
        if preamble:
            # What is printed before the 目录 must stay before it.
            notes, preamble = [*notes, *preamble], []
        end = _end_of_contents(lines, position + 1)
        contents, position = lines[position:end], end
    body = _first(lines, position, {Kind.DIVISION, Kind.ARTICLE})
    preamble += lines[position:body]
    if title is None and 0 < body < len(lines):
        reports.add(
            "title.missing",
            lines[0],
            "第一条之前的文字中没有认出标题。",
            "请把法规标题放在第一行，单独成行。",
        )
    return Front(title, _texts(notes), _texts(contents), _texts(preamble), body)


def missing_from_contents(front: Front, headings: list[Line], reports: Reports) -> None:
    """Report headings of the body that the 目录 does not have."""
    if not front.contents or not headings:
        return
    listed = sorted(without_blanks(entry) for entry in front.contents)
    for line in headings:
        printed = without_blanks(line.text)
        # An entry may go on with dots and a page number, so what is looked for is a beginning.
        nearest = bisect_left(listed, printed)
        if nearest == len(listed) or not listed[nearest].startswith(printed):
            level = line.level.character if line.level else ""
            reports.add(
                "contents.differs",
                line,
                f"目录中没有“第{to_chinese(line.number.value)}{level}”的这个标题。",
                "请核对目录与正文的标题是否一致。",
            )


def _texts(lines: list[Line]) -> tuple[str, ...]:
    return tuple(line.text for line in lines)


def _first(lines: list[Line], start: int, kinds: set[Kind]) -> int:
    return next((i for i in range(start, len(lines)) if lines[i].kind in kinds), len(lines))


def _title(lines: list[Line]) -> tuple[str | None, int]:
    if not lines or not _may_be_title(lines[0]):
        return None, 0
    first = lines[0].text
    if not first.endswith(_TITLE_ENDS) and len(lines) > 1 and _may_be_title(lines[1]):
        whole = first + lines[1].text
        fits = whole.endswith(_TITLE_ENDS) and len(whole) <= LONGEST_TITLE
        if fits and classify(lines[0].place, whole).kind is Kind.TEXT:
            return whole, 2
    return first, 1


def _may_be_title(line: Line) -> bool:
    return (
        line.kind is Kind.TEXT
        and len(line.text) <= LONGEST_TITLE
        and line.text[-1] not in "。；：，"
        and not grammar.NOTE.match(line.text)
    )


def _notes(lines: list[Line], position: int) -> tuple[list[Line], int]:
    notes: list[Line] = []
    open_brackets = 0
    while position < len(lines) and len(notes) < MOST_NOTE_LINES:
        text = lines[position].text
        if open_brackets <= 0 and not grammar.NOTE.match(text):
            break
        open_brackets = max(open_brackets, 0) + sum(map(text.count, "（(")) - sum(map(text.count, "）)"))
        notes.append(lines[position])
        position += 1
    return notes, position


def _end_of_contents(lines: list[Line], start: int) -> int:
    """The index of the first line after the 目录: its first heading said again, or no entry at all."""
    first = lines[start] if start < len(lines) else None
    position = start
    while position < len(lines):
        line = lines[position]
        if position > start and first and _same_heading(line, first):
            break
        if line.kind is not Kind.DIVISION and not grammar.CONTENTS_ENTRY.match(line.text):
            break
        position += 1
    return position


def _same_heading(line: Line, other: Line) -> bool:
    if line.kind is not other.kind:
        return False
    if line.kind is Kind.DIVISION:
        return (line.level, line.number) == (other.level, other.number)
    return line.text == other.text
