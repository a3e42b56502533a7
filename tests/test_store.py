"""The store returns exactly what was put into it, or nothing, and then the caller makes it again."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from regkit.errors import OutputError
from regkit.store import Store, digest_of_folders, open_store
from tests.faults import asked, refused

DATA = "第一页".encode() * 100
LONGER_THAN_A_DAY = 30 * 60 * 60


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "CACHEDIR.TAG")


def put_entry(folder: Path, key: str = "page") -> Path:
    """Put data into a store under a key; returns the new file that holds it."""
    before = set(entries(folder))
    open_store(folder).put(key, DATA)
    (new_entry,) = set(entries(folder)) - before
    return new_entry


def make_old(path: Path) -> None:
    then = time.time() - LONGER_THAN_A_DAY
    os.utime(path, (then, then))


@pytest.mark.parametrize(
    "data", [b"", b"\0", DATA, b"regkit cache 1\n\0"], ids=["nothing", "a zero", "text", "a head"]
)
def test_an_entry_is_returned_by_a_later_store(folder: Path, data: bytes) -> None:
    open_store(folder).put("page", data)
    later = open_store(folder)
    assert later.has("page")
    assert later.get("page") == data
    assert not later.has("another page")
    assert later.get("another page") is None
    assert later.trouble == ""


def _shortened(data: bytes) -> bytes:
    return data[:-1]


def _lengthened(data: bytes) -> bytes:
    return data + b"\0"


def _one_bit_turned(data: bytes) -> bytes:
    return data[:-1] + bytes([data[-1] ^ 1])


def _emptied(data: bytes) -> bytes:
    return b""


def _of_another_program(data: bytes) -> bytes:
    return b"regkit cache 2" + data[14:]


@pytest.mark.parametrize(
    "damage",
    [_shortened, _lengthened, _one_bit_turned, _emptied, _of_another_program],
    ids=lambda function: function.__name__,
)
def test_a_damaged_entry_is_ignored_and_made_again(folder: Path, damage: Callable[[bytes], bytes]) -> None:
    path = put_entry(folder)
    path.write_bytes(damage(path.read_bytes()))
    store = open_store(folder)
    assert store.get("page") is None
    assert store.get_or_make("page", lambda: DATA) == DATA
    assert open_store(folder).get("page") == DATA


@pytest.mark.parametrize("damage", [_shortened, _lengthened, _emptied, _of_another_program])
def test_an_entry_of_the_wrong_length_does_not_count_as_present(
    folder: Path, damage: Callable[[bytes], bytes]
) -> None:
    path = put_entry(folder)
    path.write_bytes(damage(path.read_bytes()))
    assert not open_store(folder).has("page")


def test_an_entry_renamed_to_another_key_is_ignored(folder: Path) -> None:
    first, second = put_entry(folder, "one"), put_entry(folder, "other")
    second.write_bytes(first.read_bytes())
    assert open_store(folder).get("other") is None
    assert open_store(folder).get("one") == DATA


def test_an_existing_entry_is_not_made_again(folder: Path) -> None:
    put_entry(folder)

    def make() -> bytes:
        raise AssertionError("the entry exists")

    assert open_store(folder).get_or_make("page", make) == DATA


def test_an_empty_result_is_not_stored_so_that_the_next_attempt_may_succeed(folder: Path) -> None:
    assert open_store(folder).get_or_make("page", lambda: b"") == b""
    assert entries(folder) == []
    assert open_store(folder).get_or_make("page", lambda: DATA) == DATA


def test_a_store_without_a_folder_keeps_nothing_and_reports_no_trouble() -> None:
    for store in (Store(None), open_store(None)):
        store.put("page", DATA)
        assert (store.has("page"), store.get("page"), store.trouble) == (False, None, "")
        assert store.get_or_make("page", lambda: DATA) == DATA
        store.remove_unused()


@pytest.mark.parametrize("at", [1, 2, 3], ids=["making its folder", "opening", "giving it its name"])
def test_a_full_disk_stores_nothing_and_is_reported_once(folder: Path, at: int) -> None:
    store = open_store(folder)
    with asked(refused(at, errno.ENOSPC)) as requests:
        assert store.get_or_make("page", lambda: DATA) == DATA
    assert requests[0] >= at
    assert entries(folder) == []
    assert store.trouble.startswith(f"缓存写不进 {folder}")
    assert store.trouble.endswith("这次生成的网页不保存，下次要重做。")
    first = store.trouble
    with asked(refused(1, errno.EROFS)):
        store.put("page", DATA)
    assert store.trouble == first


def test_a_partly_written_entry_is_removed(folder: Path) -> None:
    resource = pytest.importorskip("resource", reason="the size of files cannot be limited here")
    store = open_store(folder)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        store.put("page", DATA)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert store.trouble
    assert entries(folder) == []


def test_links_and_pipes_in_place_of_an_entry_are_not_read(folder: Path, tmp_path: Path) -> None:
    path = put_entry(folder)
    elsewhere = tmp_path / "elsewhere"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    assert open_store(folder).get("page") is None
    open_store(folder).put("page", DATA)
    assert not path.is_symlink(), "the link itself is replaced and not its target"
    path.unlink()
    os.mkfifo(path)
    assert open_store(folder).get("page") is None
    assert not open_store(folder).has("page")


def test_no_entry_is_read_or_removed_through_a_linked_folder(folder: Path, tmp_path: Path) -> None:
    shard = put_entry(folder).parent
    elsewhere = tmp_path / "elsewhere"
    shard.rename(elsewhere)
    before = entries(elsewhere)
    shard.symlink_to(elsewhere)
    store = open_store(folder) if not shard.is_symlink() else Store(folder)
    assert store.get("page") is None
    assert not store.has("page")
    store.put("page", b"")
    assert store.trouble
    make_old(before[0])
    Store(folder).remove_unused()
    assert entries(elsewhere) == before


def test_entries_unused_for_a_day_are_removed_and_nothing_else(folder: Path) -> None:
    used, old, fresh = put_entry(folder, "used"), put_entry(folder, "old"), put_entry(folder, "fresh")
    unfinished = old.with_name(f"{old.name}.{'0' * 16}.part")
    unfinished.write_bytes(b"regkit cache")
    foreign = old.with_name("notes.txt")
    foreign.write_text("not ours", "utf-8")
    named_alike = old.with_name("0" * 62)
    named_alike.write_text("not ours, though it is named like an entry", "utf-8")
    for path in (used, old, unfinished, foreign, named_alike):
        make_old(path)
    store = Store(folder)
    assert store.has("used")
    store.remove_unused()
    assert [path for path in (used, old, fresh, unfinished, foreign, named_alike) if path.exists()] == [
        used,
        fresh,
        foreign,
        named_alike,
    ]


def test_an_entry_used_by_another_build_is_not_removed(folder: Path) -> None:
    path = put_entry(folder)
    make_old(path)
    assert open_store(folder).get("page") == DATA
    open_store(folder).remove_unused()
    assert path.exists()


def test_a_folder_with_foreign_files_is_not_made_a_store(folder: Path) -> None:
    folder.mkdir()
    (folder / "notes.txt").write_text("not ours", "utf-8")
    with pytest.raises(OutputError, match="里面有别的文件，不是 regkit 的缓存"):
        open_store(folder)
    assert [path.name for path in folder.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize("written", [0, 20])
def test_a_store_with_an_unfinished_tag_is_tagged_again_and_used(folder: Path, written: int) -> None:
    put_entry(folder)
    tag = folder / "CACHEDIR.TAG"
    complete = tag.read_bytes()
    assert complete.startswith(b"Signature: 8a477f597d28d172789f06886806bc55\n"), (
        "other programs recognize this line"
    )
    tag.write_bytes(complete[:written])
    assert open_store(folder).get("page") == DATA
    assert tag.read_bytes() == complete


def test_the_tag_of_another_program_is_not_overwritten(folder: Path) -> None:
    folder.mkdir()
    mark = b"Signature: 8a477f597d28d172789f06886806bc55\n# another program\n"
    (folder / "CACHEDIR.TAG").write_bytes(mark)
    with pytest.raises(OutputError):
        open_store(folder)
    assert (folder / "CACHEDIR.TAG").read_bytes() == mark


def test_a_store_whose_folder_cannot_be_made_keeps_nothing_and_reports_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    store = open_store(tmp_path / "file" / "cache")
    assert store.trouble.startswith("缓存写不进 ")
    assert store.get_or_make("page", lambda: DATA) == DATA
    assert store.get("page") is None


def test_the_digest_of_folders_depends_on_names_and_contents_but_not_on_compiled_files(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.html").write_text("甲", "utf-8")
    (tmp_path / "below").mkdir()
    digests = [digest_of_folders([tmp_path], ["1.0"])]
    (tmp_path / "below" / "module.pyc").write_bytes(b"compiled")
    assert digest_of_folders([tmp_path], ["1.0"]) == digests[0]
    digests.append(digest_of_folders([tmp_path], ["1.1"]))
    digests.append(digest_of_folders([tmp_path], ["1.", "0"]))
    (tmp_path / "a.html").write_text("乙", "utf-8")
    digests.append(digest_of_folders([tmp_path], ["1.0"]))
    (tmp_path / "a.html").rename(tmp_path / "below" / "a.html")
    digests.append(digest_of_folders([tmp_path], ["1.0"]))
    assert len(set(digests)) == len(digests)
