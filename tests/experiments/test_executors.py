"""Work on other people's executors: the same numbers to the last bit, also when a worker is killed in mid-run."""

import os
import signal
import sys
from collections.abc import Callable, Generator
from concurrent.futures import CancelledError, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

import numpy as np
import pandas as pd
import pytest

from simkit.engine.run import run
from simkit.engine.workers import ATTEMPTS, Workers
from simkit.experiments.assumptions import assumptions
from simkit.experiments.compare import compare_regimes
from simkit.experiments.switches import contributions
from simkit.scenario import Scenario
from simkit.summary import Summary
from tests.experiments.worlds import INNOVATION, TINY, TRADITIONAL

SHORT = Scenario(organisation=TINY, regime=INNOVATION, weeks=26)
WORLDS = 1500
"""Some twenty blocks."""


def bits(found: Summary) -> bytes:
    """Return all numbers of a summary."""
    parts = [*found.moments, found.ends, found.values, found.counts, found.bins.start, found.bins.scale]
    return b"".join(part.tobytes() for part in parts)


def killer(pids: Callable[[], list[int]], after: int) -> Callable[[int, int], None]:
    """Return a progress callback that kills one of some processes once so many worlds are done."""
    left = [1]

    def show(done: int, total: int) -> None:
        if done >= after and left[0]:
            left[0] = 0
            assert done < total
            os.kill(pids()[0], signal.SIGKILL)

    return show


@contextmanager
def processes() -> Generator[tuple[Executor, Callable[[], list[int]]]]:
    """Two processes of a pool, and how to find them."""
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        yield pool, lambda: list(pool._processes)


@contextmanager
def dask() -> Generator[tuple[Executor, Callable[[], list[int]]]]:
    """Three worker processes of a Dask cluster on this machine, and how to find them."""
    distributed: Any = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=3, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client.get_executor(), lambda: list(client.run(os.getpid).values())


needs_kill = pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL on Windows")


@needs_kill
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("made", [processes, pytest.param(dask, marks=pytest.mark.slow)])
def test_a_killed_worker_changes_nothing(made: Callable[[], Any]) -> None:
    serial, series = run(SHORT, WORLDS, workers=1), run(SHORT, 200, series=True, workers=1)
    with made() as (pool, pids):
        found = run(SHORT, WORLDS, executor=pool, progress=killer(pids, 200))
    assert bits(found) == bits(serial)
    assert found.replications == serial.replications
    with made() as (pool, pids):
        other = run(SHORT, 200, series=True, executor=pool, workers=4, progress=killer(pids, 20))
    assert other.columns.tobytes() == series.columns.tobytes()


@needs_kill
@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_studies_on_a_cluster_are_those_of_one_thread_though_a_worker_is_killed() -> None:
    pair = (TRADITIONAL, INNOVATION)
    settings: dict[str, Any] = {"weeks": 26}
    size: dict[str, Any] = {"trajectories": 2, "worlds": 4, "most": 5}
    with dask() as (pool, pids):
        compared = compare_regimes(
            TINY, pair, replications=60, executor=pool, progress=killer(pids, 10), **settings
        )
        rows = contributions(TINY, *pair, worlds=8, executor=pool, progress=killer(pids, 10), **settings)
        moved = assumptions(TINY, *pair, executor=pool, progress=killer(pids, 10), **size, **settings)
    alone = compare_regimes(TINY, pair, replications=60, workers=1, **settings)
    pd.testing.assert_frame_equal(compared.frame(), alone.frame(), check_exact=True)
    alone = contributions(TINY, *pair, worlds=8, workers=1, **settings)
    assert rows.shares.shapley.tobytes() == alone.shares.shapley.tobytes()
    alone = assumptions(TINY, *pair, workers=1, **size, **settings)
    assert moved.screening.differences.tobytes() == alone.screening.differences.tobytes()
    pd.testing.assert_frame_equal(moved.frame(), alone.frame(), check_exact=True)


def test_threads_of_somebody_else_and_the_readable_engine_give_the_same_summary() -> None:
    few = SHORT.with_(weeks=5)
    serial = run(few, 70, workers=1)
    with ThreadPoolExecutor(3) as pool:
        assert bits(run(few, 70, executor=pool)) == bits(serial)
    assert bits(run(few, 70, engine="mesa", workers=2)) == bits(serial)


class Lossy(Executor):
    """An executor that loses the first tasks it gets, one way or another, and then works."""

    def __init__(self, losses: int, error: BaseException) -> None:
        """Lose so many tasks."""
        self.left, self.error, self.calls = losses, error, 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Lose a task or do it at once."""
        future: Future[Any] = Future()
        self.calls += 1
        self.left -= 1
        if self.left >= 0:
            future.set_exception(self.error)
        else:
            future.set_result(fn(*args, **kwargs))
        return future


@pytest.mark.parametrize(
    "error", [CancelledError(), type("KilledWorker", (Exception,), {"__module__": "distributed.x"})()]
)
def test_lost_tasks_are_done_again_on_the_executor(error: BaseException) -> None:
    pool = Lossy(2, error)
    assert Workers(executor=pool).map(abs, [-1, -2, -3]) == [1, 2, 3]
    assert pool.calls == 5


def test_a_task_that_is_lost_again_and_again_is_an_error_not_a_gap() -> None:
    with pytest.raises(CancelledError):
        Workers(executor=Lossy(99, CancelledError())).map(abs, [-1, -2])
    assert ATTEMPTS == 3


def test_what_a_task_raises_is_not_tried_again() -> None:
    pool = Lossy(1, ValueError("the task's own"))
    with pytest.raises(ValueError, match="own"):
        Workers(executor=pool).map(abs, [-1])
    assert pool.calls == 1


def test_read_only_numbers_of_other_processes_are_merged_all_the_same() -> None:
    """Dask gives out arrays that cannot be written to."""

    class ReadOnly(Lossy):
        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            future = super().submit(fn, *args, **kwargs)
            for part in future.result().moments:
                part.setflags(write=False)
            return future

    found = run(SHORT, 300, executor=ReadOnly(0, CancelledError()), workers=2)
    assert bits(found) == bits(run(SHORT, 300, workers=1))
    assert np.isfinite(found.mean("felt_safety")).all()
