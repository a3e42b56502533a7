"""What an answer rests on and what keeps it from being certain, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from regkit.library.facts import WorkFacts
from regkit.library.states import ActEffect, Fact, known_day, text_of
from regkit.library.turns import Ending, Turn
from regkit.library.versions import Version, describe, quoted, written


def facts_of(turn: Turn, amendment: ActEffect | None, work: WorkFacts) -> Iterator[Fact]:
    """Yield the facts by which a form of the text applies; `amendment` is the act of the library that made it."""
    if turn.version is None:
        if turn.effect is not None:
            yield Fact(f"{known_day(turn.moment)}起，{turn.effect}", turn.moment.day, turn.effect.words)
        return
    version, day = turn.version, turn.moment.day
    if day:
        yield fact_of(version, f"{written(day)}施行", day)
    elif turn.moment.latest is not None and turn.moment.latest == work.checked:
        against = f"（{work.checked_against}）" if work.checked_against else ""
        yield Fact(f"{written(work.checked)}核对时是现行文本{against}", work.checked)
    else:
        yield fact_of(version, f"{known_day(turn.moment)}施行")
    if amendment is not None:
        where = f"{amendment.work}@{amendment.version}"
        yield Fact(str(amendment), amendment.enacted, amendment.words, where)
    elif version.facts.decision:
        yield Fact(f"{written(version.dated)}{quoted(version.facts.decision)}", version.dated)


def fact_of(version: Version, words: str, day: date | None = None) -> Fact:
    """A fact on the entry into force of a version."""
    return Fact(words, day, version.facts.in_force_rule)


def end_of(turn: Turn, ending: Ending) -> Fact:
    """The fact by which a form of the text has ended."""
    day, when = ending.moment.day, f"{known_day(ending.moment)}起"
    if ending.effect is not None:
        effect = ending.effect
        return Fact(f"{when}，{effect}", day, effect.words, f"{effect.work}@{effect.version}")
    facts = turn.version.facts if turn.version else None
    words = (facts.expired_by or facts.expired_rule) if facts else None
    return Fact(f"{when}失效" + (f"：{words}" if words else ""), day, words)


def doubts_of(turns: Sequence[Turn]) -> list[str]:
    """What keeps the entry into force of forms of the text from being certain, and what would settle it."""
    doubts = []
    unrecorded: list[Version] = []
    for turn in turns:
        version = turn.version
        if version is None:
            doubts.append(f"{turn.effect}，生效的日期是{known_day(turn.moment)}")
        elif (awaited := version.awaits_announcement) is not None:
            who = f"由{awaited.by}" if awaited.by else ""
            rule = f"（“{version.facts.in_force_rule}”）"
            doubts.append(f"{text_of(version)}的施行日期{who}另行确定{rule}，确定以后请补记")
        elif version.facts.in_force_rule:
            rule = f"按“{version.facts.in_force_rule}”是{known_day(turn.moment)}"
            doubts.append(f"{text_of(version)}的施行日期{rule}")
        else:
            unrecorded.append(version)
    if unrecorded:
        names = "、".join(map(describe, unrecorded))
        by_decision = any(version.facts.decision for version in unrecorded)
        hint = "修改的决定写明了的，请补记" if by_decision else "知道时请补记"
        doubts.append(f"{names}的文本没有记载施行日期，{hint}")
    return doubts


def end_doubt_of(turn: Turn, ending: Ending) -> str:
    """What keeps an end of a form of the text from being certain."""
    seen = turn.version.facts.seen_expired if turn.version else None
    if ending.effect is None and seen:
        return f"{written(seen)}查到已废止，何时起没有记载，知道时请补记"
    if ending.effect is None:
        rule = turn.version.facts.expired_rule if turn.version else None
        return f"按“{rule}”，失效日期是{known_day(ending.moment)}"
    if ending.effect.others:
        return f"{ending.effect}；同名的还有 {'、'.join(ending.effect.others)}，不能确定废止的是哪一件"
    return f"{ending.effect}，生效的日期是{known_day(ending.moment)}"
