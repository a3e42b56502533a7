"""Reduces the theme's style sheets to the rules that the pages of laws use, so that pages load quickly on a phone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import tinycss2

from regkit.site.material import ADDED_LATER, TELLING

# At-rules that contain rules.
_NESTED = ("media", "supports", "layer")


class Used:
    """The classes, and the values of the attributes in TELLING, that occur in pages.

    `scripts` is the source of the scripts of the pages, which may add classes. `also` are beginnings of classes that features of the
    theme add while a page is read.
    """

    def __init__(self, scripts: str, also: Sequence[str] = ()) -> None:
        self._also = (*ADDED_LATER, *also)
        self._classes: set[str] = set()
        self._attributes: set[str] = set()
        self._seen: set[str] = set()
        self._scripts = scripts

    def see(self, html: str) -> None:
        """Add the classes and attributes of a page, given as HTML."""
        class_lists = {part[: part.index('"')] for part in html.split('class="')[1:]}
        for class_list in class_lists - self._seen:
            self._classes.update(class_list.split())
        self._seen |= class_lists
        for name in TELLING:
            self._attributes.update(
                f"{name}={part[: part.index(chr(34))]}" for part in html.split(f'{name}="')[1:]
            )

    def has_class(self, name: str) -> bool:
        """Whether a page has, or may get, an element with this class."""
        # Scripts contain many plain words; the names of classes have a hyphen.
        named = "-" in name and name in self._scripts
        return named or name in self._classes or name.startswith(self._also)

    def has_value(self, name: str, value: str) -> bool:
        """Whether an element of a page may have this value of an attribute."""
        return name not in TELLING or f"{name}={value}" in self._attributes


def only_used(sheets: Sequence[str], used: Used, others: str = "") -> list[str]:
    """Each style sheet with only the rules that can apply to the pages in `used`, and only the variables that are read.

    Whitespace and comments are removed. `others` are further style sheets of the pages, which may read these variables.
    """
    parsed = [
        list(_rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), used))
        for css in sheets
    ]
    read = _read_variables([rule for rules in parsed for rule in rules], others)
    return ["".join(_write(rules, read)) for rules in parsed]


@dataclass(frozen=True)
class _StyleRule:
    """A rule: its selectors or at-keyword, its declarations (names and values), and the rules within it.

    For a rule that is copied unchanged, `rest` is its text.
    """

    head: str
    declarations: tuple[tuple[str, str], ...] = ()
    within: tuple[_StyleRule, ...] = ()
    rest: str = ""


def _rules(nodes: Iterable[Any], used: Used) -> Iterator[_StyleRule]:
    """Yield the rules that can apply, each with only the selectors that can."""
    for node in nodes:
        if node.type == "qualified-rule":
            selectors = [selector for selector in _split(node.prelude) if _applies(selector, used)]
            if selectors:
                head = ",".join(tinycss2.serialize(selector).strip() for selector in selectors)
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
    """Yield the names and values of the declarations in a rule."""
    for node in tinycss2.parse_declaration_list(content, skip_comments=True, skip_whitespace=True):
        if node.type == "declaration":
            important = "!important" if node.important else ""
            yield node.name, f"{tinycss2.serialize(node.value).strip()}{important}"


def _split(tokens: Sequence[Any]) -> list[list[Any]]:
    """The tokens between commas: the selectors of a rule."""
    parts: list[list[Any]] = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _applies(selector: Sequence[Any], used: Used) -> bool:
    """Whether an element of a page may match a selector; the arguments of ``:not()`` are not examined."""
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
            and not any(_applies(argument, used) for argument in _split(token.arguments))
        ):
            return False
    return True


def _may_have(content: Sequence[Any], used: Used) -> bool:
    """Whether an element of a page may match an attribute selector, given as the tokens in its brackets."""
    words = [token for token in content if token.type in ("ident", "string")]
    equals = any(token.type == "literal" and token.value == "=" for token in content)
    return not (equals and len(words) > 1) or used.has_value(words[0].value, words[1].value)


def _values(rules: Iterable[_StyleRule]) -> Iterator[tuple[str, str]]:
    """Yield the names and values of all declarations, and "" with the text of each rule that is copied unchanged."""
    for rule in rules:
        yield from rule.declarations
        yield "", rule.rest
        yield from _values(rule.within)


def _read_variables(rules: Sequence[_StyleRule], others: str) -> set[str]:
    """The variables that properties and other style sheets read, and those that these variables read in turn."""
    values = list(_values(rules))
    names = {name for name, _ in values if name.startswith("--")}
    read: set[str] = set()
    text = " ".join([others, *(value for name, value in values if name not in names)])
    while new := {name for name in names - read if _is_read(name, text)}:
        read |= new
        text = " ".join(value for name, value in values if name in new)
    return read


def _is_read(name: str, read: str) -> bool:
    """Whether the text of some values reads a variable."""
    return f"var({name})" in read or f"var({name}," in read


def _write(rules: Iterable[_StyleRule], read: set[str]) -> Iterator[str]:
    """Yield the text of the rules, with only the variables in `read`."""
    for rule in rules:
        if rule.rest:
            yield rule.rest
            continue
        declarations = ";".join(
            f"{name}:{value}"
            for name, value in rule.declarations
            if not name.startswith("--") or name in read
        )
        inner = "".join(_write(rule.within, read)) or declarations
        if inner:
            yield f"{rule.head}{{{inner}}}"
