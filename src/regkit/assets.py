"""The style sheets and scripts of the site, reduced to what its pages use; called by the MkDocs plugin."""

from __future__ import annotations

from pathlib import Path

import rjsmin

from regkit.site import Used, material, only_used

ASSETS = "assets/regkit"


def lighten(site: Path, used: Used, others: list[Path]) -> None:
    """Write the style sheets and scripts for pages of laws without the parts those pages do not use.

    The theme's style sheets are copied into one file (``theme.css``), and from it and ``regkit.css`` rules that
    match nothing in `used` are left out. Scripts lose their whitespace and comments. `others` are further style
    sheets of the project: they stay as they are, but the custom properties they use are kept.
    """
    theme_styles = "".join(
        path.read_text("utf-8") for pattern in material.STYLE_SHEETS for path in sorted(site.glob(pattern))
    )
    own_file = site / ASSETS / "regkit.css"
    other_styles = "".join(path.read_text("utf-8") for path in others)
    theme_styles, own_styles = only_used([theme_styles, own_file.read_text("utf-8")], used, other_styles)
    write(site / ASSETS / "theme.css", theme_styles.encode("utf-8"))
    write(own_file, own_styles.encode("utf-8"))
    for path in sorted((site / ASSETS).glob("*.js")):
        path.write_text(rjsmin.jsmin(path.read_text("utf-8")), "utf-8", newline="\n")


def write(file: Path, data: bytes) -> None:
    """Write a file, and create its parent folders if they are missing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
