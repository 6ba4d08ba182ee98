"""What a pilot teaches about the model's uncertain constants: the accepted sets, weighted by how well each foretold the pilot.

Each set of constants foretells the estimates that the pilot would give; its weight is the synthetic likelihood of those that it
gave (Wood 2010, Nature 466, 1102-1104): normal, with the covariance between simulated pilots. If hardly any simulated pilot
is as far from the others as the real one, the model does not cover it, and nothing is learnt from it (Box 1980, Journal of
the Royal Statistical Society A 143(4) 383-430: the prior predictive check).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simkit.distribution import Floats
from simkit.engine.digests import silent, wanted_still
from simkit.engine.workers import Progress
from simkit.experiments.points import Points
from simkit.pilot.analysis import estimate
from simkit.pilot.design import Pilot
from simkit.pilot.problems import refused
from simkit.pilot.trials import simulate
from simkit.pilot.worlds import FULL

if TYPE_CHECKING:
    from pandas import DataFrame

PILOTS_A_POINT = 20
"""Simulated pilots under each set of constants."""
SURPRISING = 0.01
"""Share of simulated pilots as odd as the real one below which the model does not cover it: a convention."""
LEAST_POINTS = 10
LEAST_EFFECTIVE = 0.2
"""Share of the sets that the weights are worth at least: sharper likelihoods count less (to a power), since the model is not the truth."""
DRAWN = 50
"""Sets of constants that stand for the weighted ones in a forecast."""
SPAN = (0.025, 0.5, 0.975)


@dataclass(frozen=True, eq=False)
class Learnt:
    """What a pilot taught.

    ``points`` are the sets of constants, ``weights`` what each weighs after the pilot (adding up to 1). ``observed`` are the pilot's
    estimates by measure, ``expected`` those that each set foretells, shape (points, measures). ``surprise`` is the share of simulated pilots
    that are at least as far from the mean of all as the real one. ``power`` is that to which the likelihoods count
    (Bissiri, Holmes & Walker 2016, Journal of the Royal Statistical Society B 78(5) 1103-1130).
    """

    pilot: Pilot
    points: tuple[Mapping[str, float], ...]
    weights: Floats
    measures: tuple[str, ...]
    observed: Floats
    expected: Floats
    surprise: float
    power: float = 1.0

    @property
    def covered(self) -> bool:
        """Whether the model covers the pilot; if not, the weights are as before."""
        return self.surprise >= SURPRISING

    @property
    def effective(self) -> float:
        """How many equally weighted sets the weights are worth (Kish's effective sample size)."""
        return float(1 / np.sum(self.weights**2))

    def moved(self) -> DataFrame:
        """Return, by constant, low, median and high (95 %) before and after the pilot, most moved first.

        ``shift`` is the change of the mean in standard deviations before.
        """
        from pandas import DataFrame

        rows = [self._row(name) for name in self.points[0]]
        return DataFrame(sorted(rows, key=lambda row: -abs(float(row["shift"]))))

    def _row(self, name: str) -> dict[str, str | float]:
        """Return what is known of one constant before and after."""
        values = np.array([point[name] for point in self.points])
        even = np.full(len(values), 1 / len(values))
        ends = {
            f"{key}_{when}": float(value)
            for when, weights in (("before", even), ("after", self.weights))
            for key, value in zip(
                ("low", "median", "high"), weighted_quantiles(values, weights, SPAN), strict=True
            )
        }
        spread = float(values.std())
        shift = float(self.weights @ values - values.mean()) / spread if spread else 0.0
        return {"constant": name, **ends, "shift": shift}

    def drawn(self, count: int = DRAWN) -> tuple[Mapping[str, float], ...]:
        """Return ``count`` sets of constants of equal weight that stand for the weighted ones (systematic resampling)."""
        places = np.searchsorted(np.cumsum(self.weights), (np.arange(count) + 0.5) / count)
        return tuple(self.points[min(int(place), len(self.points) - 1)] for place in places)


def weighted_quantiles(values: Floats, weights: Floats, shares: Sequence[float]) -> Floats:
    """Return quantiles of weighted values: the least value with at least that share of the weight at or below it.

    >>> weighted_quantiles(np.array([3.0, 1.0, 2.0]), np.array([0.5, 0.25, 0.25]), [0.25, 0.5, 0.9]).tolist()
    [1.0, 2.0, 3.0]
    """
    order = np.argsort(values, kind="stable")
    running = np.cumsum(weights[order])
    places = np.searchsorted(running, np.asarray(shares) * running[-1] - 1e-12)
    return values[order][np.minimum(places, len(values) - 1)]


def learn(
    pilot: Pilot, observed: Mapping[str, float], points: Points, *, pilots: int = PILOTS_A_POINT, seed: int = 0,
    workers: int | None = None, progress: Progress = silent, superseded: Callable[[], bool] = wanted_still,
) -> Learnt:  # fmt: skip
    """Return what a pilot's estimates (by measure, in its unit, NaN if unknown) teach about the constants.

    ``points`` are sets of constants of equal weight beforehand: the accepted set. The groups are those of the pilot itself.
    Raises ``InputError`` with fewer than ``LEAST_POINTS`` sets or without any estimate.
    """
    measures = tuple(
        item.metric for item in pilot.measures if not np.isnan(observed.get(item.metric, np.nan))
    )
    if len(points) < LEAST_POINTS or not measures:
        raise refused("nothing_to_learn", points=len(points), least=LEAST_POINTS, measures=len(measures))
    foretold: list[Floats] = []
    for number, point in enumerate(points, 1):
        foretold.append(_foretold(pilot, point, measures, pilots, seed, workers, superseded))
        progress(number, len(points))
    seen = np.array([observed[id] for id in measures])
    return judged(pilot, tuple(points), measures, seen, np.stack(foretold))


def _foretold(
    pilot: Pilot, point: Mapping[str, float], measures: Sequence[str], pilots: int, seed: int,
    workers: int | None, superseded: Callable[[], bool],
) -> Floats:  # fmt: skip
    """Return the estimates of pilots simulated under one set of constants, shape (pilots, measures)."""
    found = simulate(
        pilot, FULL, pilots, seed, points=(point,), lots=False, workers=workers, superseded=superseded
    )
    design, rule = pilot.design, pilot.rule
    return np.stack(
        [estimate(found.measure(id), found.arms, design.method, rule.confidence).effect for id in measures],
        axis=1,
    )


def judged(
    pilot: Pilot, points: Points, measures: tuple[str, ...], observed: Floats, foretold: Floats
) -> Learnt:
    """Return what was learnt from estimates (measures) and those foretold (points, pilots, measures)."""
    count, pilots, _ = foretold.shape
    expected = np.nanmean(foretold, axis=1)
    apart = (foretold - expected[:, None]).reshape(count * pilots, -1)
    within = _covariance(apart[~np.isnan(apart).any(axis=1)]) * pilots / (pilots - 1)
    logs = -0.5 * _distances(observed - expected, within * (1 + 1 / pilots))
    surprise = _surprise(observed, foretold.reshape(count * pilots, -1))
    power = _power(logs) if surprise >= SURPRISING else 0.0
    return Learnt(pilot, tuple(points), _weights(logs, power), measures, observed, expected, surprise, power)


def _weights(logs: Floats, power: float) -> Floats:
    """Return the weights from log-likelihoods to a power, adding up to 1."""
    weights = np.exp(power * (logs - logs.max()))
    return weights / weights.sum()


def _power(logs: Floats) -> float:
    """Return the greatest power up to 1 that leaves weights worth ``LEAST_EFFECTIVE`` of all, by bisection."""
    least = LEAST_EFFECTIVE * len(logs)

    def enough(power: float) -> bool:
        return float(1 / np.sum(_weights(logs, power) ** 2)) >= least

    if enough(1.0):
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if enough(middle) else (low, middle)
    return low


def _surprise(observed: Floats, foretold: Floats) -> float:
    """Return the share of foretold estimates that lie at least as far from the mean of all as the observed ones."""
    known = foretold[~np.isnan(foretold).any(axis=1)]
    middle, spread = known.mean(axis=0), _covariance(known - known.mean(axis=0))
    here = _distances((observed - middle)[None], spread)[0]
    return float(np.mean(_distances(known - middle, spread) >= here))


def _covariance(apart: Floats) -> Floats:
    """Return the covariance of deviations (cases, measures), positive definite even where a measure never varies."""
    found = apart.T @ apart / len(apart)
    return found + np.diag(1e-9 * np.diag(found) + 1e-12)


def _distances(apart: Floats, covariance: Floats) -> Floats:
    """Return the squared Mahalanobis length of each deviation (cases, measures)."""
    return np.einsum("ij,ij->i", apart, np.linalg.solve(covariance, apart.T).T)
