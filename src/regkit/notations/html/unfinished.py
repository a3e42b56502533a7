"""Pages that end in the middle of a tag or a comment: parsers and browsers drop what stands there without a word."""

from __future__ import annotations

from string import ascii_letters

# What follows < in a tag, a comment or a declaration.
_BEGINNINGS = frozenset((*ascii_letters, "/", "!", "?"))
# In characters: the mark <!-- with which a comment begins.
_LONGEST_MARK = 4


def without_unfinished_tag(text: str) -> tuple[str, str]:
    """A page without the tag at its end that has no >, and that tag."""
    start = text.find("<", text.rfind(">") + 1)
    while start >= 0 and text[start + 1 : start + 2] not in _BEGINNINGS:
        start = text.find("<", start + 1)
    if start < 0:
        return text, ""
    lower = text.lower()
    if any(lower.rfind(f"<{tag}") > lower.rfind(f"</{tag}") for tag in ("script", "style")):
        # In a program, < compares.
        return text, ""
    return text[:start], text[start:]


def unfinished_comment(text: str, last_comment: str) -> str:
    """The comment that reaches to the end of a page because nothing ends it, given the last comment of the page."""
    if not last_comment or not text.endswith(last_comment):
        return ""
    end = len(text) - len(last_comment)
    start = text.rfind("<", 0, end)
    return text[start:] if 0 <= end - start <= _LONGEST_MARK else ""
