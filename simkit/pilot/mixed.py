"""The mixed model with a random intercept per team, fitted by REML for many pilots at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simkit.distribution import Floats
from simkit.pilot.weights import Known, Treated, at_once, effect_weights

GRID = np.concatenate([[0.0], np.geomspace(1e-4, 1e6, 41)])
"""Ratios of variances (between teams over residual) among which the best is looked for first."""
STEPS = 45
"""Steps of golden-section search around it."""
GOLDEN = (np.sqrt(5) - 1) / 2


class _Sums(NamedTuple):
    """Sums that the likelihood needs: over all cells, and over teams with the same number of cells.

    ``xx`` (p, p), ``xy`` (pilots, p), ``yy`` (pilots,); ``cells`` (kinds,) of a team, ``teams`` (kinds,) how many have it, and the sums
    over these teams of products of what each adds up to: ``team_xx`` (kinds, p, p), ``team_xy`` (pilots, kinds, p), ``team_yy`` (pilots, kinds).
    """

    xx: Floats
    xy: Floats
    yy: Floats
    cells: Floats
    teams: Floats
    team_xx: Floats
    team_xy: Floats
    team_yy: Floats


def mixed(values: Floats, treated: Treated, known: Known) -> tuple[Floats, Floats]:
    """Return effect and standard error of each pilot, shape (pilots,); NaN where they cannot be told."""
    if effect_weights(treated, known) is None or known.sum() <= treated.shape[1] + 2:
        return np.full(len(values), np.nan), np.full(len(values), np.nan)
    sums = _sums(values, treated, known)
    ratio = _best(sums)
    beta, inverse, variance, _ = _fitted(sums, ratio)
    return beta[:, -1], np.sqrt(variance * inverse[:, -1, -1])


def _sums(values: Floats, treated: Treated, known: Known) -> _Sums:
    """Return the sums; columns are the periods (or a constant) and, last, the treatment."""
    rows, columns = np.nonzero(known)
    used = np.unique(columns)
    effects = np.ones((len(rows), 1)) if at_once(treated) else (columns[:, None] == used).astype(float)
    design = np.hstack([effects, treated[rows, columns][:, None].astype(float)])
    y = values[:, rows, columns]
    member = (np.unique(rows)[:, None] == rows).astype(float)
    sizes, of_x, of_y = member.sum(axis=1), member @ design, y @ member.T
    count = np.unique(sizes)
    kind = (count[:, None] == sizes).astype(float)
    return _Sums(
        design.T @ design, y @ design, (y * y).sum(axis=1), count, kind.sum(axis=1),
        np.einsum("nt,ti,tj->nij", kind, of_x, of_x), np.einsum("nt,kt,ti->kni", kind, of_y, of_x), of_y**2 @ kind.T,
    )  # fmt: skip


def _fitted(sums: _Sums, ratio: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return coefficients, their inverse information, residual variance and −2 × REML log-likelihood at a ratio for each pilot.

    The inverse covariance of a team with m cells is I − c 11', with c = ratio / (1 + m ratio).
    """
    c = ratio[:, None] / (1 + sums.cells * ratio[:, None])
    information = sums.xx - np.tensordot(c, sums.team_xx, axes=1)
    right = sums.xy - np.einsum("kn,kni->ki", c, sums.team_xy)
    inverse = np.asarray(np.linalg.inv(information), dtype=np.float64)
    beta: Floats = np.einsum("kij,kj->ki", inverse, right)
    rest = sums.yy - (c * sums.team_yy).sum(axis=1) - np.einsum("ki,ki->k", beta, right)
    free = float(sums.cells @ sums.teams) - beta.shape[1]
    variance = np.maximum(rest, 0.0) / free
    logs = np.log(1 + sums.cells * ratio[:, None]) @ sums.teams + np.linalg.slogdet(information)[1]
    return beta, inverse, variance, free * np.log(np.maximum(variance, 1e-300)) + logs


def _best(sums: _Sums) -> Floats:
    """Return, for each pilot, the ratio of variances with the greatest REML likelihood."""
    pilots = len(sums.yy)
    tried = np.stack([_fitted(sums, np.full(pilots, ratio))[3] for ratio in GRID])
    place = np.argmin(tried, axis=0)
    low, high = GRID[np.maximum(place - 1, 0)], GRID[np.minimum(place + 1, len(GRID) - 1)]
    found = _golden(sums, low, high)
    better = _fitted(sums, found)[3] < tried[0]
    return np.where(better, found, 0.0)


def _golden(sums: _Sums, low: Floats, high: Floats) -> NDArray[np.float64]:
    """Return the least point between two ends, for each pilot, by golden-section search."""
    for _ in range(STEPS):
        left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        nearer = _fitted(sums, left)[3] < _fitted(sums, right)[3]
        low, high = np.where(nearer, low, left), np.where(nearer, right, high)
    return (low + high) / 2
