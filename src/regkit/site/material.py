"""Material for MkDocs, the theme: what Python has to know of its settings, files and class names.

Scripts know it in ``theme/assets/regkit/scripts/material.js``, style sheets in ``styles/material.css`` beside it,
templates in ``theme/regkit/material.html``. Nothing else may name anything of the theme, so that another release of
it, or another theme, is a matter of these four files.
"""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping
from typing import Any

# Beginnings of the classes that scripts of the theme add to a page while it is read. The pages as they are built
# do not have them, and their styles must stay.
ADDED_LATER = (
    "md-search",
    "md-header",
    "md-dialog",
    "md-top",
    "md-clipboard",
    "md-code",
    "md-toggle",
    "md-typeset__",
    "focus-visible",
    "js",
)
# The same for a feature of the theme that a site may turn on.
_TOOLTIPS = "md-tooltip"
# Attributes whose values tell pages apart; a page that never says dir="rtl" needs no rule for it.
TELLING = ("dir", "data-md-color-scheme", "data-md-color-primary", "data-md-color-accent")
# The theme's style sheets as patterns of their paths in a site, in the order in which pages load them.
STYLE_SHEETS = ("assets/stylesheets/main.*.css", "assets/stylesheets/palette.*.css")
# What the theme searches. Pages opened from a disk can only load scripts, so it looks for a script there.
SEARCH_INDEX, SEARCH_INDEX_SCRIPT = "search/search_index.json", "search/search_index.js"


def is_material(name: str | None) -> bool:
    """Whether the theme of a project may be Material: forks have names that begin with it, a custom theme has none."""
    return not name or name.startswith("material")


def configure(theme: MutableMapping[str, Any]) -> None:
    """Set what pages of laws need: nothing is loaded from another host, and the theme's own labels are Chinese."""
    theme["font"] = False
    if theme["language"] == "en":
        theme["language"] = "zh"


def classes_of(features: Iterable[str]) -> tuple[str, ...]:
    """Beginnings of the classes that some features of the theme add to a page while it is read."""
    return (_TOOLTIPS,) if any("tooltips" in feature for feature in features) else ()


def as_script(index: bytes) -> bytes:
    """The theme's search index as the script that it looks for."""
    return b"var __index = " + index
