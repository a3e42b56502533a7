"""What the closing articles say: from when the statute is in force, and which acts it repeals."""

from __future__ import annotations

from collections.abc import Iterable

from regkit.metadata import grammar
from regkit.metadata.bodies import LONGEST
from regkit.metadata.facts import Event, EventKind, Source
from regkit.metadata.printed import Printed, Token, TokenKind


class Closing:
    """The 施行 of this act (`events`) and the titles of the acts that end with it (`repeals`)."""

    def __init__(self, paragraphs: Iterable[str], source: Source) -> None:
        self.events: list[Event] = []
        self.repeals: list[str] = []
        self._source = source
        # Whether titles that follow are those of 下列规定同时废止.
        self._listing = False
        for paragraph in paragraphs:
            self._printed = Printed((paragraph,))
            self._start_anew(0)
            for token in self._printed.tokens():
                self._read(token)

    def _start_anew(self, begin: int) -> None:
        self._begin = begin
        self._day: Token | None = None
        self._titles: list[Token] = []

    def _read(self, token: Token) -> None:
        if token.kind is TokenKind.STOP:
            self._start_anew(token.end)
        elif token.kind is TokenKind.DAY:
            self._day = token
        elif token.kind is TokenKind.TITLE and self._listing:
            self.repeals.append(self._printed.title(token))
        elif token.kind is TokenKind.TITLE:
            self._titles.append(token)
        elif token.kind in (TokenKind.SINCE, TokenKind.AFTER):
            self._in_force(token.start, token)
        elif token.verb is EventKind.IN_FORCE and self._day:
            text = self._printed.text
            # 2020年1月1日起施行的《…》 is another act.
            other = text[token.end : token.end + 1] == "的"
            near = token.start - self._day.end <= LONGEST
            if near and not other and grammar.IN_FORCE_GAP.match(text[self._day.end : token.start]):
                self._in_force(self._day.start, token)
        elif token.verb is EventKind.REPEALED:
            self._repeal(token)

    def _in_force(self, start: int, token: Token) -> None:
        """The sentence up to `token` if it speaks of this whole act; its time is told from `start` on."""
        printed, begin = self._printed, self._begin
        if start - begin <= LONGEST and grammar.THIS_ACT.match(printed.text[begin:start]):
            self.events.append(
                Event(
                    kind=EventKind.IN_FORCE,
                    day=printed.day(start, self._day.end) if self._day and self._day.start == start else None,
                    since=token.verb if token.kind is TokenKind.SINCE else None,
                    words=printed.words(begin, token.end).lstrip("，,"),
                    source=self._source,
                )
            )
        self._start_anew(token.end)

    def _repeal(self, token: Token) -> None:
        before = self._printed.text[max(self._begin, token.start - LONGEST) : token.start]
        if grammar.REPEALING.match(before) and not grammar.DUTY.match(before):
            self.repeals += [self._printed.title(title) for title in self._titles if self._whole(title)]
            self._listing = not self._titles and bool(grammar.LISTED.match(before))
        self._start_anew(token.end)

    def _whole(self, title: Token) -> bool:
        """Whether the whole act is meant, and not one of its articles or a law that is only cited."""
        text = self._printed.text
        before, after = text[max(0, title.start - 20) : title.start], text[title.end : title.end + 20]
        return not grammar.PARTLY.match(after) and not grammar.CITED.match(before)
