"""The style sheets and scripts of the site: joined from their parts, and reduced to what its pages use."""

from __future__ import annotations

from pathlib import Path

import rjsmin

from regkit.site import Used, material, only_used

_ASSETS = "assets/regkit"
# The one style sheet of regkit that all pages load. Of the theme's, pages of laws load what they use.
STYLES = f"{_ASSETS}/regkit.css"
_THEME_STYLES = f"{_ASSETS}/theme.css"
# What a page loads is joined from parts, so that each part can be short and a page still asks for few files. The
# order counts: of two rules that say the same as strongly the later one wins, and a script uses those before it.
_PARTS = {
    STYLES: (
        "styles/material.css",
        "styles/base.css",
        "styles/law.css",
        "styles/popups.css",
        "styles/contents.css",
        "styles/lists.css",
        "styles/duties.css",
        "styles/comparison.css",
        "styles/print.css",
    ),
    f"{_ASSETS}/search.js": ("scripts/material.js", "scripts/search.js"),
    f"{_ASSETS}/reading.js": ("scripts/highlighting.js", "scripts/reading.js"),
}


def read_scripts(theme: Path) -> str:
    """The text of all scripts of regkit in a theme folder."""
    return "".join(path.read_text("utf-8") for path in sorted((theme / _ASSETS).rglob("*.js")))


def join_parts(site: Path) -> None:
    """Write the style sheets and scripts that pages load in place of their parts, which are in the site already."""
    parts = {site / _ASSETS / name for names in _PARTS.values() for name in names}
    for joined, names in _PARTS.items():
        write(site / joined, b"".join((site / _ASSETS / name).read_bytes() for name in names))
    for part in parts:
        part.unlink()
    for folder in {part.parent for part in parts}:
        if not any(folder.iterdir()):  # else a project has files of its own there
            folder.rmdir()


def lighten(site: Path, used: Used, others: list[Path]) -> None:
    """Write the style sheets and scripts for pages of laws without the parts those pages do not use.

    The theme's style sheets are copied into one file (``theme.css``), and from it and ``regkit.css`` rules that
    match nothing in `used` are left out. Scripts lose their whitespace and comments. `others` are further style
    sheets of the project: they stay as they are, but the custom properties they use are kept.
    """
    theme_styles = "".join(
        path.read_text("utf-8") for pattern in material.STYLE_SHEETS for path in sorted(site.glob(pattern))
    )
    own_file = site / STYLES
    other_styles = "".join(path.read_text("utf-8") for path in others)
    theme_styles, own_styles = only_used([theme_styles, own_file.read_text("utf-8")], used, other_styles)
    write(site / _THEME_STYLES, theme_styles.encode("utf-8"))
    write(own_file, own_styles.encode("utf-8"))
    for path in sorted((site / _ASSETS).glob("*.js")):
        path.write_text(rjsmin.jsmin(path.read_text("utf-8")), "utf-8", newline="\n")


def write(file: Path, data: bytes) -> None:
    """Write a file, and create its parent folders if they are missing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
