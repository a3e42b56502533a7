"""The client of the national database: polite, patient, and without trust in what it is told."""

from __future__ import annotations

import contextlib
import random
import time
import zipfile
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar
from urllib.parse import urljoin

import httpx
import msgspec
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from regkit.errors import DatabaseError
from regkit.files import MOST_BYTES
from regkit.official.entries import IDENTIFIER, Entry, read_entry, read_history

ADDRESS = "https://flk.npc.gov.cn"
BY_HAND = "也可以在浏览器中打开国家法律法规数据库，下载 Word 文件后用 regkit add 收录。"
_MOST_ANSWER = 8 * 1024 * 1024
_PAGE_SIZE, _MOST_PAGES = 20, 10
_MOST_REDIRECTS = 5
# The longest that anybody waits for a server that asks for patience.
_MOST_PATIENCE = 60.0
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
Answer = TypeVar("Answer")


class _TryAgainError(Exception):
    """What may go better next time; `wait` is how long the server asks to wait."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class _ExpiredError(Exception):
    """The address of a file is no longer good."""


class Database:
    """The national database of laws, one request at a time. To be used with ``with``.

    `cache` is the folder in which files are kept, so that nothing is fetched twice and a download that broke off goes on. `pause` is
    the least time between two requests in seconds, `timeout` how long an answer may take, `tries` how often a request is made.

    Everything raises DatabaseError, in one Chinese sentence with the way to do it by hand.
    """

    def __init__(
        self,
        cache: Path,
        *,
        address: str = ADDRESS,
        pause: float = 1.5,
        timeout: float = 30.0,
        tries: int = 4,
    ) -> None:
        self._cache = cache
        self._address = address.rstrip("/")
        self._pause = pause
        self._tries = tries
        self._last = 0.0
        self._client = httpx.Client(
            headers={
                "User-Agent": f"regkit/{version('regkit')} (statutes as code; one request at a time)",
                "Accept": "application/json",
                "Referer": f"{self._address}/",
                "Origin": self._address,
            },
            timeout=timeout,
            follow_redirects=True,
            max_redirects=_MOST_REDIRECTS,
            # A proxy cannot reach this machine.
            trust_env=not self._is_local,
            event_hooks={"request": [self._check_address]},
        )

    @property
    def _is_local(self) -> bool:
        return httpx.URL(self._address).host in _LOOPBACK

    def __enter__(self) -> Database:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def search(self, title: str) -> tuple[Entry, ...]:
        """The versions whose title has the words, as the database orders them; those of up to ten pages."""
        found: dict[str, Entry] = {}
        for page in range(1, _MOST_PAGES + 1):
            answer = self._ask("POST", "/law-search/search/list", json=_query(title, page))
            rows = answer.get("rows")
            if not isinstance(rows, list):
                raise DatabaseError(f"数据库的答复里没有 rows，可能换了接口。{BY_HAND}")
            with _named():
                found |= {entry.id: entry for entry in map(read_entry, rows)}
            total = answer.get("total")
            if len(rows) < _PAGE_SIZE or (isinstance(total, int) and page * _PAGE_SIZE >= total):
                break
        return tuple(found.values())

    def versions_of(self, entry: Entry) -> tuple[Entry, ...]:
        """All versions of the same act that can be found: by its title, and in the history that its detail tells."""
        found = {each.id: each for each in self.search(entry.title) if each.is_of(entry.title)} | {
            entry.id: entry
        }
        answer = self._ask("GET", "/law-search/search/flfgDetails", params={"bbbs": entry.id})
        with _named():
            for each in read_history(answer.get("data")):
                found.setdefault(each.id, each)
        return tuple(sorted(found.values(), key=lambda each: (str(each.promulgated or ""), each.id)))

    def download(self, entry: Entry) -> Path:
        """The Word file of a version, in the cache; it is fetched if it is not there whole."""
        if not IDENTIFIER.match(entry.id):
            raise DatabaseError(f"版本的编号不合格，没有下载。{BY_HAND}")
        path = self._cache / f"{entry.id}.docx"
        if path.is_file() and _is_whole(path):
            return path
        try:
            self._cache.mkdir(parents=True, exist_ok=True)
            part = path.with_suffix(".part")
            for again in (True, False):
                try:
                    self._repeat(lambda: self._fetch(self._address_of(entry), part))
                    break
                except _ExpiredError:
                    if not again:
                        raise DatabaseError(f"《{entry.title}》的下载地址总是失效。{BY_HAND}") from None
            if not _is_whole(part):
                part.unlink()
                raise DatabaseError(f"《{entry.title}》下载到的不是完整的 Word 文件。{BY_HAND}")
            part.replace(path)
        except OSError as error:
            if isinstance(error, DatabaseError):
                raise
            raise DatabaseError(f"写不进缓存 {self._cache}：{error.strerror}。") from None
        return path

    def _address_of(self, entry: Entry) -> str:
        """The signed address of the file, which is good for about an hour."""
        parameters = {"format": "docx", "bbbs": entry.id, "fileId": ""}
        data = self._ask("GET", "/law-search/download/pc", params=parameters).get("data")
        url = (data.get("url") or data.get("urlIn")) if isinstance(data, dict) else None
        if not isinstance(url, str) or not url:
            raise DatabaseError(f"数据库没有给出《{entry.title}》的下载地址。{BY_HAND}")
        return urljoin(f"{self._address}/", url)

    def _fetch(self, url: str, part: Path) -> None:
        """Fetch a file, going on where an earlier download broke off if the server lets us."""
        start = part.stat().st_size if part.is_file() else 0
        # Packed, a download that broke off could not go on.
        headers = {"Accept": "*/*", "Accept-Encoding": "identity"} | (
            {"Range": f"bytes={start}-"} if start else {}
        )
        self._wait()
        with self._sent("GET", url, headers=headers) as response:
            if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
                part.unlink()
                raise _TryAgainError("下载的接续处不对")
            if response.status_code in (400, 401, 403, 404, 410):
                raise _ExpiredError
            _check_status(response)
            goes_on = start and response.status_code == httpx.codes.PARTIAL_CONTENT
            size = start if goes_on else 0
            with part.open("ab" if goes_on else "wb") as file:
                for block in response.iter_raw():
                    if not size and block[:1] == b"<":
                        # An error in XML or HTML stands where the file should be.
                        raise _ExpiredError
                    size += len(block)
                    if size > MOST_BYTES:
                        raise DatabaseError(
                            f"文件超过 {MOST_BYTES // 1024 // 1024} MB 的上限，没有下载。{BY_HAND}"
                        )
                    file.write(block)

    def _ask(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        return self._repeat(lambda: self._answer(method, path, **options))

    def _answer(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        self._wait()
        with self._sent(method, self._address + path, **options) as response:
            _check_status(response)
            body = b""
            for block in response.iter_bytes():
                body += block
                if len(body) > _MOST_ANSWER:
                    raise DatabaseError(f"数据库的答复大得不合理，没有读。{BY_HAND}")
        if body.lstrip()[:1] == b"<":
            raise _TryAgainError("数据库用网页代替了数据，多半是在防止机器访问")
        try:
            answer = msgspec.json.decode(body)
        except (msgspec.DecodeError, RecursionError):
            raise _TryAgainError("数据库的答复不是 JSON") from None
        if not isinstance(answer, dict):
            raise DatabaseError(f"数据库的答复不是预期的形式，可能换了接口。{BY_HAND}")
        return answer

    @contextlib.contextmanager
    def _sent(self, method: str, url: str, **options: Any) -> Iterator[httpx.Response]:
        try:
            with self._client.stream(method, url, **options) as response:
                yield response
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.TooManyRedirects):
            raise DatabaseError(f"数据库给出的地址不能用。{BY_HAND}") from None
        except httpx.TimeoutException:
            raise _TryAgainError("数据库没有及时答复") from None
        except httpx.HTTPError:
            raise _TryAgainError("连接不上数据库") from None

    def _repeat(self, call: Callable[[], Answer]) -> Answer:
        """Make a request until it succeeds, each time waiting longer."""
        retrying = Retrying(
            stop=stop_after_attempt(self._tries),
            wait=self._patience,
            retry=retry_if_exception_type(_TryAgainError),
            reraise=True,
        )
        try:
            return retrying(call)
        except _TryAgainError as error:
            raise DatabaseError(f"{error}，试了 {self._tries} 次；请稍后再试。{BY_HAND}") from None

    def _patience(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.wait if isinstance(error, _TryAgainError) and error.wait is not None else 0.0
        own = self._pause * 2**state.attempt_number * random.uniform(0.75, 1.25)
        return float(min(max(asked, own), _MOST_PATIENCE))

    def _wait(self) -> None:
        """Keep the pause between two requests, a little longer or shorter each time."""
        due = self._last + self._pause * random.uniform(0.75, 1.5)
        time.sleep(max(0.0, due - time.monotonic()))
        self._last = time.monotonic()

    def _check_address(self, request: httpx.Request) -> None:
        """No answer may send us to another place than one on the web that is encrypted, or this machine in tests."""
        allowed = request.url.scheme == "https" or (self._is_local and request.url.host in _LOOPBACK)
        if not allowed:
            raise DatabaseError(f"数据库给出的地址不安全，没有访问。{BY_HAND}")


def _query(title: str, page: int) -> dict[str, Any]:
    """What the site itself sends for a search in titles."""
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


def _check_status(response: httpx.Response) -> None:
    code = response.status_code
    if code == httpx.codes.TOO_MANY_REQUESTS or code >= httpx.codes.INTERNAL_SERVER_ERROR:
        asked = response.headers.get("Retry-After", "")
        raise _TryAgainError(
            f"数据库答复说现在不行（{code}）", float(asked) if asked.isascii() and asked.isdigit() else None
        )
    if code >= httpx.codes.BAD_REQUEST:
        raise DatabaseError(f"数据库拒绝了请求（{code}），可能换了接口。{BY_HAND}")


@contextlib.contextmanager
def _named() -> Iterator[None]:
    """Mistakes in an answer, with the way to do it by hand."""
    try:
        yield
    except DatabaseError as error:
        raise DatabaseError(f"{error}。{BY_HAND}") from None


def _is_whole(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as package:
            return any(name.endswith("document.xml") for name in package.namelist())
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError):
        return False
