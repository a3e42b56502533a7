"""Reads the lines of a Markdown file: what each of them is, which marks it begins with, and its words."""

from __future__ import annotations

from regkit.model.departures import METADATA, NUMBERED, SYNTAX
from regkit.model.tables import is_row
from regkit.notations.flow import Flow
from regkit.notations.markdown import blocks
from regkit.notations.markdown.furniture import furniture_in
from regkit.notations.markdown.grammar import (
    BARS_ARE_WORDS,
    BULLET,
    CHECKBOX,
    CONTAINER,
    DEFINITION,
    FENCE,
    HEADING_MARK,
    LABEL,
    ORDERED_MARK,
    PLAIN_LINE,
    QUOTE_MARK,
    TABLE_RULE,
    UNDERLINE,
)
from regkit.notations.markdown.output import TextOutput
from regkit.notations.markdown.words import WordWriter
from regkit.notations.markdown.words_grammar import ATTRIBUTES
from regkit.notations.source import FOOTNOTE, FURNITURE, MARKUP
from regkit.rule import Match

# Marks of quotations and lists that a line may begin with; what follows more of them is text.
_MOST_MARKS = 20
_CONTENTS = ("[toc]", "[[toc]]")


def read_lines(lines: list[str]) -> Flow:
    """The text of a Markdown file, given its lines, with everything in which it departs from the file."""
    return _MarkdownReader(lines).read()


