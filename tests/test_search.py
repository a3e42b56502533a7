"""The search of the site over its index: which results are found, in which order, what is reported, and what is loaded."""

from __future__ import annotations

import functools
import http.server
import json
import random
import shutil
import subprocess
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from selenium import webdriver
from selenium.webdriver.support.ui import WebDriverWait

import regkit
from regkit import Level
from regkit.assets import join_parts
from regkit.library import Version, VersionFacts, Work, WorkFacts
from regkit.site import OWN, Catalogue, Templates
from regkit.site.finding import search_pages
from regkit.site.search import SearchPage, SearchUnit, search_files
from regkit.site.search.folding import compact
from tests.conftest import ROOT

MANIFEST = "assets/search/manifest.js"


class Answer(NamedTuple):
    items: list[list[dict[str, Any]]]
    tally: dict[str, Any]
    meta: str
    files: dict[str, int]
    milliseconds: float

    @property
    def locations(self) -> list[str]:
        return [doc["location"] for group in self.items for doc in group if doc["score"] > 0]


def _page(
    name: str, title: str, *units: tuple[str, str, str], boost: float = 1, work: str = ""
) -> SearchPage:
    return SearchPage(f"{name}.html", title, boost, [SearchUnit(*unit) for unit in units], work or name)


def _write(pages: Iterable[SearchPage], folder: Path) -> Path:
    for path, content in search_files(pages):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def _node(folder: Path, **request: Any) -> dict[str, Any]:
    node = shutil.which("node")
    if not node:
        pytest.skip("node is not installed")
    command = [node, str(ROOT / "tests" / "search_page.mjs"), str(folder)]
    done = subprocess.run(
        command, input=json.dumps(request), capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def _ask(folder: Path, *queries: str, **rest: Any) -> list[Answer]:
    return [Answer(**answer) for answer in _node(folder, queries=queries, **rest)["answers"]]


def test_the_search_over_the_documents_of_the_theme() -> None:
    node = shutil.which("node")
    if not node:
        pytest.skip("node is not installed")
    command = [node, "--test", str(ROOT / "tests" / "search_test.mjs")]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout


def test_the_index_folds_characters_as_the_page_does(tmp_path: Path) -> None:
    # Characters already assigned fold the same in every Unicode version; newer ones may be unknown to Python or to node.
    known = [chr(code) for code in range(1, 0x10000) if unicodedata.category(chr(code)) != "Cn"]
    unusual = [
        "总　则", "第 23 条", "GB 2312　标准", "Ａ Ｂ", " 甲 ", "a\n b", "a \n", "\r\n甲\r乙", "甲\u2028乙", "a\u0085b", "a\x1cb",
        "融\u200b资\ufeff\u00ad\u2060", "ﬁﬂﬃ", "㈠①㍿㌀", "豈更車\uf900\ufad0\U0002f800", "𠮷野 𠮷", "é e\u0301 が", "İIıſΣς", "\ud842", "\udfb7x\ud842", "&amp; <b>",
    ]  # fmt: skip
    folded = _node(tmp_path, texts=[*known, *unusual])["compact"]
    differences = [
        (text, units)
        for text, units in zip([*known, *unusual], folded, strict=True)
        if units is not None and [ord(char) for char in compact(text)] != units
    ]
    assert folded.count(None) < 1000
    assert differences == []


def test_numbers_are_found_however_they_are_written(tmp_path: Path) -> None:
    pairs = [
        ("第23条", "第二十三条"), ("23条", "第二十三条"), ("２３条", "第二十三条"), ("第120条之1", "第一百二十条之一"), ("第2分编", "第二分编"),
        ("第(4)项", "第四项"), ("第36条第1款第2项", "第三十六条第一款第（二）项"), ("第二十三条", "第２３条"), ("第 1260 条", "第一千二百六十条"),
        ("总则", "总　则"), ("abc股", "ＡＢＣ股"), ("GB", "ＧＢ"), ("𠮷", "𠮷"), ("𠮷田", "𠮷田"), ("甲&乙", "甲&乙"), ("<b>", "<b>"), ("项", "项"),
    ]  # fmt: skip
    others = ["第一百二十三条", "第一百二十条之十", "&amp;lt;", "总\n则", "第二百零三条"]
    pages = [_page(f"p{number}", "甲", ("u", "", f"依{text}。")) for number, (_, text) in enumerate(pairs)]
    other = _page("other", "甲", *((f"u{i}", "", text) for i, text in enumerate(others)))
    folder = _write([*pages, other], tmp_path)
    for index, ((query, text), answer) in enumerate(
        zip(pairs, _ask(folder, *(p[0] for p in pairs)), strict=True)
    ):
        assert not [location for location in answer.locations if "other" in location], query
        shown = next(doc for group in answer.items for doc in group if doc["location"] == f"p{index}.html#u")
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        assert shown["text"] == f"依<mark>{escaped}</mark>。"


MARKETS = [
    _page("a", "集市条例", ("art_1", "第一条", "摊主依照第二十三条。"), ("art_23", "第二十三条　示范", "摊位"), work="a"),
    _page("b", "示范办法", ("", "示范办法", "二〇二〇年公布"), ("art_23", "第二十三条", "摊主，摊主"), ("art_2", "第二条", "依《集市条例》第二十三条。"),
          ("art_123", "第一百二十三条", "无"), boost=2),
    _page("c", "示范", ("art_223", "第二百二十三条", "无"), ("art_23-1", "第二十三条之一", "无"), boost=0.5),
]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "locations"),
    [
        ("摊主", ["b.html#art_23", "a.html#art_1"]),
        ("第23条", ["b.html#art_23", "b.html#art_2", "a.html#art_23", "a.html#art_1", "c.html#art_23-1"]),
        ("第23条第2款", ["b.html#art_23", "a.html#art_23"]),
        ("23条之1", ["c.html#art_23-1"]),
        ("集市条例 第23条", ["b.html#art_2", "a.html#art_23", "a.html#art_1"]),
        ("《集市条例》第23条", ["b.html#art_2"]),
        ("集市条例第23条", ["a.html#art_23", "a.html#art_1", "b.html#art_2"]),
        ("示范", ["c.html", "b.html", "a.html#art_23"]),
        ("示范 公布", ["b.html"]),
        ("示 摊", ["b.html#art_23", "a.html#art_23"]),
        ("没有", []),
        ("主摊", []),
        ("集市条例 没有", []),
        ("", []),
        (" 　", []),
    ],
)
def test_results_and_their_order(tmp_path: Path, query: str, locations: list[str]) -> None:
    (answer,) = _ask(_write(MARKETS, tmp_path), query)
    if query.startswith("集市条例"):
        assert sorted(answer.locations) == sorted(locations)
    else:
        assert answer.locations == locations
    assert (answer.tally["units"], answer.tally["complete"], answer.tally["failed"]) == (
        len(locations),
        True,
        False,
    )
    for group in answer.items:
        path = group[0]["location"].partition("#")[0]
        assert sum(doc["location"] == path for doc in group) == 1


