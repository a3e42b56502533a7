"""The styles of pages with laws: fewer than the theme has, without any visible difference."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.support.ui import WebDriverWait

from regkit.assets import join_parts
from regkit.site import OWN, Used, only_used

PAGES = (
    "index.html",
    "statutes/index.html",
    "statutes/heilongjiang-sme-promotion/index.html",
    "statutes/heilongjiang-sme-promotion/2022-05-13.html",
    "statutes/heilongjiang-sme-promotion/duties.html",
    "examples/yunting-community-markets/2016-09-22.html",
    "examples/yunting-community-markets/history.html",
    "examples/yunting-community-markets/compare/2020-03-27_2024-06-28.html",
)
# The computed style of every element, including its ::before and ::after.
LOOK = """
const names = ['color', 'backgroundColor', 'font', 'display', 'position', 'margin', 'padding', 'border', 'width', 'height', 'top', 'left',
    'textDecoration', 'textIndent', 'textAlign', 'visibility', 'opacity', 'zIndex', 'overflow', 'transform', 'content', 'listStyle',
    'boxShadow', 'maskImage', 'float', 'outline', 'cursor', 'columns', 'flex', 'gap'];
const look = [];
for (const element of document.querySelectorAll('body, body *'))
    for (const part of [null, '::before', '::after']) {
        const style = getComputedStyle(element, part);
        if (part && style.content === 'none') continue;
        look.push([element.localName, element.className, part, names.map(name => name + ': ' + style[name]).join('; ')].join(' '));
    }
return look;
"""
# Transitions, animations and the scroll position would change the computed styles.
STILL = """
const style = document.createElement('style');
style.textContent = '*, ::before, ::after { transition: none !important; animation: none !important; }';
document.head.append(style);
scrollTo(0, 0);
document.querySelector('.md-header').classList.remove('md-header--shadow');
"""
SWAP = """
const done = arguments[arguments.length - 1], light = document.querySelector('link[href$="theme.css"]');
let waiting = arguments[0].length;
for (const href of arguments[0]) {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = new URL(href, light.href);
    link.onload = () => { if (!--waiting) { light.remove(); done(true); } };
    light.before(link);
}
"""


@pytest.mark.browser
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [1280, 390])
def test_a_page_looks_the_same_with_all_styles_of_the_theme(
    browser: webdriver.Chrome, server: str, site: Path, path: str, width: int
) -> None:
    theme_sheets = [
        f"../stylesheets/{sheet.name}" for sheet in sorted((site / "assets/stylesheets").glob("*.css"))
    ]
    metrics = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    browser.get(server + path)
    # By then the theme has added its buttons to blocks of code.
    WebDriverWait(browser, 15).until(
        lambda b: b.execute_script(
            "return document.querySelectorAll('pre').length === document.querySelectorAll('pre nav').length"
        )
    )
    browser.execute_script(STILL)
    computed_styles = browser.execute_script(LOOK)
    assert browser.execute_async_script(SWAP, theme_sheets)
    browser.execute_script(STILL)
    try:
        # The browser may still be working on its layout for a moment.
        WebDriverWait(browser, 3).until(lambda b: b.execute_script(LOOK) == computed_styles)
    except TimeoutException:
        assert browser.execute_script(LOOK) == computed_styles
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_every_source_file_is_in_exactly_one_joined_file_in_the_right_order(tmp_path: Path) -> None:
    shutil.copytree(OWN / "assets", tmp_path / "assets")
    folder = tmp_path / "assets" / "regkit"
    parts = {path.name: path.read_text("utf-8") for path in folder.glob("*/*.*")}
    join_parts(tmp_path)
    joined = {path.name: path.read_text("utf-8") for path in folder.rglob("*.*")}
    assert set(joined) == {"regkit.css", "search.js", "reading.js"}
    for name, text in parts.items():
        assert [text in content for content in joined.values()].count(True) == 1, name
    assert joined["search.js"] == parts["material.js"] + parts["search.js"], (
        "the search uses the adapter to the theme"
    )
    assert joined["regkit.css"].startswith(parts["material.css"]), (
        "later sheets override the adapter to the theme"
    )
    assert joined["regkit.css"].endswith(parts["print.css"]), "print styles override everything"


def test_unused_rules_are_dropped_and_variables_in_use_are_kept() -> None:
    used = Used("const open = 'opened-later';")
    used.see('<html dir="ltr"><p class="law  text">甲</p>')
    (theme_sheet, regkit_sheet) = only_used(
        [
            ".law{color:var(--ink)} .other{color:red} .law .other,.text::before{margin:0} /* nothing */",
            ":root{--ink:var(--deep);--deep:#000;--unread:url('data:,}')} .opened-later{top:0}",
        ],
        used,
    )
    assert theme_sheet == ".law{color:var(--ink)}.text::before{margin:0}"
    assert regkit_sheet == ":root{--ink:var(--deep);--deep:#000}.opened-later{top:0}"


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        ("[dir=rtl] .law{left:0}", ""),
        ("[dir=ltr] .law{left:0}", "[dir=ltr] .law{left:0}"),
        (":is(.other,.law) a{left:0}", ":is(.other,.law) a{left:0}"),
        (":is(.other,.more) a{left:0}", ""),
        (".law:not(.other){left:0}", ".law:not(.other){left:0}"),
        ("@media print{.other{top:0}.law{top:0 !important}}", "@media print{.law{top:0!important}}"),
        ("@media print{.other{top:0}}", ""),
        ("@font-face{font-family:x;src:url(x)}", "@font-face{font-family:x;src:url(x)}"),
        ("a[href$='.law']{top:0}", 'a[href$=".law"]{top:0}'),
    ],
)
def test_a_rule_is_kept_if_it_may_apply(css: str, kept: str) -> None:
    used = Used("")
    used.see('<html dir="ltr"><p class="law">甲</p>')
    assert only_used([css], used) == [kept]


def test_a_variable_used_by_another_sheet_is_kept() -> None:
    used = Used("")
    assert only_used([":root{--ink:red;--deep:blue}"], used, "p{color:var(--ink, black)}") == [
        ":root{--ink:red}"
    ]
