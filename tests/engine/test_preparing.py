"""What is seen while the engine is compiled: progress to the end, once, and nothing when it is at hand."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from numba import njit

from simkit.engine import preparing
from simkit.engine.bars import Lines
from simkit.engine.kernel.compiled import part
from simkit.text import LANGS, say

ROOT = Path(__file__).parents[2]
RUN = """
import simkit, sys
from contextlib import contextmanager
from simkit.engine import preparing
seen = []
@contextmanager
def show():
    yield lambda done, total: seen.append(done / total)
organisation, regime = simkit.scene("G1")
scenario = simkit.Scenario(organisation=organisation, regime=regime, weeks=4)
if "watch" in sys.argv:
    with preparing.shown_by(show):
        preparing.prepare("fast")
    print(max(seen), seen == sorted(seen))
print(simkit.run(scenario, 40, workers=2).mean("felt_safety").sum())
"""


class Shown:
    """Notes what a display is told, and may raise at a step."""

    def __init__(self, fails_at: int = -1) -> None:
        self.told: list[tuple[int, int]] = []
        self.opened = self.closed = 0
        self.fails_at = fails_at

    @contextmanager
    def __call__(self) -> Generator[Callable[[int, int], None]]:
        self.opened += 1
        yield self.tell
        self.closed += 1

    def tell(self, done: int, total: int) -> None:
        self.told.append((done, total))
        if len(self.told) == self.fails_at:
            raise KeyboardInterrupt


@pytest.fixture
def parts() -> Iterator[Any]:
    """A function of the engine that calls two others, not yet compiled."""
    known = set(preparing._parts)

    def named(function: Any) -> Any:
        function.__module__ = "simkit.engine.tiny"
        return part(function)

    @named
    def once(x: float) -> float:
        return x + 1.0

    @named
    def twice(x: float) -> float:
        return once(x) * 2.0

    @named
    def outer(x: float) -> float:
        return once(x) + twice(x)

    yield outer
    preparing._parts.clear()
    preparing._parts.update(known)


def test_functions_are_counted_up_to_all_of_them_and_only_the_first_time(parts: Any) -> None:
    shown = Shown()
    with preparing.shown_by(shown):
        assert parts(1.0) == 6.0
        assert parts(2.0) == 9.0
    assert shown.told[0] == (0, 3)
    assert shown.told[-1] == (3, 3)
    assert shown.told == sorted(shown.told)
    assert (shown.opened, shown.closed) == (1, 1)


def test_of_several_threads_one_compiles(parts: Any) -> None:
    shown, together = Shown(), threading.Barrier(4)

    def call(x: float) -> float:
        together.wait()
        return parts(x)

    with preparing.shown_by(shown), ThreadPoolExecutor(4) as pool:
        assert list(pool.map(call, [1.0, 1.0, 1.0, 1.0])) == [6.0] * 4
    assert (shown.opened, shown.closed, shown.told[-1]) == (1, 1, (3, 3))


def test_what_ctrl_c_broke_off_is_compiled_the_next_time(parts: Any) -> None:
    broken, again = Shown(fails_at=2), Shown()
    with preparing.shown_by(broken), pytest.raises(KeyboardInterrupt):
        parts(1.0)
    with preparing.shown_by(again):
        assert parts(1.0) == 6.0
    assert (again.opened, again.closed) == (1, 1)


def test_functions_of_others_are_not_told() -> None:
    shown = Shown()

    @njit
    def other(x: float) -> float:
        return x + 1.0

    with preparing.shown_by(shown):
        assert other(1.0) == 2.0
    assert shown.opened == 0


def test_a_line_in_both_languages_where_there_is_no_terminal(
    parts: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparing, "_lines", Lines())
    parts(1.0)
    (line,) = capsys.readouterr().err.splitlines()
    assert all(say("command.preparing.long", lang) in line for lang in LANGS)


def _ran(folder: Path, *arguments: str) -> tuple[list[str], list[str]]:
    """What a run says on both streams, with compiled functions kept in a folder."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, *arguments], capture_output=True, encoding="utf-8", timeout=600, check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "SIMKIT_CACHE": str(folder), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    return done.stdout.splitlines(), done.stderr.splitlines()


@pytest.mark.slow
def test_an_empty_cache_is_filled_once_and_progress_reaches_the_end(tmp_path: Path) -> None:
    (share, *_), _ = _ran(tmp_path / "watched", "watch")
    assert float(share.split()[0]) > 0.9
    assert share.split()[1] == "True"
    (number,), told = _ran(tmp_path / "fresh")
    assert len(told) == 1
    assert say("command.preparing.long", "zh") in told[0]
    assert _ran(tmp_path / "fresh") == ([number], [])
