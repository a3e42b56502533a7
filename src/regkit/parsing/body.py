"""Second pass, second part: which lines begin 编, 章, 节 and 条, and what stands in which."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import pairwise
from typing import cast

import msgspec

from regkit.model.address import Number
from regkit.model.blanks import BLANKS
from regkit.model.levels import Level
from regkit.model.tree import CLASSES, Annex, Article, Division, Provision
from regkit.parsing import grammar
from regkit.parsing.lines import Kind, Line, classify
from regkit.parsing.numbering import DOUBTS, judge_article, split_glued
from regkit.parsing.paragraphs import read_paragraphs
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

    __slots__ = ("children", "line", "numbers", "stray")

    def __init__(self, line: Line | None) -> None:
        self.line = line
        self.stray: list[str] = []
        self.children: list[Provision] = []
        self.numbers: dict[Level, Number] = {}

    def close(self) -> Provision:
        assert self.line is not None and self.line.level is not None
        return CLASSES[self.line.level](
            number=self.line.number,
            label=self.line.label,
            heading=self.line.rest or None,
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

    def is_article(self, line: Line, before: Line | None, after: Line | None) -> bool:
        """Whether a line that looks like an article begins one; what is doubtful is reported."""
        begins, doubt = judge_article(line, before, after, self.last_of.get(Level.ARTICLE))
        if doubt:
            self.doubt(doubt, line)
        return begins

    def doubt(self, code: str, line: Line) -> None:
        message, hint = DOUBTS[code]
        self.reports.add(code, line, message.format(line.label), hint)

    def end_article(self) -> None:
        if not self.article:
            return
        line, own = self.article, self.own_lines
        self.article, self.own_lines = None, []
        place, text = line.place, line.rest
        if not text and own and own[0].kind is Kind.TEXT:
            place, text = own[0].place, own[0].text
            own = own[1:]
        heading = grammar.ARTICLE_HEADING.match(text)
        text = text[heading.end() :].lstrip(BLANKS) if heading else text
        if text:
            own = [classify(place, text), *own]
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
    rest = deque(lines)
    while rest and not (rest[0].kind is Kind.ANNEX and reader.article and _begins_annex(rest[0], before)):
        line = rest.popleft()
        after = rest[0] if rest else None
        if line.kind is Kind.DIVISION:
            reader.begin_division(line)
        else:
            is_article = line.kind is Kind.ARTICLE and reader.is_article(line, before, after)
            glued = split_glued(line, line.number if is_article else reader.last_of.get(Level.ARTICLE))
            if glued:
                line, following = glued
                rest.appendleft(following)
                reader.doubt("article.glued", following)
            if is_article:
                reader.begin_article(line)
            else:
                reader.add_line(line)
        before = line
    signature = _take_signature(reader.own_lines)
    root = reader.end()
    annexes = _read_annexes(list(rest), reports)
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
    return ended and len(line.rest) <= LONGEST_ANNEX_HEADING and line.text[-1] not in "。；"


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


def _read_annexes(lines: Sequence[Line], reports: Reports) -> list[tuple[int, Annex]]:
    heads = [
        i for i, line in enumerate(lines) if line.kind is Kind.ANNEX and (i == 0 or _begins_annex(line, None))
    ]
    printed = {lines[i].number for i in heads if lines[i].numbered}
    seen: set[Number] = set()
    annexes: list[tuple[int, Annex]] = []
    for start, end in pairwise([*heads, len(lines)]):
        head = lines[start]
        # A printed number is kept; an annex without one takes the next that no other has.
        number = head.number if head.numbered else _unused(printed | seen)
        if number in seen:
            reports.add("annex.repeat", head, f"“{head.label}”重复出现。", "请改正其中一个附件的编号。")
        seen.add(number)
        annex = Annex(
            number=number,
            label=head.label,
            heading=head.rest or None,
            text="\n".join(line.text for line in lines[start + 1 : end]),
        )
        annexes.append((head.place, annex))
    return annexes


def _unused(numbers: set[Number]) -> Number:
    return next(number for number in map(Number, range(1, len(numbers) + 2)) if number not in numbers)
