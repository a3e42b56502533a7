"""Measure how the cost of some work grows with the size of a text: processor time, measured again where it looks bad."""

from __future__ import annotations

import gc
import math
import signal
import time
from collections.abc import Callable
from typing import Any, NamedTuple

SMALLEST, LARGEST, STEP = 400, 102_400, 4
# After a text that takes this many seconds no larger one is measured.
_LONG = 0.12
# A measurement is stopped after this many seconds.
_MUCH_TOO_LONG = 2.5
# The exponent of a cost of n·log n is about 1.1, a little more where the caches are too small; that of n² is 2.
MOST_GROWTH = 1.6
# In seconds: a smaller cost on the largest text counts as no growth, and a tick is the precision of the clock.
_NOTHING = 0.03
_TICK = 0.004
_REPETITIONS = 2


class Growth(NamedTuple):
    """Cost grows with size to the power of `exponent`; the largest text had `size` characters and took `seconds`."""

    exponent: float
    size: int
    seconds: float


def growth(work: Callable[[str], object], text: Callable[[int], str], most: int = LARGEST) -> Growth:
    """The growth of the cost of some work on texts that are four times as long each, up to `most` characters.

    A growth above `MOST_GROWTH` is reported only if every repeated measurement shows it.
    """
    measured = _measure(work, text, most)
    for _ in range(_REPETITIONS):
        if not MOST_GROWTH < measured.exponent < math.inf:
            break
        measured = min(measured, _measure(work, text, most))
    return measured


def _measure(work: Callable[[str], object], text: Callable[[int], str], most: int) -> Growth:
    costs: list[tuple[int, float]] = []
    size = SMALLEST
    while size <= most:
        costs.append((size, seconds(work, text(size), _MUCH_TOO_LONG)))
        if costs[-1][1] > _LONG:
            break
        size *= STEP
    largest, cost = costs[-1]
    if cost < _NOTHING:
        return Growth(0, largest, cost)
    if len(costs) < 2:
        # Even the smallest text took too long.
        return Growth(math.inf, largest, cost)
    return Growth(math.log((cost + _TICK) / (costs[-2][1] + _TICK), STEP), largest, cost)


class _OverError(Exception):
    pass


def _stop(*_: Any) -> None:
    raise _OverError


def seconds(work: Callable[[str], object], text: str, most: float) -> float:
    """The processor time that some work takes on a text; infinite if it exceeds `most` (where the system has interval timers)."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGVTALRM, _stop)
        signal.setitimer(signal.ITIMER_VIRTUAL, most)
    # A garbage collection over everything that other tests left behind would cost more than most of the measured work.
    gc.disable()
    begun = time.process_time()
    try:
        work(text)
    except _OverError:
        return math.inf
    finally:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        gc.enable()
    return time.process_time() - begun