def test_guides_and_laws_are_ranked_together(tmp_path: Path) -> None:
    docs = [
        {"location": "guide/", "title": "摊主", "text": "<p>使用</p>"},
        {"location": "guide/#x", "title": "甲", "text": "摊主"},
    ]
    (answer,) = _ask(_write(MARKETS, tmp_path), "摊主", docs=docs)
    assert answer.locations == ["guide/", "guide/#x", "b.html#art_23", "a.html#art_1"]


def test_versions_in_force_rank_first_then_newer_ones_and_examples_last() -> None:
    law = regkit.parse("示范条例\n第一条　渡口应当设置岸桩。")
    days = [date(2000, 1, 1), date(2010, 1, 1), date(2020, 1, 1), date(2030, 1, 1)]
    versions = tuple(Version(VersionFacts(adopted=day, in_force=day), law) for day in days)

    def work(name: str, *, fictional: bool) -> Work:
        facts = WorkFacts(
            title="示范条例", version=tuple(version.facts for version in versions), fictional=fictional
        )
        return Work(name, facts, versions)

    works = [work("example", fictional=True), work("law", fictional=False)]
    pages = list(search_pages(Catalogue(works, date(2025, 1, 1), Templates())))
    by_boost = sorted(pages, key=lambda page: -page.boost)
    assert [
        page.path.removesuffix(".html").rpartition("/")[2] for page in by_boost if page.work == "law"
    ] == [
        "2020-01-01",
        "2030-01-01",
        "2010-01-01",
        "2000-01-01",
    ]
    assert [page.work for page in by_boost] == ["law"] * 4 + ["example"] * 4
    assert by_boost[0].boost >= 2 * by_boost[1].boost


def test_a_site_without_laws_has_an_index_too(tmp_path: Path) -> None:
    docs = [{"location": "guide/", "title": "摊主", "text": ""}]
    answers = _ask(_write([], tmp_path), "摊主", "没有", docs=docs)
    assert [answer.locations for answer in answers] == [["guide/"], []]
    assert not any(answer.tally["failed"] for answer in answers)


