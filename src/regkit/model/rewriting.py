"""Another tree from a tree: provisions replaced, inserted, removed, moved, or with other numbers.

Each function gives a new statute. What it does not touch are the same objects as before. Only numbers, labels and places change:
no word of a text does, so that a citation still says what it said.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, TypeVar

import msgspec

from regkit.arguments import require
from regkit.model.address import ROOT, Address, Number
from regkit.model.checking import check_is_statute, check_provision
from regkit.model.labels import label_of, relabelled
from regkit.model.levels import Level
from regkit.model.nesting import BELOW
from regkit.model.tree import Annex, Article, Group, Paragraph, Provision, Statute

# Which child to go into, from the provisions of the statute down; annexes come after the others.
_Path = tuple[int, ...]
AddressOrText = TypeVar("AddressOrText", bound=Address | str)


def replaced(statute: Statute, address: Address | str, provision: Provision) -> Statute:
    """The statute with another provision in the place of the one at an address, whose number and label it takes.

    >>> import regkit
    >>> law = regkit.parse("第一条　甲。\\n第二条　乙。")
    >>> law = regkit.replaced(law, "第二条", law["第一条"])
    >>> print(regkit.to_text(law), end="")
    第一条　甲。
    第二条　甲。

    Raises ValueError if the two are of different levels, and for an address what indexing with it raises.
    """
    check_provision(provision)
    path, old = _find(statute, address)
    if provision.level is not old.level:
        raise ValueError(f"不能用{provision.level.character}替换{old.level.character}。")
    taken: dict[str, Any] = {"number": old.number, "label": old.label}
    if isinstance(old, Article):
        taken["through"] = old.through
    return _spliced(statute, path, 1, (msgspec.structs.replace(provision, **taken),))


def removed(statute: Statute, address: Address | str) -> Statute:
    """The statute without the provision at an address; of those around it only 款, which are counted, get other numbers."""
    path, _ = _find(statute, address)
    return _spliced(statute, path, 1, ())


def inserted(
    statute: Statute,
    provision: Provision,
    *,
    before: Address | str | None = None,
    after: Address | str | None = None,
    into: Address | str | None = None,
) -> Statute:
    """The statute with one more provision: before or after another one, or at the end of what another one holds.

    Where none of these is said it stands at the end of the statute. It keeps its number; a 款 takes that of its place. If it has
    no label it gets one in the manner of its siblings. Raises ValueError if that place cannot hold it or if something has its address, or that of what it holds.
    """
    check_provision(provision)
    path = _gap(statute, provision.level, before, after, into)
    if provision.label is None:
        siblings, place = _held_at(statute, path[:-1]), path[-1]
        nearest_first = chain(reversed(siblings[:place]), siblings[place:], statute)
        label = label_of(provision.level, provision.number, nearest_first)
        provision = msgspec.structs.replace(provision, label=label) if label else provision
    found = _spliced(statute, path, 0, (provision,))
    _check_unique(found, lambda each: each[: len(path)] == path)
    return found


def moved(
    statute: Statute,
    address: Address | str,
    *,
    before: Address | str | None = None,
    after: Address | str | None = None,
    into: Address | str | None = None,
) -> Statute:
    """The statute with a provision at another place, which is said as for `inserted`. It keeps its number, but for a 款.

    Raises ValueError if that place cannot hold it, or is within the provision itself.
    """
    path, provision = _find(statute, address)
    gap = _gap(statute, provision.level, before, after, into)
    depth = len(path) - 1
    if len(gap) > len(path) and gap[: len(path)] == path:
        raise ValueError("不能把条款移到它自己里面。")
    # What stands after it, and what that holds, moves up when it is taken out.
    if len(gap) > depth and gap[:depth] == path[:depth] and gap[depth] > path[depth]:
        gap = (*gap[:depth], gap[depth] - 1, *gap[depth + 1 :])
    found = _spliced(_spliced(statute, path, 1, ()), gap, 0, (provision,))
    _check_unique(found, lambda each: each[: len(gap)] == gap)
    return found


def renumbered(statute: Statute, numbers: Mapping[AddressOrText, Number | int]) -> Statute:
    """The statute with other numbers, all given at once: every address is one of the statute as it was.

    >>> import regkit
    >>> law = regkit.parse("第一条　甲。\\n第二条　乙。")
    >>> regkit.renumbered(law, {"第二条": 3, "第一条": 2})["第三条"].label
    '第三条'

    Labels keep their manner, and everything its place. Raises ValueError for a 款, which has the number of its place, for
    articles that are printed as one, for a number that a label cannot print, and if two provisions would have one address.
    """
    wanted: dict[_Path, Number] = {}
    for address, number in numbers.items():
        require(number, (int, Number), "renumbered", "whole numbers", "write {'第二条': 3}")
        path, old = _find(statute, address)
        if isinstance(old, Paragraph):
            raise ValueError("款的序号就是它在条中的位置，不能另行编号。")
        if isinstance(old, Article) and old.through:
            raise ValueError(f"“{old.label}”是几条合写的，不能改号。")
        wanted[path] = Number(number) if isinstance(number, int) else number
    leading = {path[:end] for path in wanted for end in range(len(path))}
    found = _with_top(statute, _with_numbers(_top(statute), (), wanted, leading))
    _check_unique(found, wanted.__contains__)
    return found


def _with_numbers(
    nodes: tuple[Provision, ...], above: _Path, wanted: Mapping[_Path, Number], leading: set[_Path]
) -> tuple[Provision, ...]:
    """The provisions at a path with the numbers that are wanted in them; `leading` are the paths that lead to one."""
    if above not in leading:
        return nodes
    found = []
    for place, node in enumerate(nodes):
        path = (*above, place)
        changed: dict[str, Any] = {}
        if path in wanted:
            number = wanted[path]
            label = relabelled(node.label, node.level, number) if node.label else None
            changed |= {"number": number, "label": label}
        if path in leading:
            changed["children"] = _with_numbers(node.children, path, wanted, leading)
        found.append(msgspec.structs.replace(node, **changed) if changed else node)
    return tuple(found)


def _find(statute: Statute, address: Address | str) -> tuple[_Path, Provision]:
    """The path to the provision at an address, and that provision."""
    check_is_statute(statute)
    full, _ = statute.locate(address)
    for path, place, provision in _walk(_top(statute), ROOT, ()):
        if place == full:
            return path, provision
    raise ValueError(f"{full}与别的条合写在一起，不能单独改动。")


def _gap(
    statute: Statute,
    level: Level,
    before: Address | str | None,
    after: Address | str | None,
    into: Address | str | None,
) -> _Path:
    """The path that a provision put at a place will have."""
    check_is_statute(statute)
    given = [each for each in (before, after, into) if each is not None]
    if not given:
        return (len(statute.children) + (len(statute.annexes) if level is Level.ANNEX else 0),)
    if len(given) > 1:
        raise ValueError("before、after、into 只能给出一个。")
    path, anchor = _find(statute, given[0])
    if into is not None:
        return (*path, len(anchor.children))
    return path if before is not None else (*path[:-1], path[-1] + 1)


def _walk(
    nodes: Iterable[Provision], above: Address, within: _Path
) -> Iterator[tuple[_Path, Address, Provision]]:
    for place, node in enumerate(nodes):
        path, address = (*within, place), above.child(node.level, node.number)
        yield path, address, node
        yield from _walk(node.children, address, path)


def _held_at(statute: Statute, path: _Path) -> tuple[Provision, ...]:
    """What the provision at a path holds, or the statute itself."""
    held = _top(statute)
    for place in path:
        held = held[place].children
    return held


def _check_unique(statute: Statute, is_new: Callable[[_Path], bool]) -> None:
    """Raise ValueError if something else has the address of a provision that is new."""
    there = list(_walk(_top(statute), ROOT, ()))
    times = Counter(address for _, address, _ in there)
    for path, address, _ in there:
        if times[address] > 1 and is_new(path):
            raise ValueError(f"已经有{address}，两处不能用同一个地址。")


def _top(statute: Statute) -> tuple[Provision, ...]:
    return (*statute.children, *statute.annexes)


def _with_top(statute: Statute, top: Iterable[Provision]) -> Statute:
    """The statute with other provisions. What was read in its file is not true of it any more."""
    children: list[Group | Article | Paragraph] = []
    annexes: list[Annex] = []
    for each in top:
        if isinstance(each, Annex):
            annexes.append(each)
        elif annexes:
            raise ValueError(f"附件之后不能有{each.level.character}。")
        elif isinstance(each, Group | Article | Paragraph):
            children.append(each)
        else:
            raise ValueError(f"{each.level.character}不能不在任何条款之内。")
    return dataclasses.replace(
        statute, children=tuple(children), annexes=tuple(annexes), problems=(), lines=()
    )


def _spliced(statute: Statute, path: _Path, count: int, new: tuple[Provision, ...]) -> Statute:
    """The statute with so many provisions from a path on taken out and others in their place."""
    return _with_top(statute, _spliced_below(None, _top(statute), path, count, new))


def _spliced_below(
    holder: Provision | None,
    nodes: tuple[Provision, ...],
    path: _Path,
    count: int,
    new: tuple[Provision, ...],
) -> tuple[Provision, ...]:
    place, *below = path
    if not below:
        for each in new:
            if holder is not None and each.level not in BELOW[holder.level]:
                raise ValueError(f"{holder.level.character}下面不能直接是{each.level.character}。")
        return _counted((*nodes[:place], *new, *nodes[place + count :]))
    node = nodes[place]
    children = _spliced_below(node, node.children, tuple(below), count, new)
    return (*nodes[:place], msgspec.structs.replace(node, children=children), *nodes[place + 1 :])


def _counted(nodes: tuple[Provision, ...]) -> tuple[Provision, ...]:
    """Siblings whose 款 have the numbers of their places among each other."""
    count = 0
    found = []
    for node in nodes:
        if isinstance(node, Paragraph):
            count += 1
            if node.number != Number(count):
                node = msgspec.structs.replace(node, number=Number(count))  # noqa: PLW2901 - the same 款, counted
        found.append(node)
    return tuple(found)
