"""Emphasis in a line of Markdown: which runs of *, _, ~ and = are markup, and which are words of the law."""

from __future__ import annotations

from collections.abc import Sequence

from regkit.model.departures import SYNTAX
from regkit.notations.markdown.tokens import DELIMITER, MarkupToken
from regkit.notations.markdown.words_grammar import ARITHMETIC

STRIKING = "striking"
"""Kind of a token: the beginning or the end of struck-out words."""
_RUNS = frozenset(("*", "**", "***", "_", "__", "___", "~~", "=="))
# A run that stands alone in its line may belong to one in the lines below.
_LONGER_THAN_A_LINE = ("**", "~~")
_CLOSING = "，。；：、！？）》〉”’」』】,;:!?)"
_OPENING = "（《〈“‘「『【("


def with_emphasis(text: str, tokens: Sequence[MarkupToken]) -> list[MarkupToken]:
    """The tokens with delimiters that are markup as SYNTAX or STRIKING, and without those that are words of the law.

    Delimiters of strong emphasis and of struck-out words that have no partner in the line stay DELIMITER.
    """
    open_runs: dict[str, MarkupToken] = {}
    calculates = "*" in text and ARITHMETIC.search(text) is not None
    for token in tokens:
        if token.kind != DELIMITER:
            continue
        run = text[token.start : token.end]
        opening = open_runs.get(run)
        if (
            opening is not None
            and _may_close(text, token, run)
            and not (calculates and _multiplies(text, opening, token))
        ):
            opening.kind = token.kind = STRIKING if run == "~~" else SYNTAX
            del open_runs[run]
        elif opening is None and run in _RUNS and _may_open(text, token, run):
            open_runs[run] = token
    single = [open_runs[run] for run in _LONGER_THAN_A_LINE if run in open_runs]
    return [token for token in tokens if token.kind != DELIMITER or token in single]


def _may_open(text: str, token: MarkupToken, run: str) -> bool:
    before, after = _neighbours(text, token)
    if run[0] == "_":
        # Underscores within a word, and blanks to be filled in, are words.
        return not before.isalnum() and (after.isalnum() or after in tuple(_OPENING))
    if not _is_operator(before, after) and after not in tuple(_CLOSING):
        return len(run) > 1 or not (after.isspace() or after == "")
    return False


def _may_close(text: str, token: MarkupToken, run: str) -> bool:
    before, after = _neighbours(text, token)
    if run[0] == "_":
        return not after.isalnum() and (before.isalnum() or before in tuple(_CLOSING))
    if not _is_operator(before, after) and before not in tuple(_OPENING):
        return len(run) > 1 or not before.isspace()
    return False


def _multiplies(text: str, opening: MarkupToken, closing: MarkupToken) -> bool:
    """Whether single stars stand between words, as in 数量*单价*税率."""
    if closing.end - closing.start > 1 or text[closing.start] != "*":
        return False
    before, _ = _neighbours(text, opening)
    _, after = _neighbours(text, closing)
    return before.isalnum() and after.isalnum()


def _neighbours(text: str, token: MarkupToken) -> tuple[str, str]:
    return text[max(token.start - 1, 0) : token.start], text[token.end : token.end + 1]


def _is_operator(before: str, after: str) -> bool:
    """Whether what stands between two such characters is a sign of arithmetic: 2**3, 3*(a+b), 5~~8."""
    return (before.isascii() and (before.isalnum() or before == ")")) and (
        after.isascii() and (after.isalnum() or after == "(")
    )
