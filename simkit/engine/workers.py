"""Where work is done: threads or processes here, or a person's own executor; lost work is done again.

An executor is anything with the interface of ``concurrent.futures.Executor``, such as a ``ProcessPoolExecutor``
or that of a Dask cluster (``distributed.Client(...).get_executor()``). Functions and tasks that go to other
processes must be picklable (a function of a module).
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import Counter, deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from contextlib import ExitStack, contextmanager
from multiprocessing import get_context
from types import ModuleType, TracebackType
from typing import Any, Generic, Literal, Self, TypeVar

from simkit.problems import InputError, Problem

T = TypeVar("T")
R = TypeVar("R")
Progress = Callable[[int, int], None]
"""Called after each piece of work with the number done and the number to do."""
Kind = Literal["threads", "processes"]
MOST_WORKERS = 61
"""The largest number of processes that every operating system allows a pool."""
OUTSTANDING = 32
"""Tasks that an executor gets at once unless told how many workers it has: enough to keep it busy."""
ATTEMPTS = 3
"""How often a task may be lost with a worker before that counts as the task's own fault."""
SERIAL_SECONDS = 6.0
"""Jobs expected to take less than this on one process are not worth starting others for."""
START_SECONDS = 2.0
"""What starting worker processes costs, roughly."""
POLL_SECONDS = 1.0
"""How often a waiting program looks whether Ctrl-C was pressed, where waiting cannot be interrupted."""


class Stopped(KeyboardInterrupt):
    """Ctrl-C stopped ``Workers.map``. ``done`` maps the positions of finished tasks to their outcomes."""

    def __init__(self, done: dict[int, Any]) -> None:
        """Keep what was done."""
        self.done = done
        super().__init__("interrupted")


class Workers:
    """Threads or processes here, or a person's executor, that apply a function to tasks; a context manager.

    ``count=None`` uses every processor; for processes, just this one if the work is expected to take so few
    ``seconds`` that starting them is not worth it. ``count=1`` without an executor uses no other thread or process.
    With an executor, ``count`` says how many tasks it can work on at once. A caller's script is never run
    again by processes started here, so it needs no ``__main__`` guard.

    >>> with Workers(1) as workers:
    ...     workers.map(abs, [-2, 3])
    [2, 3]
    """

    def __init__(
        self,
        count: int | None = None,
        kind: Kind = "threads",
        executor: Executor | None = None,
        seconds: float = float("inf"),
    ) -> None:
        """Decide how many threads or processes to use; raises ``InputError`` for fewer than 1."""
        few = kind == "processes" and seconds < SERIAL_SECONDS
        self.count = (1 if few else processors()) if count is None else count
        if self.count < 1:
            limits = {"value": count, "low": 1, "high": processors(), "unit": kind}
            raise InputError([Problem("out_of_range", "workers", limits)])
        self.kind: Kind = kind
        self._given = executor
        self._own: Executor | None = None
        self.ahead = OUTSTANDING if executor is not None and count is None else self.count + 2

    def __enter__(self) -> Self:
        """Return itself; threads or processes start with the first work."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End own threads and processes, dropping work that has not begun; a person's executor goes on."""
        if self._own is not None:
            self._own.shutdown(cancel_futures=True)

    @property
    def here(self) -> bool:
        """Whether all work is done in this process, so that tasks may share its memory."""
        return self._given is None and (self.kind == "threads" or self.count == 1)

    @property
    def width(self) -> int:
        """How many tasks are worked on at once, as far as is known."""
        return self.ahead if self._given is not None else self.count

    def map(
        self, function: Callable[[T], R], tasks: Sequence[T], progress: Progress | None = None
    ) -> list[R]:
        """Return the function's outcome for each task, in the order of the tasks.

        Raises ``Stopped``, with what was finished, on Ctrl-C.
        """
        done: dict[int, R] = {}

        def take(position: int, outcome: R) -> None:
            done[position] = outcome
            if progress is not None:
                progress(len(done), len(tasks))

        try:
            self.each(function, tasks, take)
        except KeyboardInterrupt:
            raise Stopped(done) from None
        return [done[position] for position in range(len(tasks))]

    def each(self, function: Callable[[T], R], tasks: Sequence[T], take: Callable[[int, R], None]) -> None:
        """Call ``take(position, outcome)`` here for each task as it is finished, in any order.

        Only a few tasks more than can be worked on at once are handed out at a time, so that few outcomes wait.
        On Ctrl-C what is running here is finished and taken, and ``KeyboardInterrupt`` raised.
        """
        if self._given is None and (self.count == 1 or len(tasks) < 2):
            for position, task in enumerate(tasks):
                take(position, function(task))
            return
        round = _Round(self, function, tasks, take)
        try:
            round.run()
        except KeyboardInterrupt:
            round.finish()
            raise

    def submit(self, function: Callable[[T], R], task: T) -> Future[R]:
        """Hand out one task; if the executor is broken for good, to threads or processes started here."""
        if self._given is not None:
            try:
                return self._given.submit(function, task)
            except BrokenExecutor:
                self._given = None
        with ExitStack() as stack:
            if self.kind == "processes":
                stack.enter_context(_without_main())
                stack.enter_context(_uninterrupted())
            try:
                return self._pool().submit(function, task)
            except BrokenExecutor:
                self._own = None
                return self._pool().submit(function, task)

    def _pool(self) -> Executor:
        """Return own threads or processes, making them if need be."""
        if self._own is None and self.kind == "threads":
            self._own = ThreadPoolExecutor(self.count)
        elif self._own is None:
            spawn = get_context("spawn")
            self._own = ProcessPoolExecutor(self.count, spawn, initializer=_leave_interrupts_to_parent)
        return self._own


