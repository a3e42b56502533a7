"""Works, their versions, and what was in force on a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import regkit
from regkit import Library, LibraryError, Status
from regkit.library import read_works
from tests.conftest import EXAMPLES, ROOT, SEED

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def law() -> regkit.Work:
    return Library(ROOT / "statutes")["黑龙江省促进中小企业发展条例"]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A library of one work with one text, to be spoiled."""
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


def test_the_regulation_carries_the_facts_of_its_adoption(law: regkit.Work) -> None:
    first, amended, current = law.versions
    assert [version.adopted for version in law.versions] == [
        date(2011, 12, 8),
        date(2018, 4, 26),
        date(2022, 5, 13),
    ]
    assert first.facts.adopted_by == "黑龙江省第十一届人民代表大会常务委员会第二十九次会议"
    assert amended.facts.kind is regkit.Kind.AMENDED
    assert current.facts.adopted_by == "黑龙江省第十三届人民代表大会常务委员会第三十三次会议"
    assert current.statute == regkit.load(SEED)
    assert first.statute is amended.statute is None
    assert law.facts.implements == ("prc-sme-promotion-law",)


def test_the_higher_law_is_there_without_its_texts() -> None:
    higher = Library(ROOT / "statutes")["prc-sme-promotion-law"]
    assert [(v.adopted, v.facts.kind.value, v.statute) for v in higher.versions] == [
        (date(2002, 6, 29), "制定", None),
        (date(2017, 9, 1), "修订", None),
    ]


def test_an_act_that_was_amended_and_then_repealed(law: regkit.Work) -> None:
    first, amended, current = law.versions
    assert law.standing(first, date(2015, 1, 1)).status is Status.IN_FORCE
    assert law.standing(first, date(2020, 1, 1)) == regkit.Standing(Status.AMENDED, amended)
    assert law.standing(first, TODAY) == regkit.Standing(Status.REPEALED, current)
    assert law.standing(amended, TODAY) == regkit.Standing(Status.REPEALED, current)
    assert law.standing(current, TODAY) == regkit.Standing(Status.IN_FORCE)
    assert [law.at(date(year, 1, 1)) for year in (2010, 2015, 2020, 2023)] == [None, first, amended, current]


def test_a_version_counts_from_its_entry_into_force(copy: Path) -> None:
    (work,) = Library(copy)
    first, second = work.versions
    assert work.at(date(2020, 5, 31)) is None
    assert work.standing(first, date(2020, 5, 31)).status is Status.NOT_YET_IN_FORCE
    assert work.at(date(2020, 6, 1)) is first
    assert work.at(date(2022, 2, 28)) is first
    assert work.at(date(2022, 3, 1)) is second


def test_what_is_not_recorded_is_not_passed_off_as_known(law: regkit.Work) -> None:
    assert not law.versions[2].effective_is_known
    assert law.versions[2].effective == date(2022, 5, 13)


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


def test_the_example_has_what_later_work_needs() -> None:
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
        ("[[version]]\nkind = '制定'", "第3个.adopted：缺少这一项"),
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
def test_a_text_that_does_not_belong_is_reported(copy: Path, name: str, text: str, words: str) -> None:
    (copy / "example" / name).write_text(text, "utf-8")
    with pytest.raises(LibraryError) as caught:
        list(Library(copy))
    assert name in str(caught.value)
    assert words in str(caught.value)


def test_a_work_toml_saved_by_notepad_is_read(copy: Path) -> None:
    file = copy / "example" / "work.toml"
    file.write_text(file.read_text("utf-8"), "utf-8-sig")
    assert Library(copy)["example"].title == "示范条例"


def test_texts_without_a_work_toml_do_not_vanish_unnoticed(copy: Path) -> None:
    (copy / "example" / "work.toml").rename(copy / "example" / "work.tml")
    with pytest.raises(LibraryError, match=r"没有 work\.toml"):
        list(Library(copy))


def test_a_link_that_leads_nowhere_is_no_missing_text(copy: Path) -> None:
    (copy / "example" / "2022-01-01.txt").symlink_to(copy / "nowhere")
    with pytest.raises(LibraryError, match="没有这个文件"):
        list(Library(copy))


def test_a_folder_name_that_would_break_links_is_refused(copy: Path) -> None:
    (copy / "example").rename(copy / "a#b")
    with pytest.raises(LibraryError, match="改名"):
        list(Library(copy))


def test_one_work_never_takes_the_place_of_another(copy: Path) -> None:
    with pytest.raises(LibraryError, match="同名"):
        read_works([copy, copy])


def test_an_unknown_name_is_answered_with_the_known_ones(copy: Path) -> None:
    with pytest.raises(LibraryError, match="已有：example"):
        Library(copy)["nothing"]


@pytest.mark.parametrize("name", ["../example", "/", "", ".", "example/../example", "a\nb"])
def test_a_name_cannot_lead_out_of_the_folder(copy: Path, name: str) -> None:
    (copy / "work.toml").write_text("", "utf-8")
    with pytest.raises(LibraryError, match="已有"):
        Library(copy)[name]


class TestAdding:
    text = regkit.parse("示范条例\n第一条　甲。\n（一）乙。")

    def test_a_listed_version_gets_its_text(self, copy: Path) -> None:
        path = Library(copy).add("示范条例", date(2022, 1, 1), self.text)
        assert path == copy / "example" / "2022-01-01.txt"
        (work,) = Library(copy)
        assert work.versions[1].statute == self.text

    def test_a_text_that_is_there_stays_unless_it_shall_be_replaced(self, copy: Path) -> None:
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

    def test_nothing_is_written_for_what_does_not_belong(self, copy: Path) -> None:
        with pytest.raises(LibraryError, match="没有 2021-01-01"):
            Library(copy).add("example", date(2021, 1, 1), self.text)
        with pytest.raises(LibraryError, match="标题"):
            Library(copy).add("example", date(2022, 1, 1), regkit.parse("别的条例\n第一条　甲。"))
        assert sorted(path.name for path in (copy / "example").iterdir()) == ["2020-01-01.txt", "work.toml"]
