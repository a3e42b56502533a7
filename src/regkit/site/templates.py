"""Templates: HTML files that print values, every one of them escaped unless it says that it is HTML."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from regkit.library import Status, describe, quoted, written
from regkit.site import addresses
from regkit.site.addresses import link
from regkit.site.pages import THE_DAY
from regkit.text.numerals import to_chinese

OWN = Path(__file__).parent / "theme"
_STATUS_CLASSES = {
    Status.NOT_YET_IN_FORCE: "rk-status-future",
    Status.IN_FORCE: "rk-status-in-force",
    Status.AMENDED: "rk-status-amended",
    Status.REPEALED: "rk-status-repealed",
}


class Templates:
    """The templates in ``regkit/`` of some folders, the first that has one counting, the own ones last."""

    def __init__(self, folders: Iterable[str | Path] = ()) -> None:
        self._environment = Environment(
            loader=FileSystemLoader([*map(str, folders), str(OWN)]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters |= {
            "day": _day,
            "describe": describe,
            "quoted": quoted,
            "chinese": to_chinese,
        }
        self._environment.globals |= {
            "status_class": _STATUS_CLASSES.__getitem__,
            "addresses": addresses,
            "the_day": THE_DAY,
        }

    def render(self, name: str, page: str, **values: Any) -> str:
        """A template for the page at a path; `to` leads from there to any other path."""
        template = self._environment.get_template(f"regkit/{name}")
        return template.render(page=page, to=lambda target: link(target, page), **values)


def _day(day: date) -> Markup:
    """A day as people write it, and for machines."""
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), written(day))


def script_json(data: Any) -> Markup:
    """JSON that may stand in a script element, whatever words are in it, and in a file that template languages read."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # Two such signs together only stand in words.
    for sign in ("{{", "{%", "{#"):
        text = text.replace(sign, f"\\u007b{sign[1]}")
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))
