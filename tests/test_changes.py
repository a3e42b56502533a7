"""Comparing two versions of a statute: cases that a drafter can read, properties that always hold, and real revisions."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import pytest
import rjieba
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import regkit
from regkit import Address, Comparison, Nature, Row, RowKind, Rulings, Segment, Statute
from regkit.changes.redlining import redline
from regkit.changes.segments import composed, new_text, old_text
from regkit.contracts.diff import to_diff
from regkit.contracts.lines import to_json_line
from regkit.library import Fate, Library, References, impact
from regkit.text.segmentation import words_of
from regkit.views.redline import lay_out_changes
from regkit.views.table import ComparisonTable, Mode, TableOptions, TableRow, lay_out_table
from regkit.views.table_text import to_csv_table, to_html_table, to_markdown_table
from regkit.views.table_word import to_word_table
from regkit.views.tracked import to_tracked_word
from tests.conftest import EXAMPLES, SHARED
from tests.printing import changes_of, check_case, texts_of
from tests.strategies import statutes
from tests.test_cli import run

CASES = sorted((Path(__file__).parent / "cases" / "comparing").glob("*.md"))
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_case(case: Path, renew: bool) -> None:
    """Each case is a Markdown file: a title, both texts in two fences, and the expected rows in a third fence."""
    old, new = map(regkit.parse, texts_of(case))
    check_case(case, changes_of(regkit.compare(old, new)), renew=renew)


pairs = st.tuples(statutes(), statutes())


@given(pairs)
@settings(max_examples=60)
def test_a_comparison_turns_either_version_into_the_other(pair: tuple[Statute, Statute]) -> None:
    old, new = pair
    comparison = regkit.compare(old, new)
    assert comparison.apply(old) == new
    assert comparison.invert().apply(new) == old
    assert comparison.invert().invert() == comparison
    assert regkit.from_json_diff(to_json_line(to_diff(comparison, "旧", "新"))) == comparison
    # Every provision of either version occurs, and every character of it in exactly one text change.
    pieces = comparison.text_changes
    for index in range(len(comparison.before)):
        spans = [(change.old_start, len(old_text(change.segments))) for change in pieces.of_old(index)]
        assert spans and _follow_each_other(spans)
    for index in range(len(comparison.after)):
        spans = [(change.new_start, len(new_text(change.segments))) for change in pieces.of_new(index)]
        assert spans and _follow_each_other(spans)


def _follow_each_other(spans: Sequence[tuple[int, int]]) -> bool:
    """Whether spans, given as start and length, follow each other from 0 on without a gap."""
    ends = [0, *(start + length for start, length in spans)]
    return all(start == end for (start, _), end in zip(spans, ends, strict=False))


@given(statutes(), statutes(), statutes())
@settings(max_examples=30)
def test_two_successive_comparisons_combine_into_one(first: Statute, second: Statute, third: Statute) -> None:
    combined = regkit.compare(first, second).then(regkit.compare(second, third))
    assert combined.apply(first) == third
    assert combined.invert().apply(third) == first


@given(statutes())
@settings(max_examples=30)
def test_a_statute_compared_with_itself_is_unchanged(law: Statute) -> None:
    comparison = regkit.compare(law, law)
    assert {row.kind for row in comparison.rows} <= {RowKind.UNCHANGED}
    assert all(segment.kept for change in comparison.texts for segment in change.segments)


def test_applying_to_a_wrong_text_is_refused_with_the_first_difference() -> None:
    old = regkit.parse("第一条　甲。\n第二条　乙。")
    comparison = regkit.compare(old, regkit.parse("第一条　丙。"))
    for text, words in (
        ("第一条　甲。\n第二条　丁。", "第二条第一款的文字不同"),
        ("第一条　甲。", "条款的数目不同"),
        ("示范条例\n第一条　甲。\n第二条　乙。", "标题不同"),
    ):
        with pytest.raises(regkit.WrongTextError, match=words):
            comparison.apply(regkit.parse(text))
    with pytest.raises(regkit.WrongTextError, match="接不上"):
        comparison.then(comparison)


segments = st.lists(
    st.tuples(st.text("甲乙，", max_size=3), st.text("丙丁，", max_size=3), st.booleans()), max_size=8
)


@given(segments, segments)
def test_successive_segments_combine_into_segments(
    first: list[tuple[str, str, bool]], second: list[tuple[str, str, bool]]
) -> None:
    first_segments = [Segment(old, old if kept else new) for old, new, kept in first]
    middle = new_text(first_segments)
    second_segments: list[Segment] = []
    for length, new, kept in second:
        piece, middle = middle[: len(length)], middle[len(length) :]
        second_segments.append(Segment(piece, piece if kept else new))
    second_segments.append(Segment(middle, middle))
    combined = composed(first_segments, second_segments)
    assert old_text(combined) == old_text(first_segments)
    assert new_text(combined) == new_text(second_segments)


words = st.lists(
    st.sampled_from(
        [
            "公民",
            "组织",
            "应当",
            "及时",
            "报告",
            "举报",
            "，",
            "。",
            "第十条",
            "五十万元",
            "\n",
            "（一）",
            "a",
            "\u3000",
        ]
    )
    | st.text(max_size=2),
    max_size=25,
).map("".join)


@given(words, words)
def test_a_redline_keeps_every_character_and_cuts_no_word(old: str, new: str) -> None:
    segments = redline(old, new)
    assert old_text(segments) == old
    assert new_text(segments) == new
    for text, pieces in (
        (old, [segment.old for segment in segments]),
        (new, [segment.new for segment in segments]),
    ):
        ends = _ends(words_of(text))
        assert set(_ends(filter(None, pieces))) <= set(ends)
    assert redline(old, old) == (() if not old else (Segment(old, old),))


def _ends(pieces: Iterable[str]) -> list[int]:
    """The offset at which each piece ends."""
    ends: list[int] = []
    for piece in pieces:
        ends.append((ends[-1] if ends else 0) + len(piece))
    return ends


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("应当向公安机关报告的", "应当向公安机关举报的", "应当向公安机关〔-报告-〕{+举报+}的"),
        (
            "坚持统一领导，坚持依法惩治",
            "坚持统一领导，坚持总体国家安全观，坚持依法惩治",
            "坚持统一领导，{+坚持总体国家安全观，+}坚持依法惩治",
        ),
        ("处五十万元以下的罚款", "处五百万元以下的罚款", "处〔-五十万元-〕{+五百万元+}以下的罚款"),
        ("依照第十条处罚", "依照第十二条处罚", "依照〔-第十条-〕{+第十二条+}处罚"),
    ],
)
def test_redlines_read_as_a_drafter_would_mark_them(old: str, new: str, told: str) -> None:
    written = "".join(
        segment.old
        if segment.kept
        else (f"〔-{segment.old}-〕" if segment.old else "") + (f"{{+{segment.new}+}}" if segment.new else "")
        for segment in redline(old, new)
    )
    assert written == told


def test_long_texts_are_compared_to_the_end() -> None:
    """By default, diff-match-patch gives up after a second and replaces the rest as a whole."""
    lines = [f"第{number}行写着与别行不同的内容{number * 7919}。" for number in range(3000)]
    changed = [line if number % 50 else line.replace("内容", "文字") for number, line in enumerate(lines)]
    segments = redline("\n".join(lines), "\n".join(changed))
    marked = sum(len(segment.old) for segment in segments if not segment.kept)
    assert marked <= 2 * 60 * len("内容")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("follows", [True, False], ids=["citations-follow", "citations-stay"])
def test_an_inserted_article_is_added_and_the_following_ones_are_renumbered(
    path: Path, follows: bool
) -> None:
    """Wherever an article is inserted, one is added, those after it are renumbered, and none is reworded."""
    law = regkit.load(path)
    for index in range(0, len(law.articles), 7):
        grown = _grown(law, index, follows=follows)
        comparison = regkit.compare(law, grown)
        counts = {kind: count for kind, count in comparison.statistics.items() if count}
        assert counts.pop(RowKind.ADDED) == 1
        assert set(counts) <= {RowKind.UNCHANGED, RowKind.RENUMBERED}


def _grown(law: Statute, index: int, *, follows: bool) -> Statute:
    """The law with an article inserted after `index` articles; with `follows`, citations are renumbered like the articles."""
    articles = [
        regkit.Address((regkit.Step(regkit.Level.ARTICLE, article.number),)) for article in law.articles
    ]
    new_labels = {
        address: str(regkit.Step(regkit.Level.ARTICLE, regkit.Number(number + (number > index))))
        for number, address in enumerate(articles, start=1)
    }
    cited: dict[int, list[regkit.Citation]] = defaultdict(list)
    for citation in regkit.find_citations(law):
        if citation.kind is regkit.CitationKind.INTERNAL and citation.index is not None:
            cited[citation.index].append(citation)
    lines: list[str] = [law.title or "", *law.notes]
    is_inserted = False
    is_article_begun = False
    for number, (address, node) in enumerate(law.walk()):
        text = node.text
        for citation in reversed(cited[number] if follows else []):
            text = text[: citation.start] + _renumbered(citation.text, new_labels) + text[citation.end :]
        if isinstance(node, regkit.Article):
            if articles.index(address) == index and not is_inserted:
                is_inserted = True
                lines.append(
                    f"第{regkit.to_chinese(index + 1)}条　气象主管机构应当及时发布大风、暴雨预警，提醒摊位收整。"
                )
            lines.append(f"{new_labels[address]}　")
            is_article_begun = True
        elif isinstance(node, regkit.Paragraph):
            lines[-1:] = [lines[-1] + text] if is_article_begun else [lines[-1], text]
            is_article_begun = False
        elif node.level < regkit.Level.ARTICLE:
            lines.append(f"{node.label}　{node.heading}")
        else:
            lines.append(f"{node.label}{text}")
    return regkit.parse("\n".join(lines))


def _renumbered(words: str, now: dict[Address, str]) -> str:
    """The words with the new label in place of each old one."""
    labels = {str(address): label for address, label in now.items()}
    return re.sub(
        "第[一二三四五六七八九十百零]+条(?:之[一二三四五六七八九十]+)?",
        lambda match: labels.get(match[0], match[0]),
        words,
    )


def test_rulings_override_what_the_comparison_found() -> None:
    old = regkit.parse("第一条　甲乙丙丁戊己。\n第二条　子丑寅卯辰巳。")
    new = regkit.parse("第一条　甲乙丙丁戊己。\n第二条　完全不同的话。")
    first, second = Address.parse("第一条"), Address.parse("第二条")
    ruled = regkit.compare(old, new, Rulings(together=((second, second),), apart=((first, first),)))
    rows = {(tuple(map(str, row.old)), tuple(map(str, row.new))): row for row in ruled.rows}
    assert rows[("第二条",), ("第二条",)].evidence[0].by_hand
    assert rows[("第二条",), ("第二条",)].certainty == 1
    assert rows[("第一条",), ()].kind is RowKind.DELETED
    assert ruled.apply(old) == new
    with pytest.raises(regkit.ProvisionNotFoundError):
        regkit.compare(old, new, Rulings(together=((Address.parse("第九条"), first),)))


def test_a_replacement_throughout_is_reported_once_and_can_be_hidden() -> None:
    duties = ["应当登记造册", "应当收取费用", "可以要求摊主清扫", "不得拒绝备案", "应当配备灭火器"]
    old = regkit.parse(
        "\n".join(f"第{regkit.to_chinese(n)}条　工商行政管理部门{duty}。" for n, duty in enumerate(duties, 1))
    )
    new = regkit.parse(
        "\n".join(f"第{regkit.to_chinese(n)}条　市场监督管理部门{duty}。" for n, duty in enumerate(duties, 1))
    )
    comparison = regkit.compare(old, new)
    (replaced,) = comparison.replacements
    assert (replaced.old, replaced.new, replaced.places) == ("工商行政管理", "市场监督管理", 5)
    assert all(row.natures == (Nature.REPLACEMENT,) for row in comparison.rows)
    options = TableOptions(mode=Mode.CHANGES, hidden=frozenset({Nature.REPLACEMENT, Nature.TYPOGRAPHY}))
    table = lay_out_table([comparison], ["旧", "新"], options)
    assert table.rows == ()
    assert any("“工商行政管理”统一修改为“市场监督管理”" in note for note in table.notes)


def _articles(words: Iterable[str]) -> Statute:
    """A statute whose articles have these texts."""
    return regkit.parse("\n".join(f"第{regkit.to_chinese(n)}条　{text}" for n, text in enumerate(words, 1)))


DUTIES = [
    "登记",
    "检查船体",
    "备好缆绳",
    "清点人数",
    "报告天气",
    "穿救生衣",
    "维护岸桩",
    "保存记录",
    "停止夜航",
    "公布价目",
]


@pytest.mark.parametrize(
    ("replaced", "of", "reported"),
    [(3, 3, True), (2, 2, False), (9, 10, True), (8, 10, False), (3, 10, False)],
)
def test_a_replacement_throughout_is_reported_if_hardly_any_old_words_remain(
    replaced: int, of: int, reported: bool
) -> None:
    old = [f"渡工应当{duty}。" for duty in DUTIES[:of]]
    new = [text.replace("渡工", "船员") if n < replaced else text for n, text in enumerate(old)]
    replacements = regkit.compare(_articles(old), _articles(new)).replacements
    assert [(pair.old, pair.new, pair.places) for pair in replacements] == (
        [("渡工", "船员", replaced)] if reported else []
    )


def test_of_two_equally_similar_articles_the_one_with_the_same_neighbour_is_paired() -> None:
    clean, post = "市集的开办者应当保持场地清洁并定期清运垃圾。", "渡口的经营者应当设置岸桩并配备救生设备。"
    fine = "违反前条规定的，由主管部门责令限期改正；逾期不改正的，处{}元罚款。"
    check = "船舶检验每两年进行一次，费用由船东承担。"
    old = _articles([clean, fine.format("二百"), check, post, fine.format("五百")])
    new = _articles([post, fine.format("三百"), "学校周边二百米内不得设置夜间摊位和露天烧烤。"])
    rows = regkit.compare(old, new).rows
    assert [(str(row.old[0]), str(row.new[0])) for row in rows if row.old and row.new] == [
        ("第四条", "第一条"),
        ("第五条", "第二条"),
    ]


def test_source_and_destination_of_a_text_are_those_that_share_most_of_it() -> None:
    short, long = "渡工不得酒后摆渡", "渡口的经营者应当设置岸桩并配备救生设备"
    comparison = regkit.compare(
        regkit.parse(f"第一条　{short}。\n{long}。"), regkit.parse(f"第一条　{short}；{long}。")
    )
    assert comparison.text_changes.sources(1) == [1, 2]
    assert comparison.text_changes.source(1) == 2
    back = comparison.invert()
    assert back.text_changes.destinations(1) == [1, 2]
    assert back.text_changes.destination(1) == 2


def test_added_and_deleted_articles_have_the_measured_certainty() -> None:
    old, new = (
        _articles(["渡口应当设置岸桩。", "摊主应当亮照经营。"]),
        _articles(["渡口应当设置岸桩。", "船舶每年检验。"]),
    )
    alone = [row for row in regkit.compare(old, new).rows if not (row.old and row.new)]
    assert [(row.kind, row.certainty) for row in alone] == [(RowKind.DELETED, 0.93), (RowKind.ADDED, 0.93)]


def _remark(row: TableRow) -> str:
    """The text of the last cell of a row, the remark."""
    return "".join(run.text for line in row.cells[-1] for run in line.runs)


def test_a_table_asks_to_check_pairs_that_are_hardly_alike() -> None:
    first, last = "渡口应当设置岸桩。", "船舶每年检验。"
    old = _articles(
        [
            first,
            "开办者应当在每日十八时以前关闭市集，清扫场地，检查消防设备，并且向管理部门报告当天的交易数额。",
            last,
        ]
    )
    new = _articles(
        [first, "市集的场地和消防设备，由街道办事处按照各自职责进行监督和抽查，费用列入年度预算。", last]
    )
    table = lay_out_table([regkit.compare(old, new)], ["旧", "新"], TableOptions(remarks=True))
    assert [_remark(row) for row in table.rows] == ["", "修改；对应关系请核对", ""]
    sure = lay_out_table(
        [
            regkit.compare(
                old,
                _articles(
                    [
                        first,
                        "开办者应当在每日十九时以前关闭市集，清扫场地，检查消防设备，并且向管理部门报告当天的交易数额。",
                    ]
                ),
            )
        ],
        ["旧", "新"],
        TableOptions(remarks=True),
    )
    assert [_remark(row) for row in sure.rows] == ["", "修改", "删除"]


@pytest.fixture(scope="module")
def revised() -> tuple[Statute, Statute, Comparison]:
    """Two successive versions of the example, and their comparison."""
    old, new = regkit.load(EXAMPLES[1]), regkit.load(EXAMPLES[2])
    return old, new, regkit.compare(old, new)


def test_a_page_of_changes_prints_the_new_version(revised: tuple[Statute, Statute, Comparison]) -> None:
    _, new, comparison = revised
    assert regkit.to_text(lay_out_changes(comparison)) == regkit.to_text(new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("第一条设岸桩\n-1-", "第一条设岸桩甲", id="a first line above another that was removed"),
        pytest.param(
            "第三条渡船\n备", "第三条渡船：（一）；（二）", id="a 款 that went from before items on a line"
        ),
        pytest.param("第二条船\n|甲|", "第二条船甲", id="a row that became text"),
        pytest.param("第二条|船|\n规", "第一条船规", id="a row that went from below a label"),
        pytest.param("一、要求\n船", "一、要求", id="a title that became text beside its number"),
        pytest.param("二、渡船", "二、渡）\n船", id="a 款 that became two beside a number"),
        pytest.param("第三条（一）渡船", "第三条渡船", id="an item that became text"),
        pytest.param(
            "一、（一）\n设岸桩\n（二）", "一、（一）设岸桩", id="a line that went up beside its number"
        ),
        pytest.param("第二条。\n附", "第二条\n2021年3月4日", id="an annex that went, a signature that came"),
        pytest.param(
            "第一条　渡船。\n望江市人民政府\n附件\n船", "附件\n船\n第一条　渡船。", id="a signature that went"
        ),
        pytest.param(
            "第一条　渡船。\n附件\n渡费\n大船五元；\n小船三元。",
            "第一条　渡费如下：\n大船五元；\n小船三元。\n第二条　渡船。",
            id="an annex that became an article",
        ),
        pytest.param(
            "第一条　渡船\n渡船应当登记。\n第二条　渡工\n渡工应当登记。",
            "第一条　船舶\n渡船应当登记。\n第二条　渡工应当登记。\n第三条　其他。",
            id="headings beside labels that went",
        ),
    ],
)
def test_pages_and_word_files_of_changes_contain_both_texts(old: str, new: str) -> None:
    for before, after in ((old, new), (new, old)):
        law = regkit.parse(after)
        comparison = regkit.compare(regkit.parse(before), law)
        assert regkit.to_text(lay_out_changes(comparison)) == regkit.to_text(law)
        data = to_tracked_word(comparison)
        assert _resolved(data, accept=True) == regkit.to_text(law)
        assert _resolved(data, accept=False) == regkit.to_text(regkit.parse(before))


def test_a_table_is_in_the_order_of_the_new_text() -> None:
    old = regkit.parse("第一章　渡船\n第一条　渡口经营者应当设立岸桩。渡工不得酒后摆渡，不得超载。")
    new = regkit.parse(
        "第二节　渡工\n第一条　渡口经营者应当设立岸桩。\n第二条　另有一条。\n第三条　渡工不得酒后摆渡，不得超载。"
    )
    table = lay_out_table([regkit.compare(old, new)], ["旧", "新"], TableOptions(mode=Mode.WHOLE))
    assert _column(table, 1) == _body(new)


@pytest.mark.parametrize("mode", list(Mode))
def test_a_table_has_both_texts_in_full_where_the_mode_says_so(
    revised: tuple[Statute, Statute, Comparison], mode: Mode
) -> None:
    old, new, comparison = revised
    table = lay_out_table([comparison], ["旧", "新"], TableOptions(mode=mode))
    left, right = _column(table, 0), _column(table, 1)
    if mode is Mode.WHOLE:
        # Text that moved to several articles may be printed beside each of them.
        assert set(left.split("\n")) == set(_body(old).split("\n"))
        assert right == _body(new)
    elif mode is Mode.SAME:
        assert "同左" in right
    else:
        assert len(table.rows) < len(comparison.rows) + len(comparison.headings)


def _column(table: ComparisonTable, column: int) -> str:
    """The text of one column of a table, without lines that print no provision."""
    lines = [
        "".join(run.text for run in line.runs)
        for row in table.rows
        for line in row.cells[column]
        if line.level
    ]
    return "\n".join(lines) + "\n"


def _body(law: Statute) -> str:
    """The printed provisions of a statute, without title and other fronts."""
    return regkit.to_text(Statute(children=law.children))


def test_markup_in_law_is_text_in_every_table(tmp_path: Path) -> None:
    nasty = "<script>alert(1)</script>|*a*`b`[x](y){{z}}\\"
    old = regkit.parse(f"第一条　=1+1{nasty}甲。\n第二条　乙。")
    new = regkit.parse(f"第一条　=1+1{nasty}丙丁。\n第二条　乙。\n第三条　\x0b戊。")
    table = lay_out_table([regkit.compare(old, new)], ["<b>旧</b>", "新"], TableOptions(remarks=True))
    page = to_html_table(table)
    assert "<script>" not in page
    assert "<b>旧</b>" not in page
    assert "<script>" not in to_markdown_table(table)
    assert all(line.count("|") == 4 for line in to_markdown_table(table).splitlines() if line.startswith("|"))
    rows = list(csv.reader(io.StringIO(to_csv_table(table).removeprefix("\ufeff"))))
    assert rows[1][0] == f"第一条　=1+1{nasty}甲。"
    document = Document(io.BytesIO(to_word_table(table)))
    assert document.tables[0].cell(1, 0).text == f"第一条　=1+1{nasty}甲。"


def test_a_word_table_has_landscape_pages_repeated_heads_and_marked_changes(
    revised: tuple[Statute, Statute, Comparison],
) -> None:
    old, _, comparison = revised
    options = TableOptions(numbers=True, remarks=True)
    table = lay_out_table([comparison], ["修改前", "修改后"], options)
    data = to_word_table(table)
    assert data == to_word_table(table), "the same table is not the same file"
    document = Document(io.BytesIO(data))
    assert (document.sections[0].page_width or 0) > (document.sections[0].page_height or 0)
    (grid,) = document.tables
    assert [cell.text for cell in grid.rows[0].cells] == ["序号", "修改前", "修改后", "说明"]
    assert grid.rows[0]._tr.get_or_add_trPr().find(f"{WORD}tblHeader") is not None
    texts = [cell.text for row in grid.rows for cell in row.cells]
    assert "（新增）" in texts
    assert "（删除）" in texts
    marked = {
        (run.style.name, run.font.strike or run.style.font.strike)
        for row in grid.rows
        for cell in row.cells
        for paragraph in cell.paragraphs
        for run in paragraph.runs
    }
    assert ("regkit 删去文字", True) in marked
    assert "注：" in document.paragraphs[1].text
    assert f"《{old.title}》" in document.paragraphs[0].text


def test_tracked_changes_give_either_version(
    revised: tuple[Statute, Statute, Comparison], tmp_path: Path
) -> None:
    old, new, comparison = revised
    data = to_tracked_word(comparison)
    assert _resolved(data, accept=True) == regkit.to_text(new)
    assert _resolved(data, accept=False) == regkit.to_text(old)
    # regkit reads the file as if the changes were accepted.
    (tmp_path / "修订.docx").write_bytes(data)
    read = regkit.load(tmp_path / "修订.docx")
    assert read == new
    assert [problem.code for problem in read.problems] == ["text.tracked_changes"]


@given(pairs)
@settings(max_examples=40)
def test_tracked_changes_give_either_text_for_any_two_texts(pair: tuple[Statute, Statute]) -> None:
    old, new = pair
    data = to_tracked_word(regkit.compare(old, new))
    assert _resolved(data, accept=True) == regkit.to_text(new)
    assert _resolved(data, accept=False) == regkit.to_text(old)


def _resolved(data: bytes, *, accept: bool) -> str:
    """The text of a Word file after all tracked changes are accepted, or rejected, as Word does it."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    dropped = f"{WORD}del" if accept else f"{WORD}ins"
    lines = [""]
    for paragraph in root.iter(f"{WORD}p"):
        for text in paragraph.iter(f"{WORD}t", f"{WORD}delText"):
            if dropped not in [ancestor.tag for ancestor in text.iterancestors()]:
                lines[-1] += text.text or ""
        properties = paragraph.find(f"{WORD}pPr/{WORD}rPr")
        if properties is None or properties.find(dropped) is None:
            lines.append("")
    return "\n".join(lines) if lines[-1] == "" else "\n".join(lines) + "\n"


