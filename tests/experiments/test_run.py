"""Running: the same numbers whatever the workers, clean stops, and a script without a guard."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from simkit.engine import bench
from simkit.engine import run as running
from simkit.engine.host import simulate
from simkit.engine.run import Interrupted, Stopped, Workers, run
from simkit.problems import InputError
from simkit.scenario import Scenario
from tests.experiments.worlds import INNOVATION, TINY, TRADITIONAL, Task, host

SHORT = Scenario(organisation=TINY, regime=INNOVATION, weeks=26)


def test_results_do_not_depend_on_workers_or_on_the_company_they_are_run_in() -> None:
    serial = run(SHORT, 4, seed=3, workers=1)
    parallel = run(SHORT, 4, seed=3, workers=2)
    alone = run(SHORT, [2], seed=3, workers=1)
    assert serial.columns.tobytes() == parallel.columns.tobytes()
    assert serial.columns[2].tobytes() == alone.columns[0].tobytes() == simulate(SHORT, 3, 2).tobytes()
    assert serial.fingerprint == parallel.fingerprint != alone.fingerprint


def test_seed_and_replication_both_change_the_world() -> None:
    a, b = run(SHORT, 2, seed=1, workers=1), run(SHORT, 1, seed=2, workers=1)
    assert not np.array_equal(a.columns[0], a.columns[1])
    assert not np.array_equal(a.columns[0], b.columns[0])


def test_progress_counts_to_the_end() -> None:
    seen: list[tuple[int, int]] = []
    run(SHORT.with_(weeks=2), 3, workers=1, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_an_interrupted_run_keeps_the_finished_worlds(monkeypatch: pytest.MonkeyPatch) -> None:
    simulated = host(lambda scenario, world, week: {"launches": world})

    def interrupted(task: Task) -> np.ndarray:
        if task[2] == 3:
            raise KeyboardInterrupt
        return simulated(task)

    monkeypatch.setattr(running, "simulate_world", interrupted)
    with pytest.raises(Interrupted) as caught:
        run(SHORT, 5, workers=1)
    kept = caught.value.result
    assert kept is not None
    assert kept.replications == (0, 1, 2)
    assert kept.metric("launches", 1).tolist() == [0, 2, 4]


def test_interrupted_before_anything_is_done_there_is_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: Task) -> np.ndarray:
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "simulate_world", interrupted)
    with pytest.raises(Interrupted) as caught:
        run(SHORT, 5, workers=1)
    assert caught.value.result is None


def test_ctrl_c_during_parallel_work_keeps_what_was_done() -> None:
    def stop(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(Stopped) as caught, Workers(2) as workers:
        workers.map(abs, [-1, -2, -3, -4], stop)
    assert len(caught.value.done) == 2
    assert all(value == position + 1 for position, value in caught.value.done.items())


@pytest.mark.parametrize("replications", [0, -1, [], [1, 1], [-2, 3]])
def test_impossible_worlds_are_refused(replications: int | list[int]) -> None:
    with pytest.raises(InputError) as caught:
        run(SHORT, replications)
    assert [item.where for item in caught.value.problems] == ["replications"]


def test_impossible_workers_are_refused() -> None:
    with pytest.raises(InputError) as caught:
        run(SHORT, 2, workers=0)
    assert [item.where for item in caught.value.problems] == ["workers"]


def test_small_jobs_stay_in_this_process_and_large_ones_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "processors", lambda: 7)
    assert Workers(None, person_weeks=1_000).count == 1
    assert Workers(None, person_weeks=100_000_000).count == 7
    assert Workers(3, person_weeks=1_000).count == 3


def test_the_estimate_grows_with_weeks_and_worlds_as_the_work_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """A week of a scenario that takes a quarter of a second, whatever part of it is timed."""
    monkeypatch.setattr(bench, "simulate_world", lambda task: None)  # pyright: ignore[reportUnknownLambdaType]
    monkeypatch.setattr(bench, "_seconds", lambda scenario, world: 0.25 * scenario.weeks)  # pyright: ignore[reportUnknownLambdaType]
    assert bench.seconds_for(SHORT.with_(weeks=100), 8, workers=1) == pytest.approx(8 * 25.0)
    assert bench.seconds_for(SHORT.with_(weeks=100), 8, workers=2) == pytest.approx(
        4 * 25.0 + running.START_SECONDS
    )
    assert bench.seconds_for(SHORT.with_(weeks=1), 8, workers=1) == pytest.approx(8 * 0.25)


SCRIPT = """
from simkit.engine.run import Workers
from simkit.regime import Regime
with Workers(2) as workers:
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
    assert running.person_weeks(SHORT) == 8 * 26
    assert running.person_weeks(SHORT.with_(regime=TRADITIONAL, weeks=3)) == 24


def test_both_engines_give_the_same_result() -> None:
    fast, readable = run(SHORT, 2, workers=1), run(SHORT, 2, workers=1, engine="mesa")
    assert fast.columns.tobytes() == readable.columns.tobytes()
    assert fast.fingerprint == readable.fingerprint


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        run(SHORT, 2, engine="slow")
    assert [(item.where, item.values["expected"]) for item in caught.value.problems] == [
        ("engine", "fast, mesa")
    ]
