"""Addresses of provisions, in two notations that convert into each other without loss.

======================== ==================================================
``art_120-1__para_2``    for programs: anchors, file names, XML, JSON (the eId of Akoma Ntoso)
第一百二十条之一第二款   for people, as drafters write it
======================== ==================================================

总则, 分则 and 附则 that stand beside the parts (编) without a number have their names as addresses (附则, ``part_nn_3``).

Articles are numbered through the whole statute, so the address of an article, and of anything in it, omits
the chapters above it. A paragraph (款) has no printed number: it is counted within its article, from 1.
"""

from __future__ import annotations

import functools
from itertools import pairwise
from typing import TypeVar

import msgspec

from regkit.arguments import require
from regkit.errors import AddressError
from regkit.model.fronts import Front
from regkit.model.levels import BY_CHARACTER, BY_PREFIX, Level
from regkit.rule import Rule
from regkit.text.grammar import NUMERAL
from regkit.text.numerals import from_chinese, to_chinese

_NUMBER = f"{NUMERAL}{{1,16}}"

MACHINE_STEP = Rule(
    "one step of an eId",
    r"(?P<prefix>[a-z]{1,20})_(?P<number>nn_[123]|[1-9][0-9]{0,7}(?:-[1-9][0-9]{0,7}){0,4})\Z",
    matches=("art_23", "art_120-1", "para_2", "point_3", "subpart_1", "part_nn_3"),
    rejects=("art_", "23", "art_23_", "Art_1", "art_01", "part_nn", "part_nn_4"),
)
WRITTEN_STEP = Rule(
    "one step of an address as people write it",
    rf"""
    第?[（(]?(?P<number>{_NUMBER})[）)]?
    (?P<level>部分|编|分编|章|节|条|款|项|目)
    (?P<inserted>(?:之{_NUMBER}){{0,4}})
    """,
    verbose=True,
    matches=(
        "第二十三条",
        "第一百二十条之一",
        "第（三）项",
        "(三)项",
        "第120条之1",
        "23条",
        "第二分编",
        "第1目",
        "第一部分",
    ),
    rejects=("附件一", "第条", "本条"),
)
WRITTEN_ANNEX = Rule(
    "an annex, the first step of an address into it",
    rf"附件(?:(?P<number>{_NUMBER})(?P<inserted>(?:之{_NUMBER}){{0,4}}))?",
    matches=("附件一", "附件2", "附件", "附件一之一"),
    rejects=("第一条",),
)
WRITTEN_PART = Rule(
    "a part (编) without a number, the first step of an address",
    r"(?P<name>总则|分则|附则)(?!编)",
    matches=("附则", "分则第九章"),
    rejects=("总则编", "第一编"),
)
BARE_NUMBER = Rule(
    "the number of an article alone, 120.1 being 第一百二十条之一",
    r"(?P<number>[1-9][0-9]{0,7})(?:\.(?P<inserted>[1-9][0-9]{0,7}))?\Z",
    matches=("120", "120.1"),
    rejects=("120.", "1.2.3", "第1条"),
)


class Number(msgspec.Struct, frozen=True, order=True, gc=False):
    """The number of a provision: 第一百二十条之一 is ``Number(120, (1,))`` and sorts after ``Number(120)``.

    `value` is the number itself, from 1; `inserted` holds the numbers after each 之, in order. Parts (编) that are
    printed without a number have the `value` 0: 总则 is ``Number(0, (1,))``, 分则 ``Number(0, (2,))``, 附则 ``Number(0, (3,))``.
    """

    value: int
    inserted: tuple[int, ...] = ()

    def __repr__(self) -> str:
        return f"Number({self.value!r}, {self.inserted!r})" if self.inserted else f"Number({self.value!r})"

    def __str__(self) -> str:
        parts = "-".join(map(str, self.inserted))
        if not self.value and self.inserted:
            return f"nn_{parts}"
        return f"{self.value}-{parts}" if parts else str(self.value)

    @property
    def before(self) -> Number:
        """The number right before this one, if nothing is inserted in between: 120 for 121 and for 120之一.

        Before 1 it is 0, which no provision has.
        """
        if not self.inserted:
            return Number(self.value - 1)
        *stem, last = self.inserted
        return Number(self.value, (*stem, last - 1) if last > 1 else tuple(stem))

    def follows(self, other: Number) -> bool:
        """Whether a provision with this number may come right after one with the number `other`.

        Either this is the next whole number (121 after 120 or after 120之一) or the next inserted one (120之二 after 120之一).
        """
        if not self.inserted:
            return self.value == other.value + 1
        *stem, last = self.inserted
        if self.value != other.value:
            return False
        if last == 1:
            return other.inserted == tuple(stem)
        # 第十条之三 follows 第十条之二, or a number inserted after that such as 第十条之二之一.
        return other.inserted[: len(self.inserted)] == (*stem, last - 1)