def test_comparisons_of_real_revisions_apply_both_ways_and_stay_readable() -> None:
    revisions = _revisions()
    if not revisions:
        pytest.skip(f"no corpus of real statutes in {SHARED / 'corpus'}")
    reworded = islands = edges = cut = marked = length = 0
    for old, new in revisions:
        comparison = regkit.compare(old, new)
        assert comparison.apply(old) == new
        assert comparison.invert().apply(new) == old
        assert regkit.to_text(lay_out_changes(comparison)) == regkit.to_text(new)
        data = to_tracked_word(comparison)
        assert _resolved(data, accept=True) == regkit.to_text(new)
        assert _resolved(data, accept=False) == regkit.to_text(old)
        for row in comparison.rows:
            if row.kind is RowKind.REWORDED:
                reworded += 1
                for index in _all_indexes(row):
                    change = next(change for change in comparison.texts if change.new == index)
                    islands += _islands(change.segments)
                    marked += sum(len(part.old) + len(part.new) for part in change.segments if not part.kept)
                    length += sum(len(part.old) + len(part.new) for part in change.segments)
                    inside, all_ = _edges(change.segments)
                    cut, edges = cut + inside, edges + all_
    assert reworded > 500
    assert islands <= reworded // 50, "lone characters are left between changes"
    assert edges > 5000
    assert cut <= edges // 100, "words are cut in half"
    assert marked < 0.35 * length


