"""Build the tree below the front: groups (编, 章, 节, 一、), articles and the signature at the end."""

from __future__ import annotations

from itertools import pairwise, takewhile
from typing import cast

import msgspec

from regkit.codes import ProblemCode
from regkit.model.address import UNNUMBERED_PARTS, Number
from regkit.model.levels import Level
from regkit.model.tree import CLASSES, Article, Group, Paragraph, Provision
from regkit.parsing import frame_grammar, grammar
from regkit.parsing.article_headings import find_article_headings
from regkit.parsing.closing import looks_like_signature
from regkit.parsing.headings import Heading
from regkit.parsing.irregular import report_unread_inserted
from regkit.parsing.kinds import LineKind, ParsedLine
from regkit.parsing.lines import FIRST_CHARACTERS, classify
from regkit.parsing.paragraphs import read_paragraphs
from regkit.parsing.regular import read_regular
from regkit.parsing.reports import Reports
from regkit.parsing.sentences import is_prose
from regkit.text.whitespace import WHITESPACE

# How many names and dates at the end of a text are taken for its signature, at most.
MOST_SIGNATURE_LINES = 6
_ARTICLE = LineKind.ARTICLE
# A text that begins with one of these characters may be something other than plain text.
_NOT_PLAIN = FIRST_CHARACTERS | {"之"}


class ParsedBody(msgspec.Struct, frozen=True):
    """Everything below the front of a statute.

    `children` are the provisions of the top level, `signature` is one string for each line of it, and
    `line_numbers` is the line (from 1) of each provision, in walking order.
    """

    children: tuple[Group | Article | Paragraph, ...]
    signature: tuple[str, ...]
    line_numbers: list[int]


class _OpenGroup:
    """A 编, 章, 节 or 一、 while its children are still being read. The root has no heading."""

    __slots__ = ("children", "heading", "level", "numbers", "pages")

    def __init__(self, heading: Heading | None) -> None:
        self.heading = heading
        self.level = heading.line.level if heading else None
        self.children: list[Provision] = []
        # Page numbers printed between the heading and the first child.
        self.pages: list[str] = []
        self.numbers: dict[Level, Number] = {}

    def close(self) -> Provision:
        """The finished group, with the children that have been read."""
        assert self.heading is not None and self.level is not None
        return CLASSES[self.level](
            number=self.heading.line.number,
            label=self.heading.line.label or None,
            heading=self.heading.title or None,
            text="\n".join(self.pages),
            children=tuple(self.children),
        )


class _Stack:
    """The groups that are still open, outermost first, and the last numbers of each level.

    `children` is the list of children of the innermost open group.
    """

    def __init__(self, reports: Reports, has_articles: bool) -> None:
        self.reports = reports
        self.has_articles = has_articles
        self.groups = [_OpenGroup(None)]
        self.children = self.groups[0].children
        # Chapters may be numbered through all 编, so the last number of each level in the whole text is kept too.
        self.last_of: dict[Level, Number] = {}

    def begin(self, heading: Heading) -> None:
        """Open a group, and close those that cannot contain it. Reports a number that does not continue any other."""
        level = heading.line.level
        assert level is not None
        while len(self.groups) > 1 and self._cannot_contain(heading):
            self._close()
        opened = _OpenGroup(heading)
        self._check_number(heading.line, level)
        self.groups.append(opened)
        self.children = opened.children

    def _check_number(self, line: ParsedLine, level: Level) -> None:
        """Report a number that does not continue any other, and remember it."""
        number = line.number
        if not number.value:
            return
        siblings = self.groups[-1].numbers
        previous_sibling, previous_in_text = siblings.get(level), self.last_of.get(level)
        # Each 编 may begin with 第一章 again; otherwise numbers continue among siblings or through the whole text.
        in_order = (
            (previous_in_text and number.follows(previous_in_text))
            or (previous_sibling and number.follows(previous_sibling))
            or (previous_sibling is None and number.value == 1)
        )
        if not in_order and level is not Level.DIVISION:
            self.reports.add(
                ProblemCode.HEADING_GAP,
                line,
                f"“{line.label or line.excerpt}”与前面{level.character}的编号不衔接。",
                f"请核对{level.character}的编号，是否漏了或者重复。",
            )
        siblings[level] = self.last_of[level] = number

    def end(self) -> list[Provision]:
        """Close all groups, and return the provisions of the top level."""
        while len(self.groups) > 1:
            self._close()
        return self.groups[0].children

    def _cannot_contain(self, heading: Heading) -> bool:
        group = self.groups[-1]
        assert group.level is not None and group.heading is not None and heading.line.level is not None
        if group.level is heading.line.level is Level.DIVISION:
            # Divisions （一） are inside divisions 一、.
            return not (group.heading.line.style == "一、" and heading.line.style == "（一）")
        # 总则 that holds articles stands beside the 章 below it.
        is_beside = (
            group.heading.line.number in UNNUMBERED_PARTS.values()
            and bool(group.children)
            and isinstance(group.children[-1], Article)
        )
        return is_beside or group.level.rank >= heading.line.level.rank

    def _close(self) -> None:
        closed = self.groups.pop()
        self.groups[-1].children.append(closed.close())


