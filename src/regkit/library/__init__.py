"""A library: a folder of works, with the facts of each law, its versions over time, and what was in force on a day."""

from regkit.library.adding import Addition, Given
from regkit.library.consistency import LibraryProblem, problems_of_library
from regkit.library.facts import (
    Correction,
    Origin,
    ProvisionDates,
    VersionFacts,
    VersionKind,
    WorkFacts,
    origin_of,
    work_schema,
)
from regkit.library.folders import Libraries, Library, read_works, today
from regkit.library.hashes import Finding, Mismatch, hash_of_text
from regkit.library.history import Blamed, History, HistoryEntry, Passage, Phrase, compare_with_version
from regkit.library.identities import identity_of_version
from regkit.library.impacts import Fate, Impact, impact
from regkit.library.outlines import Outline, OutlineChapter
from regkit.library.references import Outdated, Reach, Reference, References, dangling, day_of, outdated
from regkit.library.rulings import RulingsFile, compare_ruled, read_rulings
from regkit.library.states import ActEffect, Fact, WorkState, known_day
from regkit.library.stating import stated_conflicts, stated_facts, stated_versions
from regkit.library.status import Status
from regkit.library.timelines import VersionPeriod, VersionStatus
from regkit.library.versions import DateKind, Version, describe, quoted, written
from regkit.library.works import TimelineEvent, Work

__all__ = [
    "ActEffect",
    "Addition",
    "Blamed",
    "Correction",
    "DateKind",
    "Fact",
    "Fate",
    "Finding",
    "Given",
    "History",
    "HistoryEntry",
    "Impact",
    "Libraries",
    "Library",
    "LibraryProblem",
    "Mismatch",
    "Origin",
    "Outdated",
    "Outline",
    "OutlineChapter",
    "Passage",
    "Phrase",
    "ProvisionDates",
    "Reach",
    "Reference",
    "References",
    "RulingsFile",
    "Status",
    "TimelineEvent",
    "Version",
    "VersionFacts",
    "VersionKind",
    "VersionPeriod",
    "VersionStatus",
    "Work",
    "WorkFacts",
    "WorkState",
    "compare_ruled",
    "compare_with_version",
    "dangling",
    "day_of",
    "describe",
    "hash_of_text",
    "identity_of_version",
    "impact",
    "known_day",
    "origin_of",
    "outdated",
    "problems_of_library",
    "quoted",
    "read_rulings",
    "read_works",
    "stated_conflicts",
    "stated_facts",
    "stated_versions",
    "today",
    "work_schema",
    "written",
]
