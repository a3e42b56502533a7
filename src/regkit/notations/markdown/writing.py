"""Markdown files: a statute as people keep and read it in Git."""

from __future__ import annotations

from regkit.model.levels import Level
from regkit.model.page import Page, Role
from regkit.model.tables import is_row, is_rule
from regkit.model.tree import Statute
from regkit.notations.markdown.grammar import MARKDOWN_SIGN
from regkit.printing.layout import as_page
from regkit.printing.lines import PageLine, shown, to_lines


def to_markdown_file(document: Statute | Page) -> str:
    """The statute as a Markdown file: title and 编章节 as headings, 条号 in bold, each printed line a paragraph.

    `regkit.load` reads the same statute from it. Tables stay rows of text, which Markdown shows as they are.
    """
    lines = [line for line in to_lines(as_page(document).blocks) if shown(line.runs)]
    levels = sorted({line.level for line in lines if line.is_heading and line.level})
    depths = {level: depth + 2 for depth, level in enumerate(levels)}
    return "\n\n".join(_written(line, depths) for line in lines) + "\n"


_EATEN = str.maketrans({sign: f"\\{sign}" for sign in "\\*<>"})


def _written(line: PageLine, depths: dict[Level, int]) -> str:
    text = shown(line.runs)
    if is_row(text):
        # The bars stay bars; what reading would take for markup is escaped.
        return text if is_rule(text) else text.translate(_EATEN)
    if line.role is Role.TITLE:
        return f"# {_escaped(text)}"
    if line.is_heading:
        return f"{'#' * min(depths[line.level or Level.CHAPTER], 6)} {_escaped(text)}"
    label = shown(line.runs[: line.labels])
    # Emphasis ends only where something that is no sign follows it or stands before.
    if line.level is Level.ARTICLE and label and "*" not in label and label == label.strip():
        return f"**{label}**{_escaped(text[len(label) :])}"
    return _escaped(text)


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    return MARKDOWN_SIGN.sub(r"\\\g<0>", text)
