"""Sets of constants under which worlds are run, so that intervals hold what is not known of the constants as well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simkit.scenario import Scenario

WORLDS_A_POINT = 2
"""Worlds that are run under each set in turn, so that luck can be told from what the constants do."""
Points = Sequence[Mapping[str, float]]
"""Sets of constants, each as likely as another."""
Numbered = tuple[tuple[int, Mapping[str, float]], ...]
"""Sets of constants, each with the number of the first that equals it."""


def numbered(points: Points) -> Numbered:
    """Return sets of constants with their numbers: equal ones have the same.

    >>> [number for number, _ in numbered([{"churn": 0.3}, {"churn": 0.4}, {"churn": 0.3}])]
    [0, 1, 0]
    """
    held = [dict(point) for point in points]
    return tuple((held.index(point), point) for point in held)


def point_of(points: Numbered, world: int) -> tuple[int, Mapping[str, float]]:
    """Return under which set of constants a world is run, and its number; none (0) if there are no sets."""
    return points[world // WORLDS_A_POINT % len(points)] if points else (0, {})


def groups_of(points: Numbered, worlds: Sequence[int]) -> tuple[int, ...]:
    """Return the number of each world's set of constants; nothing if there are no sets."""
    return tuple(point_of(points, world)[0] for world in worlds) if points else ()


def under(scenario: Scenario, point: Mapping[str, float]) -> Scenario:
    """Return a scenario under a set of constants; those that it replaces itself stay."""
    return scenario.with_(constants={**point, **scenario.constants}) if point else scenario
