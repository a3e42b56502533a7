"""Hidden text of Word: which runs are not shown, and which paragraphs show nothing at all."""

from __future__ import annotations

from typing import Any

from lxml import etree

from regkit.notations.word.numbering import NumberingStyles
from regkit.notations.word.package import child, is_on, tag_of, value_of


class Hiding:
    """Decides what a document hides by properties and by styles."""

    def __init__(self, styles: NumberingStyles) -> None:
        self._styles = styles
        # Of hidden paragraphs in one that was looked through: whether a run in them shows text in a style that hides, and in one that does not.
        self._known: dict[Any, tuple[bool, bool]] = {}

    def hides(self, properties: Any, style: str = "") -> bool:
        """Whether what has the properties (w:rPr) is hidden in a paragraph of the style."""
        vanish = child(properties, "w:vanish")
        if vanish is not None:
            return is_on(vanish)
        own = value_of(properties, "w:rStyle")
        return self._styles.hides(own) or self._styles.hides(style)

    def shows_anything(self, paragraph: Any, style: str) -> bool:
        """Whether a paragraph whose end is hidden, in a style, has a run that is not."""
        if paragraph not in self._known:
            self._look_through(paragraph)
        anyway, usually = self._known.pop(paragraph)
        return anyway if self._styles.hides(style) else usually

    def _look_through(self, paragraph: Any) -> None:
        """Find out about a paragraph and about those within it at once: walking each by itself takes the square of the depth."""
        # For each open paragraph what runs in it show so far.
        found: list[tuple[bool, bool]] = []
        for event, element in etree.iterwalk(paragraph, events=("start", "end")):
            tag = tag_of(element)
            if event == "start" and tag == "w:p":
                found.append((False, False))
            elif event == "start" and tag == "w:r" and not all(found[-1]):
                anyway, usually = found[-1]
                found[-1] = (anyway or self._shows(element, anyway=True), usually or self._shows(element))
            elif event == "end" and tag == "w:p":
                anyway, usually = found.pop()
                if self.hides(child(child(element, "w:pPr"), "w:rPr")):
                    self._known[element] = (anyway, usually)
                if found:
                    found[-1] = (found[-1][0] or anyway, found[-1][1] or usually)
        self._known.setdefault(paragraph, (anyway, usually))

    def _shows(self, run: Any, *, anyway: bool = False) -> bool:
        """Whether a run has text that is shown; with `anyway`, even in a style that hides."""
        properties = child(run, "w:rPr")
        hidden = child(properties, "w:vanish") is None if anyway else False
        return not (hidden or self.hides(properties)) and any(
            tag_of(each) == "w:t" and each.text for each in run
        )
