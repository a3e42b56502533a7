"""Reading a law in a real browser: previews, menus, citations, keys and the table of contents."""

from __future__ import annotations

import json
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait

from tests.conftest import Open
from tests.sites import EXAMPLE_PAGE, PHONE, REVISION, SEED_PAGE

pytestmark = pytest.mark.browser

CITATION = ".rk-law a.rk-cite[data-rk-preview]"
INTERNAL = ".rk-law a.rk-cite[data-shown]"


def _wait(browser: webdriver.Chrome, condition: Any) -> Any:
    return WebDriverWait(browser, 10).until(condition)


def _first(browser: webdriver.Chrome, selector: str) -> WebElement:
    """The first element that matches, scrolled to the middle of the window."""
    element = browser.find_element(By.CSS_SELECTOR, selector)
    browser.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
    return element


def _previews(browser: webdriver.Chrome) -> list[WebElement]:
    return browser.find_elements(By.CSS_SELECTOR, ".rk-preview")


def _keep_copies(browser: webdriver.Chrome) -> None:
    """Keep text for the test instead of writing it to the clipboard."""
    browser.execute_script(
        """window.copied = [];
        Object.defineProperty(navigator, 'clipboard', {value: {writeText: async (text) => { copied.push(text); }}});"""
    )


def _copied(browser: webdriver.Chrome) -> str:
    return str(_wait(browser, lambda b: b.execute_script("return copied[copied.length - 1]")))


def _press(browser: webdriver.Chrome, *keys: str) -> None:
    ActionChains(browser).send_keys(*keys).perform()


def test_hovering_over_a_citation_shows_the_cited_provision(page: Open) -> None:
    browser = page(EXAMPLE_PAGE)
    link = _first(browser, INTERNAL)
    ActionChains(browser).move_to_element(link).perform()
    (preview,) = _wait(browser, _previews)
    cited = browser.find_element(By.ID, str(link.get_attribute("data-shown")).split()[0])
    words = (
        cited.find_element(By.XPATH, "following-sibling::p[1]").text if cited.tag_name != "p" else cited.text
    )
    assert words.strip()[:20] in preview.text
    assert link.get_attribute("aria-describedby") == preview.get_attribute("id")
    # The preview stays open while the mouse is in it, and closes when the mouse leaves.
    ActionChains(browser).move_to_element(preview).pause(0.5).perform()
    assert _previews(browser)
    ActionChains(browser).move_to_element(browser.find_element(By.CSS_SELECTOR, ".md-logo")).perform()
    _wait(browser, lambda b: not _previews(b))


def test_a_preview_of_another_law_names_the_version_it_shows(page: Open) -> None:
    browser = page(SEED_PAGE)
    ActionChains(browser).move_to_element(_first(browser, CITATION)).perform()
    (preview,) = _wait(browser, _previews)
    assert "《中华人民共和国中小企业促进法》" in preview.text
    assert "2017年9月1日修订的文本，现行有效" in preview.text
    assert "文本未收录" in preview.text


def test_the_keyboard_opens_a_preview_and_escape_closes_it(page: Open) -> None:
    browser = page(SEED_PAGE)
    _press(browser, Keys.TAB)  # so that the browser treats the next focus as a keyboard focus
    link = _first(browser, CITATION)
    browser.execute_script("arguments[0].focus({focusVisible: true})", link)
    _wait(browser, _previews)
    _press(browser, Keys.ESCAPE)
    assert _previews(browser) == []
    assert browser.switch_to.active_element == link


def test_a_tap_shows_the_cited_provision_and_a_second_tap_follows_the_link(page: Open) -> None:
    browser = page("about:blank")
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
    browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 1})
    page(EXAMPLE_PAGE)
    link = _first(browser, INTERNAL)
    target = link.get_attribute("hash")
    _touch(browser, link)
    (preview,) = _wait(browser, _previews)
    assert preview.text
    assert browser.execute_script("return location.hash") == ""
    box = browser.execute_script(
        "return document.querySelector('.rk-preview').getBoundingClientRect().toJSON()"
    )
    assert 0 <= box["left"] <= box["right"] <= 360
    _touch(browser, link)
    _wait(browser, lambda b: b.execute_script("return location.hash") == target)


def test_a_tap_elsewhere_closes_a_preview(page: Open) -> None:
    browser = page("about:blank")
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
    browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 1})
    page(SEED_PAGE)
    _touch(browser, _first(browser, ".rk-law a.rk-term"))
    (preview,) = _wait(browser, _previews)
    assert "是指" in preview.text
    _touch(browser, browser.find_element(By.CSS_SELECTOR, ".md-header__title"))
    _wait(browser, lambda b: not _previews(b))


