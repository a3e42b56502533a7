"""What a text says about its own dates in two ways, as problems for whoever drafts or records it."""

from __future__ import annotations

from collections.abc import Iterator

from regkit.codes import ProblemCode
from regkit.errors import Problem
from regkit.metadata.events import MetadataEvent
from regkit.metadata.facts import Metadata
from regkit.metadata.kinds import EventKind
from regkit.metadata.timing import OnDay
from regkit.model.address import Address
from regkit.model.tree import Statute


def find_contradictions(statute: Statute, metadata: Metadata) -> Iterator[Problem]:
    """Yield a problem for each two statements of a text on its entry into force that cannot both be true.

    A closing article that an amendment kept is no contradiction: it speaks of the original.
    """
    enactments = metadata.enactments
    if not enactments:
        return
    stated = [(event, day) for event in enactments[-1].commencements if (day := metadata.day_of(event))]
    if len({day for _, day in stated}) > 1:
        words = "；".join(f"“{_one_line(event.words)}”（{day}）" for event, day in stated)
        yield _problem(
            ProblemCode.DATES_CONTRADICTORY,
            f"施行日期有两种写法：{words}。",
            "请核对题注和附则，以公布的文本为准。",
            statute,
            stated[0][0],
        )
    first = min((enactment.day for enactment in enactments if enactment.day), default=None)
    for event in metadata.events:
        if event.kind is not EventKind.IN_FORCE or event.provisions or not isinstance(event.source, Address):
            continue
        if first is not None and isinstance(event.when, OnDay) and event.when.day < first:
            yield _problem(
                ProblemCode.DATES_CLOSING_OLDER,
                f"附则写的施行日期是 {event.when.day}，比题注所记的 {first} 还早。",
                "请核对：是修订时没有改，还是规定溯及既往，或者题注不全。",
                statute,
                event,
            )


def _problem(code: ProblemCode, message: str, hint: str, statute: Statute, event: MetadataEvent) -> Problem:
    address = event.source if isinstance(event.source, Address) else None
    line = None
    if address is not None and statute.lines:
        addresses = [node_address for node_address, _ in statute.walk()]
        line = statute.lines[addresses.index(address)] if address in addresses else None
    return Problem(
        code=code,
        message=message,
        hint=hint,
        line=line,
        excerpt=_one_line(event.words),
        address=address.eid if address else None,
    )


def _one_line(words: str) -> str:
    return "".join(words.split())
