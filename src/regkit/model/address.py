"""Addresses: where a provision stands, in two notations that are each the inverse of the other.

======================== ==================================================
``art_120-1__para_2``    for machines: anchor, file name, XML, JSON (the eId of Akoma Ntoso)
第一百二十条之一第二款   for people, as a drafter writes it
======================== ==================================================

Articles are numbered through the whole statute, so the address of an article and of what it holds leaves
out the chapters above it. A 款 carries no printed number: its number is its place in the article.
"""

from __future__ import annotations

import functools
from itertools import pairwise

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
    r"(?P<prefix>[a-z]{1,20})_(?P<number>[1-9][0-9]{0,7}(?:-[1-9][0-9]{0,7}){0,4})\Z",
    matches=("art_23", "art_120-1", "para_2", "point_3", "subpart_1"),
    rejects=("art_", "23", "art_23_", "Art_1", "art_01"),
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
BARE_NUMBER = Rule(
    "the number of an article alone, 120.1 being 第一百二十条之一",
    r"(?P<number>[1-9][0-9]{0,7})(?:\.(?P<inserted>[1-9][0-9]{0,7}))?\Z",
    matches=("120", "120.1"),
    rejects=("120.", "1.2.3", "第1条"),
)


class Number(msgspec.Struct, frozen=True, order=True, gc=False):
    """The number of a provision. 第一百二十条之一 is ``Number(120, (1,))`` and follows ``Number(120)``."""

    value: int
    inserted: tuple[int, ...] = ()

    def __str__(self) -> str:
        return "-".join(map(str, (self.value, *self.inserted)))

    @property
    def before(self) -> Number:
        """The number that stands right before this one if nothing is inserted in between: of 1 it is 0, which nothing has."""
        if not self.inserted:
            return Number(self.value - 1)
        *stem, last = self.inserted
        return Number(self.value, (*stem, last - 1) if last > 1 else tuple(stem))

    def follows(self, other: Number) -> bool:
        """Whether this number may stand right after the other one: the next 条, or the next 之一, 之二."""
        if not self.inserted:
            return self.value == other.value + 1
        *stem, last = self.inserted
        if self.value != other.value:
            return False
        if last == 1:
            return other.inserted == tuple(stem)
        # Before 第十条之三 stands 第十条之二 or what was inserted after that, 第十条之二之一.
        return other.inserted[: len(self.inserted)] == (*stem, last - 1)


class Step(msgspec.Struct, frozen=True, gc=False):
    """One step of an address: a level and a number at that level."""

    level: Level
    number: Number

    def __lt__(self, other: Step) -> bool:
        return (self.level.rank, self.number) < (other.level.rank, other.number)

    @property
    def eid(self) -> str:
        return f"{self.level.prefix}_{self.number}"

    def __str__(self) -> str:
        value = self.number.value
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
    """The place of a provision in its statute: steps from the highest level down.

    >>> Address.parse("第120条之1第2款第(三)项").eid
    'art_120-1__para_2__point_3'
    >>> str(Address.parse("art_120-1__para_2__point_3"))
    '第一百二十条之一第二款第（三）项'

    Addresses sort in reading order within one level of the statute: articles among articles, chapters
    among chapters, what a provision holds right after it.
    """

    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        if type(self.steps) is not tuple:
            require(
                self.steps, tuple, "Address", "a tuple of steps", "Address.parse('第一条') reads an address"
            )

    @classmethod
    def parse(cls, text: str) -> Address:
        """Read either notation. Blanks are passed over, and 条 alone may be given as ``120`` or ``120.1``.

        Raises AddressError, in one Chinese sentence, for anything else.
        """
        if not isinstance(text, str):
            raise TypeError(f"an address is a string, such as '第二十三条' or 'art_23', not {text!r}")
        written = "".join(text.split())
        steps = _machine_steps(written) or _written_steps(written)
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
        """The notation for machines: ``art_23__para_1__point_3``."""
        return "__".join(step.eid for step in self.steps)

    def __str__(self) -> str:
        return "".join(map(str, self.steps))

    def __repr__(self) -> str:
        return f"Address({str(self)!r})"

    def __lt__(self, other: Address) -> bool:
        return self.steps < other.steps

    @property
    def level(self) -> Level:
        return self.steps[-1].level

    @property
    def number(self) -> Number:
        return self.steps[-1].number

    def is_within(self, other: Address) -> bool:
        """Whether this is the place of the other one, or of something that the other one holds."""
        return self.steps[: len(other.steps)] == other.steps

    def child(self, level: Level, number: Number) -> Address:
        """The address of what stands below this one; that of an article drops the chapters above it."""
        above = self.steps
        if level is Level.ARTICLE:
            # An annex can only be the first step.
            above = above[:1] if above and above[0].level is Level.ANNEX else ()
        return Address((*above, Step(level, number)))


ROOT = Address(())


def _machine_steps(text: str) -> tuple[Step, ...]:
    steps = []
    for part in text.split("__"):
        found = MACHINE_STEP.match(part)
        if not found or found["prefix"] not in BY_PREFIX:
            return ()
        value, *inserted = map(int, found["number"].split("-"))
        steps.append(Step(BY_PREFIX[found["prefix"]], Number(value, tuple(inserted))))
    return tuple(steps)


def _written_steps(text: str) -> tuple[Step, ...]:
    bare = BARE_NUMBER.match(text)
    if bare:
        inserted = (int(bare["inserted"]),) if bare["inserted"] else ()
        return (Step(Level.ARTICLE, Number(int(bare["number"]), inserted)),)
    steps = []
    position = 0
    annex = WRITTEN_ANNEX.match(text)
    try:
        if annex:
            steps.append(Step(Level.ANNEX, read_number(annex["number"] or "1", annex["inserted"] or "")))
            position = annex.end()
        while position < len(text):
            found = WRITTEN_STEP.match(text, position)
            if not found:
                return ()
            steps.append(Step(BY_CHARACTER[found["level"]], read_number(found["number"], found["inserted"])))
            position = found.end()
    except ValueError:
        return ()
    return tuple(steps)


def read_number(numeral: str, inserted: str = "") -> Number:
    """The number that a label prints, 之一 and the like in `inserted`. Raises ValueError if it is none."""
    after = tuple(map(from_chinese, inserted.split("之")[1:]))
    number = Number(from_chinese(numeral), after)
    if not (number.value and all(after)):
        raise ValueError("provisions are numbered from 1")
    return number


Source = Front | Address
"""Where words stand: in a front, or in the provision at an address."""
