"""Akoma Ntoso: reads the provisions of a document, with the text that stands between them."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from regkit.model.levels import Level
from regkit.notations.akn.drafts import DraftProvision, text_of
from regkit.notations.akn.elements import FRAMES, NUMBERS, has_words, kind_of_omission, name_of, where
from regkit.notations.akn.levels import is_provision, level_of, read_eid
from regkit.notations.akn.meta import REGKIT
from regkit.notations.akn.words import Line, LineReader, joined
from regkit.notations.tree_building import DEEPEST, MisbuiltError


class ProvisionReader:
    """Reads elements that divide a text into provisions, and the lines in them by a `LineReader`."""

    def __init__(self, lines: LineReader) -> None:
        self._lines = lines
        self._exact = lines.exact

    def fill(self, draft: DraftProvision, element: etree._Element, depth: int = 1) -> None:
        """Add the lines and provisions in an element to a draft above the articles, a body or an annex."""
        for part in self._parts(element, depth, lists=False):
            if isinstance(part, Line):
                self._add_line(draft, part, where(element))
            else:
                draft.children += self._provision(part, draft.level, depth)

    def _add_line(self, draft: DraftProvision, line: Line, element: str) -> None:
        """Add a line to a draft above the articles; what closes a decision after its last 一、 is a 款 of its own."""
        if not line.text:
            draft.add(line)
            return
        last = next((child for child in reversed(draft.children) if isinstance(child, DraftProvision)), None)
        if last is not None and (last.level is Level.DIVISION or last.counted):
            draft.children.append(
                DraftProvision(level=Level.PARAGRAPH, where=element, counted=True, lines=[line])
            )
        else:
            draft.add(line)

    def _provision(self, element: etree._Element, above: Level, depth: int) -> list[DraftProvision | Line]:
        """The provision of an element, and the 款 that follow it if it is one and does not end with its items."""
        if depth > DEEPEST:
            raise MisbuiltError("嵌套过深")
        draft = self._draft(element, above)
        if draft.level is Level.PARAGRAPH:
            return self._paragraphs(element, depth, draft)
        if draft.level is Level.ARTICLE or self._is_division_of_paragraphs(draft, element):
            draft.children += self._paragraphs(element, depth, None)
        elif draft.level > Level.ARTICLE:
            self._fill_item(draft, element, depth)
        else:
            self.fill(draft, element, depth + 1)
        return [draft]

    def _is_division_of_paragraphs(self, draft: DraftProvision, element: etree._Element) -> bool:
        """Whether an element is a 一、 that holds text, and neither articles nor further divisions."""
        return (
            draft.level is Level.DIVISION
            and not self._exact
            and not any(
                self._draft(inner, draft.level).level <= Level.ARTICLE
                for inner in element
                if is_provision(inner) and not kind_of_omission(inner)
            )
        )

    def _draft(
        self, element: etree._Element, above: Level, paragraph: DraftProvision | None = None
    ) -> DraftProvision:
        """The draft of an element with its label and heading, but nothing else in it; `paragraph` is the 款 before it."""
        label, heading = self.label_and_heading(element)
        level = level_of(
            element,
            text_of(label, exact=self._exact),
            None if above is Level.ANNEX else above,
            exact=self._exact,
            led_in=paragraph is not None and any(line.text for line in paragraph.lines),
        )
        through = element.get(f"{{{REGKIT}}}through")
        return DraftProvision(
            level=level,
            where=where(element),
            eid=element.get("eId", ""),
            label=label,
            heading=heading,
            through=read_eid(through) if through else None,
            run_in=element.get(f"{{{REGKIT}}}run-in") == "true",
        )

    def label_and_heading(self, element: etree._Element) -> tuple[Line | None, Line | None]:
        """The number and the heading of an element, to which a subheading belongs; None if it has none."""
        lines: dict[str, list[Line]] = {name: [] for name in NUMBERS}
        for inner in element:
            name = name_of(inner)
            if name in lines:
                lines[name] += self._lines.read(inner) or [Line("", line=inner.sourceline or 0)]
        return joined(lines["num"]), joined([*lines["heading"], *lines["subheading"]])

    def _paragraphs(
        self, element: etree._Element, depth: int, paragraph: DraftProvision | None
    ) -> list[DraftProvision | Line]:
        """The 款 in an article, or those of an element that is a 款: what follows its items is another one."""
        paragraphs: list[DraftProvision | Line] = [] if paragraph is None else [paragraph]
        above = Level.ARTICLE if paragraph is None else Level.PARAGRAPH
        for part in self._parts(element, depth, lists=True):
            if isinstance(part, Line) and part.void:
                (paragraphs.append if paragraph is None else paragraph.add)(part)
                continue
            child = None if isinstance(part, Line) else self._draft(part, above, paragraph)
            if child is not None and above is Level.ARTICLE and child.level is Level.PARAGRAPH:
                paragraphs += self._paragraphs(part, depth + 1, child)
                paragraph = None
                continue
            if paragraph is None or (child is None and paragraph.has_children):
                paragraph = DraftProvision(level=Level.PARAGRAPH, where=where(element), counted=True)
                paragraphs.append(paragraph)
            if child is None:
                paragraph.add(part)
            else:
                self._fill_item(child, part, depth + 1)
                paragraph.children.append(child)
        return paragraphs

    def _fill_item(self, draft: DraftProvision, element: etree._Element, depth: int) -> None:
        if depth > DEEPEST:
            raise MisbuiltError("嵌套过深")
        for part in self._parts(element, depth, lists=True):
            if isinstance(part, Line):
                draft.add(part)
            else:
                child = self._draft(part, draft.level)
                self._fill_item(child, part, depth + 1)
                draft.children.append(child)

    def _parts(self, element: etree._Element, depth: int, *, lists: bool) -> Iterator[Line | etree._Element]:
        """Yield the lines and the provisions in an element, without its own number and heading.

        The numbered items of a list count as provisions if `lists`; elsewhere they are lines.
        """
        if depth > DEEPEST:
            raise MisbuiltError("嵌套过深")
        yield from self._lines.read_stray(element.text, element.sourceline or 0)
        has_number = is_provision(element) or _is_numbered_item(element)
        for inner in element:
            name = name_of(inner)
            is_omitted = kind_of_omission(inner) is not None
            if name in NUMBERS and has_number:
                pass
            elif not is_omitted and (is_provision(inner) or (lists and _is_numbered_item(inner))):
                yield inner
            elif not is_omitted and (lists or name != "blockList") and _is_frame(inner):
                yield from self._parts(inner, depth + 1, lists=lists)
            else:
                yield from self._lines.read(inner)
            yield from self._lines.read_stray(inner.tail, inner.sourceline or 0)


def _is_numbered_item(element: etree._Element) -> bool:
    return name_of(element) == "item" and any(name_of(inner) == "num" for inner in element)


def _is_frame(element: etree._Element) -> bool:
    """Whether an element only groups other blocks: it has no number, and no words of its own."""
    return name_of(element) in FRAMES and not (
        any(name_of(inner) in NUMBERS for inner in element) or has_words(element)
    )
