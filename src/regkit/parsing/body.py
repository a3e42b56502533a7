"""Second pass, second part: which lines begin 编, 章, 节 and 条, and what stands in which."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import msgspec

from regkit.model.address import Number
from regkit.model.levels import Level
from regkit.model.tree import CLASSES, Annex, Article, Division, Provision
from regkit.parsing import grammar
from regkit.parsing.lines import Kind, Line, classify
from regkit.parsing.paragraphs import WIDEST_GAP, read_paragraphs
from regkit.parsing.reports import Reports

LONGEST_ANNEX_HEADING = 60
MOST_SIGNATURE_LINES = 6


class Body(msgspec.Struct, frozen=True):
    """What follows the front, `places` holding the line of each provision in walking order.

    `stray` are lines that looked like the first article and are none.
    """

    stray: tuple[str, ...]
    children: tuple[Division | Article, ...]
    signature: tuple[str, ...]
    annexes: tuple[Annex, ...]
    headings: list[Line]
    places: tuple[int, ...]


class _OpenDivision:
    """编, 章 or 节 while what it holds is still being read. The root has no line."""

    __slots__ = ("children", "heading", "line", "numbers", "stray")

    def __init__(self, line: Line | None) -> None:
        self.line = line
        self.heading = line.rest if line else ""
        self.stray: list[str] = []
        self.children: list[Provision] = []
        self.numbers: dict[Level, Number] = {}

    def close(self) -> Provision:
        assert self.line is not None and self.line.level is not None
        return CLASSES[self.line.level](
            number=self.line.number,
            label=self.line.label,
            heading=self.heading or None,
            text="\n".join(self.stray),
            children=tuple(self.children),
        )


class _BodyReader:
    def __init__(self, reports: Reports) -> None:
        self.reports = reports
        self.stack = [_OpenDivision(None)]
        self.article: Line | None = None
        self.own_lines: list[Line] = []
        self.headings: list[Line] = []
        self.places: list[int] = []
        # Chapters may be numbered through all 编, so the last number of each level is kept as well.
        self.last_of: dict[Level, Number] = {}

    def begin_division(self, line: Line) -> None:
        self.end_article()
        level = _level(line)
        while len(self.stack) > 1 and _level(self.stack[-1].line) >= level:
            self._close_division()
        siblings = self.stack[-1].numbers
        # 第一章 may begin anew in each 编; otherwise numbers run on among siblings or through the whole text.
        befores = [number for number in (siblings.get(level), self.last_of.get(level)) if number]
        in_order = any(map(line.number.follows, befores)) or (
            line.number.value == 1 and level not in siblings
        )
        if not in_order:
            self.reports.add(
                "heading.gap",
                line,
                f"“{line.label}”与前面{level.character}的编号不衔接。",
                f"请核对{level.character}的编号，是否漏了或者重复。",
            )
        siblings[level] = self.last_of[level] = line.number
        self.stack.append(_OpenDivision(line))
        self.headings.append(line)
        self.places.append(line.place)

    def begin_article(self, line: Line) -> None:
        self.end_article()
        self.article = line
        self.last_of[Level.ARTICLE] = line.number
        self.places.append(line.place)

    def add_line(self, line: Line) -> None:
        if self.article:
            self.own_lines.append(line)
        elif len(self.stack) == 1:
            self.stack[0].stray.append(line.text)
        else:
            self.reports.add(
                "heading.followed_by_text",
                line,
                "标题与第一条之间有一行不属于任何条的文字，已保留在标题之下。",
                "请核对它是否是标题的一部分，或者漏了“第X条”。",
            )
            self.stack[-1].stray.append(line.text)

    def is_article(self, line: Line, before: Line | None) -> bool:
        """Whether a line that begins with 第X条 begins an article: by its number first, then by its looks."""
        cites = not line.gap and bool(grammar.CITATION_AFTER_ARTICLE.match(line.rest))
        wrapped = (
            before is not None and before.kind is Kind.TEXT and before.text[-1] not in grammar.SENTENCE_ENDS
        )
        last = self.last_of.get(Level.ARTICLE)
        if cites or (wrapped and grammar.CITATION_AFTER_ARTICLE.match(line.rest)):
            return False
        if last is None:
            if line.number != Number(1):
                self.reports.add(
                    "article.first",
                    line,
                    f"条文从“{line.label}”开始，不是从第一条开始。",
                    "如果文本是节选，可以忽略；否则请补全。",
                )
            return True
        if line.number.follows(last):
            return True
        if line.number == last:
            self.reports.add(
                "article.repeat", line, f"“{line.label}”重复出现。", "请改正其中一个条号，地址才能唯一。"
            )
            return True
        ahead = line.number.value - last.value
        if 0 < ahead <= WIDEST_GAP + 1 and not wrapped:
            self.reports.add(
                "article.gap", line, f"“{line.label}”之前缺少条文。", "请核对是否漏了条，或者条号有误。"
            )
            return True
        self.reports.add(
            "article.out_of_order",
            line,
            f"“{line.label}”与前一条的编号不衔接，已按前一条的文字处理。",
            "请核对条号；如果这是引用或者引文，可以忽略。",
        )
        return False

    def end_article(self) -> None:
        if not self.article:
            return
        line, own = self.article, self.own_lines
        self.article, self.own_lines = None, []
        heading = grammar.ARTICLE_HEADING.match(line.rest)
        text = line.rest[heading.end() :].lstrip() if heading else line.rest
        if text:
            own = [classify(line.place, text), *own]
        if not own:
            self.reports.add("article.empty", line, f"“{line.label}”没有正文。", "请核对是否漏了正文。")
        self.stack[-1].children.append(
            Article(
                number=line.number,
                label=line.label,
                heading=heading[0] if heading else None,
                children=read_paragraphs(own, self.reports, self.places),
            )
        )

    def end(self) -> _OpenDivision:
        self.end_article()
        while len(self.stack) > 1:
            self._close_division()
        return self.stack[0]

    def _close_division(self) -> None:
        closed = self.stack.pop()
        self.stack[-1].children.append(closed.close())


def read_body(lines: Sequence[Line], reports: Reports) -> Body:
    """The tree of what follows the front, signature and annexes taken off its end."""
    reader = _BodyReader(reports)
    before: Line | None = None
    end = len(lines)
    for position, line in enumerate(lines):
        if line.kind is Kind.ANNEX and reader.article and _begins_annex(line, before):
            end = position
            break
        if line.kind is Kind.DIVISION:
            reader.begin_division(line)
        elif line.kind is Kind.ARTICLE and reader.is_article(line, before):
            reader.begin_article(line)
        else:
            reader.add_line(line)
        before = line
    signature = _take_signature(reader.own_lines)
    root = reader.end()
    annexes = _read_annexes(lines[end:])
    reader.places += [place for place, _ in annexes]
    return Body(
        stray=tuple(root.stray),
        # Every level below 条 goes into an article, so the root holds divisions and articles only.
        children=cast("tuple[Division | Article, ...]", tuple(root.children)),
        signature=tuple(line.text for line in signature),
        annexes=tuple(annex for _, annex in annexes),
        headings=reader.headings,
        places=tuple(reader.places),
    )


def _level(line: Line | None) -> Level:
    assert line is not None and line.level is not None
    return line.level


def _begins_annex(line: Line, before: Line | None) -> bool:
    ended = before is None or before.text[-1] in grammar.SENTENCE_ENDS or bool(_signs(before))
    return ended and len(line.text) <= LONGEST_ANNEX_HEADING and line.text[-1] not in "。；"


def _signs(line: Line) -> bool:
    dated = grammar.SIGNATURE_DATE.match(line.text)
    return line.kind is Kind.TEXT and bool(dated or grammar.SIGNATURE_NAME.match(line.text))


def _take_signature(own_lines: list[Line]) -> list[Line]:
    """Take the names and dates that close the text off the lines of the last article."""
    count = 0
    while count < min(len(own_lines), MOST_SIGNATURE_LINES) and _signs(own_lines[-1 - count]):
        count += 1
    if not count:
        return []
    taken = own_lines[-count:]
    del own_lines[-count:]
    return taken


def _read_annexes(lines: Sequence[Line]) -> list[tuple[int, Annex]]:
    annexes: list[tuple[int, Annex]] = []
    position = 0
    while position < len(lines):
        head = lines[position]
        end = position + 1
        while end < len(lines) and not (lines[end].kind is Kind.ANNEX and _begins_annex(lines[end], None)):
            end += 1
        # An annex without a number is counted on.
        number = head.number if head.number.value > len(annexes) else Number(len(annexes) + 1)
        annex = Annex(
            number=number,
            label=head.label,
            heading=head.rest or None,
            text="\n".join(line.text for line in lines[position + 1 : end]),
        )
        annexes.append((head.place, annex))
        position = end
    return annexes
