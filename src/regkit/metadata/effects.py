"""Read what a text does to other acts: repeals, also in part, amendments, adaptations, revivals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from regkit.errors import AddressError
from regkit.metadata import effect_grammar, grammar
from regkit.metadata.bodies import LONGEST
from regkit.metadata.events import Effect, EffectKind
from regkit.metadata.kinds import EventKind
from regkit.metadata.printed import Printed, Token, TokenKind
from regkit.metadata.timing import OnDay, Timing
from regkit.model.address import Address, Source

# In characters: how far after a title the number of the act, and the verb of a sentence about it, are read.
_LONGEST_AFTER = 120
# In characters: how far before a title the words are read that say what happens to it.
_LONGEST_BEFORE = 24


class EffectReader:
    """Reads the paragraphs of a text one after another; a list of acts may begin in one and go on in the next.

    `is_decision` says that the text only repeals or amends, so that what it lists is repealed or amended.
    """

    def __init__(self, *, is_decision: bool = False) -> None:
        self._is_decision = is_decision
        # Whether the titles that follow are a list introduced by 下列规定同时废止.
        self._listing = False

    def read(self, paragraph: str, source: Source) -> Iterator[Effect]:
        """Yield the effects that a paragraph states."""
        if not effect_grammar.EFFECTIVE.search(paragraph) and not self._listing:
            return
        sentence = _Sentence(Printed((paragraph,)), source)
        for token in sentence.printed.tokens():
            match token.kind:
                case TokenKind.STOP:
                    sentence.start_anew(token.end)
                case TokenKind.DAY:
                    sentence.days.append(token)
                case TokenKind.TITLE if self._listing:
                    yield sentence.effect(EffectKind.REPEALED, token, token.end)
                case TokenKind.TITLE:
                    yield from self._read_title(sentence, token)
                case TokenKind.VERB if token.verb is EventKind.REPEALED:
                    yield from self._read_repeal(sentence, token)

    def _read_title(self, sentence: _Sentence, title: Token) -> Iterator[Effect]:
        """Read a title, and what the words around it do to the act, except a verb of repeal further on."""
        before, after = sentence.around(title)
        if sentence.repealing:
            if sentence.names_whole_act(title):
                yield sentence.effect(EffectKind.REPEALED, title, title.end)
        elif effect_grammar.REVIVED_BEFORE.match(before) or effect_grammar.REVIVED_AFTER.match(after):
            yield sentence.effect(EffectKind.REVIVED, title, title.end)
        elif effect_grammar.ADAPTED_BEFORE.match(before) or effect_grammar.ADAPTED_AFTER.match(after):
            yield sentence.effect(EffectKind.ADAPTED, title, title.end)
        elif self._is_decision and (
            effect_grammar.AMENDED_AFTER.match(after) or effect_grammar.AMENDED_BEFORE.match(before)
        ):
            yield sentence.effect(EffectKind.AMENDED, title, title.end)
        elif conflict := effect_grammar.CONFLICTING.match(after):
            yield sentence.effect(EffectKind.REPEALED_IN_PART, title, title.end + conflict.end())
        else:
            sentence.titles.append(title)

    def _read_repeal(self, sentence: _Sentence, token: Token) -> Iterator[Effect]:
        """Read a verb of repeal: of the acts named before it, of those that follow, or of a list below."""
        text = sentence.masked
        before = text[max(sentence.begin, token.start - LONGEST) : token.start]
        after = text[token.end : token.end + _LONGEST_AFTER]
        if grammar.DUTY.match(before):
            sentence.start_anew(token.end)
            return
        if sentence.titles and (grammar.REPEALING.match(before) or self._is_decision):
            when = sentence.own_time(token)
            for title in sentence.titles:
                if sentence.names_whole_act(title):
                    yield sentence.effect(EffectKind.REPEALED, title, token.end, when)
                elif sentence.names_provisions(title):
                    yield sentence.effect(EffectKind.REPEALED_IN_PART, title, token.end, when)
            sentence.start_anew(token.end)
        elif not sentence.titles and effect_grammar.TITLE_FOLLOWS.match(after):
            sentence.repealing = True
        else:
            self._listing = not sentence.titles and bool(
                grammar.LISTED.match(before) or effect_grammar.LIST_FOLLOWS.match(after)
            )
            sentence.start_anew(token.end)


class _Sentence:
    """What has been read of a sentence: the titles and days in it so far, and whether a verb of repeal stands before the titles."""

    def __init__(self, printed: Printed, source: Source) -> None:
        self.printed = printed
        self.masked = effect_grammar.masked(printed.text)
        self._source = source
        self.start_anew(0)

    def start_anew(self, begin: int) -> None:
        """Forget everything; the next sentence begins at an offset."""
        self.begin = begin
        self.titles: list[Token] = []
        self.days: list[Token] = []
        self.repealing = False
        self._described = begin

    def around(self, title: Token) -> tuple[str, str]:
        """The words before a title and those after it, as far as they may say what happens to the act."""
        before = self.masked[max(self.begin, title.start - _LONGEST_BEFORE) : title.start]
        return before, self.masked[title.end : title.end + _LONGEST_AFTER]

    def names_whole_act(self, title: Token) -> bool:
        """Whether a title stands for a whole act, and not for a part of it, an act that is only cited or one in its history."""
        before, after = (
            self.masked[max(0, title.start - 20) : title.start],
            self.masked[title.end : title.end + 20],
        )
        return not (
            grammar.PARTLY.match(after)
            or grammar.CITED.match(before)
            or effect_grammar.HISTORY_AFTER.match(after)
        )

    def names_provisions(self, title: Token) -> bool:
        """Whether a title stands for some provisions of the act: 《某条例》第十条."""
        return bool(
            effect_grammar.PROVISIONS_AFTER.match(self.masked[title.end : title.end + _LONGEST_AFTER])
        )

    def own_time(self, verb: Token) -> Timing | None:
        """The day from which an act is repealed, if the sentence states one of its own: 自2025年1月1日起废止."""
        for dated in reversed(self.days):
            before = self.printed.text[max(dated.start - 1, 0) : dated.start]
            if before in ("自", "从") and self.printed.text[dated.end : dated.end + 1] in ("起", "之"):
                day = self.printed.day(dated.start, dated.end)
                return OnDay(day) if day and dated.end <= verb.start else None
        return None

    def effect(self, kind: EffectKind, title: Token, end: int, when: Timing | None = None) -> Effect:
        """The effect on the act with a title; the words that state it end at an offset, at the earliest with what describes the act."""
        text = self.printed.text
        number = effect_grammar.NUMBER_AFTER.match(text[title.end : title.end + _LONGEST_AFTER])
        described = [dated for dated in self.days if self._described <= dated.start < title.start]
        days = [self.printed.day(dated.start, dated.end) for dated in described]
        inside = number["inside"] if number else ""
        self._described = title.end
        return Effect(
            kind=kind,
            act=self.printed.title(title),
            days=tuple(day for day in (*days, *_days_in(inside)) if day),
            number=number["number"] if number else None,
            provisions=_provisions(text[title.end : title.end + _LONGEST_AFTER]),
            when=when,
            words=self.printed.words(min(title.start, end), max(title.end, end)),
            source=self._source,
        )


def effects_in_title(title: str, source: Source) -> Iterator[Effect]:
    """Yield the amendments that the title of a decision names: 关于修改《某法》的决定, 某法修正案（二）."""
    named = effect_grammar.AMENDMENT_OF.match(title)
    if named:
        yield Effect(kind=EffectKind.AMENDED, act=named["act"], words=title, source=source)
        return
    decided = effect_grammar.DECISION_ON.match(title)
    if decided:
        for match in effect_grammar.TITLE_IN_TITLE.finditer(decided["acts"]):
            yield Effect(kind=EffectKind.AMENDED, act=match["act"], words=title, source=source)


def _days_in(words: str) -> Iterable[date | None]:
    printed = Printed((words,))
    return [printed.day(token.start, token.end) for token in printed.tokens() if token.kind is TokenKind.DAY]


def _provisions(after: str) -> tuple[Address, ...]:
    """The provisions that directly follow a title: 第十条、第十二条第二款. Empty if there are none, or they cannot be read."""
    match = effect_grammar.PROVISIONS_AFTER.match(after)
    addresses: list[Address] = []
    for part in match["provisions"].replace("和", "、").split("、") if match else ():
        try:
            addresses.append(Address.parse(part))
        except AddressError:
            return ()
    return tuple(addresses)
