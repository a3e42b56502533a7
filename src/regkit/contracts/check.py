"""JSON: what a check found."""

from __future__ import annotations

import msgspec

from regkit.errors import Problem


class CheckedFile(msgspec.Struct, frozen=True, tag_field="schema", tag="regkit.check/1"):
    """One line of ``regkit check --json``."""

    path: str
    problems: tuple[Problem, ...]
