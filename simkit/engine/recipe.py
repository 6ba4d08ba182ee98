"""What a summary reads of the recorded columns, as plain lists for compiled code."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simkit.distribution import Floats
from simkit.metrics import COLUMN_INDEX, METRICS, QUARTER
from simkit.result import concerns
from simkit.scenario import Scenario
from simkit.summary import horizons

WIDTH = (len(METRICS) // 16 + 1) * 16
"""Length of a list of metrics: a multiple of what a processor handles at once, with at least one place to spare."""
SPARE = WIDTH - 1
"""A place that means nothing."""
Places = NDArray[np.uint64]


class Recipe(NamedTuple):
    """What to read: one entry per metric, in the order of ``METRICS``, then padding.

    ``top`` and ``bottom`` are columns. ``tally`` lists the metrics without denominator, which is 1 then, and ``off``
    (teams, places) those that do not belong to a team; both are filled up with ``SPARE``. ``level`` says which
    metrics are read over the last ``QUARTER`` weeks up to a horizon; ``last`` are the horizons, from 0 on.
    """

    top: Places
    bottom: Places
    factor: Floats
    tally: Places
    off: Places
    level: NDArray[np.bool_]
    last: NDArray[np.int64]
    quarter: int


def recipe_of(scenario: Scenario) -> Recipe:
    """Return what to read of a scenario's columns."""
    teams = scenario.organisation.teams
    off = [[m for m, item in enumerate(METRICS) if not concerns(item, team)] for team in teams]
    longest = max(1, *map(len, off))
    return Recipe(
        _padded([COLUMN_INDEX[item.numerator] for item in METRICS], np.uint64),
        _padded([COLUMN_INDEX[item.denominator or item.numerator] for item in METRICS], np.uint64),
        _padded([item.factor for item in METRICS], np.float64),
        np.array([m for m, item in enumerate(METRICS) if item.denominator is None], np.uint64),
        np.array([[*places, *[SPARE] * (longest - len(places))] for places in off], np.uint64),
        _padded([item.over == "level" for item in METRICS], np.bool_),
        np.array(horizons(scenario.weeks), np.int64) - 1,
        QUARTER,
    )


def _padded(values: list[Any], kind: Any) -> NDArray[Any]:
    """Return a list filled up with zeros to ``WIDTH``."""
    return np.array([*values, *[0] * (WIDTH - len(values))], kind)
