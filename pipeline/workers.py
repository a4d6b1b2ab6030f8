"""Documents in parallel, each within a time and memory limit.

A hostile file may hang a reader, crash it or eat the memory; a process of its own can be ended
without the batch. Results come back in the order they are finished.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import multiprocessing as mp
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Generic, TypeVar

from pipeline.errors import in_one_line
from pipeline.frozen import dataclass
from pipeline.usage import RARELY, seconds_of, usage_of

_LOG = logging.getLogger(__name__)
_ENDING = frozenset({signal.SIGINT, signal.SIGTERM})
_PR_SET_PDEATHSIG = 1  # Linux, prctl(2)
Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may use: seconds of processor time (from the last part that was done, where
    it comes in parts), bytes of address space. What sleeps has as many seconds by the clock, what
    works on a machine that others use too `LOADED` times as many."""

    seconds: float = 600.0
    memory: int = 6 * 1024**3


_USUAL = Limits()
LOADED = 10.0
"""Times as long as its limit a task may take by the clock, where the processor had other work."""
_LEAST = 1.0
"""Seconds after which a task whose time by the clock is over is looked at again, at least."""


@dataclass(frozen=True, slots=True)
class Done(Generic[Task, Result]):
    """A finished task: its result, or why there is none (`timeout` or `crashed`), with the error
    that it crashed of in one line, "" where its process was lost without a word."""

    task: Task
    result: Result | None
    failure: str | None = None
    cause: str = ""


OWN_WORK = Limits(seconds=24 * 3600.0, memory=16 * 1024**3)
"""Of a process that works on what was read: nothing in it is hostile."""


@dataclass(frozen=True, slots=True)
class _Sign:
    """A sign of life: a part of the task is done."""


@dataclass(frozen=True, slots=True)
class _Crash:
    """The last word of a worker: the error that ends it, in one line."""

    cause: str


_ours: list[Connection] = []
"""In a worker: the pipe to who started it."""
share: ContextVar[int] = ContextVar("share", default=0)
"""Processes a task may start for itself; 0 where it has all cores for itself."""


def part_done() -> None:
    """Tell whoever waits that a part of this task, such as a page, is done: its time begins anew.

    Nothing happens outside of a worker.
    """
    for pipe in _ours:
        pipe.send(_Sign())


def cores() -> int:
    """Processor cores this task may use."""
    if hasattr(os, "sched_getaffinity"):
        every = len(os.sched_getaffinity(0))
    else:
        every = os.cpu_count() or 1
    return share.get() or every


@dataclass(slots=True)
class _Worker(Generic[Task]):
    process: BaseProcess
    pipe: Connection
    task: Task | None = None
    begun: float = 0.0
    deadline: float = 0.0
    used: float = 0.0

    def give(self, task: Task, limits: Limits) -> None:
        self.task = task
        self.renew(limits)
        self.pipe.send(task)

    def renew(self, limits: Limits) -> None:
        """Its time begins."""
        self.begun = time.monotonic()
        self.deadline = self.begun + limits.seconds
        self.used = seconds_of(self.process.pid or 0)

    def is_over(self, limits: Limits) -> bool:
        """Whether its time is over. One that got little of a busy processor has some more."""
        now = time.monotonic()
        if now <= self.deadline:
            return False
        usage = usage_of(self.process.pid or 0)
        left = limits.seconds - (usage.seconds - self.used)
        if not usage.at_work or left <= 0 or now >= self.begun + LOADED * limits.seconds:
            return True
        self.deadline = now + max(left, min(_LEAST, limits.seconds))
        return False

    def end(self) -> None:
        """Nothing it does counts from now on. It is not waited for, since a large process takes
        time to go: what is left of it is taken away when another one is started, or at the end."""
        self.process.kill()
        self.pipe.close()


def _nothing() -> None:
    """What is done meanwhile where nothing is to be done."""


def map_processes(
    work: Callable[[Task], Result],
    tasks: Sequence[Task],
    count: int,
    limits: Limits = _USUAL,
    nested: bool = False,
    begun: Callable[[Task], None] = lambda task: None,
    part: Callable[[Task], None] = lambda task: None,
    meanwhile: Callable[[], None] = _nothing,
) -> Iterator[Done[Task, Result]]:
    """`work` on every task, in `count` processes at most; `nested` work may start others itself.

    `begun` is told of each task as it is handed out, `part` of each part of one that is done
    (`part_done`). `meanwhile` is done here, once, as soon as the first tasks are handed out.

    A task that outlives its limits or kills its process is reported as such; the others go on
    in a fresh process. No task is None: that is what a worker has that waits for one.
    """
    waiting = list(reversed(tasks))
    workers: list[_Worker[Task]] = []
    try:
        while waiting or any(worker.task is not None for worker in workers):
            for task in _hand_out(work, waiting, workers, count, limits, nested):
                begun(task)
            meanwhile()
            meanwhile = _nothing
            yield from _collect(workers, limits, part)
    finally:
        for worker in workers:
            worker.end()


@dataclass(frozen=True, slots=True)
class _Raised:
    """What work came to in a worker in place of a result."""

    error: Exception


@dataclass(frozen=True, slots=True)
class _Told(Generic[Task, Result]):
    """Work that tells what the machine refused, in place of dying of it."""

    work: Callable[[Task], Result]

    def __call__(self, task: Task) -> Result | _Raised:
        try:
            return self.work(task)
        except (OSError, ValueError, MemoryError) as error:
            return _Raised(error)


