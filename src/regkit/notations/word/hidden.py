"""Hidden text of Word: which runs are hidden, and which paragraphs show nothing at all."""

from __future__ import annotations

from typing import Any

from lxml import etree

from regkit.notations.word.numbering import NumberingStyles
from regkit.notations.word.package import child, is_on, tag_of, value_of


class HiddenText:
    """Decides which runs and paragraphs of a document are hidden, by their properties and styles."""

    def __init__(self, styles: NumberingStyles) -> None:
        self._styles = styles
        # For each hidden paragraph that was searched: whether a run in it shows text if the style of the paragraph hides
        # text, and if it does not.
        self._known: dict[Any, tuple[bool, bool]] = {}

    def hides(self, properties: Any, style: str = "") -> bool:
        """Whether a run, or a paragraph mark, with these properties (w:rPr) is hidden in a paragraph of the style."""
        vanish = child(properties, "w:vanish")
        if vanish is not None:
            return is_on(vanish)
        run_style = value_of(properties, "w:rStyle")
        return self._styles.hides(run_style) or self._styles.hides(style)

    def shows_anything(self, paragraph: Any, style: str) -> bool:
        """Whether a paragraph in the style, whose paragraph mark is hidden, has a run that shows text.

        Ask at most once for each paragraph.
        """
        if paragraph not in self._known:
            self._search(paragraph)
        if_style_hides, if_style_shows = self._known.pop(paragraph)
        return if_style_hides if self._styles.hides(style) else if_style_shows

    def _search(self, paragraph: Any) -> None:
        """Search a paragraph and the paragraphs nested in it in one pass; one pass for each would be quadratic in the depth."""
        # For each open paragraph, innermost last, whether the runs read so far show text, as in `_known`.
        open_paragraphs: list[tuple[bool, bool]] = []
        for event, element in etree.iterwalk(paragraph, events=("start", "end")):
            tag = tag_of(element)
            if event == "start" and tag == "w:p":
                open_paragraphs.append((False, False))
            elif event == "start" and tag == "w:r" and not all(open_paragraphs[-1]):
                if_style_hides, if_style_shows = open_paragraphs[-1]
                open_paragraphs[-1] = (
                    if_style_hides or self._shows(element, anyway=True),
                    if_style_shows or self._shows(element),
                )
            elif event == "end" and tag == "w:p":
                if_style_hides, if_style_shows = open_paragraphs.pop()
                if self.hides(child(child(element, "w:pPr"), "w:rPr")):
                    self._known[element] = (if_style_hides, if_style_shows)
                if open_paragraphs:
                    open_paragraphs[-1] = (
                        open_paragraphs[-1][0] or if_style_hides,
                        open_paragraphs[-1][1] or if_style_shows,
                    )
        self._known.setdefault(paragraph, (if_style_hides, if_style_shows))

    def _shows(self, run: Any, *, anyway: bool = False) -> bool:
        """Whether a run shows text; with `anyway`, even in a paragraph whose style hides text."""
        properties = child(run, "w:rPr")
        hidden = child(properties, "w:vanish") is None if anyway else False
        return not (hidden or self.hides(properties)) and any(
            tag_of(element) == "w:t" and element.text for element in run
        )
