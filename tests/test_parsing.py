"""What the parser makes of texts, in cases that a lawyer can read (tests/cases/parsing)."""

from __future__ import annotations

from pathlib import Path

import pytest

import regkit
from regkit import ParseError, Statute

CASES = sorted((Path(__file__).parent / "cases" / "parsing").glob("*.md"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_case(case: Path, renew: bool) -> None:
    """Each case is a Markdown file: a title, the text in a first fence, the tree in a second one."""
    head, text, between, _expected, tail = case.read_text("utf-8").split("```")
    text = text.removeprefix("text\n")
    try:
        tree = describe(regkit.parse(text))
    except ParseError as error:
        tree = "".join(f"!{problem.severity} {problem.code} {problem.line}\n" for problem in error.problems)
    written = "```".join((head, f"text\n{text}", between, f"text\n{tree}", tail))
    if renew:
        case.write_text(written, "utf-8", newline="\n")
    assert case.read_text("utf-8") == written


def describe(law: Statute) -> str:
    """A statute as an outline: each provision with its address, how it is printed, and its own text."""
    lines = [f"标题 {law.title}"] if law.title else []
    lines = [f"公告 {text}" for text in law.announcement] + lines
    for name, texts in (("题注", law.notes), ("目录", law.contents), ("序言", law.preamble)):
        lines += [f"{name} {text}" for text in texts]
    for address, provision in law.walk():
        words = [provision.label, provision.heading, provision.text.replace("\n", "⏎")]
        run_in = "（同行）" if getattr(provision, "run_in", False) else ""
        lines.append(
            f"{'  ' * (len(address.steps) - 1)}{address.eid}{run_in} | {' | '.join(w for w in words if w)}"
        )
    lines += [f"落款 {text}" for text in law.signature]
    lines += [f"! 第{problem.line}行 {problem.code}" for problem in law.problems]
    return "\n".join(lines) + "\n"


def test_line_ends_of_every_system_are_read_alike() -> None:
    text = "第一条　甲。\n第二条　乙。\n"
    laws = [regkit.parse(text.replace("\n", end)) for end in ("\n", "\r\n", "\r")]
    assert laws[0] == laws[1] == laws[2]
    assert [law.line_of("第二条") for law in laws] == [2, 2, 2]


def test_a_statute_does_not_change() -> None:
    law = regkit.parse("第一条　甲。")
    with pytest.raises(AttributeError):
        law["第一条"].text = "乙"  # type: ignore[misc]  # only to see it fail
    with pytest.raises(AttributeError):
        law.title = "乙"  # type: ignore[misc]  # only to see it fail


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "text.empty"),
        ("\n\u3000\u200b\ufeff\n", "text.empty"),
        ("一" * 20_000_001, "text.too_large"),
    ],
    ids=["empty", "blanks", "too large"],
)
def test_what_is_no_text_is_refused_in_one_sentence(text: str, code: str) -> None:
    with pytest.raises(ParseError) as caught:
        regkit.parse(text)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert "\n" not in str(caught.value)
    assert problem.hint in str(caught.value)


def test_a_text_without_numbers_is_kept_whole_and_reported() -> None:
    law = regkit.parse("关于某问题的批复\n某某高级人民法院：\n你院来函收悉。\n此复。")
    assert (law.title, law.children) == ("关于某问题的批复", ())
    assert law.preamble == ("某某高级人民法院：", "你院来函收悉。", "此复。")
    assert [problem.code for problem in law.problems] == ["statute.no_article"]


class TestLookingUp:
    law = regkit.parse(
        "第一章　总则\n第一条　甲：\n（一）一；\n（二）二。\n乙：\n（一）三；\n（二）四；\n（三）五：\n1．六。\n第二条　丙。"
    )

    def test_a_paragraph_may_be_left_out_where_only_one_has_the_item(self) -> None:
        assert self.law["第一条第三项"].text == "五："
        assert self.law["第一条第1目"].text == "六。"

    def test_an_item_in_two_paragraphs_is_ambiguous_and_never_guessed(self) -> None:
        with pytest.raises(KeyError, match="有歧义，可以指第一条第一款第（一）项、第一条第二款第（一）项"):
            self.law["第一条第一项"]

    @pytest.mark.parametrize(
        ("address", "words"),
        [
            ("第三条", "没有第三条。全文共有2条（第一条至第二条）。"),
            ("第二条第二款", "没有第二条第二款。第二条共有1款"),
            ("第二条第一款第一项", "第二条第一款没有分项。"),
            ("第二章", "没有第二章。全文共有1章"),
        ],
    )
    def test_what_is_not_there_is_answered_with_what_is(self, address: str, words: str) -> None:
        assert address not in self.law
        with pytest.raises(KeyError) as caught:
            self.law[address]
        assert words in str(caught.value)

    @pytest.mark.parametrize(
        "words",
        ["", "第一", "本条", "第一款第一条", "第一章第一条", "art_1__", "art_0", "第零条", "第一条之"],
    )
    def test_what_is_no_address_says_so(self, words: str) -> None:
        with pytest.raises(ValueError, match=r"地址|层级|连续编号"):
            self.law[words]

    @pytest.mark.parametrize("words", ["第１条", "第 一 条", "1", "第1条", "art_1", "一条"])
    def test_an_article_is_found_however_its_number_is_written(self, words: str) -> None:
        assert self.law[words].label == "第一条"

    def test_a_repeated_article_is_not_chosen_from(self) -> None:
        law = regkit.parse("第一条　甲。\n第二条　乙。\n第二条　丙。")
        assert [problem.code for problem in law.problems] == ["article.repeat"]
        with pytest.raises(KeyError, match="出现了2次"):
            law["第二条"]
