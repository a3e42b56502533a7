"""Put the characters of the original text into the tree that was read from a legible copy of it.

The tree prints all characters of the copy in their order, except for whitespace. So each text of the tree is found in
the copy behind the one before it, and the original has the characters that belong there.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import msgspec

from regkit.codes import ProblemCode
from regkit.errors import Problem
from regkit.model.levels import Level
from regkit.model.limits import LONGEST_LINE
from regkit.model.tree import Provision, Statute
from regkit.parsing.kinds import shortened
from regkit.parsing.legible import LegibleText
from regkit.text.invisible import UNSEEN, VARIATION_SELECTORS, name_of
from regkit.text.whitespace import ZERO_WIDTH, without_whitespace

# Problems that are looked for in the original, and not in the copy.
_FOUND_IN_ORIGINAL = (
    ProblemCode.TEXT_CONTROL,
    ProblemCode.TEXT_DIRECTION,
    ProblemCode.TEXT_INVISIBLE,
    ProblemCode.TEXT_PRIVATE_USE,
    ProblemCode.TEXT_RADICALS,
)
_Provision = TypeVar("_Provision", bound=Provision)


class MisplacedError(Exception):
    """A text of the tree is not found in the copy at its turn."""


class Restorer:
    """Restores the texts of a tree, which must be given in the order in which they are printed."""

    def __init__(self, source: LegibleText) -> None:
        self._source = source
        self._copy = source.text
        self._end = len(source.text.rstrip())
        # The offsets in the original of the characters that the copy does not have.
        self._removed = {offset + count for count, offset in enumerate(source.removed)}
        # The offset in the copy behind the text restored last, and in the original behind its last character.
        self._position = 0
        self._consumed = 0

    def text(self, text: str, *, is_label: bool = False) -> str:
        """A text of the tree with the characters of the original.

        Unseen characters at the end of a line stay with the text before them, all others with the text behind them; a
        label has none at its end, because it is printed on one line with what follows.
        """
        printed = text.strip()
        if not printed:
            return text
        start = self._next_printed(self._position)
        lead = self._signs_before(start)
        if self._copy.startswith(printed, start):
            self._position = start + len(printed)
            restored = self._original(start, self._position)
        else:
            restored = self._restored_piecewise(printed, start)
        before, _, after = text.partition(printed)
        self._consumed = self._index_before_signs(self._position)
        return before + lead + restored + self._signs_after(is_label) + after

    def texts(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Several texts of the tree with the characters of the original."""
        return tuple(map(self.text, texts))

    def provision(self, provision: _Provision) -> _Provision:
        """The provision and everything in it with the characters of the original."""
        label, heading = provision.label, provision.heading
        is_beside = provision.level is Level.ARTICLE
        return msgspec.structs.replace(
            provision,
            label=self.text(label, is_label=True) if label else label,
            heading=self.text(heading, is_label=is_beside) if heading else heading,
            text=self.text(provision.text),
            children=tuple(map(self.provision, provision.children)),
        )

    def _original(self, start: int, end: int) -> str:
        """The characters of the original between two printed characters of the copy."""
        piece = self._source.original[self._index(start) : self._index_before_signs(end)]
        if "\n" not in piece or not any(sign in piece for sign in ZERO_WIDTH):
            return piece
        # Zero-width characters at the ends of lines are layout, like all whitespace there.
        return "\n".join(line.strip(ZERO_WIDTH) for line in piece.split("\n"))

    def _restored_piecewise(self, printed: str, start: int) -> str:
        """A text whose whitespace differs from that of the copy, because its lines were joined."""
        pieces: list[str] = []
        position = start
        written = self._index(start)
        for character in printed:
            if character.isspace():
                if pieces:
                    stray, written = self._stray_signs(position, written)
                    pieces.append(stray)
                pieces.append(character)
                continue
            following = self._next_printed(position)
            if self._copy[following : following + 1] != character:
                raise MisplacedError
            if pieces:
                begin = max(written, self._index_before_signs(position))
                signs = self._source.original[begin : self._index(following)]
                pieces.append(signs if following == position else without_whitespace(signs))
            pieces.append(self._source.original[self._index(following)])
            position = following + 1
        self._position = position
        return "".join(pieces)

    def _stray_signs(self, position: int, written: int) -> tuple[str, int]:
        """The removed characters before an offset in the copy as far as they can be seen, and the index behind them.

        They stand at the end of a line, and in front of a text on the next line they would be read as its first letters.
        """
        original = self._source.original
        begin = end = max(written, self._index_before_signs(position))
        last = begin
        while end in self._removed:
            end += 1
            if original[end - 1] not in UNSEEN:
                last = end
        return without_whitespace(original[begin:last]), last

    def _signs_before(self, start: int) -> str:
        """The unseen characters before a text that begins at an offset in the copy."""
        return without_whitespace(self._source.original[self._consumed : self._index(start)])

    def _signs_after(self, is_label: bool) -> str:
        """The unseen characters behind a text, if nothing else is printed on its line, or behind the last text of all."""
        original, start = self._source.original, self._consumed
        if self._position >= self._end:
            end = len(original)
        elif is_label:
            return ""
        else:
            end = start
            while original[end] != "\n" and (original[end].isspace() or end in self._removed):
                end += 1
            if original[end] != "\n":
                return ""
        self._consumed = end
        return without_whitespace(original[start:end])

    def _next_printed(self, position: int) -> int:
        """The offset in the copy of the first printed character from an offset on, or the length of the copy."""
        while position < self._end and self._copy[position].isspace():
            position += 1
        return position

    def _index(self, position: int) -> int:
        """The index in the original of a character of the copy."""
        return position + bisect_right(self._source.removed, position)

    def _index_before_signs(self, position: int) -> int:
        """The index in the original of the first unseen character directly before a character of the copy, or of that itself."""
        return position + bisect_left(self._source.removed, position)


