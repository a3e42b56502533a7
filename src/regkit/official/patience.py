"""The time limit of a whole call, and messages to users while regkit waits."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from regkit.errors import OutOfTimeError

# Seconds between two messages to a user who waits.
TICK = 0.25
_DAY_SECONDS = 24 * 60 * 60.0


class Patience:
    """The time limit of a whole call, in seconds from now.

    `tell` is called a few times a second with a Chinese sentence on what regkit is waiting for.
    """

    def __init__(self, seconds: float, tell: Callable[[str], None]) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds
        self.tell = tell

    @property
    def left(self) -> float:
        """Seconds until the time is over; negative afterwards."""
        return self._end - time.monotonic()

    def check(self, doing: str) -> None:
        """Raise OutOfTimeError if the time is over. `doing` is what regkit is doing, in Chinese, for the message."""
        if self.left <= 0:
            raise self._over(f"用完了，当时{doing}")

    def pause(self, seconds: float, why: str) -> None:
        """Sleep for some seconds, for the reason `why`. Raises OutOfTimeError at once if less time is left."""
        if seconds > self.left:
            raise self._over(f"不够了：{why}，要 {math.ceil(seconds)} 秒")
        end = time.monotonic() + seconds
        while (remaining := end - time.monotonic()) > 0:
            self.tell(f"还有 {math.ceil(remaining)} 秒：{why}")
            time.sleep(min(remaining, TICK))

    def _over(self, how: str) -> OutOfTimeError:
        return OutOfTimeError(
            f"规定的 {self._seconds / 60:g} 分钟{how}；取到的都已留下，再运行一次会接着来，也可以用 --within 多给些时间。"
        )


def read_retry_after(text: str) -> float | None:
    """Seconds to wait according to a Retry-After header, which is a number or a date; None if it is neither."""
    text = text.strip()
    if len(text) > 64:
        # No date is that long, but a number may be.
        return math.inf if text.isascii() and text.isdigit() else None
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
    # Dates in HTTP are in GMT, even without a time zone.
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def when(seconds: float) -> str:
    """The time of day, in some seconds from now, by the clock of this machine; “改天” from one day on."""
    if seconds >= _DAY_SECONDS:
        return "改天"
    return f"{datetime.now() + timedelta(seconds=seconds):%H:%M} 以后"
