"""Reads the duties of one text: takes it apart into sentences and clauses, and reads what each clause states."""

from __future__ import annotations

from collections.abc import Sequence

from regkit.duties import grammar
from regkit.duties.actors import subject
from regkit.duties.clauses import Bounds, Clause, FoundDuty
from regkit.duties.duty import DutyKind
from regkit.rule import Match

# A penalty is sought in this many characters after the name of whoever imposes it.
_FARTHEST = 400


def mask(text: str) -> str:
    """The text with quotations, titles and brackets masked character by character, so that all positions stay the same."""
    if "“" in text or "《" in text or "（" in text or "(" in text:
        return grammar.MASKED.sub(lambda match: grammar.MASK * len(match[0]), text)
    return text


def read(text: str, *, listed: bool = False) -> list[FoundDuty]:
    """The duties that a text states, in reading order. If the text is `listed`, an item may also name a thing (应当公示的平面图)."""
    masked = mask(text)
    triggers = list(grammar.TRIGGER.finditer(masked))
    if not triggers:
        return []
    reader = _DutyReader(masked, listed)
    index = 0
    for clause in grammar.CLAUSE.finditer(masked):
        end = clause.end() if not clause["stop"] else clause.end() - 1
        first = index
        while index < len(triggers) and triggers[index].start() < end:
            index += 1
        if first < index and not _states_no_duty(masked, clause.start(), end):
            reader.read_clause(Clause(masked, clause.start(), end), triggers[first:index])
        if clause[1]:
            reader.end_sentence()
    return reader.found


def _states_no_duty(masked: str, start: int, end: int) -> bool:
    """Whether a clause is a definition or states the purpose of the act."""
    return bool(grammar.DEFINITION.match(masked, start, end) or grammar.PURPOSE.match(masked, start, end))


