"""Works, their versions, and which version was in force on a given day."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import regkit
from regkit import Library, LibraryError, Status
from regkit.library import DateKind, Finding, Mismatch, Origin, describe, hash_of_text, quoted, read_works
from regkit.library.naming import check_id
from regkit.library.ranks import rank_of
from tests.conftest import EXAMPLES, ROOT, SEED

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def law() -> regkit.Work:
    return Library(ROOT / "statutes")["黑龙江省促进中小企业发展条例"]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A library of one work with one text, for tests to damage."""
    folder = tmp_path / "example"
    folder.mkdir()
    (folder / "work.toml").write_text(
        'title = "示范条例"\nrank = "地方性法规"\nauthority = "示范市人民代表大会常务委员会"\n\n'
        '[[version]]\nadopted = 2020-01-01\nkind = "制定"\nin_force = 2020-06-01\n\n'
        '[[version]]\nadopted = 2022-01-01\nkind = "修正"\nin_force = 2022-03-01\n',
        "utf-8",
    )
    (folder / "2020-01-01.txt").write_text("示范条例\n第一条　甲。\n", "utf-8")
    return tmp_path


def test_the_versions_of_the_regulation_record_how_they_were_adopted(law: regkit.Work) -> None:
    first, amended, current = law.versions
    assert [version.adopted for version in law.versions] == [
        date(2011, 12, 8),
        date(2018, 4, 26),
        date(2022, 5, 13),
    ]
    assert first.facts.adopted_by == "黑龙江省第十一届人民代表大会常务委员会第二十九次会议"
    assert amended.facts.kind is regkit.VersionKind.AMENDED
    assert current.facts.adopted_by == "黑龙江省第十三届人民代表大会常务委员会第三十三次会议"
    assert current.statute == regkit.load(SEED)
    assert first.statute is amended.statute is None
    assert law.facts.implements == ("prc-sme-promotion-law",)


def test_the_higher_law_is_listed_without_texts() -> None:
    higher = Library(ROOT / "statutes")["prc-sme-promotion-law"]
    assert [(v.adopted, v.facts.kind, v.statute) for v in higher.versions] == [
        (date(2002, 6, 29), "制定", None),
        (date(2017, 9, 1), "修订", None),
    ]


def test_the_status_of_versions_of_an_act_that_was_amended_and_then_repealed(law: regkit.Work) -> None:
    first, amended, current = law.versions
    # Of none of them the day of entry into force is recorded; of the last it is known that it had been promulgated when it was read.
    assert law.status_of(first, date(2010, 1, 1)).status is Status.NOT_YET_IN_FORCE
    assert law.status_of(first, date(2015, 1, 1)).status is Status.UNCERTAIN
    assert law.status_of(current, date(2023, 1, 1)).status is Status.UNCERTAIN
    replaced = law.status_of(first, date(2026, 11, 23))
    assert (replaced.status, replaced.ended_by) == (Status.REPEALED, current)
    assert law.status_of(amended, date(2026, 11, 23)).status is Status.REPEALED
    assert law.status_of(current, date(2026, 11, 23)) == regkit.VersionStatus(Status.IN_FORCE)
    assert [law.at(date(year, 12, 1)) for year in (2010, 2015, 2020, 2026)] == [None, None, None, current]
    assert [law.perhaps_at(date(year, 1, 1)) for year in (2010, 2015, 2020, 2023)] == [
        None,
        first,
        amended,
        current,
    ]


def test_a_version_applies_from_its_entry_into_force(copy: Path) -> None:
    (work,) = Library(copy)
    first, second = work.versions
    assert work.at(date(2020, 5, 31)) is None
    assert work.status_of(first, date(2020, 5, 31)).status is Status.NOT_YET_IN_FORCE
    assert work.at(date(2020, 6, 1)) is first
    assert work.at(date(2022, 2, 28)) is first
    assert work.at(date(2022, 3, 1)) is second