def read_body(
    lines: list[ParsedLine],
    articles: list[int],
    headings: dict[int, Heading],
    start: int,
    reports: Reports,
    *,
    may_be_signed: bool,
) -> ParsedBody:
    """Build the tree of the lines from `start` on.

    `articles` are the sorted indices of the lines that begin articles, `headings` the headings by the index of
    their first line. If `may_be_signed`, names and dates at the end become the signature. The closing sentences
    of a decision numbered 一、 become paragraphs of the top level, not of the last 一、.
    """
    line_numbers: list[int] = []
    stack = _Stack(reports, has_articles=bool(articles))
    signature: list[ParsedLine] = []
    closing: list[ParsedLine] = []
    starts = sorted((*articles, *headings)) if headings else articles
    first = starts[0] if starts else len(lines)
    with_heading = find_article_headings(lines, articles)
    if first > start:
        _read_group_text(lines[start:first], stack, reports, line_numbers)
    for index, end in pairwise((*starts, len(lines))):
        line = lines[index]
        line_numbers.append(line.line_number)
        if line.kind is _ARTICLE:
            body = lines[index + 1 : end] if end > index + 1 else []
            if body and may_be_signed and end == len(lines):
                signature = _take_signature(body)
            if index in with_heading:
                article = _read_irregular(line, body, reports, line_numbers, line.rest)
            else:
                article = read_article(line, body, reports, line_numbers)
            stack.children.append(article)
        else:
            heading = headings[index]
            stack.begin(heading)
            body = lines[heading.end + 1 : end]
            if body and may_be_signed and end == len(lines):
                signature = _take_signature(body)
                closing = [] if articles else _take_closing(body, heading)
            if heading.line.level is Level.DIVISION and not heading.title and heading.line.rest:
                body = [classify(line.line_number, heading.line.rest), *body]
                # Anything but text is printed on the line below the label.
                reports.unsettled |= body[0].kind is not LineKind.TEXT
            elif heading.line.level is Level.DIVISION and not heading.title:
                reports.unsettled = True
            if body:
                _read_group_text(body, stack, reports, line_numbers)
    children = stack.end()
    children += read_paragraphs(closing, reports, line_numbers) if closing else ()
    return ParsedBody(
        # Items and subitems are always inside a paragraph, so the root contains only these three classes.
        children=cast("tuple[Group | Article | Paragraph, ...]", tuple(children)),
        signature=tuple(line.text for line in signature),
        line_numbers=line_numbers,
    )


