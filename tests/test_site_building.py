"""Building a site: any project in five lines, the same bytes for the same day, and only changed pages made anew."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from lxml import etree, html
from markdown_it import MarkdownIt

import regkit
from regkit.office import find_office
from regkit.site import THE_DAY, Catalogue, SiteItem, Templates, site_items
from tests.conftest import EXAMPLES, ROOT
from tests.sites import EXAMPLE, LAW, SEED_PAGE, build, files_of, make_project, read_page, run_in, text_of

FIVE_LINES = "site_name: 法规\ntheme: material\nplugins:\n  - search\n  - regkit\n"
DAY = date(2026, 11, 23)


def _items(library: Path | None = None, day: date = DAY) -> dict[str, SiteItem]:
    folders = [library] if library else [ROOT / "statutes", ROOT / "examples"]
    works = [work for folder in folders for work in regkit.Library(folder)]
    return {item.path: item for item in site_items(Catalogue(works, day, Templates()))}


def _content(item: SiteItem, day: date | None = None) -> html.HtmlElement:
    content = item.make().content
    if day:
        content = content.replace(THE_DAY, f"{day.year}年{day.month}月{day.day}日")
    return html.fragment_fromstring(content, create_parent="div")


def test_the_status_of_a_version_follows_the_day() -> None:
    path = f"{EXAMPLE}/2024-06-28.html"
    before, after = (
        text_of(_content(_items(day=day)[path])) for day in (date(2024, 9, 30), date(2024, 10, 1))
    )
    assert "尚未生效 本文本自2024年10月1日起施行。今天适用的是2020年3月27日修正的文本。" in before
    assert "尚未生效" not in after
    assert "现行有效" in after
    redirect = _content(_items(day=date(2024, 9, 30))[f"{EXAMPLE}/latest.html"])
    assert redirect.xpath("//a/@href") == ["2020-03-27.html"]


def test_every_recorded_date_is_shown(tmp_path: Path) -> None:
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / "work.toml").write_text(
        'title = "示范条例"\n[[version]]\napproved = 2020-01-05\npromulgated = 2020-01-10\nin_force = 2020-03-01\n'
        'expired = 2024-01-01\n[[version.provision]]\naddress = "第十条"\nin_force = 2021-01-01\n'
        '[version.source]\ndocument = "条例.docx"\nretrieved = 2026-11-25\n',
        "utf-8",
    )
    page = _content(_items(tmp_path)["statutes/w/2020-01-10.html"])
    facts = {text_of(row[0]): text_of(row[1]) for row in page.xpath(".//dl/div")}
    for name, value in {
        "批准": "2020年1月5日",
        "公布日期": "2020年1月10日",
        "施行日期": "2020年3月1日",
        "其中第十条": "2021年1月1日施行",
        "失效日期": "2024年1月1日",
        "文本来源": "条例.docx，2026年11月25日取得",
        "效力级别": "未收录",
    }.items():
        assert facts[name] == value
    assert "通过" not in facts
    (banner,) = page.xpath(".//*[contains(@class, 'rk-banner')]")
    assert text_of(banner) == "已废止 本文本已于2024年1月1日失效。"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built project with five lines of settings and one hand-written page in place of a page of regkit."""
    folder = make_project(tmp_path_factory.mktemp("five"), FIVE_LINES, works=("statutes", "examples"))
    law_folder = folder / "docs" / LAW
    law_folder.mkdir(parents=True)
    (law_folder / "duties.md").write_text("# 我们自己的清单\n", "utf-8")
    (folder / "docs" / "mine.md").write_text(f"# Mine\n\n[全文]({LAW}/2022-05-13.md#art_46)\n", "utf-8")
    build(folder)
    return folder


