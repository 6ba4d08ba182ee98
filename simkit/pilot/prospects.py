"""What would come of it if one team alone tried the new regime, for each team in turn, in paired worlds.

All teams live as before for ``baseline`` weeks; then one team changes for ``weeks`` weeks, in the same worlds as those in which
nobody changes. What differs is the effect; how differently the team's value moves between the two periods from world to world is the
noise that a pilot has to be heard over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import numpy as np

from simkit.engine.workers import Progress
from simkit.experiments.outcomes import Task, simulate_all, within
from simkit.experiments.points import WORLDS_A_POINT, Numbered, Points, groups_of, numbered, point_of, under
from simkit.pilot.design import USUAL_FLOOR, Guardrail, Measure
from simkit.regime import Regime
from simkit.result import Floats, Result
from simkit.scenario import Change, Organisation, Scenario

BASELINE, WEEKS = 26, 26
"""Weeks before the change and after it: half a year each, two cycles of a quarter."""
WORLDS = 64
LEAST_WORLDS = 8
PRIMARY = "innovation_participation"
"""The measure that is looked at unless told otherwise: it moves within weeks."""
HARMS: tuple[Guardrail, ...] = (
    Guardrail(measure=Measure(metric=USUAL_FLOOR), margin=10.0),
    Guardrail(measure=Measure(metric="routine_output"), margin=15.0),
    Guardrail(measure=Measure(metric="turnover"), margin=5.0),
)
"""What counts as harm unless told otherwise (margins are a convention): the KPI floor broken in 10 % of the weeks more, 15 points
less of routine output (full output is 100), 5 more leavers per 100 people and year."""
HOURS = ("review_hours", "coaching_hours", "transition_hours")
"""Hours per person and year that a regime takes."""
FULL_YEAR = 52 * 40.0
"""Hours that one person works in a year, by which extra hours are turned into load."""


@dataclass(frozen=True, eq=False)
class Prospects:
    """Numbers by team, world and measure: shape (teams, worlds, measures) unless said otherwise.

    ``measures`` are the primary one, then those of ``harms``, then ``HOURS``. ``start`` is the value in the baseline, ``same`` in the weeks after it
    if nobody changes, ``tried`` if this team alone does. ``groups`` are those of ``simkit.experiments.comparison.Comparison``.
    """

    organisation: Organisation
    primary: Measure
    harms: tuple[Guardrail, ...]
    weeks: int
    start: Floats
    same: Floats
    tried: Floats
    groups: tuple[int, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the teams."""
        return tuple(team.name for team in self.organisation.teams)

    @property
    def worlds(self) -> int:
        """Number of worlds."""
        return self.start.shape[1]


def prospects(
    organisation: Organisation, new: Regime, *, before: Regime | None = None, primary: str | Measure = PRIMARY,
    harms: Sequence[Guardrail] = HARMS, baseline: int = BASELINE, weeks: int = WEEKS, worlds: int = WORLDS, seed: int = 0,
    points: Points = (), engine: str = "fast", workers: int | None = None, executor: Executor | None = None,
    progress: Progress | None = None,
) -> Prospects:  # fmt: skip
    """Simulate each team's try by itself and return what was measured.

    ``before`` is as in ``Scenario``; ``points`` are sets of constants for the worlds, as in ``compare_regimes``. The engine, ``workers`` and
    ``executor`` are those of ``simkit.run``; none of them changes a number, nor does the order of the teams (they are simulated in alphabetical order). Raises ``InputError`` for settings that are not possible
    and ``Interrupted`` on Ctrl-C.
    """
    within("worlds", worlds, LEAST_WORLDS, "worlds")
    measure = primary if isinstance(primary, Measure) else Measure(metric=primary)
    ids = (measure.metric, *(item.measure.metric for item in harms), *HOURS)
    teams, held = sorted(organisation.teams, key=lambda team: team.name), numbered(points)
    plans = _plans(organisation.with_(teams=teams), new, before, baseline, weeks)
    pieces = [
        tasks_of(scenario, seed, worlds, held, partial(read_teams, ids=ids, teams=names, spans=spans))
        for scenario, names, spans in plans
    ]
    how = {"engine": engine, "workers": workers, "executor": executor, "progress": progress}
    still, *tried = _simulated(pieces, how)
    base = np.moveaxis(still.reshape(worlds, 2, len(teams), len(ids)), 0, 2)
    own = [teams.index(team) for team in organisation.teams]
    start, same, new_ = base[0][own], base[1][own], np.stack(tried)[own]
    return Prospects(
        organisation, measure, tuple(harms), weeks, start, same, new_, groups_of(held, range(worlds))
    )


def _plans(
    organisation: Organisation, new: Regime, before: Regime | None, baseline: int, weeks: int
) -> list[tuple[Scenario, tuple[str, ...], tuple[tuple[int, int], ...]]]:
    """Return what is simulated, of which teams and over which weeks it is read: nobody changes, then each team by itself."""
    start = Scenario(organisation=organisation, regime=new, before=before, weeks=baseline + weeks)
    still = start.with_(regimes={team.name: start.regime_before(team) for team in organisation.teams})
    spans = ((1, baseline), (baseline + 1, baseline + weeks))
    names = tuple(team.name for team in organisation.teams)
    alone = [still.with_(changes=(Change(week=baseline + 1, regime=new, team=name),)) for name in names]
    return [
        (still, names, spans),
        *((one, (name,), spans[1:]) for one, name in zip(alone, names, strict=True)),
    ]


def read_teams(
    result: Result, ids: Sequence[str], teams: Sequence[str], spans: Sequence[tuple[int, int]]
) -> Floats:
    """Return metrics of single teams over spans of weeks, shape (replications, spans × teams × metrics)."""
    values = [result.metric(id, span, [team]) for span in spans for team in teams for id in ids]
    return np.stack(values, axis=1)


def tasks_of(
    scenario: Scenario, seed: int, worlds: int, held: Numbered, read: Callable[[Result], Floats]
) -> list[Task]:
    """Return the worlds of a scenario as tasks that have their constants in common."""
    size = WORLDS_A_POINT if held else worlds
    return [
        Task(
            under(scenario, point_of(held, first)[1]),
            seed,
            tuple(range(first, min(first + size, worlds))),
            read,
        )
        for first in range(0, worlds, size)
    ]


def _simulated(pieces: Sequence[list[Task]], how: Mapping[str, object]) -> list[Floats]:
    """Return what is read of each scenario, its pieces put together."""
    found = iter(simulate_all([task for tasks in pieces for task in tasks], **how))  # pyright: ignore[reportArgumentType]
    return [np.concatenate([next(found) for _ in tasks]) for tasks in pieces]