def test_a_day_of_entry_into_force_that_is_not_recorded_has_bounds(law: regkit.Work) -> None:
    begun = law.commencement_of(law.versions[2])
    assert begun == regkit.Moment(date(2022, 5, 13), date(2026, 11, 23))
    assert begun.day is None


def test_the_example_is_marked_as_fictional_everywhere() -> None:
    (work,) = Library(ROOT / "examples")
    assert work.facts.fictional
    for version in work.versions:
        assert version.statute is not None
        assert version.statute.problems == ()
        assert any("虚构示例" in note for note in version.statute.notes)
    assert all(
        "虚构示例" in path.read_text("utf-8") for path in [*EXAMPLES, EXAMPLES[0].parent / "work.toml"]
    )
    assert not any(work.facts.fictional for work in Library(ROOT / "statutes"))


def test_the_example_contains_every_level_and_an_inserted_article() -> None:
    (work,) = Library(ROOT / "examples")
    laws = [version.statute for version in work.versions if version.statute]
    assert len(laws) == 3
    assert all(len(law.articles) > 30 for law in laws)
    levels = {provision.level.value for law in laws for _, provision in law.walk()}
    assert levels == {"chapter", "section", "article", "paragraph", "item", "subitem"}
    assert any(article.number.inserted for law in laws for article in law.articles)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        ("title = ", "TOML"),
        ("x = " + "[" * 3000, "TOML"),
        ("x = " + "9" * 5000, "TOML"),
        ('fictional = "yes"', "fictional：必须是 true 或者 false"),
        ('other_titles = ["一\\n二"]', "other_titles.第1个：必须是一行文字"),
        ("[[version]]\nadopted = 0\nkind = '制定'", "第3个.adopted：必须是日期"),
        ("[[version]]\nkind = '制定'", "version.第3个：adopted（通过日期）、promulgated"),
        ('colour = "red"', "colour：没有这个键"),
        ("[[version]]\nadopted = 2020-01-01\nkind = '制定'", "出现了两次"),
        ("[[version]]\nadopted = 2023-01-01\nkind = '重写'", "第3个.kind"),
        ("[[version]]\nadopted = 2023-01-01\nkind = '制定'\nrepeals = 1999-01-01", "repeals = 1999-01-01"),
    ],
)
def test_a_mistake_in_work_toml_names_the_file_and_the_key(copy: Path, spoil: str, words: str) -> None:
    file = copy / "example" / "work.toml"
    text = file.read_text("utf-8")
    file.write_text(text + spoil if spoil.startswith("[") else spoil + "\n" + text, "utf-8")
    with pytest.raises(LibraryError) as caught:
        list(Library(copy))
    assert str(file) in str(caught.value)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("2021-01-01.txt", "第一条　甲。", "没有对应的版本"),
        ("2022-01-01.txt", "别的条例\n第一条　甲。", "标题"),
        ("2022-01-01.txt", "不是法规", "标题"),
    ],
)
def test_a_text_of_an_unlisted_version_or_with_another_title_is_reported(
    copy: Path, name: str, text: str, words: str
) -> None:
    (copy / "example" / name).write_text(text, "utf-8")
    with pytest.raises(LibraryError) as caught:
        list(Library(copy))
    assert name in str(caught.value)
    assert words in str(caught.value)


def test_a_work_toml_with_a_byte_order_mark_is_read(copy: Path) -> None:
    file = copy / "example" / "work.toml"
    file.write_text(file.read_text("utf-8"), "utf-8-sig")
    assert Library(copy)["example"].title == "示范条例"


def test_a_folder_with_texts_but_no_work_toml_is_reported(copy: Path) -> None:
    (copy / "example" / "work.toml").rename(copy / "example" / "work.tml")
    with pytest.raises(LibraryError, match=r"没有 work\.toml"):
        list(Library(copy))