def test_five_lines_of_settings_build_a_site_with_stable_addresses(project: Path) -> None:
    site = project / "site"
    assert "融资担保" in (site / SEED_PAGE).read_text("utf-8")
    assert (site / "mine" / "index.html").is_file(), "MkDocs gives the other pages addresses of directories"
    assert read_page(site / "mine" / "index.html").xpath(
        f"//article//a/@href[contains(., '{SEED_PAGE}#art_46')]"
    )
    home = read_page(site / "index.html")
    assert home.xpath("//nav//a[contains(@href, 'mine/')]")
    assert not (site / EXAMPLE).exists(), "the settings do not ask for examples"
    for page in (home, read_page(site / SEED_PAGE), read_page(site / "mine" / "index.html")):
        loaded = [str(address) for address in page.xpath("//link[@rel='stylesheet']/@href | //script/@src")]
        assert loaded
        assert [address for address in loaded if "//" in address] == [], (
            "the theme would load fonts from another host"
        )
        assert page.get("lang") == "zh"


def test_a_page_of_the_project_replaces_a_page_of_regkit(project: Path) -> None:
    duties = project / "site" / LAW / "duties.html"
    assert "我们自己的清单" in text_of(read_page(duties))
    assert "duties.html" in read_page(project / "site" / SEED_PAGE).xpath("//a/@href")


def test_cached_pages_get_the_current_tabs(project: Path) -> None:
    (project / "docs" / "mine.md").write_text("# Renamed\n", "utf-8")
    page = read_page(build(project) / SEED_PAGE)
    assert "Renamed" in {text_of(link) for link in page.xpath("//nav//a")}


def test_a_project_can_override_templates_and_the_theme(tmp_path: Path) -> None:
    make_project(
        tmp_path,
        "site_name: x\nsite_url: https://example.org/law/\ntheme: {name: material, custom_dir: own}\n"
        "plugins: [search, regkit]\n",
    )
    (tmp_path / "own" / "regkit").mkdir(parents=True)
    (tmp_path / "own" / "404.html").write_text("my own 404", "utf-8")
    (tmp_path / "own" / "main.html").write_text(
        '{% extends "regkit.html" %}{% block announce %}本站公告{% endblock %}', "utf-8"
    )
    (tmp_path / "own" / "regkit" / "latest.html").write_text(
        '<p>看<a id="rk-goto" href="{{ target }}">{{ work.title }}</a></p>', "utf-8"
    )
    site = build(tmp_path)
    assert (site / "404.html").read_text("utf-8") == "my own 404"
    assert "本站公告" in text_of(read_page(site / SEED_PAGE))
    assert "search.js" in "".join(read_page(site / SEED_PAGE).xpath("//script/@src"))
    assert (
        text_of(read_page(site / LAW / "latest.html").xpath("//article")[0])
        == "看黑龙江省促进中小企业发展条例"
    )
    # The address of the site is used in the sitemap, in canonical links, in linked data and in the feed.
    base = "https://example.org/law/"
    listed = {
        str(location)
        for location in etree.parse(str(site / "sitemap.xml")).xpath("//*[local-name()='loc']/text()")
    }
    assert {f"{base}{SEED_PAGE}", f"{base}statutes/", base, f"{base}{LAW}/2011-12-08.html"} <= listed | {
        address.removesuffix("index.html") for address in listed
    }
    page = read_page(site / SEED_PAGE)
    assert page.xpath("//link[@rel='canonical']/@href") == [base + SEED_PAGE]
    (data,) = page.xpath("//script[@type='application/ld+json']/text()")
    assert json.loads(data)["@id"] == base + SEED_PAGE
    links = etree.parse(str(site / "feed.xml")).xpath("//*[local-name()='link']/@href")
    assert links
    assert all(str(link).startswith(base) for link in links)


def test_builds_of_the_same_day_are_identical_with_and_without_cache(tmp_path: Path) -> None:
    make_project(
        tmp_path,
        (ROOT / "mkdocs.yml").read_text("utf-8").partition("\nnav:")[0],
        works=("statutes", "examples"),
    )
    first = files_of(build(tmp_path, day=DAY))
    assert list((tmp_path / ".cache" / "regkit").rglob("*")), "finished pages are cached"
    again = files_of(build(tmp_path, day=DAY))
    assert _differing_names(first, again) == []
    shutil.rmtree(tmp_path / ".cache")
    without_cache = files_of(build(tmp_path, day=DAY))
    assert _differing_names(first, without_cache) == []


