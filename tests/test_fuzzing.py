"""The fuzzer itself: it draws the same texts everywhere, finds broken promises and prints them as short test cases."""

from __future__ import annotations

import pytest

from tests.fuzzing import __main__ as fuzzing
from tests.fuzzing.drawing import EVERY, LINES, SEEDS, draw, draw_lines, draw_other
from tests.fuzzing.promises import PROMISES, broken
from tests.fuzzing.shrinking import shrink


def test_a_number_always_gives_the_same_text() -> None:
    assert draw(7) == draw(7)
    assert draw_other(7, draw(7)) == draw_other(7, draw(7))
    assert len({draw(number) for number in range(200)}) > 150


@pytest.mark.parametrize("promise", PROMISES)
def test_the_seed_texts_break_no_promise(promise: str) -> None:
    for text, other in zip(SEEDS, [*SEEDS[1:], SEEDS[0]], strict=True):
        assert broken(promise, text, other) is None, text


@pytest.mark.parametrize("promise", PROMISES)
def test_the_first_texts_break_no_promise(promise: str) -> None:
    for number in range(0, 1024, EVERY[promise]):
        text = draw(number)
        assert broken(promise, text, draw_other(number, text)) is None, text


def test_no_two_lines_break_the_promise_of_reading() -> None:
    assert draw_lines(1, 2) != draw_lines(len(LINES), 2)
    for number in range(len(LINES) ** 2):
        text = draw_lines(number, 2)
        assert broken("reading", text) is None, text


def test_a_broken_promise_is_printed_as_a_test_case(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def hold(text: str, _: str) -> None:
        above, _, below = text.partition("\n")
        assert "条" not in above or "章" not in below, "a 章 stands below a 条"

    monkeypatch.setitem(PROMISES, "reading", hold)
    done, findings = fuzzing.run({"reading": 1}, first=0, texts=5000, seconds=60, most=1)
    assert findings == {("reading", "条\n章", "")}
    assert "('reading', '条\\n章', '')," in capsys.readouterr().out
    assert 0 < done["reading"] < 5000


def test_both_texts_of_a_pair_are_shrunk() -> None:
    old, new = "第一条　甲。\n第二条　渡船。\n第三条　丙。", "第一条　甲。\n第二条　渡口。"
    assert shrink((old, new), lambda left, right: "船" in left and "口" in right) == ("船", "口")


def test_a_text_that_takes_too_long_breaks_its_promise(monkeypatch: pytest.MonkeyPatch) -> None:
    def never_end(_text: str, _other: str) -> None:
        while True:
            pass

    monkeypatch.setitem(PROMISES, "reading", never_end)
    monkeypatch.setattr(fuzzing, "SECONDS_FOR_ONE_TEXT", 0.05)
    monkeypatch.setattr(fuzzing, "shrink", lambda texts, _fails: texts)
    _, findings = fuzzing.run({"reading": 1}, first=0, texts=1, seconds=60, most=1)
    assert len(findings) == 1
