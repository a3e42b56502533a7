"""JSON: reads a statute that `regkit show --json` or `regkit export` wrote."""

from __future__ import annotations

import codecs

import msgspec

from regkit.arguments import require
from regkit.codes import ErrorCode
from regkit.errors import UnreadableFileError
from regkit.model.address import Number
from regkit.model.levels import Level
from regkit.model.tree import Provision, Statute
from regkit.notations.json.shapes import ShownFile, TreeNode
from regkit.notations.tree_building import (
    DEEPEST,
    MisbuiltError,
    make_number,
    make_provision,
    make_statute,
    unnumbered_part,
)

# The same limit as for Akoma Ntoso; the longest statutes have a fifth of it.
_MOST_BYTES = 32 * 1024 * 1024
_SCHEMA = "regkit.show/1"
# Characters of a location that an error message quotes.
_LONGEST_LOCATION = 80


class _Schema(msgspec.Struct, frozen=True):
    """What tells the JSON of regkit from that of other programs."""

    schema: str | int | float | bool | list[object] | dict[str, object] | None = None


def from_json(data: bytes | str) -> Statute:
    """The statute in a ``.json`` file, which is one object of `regkit.show/1`.

    Only what is printed is read, and the numbers. Addresses, tables and metadata are ignored, for they follow from the text.
    Raises UnreadableFileError, with one Chinese sentence that names the location, for anything else.
    """
    require(data, (bytes, str), "from_json", "JSON as text or bytes", "regkit.load() reads a file")
    shown = _decode(data)
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
        raise UnreadableFileError(
            f"JSON 里的条款树不合格：{error}。", code=ErrorCode.FILE_INVALID_TREE
        ) from None


def _decode(data: bytes | str) -> ShownFile:
    """The data as an object of the schema. Raises UnreadableFileError if they are too large or do not match it."""
    if isinstance(data, str):
        data = data.encode("utf-8", "replace")
    # Editors on Windows put a byte order mark at the beginning of a file.
    data = data.removeprefix(codecs.BOM_UTF8)
    if len(data) > _MOST_BYTES:
        raise UnreadableFileError(
            f"文件超过 {_MOST_BYTES // 1024 // 1024} MB 的上限；请确认它是一件法规的文本。",
            code=ErrorCode.FILE_TOO_LARGE,
        )
    try:
        _check_schema(data)
        return msgspec.json.decode(data, type=ShownFile)
    except msgspec.ValidationError as error:
        reason = _reason(str(error))
    except RecursionError:
        reason = "嵌套过深"
    except msgspec.DecodeError as error:
        reason = _fault(str(error), data)
    except UnicodeError:
        reason = "不是 UTF-8 编码"
    raise UnreadableFileError(
        f"不是 regkit 写的 JSON：{reason}；请用 regkit show --json 重新生成，别处来的 JSON 请把其中的法规文字另存为 .txt 再读。",
        code=ErrorCode.FILE_INVALID_TREE,
    )


def _check_schema(data: bytes) -> None:
    """Raise UnreadableFileError for JSON of other programs, and for what regkit wrote of something else than a statute."""
    try:
        schema = msgspec.json.decode(data, type=_Schema).schema
    except msgspec.ValidationError:
        schema = None
    if schema == _SCHEMA:
        return
    if isinstance(schema, str) and schema.startswith("regkit."):
        message = f"这个 JSON 是 {schema[:40]}，不是一件法规（schema 不是 {_SCHEMA}）；请用 regkit show --json 重新生成。"
    else:
        message = (
            f"这是其他程序的 JSON（schema 不是 {_SCHEMA}），regkit 只读自己写的；"
            "请把法规的文字另存为 .txt 或者 .docx 再读。"
        )
    raise UnreadableFileError(message, code=ErrorCode.FILE_INVALID_TREE)


def _reason(message: str) -> str:
    """The message of a msgspec ValidationError in Chinese, without the value, which may be the whole file."""
    message, _, location = message.rpartition(" - at `$") if " - at `$" in message else (message, "", "")
    location = location.rstrip("`").removeprefix(".")
    printed_location = (
        f" {location if len(location) <= _LONGEST_LOCATION else location[:_LONGEST_LOCATION] + '…'} "
        if location
        else "最外层"
    )
    missing = message.removeprefix("Object missing required field ")
    if missing != message:
        return f"{printed_location}缺少 {missing.strip('`')}"
    return f"{printed_location}的值不合格"


def _fault(message: str, data: bytes) -> str:
    """The line on which the data are not JSON, in Chinese, from a msgspec message that ends in “(byte 65)”."""
    location = message.rpartition("(byte ")[2].removesuffix(")")
    if not location.isdigit():
        return "文件不完整"
    return f"第 {data.count(bytes([10]), 0, int(location)) + 1} 行不合 JSON 的写法"


def _provision(node: TreeNode, depth: int) -> Provision:
    """The provision of a node and of everything in it. Raises MisbuiltError with the address of the node at fault."""
    if depth > DEEPEST:
        raise MisbuiltError("嵌套过深")
    children = [_provision(child, depth + 1) for child in node.children]
    try:
        return make_provision(
            node.level,
            _number_of(node),
            label=node.label,
            heading=node.heading,
            text=node.text,
            children=children,
            through=_number(node.through) if not isinstance(node.through, msgspec.UnsetType) else None,
            run_in=node.level is Level.ITEM and node.run_in is True,
        )
    except MisbuiltError as error:
        raise MisbuiltError(f"{node.address[:_LONGEST_LOCATION]}，{error}") from None


def _number_of(node: TreeNode) -> Number:
    """The number of a node. Only a part (编) with a certain title may have none, which is written nn_3."""
    unnumbered = unnumbered_part(node.level, node.label, node.heading)
    return unnumbered if unnumbered and str(unnumbered) == node.number else _number(node.number)


def _number(written: int | str) -> Number:
    value, *inserted = str(written).split("-")
    if not all(part.isascii() and part.isdigit() and len(part) < 9 for part in (value, *inserted)):
        raise MisbuiltError(f"编号 {str(written)[:20]} 不合格")
    return make_number(int(value), [int(part) for part in inserted])
