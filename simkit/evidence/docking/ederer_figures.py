"""The published figures on the lemonade stand, each beside what simkit finds."""

from __future__ import annotations

from functools import partial
from math import inf, sqrt

from simkit.evidence.docking._common import Dock, Figure, figure, more, near
from simkit.evidence.docking.ederer2013 import ederer2013
from simkit.experiments.paired import Estimate, estimate
from simkit.result import Floats

SUCCESS = (
    ("exploration", "fixed", "patience"),
    ("fixed", "performance", "wage"),
    ("exploration", "dismissal", "threat"),
    ("parachute", "dismissal", "repair"),
    ("exploration", "parachute", "part"),
)
"""Published orders of final success, each with the key of its note."""
TRIED = (
    ("exploration", "fixed", "patience"),
    ("exploration", "performance", "late"),
    ("exploration", "dismissal", "threat"),
    ("parachute", "dismissal", "repair"),
)
"""Published orders of how much is explored."""
EFFECT = 0.725
"""Standardised effect that is quoted for Ederer & Manso (2013), contrast and measure not said."""
ARM = 30
"""People in an arm of Matthewes et al. (2022)."""
RISE = {"start": (0, 93.0, 30.0), "end": (-1, 146.0, 50.0)}
"""Mean profit of their control group in the first and last period, with the largest spread that people can have who
earn what the old recipe earns somewhere (47 to 107), or 100 (best of the business district) to 200 (of the school)."""
MISSED = 1.96 * sqrt(2.0 / ARM)
"""The smallest standardised difference that two arms of that size tell from nothing."""
EVERY = 3
"""Periods from report to report."""


def ederer_figures(replications: int = 20_000, seed: int = 0) -> tuple[Figure, ...]:
    """Return the orders of contracts in Ederer & Manso (2013) and the figures of Matthewes et al. (2022).

    >>> figures = ederer_figures(500)
    >>> [item.id for item in figures if item.id.startswith("success")][:2]
    ['success: exploration over fixed', 'success: fixed over performance']
    """
    play = partial(ederer2013, replications=replications, seed=seed)
    docks = {name: play(name) for name in ("fixed", "performance", "exploration", "dismissal", "parachute")}
    size = standardised(docks["exploration"].values["best"], docks["performance"].values["best"])
    error = 1.96 * sqrt(2.0 / ARM + EFFECT**2 / (4.0 * ARM))
    quoted = near("effect: exploration over performance", EFFECT, error, size, "ederer2013", "effect")
    return (*_orders(docks), quoted, *_reports(docks["performance"], play("performance", report_every=EVERY)))


def _orders(docks: dict[str, Dock]) -> list[Figure]:
    """Return the orders of contracts, in success at the end and in exploring while the first half lasts."""
    success = {name: dock.values["school"] for name, dock in docks.items()}
    early = {name: dock.values["exploring"] for name, dock in docks.items()}
    tried = {name: path[:, : path.shape[1] // 2].mean(axis=1) for name, path in early.items()}
    return [
        more(f"{what}: {a} over {b}", estimate(found[a] - found[b]), "ederer2013", note)
        for what, found, pairs in (("success", success, SUCCESS), ("exploring", tried, TRIED))
        for a, b, note in pairs
    ]


def _reports(control: Dock, reporting: Dock) -> list[Figure]:
    """Return profit under pay for performance at the start and the end, and what reporting changes."""
    profit = control.values["profit"]
    levels = [
        near(
            f"profit: {name}", mean, 1.96 * spread / sqrt(ARM), estimate(profit[:, t]), "matthewes2022", name
        )
        for name, (t, mean, spread) in RISE.items()
    ]
    pairs = {
        "exploration": (reporting.values["exploration"], control.values["exploration"]),
        "final profit": (reporting.values["profit"][:, -1], profit[:, -1]),
    }
    changes = [
        figure(f"reports: {name}", 0.0, (-inf, MISSED), standardised(*pair), "matthewes2022", "reports")
        for name, pair in pairs.items()
    ]
    return [*levels, *changes]


def standardised(a: Floats, b: Floats) -> Estimate:
    """Return by how many standard deviations the mean of ``a`` exceeds that of ``b`` (Cohen's d), as of two groups.

    >>> import numpy as np
    >>> found = standardised(np.array([2.0, 4.0]), np.array([1.0, 3.0]))
    >>> round(found.mean, 3), found.n
    (0.707, 2)
    """
    n = len(a)
    d = float((a.mean() - b.mean()) / sqrt((a.var(ddof=1) + b.var(ddof=1)) / 2.0))
    error = sqrt(2.0 / n + d * d / (4.0 * n))
    return Estimate(d, d - 1.96 * error, d + 1.96 * error, error, n)
