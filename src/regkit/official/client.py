"""The public client of the national database. It makes few requests, waits between them, and checks every answer."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx

from regkit.codes import ErrorCode
from regkit.errors import DatabaseError, RegkitError, reason_of
from regkit.official.cache import Cache, Download
from regkit.official.entries import IDENTIFIER, OfficialEntry, read_entry, read_history
from regkit.official.patience import Patience
from regkit.official.receiving import ExpiredError, Receiving
from regkit.official.service import ADDRESS, BY_HAND, Service

_PAGE_SIZE, _MOST_PAGES = 20, 10
# A page of results has twenty rows, and no act has a hundred versions.
_MOST_ROWS = 500
_LONGEST_QUERY = 500


class Database:
    """The national database of laws, one request at a time. Use it as a context manager.

    - `cache`: folder of downloaded files: none is downloaded twice, and an interrupted download is resumed.
    - `pause`: shortest time between two requests, in seconds.
    - `timeout`: longest time to wait for an answer, in seconds.
    - `tries`: how often a request is sent before giving up.
    - `file_time`: longest time for one file, with all tries, in seconds.
    - `within`: longest time for everything, counted from now, in seconds.
    - `tell`: called a few times a second with a Chinese sentence on what regkit is waiting for.

    All methods raise DatabaseError, with one Chinese sentence that also says how to get the file by hand. It is
    an OutOfTimeError if the time `within` is over, or if the database asks for a longer wait.
    """

    def __init__(
        self,
        cache: Path,
        *,
        address: str = ADDRESS,
        pause: float = 1.5,
        timeout: float = 15.0,
        tries: int = 4,
        file_time: float = 600.0,
        within: float = math.inf,
        tell: Callable[[str], None] | None = None,
    ) -> None:
        self._cache = Cache(cache)
        self._patience = Patience(within, tell or (lambda _: None))
        self._file_time = file_time
        self._service = Service(address, self._patience, pause=pause, seconds=timeout, tries=tries)

    def __enter__(self) -> Database:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._service.close()

    def search(self, title: str) -> tuple[OfficialEntry, ...]:
        """The versions whose title contains the words, in the order of the database, from at most ten pages of results."""
        if len(title) > _LONGEST_QUERY or not title.isprintable():
            raise DatabaseError(
                "法规的标题太长，或者含有不是文字的字符；请写数据库里的标题。",
                code=ErrorCode.DATABASE_SETTINGS,
            )
        entries: dict[str, OfficialEntry] = {}
        for page in range(1, _MOST_PAGES + 1):
            answer = self._service.ask("POST", "/law-search/search/list", json=_query(title, page))
            rows = answer.get("rows")
            if not isinstance(rows, list):
                raise DatabaseError(f"数据库的答复里没有 rows，可能换了接口。{BY_HAND}")
            if len(rows) > _MOST_ROWS:
                raise DatabaseError(f"数据库的答复里一页有 {len(rows)} 行，大得不合理。{BY_HAND}")
            with _with_advice():
                entries |= {entry.id: entry for entry in map(read_entry, rows)}
            total = answer.get("total")
            if len(rows) < _PAGE_SIZE or (isinstance(total, int) and page * _PAGE_SIZE >= total):
                break
        return tuple(entries.values())

    def versions_of(self, entry: OfficialEntry) -> tuple[OfficialEntry, ...]:
        """All versions of the same act that can be found, the earliest 公布日期 first.

        They come from a search for the title, and from the history in the details of `entry`.
        """
        versions = {
            version.id: version for version in self.search(entry.title) if version.is_of(entry.title)
        } | {entry.id: entry}
        answer = self._service.ask("GET", "/law-search/search/flfgDetails", params={"bbbs": entry.id})
        with _with_advice():
            for version in read_history(answer.get("data")):
                versions.setdefault(version.id, version)
        if len(versions) > _MOST_ROWS:
            raise DatabaseError(f"数据库说《{entry.title}》有 {len(versions)} 个版本，多得不合理。{BY_HAND}")
        return tuple(
            sorted(versions.values(), key=lambda version: (str(version.promulgated or ""), version.id))
        )

    def download(self, entry: OfficialEntry) -> Path:
        """The path in the cache of a version's Word file, which is downloaded if it is not there yet."""
        if not IDENTIFIER.match(entry.id):
            raise DatabaseError(f"版本的编号不合格，没有下载。{BY_HAND}")
        with self._usable_cache():
            path = self._cache.find(entry.id)
            if path is None:
                with self._cache.hold(entry.id, lambda: self._wait_for_another(entry)) as download:
                    # Another process may have downloaded it meanwhile.
                    path = self._cache.find(entry.id) or self._fetch(entry, download)
            return path

    def reject(self, entry: OfficialEntry, path: Path) -> Path:
        """Set aside a complete file that turned out not to be a statute, so that it is downloaded again. Returns its new path."""
        with self._usable_cache():
            return self._cache.set_aside(entry.id, path)

    def _fetch(self, entry: OfficialEntry, download: Download) -> Path:
        receiving = Receiving(self._service, entry.title, download, self._file_time)
        for may_retry in (True, False):
            try:
                receiving.receive(lambda: self._address_of(entry))
                break
            except ExpiredError:
                if not may_retry:
                    raise DatabaseError(f"《{entry.title}》的下载地址总是失效。{BY_HAND}") from None
        return self._cache.keep(download)

    def _address_of(self, entry: OfficialEntry) -> httpx.URL:
        """The signed address of the Word file, which is valid for about an hour."""
        parameters = {"format": "docx", "bbbs": entry.id, "fileId": ""}
        data = self._service.ask("GET", "/law-search/download/pc", params=parameters).get("data")
        url = (data.get("url") or data.get("urlIn")) if isinstance(data, dict) else None
        if not isinstance(url, str) or not url:
            raise DatabaseError(f"数据库没有给出《{entry.title}》的下载地址。{BY_HAND}")
        return self._service.target(url)

    def _wait_for_another(self, entry: OfficialEntry) -> None:
        doing = f"正在等另一个 regkit 下载《{entry.title}》"
        self._patience.check(doing)
        self._patience.tell(doing)

    @contextlib.contextmanager
    def _usable_cache(self) -> Iterator[None]:
        try:
            yield
        except RegkitError:
            raise
        except OSError as error:
            raise DatabaseError(
                f"缓存文件夹 {self._cache.folder} 不能用：{reason_of(error)}；请检查权限和磁盘空间，或者用 --cache 换一个文件夹。",
                code=ErrorCode.DATABASE_SETTINGS,
            ) from None


def _query(title: str, page: int) -> dict[str, Any]:
    """The body of the request that the database's own web page sends for a search in titles."""
    return {
        "searchRange": 1,
        "searchType": 2,
        "searchContent": title,
        "pageNum": page,
        "pageSize": _PAGE_SIZE,
        "orderByParam": {"order": "-1", "sort": ""},
        "flfgCodeId": [],
        "zdjgCodeId": [],
        "sxx": [],
        "gbrq": [],
        "sxrq": [],
        "gbrqYear": [],
        "xgzlSearch": False,
    }


@contextlib.contextmanager
def _with_advice() -> Iterator[None]:
    """Complete the errors of the block with how to get the file by hand."""
    try:
        yield
    except DatabaseError as error:
        raise DatabaseError(f"{error}。{BY_HAND}", code=error.code) from None
