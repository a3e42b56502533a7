"""Conversion between integers and Chinese numerals as laws write them (第一百零一条)."""

from __future__ import annotations

from functools import lru_cache

from regkit.arguments import require

LARGEST = 99_999_999
"""The largest number that is read or written."""

_DIGITS = "零一二三四五六七八九"
_UNITS = ((1000, "千"), (100, "百"), (10, "十"))
_VALUES = {character: value for value, character in enumerate(_DIGITS)}
_MULTIPLIERS = {character: value for value, character in _UNITS}
# Variants of digits, which are read but never written.
_VARIANTS = str.maketrans({"〇": "零", "○": "零", "两": "二"} | {
    chr(ord("０") + digit): str(digit) for digit in range(10)
})  # fmt: skip


def to_chinese(number: int) -> str:
    """The numeral in the form laws use: 10 is 十, 101 一百零一, 110 一百一十, 1010 一千零一十.

    Raises ValueError below 0 or above 99,999,999, and TypeError if it is not an int.
    """
    require(number, int, "to_chinese", "a whole number", "from_chinese() reads a numeral")
    if not 0 <= number <= LARGEST:
        raise ValueError(f"the number must be between 0 and {LARGEST}, not {number}")
    return _numeral(number)


@lru_cache(maxsize=1024)
def _numeral(number: int) -> str:
    if number == 0:
        return "零"
    upper, lower = divmod(number, 10_000)
    numeral = ""
    if upper:
        numeral = _below_ten_thousand(upper) + "万"
        if 0 < lower < 1000:
            numeral += "零"
    numeral += _below_ten_thousand(lower)
    return numeral.removeprefix("一") if numeral.startswith("一十") else numeral


def from_chinese(text: str) -> int:
    """The value of a numeral: 一百零一, 两百, 二〇二二 (digit by digit), 101 or １０１.

    Raises ValueError for other strings, including 一百一, which may mean 101 or 110, and TypeError for what is not a string.
    """
    try:
        folded = text.translate(_VARIANTS)
    except AttributeError:
        # Checked only after the failure, because the parser calls this for every label.
        require(text, str, "from_chinese", "a numeral as text", "to_chinese() prints a number")
        raise
    if folded.isascii() and folded.isdigit() and len(folded) <= 8:
        return int(folded)
    if len(folded) > 1 and all(character in _VALUES for character in folded):
        if len(folded) <= 8:
            return int("".join(str(_VALUES[character]) for character in folded))
    elif folded and len(folded) <= 16:
        value = _positional(folded)
        # 一十 for 十 and 百十 for 百一十 are accepted as old spellings; everything else must be canonical.
        spelled = folded.removeprefix("一") if folded.startswith("一十") else folded
        if value is not None and to_chinese(value) in (spelled, spelled.replace("百十", "百一十")):
            return value
    raise ValueError(f"not a numeral: {text[:20]!r}")


def _below_ten_thousand(number: int) -> str:
    numeral = ""
    for value, unit in _UNITS:
        digit, number = divmod(number, value)
        if digit:
            numeral += _DIGITS[digit] + unit
        elif numeral and number and not numeral.endswith("零"):
            numeral += "零"
    return numeral + (_DIGITS[number] if number else "")


def _positional(text: str) -> int | None:
    """The value of digits and units such as 一百零一万; None for other characters. Spellings like 一百一 are not refused."""
    upper, separator, lower = text.rpartition("万")
    if separator:
        high, low = _positional(upper), _positional(lower) if lower else 0
        return None if high is None or low is None else high * 10_000 + low
    total, digit = 0, 0
    for character in text:
        if character in _VALUES:
            digit = _VALUES[character]
        elif character in _MULTIPLIERS:
            total += (digit or 1) * _MULTIPLIERS[character]
            digit = 0
        else:
            return None
    return total + digit
