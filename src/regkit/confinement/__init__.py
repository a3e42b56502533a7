"""Word and PDF files are read in a child process with limits on memory, time and output.

The PDF reader is foreign code (pypdfium2), and a Word file grows into a tree many times its size before it can be checked, so
only the operating system can bound them. The child is kept for the next file. Its answers are not trusted, only decoded, and
they are limited to OUTPUT bytes.
"""

from __future__ import annotations

import atexit
import os
import threading

import msgspec

from regkit.census.excerpts import Census
from regkit.codes import ErrorCode
from regkit.confinement.answers import Answer, End, Job
from regkit.confinement.limits import MEMORY, OUTPUT, PATIENCE, SECONDS
from regkit.confinement.worker import Worker, start_worker
from regkit.errors import UnreadableFileError, reason_of
from regkit.notations.source import Source

_ADVICE = "已经停止；请确认它是一件法规的文本。"
_SENTENCES = {
    End.MEMORY: f"读这个文件用的内存超过 {MEMORY // 1024**3} GB 的上限，{_ADVICE}",
    End.SECONDS: f"读这个文件用的时间超过 {SECONDS} 秒的上限，{_ADVICE}",
    End.PATIENCE: f"读这个文件用的时间超过 {PATIENCE} 秒的上限，{_ADVICE}",
    End.OUTPUT: f"从这个文件读出的内容超过 {OUTPUT // 1024**2} MB 的上限，{_ADVICE}",
    End.DEATH: "这个文件使读它的程序中途停止了，可能已损坏；请重新取得文件，或者把文字另存为 .txt 再读。",
}


class _Pool:
    """Idle workers, and a limit on how many work at once. Safe to use from several threads."""

    def __init__(self) -> None:
        self._idle: list[Worker] = []
        self._lock = threading.Lock()
        # As many as there are processors, because each worker may use as much memory as one file is allowed.
        self.slots = threading.BoundedSemaphore(max(2, os.cpu_count() or 1))

    def take(self) -> Worker:
        """An idle worker that is still alive, or a new one. Raises OSError or RuntimeError if the system allows no new process."""
        while True:
            with self._lock:
                worker = self._idle.pop() if self._idle else None
            if worker is None:
                return start_worker()
            if worker.is_alive():
                return worker
            worker.end()

    def give_back(self, worker: Worker) -> None:
        """Keep a worker that has answered for the next file, unless it wants to leave because it has grown."""
        if worker.leaves:
            worker.end()
            return
        with self._lock:
            self._idle.append(worker)

    def end(self) -> None:
        """End all idle workers."""
        with self._lock:
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.end()

    def forget(self) -> None:
        """Close the pipes to the idle workers without ending them: after a fork they belong to the parent process."""
        for worker in self._idle:
            worker.forget()


_pool = _Pool()


def _end() -> None:
    _pool.end()


def _replace_pool() -> None:
    """Start with an empty pool in a forked copy of this process: the original may have held the lock at the fork."""
    global _pool  # noqa: PLW0603 - there is one for each process
    _pool.forget()
    _pool = _Pool()


atexit.register(_end)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_replace_pool)


def read_confined(job: Job, data: bytes) -> Source:
    """The text of a Word or PDF file, read by a child process.

    Raises UnreadableFileError, with one Chinese sentence, if the reader refuses the file, a limit was reached, the child died, or
    the system does not allow a child.
    """
    answer = _ask(job, data)
    if answer.source is None:
        raise UnreadableFileError(_SENTENCES[End.DEATH], code=ErrorCode.FILE_DAMAGED)
    return answer.source


def count_confined(job: Job, data: bytes) -> Census:
    """The census of a Word or PDF file, taken by a child process. Raises UnreadableFileError as `read_confined` does."""
    answer = _ask(job, data)
    if answer.census is None:
        raise UnreadableFileError(_SENTENCES[End.DEATH], code=ErrorCode.FILE_DAMAGED)
    return answer.census


def _ask(job: Job, data: bytes) -> Answer:
    with _pool.slots:
        answer, was_used = _try(job, data)
        if answer is End.DEATH and was_used:
            # The worker may have died while it was idle; try once more with another one.
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
    """The answer of a worker, or why there is none, and whether the worker had read other files before."""
    try:
        worker = _pool.take()
        was_used = worker.used
        reply = worker.ask(job, data)
    except (OSError, RuntimeError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else "不能再开线程"
        raise UnreadableFileError(
            f"读这种文件要另起一个进程，系统没有允许（{reason}）；请关闭一些程序后再试，或者把文字另存为 .txt 再读。",
            code=ErrorCode.FILE_NO_PROCESS,
        ) from None
    if isinstance(reply, End):
        return reply, was_used
    try:
        answer = msgspec.msgpack.decode(reply, type=Answer)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        worker.end()
        return End.DEATH, was_used
    if answer.end is not None:
        worker.end()
        return answer.end, was_used
    worker.leaves = answer.leaves
    _pool.give_back(worker)
    return answer, was_used
