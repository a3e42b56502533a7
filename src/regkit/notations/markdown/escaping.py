"""Text that Markdown displays unchanged."""

from __future__ import annotations

from collections.abc import Iterable

from regkit.notations.markdown.grammar import MARKDOWN_SIGN, STARTING_SIGN

# The marks that every dialect of Markdown takes as themselves after a backslash. Braces open attribute lists, and
# expressions in the template languages of site generators, even then.
_AFTER_BACKSLASH = frozenset("\\`*_[]()>#+-.!")
_REFERENCES = {code: f"&#{code};" for code in range(33, 127) if not chr(code).isalnum()}


def escape_markdown(text: str) -> str:
    """The text with every ASCII punctuation mark as a character reference, which is no markup in Markdown or in HTML."""
    return text.translate(_REFERENCES)


def signs_in(line: str) -> list[int]:
    """The offsets of the characters in a line that would be markup at their position."""
    offsets = [match.start() for match in MARKDOWN_SIGN.finditer(line)]
    if match := STARTING_SIGN.match(line):
        offsets.insert(0, match.start("sign" if match["sign"] else "point"))
    return sorted(set(offsets))


def escape_at(text: str, offsets: Iterable[int]) -> str:
    """The text with the characters at these offsets escaped, which would be markup there."""
    parts: list[str] = []
    start = 0
    for offset in offsets:
        sign = text[offset]
        parts += (text[start:offset], f"\\{sign}" if sign in _AFTER_BACKSLASH else f"&#{ord(sign)};")
        start = offset + 1
    return "".join((*parts, text[start:]))