def test_a_build_on_the_next_day_changes_only_the_date(tmp_path: Path) -> None:
    make_project(tmp_path, FIVE_LINES)
    before = files_of(build(tmp_path, day=DAY))
    cached_before = _cached_files(tmp_path)
    after = files_of(build(tmp_path, day=DAY + timedelta(days=1)))
    data = [name for name in after if name.startswith("api/")]
    assert len(_cached_files(tmp_path) - cached_before) <= len(data), "the data contain the day too"
    for name in (SEED_PAGE, "index.html", f"{LAW}/duties.html"):
        assert "截至2026年11月23日" in before[name].decode("utf-8")
        assert "截至2026年11月24日" in after[name].decode("utf-8")
        assert "截至2026年11月23日" not in after[name].decode("utf-8")


def _differing_names(old: dict[str, bytes], new: dict[str, bytes]) -> list[str]:
    """The files that differ or exist on one side only; sitemap.xml.gz is not compared."""
    names = (name for name in sorted({*old, *new}) if name != "sitemap.xml.gz")
    return [name for name in names if old.get(name) != new.get(name)]


def _inputs(library: Path) -> Iterator[tuple[str, str]]:
    for item in _items(library).values():
        yield item.path, item.inputs
        for file in item.files:
            yield file.path, file.inputs


def test_a_change_in_one_law_rebuilds_only_what_depends_on_it(tmp_path: Path) -> None:
    make_project(tmp_path, FIVE_LINES)
    citing = tmp_path / "statutes" / "citing"
    citing.mkdir()
    (citing / "work.toml").write_text(
        'title = "示范市集市办法"\n[[version]]\nadopted = 2025-01-01\nkind = "制定"\n', "utf-8"
    )
    (citing / "2025-01-01.txt").write_text(
        "示范市集市办法\n第一条　依照《云集市集市条例》第一条办理。\n", "utf-8"
    )
    for name, words in (("cited", "云集市集市条例"), ("apart", "云集市摊位条例")):
        (tmp_path / "statutes" / name).mkdir()
        (tmp_path / "statutes" / name / "work.toml").write_text(
            f'title = "{words}"\n[[version]]\nadopted = 2020-01-01\nkind = "制定"\n', "utf-8"
        )
        (tmp_path / "statutes" / name / "2020-01-01.txt").write_text(f"{words}\n第一条　示范甲。\n", "utf-8")
    build(tmp_path, day=DAY)
    before, cached_before = dict(_inputs(tmp_path / "statutes")), _cached_files(tmp_path)
    text = tmp_path / "statutes" / "cited" / "2020-01-01.txt"
    text.write_text("云集市集市条例\n第一条　示范乙。\n", "utf-8")
    site = build(tmp_path, day=DAY)
    after = dict(_inputs(tmp_path / "statutes"))
    changed = {path for path in after if before[path] != after[path]}
    assert changed == {
        *(path for path in after if path.startswith(("statutes/cited/", "api/works/cited"))),
        "statutes/citing/2025-01-01.html",
        "api/index.json",
        "feed.xml",
    }
    # Of each page two things are cached: its content and the whole page.
    expected = len(changed) + sum(path.endswith(".html") for path in changed)
    assert len(_cached_files(tmp_path) - cached_before) == expected, "nothing else was made"
    preview = text_of(read_page(site / "statutes/citing/2025-01-01.html").xpath("//template")[0])
    assert "示范乙。" in preview


