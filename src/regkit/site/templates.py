"""The Jinja templates of the pages. Every value is escaped unless it is Markup."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from regkit.library import Status, describe, known_day, quoted, written
from regkit.site import addresses
from regkit.site.addresses import link
from regkit.site.pages import THE_DAY
from regkit.text.numerals import to_chinese

OWN = Path(__file__).parent / "theme"
"""The folder with regkit's own templates, style sheets and scripts."""
_STATUS_CLASSES = {
    Status.NOT_YET_IN_FORCE: "rk-status-future",
    Status.IN_FORCE: "rk-status-in-force",
    Status.AMENDED: "rk-status-amended",
    Status.REPEALED: "rk-status-repealed",
    Status.TEXT_MISSING: "rk-status-uncertain",
    Status.PENDING: "rk-status-future",
    Status.UNCERTAIN: "rk-status-uncertain",
}


class Templates:
    """The templates in the subfolder ``regkit/`` of each folder.

    The first folder that has a template is used, so that a project can replace regkit's own templates, which come last.
    """

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
            "known_day": known_day,
        }

    def render(self, name: str, page: str, **values: Any) -> str:
        """The template `name` as HTML for the page at the path `page`; in it, `to` returns the link to any other path.

        Raises jinja2.UndefinedError if the template uses a value that is not given.
        """
        template = self._environment.get_template(f"regkit/{name}")
        return template.render(page=page, to=lambda target: link(target, page), **values)


def _day(day: date) -> Markup:
    """A day in Chinese, in an element that also gives it in ISO 8601."""
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), written(day))


def script_json(data: Any) -> Markup:
    """JSON that is safe within a script element, and in a file that is read as a template, whatever text it contains."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # JSON itself never has these pairs of characters outside of strings.
    for opening in ("{{", "{%", "{#"):
        text = text.replace(opening, f"\\u007b{opening[1]}")
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))