def _all_indexes(row: Row) -> Iterable[int]:
    """Yield the new indexes of a row and its inner rows."""
    yield from row.new_indexes
    for inner in row.inner:
        yield from _all_indexes(inner)


def _islands(segments: tuple[Segment, ...]) -> int:
    """How many single characters are kept between two changes."""
    shown = [segment for segment in segments if segment.nature is not Nature.TYPOGRAPHY]
    return sum(
        1
        for before, middle, after in zip(shown, shown[1:], shown[2:], strict=False)
        if middle.kept and len(middle.old) == 1 and not before.kept and not after.kept
    )


def _edges(segments: tuple[Segment, ...]) -> tuple[int, int]:
    """How many edges of changes lie inside a word of the dictionary, and how many edges there are."""
    inside = edges = 0
    for pieces in ([segment.old for segment in segments], [segment.new for segment in segments]):
        text = "".join(pieces)
        ends = set(_ends(rjieba.cut(text)))
        edge_offsets = [end for end in _ends(pieces) if 0 < end < len(text)]
        inside += sum(end not in ends for end in edge_offsets)
        edges += len(edge_offsets)
    return inside, edges


def _revisions() -> list[tuple[Statute, Statute]]:
    """Pairs of successive versions with the same title in the corpus, by the date in the file name."""
    titles: dict[str, list[tuple[str, Path]]] = defaultdict(list)
    for file in sorted((SHARED / "corpus").rglob("*.md")):
        title, separator, day = file.stem.removesuffix(")").rpartition("(")
        if separator and day[:4].isdigit():
            titles[title.removeprefix("中华人民共和国")].append((day, file))
    return [
        (regkit.load(older), regkit.load(newer))
        for versions in titles.values()
        for (_, older), (_, newer) in zip(sorted(versions), sorted(versions)[1:], strict=False)
    ]


