"""The census of regkit's own JSON: every string that holds words of the law, by the parser of the standard library."""

from __future__ import annotations

import json

from regkit.census.excerpts import Census, Excerpt, census_of

_FRONTS_BEFORE = ("announcement", "title", "notes", "contents", "preamble")
_PRINTED = ("label", "heading", "text")


def count_json(data: bytes) -> Census:
    """The strings of a ``regkit.show/1`` that print words of the law. Raises ValueError for a file that is not one.

    Addresses, tables, metadata and problems say again what those strings say, or nothing of the law.
    """
    try:
        shown = json.loads(data, object_pairs_hook=_without_repetition)
    except RecursionError:
        raise ValueError("too deep") from None
    if not isinstance(shown, dict):
        raise ValueError("not an object")
    excerpts = [
        *(Excerpt(text=text, part=key) for key in _FRONTS_BEFORE for text in _strings(shown.get(key))),
        *_excerpts_of(shown.get("children")),
        *(Excerpt(text=text, part="signature") for text in _strings(shown.get("signature"))),
        *_excerpts_of(shown.get("annexes")),
    ]
    return census_of((excerpt for excerpt in excerpts if excerpt.text), "用 Python 标准库的 json 清点")


def _without_repetition(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object, none of whose keys may occur twice, for readers do not agree on which of the two counts."""
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ValueError("a key occurs twice")
    return fields


def _strings(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [string for string in values if isinstance(string, str)]


def _excerpts_of(nodes: object) -> list[Excerpt]:
    """The words of nodes and of all in them, in printed order."""
    excerpts: list[Excerpt] = []
    stack = [nodes]
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            stack += reversed(node)
        elif isinstance(node, dict):
            part = node.get("address")
            excerpts += (
                Excerpt(text=text, part=part if isinstance(part, str) else None)
                for key in _PRINTED
                for text in _strings(node.get(key))
            )
            stack.append(node.get("children"))
    return excerpts
