"""Hypothesis strategies for statutes: well-formed ones as a drafter would number them, and irregular ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

import regkit
from regkit import Address, Article, Chapter, Item, Level, Number, Paragraph, Part, Section, Statute, Subitem


def read_pieces(name: str) -> list[str]:
    """Read pieces of text from a file beside the fuzzer; each line is a JSON string without its quotation marks."""
    file = Path(__file__).parent / "fuzzing" / name
    return [json.loads(f'"{line}"') for line in file.read_text("utf-8").splitlines()]


# Pieces of real texts, so that random texts look like law.
FRAGMENTS = read_pieces("dictionary.txt")

# Characters of legal texts that can begin no label, citation or annex.
_CHARACTERS = "市集摊位应当依照有关部门开办者公众安全卫生秩序经营服务管理监督、，“”《》"
_words = st.text(_CHARACTERS, min_size=1, max_size=30).map(lambda words: "市" + words)
_sentences = _words.map(lambda words: words + "。")
_titles = st.text("市集摊位管理服务监督", min_size=2, max_size=8)

numbers = st.builds(Number, st.integers(1, 9999), st.lists(st.integers(1, 99), max_size=2).map(tuple))


@st.composite
def addresses(draw: st.DrawFn) -> Address:
    """Addresses of every shape: of divisions, of articles and their parts, also in annexes."""
    annex = [Level.ANNEX] if draw(st.booleans()) else []
    divisions = [Level.PART, Level.SUBPART, Level.CHAPTER, Level.SECTION]
    within = [Level.ARTICLE, Level.PARAGRAPH, Level.ITEM, Level.SUBITEM]
    levels = annex + (
        draw(st.lists(st.sampled_from(divisions), unique=True, max_size=4).map(sorted_by_rank))
        if draw(st.booleans())
        else within[: draw(st.integers(1, 4))]
    )
    if not levels:
        levels = [Level.CHAPTER]
    if levels[-1] is Level.SUBITEM and draw(st.booleans()):
        levels.append(Level.SUBITEM)
    return Address(tuple(regkit.Step(level, draw(numbers)) for level in levels))


def sorted_by_rank(levels: list[Level]) -> list[Level]:
    """The levels from 编 down."""
    return sorted(levels, key=lambda level: level.rank)


@st.composite
def irregular_statutes(draw: st.DrawFn) -> str:
    """Texts of articles with small faults: labels skip, repeat, look like citations or stand within a line; ends are wrong."""
    lines: list[str] = []
    for article in range(1, draw(st.integers(1, 3)) + 1):
        count = draw(st.sampled_from([0, 1, 1, 2, 2, 3, 4, 6]))
        # Mostly in order, so that a text often has only one fault.
        due, article_lines = 0, [_irregular_words(draw)]
        for _ in range(count):
            is_item = draw(st.sampled_from([True, True, False]))
            due = draw(st.sampled_from([due + 1] * 6 + [1, due, due + 2])) if is_item else 0
            article_lines.append((_item_label(draw, due) if is_item else "") + _irregular_words(draw))
        lines += [f"第{regkit.to_chinese(article)}条\u3000{article_lines[0]}", *article_lines[1:]]
    return "\n".join(lines)


def _item_label(draw: st.DrawFn, number: int) -> str:
    numeral = regkit.to_chinese(number)
    return draw(
        st.sampled_from(
            [f"（{numeral}）"] * 6 + [f"({numeral})", f"（{numeral}）项", f"{numeral}、", f"{number}．"]
        )
    )


def _irregular_words(draw: st.DrawFn) -> str:
    start = draw(st.sampled_from([""] * 8 + ["，", "的", "款", "【市】", "|", "。"]))
    within = draw(
        st.sampled_from(
            [""] * 6
            + ["（一）甲；（二）乙", "（一）丙，", "(一)甲；(二)乙", "（市）", "；（三）丁", "：（十一）戊"]
        )
    )
    end = draw(st.sampled_from(["。"] * 5 + ["；"] * 3 + ["：", "，", "", ";"]))
    words = draw(
        st.sampled_from(
            ["摊主应当保持清洁", "市集", "开办者应当依照规定公布市集的时间和地点并且告知摊主", ""]
        )
    )
    return start + words + within + end


@st.composite
def statutes(draw: st.DrawFn) -> Statute:
    """Statutes with or without 编, 章 and 节, with inserted articles, items and subitems."""
    labels = _article_numbers(draw)
    shape = draw(st.sampled_from([(), (Chapter,), (Chapter, Section), (Part, Chapter)]))
    title = draw(st.none() | _titles.map(lambda words: words + "条例"))
    notes = (
        draw(st.lists(_titles.map(lambda words: f"（2022年5月13日{words}通过）"), max_size=2))
        if title
        else []
    )
    return Statute(
        title=title,
        notes=tuple(notes),
        preamble=tuple(draw(st.lists(_sentences, max_size=1))) if title else (),
        children=tuple(_divisions(draw, shape, labels)),
    )


def _article_numbers(draw: st.DrawFn) -> list[Number]:
    numbers = [Number(1)]
    for inserted in draw(st.lists(st.booleans(), max_size=7)):
        last = numbers[-1]
        numbers.append(
            Number(last.value, (last.inserted[0] + 1 if last.inserted else 1,))
            if inserted
            else Number(last.value + 1)
        )
    return numbers


def _divisions(draw: st.DrawFn, shape: tuple[Any, ...], numbers: list[Number]) -> list[Any]:
    """The numbered articles, divided into up to two provisions of each kind in `shape`."""
    if not shape:
        return [_article(draw, number) for number in numbers]
    kind, *rest = shape
    cut = draw(st.integers(1, len(numbers)))
    groups = [group for group in (numbers[:cut], numbers[cut:]) if group]
    return [
        kind(
            number=Number(value),
            label=f"第{regkit.to_chinese(value)}{kind.level.character}",
            heading=draw(_titles),
            children=tuple(_divisions(draw, tuple(rest), group)),
        )
        for value, group in enumerate(groups, start=1)
    ]


def _article(draw: st.DrawFn, number: Number) -> Article:
    heading = draw(st.none() | _titles.map(lambda words: f"【{words}】"))
    count = draw(st.integers(1, 3))
    return Article(
        number=number,
        label=str(regkit.Step(Level.ARTICLE, number)),
        heading=heading,
        children=tuple(_paragraph(draw, value) for value in range(1, count + 1)),
    )


def _paragraph(draw: st.DrawFn, value: int) -> Paragraph:
    count = draw(st.sampled_from([0, 0, 2, 3, 11]))
    if not count:
        return Paragraph(number=Number(value), text=draw(_sentences))
    run_in = draw(st.booleans())
    items = tuple(_item(draw, number, count, run_in) for number in range(1, count + 1))
    return Paragraph(number=Number(value), text=draw(_words) + "：", children=items)


def _item(draw: st.DrawFn, number: int, count: int, run_in: bool) -> Item:
    # Items that are printed within a line have no 目.
    subitems = 0 if run_in else draw(st.sampled_from([0, 0, 0, 2]))
    return Item(
        number=Number(number),
        label=f"（{regkit.to_chinese(number)}）",
        text=draw(_words) + ("：" if subitems else "；" if number < count else "。"),
        run_in=run_in,
        children=tuple(
            Subitem(number=Number(value), label=f"{value}．", text=draw(_words) + "。")
            for value in range(1, subitems + 1)
        ),
    )