def test_diff_writes_every_format_and_json(tmp_path: Path) -> None:
    old, new = EXAMPLES[1], EXAMPLES[2]
    shown = run("diff", old, new)
    assert shown.returncode == 0
    assert "修改后共八章、五十二条" in shown.stdout
    for suffix in ("docx", "html", "md", "csv", "json"):
        done = run("diff", *EXAMPLES, "-o", tmp_path / f"表.{suffix}")
        assert done.returncode == 0, done.stderr
        assert (tmp_path / f"表.{suffix}").stat().st_size > 1000
    again = run("diff", old, new, "-o", tmp_path / "表.docx")
    assert again.returncode == 1
    assert "已经存在" in again.stderr
    assert run("diff", old, new, "-o", tmp_path / "表.docx", "--replace", "--tracked").returncode == 0
    (line,) = run("diff", old, new, "--json").stdout.splitlines()
    diff = json.loads(line)
    assert diff["schema"] == "regkit.diff/1"
    assert {row["level"] for row in diff["rows"]} == {"article"}
    assert regkit.from_json_diff(line).apply(regkit.load(old)) == regkit.load(new)
    (line,) = run("diff", old, new, "--json", "--renumbering").stdout.splitlines()
    # The former name of the option.
    assert run("diff", old, new, "--json", "--concordance").stdout.splitlines() == [line]
    help_text = run("diff", "--help").stdout
    assert "--renumbering" in help_text
    assert "--concordance" not in help_text
    assert {row["old"]: row["new"] for row in json.loads(line)["rows"]}["第十五条第二款"] == [
        "第十七条第二款"
    ]


