"""Real statutes: nothing of them is lost, and what is printed reads back as the same law."""

from __future__ import annotations

from pathlib import Path

import pytest

import regkit


def test_nothing_of_any_real_statute_is_lost(corpus: list[Path]) -> None:
    refused = []
    for file in corpus:
        text = regkit.from_markdown(regkit.decode(file.read_bytes()))
        try:
            law = regkit.parse(text)
        except regkit.ParseError as error:
            refused.append(error.problems[-1].code)
            continue
        printed = regkit.to_text(law)
        assert regkit.without_blanks(printed) == regkit.without_blanks(text), file
        assert regkit.parse(printed) == law, file
    # Decisions and replies that number 一、二、 have no 条; they are refused with that reason and no other.
    assert set(refused) <= {"statute.no_article"}
    assert len(refused) < len(corpus) // 30


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_real_statutes_read_the_same_in_every_encoding(corpus: list[Path], encoding: str) -> None:
    for file in corpus[::100]:
        text = file.read_text("utf-8")
        assert regkit.decode(text.encode(encoding)) == text, file
