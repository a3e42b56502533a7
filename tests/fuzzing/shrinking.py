"""Make a failing text small enough to read: drop lines, then characters, as long as the promise stays broken."""

from __future__ import annotations

from collections.abc import Callable, Sequence

_PLAIN = "甲"


def shrink(texts: tuple[str, str], fails: Callable[[str, str], bool]) -> tuple[str, str]:
    """The smallest texts found that still fail."""
    text, other = texts
    while True:
        before = text, other
        text = _smaller(text, lambda candidate: fails(candidate, other))  # noqa: B023 - called at once
        other = _smaller(other, lambda candidate: fails(text, candidate))  # noqa: B023 - called at once
        if (text, other) == before:
            return before


def _smaller(text: str, fails: Callable[[str], bool]) -> str:
    lines = _fewer(text.splitlines(keepends=True), lambda parts: fails("".join(parts)))
    characters = _fewer("".join(lines), lambda parts: fails("".join(parts)))
    for index, character in enumerate(characters):
        if character not in (_PLAIN, "\n"):
            plainer = [*characters[:index], _PLAIN, *characters[index + 1 :]]
            if fails("".join(plainer)):
                characters = plainer
    return "".join(characters)


def _fewer(parts: Sequence[str], fails: Callable[[list[str]], bool]) -> list[str]:
    """The parts without those that can be left out, tried in ever shorter runs."""
    kept = list(parts)
    length = len(kept) // 2 or 1
    while kept:
        start = 0
        while start < len(kept):
            fewer = kept[:start] + kept[start + length :]
            if fails(fewer):
                kept = fewer
            else:
                start += length
        if length == 1:
            break
        length //= 2
    return kept
