"""The constants of the rules, each with unit, range, grade and source, as data in ``constants.toml``.

>>> CONSTANTS["loss_aversion"].grade
'published'
>>> settings({"churn": 0.5}).churn
0.5
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import SimpleNamespace

from simkit.problems import InputError, Problem, nearest

GRADES = ("published", "derived", "calibrated", "assumed")


@dataclass(frozen=True, slots=True)
class Constant:
    """One constant: its value, plausible range, unit, and where it comes from.

    ``source`` is a key of ``evidence/sources.toml``; ``reason`` says in both languages how the value
    follows from it, or why it is assumed.
    """

    id: str
    value: float
    low: float
    high: float
    unit: str
    grade: str
    source: str
    reason: Mapping[str, str]


@cache
def _load() -> dict[str, Constant]:
    """Read the constants that ship with the package."""
    data = tomllib.loads(files("simkit").joinpath("constants.toml").read_text(encoding="utf-8"))
    return {id: Constant(id, **entry) for id, entry in data.items()}


CONSTANTS: Mapping[str, Constant] = _load()


def settings(replaced: Mapping[str, float]) -> SimpleNamespace:
    """Return all constants as attributes, some of them replaced.

    Raises ``InputError`` for names that do not exist and values outside the declared range.
    """
    problems = [
        Problem("unknown_constant", key, {"value": key, "nearest": nearest(key, list(CONSTANTS))})
        for key in replaced
        if key not in CONSTANTS
    ]
    for key, value in replaced.items():
        item = CONSTANTS.get(key)
        if item and not item.low <= value <= item.high:
            limits = {"value": value, "low": item.low, "high": item.high, "unit": item.unit}
            problems.append(Problem("out_of_range", key, limits))
    if problems:
        raise InputError(problems)
    return SimpleNamespace(**{**{id: item.value for id, item in CONSTANTS.items()}, **replaced})
