"""Patience: how long may be waited, and telling those who wait with us what for."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from regkit.errors import OutOfTimeError

# How often somebody who waits is told what for.
TICK = 0.25
_A_DAY = 24 * 60 * 60.0


class Patience:
    """The time for a whole call, which begins now; `tell` is called a few times a second with what is being waited for."""

    def __init__(self, seconds: float, tell: Callable[[str], None]) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds
        self.tell = tell

    @property
    def left(self) -> float:
        """In seconds; below 0 when the time is over."""
        return self._end - time.monotonic()

    def check(self, doing: str) -> None:
        """Raises OutOfTimeError, which says what was being done, if the time is over."""
        if self.left <= 0:
            raise self._over(f"用完了，当时{doing}")

    def pause(self, seconds: float, why: str) -> None:
        """Wait for no other reason than that it is polite. Raises OutOfTimeError at once if there is not the time for it."""
        if seconds > self.left:
            raise self._over(f"不够了：{why}，要 {math.ceil(seconds)} 秒")
        end = time.monotonic() + seconds
        while (rest := end - time.monotonic()) > 0:
            self.tell(f"还有 {math.ceil(rest)} 秒：{why}")
            time.sleep(min(rest, TICK))

    def _over(self, how: str) -> OutOfTimeError:
        return OutOfTimeError(
            f"规定的 {self._seconds / 60:g} 分钟{how}；取到的都已留下，再运行一次会接着来，也可以用 --within 多给些时间。"
        )


def read_retry_after(text: str) -> float | None:
    """The seconds from now that a Retry-After asks for, as a number or as a day and hour; None if it asks for nothing that is clear."""
    text = text.strip()
    if len(text) > 64:
        # No day is that long; a number may be.
        return math.inf if text.isascii() and text.isdigit() else None
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        day = parsedate_to_datetime(text)
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
    # One without a zone means Greenwich, like all in HTTP.
    day = day if day.tzinfo else day.replace(tzinfo=UTC)
    return max(0.0, (day - datetime.now(UTC)).total_seconds())


def when(seconds: float) -> str:
    """The hour at which some seconds will be over, on this machine's clock."""
    if seconds >= _A_DAY:
        return "改天"
    return f"{datetime.now() + timedelta(seconds=seconds):%H:%M} 以后"
