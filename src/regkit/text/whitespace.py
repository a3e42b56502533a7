"""The definition of whitespace: all Unicode white space characters and the zero-width ones.

Whitespace is layout: line ends, indentation, the gap after a label. A statute printed back equals the text it was read
from except for whitespace; that is what “lossless” means in regkit.
"""

from __future__ import annotations

from regkit.arguments import require

# str.isspace() is False for these, although they print nothing.
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"

_NO_ZERO_WIDTH = dict.fromkeys(map(ord, ZERO_WIDTH))
# There is no white space character above U+3000.
WHITESPACE = "".join(filter(str.isspace, map(chr, range(0x3001)))) + ZERO_WIDTH


def without_whitespace(text: str) -> str:
    """The text with all whitespace removed. Raises TypeError for what is not a string."""
    try:
        joined = "".join(text.split())
    except (AttributeError, TypeError):
        # Checked only after the failure, because parsing calls this very often.
        require(text, str, "without_whitespace", "text", "regkit.decode() turns bytes into text")
        raise
    # translate() is slow on long texts and hardly ever needed.
    for character in ZERO_WIDTH:
        if character in joined:
            return joined.translate(_NO_ZERO_WIDTH)
    return joined


def strip_whitespace(text: str) -> str:
    """The text without whitespace at either end."""
    return text.strip(WHITESPACE)


def with_line_feeds(text: str) -> str:
    """The text with every CRLF and CR replaced by LF."""
    if "\r" not in text:
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n")
