"""Whatever bytes the public interface is given, it answers with a statute or with a regkit error in Chinese."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import regkit
from regkit import Address, Library, RegkitError, from_akn, from_json, load, parse

SUFFIXES = (".txt", ".md", ".docx", ".doc", ".rtf", ".pdf", ".html", ".xml", ".json", ".none")
FOREIGN = ("pydantic", "msgspec", "lxml", "zipfile", "codec", "Traceback", "struct")
BEGINNINGS = (
    b"",
    b"PK\x03\x04",
    b"PK\x05\x06" + b"\0" * 18,
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b"<html>",
    b"<?xml version='1.0'?><akomaNtoso>",
    b"<?xml version='1.0' encoding='utf-7'?>",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;",
    b"{",
    b'{"schema":"regkit.show/1","children":[',
    "第一条　".encode("gb18030"),
)


@contextmanager
def only_readable_errors() -> Iterator[None]:
    """Only errors that a person can read may be raised: in Chinese, short, and without names of libraries."""
    try:
        yield
    except RegkitError as error:
        message = str(error)
    else:
        return
    assert any("一" <= character <= "鿿" for character in message), message
    assert len(message) < 1000
    assert [name for name in FOREIGN if name in message] == []


def load_bytes(path: Path, data: bytes) -> None:
    """Load a file with these bytes: the result is a statute with text, or a readable error."""
    path.write_bytes(data)
    with only_readable_errors():
        assert regkit.to_text(load(path)).strip()


@given(st.sampled_from(SUFFIXES), st.sampled_from(BEGINNINGS), st.binary(max_size=200))
@settings(max_examples=150)
def test_any_bytes_under_any_name_give_a_statute_or_a_regkit_error(
    suffix: str, begin: bytes, rest: bytes
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        load_bytes(Path(folder, f"x{suffix}"), begin + rest)


@pytest.mark.parametrize("suffix", [".docx", ".html", ".xml", ".json", ".md"])
def test_a_truncated_or_damaged_file_gives_a_statute_or_a_regkit_error(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"law{suffix}"
    regkit.save(parse("示范条例\n第一条　甲。\n（一）乙；\n（二）丙。\n"), path)
    whole = path.read_bytes()

    @given(st.integers(0, len(whole)), st.integers(0, len(whole) - 1), st.binary(max_size=4))
    @settings(max_examples=40)
    def damaged(end: int, position: int, replacement: bytes) -> None:
        load_bytes(path, whole[:end])
        load_bytes(path, whole[:position] + replacement + whole[position + len(replacement) :])

    damaged()


_plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
_values: st.SearchStrategy[Any] = st.recursive(
    _plain,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)
_KEYS = (
    "schema",
    "path",
    "title",
    "problems",
    "notes",
    "children",
    "annexes",
    "level",
    "number",
    "text",
    "label",
)
_nodes = st.dictionaries(
    st.sampled_from(_KEYS), _values | st.sampled_from(["article", "item", "annex", "regkit.show/1"])
)


@given(st.dictionaries(st.sampled_from(_KEYS), _values | st.lists(_nodes, max_size=2)))
@settings(max_examples=100)
def test_any_json_gives_a_statute_or_a_regkit_error(fields: dict[str, Any]) -> None:
    for line in (fields, {"schema": "regkit.show/1", "path": "", **fields}):
        with only_readable_errors():
            from_json(json.dumps(line))


@given(st.text(max_size=60) | st.binary(max_size=60))
@settings(max_examples=100)
def test_any_text_read_as_akoma_ntoso_gives_a_statute_or_a_regkit_error(document: str | bytes) -> None:
    with only_readable_errors():
        from_akn(document)


_toml_values = st.sampled_from(
    [
        "1",
        "-1",
        "1.5",
        "nan",
        "true",
        '"x"',
        '""',
        '" "',
        '"\\u001b"',
        "[]",
        "[1]",
        "{}",
        "{a = 1}",
        "2020-01-01",
        "2020-01-01T00:00:00Z",
        "12:00:00",
    ]
)
_toml_keys = st.sampled_from(
    [
        "title",
        "other_titles",
        "rank",
        "authority",
        "implements",
        "fictional",
        "version",
        "adopted",
        "kind",
        "in_force",
        "provision",
        "source",
        "repeals",
        '"\\u001b"',
        "a.b",
    ]
)
_toml_lines = st.builds("{} = {}".format, _toml_keys, _toml_values) | st.sampled_from(
    [
        "[[version]]",
        "[version]",
        "[version.source]",
        "[[version.provision]]",
        "adopted = 2020-01-01",
        'title = "甲条例"',
        "garbage",
        "[",
        '"""',
    ]
)


@given(st.lists(_toml_lines, max_size=8).map("\n".join) | st.text(max_size=40))
@settings(max_examples=150)
def test_any_record_of_a_work_is_read_or_gives_a_regkit_error(record: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "jia").mkdir()
        Path(folder, "jia", "work.toml").write_text(record, "utf-8", errors="replace")
        with only_readable_errors():
            assert Library(folder).works[0].title


@given(
    st.text(max_size=30)
    | st.from_regex(r"(art|chp|para|point|第)_?[0-9一二万亿]{1,40}[条款项]?", fullmatch=True)
)
@settings(max_examples=150)
def test_any_words_give_an_address_or_a_regkit_error(words: str) -> None:
    with only_readable_errors():
        assert str(Address.parse(words))
