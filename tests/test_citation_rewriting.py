"""Rewriting citations: they are printed with the numbers that their provisions have now."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest

import regkit
from regkit import (
    Address,
    Citation,
    CitationKind,
    Level,
    Number,
    Obstacle,
    Statute,
    Unrewritable,
    find_citations,
    rewrite_citation,
)

from .conftest import EXAMPLES, SEED, SHARED

_NUMERALS = "一二三四五六七八九十"
_ITEMS = "\n".join(f"（{numeral}）某事；" for numeral in "一二三四五六")
_ARTICLE = f"下列事项：\n{_ITEMS}\n另一句话。\n再一句话。\n还有一句。"


def _citation(words: str, paragraph: int = 3) -> Citation:
    """The citation at the beginning of a 款 of 第九条, in a law of ten articles with four 款 each and six 项 in the first 款."""
    articles = []
    for number in range(1, 11):
        lines = _ARTICLE.split("\n")
        if number == 9:
            lines[paragraph + 5] = f"{words}的规定不适用。"
        articles.append(f"第{_NUMERALS[number - 1]}条　" + "\n".join(lines))
    law = regkit.parse("\n".join(articles))
    (citation,) = (candidate for candidate in find_citations(law) if candidate.kind is not CitationKind.VAGUE)
    assert citation.text == words
    return citation


def _moves(**moves: str | None) -> dict[Address, Address | None]:
    """Old and new addresses; None for a provision that was removed."""
    return {Address.parse(old): Address.parse(new) if new else None for old, new in moves.items()}


# An article was inserted after the third, and the old eighth was removed.
LATER = _moves(第四条="第五条", 第五条="第六条", 第六条="第七条", 第七条="第八条", 第八条=None)
# A 款 was inserted at the beginning of the fifth and of the ninth article.
FIRST_PARAGRAPH = _moves(
    **{
        f"第{article}条第{old}款": f"第{article}条第{new}款"
        for article in "五九"
        for old, new in pairwise("一二三四五")
    }
)
# An item was inserted after the second of the fifth article, and the fifth became 第三项之一.
ITEMS = _moves(
    第五条第一款第三项="第五条第一款第四项",
    第五条第一款第四项="第五条第一款第五项",
    第五条第一款第五项="第五条第一款第三项之一",
)


@pytest.mark.parametrize(
    ("words", "moves", "rewritten"),
    [
        ("第五条", LATER, "第六条"),
        ("本条例第五条第二款", LATER, "本条例第六条第二款"),
        ("第5条第2款", LATER, "第6条第2款"),
        ("第三条", LATER, "第三条"),
        ("第三条至第五条", LATER, "第三条至第六条"),
        ("第三条、第五条第二款", LATER, "第三条、第六条第二款"),
        ("第四条第二款、第三款和第六条", LATER, "第五条第二款、第三款和第七条"),
        ("第四条至第七条", LATER, "第五条至第八条"),
        ("第七条至第九条", LATER, "第八条至第九条"),
        ("第五条第一款第（三）项至第（六）项", LATER, "第六条第一款第（三）项至第（六）项"),
        ("第五条第二款", FIRST_PARAGRAPH, "第五条第三款"),
        ("第五条第一款、第二款", FIRST_PARAGRAPH, "第五条第二款、第三款"),
        # The citation omits the 款, which has another number now.
        ("第五条第三项", FIRST_PARAGRAPH, "第五条第二款第三项"),
        ("第五条第三项", _moves(第五条第一款第三项="第五条第二款第一项"), "第五条第二款第一项"),
        ("第五条第三、四项", ITEMS, "第五条第四、五项"),
        ("第五条第（三）、（四）项", ITEMS, "第五条第（四）、（五）项"),
        ("第五条第二项至第四项", _moves(第五条第一款第四项="第五条第一款第五项"), "第五条第二项至第五项"),
        ("第五条第五项", ITEMS, "第五条第三项之一"),
        ("第五条", _moves(第五条="第四条之一"), "第四条之一"),
        # Both 款 shared one 条, and are in different ones now.
        ("第五条第二款、第三款", _moves(第五条第三款="第六条第一款"), "第五条第二款、第六条第一款"),
        ("本条第一款", FIRST_PARAGRAPH, "本条第二款"),
        ("本条", LATER, "本条"),
        ("本条例", LATER, "本条例"),
        ("第一款", FIRST_PARAGRAPH, "第二款"),
        ("前款", FIRST_PARAGRAPH, "前款"),
        ("前两款", FIRST_PARAGRAPH, "前两款"),
        ("前条", _moves(第八条="第十条", 第九条="第十一条"), "前条"),
        ("前条第二款", _moves(第八条="第十条", 第九条="第十一条"), "前条第二款"),
        ("第五条前两款", LATER, "第六条前两款"),
        # 本条 applies only to the numbers directly after it.
        ("本条第一款和第五条", LATER, "本条第一款和第六条"),
        ("《示范法》第五条", LATER, "《示范法》第六条"),
        ("《示范法》", LATER, "《示范法》"),
    ],
)
def test_a_citation_gets_the_new_numbers_of_its_provisions(
    words: str, moves: Mapping[Address, Address | None], rewritten: str
) -> None:
    citation = _citation(words)
    assert rewrite_citation(citation, moves) == rewritten
    assert rewrite_citation(citation, {}) == words


@pytest.mark.parametrize(
    ("words", "moves", "rewritten"),
    [
        ("第五条", {"第五条": "第六条"}, "第六条"),
        ("第五条", {"art_5": Address.parse("第六条")}, "第六条"),
        ("第五条", {Address.parse("第五条"): "art_5-1"}, "第五条之一"),
        ("第五条至第七条", {"第五条": "第六条", "第六条": "第七条", "第七条": "第八条"}, "第六条至第八条"),
        ("第五条", {"第五条": None}, Unrewritable("第五条", Obstacle.REMOVED)),
    ],
)
def test_moves_may_be_given_as_text_in_either_notation(
    words: str, moves: Mapping[Address | str, Address | str | None], rewritten: str | Unrewritable
) -> None:
    assert rewrite_citation(_citation(words), moves) == rewritten


@pytest.mark.parametrize("moves", [{5: "第六条"}, {"第五条": 6}, {"第五条": ()}, ["第五条"], None])
def test_moves_that_are_not_addresses_are_refused(moves: Any) -> None:
    for words in ("第五条", "本条例"):
        with pytest.raises(
            TypeError, match=r"^rewrite_citation\(\) takes moves|^an address must be a string such as"
        ):
            rewrite_citation(_citation(words), moves)


def test_moves_that_cannot_be_read_or_contradict_each_other_are_refused() -> None:
    with pytest.raises(regkit.AddressError):
        rewrite_citation(_citation("第五条"), {"前条": "第六条"})
    with pytest.raises(ValueError, match=r"^第五条给出了两次"):
        rewrite_citation(_citation("第五条"), {"第五条": "第六条", "art_5": "第七条"})


def test_a_relative_citation_does_not_govern_the_article_named_after_it() -> None:
    citation = _citation("前款第一项和第五条", paragraph=2)
    assert rewrite_citation(citation, LATER) == "前款第一项和第六条"
    moves = _moves(第九条第一款第一项="第九条第一款第二项")
    assert rewrite_citation(citation, moves) == "前款第二项和第五条"


def test_a_bare_paragraph_gets_its_article_if_it_would_be_ambiguous_without() -> None:
    moves = _moves(第九条第二款="第九条第三款", 第九条第三款="第九条第二款")
    assert rewrite_citation(_citation("第二款"), moves) == "第九条第三款"


@pytest.mark.parametrize(
    ("words", "moves", "obstacle"),
    [
        ("第八条", LATER, Obstacle.REMOVED),
        ("第三条、第八条第二款", LATER, Obstacle.REMOVED),
        ("第五条至第八条", LATER, Obstacle.REMOVED),
        ("第九条第七款", LATER, Obstacle.UNRESOLVED),
        # There is another 款 between them now.
        ("前款", _moves(第九条第三款="第九条第四款"), Obstacle.RELATIVE),
        ("前两款", _moves(第九条第一款="第八条第一款"), Obstacle.RELATIVE),
        ("前条", _moves(第八条="第七条"), Obstacle.RELATIVE),
        ("本条第一款", _moves(第九条第一款="第十条第一款"), Obstacle.RELATIVE),
        ("第五条前两款", FIRST_PARAGRAPH, Obstacle.RELATIVE),
        ("第四条至第六条", _moves(第五条="第十条"), Obstacle.RANGE),
        ("第四条至第六条", _moves(第十条="第五条之一"), Obstacle.RANGE),
        ("第四条至第六条", _moves(第四条="第七条"), Obstacle.RANGE),
        ("第五条第二项至第四项", ITEMS, Obstacle.RANGE),
        ("第五条第三项", _moves(第五条第一款第三项="第五条第二款"), Obstacle.LEVEL),
        ("第五条第（五）项", ITEMS, Obstacle.PRINT),
        ("第五条第四、五项", ITEMS, Obstacle.PRINT),
        ("第五条第二、三款", _moves(第五条第三款="第六条第一款"), Obstacle.PRINT),
    ],
)
def test_a_citation_that_cannot_be_rewritten_reports_the_obstacle(
    words: str, moves: Mapping[Address, Address | None], obstacle: Obstacle
) -> None:
    assert rewrite_citation(_citation(words), moves) == Unrewritable(words, obstacle)


def _real_laws() -> list[Statute]:
    """The seed, the examples and, where it is available, some of the corpus."""
    files = [SEED, *EXAMPLES, *sorted((SHARED / "corpus").rglob("*.md"))[::40]]
    return [regkit.load(file) for file in files]


def test_citations_of_real_laws_stay_unchanged_if_nothing_moved() -> None:
    citations = [
        citation for law in _real_laws() for citation in find_citations(law) if not citation.unresolved
    ]
    assert len(citations) > 50
    assert [citation.text for citation in citations if rewrite_citation(citation, {}) != citation.text] == []


def _with_texts(law: Statute, texts: Mapping[int, str]) -> Statute:
    """The statute with new texts for some of its provisions, by index in walking order."""
    for index, (address, node) in enumerate(law.walk()):
        if index in texts:
            kind = type(node)
            provision = kind(number=node.number, label=node.label, text=texts[index], children=node.children)
            law = regkit.replaced(law, address, provision)
    return law


def _rewritten(law: Statute, moves: Mapping[Address, Address | None]) -> Statute:
    """The statute with its internal citations rewritten."""
    texts: dict[int, str] = {}
    nodes = list(law)
    for citation in reversed(find_citations(law)):
        words = rewrite_citation(citation, moves) if citation.kind is CitationKind.INTERNAL else citation.text
        if citation.index is not None and isinstance(words, str):
            text = texts.get(citation.index, nodes[citation.index].text)
            texts[citation.index] = text[: citation.start] + words + text[citation.end :]
    return _with_texts(law, texts)


def _with_later_articles_shifted(
    law: Statute, number: Number
) -> tuple[Statute, dict[Address, Address | None]]:
    """The statute whose articles from a number on are counted one higher, and the moves of their addresses."""
    later = [article.number for article in law.articles if article.number >= number]
    steps = {number: Number(number.value + 1, number.inserted) for number in later}

    def address_of(article: Number) -> Address:
        return Address((regkit.Step(Level.ARTICLE, article),))

    renumbered = regkit.renumbered(law, {address_of(old): new for old, new in steps.items()})
    return renumbered, {address_of(old): address_of(new) for old, new in steps.items()}


def test_rewritten_citations_of_real_laws_resolve_to_the_moved_provisions() -> None:
    changed = 0
    for law in _real_laws():
        numbers = {article.number for article in law.articles}
        if len(numbers) < max(5, len(law.articles)) or any(article.through for article in law.articles):
            continue
        _, moves = _with_later_articles_shifted(law, Number(4))
        after, _ = _with_later_articles_shifted(_rewritten(law, moves), Number(4))
        for before, now in zip(find_citations(law), find_citations(after), strict=True):
            words = rewrite_citation(before, moves)
            if before.kind is CitationKind.INTERNAL and isinstance(words, str):
                changed += words != before.text
                moved = [_moved(target, moves) for target in before.targets]
                assert (now.text, list(now.targets)) == (words, moved)
    assert changed > 5


def _moved(address: Address, moves: Mapping[Address, Address | None]) -> Address:
    """The address after its article moved."""
    article = moves.get(Address(address.steps[:1])) or Address(address.steps[:1])
    return Address((*article.steps, *address.steps[1:]))
