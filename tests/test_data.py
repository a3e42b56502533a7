"""The index, searching it, and Parquet tables."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

import regkit
from regkit.cli import program
from regkit.data import build_index, is_index, opened, search, write_index, write_parquet
from regkit.data.rows import tables_of
from regkit.data.words import find_spans
from regkit.errors import DataError
from regkit.library import Version, VersionFacts, VersionKind, Work, WorkFacts, read_works
from regkit.text.folding import folded
from tests.conftest import ROOT
from tests.strategies import statutes

TODAY = date(2026, 11, 23)


def work(*texts: tuple[date, regkit.Statute | None], name: str = "example") -> Work:
    """A work with these versions: a day and a statute (or None) each."""
    versions = tuple(
        Version(VersionFacts(adopted=day, in_force=day, kind=VersionKind.ENACTED), statute)
        for day, statute in texts
    )
    return Work(name, WorkFacts(title="示范条例", version=tuple(v.facts for v in versions)), versions)


@contextlib.contextmanager
def index(*works: Work) -> Iterator[sqlite3.Connection]:
    """An index of some works, in memory."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        build_index(works, connection)
        yield connection


def addresses_found(connection: sqlite3.Connection, query: str, **options: Any) -> list[str | None]:
    """The addresses of the articles that a query finds, in order."""
    all_options: dict[str, Any] = {"day": TODAY, "limit": 10_000} | options
    return [hit.address for hit in search(connection, query, **all_options).hits]


MARKETS = regkit.parse(
    "示范条例\n第一条　开办集市的，应当备案。\n第二条　摊主（含临时摊主）应当亮照经营。\n第三条　违反第二条的，处200元罚款。\n"
    "第四条　SME融资担保，由市政府规定。"
)


