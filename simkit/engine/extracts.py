"""Sums of chosen columns over stretches of weeks, team by team, for many worlds of many scenarios, without keeping all weeks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from simkit.distribution import Floats
from simkit.engine.blocks import Block, block_worlds, cut, person_weeks, shape_of, simulate_block
from simkit.engine.digests import Superseded, silent, wanted_still
from simkit.engine.preparing import prepare
from simkit.engine.recent import Rooms
from simkit.engine.run import workers_for
from simkit.engine.workers import Progress
from simkit.metrics import COLUMN_INDEX
from simkit.scenario import Scenario

_ROOMS = Rooms()


class Job(NamedTuple):
    """Some worlds of a scenario."""

    scenario: Scenario
    worlds: tuple[int, ...]


class _Piece(NamedTuple):
    """A part of a job, and where its numbers go."""

    block: Block
    job: int
    span: slice


def extract(
    jobs: Sequence[Job], names: Sequence[str], spans: Sequence[tuple[int, int]], seed: int = 0, *,
    workers: int | None = None, progress: Progress = silent, superseded: Callable[[], bool] = wanted_still,
) -> list[Floats]:  # fmt: skip
    """Simulate every job and return, for each, sums of the columns ``names``, shape (worlds, spans, teams, names).

    A span is a first and a last week, both included, from 1. The numbers are sums of those of ``simkit.run(…, series=True)``,
    whatever ``workers`` is. Once ``superseded`` says yes, ``Superseded`` is raised.

    >>> from simkit.presets import load_regime, scene
    >>> small = Scenario(organisation=scene("G1")[0], regime=load_regime("innovation"), weeks=4)
    >>> [found.shape for found in extract([Job(small, (0, 1))], ["launches"], [(1, 2), (3, 4)])]
    [(2, 2, 1, 1)]
    """
    prepare("fast")
    columns, done = [COLUMN_INDEX[name] for name in names], 0
    total = sum(len(job.worlds) for job in jobs)
    found = [np.empty((len(job.worlds), len(spans), shape_of(job.scenario)[1], len(names))) for job in jobs]

    def work(piece: _Piece) -> int:
        if superseded():
            raise Superseded
        _sum_up(piece.block, columns, spans, found[piece.job][piece.span])
        return len(piece.block.worlds)

    def take(_: int, count: int) -> None:
        nonlocal done
        done += count
        progress(done, total)

    size = sum(person_weeks(job.scenario) * len(job.worlds) for job in jobs)
    with workers_for("fast", workers, None, size) as pool:
        pool.each(work, _pieces(jobs, seed), take)
    return found


def _sum_up(block: Block, columns: Sequence[int], spans: Sequence[tuple[int, int]], out: Floats) -> None:
    """Simulate a block and write its sums, shape (worlds, spans, teams, columns)."""
    room = _ROOMS.take((len(block.worlds), *shape_of(block.scenario)))
    recorded = simulate_block(block, room)[..., columns]
    for place, (first, last) in enumerate(spans):
        out[:, place] = recorded[:, first - 1 : last].sum(axis=1)
    _ROOMS.give_back(room)


def _pieces(jobs: Sequence[Job], seed: int) -> list[_Piece]:
    """Return the jobs cut into blocks."""
    return [
        _Piece(
            Block(job.scenario, seed, job.worlds[part.start : part.stop], "fast"),
            place,
            slice(part.start, part.stop),
        )
        for place, job in enumerate(jobs)
        for part in cut(0, len(job.worlds), block_worlds(job.scenario))
    ]
