"""The JSON of `regkit check`."""

from __future__ import annotations

import msgspec

from regkit.census.accounting import Account
from regkit.errors import Problem


class CheckedFile(msgspec.Struct, frozen=True, tag_field="schema", tag="regkit.check/1"):
    """One line of ``regkit check --json``.

    - `path`: the file as it was named.
    - `problems`: the problems of its text, in order.
    - `account`: with ``--lossless``, what became of every sign of the file; null without, or if the file cannot be read or counted.
    """

    path: str
    problems: tuple[Problem, ...]
    account: Account | None = None