def test_a_dangling_link_is_an_error_and_not_a_missing_text(copy: Path) -> None:
    (copy / "example" / "2022-01-01.txt").symlink_to(copy / "nowhere")
    with pytest.raises(LibraryError, match="没有这个文件"):
        list(Library(copy))


def test_a_folder_name_that_would_break_links_is_refused(copy: Path) -> None:
    (copy / "example").rename(copy / "a#b")
    with pytest.raises(LibraryError, match="改名"):
        list(Library(copy))


def test_two_works_with_the_same_id_are_refused(copy: Path) -> None:
    with pytest.raises(LibraryError, match="同名"):
        read_works([copy, copy])


def test_an_unknown_name_is_answered_with_the_known_ones(copy: Path) -> None:
    with pytest.raises(LibraryError, match="已有：example"):
        Library(copy)["nothing"]


@pytest.mark.parametrize("name", ["con", "NUL", "com1.条例", "lpt¹", "aux .x", "CONIN$"])
def test_a_device_name_of_windows_is_refused_with_any_suffix(name: str) -> None:
    with pytest.raises(LibraryError, match="在 Windows 上是设备的名称"):
        check_id(name)


@pytest.mark.parametrize("name", ["../example", "/", "", ".", "example/../example", "a\nb"])
def test_a_name_cannot_lead_out_of_the_folder(copy: Path, name: str) -> None:
    (copy / "work.toml").write_text("", "utf-8")
    with pytest.raises(LibraryError, match="已有"):
        Library(copy)[name]


