"""Paragraphs of Word of which nothing is shown: everything in them is hidden, or struck out."""

from __future__ import annotations

from typing import Any

import msgspec
from lxml import etree

from regkit.notations.word.package import child, tag_of
from regkit.notations.word.styles import Styles


class Contents(msgspec.Struct):
    """Whether a paragraph has a run that shows text, and one with text that is struck out."""

    style: str
    shown: bool = False
    struck: bool = False


class ShownText:
    """Decides of which paragraphs anything is shown. Ask each question at most once for each paragraph, before those nested in it."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        # What was learned about nested paragraphs while the paragraph around them was searched.
        self._known: dict[Any, Contents] = {}

    def in_paragraph(self, paragraph: Any) -> Contents:
        """What the runs in a paragraph, and in the paragraphs nested in it, show."""
        if paragraph not in self._known:
            self._search(paragraph)
        return self._known[paragraph]

    def _search(self, paragraph: Any) -> None:
        """Search a paragraph and the paragraphs nested in it in one pass; one pass for each would be quadratic in the depth."""
        self._known.clear()
        # Innermost last.
        open_paragraphs: list[Contents] = []
        for event, element in etree.iterwalk(paragraph, events=("start", "end")):
            tag = tag_of(element)
            if event == "start" and tag == "w:p":
                open_paragraphs.append(Contents(self._styles.of_paragraph(child(element, "w:pPr"))))
            elif event == "start" and tag == "w:r":
                self._look_at(element, open_paragraphs[-1])
            elif event == "end" and tag == "w:p":
                contents = self._known[element] = open_paragraphs.pop()
                if open_paragraphs:
                    open_paragraphs[-1].shown |= contents.shown

    def _look_at(self, run: Any, contents: Contents) -> None:
        if contents.shown or not any(tag_of(element) == "w:t" and element.text for element in run):
            return
        look = self._styles.look(child(run, "w:rPr"), contents.style)
        if not look.hidden and not look.struck:
            contents.shown = True
        elif look.struck and not look.hidden:
            contents.struck = True