UNNUMBERED_PARTS = {"总则": Number(0, (1,)), "分则": Number(0, (2,)), "附则": Number(0, (3,))}
"""The numbers of the parts (编) that are printed without one, beside other parts or above chapters, by their titles."""
_TITLES_OF_PARTS = {number: title for title, number in UNNUMBERED_PARTS.items()}
_SUPPLEMENTARY = UNNUMBERED_PARTS["附则"]


class Step(msgspec.Struct, frozen=True, gc=False):
    """One step of an address: a level, and a number at that level.

    Steps sort by level, higher levels first, then by number, 附则 last. `str` gives the Chinese form: 第（三）项.
    """

    level: Level
    number: Number

    def __lt__(self, other: Step) -> bool:
        return self._order < other._order

    @property
    def _order(self) -> tuple[int, bool, Number]:
        return self.level.rank, self.number == _SUPPLEMENTARY, self.number

    @property
    def eid(self) -> str:
        """The step in an eId: ``art_120-1``."""
        return f"{self.level.prefix}_{self.number}"

    def __repr__(self) -> str:
        try:
            return f"Step({str(self)!r})"
        except (AttributeError, TypeError, ValueError):
            # Made by hand with a number that no provision has.
            return f"Step({self.level!r}, {self.number!r})"

    def __str__(self) -> str:
        value = self.number.value
        if not value and self.level is Level.PART and self.number in _TITLES_OF_PARTS:
            return _TITLES_OF_PARTS[self.number]
        after = "".join(f"之{to_chinese(number)}" for number in self.number.inserted)
        match self.level:
            case Level.ANNEX:
                return f"附件{to_chinese(value)}{after}"
            case Level.ITEM:
                return f"第（{to_chinese(value)}）项{after}"
            case Level.SUBITEM:
                return f"第{value}目{after}"
            case level:
                return f"第{to_chinese(value)}{level.character}{after}"


@functools.total_ordering
class Address(msgspec.Struct, frozen=True, gc=False):
    """Where a provision stands in its statute: `steps` from the highest level down, none for the statute itself.

    >>> Address.parse("第120条之1第2款第(三)项").eid
    'art_120-1__para_2__point_3'
    >>> str(Address.parse("art_120-1__para_2__point_3"))
    '第一百二十条之一第二款第（三）项'

    `str` gives the Chinese notation. Addresses of one level sort in reading order, articles among articles and
    chapters among chapters; the addresses within a provision sort right after its own.
    """

    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        if type(self.steps) is not tuple:
            require(
                self.steps, tuple, "Address", "a tuple of steps", "Address.parse('第一条') reads an address"
            )

    @classmethod
    def parse(cls, text: str) -> Address:
        """The address written in either notation; an article may also be a bare number, ``120`` or ``120.1`` (120之一).

        White space is ignored. Raises AddressError, with one Chinese sentence, if the text is not an address or its levels
        are in the wrong order, and TypeError if it is not a string.
        """
        if not isinstance(text, str):
            raise TypeError(f"an address must be a string such as '第二十三条' or 'art_23', not {text!r}")
        compact = "".join(text.split())
        steps = _machine_steps(compact) or _written_steps(compact)
        if not steps:
            raise AddressError(
                f"“{text[:40]}”不是条款地址；请写成“第二十三条第一款第（三）项”或“art_23__para_1__point_3”。"
            )
        for upper, lower in pairwise(steps):
            nested = upper.level is lower.level and lower.level in (Level.SUBITEM, Level.DIVISION)
            if not (upper.level < lower.level or nested):
                raise AddressError(
                    f"“{text[:40]}”的层级次序不对：“{lower.level.character}”不能在“{upper.level.character}”之下。"
                )
            if lower.level is Level.ARTICLE and upper.level is not Level.ANNEX:
                raise AddressError(
                    f"“{text[:40]}”：条在全文中连续编号，“条”之前请不要写{upper.level.character}。"
                )
        return cls(steps)

    @property
    def eid(self) -> str:
        """The notation for programs: ``art_23__para_1__point_3``."""
        return "__".join(step.eid for step in self.steps)

    def __str__(self) -> str:
        return "".join(map(str, self.steps))

    def __repr__(self) -> str:
        try:
            return f"Address({str(self)!r})"
        except (AttributeError, TypeError, ValueError):
            return f"Address({self.steps!r})"

    def __lt__(self, other: Address) -> bool:
        return self.steps < other.steps

    @property
    def level(self) -> Level:
        """The level of the provision, which is that of the last step."""
        return self.steps[-1].level

    @property
    def number(self) -> Number:
        """The number of the provision, which is that of the last step."""
        return self.steps[-1].number

    def is_within(self, other: Address) -> bool:
        """Whether this address is `other` or is below it."""
        return self.steps[: len(other.steps)] == other.steps

    def child(self, level: Level, number: Number) -> Address:
        """The address of the provision with this level and number directly below this address.

        The address of an article drops the chapters above it, but keeps an annex.
        """
        above = self.steps
        if level is Level.ARTICLE:
            # An annex is always the first step.
            above = above[:1] if above and above[0].level is Level.ANNEX else ()
        return Address((*above, Step(level, number)))


