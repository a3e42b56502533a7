"""New trees made from a tree: provisions replaced, inserted, removed, moved and renumbered."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import regkit
from regkit import (
    Address,
    AddressError,
    Annex,
    Article,
    Chapter,
    Item,
    Level,
    Number,
    Paragraph,
    Provision,
    ProvisionNotFoundError,
    Statute,
    Subitem,
)

from .strategies import statutes

LAW = regkit.parse(
    "示范市集市条例\n第一章　总则\n第一条　甲。\n乙。\n第二条　下列场所：\n（一）丙；\n（二）丁。\n戊。\n"
    "第二章　附则\n第三条　己。\n第四条　庚。\n附件一\n辛。"
)


def _article(number: Number, *words: str) -> Article:
    paragraphs = tuple(Paragraph(number=Number(1), text=text) for text in words)
    return Article(number=number, children=paragraphs)


def test_a_replacement_takes_the_number_and_the_label_of_the_old_provision() -> None:
    law = regkit.replaced(LAW, "第二条", _article(Number(99), "新。"))
    assert regkit.to_text(law) == regkit.to_text(LAW).replace(
        "下列场所：\n（一）丙；\n（二）丁。\n戊。", "新。"
    )
    assert law.articles[0] is LAW.articles[0]
    assert law.articles[2:] == LAW.articles[2:]
    assert law.articles[3] is LAW.articles[3]
    assert law.annexes[0] is LAW.annexes[0]


def test_paragraphs_are_renumbered_and_their_children_stay_the_same_objects() -> None:
    law = regkit.inserted(LAW, Paragraph(number=Number(7), text="新。"), before="第二条第一款")
    assert [paragraph.number.value for paragraph in law["第二条"].children] == [1, 2, 3]
    assert law["第二条第二款第（一）项"] is LAW["第二条第一款第（一）项"]
    assert regkit.removed(law, "第二条第一款") == LAW
    assert [str(a) for a, _ in regkit.removed(LAW, "第二条第一款").walk() if a.level is Level.PARAGRAPH][
        2
    ] == ("第二条第一款")


@pytest.mark.parametrize(
    ("position", "line_before"),
    [
        ({"after": "第二条"}, "戊。"),
        ({"before": "第三条"}, "第二章　附则"),
        ({"into": "第二章"}, "第四条　庚。"),
        ({}, "第四条　庚。"),
    ],
)
def test_a_provision_is_inserted_at_the_given_position(position: dict[str, str], line_before: str) -> None:
    law = regkit.inserted(LAW, _article(Number(2, (1,)), "新。"), **position)
    lines = regkit.to_text(law).splitlines()
    assert lines[lines.index("第二条之一　新。") - 1] == line_before
    assert regkit.removed(law, "第二条之一") == LAW


@pytest.mark.parametrize(
    ("text", "provision", "into", "label"),
    [
        ("第1条 甲。\n第2条 乙。", _article(Number(3), "新。"), None, "第3条"),
        ("第一条　下列：\n(一)甲；\n(二)乙。", Item(number=Number(3), text="新。"), "第一条第一款", "(三)"),
        (
            "第一条　下列：\n（一）甲：\n１．子；\n２．丑。",
            Subitem(number=Number(3), text="新。"),
            "第一条第一款第一项",
            "３．",
        ),
        (
            "第一条　下列：\n（一）甲：\n①子；\n②丑。",
            Subitem(number=Number(3), text="新。"),
            "第一条第一项",
            "③",
        ),
        (
            "第一条　下列：\n（一）甲；\n（二）乙。",
            Item(number=Number(1, (1,)), text="新。"),
            "第一条第一款",
            "（一之一）",
        ),
        ("第一条　下列：", Item(number=Number(1), text="新。"), "第一条第一款", "（一）"),
        ("第一条　甲。", Chapter(number=Number(2)), None, "第二章"),
        ("一、甲。\n二、乙。", regkit.Division(number=Number(3)), None, "三、"),
        ("第一条　甲。\n附件1：\n乙。", Annex(number=Number(2)), None, "附件2："),
        ("第一条　甲。", Annex(number=Number(2)), None, "附件二"),
    ],
)
def test_a_label_follows_the_style_of_its_siblings(
    text: str, provision: Provision, into: str | None, label: str
) -> None:
    law = regkit.inserted(regkit.parse(text), provision, into=into)
    assert label in [provision.label for provision in law]


def test_a_given_label_is_kept() -> None:
    law = regkit.inserted(LAW, Article(number=Number(5), label="第 五 条"), after="第四条")
    assert law["第五条"].label == "第 五 条"


def test_numbers_change_simultaneously_and_labels_keep_their_style() -> None:
    law = regkit.parse("第1条 甲。\n第 2 条 下列：\n（一）丙；\n（二）丁。\n第3条 乙。")
    new = regkit.renumbered(law, {"第一条": 2, "第二条": 1, "第二条第二项": Number(1, (1,))})
    assert [provision.label for provision in new if provision.label] == [
        "第2条",
        "第 1 条",
        "（一）",
        "（一之一）",
        "第3条",
    ]
    assert new["第一条第一款第（一）项"] is law["第二条第一款第（一）项"]
    assert new.articles[2] is law.articles[2]
    assert regkit.renumbered(new, {"第二条": 1, "第一条": 2, "art_1__para_1__point_1-1": 2}) == law


def test_a_provision_moves_with_its_children() -> None:
    law = regkit.moved(LAW, "第一条", after="第三条")
    assert [article.number.value for article in law.articles] == [2, 3, 1, 4]
    assert law["第一条"] is LAW["第一条"]
    assert law["第一章"].children == (LAW["第二条"],)
    assert regkit.moved(law, "第一条", before="第二条") == LAW
    assert regkit.moved(LAW, "第二章", before="第一章").articles[0] is LAW["第三条"]
    assert regkit.moved(LAW, "第一条", after="第一条") == LAW
    assert regkit.moved(LAW, "第二条第二款", before="第二条第一款")["第二条第二款"].children == (
        LAW["第二条第一款"].children
    )
    assert regkit.moved(LAW, "第二条第二款", into="第三条")["第三条第二款"].text == "戊。"
    assert regkit.moved(LAW, "第三条", before="第二章").children[1] is LAW["第三条"]


def test_lines_and_problems_of_the_file_are_dropped_from_a_new_tree() -> None:
    law = regkit.removed(regkit.parse("第一条　甲。\n第三条　乙。\n第四条　丙。"), "第四条")
    assert law.lines == ()
    assert law.problems == ()


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        (lambda: regkit.removed(LAW, "第九条"), ProvisionNotFoundError, "没有第九条"),
        (lambda: regkit.removed(LAW, "九"), AddressError, "不是条款地址"),
        (lambda: regkit.replaced(LAW, "第一条", LAW["第一章"]), ValueError, "不能用章替换条"),
        (lambda: regkit.inserted(LAW, LAW["第一条"], after="第二条"), ValueError, "已经有第一条"),
        (
            lambda: regkit.inserted(LAW, Item(number=Number(1)), into="第一条"),
            ValueError,
            "条下面不能直接是项",
        ),
        (lambda: regkit.inserted(LAW, Item(number=Number(1))), ValueError, "项不能不在任何条款之内"),
        (
            lambda: regkit.inserted(LAW, _article(Number(5), "新。"), after="第四条", before="第三条"),
            ValueError,
            "只能给出一个",
        ),
        (lambda: regkit.inserted(LAW, _article(Number(5)), after="附件一"), ValueError, "附件之后不能有条"),
        (lambda: regkit.moved(LAW, "第一章", into="第一章"), ValueError, "自己里面"),
        (lambda: regkit.renumbered(LAW, {"第一条": 2}), ValueError, "已经有第二条"),
        (lambda: regkit.renumbered(LAW, {"第一条第二款": 3}), ValueError, "款的序号"),
        (
            lambda: regkit.renumbered(regkit.parse("一、甲。\n二、乙。"), {"dvs_2": Number(1, (1,))}),
            ValueError,
            "没有“之一”",
        ),
        (
            lambda: regkit.renumbered(
                regkit.parse("第一条　下列：\n（一）甲：\n①子；\n②丑。"), {"第一条第一项第2目": 21}
            ),
            ValueError,
            "只到“⑳”",
        ),
        (
            lambda: regkit.removed(
                regkit.parse("第一条　甲。\n第二条至第四条　已删除\n第五条　乙。"), "第三条"
            ),
            ValueError,
            "合写",
        ),
        (
            lambda: regkit.renumbered(
                regkit.parse("第一条　甲。\n第二条至第四条　已删除\n第五条　乙。"), {"第二条": 7}
            ),
            ValueError,
            "合写",
        ),
    ],
)
def test_an_impossible_change_is_refused_in_one_sentence(
    change: object, error: type[Exception], message: str
) -> None:
    assert callable(change)
    with pytest.raises(error, match=message):
        change()


@st.composite
def _statutes_with_an_address(draw: st.DrawFn) -> tuple[Statute, Address]:
    law = draw(statutes())
    return law, draw(st.sampled_from([address for address, _ in law.walk()]))


def _position(law: Statute, address: Address) -> dict[str, Address]:
    """Where a provision stands, in terms of the statute without it: the arguments for `regkit.inserted`."""
    provisions = list(law.walk())
    parent_address, siblings = next(
        (
            (other_address, provision.children)
            for other_address, provision in provisions
            if any(child is law[address] for child in provision.children)
        ),
        (None, law.children),
    )
    index = next(position for position, sibling in enumerate(siblings) if sibling is law[address])
    if index:
        return {
            "after": next(
                other_address for other_address, provision in provisions if provision is siblings[index - 1]
            )
        }
    if len(siblings) > 1:
        # Without the provision, the paragraph after it takes over its address.
        counted = address.level is Level.PARAGRAPH
        return {
            "before": address
            if counted
            else next(other_address for other_address, provision in provisions if provision is siblings[1])
        }
    return {"into": parent_address} if parent_address else {}


@given(_statutes_with_an_address())
def test_a_provision_removed_and_inserted_again_gives_the_same_statute(
    drawn: tuple[Statute, Address],
) -> None:
    law, address = drawn
    without = regkit.removed(law, address)
    assert regkit.inserted(without, law[address], **_position(law, address)) == law


@given(_statutes_with_an_address(), st.integers(200, 400), st.lists(st.integers(1, 9), max_size=2))
def test_a_provision_renumbered_there_and_back_gives_the_same_statute(
    drawn: tuple[Statute, Address], value: int, inserted: list[int]
) -> None:
    law, address = drawn
    assume(address.level not in (Level.PARAGRAPH, Level.SUBITEM))
    number = Number(value, tuple(inserted))
    new_address = Address((*address.steps[:-1], regkit.Step(address.level, number)))
    changed = regkit.renumbered(law, {address: number})
    assert changed[new_address].children is law[address].children
    assert regkit.renumbered(changed, {new_address: address.number}) == law


@given(_statutes_with_an_address())
def test_a_change_leaves_untouched_provisions_as_the_same_objects(drawn: tuple[Statute, Address]) -> None:
    law, address = drawn
    changed = regkit.replaced(law, address, law[address])
    assert changed == law
    changed_provisions = [
        new_provision
        for old_provision, new_provision in zip(law, changed, strict=True)
        if old_provision is not new_provision
    ]
    # Only the provision itself and its ancestors are new.
    assert changed_provisions[-1] == law[address]
    assert all(inner in outer.children for outer, inner in pairwise(changed_provisions))


@given(_statutes_with_an_address(), st.text("市集摊位应当", min_size=1, max_size=9))
def test_a_statute_with_an_inserted_paragraph_survives_printing_and_parsing(
    drawn: tuple[Statute, Address], words: str
) -> None:
    law, address = drawn
    article = next(address for address, provision in law.walk() if isinstance(provision, Article))
    changed = regkit.inserted(law, Paragraph(number=Number(1), text=words + "。"), into=article)
    assert regkit.parse(regkit.to_text(changed)) == changed
    if address.level is Level.PARAGRAPH and len(law[Address(address.steps[:-1])].children) > 1:
        without = regkit.removed(law, address)
        assert regkit.parse(regkit.to_text(without)) == without


@given(statutes(), st.integers(0, 8))
def test_renumbered_articles_survive_printing_and_parsing(law: Statute, position: int) -> None:
    position %= len(law.articles) + 1
    consecutive = {str(article.label): number for number, article in enumerate(law.articles, start=1)}
    law = regkit.renumbered(law, consecutive)
    later = {
        str(article.label): number + 1
        for number, article in enumerate(law.articles, start=1)
        if number > position
    }
    new = _article(Number(position + 1), "示范新条。")
    position_arguments = (
        {"after": str(law.articles[position - 1].label)} if position else {"before": "第二条"}
    )
    changed = regkit.inserted(regkit.renumbered(law, later), new, **position_arguments)
    assert regkit.parse(regkit.to_text(changed)) == changed


def test_what_is_removed_or_moved_need_not_read_back_as_the_same_tree() -> None:
    """As the page of the reference on editing says."""
    law = regkit.parse("第一条　甲。\n第二条　乙。\n第三条　丙。")
    gap = regkit.removed(law, "第二条")
    assert [problem.code for problem in regkit.parse(regkit.to_text(gap)).problems] == ["article.gap"]
    unordered = regkit.moved(law, "第一条", after="第三条")
    assert regkit.parse(regkit.to_text(unordered)) != unordered
    law = regkit.parse("第一条　甲。\n【亮证】乙。\n第二条　丙。")
    read = regkit.parse(regkit.to_text(regkit.removed(law, "第一条第一款")))
    assert (law["第一条"].heading, read["第一条"].heading) == (None, "【亮证】")


def test_a_part_without_a_number_is_given_none() -> None:
    law = regkit.parse(
        "示范法典\n第一编　总则\n第一章　一般规定\n第一条　甲。\n第二编　分则\n第一章　摊主\n第二条　乙。\n附则\n第三条　丙。\n"
    )
    with pytest.raises(ValueError, match="“附则”没有编号，不能改号"):
        regkit.renumbered(law, {"附则": 3})
    with pytest.raises(regkit.ProvisionNotFoundError, match="没有总则"):
        regkit.renumbered(law, {"总则": 3})
    assert regkit.renumbered(law, {"第二编": 3})["第三编第一章"].heading == "摊主"
