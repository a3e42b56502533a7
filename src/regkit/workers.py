"""Makes missing pages of a site in several processes, on systems that can fork; used by the MkDocs plugin."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from itertools import groupby

import msgspec

from regkit.site import SiteItem, SitePage
from regkit.store import Store

# With fewer pages, starting processes costs more time than it saves.
_FEWEST_PAGES = 60
# Set before the processes fork, so that each inherits the items: their functions cannot be pickled.
_items: list[list[SiteItem]] = []
_store = Store(None)
_made_by = ("", "")


def make_ahead(
    items: Sequence[SiteItem], store: Store, made_by: tuple[str, str], tell: Callable[[int, int], None]
) -> None:
    """Make pages and files, work by work, with one process per processor, and put them into the store.

    `made_by` holds two digests: of the templates and the program, on which pages depend, and of the program
    alone, on which files depend. `tell` is called with the number of finished pages and the number of all
    pages.

    If forking would not be faster, or is not safe, nothing is made here; each page is then made when it is
    written.
    """
    processes = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    can_split = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    if store.folder is None or processes < 2 or len(items) < _FEWEST_PAGES or not can_split:
        return
    global _items, _store, _made_by  # noqa: PLW0603 - forked processes inherit them
    _items = [list(group) for _, group in groupby(items, key=lambda item: item.path.split("/")[:2])]
    _store, _made_by = store, made_by
    # Longest works first, so that no process is still busy with a long one at the end.
    order = sorted(range(len(_items)), key=lambda index: -len(_items[index]))
    gc.collect()
    gc.freeze()
    done = 0
    try:
        with ProcessPoolExecutor(processes, multiprocessing.get_context("fork")) as pool:
            for future in as_completed([pool.submit(_make, index) for index in order]):
                done += future.result()
                tell(done, len(items))
    except BrokenProcessPool:
        # The system has killed a process, perhaps for lack of memory. Missing pages are made when they are written.
        tell(len(items), len(items))
    finally:
        gc.unfreeze()
        _items = []


def _make(index: int) -> int:
    """Make all pages and files of one work, and return how many pages that were."""
    for item in _items[index]:
        page_of(item, _store, _made_by[0])
        for file in item.files:
            _store.get_or_make(_made_by[1] + file.inputs, file.make)
    return len(_items[index])


def page_of(item: SiteItem, store: Store, templates: str) -> SitePage:
    """The page of an item, from the store if it was made before. `templates` is the digest of templates and program."""
    key = f"{templates}{item.inputs}.page"
    data = store.get(key)
    if data:
        with contextlib.suppress(msgspec.DecodeError):
            return msgspec.json.decode(data, type=SitePage)
    page = item.make()
    store.put(key, msgspec.json.encode(page))
    return page
