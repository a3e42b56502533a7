"""The pages beside the text of a law, in a real browser: comparisons, histories, duties, lists and the page of a work."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait

from tests.conftest import Open, serve
from tests.sites import COMPARISON, EXAMPLE, KINDS, LAW, REVISION, SEED_PAGE, build, make_project

pytestmark = pytest.mark.browser


def _wait(browser: webdriver.Chrome, condition: Any) -> Any:
    return WebDriverWait(browser, 10).until(condition)


def _rows(browser: webdriver.Chrome) -> list[str]:
    script = """return [...document.querySelectorAll('.rk-table-compare tbody tr')]
        .filter((row) => row.offsetParent !== null).map((row) => row.className)"""
    return [str(row) for row in browser.execute_script(script)]


@pytest.mark.parametrize("path", [COMPARISON, REVISION])
def test_every_filter_shows_exactly_the_rows_of_its_kind(page: Open, path: str) -> None:
    browser = page(path)
    everything = _rows(browser)
    names = [
        str(box.get_attribute("id")).removeprefix("rk-show-")
        for box in browser.find_elements(By.CSS_SELECTOR, "input[name=show]")
    ]
    assert {"all", "changed", "substance", "added"} <= set(names)
    for name in names:
        css = {"changed": "rk-changed", "substance": "rk-substance"}.get(name, f"rk-k-{name}")
        browser.find_element(By.CSS_SELECTOR, f"label:has(#rk-show-{name})").click()
        expected = everything if name == "all" else [row for row in everything if css in row.split()]
        assert _rows(browser) == expected, name
        assert expected
        articles = [row for row in expected if "rk-heading-row" not in row]
        shown = browser.find_element(By.CSS_SELECTOR, "[data-rk=shown]").text
        assert shown.startswith(f"显示 {len(articles)} 行"), name


def test_a_comparison_can_be_read_as_one_text(page: Open) -> None:
    browser = page(COMPARISON)
    changed = "tr.rk-k-reworded"
    assert browser.find_element(By.CSS_SELECTOR, f"{changed} .rk-side").is_displayed()
    browser.find_element(By.CSS_SELECTOR, "label:has(#rk-view-inline)").click()
    assert not browser.find_element(By.CSS_SELECTOR, f"{changed} .rk-side").is_displayed()
    merged = browser.find_element(By.CSS_SELECTOR, f"{changed} .rk-inline")
    assert merged.is_displayed()
    assert merged.find_elements(By.CSS_SELECTOR, "ins, del")
    # Every row shows its text in one cell only.
    twice = """return [...document.querySelectorAll('.rk-table-compare tbody tr')].filter((row) =>
        [...row.cells].filter((cell) => cell.offsetParent !== null).length !== 1).map((row) => row.className)"""
    assert browser.execute_script(twice) == []


def test_a_filtered_row_can_be_reached_by_the_chooser_and_by_its_address(page: Open) -> None:
    browser = page(COMPARISON)
    browser.find_element(By.CSS_SELECTOR, "label:has(#rk-show-added)").click()
    same = browser.find_element(By.CSS_SELECTOR, "tr.rk-same")
    anchor = str(same.get_attribute("id"))
    assert not same.is_displayed()
    Select(browser.find_element(By.CSS_SELECTOR, "[data-rk=jump]")).select_by_value(anchor)
    _wait(browser, lambda b: same.is_displayed() and _in_window(b, same))
    assert browser.execute_script("return location.hash") == f"#{anchor}"
    browser.find_element(By.CSS_SELECTOR, "label:has(#rk-show-added)").click()
    other = browser.find_elements(By.CSS_SELECTOR, "tr.rk-same")[-1]
    browser.execute_script("location.hash = arguments[0]", other.get_attribute("id"))
    _wait(browser, lambda b: other.is_displayed() and _in_window(b, other))


def _in_window(browser: webdriver.Chrome, element: WebElement) -> bool:
    script = "const box = arguments[0].getBoundingClientRect(); return box.top > 0 && box.top < innerHeight"
    return bool(browser.execute_script(script, element))


def test_the_page_of_a_work_compares_the_two_chosen_versions(page: Open) -> None:
    browser = page(f"{EXAMPLE}/index.html")
    form = browser.find_element(By.CSS_SELECTOR, "[data-rk=compare]")
    # In either order of the choice, the older version is on the left.
    Select(form.find_element(By.NAME, "old")).select_by_value("2020-03-27")
    Select(form.find_element(By.NAME, "new")).select_by_value("2016-09-22")
    form.find_element(By.TAG_NAME, "button").click()
    _wait(browser, lambda b: b.current_url.endswith(COMPARISON))


@pytest.mark.parametrize("version", ["2016-09-22", "2020-03-27", "2024-06-28"])
def test_the_history_shows_the_article_in_its_address(page: Open, version: str) -> None:
    browser = page(f"{EXAMPLE}/history.html#v{version}-art_5")
    lives = browser.find_elements(By.CSS_SELECTOR, ".rk-life")
    (shown,) = [life for life in lives if life.is_displayed()]
    assert shown.find_elements(By.ID, f"v{version}-art_5")
    chooser = Select(browser.find_element(By.CSS_SELECTOR, "[data-rk=life]"))
    assert chooser.first_selected_option.get_attribute("value") == shown.get_attribute("data-life")
    chooser.select_by_value("")
    assert all(life.is_displayed() for life in lives)
    chooser.select_by_value("art_1")
    assert [life.get_attribute("data-life") for life in lives if life.is_displayed()] == ["art_1"]


def test_the_checklist_is_remembered_and_shows_one_kind_at_a_time(page: Open) -> None:
    browser = page(KINDS["duties"])
    first, second = browser.find_elements(By.CSS_SELECTOR, ".rk-checklist input")[:2]
    name, other = first.get_attribute("id"), second.get_attribute("id")
    first.click()
    page(KINDS["duties"])
    assert browser.find_element(By.ID, str(name)).is_selected()
    assert not browser.find_element(By.ID, str(other)).is_selected()
    browser.find_element(By.CSS_SELECTOR, "label:has(#rk-kind-must_not)").click()
    lines = [
        line for line in browser.find_elements(By.CSS_SELECTOR, ".rk-checklist li") if line.is_displayed()
    ]
    assert lines
    assert {line.get_attribute("class") for line in lines} == {"rk-d-must_not"}
    browser.find_element(By.CSS_SELECTOR, ".rk-duties li.rk-d-must_not .rk-where a").click()
    _wait(browser, lambda b: f"{LAW}/2022-05-13.html#art_" in b.current_url)


def test_a_list_can_be_filtered(page: Open) -> None:
    browser = page("statutes/index.html")
    box = browser.find_element(By.CSS_SELECTOR, "[data-rk=filter]")
    box.send_keys("黑龙江　２０２２")
    titles = [
        item.text for item in browser.find_elements(By.CSS_SELECTOR, ".rk-list li") if item.is_displayed()
    ]
    assert len(titles) == 1
    assert "黑龙江省促进中小企业发展条例" in titles[0]
    assert browser.find_element(By.CSS_SELECTOR, "[data-rk=filtered]").text == "1 件"
    box.send_keys("没有")
    assert browser.find_element(By.CSS_SELECTOR, "[data-rk=filtered]").text == "0 件"


def test_latest_html_keeps_the_anchor_of_the_article(page: Open) -> None:
    browser = page(f"{LAW}/latest.html#art_46")
    _wait(browser, lambda b: b.current_url.endswith(f"{SEED_PAGE}#art_46"))


@pytest.mark.parametrize(
    ("day", "words", "target"),
    [
        (
            "2019-06-01",
            "现行有效：2016年9月22日通过的文本（2016年12月1日施行）",
            f"{EXAMPLE}/2016-09-22.html",
        ),
        (
            "2020-04-30",
            "现行有效：2016年9月22日通过的文本（2016年12月1日施行）",
            f"{EXAMPLE}/2016-09-22.html",
        ),
        (
            "2020-05-01",
            "现行有效：2020年3月27日修正的文本（2020年5月1日施行；2020年3月27日《关于修改〈云汀市社区市集管理条例〉的决定》）",
            f"{EXAMPLE}/2020-03-27.html",
        ),
        (
            "2016-11-30",
            "尚未生效：2016年9月22日通过的文本（2016年12月1日施行）",
            f"{EXAMPLE}/2016-09-22.html",
        ),
    ],
)
def test_the_page_of_a_work_shows_which_text_applied_on_a_day(
    page: Open, day: str, words: str, target: str | None
) -> None:
    browser = page(f"{EXAMPLE}/index.html")
    box = browser.find_element(By.CSS_SELECTOR, "[data-rk=on] input")
    browser.execute_script(
        "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input', {bubbles: true}))",
        box,
        day,
    )
    answer = browser.find_element(By.CSS_SELECTOR, "[data-rk=applied]")
    assert answer.text == words
    links = [str(link.get_attribute("href")) for link in answer.find_elements(By.TAG_NAME, "a")]
    assert [link.endswith(str(target)) for link in links] == ([True] if target else [])


def test_instant_navigation_loads_working_pages(
    browser: webdriver.Chrome, tmp_path: Path, page: Open
) -> None:
    # The theme does this only on a site at the address in its settings, so the port must be known beforehand.
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/"
    settings = (
        f"site_name: 法规\nsite_url: {address}\ntheme:\n  name: material\n  features: [navigation.instant]\n"
        "plugins:\n  - search\n  - regkit\n"
    )
    with serve(build(make_project(tmp_path, settings)), port) as served:
        page(f"{served}index.html")
        _wait(browser, lambda b: b.execute_script("return Boolean(window.document$)"))
        browser.execute_script("window.same = true")
        browser.execute_script(
            "[...document.querySelectorAll('.rk-card a')].find((a) => a.href.includes('2022-05-13')).click()"
        )
        _wait(browser, lambda b: b.find_elements(By.CSS_SELECTOR, "#art_1 + .rk-handle"))
        assert browser.execute_script("return window.same"), "the browser loaded no new document"
        browser.find_element(By.TAG_NAME, "body").send_keys("jj")
        _wait(browser, lambda b: b.current_url.endswith("#art_2"))
