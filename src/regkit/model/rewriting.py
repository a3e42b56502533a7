"""Rewriting the tree: provisions replaced, inserted, removed, moved or renumbered.

Each function returns a new statute and shares every provision that it does not touch. Apart from what is put in or taken
out, only numbers, labels and positions change. No text does: a citation in it still names the old numbers.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

import msgspec

from regkit.arguments import require
from regkit.model.address import ROOT, UNNUMBERED_PARTS, Address, AddressOrText, Number
from regkit.model.checking import check_is_statute, check_number, check_provision
from regkit.model.labels import label_of, relabelled
from regkit.model.levels import Level
from regkit.model.nesting import BELOW
from regkit.model.tree import Annex, Article, Group, Paragraph, Provision, Statute

# The way to a provision: at each level the index among its siblings. At the top, annexes come after the other provisions.
_Path = tuple[int, ...]


def replaced(statute: Statute, address: Address | str, provision: Provision) -> Statute:
    """The statute with the provision at an address replaced by `provision`, which takes over its number and label.

    >>> import regkit
    >>> law = regkit.parse("第一条　甲。\\n第二条　乙。")
    >>> law = regkit.replaced(law, "第二条", law["第一条"])
    >>> print(regkit.to_text(law), end="")
    第一条　甲。
    第二条　甲。

    Raises ValueError, in Chinese, if the two have different levels, and AddressError or ProvisionNotFoundError as indexing does.
    """
    check_provision(provision)
    path, old = _find(statute, address)
    if provision.level is not old.level:
        raise ValueError(f"不能用{provision.level.character}替换{old.level.character}。")
    old_fields: dict[str, Any] = {"number": old.number, "label": old.label}
    if isinstance(old, Article):
        old_fields["through"] = old.through
    return _spliced(statute, path, 1, (msgspec.structs.replace(provision, **old_fields),))


def removed(statute: Statute, address: Address | str) -> Statute:
    """The statute without the provision at an address.

    The paragraphs (款) after a removed paragraph are counted anew; all other provisions keep their numbers. Raises
    AddressError or ProvisionNotFoundError as indexing does.
    """
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
    """The statute with one more provision: `before` or `after` another one, or `into` another one as its last child.

    If none of the three is given, it is added at the end of the statute. The provision keeps its number, except that a
    paragraph (款) is counted by its position. Without a label it gets one in the style of its siblings. Raises ValueError,
    in Chinese, if more than one of the three is given, if a provision of its level cannot stand there, or if its address or
    that of a provision in it is already taken; and AddressError or ProvisionNotFoundError as indexing does.
    """
    check_provision(provision)
    path = _gap(statute, provision.level, before, after, into)
    if provision.label is None:
        siblings, index = _children_at(statute, path[:-1]), path[-1]
        nearest_first = chain(reversed(siblings[:index]), siblings[index:], statute)
        label = label_of(provision.level, provision.number, nearest_first)
        provision = msgspec.structs.replace(provision, label=label) if label else provision
    result = _spliced(statute, path, 0, (provision,))
    _check_unique(result, lambda other: other[: len(path)] == path)
    return result


def moved(
    statute: Statute,
    address: Address | str,
    *,
    before: Address | str | None = None,
    after: Address | str | None = None,
    into: Address | str | None = None,
) -> Statute:
    """The statute with a provision moved; the destination is given as for `inserted`.

    The provision keeps its number, except that paragraphs (款) are counted anew. Raises the errors of `inserted`, and
    ValueError, in Chinese, if the destination is inside the provision itself.
    """
    path, provision = _find(statute, address)
    gap = _gap(statute, provision.level, before, after, into)
    depth = len(path) - 1
    if len(gap) > len(path) and gap[: len(path)] == path:
        raise ValueError("不能把条款移到它自己里面。")
    # Taking the provision out shifts its later siblings, and everything in them, one index down.
    if len(gap) > depth and gap[:depth] == path[:depth] and gap[depth] > path[depth]:
        gap = (*gap[:depth], gap[depth] - 1, *gap[depth + 1 :])
    result = _spliced(_spliced(statute, path, 1, ()), gap, 0, (provision,))
    _check_unique(result, lambda other: other[: len(gap)] == gap)
    return result


def renumbered(statute: Statute, numbers: Mapping[AddressOrText, Number | int]) -> Statute:
    """The statute with other numbers, given by address. All addresses refer to the statute as passed in.

    >>> import regkit
    >>> law = regkit.parse("第一条　甲。\\n第二条　乙。")
    >>> regkit.renumbered(law, {"第二条": 3, "第一条": 2})["第三条"].label
    '第三条'

    A number may be an int. Labels keep their style, and provisions keep their order. Raises ValueError, in Chinese, for a
    number below 1, for a paragraph (款), which is numbered by its position, for articles that are printed as one, for a
    number that the style of the label cannot print, if one provision is given twice, and if two provisions would have the
    same address; and AddressError or ProvisionNotFoundError as indexing does.
    """
    require(numbers, Mapping, "renumbered", "numbers by address", "write {'第二条': 3}")
    wanted: dict[_Path, Number] = {}
    for address, number in numbers.items():
        new = _number(number)
        path, old = _find(statute, address)
        if path in wanted:
            raise ValueError(f"{statute.locate(address)[0]}给出了两次，不能确定改成哪个号。")
        if isinstance(old, Paragraph):
            raise ValueError("款的序号就是它在条中的位置，不能另行编号。")
        if isinstance(old, Article) and old.through:
            raise ValueError(f"“{old.label}”是几条合写的，不能改号。")
        if old.level is Level.PART and old.number in UNNUMBERED_PARTS.values():
            raise ValueError(f"“{old.heading}”没有编号，不能改号。")
        wanted[path] = new
    prefixes = {path[:end] for path in wanted for end in range(len(path))}
    result = _with_top(statute, _with_numbers(_top(statute), (), wanted, prefixes))
    _check_unique(result, wanted.__contains__)
    return result


def _number(number: Number | int) -> Number:
    """The number as a Number. Raises ValueError, in Chinese, if it is below 1, and TypeError if it is no number."""
    # A bool is an int too.
    if isinstance(number, bool):
        raise TypeError("renumbered() takes whole numbers, not bool; write {'第二条': 3}")
    require(number, (int, Number), "renumbered", "whole numbers", "write {'第二条': 3}")
    new = Number(number) if isinstance(number, int) else number
    check_number(new, "what is given")
    return new


def _with_numbers(
    nodes: tuple[Provision, ...], above: _Path, wanted: Mapping[_Path, Number], leading: set[_Path]
) -> tuple[Provision, ...]:
    """The provisions below the path `above`, with the numbers `wanted` for them and for provisions in them.

    `leading` are all proper prefixes of the paths in `wanted`; subtrees outside them are returned as they are.
    """
    if above not in leading:
        return nodes
    result = []
    for index, node in enumerate(nodes):
        path = (*above, index)
        changed: dict[str, Any] = {}
        if path in wanted:
            number = wanted[path]
            label = relabelled(node.label, node.level, number) if node.label else None
            changed |= {"number": number, "label": label}
        if path in leading:
            changed["children"] = _with_numbers(node.children, path, wanted, leading)
        result.append(msgspec.structs.replace(node, **changed) if changed else node)
    return tuple(result)


def _find(statute: Statute, address: Address | str) -> tuple[_Path, Provision]:
    """The path to the provision at an address, and the provision. Raises ValueError inside articles printed as one."""
    check_is_statute(statute)
    full_address, _ = statute.locate(address)
    for path, found_address, provision in _walk(_top(statute), ROOT, ()):
        if found_address == full_address:
            return path, provision
    raise ValueError(f"{full_address}与别的条合写在一起，不能单独改动。")


def _gap(
    statute: Statute,
    level: Level,
    before: Address | str | None,
    after: Address | str | None,
    into: Address | str | None,
) -> _Path:
    """The path that a provision of this level will have when inserted there."""
    check_is_statute(statute)
    given = [address for address in (before, after, into) if address is not None]
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
    """Yield path, address and provision of the nodes and of everything in them, in walking order."""
    for index, node in enumerate(nodes):
        path, address = (*within, index), above.child(node.level, node.number)
        yield path, address, node
        yield from _walk(node.children, address, path)


def _children_at(statute: Statute, path: _Path) -> tuple[Provision, ...]:
    """The children of the provision at a path; for the empty path, those of the statute."""
    children = _top(statute)
    for index in path:
        children = children[index].children
    return children


def _check_unique(statute: Statute, is_new: Callable[[_Path], bool]) -> None:
    """Raise ValueError, in Chinese, if the address of a provision whose path is new occurs more than once."""
    provisions = list(_walk(_top(statute), ROOT, ()))
    counts = Counter(address for _, address, _ in provisions)
    for path, address, _ in provisions:
        if counts[address] > 1 and is_new(path):
            raise ValueError(f"已经有{address}，两处不能用同一个地址。")


def _top(statute: Statute) -> tuple[Provision, ...]:
    """The top-level provisions, annexes last."""
    return (*statute.children, *statute.annexes)


def _with_top(statute: Statute, top: Iterable[Provision]) -> Statute:
    """The statute with other top-level provisions, annexes last.

    Problems and line numbers are dropped, for they describe the file that was read. Raises ValueError, in Chinese, for a
    provision that cannot stand there.
    """
    children: list[Group | Article | Paragraph] = []
    annexes: list[Annex] = []
    for provision in top:
        if isinstance(provision, Annex):
            annexes.append(provision)
        elif annexes:
            raise ValueError(f"附件之后不能有{provision.level.character}。")
        elif isinstance(provision, Group | Article | Paragraph):
            children.append(provision)
        else:
            raise ValueError(f"{provision.level.character}不能不在任何条款之内。")
    return dataclasses.replace(
        statute, children=tuple(children), annexes=tuple(annexes), problems=(), lines=()
    )


def _spliced(statute: Statute, path: _Path, count: int, new: tuple[Provision, ...]) -> Statute:
    """The statute with the `count` siblings from `path` on replaced by `new`."""
    return _with_top(statute, _spliced_below(None, _top(statute), path, count, new))


def _spliced_below(
    holder: Provision | None,
    nodes: tuple[Provision, ...],
    path: _Path,
    count: int,
    new: tuple[Provision, ...],
) -> tuple[Provision, ...]:
    """The children of `holder` (None for the statute), which are `nodes`, with the replacement made at `path` among them."""
    index, *below = path
    if not below:
        for provision in new:
            if holder is not None and provision.level not in BELOW[holder.level]:
                raise ValueError(f"{holder.level.character}下面不能直接是{provision.level.character}。")
        return _counted((*nodes[:index], *new, *nodes[index + count :]))
    node = nodes[index]
    children = _spliced_below(node, node.children, tuple(below), count, new)
    return (*nodes[:index], msgspec.structs.replace(node, children=children), *nodes[index + 1 :])


def _counted(nodes: tuple[Provision, ...]) -> tuple[Provision, ...]:
    """The siblings with their paragraphs (款) numbered 1, 2, 3, … in order."""
    count = 0
    result = []
    for node in nodes:
        if isinstance(node, Paragraph):
            count += 1
            if node.number != Number(count):
                node = msgspec.structs.replace(node, number=Number(count))  # noqa: PLW2901 - the same paragraph, renumbered
        result.append(node)
    return tuple(result)