class _Round(Generic[T, R]):
    """One function over one list of tasks: what waits, what runs, what was lost."""

    def __init__(
        self, workers: Workers, function: Callable[[T], R], tasks: Sequence[T], take: Callable[[int, R], None]
    ) -> None:
        """Begin with everything waiting."""
        self.workers, self.function, self.take = workers, function, take
        self.waiting = deque(enumerate(tasks))
        self.running: dict[Future[R], tuple[int, T]] = {}
        self.lost: Counter[int] = Counter()

    def run(self) -> None:
        """Hand out tasks, a few at a time, until all outcomes are taken."""
        while self.waiting or self.running:
            while self.waiting and len(self.running) < self.workers.ahead:
                position, task = self.waiting.popleft()
                self.running[self.workers.submit(self.function, task)] = (position, task)
            done, _ = wait(self.running, POLL_SECONDS, FIRST_COMPLETED)
            for future in done:
                self._settle(future)

    def finish(self) -> None:
        """Call back what has not begun, and take what is done; work on threads here is waited for."""
        begun = [future for future in self.running if not future.cancel()]
        if self.workers.here:
            wait(begun)
        for future in begun:
            if future.done() and future.exception() is None:
                self.take(self.running[future][0], future.result())

    def _settle(self, future: Future[R]) -> None:
        """Take an outcome, or put a task back whose worker was lost; raise what the task itself raised."""
        position, task = self.running.pop(future)
        try:
            outcome = future.result()
        except (Exception, CancelledError) as error:
            self.lost[position] += 1
            if not _worker_lost(error) or self.lost[position] >= ATTEMPTS:
                raise
            self.waiting.appendleft((position, task))
        else:
            self.take(position, outcome)


def _worker_lost(error: BaseException) -> bool:
    """Return whether an error tells of a lost worker: a broken pool, or what Dask says of killed workers."""
    name = type(error).__module__.partition(".")[0]
    return isinstance(error, BrokenExecutor | CancelledError) or name == "distributed"


def processors() -> int:
    """Return the number of processors that this process may use."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(available, MOST_WORKERS)


def _leave_interrupts_to_parent() -> None:
    """Make a worker process ignore Ctrl-C: the parent stops it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _without_main() -> Generator[None]:
    """Hide the caller's script from processes that start meanwhile; they would run it a second time."""
    script = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script


@contextmanager
def _uninterrupted() -> Generator[None]:
    """Hold Ctrl-C back while processes start, so that they inherit ignoring it (main thread only)."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
