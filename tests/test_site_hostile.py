"""A library in which every word is an attack: the site shows the words and runs none of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from lxml import etree, html
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

import regkit
from tests.conftest import ROOT, Open, serve
from tests.sites import PHONE, build, make_project, read_pages

MARKUP = (
    "<script>alert(1)</script>",
    "*a* _b_ `c`",
    "|",
    "{{ 7*7 }}",
    "{% raw %}",
    "[x](y)",
    "</script><script>alert(2)</script>",
    "\"'><img src=x onerror=alert(3)>",
    "&lt;",
    "</template></p></article><b>",
    "\u2028",
    "\u202e",
    "<time data-rk-day></time>",
    "<!--",
)
ALL = "甲" + "".join(MARKUP) + "乙"
# A fact must be one line without invisible characters.
FACT = ALL.replace("\u2028", "").replace("\u202e", "")
TITLE = f"云集市{MARKUP[0]}*a*{MARKUP[3]}市集条例"
OTHER = f"云集市{MARKUP[7]}|{MARKUP[5]}{MARKUP[6]}摊位办法"
LONG = "长" * 30_000
DAYS = ("2016-03-01", "2020-03-01", "2024-03-01")


def _text(title: str, cited: str, version: int) -> str:
    """A text that differs from version to version in nearly every provision."""
    return "\n".join(
        (
            title,
            f"（{DAYS[version]}{MARKUP[0]}{MARKUP[3]}通过）",
            f"第一章　总则{ALL}",
            f"第一条　为了规范{ALL}集市，第{version}次制定本条例。",
            f"第二条　本条例所称“集市<b>{MARKUP[3]}”，是指{ALL}的场所；以下简称“{MARKUP[0]}”。",
            f"摊主{ALL}应当听从集市<b>{MARKUP[3]}{'的' * version}劝告。",
            f"第三条　依照《{cited}》第一条、《{MARKUP[0]}{MARKUP[5]}法》第二条和本条例第一条办理，不得{ALL}：",
            f"（一）摆放{ALL}第{version}种；",
            *(
                f"（{number}）第{number}项{markup}；"
                for number, markup in zip("二三四五", MARKUP, strict=False)
            ),
            f"（六）{ALL}。",
            f"第四条　收费标准第{version}版：",
            f"|摊位{MARKUP[0]}|费用{MARKUP[3]}|",
            "|---|---|",
            f"|大{MARKUP[7]}|{version}元&lt;|",
            "\t小\t[x](y)\t",
            f"第五条　{LONG}{version}。",
            *([f"第六条　新增的{ALL}条文。"] if version else []),
            f"第{'六七七'[version]}条　本条例自{DAYS[version]}起施行{ALL}。",
        )
    )


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of two works with three versions each, all full of hostile words."""
    settings = (ROOT / "mkdocs.yml").read_text("utf-8").partition("\nnav:")[0]
    project = make_project(
        tmp_path_factory.mktemp("hostile"), settings.replace("      examples: examples\n", ""), works=()
    )
    for name, title, cited in (("one", TITLE, OTHER), ("two", OTHER, TITLE)):
        folder = project / "statutes" / name
        folder.mkdir(parents=True)
        words = json.dumps(FACT, ensure_ascii=False)
        lines = [
            f"title = {json.dumps(title, ensure_ascii=False)}",
            f"rank = {words}",
            f"authority = {words}",
        ]
        for number, day in enumerate(DAYS):
            (folder / f"{day}.txt").write_text(_text(title, cited, number), "utf-8")
            lines += ["[[version]]", f"adopted = {day}", f'kind = "{("制定", "修正", "修订")[number]}"']
            lines += [f"adopted_by = {words}", f"decision = {words}", f"in_force = {day}"]
            lines += ["[version.source]", f"document = {words}"]
        (folder / "work.toml").write_text("\n".join(lines), "utf-8")
    return build(project, day=date(2026, 11, 23))


@pytest.fixture(scope="module")
def pages(hostile: Path) -> dict[str, html.HtmlElement]:
    return {path.relative_to(hostile).as_posix(): page for path, page in read_pages(hostile).items()}


def test_every_kind_of_page_was_built(pages: dict[str, html.HtmlElement]) -> None:
    for name in ("one", "two"):
        folder = f"statutes/{name}"
        for path in (
            "index",
            "latest",
            "history",
            "duties",
            "references",
            *DAYS,
            f"compare/{DAYS[0]}_{DAYS[1]}",
        ):
            assert f"{folder}/{path}.html" in pages
    assert {"glossary/index.html", "cited/index.html", "statutes/index.html"} <= set(pages)


def test_no_word_of_a_law_becomes_markup(pages: dict[str, html.HtmlElement]) -> None:
    harmless = pages["404.html"]
    scripts = {
        script.get("src") or script.text
        for script in harmless.xpath("//script")
        if "alert" not in (script.text or "")
    }
    names = {Path(script).name for script in scripts if script and len(script) < 200} | {"reading.js"}
    for path, page in pages.items():
        for script in page.xpath("//script"):
            if script.get("src"):
                assert Path(script.get("src")).name in names, path
            elif script.get("type") in ("application/json", "application/ld+json"):
                json.loads(script.text)
            elif not script.get("id"):
                assert "alert" not in (script.text or ""), path
        assert page.xpath("//@*[starts-with(name(), 'on')] | //article//img | //article//em") == [], path
        assert page.xpath("//a/@href[. = 'y' or starts-with(., 'y/')] | //article//comment()") == [], path
        assert len(page.xpath("//article")) == 1, path
        assert len(page.xpath("//article//script[not(@type)]")) == 0, path
        ids = [str(anchor) for anchor in page.xpath("//@id")]
        assert len(ids) == len(set(ids)), path


