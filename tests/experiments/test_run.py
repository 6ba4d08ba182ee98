"""Running: the same numbers whatever the workers and the engine, clean stops, and a script without a guard."""

import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from simkit.engine import blocks, estimate, version, workers
from simkit.engine.blocks import Block, block_worlds, cut, person_weeks
from simkit.engine.host import simulate
from simkit.engine.run import Interrupted, run
from simkit.engine.workers import Stopped, Workers
from simkit.problems import InputError
from simkit.result import Floats, Result
from simkit.scenario import Scenario
from simkit.summary import Summary
from tests.experiments.worlds import INNOVATION, TINY, TRADITIONAL, made_up, stopping_after

SHORT = Scenario(organisation=TINY, regime=INNOVATION, weeks=26)


@pytest.mark.parametrize("engine", ["fast", "mesa"])
def test_results_do_not_depend_on_workers_or_on_the_company_they_are_run_in(engine: str) -> None:
    serial = run(SHORT, 4, seed=3, engine=engine, series=True, workers=1)
    parallel = run(SHORT, 4, seed=3, engine=engine, series=True, workers=2)
    alone = run(SHORT, [2], seed=3, engine=engine, series=True, workers=1)
    assert serial.columns.tobytes() == parallel.columns.tobytes()
    assert serial.columns[2].tobytes() == alone.columns[0].tobytes() == simulate(SHORT, 3, 2).tobytes()
    assert serial.fingerprint == parallel.fingerprint != alone.fingerprint


def test_seed_and_replication_both_change_the_world() -> None:
    a, b = run(SHORT, 2, seed=1, series=True), run(SHORT, 1, seed=2, series=True)
    assert not np.array_equal(a.columns[0], a.columns[1])
    assert not np.array_equal(a.columns[0], b.columns[0])


def test_unknown_engines_are_refused_with_those_there_are() -> None:
    with pytest.raises(InputError) as caught:
        run(SHORT, 2, engine="quick")
    (problem,) = caught.value.problems
    assert (problem.where, problem.sentence("en").count("fast, mesa")) == ("engine", 1)
    assert "fast, mesa" in problem.sentence("zh")


@pytest.mark.parametrize("series", [True, False])
@pytest.mark.parametrize("count", [1, 3])
def test_progress_counts_worlds_to_the_end(series: bool, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK_WORK", 8 * 54 * 4)  # four worlds of eight people and 2 + 52 weeks
    monkeypatch.setattr(blocks, "simulate_block", made_up(lambda scenario, world, week: {}))
    seen: list[tuple[int, int]] = []

    def show(done: int, total: int) -> None:
        seen.append((done, total))

    if series:
        run(SHORT.with_(weeks=2), 10, series=True, workers=count, progress=show)
    else:
        run(SHORT.with_(weeks=2), 10, workers=count, progress=show)
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})
    assert seen[-1] == (10, 10)
    assert len(seen) >= 3
    assert {total for _, total in seen} == {10}


def launches(worlds: int) -> object:
    """Return worlds that record their own number as launches, with Ctrl-C after so many."""
    return stopping_after(worlds, made_up(lambda scenario, world, week: {"launches": world}))


def test_an_interrupted_run_keeps_the_finished_worlds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "simulate_block", launches(3))
    with pytest.raises(Interrupted) as caught:
        run(SHORT, 5, engine="mesa", series=True, workers=1)
    kept = caught.value.result
    assert isinstance(kept, Result)
    assert kept.replications == (0, 1, 2)
    assert kept.metric("launches", 1).tolist() == [0, 2, 4]


def test_an_interrupted_summary_is_that_of_the_finished_worlds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK_WORK", 8 * 78 * 4)
    monkeypatch.setattr(blocks, "simulate_block", launches(11))
    with pytest.raises(Interrupted) as caught:
        run(SHORT, 20, workers=1)
    kept = caught.value.result
    assert isinstance(kept, Summary)
    monkeypatch.setattr(blocks, "simulate_block", launches(99))
    whole = run(SHORT, 8, workers=1)
    assert kept.replications == whole.replications == tuple(range(8))
    assert kept.metric("launches", 26).tolist() == [26 * 2 * world for world in range(8)]
    assert kept.mean("launches").tobytes() == whole.mean("launches").tobytes()
    assert kept.quantile("launches", 0.3).tobytes() == whole.quantile("launches", 0.3).tobytes()


