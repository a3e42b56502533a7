"""HTTP requests, each in a thread of its own, so that the caller can stop waiting at any time.

A name look-up, a TLS handshake or headers that arrive byte by byte cannot be interrupted; their thread is
abandoned instead.
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
# Bytes buffered between the two threads; the server is read no faster than the caller takes them.
_MOST_BUFFERED_BYTES = 1024 * 1024


class LateError(Exception):
    """No data came within the time limit."""


class BrokenError(Exception):
    """The connection failed or broke, or the server does not speak HTTP."""


class Wire:
    """A connection for one request at a time. `check` is called with every response, redirects included, and may raise."""

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
        """Close the connection."""
        self._client.close()

    @contextlib.contextmanager
    def send(
        self, method: str, url: httpx.URL, *, patience: Patience, doing: str, **options: Any
    ) -> Iterator[Reply]:
        """Send a request, and yield its reply for the duration of the block. Raises LateError, BrokenError, OutOfTimeError."""
        if len(self._client.cookies.jar) > _MOST_COOKIES:
            self._client.cookies.clear()
        request = self._client.build_request(method, url, **options)
        exchange = _Exchange(self._client, self._sockets, request)
        exchange.start()
        try:
            yield Reply(exchange, patience, time.monotonic() + self._seconds, doing)
        finally:
            if not exchange.leave():
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
    """Turn errors of httpx in proxy or certificate variables into a DatabaseError that names them."""
    try:
        yield
    except (httpx.InvalidURL, ValueError, ImportError, OSError):
        raise DatabaseError(
            "环境变量中的代理（HTTPS_PROXY、ALL_PROXY）或者证书（SSL_CERT_FILE）不能用；请改正，或者去掉。",
            code=ErrorCode.DATABASE_SETTINGS,
        ) from None


class Reply:
    """The reply to a request: `status` and `headers` at once, the body through `read`.

    `until` is when the answer should be complete, by `time.monotonic`.
    """

    def __init__(self, talk: _Exchange, patience: Patience, until: float, doing: str) -> None:
        self._exchange, self._patience, self._doing = talk, patience, doing
        self._began, self.until = time.monotonic(), until
        response = self._wait(lambda: talk.response, until, "")
        self.status: int = response.status_code
        self.headers: httpx.Headers = response.headers

    def read(self, until: float, so_far: str = "") -> bytes:
        """The bytes that have arrived since the last call, at least one; b"" at the end. Waits until `until` at most.

        `so_far` says, in Chinese, how much there is already; users see it while they wait.
        """
        block: bytes = self._wait(self._exchange.take, until, so_far)
        return block

    def _wait(self, ready: Callable[[], Any], until: float, so_far: str) -> Any:
        while True:
            result = ready()
            self._patience.check(self._doing)
            if result is not None:
                return result
            now = time.monotonic()
            if now >= until:
                raise LateError
            self._patience.tell(f"{so_far or f'等了 {int(now - self._began)} 秒'}：{self._doing}")
            self._exchange.wait(min(TICK, until - now, max(self._patience.left, 0.0)))


class _Exchange(threading.Thread):
    """One request and its response, read to the end or until the caller abandons it."""

    def __init__(self, client: httpx.Client, sockets: WeakSet[socket.socket], request: httpx.Request) -> None:
        # A daemon thread, so that a look-up that never ends does not keep the process alive.
        super().__init__(daemon=True)
        self._client, self._sockets, self._request = client, sockets, request
        request.extensions["trace"] = self._trace
        self._changed = threading.Condition()
        self._response: httpx.Response | None = None
        self._bytes = bytearray()
        self._error: Exception | None = None
        self._is_done = self._is_abandoned = False

    @property
    def response(self) -> httpx.Response | None:
        """The response with its headers; None if they have not arrived. Raises the error of the thread."""
        with self._changed:
            if self._response is None and self._error is not None:
                raise self._error
            return self._response

    def take(self) -> bytes | None:
        """The bytes that have arrived since the last call; None if there are none yet, b"" at the end."""
        with self._changed:
            if self._bytes:
                taken = bytes(self._bytes)
                self._bytes.clear()
                self._changed.notify_all()
                return taken
            if self._error is not None:
                raise self._error
            return b"" if self._is_done else None

    def wait(self, seconds: float) -> None:
        """Wait until there are bytes or the exchange is over, at most some seconds."""
        with self._changed:
            if not self._bytes and not self._is_done:
                self._changed.wait(seconds)

    def leave(self) -> bool:
        """Whether the exchange is over. If not, abandon it: the thread ends by itself and closes its client."""
        with self._changed:
            if self._is_done:
                return True
            self._is_abandoned = True
            self._changed.notify_all()
        self._hang_up()
        return False

    def _hang_up(self) -> None:
        """Shut down the sockets, which interrupts a blocking read in the other thread."""
        for connection in list(self._sockets):
            with contextlib.suppress(OSError, ValueError):
                # Not closed: another file could get its descriptor while the other thread still uses it.
                socket.socket.shutdown(connection, socket.SHUT_RDWR)

    def run(self) -> None:
        """Send the request and read the response, and hand every error to the caller's thread."""
        error: Exception | None = None
        try:
            self._communicate()
        except (LateError, DatabaseError) as caught:
            error = caught
        except httpx.TimeoutException:
            error = LateError()
        except Exception:  # httpx and its dependencies raise many kinds of errors if a server is hostile
            error = BrokenError()
        with self._changed:
            self._error, self._is_done = error, True
            self._changed.notify_all()
            is_abandoned = self._is_abandoned
        if is_abandoned:
            with contextlib.suppress(Exception):
                self._client.close()

    def _communicate(self) -> None:
        """Send the request and follow redirects up to the final response."""
        request = self._request
        for _ in range(_MOST_REDIRECTS + 1):
            # Redirects are followed here, because httpx would read the whole body of a redirect, however large.
            response = self._client.send(request, stream=True, follow_redirects=False)
            with contextlib.closing(response):
                if response.next_request is None:
                    self._pass_on(response)
                    return
                request = response.next_request
        raise DatabaseError("数据库把我们从一个地址转到另一个地址，没有尽头；请稍后再试。")

    def _pass_on(self, response: httpx.Response) -> None:
        """Hand the response, and then its body block by block, to the caller's thread."""
        with self._changed:
            self._response = response
            self._changed.notify_all()
        for block in response.iter_raw():
            with self._changed:
                self._changed.wait_for(lambda: self._is_abandoned or len(self._bytes) < _MOST_BUFFERED_BYTES)
                if self._is_abandoned:
                    return
                self._bytes += block
                self._changed.notify_all()

    def _trace(self, event: str, info: dict[str, Any]) -> None:
        """Called by httpcore at every step. It is the only access to the socket before there is a response."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._sockets.add(info["return_value"].get_extra_info("socket"))
            if self._is_abandoned:
                self._hang_up()
