"""Hold the promises against texts by number, as fast as one process can: python -m tests.fuzzing --seconds 60"""

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

# Processor time, so that a busy machine breaks no promise.
SECONDS_FOR_ONE_TEXT = 10
# More findings are rarely of another kind.
MOST_FINDINGS = 20
_TEXTS_BETWEEN_LOOKS = 256


class TooSlowError(Exception):
    """A text took longer than `SECONDS_FOR_ONE_TEXT`."""


def main() -> int:
    """Run for the given time or number of texts and print a summary; returns 1 if a promise was broken."""
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
    # A long run that is terminated should still print its summary.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    draw_text, texts = draw, options.texts
    if options.lines:
        draw_text = partial(draw_lines, count=options.lines)
        remaining = len(LINES) ** options.lines - options.first
        texts = remaining if texts is None else min(remaining, texts)
    done, findings = run(every, options.first, texts, options.seconds, options.most_findings, draw_text)
    summary = ", ".join(f"{promise} {times:,}" for promise, times in done.items())
    print(f"executions: {summary}; broken promises: {len(findings)}")
    return 1 if findings else 0


def run(
    every: dict[str, int],
    first: int,
    texts: int | None,
    seconds: float,
    most: int,
    drawn: Callable[[int], str] = draw,
) -> tuple[Counter[str], set[tuple[str, str, str]]]:
    """Hold promises against texts from number `first` on; returns how often each was held, and the texts that broke one."""
    # Nothing that is loaded by now will be freed, so the garbage collector need not look at it.
    gc.freeze()
    signal.signal(signal.SIGPROF, _too_slow)
    done: Counter[str] = Counter()
    findings: set[tuple[str, str, str]] = set()
    began = time.monotonic()
    number = first
    with contextlib.suppress(KeyboardInterrupt):
        for number in count(first) if texts is None else range(first, first + texts):
            if len(findings) >= most or (
                number % _TEXTS_BETWEEN_LOOKS == 0 and time.monotonic() - began > seconds
            ):
                break
            _hold(number, drawn(number), every, done, findings)
    print(f"texts {first:,} to {number:,}, {(number - first) / (time.monotonic() - began):,.0f} a second")
    return done, findings


def _hold(
    number: int, text: str, every: dict[str, int], done: Counter[str], found: set[tuple[str, str, str]]
) -> None:
    """Hold text number `number` to the promises that apply to it (every `step`-th text)."""
    for promise, step in every.items():
        if number % step == 0:
            other = draw_other(number, text) if promise == "comparing" else ""
            failure = _held(promise, text, other)
            done[promise] += 1
            if failure:
                _tell(promise, number, text, other, failure, found)


def _held(promise: str, text: str, other: str) -> str | None:
    """What of a promise does not hold for a text, or None, within the time limit."""
    signal.setitimer(signal.ITIMER_PROF, SECONDS_FOR_ONE_TEXT)
    try:
        return broken(promise, text, other)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _tell(
    promise: str, number: int, text: str, other: str, failure: str, found: set[tuple[str, str, str]]
) -> None:
    """Shrink a failing text and print it as a test case, unless the same one was printed before."""
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
