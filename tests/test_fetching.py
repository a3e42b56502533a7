"""Fetching texts from the national database, for which a stand-in runs on this machine."""

from __future__ import annotations

import math
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import regkit
from regkit import Library
from regkit.cli import program
from regkit.cli.matching import current
from regkit.errors import DatabaseError, OutOfTimeError
from regkit.notations.word.writing import to_word
from regkit.official import Database, OfficialEntry
from regkit.official.patience import read_retry_after
from tests.conftest import ROOT
from tests.stand_in import Held, StandIn, serving

OLD = regkit.parse(
    "示范市集市条例\n（2010年3月1日示范市第一届人民代表大会常务委员会第三次会议通过）\n"
    "第一条　为了规范集市，制定本条例。\n第二条　本条例自2010年5月1日起施行。"
)
AMENDED = regkit.parse(
    "示范市集市条例\n（2010年3月1日示范市第一届人民代表大会常务委员会第三次会议通过 根据2015年6月1日示范市第二届人民代表大会常务委员会"
    "第九次会议《关于修改〈示范市集市条例〉的决定》修正）\n第一条　为了规范集市，保护消费者，制定本条例。\n第二条　本条例自2010年5月1日起施行。"
)
SILENT = regkit.parse("示范市公园条例\n第一条　为了保护公园，制定本条例。")


@pytest.fixture
def database() -> Iterator[StandIn]:
    versions = {
        "a1": Held("示范市集市条例", to_word(OLD), "2010-03-20 00:00:00", "2010-05-01", 2, history=("a2",)),
        "a2": Held("示范市集市条例", to_word(AMENDED), "2015-06-10", "2015-07-01", 3, history=("a1",)),
        "b1": Held("示范市公园条例", to_word(SILENT), "2018-01-05", None, 3, None),
        "c1": Held("示范市集市条例实施办法", to_word(SILENT), "", "", None),
    }
    with serving(StandIn(versions)) as stand_in:
        yield stand_in


@pytest.fixture
def client(database: StandIn, tmp_path: Path) -> Iterator[Database]:
    with Database(tmp_path / "cache", address=database.address, pause=0, timeout=1.0) as opened:
        yield opened


def fetch(database: StandIn, folder: Path, *arguments: str) -> Result:
    """Run ``regkit fetch`` against the stand-in, with its library and cache in a folder."""
    options = ["--library", str(folder / "statutes"), "--cache", str(folder / "cache"), "--pause", "0"]
    return CliRunner().invoke(program, ["fetch", *arguments, *options, "--address", database.address])


