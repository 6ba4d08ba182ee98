"""Signal by week: which measures a pilot of this kind can tell from noise after a quarter, half a year, a year, and which not.

The pilot is prolonged to a year of quarters; every measure is analysed as the primary one is, at each horizon by what is
known by then, in the world with the full effect and in the one without.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simkit.distribution import Floats
from simkit.engine.digests import silent, wanted_still
from simkit.engine.workers import Progress
from simkit.experiments.points import Points
from simkit.metrics import METRICS, QUARTER, metric
from simkit.pilot.analysis import Estimates, estimate
from simkit.pilot.design import Measure, Pilot
from simkit.pilot.trials import Trials, simulate
from simkit.pilot.worlds import FULL, NOTHING

if TYPE_CHECKING:
    from pandas import DataFrame

PILOTS = 400
"""Simulated pilots in each of the two worlds."""
QUARTERS = 4
CLEAR, UNSURE = 0.8, 0.5
"""Power from which a measure counts as told apart, and from which as a toss-up: conventions."""


@dataclass(frozen=True, eq=False)
class Signal:
    """How often each measure is told from noise at each horizon; ``frame()`` has a row for each of them."""

    pilot: Pilot
    seed: int
    rows: tuple[dict[str, object], ...]

    def frame(self) -> DataFrame:
        """Return measure, stage, stream, week, expected effect, its noise (SD), power, false alarms and verdict."""
        from pandas import DataFrame

        return DataFrame(list(self.rows))


def told_apart(power: float) -> str:
    """Return the verdict on a measure at a horizon.

    >>> told_apart(0.9), told_apart(0.6), told_apart(0.1)
    ('clear', 'unsure', 'hidden')
    """
    return "clear" if power >= CLEAR else "unsure" if power >= UNSURE else "hidden"


def prolonged(pilot: Pilot, measures: Sequence[str]) -> Pilot:
    """Return the pilot over a year of quarters, with all these measures counted or asked as it does itself."""
    own = {item.metric: item for item in pilot.measures}
    settling = min(pilot.design.settling_weeks, QUARTER - 1)
    steps = min(pilot.design.steps, QUARTERS)
    design = pilot.design.with_(cycle_weeks=QUARTER, cycles=QUARTERS, settling_weeks=settling, steps=steps)
    listed = tuple(own.get(id, Measure(metric=id)) for id in measures)
    return pilot.with_(design=design, secondary=listed, rule=pilot.rule.with_(looks=(QUARTERS,)))


def measurable(pilot: Pilot) -> tuple[str, ...]:
    """Return the metrics that every team of the pilot has: those of single functions only if all are of these."""
    functions = {team.function for team in pilot.organisation.teams if team.name in pilot.design.teams}
    return tuple(item.id for item in METRICS if not item.functions or functions <= set(item.functions))


def signal_by_week(
    pilot: Pilot, pilots: int = PILOTS, *, measures: Sequence[str] | None = None, seed: int = 0, points: Points = (),
    workers: int | None = None, progress: Progress = silent, superseded: Callable[[], bool] = wanted_still,
) -> Signal:  # fmt: skip
    """Return how often each measure (all that every team has, if none are named) is told from noise by week 13, 26, 39, 52."""
    longer = prolonged(pilot, measures or measurable(pilot))
    found: list[Trials] = []
    for world in (NOTHING, FULL):
        found.append(
            simulate(longer, world, pilots, seed, points=points, workers=workers, superseded=superseded)
        )
        progress(len(found) * pilots, 2 * pilots)
    quiet, full = found
    rows = [
        _row(longer, item.metric, quarter, quiet, full)
        for item in longer.measures
        for quarter in range(1, QUARTERS + 1)
    ]
    return Signal(longer, seed, tuple(rows))


def _row(pilot: Pilot, id: str, quarter: int, quiet: Trials, full: Trials) -> dict[str, object]:
    """Return what is known of a measure by the end of a quarter."""
    with_effect, without = (_by(pilot, id, quarter, trials) for trials in (full, quiet))
    expected = _mean(with_effect.effect)
    found, alarms = _sides(with_effect), _sides(without)
    power = float(np.mean(found == np.sign(expected))) if expected else 0.0
    item = metric(id)
    return {
        "metric": id, "stage": item.stage, "stream": item.stream, "week": quarter * QUARTER, "effect": expected,
        "noise": float(np.nanstd(with_effect.effect)) if not np.isnan(expected) else np.nan, "power": power,
        "false": float(np.mean(alarms != 0)), "mcse": float(np.sqrt(power * (1 - power) / len(found))),
        "verdict": told_apart(power), "pilots": len(found),
    }  # fmt: skip


def _by(pilot: Pilot, id: str, quarter: int, trials: Trials) -> Estimates:
    """Return the estimates of a measure from what is known by the end of a quarter."""
    known = slice(0, quarter + 1)
    return estimate(
        trials.measure(id)[..., known], trials.arms[:, known], pilot.design.method, pilot.rule.confidence
    )


def _sides(found: Estimates) -> Floats:
    """Return 1 where an interval lies above zero, −1 where below, else 0."""
    return np.where(found.lower > 0, 1.0, np.where(found.upper < 0, -1.0, 0.0))


def _mean(values: Floats) -> float:
    """Return the mean of what is known, NaN if nothing is."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else float("nan")