def test_diff_prints_changes_as_the_law_is_printed(tmp_path: Path) -> None:
    """Items have their labels, each 款 has its line, and text that moved to another article is printed only there."""
    old, new = tmp_path / "旧.txt", tmp_path / "新.txt"
    old.write_text(
        "第一条　申请设立测绘机构应当具备下列条件：\n（一）有与测绘业务相适应的技术人员；\n（二）有健全的档案管理制度。\n"
        "第二条　测绘成果由测绘单位汇交档案馆保管。\n测绘标志受国家保护，任何人不得损毁或者移动。\n",
        "utf-8",
    )
    new.write_text(
        "第一条　申请设立测绘机构应当具备下列条件：\n（一）有固定的办公场所和必要的仪器设备；\n（二）有与测绘业务相适应的技术人员；\n"
        "（三）有健全的档案管理制度。\n"
        "第二条　测绘成果由测绘单位汇交档案馆保管。\n第三条　测绘标志受国家保护，任何人不得损毁或者移动。\n",
        "utf-8",
    )
    assert run("diff", old, new).stdout.splitlines()[:-1] == [
        "第一条 → 第一条（修改）",
        "    申请设立测绘机构应当具备下列条件：",
        "    {+（一）有固定的办公场所和必要的仪器设备；+}",
        "    〔-（一）-〕{+（二）+}有与测绘业务相适应的技术人员；",
        "    〔-（二）-〕{+（三）+}有健全的档案管理制度。",
        "第二条 → 第二条、第三条（第二条拆分为第二条、第三条）",
        "    第二条　测绘成果由测绘单位汇交档案馆保管。",
        "    第三条　测绘标志受国家保护，任何人不得损毁或者移动。",
    ]


