"""Checks the types of arguments of public functions; the error says what to pass instead."""

from __future__ import annotations


def require(value: object, kinds: type | tuple[type, ...], function: str, wanted: str, instead: str) -> None:
    """Raise TypeError, with one sentence, if a value is not an instance of `kinds`.

    `wanted` describes what the function takes; `instead` says what to do with a value of another type.

    >>> require("text", bytes, "decode", "the bytes of a file", "parse() takes text")
    Traceback (most recent call last):
    TypeError: decode() takes the bytes of a file, not str; parse() takes text
    """
    if not isinstance(value, kinds):
        raise TypeError(f"{function}() takes {wanted}, not {type(value).__name__}; {instead}")
