"""The built site of this repository: links resolve, laws are complete, and files and data agree with the library."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from lxml import etree, html

import regkit
from regkit import Library
from regkit.library import today
from tests.conftest import ROOT
from tests.sites import EXAMPLE, EXAMPLE_PAGE, KINDS, LAW, SEED_PAGE, read_page, read_pages, text_of

LAWS = tuple(Library(ROOT / "statutes"))
WORKS = (*LAWS, *Library(ROOT / "examples"))
TEXTS = [(work, version) for work in WORKS for version in work.versions if version.statute]
ATOM = "{http://www.w3.org/2005/Atom}"


def _path(work: regkit.Work, version: regkit.Version, suffix: str = ".html") -> str:
    return f"{'examples' if work.facts.fictional else 'statutes'}/{work.id}/{version.dated}{suffix}"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, html.HtmlElement]:
    return read_pages(site)


def _addresses_in(page: html.HtmlElement) -> list[str]:
    """Every address in a page, and those that its scripts build."""
    addresses = [str(address) for address in page.xpath("//@href | //@src")]
    addresses += [
        str(content).partition("url=")[2] for content in page.xpath("//meta[@http-equiv='refresh']/@content")
    ]
    addresses += [f"#{anchor}" for anchors in page.xpath("//@data-shown") for anchor in str(anchors).split()]
    addresses += [f"#{anchor}" for anchor in page.xpath("//label/@for | //@aria-labelledby")]
    addresses += [f"#{anchor}" for anchor in page.xpath("//select[@data-rk]/option/@value") if anchor]
    for text in page.xpath("//template[@id='rk-applied']/text()"):
        addresses += [provision["path"] for provision in json.loads(text) if provision["path"]]
    for text in page.xpath("//template[@id='rk-page']/text()"):
        page_data = json.loads(text)
        addresses += [address for address in (page_data["history"], page_data["compare"]) if address]
        addresses += [f"{page_data['references']}#to-{cited}" for cited in page_data["cited"]]
        if page_data["history"]:
            articles = page.xpath("//*[contains(@class, 'rk-article')]/@id")
            addresses += [f"{page_data['history']}#v{page_data['dated']}-{article}" for article in articles]
    return addresses


def test_every_link_and_anchor_resolves(pages: dict[Path, html.HtmlElement]) -> None:
    anchors = {path: {str(value) for value in page.xpath("//@id")} for path, page in pages.items()}
    broken, followed = [], 0
    for path, page in pages.items():
        if path.name == "404.html":
            continue  # its links start at the root of the site, wherever the site is published
        for href in _addresses_in(page):
            parts = urlsplit(href)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            anchor = unquote(parts.fragment)
            followed += 1
            if not target.is_file() or (anchor and anchor != "__skip" and anchor not in anchors[target]):
                broken.append((path.name, href))
    assert broken == []
    assert followed > 3000


def test_pages_load_nothing_from_other_hosts(site: Path, pages: dict[Path, html.HtmlElement]) -> None:
    for path, page in pages.items():
        fetched = page.xpath(
            "//script/@src | //img/@src | //iframe/@src | //link[not(@rel='canonical')]/@href"
        )
        if not page.xpath("//article//*[contains(@class, 'headerlink')]"):  # the guides may name other sites
            fetched += page.xpath("//a/@href")
        assert [str(url) for url in fetched if urlsplit(str(url)).netloc] == [], path
    for sheet in site.rglob("*.css"):
        urls = re.findall(r"(?:url\(|@import\s+)['\"]?([^'\")]+)", sheet.read_text("utf-8"))
        assert [url for url in urls if url.startswith(("http:", "https:", "//"))] == [], sheet


def test_no_anchor_occurs_twice_on_a_page(pages: dict[Path, html.HtmlElement]) -> None:
    for path, page in pages.items():
        ids = [str(value) for value in page.xpath("//@id")]
        assert len(ids) == len(set(ids)), path


@pytest.mark.parametrize(
    ("work", "version"), TEXTS, ids=lambda value: getattr(value, "id", None) or value.dated
)
def test_the_page_of_a_law_has_its_whole_text_in_order_and_an_anchor_for_every_provision(
    site: Path, work: regkit.Work, version: regkit.Version
) -> None:
    statute = version.statute
    assert statute is not None
    page = read_page(site / _path(work, version))
    (law,) = page.xpath("//*[@class='rk-law']")
    shown = (statute.title or "") + law.text_content()
    assert regkit.without_whitespace(shown) == regkit.without_whitespace(regkit.to_text(statute))
    anchors = [str(anchor) for anchor in law.xpath(".//@id")]
    assert anchors == [address.eid for address, _ in statute.walk()]
    for address, provision in statute.walk():
        (element,) = law.xpath(f".//*[@id='{address.eid}']")
        heading = provision.heading or ""
        words = heading if provision.level <= regkit.Level.ARTICLE else provision.text
        shown_provision = regkit.without_whitespace(element.text_content())
        assert shown_provision == regkit.without_whitespace((provision.label or "") + words), address


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.id)
def test_every_version_shows_its_status_and_links_to_the_one_in_force(site: Path, work: regkit.Work) -> None:
    current = work.at(today())
    for version in work.versions:
        page = read_page(site / _path(work, version))
        version_status = work.status_of(version, today())
        (badge,) = page.xpath("//p[@class='rk-state']/span[contains(@class, 'rk-status')]")
        assert badge.text_content() == version_status.status.value
        day = f"截至{today().year}年{today().month}月{today().day}日"
        assert day in text_of(page.xpath("//p[@class='rk-state']")[0])
        banners = page.xpath("//*[contains(@class, 'rk-banner')]")
        if version_status.status is regkit.Status.IN_FORCE:
            assert banners == []
            continue
        (banner,) = banners
        assert text_of(banner).startswith(version_status.status.value)
        assert current is not None
        assert banner.xpath(".//a/@href") == [f"{current.dated}.html"]


def test_the_page_of_a_law_lists_its_facts_and_names_unrecorded_ones(site: Path) -> None:
    page = read_page(site / SEED_PAGE)
    facts = {
        text_of(row[0]): text_of(row[1]) for row in page.xpath("//*[contains(@class, 'rk-facts')]/dl/div")
    }
    assert facts["效力级别"] == "地方性法规"
    assert facts["制定机关"] == "黑龙江省人民代表大会常务委员会"
    assert facts["通过"] == "2022年5月13日，黑龙江省第十三届人民代表大会常务委员会第三十三次会议"
    assert facts["施行日期"] == "“本条例自公布之日起施行。”，2022年5月13日至2026年11月23日之间的一天"
    assert "未见废止记录，没有核对记录" in facts["时效性"]
    assert facts["上位法"] == "《中华人民共和国中小企业促进法》"
    assert facts["废止"] == "2011年12月8日通过的文本（第六十条）"
    assert facts["条数"] == "60 条"
    sha256 = json.loads((site / "api/works/heilongjiang-sme-promotion.json").read_bytes())["versions"][-1][
        "sha256"
    ]
    assert facts["文本校验值（SHA-256）"] == sha256


def test_a_version_without_text_explains_how_to_add_it(site: Path) -> None:
    for work in WORKS:
        for version in work.versions:
            if version.statute is None:
                page = text_of(read_page(site / _path(work, version)))
                assert "文本未收录" in page
                assert f"--work {work.id} --date {version.dated}" in page
    outlined = text_of(read_page(site / KINDS["version with an outline"]))
    assert "共 61 条，分为 10 章" in outlined


def test_examples_are_labelled_and_kept_apart_from_laws(
    pages: dict[Path, html.HtmlElement], site: Path
) -> None:
    for path, page in pages.items():
        location = path.relative_to(site).as_posix()
        (content,) = page.xpath("//article")
        if location.startswith("examples/") and path.name != "latest.html":
            assert page.xpath("//article//*[contains(@class, 'rk-fictional')]"), location
            assert "虚构示例" in page.findtext(".//title"), location
            assert not page.xpath("//script[@type='application/ld+json']"), location
        elif location.startswith(("statutes/", "glossary/", "cited/")) or location == "index.html":
            assert "云汀" not in content.text_content(), location
            assert not page.xpath("//article//*[contains(@class, 'rk-fictional')]"), location
    assert "云汀" not in (site / "feed.xml").read_text("utf-8")


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.id)
def test_latest_html_leads_to_the_version_in_force(site: Path, work: regkit.Work) -> None:
    current = work.at(today())
    assert current is not None
    redirect = read_page((site / _path(work, current)).with_name("latest.html"))
    assert redirect.xpath("//meta[@http-equiv='refresh']/@content") == [f"0; url={current.dated}.html"]
    assert redirect.xpath("//a[@id='rk-goto']/@href") == [f"{current.dated}.html"]


@pytest.mark.parametrize(
    ("work", "version"), TEXTS, ids=lambda value: getattr(value, "id", None) or value.dated
)
def test_every_download_reads_back_as_the_same_text(
    site: Path, work: regkit.Work, version: regkit.Version
) -> None:
    page = site / _path(work, version)
    targets = [str(href) for href in read_page(page).xpath("//a[@download]/@href")]
    assert {Path(target).suffix for target in targets} == {".docx", ".txt", ".xml", ".json"}
    assert version.statute is not None
    for target in targets:
        read = regkit.load(page.parent / target)
        if target.endswith(".docx"):
            assert read.title == work.title, "downloads contain the title"
            read = replace(read, title=version.statute.title)
        assert read == version.statute, target


def _read(path: Path) -> Any:
    return json.loads(path.read_bytes())


def test_the_api_agrees_with_the_library(site: Path) -> None:
    index = _read(site / "api/index.json")
    assert index["day"] == str(today())
    assert [entry["id"] for entry in index["works"]] == [work.id for work in WORKS]
    for entry, work in zip(index["works"], WORKS, strict=True):
        work_data = _read(site / entry["data"])
        current = work.at(today())
        assert work_data["schema"] == "regkit.api.work/1"
        assert work_data["current"] == entry["current"] == (str(current.dated) if current else None)
        assert (work_data["title"], work_data["fictional"]) == (work.title, work.facts.fictional)
        assert (site / work_data["page"]).is_file()
        for data, version in zip(work_data["versions"], work.versions, strict=True):
            assert data["dated"] == str(version.dated)
            assert data["status"] == work.status_of(version, today()).status.value
            assert data["adopted"] == (str(version.adopted) if version.adopted else None)
            assert data["identifier"] == f"eli/cn/{work.id}/{version.dated:%Y/%m/%d}"
            assert (site / data["page"]).is_file()
            assert (data["text"] is None) == (version.statute is None)
            if data["text"]:
                assert regkit.load(site / data["text"]) == version.statute
        for pair in work_data["comparisons"]:
            assert (site / pair["page"]).is_file()
            texts = {str(version.dated): version.statute for version in work.versions}
            old, new = texts[pair["old"]], texts[pair["new"]]
            assert regkit.from_json_diff((site / pair["data"]).read_bytes()) == regkit.compare(old, new)


def test_the_feed_is_atom_with_the_newest_version_first(site: Path) -> None:
    feed = etree.parse(str(site / "feed.xml")).getroot()
    assert feed.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated", "author"):
        assert len(feed.findall(ATOM + name)) == 1
    entries = feed.findall(f"{ATOM}entry")
    days = [datetime.fromisoformat(str(entry.findtext(f"{ATOM}updated"))) for entry in entries]
    assert days == sorted(days, reverse=True)
    assert len(entries) == sum(len(work.versions) for work in LAWS)
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)
    for entry in entries:
        (link,) = entry.findall(f"{ATOM}link")
        assert (site / str(link.get("href"))).is_file()


def test_linked_data_states_the_version_and_its_legal_force(site: Path) -> None:
    def data(path: str) -> Any:
        (script,) = read_page(site / path).xpath("//script[@type='application/ld+json']/text()")
        return json.loads(script)

    legislation = data(SEED_PAGE)
    assert (legislation["@context"], legislation["@type"]) == ("https://schema.org", "Legislation")
    assert legislation["legislationIdentifier"] == "eli/cn/heilongjiang-sme-promotion/2022/05/13"
    assert legislation["legislationLegalForce"] == "https://schema.org/InForce"
    assert legislation["legislationDate"] == "2022-05-13"
    assert "datePublished" not in legislation, "the day of promulgation is not recorded"
    assert len(legislation["hasPart"]) == 60
    old = data(f"{LAW}/2011-12-08.html")
    assert old["legislationLegalForce"] == "https://schema.org/NotInForce"
    law = data("statutes/prc-sme-promotion-law/2002-06-29.html")
    assert law["temporalCoverage"] == "2003-01-01/2017-12-31"


def test_every_page_has_a_unique_title_a_description_and_one_heading(
    pages: dict[Path, html.HtmlElement],
) -> None:
    titles: dict[str, Path] = {}
    for path, page in pages.items():
        if path.name in ("404.html", "latest.html"):
            continue
        (title,) = page.xpath("//head/title")
        titles.setdefault(title.text_content(), path)
        assert titles[title.text_content()] == path, "two pages have one title"
        assert len(page.xpath("//head/meta[@name='description']")) == 1, path
        assert len(page.xpath("//h1")) == 1, path
    assert titles


def test_a_page_loads_few_files(site: Path) -> None:
    page = read_page(site / SEED_PAGE)
    loaded = [*page.xpath("//script/@src"), *page.xpath("//link[@rel='stylesheet']/@href")]
    names = [str(address).rpartition("/")[2] for address in loaded if "assets/regkit/" in address]
    assert sorted(names) == ["reading.js", "regkit.css", "search.js", "theme.css"]
    assert len(loaded) == 5, "the four files above and the script of the theme"


def test_the_page_of_a_law_is_light(site: Path) -> None:
    page = read_page(site / SEED_PAGE)
    loaded = [*page.xpath("//script/@src"), *page.xpath("//link[@rel='stylesheet']/@href")]
    files = [site / SEED_PAGE, *((site / SEED_PAGE).parent / str(address) for address in loaded)]
    weights = {path.name: path.stat().st_size for path in files}
    assert sum(weights.values()) <= 300_000, weights


def test_the_status_of_the_example_follows_the_day_of_the_build(site: Path) -> None:
    # The text of 2016 has been amended, and that of 2024 is in force for any build from October 2024 on.
    assert today() > date(2024, 10, 1)
    assert "已被修改" in text_of(read_page(site / f"{EXAMPLE}/2016-09-22.html"))
    assert "现行有效" in text_of(read_page(site / EXAMPLE_PAGE))


def test_everybody_who_has_duties_is_listed_with_the_law(site: Path) -> None:
    page = read_page(site / "actors/index.html")
    actors = {text_of(entry.xpath("./span[1]")[0]): entry for entry in page.xpath("//*[@id='rk-actors']//li")}
    law = regkit.Library(ROOT / "statutes")["heilongjiang-sme-promotion"].at(today())
    assert law is not None
    assert law.statute is not None
    groups = regkit.group_by_actor(regkit.find_duties(law.statute))
    assert set(actors) == set(groups) - {""}
    (link,) = actors["中小企业"].xpath(".//a")
    assert text_of(link) == f"《黑龙江省促进中小企业发展条例》（{len(groups['中小企业'])}）"
    path, _, anchor = str(link.get("href")).partition("#")
    (heading,) = read_page(site / "actors" / path).xpath(f"//*[@id='{anchor}']")
    assert text_of(heading).startswith("中小企业")
    letters = [str(letter) for letter in page.xpath("//nav[@aria-label='按首字母']//a/text()")]
    assert letters == sorted(letters)
    assert letters.index("X") > letters.index("G")


def test_the_page_for_wrong_addresses_is_in_chinese_and_links_home(site: Path) -> None:
    article = read_page(site / "404.html").xpath("//article")[0]
    assert "没有这个网页" in text_of(article)
    assert [str(address).rpartition("/")[2] for address in article.xpath(".//a/@href")] == ["index.html"]
