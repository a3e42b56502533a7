"""The built site as a whole: every link leads somewhere, nothing asks another host, examples stay apart."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html
from markdown_it import MarkdownIt

import regkit
from regkit import Library
from regkit.site import build_navigation, build_pages
from tests.conftest import ROOT, SEED

WORKS = (*Library(ROOT / "statutes"), *Library(ROOT / "examples"))
SEED_PAGE = "statutes/heilongjiang-sme-promotion/2022-05-13"


def _pages(site: Path) -> dict[Path, html.HtmlElement]:
    return {path: html.document_fromstring(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}


def test_every_link_and_anchor_leads_somewhere(site: Path) -> None:
    pages = _pages(site)
    anchors = {path: {str(value) for value in page.xpath("//@id")} for path, page in pages.items()}
    broken = []
    for path, page in pages.items():
        if path.name == "404.html":
            continue  # its links start at the root of the site, wherever that is
        for href in map(str, page.xpath("//@href | //@src")):
            parts = urlsplit(href)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.is_file() or (
                parts.fragment
                and parts.fragment != "__skip"
                and unquote(parts.fragment) not in anchors[target]
            ):
                broken.append((path.name, href))
    assert broken == []


def test_no_page_asks_another_host_for_anything(site: Path) -> None:
    for path, page in _pages(site).items():
        fetched = page.xpath(
            "//script/@src | //img/@src | //iframe/@src | //link[not(@rel='canonical')]/@href"
        )
        assert [str(url) for url in fetched if urlsplit(str(url)).netloc] == [], path
        followed = [str(url) for url in page.xpath("//a/@href") if urlsplit(str(url)).netloc]
        assert followed == [], path


def test_no_anchor_stands_twice_on_a_page(site: Path) -> None:
    for path, page in _pages(site).items():
        ids = [str(value) for value in page.xpath("//@id")]
        assert len(ids) == len(set(ids)), path


def test_the_regulation_is_on_its_page_whole_with_an_anchor_for_every_provision(site: Path) -> None:
    law = regkit.load(SEED)
    (content,) = html.document_fromstring((site / f"{SEED_PAGE}.html").read_text("utf-8")).xpath("//article")
    for link in content.xpath(".//a[@class='headerlink']"):
        link.drop_tree()
    for address, provision in law.walk():
        (element,) = content.xpath(f".//*[@id='{address.eid}']")
        shown = regkit.without_blanks(element.text_content())
        assert shown == regkit.without_blanks((provision.label or "") + provision.text), address
    assert regkit.without_blanks(regkit.to_text(law)) in regkit.without_blanks(content.text_content())


def test_the_page_says_what_it_is_and_what_is_not_known() -> None:
    page = build_pages(WORKS, date(2026, 11, 23))[f"{SEED_PAGE}.md"]
    for words in (
        "2022年5月13日，黑龙江省第十三届人民代表大会常务委员会第三十三次会议",
        "自公布之日起施行（公布日期未收录）",
        "现行有效（截至2026年11月23日；公布日期未收录，按通过日期推定）",
        "[2011年12月8日通过的文本](2011-12-08.md)（第六十条）",
        "[《中华人民共和国中小企业促进法》](../prc-sme-promotion-law/index.md)",
    ):
        assert words in page


def test_a_version_without_text_has_a_page_that_says_so_and_how_to_add_it() -> None:
    page = build_pages(WORKS, date(2026, 11, 23))["statutes/heilongjiang-sme-promotion/2011-12-08.md"]
    assert "文本未收录" in page
    assert "regkit add 官方文本.txt --work heilongjiang-sme-promotion --date 2011-12-08" in page
    assert "**已废止**　本文本已被2022年5月13日通过的文本第六十条废止。" in page


def test_status_follows_the_day() -> None:
    before = build_pages(WORKS, date(2024, 9, 30))["examples/yunting-community-markets/2024-06-28.md"]
    after = build_pages(WORKS, date(2024, 10, 1))["examples/yunting-community-markets/2024-06-28.md"]
    assert "**尚未生效**　本文本自2024年10月1日起施行。" in before
    assert "尚未生效" not in after


def test_every_date_that_is_recorded_is_shown(tmp_path: Path) -> None:
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / "work.toml").write_text(
        'title = "示范条例"\n[[version]]\napproved = 2020-01-05\npromulgated = 2020-01-10\nin_force = 2020-03-01\n'
        'expired = 2024-01-01\n[[version.provision]]\naddress = "第十条"\nin_force = 2021-01-01\n'
        '[version.source]\ndocument = "条例.docx"\nretrieved = 2026-11-25\n',
        "utf-8",
    )
    page = build_pages(tuple(regkit.Library(tmp_path)), date(2026, 11, 23))["statutes/w/2020-01-10.md"]
    for words in (
        "| 批准 | 2020年1月5日 |",
        "| 公布日期 | 2020年1月10日 |",
        "| 施行日期 | 2020年3月1日 |",
        "| 其中第十条 | 2021年1月1日施行 |",
        "| 失效日期 | 2024年1月1日 |",
        "2026年11月25日取得",
        "| 效力级别 | 未收录 |",
    ):
        assert words in page
    assert "| 通过 |" not in page
    assert "**已废止**　本文本已于2024年1月1日失效。" in page


def test_examples_stay_apart_from_law() -> None:
    pages = build_pages(WORKS, date(2026, 11, 23))
    for path, page in pages.items():
        if path.startswith("examples/"):
            assert "rk-fictional" in page, path
            assert "虚构示例" in page.split("---")[1], path
        else:
            assert "云汀" not in page, path
    laws, examples = build_navigation(WORKS)
    assert "云汀" not in json.dumps(laws, ensure_ascii=False)
    assert "云汀" in json.dumps(examples, ensure_ascii=False)


def test_two_builds_of_one_day_are_equal(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "regkit", "build", "--out"]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1764000000"}
    trees = []
    for name in ("one", "two"):
        subprocess.run(
            [*command, str(tmp_path / name)], cwd=ROOT, env=environment, check=True, capture_output=True
        )
        files = sorted(path for path in (tmp_path / name).rglob("*") if path.is_file())
        trees.append(
            [(p.relative_to(tmp_path / name), hashlib.sha256(p.read_bytes()).hexdigest()) for p in files]
        )
    assert trees[0] == trees[1]


@pytest.mark.parametrize(
    ("mistake", "words"),
    [("title = ", "TOML"), (None, "没有文件夹")],
    ids=["broken work.toml", "missing folder"],
)
def test_a_mistake_in_the_library_stops_the_build_with_one_sentence(
    tmp_path: Path, mistake: str | None, words: str
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: x\nplugins: [regkit]\n", "utf-8")
    if mistake:
        (tmp_path / "statutes" / "x").mkdir(parents=True)
        (tmp_path / "statutes" / "x" / "work.toml").write_text(mistake, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "regkit", "build"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr


HOSTILE = '甲<script>alert(1)</script><!-- "乙" &lt; **丙** {{ 丁 }} | [戊](己) <textarea>法'


def test_names_of_works_are_text_wherever_they_are_shown(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "statutes", tmp_path / "statutes")
    (tmp_path / "statutes" / "hostile").mkdir()
    words = json.dumps(HOSTILE, ensure_ascii=False)
    (tmp_path / "statutes" / "hostile" / "work.toml").write_text(
        f"title = {words}\nrank = {words}\nauthority = {words}\n\n[[version]]\nadopted = 2020-01-01\n"
        f'kind = "制定"\nadopted_by = {words}\ndecision = {words}\napproved = 2020-01-02\napproved_by = {words}\n'
        f"expired = 2021-01-01\nexpired_by = {words}\n[version.source]\ndocument = {words}\n",
        "utf-8",
    )
    (tmp_path / "docs").mkdir()
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    config = (
        (tmp_path / "mkdocs.yml")
        .read_text("utf-8")
        .partition("\nnav:")[0]
        .replace("      examples: examples\n", "")
    )
    (tmp_path / "mkdocs.yml").write_text(config, "utf-8")
    command = [sys.executable, "-m", "regkit", "build", "--strict"]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    pages = _pages(tmp_path / "site")
    plain = html.document_fromstring((tmp_path / "site" / "404.html").read_text("utf-8"))
    scripts = len(plain.xpath("//script"))
    for path, page in pages.items():
        assert len(page.xpath("//script")) == scripts, path
        assert page.xpath("//textarea | //article//comment()") == [], path
    page = pages[tmp_path / "site" / "statutes" / "hostile" / "2020-01-01.html"]
    assert page.text_content().count(HOSTILE) >= 8
    assert HOSTILE in str(page.xpath("//meta[@name='description']/@content")[0])


def test_a_project_keeps_its_own_pages_and_overrides(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "statutes", tmp_path / "statutes")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "mine.md").write_text("# Mine\n", "utf-8")
    (tmp_path / "overrides").mkdir()
    (tmp_path / "overrides" / "404.html").write_text("my own 404", "utf-8")
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: x\ntheme: {name: material, custom_dir: overrides}\nplugins: [search, regkit]\n", "utf-8"
    )
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    home = html.document_fromstring((tmp_path / "site" / "index.html").read_text("utf-8"))
    assert "mine/" in home.xpath("//nav//a/@href")
    assert (tmp_path / "site" / "404.html").read_text("utf-8") == "my own 404"


def test_exported_pages_keep_their_anchors_in_plain_commonmark(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "regkit", "site", "export", str(tmp_path / "out")]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    exported = {
        path.relative_to(tmp_path / "out").as_posix(): path for path in (tmp_path / "out").rglob("*.md")
    }
    assert set(exported) == set(build_pages(WORKS, date(2026, 11, 23)))
    home = MarkdownIt("commonmark").render(exported["index.md"].read_text("utf-8").split("---\n", 2)[2])
    assert "examples/index.md" in html.fromstring(home).xpath("//a/@href")
    for work in WORKS:
        for version in work.versions:
            if version.statute is None:
                continue
            folder = "examples" if work.facts.fictional else "statutes"
            text = exported[f"{folder}/{work.id}/{version.adopted}.md"].read_text("utf-8")
            page = html.fromstring(MarkdownIt("commonmark").enable("table").render(text.split("---\n", 2)[2]))
            ids = [str(value) for value in page.xpath("//@id")]
            assert ids == [address.eid for address, _ in version.statute.walk()]
            assert "{ #" not in page.text_content()
            assert page.xpath("//table//td")


def test_the_plugin_needs_five_lines(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    shutil.copytree(ROOT / "statutes", tmp_path / "statutes")
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: 法规\ntheme: material\nplugins:\n  - search\n  - regkit\n", "utf-8"
    )
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-q"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "融资担保" in (tmp_path / "site" / SEED_PAGE / "index.html").read_text("utf-8")
