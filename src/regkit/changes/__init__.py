"""Comparing two versions of a statute: how one became the other."""

from __future__ import annotations

from regkit.changes.alignment import Evidence, Pairing
from regkit.changes.budget import Budget, Coarse
from regkit.changes.comparing import Rulings, compare
from regkit.changes.comparison import Comparison, FrontChange, WrongTextError
from regkit.changes.natures import Replacement
from regkit.changes.rows import Row, RowKind
from regkit.changes.segments import Nature, Segment, Segments, new_text, old_text
from regkit.changes.text_changes import TextChange

__all__ = [
    "Budget",
    "Coarse",
    "Comparison",
    "Evidence",
    "FrontChange",
    "Nature",
    "Pairing",
    "Replacement",
    "Row",
    "RowKind",
    "Rulings",
    "Segment",
    "Segments",
    "TextChange",
    "WrongTextError",
    "compare",
    "new_text",
    "old_text",
]
