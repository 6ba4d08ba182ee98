"""Digests of many worlds, on threads, given up as soon as nobody wants them any more."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from simkit.digest import Digest, fill, room_for
from simkit.engine.blocks import Block, block_worlds, cut, person_weeks, shape_of, simulate_block
from simkit.engine.preparing import prepare
from simkit.engine.recent import Rooms
from simkit.engine.run import workers_for
from simkit.engine.version import software_version
from simkit.engine.workers import Progress
from simkit.scenario import Scenario

_ROOMS = Rooms()


class Superseded(Exception):  # noqa: N818  (nothing went wrong)
    """A run was given up, since something else is wanted by now."""


class _Task(NamedTuple):
    """Some worlds of a scenario, and where their numbers go."""

    block: Block
    span: slice


def silent(done: int, total: int) -> None:
    """Tell nobody how far a run is."""


def wanted_still() -> bool:
    """Return that nothing supersedes a run."""
    return False


def digest(
    scenario: Scenario, worlds: int, seed: int = 0, *,
    workers: int | None = None, progress: Progress = silent, superseded: Callable[[], bool] = wanted_still,
) -> Digest:  # fmt: skip
    """Simulate worlds 0, 1 … of a scenario with the compiled engine and return their digest.

    The numbers are those of ``simkit.run(…, series=True)``, whatever ``workers`` is. ``superseded`` is asked before every
    block of worlds (some tens of milliseconds); once it says yes, ``Superseded`` is raised.

    >>> from simkit.presets import load_regime, scene
    >>> small = Scenario(organisation=scene("G1")[0], regime=load_regime("innovation"), weeks=4)
    >>> digest(small, 3).metric("launches").shape
    (3,)
    """
    prepare("fast")
    kept, done = room_for(scenario, worlds), 0

    def work(task: _Task) -> int:
        if superseded():
            raise Superseded
        count = len(task.block.worlds)
        room = _ROOMS.take((count, *shape_of(scenario)))
        fill(kept, task.span, scenario, simulate_block(task.block, room))
        _ROOMS.give_back(room)
        return count

    def take(_: int, count: int) -> None:
        nonlocal done
        done += count
        progress(done, worlds)

    with workers_for("fast", workers, None, person_weeks(scenario) * worlds) as pool:
        pool.each(work, _tasks(scenario, worlds, seed, pool.width), take)
    return Digest(scenario, seed, tuple(range(worlds)), software_version(), kept)


def _tasks(scenario: Scenario, worlds: int, seed: int, width: int) -> list[_Task]:
    """Return the work in pieces that keep all threads busy."""
    spans = cut(0, worlds, _even_piece(worlds, width, block_worlds(scenario)))
    return [_Task(Block(scenario, seed, tuple(span), "fast"), slice(span.start, span.stop)) for span in spans]


def _even_piece(worlds: int, width: int, most: int) -> int:
    """Return how many worlds a task takes so that all threads end together; about ``most`` or half of it.

    >>> _even_piece(200, 2, 32), _even_piece(3, 2, 32), _even_piece(200, 1, 32)
    (25, 2, 29)
    """
    rounds = -(-worlds // (width * most))
    return -(-worlds // (width * rounds))