class TestAdding:
    text = regkit.parse("示范条例\n第一条　甲。\n（一）乙。")

    def test_a_listed_version_gets_its_text(self, copy: Path) -> None:
        added = Library(copy).add("示范条例", date(2022, 1, 1), self.text)
        assert added.path == copy / "example" / "2022-01-01.txt"
        assert (added.new_work, added.new_version, added.replaced) == (False, False, False)
        (work,) = Library(copy)
        assert work.versions[1].statute == self.text

    def test_an_existing_text_is_kept_unless_replace_is_given(self, copy: Path) -> None:
        before = (copy / "example" / "2020-01-01.txt").read_bytes()
        with pytest.raises(LibraryError, match="--replace"):
            Library(copy).add("example", date(2020, 1, 1), self.text)
        assert (copy / "example" / "2020-01-01.txt").read_bytes() == before
        Library(copy).add("example", date(2020, 1, 1), self.text, replace=True)
        assert (copy / "example" / "2020-01-01.txt").read_bytes() != before

    def test_a_text_that_cannot_be_read_can_be_replaced(self, copy: Path) -> None:
        (copy / "example" / "2020-01-01.txt").write_text("坏了", "utf-8")
        Library(copy).add("example", date(2020, 1, 1), self.text, replace=True)
        assert Library(copy)["example"].versions[0].statute == self.text

    def test_a_library_object_shows_what_was_added_to_it(self, copy: Path) -> None:
        library = Library(copy)
        assert library["example"].versions[1].statute is None
        library.add("example", "2022-01-01", self.text)
        assert library["example"].versions[1].statute == self.text
        assert library.works[0].versions[1].statute == self.text

    def test_a_refused_addition_writes_nothing(self, copy: Path) -> None:
        before = _contents(copy)
        for name, text in ((None, ""), ("another", "示范条例"), ("../example2", "别的条例")):
            with pytest.raises(LibraryError):
                Library(copy).add(name, date(2022, 1, 1), regkit.parse(f"{text}\n第一条　甲。"))
        assert _contents(copy) == before

    def test_the_first_text_creates_its_work_and_its_version(self, tmp_path: Path) -> None:
        library = Library(tmp_path / "statutes", new=True)
        text = regkit.parse(
            "云州省集市条例\n（2020年3月27日云州省第二届人民代表大会常务委员会第九次会议通过）\n"
            "第一条　甲。\n第二条　本条例自2020年5月1日起施行，第一条自2021年1月1日起施行。"
        )
        added = library.add(None, None, text, origin=Origin(document="集市条例.docx", retrieved=TODAY))
        assert (added.work, added.new_work, added.new_version) == ("云州省集市条例", True, True)
        (work,) = Library(tmp_path / "statutes")
        (version,) = work.versions
        assert (work.title, work.facts.rank, work.facts.authority) == (
            "云州省集市条例",
            "地方性法规",
            "云州省人民代表大会常务委员会",
        )
        assert (version.adopted, version.facts.kind, work.commencement_of(version).day) == (
            date(2020, 3, 27),
            regkit.VersionKind.ENACTED,
            date(2020, 5, 1),
        )
        assert version.facts.source is not None
        assert version.facts.source.document == "集市条例.docx"
        assert version.facts.source.sha256 == hash_of_text(regkit.to_text(text))
        first = regkit.Address.parse("第一条第一款")
        assert version.status_of(first, date(2020, 6, 1)) is Status.NOT_YET_IN_FORCE
        assert version.status_of(first, date(2021, 1, 1)) is Status.IN_FORCE
        assert version.statute == text

    @pytest.mark.parametrize(
        ("before", "kind"),
        [
            ("", regkit.VersionKind.ENACTED),
            ("2010年1月1日示范市人民代表大会常务委员会第一次会议修订　", None),
            ("2010年1月1日示范市人民代表大会常务委员会第一次会议《关于修改〈示范条例〉的决定》修正　", None),
            ("2010年1月1日示范市人民代表大会第一次会议通过　", None),
            ("2011年12月1日示范市人民政府常务会议通过　", regkit.VersionKind.ENACTED),
            ("2010年1月1日示范市人民代表大会第二次会议通过　", None),
        ],
    )
    def test_the_kind_of_a_version_is_not_guessed(
        self, tmp_path: Path, before: str, kind: regkit.VersionKind | None
    ) -> None:
        notes = f"（{before}2012年1月1日示范市人民代表大会第二次会议通过）"
        text = regkit.parse(f"示范条例\n{notes}\n第一条　甲。")
        library = Library(tmp_path)
        library.add(None, date(2012, 1, 1), text)
        *_, version = next(iter(library)).versions
        assert version.dated == date(2012, 1, 1)
        assert version.facts.kind is kind

    @pytest.mark.parametrize(
        ("day", "in_force"), [("2010年3月1日", None), ("2020年3月1日", date(2020, 3, 1))]
    )
    def test_an_effective_date_before_the_revision_is_not_that_of_the_revision(
        self, tmp_path: Path, day: str, in_force: date | None
    ) -> None:
        passed = "2010年1月1日示范市人民代表大会第二次会议通过"
        revised = "2020年1月1日示范市人民代表大会第三次会议修订"
        library = Library(tmp_path)
        library.add(
            None,
            date(2020, 1, 1),
            regkit.parse(f"示范条例\n（{passed}　{revised}）\n第一条　甲。\n第二条　本条例自{day}起施行。"),
        )
        earlier, version = next(iter(library)).versions
        assert (earlier.dated, earlier.statute) == (date(2010, 1, 1), None)
        assert version.facts.in_force == in_force

    def test_a_title_with_punctuation_becomes_a_folder_name_valid_on_every_system(
        self, tmp_path: Path
    ) -> None:
        library = Library(tmp_path)
        names = []
        for title in ("实施《集市法》办法（试行）", "实施“集市法”办法（试行）", "长" * 100):
            text = regkit.parse(f"{title}\n第一条　甲。")
            names.append(library.add(None, date(2020, 1, 1), text, title=title).work)
        assert names == ["实施-集市法-办法-试行", "实施-集市法-办法-试行-2", "长" * 65]
        assert next(work.title for work in library) == "实施《集市法》办法（试行）"

    def test_effective_dates_of_single_provisions_are_reported_with_every_text(self, tmp_path: Path) -> None:
        folder = tmp_path / "w"
        folder.mkdir()
        record = (
            'title = "示范条例"\n[[version]]\nadopted = 2020-01-01\nin_force = 2020-02-01\n'
            '[[version.provision]]\naddress = "第二条"\nin_force = 2021-01-01\n'
            '[[version.provision]]\naddress = "第一条第一款"\nexpired = 2022-01-01\n'
        )
        (folder / "work.toml").write_text(record, "utf-8")
        (folder / "2020-01-01.txt").write_text("示范条例\n第一条　甲。\n第二条　乙。\n", "utf-8")
        (work,) = Library(tmp_path)
        ends = [
            str(work.state(day)).partition("截至")[2].replace("（未见废止记录，没有核对记录）", "")
            for day in ("2020-06-01", "2021-06-01", "2023-01-01")
        ]
        assert ends == [
            "2020年6月1日现行有效；其中第二条尚未生效（2021年1月1日起施行）。",
            "2021年6月1日现行有效。",
            "2023年1月1日现行有效；其中第一条第一款已废止。",
        ]
        (folder / "work.toml").write_text(record.replace("第二条", "第三条"), "utf-8")
        with pytest.raises(LibraryError, match="没有第三条"):
            list(Library(tmp_path))

    def test_a_version_is_inserted_by_date_and_comments_are_kept(self, copy: Path) -> None:
        file = copy / "example" / "work.toml"
        file.write_text(
            "# 请勿删除\n" + file.read_text("utf-8").replace("kind", "kind ", 1) + "# 结尾\n", "utf-8"
        )
        text = regkit.parse(
            "示范条例\n（2019年1月1日示范市人民代表大会常务委员会会议通过 2021年2月3日示范市人民代表大会常务委员会会议"
            "《关于修改〈示范条例〉的决定》修正）\n第一条　甲。\n第二条　本条例自2019年5月1日起施行。"
        )
        added = Library(copy).add("example", None, text)
        assert (added.new_version, added.version.dated) == (True, date(2021, 2, 3))
        assert added.version.kind is regkit.VersionKind.AMENDED
        assert added.version.decision == "关于修改〈示范条例〉的决定"
        # The text does not state when the amendments entered into force; only the decision does.
        assert added.version.in_force is None
        (work,) = Library(copy)
        # The text also names the version of 2019, which the library does not have.
        assert [version.dated.year for version in work.versions] == [2019, 2020, 2021, 2022]
        assert [str(each.dated) for each in added.named] == ["2019-01-01"]
        written = file.read_text("utf-8")
        assert written.startswith("# 请勿删除\n")
        assert 'kind  = "制定"' in written
        assert "# 结尾" in written

    def test_a_date_that_contradicts_the_text_is_refused(self, copy: Path) -> None:
        text = regkit.parse("示范条例\n（2021年2月3日示范市人民代表大会常务委员会会议通过）\n第一条　甲。")
        before = _contents(copy)
        with pytest.raises(LibraryError, match="2021-02-03 的文本"):
            Library(copy).add("example", date(2022, 1, 1), text)
        assert _contents(copy) == before
        added = Library(copy).add("example", date(2022, 1, 1), text, anyway=True)
        assert added.path.name == "2022-01-01.txt"

    def test_differences_between_record_and_text_are_reported_and_the_record_is_kept(
        self, copy: Path
    ) -> None:
        text = regkit.parse(
            "示范条例\n（2020年1月1日示范市人民代表大会常务委员会会议通过）\n第一条　本条例自2020年7月1日起施行。"
        )
        added = Library(copy).add("example", None, text, replace=True)
        assert [difference.partition("：")[0] for difference in added.differences] == ["施行日期"]
        assert added.version.in_force == date(2020, 6, 1)

    @pytest.mark.parametrize("call", ["fsync", "replace", "write"])
    @pytest.mark.parametrize("after", [0, 1])
    @pytest.mark.parametrize("fresh", [True, False])
    def test_a_fault_while_writing_leaves_everything_as_it_was(
        self, copy: Path, monkeypatch: pytest.MonkeyPatch, call: str, after: int, fresh: bool
    ) -> None:
        module: Any = Path if call == "replace" else os
        calls = 0
        original = getattr(module, call)

        def fail(*args: Any, **options: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == after + 1:
                raise OSError(28, "No space left on device")
            return original(*args, **options)

        monkeypatch.setattr(module, call, fail)
        before = _contents(copy)
        folder = copy / "fresh" if fresh else copy
        with pytest.raises(LibraryError, match="什么都没有改动"):
            Library(folder, new=True).add("example", date(2020, 1, 1), self.text, replace=True)
        assert calls > after
        assert _contents(copy) == before

    def test_leftovers_of_a_stopped_program_are_removed(self, copy: Path) -> None:
        (copy / "example" / ".work.toml.0123456789ab.part").write_text("half", "utf-8")
        Library(copy).add("example", date(2022, 1, 1), self.text)
        assert [path.name for path in (copy / "example").iterdir() if path.suffix == ".part"] == []

    def test_simultaneous_additions_all_succeed(self, copy: Path) -> None:
        texts = [
            regkit.parse(f"示范条例\n（20{year}年1月1日示范市人民代表大会会议修订）\n第一条　甲。")
            for year in range(23, 31)
        ]
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda text: Library(copy).add("example", None, text), texts))
        (work,) = Library(copy)
        assert len(work.versions) == 10


