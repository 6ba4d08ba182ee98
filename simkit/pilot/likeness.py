"""How alike teams are in what the roster says of them.

The distance is Gower's (1971, Biometrics 27(4), 857-871): the mean, over features, of the difference in each as a share of
a fixed width; a function that differs counts 1. Widths are a convention, the same for every roster, so that a
distance between two teams hangs on nothing but the two.

>>> from simkit.presets import load_organisation
>>> teams = load_organisation("product-company").teams
>>> float(distances(teams[:2])[0, 0]), round(float(distances(teams[:2])[0, 1]), 2)
(0.0, 0.14)
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import log2

import numpy as np

from simkit.result import Floats
from simkit.scenario import Organisation, Team

WIDTHS: dict[str, float] = {
    "people": 3.0, "certainty": 4.0, "team_type": 4.0, "review_interval": 4.0, "attrition": 20.0,
    "kpi_attainment": 40.0, "workload": 30.0, "felt_safety": 40.0, "engagement": 40.0,
}  # fmt: skip
"""What counts as wholly different: 3 doublings of the head-count, 4 points of the quadrant's axes, 4 doublings of the review
interval, and so many percent (or points of a survey) of the rest."""
DOUBLINGS = ("people", "review_interval")
"""Features of which ratios count."""
REACH = 0.25
"""Up to this distance a team's result says something of another one (a convention)."""


def numbers(teams: Sequence[Team]) -> dict[str, Floats]:
    """Return the numeric features of the teams; a survey counts only if every team has it.

    >>> [round(float(value), 1) for value in numbers([Team(name="A", people=8), Team(name="B", people=16)])["people"]]
    [3.0, 4.0]
    """
    known = {id: [getattr(team, id) for team in teams] for id in WIDTHS}
    known = {id: values for id, values in known.items() if None not in values}
    return {
        id: np.array([log2(value) if id in DOUBLINGS else float(value) for value in values])
        for id, values in known.items()
    }


def distances(teams: Sequence[Team]) -> Floats:
    """Return the distance of every team from every other one, in [0, 1]."""
    parts = [
        np.minimum(np.abs(values[:, None] - values[None, :]) / WIDTHS[id], 1.0)
        for id, values in numbers(teams).items()
    ]
    functions = np.array([team.function for team in teams])
    parts.append((functions[:, None] != functions[None, :]).astype(float))
    return np.mean(parts, axis=0)


def reached(organisation: Organisation) -> dict[str, tuple[str, ...]]:
    """Return, for each team, the other teams that are within ``REACH`` of it, nearest first (equally near ones by name)."""
    return _reached(organisation.teams)


@lru_cache(maxsize=8)
def _reached(given: tuple[Team, ...]) -> dict[str, tuple[str, ...]]:
    """Work out ``reached`` of some teams; asked for again and again."""
    teams = sorted(given, key=lambda team: team.name)
    apart = distances(teams)
    found = {
        team.name: tuple(
            teams[j].name
            for j in np.argsort(apart[i], kind="stable")
            if j != i and apart[i, j] <= REACH + 1e-12
        )
        for i, team in enumerate(teams)
    }
    return {team.name: found[team.name] for team in given}


def carried(organisation: Organisation, names: Sequence[str]) -> float:
    """Return the share of the teams that are not named which lie within reach of one that is; NaN if all are named."""
    near = reached(organisation)
    others = [team.name for team in organisation.teams if team.name not in names]
    touched = {other for name in names for other in near[name]}
    return float(np.mean([name in touched for name in others])) if others else float("nan")
