"""What a duty is: who must, must not or may do what, when, and where it stands."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from regkit.model.address import Address


class DutyKind(StrEnum):
    """What the words do.

    MUST 应当, 负责, 由……实施; MUST_NOT 不得, 禁止; MAY 可以, 有权, 享有……权; ENCOURAGED 鼓励, 支持, 提倡;
    PENALTY is what follows from a breach: 责令, 罚款, 处分, 追究责任.
    """

    MUST = "must"
    MUST_NOT = "must_not"
    MAY = "may"
    ENCOURAGED = "encouraged"
    PENALTY = "penalty"


class Span(msgspec.Struct, frozen=True, gc=False):
    """Words as printed: they stand at ``text[start:end]`` in the own text of the provision at `source`."""

    text: str
    source: Address
    start: int
    end: int


class Duty(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One line of a checklist, in the words of the statute.

    `what` is what is to be done, with the word that says so (应当, 不得). `who` is its subject as printed: who must,
    must not or may; of ENCOURAGED who is encouraged, of PENALTY who imposes it. It is None where the words name
    nobody, or nobody of whom it is certain that he is meant. `when` are the words that lead in a condition.

    An item of a list (应当采取下列措施：（一）……) is a duty of its own; its `lead` are the words before the list, in the
    provision above.
    """

    kind: DutyKind
    what: Span
    who: Span | None = None
    when: Span | None = None
    lead: Span | None = None
    # `who` taken apart, where it is certain that it lists several.
    actors: tuple[str, ...] = ()

    @property
    def action(self) -> str:
        """The words of `what`."""
        return self.what.text

    @property
    def condition(self) -> str | None:
        """The words of `when`."""
        return self.when.text if self.when else None

    @property
    def source(self) -> Address:
        """The provision in which `what` stands."""
        return self.what.source

    @property
    def start(self) -> int:
        """Where `what` begins in the text of `source`."""
        return self.what.start

    @property
    def end(self) -> int:
        """Where `what` ends in the text of `source`."""
        return self.what.end