def test_all_words_are_shown_as_written(pages: dict[str, html.HtmlElement], hostile: Path) -> None:
    for name in ("one", "two"):
        for number, day in enumerate(DAYS):
            statute = regkit.load(hostile / f"statutes/{name}/{day}.txt")
            page = pages[f"statutes/{name}/{day}.html"]
            (law,) = page.xpath("//*[@class='rk-law']")
            for address, provision in statute.walk():
                (element,) = law.xpath(f".//*[@id='{address.eid}']")
                words = provision.heading if provision.level < regkit.Level.ARTICLE else provision.text
                if not regkit.find_tables(provision.text):
                    shown = regkit.without_whitespace(element.text_content())
                    assert shown == regkit.without_whitespace((provision.label or "") + (words or "")), (
                        address
                    )
            assert regkit.without_whitespace(ALL) in regkit.without_whitespace(law.text_content())
            cells = [cell.text_content() for cell in law.xpath(".//tr/*")]
            assert f"摊位{MARKUP[0]}" in cells
            assert f"费用{MARKUP[3]}" in cells
            assert f"{number}元&lt;" in cells
            assert {"小", "[x](y)"} <= set(cells)
            facts = page.xpath("//*[contains(@class, 'rk-facts')]")[0].text_content()
            assert facts.count(FACT) >= 5
    for path in ("statutes/index.html", "index.html"):
        assert TITLE in pages[path].text_content(), path
        assert OTHER in pages[path].text_content(), path
    assert TITLE in pages["statutes/one/history.html"].text_content()
    assert OTHER in pages["cited/index.html"].text_content()
    # Angle brackets of any kind within a title are shown as title marks.
    assert "《〈script〉alert(1)〈/script〉[x](y)法》" in pages["cited/index.html"].text_content()
    compared = pages[f"statutes/one/compare/{DAYS[0]}_{DAYS[1]}.html"].text_content()
    assert compared.count("<script>alert(1)</script>") > 10


def test_titles_and_data_contain_the_words_unchanged(
    pages: dict[str, html.HtmlElement], hostile: Path
) -> None:
    page = pages[f"statutes/two/{DAYS[2]}.html"]
    assert page.findtext(".//title").startswith(OTHER)
    assert OTHER in str(page.xpath("//meta[@name='description']/@content")[0])
    (data,) = page.xpath("//script[@type='application/ld+json']/text()")
    assert json.loads(data)["name"] == OTHER
    work_data = json.loads((hostile / "api/works/two.json").read_bytes())
    assert (work_data["title"], work_data["rank"]) == (OTHER, FACT)
    titles = etree.parse(str(hostile / "feed.xml")).xpath(
        "//*[local-name()='entry']/*[local-name()='title']/text()"
    )
    assert sum(str(title).startswith(TITLE) for title in titles) == 3


@pytest.fixture(scope="module")
def address(hostile: Path) -> Iterator[str]:
    with serve(hostile) as running:
        yield running


# Reports every attack on the console, which the test reads.
_REPORT_ATTACKS = (
    "for (const name of ['alert', 'confirm', 'prompt']) window[name] = () => console.error('ATTACKED');"
)


@pytest.mark.browser
def test_no_attack_runs_in_a_browser(page: Open, address: str, pages: dict[str, html.HtmlElement]) -> None:
    browser = page("about:blank")
    script = browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": _REPORT_ATTACKS})
    try:
        for path in sorted(pages):
            if path.startswith("statutes/two"):  # these pages come last
                browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
            page(address + path)
            _touch_everything(browser)
            assert (
                browser.execute_script("return document.querySelectorAll('article img, article em').length")
                == 0
            )
            wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert browser.execute_script(wide) == 0, path
        page(f"{address}index.html")
        results = _search(browser, "alert")
        assert "<script>alert(1)</script>" in results
    finally:
        browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", script)


def _touch_everything(browser: webdriver.Chrome) -> None:
    """Open every preview and every menu of a page."""
    browser.execute_script(
        """for (const link of document.querySelectorAll('[data-rk-preview]:not(template), [data-shown]'))
            link.dispatchEvent(new PointerEvent('click', {pointerType: 'touch', bubbles: true, cancelable: true}));
        for (const handle of document.querySelectorAll('.rk-handle')) handle.click();
        for (const box of document.querySelectorAll('details')) box.open = true;"""
    )


def _search(browser: webdriver.Chrome, words: str) -> str:
    browser.execute_script("document.querySelector('[data-md-component=search-query]').focus()")
    browser.find_element(By.CSS_SELECTOR, "[data-md-component=search-query]").send_keys(words)
    results = "return document.querySelector('.md-search-result__list').textContent"
    return str(WebDriverWait(browser, 15).until(lambda b: b.execute_script(results).strip()))
