"""What holds for every statute, every address and every text, whatever it says."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import regkit
from regkit import Address, Number, ParseError, Statute, parse, to_text, without_blanks
from tests.strategies import FRAGMENTS, addresses, numbers, statutes

texts = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=3), max_size=40).map("".join)


@given(st.integers(0, 99_999_999))
def test_a_numeral_reads_back_as_its_number(number: int) -> None:
    assert regkit.from_chinese(regkit.to_chinese(number)) == number


@given(addresses())
def test_both_notations_of_an_address_name_the_same_place(address: Address) -> None:
    assert Address.parse(address.eid) == address
    assert Address.parse(str(address)) == address


@given(numbers, numbers)
def test_a_number_that_follows_another_sorts_after_it(one: Number, other: Number) -> None:
    assert not one.follows(other) or other < one
    assert Number(one.value + 1).follows(one)


@given(statutes())
def test_a_statute_printed_and_read_again_is_the_same(law: Statute) -> None:
    again = parse(to_text(law))
    assert again == law
    assert again.problems == ()


@given(statutes())
def test_every_provision_is_found_at_its_address_in_both_notations(law: Statute) -> None:
    for address, provision in law.walk():
        assert law[address] is law[address.eid] is law[str(address)] is provision


@settings(max_examples=500)
@given(texts)
def test_any_text_is_read_without_loss_or_refused_with_reasons(text: str) -> None:
    try:
        law = parse(text)
    except ParseError as refusal:
        problems = refusal.problems
        assert problems
        assert all(problem.message and problem.hint for problem in problems)
        return
    printed = to_text(law)
    assert without_blanks(printed) == without_blanks(text)
    # What is no law may read differently once its lines are set anew, but nothing of it is lost then either.
    assert without_blanks(to_text(parse(printed))) == without_blanks(text)
    assert len(law.lines) == len(list(law.walk()))


@given(texts)
def test_a_reading_points_at_the_lines_of_the_text(text: str) -> None:
    try:
        law = parse(text)
    except ParseError:
        return
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for (_, provision), line in zip(law.walk(), law.lines, strict=True):
        if provision.label:
            assert without_blanks(provision.label) in without_blanks(lines[line - 1])
    for problem in law.problems:
        assert problem.line is not None
        assert without_blanks(problem.excerpt).rstrip("…") in without_blanks(lines[problem.line - 1])


@pytest.mark.parametrize("length", range(55, 85))
@pytest.mark.parametrize(
    "start", ["第一章", "第一章　", "第一条　甲。\n附：", "第一条　甲。\n附件 1 ", "第一条　甲。\n第二章"]
)
def test_lengths_at_the_limits_are_the_same_when_printed_and_read_again(start: str, length: int) -> None:
    law = parse(start + "市" * length + "\n第一条　甲。")
    assert parse(to_text(law)) == law


@pytest.mark.parametrize(
    "part",
    [
        "（一）",
        "第一条",
        "1．",
        "【",
        "（",
        "第",
        "\u3000",
        "第一条 第",
        "之一",
        "附件",
        "<!--",
        "# ",
        "。 ",
        "目录\n",
        "第二章　市\n",
    ],
)
def test_long_repetitions_are_read_in_passing(part: str) -> None:
    """Were anything here read again and again for each part, this would take hours."""
    text = regkit.from_markdown("第一条　总则。\n" + part * 50_000 + "\n" + (part + "\n") * 20_000)
    assert without_blanks(to_text(parse(text))) == without_blanks(text)
