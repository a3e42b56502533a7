"""Read the closing articles: when the statute comes into force, and when its own words end its force."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from regkit.errors import AddressError
from regkit.metadata import grammar, time_grammar
from regkit.metadata.bodies import LONGEST
from regkit.metadata.events import MetadataEvent
from regkit.metadata.kinds import EventKind
from regkit.metadata.printed import Printed, Token, TokenKind
from regkit.metadata.times import LocatedTiming, day_at, read_announcements, read_ends, read_span
from regkit.metadata.timing import AfterEvent, OnDay, ToBeAnnounced, WithAct
from regkit.model.address import ROOT, Address, Number, Source
from regkit.model.levels import Level

# How many articles a range such as 第十二条至第十四条 may span; a greater one is not read.
_MOST_IN_A_RANGE = 200
# In characters: how far after a title the words are read that bring an act into force with that act.
_LONGEST_AFTER_TITLE = 40
_SEPARATORS = str.maketrans("和及到", "、、至")


class Closing:
    """Reads the paragraphs of one closing article or division, or of a preamble.

    `events` are the times at which this act comes into force (施行) or ends (失效). `source` is where the paragraphs are.
    `about_this_act` says that they are known to speak of this act, even if they do not name it.
    """

    def __init__(self, paragraphs: Iterable[str], source: Source, *, about_this_act: bool = False) -> None:
        self.events: list[MetadataEvent] = []
        self._source = source
        self._about_this_act = about_this_act
        for paragraph in paragraphs:
            self._printed = Printed((paragraph,))
            self._read_paragraph()

    def _read_paragraph(self) -> None:
        text = self._printed.text
        # The offsets at which words end that bring this act into force.
        self._ends: list[int] = []
        self._start_anew(0)
        announcements = deque(read_announcements(text))
        for token in self._printed.tokens():
            while announcements and announcements[0].end <= token.start:
                self._read_in_force(announcements.popleft())
            self._read(token)
        for located in announcements:
            self._read_in_force(located)
        for end in read_ends(self._printed):
            # 有效期五年 without a subject belongs to this act only after a sentence that brings it into force.
            if self._about_this_act or end.names_act or end.start - 1 in self._ends:
                self._add_event(EventKind.EXPIRED, end.start, LocatedTiming(end.start, end.end, end.when), ())

    def _start_anew(self, begin: int) -> None:
        """Forget the date of a sentence that is complete; the next one begins at an offset."""
        self._begin = begin
        self._day: Token | None = None
        self._until: Token | None = None

    def _read(self, token: Token) -> None:
        if token.kind is TokenKind.STOP:
            self._start_anew(token.end)
        elif token.kind is TokenKind.DAY:
            self._read_day(token)
        elif token.kind is TokenKind.TITLE:
            self._read_with_act(token)
        elif self._printed.text[token.start - 1 : token.start] == "》":
            # 《某法》公布之日 is a day of that act.
            return
        elif token.kind is TokenKind.SINCE and token.verb:
            self._read_in_force(LocatedTiming(token.start, token.end, AfterEvent(token.verb)))
        elif token.kind is TokenKind.AFTER:
            words = self._printed.text[token.start : token.end]
            self._read_in_force(LocatedTiming(token.start, token.end, read_span(words)))
        elif token.verb is EventKind.IN_FORCE and self._day:
            self._read_dated(token, self._day)

    def _read_day(self, token: Token) -> None:
        """Read a day. In 自2021年1月1日至2025年12月31日施行 the first day is that of the entry into force."""
        between = self._printed.text[self._day.end : token.start] if self._day else ""
        if self._day and time_grammar.UNTIL.match(between):
            self._until = token
        else:
            self._day, self._until = token, None

    def _read_dated(self, token: Token, dated: Token) -> None:
        """Read a verb after a day, if the day is that of this act."""
        text = self._printed.text
        # In 2020年1月1日起施行的《…》 another act comes into force.
        is_other_act = text[token.end : token.end + 1] == "的"
        between = text[(self._until or dated).end : token.start]
        if is_other_act or len(between) > LONGEST or not grammar.IN_FORCE_GAP.match(between):
            return
        day = day_at(self._printed, dated.start, dated.end, text[dated.end : token.start])
        self._read_in_force(LocatedTiming(dated.start, token.end, OnDay(day) if day else None))

    def _read_with_act(self, title: Token) -> None:
        """Read 与《某法》同时施行 and 自《某法》施行之日起施行."""
        text = self._printed.text
        match = time_grammar.WITH_ACT.match(text[title.end : title.end + _LONGEST_AFTER_TITLE])
        # Without words between, 《某法》施行 speaks of that act.
        if (
            match
            and match.start("verb")
            and text[max(title.start - 1, 0) : title.start] in tuple("与同和自从")
        ):
            when = WithAct(self._printed.title(title))
            self._read_in_force(LocatedTiming(title.start - 1, title.end + match.end(), when))

    def _read_in_force(self, located: LocatedTiming) -> None:
        self._add(self._begin, located)
        self._start_anew(located.end)

    def _add(self, begin: int, located: LocatedTiming) -> None:
        """Add an entry into force, if its sentence, which starts at `begin`, is about this act or some of its provisions."""
        if located.start - begin > LONGEST:
            return
        before = self._printed.text[begin : located.start]
        if isinstance(located.when, ToBeAnnounced):
            before = before.removesuffix("的")
        provisions = _provisions(before) if before else ()
        if provisions or grammar.THIS_ACT.match(before):
            self._ends.append(located.end)
            self._add_event(EventKind.IN_FORCE, begin, located, provisions)

    def _add_event(
        self, kind: EventKind, begin: int, located: LocatedTiming, provisions: tuple[Address, ...]
    ) -> None:
        self.events.append(
            MetadataEvent(
                kind=kind,
                when=located.when,
                provisions=provisions,
                words=self._printed.words(begin, located.end).removeprefix("外").lstrip("，,"),
                source=self._source,
            )
        )


def _provisions(words: str) -> tuple[Address, ...]:
    """The provisions that words such as 第十条、第十二条至第十四条自 list; empty if the words contain anything else."""
    match = grammar.SOME_PROVISIONS.match(words)
    if not match:
        return ()
    addresses: list[Address] = []
    for part in match["articles"].translate(_SEPARATORS).split("、"):
        try:
            first, *last = map(Address.parse, part.split("至"))
        except AddressError:
            return ()
        if not last:
            addresses.append(first)
        elif _is_range(first, last):
            numbers = range(first.steps[0].number.value, last[0].steps[0].number.value + 1)
            addresses += [ROOT.child(Level.ARTICLE, Number(number)) for number in numbers]
        else:
            return ()
    return tuple(addresses)


def _is_range(first: Address, last: list[Address]) -> bool:
    ends = [first, *last]
    if len(ends) != 2 or any(len(address.steps) != 1 or address.steps[0].number.inserted for address in ends):
        return False
    return 0 < last[0].steps[0].number.value - first.steps[0].number.value < _MOST_IN_A_RANGE