def side_by_side(
    work: Callable[[Task], Result], tasks: Sequence[Task], count: int, limits: Limits
) -> Iterator[Result]:
    """The results of `work` on every task, as they are done, in `count` processes at most; one
    after another in this one where there is but one task or process.

    Raises what the work raised of `OSError`, `ValueError` and `MemoryError`, and
    `ChildProcessError` where a process was lost.
    """
    if min(count, len(tasks)) <= 1:
        yield from map(work, tasks)
        return
    for done in map_processes(_Told(work), tasks, min(count, len(tasks)), limits):
        yield _result_of(done)


def beside(
    work: Callable[[Task], Result], task: Task, limits: Limits, meanwhile: Callable[[], None]
) -> Result:
    """The result of `work`, done in a process beside this one, which does `meanwhile`.

    Raises what `side_by_side` does, and what `meanwhile` does.
    """
    (done,) = map_processes(_Told(work), [task], 1, limits, meanwhile=meanwhile)
    return _result_of(done)


def _result_of(done: Done[Task, Result | _Raised]) -> Result:
    if done.failure:
        raise ChildProcessError(f"a process of annex was lost ({done.failure})")
    if isinstance(done.result, _Raised):
        raise done.result.error
    return done.result  # type: ignore[return-value]


def _hand_out(
    work: Callable[[Task], Result],
    waiting: list[Task],
    workers: list[_Worker[Task]],
    count: int,
    limits: Limits,
    nested: bool,
) -> list[Task]:
    """Tasks to workers that have none, and to new ones; returns what was handed out."""
    given = []
    for worker in workers:
        if worker.task is None and waiting:
            given.append(waiting.pop())
            worker.give(given[-1], limits)
    while waiting and len(workers) < max(1, count):
        worker = _start(work, limits, nested)
        workers.append(worker)
        given.append(waiting.pop())
        worker.give(given[-1], limits)
    return given


def _start(work: Callable[[Task], Result], limits: Limits, nested: bool) -> _Worker[Task]:
    context = mp.get_context("fork" if "fork" in mp.get_all_start_methods() else "spawn")
    ours, theirs = context.Pipe()
    process: BaseProcess = context.Process(  # type: ignore[attr-defined]
        target=_serve, args=(work, theirs, limits.memory, os.getpid()), daemon=not nested
    )
    _end_threads()
    with _signals_held():
        process.start()
    theirs.close()
    return _Worker(process, ours)


def _end_threads() -> None:
    """End the threads that OpenCV keeps, where it has been used: no thread lives on in a forked
    process, and OpenCV would wait there for ever for those it thinks it has."""
    if opencv := sys.modules.get("cv2"):
        opencv.setNumThreads(1)


@contextmanager
def _signals_held() -> Iterator[None]:
    """Ctrl-C waits while a process is forked: raised inside the hooks of the fork it would be lost,
    and the run would go on to its end."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def die_with(parent: int) -> None:
    """End this process when its parent does, however that ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it was gone before
        os._exit(1)


def address_space() -> int:
    """Bytes of the address space of this process, which one that is forked has from the start; 0
    where the machine does not say."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    except OSError:
        return 0
    return int(pages) * resource.getpagesize()


def look_rarely_for_rubbish() -> None:
    """What this process makes from now on are trees of values without cycles: many documents, or
    what is known of them."""
    gc.freeze()
    gc.set_threshold(*RARELY)


def _serve(work: Callable[[Task], Result], pipe: Connection, memory: int, parent: int) -> None:
    """The life of a worker: tasks in, results out, until the pipe closes."""
    die_with(parent)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    limit = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    look_rarely_for_rubbish()
    _ours[:] = [pipe]
    try:
        while True:
            pipe.send(work(pipe.recv()))
    except (EOFError, KeyboardInterrupt):
        return
    except Exception as error:  # whoever waits for the result is told that it crashed
        _LOG.info("work failed in process %s", os.getpid(), exc_info=True)
        with suppress(OSError):  # who waited may be gone
            pipe.send(_Crash(in_one_line(error)))
        os._exit(1)


def _collect(
    workers: list[_Worker[Task]], limits: Limits, part: Callable[[Task], None]
) -> Iterator[Done[Task, Result]]:
    """Results that are there, after waiting for the first of them or the next deadline."""
    busy = {worker.pipe: worker for worker in workers if worker.task is not None}
    patience = min(worker.deadline for worker in busy.values()) - time.monotonic()
    for pipe in wait(list(busy), timeout=max(0.0, patience)):
        worker = busy[pipe]  # type: ignore[index]
        task = worker.task
        assert task is not None
        try:
            result: Result | _Sign | _Crash = worker.pipe.recv()
        except (EOFError, OSError):
            result = _Crash("")
        if isinstance(result, _Crash):
            _LOG.info("worker %s died", worker.process.pid)
            _drop(worker, workers)
            yield Done(task, None, "crashed", result.cause)
            continue
        if isinstance(result, _Sign):
            worker.renew(limits)
            part(task)
            continue
        worker.task = None
        yield Done(task, result)
    for worker in list(workers):
        if worker.task is not None and worker.is_over(limits):
            task = worker.task
            _LOG.info("worker %s was ended: it took too long", worker.process.pid)
            _drop(worker, workers)
            yield Done(task, None, "timeout")


def _drop(worker: _Worker[Task], workers: list[_Worker[Task]]) -> None:
    worker.end()
    workers.remove(worker)
