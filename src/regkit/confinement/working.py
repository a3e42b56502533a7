"""The child process: it reads one file after another and shares nothing else with its parent."""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import os
import signal
import sys
from collections.abc import Callable
from io import RawIOBase
from pathlib import Path
from typing import NoReturn

import msgspec

from regkit.codes import ErrorCode
from regkit.confinement.answers import Answer, End, Job, receive, send
from regkit.confinement.limits import (
    OUTPUT,
    allow_one_file,
    has_grown,
    is_near_the_limit,
    limit_process,
    most_memory,
)
from regkit.errors import UnreadableFileError
from regkit.notations import READERS
from regkit.notations.recognition import Notation
from regkit.notations.source import Source

# The largest request in bytes: no file is read beyond this, and no PDF that LibreOffice printed is larger.
_MOST_ASKED = 512 * 1024**2
_STANDARD_STREAMS = ("0", "1", "2")
# Signals that get their default action back, whatever the parent does on them. SIGINT, which the keyboard sends to both
# processes, is ignored: the parent ends the child.
_SIGNALS = (
    "SIGTERM",
    "SIGHUP",
    "SIGQUIT",
    "SIGALRM",
    "SIGUSR1",
    "SIGUSR2",
    "SIGCHLD",
    "SIGXCPU",
    "SIGABRT",
    "SIGPROF",
)
_READERS: dict[str, Callable[[bytes], Source]] = {
    Job.WORD: READERS[Notation.WORD],
    Job.PDF: READERS[Notation.PDF],
}


def work_after_fork(requests: int, answers: int) -> NoReturn:
    """Be the child of a process that was forked; the arguments are the descriptors of two pipes. Never returns."""
    try:
        sys.settrace(None)
        sys.setprofile(None)
        # It would write to the parent's streams.
        faulthandler.disable()
        signal.set_wakeup_fd(-1)
        _reset_signals()
        # A garbage collector that walks the parent's objects would copy all of their memory.
        gc.freeze()
        _close_descriptors(keep=(requests, answers))
        _serve(os.fdopen(requests, "rb", buffering=0), os.fdopen(answers, "wb", buffering=0))
    finally:
        # Do not run the parent's exit functions or flush its files.
        os._exit(1)


def work_after_start() -> NoReturn:
    """Be a child that was started as a new Python: requests come on standard input, answers go to standard output. Never returns."""
    try:
        _reset_signals()
        requests, answers = os.dup(0), os.dup(1)
        _silence_standard_streams()
        _serve(os.fdopen(requests, "rb", buffering=0), os.fdopen(answers, "wb", buffering=0))
    finally:
        os._exit(1)


def _reset_signals() -> None:
    """Give signals their default action and ignore interrupts from the keyboard."""
    for name in _SIGNALS:
        if hasattr(signal, name):
            with contextlib.suppress(OSError, ValueError):
                signal.signal(getattr(signal, name), signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_SETMASK, [])


def _close_descriptors(keep: tuple[int, ...]) -> None:
    """Close what the parent had open, else its locks would be held, and its pipes kept, for as long as this process lives."""
    _silence_standard_streams()
    names = {*_STANDARD_STREAMS, *map(str, keep)}
    for entry in list(Path("/proc/self/fd").iterdir()):
        if entry.name not in names:
            with contextlib.suppress(OSError):
                os.close(int(entry.name))


def _silence_standard_streams() -> None:
    """Discard what a reader prints: it is no answer."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    if nowhere > 2:
        os.close(nowhere)


def _serve(requests: RawIOBase, answers: RawIOBase) -> NoReturn:
    """Answer requests until the parent closes the pipe or this process has grown. Never returns."""
    size, before = limit_process(), most_memory()
    leaves = False
    while not leaves and (request := receive(requests, _MOST_ASKED)) is not None:
        name, content = request
        allow_one_file()
        message, leaves = _encoded_answer(name, content, size, before)
        content = request = None
        send(answers, "answer", message)
    os._exit(0)


def _encoded_answer(name: str, data: bytes | None, size: int, before: int) -> tuple[bytes, bool]:
    """The answer as bytes, and whether it is the last one.

    `size` is the address space of the process in bytes before its first file, `before` the most memory it had then in kilobytes.
    """
    try:
        answer = _answer(name, data or b"", before)
        answer.leaves = has_grown(size, before)
        message = msgspec.msgpack.encode(answer)
        if len(message) <= OUTPUT:
            return message, answer.leaves
        end = End.OUTPUT
    except MemoryError:
        end = End.MEMORY
    return msgspec.msgpack.encode(Answer(end=end, leaves=True)), True


def _answer(name: str, data: bytes, before: int) -> Answer:
    """The answer to one request. Raises MemoryError if the limit was reached."""
    try:
        if name in (Job.WORD_CENSUS, Job.PDF_CENSUS):
            return _census(Job(name), data)
        return Answer(source=_READERS[name](data))
    except UnreadableFileError as error:
        return Answer(refusal=str(error), code=ErrorCode(error.code))
    except Exception as error:
        if isinstance(error, MemoryError) or is_near_the_limit(most_memory(), before):
            # Libraries in C report a lack of memory in many ways.
            raise MemoryError from None
        kind = type(error).__name__
        return Answer(
            refusal=f"读这个文件时遇到没有预料到的内容（{kind}），读不出来；请把文字另存为 .txt 再读，并请报告这个问题。"
        )


def _census(job: Job, data: bytes) -> Answer:
    """The census of a Word or PDF file, or a refusal if the other library cannot read it."""
    try:
        if job is Job.WORD_CENSUS:
            from regkit.census.word import count_word  # noqa: PLC0415 - rarely needed

            return Answer(census=count_word(data))
        from regkit.census.pdf import count_pdf  # noqa: PLC0415 - slow to import and rarely needed

        return Answer(census=count_pdf(data))
    except MemoryError:
        raise
    except Exception as error:
        return Answer(
            refusal=f"这个文件里的字没有能够独立清点（{type(error).__name__}），因此不能证明没有遗漏；请人工核对。",
            code=ErrorCode.FILE_UNCOUNTED,
        )
