"""The site in a real browser, as readers use it."""

from __future__ import annotations

import base64
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

import regkit
from tests.conftest import ROOT, SEED, Open
from tests.sites import COMPARISON, DARK, EXAMPLE_PAGE, KINDS, LAW, PHONE, SEED_PAGE

pytestmark = pytest.mark.browser


def _wait(browser: webdriver.Chrome, condition: Callable[[webdriver.Chrome], Any]) -> Any:
    return WebDriverWait(browser, 15).until(condition)


def _search(browser: webdriver.Chrome, words: str) -> list[str]:
    """Type the words and return the URLs of all results, once the list no longer changes."""
    box = browser.find_element(By.CSS_SELECTOR, "input.md-search__input")
    browser.execute_script(
        "document.querySelector('[data-md-toggle=search]').checked || arguments[0].focus()", box
    )
    box.send_keys(words)
    seen: list[list[str]] = [[]]

    def at_rest(_: webdriver.Chrome) -> bool:
        seen.append(_results(browser))
        return bool(seen[-1]) and len(seen) > 3 and seen[-1] == seen[-2] == seen[-3]

    _wait(browser, at_rest)
    return seen[-1]


def _results(browser: webdriver.Chrome) -> list[str]:
    # In one script call, because the list is rebuilt after every key.
    hrefs = browser.execute_script(
        "return [...document.querySelectorAll('a.md-search-result__link')].map(link => link.href)"
    )
    return [str(href) for href in hrefs]


def _follow(browser: webdriver.Chrome, href: str) -> None:
    script = """[...document.querySelectorAll('a.md-search-result__link')]
        .find(link => link.href === arguments[0]).click()"""
    browser.execute_script(script, href)


def _on_screen(browser: webdriver.Chrome, anchor: str) -> bool:
    """Whether the beginning of the provision is visible, below the header and above the lower edge."""
    return bool(
        browser.execute_script(
            """const box = document.getElementById(arguments[0]).getBoundingClientRect();
            const seen = document.elementFromPoint(box.left + 40, box.top + 12);
            return box.top > 0 && box.top < innerHeight - 40
                && document.getElementById(arguments[0]).contains(seen);""",
            anchor,
        )
    )


def test_search_finds_words_inside_sentences_and_leads_to_the_article(
    page: Open,
) -> None:
    browser = page("index.html")
    results = _search(browser, "融资担保")
    assert SEED_PAGE in results[0], "the law in force comes first"
    articles = {href.partition("#")[2] for href in results if SEED_PAGE in href}
    assert articles == {"", "art_46"}, "no other article has the whole word"
    _follow(browser, next(href for href in results if href.endswith("#art_46")))
    _wait(browser, lambda b: b.current_url.endswith("#art_46") and SEED_PAGE in b.current_url)
    _wait(browser, lambda b: _on_screen(b, "art_46"))
    marked = _wait(browser, lambda b: [m.text for m in b.find_elements(By.CSS_SELECTOR, "article mark")])
    assert set(marked) == {"融资担保"}


@pytest.mark.parametrize("words", ["第23条", "第二十三条", "23条", "第23条第3项"])
def test_an_article_is_found_by_its_number_in_every_notation(page: Open, words: str) -> None:
    results = _search(page("index.html"), words)
    anchors = [href.partition("#")[2] for href in results]
    assert SEED_PAGE in results[0]
    assert anchors[:2] in (["", "art_23"], ["art_23", ""])


def test_search_and_links_work_when_the_site_is_opened_from_a_disk(page: Open, site: Path) -> None:
    browser = page((site / "index.html").as_uri())
    results = _search(browser, "摊派财物")
    assert SEED_PAGE in results[0]
    browser.get((site / SEED_PAGE).as_uri() + "#art_23__para_1__point_3")
    _wait(browser, lambda b: _on_screen(b, "art_23__para_1__point_3"))


@pytest.mark.parametrize(
    "path", [f"{SEED_PAGE}#art_40__para_2", f"{EXAMPLE_PAGE}#art_30", f"{EXAMPLE_PAGE}#chp_3"]
)
def test_a_link_to_a_provision_shows_it(page: Open, path: str) -> None:
    browser = page(path)
    _wait(browser, lambda b: _on_screen(b, path.partition("#")[2]))


def test_the_banner_of_an_example_stays_in_sight(page: Open) -> None:
    browser = page(f"{EXAMPLE_PAGE}#art_30")
    banner = browser.find_element(By.CSS_SELECTOR, ".rk-fictional")
    assert "虚构示例" in banner.text
    assert browser.execute_script(
        "const box = arguments[0].getBoundingClientRect(); return box.top >= 0 && box.bottom < innerHeight",
        banner,
    )


