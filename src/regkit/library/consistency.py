"""What the records and texts of a library say that cannot all be true, as problems for whoever keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec

from regkit.codes import ProblemCode
from regkit.errors import Problem
from regkit.library.effects import EffectIndex
from regkit.library.facts import WORK_FILE, VersionFacts
from regkit.library.folders import Library
from regkit.library.stating import stated_versions
from regkit.library.versions import Version, quoted
from regkit.library.works import Work
from regkit.metadata import EffectKind


class LibraryProblem(msgspec.Struct, frozen=True):
    """A problem of a library, and the file in which it stands."""

    path: Path
    problem: Problem


def problems_of_library(library: Library) -> Iterator[LibraryProblem]:
    """Yield what contradicts itself or is missing in a library: dates, versions that a 题注 names, acts that a text repeals."""
    for work in library:
        for problem in (*_dates(work), *_unlisted(work)):
            yield LibraryProblem(library.folder / work.id / WORK_FILE, problem)
        for effect in work.effects:
            if effect.others and effect.kind is EffectKind.REPEALED:
                others = "、".join(effect.others)
                yield LibraryProblem(
                    library.folder / effect.work / f"{effect.version}.txt",
                    Problem(
                        code=ProblemCode.WORK_AMBIGUOUS_ACT,
                        message=f"废止的《{work.title}》，库中同名的有 {work.id}、{others}，不能确定是哪一件。",
                        hint="请给它们写上能区分的日期（adopted、promulgated），或者合为一件的几个版本。",
                        excerpt=effect.words,
                    ),
                )
    for stated, effect in EffectIndex(library.works, library.works).unmatched:
        if stated.kind in (EffectKind.REPEALED, EffectKind.AMENDED, EffectKind.REVIVED):
            yield LibraryProblem(
                library.folder / effect.work / f"{effect.version}.txt",
                Problem(
                    code=ProblemCode.WORK_UNKNOWN_ACT,
                    message=f"{stated.kind}的{quoted(stated.act)}，库中没有这一名称、在它之前制定的法规。",
                    hint="库中本来没有的，不必理会；名称不同的，请在 other_titles 里写上。",
                    excerpt=effect.words,
                ),
            )


def _dates(work: Work) -> Iterator[Problem]:
    """Yield the contradictions between the recorded dates of each version."""
    for version in work.versions:
        facts = version.facts
        for first, second, message in (
            (facts.adopted, facts.promulgated, "公布日期早于通过日期"),
            (facts.adopted, facts.approved if facts.adopted else None, "批准日期早于通过日期"),
            (facts.in_force, facts.expired, "失效日期早于施行日期"),
        ):
            if first and second and second < first:
                yield _of_record(f"{facts.name} 的版本：{message}（{second} 早于 {first}）。")
        stated = version.commencement().day if not facts.in_force else None
        ruled = _ruled(facts)
        if facts.in_force and ruled and ruled != facts.in_force:
            yield _of_record(
                f"{facts.name} 的版本：记的施行日期是 {facts.in_force}，而“{facts.in_force_rule}”是 {ruled}。"
            )
        if stated and facts.expired and facts.expired < stated:
            yield _of_record(f"{facts.name} 的版本：失效日期早于施行日期（{facts.expired} 早于 {stated}）。")
    checked, last = work.facts.checked, work.versions[-1]
    if checked and checked < last.dated:
        yield _of_record(f"核对的日期是 {checked}，早于最后一个版本（{last.name}）；请再核对一次。")


def _ruled(facts: VersionFacts) -> date | None:
    """The day that the recorded rule on entry into force means by itself, None if it does not say it for certain."""
    return Version(facts.model_copy(update={"in_force": None}), None).commencement().day


def _unlisted(work: Work) -> Iterator[Problem]:
    """Yield the versions that the notes of a text name and work.toml does not list."""
    listed = {
        day
        for version in work.versions
        for day in (version.dated, version.facts.promulgated, version.facts.approved)
    }
    named: dict[str, None] = {}
    for version in work.versions:
        for stated in stated_versions(version.statute) if version.statute else ():
            days = {stated[key] for key in ("adopted", "promulgated", "approved") if key in stated}
            if not days & listed:
                named.setdefault(str(min(days)))
    for day in named:
        yield Problem(
            code=ProblemCode.WORK_UNLISTED_VERSION,
            message=f"题注提到 {day} 的版本，没有列入。",
            hint="请用 regkit add --replace 重新收录这个文本，或者加一段 [[version]]。",
        )


def _of_record(message: str) -> Problem:
    return Problem(code=ProblemCode.WORK_DATES, message=message, hint="请核对官方文本，改正 work.toml。")
