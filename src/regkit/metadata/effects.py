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
# In characters: how far the words are read that titles joined by 、 and 和 share.
_LONGEST_LIST = 1000
_CLAUSE_ENDS = ("", "。", "；", ";", "，", ",", "（", "(", "：", "、")


class EffectReader:
    """Reads the paragraphs of a text one after another; a list of acts may begin in one and go on in the next.

    `is_decision` says that the text only repeals or amends, so that what it lists is repealed or amended.
    """

    def __init__(self, *, is_decision: bool = False) -> None:
        self._is_decision = is_decision
        # Where the paragraph is that announced a list (下列规定同时废止) which goes on in the present one.
        self._listing: Source | None = None
        self._listed_from: Timing | None = None
        # Whether a quotation that began in an earlier paragraph has not ended yet.
        self._quoted = False

    def read(self, paragraph: str, source: Source) -> Iterator[Effect]:
        """Yield the effects that a paragraph states."""
        quoted = self._is_decision and self._quoted
        self._quoted = paragraph.rfind("“") > paragraph.rfind("”") or (quoted and "”" not in paragraph)
        if not effect_grammar.EFFECTIVE.search(paragraph) and self._listing is None:
            return
        sentence = _Sentence(Printed((paragraph,)), source, quoted=quoted)
        if self._listing is not None and not self._goes_on(sentence, source):
            self._listing = None
        for token in sentence.printed.tokens():
            if sentence.is_quoted(token):
                continue
            match token.kind:
                case TokenKind.STOP:
                    sentence.start_anew(token.end)
                    if self._listing is not None and sentence.printed.text[token.start] == "。":
                        self._end_list(sentence, token)
                case TokenKind.DAY:
                    sentence.days.append(token)
                case TokenKind.TITLE if sentence.in_brackets(token):
                    # What stands in brackets describes another act: （根据《某办法》制定）.
                    continue
                case TokenKind.TITLE:
                    yield from self._read_title(sentence, token)
                case TokenKind.VERB if token.verb is EventKind.REPEALED:
                    yield from self._read_repeal(sentence, token)
                case TokenKind.VERB if token.verb is EventKind.IN_FORCE:
                    sentence.read_in_force(token)

    def _goes_on(self, sentence: _Sentence, source: Source) -> bool:
        """Whether a list that was announced above goes on in a paragraph: it names an act at its beginning, or joins a list of them."""
        if not effect_grammar.ENTRY.match(sentence.masked):
            return False
        if self._is_decision or not isinstance(source, Address) or not isinstance(self._listing, Address):
            return True
        # The list of an article ends with the article.
        return source.steps[: len(self._listing.steps)] == self._listing.steps

    def _end_list(self, sentence: _Sentence, stop: Token) -> None:
        """End a list at a full stop after which something other than a numbered entry follows."""
        rest = sentence.masked[stop.end : stop.end + _LONGEST_AFTER]
        entry = effect_grammar.ENTRY.match(rest)
        if rest and not (entry and entry["number"]):
            self._listing = None

    def _read_title(self, sentence: _Sentence, title: Token) -> Iterator[Effect]:
        """Read a title, and what the words around it do to the act, except a verb of repeal further on."""
        before, after = sentence.around(title)
        if sentence.repealing:
            yield from self._repeal(sentence, title, sentence.when)
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
        elif self._listing is not None:
            yield from self._repeal(sentence, title, self._listed_from)
        elif not sentence.cites(title):
            sentence.titles.append(title)

    def _repeal(self, sentence: _Sentence, title: Token, when: Timing | None) -> Iterator[Effect]:
        """Yield the repeal of an act, or of a part of it, that is named after the verb."""
        if sentence.names_whole_act(title):
            yield sentence.effect(EffectKind.REPEALED, title, title.end, when)
        elif sentence.names_part(title):
            yield sentence.effect(EffectKind.REPEALED_IN_PART, title, title.end, when)

    def _read_repeal(self, sentence: _Sentence, token: Token) -> Iterator[Effect]:
        """Read a verb of repeal: of the acts named before it, of those that follow, or of a list below."""
        text = sentence.masked
        before = text[max(sentence.begin, token.start - LONGEST) : token.start]
        after = text[token.end : token.end + _LONGEST_AFTER]
        if grammar.DUTY.match(before) or grammar.REPORTED.match(before):
            sentence.start_anew(token.end)
            return
        when = sentence.own_time(token)
        if effect_grammar.TITLE_FOLLOWS.match(after):
            sentence.repealing, sentence.when = True, when or sentence.later_time(token.end)
            return
        # Words before the last title announce no list: 有下列情形之一的，《某办法》废止.
        last = sentence.titles[-1].end if sentence.titles else sentence.begin
        announced = grammar.LISTED.match(text[max(last, token.start - LONGEST) : token.start])
        if sentence.titles and self._is_stated(sentence, token, after):
            for title in sentence.titles:
                if sentence.names_whole_act(title):
                    yield sentence.effect(EffectKind.REPEALED, title, token.end, when)
                elif sentence.names_part(title):
                    yield sentence.effect(EffectKind.REPEALED_IN_PART, title, token.end, when)
        is_list = announced or (not sentence.titles and effect_grammar.LIST_FOLLOWS.match(after))
        self._listing, self._listed_from = (sentence.source, when) if is_list else (None, None)
        sentence.start_anew(token.end)

    def _is_stated(self, sentence: _Sentence, verb: Token, after: str) -> bool:
        """Whether a verb of repeal after titles states that the acts, or parts of them, are repealed."""
        # In 《某办法》同时废止的，… a repeal is only a condition.
        if after[:1] not in _CLAUSE_ENDS:
            return self._is_decision and not after.startswith("的")
        last = sentence.titles[-1]
        return (
            self._is_decision
            or bool(effect_grammar.STATED.match(sentence.masked[last.end : verb.start]))
            or sentence.names_part(last)
        )