class _MarkdownReader:
    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._index = 0
        self._output = TextOutput()
        self._words = WordWriter(self._output, blocks.labels_in(lines), self._follows)
        # The last line with certain words, in the file, and in the paragraph that ends at a line.
        self._last: dict[str, int] = {}
        self._paragraph: tuple[int, dict[str, int]] = (-1, {})
        self._furniture: frozenset[int] = frozenset()
        self._unclosed_fences: set[str] = set()
        self._in_table = self._below_text = False
        # Whether the bars of a table are words, and whether the line above the table says so.
        self._bars_are_words = self._are_bars_announced = False
        # How many items numbered 1 stand in each open list, by its indentation.
        self._ones: dict[int, int] = {}

    def read(self) -> Flow:
        self._read_facts()
        self._furniture = furniture_in(self._lines, self._index)
        while self._index < len(self._lines):
            line = self._lines[self._index]
            # Nearly all lines are plain, and reading them like the others takes several times as long.
            if self._index in self._furniture:
                self._output.omit(FURNITURE, line)
                self._output.end_line()
            elif PLAIN_LINE.match(line) and self._words.is_idle and self._output.is_idle:
                self._in_table, self._below_text = False, bool(line)
                self._bars_are_words = self._bars_are_words and self._are_bars_announced and not line
                if line and self._ones:
                    indentation = self._end_lists(line)
                    self._ones.pop(indentation, None)
                self._output.flow.add_line(line)
            elif line.strip():
                self._read_line(line)
            else:
                self._words.end_paragraph()
                self._in_table = self._below_text = False
                self._bars_are_words = self._bars_are_words and self._are_bars_announced
                self._output.end_line()
            self._index += 1
        return self._output.lines()

    def _read_facts(self) -> None:
        self._index = blocks.facts_in(self._lines)
        title = blocks.title_in(self._lines, self._index)
        for index, line in enumerate(self._lines[: self._index]):
            start, end = (title.start, title.end) if title and title.line == index else (len(line), len(line))
            self._output.omit(METADATA, line[:start])
            self._output.write(line[start:end])
            self._output.omit(METADATA, line[end:])
            self._output.end_line()

    def _read_line(self, line: str) -> None:
        if is_row(line) and line[0] == "\t":
            self._words.write(line)
            self._output.flow.end_written_row()
            return
        first = self._index
        while blocks.opens_comment(line) and self._follows("-->", False):
            self._index += 1
            line = f"{line}\n{self._lines[self._index]}"
        text = self._after_marks(line)
        if self._read_table(text) or self._read_code(text):
            return
        self._read_text(text)
        for _ in range(first, self._index + 1):
            self._output.end_line()

    def _read_table(self, text: str) -> bool:
        """Read a line of a table. Returns whether it is one."""
        self._are_bars_announced = text == BARS_ARE_WORDS
        self._bars_are_words = self._are_bars_announced or (self._bars_are_words and "|" in text)
        if self._bars_are_words:
            return False
        is_head = (
            not self._in_table
            and self._index + 1 < len(self._lines)
            and blocks.is_head(text, self._lines[self._index + 1])
        )
        self._in_table = is_head or (self._in_table and "|" in text)
        if self._in_table and not is_head and TABLE_RULE.match(text):
            self._output.omit(SYNTAX, text)
            self._output.end_line()
        elif self._in_table:
            self._read_row(text, is_head=is_head)
        return self._in_table

    def _read_row(self, text: str, *, is_head: bool) -> None:
        """Read the cells of a row as one line; bars may stand in front of the first and after the last."""
        cells = blocks.cells_in(text)
        is_framed = not cells[0].strip()
        is_closed = not cells[-1].strip() and len(cells) > 1 + is_framed
        cells = cells[is_framed : len(cells) - is_closed] or [""]
        self._output.begin_row()
        for number, cell in enumerate(cells, start=1):
            self._output.begin_cell(is_head=is_head)
            self._output.omit(SYNTAX, "|" if number == 1 and is_framed else "")
            self._words.write(cell)
            self._output.omit(SYNTAX, "|" if number < len(cells) or is_closed else "")
        self._output.end_row()

    def _read_code(self, text: str) -> bool:
        """Read a block of code or of formulas. Returns whether one begins in the line."""
        opening = FENCE.match(text)
        if opening is None or blocks.fence_of(opening) in self._unclosed_fences:
            return False
        end = blocks.end_of_code(self._lines, self._index, opening)
        if end is None:
            self._unclosed_fences.add(blocks.fence_of(opening))
            return False
        kind = blocks.kind_of_code(opening)
        lines = [text, *self._lines[self._index + 1 : end + 1]]
        if kind is not None:
            self._output.omit(kind, "\n".join(lines))
        for number, line in enumerate(lines, start=1):
            if kind is None and number in (1, len(lines)):
                self._output.omit(SYNTAX, line)
            elif kind is None:
                self._output.write(line)
            self._output.end_line()
        self._index = end
        return True

    def _read_text(self, text: str) -> None:
        sign = text.lstrip()[:1]
        omission = self._omission_of(text, sign)
        if omission == MARKUP and self._below_text and sign == "=":
            omission = SYNTAX
        self._below_text = omission is None
        if omission == FOOTNOTE:
            end = blocks.end_of_footnote(self._lines, self._index)
            text = "\n".join((text, *self._lines[self._index + 1 : end + 1]))
            self._index = end
        if omission is not None:
            self._output.omit(omission, text)
        elif sign == "#" and (match := HEADING_MARK.match(text)):
            self._read_heading(text, match)
        elif text.rstrip().endswith("}") and self._is_underlined():
            self._read_underlined(text)
        else:
            self._words.write(text)

    def _omission_of(self, text: str, sign: str) -> str | None:
        """The kind as which a line that is nothing but markup is omitted; None for any other line."""
        bare = text.strip()
        if sign in ("-", "=", "*", "_") and UNDERLINE.match(text):
            return MARKUP if sign == "=" else SYNTAX
        if sign == "[" and (definition := DEFINITION.match(text)):
            return FOOTNOTE if definition["note"] else METADATA
        if sign in ("[", ":") and (container := CONTAINER.match(text)):
            # What stands in a container may be a note of the editor, so it is named; its end says nothing.
            return MARKUP if container["name"] or container["callout"] or container["title"] else SYNTAX
        if bare.lower() in _CONTENTS or (
            sign == "{" and (attributes := ATTRIBUTES.match(bare)) and attributes[0] == bare
        ):
            return SYNTAX
        # A block of code that does not end, or a block that only some site generators know.
        is_unknown = sign in ("`", "~", "$") and FENCE.match(text)
        return MARKUP if is_unknown or text.startswith(("!!! ", "??? ")) else None

    def _is_underlined(self) -> bool:
        """Whether the line below makes this one a heading."""
        below = self._lines[self._index + 1 : self._index + 2]
        return bool(below) and below[0].strip()[:1] in ("=", "-") and UNDERLINE.match(below[0]) is not None

    def _read_underlined(self, text: str) -> None:
        words = _without_attributes(text.rstrip(), 0)
        self._words.write(words)
        self._output.omit(SYNTAX, text[len(words) :])

    def _read_heading(self, text: str, match: Match) -> None:
        self._output.omit(SYNTAX, match["mark"])
        words = _without_attributes(text.rstrip(), match.end())
        unclosed = words.rstrip("#")
        if unclosed[-1:].isspace() and len(unclosed) >= match.end():
            words = unclosed.rstrip()
        self._words.write(words[match.end() :])
        self._output.omit(SYNTAX, text[max(len(words), match.end()) :])

    def _after_marks(self, line: str) -> str:
        """The rest of a line after the marks of quotations and lists, which are omitted."""
        text = line
        for _ in range(_MOST_MARKS):
            match = _mark_of(text)
            if match is None:
                break
            self._output.omit(SYNTAX, match[0])
            text = text[match.end() :]
        if text is not line and (box := CHECKBOX.match(text)):
            self._output.replace(box[0], "☐" if box["tick"] == " " else "☑", NUMBERED)
            return text[box.end() :]
        return self._renumbered(text, self._end_lists(line))

    def _renumbered(self, text: str, indentation: int) -> str:
        """The rest of a line after its number, if Markdown shows another; that is written."""
        match = ORDERED_MARK.match(text)
        if match is None or match["number"] != "1":
            self._ones.pop(indentation, None)
            return text
        count = self._ones[indentation] = self._ones.get(indentation, 0) + 1
        if count == 1:
            return text
        self._output.write(text[: match.start("number")])
        self._output.replace("1", str(count), NUMBERED)
        return text[match.end("number") :]

    def _end_lists(self, line: str) -> int:
        """End the lists that are indented more than a line, and return the indentation of the line."""
        indentation = len(line) - len(line.lstrip(" \t"))
        self._ones = {width: count for width, count in self._ones.items() if width <= indentation}
        return indentation

    def _follows(self, words: str, in_paragraph: bool) -> bool:
        """Whether words stand in a line below, in the same paragraph or anywhere."""
        last = self._last
        end = len(self._lines)
        if in_paragraph:
            if self._paragraph[0] <= self._index:
                end = self._index
                while end < len(self._lines) and self._lines[end].strip():
                    end += 1
                self._paragraph = end, {}
            end, last = self._paragraph
        if words not in last:
            indexes = range(end - 1, self._index - 1, -1)
            last[words] = next((index for index in indexes if words in self._lines[index].lower()), -1)
        return last[words] > self._index


def _without_attributes(words: str, first: int) -> str:
    """A heading, whose words begin at `first`, without the attributes at its end."""
    start = words.rfind("{")
    attributes = ATTRIBUTES.match(words, start) if start >= first else None
    return words[:start].rstrip() if attributes and attributes.end() == len(words) else words


def _mark_of(text: str) -> Match | None:
    if UNDERLINE.match(text):
        return None
    match = QUOTE_MARK.match(text) or BULLET.match(text)
    if match is None and (match := ORDERED_MARK.match(text)):
        # A number in front of words without a label is itself the label of an item.
        return match if LABEL.match(text[match.end() :]) else None
    return match
