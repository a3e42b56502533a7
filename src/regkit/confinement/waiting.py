"""Waiting for a child process, with a limit on the elapsed time."""

from __future__ import annotations

import select
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import RawIOBase
from typing import Protocol

# The longest single wait, in seconds. Time beyond it, such as while the machine sleeps, does not count.
_SLICE = 1.0


class Stream(Protocol):
    """One end of a pipe, unbuffered, as far as messages need it."""

    def read(self, size: int, /) -> bytes | None: ...
    def write(self, data: memoryview, /) -> int | None: ...


@contextmanager
def patient(
    requests: RawIOBase, answers: RawIOBase, seconds: float, kill: Callable[[], None]
) -> Iterator[tuple[Stream, Stream]]:
    """Yield the two pipes to and from a child, which is killed once they have been waited for `seconds` in all.

    Time in which this process itself was stopped does not count. Raises TimeoutError when the time is up.
    """
    if hasattr(select, "poll"):
        clock = _Clock(seconds, kill)
        yield _Clocked(requests, select.POLLOUT, clock), _Clocked(answers, select.POLLIN, clock)
        return
    # On Windows pipes cannot be polled, so a thread watches the time.
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
    """The time that is left for a child."""

    def __init__(self, seconds: float, kill: Callable[[], None]) -> None:
        self._left = seconds
        self._kill = kill

    def wait(self, stream: RawIOBase, event: int) -> None:
        """Wait until a pipe is ready. Raises TimeoutError, after killing the child, when the time is up."""
        poll = select.poll()
        poll.register(stream.fileno(), event)
        while True:
            begin = time.monotonic()
            ready = poll.poll(_SLICE * 1000)
            # Waits add up, so that a child that sends a little now and then is not waited for without end.
            self._left -= min(_SLICE, time.monotonic() - begin)
            if self._left <= 0:
                self._kill()
                raise TimeoutError
            if ready:
                return


class _Clocked:
    """A pipe that is waited for, on the clock, before each read or write."""

    def __init__(self, stream: RawIOBase, event: int, clock: _Clock) -> None:
        self._stream, self._event, self._clock = stream, event, clock

    def read(self, size: int, /) -> bytes | None:
        self._clock.wait(self._stream, self._event)
        return self._stream.read(size)

    def write(self, data: memoryview, /) -> int | None:
        self._clock.wait(self._stream, self._event)
        return self._stream.write(data)