def test_text_repeated_by_later_pages_of_a_work_is_found_on_the_first(tmp_path: Path) -> None:
    old = [("art_1", "第一条", "集市开放。"), ("art_2", "第二条", "摊主登记。")]
    new = [("art_1", "第一条", "集市开放。"), ("art_3", "第二条", "摊主备案。")]
    pages = [
        _page("new", "新", *new, work="w"),
        _page("old", "旧", *old, work="w"),
        _page("other", "他", *old, work="v"),
    ]
    answers = _ask(_write(pages, tmp_path), "集市", "登记")
    assert [answer.locations for answer in answers] == [
        ["new.html#art_1", "other.html#art_1"],
        ["old.html#art_2", "other.html#art_2"],
    ]


HOSTILE = "</script><script>alert(1)</script><!-- \u2028\u2029 \"'\\ ${x} ` \ud842 &amp; \x00 __proto__ 摊主"


def test_hostile_texts_stay_data(tmp_path: Path) -> None:
    page = SearchPage("p.html", HOSTILE, 1, [SearchUnit("x", HOSTILE, HOSTILE)], HOSTILE)
    for _, content in search_files([page]):
        assert not {"<", "\u2028", "\u2029"} & set(content.decode("utf-8"))
    for query in ("摊主", "alert(1)", "proto", "&amp;", "</script>"):
        (answer,) = _ask(_write([page], tmp_path), query)
        assert sorted(answer.locations) == ["p.html", "p.html#x"], query
        for doc in answer.items[0]:
            assert "<" not in (doc["title"] + doc["text"]).replace("<mark>", "").replace("</mark>", "")


def _random_pages(count: int) -> list[SearchPage]:
    """Pages of invented laws made of few words, so that searches find many pages and many near misses."""
    draw, words = (
        random.Random(3),
        [
            "集市",
            "摊主",
            "摊位",
            "示范",
            "主管",
            "部门",
            "登记",
            "备案",
            "应当",
            "可以",
            "罚款",
            "管理",
            "的",
            "和",
            "不",
        ],
    )

    def text(length: int) -> str:
        return "".join(draw.choice(words) for _ in range(length))

    return [
        _page(
            f"p{i}",
            f"示范{text(2)}条例",
            *((f"u{n}", f"第{n}条", text(40)) for n in range(1, 21)),
            boost=draw.choice([1, 2]),
        )
        for i in range(count)
    ]


def _locations_with(pages: Sequence[SearchPage], words: Sequence[str]) -> set[str]:
    """The pages and units that contain all words, found by plain search; the texts contain nothing to fold or renumber."""
    locations = set()
    for page in pages:
        if all(word in page.title for word in words):
            locations.add(page.path)
        for unit in page.units:
            in_unit = [word in unit.title or word in unit.text for word in words]
            if any(in_unit) and all(
                in_this_unit or word in page.title for in_this_unit, word in zip(in_unit, words, strict=True)
            ):
                locations.add(f"{page.path}#{unit.anchor}")
    return locations


def test_the_index_finds_the_same_as_a_search_through_all_texts(tmp_path: Path) -> None:
    pages = _random_pages(120)
    folder = _write(pages, tmp_path)
    queries = [
        "集", "的", "集市", "主摊", "摊主摊位", "登记备案罚款", "不不不不不", "集市 罚款", "示范 管理", "示范集市", "的的 和和 不不", "摊主应当登记备案", "市集市集市",
    ]  # fmt: skip
    for query, answer in zip(queries, _ask(folder, *queries), strict=True):
        expected, tally = _locations_with(pages, query.split()), answer.tally
        assert set(answer.locations) <= expected, query
        assert tally["units"] == len(expected) if tally["exact"] else tally["units"] >= len(expected), query
        assert set(answer.locations) == expected or not tally["complete"], query
        if all(len(word) <= 2 for word in query.split()):
            assert tally["exact"], query
        assert tally["shown"] == len(answer.items) <= 30
        assert all(len(group) <= 20 for group in answer.items)
        assert len(answer.files) <= 60
    (answer,) = _ask(folder, "集市")
    total = len(_locations_with(pages, ["集市"]))
    assert answer.meta == f"共有 {total:,} 条命中，显示最相关的 30 件"


def test_unread_units_are_not_reported_as_missing(tmp_path: Path) -> None:
    # The pages contain every pair of characters of the query, but not the query itself.
    pages = [_page(f"p{i}", "示范", ("u", "", f"市摊，摊主，主市{i}" + "无" * 11000)) for i in range(40)]
    (answer,) = _ask(_write(pages, tmp_path), "市摊主市")
    assert (answer.locations, answer.tally["complete"], answer.tally["exact"]) == ([], False, False)
    assert answer.meta.startswith("查看过的条文里没有找到，还有约 8 条没有查看")


def test_a_missing_file_of_the_index_is_reported(tmp_path: Path) -> None:
    for kind in "bs":
        folder = _write(MARKETS, tmp_path / kind)
        for file in (folder / MANIFEST).parent.glob(f"{kind}*.js"):
            file.unlink()
        (answer,) = _ask(folder, "摊主")
        assert answer.tally["failed"]
        assert "没有载入" in answer.meta


