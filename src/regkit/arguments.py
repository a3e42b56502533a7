"""Arguments of public functions: what is of a wrong type is refused with what to give in its place."""

from __future__ import annotations


def require(value: object, kinds: type | tuple[type, ...], function: str, wanted: str, instead: str) -> None:
    """Raises TypeError, in one sentence, for a value of none of the kinds.

    `wanted` is what the function takes; `instead` says what to do with other things.

    >>> require("text", bytes, "decode", "the bytes of a file", "parse() takes text")
    Traceback (most recent call last):
    TypeError: decode() takes the bytes of a file, not str; parse() takes text
    """
    if not isinstance(value, kinds):
        raise TypeError(f"{function}() takes {wanted}, not {type(value).__name__}; {instead}")
