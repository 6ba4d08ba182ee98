"""Which uncertain constants matter most for the verdict between two regimes.

Every constant that is not published is moved over its declared range at once, by a Latin hypercube (McKay,
Beckman & Conover 1979, Technometrics 21(2), 239-245): one design point a world, the same for both regimes.
Standardised rank regression coefficients (Iman & Conover 1979, Technometrics 21(4), 499-509; Saltelli et al.
2008, Global Sensitivity Analysis: The Primer, section 1.2.5) say how strongly the difference b - a goes
up or down with each constant, all others moving too. They read monotone influence only; ``r_squared`` says
how much of the variation of the ranks that explains, the rest being interactions, curves and luck.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from simkit.constants import CONSTANTS, Constant
from simkit.engine.draws import Draws, key_of
from simkit.engine.workers import Progress
from simkit.experiments.outcomes import Outcome, Task, reader, scenario_of, simulate_all, within, year_and_end
from simkit.experiments.paired import estimate, t_quantile
from simkit.metrics import metric
from simkit.regime import Regime
from simkit.result import Floats
from simkit.scenario import Organisation, Scenario

SPARE = 16
"""Design points beyond the number of constants that a regression needs at least."""
POINTS_PER_CONSTANT = 3


@dataclass(frozen=True, eq=False)
class Assumptions:
    """How the difference b - a depends on the constants.

    ``design`` has the constants' values, shape (points, constants), ``differences`` the outcomes b - a,
    shape (points, outcomes).
    """

    reference: str
    regime: str
    constants: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    design: Floats
    differences: Floats

    def frame(self) -> pd.DataFrame:
        """Return one row per metric, horizon and constant, the most influential first within each.

        ``srrc`` with its standard error ``se`` and 95 % interval ``low`` to ``high`` (from the regression);
        ``spearman`` is the rank correlation with that constant alone. Both lie between about -1 and 1.
        """
        parts: list[pd.DataFrame] = []
        for i, (id, week) in enumerate(self.outcomes):
            found = rank_regression(self.design, self.differences[:, i])
            reach = t_quantile(found.degrees) * found.errors
            columns = {
                "srrc": found.coefficients,
                "se": found.errors,
                "low": found.coefficients - reach,
                "high": found.coefficients + reach,
                "spearman": found.correlations,
            }
            table = pd.DataFrame({"metric": id, "horizon": week, "constant": self.constants, **columns})
            table["grade"] = [CONSTANTS[name].grade for name in self.constants]
            parts.append(table.sort_values("srrc", key=np.abs, ascending=False, kind="stable"))
        return pd.concat(parts, ignore_index=True)

    def verdicts(self) -> pd.DataFrame:
        """Return one row per metric and horizon: the mean verdict and how often it flips.

        ``mean``, ``low``, ``high``, ``mcse``, ``n`` of the difference over design points; ``flips`` is the
        share of design points in which its sign is opposite to that of the mean. That share includes the
        luck of single worlds: compare it with the share of worlds lost at the declared values
        (``Comparison.frame()``). ``r_squared`` is the share of rank variance that the regression explains.
        """
        rows: list[dict[str, object]] = []
        for i, (id, week) in enumerate(self.outcomes):
            gaps = self.differences[:, i]
            found = estimate(gaps)
            spread = {name: getattr(found, name) for name in ("mean", "low", "high", "mcse", "n")}
            flips = float((np.sign(gaps) == -np.sign(found.mean)).mean()) if found.mean else 0.0
            fit = rank_regression(self.design, gaps).r_squared
            about = {"reference": self.reference, "regime": self.regime, "metric": id, "horizon": week}
            rows.append({**about, "unit": metric(id).unit, **spread, "flips": flips, "r_squared": fit})
        return pd.DataFrame(rows)


def assumptions(
    base: Scenario | Organisation, a: Regime, b: Regime, *,
    points: int | None = None, seed: int = 0, weeks: int | None = None, engine: str = "fast",
    workers: int | None = None, executor: Executor | None = None, progress: Progress | None = None,
) -> Assumptions:  # fmt: skip
    """Run both regimes over a Latin hypercube of the uncertain constants, one world a point.

    ``points`` defaults to three per constant. Watched are the headline metrics at week 52 and in the last
    week. Raises ``InputError`` for too few points to tell constants apart, ``Interrupted`` on Ctrl-C.
    """
    moved = uncertain()
    count = POINTS_PER_CONSTANT * len(moved) if points is None else points
    within("points", count, len(moved) + SPARE, "points")
    start, names = scenario_of(base, weeks), tuple(item.id for item in moved)
    design, outcomes = latin_hypercube(moved, count, seed), year_and_end(start.weeks)
    tasks: list[Task] = []
    for world, point in enumerate(design):
        constants = {**start.constants, **dict(zip(names, map(float, point), strict=True))}
        arms = [start.with_(regime=arm, constants=constants) for arm in (a, b)]
        tasks += [Task(arm, seed, (world,), reader(outcomes)) for arm in arms]
    found = np.concatenate(
        simulate_all(tasks, engine=engine, workers=workers, executor=executor, progress=progress)
    )
    return Assumptions(a.name, b.name, names, outcomes, design, found[1::2] - found[0::2])


def uncertain() -> list[Constant]:
    """Return the constants that are not published numbers and have a range to be moved over."""
    return [item for item in CONSTANTS.values() if item.grade != "published" and item.low < item.high]


def latin_hypercube(constants: Sequence[Constant], points: int, seed: int) -> Floats:
    """Return values of shape (points, constants): each constant once in each of ``points`` equal strata.

    Strata are dealt to points, and places within them drawn, by hashes of seed and constant: another
    constant in the design moves nobody else's values.
    """
    columns: list[Floats] = []
    for item in constants:
        luck, seat = Draws(seed, 0), np.array([key_of(item.id)], np.uint64)
        strata = luck.block("hypercube_stratum", seat, 0, points)[:, 0].argsort(kind="stable").argsort()
        within = luck.block("hypercube_place", seat, 0, points)[:, 0]
        columns.append(item.low + (item.high - item.low) * (strata + within) / points)
    return np.stack(columns, axis=1)


@dataclass(frozen=True, eq=False)
class RankRegression:
    """Standardised rank regression: coefficients and errors, rank correlations, fit, degrees of freedom."""

    coefficients: Floats
    errors: Floats
    correlations: Floats
    r_squared: float
    degrees: int


def rank_regression(inputs: Floats, output: Floats) -> RankRegression:
    """Regress the ranks of an output on the ranks of all inputs, each standardised.

    ``inputs`` has shape (points, inputs), ``output`` (points,); all zeros if the output does not vary.

    >>> found = rank_regression(np.array([[1.0], [2.0], [3.0], [4.0]]), np.array([1.0, 8.0, 27.0, 64.0]))
    >>> round(float(found.coefficients[0]), 6), round(found.r_squared, 6)
    (1.0, 1.0)
    """
    n, k = inputs.shape
    x, y = _standardised(rankdata(inputs, axis=0)), _standardised(rankdata(output))
    inverse = np.linalg.pinv(x.T @ x)
    coefficients = inverse @ x.T @ y
    residual, total, degrees = float(((y - x @ coefficients) ** 2).sum()), float((y**2).sum()), n - 1 - k
    errors = np.sqrt(np.diag(inverse) * residual / degrees)
    fit = 1 - residual / total if total else 0.0
    return RankRegression(coefficients, errors, x.T @ y / n, fit, degrees)


def _standardised(ranks: Floats) -> Floats:
    """Return ranks with mean 0 and standard deviation 1, column by column (0 where they do not vary)."""
    spread = ranks.std(axis=0)
    return (ranks - ranks.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
