"""The mixed model with a random intercept per team, fitted by REML for many pilots at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simkit.distribution import Floats
from simkit.pilot.differences import tellable
from simkit.pilot.weights import Treated, at_once

GRID = np.concatenate([[0.0], np.geomspace(1e-4, 1e6, 41)])
"""Ratios of variances (between teams over residual) among which the best is looked for first."""
STEPS = 45
"""Steps of golden-section search around it."""
GOLDEN = (np.sqrt(5) - 1) / 2


class _Sums(NamedTuple):
    """Sums that the likelihood needs, for each pilot over its known cells, and over those of each team.

    ``xx`` (pilots, p, p), ``xy`` (pilots, p), ``yy`` (pilots,); of teams: ``cells`` and ``y`` (pilots, teams), ``x`` (pilots, teams, p).
    ``free`` (pilots,) is the number of cells less that of coefficients.
    """

    xx: Floats
    xy: Floats
    yy: Floats
    cells: Floats
    x: Floats
    y: Floats
    free: Floats


def mixed(values: Floats, treated: Treated) -> tuple[Floats, Floats]:
    """Return effect and standard error of each pilot, shape (pilots,).

    ``values`` is (pilots, teams, periods), NaN where unknown. NaN where the effect cannot be told, be it for want of cells or since
    team and period effects leave nothing of the treatment.
    """
    known = ~np.isnan(values)
    effect, error = (np.full(len(values), np.nan) for _ in range(2))
    told = tellable(values, treated) & (known.sum(axis=(1, 2)) > treated.shape[1] + 2)
    if told.any():
        sums = _sums(values[told], treated, known[told])
        beta, inverse, variance, _ = _fitted(sums, _best(sums))
        effect[told], error[told] = beta[:, -1], np.sqrt(variance * inverse[:, -1, -1])
    return effect, error


def _sums(values: Floats, treated: Treated, known: NDArray[np.bool_]) -> _Sums:
    """Return the sums; columns are the periods (or a constant) and, last, the treatment.

    A period of which a pilot knows nothing gets a one on the diagonal: its coefficient is 0 then and the rest is as without it.
    """
    count = 1 if at_once(treated) else treated.shape[1]
    effects = (
        np.ones((*treated.shape, 1))
        if count == 1
        else np.broadcast_to(np.eye(count), (len(treated), count, count))
    )
    design = np.concatenate([effects, treated[..., None].astype(float)], axis=2)
    weight, y = known.astype(float), np.where(known, values, 0.0)
    x = weight[..., None] * design
    xx = np.einsum("kgti,gtj->kij", x, design)
    unused = np.einsum("kii->ki", xx)[:, :count] == 0
    xx[:, np.arange(count), np.arange(count)] += unused
    cells = weight.sum(axis=2)
    free = cells.sum(axis=1) - (count + 1 - unused.sum(axis=1))
    return _Sums(
        xx, np.einsum("kgt,gti->ki", y, design), (y * y).sum(axis=(1, 2)), cells, x.sum(axis=2), y.sum(axis=2), free
    )  # fmt: skip


def _fitted(sums: _Sums, ratio: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return coefficients, their inverse information, residual variance and −2 × REML log-likelihood at a ratio for each pilot.

    The inverse covariance of a team with m cells is I − c 11', with c = ratio / (1 + m ratio).
    """
    spread = 1 + sums.cells * ratio[:, None]
    c = ratio[:, None] / spread
    weighted = c[..., None] * sums.x
    information = sums.xx - np.matmul(weighted.swapaxes(1, 2), sums.x)
    right = sums.xy - np.einsum("kgi,kg->ki", weighted, sums.y)
    inverse = np.asarray(np.linalg.inv(information), dtype=np.float64)
    beta: Floats = np.einsum("kij,kj->ki", inverse, right)
    rest = sums.yy - (c * sums.y**2).sum(axis=1) - np.einsum("ki,ki->k", beta, right)
    variance = np.maximum(rest, 0.0) / sums.free
    logs = np.log(spread).sum(axis=1) + np.linalg.slogdet(information)[1]
    return beta, inverse, variance, sums.free * np.log(np.maximum(variance, 1e-300)) + logs


def _best(sums: _Sums) -> Floats:
    """Return, for each pilot, the ratio of variances with the greatest REML likelihood."""
    pilots = len(sums.yy)
    tried = np.stack([_fitted(sums, np.full(pilots, ratio))[3] for ratio in GRID])
    place = np.argmin(tried, axis=0)
    low, high = GRID[np.maximum(place - 1, 0)], GRID[np.minimum(place + 1, len(GRID) - 1)]
    found = _golden(sums, low, high)
    better = _fitted(sums, found)[3] < tried[0]
    return np.where(better, found, 0.0)


def _golden(sums: _Sums, low: Floats, high: Floats) -> Floats:
    """Return the least point between two ends, for each pilot, by golden-section search."""
    left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    at_left, at_right = (_fitted(sums, at)[3] for at in (left, right))
    for _ in range(STEPS):
        nearer = at_left < at_right
        low, high = np.where(nearer, low, left), np.where(nearer, right, high)
        new = np.where(nearer, high - GOLDEN * (high - low), low + GOLDEN * (high - low))
        told = _fitted(sums, new)[3]
        left, right = np.where(nearer, new, right), np.where(nearer, left, new)
        at_left, at_right = np.where(nearer, told, at_right), np.where(nearer, at_left, told)
    return (low + high) / 2
