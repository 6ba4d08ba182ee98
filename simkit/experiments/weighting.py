"""Who wins under which weights: the four value streams scored and weighted, never one index alone.

Multi-attribute value theory with swing anchors (Keeney & Raiffa 1976, Decisions with Multiple Objectives):
a stream's score is its headline metric on the line from the lower anchor (0) to the upper one (1) of the
metric's declared ``scale``, and a weight says how much the swing from the one to the other is worth against
the swings of the other streams. Scores are not cut off at the anchors. The additive form supposes that the
worth of a swing in one stream does not depend on where the others stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from simkit.experiments.comparison import Comparison
from simkit.experiments.paired import pairs, verdicts
from simkit.metrics import HEADLINES, STREAMS, metric
from simkit.problems import InputError, Problem
from simkit.regime import SUM_TOLERANCE
from simkit.result import Floats, Recorded, Window

FIRST, OTHER = 0.55, 0.15
"""Weight of the stream that comes first, and of each other stream."""
WEIGHTINGS: dict[str, dict[str, float]] = {
    "equal": dict.fromkeys(STREAMS, 0.25),
    **{first: {stream: FIRST if stream == first else OTHER for stream in STREAMS} for first in STREAMS},
}
"""Ready weightings; their names are ``experiment.weighting.*`` in ``simkit/text``."""
SWEEP = tuple(step / 20 for step in range(21))
"""Weights of the financial stream in the sweep."""


@dataclass(frozen=True, eq=False)
class Sweep:
    """The weighted score's difference as the weight of finance goes from 0 to 1.

    ``frame`` has one row per regime and ``weight``, with the columns of ``Pair`` and ``verdict``;
    ``crossings`` gives, per regime, the weights at which the mean difference changes its sign.
    """

    frame: pd.DataFrame
    crossings: Mapping[str, tuple[float, ...]]


def scores(result: Recorded, window: Window = None) -> Floats:
    """Return the score of each stream in each world, shape (replications, 4), in the order of ``STREAMS``."""
    items = {metric(id).stream: metric(id) for id in HEADLINES}
    ends = [(items[stream].id, *items[stream].scale) for stream in STREAMS]
    return np.stack([(result.metric(id, window) - low) / (high - low) for id, low, high in ends], axis=1)


def weightings(
    comparison: Comparison,
    weights: Mapping[str, Mapping[str, float]] = WEIGHTINGS,
    horizons: Sequence[int] = (),
) -> pd.DataFrame:
    """Return the paired difference of the weighted score by regime, weighting and horizon.

    ``weights`` maps names to a weight per stream (four shares that add up to 1). Scores run from 0 to 1
    between the anchors. ``horizons`` are those of the comparison unless given. Raises ``InputError`` for unknown streams or weights that do not add up to 1.
    """
    problems = [problem for name, table in weights.items() for problem in _problems(name, table)]
    if problems:
        raise InputError(problems)
    shares = [[table.get(stream, 0.0) for stream in STREAMS] for table in weights.values()]
    parts = [
        _table(comparison, week, shares, {"weighting": list(weights), "horizon": week})
        for week in (horizons or comparison.horizons)
    ]
    return pd.concat(parts, ignore_index=True)


def finance_sweep(comparison: Comparison, window: Window = None) -> Sweep:
    """Return who wins as the weight of finance goes from 0 to 1, the rest shared equally by the others."""
    frame = _table(comparison, window, [finance_weights(weight) for weight in SWEEP], {"weight": SWEEP})
    ends = {label: part["difference"] for label, part in frame.groupby("regime")}
    crossings = {
        label: crossing(float(ends[label].iloc[0]), float(ends[label].iloc[-1]))
        for label in comparison.labels[1:]
    }
    return Sweep(frame, crossings)


def finance_weights(weight: float) -> Floats:
    """Return the four weights when finance has this one.

    >>> [round(float(x), 3) for x in finance_weights(0.4)]
    [0.4, 0.2, 0.2, 0.2]
    """
    return np.array([weight, *[(1 - weight) / 3] * 3])


def crossing(without: float, alone: float) -> tuple[float, ...]:
    """Return the weights of finance at which the mean difference is 0, from its values at weight 0 and 1.

    The mean difference is linear in the weight, so there is one crossing or none.

    >>> crossing(0.75, -0.25), crossing(0.3, 0.1), crossing(0.0, 0.0)
    ((0.75,), (), ())
    """
    return (without / (without - alone),) if without * alone < 0 else ()


def _table(
    comparison: Comparison,
    window: Window,
    weights: Sequence[Sequence[float] | Floats],
    about: Mapping[str, Any],
) -> pd.DataFrame:
    """Return each regime's weighted score against the reference's, under each weighting; ``about`` are more columns."""
    a, *others = (np.asarray(weights) @ scores(result, window).T for result in comparison.results)
    parts: list[pd.DataFrame] = []
    for label, b in zip(comparison.labels[1:], others, strict=True):
        found = pairs(a, b, np.ones(len(a)), comparison.groups)
        del found["pooled"]
        side = verdicts(found["low"], found["high"], np.ones(len(a)))
        first = {"reference": comparison.labels[0], "regime": label}
        parts.append(pd.DataFrame({**first, **about, **found, "n": found["n"].astype(int), "verdict": side}))
    if len(parts) == 1:
        return parts[0]
    return pd.concat(parts).sort_index(kind="stable").reset_index(drop=True)


def _problems(name: str, weights: Mapping[str, float]) -> list[Problem]:
    """Return what is wrong with a weighting."""
    unknown = [stream for stream in weights if stream not in STREAMS]
    expected, limits = {"expected": ", ".join(STREAMS)}, {"low": 0, "high": 1, "unit": "share"}
    found = [Problem("not_allowed", name, {"value": stream, **expected}) for stream in unknown]
    below = {stream: value for stream, value in weights.items() if value < 0}
    found += [
        Problem("out_of_range", f"{name}.{key}", {"value": value, **limits}) for key, value in below.items()
    ]
    total = sum(weights.values())
    if abs(total - 1) > SUM_TOLERANCE:
        found.append(Problem("shares_do_not_add_up", name, {"total": round(total, 4)}))
    return found
