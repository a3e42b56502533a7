"""The pages in a web archive (MHTML), by the email package of the standard library."""

from __future__ import annotations

from email import message_from_bytes

# The email package makes an object of each line of a head and calls itself for each level of parts.
_MOST_LINES = 1_000_000
_DEEPEST = 20
_PAGES = ("text/html", "application/xhtml+xml", "text/plain")


def pages_in(data: bytes) -> list[tuple[bytes, str | None]]:
    """The bytes of all pages in a web archive, each with its encoding if that is stated. Raises ValueError if they are too many."""
    if data.count(b"\n") > _MOST_LINES or data.lower().count(b"multipart/") > _DEEPEST:
        raise ValueError("a web archive with too many parts")
    pages: list[tuple[bytes, str | None]] = []
    for part in message_from_bytes(data).walk():
        content = part.get_payload(decode=True)
        if part.get_content_type() in _PAGES and isinstance(content, bytes):
            pages.append((content, part.get_content_charset()))
    return pages
