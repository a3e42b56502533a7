"""The JSON contract between regkit and other programs: one line of ``--json`` for each answer.

The structs in this package are the contract; `json_schema` is derived from them and published with the
documentation. A key may be added within a schema version; any other change needs a new version.
"""

from __future__ import annotations

import inspect
from typing import Any

import msgspec

from regkit.contracts.check import CheckedFile
from regkit.contracts.citations import CitingFile, ConcordedFile, CrossReferences
from regkit.contracts.diff import Diff, ImpactReport, Renumbering
from regkit.contracts.history import BlamedText, LoggedWork
from regkit.contracts.search import SearchResult
from regkit.contracts.status import WorkStatus
from regkit.notations.json.shapes import ShownFile

JsonLine = (
    ShownFile
    | CheckedFile
    | CitingFile
    | CrossReferences
    | ConcordedFile
    | Diff
    | Renumbering
    | ImpactReport
    | LoggedWork
    | BlamedText
    | SearchResult
    | WorkStatus
)


def to_json_line(value: JsonLine) -> str:
    """A value as one line of JSON, without a line break; the keys are in the order of the contract."""
    return msgspec.json.encode(value).decode("utf-8")


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of all lines that ``--json`` prints."""
    (lines,), components = msgspec.json.schema_components((JsonLine,), ref_template="#/$defs/{name}")
    for component in components.values():
        # Since Python 3.13 docstrings come without indentation; removing it makes the schema the same for all versions.
        if "description" in component:
            component["description"] = inspect.cleandoc(component["description"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "regkit --json",
        **lines,
        "$defs": components,
    }
