"""Workers: what is missing in the store is made by several processes, where the system can split one."""

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

# Below so many pages starting processes costs more than they save.
_LEAST = 60
_items: list[list[SiteItem]] = []
_store = Store(None)
_made_by = ("", "")


def make_ahead(
    items: Sequence[SiteItem], store: Store, made_by: tuple[str, str], tell: Callable[[int, int], None]
) -> None:
    """Make pages and files, work by work, by as many processes as there are processors, and put them into the store.

    `made_by` are the digests of what else pages, and files, are made of: the templates and the program, the program alone.

    Nothing is made where that would not be faster or is not safe; then each is made when it is written. `tell` is called with how many
    pages are done, and how many there are.
    """
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    can_split = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    if store.folder is None or count < 2 or len(items) < _LEAST or not can_split:
        return
    global _items, _store, _made_by  # noqa: PLW0603 - what was there when a process is split is there in both
    _items = [list(group) for _, group in groupby(items, key=lambda item: item.path.split("/")[:2])]
    _store, _made_by = store, made_by
    # The long ones first, so that no process is left with one at the end.
    order = sorted(range(len(_items)), key=lambda index: -len(_items[index]))
    gc.collect()
    gc.freeze()
    done = 0
    try:
        with ProcessPoolExecutor(count, multiprocessing.get_context("fork")) as pool:
            for made in as_completed([pool.submit(_make, index) for index in order]):
                done += made.result()
                tell(done, len(items))
    except BrokenProcessPool:
        # The system has ended one, for want of memory perhaps; what it has not made is made when it is written.
        tell(len(items), len(items))
    finally:
        gc.unfreeze()
        _items = []


def _make(index: int) -> int:
    for item in _items[index]:
        page_of(item, _store, _made_by[0])
        for file in item.files:
            _store.get_or_make(_made_by[1] + file.inputs, file.make)
    return len(_items[index])


def page_of(item: SiteItem, store: Store, templates: str) -> SitePage:
    """The page of an item, from the store where it was made before."""
    key = f"{templates}{item.inputs}.page"
    data = store.get(key)
    if data:
        with contextlib.suppress(msgspec.DecodeError):
            return msgspec.json.decode(data, type=SitePage)
    page = item.make()
    store.put(key, msgspec.json.encode(page))
    return page
