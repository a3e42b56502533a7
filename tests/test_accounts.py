"""The account of a file: every sign is read or named, and the proof fails when a reader goes wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import regkit
from regkit.census.accounting import settle
from regkit.census.excerpts import Census, Excerpt
from regkit.model.departures import Departure
from regkit.notations import READERS
from regkit.notations.recognition import Notation
from regkit.notations.source import Source
from tests.conftest import ROOT
from tests.hostile import word
from tests.test_cli import run

LAW = "示范市集市条例\n第一条　为了规范集市，制定本条例。\n第二条　本条例自2030年1月1日起施行。\n"
WORDS = st.text("甲乙丙，。 \n", max_size=8)


def _census(*texts: str) -> Census:
    return Census(tuple(Excerpt(text=text) for text in texts if text), "by hand")


def _paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def _word_law(middle: str = "") -> bytes:
    lines = LAW.splitlines()
    return word(_paragraph(lines[0]) + _paragraph(lines[1]) + middle + _paragraph(lines[2]))


@given(st.lists(st.tuples(WORDS, st.sampled_from(("kept", "omitted", "replaced", "added")))))
def test_an_account_is_balanced_if_every_departure_is_stated(pieces: list[tuple[str, str]]) -> None:
    text, file = "", []
    departures: list[Departure] = []
    for words, fate in pieces:
        offset = len(regkit.without_whitespace(text))
        count = len(regkit.without_whitespace(words))
        if fate == "kept":
            text += words
            file.append(words)
        elif fate == "omitted":
            file.append(words)
            departures.append(Departure(kind="text.hidden", offset=offset, omitted=words))
        elif fate == "replaced":
            text += "丁"
            file.append(words)
            departures.append(Departure(kind="replaced", offset=offset, omitted=words, added=1))
        else:
            text += words
            departures.append(Departure(kind="numbered", offset=offset, added=count))
    account = settle(_census(*file), text, departures)
    assert account.is_balanced
    assert account.signs == account.taken + sum(account.omitted.values())


def test_what_nobody_claims_is_unclaimed() -> None:
    account = settle(_census("第一条甲。", "第二条乙。"), "第一条甲。", [])
    assert [excerpt.text for excerpt in account.unclaimed] == ["第二条乙。"]
    assert not account.is_balanced


def test_what_the_file_does_not_have_is_invented() -> None:
    account = settle(_census("第一条甲。"), "第一条甲。丙", [])
    assert (account.invented, account.unclaimed, account.is_balanced) == ("丙", (), False)


def test_words_in_another_order_are_displaced() -> None:
    account = settle(_census("罚款五元以上"), "罚款以上五元", [])
    assert [excerpt.text for excerpt in account.displaced] == ["罚款五元以上"]


def test_a_picture_without_a_remark_is_unclaimed() -> None:
    census = Census((Excerpt(text="第一条甲。", page=1), Excerpt(page=2)), "by hand")
    remark = Departure(kind=regkit.ProblemCode.TEXT_IMAGE, page=2, offset=5)
    assert [excerpt.page for excerpt in settle(census, "第一条甲。", []).unclaimed] == [2]
    assert settle(census, "第一条甲。", [remark]).is_balanced


def test_check_lossless_prints_what_became_of_every_sign(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(_word_law(_paragraph("内部意见", "<w:vanish/>")))
    done = run("check", "--lossless", tmp_path / "a.docx")
    assert done.returncode == 0, done.stdout
    assert "隐藏文字 4" in done.stdout
    assert done.stdout.splitlines()[-1].endswith("每个字都有着落，其中 4 个没有照原样读入。")
    (line,) = map(json.loads, run("check", "--lossless", "--json", tmp_path / "a.docx").stdout.splitlines())
    signs = len(regkit.without_whitespace(LAW))
    assert line["account"]["signs"] == signs + 4
    assert line["account"]["taken"] == signs
    assert line["account"]["omitted"] == {"text.hidden": 4}
    assert line["problems"] == []


def test_a_remark_says_which_words_were_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(_word_law(_paragraph("内部意见", "<w:vanish/>")))
    (problem,) = regkit.load(tmp_path / "a.docx").problems
    assert (problem.code, problem.omitted) == ("text.hidden", "内部意见")
    assert "未读：内部意见" in run("check", tmp_path / "a.docx").stdout


def test_the_proof_fails_if_a_reader_drops_a_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text(LAW, "utf-8")
    assert regkit.account_of(path).is_balanced
    monkeypatch.setitem(
        READERS, Notation.TEXT, lambda data: Source(data.decode("utf-8").replace("规范", ""), ())
    )
    account = regkit.account_of(path)
    assert [excerpt.text for excerpt in account.unclaimed] == ["第一条　为了规范集市，制定本条例。"]


def test_a_comparison_says_what_of_its_files_was_not_read(tmp_path: Path) -> None:
    for name in ("旧.docx", "新.docx"):
        (tmp_path / name).write_bytes(_word_law(_paragraph("内部意见", "<w:vanish/>")))
    old, new = tmp_path / "旧.docx", tmp_path / "新.docx"
    for command in ("diff", "impact"):
        done = run(command, old, new)
        assert done.returncode == 0
        assert f"注意：{new} 有 1 处需要核对（没有读入隐藏文字（1处））" in done.stderr
        answer = json.loads(run(command, "--json", old, new).stdout)
        assert [(problem["input"], problem["omitted"]) for problem in answer["problems"]] == [
            ("旧", "内部意见"),
            ("新", "内部意见"),
        ]
    table = tmp_path / "对照表.md"
    run("diff", old, new, "-o", table)
    assert "旧：没有读入隐藏文字（1处）；这些内容没有比较，请对照原件。" in table.read_text("utf-8")


def test_a_comparison_of_whole_files_says_nothing_of_the_kind(tmp_path: Path) -> None:
    for name in ("旧.docx", "新.docx"):
        (tmp_path / name).write_bytes(_word_law())
    old, new = tmp_path / "旧.docx", tmp_path / "新.docx"
    done = run("diff", old, new)
    assert (done.returncode, done.stderr) == (0, "")
    run("diff", old, new, "-o", tmp_path / "对照表.md")
    assert "没有读入" not in (tmp_path / "对照表.md").read_text("utf-8")


def test_unfinished_revisions_are_named_where_texts_are_compared(tmp_path: Path) -> None:
    revision = '<w:p><w:ins w:id="1" w:author="某"><w:r><w:t>附则。</w:t></w:r></w:ins></w:p>'
    (tmp_path / "旧.docx").write_bytes(_word_law())
    (tmp_path / "新.docx").write_bytes(_word_law(revision))
    table = tmp_path / "对照表.csv"
    done = run("diff", tmp_path / "旧.docx", tmp_path / "新.docx", "-o", table)
    assert "尚未处理的修订按全部接受读入" in done.stderr
    export = run("export", tmp_path / "新.docx", "-o", tmp_path / "新.txt")
    assert "尚未处理的修订按全部接受读入" in export.stderr


def test_every_account_over_the_corpus_is_balanced_in_every_format_whole_and_damaged(
    corpus: list[Path],
) -> None:
    assert corpus
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "accounts.py", "--every", "200"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    kinds = {line.split()[0] for line in done.stdout.splitlines()}
    assert kinds >= {".txt", ".md", ".html", ".docx", ".xml", ".json"}
    assert "refused 0" in done.stdout
