"""The proof that reading lost nothing: the printed statute equals the text that was read, except for whitespace."""

from __future__ import annotations

from regkit.codes import ProblemCode
from regkit.errors import Problem, Severity
from regkit.model.tree import Statute
from regkit.printing.text import to_text
from regkit.text.whitespace import with_line_feeds, without_whitespace

# Characters of a difference that the problem quotes.
_SHOWN = 20


def find_loss(text: str, statute: Statute) -> Problem | None:
    """An error at the first difference between the printed statute and the text it was read from; None if there is none.

    Whitespace does not count.
    """
    read, printed = without_whitespace(text), without_whitespace(to_text(statute))
    if read == printed:
        return None
    position = next(
        (index for index, (left, right) in enumerate(zip(read, printed, strict=False)) if left != right),
        min(len(read), len(printed)),
    )
    return Problem(
        code=ProblemCode.TEXT_LOST,
        message=f"读出的条款树与原文不一致：此处原文是“{read[position : position + _SHOWN]}”，"
        f"打印出来是“{printed[position : position + _SHOWN]}”。",
        hint="这是 regkit 的缺陷，请把这个文件报告给维护者；在改正之前不要使用读出的结果。",
        severity=Severity.ERROR,
        line=_line_of(text, position),
        excerpt=read[position : position + _SHOWN],
    )


def _line_of(text: str, position: int) -> int:
    """The line, from 1, of the character at `position`, counted from 0 without whitespace."""
    seen = 0
    lines = with_line_feeds(text).split("\n")
    for number, line in enumerate(lines, start=1):
        seen += len(without_whitespace(line))
        if seen > position:
            return number
    return len(lines)
