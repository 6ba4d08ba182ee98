"""When to stop adding worlds: a fixed-width sequential rule, and why a comparison stopped.

Worlds are added in batches until the 95 % interval of every watched paired difference is no wider than
wanted. Such a rule keeps its coverage as the wanted width goes to zero (Chow & Robbins 1965, "On the
asymptotic theory of fixed-width sequential confidence intervals for the mean", Annals of Mathematical
Statistics 36(2), 457-462); for few worlds it is somewhat below 95 %, which is why the rule never stops
before ``LEAST_BATCHES`` batches.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from simkit.experiments.outcomes import Outcome
from simkit.experiments.paired import estimate
from simkit.metrics import metric
from simkit.result import Floats
from simkit.text import Lang, say

PRECISION = 0.02
"""Wanted half-width of an interval, as a share of the declared scale of the headline metric."""
LEAST_BATCHES = 2
CAP, BATCH = 64, 8


@dataclass(frozen=True, slots=True)
class Stopped:
    """Why no more worlds were added.

    ``reason`` is ``precise`` (all intervals narrow enough), ``cap``, ``fixed`` (number given) or
    ``interrupted``; ``points`` if every set of constants got its worlds. ``metric`` and ``horizon`` name the difference that is known worst for its scale, with
    its ``half_width`` and the ``target`` that was wanted, in the metric's unit.
    """

    reason: str
    replications: int
    metric: str
    horizon: int
    half_width: float
    target: float

    def sentence(self, lang: Lang) -> str:
        """Return the reason in one sentence."""
        values = {"half_width": f"{self.half_width:.2g}", "target": f"{self.target:.2g}"}
        name = say(f"metric.{self.metric}.label", lang)
        text = f"experiment.stopped.{self.reason}"
        return say(text, lang, replications=self.replications, metric=name, week=self.horizon, **values)


def target(id: str, precision: float) -> float:
    """Return the half-width that is wanted for a headline metric, in its unit.

    >>> target("value_customer", 0.02)
    2.0
    """
    low, high = metric(id).scale
    return precision * (high - low)


def worst(
    differences: Mapping[Outcome, list[Floats]], precision: float, groups: Sequence[int] = ()
) -> tuple[Outcome, float, float]:
    """Return which difference is known worst for its scale, its half-width and the target.

    ``differences`` has, per metric and horizon, one array of differences by world for each pair of regimes.
    A half-width that is undefined (fewer than two worlds) is the worst.
    """
    widths = {key: max(_half_width(part, groups) for part in parts) for key, parts in differences.items()}
    key = max(widths, key=lambda item: widths[item] / target(item[0], precision))
    return key, widths[key], target(key[0], precision)


def _half_width(values: Floats, groups: Sequence[int]) -> float:
    """Return half the width of the interval of the mean, infinite if it is undefined."""
    width = estimate(values, groups).half_width
    return width if np.isfinite(width) else np.inf


def goals(replications: int | None, cap: int, batch: int) -> list[int]:
    """Return the numbers of worlds after which to look: the first look is after two batches.

    >>> goals(None, 30, 8), goals(5, 30, 8)
    ([16, 24, 30], [5])
    """
    if replications is not None:
        return [replications]
    return [*range(LEAST_BATCHES * batch, cap, batch), cap]
