"""Comparing texts larger than any law: the cost stays within a budget, and a coarser answer is marked as such."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings

import regkit
from regkit import Budget, Coarse, Statute
from regkit.changes.budget import Steps
from regkit.changes.redlining import redline
from regkit.changes.segments import new_text, old_text
from tests.conftest import EXAMPLES
from tests.strategies import statutes
from tests.test_cli import run

TINY = Budget(meetings=10, partners=1, words=4)


def listed(count: int, word: str) -> Statute:
    """A law with one article of `count` items."""
    items = "".join(
        f"（{regkit.to_chinese(n)}）第{n}类{word}由街道办事处办理；\n" for n in range(1, count + 1)
    )
    return regkit.parse(f"清单条例\n第一条　下列事项列入清单：\n{items}")


def alike(count: int, word: str) -> Statute:
    """A law with `count` articles that differ only in their number."""
    articles = "".join(
        f"第{regkit.to_chinese(n)}条　第{n}类摊位由街道办事处依照本条例{word}，不得收费。\n"
        for n in range(1, count + 1)
    )
    return regkit.parse(f"摊位条例\n{articles}")


def repeated(count: int, word: str) -> Statute:
    """A law with one long repetitive sentence."""
    return regkit.parse(f"长条例\n第一条　{'摊位应当备案，' * count}{word * count}\n")


@given(old=statutes(), new=statutes())
@settings(max_examples=40)
def test_a_comparison_applies_both_ways_even_with_a_tiny_budget(old: Statute, new: Statute) -> None:
    comparison = regkit.compare(old, new, budget=TINY)
    assert comparison.apply(old) == new
    assert comparison.invert().apply(new) == old


@pytest.mark.parametrize(
    ("make", "coarse"),
    [(alike, Coarse.ARTICLES), (listed, Coarse.PROVISIONS), (repeated, Coarse.WORDS)],
)
def test_a_coarser_comparison_reports_what_is_coarse(
    make: Callable[[int, str], Statute], coarse: Coarse
) -> None:
    old, new = make(40, "办理"), make(40, "登记")
    assert regkit.compare(old, new).coarse == ()
    comparison = regkit.compare(old, new, budget=TINY)
    assert coarse in comparison.coarse
    assert coarse in comparison.invert().coarse
    assert coarse in comparison.then(regkit.compare(new, new)).coarse


def test_comparisons_of_real_revisions_are_never_coarse() -> None:
    for old in EXAMPLES:
        for new in EXAMPLES:
            assert regkit.compare(regkit.load(old), regkit.load(new)).coarse == ()


def test_every_output_states_that_a_comparison_is_coarse(tmp_path: Path) -> None:
    # Half of a repetitive text, then every second character of the rest: no clause remains at which it could be split.
    repetition = "本办法由云汀市集市管理处负责解释。" * 400
    (tmp_path / "old.txt").write_text(f"长条例\n第一条　{repetition}\n", "utf-8")
    (tmp_path / "new.txt").write_text(
        f"长条例\n第一条　{repetition[: len(repetition) // 2]}甲{repetition[len(repetition) // 2 :: 2]}\n",
        "utf-8",
    )
    old, new = str(tmp_path / "old.txt"), str(tmp_path / "new.txt")
    sentence = "有的文字过长，没有逐词比较"
    assert sentence in run("diff", old, new).stdout
    assert "words" in json.loads(run("diff", "--json", old, new).stdout)["changes"]["coarse"]
    table = tmp_path / "table.md"
    assert sentence in run("diff", old, new, "-o", str(table)).stdout
    assert sentence in table.read_text("utf-8")


def test_hundreds_of_items_are_paired_one_by_one() -> None:
    old, new = listed(900, "摊位备案"), listed(900, "摊位登记")
    rows = regkit.compare(old, new).rows[0].inner[0].inner
    assert all(row.old == row.new for row in rows)
    assert len(rows) == 900


def test_articles_with_the_same_words_are_all_paired() -> None:
    text = "同条例\n" + "".join(f"第{regkit.to_chinese(n)}条　摊位应当备案。\n" for n in range(1, 201))
    longer = f"{text}第二百零一条　摊位应当备案。\n"
    kinds = regkit.compare(regkit.parse(text), regkit.parse(longer)).statistics
    assert kinds[regkit.RowKind.DELETED] == 0
    assert kinds[regkit.RowKind.ADDED] == 1


def test_a_redline_stays_within_its_steps() -> None:
    old, new = "摊位备案登记" * 2000, "登记摊位费备案" * 1700
    steps = Steps(200_000)
    segments = redline(old, new, steps)
    assert steps.short
    assert (old_text(segments), new_text(segments)) == (old, new)


def test_a_text_with_too_many_words_is_compared_clause_by_clause() -> None:
    clauses = [f"第{n}号摊位由街道办事处管理，" for n in range(2000)]
    changed = [clause.replace("管理", "看管") if n % 10 == 0 else clause for n, clause in enumerate(clauses)]
    steps = Steps(400_000)
    segments = redline("".join(clauses), "".join(changed), steps)
    assert steps.short
    assert sum(len(segment.old) for segment in segments if segment.kept) > 0.8 * len("".join(clauses))


@pytest.mark.parametrize("make", [alike, listed, repeated])
def test_the_cost_of_a_comparison_grows_hardly_faster_than_the_text(
    make: Callable[[int, str], Statute],
) -> None:
    budget = Budget(meetings=100_000, words=400_000)

    def cost(count: int) -> float:
        old, new = make(count, "办理"), make(count, "登记")
        begun = time.process_time()
        regkit.compare(old, new, budget=budget)
        return time.process_time() - begun

    small, large = min(cost(300) for _ in range(2)), cost(1200)
    # The text is four times as large; a quadratic cost would be sixteen times as high.
    assert large < 10 * max(small, 0.05)


def test_a_coarse_concordance_is_marked_and_still_finds_the_pairs() -> None:
    def law(count: int) -> Statute:
        return regkit.parse(
            "条例\n"
            + "".join(
                f"第{regkit.to_chinese(n)}条　{_name(n)}摊位应当由集市开办者登记。\n"
                for n in range(1, count + 1)
            )
        )

    few = regkit.concord(law(60), law(60))
    many = regkit.concord(law(800), law(800))
    assert not few.coarse
    assert many.coarse
    best: dict[regkit.Address, regkit.Address] = {}
    for correspondence in many:
        best.setdefault(correspondence.article, correspondence.higher)
    assert sum(article == higher for article, higher in best.items()) > 750


def _name(number: int) -> str:
    """A word of three characters that differs for every number."""
    return "".join(chr(0x4E00 + number * step % 4099) for step in (7, 1013, 2111))


def test_a_phrase_of_one_repeated_character_is_found_quickly() -> None:
    law = regkit.parse("条例\n第一条　" + "市" * 100_000 + "\n")
    (correspondence,) = regkit.concord(law, law)
    assert len(correspondence.shared[0]) == 100_000