class _Sentence:
    """What has been read of a sentence: the titles and days in it so far, and whether a verb of repeal stands before the titles."""

    def __init__(self, printed: Printed, source: Source, *, quoted: bool = False) -> None:
        self.printed = printed
        self.source = source
        self.masked = effect_grammar.masked(printed.text)
        # The end of a quotation that began above, and the beginning of one that does not end here.
        self._quoted_to = (self.masked.find("”") + 1 or len(self.masked)) if quoted else 0
        self._quoted_from = _open_quotation(self.masked)
        self.start_anew(0)

    def start_anew(self, begin: int) -> None:
        """Forget everything; the next sentence begins at an offset."""
        self.begin = begin
        self.titles: list[Token] = []
        self.days: list[Token] = []
        self.repealing = False
        self.when: Timing | None = None
        self._described = begin

    def is_quoted(self, token: Token) -> bool:
        """Whether a token stands in a quotation, whose words are not those of this text."""
        inside = self.masked[token.start] == effect_grammar.MASK
        return inside or token.start < self._quoted_to or token.start > self._quoted_from

    def in_brackets(self, token: Token) -> bool:
        """Whether a token stands in brackets that begin in this sentence."""
        before = self.masked[self.begin : token.start].replace("(", "（").replace(")", "）")
        return before.rfind("（") > before.rfind("）")

    def read_in_force(self, verb: Token) -> None:
        """Read when this act comes into force: its day does not describe the acts named after it."""
        # In 2020年1月1日起施行的《某办法》 another act comes into force.
        if self.printed.text[verb.end : verb.end + 1] in ("的", "、"):
            return
        if self.days and grammar.THIS_ACT.match(self.printed.text[self.begin : self.days[-1].start]):
            self._described = verb.end

    def around(self, title: Token) -> tuple[str, str]:
        """The words before a title and those after it, as far as they may say what happens to the act."""
        before = self.masked[max(self.begin, title.start - _LONGEST_BEFORE) : title.start]
        return before, self.masked[title.end : title.end + _LONGEST_AFTER]

    def names_whole_act(self, title: Token) -> bool:
        """Whether a title stands for a whole act, and not for a part of it, an act that is only cited or one in its history."""
        after = self._after(title)
        return not (
            grammar.PARTLY.match(after)
            or self.cites(title)
            or effect_grammar.HISTORY_AFTER.match(after)
            or effect_grammar.SHARED_PART.match(self.masked[title.end : title.end + _LONGEST_LIST])
        )

    def names_part(self, title: Token) -> bool:
        """Whether a title stands for a part of the act that is repealed: 《某条例》第十条, 《某条例》中有关示范的规定."""
        after = self._after(title)
        return not self.cites(title) and bool(
            effect_grammar.PROVISIONS_AFTER.match(after) or effect_grammar.PART_AFTER.match(after)
        )

    def cites(self, title: Token) -> bool:
        """Whether an act is only cited: 根据《某条例》."""
        return bool(grammar.CITED.match(self.masked[max(0, title.start - 20) : title.start]))

    def _after(self, title: Token) -> str:
        """The words after a title, without the brackets that describe the act."""
        after = self.masked[title.end : title.end + _LONGEST_AFTER]
        brackets = effect_grammar.BRACKETS.match(after)
        return after[brackets.end() :] if brackets else after

    def own_time(self, verb: Token) -> Timing | None:
        """The day from which an act is repealed, if the sentence states one of its own: 自2025年1月1日起废止."""
        for dated in reversed(self.days):
            before = self.masked[max(dated.start - 1, 0) : dated.start]
            if before in ("自", "从", "于") and effect_grammar.OWN_DAY.match(self.masked, dated.end):
                day = self.printed.day(dated.start, dated.end)
                return OnDay(day) if day and dated.end <= verb.start else None
        return None

    def later_time(self, position: int) -> Timing | None:
        """The day from which acts named after a verb are repealed, if the sentence states one after them."""
        end = self.masked.find("。", position, position + _LONGEST_LIST)
        match = effect_grammar.LATER_DAY.search(
            self.masked, position, end if end >= 0 else position + _LONGEST_LIST
        )
        day = self.printed.day(*match.span("day")) if match else None
        return OnDay(day) if day else None

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
            provisions=_provisions(self._after(title)),
            when=when,
            words=self.printed.words(min(title.start, end), max(title.end, end)),
            source=self.source,
        )


def effects_in_title(title: str, source: Source) -> Iterator[Effect]:
    """Yield what the title of a decision says that it does: 关于修改《某法》的决定, 某法修正案（二）, 关于废止《某法》的决定."""
    named = effect_grammar.AMENDMENT_OF.match(title)
    if named:
        yield Effect(kind=EffectKind.AMENDED, act=named["act"], words=title, source=source)
        return
    for kind, rule in (
        (EffectKind.AMENDED, effect_grammar.DECISION_ON),
        (EffectKind.REPEALED, effect_grammar.REPEAL_OF),
    ):
        if decided := rule.match(title):
            for match in effect_grammar.TITLE_IN_TITLE.finditer(decided["acts"]):
                yield Effect(kind=kind, act=match["act"], words=title, source=source)


def _open_quotation(masked: str) -> int:
    """The offset of a quotation mark that is not closed, or that of the end of the text."""
    opened = masked.rfind("“")
    return opened if opened > masked.rfind("”") else len(masked)


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
