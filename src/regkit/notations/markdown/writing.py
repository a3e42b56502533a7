"""Markdown files: writes a statute as people keep and read it in Git."""

from __future__ import annotations

from regkit.model.levels import Level
from regkit.model.page import Page, Role
from regkit.model.tables import is_row, is_rule
from regkit.model.tree import Statute
from regkit.notations.markdown.grammar import MARKDOWN_SIGN
from regkit.printing.layout import as_page
from regkit.printing.lines import PageLine, shown, to_lines

# Escapes what reading would take for markup in a row of a table, where bars stay bars.
_ROW_ESCAPES = str.maketrans({character: f"\\{character}" for character in "\\*<>"})


def to_markdown_file(document: Statute | Page) -> str:
    """The statute as a Markdown file; `regkit.load` reads the same statute from it.

    The title and the titles of parts, chapters and sections are headings, labels of articles are bold, and each printed line
    is a paragraph. Tables stay rows of text, which Markdown displays as such.
    """
    lines = [line for line in to_lines(as_page(document).blocks) if shown(line.runs)]
    levels = sorted({line.level for line in lines if line.is_heading and line.level})
    depths = {level: depth + 2 for depth, level in enumerate(levels)}
    return "\n\n".join(_written(line, depths) for line in lines) + "\n"


def _written(line: PageLine, depths: dict[Level, int]) -> str:
    text = shown(line.runs)
    if is_row(text):
        return text if is_rule(text) else text.translate(_ROW_ESCAPES)
    if line.role is Role.TITLE:
        return f"# {_escaped(text)}"
    if line.is_heading:
        return f"{'#' * min(depths[line.level or Level.CHAPTER], 6)} {_escaped(text)}"
    label = shown(line.runs[: line.labels])
    # In Markdown, whitespace or a * inside the label's ** would prevent the emphasis.
    if line.level is Level.ARTICLE and label and "*" not in label and label == label.strip():
        return f"**{label}**{_escaped(text[len(label) :])}"
    return _escaped(text)


def _escaped(text: str) -> str:
    """Markdown that displays the text unchanged."""
    return MARKDOWN_SIGN.sub(r"\\\g<0>", text)