@pytest.mark.parametrize("series", [True, False])
def test_interrupted_before_anything_is_done_there_is_no_result(
    series: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "simulate_block", launches(0))
    with pytest.raises(Interrupted) as caught:
        run(SHORT, 5, series=True, workers=1) if series else run(SHORT, 5, workers=1)
    assert caught.value.result is None


@pytest.mark.parametrize("kind", ["threads", "processes"])
def test_ctrl_c_during_parallel_work_keeps_what_was_done(kind: workers.Kind) -> None:
    def stop(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(Stopped) as caught, Workers(2, kind) as pool:
        pool.map(abs, [-1, -2, -3, -4], stop)
    assert len(caught.value.done) >= 2
    assert all(value == position + 1 for position, value in caught.value.done.items())


def test_what_a_task_raises_is_raised_here() -> None:
    with pytest.raises(ZeroDivisionError), Workers(2) as pool:
        pool.map(lambda task: 1 // task, [1, 2, 0, 4])


def test_only_a_few_tasks_are_handed_out_at_a_time() -> None:
    taken: list[int] = []
    most, lock = [0], threading.Lock()

    def begun(task: int) -> int:
        with lock:
            most[0] = max(most[0], task - len(taken))
        return task

    def slowly(position: int, outcome: int) -> None:
        taken.append(outcome)

    with ThreadPoolExecutor(4) as pool, Workers(4, executor=pool) as given:
        given.each(begun, range(1000), slowly)
    assert sorted(taken) == list(range(1000))
    # four at work and two waiting, besides those whose outcome was not yet taken when more began
    assert most[0] <= given.ahead


def test_memory_that_series_would_not_fit_into_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "memory", lambda: 1e6)
    with pytest.raises(InputError) as caught:
        run(SHORT, 100, series=True)
    assert [(item.code, item.where) for item in caught.value.problems] == [
        ("too_much_memory", "replications")
    ]
    run(SHORT, 2, series=True)


@pytest.mark.parametrize("replications", [0, -1, [], [1, 1], [-2, 3]])
def test_impossible_worlds_are_refused(replications: int | list[int]) -> None:
    with pytest.raises(InputError) as caught:
        run(SHORT, replications)
    assert [item.where for item in caught.value.problems] == ["replications"]


def test_impossible_workers_are_refused() -> None:
    with pytest.raises(InputError) as caught:
        run(SHORT, 2, workers=0)
    assert [item.where for item in caught.value.problems] == ["workers"]


def test_few_processes_are_not_worth_starting_but_threads_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "processors", lambda: 7)
    assert Workers(None, "processes", seconds=0.1).count == 1
    assert Workers(None, "processes", seconds=300).count == 7
    assert Workers(3, "processes", seconds=0.1).count == 3
    assert Workers(None, "threads", seconds=0.1).count == 7


def test_the_estimate_grows_with_weeks_and_worlds_as_the_work_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """A week of a scenario that takes a quarter of a second, whatever part of it is timed."""

    def seconds(scenario: Scenario, worlds: tuple[int, ...], engine: str) -> float:
        return 0.25 * scenario.weeks * len(worlds)

    monkeypatch.setattr(estimate, "seconds_of", seconds)
    long = SHORT.with_(weeks=100)
    for engine, start in (("fast", 0.0), ("mesa", workers.START_SECONDS)):
        assert estimate.seconds_for(long, 8, 1, engine) == pytest.approx(8 * 25.0)
        assert estimate.seconds_for(long, 8, 2, engine) == pytest.approx(4 * 25.0 + start)
        assert estimate.seconds_for(SHORT.with_(weeks=1), 8, 1, engine) == pytest.approx(8 * 0.25)


