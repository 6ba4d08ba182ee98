"""The analysis of a pilot, for one data sheet or thousands of simulated ones at once.

Values by team and period y, who is treated when d, an effect θ of treatment, effects of teams and of periods:

    y[i, j] = team[i] + period[j] + θ d[i, j] + error

Where all teams change at the same time (before and after), period effects cannot be told from θ and are left out. Three methods:

- ``did``: least squares, standard error by the jackknife over teams (CRV3; MacKinnon, Nielsen & Webb 2023, Journal of Applied
  Econometrics 38(5) 671-694), t with teams − 1 degrees of freedom.
- ``mixed``: teams as a normal random intercept, REML (Hussey & Hughes 2007, doi 10.1016/j.cct.2006.05.007), t with degrees of freedom
  between teams: teams − 2 (Ford & Westgate 2020, Statistics in Medicine 39(21) 2779-2792). Only teams with two values or more count: one
  value says next to nothing of a change within the team, and intervals that count it are too narrow (``tests/pilot/test_analysis.py``).
- ``permutation``: the least-squares estimate against those under all other allocations of the same groups (Ji, Fink, Robyn & Small
  2017, Annals of Applied Statistics 11(1) 1-20), interval by inversion for an effect alike in all teams.

>>> y = np.array([[[1.0, 5.0], [2.0, 6.0], [1.0, 2.0], [4.0, 5.0]]])
>>> found = estimate(y, np.array([[0, 1], [0, 1], [0, 0], [0, 0]]), "did", 0.9)
>>> float(round(found.effect[0], 6)), float(found.df[0])
(3.0, 3.0)
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from simkit.distribution import Floats
from simkit.pilot.design import Method
from simkit.pilot.differences import differences
from simkit.pilot.mixed import mixed
from simkit.pilot.permuting import permuted
from simkit.pilot.weights import Known, Treated


class Estimates(NamedTuple):
    """Estimates of one effect, each array of shape (pilots,): effect, standard error, degrees of freedom, interval.

    NaN throughout where the effect cannot be estimated; an infinite interval where it has no bound at the level asked.
    """

    effect: Floats
    error: Floats
    df: Floats
    lower: Floats
    upper: Floats


def estimate(values: Floats, treated: Treated, method: Method, confidence: float) -> Estimates:
    """Return the estimates of pilots.

    ``values`` is (pilots, teams, periods), NaN where unknown, ``treated`` (teams, periods) with 1 under the new regime. ``confidence`` is that of
    the two-sided intervals.
    """
    if method != "permutation":
        effect, error = (differences if method == "did" else mixed)(values, treated)
        return interval(effect, error, degrees(~np.isnan(values), method), confidence)
    found = Estimates(*(np.full(len(values), np.nan) for _ in Estimates._fields))
    for known, group in _patterns(values):
        for whole, part in zip(found, _permutation(values[group], treated, known, confidence), strict=True):
            whole[group] = part
    return found


def degrees(known: NDArray[np.bool_], method: Method) -> NDArray[np.int64]:
    """Return degrees of freedom, shape (pilots,), at least 1, of ``did`` and ``mixed``; ``known`` is (pilots, teams, periods).

    >>> cells = np.array([[[True, True], [True, False], [True, True], [True, True]]])
    >>> degrees(cells, "did").tolist(), degrees(cells, "mixed").tolist()
    ([3], [1])
    """
    values, taken = known.sum(axis=2), 1 if method == "did" else 2
    return np.maximum((values >= taken).sum(axis=1) - taken, 1)


def _patterns(values: Floats) -> list[tuple[Known, NDArray[np.int64]]]:
    """Return each pattern of known cells with the pilots that have it."""
    known = ~np.isnan(values)
    packed = np.packbits(known.reshape(len(values), -1), axis=1)
    _, first, inverse = np.unique(packed, axis=0, return_index=True, return_inverse=True)
    places = inverse.reshape(-1)
    return [(known[start], np.flatnonzero(places == number)) for number, start in enumerate(first)]


def interval(effect: Floats, error: Floats, df: NDArray[np.int64], confidence: float) -> Estimates:
    """Return estimates with t intervals; infinite where the error is unknown but the effect is not."""
    width = stdtrit(df, 0.5 + confidence / 2) * np.where(np.isnan(error), np.inf, error)
    return Estimates(effect, error, df.astype(float), effect - width, effect + width)


def _permutation(values: Floats, treated: Treated, known: Known, confidence: float) -> Estimates:
    """Return least-squares estimates with permutation intervals."""
    effect, error, lower, upper = permuted(values, treated, known, confidence)
    return Estimates(effect, error, np.full(len(values), np.inf), lower, upper)
