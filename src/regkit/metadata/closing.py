"""Read the closing articles: when the statute comes into force, and which acts it repeals."""

from __future__ import annotations

from collections.abc import Iterable

from regkit.errors import AddressError
from regkit.metadata import grammar
from regkit.metadata.bodies import LONGEST
from regkit.metadata.events import Effect, EffectKind, MetadataEvent
from regkit.metadata.kinds import EventKind
from regkit.metadata.printed import Printed, Token, TokenKind
from regkit.metadata.timing import AfterEvent, OnDay, Timing
from regkit.model.address import ROOT, Address, Number, Source
from regkit.model.levels import Level

# How many articles a range such as 第十二条至第十四条 may span; a greater one is not read.
_MOST_IN_A_RANGE = 200
_SEPARATORS = str.maketrans("和及到", "、、至")


class Closing:
    """Reads the paragraphs of one closing article or division, or of a preamble.

    `events` are the dates on which this act comes into force (施行), and `effects` what it does to other acts. `source` is where the paragraphs are.
    """

    def __init__(self, paragraphs: Iterable[str], source: Source) -> None:
        self.events: list[MetadataEvent] = []
        self.effects: list[Effect] = []
        self._source = source
        # Whether the titles that follow are a list introduced by 下列规定同时废止.
        self._listing = False
        for paragraph in paragraphs:
            self._printed = Printed((paragraph,))
            self._start_anew(0)
            for token in self._printed.tokens():
                self._read(token)

    def _start_anew(self, begin: int) -> None:
        """Forget the date and the titles of a sentence that is complete; the next one begins at an offset."""
        self._begin = begin
        self._day: Token | None = None
        self._titles: list[Token] = []

    def _read(self, token: Token) -> None:
        if token.kind is TokenKind.STOP:
            self._start_anew(token.end)
        elif token.kind is TokenKind.DAY:
            self._day = token
        elif token.kind is TokenKind.TITLE and self._listing:
            self._add_repeal(token, token.end)
        elif token.kind is TokenKind.TITLE:
            self._titles.append(token)
        elif token.kind in (TokenKind.SINCE, TokenKind.AFTER):
            self._read_in_force(token.start, token)
        elif token.verb is EventKind.IN_FORCE and self._day:
            text = self._printed.text
            # In 2020年1月1日起施行的《…》 another act comes into force.
            is_other_act = text[token.end : token.end + 1] == "的"
            near = token.start - self._day.end <= LONGEST
            if near and not is_other_act and grammar.IN_FORCE_GAP.match(text[self._day.end : token.start]):
                self._read_in_force(self._day.start, token)
        elif token.verb is EventKind.REPEALED:
            self._read_repeal(token)

    def _read_in_force(self, start: int, token: Token) -> None:
        """Add an event if the sentence up to `token` is about this act or some of its provisions.

        `start` is the offset at which the time begins.
        """
        printed, begin = self._printed, self._begin
        before = printed.text[begin:start] if start - begin <= LONGEST else None
        provisions = _provisions(before) if before else ()
        if before is not None and (provisions or grammar.THIS_ACT.match(before)):
            self.events.append(
                MetadataEvent(
                    kind=EventKind.IN_FORCE,
                    when=self._timing(start, token),
                    provisions=provisions,
                    words=printed.words(begin, token.end).lstrip("，,"),
                    source=self._source,
                )
            )
        self._start_anew(token.end)

    def _timing(self, start: int, token: Token) -> Timing | None:
        """When this act comes into force, in words that begin at an offset."""
        if token.kind is TokenKind.SINCE and token.verb:
            return AfterEvent(token.verb)
        if self._day and self._day.start == start and (day := self._printed.day(start, self._day.end)):
            return OnDay(day)
        return None

    def _add_repeal(self, title: Token, end: int) -> None:
        """Add the repeal of an act; its words end at an offset."""
        self.effects.append(
            Effect(
                kind=EffectKind.REPEALED,
                act=self._printed.title(title),
                words=self._printed.words(title.start, end),
                source=self._source,
            )
        )

    def _read_repeal(self, token: Token) -> None:
        """Add the titles before a repealing verb, or expect them below it, if the sentence states a repeal."""
        before = self._printed.text[max(self._begin, token.start - LONGEST) : token.start]
        if grammar.REPEALING.match(before) and not grammar.DUTY.match(before):
            for title in filter(self._names_whole_act, self._titles):
                self._add_repeal(title, token.end)
            self._listing = not self._titles and bool(grammar.LISTED.match(before))
        self._start_anew(token.end)

    def _names_whole_act(self, title: Token) -> bool:
        """Whether the title stands for a whole act, and not for one of its articles or an act that is only cited."""
        text = self._printed.text
        before, after = text[max(0, title.start - 20) : title.start], text[title.end : title.end + 20]
        return not grammar.PARTLY.match(after) and not grammar.CITED.match(before)


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
