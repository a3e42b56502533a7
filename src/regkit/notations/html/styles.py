"""How the elements of a web page are displayed: by their style attributes and by simple rules of its style sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from regkit.notations.html.grammar import CSS_BRACE, CSS_SELECTOR

Style = Mapping[str, str]
"""The values of the properties that decide what is read, by name."""

# Only these decide what is read. The long names stand for the short ones, which set several values at once.
_PROPERTIES = {
    "display": "display",
    "visibility": "visibility",
    "mso-hide": "mso-hide",
    "white-space": "white-space",
    "vertical-align": "vertical-align",
    "text-decoration": "text-decoration",
    "text-decoration-line": "text-decoration",
    "list-style": "list-style",
    "list-style-type": "list-style",
}
_NO_STYLE: Style = {}
_BLOCK_DISPLAYS = frozenset(("block", "flex", "grid", "list-item", "flow-root"))
_BULLETS = frozenset(("none", "disc", "circle", "square", "disclosure-open", "disclosure-closed"))
# Words in `list-style` that say where the number stands, and not which.
_POSITIONS = frozenset(("inside", "outside", "inherit", "initial", "unset"))


class StyleSheet:
    """The rules of a page for single elements, classes and ids; all others (`div p`, `:hover`, `@media`) are not applied."""

    def __init__(self) -> None:
        self._rules: dict[str, dict[str, str]] = {}

    def add(self, css: str) -> None:
        """Add the rules of a style sheet; of two rules for the same element the later one counts."""
        for selectors, block in _rules(_without_comments(css)):
            declarations = _declarations(block)
            for selector in selectors.split(",") if declarations else ():
                match = CSS_SELECTOR.match(selector.strip())
                if match and match[0]:
                    name = (match["tag"] or "").lower() + (match["name"] or "")
                    self._rules.setdefault(name, {}).update(declarations)

    def style_of(self, tag: str, attributes: Mapping[str, str]) -> Style:
        """The style of an element, from the rules of the sheet and from its style attribute, which counts more."""
        inline = attributes.get("style")
        if not self._rules:
            return _declarations(inline) if inline else _NO_STYLE
        style: dict[str, str] = {}
        classes = [f".{name}" for name in attributes.get("class", "").split()]
        names = ["*", tag, *classes, *(tag + name for name in classes)]
        if "id" in attributes:
            names += (f"#{attributes['id']}", f"{tag}#{attributes['id']}")
        for name in names:
            style.update(self._rules.get(name, _NO_STYLE))
        style.update(_declarations(inline) if inline else _NO_STYLE)
        return style


def is_hidden(style: Style) -> bool:
    """Whether an element with this style is not shown."""
    return (
        style.get("display") == "none"
        or style.get("visibility") in ("hidden", "collapse")
        or style.get("mso-hide") == "all"
    )


def is_block(style: Style) -> bool:
    """Whether an element with this style stands on lines of its own, whatever it is."""
    return style.get("display") in _BLOCK_DISPLAYS


def is_struck(style: Style) -> bool:
    """Whether the text of an element with this style is struck out."""
    return "line-through" in style.get("text-decoration", "")


def keeps_line_ends(style: Style) -> bool:
    """Whether the line ends of the source are shown."""
    return style.get("white-space", "").startswith(("pre", "break-spaces"))


def shift_of(style: Style) -> int:
    """1 for text that is raised, -1 for text that is lowered, 0 for any other."""
    return {"super": 1, "sub": -1}.get(style.get("vertical-align", ""), 0)


def is_numbered(style: Style, *, by_itself: bool) -> bool:
    """Whether items of a list show a number before them; `by_itself` says what holds if the style does not decide."""
    for word in style.get("list-style", "").split():
        if word not in _POSITIONS and not word.startswith(("url(", '"', "'")):
            return word not in _BULLETS
    return by_itself


def _without_comments(css: str) -> str:
    first, *rest = css.split("/*")
    return first + "".join(part.partition("*/")[2] for part in rest)


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Yield the selectors and the declarations of each rule; what stands within @media and the like is left out."""
    depth = start = 0
    selectors = ""
    for brace in CSS_BRACE.finditer(css):
        if brace[0] == "{":
            if not depth:
                # Statements such as @import end with a semicolon.
                selectors, start = css[start : brace.start()].rpartition(";")[2], brace.end()
            depth += 1
        else:
            depth = max(depth - 1, 0)
            if not depth:
                if selectors and not selectors.lstrip().startswith("@"):
                    yield selectors, css[start : brace.start()]
                selectors, start = "", brace.end()


def _declarations(block: str) -> dict[str, str]:
    declarations: dict[str, str] = {}
    for declaration in block.split(";"):
        name, _, value = declaration.partition(":")
        prop = _PROPERTIES.get(name.strip().lower())
        if prop:
            declarations[prop] = value.lower().replace("!important", "").strip()
    return declarations