class TestClient:
    def test_a_search_returns_the_entries_of_the_database(self, client: Database) -> None:
        assert client.search("示范市公园条例") == (
            OfficialEntry(
                id="b1",
                title="示范市公园条例",
                promulgated=date(2018, 1, 5),
                status="现行有效",
                rank="地方性法规",
            ),
        )
        assert [entry.id for entry in client.search("集市条例")] == ["a1", "a2", "c1"]

    def test_all_pages_are_read(self, database: StandIn, client: Database) -> None:
        database.versions |= {f"n{number}": Held("很多条例", b"") for number in range(45)}
        assert len(client.search("很多条例")) == 45
        assert database.count("search") == 3

    def test_versions_are_those_of_the_same_act_only(self, database: StandIn, client: Database) -> None:
        (first, *_) = client.search("示范市集市条例")
        assert [entry.id for entry in client.versions_of(first)] == ["a1", "a2"]
        # A version that the search does not find is found in the history.
        database.versions["a2"].title = "示范市集市条例（2015年修正）"
        assert [entry.id for entry in client.versions_of(first)] == ["a1", "a2"]

    @pytest.mark.parametrize(
        "history",
        [
            '[{"bbbs": "a2", "title": "示范市集市条例"}]',
            '{"list": [[{"bbbs": "a2", "title": "示范市集市条例"}]]}',
            '"[{\\"bbbs\\": \\"a2\\", \\"title\\": \\"示范市集市条例\\"}]"',
        ],
    )
    def test_a_history_is_found_in_every_known_form(
        self, database: StandIn, client: Database, history: str
    ) -> None:
        (first, *_) = client.search("示范市集市条例")
        del database.versions["a2"]
        database.faults["detail"] = [f'say {{"data": {{"lsyg": {history}}}}}']
        assert [entry.id for entry in client.versions_of(first)] == ["a2", "a1"]

    @pytest.mark.parametrize("history", ["null", "3", '"[["', "[null, 3]", '{"x": {"bbbs": 3}}'])
    def test_a_malformed_history_is_ignored(self, database: StandIn, client: Database, history: str) -> None:
        (first, *_) = client.search("示范市集市条例")
        del database.versions["a2"]
        database.faults["detail"] = [f'say {{"data": {{"lsyg": {history}}}}}']
        assert [entry.id for entry in client.versions_of(first)] == ["a1"]

    def test_requests_identify_regkit(self, database: StandIn, client: Database) -> None:
        client.search("示范市公园条例")
        (_, headers) = database.asked[0]
        assert headers["User-Agent"].startswith("regkit/")
        assert headers["Referer"] == f"{database.address}/"

    @pytest.mark.parametrize("fault", ["500", "503", "429", "html", "slow", "say {", "say [" * 3])
    def test_a_temporary_failure_is_retried(self, database: StandIn, client: Database, fault: str) -> None:
        database.faults["search"] = [fault, fault]
        assert len(client.search("示范市公园条例")) == 1
        assert database.count("search") == 3

    @pytest.mark.parametrize("code", [429, 503])
    def test_the_client_waits_as_long_as_the_database_asks(
        self, database: StandIn, tmp_path: Path, code: int
    ) -> None:
        database.faults["search"] = [f"{code} after 1"]
        messages: list[str] = []
        begin = time.monotonic()
        with Database(tmp_path / "cache", address=database.address, pause=0, tell=messages.append) as client:
            assert len(client.search("示范市公园条例")) == 1
        assert time.monotonic() - begin >= 1
        assert any(f"还有 1 秒：数据库答复说现在不行（{code}）" in message for message in messages)

    def test_the_client_does_not_wait_for_hours_but_says_when_to_run_again(
        self, database: StandIn, client: Database
    ) -> None:
        database.faults["search"] = ["503 after 7200"]
        with pytest.raises(OutOfTimeError, match=r"要我们等得更久；请\d\d:\d\d 以后再运行一次"):
            client.search("示范市公园条例")
        assert database.count("search") == 1

    @pytest.mark.parametrize("fault", ["500", "html", "slow"])
    def test_the_client_gives_up_after_four_tries_with_advice(
        self, database: StandIn, client: Database, fault: str
    ) -> None:
        database.faults["search"] = [fault] * 9
        with pytest.raises(DatabaseError, match=r"试了 4 次.*下载 Word 文件后用 regkit add 收录"):
            client.search("示范市公园条例")
        assert database.count("search") == 4

    @pytest.mark.parametrize(
        ("answer", "words"),
        [
            ("[]", "不是预期的形式"),
            ("{}", "没有 rows"),
            ('{"rows": [3]}', "不是对象"),
            ('{"rows": [{"title": "甲"}]}', "bbbs"),
            ('{"rows": [{"bbbs": "../../x", "title": "甲"}]}', "bbbs"),
            ('{"rows": [{"bbbs": "x", "title": "<em></em>"}]}', "title"),
            ('{"rows": [{"bbbs": "x", "title": "甲", "gbrq": "昨天"}]}', "gbrq"),
            ('{"rows": [{"bbbs": "x", "title": ["甲"]}]}', "title"),
        ],
    )
    def test_a_malformed_answer_is_refused_with_the_name_of_the_field(
        self, database: StandIn, client: Database, answer: str, words: str
    ) -> None:
        database.faults["search"] = [f"say {answer}"]
        with pytest.raises(DatabaseError, match=words) as caught:
            client.search("甲")
        assert "regkit add" in str(caught.value)

    def test_titles_cannot_send_escape_sequences_to_a_terminal(
        self, database: StandIn, client: Database
    ) -> None:
        row = '{"bbbs": "x", "title": "甲\\u001b[31m&lt;b&gt;\\n乙", "sxx": "9"}'
        database.faults["search"] = [f'say {{"rows": [{row}]}}']
        (entry,) = client.search("甲")
        assert (entry.title, entry.status) == ("甲 [31m<b> 乙", "9")

    def test_a_proxy_is_not_used_for_this_machine(
        self, database: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("HTTP_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
            monkeypatch.setenv(name, "http://127.0.0.1:9")
        with Database(tmp_path, address=database.address, pause=0, tries=1) as client:
            assert len(client.search("示范市公园条例")) == 1

    def test_a_huge_answer_is_not_read(self, database: StandIn, client: Database) -> None:
        database.faults["search"] = ['say {"rows": "' + "x" * (9 * 1024 * 1024) + '"}']
        with pytest.raises(DatabaseError, match="大得不合理"):
            client.search("甲")


class TestDownload:
    entry = OfficialEntry(id="a1", title="示范市集市条例")

    def test_a_file_is_fetched_once(self, database: StandIn, client: Database) -> None:
        path = client.download(self.entry)
        assert regkit.load(path) == OLD
        assert client.download(self.entry) == path
        assert database.count("file") == 1

    def test_an_expired_download_address_is_requested_again(
        self, database: StandIn, client: Database
    ) -> None:
        database.faults["file"] = ["expired"]
        assert regkit.load(client.download(self.entry)) == OLD
        assert database.count("address") == 2
        database.faults["file"] = ["403"] * 9
        with pytest.raises(DatabaseError, match="总是失效"):
            client.download(OfficialEntry(id="b1", title="示范市公园条例"))

    def test_a_download_that_broke_off_is_continued(self, database: StandIn, client: Database) -> None:
        database.faults["file"] = ["broken"]
        assert regkit.load(client.download(self.entry)) == OLD
        ranges = [
            headers["Range"] for kind, headers in database.asked if kind == "file" and "Range" in headers
        ]
        assert len(ranges) == 1
        assert int(ranges[0].removeprefix("bytes=").rstrip("-")) > 0

    def test_a_download_begins_anew_if_the_server_cannot_continue_it(
        self, database: StandIn, client: Database
    ) -> None:
        database.faults["file"] = ["broken", "whole"]
        assert regkit.load(client.download(self.entry)) == OLD

    def test_a_download_that_is_not_a_word_file_is_not_kept(
        self, database: StandIn, client: Database, tmp_path: Path
    ) -> None:
        database.faults["file"] = ["garbage"]
        with pytest.raises(DatabaseError, match="不是完整的 Word 文件"):
            client.download(self.entry)
        assert [path.suffix for path in (tmp_path / "cache").iterdir()] == [".lock"]

    @pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/x", "http://192.0.2.1/x"])
    def test_an_answer_cannot_redirect_the_client_elsewhere(
        self, database: StandIn, client: Database, url: str
    ) -> None:
        database.faults["address"] = [f"url {url}"]
        with pytest.raises(DatabaseError):
            client.download(self.entry)
        database.faults["file"] = [f"redirect {url}"]
        with pytest.raises(DatabaseError):
            client.download(self.entry)

    def test_an_identifier_cannot_be_a_path(self, client: Database, tmp_path: Path) -> None:
        with pytest.raises(DatabaseError, match="编号不合格"):
            client.download(OfficialEntry(id="../x", title="甲"))
        assert not (tmp_path / "x.docx").exists()


class TestCommand:
    def test_the_version_in_force_is_added_with_its_dates(self, database: StandIn, tmp_path: Path) -> None:
        result = fetch(database, tmp_path, "示范市集市条例")
        assert result.exit_code == 0, result.output
        (work,) = Library(tmp_path / "statutes")
        earlier, version = work.versions
        assert (earlier.statute, version.statute) == (None, AMENDED)
        assert (version.adopted, version.facts.promulgated, version.facts.in_force) == (
            date(2015, 6, 1),
            date(2015, 6, 10),
            date(2015, 7, 1),
        )
        assert version.facts.source is not None
        assert version.facts.source.document == "国家法律法规数据库 a2"
        assert Library(tmp_path / "statutes").verify() == ()

    def test_all_versions_are_fetched_once(self, database: StandIn, tmp_path: Path) -> None:
        assert fetch(database, tmp_path, "示范市集市条例", "--all-versions").exit_code == 0
        (work,) = Library(tmp_path / "statutes")
        assert [version.statute for version in work.versions] == [OLD, AMENDED]
        request_count = database.count("file")
        second_run = fetch(database, tmp_path, work.id, "--all-versions")
        assert second_run.exit_code == 0
        assert "收录 0 个，已经有的 2 个" in second_run.output
        assert database.count("file") == request_count

    def test_listing_fetches_nothing(self, database: StandIn, tmp_path: Path) -> None:
        result = fetch(database, tmp_path, "示范市集市条例", "--list")
        assert result.exit_code == 0
        assert "公布 2010-03-20　施行 2010-05-01　已修改" in result.output
        assert database.count("address") == 0
        assert not (tmp_path / "statutes").exists()

    def test_an_unknown_title_is_answered_with_similar_ones(self, database: StandIn, tmp_path: Path) -> None:
        result = fetch(database, tmp_path, "集市条例")
        assert result.exit_code == 1
        assert "标题相近的有：《示范市集市条例》、《示范市集市条例实施办法》" in result.output

    def test_fetch_without_a_title_adds_the_missing_texts(self, database: StandIn, tmp_path: Path) -> None:
        folder = tmp_path / "statutes" / "markets"
        folder.mkdir(parents=True)
        (folder / "work.toml").write_text(
            'title = "示范市集市条例"\n[[version]]\nadopted = 2010-03-01\n[[version]]\nadopted = 2015-06-01\nkind = "修正"\n'
            "[[version]]\nadopted = 2020-01-01\n",
            "utf-8",
        )
        result = fetch(database, tmp_path)
        (work,) = Library(tmp_path / "statutes")
        assert [version.statute for version in work.versions] == [OLD, AMENDED, None]
        assert work.versions[1].facts.decision == "关于修改〈示范市集市条例〉的决定"
        assert "没有找到题注与 2020-01-01 相符的文本" in result.output
        assert result.exit_code == 1

    def test_the_missing_texts_of_this_project_can_be_fetched(
        self, database: StandIn, tmp_path: Path
    ) -> None:
        shutil.copytree(ROOT / "statutes", tmp_path / "statutes")
        for work in Library(ROOT / "statutes"):
            for version in work.versions:
                if version.statute is None:
                    day = f"{version.dated.year}年{version.dated.month}月{version.dated.day}日"
                    text = f"{work.title}\n（{day}示范人民代表大会常务委员会会议通过）\n第一条　这是第{day}的文本。"
                    database.versions[f"v{version.dated}"] = Held(
                        work.title, to_word(regkit.parse(text)), str(version.dated), None, 3
                    )
        assert len(database.versions) == 4 + 4
        result = fetch(database, tmp_path)
        assert result.exit_code == 0, result.output
        assert "收录 4 个" in result.output
        assert all(version.statute for work in Library(tmp_path / "statutes") for version in work.versions)

    def test_a_text_of_another_day_is_not_added_to_a_version(self, database: StandIn, tmp_path: Path) -> None:
        folder = tmp_path / "statutes" / "markets"
        folder.mkdir(parents=True)
        (folder / "work.toml").write_text(
            'title = "示范市集市条例"\n[[version]]\nadopted = 2015-06-05\n', "utf-8"
        )
        result = fetch(database, tmp_path)
        assert result.exit_code == 1
        assert [path.name for path in folder.iterdir()] == ["work.toml"]

    def test_a_text_whose_note_is_older_than_its_entry_is_not_added(
        self, database: StandIn, tmp_path: Path
    ) -> None:
        database.versions["a2"].file = to_word(OLD)
        result = fetch(database, tmp_path, "示范市集市条例")
        assert result.exit_code == 1
        assert "题注只写到 2010-03-20" in result.output or "题注只写到 2010-03-01" in result.output
        assert not (tmp_path / "statutes").exists()

    def test_a_failed_version_does_not_prevent_others(self, database: StandIn, tmp_path: Path) -> None:
        database.versions["a1"].file = b"PK\x03\x04 damaged"
        result = fetch(database, tmp_path, "示范市集市条例", "--all-versions")
        assert result.exit_code == 1
        assert "收录 1 个，已经有的 0 个，没有成功的 1 个" in result.output
        # A second run adds it once the file is intact.
        database.versions["a1"].file = to_word(OLD)
        assert (
            "收录 1 个，已经有的 1 个" in fetch(database, tmp_path, "示范市集市条例", "--all-versions").output
        )

    def test_an_unreachable_database_is_reported_in_one_sentence(self, tmp_path: Path) -> None:
        unreachable = StandIn({}, address="http://127.0.0.1:9")
        result = fetch(unreachable, tmp_path, "示范市集市条例")
        assert result.exit_code == 1
        assert "连接不上数据库" in result.output
        assert not (tmp_path / "statutes").exists()


def _entry(name: str, day: date | None, status: str | None) -> OfficialEntry:
    return OfficialEntry(id=name, title="示范条例", promulgated=day, status=status)


@pytest.mark.parametrize(
    ("statuses", "chosen"),
    [
        (("已修改", "现行有效", "尚未生效"), "2015"),
        (("现行有效", "现行有效", "尚未生效"), "2015"),
        (("已修改", "已修改", "尚未生效"), "2020"),
        ((None, None, None), "2020"),
    ],
)
def test_the_version_in_force_is_fetched_or_else_the_last_one(
    statuses: tuple[str | None, ...], chosen: str
) -> None:
    days = [date(2010, 1, 1), date(2015, 1, 1), date(2020, 1, 1)]
    entries = [_entry(str(day.year), day, status) for day, status in zip(days, statuses, strict=True)]
    assert current([*entries, _entry("unknown", None, None)]).id == chosen


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0.0),
        (" 120 ", 120.0),
        ("9" * 65, math.inf),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0),
        ("", None),
        ("-1", None),
        ("1.5", None),
        ("soon", None),
        ("soon" * 20, None),
    ],
)
def test_retry_after_is_a_number_of_seconds_or_a_date(text: str, seconds: float | None) -> None:
    assert read_retry_after(text) == seconds


def test_a_retry_after_date_without_a_time_zone_is_utc() -> None:
    then = datetime.now(UTC) + timedelta(minutes=30)
    for written in (f"{then:%a, %d %b %Y %H:%M:%S} GMT", f"{then:%a, %d %b %Y %H:%M:%S} -0000"):
        seconds = read_retry_after(written)
        assert seconds is not None
        assert 1700 < seconds <= 1800


def test_no_other_module_imports_the_network() -> None:
    code = "import regkit, regkit.cli, regkit.library, sys; print(sorted({'httpx', 'socket'} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "httpx" not in result.stdout
