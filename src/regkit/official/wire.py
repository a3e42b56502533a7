"""The wire to the server: every request in a thread of its own, so that whoever waits for it can stop at any time.

Looking up a name, shaking hands and reading headers byte by byte cannot be ended from within; they are left alone instead.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from weakref import WeakSet

import httpx

from regkit.codes import ErrorCode
from regkit.errors import DatabaseError
from regkit.official.patience import TICK, Patience

_MOST_REDIRECTS = 5
_MOST_COOKIES = 50
# What may lie between the two threads; the server is read no faster than we take it.
_MOST_WAITING = 1024 * 1024


class LateError(Exception):
    """Nothing came in the time that there was for it."""


class BrokenError(Exception):
    """There is no connection, or not any more, or what comes is no HTTP."""


class Wire:
    """One request at a time. `check` is asked of every answer before it is believed, and raises what it likes."""

    def __init__(
        self,
        headers: dict[str, str],
        *,
        seconds: float,
        trust_env: bool,
        check: Callable[[httpx.Response], None],
    ) -> None:
        self._headers, self._seconds, self._trust_env = headers, seconds, trust_env
        self._check = check
        with _usable_environment():
            self._trusted = httpx.create_ssl_context(trust_env=trust_env)
        self._open()

    def close(self) -> None:
        self._client.close()

    @contextlib.contextmanager
    def send(
        self, method: str, url: httpx.URL, *, patience: Patience, doing: str, **options: Any
    ) -> Iterator[Reply]:
        """The reply to a request, for as long as the block lasts. Raises LateError, BrokenError, OutOfTimeError."""
        if len(self._client.cookies.jar) > _MOST_COOKIES:
            self._client.cookies.clear()
        request = self._client.build_request(method, url, **options)
        talk = _Talk(self._client, self._sockets, request)
        talk.start()
        try:
            yield Reply(talk, patience, time.monotonic() + self._seconds, doing)
        finally:
            if not talk.leave():
                self._open()

    def _open(self) -> None:
        self._sockets: WeakSet[socket.socket] = WeakSet()
        with _usable_environment():
            self._client = httpx.Client(
                headers=self._headers,
                timeout=self._seconds,
                verify=self._trusted,
                trust_env=self._trust_env,
                event_hooks={"response": [self._check]},
            )


@contextlib.contextmanager
def _usable_environment() -> Iterator[None]:
    try:
        yield
    except (httpx.InvalidURL, ValueError, ImportError, OSError):
        raise DatabaseError(
            "环境变量中的代理（HTTPS_PROXY、ALL_PROXY）或者证书（SSL_CERT_FILE）不能用；请改正，或者去掉。",
            code=ErrorCode.DATABASE_SETTINGS,
        ) from None


class Reply:
    """What the server says: first `status` and `headers`, then bytes. `until` is when an answer should be there, as monotonic time."""

    def __init__(self, talk: _Talk, patience: Patience, until: float, doing: str) -> None:
        self._talk, self._patience, self._doing = talk, patience, doing
        self._began, self.until = time.monotonic(), until
        response = self._wait(lambda: talk.response, until, "")
        self.status: int = response.status_code
        self.headers: httpx.Headers = response.headers

    def read(self, until: float, so_far: str = "") -> bytes:
        """The bytes that have come meanwhile, at least one; none at the end. `so_far` says how much there is, for those who wait."""
        block: bytes = self._wait(self._talk.take, until, so_far)
        return block

    def _wait(self, ready: Callable[[], Any], until: float, so_far: str) -> Any:
        while True:
            found = ready()
            self._patience.check(self._doing)
            if found is not None:
                return found
            now = time.monotonic()
            if now >= until:
                raise LateError
            self._patience.tell(f"{so_far or f'等了 {int(now - self._began)} 秒'}：{self._doing}")
            self._talk.wait(min(TICK, until - now, max(self._patience.left, 0.0)))


class _Talk(threading.Thread):
    """One request and what comes of it, up to the end or until nobody wants it any more."""

    def __init__(self, client: httpx.Client, sockets: WeakSet[socket.socket], request: httpx.Request) -> None:
        # A daemon: a name that is never found must not keep the process from ending.
        super().__init__(daemon=True)
        self._client, self._sockets, self._request = client, sockets, request
        request.extensions["trace"] = self._trace
        self._news = threading.Condition()
        self._response: httpx.Response | None = None
        self._bytes = bytearray()
        self._error: Exception | None = None
        self._is_done = self._is_left = False

    @property
    def response(self) -> httpx.Response | None:
        """The head of the answer, when it has come."""
        with self._news:
            if self._response is None and self._error is not None:
                raise self._error
            return self._response

    def take(self) -> bytes | None:
        """What has come since; nothing yet is None, nothing any more is empty."""
        with self._news:
            if self._bytes:
                taken = bytes(self._bytes)
                self._bytes.clear()
                self._news.notify_all()
                return taken
            if self._error is not None:
                raise self._error
            return b"" if self._is_done else None

    def wait(self, seconds: float) -> None:
        with self._news:
            if not self._bytes and not self._is_done:
                self._news.wait(seconds)

    def leave(self) -> bool:
        """Whether it had come to its end; if not, it is left to end by itself, and its client with it."""
        with self._news:
            if self._is_done:
                return True
            self._is_left = True
            self._news.notify_all()
        self._hang_up()
        return False

    def _hang_up(self) -> None:
        for each in list(self._sockets):
            with contextlib.suppress(OSError, ValueError):
                # Not closed: its number could be another file's before the other thread looks again.
                socket.socket.shutdown(each, socket.SHUT_RDWR)

    def run(self) -> None:
        error: Exception | None = None
        try:
            self._talk()
        except (LateError, DatabaseError) as caught:
            error = caught
        except httpx.TimeoutException:
            error = LateError()
        except Exception:  # httpx and what is below it raise all kinds of things when a server is hostile
            error = BrokenError()
        with self._news:
            self._error, self._is_done = error, True
            self._news.notify_all()
            is_left = self._is_left
        if is_left:
            with contextlib.suppress(Exception):
                self._client.close()

    def _talk(self) -> None:
        request = self._request
        for _ in range(_MOST_REDIRECTS + 1):
            # Redirects are followed here: httpx would read the page that says so, however large.
            response = self._client.send(request, stream=True, follow_redirects=False)
            with contextlib.closing(response):
                if response.next_request is None:
                    self._pass_on(response)
                    return
                request = response.next_request
        raise DatabaseError("数据库把我们从一个地址转到另一个地址，没有尽头；请稍后再试。")

    def _pass_on(self, response: httpx.Response) -> None:
        with self._news:
            self._response = response
            self._news.notify_all()
        for block in response.iter_raw():
            with self._news:
                self._news.wait_for(lambda: self._is_left or len(self._bytes) < _MOST_WAITING)
                if self._is_left:
                    return
                self._bytes += block
                self._news.notify_all()

    def _trace(self, event: str, info: dict[str, Any]) -> None:
        """Called by httpcore at every step: the only way to the socket before there is an answer."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._sockets.add(info["return_value"].get_extra_info("socket"))
            if self._is_left:
                self._hang_up()