class TestSearch:
    @pytest.mark.parametrize(
        ("query", "articles"),
        [
            ("摊主", [2]),
            ("摊", [2]),
            ("应当 备案", [1]),
            ("应当 -摊主", [1]),
            ("“应当备案”", [1]),
            ('"应当 备案"', [1]),
            ("应当亮照", [2]),
            ("应当，亮照", []),
            ("(含临时", [2]),
            ("２００元", [3]),
            ("sme", [4]),
            ("第二条", [2, 3]),
            ("第2条", [2]),
            ("第三条 罚款", [3]),
            ("第二条 -亮照", [3]),
            ("第二条 -罚款", [2]),
            ("第三条 备案", []),
            ("资担", [4]),
            ("没有", []),
            ("", []),
            ("-摊主", []),
            ("　", []),
        ],
    )
    def test_a_query_finds_these_articles(self, query: str, articles: list[int]) -> None:
        with index(work((date(2020, 1, 1), MARKETS))) as connection:
            assert sorted(map(str, addresses_found(connection, query))) == [
                f"art_{number}" for number in articles
            ]

    def test_an_article_whose_number_is_searched_comes_first(self) -> None:
        with index(work((date(2020, 1, 1), MARKETS))) as connection:
            assert addresses_found(connection, "第二条") == ["art_2", "art_3"]

    @given(law=statutes(), data=st.data())
    @settings(max_examples=40)
    def test_every_part_of_a_text_is_found_in_exactly_the_texts_that_contain_it(
        self, law: regkit.Statute, data: st.DataObject
    ) -> None:
        texts = [row.text for tables in tables_of([work((date(2020, 1, 1), law))]) for row in tables.articles]
        characters = folded(data.draw(st.sampled_from(texts)))
        start = data.draw(st.integers(0, len(characters) - 1))
        words = characters[start : data.draw(st.integers(start + 1, min(len(characters), start + 8)))]
        if '"' in words.translate(str.maketrans("“”", '""')):
            return
        with index(work((date(2020, 1, 1), law))) as connection:
            hits = search(connection, f'"{words}"', day=TODAY, limit=10_000).hits
        expected = [text for text in texts if words.lower() in folded(text).lower()]
        by_words = [hit for hit in hits if hit.spans]
        assert sorted(hit.text for hit in by_words) == sorted(expected)
        for hit in by_words:
            assert all(folded(hit.text[a:b]).lower().startswith(words[:1].lower()) for a, b in hit.spans)

    @given(st.text(max_size=30) | st.text('"“*()-:^ANDORNEAR第条 ', max_size=30))
    @settings(max_examples=200)
    def test_any_text_can_be_a_query(self, query: str) -> None:
        with index(work((date(2020, 1, 1), MARKETS))) as connection:
            search(connection, query, day=TODAY)

    def test_only_versions_in_force_on_the_day_are_searched(self) -> None:
        old, new = regkit.parse("第一条　旧集市。"), regkit.parse("第一条　新集市。")
        with index(work((date(2010, 1, 1), old), (date(2020, 1, 1), new))) as connection:

            def texts(**options: Any) -> list[tuple[str, str]]:
                all_options: dict[str, Any] = {"day": TODAY} | options
                hits = search(connection, "集市", **all_options).hits
                return sorted((hit.text[-4:], hit.status) for hit in hits)

            assert texts() == [("新集市。", "现行有效")]
            assert texts(day=date(2015, 1, 1)) == [("旧集市。", "现行有效")]
            assert texts(day=date(2009, 1, 1)) == []
            assert texts(all_versions=True) == [("新集市。", "现行有效"), ("旧集市。", "已被修改")]
            assert texts(all_versions=True, day=date(2015, 1, 1)) == [
                ("新集市。", "尚未生效"),
                ("旧集市。", "现行有效"),
            ]

    def test_on_the_day_of_a_change_the_new_text_is_in_force_and_the_old_one_is_not(self) -> None:
        old, new = regkit.parse("第一条　旧集市。"), regkit.parse("第一条　新集市。")
        changed = date(2020, 1, 1)
        with index(work((date(2010, 1, 1), old), (changed, new))) as connection:
            hits = search(connection, "集市", day=changed, all_versions=True).hits
            assert sorted((hit.text[-4:], hit.status) for hit in hits) == [
                ("新集市。", "现行有效"),
                ("旧集市。", "已被修改"),
            ]
            assert [hit.text[-4:] for hit in search(connection, "集市", day=changed).hits] == ["新集市。"]

    @pytest.mark.parametrize(
        ("words", "spans"),
        [
            (("应当", "备案"), ((6, 10),)),
            (("当备", "应当"), ((6, 9),)),
            (("开办", "备案"), ((0, 2), (8, 10))),
            (("的，应",), ((4, 7),)),
            (("，", "的"), ((4, 6),)),
            (("没有",), ()),
        ],
        ids=["touching", "overlapping", "apart", "over a punctuation mark", "of one character", "none"],
    )
    def test_words_that_touch_or_overlap_are_marked_as_one(
        self, words: tuple[str, ...], spans: tuple[tuple[int, int], ...]
    ) -> None:
        assert find_spans("开办集市的，应当备案。", words) == spans

    def test_status_agrees_with_the_library(self) -> None:
        works = read_works([ROOT / "examples", ROOT / "statutes"])
        with index(*works) as connection:
            for work in works:
                for day in (date(2010, 1, 1), date(2017, 1, 1), date(2021, 1, 1), TODAY):
                    rows = connection.execute(
                        "SELECT dated FROM versions JOIN periods USING (version) WHERE work = ? AND address IS NULL"
                        " AND status = '现行有效' AND (periods.since IS NULL OR periods.since <= ?)"
                        " AND (periods.until IS NULL OR periods.until > ?)",
                        [work.id, str(day), str(day)],
                    ).fetchall()
                    current = work.at(day)
                    assert rows == ([(str(current.dated),)] if current else [])

    def test_text_outside_articles_is_searched_too(self) -> None:
        law = regkit.parse("示范决定\n为了集市，决定如下：\n一、整顿集市。\n附件\n集市名录")
        with index(work((date(2020, 1, 1), law))) as connection:
            assert len(addresses_found(connection, "集市")) == 3