def _contents(folder: Path) -> dict[str, bytes | None]:
    return {str(path): path.read_bytes() if path.is_file() else None for path in sorted(folder.rglob("*"))}


@pytest.mark.parametrize(
    ("title", "authority", "rank"),
    [
        ("中华人民共和国集市法", "全国人民代表大会常务委员会", "法律"),
        ("集市管理条例", "国务院", "行政法规"),
        ("关于审理集市案件的解释", "最高人民法院", "司法解释"),
        ("云州省集市条例", "云州省人民代表大会常务委员会", "地方性法规"),
        ("云汀经济特区集市条例", "云汀市人民代表大会常务委员会", "经济特区法规"),
        ("云州省集市管理办法", "云州省人民政府", "地方政府规章"),
        ("云河自治县自治条例", "云河自治县人民代表大会", "自治条例"),
        # The authority and the title do not decide the rank.
        ("云河自治县集市条例", "云河自治县人民代表大会", None),
        ("全国人民代表大会常务委员会议事规则", "全国人民代表大会常务委员会", None),
        ("集市办法", "商务部", None),
        ("集市条例", None, None),
    ],
)
def test_the_rank_is_given_only_where_it_is_certain(
    title: str, authority: str | None, rank: str | None
) -> None:
    assert rank_of(title, authority) == rank