def _touch(browser: webdriver.Chrome, element: WebElement) -> None:
    """Tap the first line of an element."""
    x, y = browser.execute_script(
        "const box = arguments[0].getClientRects()[0]; return [box.left + Math.min(8, box.width / 2), box.top + box.height / 2]",
        element,
    )
    for kind, points in (("touchStart", [{"x": x, "y": y}]), ("touchEnd", [])):
        browser.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def _open_menu(browser: webdriver.Chrome, anchor: str) -> list[WebElement]:
    element = _first(browser, f"#{anchor}")
    ActionChains(browser).move_to_element(element).perform()
    handle = browser.find_element(By.CSS_SELECTOR, f"#{anchor} > .rk-handle, #{anchor} + .rk-handle")
    assert float(handle.value_of_css_property("opacity")) > 0
    handle.click()
    return browser.find_elements(By.CSS_SELECTOR, ".rk-actions :is(a, button)")


@pytest.mark.parametrize(
    ("path", "anchor", "words"),
    [
        (SEED_PAGE, "art_23", "《黑龙江省促进中小企业发展条例》第二十三条"),
        (SEED_PAGE, "art_23__para_1__point_3", "《黑龙江省促进中小企业发展条例》第二十三条第一款第（三）项"),
        (SEED_PAGE, "art_2__para_2", "《黑龙江省促进中小企业发展条例》第二条第二款"),
        (SEED_PAGE, "art_2__para_1", "《黑龙江省促进中小企业发展条例》第二条第一款"),
        (SEED_PAGE, "art_1__para_1", "《黑龙江省促进中小企业发展条例》第一条第一款"),
        (EXAMPLE_PAGE, "art_6__para_1__point_2", "《云汀市社区市集管理条例》第六条第一款第（二）项"),
    ],
)
def test_the_copied_citation_of_a_provision_names_every_level(
    page: Open, path: str, anchor: str, words: str
) -> None:
    browser = page(path)
    _keep_copies(browser)
    items = {item.text: item for item in _open_menu(browser, anchor)}
    items["复制引用"].click()
    assert _copied(browser) == words
    toast = browser.find_element(By.CSS_SELECTOR, "[role=status].rk-toast-on")
    _wait(browser, lambda _: toast.text == "已复制引用")
    assert browser.find_elements(By.CSS_SELECTOR, ".rk-actions") == []


def test_the_menu_copies_links_and_leads_to_history_and_citations(page: Open) -> None:
    browser = page(EXAMPLE_PAGE)
    _keep_copies(browser)
    next(item for item in _open_menu(browser, "art_7") if item.text == "复制链接").click()
    assert _copied(browser).endswith(f"/{EXAMPLE_PAGE}#art_7")
    next(item for item in _open_menu(browser, "art_7") if item.text == "复制引用（注明版本）").click()
    assert _copied(browser) == "《云汀市社区市集管理条例》第七条（2024年6月28日修订的文本，虚构示例）"
    cited = json.loads(
        browser.execute_script("return document.getElementById('rk-page').content.textContent")
    )["cited"]
    anchor = next(name for name in cited if name.count("__") == 0)
    (line,) = [item for item in _open_menu(browser, anchor) if item.text.startswith("被引用")]
    assert line.text == f"被引用（{cited[anchor]} 处）"
    line.click()
    _wait(browser, lambda b: b.current_url.endswith(f"references.html#to-{anchor}"))
    lines = "return document.getElementById(arguments[0]).nextElementSibling.children.length"
    assert browser.execute_script(lines, f"to-{anchor}") == cited[anchor]
    browser = page(EXAMPLE_PAGE)
    next(item for item in _open_menu(browser, "art_7") if item.text == "本条沿革").click()
    _wait(browser, lambda b: b.current_url.endswith("history.html#v2024-06-28-art_7"))


