"""From what is recorded to what a pilot measures: values by team and period, disturbed, asked, and suppressed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import binom

from simkit.distribution import Floats
from simkit.engine.digests import silent, wanted_still
from simkit.engine.draws import Draws, key_of
from simkit.engine.extracts import Job, extract
from simkit.engine.workers import Progress
from simkit.metrics import QUARTER, Metric, metric
from simkit.pilot.design import Design, Measure, Pilot, Survey
from simkit.pilot.timetable import Arms, periods
from simkit.pilot.worlds import World
from simkit.scenario import Scenario

Names = Sequence[tuple[str, ...]]
"""The order of teams in each pilot."""


@dataclass(frozen=True, eq=False)
class Recorded:
    """Sums of columns by pilot, stretch of weeks (periods as windows, then as levels), team of the organisation, and column."""

    columns: tuple[str, ...]
    sums: Floats


def columns_of(pilot: Pilot) -> tuple[str, ...]:
    """Return the columns that the measures of a pilot need, and the number of people."""
    used = [name for item in pilot.measures for name in _parts(metric(item.metric))]
    return tuple(dict.fromkeys(["people", "weeks", *used]))


def _parts(item: Metric) -> list[str]:
    """Return the columns of a metric."""
    return [name for name in (item.numerator, item.denominator) if name]


def spans_of(pilot: Pilot) -> list[tuple[int, int]]:
    """Return the weeks of each period, and again those that a level is read over: its last quarter."""
    windows = [(period.first, period.last) for period in periods(pilot.design)]
    return [*windows, *((max(first, last - QUARTER + 1), last) for first, last in windows)]


def _places(pilot: Pilot, item: Metric) -> slice:
    """Return where the spans of a metric stand among ``spans_of``."""
    count = pilot.design.cycles + 1
    return slice(count, None) if item.over == "level" else slice(0, count)


def _spans_for(pilot: Pilot, item: Metric) -> list[tuple[int, int]]:
    """Return the weeks of each period that a metric is read off."""
    return spans_of(pilot)[_places(pilot, item)]


def recorded(
    pilot: Pilot, jobs: Sequence[tuple[Scenario, tuple[int, ...]]], numbers: Sequence[int], seed: int, *,
    workers: int | None = None, progress: Progress = silent, superseded: Callable[[], bool] = wanted_still,
) -> Recorded:  # fmt: skip
    """Simulate scenarios in their worlds and return what is recorded of each pilot, in the order of ``numbers``."""
    columns = columns_of(pilot)
    found = extract([Job(scenario, worlds) for scenario, worlds in jobs], columns, spans_of(pilot), seed,
                    workers=workers, progress=progress, superseded=superseded)  # fmt: skip
    place = {number: position for position, number in enumerate(numbers)}
    sums = np.empty((len(numbers), *found[0].shape[1:]))
    for (_, worlds), part in zip(jobs, found, strict=True):
        sums[[place[world] for world in worlds]] = part
    return Recorded(columns, sums)


def measured(pilot: Pilot, given: Recorded, orders: Names) -> Floats:
    """Return true values, shape (pilots, teams, periods, measures), teams in the order of each pilot."""
    rows = _rows(pilot, orders)
    return np.stack([_values(pilot, metric(item.metric), given, rows) for item in pilot.measures], axis=-1)


def _rows(pilot: Pilot, orders: Names) -> NDArray[np.int64]:
    """Return the places of the teams in the organisation, shape (pilots, teams)."""
    place = {team.name: position for position, team in enumerate(pilot.organisation.teams)}
    return np.array([[place[name] for name in order] for order in orders])


def _values(pilot: Pilot, item: Metric, given: Recorded, rows: NDArray[np.int64]) -> Floats:
    """Return one metric, shape (pilots, teams, periods)."""
    top, bottom = (
        _taken(pilot, item, name, given, rows) if name else None
        for name in (item.numerator, item.denominator)
    )
    assert top is not None
    if bottom is None:
        return item.factor * top * a_cycle(pilot.design)
    return item.factor * np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom != 0)


def a_cycle(design: Design) -> Floats:
    """Return what numbers of events are multiplied by in each period, so that all stand for the analysed weeks of one cycle.

    >>> a_cycle(Design(kind="before_after", pilot_teams=("A", "B"), baseline_weeks=26, cycle_weeks=13)).tolist()
    [0.5, 1.0, 1.0]
    """
    lengths = np.array([period.last - period.first + 1 for period in periods(design)])
    return (design.cycle_weeks - design.settling_weeks) / lengths


def _taken(pilot: Pilot, item: Metric, name: str, given: Recorded, rows: NDArray[np.int64]) -> Floats:
    """Return the sums of one column that a metric is read off, shape (pilots, teams, periods)."""
    sums = given.sums[:, _places(pilot, item), :, given.columns.index(name)]
    return np.take_along_axis(sums, rows[:, None, :], axis=2).swapaxes(1, 2)


def spread_at_baseline(pilot: Pilot, given: Recorded) -> Floats:
    """Return the standard deviation of each measure between teams and pilots at the baseline; 0 where nothing is known of any.

    It is that of true values: noise of surveys is left out.
    """
    order = pilot.design.teams
    values = measured(pilot, given, (order,) * len(given.sums))[:, :, 0]
    return np.ma.masked_invalid(values).std(axis=(0, 1)).filled(0.0)


def disturbed(pilot: Pilot, world: World, plain: Floats, spread: Floats, arms: Arms) -> Floats:
    """Return values with what passes: novelty in teams that have changed, rivalry in those that have not."""
    found = plain.copy()
    for place, item in enumerate(pilot.measures):
        lift = world.novelty * _fading(pilot, world, item, arms)
        lift += world.rivalry * _fading(pilot, world, item, _untouched(arms))
        found[..., place] += lift * metric(item.metric).direction * spread[place]
    return found


def _untouched(arms: Arms) -> Arms:
    """Return 1 in the cycles in which a team has not changed yet, 0 at the baseline."""
    still = 1 - np.maximum.accumulate(arms, axis=1)
    still[:, 0] = 0
    return still


def _fading(pilot: Pilot, world: World, item: Measure, on: Arms) -> Floats:
    """Return what is left of something that is 1 when it begins and halves again and again.

    It is the mean over the weeks of each period that the measure is read off, shape (teams, periods).
    """
    found = np.zeros(on.shape)
    for number, (first, last) in enumerate(_spans_for(pilot, metric(item.metric))):
        weeks = np.arange(first, last + 1)
        for row in np.flatnonzero(on[:, number]):
            begun = int(np.argmax(on[row])) - 1
            age = weeks - (pilot.design.baseline_weeks + begun * pilot.design.cycle_weeks + 1)
            found[row, number] = float(np.mean(0.5 ** (age / world.half_life)))
    return found


def seen(
    pilot: Pilot, values: Floats, given: Recorded, orders: Names, numbers: Sequence[int], seed: int
) -> Floats:
    """Return what is seen of values: survey measures by those who answer, with noise, and nothing of too few."""
    asked = [(place, item) for place, item in enumerate(pilot.measures) if item.survey]
    if not asked:
        return values
    rows, shown = _rows(pilot, orders), values.copy()
    people = _taken(pilot, metric("felt_safety"), "people", given, rows)
    weeks = _taken(pilot, metric("felt_safety"), "weeks", given, rows)
    staff = np.rint(people / weeks)
    for place, item in asked:
        shown[..., place] += _answers(item, staff, orders, numbers, seed)
    return shown


def _answers(item: Measure, staff: Floats, orders: Names, numbers: Sequence[int], seed: int) -> Floats:
    """Return the error of the mean answer, shape as ``staff`` (pilots, teams, periods); NaN where too few answer."""
    survey = item.survey or Survey()
    luck = {
        name: _luck(item.metric, name, orders, numbers, staff.shape[2], seed)
        for name in ("answering", "answer")
    }
    count = binom.ppf(luck["answering"], staff, survey.response_rate)
    enough = count >= survey.minimum_group
    error = np.divide(survey.noise, np.sqrt(count), out=np.full(count.shape, np.nan), where=enough)
    return error * ndtri(luck["answer"])


def suppression(pilot: Pilot, item: Measure) -> dict[str, float]:
    """Return for each team of a pilot how likely it is that too few answer for its result to be shown; empty if nothing is asked."""
    survey = item.survey
    if survey is None:
        return {}
    people = {team.name: team.people for team in pilot.organisation.teams}
    return {
        name: float(binom.cdf(survey.minimum_group - 1, people[name], survey.response_rate))
        for name in pilot.design.teams
    }


def _luck(id: str, name: str, orders: Names, numbers: Sequence[int], count: int, seed: int) -> Floats:
    """Return a uniform number for each pilot, team and period, shape (pilots, teams, periods): a function of their names alone."""
    return np.stack([
        Draws(seed, number).block(f"survey_{name}_{id}", np.array([key_of(team) for team in order], np.uint64), 0, count).T
        for order, number in zip(orders, numbers, strict=True)
    ])  # fmt: skip