def test_the_sql_of_the_documentation_runs() -> None:
    text = (ROOT / "docs" / "developers" / "data.md").read_text("utf-8")
    queries = [part.partition("```")[0] for part in text.split("```sql\n")[1:]]
    assert len(queries) == 2
    with index(*read_works([ROOT / "statutes"])) as connection:
        most_cited, versions = (connection.execute(query).fetchall() for query in queries)
        columns = {
            table: {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
            for table in ("versions", "provisions", "articles", "citations")
        }
    assert most_cited[0][1] > 1
    assert [day for day, _ in versions] == ["2022-05-13"]
    for table, names in columns.items():
        (line,) = [line for line in text.splitlines() if line.startswith(f"| `{table}`")]
        documented = {name for name in names if f"`{name}`" in line}
        assert names - documented <= {"version", "provision", "article", "label", "heading", "parent"}, table


class TestFile:
    works = read_works([ROOT / "examples"])

    def test_the_tables_hold_the_tree(self, tmp_path: Path) -> None:
        path = tmp_path / "x.sqlite"
        write_index(self.works, path)
        (law,) = [version.statute for version in self.works[0].versions[-1:]]
        assert law is not None
        with opened(path) as connection:
            rows = connection.execute(
                "SELECT p.address, p.text, q.address FROM provisions p JOIN versions v ON v.version = p.version"
                " LEFT JOIN provisions q ON q.provision = p.parent WHERE v.dated = '2024-06-28' ORDER BY p.provision"
            ).fetchall()
        assert [(address, text) for address, text, _ in rows] == [
            (a.eid, node.text) for a, node in law.walk()
        ]
        parents = {address: parent for address, _, parent in rows}
        assert parents["art_1__para_1"] == "art_1"
        assert parents["art_1"] == "chp_1"

    def test_the_same_works_give_the_same_file(self, tmp_path: Path) -> None:
        for name in ("a", "b"):
            write_index(self.works, tmp_path / name)
        assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()

    def test_an_index_is_replaced_and_another_file_is_not(self, tmp_path: Path) -> None:
        path = tmp_path / "x.sqlite"
        write_index(self.works, path)
        write_index(self.works, path)
        path.write_text("别的", "utf-8")
        with pytest.raises(DataError, match="--replace"):
            write_index(self.works, path)
        assert path.read_text("utf-8") == "别的"
        write_index(self.works, path, replace=True)
        assert is_index(path)

    def test_a_failed_write_keeps_the_old_index_and_leaves_nothing_behind(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "x.sqlite"
        write_index(self.works, path)
        before = path.read_bytes()

        def fail(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Path, "replace", fail)
        with pytest.raises(DataError, match="磁盘已满"):
            write_index(self.works, path)
        assert path.read_bytes() == before
        assert [entry.name for entry in tmp_path.iterdir()] == ["x.sqlite"]

    def test_other_and_damaged_files_are_refused_as_an_index(self, tmp_path: Path) -> None:
        for name, data in (("none", b""), ("text", b"SQLite format 3\0" + bytes(200))):
            (tmp_path / name).write_bytes(data)
            with pytest.raises(DataError, match="不是 regkit 的索引"), opened(tmp_path / name):
                pass
        path = tmp_path / "x.sqlite"
        write_index(self.works, path)
        complete = path.read_bytes()
        path.write_bytes(complete[: len(complete) // 2])
        with pytest.raises(DataError, match="损坏"), opened(path) as connection:
            connection.execute("SELECT sum(length(text)) FROM articles").fetchall()
        # The error message of SQLite contains the damaged bytes, which cannot be decoded.
        path.write_bytes(complete.replace(b"CREATE TABLE about", b"CR\xffATE TABLE about"))
        with pytest.raises(DataError, match="损坏"), opened(path):
            pass
        write_index(self.works, path, replace=True)
        with contextlib.closing(sqlite3.connect(path)) as connection:
            connection.execute("UPDATE about SET value = '99' WHERE key = 'format'")
            connection.commit()
        with pytest.raises(DataError, match="另一个版本"), opened(path):
            pass

    def test_parquet_holds_the_tree_and_is_replaced_completely_or_not_at_all(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        paths = write_parquet(self.works, tmp_path / "tables")
        versions, periods, provisions, citations = (parquet.read_table(path).to_pylist() for path in paths)
        assert next(row["status"] for row in periods if row["version"] == 1) == "尚未生效"
        assert [row["dated"] for row in versions] == [version.dated for version in self.works[0].versions]
        walked = [
            (a.eid, node.text) for v in self.works[0].versions if v.statute for a, node in v.statute.walk()
        ]
        assert [(row["address"], row["text"]) for row in provisions] == walked
        assert {row["kind"] for row in citations} >= {"internal", "external"}
        with pytest.raises(DataError, match="--replace"):
            write_parquet(self.works, tmp_path / "tables")
        before = {path: path.read_bytes() for path in paths}
        calls = 0
        real_replace = Path.replace

        def fail(self: Path, target: Path) -> Path:
            nonlocal calls
            calls += 1
            if calls == 2:
                raise OSError(28, "No space left on device")
            return real_replace(self, target)

        monkeypatch.setattr(Path, "replace", fail)
        with pytest.raises(DataError, match="什么都没有改动"):
            write_parquet((), tmp_path / "tables", replace=True)
        assert {path: path.read_bytes() for path in (tmp_path / "tables").iterdir()} == before


class TestCommands:
    def run(self, *arguments: str | Path) -> Result:
        return CliRunner().invoke(program, [*map(str, arguments), "--library", str(ROOT / "examples")])

    def test_search_reports_which_texts_it_searched(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        result = self.run("search", "摊位经营者", "-食品", "--on", "2018-01-01", "--limit", "2")
        assert result.exit_code == 0
        assert "在2018-01-01 施行或者可能施行的文本中找到" in result.output
        assert "【摊位经营者】" in result.output
        assert "（2016-09-22，现行有效）" in result.output
        assert self.run("search", "没有这个词").exit_code == 1

    def test_search_warns_of_an_outdated_index(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        assert self.run("index").exit_code == 0
        assert "注意" not in self.run("search", "摊位").output
        write_index((), tmp_path / "regkit.sqlite", "other")
        assert "不是按现在的法规库生成的" in self.run("search", "摊位").output

    def test_json_has_the_spans_of_every_hit(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        data = json.loads(self.run("search", "摊位", "--json").output)
        assert data["schema"] == "regkit.search/1"
        hit = data["hits"][0]
        assert all(hit["text"][start:end] == "摊位" for start, end in hit["spans"])

    def test_search_reports_works_whose_texts_are_missing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        library = str(ROOT / "statutes")
        result = CliRunner().invoke(program, ["search", "中小企业促进法", "--library", library])
        assert "《中华人民共和国中小企业促进法》的文本没有收录齐" in result.output

    def test_export_writes_the_library_as_parquet(self, tmp_path: Path) -> None:
        result = self.run("export", "--parquet", tmp_path / "tables")
        assert result.exit_code == 0, result.output
        names = sorted(path.name for path in (tmp_path / "tables").iterdir())
        assert names == ["citations.parquet", "periods.parquet", "provisions.parquet", "versions.parquet"]
        assert self.run("export", "x", "--parquet", tmp_path / "t").exit_code == 2


@pytest.mark.parametrize("name", ["a\0", "条" * 100, "file/data"])
def test_data_for_a_path_that_the_system_refuses_is_one_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    writers: list[Callable[[Path], object]] = [
        lambda path: write_index([], path),
        lambda path: write_parquet([], path),
    ]
    for write in writers:
        with pytest.raises(regkit.DataError, match=r"^写不进") as caught:
            write(tmp_path / name)
        assert caught.value.code == "data.disk"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
