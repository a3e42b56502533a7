"""Rewrite the published JSON Schemas: ``python -m tests.renew_schema``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from regkit.contracts.lines import json_schema
from regkit.library import work_schema
from regkit.site.api import api_schema

SCHEMAS = Path(__file__).parent.parent / "docs" / "schemas"
PUBLISHED: dict[str, Callable[[], dict[str, Any]]] = {
    "cli-1.json": json_schema,
    "work-1.json": work_schema,
    "api-1.json": api_schema,
}

if __name__ == "__main__":
    SCHEMAS.mkdir(exist_ok=True)
    for name, schema in PUBLISHED.items():
        text = json.dumps(schema(), ensure_ascii=False, indent=2)
        (SCHEMAS / name).write_text(f"{text}\n", "utf-8", newline="\n")
