"""Simulates a staged roll-out: what each waiting team may expect, the waves that follow from it, and what they bring."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from simkit.distribution import Floats
from simkit.engine.digests import silent, wanted_still
from simkit.engine.extracts import Job, extract
from simkit.engine.workers import Progress
from simkit.experiments.points import Points, numbered, point_of, under
from simkit.metrics import QUARTER, metric
from simkit.pilot.design import Pilot
from simkit.pilot.problems import refused
from simkit.pilot.rollout import (
    GAP,
    WAVES,
    WEEKS,
    WORLDS,
    Forecast,
    Prospect,
    Wave,
    in_waves,
    prospects,
    staged,
    waiting,
)
from simkit.scenario import Scenario


class _Setting(NamedTuple):
    """How a roll-out is simulated."""

    pilot: Pilot
    weeks: int
    worlds: int
    points: Points
    seed: int
    workers: int | None
    superseded: Callable[[], bool]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the primary measure and the guardrails need."""
        items = [metric(item.metric) for item in self.pilot.measures]
        return tuple(
            dict.fromkeys(name for item in items for name in (item.numerator, item.denominator) if name)
        )

    def run(self, waves: Sequence[Wave]) -> Floats:
        """Return sums of columns, shape (worlds, quarters, teams of the organisation, columns)."""
        sets, scenario = numbered(self.points), staged(self.pilot, waves, self.weeks)
        spans = [(start + 1, start + QUARTER) for start in range(0, self.weeks, QUARTER)]
        groups: dict[int, list[int]] = {}
        for world in range(self.worlds):
            groups.setdefault(point_of(sets, world)[0], []).append(world)
        jobs = [Job(_at(scenario, sets, group), tuple(group)) for group in groups.values()]
        found = extract(
            jobs, self.columns, spans, self.seed, workers=self.workers, superseded=self.superseded
        )
        sums = np.empty((self.worlds, *found[0].shape[1:]))
        for job, part in zip(jobs, found, strict=True):
            sums[list(job.worlds)] = part
        return sums

    def of_group(self, id: str, sums: Floats, teams: Sequence[str]) -> Floats:
        """Return a metric of some teams together, shape (worlds, quarters), NaN where it is not defined."""
        item, names = metric(id), [team.name for team in self.pilot.organisation.teams]
        rows = [names.index(team) for team in teams]

        def total(column: str) -> Floats:
            return sums[..., rows, self.columns.index(column)].sum(axis=-1)

        top = total(item.numerator)
        if item.denominator is None:
            return item.factor * top
        bottom = total(item.denominator)
        return item.factor * np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom != 0)


def _at(
    scenario: Scenario, sets: tuple[tuple[int, Mapping[str, float]], ...], worlds: Sequence[int]
) -> Scenario:
    """Return the scenario under the constants of a group of worlds."""
    return under(scenario, point_of(sets, worlds[0])[1])


def forecast(
    pilot: Pilot, points: Points = (), *, waves: int = WAVES, gap: int = GAP, weeks: int = WEEKS, worlds: int = WORLDS, seed: int = 0,
    workers: int | None = None, progress: Progress = silent, superseded: Callable[[], bool] = wanted_still,
) -> Forecast:  # fmt: skip
    """Propose a staged roll-out and forecast it, in ``worlds`` worlds under ``points`` in turn (see ``Learnt.drawn``).

    Teams whose gain is worthwhile in at least ``rollout.SURE`` of the worlds come in up to ``waves`` waves, ``gap`` weeks apart, the surest
    first; the others in none. ``weeks`` (whole quarters) are looked ahead. Raises ``InputError`` if no team is left.
    """
    listed = waiting(pilot)
    if not listed:
        raise refused("nobody_left")
    setting = _Setting(pilot, QUARTER * max(weeks // QUARTER, 1), worlds, points, seed, workers, superseded)
    hold = setting.run(())
    progress(1, 3)
    at_once = setting.run([Wave(teams=listed, week=1)])
    progress(2, 3)
    expected = np.stack([_gain(setting, at_once, hold, (team,)).mean(axis=1) for team in listed], axis=1)
    found = prospects(listed, expected, pilot.rule.worthwhile)
    staging = tuple(wave for wave in in_waves(found, waves, gap) if wave.week <= setting.weeks)
    after = setting.run(staging) if staging else hold
    progress(3, 3)
    return _told(setting, found, staging, after, hold)


def _gain(setting: _Setting, after: Floats, hold: Floats, teams: Sequence[str]) -> Floats:
    """Return the gain of some teams on the primary measure, shape (worlds, quarters)."""
    id = setting.pilot.primary.metric
    return metric(id).direction * (setting.of_group(id, after, teams) - setting.of_group(id, hold, teams))


def _told(
    setting: _Setting, found: Sequence[Prospect], staging: tuple[Wave, ...], after: Floats, hold: Floats
) -> Forecast:
    """Return the forecast of the waves."""
    pilot, sets = setting.pilot, numbered(setting.points)
    teams = [team for wave in staging for team in wave.teams]
    gains = np.full((setting.worlds, setting.weeks // QUARTER, len(staging)), np.nan)
    for number, wave in enumerate(staging):
        begun = (wave.week - 1) // QUARTER
        gains[:, begun:, number] = _gain(setting, after, hold, wave.teams)[:, begun:]
    whole = (
        _gain(setting, after, hold, teams) if teams else np.zeros((setting.worlds, setting.weeks // QUARTER))
    )
    harms = {rail.measure.metric: _harmed(setting, rail.measure.metric, rail.sign, rail.margin, after, hold, teams)
             for rail in pilot.guardrails}  # fmt: skip
    points = tuple(point_of(sets, world)[1] for world in range(setting.worlds))
    return Forecast(pilot, tuple(found), staging, gains, whole, points, harms)


def _harmed(
    setting: _Setting, id: str, sign: int, margin: float, after: Floats, hold: Floats, teams: Sequence[str]
) -> float:
    """Return the share of worlds in which teams are worse off by a margin in the last quarter."""
    if not teams:
        return 0.0
    harm = sign * (setting.of_group(id, after, teams) - setting.of_group(id, hold, teams))[:, -1]
    return float(np.mean(harm >= margin))
