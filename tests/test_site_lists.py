"""Lists of the site: their order and their letters."""

from __future__ import annotations

from datetime import date

import pytest
from lxml import etree

from regkit.library import Version, VersionFacts, Work, WorkFacts
from regkit.site import Catalogue, Templates
from regkit.site.feeds import feed
from regkit.site.letters import in_order, letter_of, order_of
from regkit.site.listings import all_works_item

TODAY = date(2026, 11, 23)


def work(name: str, *days: date, rank: str | None = None) -> Work:
    versions = tuple(Version(VersionFacts(adopted=day), None) for day in days or (date(2020, 1, 1),))
    facts = WorkFacts(title=name, rank=rank, version=tuple(version.facts for version in versions))
    return Work(name, facts, versions)


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("阿", "A"),
        ("渡口", "D"),
        ("座", "Z"),
        ("api", "A"),
        ("亍", "其他"),
        ("镕", "其他"),
        ("1", "其他"),
        ("", "其他"),
    ],
)
def test_a_name_is_listed_under_the_pinyin_letter_of_its_first_character(name: str, letter: str) -> None:
    """The letter comes from GB 2312, which orders common characters by pinyin and rarer ones by radical."""
    assert letter_of(name) == letter


def test_names_are_sorted_by_pinyin_and_names_without_a_letter_come_last() -> None:
    assert sorted(["座位", "渡口", "阿姨", "渡船"], key=order_of) == ["阿姨", "渡船", "渡口", "座位"]
    assert in_order({"Z", "其他", "A", "X"}) == ["A", "X", "Z", "其他"]


def test_works_are_listed_by_rank_in_the_order_of_the_legislation_law() -> None:
    ranks = [None, "地方政府规章", "党内法规", "地方性法规", "行政法规", "法律", "宪法", "司法解释"]
    works = [work(f"work-{number}", rank=rank) for number, rank in enumerate(ranks)]
    page = all_works_item(Catalogue(works, TODAY, Templates())).make()
    assert [heading.title for heading in page.headings] == [
        "宪法",
        "法律",
        "行政法规",
        "地方性法规",
        "司法解释",
        "地方政府规章",
        "党内法规",
        "效力级别未收录",
    ]


def test_the_feed_has_the_latest_hundred_versions_newest_first() -> None:
    many = [work(f"work-{year}", date(year, 1, 1), date(year, 7, 1)) for year in range(1950, 2020)]
    root = etree.fromstring(feed(Catalogue(many, TODAY, Templates())))
    atom = "{http://www.w3.org/2005/Atom}"
    days = [entry.findtext(f"{atom}updated") for entry in root.iter(f"{atom}entry")]
    assert len(days) == 100
    assert days == sorted(days, reverse=True)
    assert days[0] == root.findtext(f"{atom}updated") == "2019-07-01T00:00:00+08:00"
