"""Gives metadata that was read from the usual forms of characters the wording of the text, which has radicals or traditional forms."""

from __future__ import annotations

import msgspec

from regkit.metadata.facts import Metadata
from regkit.text.variants import plain
from regkit.text.whitespace import without_whitespace


class _Wording:
    """The words of a text as printed, found by their usual form."""

    def __init__(self, printed: str) -> None:
        self._texts = [(plain(text), text) for text in (printed, without_whitespace(printed))]
        # Where the last words began: most words are asked for in their order, so the search need not begin anew.
        self._offsets = [0, 0]
        usual, form = self._texts[0]
        self._forms = dict(zip(map(ord, usual), form, strict=True))

    def printed(self, words: str) -> str:
        """The words as the text prints them; words from which the text prints others in between, character by character."""
        for index, (usual, text) in enumerate(self._texts):
            offset = usual.find(words, self._offsets[index])
            if offset < 0:
                offset = usual.find(words)
            if offset >= 0:
                self._offsets[index] = offset
                return text[offset : offset + len(words)]
        return words.translate(self._forms)


def as_printed(metadata: Metadata, printed: str) -> Metadata:
    """The metadata with all words as the text `printed` has them."""
    wording = _Wording(printed)

    def reworded(words: str | None) -> str | None:
        return wording.printed(words) if words else words

    return msgspec.structs.replace(
        metadata,
        title=reworded(metadata.title),
        authority=reworded(metadata.authority),
        document_number=reworded(metadata.document_number),
        events=tuple(
            msgspec.structs.replace(
                event,
                by=reworded(event.by),
                number=reworded(event.number),
                decision=reworded(event.decision),
                words=wording.printed(event.words),
            )
            for event in metadata.events
        ),
        effects=tuple(
            msgspec.structs.replace(
                effect,
                act=wording.printed(effect.act),
                number=reworded(effect.number),
                words=wording.printed(effect.words),
            )
            for effect in metadata.effects
        ),
        unread=tuple(map(wording.printed, metadata.unread)),
    )
