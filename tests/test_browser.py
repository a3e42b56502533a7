"""The site in a real browser, as readers use it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests.conftest import ROOT

pytestmark = pytest.mark.browser

SEED_PAGE = "statutes/heilongjiang-sme-promotion/2022-05-13.html"
EXAMPLE_PAGE = "examples/yunting-community-markets/2024-06-28.html"


def _wait(browser: webdriver.Chrome, condition: Callable[[webdriver.Chrome], Any]) -> Any:
    return WebDriverWait(browser, 15).until(condition)


def _search(browser: webdriver.Chrome, words: str) -> list[str]:
    """Type the words and give the addresses of all results, once the list has come to rest."""
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
    # In one go: the list is made anew with every key.
    hrefs = browser.execute_script(
        "return [...document.querySelectorAll('a.md-search-result__link')].map(link => link.href)"
    )
    return [str(href) for href in hrefs]


def _follow(browser: webdriver.Chrome, href: str) -> None:
    script = """[...document.querySelectorAll('a.md-search-result__link')]
        .find(link => link.href === arguments[0]).click()"""
    browser.execute_script(script, href)


def _on_screen(browser: webdriver.Chrome, anchor: str) -> bool:
    """Whether the beginning of the provision can be seen, below the header and above the lower edge."""
    return bool(
        browser.execute_script(
            """const box = document.getElementById(arguments[0]).getBoundingClientRect();
            const seen = document.elementFromPoint(box.left + 40, box.top + 12);
            return box.top > 0 && box.top < innerHeight - 40
                && document.getElementById(arguments[0]).contains(seen);""",
            anchor,
        )
    )


def test_searching_finds_words_inside_sentences_and_lands_on_the_article(
    page: Callable[[str], webdriver.Chrome],
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
def test_an_article_is_found_by_its_number_however_written(
    page: Callable[[str], webdriver.Chrome], words: str
) -> None:
    results = _search(page("index.html"), words)
    anchors = [href.partition("#")[2] for href in results]
    assert SEED_PAGE in results[0]
    assert anchors[:2] in (["", "art_23"], ["art_23", ""])


def test_search_and_links_work_when_the_site_is_opened_from_a_disk(
    page: Callable[[str], webdriver.Chrome], site: Path
) -> None:
    browser = page((site / "index.html").as_uri())
    results = _search(browser, "摊派财物")
    assert SEED_PAGE in results[0]
    browser.get((site / SEED_PAGE).as_uri() + "#art_23__para_1__point_3")
    _wait(browser, lambda b: _on_screen(b, "art_23__para_1__point_3"))


@pytest.mark.parametrize(
    "path", [f"{SEED_PAGE}#art_40__para_2", f"{EXAMPLE_PAGE}#art_30", f"{EXAMPLE_PAGE}#chp_3"]
)
def test_a_link_to_a_provision_shows_it(page: Callable[[str], webdriver.Chrome], path: str) -> None:
    browser = page(path)
    _wait(browser, lambda b: _on_screen(b, path.partition("#")[2]))


def test_the_banner_of_an_example_stays_in_sight(page: Callable[[str], webdriver.Chrome]) -> None:
    browser = page(f"{EXAMPLE_PAGE}#art_30")
    banner = browser.find_element(By.CSS_SELECTOR, ".rk-fictional")
    assert "虚构示例" in banner.text
    assert browser.execute_script(
        "const box = arguments[0].getBoundingClientRect(); return box.top >= 0 && box.bottom < innerHeight",
        banner,
    )


@pytest.mark.parametrize(
    "path", ["index.html", SEED_PAGE, EXAMPLE_PAGE, "statutes/heilongjiang-sme-promotion/index.html"]
)
def test_a_phone_needs_no_sideways_scrolling(page: Callable[[str], webdriver.Chrome], path: str) -> None:
    browser = page(path)
    metrics = {"width": 360, "height": 780, "deviceScaleFactor": 2, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    browser.refresh()
    assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth")
    assert (
        browser.execute_script("return document.querySelector('article h1').getBoundingClientRect().left")
        >= 12
    )


def test_the_dark_site_is_dark_and_readable(page: Callable[[str], webdriver.Chrome]) -> None:
    browser = page("about:blank")
    dark = {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", dark)
    browser = page(SEED_PAGE)
    for selector in (
        "#art_1__para_1",
        ".rk-facts td",
        ".rk-status",
        ".rk-state",
        ".md-nav__link--active",
        "#art_1",
    ):
        assert _contrast(browser, selector) >= 4.5, selector


@pytest.mark.parametrize(
    "selector",
    [
        "h1 small",
        ".headerlink",
        "#art_1__para_1",
        ".rk-facts td",
        ".rk-status",
        ".rk-state",
        ".rk-facts a",
        "#art_1",
        ".md-tabs__link",
    ],
)
def test_text_has_the_contrast_that_accessibility_asks_for(
    page: Callable[[str], webdriver.Chrome], selector: str
) -> None:
    assert _contrast(page(SEED_PAGE), selector) >= 4.5


def test_print_shows_the_law_and_none_of_the_site_around_it(page: Callable[[str], webdriver.Chrome]) -> None:
    browser = page(SEED_PAGE)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    shown = browser.execute_script(
        """return [...document.querySelectorAll('.md-header, .md-tabs, .md-sidebar, .headerlink, .md-footer')]
            .filter(e => e.checkVisibility()).map(e => e.className)"""
    )
    assert shown == []
    assert browser.find_element(By.ID, "art_60__para_1").is_displayed()


def test_a_printed_example_says_on_every_sheet_that_it_is_none_of_the_law(
    page: Callable[[str], webdriver.Chrome],
) -> None:
    browser = page(EXAMPLE_PAGE)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    content, position = browser.execute_script(
        """const style = getComputedStyle(document.querySelector('.rk-fictional'), '::after');
        return [style.content, style.position]"""
    )
    # What is fixed is repeated on every sheet.
    assert ("虚构示例" in content, position) == (True, "fixed")


def test_the_keyboard_alone_reaches_search_and_result(page: Callable[[str], webdriver.Chrome]) -> None:
    browser = page("index.html")

    def in_search_box(_: webdriver.Chrome) -> bool:
        # The key is heard once the page's script has loaded.
        browser.find_element(By.TAG_NAME, "body").send_keys("/")
        return "md-search__input" in str(browser.switch_to.active_element.get_attribute("class"))

    _wait(browser, in_search_box)
    box = browser.switch_to.active_element
    box.send_keys("免申即享")
    _wait(browser, lambda b: any(SEED_PAGE in href for href in _results(b)))
    box.send_keys(Keys.ENTER)
    _wait(browser, lambda b: SEED_PAGE in b.current_url)


def _contrast(browser: webdriver.Chrome, selector: str) -> float:
    """The contrast ratio of WCAG 2.2 between the text of the first such element and what lies behind it."""
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


def test_the_comparison_page_filters_without_scripts_and_asks_nobody(
    page: Callable[[str], webdriver.Chrome], tmp_path: Path
) -> None:
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
