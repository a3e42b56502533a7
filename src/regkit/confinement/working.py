"""The child: it reads one file after another, in a process that has nothing else of its parent's."""

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
from regkit.notations.source import Source

# No more than is read of a file is ever sent, and PDF files that LibreOffice printed.
_MOST_ASKED = 512 * 1024**2
_OWN_DESCRIPTORS = ("0", "1", "2")
# What the parent does on these is no affair of the child's. What comes from the keyboard goes to both, and the parent ends the child.
_USUAL = (
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


def work_after_fork(requests: int, answers: int) -> NoReturn:
    """Be the child of a process that was split; the numbers are the ends of two pipes. Never returns."""
    try:
        sys.settrace(None)
        sys.setprofile(None)
        # It would write to what this process does not have.
        faulthandler.disable()
        signal.set_wakeup_fd(-1)
        _take_signals()
        # A collector that walks what the parent has would copy all of it.
        gc.freeze()
        _leave_descriptors(keep=(requests, answers))
        _serve(os.fdopen(requests, "rb", buffering=0), os.fdopen(answers, "wb", buffering=0))
    finally:
        # Neither the parent's open files nor its exit functions are this process's.
        os._exit(1)


def work_after_start() -> NoReturn:
    """Be a child that was started anew: it is asked on standard input and answers on standard output. Never returns."""
    try:
        _take_signals()
        requests, answers = os.dup(0), os.dup(1)
        _leave_standard_streams()
        _serve(os.fdopen(requests, "rb", buffering=0), os.fdopen(answers, "wb", buffering=0))
    finally:
        os._exit(1)


def _take_signals() -> None:
    for name in _USUAL:
        if hasattr(signal, name):
            with contextlib.suppress(OSError, ValueError):
                signal.signal(getattr(signal, name), signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_SETMASK, [])


def _leave_descriptors(keep: tuple[int, ...]) -> None:
    """Close what the parent had open: a lock would be held, and a pipe kept, for as long as this process lives."""
    _leave_standard_streams()
    kept = {*_OWN_DESCRIPTORS, *map(str, keep)}
    for entry in list(Path("/proc/self/fd").iterdir()):
        if entry.name not in kept:
            with contextlib.suppress(OSError):
                os.close(int(entry.name))


def _leave_standard_streams() -> None:
    """What a reader prints is no answer."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    if nowhere > 2:
        os.close(nowhere)


def _serve(requests: RawIOBase, answers: RawIOBase) -> NoReturn:
    size, before = limit_process(), most_memory()
    leaves = False
    while not leaves and (request := receive(requests, _MOST_ASKED)) is not None:
        name, data = request
        allow_one_file()
        told, leaves = _told(name, data, size, before)
        data = request = None
        send(answers, "answer", told)
    os._exit(0)


def _told(name: str, data: bytes | None, size: int, before: int) -> tuple[bytes, bool]:
    """The answer as bytes, and whether it is the last one."""
    try:
        answer = _answer(name, data or b"", before)
        answer.leaves = has_grown(size)
        told = msgspec.msgpack.encode(answer)
        if len(told) <= OUTPUT:
            return told, answer.leaves
        end = End.OUTPUT
    except MemoryError:
        end = End.MEMORY
    return msgspec.msgpack.encode(Answer(end=end, leaves=True)), True


def _answer(name: str, data: bytes, before: int) -> Answer:
    try:
        if name == Job.CHARACTERS:
            from regkit.notations.pdf.reading import characters_of  # noqa: PLC0415 - loads long, for few

            return Answer(characters=dict(characters_of(data)))
        return Answer(source=_READERS[name](data))
    except UnreadableFileError as error:
        return Answer(refusal=str(error), code=ErrorCode(error.code))
    except Exception as error:
        if isinstance(error, MemoryError) or is_near_the_limit(most_memory(), before):
            # What is written in C says so in many ways.
            raise MemoryError from None
        kind = type(error).__name__
        return Answer(
            refusal=f"读这个文件时遇到没有预料到的内容（{kind}），读不出来；请把文字另存为 .txt 再读，并请报告这个问题。"
        )


_READERS: dict[str, Callable[[bytes], Source]] = {Job.WORD: READERS[".docx"], Job.PDF: READERS[".pdf"]}
