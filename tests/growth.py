"""How what some work costs grows with the size of a text: measured in processor time, doubted, and measured again."""

from __future__ import annotations

import gc
import math
import signal
import time
from collections.abc import Callable
from typing import Any, NamedTuple

SMALLEST, LARGEST, STEP = 400, 102_400, 4
# What takes longer on one text is not measured on a larger one.
_LONG = 0.12
_MUCH_TOO_LONG = 2.5
# Between n and n²: n·log n grows by 1.1 and memory that no cache holds adds to it, n² grows by 2.
MOST_GROWTH = 1.6
# What costs less on the largest text is not looked into, and no clock is more exact than its ticks.
_NOTHING = 0.03
_TICK = 0.004
_DOUBTS = 2


class Growth(NamedTuple):
    """That cost grows with size to the power of `exponent`, as seen up to a text that took so many seconds."""

    exponent: float
    size: int
    seconds: float


def growth(work: Callable[[str], object], text: Callable[[int], str], most: int = LARGEST) -> Growth:
    """How the cost of a work grows that is given texts four times as long each, up to so many characters.

    It is believed to be more than it should only if it is so each time that it is measured.
    """
    found = _measure(work, text, most)
    for _ in range(_DOUBTS):
        if not MOST_GROWTH < found.exponent < math.inf:
            break
        found = min(found, _measure(work, text, most))
    return found


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
        # Too long already on so little.
        return Growth(math.inf, largest, cost)
    return Growth(math.log((cost + _TICK) / (costs[-2][1] + _TICK), STEP), largest, cost)


class _OverError(Exception):
    pass


def _stop(*_: Any) -> None:
    raise _OverError


def seconds(work: Callable[[str], object], text: str, most: float) -> float:
    """The processor time that a work takes on a text; infinite if that is more than `most`, where the system can stop it."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGVTALRM, _stop)
        signal.setitimer(signal.ITIMER_VIRTUAL, most)
    # Looking for circles among all that the other tests left behind costs more than most of what is measured.
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