def _cached_files(project: Path) -> set[str]:
    return {path.as_posix() for path in (project / ".cache" / "regkit").rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("mistake", "words"),
    [("title = ", "TOML"), (None, "没有文件夹")],
    ids=["broken work.toml", "missing folder"],
)
def test_a_mistake_in_the_library_stops_the_build_with_one_sentence(
    tmp_path: Path, mistake: str | None, words: str
) -> None:
    make_project(tmp_path, "site_name: x\nplugins: [regkit]\n", works=())
    if mistake:
        (tmp_path / "statutes" / "x").mkdir(parents=True)
        (tmp_path / "statutes" / "x" / "work.toml").write_text(mistake, "utf-8")
    done = run_in(tmp_path, "regkit", "build")
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("works", [1, 40])
def test_a_ruling_on_a_missing_provision_stops_the_build_with_one_sentence(
    tmp_path: Path, works: int
) -> None:
    make_project(tmp_path, FIVE_LINES, works=())
    for number in range(works):
        folder = tmp_path / "statutes" / f"w{number}"
        folder.mkdir(parents=True)
        (folder / "work.toml").write_text(
            f'title = "示范条例{number}"\n[[version]]\nadopted = 2020-01-05\n[[version]]\nadopted = 2022-01-05\n',
            "utf-8",
        )
        (folder / "2020-01-05.txt").write_text("第一条　为了示范，制定本条例。\n", "utf-8")
        (folder / "2022-01-05.txt").write_text("第一条　为了示范管理，制定本条例。\n", "utf-8")
    (folder / "2022-01-05.rulings.toml").write_text('together = [["第九条", "第一条"]]\n', "utf-8")
    done = run_in(tmp_path, "regkit", "build")
    assert done.returncode == 1
    assert "2022-01-05.rulings.toml" in done.stderr
    assert "第九条" in done.stderr
    assert "Traceback" not in done.stderr


def _words(element: html.HtmlElement) -> str:
    return regkit.without_whitespace(str(element.text_content()))


def test_exported_pages_are_markdown_with_front_matter(tmp_path: Path) -> None:
    done = run_in(ROOT, "regkit", "site", "export", tmp_path / "out", day=DAY)
    assert done.returncode == 0, done.stderr
    out = tmp_path / "out"
    items = _items()
    assert {path.relative_to(out).as_posix() for path in out.rglob("*.md")} == {
        path.removesuffix(".html") + ".md" for path in items
    }
    for path, item in items.items():
        before_head, head, body = (
            (out / f"{path.removesuffix('.html')}.md").read_text("utf-8").split("---\n", 2)
        )
        assert before_head == ""
        assert yaml.safe_load(head)["title"] == item.title
        assert yaml.safe_load(head)["description"]
        shown = html.document_fromstring(MarkdownIt("commonmark").render(body))
        assert _words(shown) == _words(_content(item, DAY)), "a Markdown generator changes no word of it"
        assert shown.xpath("//@id") == _content(item).xpath(".//@id")
    for name in ("feed.xml", "api/index.json", f"{LAW}/2022-05-13.docx", "assets/regkit/regkit.css"):
        assert (out / name).is_file()
    law = regkit.load(EXAMPLES[-1])
    page = html.fragment_fromstring(items[f"{EXAMPLE}/2024-06-28.html"].make().content, create_parent="div")
    assert page.xpath(".//*[@class='rk-law']//@id") == [address.eid for address, _ in law.walk()]


def test_pdf_files_are_offered_where_libreoffice_is_installed(tmp_path: Path) -> None:
    project = make_project(tmp_path, FIVE_LINES.replace("  - regkit\n", "  - regkit:\n      pdf: true\n"))
    if find_office() is None:
        done = run_in(project, "mkdocs", "build")
        assert done.returncode == 1
        assert "pdf: true 要用 LibreOffice；请先安装它，或者从 mkdocs.yml 中去掉这一行。" in done.stderr
        return
    site = build(project)
    page = html.document_fromstring((site / f"{LAW}/2022-05-13.html").read_bytes())
    assert page.xpath("//a[@download]/@href").count("2022-05-13.pdf") == 1
    assert regkit.load(site / f"{LAW}/2022-05-13.pdf").title == "黑龙江省促进中小企业发展条例"


