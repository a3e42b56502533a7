"""Writes the words of a line of Markdown, without its markup."""

from __future__ import annotations

from collections.abc import Callable, Set

from regkit.model.departures import METADATA, REPLACED, SYNTAX
from regkit.notations.markdown.elements import add_tag, is_known
from regkit.notations.markdown.emphasis import STRIKING, with_emphasis
from regkit.notations.markdown.grammar import LABEL
from regkit.notations.markdown.output import TextOutput
from regkit.notations.markdown.tokens import COMMENT, DELIMITER, ELEMENT, RAISING, MarkupToken, tokens_in
from regkit.notations.markdown.words_grammar import SPECIAL, TAG
from regkit.notations.source import HIDDEN, MARKUP, RAISED, STRUCK, UNSURE_MARKUP
from regkit.text.raising import lowered, raised


class WordWriter:
    """Writes line after line, and knows what is open from one to the next.

    `labels` are those of links and footnotes that the file defines. `follows` says whether words stand in the
    file below the line that is read, or, with True, in its paragraph.
    """

    def __init__(self, output: TextOutput, labels: Set[str], follows: Callable[[str, bool], bool]) -> None:
        self.output = output
        self._labels = labels
        self._follows = follows
        # Delimiters of emphasis that began in a line above.
        self._pending: set[str] = set()
        # Where the open line ends, and where closing tags stand last in it.
        self._end = 0
        self._last: dict[str, int] = {}

    @property
    def is_idle(self) -> bool:
        """Whether nothing is open that began in a line above."""
        return not self._pending

    def write(self, text: str) -> None:
        """Write the words of a line, or of a part of it, without ending the line. Only a comment may contain line ends."""
        if not SPECIAL.search(text):
            self.output.write(text)
            return
        position = 0
        self._last.clear()
        self._end = len(text.rstrip())
        for token in with_emphasis(text, tokens_in(text, self._labels)):
            self.output.write(text[position : token.start])
            self._apply(token, text)
            position = token.end
        self.output.write(text[position:])

    def end_paragraph(self) -> None:
        """Forget the emphasis that is still open."""
        self._pending.clear()
        self.output.end("~~")

    def _apply(self, token: MarkupToken, text: str) -> None:
        words = text[token.start : token.end]
        output = self.output
        if token.kind == ELEMENT:
            tag = TAG.match(words)
            assert tag is not None
            add_tag(
                output,
                tag,
                closes=self._closes(tag["name"].lower(), token, text),
                ends_line=token.end >= self._end,
            )
        elif token.kind == COMMENT:
            output.omit(_kind_of_comment(words), words)
        elif token.kind == RAISING:
            sign = (raised if token.text == "sup" else lowered)(words)
            output.replace(words, *((words, RAISED) if sign is None else (sign, REPLACED)))
        elif token.kind == STRIKING:
            if not output.end("~~"):
                output.begin("~~", STRUCK)
            output.omit(SYNTAX, words)
        elif token.kind == DELIMITER:
            self._apply_single(words, at_edge=not (text[: token.start].strip() and text[token.end :].strip()))
        elif token.kind == UNSURE_MARKUP:
            output.note(UNSURE_MARKUP)
        elif token.text:
            output.replace(words, token.text, token.kind)
        else:
            output.omit(token.kind, words)

    def _closes(self, name: str, token: MarkupToken, text: str) -> bool:
        """Whether an element of HTML that a tag begins is closed below."""
        if not is_known(name):
            return False
        # Tables often leave out the tags that close rows and cells.
        closing = "</table" if name in ("tr", "td", "th") else f"</{name}"
        if closing not in self._last:
            self._last[closing] = text.lower().rfind(closing)
        return self._last[closing] > token.start or self._follows(closing, False)

    def _apply_single(self, delimiter: str, *, at_edge: bool) -> None:
        """Read a delimiter that has no partner in its line."""
        if delimiter in self._pending:
            self._pending.remove(delimiter)
            self.output.end(delimiter)
            self.output.omit(SYNTAX, delimiter)
        elif self._follows(delimiter, True):
            self._pending.add(delimiter)
            self.output.omit(SYNTAX, delimiter)
            if delimiter == "~~":
                self.output.begin(delimiter, STRUCK)
        elif at_edge:
            self.output.omit(MARKUP, delimiter)
        else:
            self.output.write(delimiter)


def _kind_of_comment(comment: str) -> str:
    """The kind as which a comment is omitted: one that holds provisions may be a part of the law that was taken out."""
    lines = comment.removeprefix("<!--").split("\n")
    return HIDDEN if any(LABEL.match(line.lstrip()) for line in lines) else METADATA
