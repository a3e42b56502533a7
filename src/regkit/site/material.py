"""What Python code must know about the theme, Material for MkDocs: its settings, files and class names.

For scripts this is in ``theme/assets/regkit/scripts/material.js``, for style sheets in ``styles/material.css`` beside it, and for
templates in ``theme/regkit/material.html``. Nothing else may name anything of the theme, so that another release of it, or another
theme, changes these four files only.
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
# Attributes whose values decide which rules a page needs: without dir="rtl" on any page, rules for it are dropped.
TELLING = ("dir", "data-md-color-scheme", "data-md-color-primary", "data-md-color-accent")
# The theme's style sheets as patterns of their paths in a site, in the order in which pages load them.
STYLE_SHEETS = ("assets/stylesheets/main.*.css", "assets/stylesheets/palette.*.css")
# The search index of the theme. Pages opened from a disk can only load scripts, so there the theme looks for a script.
SEARCH_INDEX, SEARCH_INDEX_SCRIPT = "search/search_index.json", "search/search_index.js"


def is_material(name: str | None) -> bool:
    """Whether the theme of a project may be Material: forks have names that begin with it, a custom theme has none."""
    return not name or name.startswith("material")


def configure(theme: MutableMapping[str, Any]) -> None:
    """Change the settings of the theme for pages of laws: nothing is loaded from another host, and its labels are Chinese."""
    theme["font"] = False
    if theme["language"] == "en":
        theme["language"] = "zh"


def classes_of(features: Iterable[str]) -> tuple[str, ...]:
    """Beginnings of the classes that some features of the theme add to a page while it is read."""
    return (_TOOLTIPS,) if any("tooltips" in feature for feature in features) else ()


def as_script(index: bytes) -> bytes:
    """The search index of the theme as a script."""
    return b"var __index = " + index