SCRIPT = """
from simkit.engine.workers import Workers
from simkit.regime import Regime
with Workers(2, "processes") as workers:
    print(workers.map(len, ["a", "bb", "ccc"]))
"""


def test_a_script_without_a_guard_runs_once(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, script], env={"PYTHONPATH": str(root)}, capture_output=True, text=True, timeout=60
    )
    assert (done.stdout, done.stderr, done.returncode) == ("[1, 2, 3]\n", "", 0)


def test_scenarios_differ_in_cost_by_people_and_weeks() -> None:
    assert person_weeks(SHORT) == 8 * 26
    assert person_weeks(SHORT.with_(regime=TRADITIONAL, weeks=3)) == 24


def test_blocks_are_smaller_for_larger_scenarios_and_cover_all_worlds_once() -> None:
    sizes = [block_worlds(SHORT.with_(weeks=weeks)) for weeks in (1, 26, 400, 520)]
    assert sizes == sorted(sizes, reverse=True)
    assert all(size & (size - 1) == 0 for size in sizes)
    for start, end, size in ((0, 10, 4), (3, 4, 8), (5, 40, 8), (0, 8, 8)):
        spans = cut(start, end, size)
        assert [place for span in spans for place in span] == list(range(start, end))
        assert all(span.start // size == (span.stop - 1) // size for span in spans)


def test_one_block_writes_where_it_is_told(tmp_path: Path) -> None:
    for engine in blocks.ENGINES:
        block = Block(SHORT, 0, (4, 1), engine)
        out: Floats = np.full((2, *blocks.shape_of(SHORT)), np.nan)
        assert blocks.simulate_block(block, out) is out
        assert out.tobytes() == blocks.simulate_block(block).tobytes()


def test_where_memory_is_unknown_a_usual_machine_is_assumed(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(name: str) -> int:
        raise ValueError(name)

    monkeypatch.setattr(blocks.os, "sysconf", unknown)
    assert blocks.memory() == blocks.USUAL_MEMORY


def test_a_checkout_that_is_not_installed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise version.PackageNotFoundError(name)

    monkeypatch.setattr(version, "version", missing)
    assert version.software_version.__wrapped__() == "0+source"


def test_an_executor_that_breaks_for_good_is_replaced_by_threads_here() -> None:
    broken = ThreadPoolExecutor(1, initializer=_fail)
    with Workers(2, executor=broken) as pool:
        assert pool.map(abs, [-1, -2, -3]) == [1, 2, 3]


def test_threads_that_broke_are_started_anew() -> None:
    with Workers(2) as pool:
        pool._own = ThreadPoolExecutor(1, initializer=_fail)
        assert pool.map(abs, [-1, -2, -3]) == [1, 2, 3]


def _fail() -> None:
    raise RuntimeError("no thread of this pool can start")


def test_ctrl_c_while_the_time_is_estimated_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    class Bar:
        def __call__(self, done: int, total: int) -> None: ...

        def expect(self, seconds: float) -> None:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted) as caught:
        run(SHORT, 2, progress=Bar())
    assert caught.value.result is None


def test_processes_ignore_ctrl_c_and_only_the_main_thread_can_hold_it_back() -> None:
    usual = signal.getsignal(signal.SIGINT)
    try:
        workers._leave_interrupts_to_parent()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, usual)
    seen: list[object] = []

    def elsewhere() -> None:
        with workers._uninterrupted():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    with workers._uninterrupted():
        seen.append(signal.getsignal(signal.SIGINT))
    assert seen == [usual, signal.SIG_IGN]


def test_runs_with_scenarios_of_their_own_are_timed_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Preparing a run takes a second, a world of it a quarter: threads share only the worlds of one run."""
    monkeypatch.setattr(estimate, "seconds_of", lambda scenario, worlds, engine: 1.0 + 0.25 * len(worlds))
    few = SHORT.with_(weeks=1)
    assert estimate.seconds_for(few, 8, 2, alone=True) == pytest.approx(8 * 1.25)
    assert estimate.seconds_for(few, 8, 2) == pytest.approx((1.0 + 8 * 0.25) / 2)