def _read_group_text(
    body: list[ParsedLine], stack: _Stack, reports: Reports, line_numbers: list[int]
) -> None:
    """Read lines that belong directly to the innermost open group and not to an article in it."""
    group = stack.groups[-1]
    if group.level is not None:
        pages = list(takewhile(lambda line: line.kind is LineKind.PAGE, body))
        group.pages += [page.text for page in pages]
        body = body[len(pages) :]
    if not body:
        return
    if group.level is not Level.DIVISION and stack.has_articles:
        reports.add(
            ProblemCode.HEADING_FOLLOWED_BY_TEXT,
            body[0],
            "标题与第一条之间有一行不属于任何条的文字，已保留在标题之下。",
            "请核对它是否是标题的一部分，或者漏了“第X条”。",
        )
    stack.children.extend(read_paragraphs(body, reports, line_numbers))


def read_article(
    line: ParsedLine,
    body: list[ParsedLine],
    reports: Reports,
    line_numbers: list[int],
) -> Article:
    """Read the article that begins with `line`; `body` are its other lines.

    Appends the line (from 1) of each paragraph, item and subitem to `line_numbers`, in walking order.
    """
    text = line.rest
    if text and text[0] not in _NOT_PLAIN:
        children = read_regular(line.line_number, text, body, line_numbers)
        if children is not None:
            return Article(number=line.number, label=line.label, children=children, through=line.through)
    return _read_irregular(line, body, reports, line_numbers)


def _read_irregular(
    line: ParsedLine,
    body: list[ParsedLine],
    reports: Reports,
    line_numbers: list[int],
    heading: str | None = None,
) -> Article:
    """Read any article. `heading` is the text beside the label if that is the heading of the article (条标)."""
    line_number, text = line.line_number, line.rest
    if text[:1] == "之":
        report_unread_inserted(line, reports)
    # Text below a label is printed beside it; rows of tables and page numbers are printed below it.
    reports.unsettled |= not text or text[-1] in "】］" or not is_prose(text)
    if heading:
        text = ""
    # The label, or the heading of the article (条标), may be on a line by itself.
    if not text and body and body[0].kind is LineKind.TEXT:
        line_number, text = body[0].line_number, body[0].text
        body = body[1:]
    if text and text[0] in "【［" and not heading:
        heading, text = _split_heading(text)
        if heading and not text and body and body[0].kind is LineKind.TEXT:
            line_number, text = body[0].line_number, body[0].text
            body = body[1:]
    body = [classify(line_number, text), *body] if text else body
    children = read_paragraphs(body, reports, line_numbers, label_width=len(line.label) + 1)
    if not children:
        # In a fragment, an article may have a heading without a label.
        name = line.label or heading
        reports.add(ProblemCode.ARTICLE_EMPTY, line, f"“{name}”没有正文。", "请核对是否漏了正文。")
    return Article(
        number=line.number, label=line.label, heading=heading, children=children, through=line.through
    )


def _split_heading(text: str) -> tuple[str | None, str]:
    """The heading of the article (条标) at the beginning of the text, or None, and the rest of the text."""
    match = grammar.ARTICLE_HEADING.match(text)
    return (match[0], text[match.end() :].lstrip(WHITESPACE)) if match else (None, text)


def _take_signature(body: list[ParsedLine]) -> list[ParsedLine]:
    """Remove the names and dates that close the text from the lines of the last article, and return them.

    Footnotes below them are returned with them.
    """
    count = end = 0
    while end < min(len(body), MOST_SIGNATURE_LINES):
        line = body[-1 - end]
        end += 1
        if looks_like_signature(line):
            count = end
        elif line.kind is not LineKind.FOOTNOTE:
            break
    if not count:
        return []
    taken = body[-count:]
    del body[-count:]
    return taken


def _take_closing(body: list[ParsedLine], heading: Heading) -> list[ParsedLine]:
    """Remove the sentences that close a decision from the lines of its last 一、, and return them.

    A 一、 without a title or text beside its label keeps at least one line.
    """
    if heading.line.level is not Level.DIVISION:
        return []
    least = 0 if heading.title or heading.line.rest else 1
    count = 0
    while count < len(body) - least and _is_closing(body[-1 - count]):
        count += 1
    if not count:
        return []
    taken = body[-count:]
    del body[-count:]
    return taken


def _is_closing(line: ParsedLine) -> bool:
    return line.kind is LineKind.TEXT and bool(frame_grammar.CLOSING.match(line.text))
