"""What several lines of a Markdown file make together: facts at its head, blocks of code, comments, footnotes, definitions, rows."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from regkit.notations.markdown.grammar import DEFINITION, FRONT_MATTER, HEADING_MARK, TABLE_RULE
from regkit.notations.source import IMAGE, MARKUP
from regkit.rule import Match
from regkit.text.whitespace import without_whitespace

# The rules around the facts: of YAML, which may also end with dots, and of TOML.
_ENDS_OF_FACTS = {"---": ("---", "..."), "+++": ("+++",)}
_MOST_FACTS = 400
# Lines below the facts among which the title is looked for.
_NEAR = 20
# Blocks of these languages hold text, others programs and diagrams.
_LANGUAGES_OF_TEXT = frozenset(("", "text", "txt", "plain", "plaintext", "md", "markdown"))


class TitleFact(msgspec.Struct, frozen=True):
    """The title among the facts at the head of a file: its line, and where it begins and ends there."""

    line: int
    start: int
    end: int


def facts_in(lines: Sequence[str]) -> int:
    """How many lines at the head of a file state facts about it (front matter), with the rules around them."""
    ends = _ENDS_OF_FACTS.get(lines[0].rstrip())
    if ends is None:
        return 0
    for index, line in enumerate(lines[1:_MOST_FACTS], start=1):
        if line.rstrip() in ends:
            return index + 1
        if not FRONT_MATTER.match(line):
            return 0
    return 0


def title_in(lines: Sequence[str], facts: int) -> TitleFact | None:
    """The title among the facts, which stand in so many lines, if the text below has none."""
    for index, line in enumerate(lines[:facts]):
        match = FRONT_MATTER.match(line)
        if match and match["key"] == "title" and match["value"]:
            words = match["value"].strip()
            title = words[1:-1] if words[0] in "\"'" and words[-1:] == words[0] else words
            if not title or _has_title(lines[facts:], title):
                return None
            start = line.index(title, match.start("value"))
            return TitleFact(index, start, start + len(title))
    return None


def labels_in(lines: Sequence[str]) -> frozenset[str]:
    """The labels of links and, with a ^ in front, of footnotes that a file defines."""
    matches = (DEFINITION.match(line) for line in lines if "]:" in line)
    return frozenset(f"{match['note'] or ''}{match['label']}" for match in matches if match)


def kind_of_code(opening: Match) -> str | None:
    """The kind as which a block of code or of formulas is omitted; None if it holds text."""
    if opening["formula"]:
        return IMAGE
    return None if opening["language"].lower() in _LANGUAGES_OF_TEXT else MARKUP


def fence_of(opening: Match) -> str:
    """The fence of the line that opens a block of code, or the $$ of formulas."""
    return str(opening["fence"] or opening["formula"])


def end_of_code(lines: Sequence[str], index: int, opening: Match) -> int | None:
    """The index of the line that ends the block of code or of formulas which begins in a line; None if it does not end."""
    fence = fence_of(opening)
    for end in range(index + 1, len(lines)):
        line = lines[end].lstrip(" \t>")
        if line.startswith(fence) and not line.strip().strip(fence[0]):
            return end
    return None


def end_of_footnote(lines: Sequence[str], index: int) -> int:
    """The index of the last line of the footnote that begins in a line."""
    while index + 1 < len(lines) and lines[index + 1].startswith(("    ", "\t")) and lines[index + 1].strip():
        index += 1
    return index


def opens_comment(line: str) -> bool:
    """Whether a comment begins in a line and does not end there."""
    start = line.rfind("<!--")
    return start >= 0 and line[start - 1 : start] != "\\" and "-->" not in line[start + 2 :]


def is_head(line: str, below: str) -> bool:
    """Whether a line is the head of a table, by the rule in the line below."""
    below = below.lstrip("> \t")
    return "|" in line and "|" in below and TABLE_RULE.match(below) is not None


def cells_in(line: str) -> list[str]:
    """What stands between the bars of a row; a bar after a backslash is a word."""
    cells: list[str] = []
    start = 0
    line = line.strip()
    end = line.find("|")
    while end >= 0:
        if not end or line[end - 1] != "\\":
            cells.append(line[start:end])
            start = end + 1
        end = line.find("|", end + 1)
    return [*cells, line[start:]]


def _has_title(lines: Sequence[str], title: str) -> bool:
    """Whether a text has a heading of the first rank, or the title among its first lines."""
    title = without_whitespace(title)
    for index, line in enumerate(lines):
        mark = HEADING_MARK.match(line)
        if (mark and mark["mark"] == "#") or (len(line) > 1 and not line.strip().strip("=") and "=" in line):
            return True
        if index < _NEAR and title in without_whitespace(line):
            return True
    return False
