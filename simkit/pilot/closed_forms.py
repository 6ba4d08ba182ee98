"""Closed forms for the power of a pilot: what its simulation is checked against, and a first answer without simulation.

The model is that of Hussey & Hughes 2007 (doi 10.1016/j.cct.2006.05.007), extended: the mean of team i in period j over n people is

    y[i, j] = period[j] + θ d[i, j] + a[i] + b[i, j] + mean of people's p + e / √n

with normal effects of teams a (standard deviation τ), of team-periods b (γ), of people p (ψ) and of single answers e (σ). From one period to
the next a share χ of the people stays: χ = 1 is a closed cohort, χ = 0 asks other people every time. After k periods a share χ^k is left
(Kasza, Hooper, Copas & Forbes 2020, Statistics in Medicine 39(13) 1871-1883, for open cohorts of this kind).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri
from scipy.stats import nct
from scipy.stats import t as student

from simkit.distribution import Floats
from simkit.pilot.weights import Treated, at_once


class Spread(NamedTuple):
    """Standard deviations of the model's effects, and the share of people who stay from one period to the next."""

    sigma: float
    tau: float = 0.0
    gamma: float = 0.0
    psi: float = 0.0
    stay: float = 0.0


def covariance(spread: Spread, people: int, periods: int) -> Floats:
    """Return the covariance of a team's period means, shape (periods, periods).

    >>> covariance(Spread(sigma=2.0, tau=1.0), 4, 2).tolist()
    [[2.0, 1.0], [1.0, 2.0]]
    """
    apart = np.abs(np.subtract.outer(np.arange(periods), np.arange(periods)))
    same = np.eye(periods)
    staying = np.power(float(spread.stay), apart) if spread.stay else same
    return (
        spread.tau**2 + spread.psi**2 / people * staying + (spread.gamma**2 + spread.sigma**2 / people) * same
    )


def gls_error(treated: Treated, spread: Spread, people: int) -> float:
    """Return the standard error of the effect by generalised least squares with known spread.

    ``treated`` is (teams, periods) with 1 under the new regime; every team has ``people`` in every period. Infinite if the effect cannot be told.
    """
    inverse = np.linalg.inv(covariance(spread, people, treated.shape[1]))
    effects = np.ones((treated.shape[1], 1)) if at_once(treated) else np.eye(treated.shape[1])
    information = np.zeros((effects.shape[1] + 1, effects.shape[1] + 1))
    for row in treated:
        columns = np.column_stack([effects, row])
        information += columns.T @ inverse @ columns
    left = information[-1, -1] - information[-1, :-1] @ np.linalg.solve(
        information[:-1, :-1], information[:-1, -1]
    )
    return float("inf") if left < 1e-12 else float(left**-0.5)


def hussey_hughes_variance(treated: Treated, sigma: float, tau: float, people: int) -> float:
    """Return the variance of the effect in the original model, by its formula.

    With U = ΣX, W = Σ over periods of (Σ over teams X)², V = Σ over teams of (Σ over periods X)², I teams, T periods and s² = σ² / n:
    I s² (s² + T τ²) / {(I U − W) s² + (U² + I T U − T W − I V) τ²}.
    """
    teams, periods = treated.shape
    s, t = sigma**2 / people, tau**2
    u, w, v = (
        float(treated.sum()),
        float((treated.sum(axis=0) ** 2).sum()),
        float((treated.sum(axis=1) ** 2).sum()),
    )
    return (
        teams
        * s
        * (s + periods * t)
        / ((teams * u - w) * s + (u**2 + teams * periods * u - periods * w - teams * v) * t)
    )


def power(effect: float, error: float, alpha: float = 0.05, df: float = float("inf")) -> float:
    """Return the probability that a two-sided test rejects no effect; normal, or t with ``df`` degrees of freedom.

    >>> round(power(1.0, 0.3569), 2)
    0.8
    """
    shift = abs(effect) / error
    if np.isinf(df):
        bound = ndtri(1 - alpha / 2)
        return float(ndtr(shift - bound) + ndtr(-shift - bound))
    edge = float(student.ppf(1 - alpha / 2, df))
    return float(nct.sf(edge, df, shift) + nct.cdf(-edge, df, shift))


def two_group_power(standardised: float, people: int, alpha: float = 0.05) -> float:
    """Return the power of a two-sided t test of two groups of so many people each (Cohen 1988, chapter 2).

    >>> round(two_group_power(0.5, 64), 2)
    0.8
    """
    return power(standardised, float(np.sqrt(2 / people)), alpha, 2 * (people - 1))


def detectable(error: float, wanted: float = 0.8, alpha: float = 0.05) -> float:
    """Return the smallest effect that a two-sided test finds with the wanted power, by the normal distribution.

    >>> round(detectable(1.0), 3)
    2.802
    """
    return float((ndtri(1 - alpha / 2) + ndtri(wanted)) * error)