def test_the_menu_works_with_the_keyboard_alone(page: Open) -> None:
    browser = page(SEED_PAGE)
    _keep_copies(browser)
    _first(browser, "#art_23")
    browser.execute_script("document.querySelector('#art_22 + .rk-handle').focus()")
    while browser.switch_to.active_element.get_attribute("aria-label") != "第二十三条：复制链接、引用等":
        _press(browser, Keys.TAB)
    handle = browser.switch_to.active_element
    assert float(handle.value_of_css_property("opacity")) > 0, "an element with the focus is visible"
    _press(browser, Keys.ENTER)
    assert handle.get_attribute("aria-expanded") == "true"
    assert browser.switch_to.active_element.text == "复制链接"
    _press(browser, Keys.ARROW_DOWN)
    assert browser.switch_to.active_element.text == "复制引用"
    _press(browser, Keys.ENTER)
    assert _copied(browser) == "《黑龙江省促进中小企业发展条例》第二十三条"
    assert browser.switch_to.active_element == handle
    _press(browser, Keys.ENTER, Keys.ESCAPE)
    assert browser.find_elements(By.CSS_SELECTOR, ".rk-actions") == []
    assert browser.switch_to.active_element == handle


def test_the_menu_of_an_article_offers_its_parts_to_the_keyboard(page: Open) -> None:
    browser = page(SEED_PAGE)
    _keep_copies(browser)
    _first(browser, "#art_23")
    browser.execute_script("document.querySelector('#art_23 + .rk-handle').focus()")
    _press(browser, Keys.ENTER)
    while browser.switch_to.active_element.tag_name != "select":
        _press(browser, Keys.TAB)
    _press(browser, Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    chosen = Select(browser.switch_to.active_element).first_selected_option.text
    assert chosen == "第一款第（三）项"
    next(
        item
        for item in browser.find_elements(By.CSS_SELECTOR, ".rk-actions button")
        if item.text == "复制引用"
    ).click()
    assert _copied(browser) == "《黑龙江省促进中小企业发展条例》第二十三条第一款第（三）项"


def test_keys_move_through_the_articles_and_can_be_switched_off(page: Open) -> None:
    browser = page(EXAMPLE_PAGE)
    _keep_copies(browser)
    _press(browser, "j")
    assert browser.execute_script("return location.hash") == "#art_1"
    _press(browser, "j", "j")
    assert browser.execute_script("return location.hash") == "#art_3"
    _press(browser, "k")
    assert browser.execute_script("return location.hash") == "#art_2"
    _press(browser, "c")
    assert _copied(browser) == "《云汀市社区市集管理条例》第二条"
    _press(browser, "?")
    dialog = browser.find_element(By.CSS_SELECTOR, "dialog.rk-help")
    assert dialog.is_displayed()
    browser.find_element(By.ID, "rk-keys").click()
    _press(browser, Keys.ESCAPE)
    assert not dialog.is_displayed()
    _press(browser, "j", "d", "?")
    assert browser.execute_script("return location.hash") == "#art_2"
    assert not dialog.is_displayed()
    page(EXAMPLE_PAGE)
    _press(browser, "j")
    assert browser.execute_script("return location.hash") == "", (
        "the keys stay off after loading the page again"
    )
    browser.find_element(By.CSS_SELECTOR, "[data-rk=help]").click()
    browser.find_element(By.ID, "rk-keys").click()
    _press(browser, Keys.ESCAPE)
    _press(browser, "d")
    _wait(browser, lambda b: b.current_url.endswith(REVISION))


def test_shortcut_keys_do_not_interfere_with_typing(page: Open) -> None:
    browser = page(SEED_PAGE)
    _press(browser, "/")
    box = browser.find_element(By.CSS_SELECTOR, "[data-md-component=search-query]")
    _wait(browser, lambda b: b.switch_to.active_element == box)
    _press(browser, "jd?")
    assert box.get_attribute("value") == "jd?"
    assert browser.execute_script("return location.hash") == ""


def test_the_table_of_contents_follows_the_text(page: Open) -> None:
    browser = page(SEED_PAGE)
    current_entries = (
        "return [...document.querySelectorAll('.rk-toc [aria-current=location]')].map((a) => a.hash)"
    )
    # The last articles cannot be scrolled to the top of the window.
    for anchor, expected in (("art_23", "#art_23"), ("art_40", "#art_40"), ("art_60", "#art_5")):
        browser.execute_script(
            "document.getElementById(arguments[0]).scrollIntoView({behavior: 'instant'})", anchor
        )
        _wait(
            browser,
            lambda b, expected=expected: (
                [entry[: len(expected)] for entry in b.execute_script(current_entries)] == [expected]
            ),
        )
    is_visible = """const link = document.querySelector('.rk-toc [aria-current]').getBoundingClientRect();
        return link.top > 0 && link.bottom < innerHeight"""
    assert browser.execute_script(is_visible)