def test_diff_refuses_wrong_arguments_in_one_sentence(tmp_path: Path) -> None:
    old, new = EXAMPLES[1], EXAMPLES[2]
    for words, code, sentence in (
        ([old], 2, "请给出两个文本"),
        ([old, "nowhere.txt"], 1, "没有这个文件"),
        ([old, new, "-o", tmp_path / "表.pdf"], 2, "请改文件的后缀"),
        ([old, new, "--tracked", "-o", tmp_path / "表.html"], 2, "后缀写成 .docx"),
        (["prc-sme-promotion-law@2017-09-01", new], 1, "文本未收录"),
        ([old, new, "--rulings", tmp_path / "没有.toml"], 1, "读不出"),
    ):
        done = run("diff", *words)
        assert done.returncode == code, done.stderr
        assert sentence in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_diff_follows_the_rulings_file_beside_a_version(tmp_path: Path) -> None:
    folder = tmp_path / "statutes" / "works"
    folder.mkdir(parents=True)
    versions = "".join(f'[[version]]\nadopted = {year}-01-01\nkind = "制定"\n' for year in (2010, 2020))
    (folder / "work.toml").write_text(
        f'title = "示范条例"\nrank = "地方性法规"\nauthority = "示范市人民代表大会"\n{versions}', "utf-8"
    )
    (folder / "2010-01-01.txt").write_text(
        "示范条例\n第一条　甲乙丙丁戊己。\n第二条　子丑寅卯辰巳。\n", "utf-8"
    )
    (folder / "2020-01-01.txt").write_text(
        "示范条例\n第一条　甲乙丙丁戊己。\n第二条　完全不同的话。\n", "utf-8"
    )
    rulings = folder / "2020-01-01.rulings.toml"
    rulings.write_text('old = 2010-01-01\ntogether = [["第二条", "第二条"]]\n', "utf-8")
    words = ("diff", "示范条例@2010-01-01", "示范条例@2020-01-01", "--json")
    rows = json.loads(run(*words, cwd=tmp_path).stdout)["rows"]
    assert [(row["old"], row["new"]) for row in rows] == [(["第一条"], ["第一条"]), (["第二条"], ["第二条"])]
    for text, sentence in (
        ('together = [["第二条"]]', "together"),
        ('together = [["第二条", "第九条"]]', "没有第九条"),
        ('apart = [["甲", "第一条"]]', "不是条款地址"),
        ("others = 1", "没有这个键"),
    ):
        rulings.write_text(text, "utf-8")
        done = run(*words, cwd=tmp_path)
        assert done.returncode == 1
        assert sentence in done.stderr
        assert "2020-01-01.rulings.toml" in done.stderr


