"""Check every kind of page with axe-core: no violation of WCAG 2.2 A and AA, light and dark, on a desktop and on a phone."""

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

# Only the script of the package is used, so no Playwright is started.
SCRIPT = resources.files(axe).joinpath("axe.min.js").read_text("utf-8")
# The two other kinds have the same layout as kinds that are checked.
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
    """The violations in a part of the page; on a desktop, colour contrast is checked in the dark scheme too."""
    browser.execute_script(SCRIPT)
    violations = list(browser.execute_async_script(RUN, within, True))
    if phone:
        return violations
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", DARK)
    WebDriverWait(browser, 5).until(
        lambda b: b.execute_script("return document.body.dataset.mdColorScheme") == "slate"
    )
    violations += browser.execute_async_script(RUN, within, False)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    return violations


@PHONES
def test_no_page_has_an_accessibility_violation(page: Open, phone: bool) -> None:
    browser = page("about:blank")
    if phone:
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
    violations = [
        f"{kind}: {violation}"
        for kind, path in CHECKED.items()
        for violation in _violations(page(path), phone=phone)
    ]
    assert violations == []


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
def test_what_opens_on_a_page_has_no_accessibility_violation(
    page: Open, path: str, do: Callable[[webdriver.Chrome], None], within: str, phone: bool
) -> None:
    browser = page("about:blank")
    if phone:
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
    page(path)
    do(browser)
    assert _violations(browser, within, phone=phone) == []