def test_an_index_of_many_laws_is_split_into_pages_small_enough_for_a_phone(tmp_path: Path) -> None:
    for number in range(60):
        folder = tmp_path / f"w{number}"
        folder.mkdir()
        (folder / "work.toml").write_text(
            f'title = "示范条例{number}"\n[[version]]\nadopted = 2020-01-05\n', "utf-8"
        )
        lines = [
            f"第{regkit.to_chinese(number)}条　示范{regkit.to_chinese(number)}部门应当公布信息。"
            for number in range(1, 41)
        ]
        (folder / "2020-01-05.txt").write_text("\n".join(lines) + "\n", "utf-8")
    items = {path: item for path, item in _items(tmp_path).items() if path.startswith("actors/")}
    assert set(items) == {"actors/index.html", "actors/s.html", "actors/s2.html"}
    listed: list[str] = []
    for path in ("actors/s.html", "actors/s2.html"):
        page = _content(items[path])
        listed += [text_of(entry) for entry in page.xpath("//*[@id='rk-actors']//li/span[1]")]
        assert len(page.xpath("//li//span[2]/a")) <= 1500
        assert [str(letter) for letter in page.xpath("//nav[@aria-label='按首字母']//a/text()")] == [
            "S",
            "S2",
        ]
    assert len(listed) == len(set(listed)) == 40, "everybody is listed exactly once"


def _with_texts(library: Path, count: int) -> dict[str, SiteItem]:
    """The pages of a site with one law that has `count` texts, one a year from 2001 on."""
    folder = library / f"w{count}"
    folder.mkdir(parents=True)
    years = range(2001, 2001 + count)
    versions = "".join(f"[[version]]\nadopted = {year}-01-05\n" for year in years)
    (folder / "work.toml").write_text(f'title = "示范条例"\n{versions}', "utf-8")
    for year in years:
        text = f"第一条　摊位费为每日{year}元。\n第二条　摊位应当备案。\n"
        (folder / f"{year}-01-05.txt").write_text(text, "utf-8")
    return _items(library)


def test_of_few_texts_all_pairs_are_compared_and_of_many_neighbours_and_the_latest(tmp_path: Path) -> None:
    few = _with_texts(tmp_path / "few", 12)
    many = _with_texts(tmp_path / "many", 14)
    assert sum("/compare/" in path for path in few) == 66
    compared = {path.rpartition("/")[2] for path in many if "/compare/" in path}
    following = {f"{year}-01-05_{year + 1}-01-05.html" for year in range(2001, 2014)}
    latest = {f"{year}-01-05_2014-01-05.html" for year in range(2001, 2014)}
    assert compared == following | latest
    pages = [path for path in many if path.startswith("statutes/w14/") and path.endswith(".html")]
    assert len(pages) > 40
    for path in pages:
        page = _content(many[path])
        assert not page.xpath("//form[@data-rk='compare']"), "the form would offer pairs without a page"
        targets = {str(address).rpartition("/")[2].partition("#")[0] for address in page.xpath("//a/@href")}
        assert {target for target in targets if "_" in target and target.endswith(".html")} <= compared, path
    assert _content(few["statutes/w12/index.html"]).xpath("//form[@data-rk='compare']")


def test_the_drawer_links_into_nested_sections(tmp_path: Path) -> None:
    project = make_project(tmp_path, FIVE_LINES + "nav:\n  - 说明:\n      - 一:\n          - 二: deep.md\n")
    (project / "docs" / "deep.md").write_text("# 二\n", "utf-8")
    site = build(project)
    links = read_page(site / SEED_PAGE).xpath("//nav[@aria-label='网站']//a")
    (deep,) = [str(link.get("href")) for link in links if text_of(link) == "说明"]
    assert (site / SEED_PAGE).parent.joinpath(deep, "index.html").is_file()


def test_a_theme_other_than_material_is_refused_in_one_sentence(tmp_path: Path) -> None:
    project = make_project(tmp_path, FIVE_LINES.replace("theme: material\n", ""))
    done = run_in(project, "mkdocs", "build")
    assert done.returncode == 1
    assert "请在 mkdocs.yml 中写 theme: material。" in done.stderr
    assert not (project / "site").exists()
