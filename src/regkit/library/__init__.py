"""A folder of works: what each law is, its versions over time, and what was in force on a day."""

from regkit.library.facts import Kind, VersionFacts, WorkFacts
from regkit.library.folders import RULINGS_SUFFIX, Library, read_works, today
from regkit.library.impact import Fate, Impact, impact
from regkit.library.outlines import Outline, OutlineChapter
from regkit.library.references import Outdated, Reach, Reference, References, dangling, outdated
from regkit.library.rulings import RulingsFile, compare_ruled, read_rulings
from regkit.library.works import Standing, Status, Version, Work

__all__ = [
    "RULINGS_SUFFIX",
    "Fate",
    "Impact",
    "Kind",
    "Library",
    "Outdated",
    "Outline",
    "OutlineChapter",
    "Reach",
    "Reference",
    "References",
    "RulingsFile",
    "Standing",
    "Status",
    "Version",
    "VersionFacts",
    "Work",
    "WorkFacts",
    "compare_ruled",
    "dangling",
    "impact",
    "outdated",
    "read_rulings",
    "read_works",
    "today",
]
