"""The published figures that the model is laid beside, as data in ``targets.toml``.

>>> TARGETS["launch_success"].low, fitted()[0].id
(0.45, 'launch_success')
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

ROLES = ("target", "check", "left_out")
"""Fitted to; compared only; no comparable number in the model."""


@dataclass(frozen=True, slots=True)
class Target:
    """One published figure: its range or interval as published, its source, and which constants it informs.

    ``what`` and ``note`` say in both languages what is measured, and where the range comes from or why nothing is
    fitted. What is left out has no range.
    """

    id: str
    role: str
    source: str
    what: Mapping[str, str]
    note: Mapping[str, str]
    low: float = np.nan
    high: float = np.nan
    unit: str = ""
    informs: tuple[str, ...] = ()

    def miss(self, value: float) -> float:
        """Return how far a value lies outside the published range, in half-widths of it; 0 inside.

        A value that is not defined (nothing happened) is infinitely far away.

        >>> TARGETS["team_incentive"].miss(0.45), round(TARGETS["team_incentive"].miss(0.9), 6)
        (0.0, 2.0)
        """
        if not np.isfinite(value):
            return np.inf
        return max(self.low - value, value - self.high, 0.0) / ((self.high - self.low) / 2.0)


@cache
def _load() -> dict[str, Target]:
    """Read the targets that ship with the package."""
    text = files("simkit.evidence").joinpath("targets.toml").read_text(encoding="utf-8")
    data: dict[str, dict[str, Any]] = tomllib.loads(text)
    for entry in data.values():
        entry["informs"] = tuple(entry.get("informs", ()))
    return {id: Target(id, **entry) for id, entry in data.items()}


TARGETS: Mapping[str, Target] = _load()


def fitted() -> tuple[Target, ...]:
    """Return the targets that constants are fitted to."""
    return tuple(item for item in TARGETS.values() if item.role == "target")


def compared() -> tuple[Target, ...]:
    """Return all targets and checks: whatever the model has a number for."""
    return tuple(item for item in TARGETS.values() if item.role != "left_out")


def informed() -> tuple[str, ...]:
    """Return the constants that some target informs, in the order of the targets."""
    return tuple(dict.fromkeys(id for item in fitted() for id in item.informs))


def distance(found: Mapping[str, float]) -> float:
    """Return the root mean square of the misses of all targets; 0 if all lie within their published ranges."""
    return float(np.sqrt(np.mean([item.miss(found[item.id]) ** 2 for item in fitted()])))


def missed(steps: Iterable[Mapping[str, float]], goal: float) -> float:
    """Return the distance of statistics that come step by step; infinite as soon as it must exceed ``goal``.

    >>> missed(iter([{fitted()[0].id: 9.0}, {}]), 0.0)
    inf
    """
    found: dict[str, float] = {}
    most = goal * goal * len(fitted())
    for step in steps:
        found.update(step)
        if sum(item.miss(found[item.id]) ** 2 for item in fitted() if item.id in found) > most:
            return np.inf
    return distance(found)
