"""Styles: what of the theme's style sheets the pages of laws use, and nothing else, so that a page is light on a phone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import tinycss2

from regkit.site.material import ADDED_LATER, TELLING

_NESTED = ("media", "supports", "layer")


class Used:
    """The classes, and the values of telling attributes, that some pages have, and whatever their scripts name.

    `also` are beginnings of classes that features of the theme add later.
    """

    def __init__(self, scripts: str, also: Sequence[str] = ()) -> None:
        self._also = (*ADDED_LATER, *also)
        self._classes: set[str] = set()
        self._attributes: set[str] = set()
        self._seen: set[str] = set()
        self._scripts = scripts

    def see(self, html: str) -> None:
        """Take in a page."""
        lists = {part[: part.index('"')] for part in html.split('class="')[1:]}
        for each in lists - self._seen:
            self._classes.update(each.split())
        self._seen |= lists
        for name in TELLING:
            self._attributes.update(
                f"{name}={part[: part.index(chr(34))]}" for part in html.split(f'{name}="')[1:]
            )

    def has_class(self, name: str) -> bool:
        """Whether a page has, or may come to have, an element of a class."""
        # Scripts are full of plain words; those that stand for classes have two parts.
        named = "-" in name and name in self._scripts
        return named or name in self._classes or name.startswith(self._also)

    def has_value(self, name: str, value: str) -> bool:
        """Whether an attribute may have a value."""
        return name not in TELLING or f"{name}={value}" in self._attributes


def only_used(sheets: Sequence[str], used: Used, others: str = "") -> list[str]:
    """The rules of some style sheets that can apply to the pages seen, without blanks, and no variable that nobody reads.

    `others` are sheets that stand beside them and read their variables.
    """
    parsed = [
        list(_rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), used))
        for css in sheets
    ]
    read = _read_variables([rule for rules in parsed for rule in rules], others)
    return ["".join(_write(rules, read)) for rules in parsed]


@dataclass(frozen=True)
class _StyleRule:
    """A rule: its head, its declarations (names and values), and the rules within; `rest` is kept as it stands."""

    head: str
    declarations: tuple[tuple[str, str], ...] = ()
    within: tuple[_StyleRule, ...] = ()
    rest: str = ""


def _rules(nodes: Iterable[Any], used: Used) -> Iterator[_StyleRule]:
    for node in nodes:
        if node.type == "qualified-rule":
            kept = [selector for selector in _split(node.prelude) if _applies(selector, used)]
            if kept:
                head = ",".join(tinycss2.serialize(selector).strip() for selector in kept)
                yield _StyleRule(head, tuple(_declarations(node.content)))
        elif node.type == "at-rule":
            head = f"@{node.at_keyword}{tinycss2.serialize(node.prelude)}"
            if node.content is None:
                yield _StyleRule("", rest=f"{head};")
            elif node.lower_at_keyword in _NESTED:
                inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
                within = tuple(_rules(inner, used))
                if within:
                    yield _StyleRule(head, within=within)
            else:
                yield _StyleRule("", rest=f"{head}{{{tinycss2.serialize(node.content)}}}")


def _declarations(content: Sequence[Any]) -> Iterator[tuple[str, str]]:
    for node in tinycss2.parse_declaration_list(content, skip_comments=True, skip_whitespace=True):
        if node.type == "declaration":
            important = "!important" if node.important else ""
            yield node.name, f"{tinycss2.serialize(node.value).strip()}{important}"


def _split(tokens: Sequence[Any]) -> list[list[Any]]:
    parts: list[list[Any]] = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _applies(selector: Sequence[Any], used: Used) -> bool:
    """Whether an element may match; of what the selector denies nothing is asked."""
    for before, token in zip([None, *selector], selector, strict=False):
        if token.type == "ident" and before is not None and before.type == "literal" and before.value == ".":
            if not used.has_class(token.value):
                return False
        elif token.type == "[] block":
            if not _may_have(token.content, used):
                return False
        elif (
            token.type == "function"
            and token.lower_name in ("is", "where", "has")
            and not any(_applies(each, used) for each in _split(token.arguments))
        ):
            return False
    return True


def _may_have(content: Sequence[Any], used: Used) -> bool:
    words = [token for token in content if token.type in ("ident", "string")]
    equals = any(token.type == "literal" and token.value == "=" for token in content)
    return not (equals and len(words) > 1) or used.has_value(words[0].value, words[1].value)


def _values(rules: Iterable[_StyleRule]) -> Iterator[tuple[str, str]]:
    for rule in rules:
        yield from rule.declarations
        yield "", rule.rest
        yield from _values(rule.within)


def _read_variables(rules: Sequence[_StyleRule], others: str) -> set[str]:
    """The variables that properties and other sheets read, and those that these read in turn."""
    values = list(_values(rules))
    names = {name for name, _ in values if name.startswith("--")}
    read: set[str] = set()
    text = " ".join([others, *(value for name, value in values if name not in names)])
    while new := {name for name in names - read if _is_read(name, text)}:
        read |= new
        text = " ".join(value for name, value in values if name in new)
    return read


def _is_read(name: str, read: str) -> bool:
    return f"var({name})" in read or f"var({name}," in read


def _write(rules: Iterable[_StyleRule], read: set[str]) -> Iterator[str]:
    for rule in rules:
        if rule.rest:
            yield rule.rest
            continue
        told = ";".join(
            f"{name}:{value}"
            for name, value in rule.declarations
            if not name.startswith("--") or name in read
        )
        inner = "".join(_write(rule.within, read)) or told
        if inner:
            yield f"{rule.head}{{{inner}}}"
