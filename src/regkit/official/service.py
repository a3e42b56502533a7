"""Requests to the database: one at a time with pauses between them, repeated after failures, with checks of every answer."""

from __future__ import annotations

import contextlib
import math
import random
import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import httpx

from regkit import __version__
from regkit.codes import ErrorCode
from regkit.errors import DatabaseError, OutOfTimeError
from regkit.official.addresses import follow, is_allowed, is_local, read_address
from regkit.official.answers import HugeError, UnclearError, Unpacker, read_json
from regkit.official.patience import Patience, read_retry_after, when
from regkit.official.wire import BrokenError, LateError, Reply, Wire

ADDRESS = "https://flk.npc.gov.cn"
BY_HAND = "也可以在浏览器中打开国家法律法规数据库，下载 Word 文件后用 regkit add 收录。"
# The longest wait before another try, in seconds. If the server asks for more, regkit gives up.
_MOST_PATIENCE = 60.0
Thing = TypeVar("Thing")


class TryAgainError(Exception):
    """A failure that may not occur again; `wait` is how many seconds the server asks to wait."""

    def __init__(self, message: str, wait: float = 0.0) -> None:
        super().__init__(message)
        self.wait = wait


class Service:
    """The database at an address.

    `seconds` is the longest time to wait for an answer, `pause` the shortest time between two requests, in
    seconds. All methods raise DatabaseError, and OutOfTimeError if no more requests are to be sent.
    """

    def __init__(self, address: str, patience: Patience, *, pause: float, seconds: float, tries: int) -> None:
        self.patience = patience
        self.seconds = seconds
        self._pause, self._tries = pause, tries
        self._last = -math.inf
        self._base = _base(address)
        self._is_local = is_local(self._base)
        origin = str(self._base).rstrip("/")
        self._wire = Wire(
            {
                "User-Agent": f"regkit/{__version__} (statutes as code; one request at a time)",
                "Accept": "application/json",
                "Accept-Encoding": "gzip",
                "Referer": f"{origin}/",
                "Origin": origin,
            },
            seconds=seconds,
            # A proxy cannot reach a server on this machine.
            trust_env=not self._is_local,
            check=self._check_redirect,
        )

    def close(self) -> None:
        """Close the connection."""
        self._wire.close()

    def ask(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        """The JSON object in the answer to a request. After a failure that may be temporary the request is repeated."""
        return self.repeat(lambda: self._answer(method, path, **options))

    def target(self, text: str, base: httpx.URL | None = None) -> httpx.URL:
        """Resolve an address that an answer names. Raises DatabaseError if it is not an address, or not a safe one."""
        try:
            url = follow(base or self._base, text)
        except ValueError as error:
            raise DatabaseError(f"数据库给出的地址不能用：它{error}。{BY_HAND}") from None
        if not is_allowed(url, locally=self._is_local):
            raise DatabaseError(f"数据库给出的地址不安全，没有访问。{BY_HAND}")
        return url

    def repeat(self, call: Callable[[], Thing]) -> Thing:
        """The result of a call, which is repeated after each TryAgainError, with longer and longer pauses."""
        for attempt in range(1, self._tries + 1):
            try:
                return call()
            except TryAgainError as error:
                if attempt == self._tries:
                    raise DatabaseError(
                        f"{error}，试了 {self._tries} 次；请稍后再试。{BY_HAND}",
                        code=ErrorCode.DATABASE_UNREACHABLE,
                    ) from None
                backoff = self._pause * 2**attempt * random.uniform(0.75, 1.25)
                self.patience.pause(
                    max(error.wait, min(backoff, _MOST_PATIENCE)),
                    f"{error}，等一会儿再试第 {attempt + 1} 次（共 {self._tries} 次）",
                )
        raise AssertionError("the call is tried at least once")

    @contextlib.contextmanager
    def send(self, method: str, url: httpx.URL, doing: str, **options: Any) -> Iterator[Reply]:
        """Send one request, after the pause that is due, and yield the reply.

        Raises TryAgainError if no reply comes or the connection breaks.
        """
        next_request = self._last + self._pause * random.uniform(0.75, 1.5)
        self.patience.pause(next_request - time.monotonic(), "两次请求之间隔一会儿")
        self._last = time.monotonic()
        try:
            with self._wire.send(method, url, patience=self.patience, doing=doing, **options) as reply:
                yield reply
        except LateError:
            raise TryAgainError("数据库没有及时答复") from None
        except BrokenError:
            raise TryAgainError("连接不上数据库") from None

    def _answer(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        url = httpx.URL(str(self._base).rstrip("/") + path)
        try:
            with self.send(method, url, "正在等数据库答复", **options) as reply:
                check_status(reply)
                unpacker = Unpacker(reply.headers)
                while block := reply.read(reply.until):
                    unpacker.take(block)
            body = unpacker.body()
            if body.lstrip()[:1] == b"<":
                raise TryAgainError("数据库用网页代替了数据，多半是在防止机器访问")
            answer = read_json(body)
        except HugeError:
            raise DatabaseError(f"数据库的答复大得不合理，没有读。{BY_HAND}") from None
        except UnclearError as error:
            raise TryAgainError(str(error)) from None
        if not isinstance(answer, dict):
            raise DatabaseError(f"数据库的答复不是预期的形式，可能换了接口。{BY_HAND}")
        return answer

    def _check_redirect(self, response: httpx.Response) -> None:
        if response.has_redirect_location:
            self.target(response.headers["Location"], response.request.url)


def check_status(reply: Reply, good: tuple[int, ...] = (httpx.codes.OK,)) -> None:
    """Raise TryAgainError, OutOfTimeError or DatabaseError unless the status of a reply is one of the `good` ones."""
    code = reply.status
    if code == httpx.codes.TOO_MANY_REQUESTS or code >= httpx.codes.INTERNAL_SERVER_ERROR:
        requested_wait = read_retry_after(reply.headers.get("Retry-After", "")) or 0.0
        refusal = f"数据库答复说现在不行（{code}）"
        if requested_wait > _MOST_PATIENCE:
            raise OutOfTimeError(
                f"{refusal}，要我们等得更久；请{when(requested_wait)}再运行一次，会接着来。{BY_HAND}"
            )
        raise TryAgainError(refusal, requested_wait)
    if code not in good:
        raise DatabaseError(
            f"数据库拒绝了请求（{code}），可能换了接口。{BY_HAND}", code=ErrorCode.DATABASE_REFUSED
        )


def _base(address: str) -> httpx.URL:
    """Parse the address of the database. Raises DatabaseError if requests must not be sent to it."""
    try:
        url = read_address(address)
        if not is_allowed(url, locally=True):
            raise ValueError("不是 https 的网址")
        if url.query or url.fragment:
            raise ValueError("含有 ? 或 #")
    except ValueError as error:
        raise DatabaseError(
            f"数据库的地址（--address 或环境变量 REGKIT_DATABASE）{error}；它应当像 {ADDRESS} 这样。",
            code=ErrorCode.DATABASE_SETTINGS,
        ) from None
    return url
