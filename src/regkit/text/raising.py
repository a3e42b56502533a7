"""Raised and lowered characters: the signs that Unicode has for them, so that 10¹⁰ does not become 1010."""

from __future__ import annotations

from regkit.text.whitespace import strip_whitespace

_RAISED = str.maketrans(
    "0123456789+-−–=()abcdefghijklmnoprstuvwxyz０１２３４５６７８９＋－",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻",
)
_LOWERED = str.maketrans(
    "0123456789+-−–=()aehijklmnoprstuvx０１２３４５６７８９＋－",
    "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ₀₁₂₃₄₅₆₇₈₉₊₋",
)
# These mean the same whether they are raised or not: marks of notes, trade marks, degrees, minutes.
_ALIKE = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳*＊※†‡§®™℠°º′″’”")


def raised(text: str) -> str | None:
    """The text in raised characters, 10 as ¹⁰; None if Unicode lacks one of them."""
    return _translated(text, _RAISED)


def lowered(text: str) -> str | None:
    """The text in lowered characters, 2 as ₂; None if Unicode lacks one of them."""
    return _translated(text, _LOWERED)


def _translated(text: str, table: dict[int, int]) -> str | None:
    words = strip_whitespace(text)
    if all(character in _ALIKE or ord(character) in table for character in words):
        return words.translate(table)
    return None