class TestVerifying:
    def test_a_changed_or_missing_text_is_found(self, copy: Path) -> None:
        library = Library(copy)
        text = copy / "example" / "2020-01-01.txt"
        assert library.verify() == (Mismatch(text, Finding.UNRECORDED),)
        library.add("example", date(2020, 1, 1), TestAdding.text, replace=True)
        assert library.verify() == ()
        # Git may write other line ends on Windows; that does not change the text.
        text.write_bytes(text.read_bytes().replace(b"\n", b"\r\n"))
        assert library.verify() == ()
        text.write_text(text.read_text("utf-8").replace("甲", "丙"), "utf-8")
        assert library.verify() == (Mismatch(text, Finding.CHANGED),)
        text.unlink()
        assert library.verify() == (Mismatch(text, Finding.MISSING),)

    def test_the_texts_of_this_library_are_unchanged(self) -> None:
        assert Library(ROOT / "statutes").verify() == ()


class TestDates:
    def work(self, folder: Path, versions: str) -> regkit.Work:
        (folder / "w").mkdir()
        (folder / "w" / "work.toml").write_text(f'title = "示范条例"\n{versions}', "utf-8")
        return Library(folder)["w"]

    def test_without_a_day_of_entry_into_force_the_answer_is_not_certain(self, tmp_path: Path) -> None:
        work = self.work(
            tmp_path,
            "[[version]]\nadopted = 2010-01-01\npromulgated = 2010-02-01\nin_force = 2010-06-01\n"
            "[[version]]\nadopted = 2015-01-01\npromulgated = 2015-02-01\n",
        )
        assert work.at("2010-03-01") is None
        assert work.at("2010-03-01", by="公布") is work.versions[0]
        assert work.at("2010-01-15", by="公布") is None
        assert work.at("2010-01-15", by=DateKind.ADOPTED) is work.versions[0]
        state = work.state("2015-03-01")
        assert (state.status, state.version, state.candidates) == (
            Status.TEXT_MISSING,
            work.versions[1],
            work.versions,
        )
        assert "没有记载施行日期" in str(state)
        assert "截至2015年3月1日文本未收录" in str(state)
        with pytest.raises(ValueError, match=r"day|isoformat"):
            work.at("昨天")

    @pytest.mark.parametrize(
        ("expired", "until"),
        [
            ("", date(2015, 6, 1)),
            ("expired = 2014-01-01\n", date(2014, 1, 1)),
            ("expired = 2018-01-01\n", date(2015, 6, 1)),
            ("expired = 2010-02-01\n", date(2010, 2, 1)),
        ],
        ids=["followed", "expired before that", "expired after that", "expired before it was in force"],
    )
    def test_a_version_ends_on_its_expiry_date_or_when_a_later_one_enters_into_force(
        self, tmp_path: Path, expired: str, until: date
    ) -> None:
        work = self.work(
            tmp_path,
            f"[[version]]\nadopted = 2010-01-01\nin_force = 2010-06-01\n{expired}"
            "[[version]]\nadopted = 2015-01-01\nin_force = 2015-06-01\n",
        )
        first, second = work.versions
        assert work.end_of(first) == regkit.Moment.on(until)
        assert work.end_of(second) is None

    def test_a_provision_is_in_force_from_its_first_day_until_before_its_expiry_date(
        self, tmp_path: Path
    ) -> None:
        provision_dates = (
            '[[version.provision]]\naddress = "第二条"\nin_force = 2021-01-01\nexpired = 2022-01-01\n'
        )
        work = self.work(
            tmp_path, f"[[version]]\nadopted = 2020-01-01\nin_force = 2020-02-01\n{provision_dates}"
        )
        second = regkit.Address.parse("第二条第一款")
        days = ("2020-12-31", "2021-01-01", "2021-12-31", "2022-01-01")
        assert [work.versions[0].status_of(second, date.fromisoformat(day)) for day in days] == [
            Status.NOT_YET_IN_FORCE,
            Status.IN_FORCE,
            Status.IN_FORCE,
            Status.REPEALED,
        ]
        assert (
            work.versions[0].status_of(regkit.Address.parse("第二十条"), date(2022, 1, 1)) is Status.IN_FORCE
        )

    @pytest.mark.parametrize(
        ("rule", "known"),
        [("本条例自公布之日起施行。", True), ("本条例自另行公布的日期起施行。", False)],
    )
    def test_a_text_in_force_from_promulgation_has_that_date(
        self, tmp_path: Path, rule: str, known: bool
    ) -> None:
        work = self.work(
            tmp_path,
            f'[[version]]\nadopted = 2020-01-01\npromulgated = 2020-02-01\nin_force_rule = "{rule}"\n',
        )
        assert work.versions[0].day(DateKind.IN_FORCE) == (date(2020, 2, 1) if known else None)
        assert work.state("2020-02-01").applies is known
        assert (work.state("2030-02-01").status is Status.PENDING) is not known

    def test_a_title_within_a_title_has_single_marks(self) -> None:
        assert quoted("关于修改《示范条例》的决定") == "《关于修改〈示范条例〉的决定》"

    def test_a_version_that_expired_without_a_successor_is_no_longer_in_force(self, tmp_path: Path) -> None:
        work = self.work(
            tmp_path, "[[version]]\nadopted = 2010-01-01\nin_force = 2010-01-01\nexpired = 2020-01-01\n"
        )
        assert work.at("2019-12-31") is work.versions[0]
        assert work.at("2020-01-01") is None
        assert work.status_of(work.versions[0], "2020-01-01").status is Status.REPEALED

    def test_a_version_of_which_only_the_promulgation_is_known(self, tmp_path: Path) -> None:
        work = self.work(tmp_path, '[[version]]\npromulgated = 1993-12-26\nkind = "制定"\n')
        assert describe(work.versions[0]) == "1993年12月26日公布"
        assert work.at("1993-12-26", by="公布") is work.versions[0]
        assert work.perhaps_at("1993-12-26") is work.versions[0]

    def test_the_timeline_names_the_cause_of_each_event(self, law: regkit.Work) -> None:
        events = [(str(event.day), event.kind.value, event.cause) for event in law.timeline]
        assert ("2018-04-26", "通过", "《关于废止和修改72部地方性法规的决定》") in events
        # The days on which they came into force and ended are not recorded.
        assert {kind for _, kind, _ in events} == {"通过"}
        (example,) = Library(ROOT / "examples")
        ends = [(str(event.day), event.cause) for event in example.timeline if event.kind is DateKind.EXPIRED]
        assert ends == [
            ("2020-05-01", "被2020年3月27日修正的文本取代"),
            ("2024-10-01", "被2024年6月28日修订的文本取代"),
        ]

    @pytest.mark.parametrize(
        ("spoil", "line", "key"),
        [
            ('colour = "red"\n', 3, "version.第1个.colour"),
            ('source = { document = "x", sha256 = "12" }\n', 3, "version.第1个.source.sha256"),
            (
                '\n# 说明\n[[version.provision]]\naddress = "第零条"\n',
                6,
                "version.第1个.provision.第1个.address",
            ),
        ],
    )
    def test_a_mistake_in_work_toml_is_reported_with_line_and_key(
        self, tmp_path: Path, spoil: str, line: int, key: str
    ) -> None:
        with pytest.raises(LibraryError) as caught:
            self.work(tmp_path, f"[[version]]\nadopted = 2010-01-01\n{spoil}")
        assert f"第 {line + 1} 行 {key}" in str(caught.value) or f"第 {line} 行 {key}" in str(caught.value)


