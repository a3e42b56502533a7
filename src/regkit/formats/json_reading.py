"""JSON: how a statute that `regkit show --json` or `regkit export` wrote is read."""

from __future__ import annotations

import msgspec

from regkit.errors import UnreadableFileError
from regkit.formats.building import DEEPEST, MisbuiltError, make_number, make_provision, make_statute
from regkit.formats.json import Node, ShownFile
from regkit.model.address import Number
from regkit.model.levels import Level
from regkit.model.tree import Provision, Statute


def from_json(data: bytes | str) -> Statute:
    """The statute in one line of `regkit.show/1`, which is what ``.json`` files hold.

    Only what is printed is read: numbers and texts, not addresses, tables and metadata, which follow from them. Raises
    UnreadableFileError, in one Chinese sentence that names the place, for anything else.
    """
    try:
        shown = msgspec.json.decode(data, type=ShownFile)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise UnreadableFileError(f"不是 regkit 写的 JSON：{error or '嵌套过深'}。") from None
    try:
        return make_statute(
            [_provision(node, 1) for node in shown.children],
            [_provision(node, 1) for node in shown.annexes],
            announcement=shown.announcement,
            title=shown.title,
            notes=shown.notes,
            contents=shown.contents,
            preamble=shown.preamble,
            signature=shown.signature,
        )
    except MisbuiltError as error:
        raise UnreadableFileError(f"JSON 里的条款树不合格：{error}。") from None


def _provision(node: Node, depth: int) -> Provision:
    if depth > DEEPEST:
        raise MisbuiltError("嵌套过深")
    children = [_provision(child, depth + 1) for child in node.children]
    try:
        return make_provision(
            node.level,
            _number(node.number),
            label=node.label,
            heading=node.heading,
            text=node.text,
            children=children,
            through=_number(node.through) if not isinstance(node.through, msgspec.UnsetType) else None,
            run_in=node.level is Level.ITEM and node.run_in is True,
        )
    except MisbuiltError as error:
        raise MisbuiltError(f"{node.address}，{error}") from None


def _number(written: int | str) -> Number:
    value, *inserted = str(written).split("-")
    if not all(part.isascii() and part.isdigit() and len(part) < 9 for part in (value, *inserted)):
        raise MisbuiltError(f"编号 {str(written)[:20]} 不合格")
    return make_number(int(value), [int(part) for part in inserted])
