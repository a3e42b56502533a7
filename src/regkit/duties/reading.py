"""Reading one text: its sentences, their clauses, and the duties that each clause says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from regkit.duties import grammar
from regkit.duties.actors import subject
from regkit.duties.duty import DutyKind
from regkit.rule import Match

Span = tuple[int, int]

_CONDITION_ENDS = (
    "的",
    "时",
    "后",
    "前",
    "外",
    "期间",
    "情况下",
    "情形下",
    "条件下",
    "之日起",
    "过程中",
    "以内",
)
_CONDITION_STARTS = (
    "未经", "未取得", "经", "除", "因", "为", "根据", "按照", "依照", "如", "遇", "当", "自", "在", "对", "凡", "属于", "涉及", "违反", "必要时", "需要",
)  # fmt: skip
# Before 应当 they make it tell of a thing: 对应当备案的集市, 缴纳应当缴纳的费用.
_DESCRIBING = (
    "对", "将", "把", "按", "按照", "依照", "属于", "符合", "所", "未", "缴纳", "履行", "支付", "补缴", "公开", "承担", "是否", "认为", "其他", "以及", "、",
    "和", "为", "及", "或者", "包括", "具备", "有", "达到", "超过", "知道", "一切", "发现", "列入",
)  # fmt: skip
# With these words somebody speaks of what another has to do: 告知申请人应当补正.
_EMBEDDING = (
    "告知", "要求", "责令", "督促", "通知", "提示", "提醒", "明确", "规定", "约定", "载明", "注明", "说明", "认为", "决定", "确认", "确保", "保证", "建议",
    "知道", "承诺", "警示", "证明", "表明", "教育", "指出", "限制", "申请", "同意", "直至", "以便",
)  # fmt: skip
# These are done to whom the condition tells of, by another.
_DONE_BY_ANOTHER = ("予以", "给予", "准予", "不予", "免予", "依法给予", "依法予以", "撤销", "取消", "免除", "免征", "减征", "减免", "从轻", "减轻", "从重", "不再", "认定", "视为", "由")  # fmt: skip
# Who gives a notice or a penalty by law is another than who orders the rest.
_BY_OTHERS = ("追究", "给予", "予以", "依照", "论处", "定罪处罚", "从重处罚")
_IMPERSONAL = ("禁止", "严禁", "严格禁止")


class Found(msgspec.Struct, gc=False):
    """A duty as places in a text; its own words begin at `begin`."""

    kind: DutyKind
    what: Span
    who: Span | None
    when: Span | None
    begin: int


def mask(text: str) -> str:
    """The text with quotations, titles and brackets masked, so that every place stays the same."""
    if "“" in text or "《" in text or "（" in text or "(" in text:
        return grammar.MASKED.sub(lambda found: grammar.MASK * len(found[0]), text)
    return text


def read(text: str) -> list[Found]:
    """The duties that a text says, in reading order."""
    masked = mask(text)
    triggers = list(grammar.TRIGGER.finditer(masked))
    if not triggers:
        return []
    reader = _Reader(masked)
    place = 0
    for clause in grammar.CLAUSE.finditer(masked):
        end = clause.end() if not clause[1] else clause.end() - 1
        first = place
        while place < len(triggers) and triggers[place].start() < end:
            place += 1
        if first < place and not grammar.DEFINITION.match(masked, clause.start(), end):
            reader.read_clause(clause.start(), end, triggers[first:place])
        if clause[1]:
            reader.end_sentence()
    return reader.found


class _Reader:
    def __init__(self, masked: str) -> None:
        self.masked = masked
        self.found: list[Found] = []
        # The actor of the clause before in the same sentence, and of the sentence before.
        self.carried: Span | None = None
        self.previous: Span | None = None
        self.penal = False

    def end_sentence(self) -> None:
        self.previous, self.carried, self.penal = self.carried, None, False

    def read_clause(self, start: int, end: int, triggers: Sequence[Match]) -> None:
        self.start, self.end = start, end
        self.duties: list[Found] = []
        # Up to where the trigger accepted last reaches, and the start of its segment.
        self.segment = -1
        for trigger in triggers:
            begin = max(self.masked.rfind("，", start, trigger.start()) + 1, start)
            stop = self.masked.find("，", trigger.end(), end)
            self._read_trigger(trigger, begin, end if stop < 0 else stop)
        if self.duties:
            for duty, last in zip(self.duties, [*(each.begin for each in self.duties[1:]), end], strict=True):
                duty.what = self._trim(duty.what[0], last)
            self.found += [duty for duty in self.duties if duty.what[0] < duty.what[1]]

    def _trim(self, start: int, end: int) -> Span:
        masked = self.masked
        while start < end and masked[start] in "，、 \u3000":
            start += 1
        while start < end and masked[end - 1] in "，、 \u3000并且但而":
            end -= 1
        return start, end

    def _read_trigger(self, trigger: Match, begin: int, stop: int) -> None:
        name = trigger.lastgroup
        if name == "assigned":
            self._read_assigned(trigger, begin, stop)
        elif name == "penalty":
            self._read_penalty(trigger, begin, stop)
        elif name == "encouraged":
            self._read_encouraged(trigger, begin)
        elif name == "charged":
            self._read_charged(trigger, begin, stop)
        else:
            self._read_modal(DutyKind(name or ""), trigger, begin, stop)

    # 应当, 不得, 可以

    def _read_modal(self, kind: DutyKind, trigger: Match, begin: int, stop: int) -> None:
        masked, place = self.masked, trigger.start()
        if masked[stop - 1] == "的" or masked.startswith("的", trigger.end()):
            return
        if self.segment == begin:
            last = self.duties[-1]
            if not grammar.JOINED.match(masked, last.what[0], place):
                return
            self._add(kind, begin, (self._joint(place), self.end), last.who, None, trigger)
            return
        own = grammar.CONNECTIVE.match(masked, begin, place)
        first = own.end() if own else begin
        if kind is DutyKind.MUST_NOT and trigger[0] in _IMPERSONAL:
            self._read_forbidden(trigger, begin, first, stop)
            return
        if kind is DutyKind.PENALTY or (
            self.duties and self.duties[-1].kind is DutyKind.PENALTY and kind is DutyKind.MAY
        ):
            return
        lead = masked[first:place]
        if lead.endswith(_DESCRIBING):
            return
        if grammar.ADVERBS.match(masked, first, place):
            if (
                not self.duties
                and stop < self.end
                and not self.carried
                and grammar.RELATIVE.match(masked, trigger.end(), stop)
                and begin == self.start
            ):
                return
            self._add_subjectless(kind, begin, first, trigger)
            return
        if self.duties and lead.startswith(_EMBEDDING):
            return
        who_end = subject(masked, first, place)
        if who_end:
            who = (first, who_end)
            action = who_end
            while action < place and masked[action] == grammar.MASK:
                action += 1
            self._add(kind, begin, (action, self.end), who, self._leading(begin), trigger)
        elif lead.endswith("的"):
            self._add_subjectless(kind, begin, place, trigger)
        elif self._is_adverbial(first, place):
            self._add_subjectless(kind, begin, first, trigger)
        else:
            self._add_thing(kind, begin, first, trigger)

    def _joint(self, place: int) -> int:
        masked = self.masked
        while place > 0 and masked[place - 1] in "也又还":
            place -= 1
        return place

    def _is_adverbial(self, start: int, end: int) -> bool:
        """Whether the words before 应当 go on with the subject before: ，在三日内应当……"""
        return bool(grammar.ADVERBIAL.match(self.masked, start, end))

    def _add_subjectless(self, kind: DutyKind, begin: int, first: int, trigger: Match) -> None:
        """Add a duty whose own segment names no actor: it is that of the words before, if any is certain."""
        if self.duties:
            when = (begin, first) if first > begin and self.masked[first - 1] == "的" else None
            self._add(
                kind, begin, (first, self.end), self.duties[-1].who, self._between(begin) or when, trigger
            )
            return
        who, when, action = self._from_leading(begin, first)
        if who is None:
            who = self.carried
            if who is None and trigger.start() == self.start:
                who = self.previous
        elif when and who[0] >= when[0] and self._is_done_by_another(trigger):
            who = None
        self._add(kind, begin, (action, self.end), who, when, trigger)

    def _is_done_by_another(self, trigger: Match) -> bool:
        return self.masked.startswith(_DONE_BY_ANOTHER, trigger.end())

    def _add_thing(self, kind: DutyKind, begin: int, first: int, trigger: Match) -> None:
        """Add a duty that tells of a thing: 申请材料应当齐全."""
        if self.duties:
            self._add(kind, begin, (first, self.end), None, None, trigger)
            return
        when = self._leading(begin)
        self._add(kind, begin, (when[1] if when else self.start, self.end), None, when, trigger)

    def _add(
        self, kind: DutyKind, begin: int, what: Span, who: Span | None, when: Span | None, trigger: Match
    ) -> None:
        masked = self.masked
        if kind in (DutyKind.MUST, DutyKind.MAY):
            if masked.startswith("由", trigger.end()):
                who_end = subject(masked, trigger.end() + 1, self.end, whole=False)
                who = (trigger.end() + 1, who_end) if who_end else None
            if grammar.SANCTION_NEXT.match(masked, trigger.end(), self.end):
                kind = DutyKind.PENALTY
        own = when[0] if when and self.duties and when[0] > self.duties[-1].begin else begin
        self.duties.append(Found(kind, what, who, when, max(own, what[0]) if self.segment == begin else own))
        self.segment = begin
        if kind is DutyKind.PENALTY:
            self.penal = True
        self.carried = who

    # The words before.

    def _segments(self, end: int) -> Iterator[Span]:
        start = self.start
        while start < end:
            stop = self.masked.find("，", start, end)
            stop = end if stop < 0 else stop
            if start < stop:
                yield start, stop
            start = stop + 1

    def _is_condition(self, segment: Span) -> bool:
        return self.masked.endswith(_CONDITION_ENDS, *segment) or self.masked.startswith(
            _CONDITION_STARTS, *segment
        )

    def _leading(self, begin: int) -> Span | None:
        """The condition that leads in the clause, up to the segment at `begin`."""
        if self.duties:
            return self._between(begin)
        last = None
        for segment in self._segments(begin):
            if self._is_condition(segment):
                last = segment[1]
        return self._trim(self.start, last) if last else None

    def _between(self, begin: int) -> Span | None:
        """A condition right before `begin`, after the duty before."""
        if begin - 1 > self.segment and self.masked.endswith("的", self.start, begin - 1):
            start = max(self.masked.rfind("，", self.start, begin - 1) + 1, self.start)
            if start > self.segment:
                return start, begin - 1
        return None

    def _from_leading(self, begin: int, first: int) -> tuple[Span | None, Span | None, int]:
        """Actor, condition and start of the action from the segments before the one that names nobody."""
        who = when = None
        action = first
        segments = list(self._segments(begin))
        last_condition = None
        for segment in segments:
            start, stop = segment
            who_end = subject(self.masked, start, stop)
            if who_end:
                who = (start, who_end)
            if self._is_condition(segment):
                last_condition = segment
        if who is None:
            if last_condition:
                when = self._trim(self.start, last_condition[1])
            return None, when, self._trim(when[1] if when else self.start, self.end)[0]
        if last_condition is None or last_condition[1] <= who[0]:
            when = self._trim(self.start, last_condition[1]) if last_condition else None
            return who, when, who[1]
        if (
            last_condition[0] == who[0]
            and not self.masked.endswith("的", *last_condition)
            and who[1] < last_condition[1]
        ):
            when = (who[1], last_condition[1])
        elif last_condition[0] > who[0] and all(
            s[0] != who[0] or not self._is_condition(s) for s in segments
        ):
            # 摊主，在……时，应当: the actor stands before the condition.
            when = self._trim(who[1], last_condition[1])
        else:
            when = self._trim(self.start, last_condition[1])
        return who, when, self._trim(last_condition[1], self.end)[0]

    # 禁止

    def _read_forbidden(self, trigger: Match, begin: int, first: int, stop: int) -> None:
        masked = self.masked
        if "的" in masked[trigger.end() : trigger.end() + 3] or masked.endswith(
            ("规定", "法律", "法规", "明令", "或者", "、", "限制", "依法", "被"), first, trigger.start()
        ):
            return
        if self.duties and first < trigger.start():
            return
        who_end = subject(masked, trigger.end(), stop, whole=False)
        who = (trigger.end(), who_end) if who_end else None
        when = self._leading(begin)
        self._add(
            DutyKind.MUST_NOT,
            begin,
            (first if self.duties else self._trim(when[1] if when else self.start, self.end)[0], self.end),
            who,
            when,
            trigger,
        )
        self.carried = None

    # 鼓励

    def _read_encouraged(self, trigger: Match, begin: int) -> None:
        masked, place = self.masked, trigger.start()
        if self.duties or (self.carried and not trigger[0].startswith(("鼓励", "提倡", "倡导"))):
            return
        if place > begin and not grammar.ENCOURAGER.match(masked, begin, place):
            return
        words = grammar.ENCOURAGING.match(masked, place)
        if not words or masked.startswith(("的", "措施", "政策"), words.end()):
            return
        who_end = subject(masked, words.end(), self.end, whole=False)
        when = self._leading(begin)
        self._add(
            DutyKind.ENCOURAGED,
            begin,
            (begin, self.end),
            (words.end(), who_end) if who_end else None,
            when,
            trigger,
        )
        self.carried = None

    # 由

    def _read_assigned(self, trigger: Match, begin: int, stop: int) -> None:
        masked, place = self.masked, trigger.start()
        if self.segment == begin or masked[stop - 1] == "的":
            return
        who_end = subject(masked, trigger.end(), stop, whole=False)
        if not who_end or grammar.RELATIVE_ACT.match(masked, who_end, stop):
            return
        if masked.endswith(_DESCRIBING, begin, place):
            return
        when = self._leading(begin)
        if self.duties:
            action = begin
        else:
            action = self._trim(when[1] if when else self.start, self.end)[0]
        kind = DutyKind.PENALTY if grammar.SANCTION.search(masked, who_end, self.end) else DutyKind.MUST
        self._add(kind, begin, (action, self.end), (trigger.end(), who_end), when, trigger)
        if kind is DutyKind.MUST:
            self.carried = None

    # 责令, 罚款

    def _read_penalty(self, trigger: Match, begin: int, stop: int) -> None:
        masked, place = self.masked, trigger.start()
        if self.duties or masked[stop - 1] == "的":
            return
        when = self._leading(begin)
        led = when is not None and masked[when[1] - 1] == "的"
        own = masked[begin:place]
        who_end = subject(masked, begin, place) if own else None
        if not led and not self.penal:
            return
        who = (begin, who_end) if who_end else None
        if who is None and self.penal and not trigger[0].startswith(_BY_OTHERS):
            who = self.carried
        carried = self.carried
        self._add(
            DutyKind.PENALTY,
            begin,
            (who_end or (when[1] if when else self.start), self.end),
            who,
            when,
            trigger,
        )
        self.carried = who or carried

    # 负责

    def _read_charged(self, trigger: Match, begin: int, stop: int) -> None:
        masked, place = self.masked, trigger.start()
        if self.duties or masked[stop - 1] == "的":
            return
        if grammar.RELATIVE_CHARGE.match(masked, trigger.end(), stop):
            return
        who_end = subject(masked, begin, place)
        if who_end:
            self._add(
                DutyKind.MUST, begin, (who_end, self.end), (begin, who_end), self._leading(begin), trigger
            )