def test_an_open_page_still_finds_results_after_the_site_is_published_anew(tmp_path: Path) -> None:
    pages = [*_random_pages(60), _page("d", "丁", ("u", "第一条", "夜市"))]
    old = _write(pages, tmp_path / "old")
    new = _write([*pages, _page("e", "戊", ("u", "第一条", "早市的摊主登记"))], tmp_path / "new")
    _, after, answer = _ask(old, "夜市", "摊主登记", "早市", then=str(new))
    assert not after.tally["failed"]
    assert answer.locations == ["e.html#u"]


def test_equal_pages_give_equal_files_and_changed_files_get_new_names() -> None:
    first, second = (list(search_files(_random_pages(30))) for _ in range(2))
    assert first == second
    changed = dict(search_files([*_random_pages(29), _page("p29", "示范", ("u", "", "另"))]))
    same_name = [path for path, content in first if path in changed and changed[path] != content]
    assert same_name == [MANIFEST]
    assert len({path for path, _ in first}) == len(first)
    assert all(path.startswith("assets/search/") for path, _ in first)


def test_pages_are_consumed_while_files_are_written() -> None:
    taken = []

    def pages() -> Iterator[SearchPage]:
        for page in _random_pages(60):
            taken.append(page.path)
            yield page

    next(search_files(pages()))
    assert 0 < len(taken) < 60


def test_files_are_small_and_a_query_loads_little(corpus: list[Path], tmp_path: Path) -> None:
    def pages() -> Iterator[SearchPage]:
        for number, file in enumerate(corpus):
            law = regkit.load(file)
            units = [
                SearchUnit(address.eid, article.label or "", "\n".join(_lines(article)))
                for address, article in law.walk()
                if article.level is Level.ARTICLE
            ]
            yield SearchPage(f"{number}.html", law.title or file.stem, 1, units, str(number))

    folder = _write(pages(), tmp_path)
    assert max(file.stat().st_size for file in folder.rglob("*.js")) < 256 * 1024
    for answer in _ask(folder, "的", "融资", "应急预案", "第23条", "促进条例 第23条", "融资 担保"):
        assert answer.locations
        assert sum(answer.files.values()) < 2 * 1024 * 1024


def _lines(provision: regkit.Provision) -> Iterator[str]:
    for below in provision.children:
        yield (below.label or "") + below.text
        yield from _lines(below)


PAGE = """<!doctype html><meta charset="utf-8"><title>检索</title><link rel="icon" href="data:,">
<input data-md-component="search-query"><p class="md-search-result__meta"></p>
<script id="__config" type="application/json">{"base": ".", "search": "none.js"}</script>
<script src="assets/regkit/search.js"></script>
<script>
  const worker = new Worker(JSON.parse(document.getElementById('__config').textContent).search);
  worker.addEventListener('message', ({ data }) => { window.received = data; });
  worker.postMessage({ type: 0, data: { config: {}, docs: [] } });
</script>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text(PAGE, "utf-8")
    shutil.copytree(OWN / "assets", tmp_path / "assets")
    join_parts(tmp_path)
    return _write([*MARKETS, *_random_pages(40)], tmp_path)


@pytest.fixture
def addresses(folder: Path) -> Iterator[list[str]]:
    """The address of the page on a server and on the disk."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is inherited
            pass

    handler = functools.partial(Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield [f"http://127.0.0.1:{running.server_port}/index.html", (folder / "index.html").as_uri()]
        running.shutdown()


@pytest.mark.browser
def test_the_search_works_from_a_server_and_from_a_disk(
    browser: webdriver.Chrome, addresses: list[str]
) -> None:
    for address in addresses:
        browser.get_log("browser")
        browser.get(address)
        script = """const query = arguments[0]; window.received = null;
            document.addEventListener('regkit-search', ({detail}) => { window.tally = detail; }, {once: true});
            worker.postMessage({type: 2, data: query});"""
        browser.execute_script(script, "集市条例 第23条")
        results = WebDriverWait(browser, 15).until(
            lambda b: b.execute_script(
                "return window.received && window.received.type === 3 && window.received.data"
            )
        )
        assert sorted(doc["location"] for group in results["items"] for doc in group if doc["score"] > 0) == [
            "a.html#art_1",
            "a.html#art_23",
            "b.html#art_2",
        ]
        tally, meta, scripts = browser.execute_script(
            "return [window.tally, document.querySelector('p').textContent, document.scripts.length]"
        )
        assert tally["complete"]
        assert meta == "共有 3 条命中，见于 2 件"
        assert scripts == 3, "scripts loaded for the search are removed from the page"
        assert [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"] == []
