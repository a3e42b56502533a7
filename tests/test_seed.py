"""The regulation in statutes/, provision by provision, compared with a reading that does not use the parser."""

from __future__ import annotations

import hashlib

import regkit
from regkit import Item, Paragraph
from tests.conftest import SEED

# SHA-256 of the text as adopted: sixty articles, 32,045 bytes.
OFFICIAL = "7853e59118d39c0c58f57275920c513c0e49ee1c485f5c6fab6657517169799e"
LAW = regkit.load(SEED)
# One paragraph (款) a line; an article begins where a line begins with 第…条 and an ideographic space.
LINES = SEED.read_text("utf-8").split("\n")


def test_the_text_is_the_official_one_byte_for_byte() -> None:
    assert hashlib.sha256(SEED.read_bytes()).hexdigest() == OFFICIAL


def test_the_parsed_regulation_prints_as_the_same_text() -> None:
    assert regkit.to_text(LAW) == SEED.read_text("utf-8") + "\n"
    assert LAW.problems == ()


def test_the_regulation_has_sixty_articles_with_their_paragraphs() -> None:
    expected: list[tuple[str, list[str]]] = []
    for line in LINES:
        label, gap, text = line.partition("\u3000")
        if gap and label.startswith("第") and label.endswith("条"):
            expected.append((label, [text]))
        else:
            expected[-1][1].append(line)
    assert len(expected) == 60
    assert expected == [
        (article.label, [_printed(paragraph) for paragraph in article.children]) for article in LAW.articles
    ]
    assert [str(address) for address, provision in LAW.walk() if provision in LAW.articles] == [
        label for label, _ in expected
    ]


def test_article_23_has_eleven_items_on_one_line() -> None:
    (paragraph,) = LAW["第二十三条"].children
    assert paragraph.text == "各级人民政府及其有关部门、单位不得实施下列侵犯中小企业合法权益的行为："
    assert [item.label for item in paragraph.children] == [
        f"（{regkit.to_chinese(n)}）" for n in range(1, 12)
    ]
    assert all(isinstance(item, Item) and item.run_in for item in paragraph.children)
    third = LAW["第二十三条第一款第（三）项"]
    assert third is LAW["art_23__para_1__point_3"] is LAW["第二十三条第三项"]
    assert third.text == "向中小企业摊派财物、违法收取费用或者实施没有法律、法规依据的罚款的；"


def test_no_other_article_has_items() -> None:
    assert {
        address.steps[0].number.value for address, provision in LAW.walk() if isinstance(provision, Item)
    } == {23}


def _printed(paragraph: Paragraph) -> str:
    return paragraph.text + "".join(f"{item.label}{item.text}" for item in paragraph.children)
