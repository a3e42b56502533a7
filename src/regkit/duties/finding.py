"""Finds the duties of a statute: reads each provision by itself, and lists together with the words before them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from regkit.duties import grammar
from regkit.duties.actors import split
from regkit.duties.clauses import Bounds, FoundDuty
from regkit.duties.duty import Duty, DutyKind, Span
from regkit.duties.reading import read
from regkit.model.address import ROOT, Address
from regkit.model.checking import check_is_statute
from regkit.model.levels import Level
from regkit.model.limits import is_readable
from regkit.model.tree import Provision, Statute, sample_of
from regkit.text.variants import usual_form


def find_duties(statute: Statute) -> tuple[Duty, ...]:
    """The duties, prohibitions, rights and penalties that the words of a statute express, in reading order.

    The 一、, 条, 款, 项 and 目 of the statute and of its annexes are read. Nothing is guessed: if the words name nobody, or it is not
    certain whom they mean, `who` is None. Raises TypeError if `statute` is not a statute.

    >>> import regkit
    >>> law = regkit.parse("第一条　摊主应当备案，不得转让摊位。")
    >>> [(duty.kind.value, duty.actors, duty.action) for duty in find_duties(law)]
    [('must', ('摊主',), '应当备案'), ('must_not', ('摊主',), '不得转让摊位')]
    """
    check_is_statute(statute)
    duties: list[Duty] = []
    form = usual_form(sample_of(statute))
    for child in (*statute.children, *statute.annexes):
        _visit(child, ROOT, duties, form)
    return tuple(duties)


def _visit(node: Provision, above: Address, duties: list[Duty], form: Callable[[str], str]) -> None:
    """Add the duties of a provision and of its children to the list; `form` gives a text the characters that rules know."""
    address = above.child(node.level, node.number)
    leading = None
    if node.text and node.level >= Level.DIVISION and is_readable(node.text):
        text = form(node.text)
        for duty in read(text, listed=node.level > Level.PARAGRAPH):
            duties.append(_duty(duty, node.text, text, address))
        if node.children and duties and duties[-1].source == address and duties[-1].end == len(node.text):
            leading = duties[-1]
    if leading and _leads_each(leading.kind, form(leading.action)):
        duties.pop()
        for child in node.children:
            _add_item(child, address, leading, duties)
        return
    for child in node.children:
        _visit(child, address, duties, form)


def _duty(found_duty: FoundDuty, printed: str, text: str, source: Address) -> Duty:
    """The duty whose positions were found in the text of the provision at `source`, which prints it as `printed`."""

    def span(bounds: Bounds) -> Span:
        return Span(printed[bounds[0] : bounds[1]], source, *bounds)

    return Duty(
        kind=found_duty.kind,
        what=span(found_duty.what),
        who=span(found_duty.who) if found_duty.who else None,
        when=span(found_duty.when) if found_duty.when else None,
        actors=tuple(_actors(printed, text, *found_duty.who)) if found_duty.who else (),
    )


def _actors(printed: str, text: str, start: int, end: int) -> Iterator[str]:
    """Yield the actors that ``text[start:end]`` lists, as printed."""
    for actor in split(text[start:end]):
        start = text.index(actor, start)
        yield printed[start : start + len(actor)]
        start += len(actor)


def _leads_each(kind: DutyKind, action: str) -> bool:
    """Whether each item of the list after a duty is a separate duty; `action` has the characters that rules know."""
    if kind is DutyKind.PENALTY or not grammar.LEADS_LIST.match(action):
        return False
    return kind is DutyKind.MUST_NOT or not grammar.ONE_OF.match(action)


def _add_item(node: Provision, above: Address, leading: Duty, duties: list[Duty]) -> None:
    """Add an item of a list as a duty, with actor and condition of the words before the list."""
    address = above.child(node.level, node.number)
    end = len(node.text.rstrip("。；;，, "))
    if end:
        duties.append(
            Duty(
                kind=leading.kind,
                what=Span(node.text[:end], address, 0, end),
                who=leading.who,
                when=leading.when,
                lead=leading.what,
                actors=leading.actors,
            )
        )
