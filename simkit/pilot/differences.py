"""Least squares with team and period effects and jackknife errors, for many pilots at once, each with cells of its own missing."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simkit.distribution import Floats
from simkit.pilot.weights import TINY, Treated, at_once


class _Products(NamedTuple):
    """Products, added up over a team's known cells, of what team effects leave of period columns (e), treatment (d), values (y).

    Shapes: ``ee`` (pilots, teams, p, p), ``ed``, ``ey`` (pilots, teams, p), ``dd``, ``dy`` (pilots, teams).
    """

    ee: Floats
    ed: Floats
    ey: Floats
    dd: Floats
    dy: Floats


def differences(values: Floats, treated: Treated) -> tuple[Floats, Floats]:
    """Return effect and jackknife standard error of each pilot, shape (pilots,).

    ``values`` is (pilots, teams, periods), NaN where unknown. NaN where the effect, or that without one of the teams, cannot be told.
    """
    known = ~np.isnan(values)
    parts = _products(values, treated, known)
    total = _Products(*(part.sum(axis=1) for part in parts))
    effect = _effect(total)
    without = _effect(_Products(*(whole[:, None] - part for whole, part in zip(total, parts, strict=True))))
    present = known.any(axis=2)
    teams = present.sum(axis=1)
    apart = np.where(present, without - effect[:, None], 0.0)
    error = np.sqrt((teams - 1) / np.maximum(teams, 1) * (apart**2).sum(axis=1))
    return effect, error


def _products(values: Floats, treated: Treated, known: NDArray[np.bool_]) -> _Products:
    """Return the products; there are no period columns if all teams change at the same time."""
    weight = known.astype(float)
    count = np.maximum(weight.sum(axis=2, keepdims=True), 1.0)
    y = np.where(known, values, 0.0)
    y = (y - y.sum(axis=2, keepdims=True) / count) * weight
    d = (treated - (treated * weight).sum(axis=2, keepdims=True) / count) * weight
    periods = 0 if at_once(treated) else treated.shape[1]
    e = (np.eye(treated.shape[1])[:, :periods] - (weight / count)[..., None, :periods]) * weight[..., None]
    return _Products(
        np.einsum("kgti,kgtj->kgij", e, e), np.einsum("kgti,kgt->kgi", e, d), np.einsum("kgti,kgt->kgi", e, y),
        (d * d).sum(axis=2), (d * y).sum(axis=2),
    )  # fmt: skip


def tellable(values: Floats, treated: Treated) -> NDArray[np.bool_]:
    """Return in which pilots team and period effects leave something of the treatment, shape (pilots,)."""
    parts = _products(values, treated, ~np.isnan(values))
    return ~np.isnan(_effect(_Products(*(part.sum(axis=1) for part in parts))))


def _effect(sums: _Products) -> Floats:
    """Return the coefficient of the treatment after the period columns, NaN where nothing is left of it."""
    inverse = np.linalg.pinv(sums.ee, hermitian=True) if sums.ee.shape[-1] else sums.ee
    taken = np.einsum("...ij,...j->...i", inverse, sums.ed)
    length = sums.dd - (taken * sums.ed).sum(axis=-1)
    top = sums.dy - (taken * sums.ey).sum(axis=-1)
    return np.divide(top, length, out=np.full(length.shape, np.nan), where=length > TINY)
