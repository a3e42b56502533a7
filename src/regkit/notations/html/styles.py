"""How the elements of a web page are displayed: by their style attributes and by simple rules of its style sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

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
    "font": "font-size",
    "font-size": "font-size",
    "color": "color",
    "background": "background",
    "background-color": "background",
    "background-image": "background-image",
    "opacity": "opacity",
    "text-indent": "text-indent",
    "position": "position",
    "left": "left",
    "top": "top",
    "clip": "clip",
    "clip-path": "clip-path",
    "overflow": "overflow",
    "overflow-x": "overflow",
    "overflow-y": "overflow",
    "height": "height",
    "min-height": "room",
    "padding": "room",
    "padding-top": "room",
    "padding-bottom": "room",
}
_NO_STYLE: Style = {}
_BLOCK_DISPLAYS = frozenset(("block", "flex", "grid", "list-item", "flow-root"))
_BULLETS = frozenset(("none", "disc", "circle", "square", "disclosure-open", "disclosure-closed"))
# Words in `list-style` that say where the number stands, and not which.
_POSITIONS = frozenset(("inside", "outside", "inherit", "initial", "unset"))
_INHERITED = frozenset(("", "inherit", "unset", "currentcolor"))
# Sizes that are a share of the size around them, which is nothing if that is nothing.
_RELATIVE_SIZES = ("em", "ex", "ch", "%", "inherit", "unset", "smaller", "larger")
_NO_BACKGROUNDS = frozenset(("none", "transparent", "initial", "inherit", "unset"))
_WHITE, _BLACK, _TRANSPARENT, _UNKNOWN = "#ffffff", "#000000", "transparent", "?"
_COLOURS = {"white": _WHITE, "black": _BLACK, "windowtext": _BLACK, "window": _WHITE}
# In pixels, points or the like: what is moved so far stands beside every screen.
_FAR = -900.0
_UNITS = "abcdefghijklmnopqrstuvwxyz%"
_SIDES = ("top", "right", "bottom", "left")
_CUT_TO_NOTHING = frozenset(("inset(50%)", "inset(100%)", "circle(0)", "polygon(0 0,0 0,0 0)"))


class Ink(msgspec.Struct, frozen=True, gc=False):
    """How letters are printed, which an element has from those around it unless its own style says otherwise.

    Colours are in one spelling where that is known; a background that may be a picture is unknown.
    """

    is_sizeless: bool = False
    colour: str = _BLACK
    background: str = _WHITE

    @property
    def is_invisible(self) -> bool:
        """Whether letters cannot be seen: without size, or in the colour of what is behind them."""
        return self.is_sizeless or (
            self.background != _UNKNOWN and self.colour in (_TRANSPARENT, self.background)
        )

    def within(self, style: Style) -> Ink:
        """How letters are printed in an element with this style that stands in one with these letters."""
        size, colour = style.get("font-size", ""), style.get("color", "")
        background, image = style.get("background", ""), style.get("background-image", "none")
        if not (size or colour or background or image != "none"):
            return self
        is_sizeless = self.is_sizeless
        if size and not (is_sizeless and size.endswith(_RELATIVE_SIZES)):
            is_sizeless = _is_nothing(size)
        behind = self.background
        if image not in _NO_BACKGROUNDS:
            behind = _UNKNOWN
        elif background and background not in _NO_BACKGROUNDS:
            behind = _colour(background)
        return Ink(is_sizeless, self.colour if colour in _INHERITED else _colour(colour), behind)


class StyleSheet:
    """The rules of a page for single elements, classes and ids; all others (`div p`, `:hover`, `@media`) are not applied.

    `has_unknown_backgrounds` says that one of these others colours what is behind letters.
    """

    def __init__(self) -> None:
        self.has_unknown_backgrounds = False
        self._rules: dict[str, dict[str, str]] = {}

    def hides(self, ink: Ink) -> bool:
        """Whether letters cannot be seen. Of a background that rules set which are not applied, nothing is known."""
        return ink.is_sizeless or (ink.is_invisible and not self.has_unknown_backgrounds)

    def add(self, css: str) -> None:
        """Add the rules of a style sheet; of two rules for the same element the later one counts."""
        for selectors, block in _rules(_without_comments(css)):
            declarations = _declarations(block)
            for selector in selectors.split(",") if declarations else ():
                match = CSS_SELECTOR.match(selector.strip())
                if not (match and match[0]):
                    self.has_unknown_backgrounds |= _has_background(declarations)
                else:
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
        or _is_nothing(style.get("opacity", ""))
        or _is_far(style.get("text-indent", ""))
        or _is_cut_off(style)
    )


def _is_cut_off(style: Style) -> bool:
    """Whether nothing of an element is left to be seen: it is cut to nothing, or stands beside the screen."""
    if style.get("clip-path", "").replace(", ", ",") in _CUT_TO_NOTHING:
        return True
    # With room of its own, what is in an element without height can be seen.
    is_flat = _is_nothing(style.get("height", "")) and _is_nothing(style.get("room", "0"))
    if is_flat and style.get("overflow") in ("hidden", "clip"):
        return True
    if style.get("position") not in ("absolute", "fixed"):
        return False
    edges = style.get("clip", "").removeprefix("rect(").removesuffix(")").replace(",", " ").split()
    sides = [_number(edge) for edge in edges]
    if len(sides) == len(_SIDES):
        top, right, bottom, left = sides
        if _meet(top, bottom) or _meet(left, right):
            return True
    return _is_far(style.get("left", "")) or _is_far(style.get("top", ""))


def _meet(near: float | None, far: float | None) -> bool:
    """Whether nothing is left between two sides; `auto` is no number, and cuts nothing."""
    return near is not None and far is not None and near >= far


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
            value = value.lower().replace("!important", "").strip()
            declarations[prop] = _size_in(value) if name.strip().lower() == "font" else value
    return declarations


def _size_in(font: str) -> str:
    """The size in a value of `font`, which names others too; weights have no unit."""
    sizes = [word.partition("/")[0] for word in font.split()]
    return next(
        (size for size in sizes if size[:1].isdigit() and (size[-1] in _UNITS or _is_nothing(size))), "medium"
    )


def _has_background(style: Style) -> bool:
    """Whether a style may colour what is behind letters otherwise than white."""
    return Ink().within(style).background != _WHITE


def _number(value: str) -> float | None:
    try:
        return float(value.rstrip(_UNITS))
    except ValueError:
        return None


def _is_nothing(value: str) -> bool:
    return _number(value) == 0


def _is_far(value: str) -> bool:
    number = _number(value)
    return number is not None and number <= _FAR


def _colour(value: str) -> str:
    """A colour in one spelling; what may be a picture, or several values, is unknown."""
    value = "".join(value.split()) if value.startswith("rgb") else value
    if value.startswith(("rgb(", "rgba(")) and value.endswith(")"):
        parts = [_number(part) for part in value.partition("(")[2].removesuffix(")").split(",")]
        return _colour_of(parts)
    if value.startswith("#") and value[1:].isalnum():
        digits = value[1:]
        digits = "".join(digit * 2 for digit in digits) if len(digits) in (3, 4) else digits
        return _TRANSPARENT if len(digits) == len("rrggbbaa") and digits[6:] == "00" else f"#{digits[:6]}"
    return _COLOURS.get(value, value if value.isalpha() else _UNKNOWN)


def _colour_of(parts: list[float | None]) -> str:
    """The colour of the numbers for red, green and blue, and how opaque it is."""
    known = [part for part in parts if part is not None]
    if len(known) < len(parts) or len(known) < len("rgb"):
        return _UNKNOWN
    red, green, blue, *opaque = known
    if opaque and opaque[0] == 0:
        return _TRANSPARENT
    return "#" + "".join(f"{min(max(int(part), 0), 255):02x}" for part in (red, green, blue))