def test_impact_reports_citations_that_were_not_adapted(tmp_path: Path) -> None:
    old = regkit.parse(
        "示范条例\n第一条　甲应当登记。\n第二条　乙应当缴费，不得拖欠。\n第三条　依照第二条和第一条处罚。"
    )
    new = regkit.parse(
        "示范条例\n第一条　甲应当登记。\n第二条　丙负责巡查，每日两次，不得遗漏任何摊位。\n第三条　乙应当缴费，不得拖欠。\n第四条　依照第二条和第一条处罚。"
    )
    (affected,) = impact(regkit.compare(old, new), old, new)
    assert (str(affected.target), affected.fate, [str(address) for address in affected.became]) == (
        "第二条",
        Fate.RENUMBERED,
        ["第三条"],
    )
    assert affected.followed is False
    for name, title, text in (
        ("law", "示范条例", regkit.to_text(old)),
        ("other", "示范办法", "示范办法\n第一条　依照《示范条例》第二条。\n"),
    ):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "work.toml").write_text(
            f'title = "{title}"\nrank = "地方性法规"\nauthority = "示范市"\n[[version]]\nadopted = 2010-01-01\nkind = "制定"\n',
            "utf-8",
        )
        (folder / "2010-01-01.txt").write_text(text, "utf-8")
    library = Library(tmp_path)
    references = References(library.works, date(2020, 1, 1))
    law = library["law"]
    inside, outside = impact(regkit.compare(old, new), old, new, references, law, law.versions[0])
    assert inside.reference is None
    assert outside.reference is not None
    assert outside.reference.citing_work is library["other"]
    newer = tmp_path / "新.txt"
    newer.write_text(regkit.to_text(new), "utf-8")
    done = run("impact", "law@2010-01-01", newer, "--library", tmp_path)
    assert "《示范办法》第一条第一款\t《示范条例》第二条\t第二条：序号变为第三条" in done.stdout
    assert "新文本没有跟着改" in done.stdout
    assert (
        json.loads(run("impact", "law@2010-01-01", newer, "--library", tmp_path, "--json").stdout)["schema"]
        == "regkit.impact/1"
    )


