"""Finding citations, resolving them to provisions, and following them through a library."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import regkit
from regkit import CitationKind, Reach, Reason, References, Statute, find_citations
from regkit.library import read_works
from regkit.model.source_map import SourceMap
from tests.conftest import ROOT, SEED
from tests.strategies import FRAGMENTS
from tests.test_cli import run

SAMPLES = sorted((ROOT.parent / "shared" / "examples" / "citations").glob("*.txt"))
texts = st.lists(
    st.sampled_from([*FRAGMENTS, "前款", "本条例", "《示范法》", "第三条", "违反第二款"]), max_size=30
)


def citations_in(text: str) -> list[tuple[str, str, list[str]]]:
    """The citations of a text, without the vague ones: words, kind, targets."""
    return [
        (citation.text, citation.kind.value, [str(target) for target in citation.targets])
        for citation in find_citations(regkit.parse(text))
        if citation.kind is not CitationKind.VAGUE
    ]


@pytest.mark.parametrize(
    ("words", "text", "targets"),
    [
        ("前款", "第一条　甲。\n乙。\n依照前款处罚。", ["第一条第二款"]),
        ("前两款", "第一条　甲。\n乙。\n依照前两款处罚。", ["第一条第一款", "第一条第二款"]),
        ("前条第一款", "第一条　甲。\n第二条　依照前条第一款处罚。", ["第一条第一款"]),
        ("本条例第二条至第四条", "第一条　依照本条例第二条至第四条。\n第二条　甲。\n第三条　乙。\n第三条之一　丙。\n第四条　丁。", ["第二条", "第三条", "第三条之一", "第四条"]),
        ("第一、二项", "第一条　有下列情形：\n（一）甲；\n（二）乙。\n有第一、二项情形的，处罚。", ["第一条第一款第（一）项", "第一条第一款第（二）项"]),
        ("第二款", "第一条　甲。\n乙。\n第二条　违反第一条第一款规定的，警告；违反第二款规定的，罚款。", ["第一条第二款"]),
        ("本章", "第一章　总则\n第一条　依照本章办理。", ["第一章"]),
        ("本条第一款", "第一条　甲。\n违反本条第一款规定的，处罚。", ["第一条第一款"]),
        ("本条第（一）项", "第一条　甲：\n（一）乙；\n（二）丙。\n丁：\n（一）戊；\n（二）依照本条第（一）项处罚。", ["第一条第二款第（一）项"]),
        ("本条第（二）项", "第一条　甲：\n（一）乙；\n（二）丙。\n依照本条第（二）项处罚。", ["第一条第一款第（二）项"]),
        ("第一条", "第一条　甲。\n第二条　乙。\n附件一：章程\n第一条　丙。\n第二条　依照第一条办理。", ["附件一第一条"]),
        ("第一条", "第一条　甲。\n第二条　依照第一条办理。\n附件一：章程\n第一条　丙。", ["第一条"]),
        ("第一条第（一）项", "第一条　甲：\n（一）乙；\n（二）丙。\n丁：\n（一）戊；\n（二）己。\n第二条　庚。\n依照第一条第（一）项处罚。", ["第一条第一款第（一）项"]),
    ],
)  # fmt: skip
def test_internal_citations_are_resolved_to_their_provisions(
    words: str, text: str, targets: list[str]
) -> None:
    assert (words, "internal", targets) in citations_in(text)


@pytest.mark.parametrize(
    ("words", "text", "title", "targets"),
    [
        ("刑法第三条", "第一条　依照刑法第三条处罚。", "中华人民共和国刑法", ["第三条"]),
        ("第四条", "第一条　刑法第三条规定的甲罪、第四条规定的乙罪。", "中华人民共和国刑法", ["第四条"]),
        ("《药品管理法》第六章", "第一条　依照《药品管理法》第六章办理。", "中华人民共和国药品管理法", ["第六章"]),
        ("示范公约第二条", "第一条　根据《示范国际公约》（以下简称示范公约），制定本条例。\n第二条　示范公约第二条。", "示范国际公约", ["第二条"]),
        ("示范市集市条例第九条", "第一条　依照示范市集市条例第九条处罚。", "示范市集市条例", ["第九条"]),
        ("调解仲裁法第四条", "第一条　依据调解仲裁法第四条。", "中华人民共和国劳动争议调解仲裁法", ["第四条"]),
        ("水法", "第一条　依照水法处罚。", "中华人民共和国水法", []),
        ("《宪法修正案》", "第一条　依照《宪法修正案》。", "中华人民共和国宪法修正案", []),
        ("《刑法修正案（八）》第三条", "第一条　依照《刑法修正案（八）》第三条。", "中华人民共和国刑法修正案（八）", ["第三条"]),
        ("《水法修正案》", "第一条　依照《水法修正案》。", "水法修正案", []),
        ("森林法实施条例", "第一条　依照森林法和森林法实施条例处罚。", "中华人民共和国森林法实施条例", []),
        ("国际刑事司法协助法", "第一条　适用国际刑事司法协助法。", "中华人民共和国国际刑事司法协助法", []),
        ("公司法司法解释第二条", "第一条　依据公司法司法解释第二条。\n第二条　甲。", "公司法司法解释", ["第二条"]),
    ],
)  # fmt: skip
def test_external_citations_name_their_act(words: str, text: str, title: str, targets: list[str]) -> None:
    (citation,) = [candidate for candidate in find_citations(regkit.parse(text)) if candidate.text == words]
    assert citation.act is not None
    assert citation.act.title == title
    assert [str(target) for target in citation.targets] == targets


@pytest.mark.parametrize(
    "text",
    ["基本法律和根本法", "（一）项目批准文件", "本项目的第三方", "颁发《营业执照》", "执法、司法", "公司法人", "目前条件", "法定代表法人",
     "《排污登记证》（以下简称登记证）由市人民政府颁发，吊销登记证的", "采用降排水法施工", "进行宪法宣誓"],
)  # fmt: skip
def test_words_that_only_look_like_a_citation_are_ignored(text: str) -> None:
    assert citations_in(f"第一条　{text}。") == []


@pytest.mark.parametrize("text", ["违反本法规定的", "依照本法定罪处刑", "本法所称"])
def test_the_law_itself_is_cited_whatever_word_follows(text: str) -> None:
    assert citations_in(f"第一条　{text}。") == [("本法", "self", [])]


def test_a_missing_provision_is_reported_and_never_guessed() -> None:
    law = regkit.parse("第一条　依照本条例第九条、第二条第三款处罚，依照前款办理。\n第二条　甲。")
    reasons = [part.reason for citation in find_citations(law) for part in citation.unresolved]
    assert reasons == [Reason.MISSING_ARTICLE, Reason.MISSING_PARAGRAPH, Reason.NOTHING_THERE]
    assert all(not citation.targets for citation in find_citations(law) if citation.unresolved)


@pytest.mark.skipif(not SAMPLES, reason="the labelled samples are not available")
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_labelled_samples_are_found_and_resolved(path: Path) -> None:
    labels = json.loads(path.with_suffix(".json").read_text("utf-8"))
    (line,) = run("cite", "--json", path, cwd=path.parent).stdout.splitlines()
    cited = json.loads(line)["citations"]
    labelled = [entry for entry in labels if entry["kind"] in ("internal", "self", "external")]
    arguable = {(entry["line"], entry["start"]) for entry in labelled if entry.get("arguable")}
    keys = ("line", "start", "end", "text", "kind", "targets")
    expected = [[entry[key] for key in keys] for entry in labelled if not entry.get("arguable")]
    assert [
        [entry[key] for key in keys]
        for entry in cited
        if entry["kind"] != "vague" and (entry["line"], entry["start"]) not in arguable
    ] == expected


@given(texts)
@settings(max_examples=150)
def test_every_citation_has_its_words_at_its_position(pieces: list[str]) -> None:
    text = "".join(pieces)
    try:
        law = regkit.parse(text)
    except regkit.ParseError:
        return
    walked = list(law.walk())
    addresses, nodes = {address for address, _ in walked}, [node for _, node in walked]
    source_map = SourceMap(text, law)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    citations = find_citations(law)
    assert all(a.source != b.source or a.end <= b.start for a, b in pairwise(citations) if a.index == b.index)
    for citation in citations:
        source_text = _source_text(law, citation, nodes)
        assert source_text[citation.start : citation.end] == citation.text
        assert citation.act or set(citation.targets) <= addresses
        line, start, end = source_map.locate(citation.key, citation.start, citation.end)
        assert regkit.without_whitespace(lines[line][start:end]) in regkit.without_whitespace(citation.text)


def _source_text(law: Statute, citation: regkit.Citation, nodes: Sequence[regkit.Provision]) -> str:
    """The text of the provision or front in which a citation stands."""
    if citation.index is not None:
        return nodes[citation.index].text
    return "\n".join(getattr(law, str(citation.source)))


def test_the_seed_cites_its_earlier_version_and_the_higher_law() -> None:
    references = References(read_works([ROOT / "statutes"]), date(2026, 11, 25))
    external = [reference for reference in references.all if reference.citation.act]
    assert [
        (reference.work.id, str(reference.version.adopted))
        for reference in external
        if reference.work and reference.version
    ] == [
        ("prc-sme-promotion-law", "2017-09-01"),
        ("prc-sme-promotion-law", "2017-09-01"),
        ("prc-sme-promotion-law", "2017-09-01"),
        ("heilongjiang-sme-promotion", "2011-12-08"),
    ]
    assert len(references.to(references.named("中小企业促进法")[0])) == 3


def test_an_outline_shows_which_citations_point_at_missing_provisions() -> None:
    references = References(read_works([ROOT / "statutes"]), date(2026, 11, 25))
    law = regkit.parse("第一条　依照中小企业促进法第六十一条、第六十二条和第十章、第十一章，某甲法第一条。")
    (known,) = [reference for reference in references.of(law, date(2020, 1, 1)) if reference.work]
    assert known.reach is Reach.MISSING
    assert [(part.words, part.reason) for part in known.unresolved] == [
        ("第六十二条", Reason.MISSING_ARTICLE),
        ("第十一章", Reason.MISSING_CHAPTER),
    ]
    (earlier,) = [reference for reference in references.of(law, date(2010, 1, 1)) if reference.work]
    assert earlier.reach is Reach.TEXT_NOT_AVAILABLE


def write_work(folder: Path, name: str, title: str, **versions: str) -> None:
    """Write a work into a library, with a text for each version; ``y10`` is the version of 1 January 2010."""
    (folder / name).mkdir(parents=True)
    facts = f'title = "{title}"\nrank = "地方性法规"\nauthority = "示范市人民代表大会常务委员会"\n'
    days = {f"20{year.removeprefix('y')}-01-01": text for year, text in versions.items()}
    for number, (day, text) in enumerate(days.items()):
        kind = "修正" if number else "制定"
        facts += f'\n[[version]]\nadopted = {day}\nkind = "{kind}"\nin_force = {day}\n'
        (folder / name / f"{day}.txt").write_text(f"{title}\n{text}\n", "utf-8")
    (folder / name / "work.toml").write_text(facts, "utf-8")


@pytest.mark.parametrize(
    ("cited", "outdated", "moved_to"),
    [
        ("《示范条例》第一条", None, None),
        ("《示范条例》第二条", "moved", "第三条"),
        ("《示范条例》第三条", "changed", None),
        ("修改前的《示范条例》第三条", None, None),
    ],
)
def test_a_reference_reports_whether_its_provision_has_moved_or_changed(
    tmp_path: Path, cited: str, outdated: str | None, moved_to: str | None
) -> None:
    old, new = "第一条　甲。\n第二条　乙。\n第三条　丙。", "第一条　甲。\n第二条　丁。\n第三条　乙。"
    write_work(tmp_path, "cited", "示范条例", y10=old, y20=new)
    write_work(tmp_path, "citing", "示范办法", y15=f"第一条　依照{cited}办理。")
    references = References(read_works([tmp_path]), date(2026, 1, 1))
    (reference,) = [candidate for candidate in references.all if candidate.citation.act]
    assert (reference.outdated, reference.moved_to and str(reference.moved_to)) == (outdated, moved_to)
    assert references.to(references.named("示范条例")[0]) == (reference,)


@pytest.mark.parametrize("said", ["2010年3月1日通过的", "2010年3月20日公布的", "2010年5月1日起施行的"])
def test_a_version_can_be_cited_by_each_of_its_days(tmp_path: Path, said: str) -> None:
    write_work(tmp_path, "cited", "示范条例", y10="第一条　甲。", y20="第一条　乙。")
    facts = tmp_path / "cited" / "work.toml"
    days = "adopted = 2010-03-01\npromulgated = 2010-03-20\nin_force = 2010-05-01"
    written = facts.read_text("utf-8").replace("adopted = 2010-01-01", days, 1)
    facts.write_text(written.replace("in_force = 2010-01-01\n", "", 1), "utf-8")
    (tmp_path / "cited" / "2010-01-01.txt").rename(tmp_path / "cited" / "2010-03-01.txt")
    write_work(tmp_path, "citing", "示范办法", y25=f"第一条　依照{said}《示范条例》第一条办理。")
    references = References(read_works([tmp_path]), date(2035, 1, 1))
    (reference,) = [candidate for candidate in references.all if candidate.citation.act]
    assert reference.version is not None
    assert str(reference.version.adopted) == "2010-03-01"


@pytest.mark.parametrize(
    ("cited", "version"),
    [
        ("《示范条例》第一条", "2020-01-01"),
        ("修改前的《示范条例》第一条", "2010-01-01"),
    ],
)
def test_a_citation_means_the_version_in_force_or_the_earlier_one_if_it_says_so(
    tmp_path: Path, cited: str, version: str
) -> None:
    write_work(tmp_path, "cited", "示范条例", y10="第一条　甲。", y20="第一条　乙。", y30="第一条　丙。")
    write_work(tmp_path, "citing", "示范办法", y25=f"第一条　依照{cited}办理。")
    references = References(read_works([tmp_path]), date(2035, 1, 1))
    (reference,) = [candidate for candidate in references.all if candidate.citation.act]
    assert reference.version is not None
    assert str(reference.version.adopted) == version


def test_a_name_that_several_works_have_is_ambiguous(tmp_path: Path) -> None:
    write_work(tmp_path, "one", "示范条例", y10="第一条　依照《示范条例》第一条办理。")
    write_work(tmp_path, "other", "示范条例", y11="第一条　甲。")
    reaches = [reference.reach for reference in References(read_works([tmp_path]), date(2026, 1, 1)).all]
    assert reaches == [Reach.AMBIGUOUS_WORK]


@pytest.mark.parametrize(
    ("outline", "words"),
    [
        ('articles = 0', "articles"),
        ('articles = 5\n[[chapter]]\ntitle = "总则"\narticles = [2, 5]', "应当从 1 开始"),
        ('articles = 5\n[[chapter]]\ntitle = "总则"\narticles = [1, 4]', "不一致"),
        ('articles = 5\npages = 3', "没有这个键"),
    ],
)  # fmt: skip
def test_a_mistake_in_an_outline_names_file_and_key(tmp_path: Path, outline: str, words: str) -> None:
    write_work(tmp_path, "cited", "示范条例", y10="第一条　甲。")
    (tmp_path / "cited" / "2010-01-01.outline.toml").write_text(outline, "utf-8")
    with pytest.raises(regkit.LibraryError, match=words) as raised:
        read_works([tmp_path])
    assert "2010-01-01.outline.toml" in str(raised.value)


def test_terms_are_found_with_definition_and_address() -> None:
    law = regkit.parse(
        "第一条　本条例所称集市，是指定期交易的场所。\n第二条　示范市集市管理部门（以下简称管理部门）。\n"
        "第三条　本条例下列用语的含义：\n（一）摊主，是指在集市经营的人；\n（二）摊位：指经营的地方。"
    )
    assert [(term.name, term.definition, str(term.source)) for term in regkit.find_terms(law)] == [
        ("集市", "定期交易的场所", "第一条第一款"),
        ("管理部门", "示范市集市管理部门", "第二条第一款"),
        ("摊主", "在集市经营的人", "第三条第一款第（一）项"),
        ("摊位", "经营的地方", "第三条第一款第（二）项"),
    ]


def test_terms_are_found_on_the_lines_of_a_paragraph_that_lists_definitions() -> None:
    text = "本条例下列用语的含义：\n摊主（以下简称主），是指在集市经营的人；\n摊位，是指经营的地方，棚（以下简称棚位）在内。"
    law = regkit.parse(f"第一条　{text}\n第二条　集市如下：\n（一）东集：\n南集，是指小集。\n（二）西集。")
    terms = regkit.find_terms(law)
    assert [(term.name, text[term.start : term.end]) for term in terms] == [
        (name, name) for name in ("摊主", "主", "摊位", "棚位")
    ]
    assert {str(term.source) for term in terms} == {"第一条第一款"}


@pytest.mark.parametrize(
    ("words", "scope"),
    [("前款", "第一条"), ("本条", "第一条"), ("本款", "第一条第二款"), ("本章", "第一章"), ("本条例", None)],
)
def test_a_term_has_the_scope_that_its_definition_states(words: str, scope: str | None) -> None:
    law = regkit.parse(f"第一章　总则\n第一条　集市应当清洁。\n{words}所称集市，是指定期交易的场所。")
    (term,) = regkit.find_terms(law)
    assert (str(term.source), term.scope and str(term.scope)) == ("第一条第二款", scope)


def test_items_define_terms_only_in_the_article_that_announces_definitions() -> None:
    law = regkit.parse(
        "第一条　本条例下列用语的含义：\n（一）摊主，是指在集市经营的人。\n第二条　渡口应当：\n（一）岸桩，是指系船的桩。"
    )
    assert [term.name for term in regkit.find_terms(law)] == ["摊主"]


def test_an_article_on_entry_into_force_has_no_correspondence() -> None:
    law = regkit.parse("第一条　渡口应当设置岸桩。\n第二条　本条例自2020年1月1日起施行。")
    assert [str(correspondence.article) for correspondence in regkit.concord(law, law)] == ["第一条"]


HIGHER = regkit.parse(
    "第一条　国家建立应收账款融资统计监测制度，付款方应当及时确认债权债务关系。\n"
    "第二条　付款方应当及时公示年度报告，接受社会监督，并建立统计台账。\n第三条　国家保护环境，防治污染。"
)


@pytest.mark.parametrize(
    ("article", "higher"),
    [
        pytest.param(
            "本省建立应收账款融资统计监测制度，付款方应当及时确认债权债务关系，并接受社会监督。",
            ["第一条"],
            id="a match much weaker than the best is left out",
        ),
        pytest.param(
            "渡口应当及时公示渡运时间、价目和安全须知，渡工应当持证上岗，不得酒后摆渡。",
            [],
            id="a weak match is left out even if it is the best",
        ),
    ],
)
def test_a_concordance_makes_no_weak_proposals(article: str, higher: list[str]) -> None:
    law = regkit.parse(f"第一条　{article}\n第二条　渡口应当设置岸桩。")
    assert [str(correspondence.higher) for correspondence in regkit.concord(law, HIGHER)] == higher


def test_a_concordance_proposes_by_shared_wording() -> None:
    higher = regkit.parse(
        "第一条　国家鼓励应收账款融资，付款方应当及时确认。\n第二条　国家建立统计监测制度。"
    )
    lower = regkit.parse(
        "第一条　本省建立统计监测制度。\n第二条　付款方应当及时确认应收账款。\n第三条　无关。"
    )
    proposed = [
        (str(correspondence.article), str(correspondence.higher))
        for correspondence in regkit.concord(lower, higher)
    ]
    assert proposed == [("第一条", "第二条"), ("第二条", "第一条")]
    assert all(correspondence.shared for correspondence in regkit.concord(lower, higher))


def test_cite_prints_citations_and_the_provisions_that_cite_them() -> None:
    done = run("cite", SEED)
    assert done.returncode == 0
    assert "第四十三条第三款\t前款\t→ 第四十三条第二款" in done.stdout
    assert "2011-12-08的文本" in done.stdout
    assert "引用它的：3 处。" in run("cite", "prc-sme-promotion-law").stdout
    assert run("cite", "--dot", SEED).stdout.startswith("digraph ")
    for name in ("nowhere.txt", "heilongjiang-sme-promotion.txt"):
        missing = run("cite", name)
        assert missing.returncode == 1
        assert "没有这个文件" in missing.stderr
    for words, sentence in (
        (["heilongjiang-sme-promotion@2001-01-01"], "没有 2001-01-01 的文本"),
        (["heilongjiang-sme-promotion/第七十条"], "没有第七十条"),
        (["heilongjiang-sme-promotion", "--at", "第一条"], "请写在名称之后"),
    ):
        refused = run("cite", *words)
        assert refused.returncode == 1
        assert sentence in refused.stderr


def test_cite_and_concord_print_json() -> None:
    (line,) = run("cite", "--json", "heilongjiang-sme-promotion/第四十三条").stdout.splitlines()
    shown = json.loads(line)
    assert shown["schema"] == "regkit.references/1"
    assert [entry["targets"] for entry in shown["cites"]] == [["第四十三条第二款"]]
    assert [entry["source"] for entry in shown["cited_by"]] == ["art_43__para_3"]
    (line,) = run("concord", "--json", SEED, SEED).stdout.splitlines()
    proposals = json.loads(line)["proposals"]
    assert all(entry["article"] == entry["higher"] for entry in proposals if entry["strength"] > 0.9)


def test_an_abbreviation_before_a_definition_is_a_term_too() -> None:
    law = regkit.parse(
        "第一条　示范市管理部门（以下简称部门）负责。本条例所称公益性集市（以下简称集市），是指甲乙。"
    )
    assert [term.name for term in regkit.find_terms(law)] == ["部门", "公益性集市", "集市"]


def test_the_longest_abbreviation_is_matched_even_among_hundreds() -> None:
    defined = "".join(f"《第{n}号渡口公约》（以下简称公约甲{n}）" for n in range(700))
    law = regkit.parse(f"第一条　依照{defined}办理。\n第二条　公约甲6、公约甲69第三条和公约甲699第四条适用。")
    cited = [
        (citation.text, citation.act.title)
        for citation in find_citations(law)
        if str(citation.source) == "第二条第一款" and citation.act
    ]
    assert cited == [
        ("公约甲6", "第6号渡口公约"),
        ("公约甲69第三条", "第69号渡口公约"),
        ("公约甲699第四条", "第699号渡口公约"),
    ]


@pytest.mark.parametrize(
    ("rows", "is_read"),
    [(["|甲|" + "乙" * 90 + "|"] * 300, True), (["|甲|" + "乙" * 20_000 + "|"], False)],
    ids=["many lines", "one long line"],
)
def test_a_long_text_is_read_unless_one_of_its_lines_is_too_long(rows: list[str], is_read: bool) -> None:
    law = regkit.parse("\n".join(["第一条　依照本条例第一条收费：", *rows]))
    assert len(law["第一条第一款"].text) > 20_000
    assert bool(find_citations(law)) is is_read
    assert [problem.code for problem in law.problems] == ([] if is_read else ["text.long_line"])


def test_check_reports_the_line_of_a_citation_that_cannot_be_resolved(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text(
        "第一条　甲。\n第二条　违反本条例第九条的，处罚。\n“前款”不算。\n", "utf-8"
    )
    done = run("check", "甲.txt", cwd=tmp_path)
    assert done.returncode == 1
    assert "甲.txt:2: 提示[citation.dangling] “本条例第九条”指不到：第九条，没有这一条。" in done.stdout
    assert done.stdout.count("citation.dangling") == 1


def test_cite_without_files_searches_the_whole_library(tmp_path: Path) -> None:
    folder = tmp_path / "statutes" / "wh"
    folder.mkdir(parents=True)
    (folder / "work.toml").write_text(
        'title = "示范条例"\nrank = "地方性法规"\nauthority = "示范市人民代表大会"\n'
        '[[version]]\nadopted = 2020-01-01\nkind = "制定"\n',
        "utf-8",
    )
    (folder / "2020-01-01.txt").write_text(
        "示范条例\n第一条　根据《示范办法》。\n第二条　依照第一条和本条例。\n第三条　依照第九条。\n", "utf-8"
    )
    broken = run("cite", "--broken", cwd=tmp_path).stdout
    assert "第三条第一款\t第九条" in broken
    assert "第二条第一款" not in broken
    assert "第二条第一款" in run("cite", cwd=tmp_path).stdout
    assert '"《示范条例》" -> "《示范办法》"' in run("cite", "--dot", cwd=tmp_path).stdout
    (line,) = run("cite", "--json", "--broken", cwd=tmp_path).stdout.splitlines()
    assert [citation["text"] for citation in json.loads(line)["cites"]] == ["第九条"]
    (tmp_path / "empty").mkdir()
    refused = run("cite", cwd=tmp_path / "empty")
    assert refused.returncode == 2
    assert "请给出文件" in refused.stderr
