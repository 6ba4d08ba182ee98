"""The least-squares estimate of the effect: what team and period effects leave of treatment and values."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simkit.distribution import Floats

Treated = NDArray[np.int64]
"""Who is treated when, shape (teams, periods), 0 or 1."""
Known = NDArray[np.bool_]
"""Which values are known, shape (teams, periods)."""
TINY = 1e-9
"""Squared length below which what is left of the treatment counts as nothing."""


def at_once(treated: Treated) -> bool:
    """Return whether all teams change at the same time, so that periods cannot be told from treatment."""
    return bool((treated == treated[0]).all())


def leftover(known: Known, *, periods: bool) -> Floats:
    """Return the matrix that takes from known cells, shape (cells, cells), what team (and ``periods``) effects explain of them."""
    rows, columns = np.nonzero(known)
    effects = np.eye(len(known))[rows]
    if periods:
        effects = np.hstack([effects, np.eye(known.shape[1])[columns]])
    return np.eye(len(rows)) - effects @ np.linalg.pinv(effects)


def effect_weights(treated: Treated, known: Known) -> Floats | None:
    """Return w, shape (teams, periods), such that the estimate is sum(w * y); ``None`` if the effect cannot be told.

    w is what team and period effects leave of the treatment, over its squared length (Frisch & Waugh 1933, Lovell 1963).

    >>> effect_weights(np.array([[0, 1], [0, 0]]), np.ones((2, 2), bool)).round(6).tolist()
    [[-1.0, 1.0], [1.0, -1.0]]
    """
    left = leftover(known, periods=not at_once(treated)) @ treated[known]
    length = float(left @ left)
    if length < TINY:
        return None
    found = np.zeros(treated.shape)
    found[known] = left / length
    return found