def test_no_page_needs_sideways_scrolling_on_a_phone(page: Open) -> None:
    browser = page("about:blank")
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
    script = """const root = document.documentElement, title = document.querySelector('article h1');
        return [root.scrollWidth - root.clientWidth, title.getBoundingClientRect().left >= 12]"""
    assert {kind: page(path).execute_script(script) for kind, path in KINDS.items()} == {
        kind: [0, True] for kind in KINDS
    }


def test_the_drawer_on_a_phone_opens_leads_to_provisions_and_closes(page: Open) -> None:
    browser = page("about:blank")
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
    page(SEED_PAGE)
    sidebar = browser.find_element(By.CSS_SELECTOR, ".rk-sidebar")
    inside = (
        "const box = arguments[0].getBoundingClientRect(); return box.left >= 0 && box.right <= innerWidth"
    )
    assert not browser.execute_script(inside, sidebar)
    browser.find_element(By.CSS_SELECTOR, ".md-header label[for=__drawer]").click()
    _wait(browser, lambda b: b.execute_script(inside, sidebar))
    names = {link.text for link in sidebar.find_elements(By.CSS_SELECTOR, ".rk-sitemap a")}
    assert {"首页", "法规", "使用说明"} <= names, "the drawer has the links of the site"
    link = sidebar.find_element(By.CSS_SELECTOR, ".rk-toc a[href='#art_40']")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", link)
    link.click()
    _wait(browser, lambda b: not b.execute_script(inside, sidebar) and _on_screen(b, "art_40"))
    browser.find_element(By.CSS_SELECTOR, ".md-header label[for=__drawer]").click()
    _wait(browser, lambda b: b.execute_script(inside, sidebar))
    browser.execute_script("document.querySelector('.md-overlay').click()")
    _wait(browser, lambda b: not b.execute_script(inside, sidebar))


def test_the_dark_site_is_dark_and_readable(page: Open) -> None:
    browser = page("about:blank")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", DARK)
    browser = page(SEED_PAGE)
    behind = "return getComputedStyle(document.body).backgroundColor"
    assert max(int(channel) for channel in re.findall(r"\d+", browser.execute_script(behind))[:3]) < 80
    for selector in HARD_TO_READ:
        assert _contrast(browser, selector) >= 4.5, selector


# Small, coloured or pale text, which is hardest to read.
HARD_TO_READ = ("#art_1__para_1", "#art_1", ".rk-facts dd", ".rk-facts dt", ".rk-status", ".rk-state", ".rk-as-of", ".rk-tool",
        ".rk-law a.rk-cite", ".rk-toc a", ".rk-crumbs", ".rk-versions small", ".rk-source")  # fmt: skip


def test_text_has_the_contrast_that_accessibility_asks_for(page: Open) -> None:
    browser = page(SEED_PAGE)
    for selector in (*HARD_TO_READ, ".md-tabs__link"):
        assert _contrast(browser, selector) >= 4.5, selector


def test_a_print_shows_the_law_without_the_controls_of_the_site(page: Open) -> None:
    browser = page("about:blank")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    tools = """return [...document.querySelectorAll(`.md-header, .md-tabs, .md-sidebar, .headerlink, .md-footer, button, select,
        input:not([type=checkbox]), .rk-crumbs, .rk-tools, .rk-filters, .rk-handle, .rk-popup, .rk-toast, .rk-search, .md-search`)]
        .filter((each) => each.checkVisibility()).map((each) => each.className || each.outerHTML)"""
    shown = {kind: page(path).execute_script(tools) for kind, path in KINDS.items()}
    assert shown == {kind: [] for kind in KINDS}
    page(SEED_PAGE)
    assert browser.find_element(By.ID, "art_60__para_1").is_displayed()