ROOT = Address(())
"""The address of the statute itself, above all its provisions."""


def _machine_steps(text: str) -> tuple[Step, ...]:
    steps = []
    for part in text.split("__"):
        step_match = MACHINE_STEP.match(part)
        if not step_match or step_match["prefix"] not in BY_PREFIX:
            return ()
        level, number = BY_PREFIX[step_match["prefix"]], read_eid_number(step_match["number"])
        if not number.value and level is not Level.PART:
            return ()
        steps.append(Step(level, number))
    return tuple(steps)


def read_eid_number(words: str) -> Number:
    """The number written as in an eId: ``120-1``, or ``nn_3`` for 附则. Raises ValueError if it is none."""
    if words.startswith("nn_"):
        number = Number(0, (int(words[3:]),))
        if number not in _TITLES_OF_PARTS:
            raise ValueError("only 总则, 分则 and 附则 have no number")
        return number
    value, *inserted = map(int, words.split("-"))
    return Number(value, tuple(inserted))


def _written_steps(text: str) -> tuple[Step, ...]:
    bare = BARE_NUMBER.match(text)
    if bare:
        inserted = (int(bare["inserted"]),) if bare["inserted"] else ()
        return (Step(Level.ARTICLE, Number(int(bare["number"]), inserted)),)
    steps = []
    position = 0
    annex = WRITTEN_ANNEX.match(text)
    part = WRITTEN_PART.match(text)
    if part:
        steps.append(Step(Level.PART, UNNUMBERED_PARTS[part["name"]]))
        position = part.end()
    try:
        if annex:
            steps.append(Step(Level.ANNEX, read_number(annex["number"] or "1", annex["inserted"] or "")))
            position = annex.end()
        while position < len(text):
            step_match = WRITTEN_STEP.match(text, position)
            if not step_match:
                return ()
            steps.append(
                Step(
                    BY_CHARACTER[step_match["level"]],
                    read_number(step_match["number"], step_match["inserted"]),
                )
            )
            position = step_match.end()
    except ValueError:
        return ()
    return tuple(steps)


def read_number(numeral: str, inserted: str = "") -> Number:
    """The number printed as `numeral`, followed by `inserted`, such as 之一 or 之一之二.

    Raises ValueError if either is not a numeral or is zero.
    """
    after = tuple(map(from_chinese, inserted.split("之")[1:]))
    number = Number(from_chinese(numeral), after)
    if not (number.value and all(after)):
        raise ValueError("provisions are numbered from 1")
    return number


AddressOrText = TypeVar("AddressOrText", bound=Address | str)
"""The type of the keys of a mapping by address, in which each key is an address or the text of one."""
Source = Front | Address
"""Where a piece of text stands: in a front, or in the provision at an address."""
