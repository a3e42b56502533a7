"""Assets: what the pages of laws load, written without what they do not need."""

from __future__ import annotations

from pathlib import Path

import rjsmin

from regkit.site import Used, only_used

ASSETS = "assets/regkit"


def lighten(site: Path, used: Used, others: list[Path]) -> None:
    """Write what pages of laws load without what they do not need: the styles of the theme, blanks and comments."""
    theme = "".join(
        path.read_text("utf-8")
        for name in ("main", "palette")
        for path in sorted((site / "assets" / "stylesheets").glob(f"{name}.*.css"))
    )
    own = site / ASSETS / "regkit.css"
    beside = "".join(path.read_text("utf-8") for path in others)
    theme, light = only_used([theme, own.read_text("utf-8")], used, beside)
    write(site / ASSETS / "theme.css", theme.encode("utf-8"))
    write(own, light.encode("utf-8"))
    for path in sorted((site / ASSETS).glob("*.js")):
        path.write_text(rjsmin.jsmin(path.read_text("utf-8")), "utf-8", newline="\n")


def write(file: Path, data: bytes) -> None:
    """Write a file, and the folders that it stands in."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
