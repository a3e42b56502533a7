"""The history of a law through its versions, and the version that introduced each phrase."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import regkit
from regkit import Library, RowKind
from regkit.cli import program
from regkit.library import History, RulingsFile, Version, VersionFacts, Work, WorkFacts
from tests.conftest import ROOT
from tests.strategies import statutes

TEXTS = {
    2010: """示范条例
第一章　总则
第一条　为了规范集市，制定本条例。
第二条　开办者应当向市场监督管理部门备案，并公布摊位的数目。
第三条　摊主应当保持摊位整洁，不得占用消防通道。
""",
    2015: """示范条例
第一章　总则
第一条　为了规范集市，制定本条例。
第二条　集市的规划应当征求附近居民的意见，并在社区公告栏公示三十日。
第三条　开办者应当在开业前向市场监督管理部门备案，并公布摊位的数目。
第四条　摊主应当保持摊位整洁，不得占用消防通道。
""",
    2020: """示范条例
第一章　总则
第一条　为了规范集市，保护消费者，制定本条例。
第二条　集市的规划应当征求附近居民的意见，并在社区公告栏公示三十日。
第三条　开办者应当在开业前向市场监督管理部门备案，并公布摊位的数目。
第四条　摊主应当保持摊位整洁，不得占用消防通道。摊主应当亮照经营。
""",
}


def work(texts: dict[int, str | regkit.Statute | None]) -> Work:
    """A work with a version on the first day of each year."""
    versions = tuple(
        Version(
            VersionFacts(adopted=date(year, 1, 1), kind=regkit.VersionKind.REVISED),
            regkit.parse(text) if isinstance(text, str) else text,
        )
        for year, text in texts.items()
    )
    facts = WorkFacts(title="示范条例", version=tuple(version.facts for version in versions))
    return Work("example", facts, versions)


def log_lines(history: History, address: str, year: int | None = None) -> list[str]:
    """The entries of the log for an address, one line each; the address is looked up in the text of the given year."""
    version = next((v for v in history.texts if v.dated.year == year), None)
    return [
        f"{entry.version.dated.year} {entry.kind or '—'} "
        f"{'、'.join(map(str, entry.old))} → {'、'.join(map(str, entry.new))}"
        for entry in history.log(address, version)
    ]


def blame_lines(history: History, address: str) -> list[str]:
    """The phrases of a provision, each after the year of the version that introduced it."""
    return [
        f"{phrase.version.dated.year} {phrase.text}"
        for provision in history.blame(address)
        for phrase in provision.phrases
    ]


def test_a_provision_is_followed_through_renumbering() -> None:
    history = History(work(dict(TEXTS)))
    expected = [
        "2020 reworded 第四条 → 第四条",
        "2015 renumbered 第三条 → 第四条",
        "2010 —  → 第三条",
    ]
    assert log_lines(history, "第四条") == expected
    # Starting from the version in the middle or from the first gives the same log.
    assert log_lines(history, "第四条", 2015) == expected
    assert log_lines(history, "第三条", 2010) == expected


def test_the_log_records_the_addition_and_the_deletion_of_a_provision() -> None:
    history = History(work({2010: TEXTS[2010], 2015: TEXTS[2015], 2018: TEXTS[2010]}))
    assert log_lines(history, "第二条", 2015) == ["2018 deleted 第二条 → ", "2015 added  → 第二条"]


def test_blame_names_the_version_that_introduced_each_phrase() -> None:
    history = History(work(dict(TEXTS)))
    assert blame_lines(history, "第一条") == ["2010 为了规范集市，", "2020 保护消费者，", "2010 制定本条例。"]
    assert blame_lines(history, "第三条") == [
        "2010 开办者应当",
        "2015 在开业前向",
        "2010 市场监督管理部门备案，并公布摊位的数目。",
    ]
    (chapter, *_), *_ = (history.blame("第一章"),)
    assert [(phrase.text, phrase.version.dated.year) for phrase in chapter.heading] == [("总则", 2010)]
    assert [str(provision.address) for provision in history.blame("第一章")][:2] == ["第一章", "第一条"]


def test_versions_without_a_text_are_reported_in_log_and_blame() -> None:
    history = History(work({2005: None, 2010: TEXTS[2010], 2012: None, 2015: TEXTS[2015]}))
    (passage,) = history.passages
    assert [version.dated.year for version in passage.skipped] == [2012]
    phrases = {phrase.text: phrase for provision in history.blame("第三条") for phrase in provision.phrases}
    assert [version.dated.year for version in phrases["在开业前向"].perhaps] == [2012]
    assert [version.dated.year for version in phrases["开办者应当"].perhaps] == [2005]
    assert [entry.version.dated.year for entry in history.log()] == [2015, 2012, 2010, 2005]


def test_full_width_punctuation_does_not_count_as_a_change() -> None:
    texts = {2010: "第一条　甲(乙)丙。", 2015: "第一条　甲（乙）丙。"}
    assert blame_lines(History(work(dict(texts))), "第一条") == ["2010 甲（乙）丙。"]


def test_a_heading_whose_punctuation_alone_changed_belongs_to_its_first_version() -> None:
    texts = {
        2010: "第一章　渡口(一)\n第一条　甲。",
        2015: "第一章　渡口（一）\n第一条　甲。",
        2020: "第一章　渡口（二）\n第一条　甲。",
    }
    versions = History(work(dict(texts))).texts
    years = [
        [
            (phrase.text, phrase.version.dated.year)
            for phrase in History(work(dict(texts))).blame("第一章", version)[0].heading
        ]
        for version in versions[1:]
    ]
    assert years == [[("渡口（一）", 2010)], [("渡口（二）", 2020)]]


def test_blame_of_a_work_without_texts_is_refused() -> None:
    history = History(work({2010: None}))
    with pytest.raises(regkit.LibraryError, match="未收录"):
        history.blame()
    assert len(history.log()) == 1
    full = History(work(dict(TEXTS)))
    with pytest.raises(regkit.ProvisionNotFoundError):
        full.log("第九十九条")


@given(st.tuples(statutes(), statutes(), statutes()))
@settings(max_examples=40)
def test_blame_accounts_for_every_character_of_any_text(
    texts: tuple[regkit.Statute, regkit.Statute, regkit.Statute],
) -> None:
    history = History(work({2010 + index: text for index, text in enumerate(texts)}))
    nodes = [node for _, node in texts[-1].walk()]
    provisions = history.blame()
    assert ["".join(p.text for p in provision.phrases) for provision in provisions] == [
        node.text for node in nodes
    ]
    assert ["".join(p.text for p in provision.heading) for provision in provisions] == [
        node.heading or "" for node in nodes
    ]
    # A phrase that no earlier text contains must come from the last version.
    before = "".join(node.text for text in texts[:-1] for _, node in text.walk())
    for provision in provisions:
        for phrase in provision.phrases:
            assert phrase.version.dated.year == 2012 or phrase.text[0] in before or phrase.text == "\n"


@given(statutes())
@settings(max_examples=20)
def test_a_text_that_never_changes_belongs_to_its_first_version(text: regkit.Statute) -> None:
    history = History(work({2010: text, 2015: text}))
    assert all(
        phrase.version.dated.year == 2010
        for provision in history.blame()
        for phrase in (*provision.phrases, *provision.heading)
    )
    for address in {address for address, _ in text.walk()}:
        try:
            entries = history.log(address)
        except regkit.ProvisionNotFoundError:
            continue  # Two provisions have this address.
        assert [entry.kind for entry in entries] == [RowKind.UNCHANGED, None]


class TestCommands:
    def run(self, *arguments: str) -> str:
        result = CliRunner().invoke(program, [*arguments, "--library", str(ROOT / "examples")])
        assert result.exit_code == 0, result.output
        return result.output

    def test_log_and_blame_name_the_text_that_they_show(self) -> None:
        shown = self.run("log", "云汀市社区市集管理条例", "第二十条")
        assert shown.startswith("《云汀市社区市集管理条例》（2024年6月28日修订）第二十条\n2024-06-28")
        assert "第十九条、第二十条 → 第二十条" in shown
        assert "关于修改〈云汀市社区市集管理条例〉的决定" in shown
        shown = self.run("blame", "yunting-community-markets@2020-03-27", "第二十条")
        assert "2020年3月27日修正" in shown
        assert "2024-06-28 " not in shown

    def test_json_output_contains_the_same_entries(self) -> None:
        data = json.loads(self.run("blame", "yunting-community-markets", "第二十条", "--json"))
        text = "".join(run["text"] for provision in data["provisions"] for run in provision["text"])
        (work,) = Library(ROOT / "examples")
        statute = work.versions[-1].statute
        assert statute is not None
        assert text == "".join(node.text for node in statute["第二十条"].children)
        data = json.loads(self.run("log", "yunting-community-markets", "--json"))
        assert [entry["version"] for entry in data["entries"]] == ["2024-06-28", "2020-03-27", "2016-09-22"]

    def test_an_unknown_work_is_answered_with_the_known_ones(self, tmp_path: Path) -> None:
        result = CliRunner().invoke(program, ["log", "没有这件", "--library", str(ROOT / "examples")])
        assert result.exit_code == 1
        assert "已有：yunting-community-markets" in result.output


def test_rulings_apply_only_to_the_text_that_they_are_about() -> None:
    first, second = date(2010, 1, 1), date(2015, 1, 1)
    named = RulingsFile(old=first, together=(("第一条", "第二条"),), apart=())
    unnamed = RulingsFile(old=None, together=(("第一条", "第二条"),), apart=())
    assert [named.applies_to(old, second) for old in (first, second, None)] == [True, False, False]
    assert [unnamed.applies_to(old, second) for old in (first, second, None)] == [False, True, True]
