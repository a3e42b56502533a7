"""axe-core on every kind of page: no violation of WCAG 2.2 A and AA, light and dark, at a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources

import pytest
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests.conftest import NO_BROWSER, Open
from tests.sites import COMPARISON, DARK, KINDS, PHONE, SEED_PAGE

pytestmark = pytest.mark.browser

axe = pytest.importorskip(
    "axe_playwright_python", reason=f"{NO_BROWSER}: axe-playwright-python, which brings axe-core, is missing"
)

# Nothing but the script is used of the package, so no Playwright is started.
SCRIPT = resources.files(axe).joinpath("axe.min.js").read_text("utf-8")
# The others are set in the same way.
CHECKED = {
    kind: path for kind, path in KINDS.items() if kind not in ("example in force", "comparison of a revision")
}
RUN = """
const [within, everything, told] = arguments;
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const only = everything ? {type: 'tag', values: tags} : {type: 'rule', values: ['color-contrast']};
const why = (node) => [...node.any, ...node.all, ...node.none].map((check) => check.message).join(' ');
axe.run(within, {runOnly: only, resultTypes: ['violations']}).then(
    ({violations}) => told(violations.flatMap(({id, nodes}) =>
        nodes.slice(0, 3).map((node) => `${id}: ${node.html.slice(0, 200)} ${why(node)}`))),
    (error) => told([String(error)]));
"""
PHONES = pytest.mark.parametrize("phone", [False, True], ids=["at a desk", "on a phone"])


def _violations(browser: webdriver.Chrome, within: str = "html", *, phone: bool) -> list[str]:
    """What is wrong with a part of the page; colours are looked at in the dark too, once, for no width changes them."""
    browser.execute_script(SCRIPT)
    found = list(browser.execute_async_script(RUN, within, True))
    if phone:
        return found
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", DARK)
    WebDriverWait(browser, 5).until(
        lambda b: b.execute_script("return document.body.dataset.mdColorScheme") == "slate"
    )
    found += browser.execute_async_script(RUN, within, False)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    return found


@PHONES
def test_no_page_shuts_anybody_out(page: Open, phone: bool) -> None:
    browser = page("about:blank")
    if phone:
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
    found = [
        f"{kind}: {each}" for kind, path in CHECKED.items() for each in _violations(page(path), phone=phone)
    ]
    assert found == []


def _search(browser: webdriver.Chrome) -> None:
    box = browser.find_element(By.CSS_SELECTOR, "[data-md-component=search-query]")
    browser.execute_script("arguments[0].focus()", box)
    box.send_keys("融资担保")
    WebDriverWait(browser, 15).until(lambda b: b.find_elements(By.CSS_SELECTOR, "a.md-search-result__link"))


def _menu(browser: webdriver.Chrome) -> None:
    browser.execute_script("document.querySelector('#art_23 + .rk-handle').click()")
    assert browser.find_elements(By.CSS_SELECTOR, ".rk-actions")


def _preview(browser: webdriver.Chrome) -> None:
    link = browser.find_element(By.CSS_SELECTOR, ".rk-law [data-rk-preview]:not(.rk-term)")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", link)
    ActionChains(browser).move_to_element(link).perform()
    WebDriverWait(browser, 5).until(lambda b: b.find_elements(By.CSS_SELECTOR, ".rk-preview"))


def _help(browser: webdriver.Chrome) -> None:
    browser.find_element(By.TAG_NAME, "body").send_keys("?")
    assert browser.find_element(By.CSS_SELECTOR, "dialog.rk-help").is_displayed()


def _downloads(browser: webdriver.Chrome) -> None:
    browser.find_element(By.CSS_SELECTOR, ".rk-menu summary").send_keys(Keys.ENTER)
    assert browser.find_element(By.CSS_SELECTOR, ".rk-menu ul").is_displayed()


def _drawer(browser: webdriver.Chrome) -> None:
    browser.execute_script("document.querySelector('#__drawer').click()")


def _inline(browser: webdriver.Chrome) -> None:
    browser.execute_script("document.querySelector('#rk-view-inline').click()")


@PHONES
@pytest.mark.parametrize(
    ("path", "do", "within"),
    [
        (SEED_PAGE, _search, "[data-md-component=search]"),
        (SEED_PAGE, _menu, ".rk-art:has(.rk-actions)"),
        (SEED_PAGE, _preview, ".rk-preview"),
        (SEED_PAGE, _help, "dialog"),
        (SEED_PAGE, _downloads, ".rk-tools"),
        (SEED_PAGE, _drawer, ".rk-sidebar"),
        (COMPARISON, _inline, ".rk-compare"),
    ],
    ids=["search", "menu", "preview", "help", "downloads", "drawer", "inline comparison"],
)
def test_nothing_that_opens_shuts_anybody_out(
    page: Open, path: str, do: Callable[[webdriver.Chrome], None], within: str, phone: bool
) -> None:
    browser = page("about:blank")
    if phone:
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
    page(path)
    do(browser)
    assert _violations(browser, within, phone=phone) == []
