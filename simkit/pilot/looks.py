"""Looks: how strict each must be so that all of them together keep the error that one look would have.

Error spending (Lan & DeMets 1983, Biometrika 70(3) 659-663) with functions of O'Brien-Fleming and of Pocock type, boundaries by recursive
integration (Armitage, McPherson & Rowe 1969, Journal of the Royal Statistical Society A 132(2) 235-244). Each boundary is
applied as the nominal level of a t interval (Jennison & Turnbull 2000, "Group Sequential Methods", section 3.8).

>>> [round(bound, 3) for bound in boundaries((0.5, 1.0), 0.05, "obrien_fleming")]
[2.963, 1.969]
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import e, log, sqrt

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from simkit.distribution import Floats
from simkit.pilot.design import Design, Rule, Spending
from simkit.pilot.problems import refused
from simkit.pilot.timetable import arms, drawn
from simkit.pilot.weights import effect_weights

POINTS = 200
"""Points of the grid on which densities are integrated, between the boundaries of a look."""
FARTHEST = 9.0
"""Boundaries beyond this are never reached."""


def spent(fraction: float, alpha: float, spending: Spending) -> float:
    """Return the two-sided error that may be spent up to a fraction of the information.

    Half of it falls on each side: 2 − 2Φ(z(α/4) / √t) on one side for O'Brien–Fleming type, α/2 · ln(1 + (e − 1) t) for Pocock type.

    >>> round(spent(1.0, 0.05, "pocock"), 6), round(spent(1.0, 0.05, "obrien_fleming"), 6)
    (0.05, 0.05)
    """
    if spending == "pocock":
        return alpha * log(1 + (e - 1) * fraction)
    return 4 * (1 - float(ndtr(-ndtri(alpha / 4) / sqrt(fraction))))


def boundaries(fractions: Sequence[float], alpha: float, spending: Spending) -> tuple[float, ...]:
    """Return, for looks at rising fractions of the information (the last 1), the |z| from which an effect counts as shown.

    Under no effect the probability to pass a boundary by any look is the error spent until then.
    """
    found: list[float] = []
    grid, density, before = np.zeros(1), np.ones(1), 0.0
    for number, fraction in enumerate(fractions):
        step = sqrt(fraction - (fractions[number - 1] if number else 0.0))
        wanted = spent(fraction, alpha, spending) - before
        bound = _bound(grid, density, step, sqrt(fraction), wanted)
        found.append(bound)
        before = spent(fraction, alpha, spending)
        grid, density = _kept(grid, density, step, bound * sqrt(fraction))
    return tuple(found)


def _bound(grid: Floats, density: Floats, step: float, scale: float, wanted: float) -> float:
    """Return the |z| that is passed at this look with the wanted probability; ``grid`` is of sums, z × √fraction."""

    def surplus(bound: float) -> float:
        edge = bound * scale
        beyond = ndtr((-edge - grid) / step) + ndtr((grid - edge) / step)
        return float(density @ beyond) - wanted

    return FARTHEST if surplus(FARTHEST) >= 0 else float(brentq(surplus, 1e-6, FARTHEST, xtol=1e-10))  # pyright: ignore[reportArgumentType]


def _kept(grid: Floats, density: Floats, step: float, edge: float) -> tuple[Floats, Floats]:
    """Return grid and weighted density (Gauss-Legendre) of sums between the edges after this look."""
    nodes, weights = _nodes()
    points = edge * nodes
    apart = (points[:, None] - grid[None, :]) / step
    after = np.exp(-0.5 * apart**2) @ density / (step * sqrt(2 * np.pi))
    return points, after * edge * weights


@cache
def _nodes() -> tuple[Floats, Floats]:
    """Return points and weights of the integration between −1 and 1."""
    return np.polynomial.legendre.leggauss(POINTS)


def fractions(rule: Rule, design: Design) -> tuple[float, ...]:
    """Return the fraction of the final information that each look has: inverse variances of the estimate from the periods seen by then.

    Raises ``InputError`` if a look comes before the effect can be estimated at all.
    """
    treated = arms(design, drawn(design))
    found: list[float] = []
    for look in rule.looks:
        seen = treated[:, : look + 1]
        weights = effect_weights(seen, np.ones(seen.shape, bool))
        if weights is None:
            raise refused("look_too_early", "rule › looks", value=look)
        found.append(1 / float((weights**2).sum()))
    return tuple(item / found[-1] for item in found)


def levels(rule: Rule, design: Design) -> tuple[float, ...]:
    """Return the two-sided confidence of the interval at each look, such that all together have ``rule.confidence``.

    >>> one = Rule(worthwhile=1, confidence=0.9, looks=(2,))
    >>> levels(one, Design(pilot_teams=("A", "B"), comparison_teams=("C", "D"), cycles=2))
    (0.9,)
    """
    if len(rule.looks) == 1:
        return (rule.confidence,)
    found = boundaries(fractions(rule, design), 1 - rule.confidence, rule.spending)
    return tuple(float(2 * ndtr(bound) - 1) for bound in found)
