"""The HTML that notebooks show instead of a repr: all text is escaped, and long values are shortened."""

from __future__ import annotations

from pathlib import Path

from lxml import html

import regkit

ROOT = Path(__file__).resolve().parent.parent


def _texts(fragment: str, path: str) -> list[str]:
    return ["".join(element.itertext()) for element in html.fromstring(fragment).xpath(path)]


def test_a_statute_is_shown_with_labels_headings_and_text() -> None:
    law = regkit.parse(
        "示范市集市条例\n第一章　总则\n第一条　集市应当：\n（一）亮照；\n（二）明价。\n摊主自律。"
    )
    assert _texts(law._repr_html_(), "//h4") == ["示范市集市条例"]
    assert _texts(law._repr_html_(), "//p") == [
        "第一章　总则　",
        "第一条　集市应当：",
        "（一）　亮照；",
        "（二）　明价。",
        "摊主自律。",
    ]
    assert _texts(law["第一条"]._repr_html_(), "//p")[0] == "第一条　集市应当："


def test_text_is_escaped_in_a_notebook() -> None:
    law = regkit.parse("<script>alert(1)</script>条例\n第一条　<img src=x onerror=alert(1)>甲。")
    other = regkit.parse("示范条例\n第一条　<b>乙</b>。")
    for fragment in (law._repr_html_(), regkit.compare(law, other)._repr_html_()):
        assert not html.fromstring(f"<div>{fragment}</div>").xpath("//script | //img | //*[@onerror]")


def test_invisible_characters_are_shown_by_name_in_a_notebook() -> None:
    law = regkit.parse("示范条例\n第一条　甲\u202e乙\u200b丙\x1b。")
    assert _texts(law._repr_html_(), "//p") == ["第一条　甲‹U+202E›乙‹U+200B›丙␛。"]
    broken = regkit.Statute(children=(regkit.Paragraph(number=regkit.Number(1), text="甲\ud800乙"),))
    assert "甲\\ud800乙" in broken._repr_html_()
    broken._repr_html_().encode("utf-8")


def test_a_long_statute_reports_how_many_lines_are_hidden() -> None:
    law = regkit.parse("\n".join(f"第{regkit.to_chinese(number)}条　甲。" for number in range(1, 101)))
    assert len(_texts(law._repr_html_(), "//p")) == 61
    assert _texts(law._repr_html_(), "//p")[-1] == "……（还有 40 行没有显示）"


def test_a_comparison_lists_changes_and_a_library_lists_works() -> None:
    old = regkit.parse("第一条　集市应当亮照。\n第二条　摊主应当明价。")
    new = regkit.parse("第一条　集市应当亮照。\n第二条　摊主应当明码标价。")
    assert _texts(regkit.compare(old, new)._repr_html_(), "//tbody/tr/td")[:3] == [
        "第二条",
        "第二条",
        "reworded",
    ]
    library = regkit.Library(ROOT / "statutes")
    assert _texts(library._repr_html_(), "//tbody/tr/td[1]") == [work.id for work in library]
    work = library["heilongjiang-sme-promotion"]
    assert _texts(work._repr_html_(), "//tbody/tr/td[3]") == [
        "yes" if version.statute else "no" for version in work.versions
    ]
