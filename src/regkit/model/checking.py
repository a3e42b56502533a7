"""Whether what is given for a statute or a provision is one.

The classes of the tree do not look at what they are made of: the parser makes thousands of them, and would take longer by a tenth.
So provisions that somebody made by hand are looked at where they are printed, compared or put into a statute.
"""

from __future__ import annotations

from regkit.model.address import Number
from regkit.model.tree import Provision, Statute


def check_is_statute(value: object) -> None:
    """Raises TypeError, which says what to do, for what is no statute; what the statute holds is not looked at."""
    if not isinstance(value, Statute):
        raise TypeError(
            f"a statute is wanted, not {_kind(value)}; regkit.parse() makes one of text, regkit.load() reads one from a file"
        )


def check_statute(value: Statute) -> None:
    """The same, and for a statute that holds what is no provision: for functions that take far longer than this does."""
    check_is_statute(value)
    _check_provisions(value.children, "the children of a Statute")
    _check_provisions(value.annexes, "the annexes of a Statute")


def check_provision(value: object) -> None:
    """The same for a provision and all that it holds."""
    _check_provisions((value,), "what is given")


def _check_provisions(values: object, what: str) -> None:
    if not isinstance(values, tuple):
        raise TypeError(f"{what} must be a tuple of provisions such as regkit.Article, not {_kind(values)}")
    for each in values:
        if not isinstance(each, Provision):
            raise TypeError(f"{what} must be provisions such as regkit.Article, not {_kind(each)}")
        if type(each.number) is not Number:
            raise TypeError(
                f"the number of {_name(each)} must be a regkit.Number, such as Number(3), not {_kind(each.number)}"
            )
        if type(each.text) is not str:
            raise TypeError(f"the text of {_name(each)} must be a string, not {_kind(each.text)}")
        if each.children:
            _check_provisions(each.children, f"the children of {_name(each)}")


def _name(provision: Provision) -> str:
    return f"a regkit.{type(provision).__name__}"


def _kind(value: object) -> str:
    return type(value).__name__
