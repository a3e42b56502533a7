"""Finding the duties of a statute: each text read by itself, and lists with the words that lead them in."""

from __future__ import annotations

from regkit.duties import grammar
from regkit.duties.actors import split
from regkit.duties.clauses import Bounds, FoundDuty
from regkit.duties.duty import Duty, DutyKind, Span
from regkit.duties.reading import read
from regkit.model.address import ROOT, Address
from regkit.model.checking import check_is_statute
from regkit.model.levels import Level
from regkit.model.limits import is_readable
from regkit.model.tree import Provision, Statute


def find_duties(statute: Statute) -> tuple[Duty, ...]:
    """What the words of a statute say that somebody must, must not or may do, in reading order.

    Read are the 条, 款, 项 and 目 of the statute and of its annexes. Nothing is guessed: where the words name nobody, or it is not
    certain whom they mean, `who` is None.

    >>> import regkit
    >>> law = regkit.parse("第一条　摊主应当备案，不得转让摊位。")
    >>> [(duty.kind.value, duty.actors, duty.action) for duty in find_duties(law)]
    [('must', ('摊主',), '应当备案'), ('must_not', ('摊主',), '不得转让摊位')]
    """
    check_is_statute(statute)
    found: list[Duty] = []
    for child in (*statute.children, *statute.annexes):
        _visit(child, ROOT, found)
    return tuple(found)


def _visit(node: Provision, above: Address, found: list[Duty]) -> None:
    address = above.child(node.level, node.number)
    leading = None
    if node.text and node.level >= Level.DIVISION and is_readable(node.text):
        for each in read(node.text, listed=node.level > Level.PARAGRAPH):
            found.append(_duty(each, node.text, address))
        if node.children and found and found[-1].source == address and found[-1].end == len(node.text):
            leading = found[-1]
    if leading and _leads_each(leading):
        found.pop()
        for child in node.children:
            _add_item(child, address, leading, found)
        return
    for child in node.children:
        _visit(child, address, found)


def _duty(each: FoundDuty, text: str, source: Address) -> Duty:
    def span(bounds: Bounds) -> Span:
        return Span(text[bounds[0] : bounds[1]], source, *bounds)

    return Duty(
        kind=each.kind,
        what=span(each.what),
        who=span(each.who) if each.who else None,
        when=span(each.when) if each.when else None,
        actors=split(text[each.who[0] : each.who[1]]) if each.who else (),
    )


def _leads_each(duty: Duty) -> bool:
    """Whether each item of the list that follows is a duty by itself."""
    if duty.kind is DutyKind.PENALTY or not grammar.LEADS_LIST.match(duty.action):
        return False
    return duty.kind is DutyKind.MUST_NOT or not grammar.ONE_OF.match(duty.action)


def _add_item(node: Provision, above: Address, leading: Duty, found: list[Duty]) -> None:
    address = above.child(node.level, node.number)
    end = len(node.text.rstrip("。；;，, "))
    if end:
        found.append(
            Duty(
                kind=leading.kind,
                what=Span(node.text[:end], address, 0, end),
                who=leading.who,
                when=leading.when,
                lead=leading.what,
                actors=leading.actors,
            )
        )
