"""PDF files drawn by hand: whatever stands on a page is read or named, and the account of the file shows it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import regkit
from regkit.census.accounting import Account, settle
from regkit.census.pdf import count_pdf
from regkit.notations.pdf import glyphs as pdf_glyphs
from regkit.notations.pdf.reading import from_pdf
from regkit.notations.source import Source
from tests.drawn import HEIGHT, WIDTH, document, grid, line, lines, meaning, picture, words

TITLE = "示范湖泊保护条例"
FIRST = "第一条　为了保护示范湖泊，制定本条例。"
SECOND = "第二条　本条例自公布之日起施行。"
LAW = [TITLE, FIRST, SECOND]
TEXT = "\n".join(LAW) + "\n"
PROSE = [
    "　　沿湖各镇应当定期清理水面漂浮物",
    "和岸边的垃圾，记录清理的时间、数",
    "量和去向，每季度公布一次。",
]


def account(data: bytes, source: Source) -> Account:
    return settle(count_pdf(data), source.text, source.departures)


def read(data: bytes) -> tuple[str, dict[str, str]]:
    """The text, and the words left out by the code of the remark; the account of the file must be balanced."""
    source = from_pdf(data)
    settled = account(data, source)
    assert settled.is_balanced, settled
    return source.text, {remark.code: remark.omitted for remark in source.remarks}


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_turned_by_its_viewer_is_read(turn: int) -> None:
    assert read(document(lines(72, 500, LAW), rotate=[turn])) == (TEXT, {})


@pytest.mark.parametrize(
    ("turn", "step"), [("0 1 -1 0", (20, 0)), ("0 -1 1 0", (-20, 0)), ("-1 0 0 -1", (0, 20))]
)
def test_text_turned_on_its_page_is_read(turn: str, step: tuple[int, int]) -> None:
    drawn = "".join(
        words(300 + step[0] * row, 420 + step[1] * row, text, turn=turn) for row, text in enumerate(LAW)
    )
    assert read(document(drawn)) == (TEXT, {})


@pytest.mark.parametrize("turn", ["1 0 0.3 1", "1 0 -0.2 1", "1 0.02 -0.02 1"])
def test_slanted_letters_are_letters(turn: str) -> None:
    drawn = "".join(words(72, 700 - 20 * row, text, turn=turn) for row, text in enumerate(LAW))
    assert read(document(drawn)) == (TEXT, {})


def test_a_page_whose_corner_is_not_at_zero_is_read() -> None:
    assert read(document(lines(1072, 2700, LAW), boxes=["1000 2000 1595 2842"])) == (TEXT, {})


@pytest.mark.parametrize(
    "hidden",
    [
        words(72, 600, "藏着的字", extra="1 g"),
        words(72, 600, "藏着的字", extra="3 Tr"),
        words(72, HEIGHT + 40, "藏着的字"),
        words(-200, 600, "藏着的字"),
        words(72, 600, "藏着的字") + line(60, 590, 100, 30, "1 g"),
        words(72, 600, "藏着的字") + line(60, 590, 100, 30, "0 g"),
        line(60, 590, 100, 30, "0.95 g") + words(72, 600, "藏着的字", extra="1 g"),
    ],
    ids=[
        "white",
        "no ink",
        "above the page",
        "beside the page",
        "covered",
        "blackened",
        "white on light grey",
    ],
)
def test_words_that_cannot_be_seen_are_named(hidden: str) -> None:
    assert read(document(lines(72, 700, LAW) + hidden)) == (TEXT, {"text.hidden": "藏着的字"})


def test_white_letters_on_a_dark_ground_can_be_seen() -> None:
    drawn = (
        lines(72, 700, LAW) + line(60, 590, 200, 30, "0 0 0.4 rg") + words(72, 600, "反白的字", extra="1 g")
    )
    assert read(document(drawn)) == (TEXT + "反白的字\n", {})


def test_a_watermark_is_named() -> None:
    drawn = lines(72, 700, LAW) + words(200, 300, "内部资料", 40, turn="0.7 0.7 -0.7 0.7")
    assert read(document(drawn)) == (TEXT, {"text.page_edges": "内部资料"})


@pytest.mark.parametrize("y", [650, 664, 676, 690])
@pytest.mark.parametrize("extra", ["", "0.85 g"])
def test_large_words_across_the_text_are_a_watermark(y: int, extra: str) -> None:
    mark = words(80, y, "征求意见稿", 60, extra=extra)
    assert read(document(lines(72, 700, LAW) + mark)) == (TEXT, {"text.page_edges": "征求意见稿"})


@pytest.mark.parametrize("y", [650, 676])
def test_a_large_article_across_the_text_is_read(y: int) -> None:
    text, omitted = read(document(lines(72, 700, LAW) + words(80, y, "第三条　丁", 60)))
    assert "第三条　丁" in text
    assert all(line in text for line in LAW)
    assert omitted == {}


def test_a_large_title_near_small_words_is_a_title() -> None:
    drawn = words(200, 745, "示范市地方性法规", 12) + words(180, 730, TITLE, 26) + lines(72, 708, LAW[1:])
    text, _ = read(document(drawn))
    assert text == f"示范市地方性法规\n{TEXT}"


ASLANT = "0.97 0.24 -0.24 0.97"


@pytest.mark.parametrize(
    "mark",
    [
        words(200, 400, "内部资料", extra="0.8 g", turn=ASLANT),
        words(80, 680, "内部资料", turn=ASLANT),
        words(80, 300, "内部资料", turn=ASLANT) + words(300, 300, "内部资料", turn=ASLANT),
    ],
    ids=["light", "across the text", "several times"],
)
def test_a_few_words_aslant_that_are_printed_like_a_watermark_are_one(mark: str) -> None:
    text, omitted = read(document(lines(72, 700, LAW) + mark))
    assert text == TEXT
    assert set(omitted) == {"text.page_edges"}
    assert omitted["text.page_edges"].replace("内部资料", "") == ""


def test_long_words_aslant_on_the_same_spot_of_both_pages_are_a_watermark() -> None:
    mark = words(100, 200, "本文件由示范市档案馆提供，下载后仅供内部学习使用，请勿外传。", turn=ASLANT)
    text, omitted = read(document(lines(72, 700, LAW[:2]) + mark, lines(72, 700, LAW[2:]) + mark))
    assert text == TEXT
    assert set(omitted) == {"text.page_edges"}


@pytest.mark.parametrize("turn", [ASLANT, "0.97 -0.24 0.24 0.97", "0.7 0.7 -0.7 0.7"])
@pytest.mark.parametrize("extra", ["", "0.8 g"])
def test_an_article_that_runs_aslant_is_read_where_it_stands_and_reported(turn: str, extra: str) -> None:
    third = "第三条　本条例有效期五年。"
    drawn = lines(72, 700, LAW[:2]) + words(120, 500, SECOND, turn=turn, extra=extra) + words(72, 200, third)
    assert read(document(drawn)) == (TEXT + third + "\n", {"text.unsure_watermark": ""})


@pytest.mark.parametrize("text", ["沿湖各镇负责实施", "沿湖各镇应当清理垃圾；"])
def test_other_words_aslant_are_read_and_reported(text: str) -> None:
    drawn = lines(72, 700, LAW) + words(120, 300, text, turn=ASLANT)
    assert read(document(drawn)) == (TEXT + text + "\n", {"text.unsure_watermark": ""})


def test_a_page_that_was_copied_askew_is_read_line_by_line() -> None:
    drawn = "".join(
        words(100 + 4.8 * i, 700 - 19.4 * i, text, turn=ASLANT) for i, text in enumerate([TITLE, *PROSE * 2])
    )
    text, _ = read(document(drawn))
    assert text == f"{TITLE}\n{''.join(PROSE).strip('　')}\n" + f"{''.join(PROSE).strip('　')}\n"


def test_a_watermark_on_a_scan_does_not_make_it_a_text() -> None:
    mark = words(200, 300, "内部资料", 40, turn="0.7 0.7 -0.7 0.7", extra="0.8 g")
    _, omitted = read(document(lines(72, 700, LAW), picture(0, 0, WIDTH, HEIGHT) + mark))
    assert omitted == {"text.image": "", "text.page_edges": "内部资料"}
    with pytest.raises(regkit.UnreadableFileError, match="1 页，都是图片"):
        from_pdf(document(picture(0, 0, WIDTH, HEIGHT) + mark))


@pytest.mark.parametrize(
    "drawn",
    [
        picture(0, 0, WIDTH, HEIGHT)
        + "".join(words(72, 700 - 20 * i, t, extra="3 Tr") for i, t in enumerate(LAW)),
        lines(72, 700, LAW) + picture(0, 0, WIDTH, HEIGHT),
    ],
    ids=["without ink over the picture", "below the picture"],
)
def test_the_recognised_text_of_a_scan_is_read_and_named(drawn: str) -> None:
    assert read(document(drawn)) == (TEXT, {"text.recognised": ""})


def test_words_on_a_picture_are_words_beside_a_picture() -> None:
    assert read(document(picture(0, 0, WIDTH, HEIGHT) + lines(72, 700, LAW))) == (TEXT, {"text.image": ""})


def test_pages_without_text_are_named_with_their_numbers() -> None:
    scan = picture(0, 0, WIDTH, HEIGHT)
    data = document(lines(72, 700, LAW[:2]), scan, scan, lines(72, 700, LAW[2:]))
    source = from_pdf(data)
    assert source.text == TEXT
    assert account(data, source).is_balanced
    (remark,) = source.remarks
    assert (remark.code, remark.page, remark.line) == ("text.image", 2, 3)
    assert "第 2 页至第 3 页（共 2 页）" in remark.message
    assert "OCR" in (remark.hint or "")


def test_a_file_of_scans_is_refused_with_the_number_of_pages() -> None:
    with pytest.raises(regkit.UnreadableFileError, match=r"3 页.*OCR") as caught:
        from_pdf(document(*[picture(0, 0, WIDTH, HEIGHT)] * 3))
    assert caught.value.code == "file.no_text"


def test_a_picture_is_named_where_it_stands() -> None:
    data = document(lines(72, 700, LAW[:2]) + picture(72, 400, 200, 200) + words(72, 300, SECOND))
    (remark,) = from_pdf(data).remarks
    assert (remark.code, remark.page, remark.line) == ("text.image", 1, 3)
    assert account(data, from_pdf(data)).is_balanced


def test_ornaments_are_not_named_and_repeated_pictures_only_once() -> None:
    assert read(document(lines(72, 700, LAW) + picture(72, 400, 200, 3))) == (TEXT, {})
    data = document(*[words(72, 700, text) + picture(72, 780, 40, 40) for text in (*LAW, "第三条　甲。")])
    source = from_pdf(data)
    assert [(remark.code, remark.page) for remark in source.remarks] == [("text.image", 1)]
    assert account(data, source).is_balanced


@pytest.mark.parametrize(
    ("above", "text", "struck"), [(4, "第一条　为了湖泊，制定本条例。", "保护示范"), (-2, FIRST, "")]
)
def test_struck_out_words_are_named_and_underlined_words_are_read(
    above: float, text: str, struck: str
) -> None:
    drawn = lines(72, 700, LAW) + line(72 + 12 * 6, 680 + above, 12 * 4)
    assert read(document(drawn)) == (
        TEXT.replace(FIRST, text),
        {"text.struck": struck} if struck else {},
    )


def test_raised_and_lowered_signs_keep_their_meaning() -> None:
    drawn = (
        words(72, 700, "第一条　活度不得超过") + words(192, 700, "10") + words(205.4, 705, "10", 7)
        + words(213.2, 700, "，面积为") + words(261.2, 700, "5m") + words(277.9, 705, "2", 7)
        + words(281.8, 700, "，水中") + words(317.8, 700, "CO") + words(335.8, 697, "2", 7)
        + words(339.7, 700, "达标。")
    )  # fmt: skip
    text, omitted = read(document(words(72, 740, TITLE) + drawn))
    assert regkit.without_whitespace(text) == TITLE + "第一条活度不得超过10¹⁰，面积为5m²，水中CO₂达标。"
    assert omitted == {}


@pytest.mark.parametrize("copies", [2, 3])
@pytest.mark.parametrize("by_letters", [False, True])
def test_bold_type_made_by_printing_again_is_read_once(copies: int, by_letters: bool) -> None:
    shifts = [0.3 * copy for copy in range(copies)]
    if by_letters:
        drawn = "".join(words(72 + 12 * i + s, 700, sign) for i, sign in enumerate(TITLE) for s in shifts)
    else:
        drawn = "".join(words(72 + s, 700, TITLE) for s in shifts)
    assert read(document(drawn + lines(72, 660, LAW[1:]))) == (TEXT, {})


def test_radicals_in_place_of_characters_are_replaced_and_named() -> None:
    drawn = meaning([0x7B2C, 0x2F00, 0x6761, 0x2EC5, 0x9644, 0x4EF6])
    assert read(drawn) == ("第一条见附件\n", {"text.radicals": "⼀\n⻅"})


def test_a_glyph_without_a_meaning_is_shown_as_unknown() -> None:
    text, _ = read(meaning([0x7B2C, None, 0x6761]))
    assert text == "第\ufffd条\n"


def test_a_note_below_a_rule_is_named_together_with_its_mark() -> None:
    drawn = lines(72, 700, [TITLE, "第一条　为了保护①示范湖泊，制定本条例。", SECOND])
    note = line(72, 120, 150) + words(72, 104, "①编者注：示范湖泊在示范市。", 9)
    text, omitted = read(document(drawn + note))
    assert (text, set(omitted)) == (TEXT, {"text.footnote"})
    assert omitted["text.footnote"].endswith("①编者注：示范湖泊在示范市。")


@pytest.mark.parametrize(
    "drawn",
    [
        line(72, 660, 400) + words(72, 640, "第三条　横线下面的字一样大。"),
        words(72, 640, "附注：示范湖泊在示范市。", 9),
    ],
    ids=["of the same size", "without a rule and a mark"],
)
def test_what_is_no_note_is_read(drawn: str) -> None:
    text, omitted = read(document(lines(72, 720, LAW) + drawn))
    assert text.count("\n") == 4
    assert omitted == {}


@pytest.mark.parametrize("offset", [0, 7], ids=["level", "not level"])
@pytest.mark.parametrize("starts", [(72, 290), (72, 284), (40, 222, 404)], ids=["two", "narrow", "three"])
def test_columns_below_a_title_are_read_one_after_the_other(starts: tuple[int, ...], offset: float) -> None:
    size = 12 if len(starts) == 2 else 10
    drawn = "".join(
        lines(start, 700 + (offset if index else 0), PROSE * 4, size) for index, start in enumerate(starts)
    )
    text, omitted = read(document(words(200, 770, TITLE, 18) + drawn))
    paragraph = "".join(PROSE).strip("　")
    assert text.split("\n")[:-1] == [TITLE, *[paragraph] * (4 * len(starts))]
    assert omitted == {}


def test_a_sentence_goes_on_in_the_next_column_and_on_a_short_last_page() -> None:
    drawn = lines(72, 700, PROSE * 4 + PROSE[:1]) + lines(290, 700, PROSE[1:] + PROSE * 3 + PROSE[:2])
    text, _ = read(document(words(200, 770, TITLE, 18) + drawn, lines(72, 700, PROSE[2:])))
    paragraph = "".join(PROSE).strip("　")
    assert text.split("\n")[:-1] == [TITLE, *[paragraph] * 9]


LEFT = [
    "第一条　为了保护示范湖泊，维护",
    "水质，制定本条例。",
    "第二条　沿湖各镇应当定期清理水",
    "面漂浮物，记录清理的时间。",
]
RIGHT = [
    "第三条　有关部门应当给予协助，",
    "提供经费和人员。",
    "第四条　本条例自公布之日起施行",
    "，有效期五年。",
]
PROVISIONS = ["".join(pair) for side in (LEFT, RIGHT) for pair in zip(side[::2], side[1::2], strict=True)]


@pytest.mark.parametrize("size", [12, 18])
@pytest.mark.parametrize("start", [330, 350])
@pytest.mark.parametrize("rows", [2, 4])
def test_short_columns_are_read_one_after_the_other(rows: int, start: int, size: int) -> None:
    drawn = words(200, 760, TITLE, size) + lines(60, 700, LEFT) + lines(start, 700, RIGHT[:rows])
    assert read(document(drawn)) == ("\n".join([TITLE, *PROVISIONS[: 2 + rows // 2]]) + "\n", {})


@pytest.mark.parametrize("rows", [3, 4])
def test_short_lines_below_columns_are_read_after_them(rows: int) -> None:
    fifth = "第五条　湖长由市长任命。"
    drawn = lines(60, 700, LEFT) + lines(330, 700, RIGHT[:rows]) + words(60, 600, fifth)
    text, _ = read(document(words(200, 760, TITLE, 18) + drawn))
    assert text.split("\n")[-2:] == [fifth, ""]
    assert text.index("第四条") < text.index("第五条")


def test_the_longer_first_column_of_a_last_page_is_one_column() -> None:
    left = [*LEFT, "第三条　有关部门应当给予协助，", "提供经费和人员。"]
    drawn = lines(60, 700, left) + lines(330, 700, RIGHT[2:])
    assert read(document(words(200, 760, TITLE, 18) + drawn)) == ("\n".join([TITLE, *PROVISIONS]) + "\n", {})


@pytest.mark.parametrize("rows", [3, 4, 9])
def test_short_columns_without_labels_are_told_apart_by_their_gutter(rows: int) -> None:
    drawn = lines(72, 700, (PROSE * 3)[:rows]) + lines(290, 700, (PROSE * 3)[:rows])
    text, omitted = read(document(words(200, 770, TITLE, 18) + drawn))
    assert text.split("\n")[1].startswith("沿湖各镇应当定期清理水面漂浮物和岸边的垃圾")
    assert omitted == {}


@pytest.mark.parametrize(
    "drawn",
    [
        lines(60, 700, LEFT[:1]) + lines(330, 700, RIGHT[:1]),
        lines(60, 700, LEFT[:2]) + lines(330, 700, RIGHT[:2]),
        lines(60, 700, PROSE[:2]) + lines(300, 700, PROSE[:2]),
        lines(60, 700, LEFT[:2]) + lines(330, 700, LEFT[:2]),
    ],
    ids=["one line", "an article is missing", "two lines without labels", "the same article twice"],
)
def test_a_few_lines_that_may_be_columns_are_reported(drawn: str) -> None:
    text, omitted = read(document(words(200, 760, TITLE, 18) + drawn))
    assert omitted == {"text.unsure_columns": ""}
    assert text.startswith(TITLE + "\n")


@pytest.mark.parametrize(
    "rows",
    [
        [("甲方：", "乙方："), ("日期：", "日期：")],
        [("示范市人民政府办公室主任", "示范市水务局局长副主任")] * 2,
        [("违反规定排放污水的行为", "第三十条"), ("违反规定倾倒垃圾的行为", "第三十一条")],
    ],
    ids=["parties", "signatures", "articles that are cited"],
)
def test_a_few_words_side_by_side_are_rows(rows: list[tuple[str, str]]) -> None:
    drawn = "".join(
        words(72, 600 - 20 * i, left) + words(320, 600 - 20 * i, right)
        for i, (left, right) in enumerate(rows)
    )
    text, omitted = read(document(lines(72, 720, LAW) + drawn))
    printed = text.removeprefix(TEXT).split("\n")[:-1]
    assert [tuple(row.split()) for row in printed] == rows
    assert omitted == {}


def test_a_list_of_labels_is_no_column() -> None:
    labels = [f"（{number}）" for number in "一二三四五六"]
    drawn = lines(72, 600, labels) + lines(132, 600, ["第一项的内容很长很长，直到行末；"] * 6)
    text, omitted = read(document(lines(72, 700, [TITLE, "第一条　下列事项："]) + drawn))
    assert [item[:3] for item in text.split("\n")[2:8]] == labels
    assert omitted == {}


def test_a_table_is_read_by_its_rules() -> None:
    cells = {(80, 620): "类别", (180, 620): "费率", (280, 620): "说明", (80, 590): "固定", (180, 590): "百分之三",
             (280, 594): "按月收取，", (280, 582): "遇节假日顺延"}  # fmt: skip
    drawn = grid([72, 172, 272, 372], [640, 610, 575]) + "".join(
        words(x, y, text, 10) for (x, y), text in cells.items()
    )
    text, omitted = read(document(lines(72, 720, LAW[:2]) + drawn + words(72, 540, SECOND)))
    assert text == (
        f"{TITLE}\n{FIRST}\n\t类别\t费率\t说明\t\n\t固定\t百分之三\t按月收取，遇节假日顺延\t\n{SECOND}\n"
    )
    assert omitted == {}


def test_merged_cells_leave_the_covered_ones_empty() -> None:
    rules = (
        "72 640 m 372 640 l S 172 610 m 372 610 l S 72 580 m 372 580 l S "
        "72 640 m 72 580 l S 372 640 m 372 580 l S 172 640 m 172 580 l S 272 610 m 272 580 l S\n"
    )
    drawn = (
        rules
        + words(80, 605, "区域")
        + words(180, 620, "费率")
        + words(180, 590, "甲")
        + words(280, 590, "乙")
    )
    assert read(document(lines(72, 720, LAW) + drawn))[0].endswith("\n\t区域\t费率\t\t\n\t\t甲\t乙\t\n")


def test_words_in_columns_without_rules_are_rows() -> None:
    rows = [("类别", "费率", "说明"), ("固定", "百分之三", "按月"), ("流动", "百分之一", "按日")]
    drawn = "".join(
        words(80 + 100 * j, 600 - 20 * i, text) for i, row in enumerate(rows) for j, text in enumerate(row)
    )
    assert read(document(lines(72, 720, LAW) + drawn))[0] == TEXT + "".join(
        "\t{}\t{}\t{}\t\n".format(*row) for row in rows
    )


def cells(rows: Sequence[tuple[str, ...]], pitches: Sequence[int]) -> str:
    """The operators that show the words of rows in columns without rules; `pitches` are the distances below the rows."""
    drawn, y = "", 600
    for row, pitch in zip(rows, pitches, strict=True):
        drawn += "".join(words(80 + 120 * j, y, text) for j, text in enumerate(row) if text)
        y -= pitch
    return drawn


HEAD = ("类别", "费率", "说明")


@pytest.mark.parametrize(
    ("rows", "pitches", "expected"),
    [
        (
            [
                HEAD,
                ("固定摊位", "百分之三", "按月收取，遇节"),
                ("", "", "假日顺延。"),
                ("流动摊位", "百分之一", "按日"),
            ],
            [24, 14, 24, 24],
            [HEAD, ("固定摊位", "百分之三", "按月收取，遇节假日顺延。"), ("流动摊位", "百分之一", "按日")],
        ),
        (
            [
                HEAD,
                ("固定摊位和", "百分之三", "按月"),
                ("临时摊位", "", ""),
                ("流动摊位", "百分之一", "按日"),
            ],
            [24, 14, 24, 24],
            [HEAD, ("固定摊位和临时摊位", "百分之三", "按月"), ("流动摊位", "百分之一", "按日")],
        ),
        (
            [
                HEAD,
                ("固定摊位", "百分之三，遇节日", "按月"),
                ("", "加倍", ""),
                ("流动摊位", "百分之一", "按日"),
            ],
            [20, 20, 20, 20],
            [HEAD, ("固定摊位", "百分之三，遇节日加倍", "按月"), ("流动摊位", "百分之一", "按日")],
        ),
        (
            [
                HEAD,
                ("固定摊位", "百分之三", "按月"),
                ("临时摊位", "", "不收取"),
                ("流动摊位", "百分之一", "按日"),
            ],
            [20, 20, 20, 20],
            [
                HEAD,
                ("固定摊位", "百分之三", "按月"),
                ("临时摊位", "", "不收取"),
                ("流动摊位", "百分之一", "按日"),
            ],
        ),
    ],
    ids=["lines are nearer than rows", "in the first column", "a full cell", "an empty cell"],
)
def test_wrapped_cells_without_rules_are_joined(
    rows: list[tuple[str, ...]], pitches: list[int], expected: list[tuple[str, ...]]
) -> None:
    text, omitted = read(document(lines(72, 720, LAW) + cells(rows, pitches)))
    assert text == TEXT + "".join("\t{}\t{}\t{}\t\n".format(*row) for row in expected)
    assert omitted == {}


def test_a_line_that_may_begin_a_row_or_continue_a_cell_is_reported() -> None:
    rows = [
        HEAD,
        ("固定摊位", "百分之三", "按月"),
        ("", "百分之四", "按年"),
        ("流动摊位", "百分之一", "按日"),
    ]
    text, omitted = read(document(lines(72, 720, LAW) + cells(rows, [20] * 4)))
    assert text == TEXT + "".join("\t{}\t{}\t{}\t\n".format(*row) for row in rows)
    assert omitted == {"text.unsure_break": ""}


@pytest.mark.parametrize(
    ("x", "below"),
    [(72, "第三条　表外的摊位另行规定。"), (320, "示范市人民政府"), (72, "表外的摊位另行规定。")],
)
def test_what_follows_a_table_without_rules_is_no_row(x: int, below: str) -> None:
    rows = [HEAD, ("固定摊位", "百分之三", "按月"), ("流动摊位", "百分之一", "按日")]
    text, omitted = read(document(lines(72, 720, LAW) + cells(rows, [20] * 3) + words(x, 536, below)))
    assert text.endswith(f"\t按日\t\n{below}\n")
    assert omitted == {}


def test_heads_feet_and_page_numbers_are_named_with_their_words_and_pages() -> None:
    contents = [
        words(72, 800, "法规汇编")
        + words(72, 700, text)
        + words(72, 660, "沿湖各镇负责。")
        + words(290, 30, str(n))
        for n, text in enumerate((*LAW, "第三条　甲。"), 1)
    ]
    _, omitted = read(document(*contents))
    assert omitted["text.page_edges"].count("法规汇编") == 4


@pytest.mark.parametrize("space", [0, 4])
def test_space_between_paragraphs_shows_where_they_end(space: int) -> None:
    paragraphs = [
        [
            "沿湖各镇应当清理垃圾并且记录清理的时间",
            "和结果，说明经费来源和清理人员的姓名；",
            "有关部门予以协助。",
        ]
    ] * 6
    drawn, y = words(240, 800, TITLE, 18), 760
    for paragraph in paragraphs:
        drawn += lines(72, y, paragraph, pitch=18)
        y -= 18 * len(paragraph) + space
    text, omitted = read(document(drawn))
    assert regkit.without_whitespace(text) == TITLE + "".join("".join(paragraph) for paragraph in paragraphs)
    # Without space between them, sentences that end at the margin may or may not end a paragraph, which is said.
    assert (text.count("\n") == 7) is (space > 0)
    assert ("text.unsure_break" in omitted) is (space == 0)


def test_small_print_at_the_same_place_of_both_pages_is_a_head() -> None:
    contents = [
        words(72, 800, "法规汇编", 8) + lines(72, 700, [*LAW[i : i + 2], "沿湖各镇负责。"]) for i in range(2)
    ]
    text, omitted = read(document(*contents))
    assert "法规汇编" not in text
    assert omitted["text.page_edges"] == "法规汇编\n法规汇编"


@pytest.mark.parametrize(("head", "size"), [("示范市法规汇编", 9), ("示范市法规汇编", 12), ("示范出版社", 9)])
def test_a_head_far_above_the_title_of_a_single_page_is_named(head: str, size: int) -> None:
    drawn = words(240, 800, head, size) + words(200, 740, TITLE, 18) + lines(72, 700, LAW[1:])
    assert read(document(drawn)) == (TEXT, {"text.page_edges": head})


@pytest.mark.parametrize(
    ("head", "size", "height"),
    [
        ("附件1", 9, 800),
        ("示政发〔2026〕3号", 9, 800),
        ("示范市人民政府令", 9, 800),
        ("示范出版社", 12, 800),
        ("示范市规划区内", 9, 762),
    ],
)
def test_what_else_stands_above_the_title_of_a_single_page_is_read(head: str, size: int, height: int) -> None:
    drawn = words(240, height, head, size) + words(200, 740, TITLE, 18) + lines(72, 700, LAW[1:])
    assert read(document(drawn)) == (f"{head}\n{TEXT}", {})


def test_comments_are_named() -> None:
    assert read(document(lines(72, 700, LAW), comment="这一条要改")) == (
        TEXT,
        {"text.footnote": "这一条要改"},
    )


SIGN = st.sampled_from("甲乙丙丁戊己庚辛壬癸子丑寅卯")
WORDS = st.text(SIGN, min_size=2, max_size=12)


@st.composite
def pages(draw: st.DrawFn) -> str:
    """The operators of a page on which words are shown in every way that was thought of, none above another."""
    drawn = []
    for row in range(draw(st.integers(3, 12))):
        text, y = draw(WORDS), 780 - 50 * row
        match draw(
            st.sampled_from(
                (
                    "plain",
                    "white",
                    "no ink",
                    "turned",
                    "slanted",
                    "struck",
                    "small",
                    "twice",
                    "boxed",
                    "leaning",
                )
            )
        ):
            case "white":
                drawn.append(words(72, y, text, extra="1 g"))
            case "no ink":
                drawn.append(words(72, y, text, extra="3 Tr"))
            case "turned":
                drawn.append(words(500, y - 30, text[:3], turn="0 1 -1 0"))
            case "slanted":
                drawn.append(words(72, y, text, turn="1 0 0.3 1"))
            case "leaning":
                drawn.append(words(300, y, text, turn="0.8 0.6 -0.6 0.8"))
            case "struck":
                start = draw(st.integers(0, len(text) - 1))
                drawn.append(words(72, y, text) + line(72 + 12 * start, y + 4, 12 * (len(text) - start)))
            case "small":
                drawn.append(
                    words(72, y, text)
                    + words(72 + 12 * len(text), y + 5, draw(st.sampled_from(("2", "n", "q"))), 7)
                )
            case "twice":
                drawn.append(words(72, y, text) + words(72.4, y, text))
            case "boxed":
                drawn.append(
                    grid([60, 250, 400], [y + 14, y - 6]) + words(72, y, text) + words(260, y, text[::-1])
                )
            case _:
                drawn.append(words(72, y, text))
    return "".join(draw(st.permutations(drawn)))


@settings(max_examples=60)
@given(st.lists(pages(), min_size=1, max_size=3), st.lists(st.sampled_from((0, 90, 180, 270)), max_size=3))
def test_whatever_is_done_to_words_they_are_read_or_named(contents: list[str], rotate: list[int]) -> None:
    data = document(words(72, 820, TITLE) + contents[0], *contents[1:], rotate=rotate)
    assert account(data, from_pdf(data)).is_balanced


def test_the_account_shows_what_a_faulty_reader_loses(monkeypatch: pytest.MonkeyPatch) -> None:
    data = document(lines(72, 700, LAW))
    character = pdf_glyphs._character
    monkeypatch.setattr(
        pdf_glyphs, "_character", lambda page, index: " " if index == 3 else character(page, index)
    )
    settled = account(data, from_pdf(data))
    assert not settled.is_balanced
    assert settled.unclaimed[0].page == 1
