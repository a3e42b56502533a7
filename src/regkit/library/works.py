"""A law through time: its versions, and what was in force on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from regkit.library.facts import VersionFacts, WorkFacts
from regkit.library.outlines import Outline
from regkit.library.rulings import RulingsFile
from regkit.model.tree import Statute


class Status(StrEnum):
    """时效性 of a version on a day, in the words of the national database."""

    NOT_YET_IN_FORCE = "尚未生效"
    IN_FORCE = "现行有效"
    AMENDED = "已被修改"
    REPEALED = "已废止"


@dataclass(frozen=True)
class Version:
    """The text of a work at a time. `statute` is None where the text is not in the folder (文本未收录).

    There may be an `outline` in its place, which tells what chapters and articles the text has. `rulings` are what a drafter
    decided about the comparison with an older version.
    """

    facts: VersionFacts
    statute: Statute | None
    outline: Outline | None = None
    rulings: RulingsFile | None = None

    @property
    def adopted(self) -> date:
        """The day of adoption, which names the version."""
        return self.facts.adopted

    @property
    def effective(self) -> date:
        """The day from which it counts as in force; see `effective_is_known`."""
        facts = self.facts
        return facts.in_force or (facts.promulgated if self._from_promulgation else None) or facts.adopted

    @property
    def effective_is_known(self) -> bool:
        """Whether `effective` is a recorded fact and not the day of adoption for want of a better one."""
        return bool(self.facts.in_force or (self._from_promulgation and self.facts.promulgated))

    @property
    def _from_promulgation(self) -> bool:
        return "公布之日" in (self.facts.in_force_rule or "")


@dataclass(frozen=True)
class Standing:
    """The 时效性 of a version on a day, and the later version that ended it, if one did."""

    status: Status
    ended_by: Version | None = None


@dataclass(frozen=True)
class Work:
    """A law through time: its facts and its versions, the earliest first. `id` is the name of its folder."""

    id: str
    facts: WorkFacts
    versions: tuple[Version, ...]

    @property
    def title(self) -> str:
        return self.facts.title

    def standing(self, version: Version, day: date) -> Standing:
        """The 时效性 of one of its versions on a day."""
        if version.effective > day:
            return Standing(Status.NOT_YET_IN_FORCE)
        later = [
            other for other in self.versions if other.adopted > version.adopted and other.effective <= day
        ]
        for other in later:
            if other.facts.repeals and other.facts.repeals <= version.adopted:
                return Standing(Status.REPEALED, other)
        if later:
            return Standing(Status.AMENDED, later[0])
        return Standing(Status.IN_FORCE)

    def at(self, day: date) -> Version | None:
        """The version in force on a day, whether or not its text is in the folder; None before the first."""
        return next(
            (v for v in reversed(self.versions) if self.standing(v, day).status is Status.IN_FORCE), None
        )