def test_a_library_behaves_like_a_mapping(tmp_path: Path) -> None:
    library = regkit.Library(ROOT / "statutes")
    work = library["黑龙江省促进中小企业发展条例"]
    assert "黑龙江省促进中小企业发展条例" in library
    assert work.id in library
    assert work in library
    assert "示范市没有的条例" not in library
    assert 3 not in library
    assert library.get(work.id) is work
    assert library.get("示范市没有的条例") is None
    assert len(library) == len(list(library)) == len(library.works)
    with pytest.raises(regkit.WorkNotFoundError, match="没有“示范市没有的条例”") as raised:
        library["示范市没有的条例"]
    assert isinstance(raised.value, KeyError)
    with pytest.raises(TypeError, match="must be a string, not 0"):
        library[0]  # type: ignore[index]  # as a loop over integer indexes would
    assert repr(library) == f"Library({str(ROOT / 'statutes')!r}, {len(library)} works)"
    assert len(repr(work)) < 100
    assert f"《{work.title}》" in library
    assert library[f"《{work.title}》"] is work
    assert f"《{work.title}" not in library
    assert repr(regkit.History(work)) == f"History('{work.id}', {len(regkit.History(work).texts)} texts)"
    shown = work.state("2022-06-01")
    assert "\n" not in repr(shown)
    assert len(repr(shown)) < 100
    assert all(len(repr(version)) < 120 for version in work.versions)
