"""`regkit status`, and what `regkit add` says and records about days, acts and titles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from regkit.cli import program
from regkit.library import Library, Status, VersionKind

MARKETS = """云汀市集市条例
（2010年5月28日云汀市人民代表大会常务委员会第十六次会议通过）
第一条　为了集市，制定本条例。
第二条　本条例自2010年8月1日起施行。
"""
AMENDED = """云汀市集市条例
（2010年5月28日云汀市人民代表大会常务委员会第十六次会议通过　根据2018年9月20日云汀市人民代表大会常务委员会第四次会议《关于修改〈云汀市集市条例〉的决定》修正）
第一条　为了管好集市，制定本条例。
第二条　本条例自2010年8月1日起施行。
"""
DECISION = """云汀市人民代表大会常务委员会关于修改《云汀市集市条例》的决定
（2018年9月20日云汀市人民代表大会常务委员会第四次会议通过）
决定对《云汀市集市条例》作如下修改：
一、将第一条修改为：“为了管好集市，制定本条例。”
本决定自2019年1月1日起施行。
"""
REPEAL = """云汀市人民代表大会常务委员会关于废止部分地方性法规的决定
（2024年3月1日云汀市人民代表大会常务委员会第九次会议通过）
决定废止下列地方性法规：
一、《云汀市集市条例》（2010年5月28日云汀市人民代表大会常务委员会第十六次会议通过）
二、《云汀市夜市条例》
本决定自2024年4月1日起施行。
"""
RENAMED = """云汀市集市和摊位条例
（2021年8月9日云汀市人民代表大会常务委员会第三次会议通过）
第一条　为了集市和摊位，制定本条例。
第二条　本条例自2021年10月1日起施行。
"""


class Folder:
    """A folder with a library, in which commands are run."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, text: str, *options: str) -> Result:
        number = len(list(self.path.glob("*.txt")))
        file = self.path / f"{number}.txt"
        file.write_text(text, "utf-8")
        return self.run("add", str(file), *options)

    def run(self, *arguments: str) -> Result:
        return CliRunner().invoke(program, [*arguments, "--library", str(self.path / "lib")])

    @property
    def library(self) -> Library:
        return Library(self.path / "lib")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_acts_take_effect_on_each_other_whatever_is_added_first(folder: Folder) -> None:
    for text in (REPEAL, DECISION, AMENDED, MARKETS):
        result = folder.add(text)
        assert result.exit_code == 0, result.output
    work = folder.library["云汀市集市条例"]
    days = ("2010-07-31", "2018-12-31", "2019-01-01", "2024-03-31", "2024-04-01")
    answers = [(state.status, state.version and state.version.name) for state in map(work.state, days)]
    assert answers == [
        (Status.NOT_YET_IN_FORCE, "2010-05-28"),
        (Status.IN_FORCE, "2010-05-28"),
        (Status.IN_FORCE, "2018-09-20"),
        (Status.IN_FORCE, "2018-09-20"),
        (Status.REPEALED, "2018-09-20"),
    ]
    assert "关于废止部分地方性法规的决定" in str(work.state("2024-04-01"))


def test_add_says_what_it_records_and_asks_only_for_what_is_not_known(folder: Folder) -> None:
    first = folder.add(AMENDED).output
    assert "题注里还有2010年5月28日通过，文本未收录，已经列入" in first
    assert "文本里没有写明施行日期" in first
    folder.add(DECISION)
    again = folder.add(AMENDED, "--replace").output
    assert "施行日期2019年1月1日" in again
    assert "文本里没有写明施行日期" not in again
    assert "《云汀市夜市条例》，库中没有" in folder.add(REPEAL).output


def test_given_facts_are_recorded_and_contradictions_are_asked_about(folder: Folder) -> None:
    assert folder.add(MARKETS, "--in-force", "2010-09-01").exit_code == 1
    options = ("--kind", "修订", "--rank", "规章", "--authority", "云汀市人民政府", "--checked", "2026-01-01")
    result = folder.add(MARKETS, "--in-force", "2010-09-01", "--repealed", "2030-01-01", *options, "--anyway")
    assert result.exit_code == 0, result.output
    (work,) = folder.library
    (version,) = work.versions
    assert (work.facts.rank, work.facts.authority) == ("规章", "云汀市人民政府")
    assert (version.facts.kind, str(version.facts.in_force)) == (VersionKind.REVISED, "2010-09-01")
    assert (str(version.facts.expired), str(work.facts.checked)) == ("2030-01-01", "2026-01-01")
    two_ways = MARKETS.replace("会议通过）", "会议通过　2010年9月1日起施行）")
    refused = folder.add(two_ways, "--replace")
    assert refused.exit_code == 1
    assert "施行日期有两种写法" in refused.output
    assert "2010-09-01" in refused.output
    assert "2010-08-01" in refused.output


def test_a_renamed_work_keeps_its_titles(folder: Folder) -> None:
    folder.add(MARKETS)
    result = folder.add(RENAMED, "--work", "云汀市集市条例")
    assert "从前叫《云汀市集市条例》，现在叫《云汀市集市和摊位条例》" in result.output
    (work,) = folder.library
    assert [work.title_of(version) for version in work.versions] == ["云汀市集市条例", "云汀市集市和摊位条例"]
    assert str(work.state("2015-01-01")).startswith("《云汀市集市条例》")
    assert str(work.state("2022-01-01")).startswith("《云汀市集市和摊位条例》")
    assert folder.library["云汀市集市条例"].id == folder.library["云汀市集市和摊位条例"].id


def test_a_title_like_another_is_pointed_out_and_an_unlike_one_is_not(folder: Folder) -> None:
    folder.add(MARKETS)
    assert "名称相近" in folder.add(RENAMED).output
    assert "名称相近" not in folder.add(MARKETS.replace("集市", "食品")).output


def test_the_status_of_all_works_and_of_one(folder: Folder) -> None:
    for text in (MARKETS, REPEAL):
        folder.add(text)
    everything = folder.run("status", "--on", "2025-01-01").output
    assert "共 2 件：现行有效 1 件，已废止 1 件。" in everything
    whole = folder.run("status", "云汀市集市条例", "--on", "2015-01-01").output
    assert "依据　2010年8月1日施行" in whole
    assert "2010-08-01 至 2024-04-01　现行有效" in whole
    answer = json.loads(folder.run("status", "云汀市集市条例", "--on", "2025-01-01", "--json").output)
    assert (answer["status"], answer["since"], answer["until"]) == ("已废止", "2024-04-01", None)
    assert answer["evidence"][0]["source"].startswith(
        "云汀市人民代表大会常务委员会关于废止部分地方性法规的决定@"
    )
    missing = folder.run("status", "没有的条例")
    assert missing.exit_code == 1
    assert "没有“没有的条例”" in missing.output


def test_check_reports_what_a_library_contradicts(folder: Folder) -> None:
    for text in (MARKETS, REPEAL):
        folder.add(text)
    record = folder.path / "lib" / "云汀市集市条例" / "work.toml"
    record.write_text(
        record.read_text("utf-8").replace("in_force = 2010-08-01", "in_force = 2011-08-01"), "utf-8"
    )
    result = CliRunner().invoke(program, ["check", str(folder.path / "lib")])
    assert result.exit_code == 1
    assert "work.dates" in result.output
    assert "work.unknown_act" in result.output
    assert "云汀市夜市条例" in result.output
