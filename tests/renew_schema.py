"""Write the published JSON Schema anew: ``python -m tests.renew_schema``."""

from __future__ import annotations

import json
from pathlib import Path

from regkit.formats.json import json_schema

PATH = Path(__file__).parent.parent / "docs" / "schemas" / "cli-1.json"

if __name__ == "__main__":
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text(json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n", "utf-8", newline="\n")
