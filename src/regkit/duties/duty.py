"""The values that describe a duty: who must, must not or may do what, under which condition, and where that is printed."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from regkit.model.address import Address
from regkit.text.notebook import short_repr


class DutyKind(StrEnum):
    """What the words of a duty express.

    MUST: 应当, 负责, 由……实施. MUST_NOT: 不得, 禁止. MAY: 可以, 有权, 享有……权. ENCOURAGED: 鼓励, 支持, 提倡. PENALTY: what follows
    from a breach (责令, 罚款, 处分, 追究责任).
    """

    MUST = "must"
    MUST_NOT = "must_not"
    MAY = "may"
    ENCOURAGED = "encouraged"
    PENALTY = "penalty"


class Span(msgspec.Struct, frozen=True, gc=False):
    """Words as printed.

    `text` stands from `start` to `end` (characters from 0, end exclusive) in the text of the provision at `source`, without that of
    its children.
    """

    text: str
    source: Address
    start: int
    end: int


class Duty(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A duty, a prohibition, a right or a penalty, in the words of the statute.

    `what` is the action, with 应当, 不得 and the like before it. `who` is the actor as printed: who must, must not or may act; for
    ENCOURAGED, who is encouraged; for PENALTY, who imposes it. It is None if the words name nobody, or if it is not certain whom
    they mean. `when` is the condition. `actors` are the actors that `who` lists, or `who` alone if that is not certainly a list.

    Each item of a list (应当采取下列措施：（一）……) is a separate duty, whose `lead` are the words before the list, in the provision
    above; otherwise `lead` is None.
    """

    kind: DutyKind
    what: Span
    who: Span | None = None
    when: Span | None = None
    lead: Span | None = None

    actors: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Kind, source, actor and action: ``Duty('must', '第三条第一款', '摊主', '应当亮证')``."""
        who = [short_repr(self.who.text)] if self.who else []
        parts = [repr(str(self.kind)), repr(str(self.source)), *who, short_repr(self.action)]
        return f"Duty({', '.join(parts)})"

    @property
    def action(self) -> str:
        """The text of `what`."""
        return self.what.text

    @property
    def condition(self) -> str | None:
        """The text of `when`, None if there is no condition."""
        return self.when.text if self.when else None

    @property
    def source(self) -> Address:
        """The address of the provision in which `what` stands."""
        return self.what.source

    @property
    def start(self) -> int:
        """Where `what` begins in the text of `source`, in characters from 0."""
        return self.what.start

    @property
    def end(self) -> int:
        """Where `what` ends in the text of `source`, exclusive."""
        return self.what.end
