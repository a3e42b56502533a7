"""Confinement: foreign binary formats are read by a child process with limits of memory, time and output.

What reads them is not ours (pypdfium2) or makes trees of what is given to it (Word files), so that only the system can bound it.
The child is kept for the next file. What it answers is not believed, only decoded, and no more of it than OUTPUT.
"""

from __future__ import annotations

import atexit
import os
import threading
from collections import Counter

import msgspec

from regkit.codes import ErrorCode
from regkit.confinement.answers import Answer, End, Job
from regkit.confinement.limits import MEMORY, OUTPUT, PATIENCE, SECONDS
from regkit.confinement.worker import Worker, start_worker
from regkit.errors import UnreadableFileError, reason_of
from regkit.notations.source import Source

_PLEASE = "已经停止；请确认它是一件法规的文本。"
_SENTENCES = {
    End.MEMORY: f"读这个文件用的内存超过 {MEMORY // 1024**3} GB 的上限，{_PLEASE}",
    End.SECONDS: f"读这个文件用的时间超过 {SECONDS} 秒的上限，{_PLEASE}",
    End.PATIENCE: f"读这个文件用的时间超过 {PATIENCE} 秒的上限，{_PLEASE}",
    End.OUTPUT: f"从这个文件读出的内容超过 {OUTPUT // 1024**2} MB 的上限，{_PLEASE}",
    End.DEATH: "这个文件使读它的程序中途停止了，可能已损坏；请重新取得文件，或者把文字另存为 .txt 再读。",
}


class _Pool:
    """Workers that have nothing to do, and places for those that have. Threads may use it at the same time."""

    def __init__(self) -> None:
        self._idle: list[Worker] = []
        self._lock = threading.Lock()
        # Each may take as much memory as one file is allowed.
        self.slots = threading.BoundedSemaphore(max(2, os.cpu_count() or 1))

    def take(self) -> Worker:
        """A worker that waits for a file, maybe a new one. Raises OSError or RuntimeError where the system allows none."""
        while True:
            with self._lock:
                worker = self._idle.pop() if self._idle else None
            if worker is None:
                return start_worker()
            if worker.is_alive():
                return worker
            worker.end()

    def give_back(self, worker: Worker) -> None:
        """A worker has answered; it waits for the next file, unless it has grown."""
        if worker.leaves:
            worker.end()
            return
        with self._lock:
            self._idle.append(worker)

    def end(self) -> None:
        """End all that wait."""
        with self._lock:
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.end()

    def forget(self) -> None:
        """Close what leads to those that wait: they belong to another process."""
        for worker in self._idle:
            worker.forget()


_pool = _Pool()


def _end() -> None:
    _pool.end()


def _begin_anew() -> None:
    """In a copy of this process: the original may have held the lock."""
    global _pool  # noqa: PLW0603 - there is one for each process
    _pool.forget()
    _pool = _Pool()


atexit.register(_end)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_anew)


def read_confined(job: Job, data: bytes) -> Source:
    """The text of a Word or PDF file, read by a child process.

    Raises UnreadableFileError, in one Chinese sentence: what the reader says of the file, which limit was met, that the
    reader stopped, or that the system allows no child.
    """
    answer = _ask(job, data)
    if answer.source is None:
        raise UnreadableFileError(_SENTENCES[End.DEATH], code=ErrorCode.FILE_DAMAGED)
    return answer.source


def count_characters(data: bytes) -> Counter[str]:
    """How often each character is printed in a PDF, blanks not counted. Raises UnreadableFileError like `read_confined`."""
    return Counter(_ask(Job.CHARACTERS, data).characters)


def _ask(job: Job, data: bytes) -> Answer:
    with _pool.slots:
        answer, used = _try(job, data)
        if answer is End.DEATH and used:
            # It may have been ended while it waited.
            answer, _ = _try(job, data)
    if isinstance(answer, End):
        raise UnreadableFileError(
            _SENTENCES[answer],
            code=ErrorCode.FILE_DAMAGED if answer is End.DEATH else ErrorCode.FILE_LIMIT,
        )
    if answer.refusal:
        raise UnreadableFileError(answer.refusal, code=answer.code)
    return answer


def _try(job: Job, data: bytes) -> tuple[Answer | End, bool]:
    """What a worker answers or how it ended, and whether it had read other files before."""
    try:
        worker = _pool.take()
        used = worker.used
        told = worker.ask(job, data)
    except (OSError, RuntimeError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else "不能再开线程"
        raise UnreadableFileError(
            f"读这种文件要另起一个进程，系统没有允许（{reason}）；请关闭一些程序后再试，或者把文字另存为 .txt 再读。",
            code=ErrorCode.FILE_NO_PROCESS,
        ) from None
    if isinstance(told, End):
        return told, used
    try:
        answer = msgspec.msgpack.decode(told, type=Answer)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        worker.end()
        return End.DEATH, used
    if answer.end is not None:
        worker.end()
        return answer.end, used
    worker.leaves = answer.leaves
    _pool.give_back(worker)
    return answer, used