def test_a_print_of_a_law_is_complete_and_states_its_status(page: Open) -> None:
    browser = page(SEED_PAGE)
    printed = browser.execute_cdp_cmd("Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.69})
    document = pdfium.PdfDocument(base64.b64decode(printed["data"]))
    text = "".join(sheet.get_textpage().get_text_range() for sheet in document)
    words = regkit.without_whitespace(unicodedata.normalize("NFKC", text))
    law = regkit.load(SEED)
    for number in (1, 60):
        (first, *_) = law.articles[number - 1].children
        assert unicodedata.normalize("NFKC", first.text)[:25] in words
    assert "现行有效,截至" in words, "the imprint states the status and its day"
    assert "复制" not in words
    assert 4 <= len(document) <= 14


def test_a_printed_example_says_on_every_sheet_that_it_is_fictional(
    page: Open,
) -> None:
    browser = page(EXAMPLE_PAGE)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    content, position = browser.execute_script(
        """const style = getComputedStyle(document.querySelector('.rk-fictional'), '::after');
        return [style.content, style.position]"""
    )
    # Browsers repeat elements with a fixed position on every sheet.
    assert ("虚构示例" in content, position) == (True, "fixed")


def test_search_and_its_results_can_be_used_by_keyboard_alone(page: Open) -> None:
    browser = page("index.html")

    def in_search_box(_: webdriver.Chrome) -> bool:
        # The key has an effect only after the page's script has loaded.
        browser.find_element(By.TAG_NAME, "body").send_keys("/")
        return "md-search__input" in str(browser.switch_to.active_element.get_attribute("class"))

    _wait(browser, in_search_box)
    box = browser.switch_to.active_element
    box.send_keys("免申即享")
    _wait(browser, lambda b: any(SEED_PAGE in href for href in _results(b)))
    box.send_keys(Keys.ENTER)
    _wait(browser, lambda b: SEED_PAGE in b.current_url)


def _contrast(browser: webdriver.Chrome, selector: str) -> float:
    """The contrast ratio (WCAG 2.2) between the text of the first matching element and its background."""
    ratio = browser.execute_script(
        """
        const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
        const rgba = (colour) => {
            canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
            const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data; return [r, g, b, a / 255];
        };
        const over = (top, bottom) => [0, 1, 2].map(i => top[i] * top[3] + bottom[i] * (1 - top[3])).concat(1);
        const luminance = (c) => c.slice(0, 3).map(v => v / 255)
            .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
        const element = document.querySelector(arguments[0]);
        const layers = [];
        for (let e = element; e; e = e.parentElement) layers.push(rgba(getComputedStyle(e).backgroundColor));
        const behind = layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255, 1]);
        const colour = rgba(getComputedStyle(element).color);
        colour[3] *= getComputedStyle(element).opacity;
        const [light, dark] = [luminance(over(colour, behind)), luminance(behind)].sort((a, b) => b - a);
        return (light + 0.05) / (dark + 0.05);
        """,
        selector,
    )
    return float(ratio)


def test_the_comparison_page_filters_without_scripts_and_without_requests(page: Open, tmp_path: Path) -> None:
    file = tmp_path / "对照表.html"
    texts = sorted((ROOT / "examples" / "yunting-community-markets").glob("*.txt"))
    done = subprocess.run(
        [sys.executable, "-m", "regkit", "diff", *texts[1:], "-o", file],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    browser = page(file.as_uri())

    def shown() -> list[str]:
        rows = browser.find_elements(By.CSS_SELECTOR, "tbody tr")
        return [row.get_attribute("class") or "" for row in rows if row.is_displayed()]

    everything = shown()
    browser.find_element(By.ID, "only-changes").click()
    assert 0 < len(shown()) < len(everything)
    assert all("changed" in row for row in shown())
    browser.find_element(By.ID, "only-new").click()
    assert {row.split()[0] for row in shown()} == {"k-added"}
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": True},
    )
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 360


def test_without_scripts_all_text_is_readable_and_links_work(page: Open, server: str) -> None:
    browser = page("about:blank")
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    for kind, path in KINDS.items():
        text = page(path).find_element(By.TAG_NAME, "article").text
        assert len(text) > 60, kind
    page(SEED_PAGE)
    law = browser.find_element(By.CSS_SELECTOR, ".rk-law").text
    assert "第六十条" in law
    assert "融资担保" in law
    page(COMPARISON)
    assert browser.find_elements(By.CSS_SELECTOR, ".rk-table-compare ins")
    # Controls that need scripts are not shown.
    for path in (SEED_PAGE, COMPARISON, "index.html", "statutes/index.html", KINDS["duties"]):
        page(path)
        dead = browser.find_elements(
            By.CSS_SELECTOR,
            "article button, article select, article input[type=search], article input[type=checkbox]",
        )
        assert [control.get_attribute("outerHTML") for control in dead if control.is_displayed()] == [], path
    page("index.html")
    browser.find_element(By.PARTIAL_LINK_TEXT, "全部法规").click()
    browser.find_element(By.LINK_TEXT, "黑龙江省促进中小企业发展条例").click()
    assert browser.current_url == server + SEED_PAGE
    page(f"{LAW}/latest.html")
    _wait(browser, lambda b: b.current_url == server + SEED_PAGE)


def test_every_kind_of_page_opens_from_a_disk(page: Open, site: Path) -> None:
    for path in KINDS.values():
        browser = page((site / path).as_uri())
        assert browser.execute_script("return document.documentElement.classList.contains('rk-has-js')"), path
    browser = page((site / "index.html").as_uri())
    browser.find_element(By.ID, "rk-q").send_keys("第23条", Keys.ENTER)
    _wait(browser, lambda b: any(SEED_PAGE in href for href in _results(b)))
