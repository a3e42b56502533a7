"""Waiting for a child, but not for ever."""

from __future__ import annotations

import select
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import RawIOBase
from typing import Protocol

_SLICE = 1.0


class Stream(Protocol):
    """An end of a pipe, unbuffered."""

    def read(self, size: int, /) -> bytes | None: ...
    def write(self, data: memoryview, /) -> int | None: ...


@contextmanager
def patient(
    requests: RawIOBase, answers: RawIOBase, seconds: float, kill: Callable[[], None]
) -> Iterator[tuple[Stream, Stream]]:
    """The ends of the pipes to and from a child as they may be used for so many seconds; then it is killed.

    Seconds in which this process was stopped do not count. Raises TimeoutError when time is up.
    """
    if hasattr(select, "poll"):
        clock = _Clock(seconds, kill)
        yield _Clocked(requests, select.POLLOUT, clock), _Clocked(answers, select.POLLIN, clock)
        return
    # Pipes of Windows cannot be waited for; a thread is what takes time.
    answered, late = threading.Event(), threading.Event()

    def watch() -> None:
        if not any(answered.wait(_SLICE) for _ in range(round(seconds / _SLICE))):
            late.set()
            kill()

    thread = threading.Thread(target=watch, daemon=True, name="regkit-confinement")
    thread.start()
    try:
        yield requests, answers
    finally:
        answered.set()
        thread.join()
        if late.is_set():
            raise TimeoutError


class _Clock:
    def __init__(self, seconds: float, kill: Callable[[], None]) -> None:
        self._left = seconds
        self._kill = kill

    def wait(self, stream: RawIOBase, event: int) -> None:
        poll = select.poll()
        poll.register(stream.fileno(), event)
        while True:
            begin = time.monotonic()
            ready = poll.poll(_SLICE * 1000)
            # A child that says a little now and then is not waited for either.
            self._left -= min(_SLICE, time.monotonic() - begin)
            if self._left <= 0:
                self._kill()
                raise TimeoutError
            if ready:
                return


class _Clocked:
    """A pipe that is waited for before it is used."""

    def __init__(self, stream: RawIOBase, event: int, clock: _Clock) -> None:
        self._stream, self._event, self._clock = stream, event, clock

    def read(self, size: int, /) -> bytes | None:
        self._clock.wait(self._stream, self._event)
        return self._stream.read(size)

    def write(self, data: memoryview, /) -> int | None:
        self._clock.wait(self._stream, self._event)
        return self._stream.write(data)
