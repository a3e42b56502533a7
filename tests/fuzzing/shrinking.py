"""What was found, made small enough to read: whole lines go first, then characters, as long as the promise stays broken."""

from __future__ import annotations

from collections.abc import Callable, Sequence

_PLAIN = "甲"


def shrink(texts: tuple[str, str], fails: Callable[[str, str], bool]) -> tuple[str, str]:
    """The smallest texts that were found that still fail."""
    text, other = texts
    while True:
        before = text, other
        text = _smaller(text, lambda each: fails(each, other))  # noqa: B023 - called at once
        other = _smaller(other, lambda each: fails(text, each))  # noqa: B023 - called at once
        if (text, other) == before:
            return before


def _smaller(text: str, fails: Callable[[str], bool]) -> str:
    lines = _fewer(text.splitlines(keepends=True), lambda each: fails("".join(each)))
    characters = _fewer("".join(lines), lambda each: fails("".join(each)))
    for place, character in enumerate(characters):
        if character not in (_PLAIN, "\n"):
            plainer = [*characters[:place], _PLAIN, *characters[place + 1 :]]
            if fails("".join(plainer)):
                characters = plainer
    return "".join(characters)


def _fewer(parts: Sequence[str], fails: Callable[[list[str]], bool]) -> list[str]:
    """The parts without as many of them as can be left out, tried in ever smaller runs."""
    left = list(parts)
    length = len(left) // 2 or 1
    while left:
        start = 0
        while start < len(left):
            fewer = left[:start] + left[start + length :]
            if fails(fewer):
                left = fewer
            else:
                start += length
        if length == 1:
            break
        length //= 2
    return left
