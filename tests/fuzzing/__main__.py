"""Hold the promises against texts by their numbers, as fast as one process can: python -m tests.fuzzing --seconds 60"""

from __future__ import annotations

import argparse
import contextlib
import gc
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from itertools import count
from types import FrameType

from tests.fuzzing.drawing import EVERY, LINES, draw, draw_lines, draw_other
from tests.fuzzing.promises import PROMISES, broken
from tests.fuzzing.shrinking import shrink

# Of the processor's time, so that a busy machine breaks no promise.
SECONDS_FOR_ONE_TEXT = 10
# A new kind of fault has most often been found by then.
MOST_FINDINGS = 20
_TEXTS_BETWEEN_LOOKS = 256


class TooSlowError(Exception):
    """A text took longer than any text may."""


def main() -> int:
    """Run for some seconds or some texts; say how much was done; 1 if a promise did not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing", description=__doc__)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="end after so many")
    parser.add_argument("--texts", type=int, help="end after so many")
    parser.add_argument("--first", type=int, default=0, metavar="N", help="begin with text number N")
    parser.add_argument("--promises", nargs="+", choices=PROMISES, help="hold only these, for every text")
    parser.add_argument(
        "--lines", type=int, metavar="N", help="all texts of N of the known lines, in place of any"
    )
    parser.add_argument("--most-findings", type=int, default=MOST_FINDINGS, help="end after so many")
    options = parser.parse_args()
    every = dict.fromkeys(options.promises, 1) if options.promises else EVERY
    # Whoever ends a long run wants to know how far it came.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    drawn, texts = draw, options.texts
    if options.lines:
        drawn = partial(draw_lines, count=options.lines)
        whole = len(LINES) ** options.lines - options.first
        texts = whole if texts is None else min(whole, texts)
    done, found = run(every, options.first, texts, options.seconds, options.most_findings, drawn)
    told = ", ".join(f"{promise} {times:,}" for promise, times in done.items())
    print(f"executions: {told}; broken promises: {len(found)}")
    return 1 if found else 0


def run(
    every: dict[str, int],
    first: int,
    texts: int | None,
    seconds: float,
    most: int,
    drawn: Callable[[int], str] = draw,
) -> tuple[Counter[str], set[tuple[str, str, str]]]:
    """Hold promises against texts from number `first` on: how often each was held, and what broke one."""
    # Nothing that is loaded by now is ever dropped.
    gc.freeze()
    signal.signal(signal.SIGPROF, _too_slow)
    done: Counter[str] = Counter()
    found: set[tuple[str, str, str]] = set()
    began = time.monotonic()
    number = first
    with contextlib.suppress(KeyboardInterrupt):
        for number in count(first) if texts is None else range(first, first + texts):
            if len(found) >= most or (
                number % _TEXTS_BETWEEN_LOOKS == 0 and time.monotonic() - began > seconds
            ):
                break
            _hold(number, drawn(number), every, done, found)
    print(f"texts {first:,} to {number:,}, {(number - first) / (time.monotonic() - began):,.0f} a second")
    return done, found


def _hold(
    number: int, text: str, every: dict[str, int], done: Counter[str], found: set[tuple[str, str, str]]
) -> None:
    """Hold text number `number` to the promises that fall to it."""
    for promise, step in every.items():
        if number % step == 0:
            other = draw_other(number, text) if promise == "comparing" else ""
            failure = _held(promise, text, other)
            done[promise] += 1
            if failure:
                _tell(promise, number, text, other, failure, found)


def _held(promise: str, text: str, other: str) -> str | None:
    signal.setitimer(signal.ITIMER_PROF, SECONDS_FOR_ONE_TEXT)
    try:
        return broken(promise, text, other)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _tell(
    promise: str, number: int, text: str, other: str, failure: str, found: set[tuple[str, str, str]]
) -> None:
    """Print what was found as a test case, made small; once, if it becomes the same as another."""
    small = shrink((text, other), lambda ours, theirs: _held(promise, ours, theirs) == failure)
    if (promise, *small) in found:
        return
    found.add((promise, *small))
    print(f"text number {number}: {promise}: {failure}\n    ({promise!r}, {small[0]!r}, {small[1]!r}),")
    sys.stdout.flush()


def _too_slow(_number: int, _frame: FrameType | None) -> None:
    raise TooSlowError


if __name__ == "__main__":
    sys.exit(main())
