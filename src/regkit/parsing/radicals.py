"""Report radicals and compatibility ideographs, which look like characters of a law and are others to every program."""

from __future__ import annotations

from regkit.codes import ProblemCode
from regkit.errors import Problem
from regkit.parsing.kinds import shortened
from regkit.rule import offsets_of
from regkit.text.invisible import name_of
from regkit.text.variants import radicals


def radicals_problem(text: str) -> Problem:
    """The problem of all radicals and compatibility ideographs of a text that has some. Its lines must end with LF."""
    table = radicals()
    present = {character for character in set(text) if ord(character) in table}
    offsets = list(offsets_of(present, text))
    first = text[offsets[0]]
    more = f"，全文共 {len(offsets)} 处" if len(offsets) > 1 else ""
    start = text.rfind("\n", 0, offsets[0]) + 1
    end = text.find("\n", offsets[0])
    column = offsets[0] - start
    return Problem(
        code=ProblemCode.TEXT_RADICALS,
        message=f"有看起来像“{table[ord(first)]}”的符号“{first}”（{name_of(first)}{more}），已当作相应的汉字来读；原样保留。",
        hint="请对照官方公布的文本，换成汉字。",
        line=text.count("\n", 0, start) + 1,
        excerpt=shortened(text[start : end if end >= 0 else len(text)]),
        span=(column, column + 1),
    )
