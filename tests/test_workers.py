"""Making pages in several processes: every page is made once, and a build survives the loss of a process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from regkit.site import SiteItem, SitePage
from regkit.site.pages import Layout
from regkit.store import Store, open_store
from regkit.workers import make_ahead, page_of

needs_processes = pytest.mark.skipif(
    not hasattr(os, "sched_getaffinity") or len(os.sched_getaffinity(0)) < 2,
    reason="there is one processor, or no process can be split here",
)

# Runs in a separate process, since a process with threads is not forked. `sys.argv[2]` says how page 40 behaves.
_BUILD_SCRIPT = """
import os, signal, sys
from pathlib import Path
from regkit.site import SiteItem, SitePage
from regkit.site.pages import Layout, SiteFile
from regkit.store import open_store
from regkit.workers import make_ahead, page_of

folder, how, builder = Path(sys.argv[1]), sys.argv[2], os.getpid()

def item(number):
    def make():
        with (folder / f"made-{number}").open("a") as stream:
            stream.write("ahead\\n" if os.getpid() != builder else "late\\n")
        if number == 40 and os.getpid() != builder and how == "is ended by the system":
            os.kill(os.getpid(), signal.SIGKILL)
        if number == 40 and how == "cannot be made":
            raise ValueError("page 40")
        return SitePage(title=str(number), description="", content=f"第{number}页", layout=Layout.READING)
    file = SiteFile(f"{number}.json", f"file {number}", lambda: str(number).encode())
    # Works of 1, 2, 3 … pages.
    work = next(n for n in range(99) if number < (n + 1) * (n + 2) // 2)
    return SiteItem(path=f"statutes/{work}/{number}.html", title=str(number), inputs=str(number), make=make, files=(file,))

items = [item(number) for number in range(80)]
store = open_store(folder / "cache")
progress = []
try:
    make_ahead(items, store, ("templates", "program"), lambda done, count: progress.append((done, count)))
except ValueError as error:
    print("raised", error)
    sys.exit()
print(progress[-1], progress == sorted(progress))
print([page_of(entry, store, "templates").content for entry in items] == [f"第{number}页" for number in range(80)])
if how == "is made":
    print({path.read_text() for path in folder.glob("made-*")}, len(list(folder.glob("made-*"))))
    print([store.get(f"programfile {number}") for number in range(80)] == [str(number).encode() for number in range(80)])
"""


def _build(tmp_path: Path, behaviour: str) -> str:
    command = [sys.executable, "-c", _BUILD_SCRIPT, str(tmp_path), behaviour]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.stderr == ""
    return done.stdout


@needs_processes
def test_every_page_and_file_is_made_ahead_once_and_progress_only_rises(tmp_path: Path) -> None:
    assert _build(tmp_path, "is made") == "(80, 80) True\nTrue\n{'ahead\\n'} 80\nTrue\n"


@needs_processes
def test_pages_of_a_killed_process_are_made_later(tmp_path: Path) -> None:
    assert _build(tmp_path, "is ended by the system") == "(80, 80) True\nTrue\n"


@needs_processes
def test_a_page_that_cannot_be_made_fails_the_build(tmp_path: Path) -> None:
    assert _build(tmp_path, "cannot be made") == "raised page 40\n"


def _item(number: int, made: list[int]) -> SiteItem:
    def make() -> SitePage:
        made.append(number)
        return SitePage(title=str(number), description="", content=f"第{number}页", layout=Layout.READING)

    return SiteItem(path=f"statutes/{number}/index.html", title="", inputs=str(number), make=make)


@pytest.mark.parametrize(("count", "has_store"), [(59, True), (80, False)], ids=["too few", "no store"])
def test_nothing_is_made_ahead_where_it_would_save_nothing(
    tmp_path: Path, count: int, has_store: bool
) -> None:
    made: list[int] = []
    progress: list[tuple[int, int]] = []
    store = open_store(tmp_path / "cache") if has_store else Store(None)
    items = [_item(number, made) for number in range(count)]
    make_ahead(items, store, ("templates", "program"), lambda done, whole: progress.append((done, whole)))
    assert (made, progress) == ([], [])
    assert not any(store.has(f"templates{number}.page") for number in range(count))


def test_a_page_is_taken_from_the_store_while_its_inputs_are_the_same(tmp_path: Path) -> None:
    made: list[int] = []
    store = open_store(tmp_path / "cache")
    first = page_of(_item(1, made), store, "templates")
    assert page_of(_item(1, made), store, "templates") == first
    assert made == [1]
    page_of(_item(2, made), store, "templates")
    page_of(_item(1, made), store, "other templates")
    assert made == [1, 2, 1]


def test_a_damaged_entry_of_the_store_is_made_again(tmp_path: Path) -> None:
    made: list[int] = []
    store = open_store(tmp_path / "cache")
    store.put("templates1.page", b"{")
    assert page_of(_item(1, made), store, "templates").content == "第1页"
    page_of(_item(1, made), store, "templates")
    assert made == [1]
