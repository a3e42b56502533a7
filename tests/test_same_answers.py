"""Every door of the product gives the same answer to the question what applied on a day."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import regkit
from regkit.cli import program
from regkit.data import build_index, search
from regkit.library import Library, Status
from regkit.site import Catalogue, Templates
from regkit.site.api import work_json

# Each text has a word of its own, so that a search finds it alone.
TEXTS = {
    "停车一": """云汀市停车办法
（2005年4月1日云汀市人民政府令第18号公布）
第一条　停车一。
第二条　本办法自公布之日起30日后施行。""",
    "停车二": """云汀市停车条例
（2020年9月28日云汀市人民代表大会常务委员会第二次会议通过）
第一条　停车二。
第二条　充电三。
第三条　本条例自2021年1月1日起施行，但是第二条自2022年6月1日起施行。《云汀市停车办法》同时废止。""",
    "夜市一": """云汀市夜市条例
（2004年4月30日云汀市人民代表大会常务委员会第一次会议通过）
第一条　夜市一。
第二条　本条例自2004年7月1日起施行。""",
    "夜市三": """云汀市夜市条例
（2004年4月30日云汀市人民代表大会常务委员会第一次会议通过　根据2012年5月1日云汀市人民代表大会常务委员会第九次会议《关于修改〈云汀市夜市条例〉的决定》第一次修正　根据2018年3月2日云汀市人民代表大会常务委员会第四次会议《关于修改部分地方性法规的决定》第二次修正　自2018年6月1日起施行）
第一条　夜市三。
第二条　本条例自2004年7月1日起施行。""",
    "奖励一": """云汀市奖励暂行办法
（2010年1月5日云汀市人民政府令第3号公布）
第一条　奖励一。
第二条　本办法自公布之日起施行，有效期五年。""",
    "备案一": """云汀市备案办法
（2015年1月10日云汀市人民政府令第5号公布）
第一条　备案一。
第二条　本办法的施行日期由市人民政府另行公布。""",
}
APPLYING = (Status.IN_FORCE, Status.UNCERTAIN, Status.PENDING)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    for text in TEXTS.values():
        Library(folder, new=True).add(None, None, regkit.parse(text))
    return folder


@pytest.fixture(scope="module")
def index(folder: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        build_index(Library(folder), connection)
        yield connection


def days() -> list[date]:
    """Some hundred days: the days around each change, and every twenty days between."""
    changes = [
        date(2005, 5, 1),
        date(2005, 5, 2),
        date(2004, 7, 1),
        date(2012, 5, 1),
        date(2018, 6, 1),
        date(2010, 1, 5),
        date(2015, 1, 5),
        date(2015, 1, 6),
        date(2015, 1, 10),
        date(2021, 1, 1),
        date(2022, 6, 1),
    ]
    around = {day + timedelta(delta) for day in changes for delta in (-1, 0, 1)}
    return sorted(around | {date(2003, 1, 1) + timedelta(20 * number) for number in range(400)})


def version_of(work: regkit.Work, word: str) -> regkit.Version | None:
    found = [each for each in work.versions if each.statute and word in regkit.to_text(each.statute)]
    return found[0] if found else None


def test_search_gives_each_text_the_status_that_the_library_gives(
    folder: Path, index: sqlite3.Connection
) -> None:
    library = Library(folder)
    for word in TEXTS:
        (work,) = [work for work in library if version_of(work, word)]
        version = version_of(work, word)
        assert version is not None
        for day in days():
            status = work.status_of(version, day).status
            hits = search(index, word, day=day).hits
            assert [hit.status for hit in hits] == ([status.value] if status in APPLYING else []), (word, day)
            (hit,) = search(index, word, day=day, all_versions=True).hits
            assert (hit.status, hit.version) == (status.value, version.name), (word, day)


def test_an_article_that_begins_later_is_marked_in_search(index: sqlite3.Connection) -> None:
    (hit,) = search(index, "充电三", day=date(2021, 6, 1)).hits
    assert (hit.status, hit.remarks) == ("尚未生效", ("2022年6月1日起施行",))
    (hit,) = search(index, "充电三", day=date(2022, 6, 1)).hits
    assert (hit.status, hit.remarks) == ("现行有效", ())
    (other,) = search(index, "停车二", day=date(2021, 6, 1)).hits
    assert (other.status, other.remarks) == ("现行有效", ())


def test_the_api_has_the_answers_of_the_library_for_all_days(folder: Path) -> None:
    library = Library(folder)
    catalogue = Catalogue(library.works, date(2026, 12, 1), Templates())
    for work in library:
        data = json.loads(work_json(catalogue, work))
        for day in days():
            state = work.state(day)
            assert _on(data["periods"], day)["status"] == state.status.value
            assert _on(data["periods"], day)["version"] == (state.version.name if state.version else None)
            for version, entry in zip(work.versions, data["versions"], strict=True):
                whole = [period for period in entry["periods"] if period["address"] is None]
                assert _on(whole, day)["status"] == work.status_of(version, day).status.value


def test_the_commands_answer_as_the_library_does(folder: Path) -> None:
    library = Library(folder)
    for work in library:
        for day in days()[::40]:
            state = work.state(day)
            result = _run("status", work.id, "--on", str(day), "--library", str(folder), "--json")
            answer = json.loads(result.stdout)
            assert (answer["status"], answer["sentence"]) == (state.status.value, str(state))
            shown = _run("show", work.id, "--on", str(day), "--library", str(folder))
            readable = work.perhaps_at(day)
            if readable is not None and readable.statute is not None:
                assert shown.exit_code == 0
                assert work.sentence_of(readable, day) in shown.stderr
                assert regkit.to_text(readable.statute) in shown.stdout
            else:
                assert shown.exit_code == 1
                assert str(state) in shown.stdout + shown.stderr


def test_the_log_has_the_ends_that_the_status_has(folder: Path) -> None:
    for work in Library(folder):
        log = json.loads(_run("log", work.id, "--library", str(folder), "--json").stdout)
        for entry in log["entries"]:
            (version,) = [each for each in work.versions if each.name == entry["version"]]
            for each in entry["dates"]:
                if each["kind"] == "失效" and each["provision"] is None:
                    day = date.fromisoformat(each["day"])
                    assert work.status_of(version, day).status in (Status.AMENDED, Status.REPEALED)
                    before = work.status_of(version, day - timedelta(1)).status
                    assert before not in (Status.AMENDED, Status.REPEALED)


def test_the_order_of_adding_makes_no_difference(folder: Path, tmp_path: Path) -> None:
    for text in reversed(TEXTS.values()):
        Library(tmp_path, new=True).add(None, None, regkit.parse(text))
    one, other = Library(folder), Library(tmp_path)
    assert one.ids == other.ids
    for work in one:
        for day in days():
            first, second = work.state(day), other[work.id].state(day)
            assert (first.status, str(first)) == (second.status, str(second))


def _on(periods: list[dict[str, Any]], day: date) -> dict[str, Any]:
    (period,) = [
        period
        for period in periods
        if (period["since"] is None or period["since"] <= str(day))
        and (period["until"] is None or str(day) < period["until"])
    ]
    return period


def _run(*arguments: str) -> Any:
    return CliRunner().invoke(program, arguments)
