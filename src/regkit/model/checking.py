"""Checks that values passed as a statute or a provision are of the right types.

The classes of the tree do not check their fields, because that would make parsing slower by a tenth. So provisions made by
hand are checked where they are printed, compared or put into a statute.
"""

from __future__ import annotations

from regkit.model.address import UNNUMBERED_PARTS, Number
from regkit.model.levels import Level
from regkit.model.tree import Provision, Statute


def check_is_statute(value: object) -> None:
    """Raise TypeError, with a hint, if the value is not a statute. The provisions in it are not checked."""
    if not isinstance(value, Statute):
        raise TypeError(
            f"a statute is wanted, not {_kind(value)}; regkit.parse() makes one of text, regkit.load() reads one from a file"
        )


def check_statute(value: Statute) -> None:
    """Raise TypeError, with a hint, if the value is not a statute or if any provision in it is malformed.

    Raises ValueError, in Chinese, for a number below 1. Visits every provision, so use it only in functions that take far longer than that.
    """
    check_is_statute(value)
    _check_provisions(value.children, "the children of a Statute")
    _check_provisions(value.annexes, "the annexes of a Statute")


def check_provision(value: object) -> None:
    """Raise TypeError, with a hint, if the value is not a provision or if it, or any provision in it, is malformed.

    Raises ValueError, in Chinese, for a number below 1.
    """
    _check_provisions((value,), "what is given")


def check_number(number: Number, what: str) -> None:
    """Raise unless all parts of a number are whole numbers from 1; `what` names in English what it is the number of.

    Raises TypeError, with a hint, for anything but whole numbers, and ValueError, in Chinese, for numbers below 1.
    """
    for value in (number.value, *number.inserted):
        if type(value) is not int:
            raise TypeError(
                f"the number of {what} must be made of whole numbers, such as Number(3), not {_kind(value)}; "
                "regkit.from_chinese() reads a numeral"
            )
        if value < 1:
            raise ValueError(f"编号从 1 起，不能是 {value}。")


def _check_provisions(values: object, what: str, parent: Provision | None = None) -> None:
    """Raise TypeError unless the values are a tuple of well-formed provisions.

    The message names them as `what`, or as the children of `parent`.
    """
    if not isinstance(values, tuple):
        raise TypeError(
            f"{_named(what, parent)} must be a tuple of provisions such as regkit.Article, not {_kind(values)}"
        )
    for provision in values:
        if not isinstance(provision, Provision):
            raise TypeError(
                f"{_named(what, parent)} must be provisions such as regkit.Article, not {_kind(provision)}"
            )
        number = provision.number
        if type(number) is not Number:
            raise TypeError(
                f"the number of {_name(provision)} must be a regkit.Number, such as Number(3), not {_kind(number)}"
            )
        # Nearly all numbers are plain ones, and every provision of a statute comes by here.
        if type(number.value) is not int or number.value < 1 or number.inserted:
            _check_irregular_number(provision)
        if type(provision.text) is not str:
            raise TypeError(f"the text of {_name(provision)} must be a string, not {_kind(provision.text)}")
        if provision.children:
            _check_provisions(provision.children, what, provision)


def _check_irregular_number(provision: Provision) -> None:
    """Check a number with 之, or the lack of one: only 总则, 分则 and 附则 as parts (编) have none, and then no label."""
    is_unnumbered = provision.level is Level.PART and provision.label is None
    if not (is_unnumbered and provision.number in UNNUMBERED_PARTS.values()):
        check_number(provision.number, _name(provision))


def _named(what: str, parent: Provision | None) -> str:
    return what if parent is None else f"the children of {_name(parent)}"


def _name(provision: Provision) -> str:
    return f"a regkit.{type(provision).__name__}"


def _kind(value: object) -> str:
    return type(value).__name__