class _DutyReader:
    """Reads a text clause by clause; `found` are the duties so far."""

    def __init__(self, masked: str, listed: bool) -> None:
        self.masked = masked
        self.listed = listed
        self.found: list[FoundDuty] = []
        # The duties of the current clause, and where the segment of the last one begins.
        self.duties: list[FoundDuty] = []
        self.segment = -1
        # The last actor of the current sentence, and that of the sentence before.
        self.carried: Bounds | None = None
        self.previous: Bounds | None = None
        # Whether the current sentence has imposed a penalty.
        self.penal = False

    def end_sentence(self) -> None:
        """Prepare for the next sentence: its first clause may continue with the last actor of this one."""
        self.previous, self.carried, self.penal = self.carried, None, False

    def read_clause(self, clause: Clause, triggers: Sequence[Match]) -> None:
        """Read the duties of a clause; `triggers` are the words in it that may state one."""
        self.clause, self.duties, self.segment = clause, [], -1
        for trigger in triggers:
            begin = max(self.masked.rfind("，", clause.start, trigger.start()) + 1, clause.start)
            stop = self.masked.find("，", trigger.end(), clause.end)
            stop = clause.end if stop < 0 else stop
            # A segment that ends with 的 is a condition, not a duty.
            if self.masked[stop - 1] != "的":
                self._read_trigger(trigger, begin, stop)
        ends = [*(duty.begin for duty in self.duties[1:]), clause.end]
        for duty, end in zip(self.duties, ends, strict=bool(self.duties)):
            duty.what = clause.trim(duty.what[0], end)
            if duty.what[0] < duty.what[1]:
                self.found.append(duty)

    def _read_trigger(self, trigger: Match, begin: int, stop: int) -> None:
        """Read the duty that one trigger states, if it does; its segment is ``masked[begin:stop]``."""
        match trigger.lastgroup:
            case "assigned":
                self._read_assigned(trigger, begin, stop)
            case "penalty":
                self._read_penalty(trigger, begin)
            case "encouraged":
                self._read_encouraged(trigger, begin, stop)
            case "charged":
                self._read_charged(trigger, begin, stop)
            case "forbidden":
                self._read_forbidden(trigger, begin, stop)
            case kind:
                self._read_modal(DutyKind(kind or ""), trigger, begin, stop)

    def _add(self, kind: DutyKind, begin: int, action: int, who: Bounds | None, when: Bounds | None) -> None:
        """Add a duty whose segment begins at `begin` and whose action begins at `action`."""
        duty_begin = when[0] if when and self.duties and when[0] > self.duties[-1].begin else begin
        if self.segment == begin:
            duty_begin = action
        self.duties.append(FoundDuty(kind, (action, self.clause.end), who, when, duty_begin))
        self.segment = begin
        self.penal = self.penal or kind is DutyKind.PENALTY
        self.carried = who

    # 应当, 不得, 可以

    def _read_modal(self, kind: DutyKind, trigger: Match, begin: int, stop: int) -> None:
        """Read a duty with 应当, 不得, 可以 and the like."""
        if grammar.OF_A_THING.match(self.masked, trigger.end(), stop):
            return
        position = trigger.start()
        if self.masked.startswith("除", begin):
            return
        if self.segment == begin:
            last = self.duties[-1]
            if grammar.JOINED.match(self.masked, max(last.what[0], position - 3), position):
                self._add_modal(kind, begin, self._joint(position), last.who, None, trigger)
            return
        # 由……责令改正，可以处…… is one penalty, and 应当……，方可…… is one duty.
        continues = self.duties and (
            self.duties[-1].kind is DutyKind.PENALTY or self.masked[position - 1] == "方"
        )
        if continues and kind is DutyKind.MAY:
            return
        connective = grammar.CONNECTIVE.match(self.masked, begin, position)
        first = connective.end() if connective else begin
        who_end = subject(self.masked, first, position)
        if who_end:
            if who_end < position and grammar.DESCRIBING.match(
                self.masked, max(who_end, position - 12), position
            ):
                return
            action = who_end
            while self.masked[action] == grammar.MASK:
                action += 1
            self._add_modal(kind, begin, action, (first, who_end), self._condition(begin), trigger)
        elif self._describes_or_reports(first, trigger, begin, stop):
            return
        elif self._names_nobody(first, position):
            self._add_subjectless(kind, begin, first, trigger)
        else:
            # 申请材料应当齐全 names a thing, not an actor.
            when = self._condition(begin)
            self._add_modal(kind, begin, self._start_of_action(first, when), None, when, trigger)

    def _describes_or_reports(self, first: int, trigger: Match, begin: int, stop: int) -> bool:
        """Whether the words around 应当 describe a thing, or report what somebody else has to do."""
        position = trigger.start()
        if grammar.DESCRIBING.match(self.masked, max(first, position - 12), position):
            return True
        if self.duties:
            return bool(grammar.EMBEDDING.match(self.masked, first, position))
        return (
            begin == self.clause.start
            and (self.listed or stop < self.clause.end)
            and self.carried is None
            and bool(grammar.ADVERBS.match(self.masked, first, position))
            and bool(grammar.RELATIVE.match(self.masked, trigger.end(), stop))
            and (self.listed or bool(grammar.TRIGGER.search(self.masked, stop, self.clause.end)))
        )

    def _names_nobody(self, first: int, position: int) -> bool:
        """Whether the words before 应当 in its segment are only adverbs, or end a condition (……的应当)."""
        return bool(
            self.masked.endswith("的", first, position)
            or grammar.ADVERBS.match(self.masked, first, position)
            or grammar.ADVERBIAL.match(self.masked, first, position)
        )

    def _joint(self, position: int) -> int:
        """The position where 也, 又 and 还 before a position begin."""
        while self.masked[position - 1] in "也又还":
            position -= 1
        return position

    def _add_subjectless(self, kind: DutyKind, begin: int, first: int, trigger: Match) -> None:
        """Add a duty whose segment names no actor: the actor is that of the words before, if one is certain."""
        if self.duties:
            self._add_modal(kind, begin, first, self.carried, self._condition(begin), trigger)
            return
        leading = self.clause.leading(begin)
        who, when = leading.who, leading.when
        if who is None and not leading.uncertain:
            who = self.carried
            if who is None and trigger.start() == self.clause.start:
                who = self.previous
        if who and when and grammar.DONE_BY_ANOTHER.match(self.masked, trigger.end()):
            # In 摊主……的，应当予以…… somebody else has to act, unless the actor of the condition is an authority.
            who = who if grammar.AUTHORITY.match(self.masked, *who) else None
        self._add_modal(kind, begin, leading.action, who, when, trigger)

    def _add_modal(
        self, kind: DutyKind, begin: int, action: int, who: Bounds | None, when: Bounds | None, trigger: Match
    ) -> None:
        """Add a duty with 应当, 不得 or 可以: 由 may name another actor after it, and a sanction makes it a penalty."""
        if kind in (DutyKind.MUST, DutyKind.MAY):
            position = trigger.end()
            if self.masked.startswith("由", position):
                end = subject(self.masked, position + 1, self.clause.end, whole=False)
                who = (position + 1, end) if end else None
            if grammar.SANCTION_NEXT.match(self.masked, position, self.clause.end):
                kind = DutyKind.PENALTY
        self._add(kind, begin, action, who, when)

    def _condition(self, begin: int) -> Bounds | None:
        """The condition before the segment that begins at `begin`: of the clause or, after another duty, of its own."""
        if self.duties:
            return self.clause.condition_between(begin, self.segment)
        return self.clause.condition(begin)

    def _start_of_action(self, first: int, when: Bounds | None) -> int:
        """Where the action of a duty begins that names no actor before it."""
        if self.duties:
            return first
        return self.clause.trim(when[1] if when else self.clause.start, self.clause.end)[0]

    # 禁止

    def _read_forbidden(self, trigger: Match, begin: int, stop: int) -> None:
        """Read a prohibition with 禁止, whose actor stands after it."""
        position = trigger.start()
        connective = grammar.CONNECTIVE.match(self.masked, begin, position)
        first = connective.end() if connective else begin
        if "的" in self.masked[trigger.end() : trigger.end() + 3] or (self.duties and first < position):
            return
        if grammar.BY_LAW.match(self.masked, first, position):
            return
        end = subject(self.masked, trigger.end(), stop, whole=False)
        when = self._condition(begin)
        who = (trigger.end(), end) if end else None
        self._add(DutyKind.MUST_NOT, begin, self._start_of_action(first, when), who, when)
        self.carried = None

    # 鼓励

    def _read_encouraged(self, trigger: Match, begin: int, stop: int) -> None:
        """Read 鼓励, 支持 and the like, whose actor stands after it; further ones in the same clause may follow."""
        position = trigger.start()
        further = self.duties and self.duties[-1].kind is DutyKind.ENCOURAGED and begin > self.segment
        if self.duties and not (further and position == begin):
            return
        if self.carried and not trigger[0].startswith(("鼓励", "提倡", "倡导")):
            return
        if position > begin and not grammar.ENCOURAGER.match(self.masked, begin, position):
            return
        words = grammar.ENCOURAGING.match(self.masked, position)
        if not words or self.masked.startswith(("的", "措施", "政策"), words.end()):
            return
        end = subject(self.masked, words.end(), stop, whole=False)
        who = (words.end(), end) if end else None
        self._add(DutyKind.ENCOURAGED, begin, begin, who, self._condition(begin))
        self.carried = None

    # 由

    def _read_assigned(self, trigger: Match, begin: int, stop: int) -> None:
        """Read a duty or a penalty with 由, whose actor stands after it."""
        position = trigger.start()
        if self.segment == begin or grammar.DESCRIBING.match(
            self.masked, max(begin, position - 12), position
        ):
            return
        end = subject(self.masked, trigger.end(), stop, whole=False)
        if not end or grammar.RELATIVE_ACT.match(self.masked, end, stop):
            return
        if grammar.COMPOSED.match(self.masked, end, stop):
            return
        when = self._condition(begin)
        # In 费用由摊主承担 the actor bears the cost; he imposes no penalty.
        bears = self.masked.startswith(("承担", "负担", "支付"), end)
        penal = not bears and grammar.SANCTION.search(self.masked, end, min(self.clause.end, end + _FARTHEST))
        kind = DutyKind.PENALTY if penal else DutyKind.MUST
        before = self.carried if self.duties else None
        self._add(kind, begin, self._start_of_action(begin, when), (trigger.end(), end), when)
        if not penal:
            # In 由摊主签收；拒绝签收的，可以…… it is somebody else who may act.
            self.carried = before

    # 责令, 罚款

    def _read_penalty(self, trigger: Match, begin: int) -> None:
        """Read a penalty with 责令, 处 and the like; it needs a condition, or a penalty before it in the sentence."""
        if self.duties:
            return
        when = self.clause.condition(begin, case=True)
        convicts = trigger[0].startswith(("定罪", "论处", "依照", "从重"))
        if not (self.penal or when or (convicts and begin > self.clause.start)):
            return
        when = when or self._condition(begin)
        end = subject(self.masked, begin, trigger.start())
        who = (begin, end) if end else None
        carried = self.carried
        if who is None and self.penal and not grammar.BY_OTHERS.match(self.masked, trigger.start()):
            who = carried
        action = end or self._start_of_action(begin, when)
        self._add(DutyKind.PENALTY, begin, action, who, when)
        self.carried = who or carried

    # 负责

    def _read_charged(self, trigger: Match, begin: int, stop: int) -> None:
        """Read a duty with 负责, 履行下列职责 and the like."""
        if self.duties or grammar.RELATIVE_CHARGE.match(self.masked, trigger.end(), stop):
            return
        position = trigger.start()
        if position == begin:
            # The actor stands in an earlier segment: 主办者对集市……，履行下列职责：
            leading = self.clause.leading(begin)
            if leading.who:
                self._add(DutyKind.MUST, begin, leading.action, leading.who, leading.when)
            return
        end = subject(self.masked, begin, position)
        if end:
            self._add(DutyKind.MUST, begin, end, (begin, end), self._condition(begin))
