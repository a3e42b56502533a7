"""Finds duties in a statute: who must, must not, may or is encouraged to do what, in the words of the text."""

from regkit.duties.duty import Duty, DutyKind, Span
from regkit.duties.finding import find_duties
from regkit.duties.grouping import group_by_actor

__all__ = ["Duty", "DutyKind", "Span", "find_duties", "group_by_actor"]