def test_a_table_of_three_versions_says_where_an_article_is_added_and_where_deleted() -> None:
    first, second, third = (
        _articles(words)
        for words in (
            ["渡口应当设置岸桩。", "摊主应当亮照经营。"],
            ["渡口应当设置岸桩。", "船舶每年检验一次。"],
            ["渡口应当设置岸桩。", "学校周边不得露天烧烤。"],
        )
    )
    table = lay_out_table([regkit.compare(first, second), regkit.compare(second, third)], ["一", "二", "三"])
    cells = {
        tuple("".join(run.text for line in cell for run in line.runs) for cell in row.cells)
        for row in table.rows
    }
    assert cells == {
        ("第一条　渡口应当设置岸桩。",) * 3,
        ("第二条　摊主应当亮照经营。", "（删除）", "（删除）"),
        ("（新增）", "第二条　船舶每年检验一次。", "（删除）"),
        ("（新增）", "（新增）", "第二条　学校周边不得露天烧烤。"),
    }


def test_a_change_of_typography_has_no_impact() -> None:
    old = regkit.parse("第一条　摊主（含临时摊主）应当亮照。\n第二条　违反第一条的，处罚。")
    new = regkit.parse("第一条　摊主(含临时摊主)应当亮照。\n第二条　违反第一条的，处罚。")
    comparison = regkit.compare(old, new)
    assert comparison.rows[0].natures == (Nature.TYPOGRAPHY,)
    assert impact(comparison, old, new) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("第二条　甲|乙|", "第二条　|甲|乙"),
        ("第四条\n\t甲乙\t", "第四条　甲乙"),
        ("第四条　甲乙", "第四条\n\t甲乙\t"),
        ("第四条\n|甲|乙|\n|丙|丁|", "第四条\n|甲|乙|\n丙"),
    ],
)
def test_a_page_of_changes_has_the_table_rows_of_the_new_version(old: str, new: str) -> None:
    before, after = regkit.parse(old), regkit.parse(new)
    assert regkit.to_text(lay_out_changes(regkit.compare(before, after))) == regkit.to_text(after)


def test_diff_of_three_files_reports_how_the_first_became_the_last(tmp_path: Path) -> None:
    for name, second in (
        ("1", "摊主应当亮照。"),
        ("2", "摊主应当亮照经营。"),
        ("3", "摊主应当亮照经营，明码标价。"),
    ):
        (tmp_path / f"{name}.txt").write_text(f"示范条例\n第一条　甲。\n第二条　{second}\n", "utf-8")
    files = [tmp_path / f"{name}.txt" for name in "123"]
    printed = json.loads(run("diff", *files, "--json").stdout)
    assert run("diff", *files, "-o", tmp_path / "out.json").returncode == 0
    written = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert printed == written
    assert (written["old"], written["new"]) == ("1", "3")
    added = [run["text"] for run in written["rows"][1]["redline"] if run["mark"] == "added"]
    assert "".join(added) == "经营，明码标价"
    assert "经营" in run("diff", *files).stdout


def test_old_and_new_numbers_are_written_as_csv_markdown_and_a_page(tmp_path: Path) -> None:
    old, new = tmp_path / "旧.txt", tmp_path / "新.txt"
    old.write_text("示范条例\n第一条　市集应当亮照经营。\n第二条　摊主不得占道。\n", "utf-8")
    new.write_text("示范条例\n第一条　摊主不得占道。\n", "utf-8")
    written = {}
    for suffix in ("csv", "md", "html"):
        output = tmp_path / f"条号.{suffix}"
        assert run("diff", old, new, "--renumbering", "-o", output).returncode == 0
        written[suffix] = output.read_bytes().decode("utf-8")
    assert written["csv"].startswith("\ufeff旧条号,新条号\r\n")
    assert "\r\n第一条,\r\n" in written["csv"]
    assert "\r\n第二条,第一条\r\n" in written["csv"]
    assert "| 第一条 | （删除） |\n" in written["md"]
    assert "<tr><td>第二条</td><td>第一条</td></tr>" in written["html"]
    assert "<title>条号对照：旧 → 新</title>" in written["html"]
