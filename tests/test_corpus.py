"""Real statutes: no character is lost, and printing and parsing again yields the same statute."""

from __future__ import annotations

from pathlib import Path

import pytest

import regkit


def test_no_character_of_any_real_statute_is_lost(corpus: list[Path]) -> None:
    unnumbered = 0
    for file in corpus:
        text = regkit.from_markdown(regkit.decode(file.read_bytes()))
        law = regkit.parse(text)
        printed = regkit.to_text(law)
        assert regkit.without_whitespace(printed) == regkit.without_whitespace(text), file
        assert regkit.parse(printed) == law, file
        assert len(law.lines) == sum(1 for _ in law.walk()), file
        unnumbered += not law.children
    # Replies, lists of charges and empty files have neither 条 nor 一、, and are few.
    assert unnumbered < len(corpus) // 80


def test_articles_of_real_statutes_are_numbered_without_gaps(corpus: list[Path]) -> None:
    """Gaps and repeats are faults of a text, and rare: if there are many, the parser is at fault."""
    faulty = [
        file.name
        for file in corpus
        if any(
            problem.code in ("article.gap", "article.repeat", "article.out_of_order", "article.restart")
            for problem in regkit.load(file).problems
        )
    ]
    assert len(faulty) <= len(corpus) // 300, faulty


def test_the_quick_way_of_reading_articles_gives_the_same_result(
    corpus: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    quickly_read = [regkit.load(file) for file in corpus[::10]]
    monkeypatch.setattr("regkit.parsing.body.read_regular", lambda *_: None)
    for file, law in zip(corpus[::10], quickly_read, strict=True):
        carefully_read = regkit.load(file)
        assert carefully_read == law, file
        assert (carefully_read.problems, carefully_read.lines) == (law.problems, law.lines), file


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_real_statutes_decode_the_same_in_every_encoding(corpus: list[Path], encoding: str) -> None:
    for file in corpus[::100]:
        text = file.read_text("utf-8")
        assert regkit.decode(text.encode(encoding)) == text, file