def restored(law: Statute, source: LegibleText) -> Statute | None:
    """The statute with the characters of the original, if it was read from the legible copy.

    None if the tree does not print what the copy contains, which no known text brings about.
    """
    restorer = Restorer(source)
    try:
        copy = dataclasses.replace(
            law,
            announcement=restorer.texts(law.announcement),
            title=restorer.text(law.title) if law.title else law.title,
            notes=restorer.texts(law.notes),
            contents=restorer.texts(law.contents),
            preamble=restorer.texts(law.preamble),
            children=tuple(map(restorer.provision, law.children)),
            signature=restorer.texts(law.signature),
            annexes=tuple(map(restorer.provision, law.annexes)),
        )
    except MisplacedError:
        return None
    problems = [*restored_problems(law.problems, source)]
    if not UNSEEN.isdisjoint(source.original):
        problems += _selectors_in_labels(copy)
    return dataclasses.replace(copy, problems=tuple(sorted(problems, key=lambda problem: problem.line or 0)))


def restored_problems(problems: Iterable[Problem], source: LegibleText) -> Iterator[Problem]:
    """The problems with excerpts and columns of the original, whose lines have the same numbers as those of the copy."""
    copy_lines, lines = source.text.split("\n"), source.original.split("\n")
    for problem in problems:
        if problem.line is None or problem.code in _FOUND_IN_ORIGINAL:
            yield problem
            continue
        copy_line, line = copy_lines[problem.line - 1], lines[problem.line - 1]
        yield (
            _restored_problem(problem, copy_line, line)
            if len(line) <= LONGEST_LINE
            else msgspec.structs.replace(problem, excerpt=shortened(line), span=None)
        )


def _restored_problem(problem: Problem, copy_line: str, line: str) -> Problem:
    """The problem of a line of the copy, as a problem of the same line of the original."""
    columns = [column for column, character in enumerate(line) if character not in UNSEEN]
    span = problem.span
    if span:
        span = (columns[span[0]], columns[span[1] - 1] + 1)
    quoted = problem.excerpt.strip("…")
    start = copy_line.find(quoted)
    if not quoted or start < 0:
        return msgspec.structs.replace(problem, span=span)
    original = line[columns[start] : columns[start + len(quoted) - 1] + 1]
    return msgspec.structs.replace(problem, excerpt=problem.excerpt.replace(quoted, original), span=span)


def _selectors_in_labels(law: Statute) -> Iterator[Problem]:
    """The problem of the first label with a variation selector, which is reported nowhere but in labels."""
    for line, provision in zip(law.lines, law, strict=False):
        for character in provision.label or "":
            if character in VARIATION_SELECTORS:
                yield Problem(
                    code=ProblemCode.TEXT_INVISIBLE,
                    message=f"编号“{provision.label}”里有看不见的字符 {name_of(character)}；原样保留。",
                    hint="请对照官方公布的文本，没有用处的请删去。",
                    line=line,
                )
                return
