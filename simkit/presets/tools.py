"""Tools: named settings of a few levers (OKR, KPI, stage gates, points …) that combine unless they conflict."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from simkit.levers import INCENTIVE_MIX
from simkit.presets.reading import preset_file
from simkit.problems import InputError, Problem, nearest
from simkit.regime import Regime
from simkit.roster.problems import LocalProblem, Said

TOOLS: tuple[str, ...] = tuple(preset_file("tools"))
"""Names of all tools."""


def tool(name: str) -> dict[str, float]:
    """Return the levers that a tool sets, in their units, or raise ``KeyError``.

    >>> tool("kpi_floor")
    {'kpi_floor': 0.7}
    """
    return {key: float(value) for key, value in preset_file("tools")[name].items()}


def conflicting_levers(first: str, second: str) -> tuple[str, ...]:
    """Return the levers that two tools set to different values; none if they combine.

    >>> conflicting_levers("okr", "points")
    ()
    >>> "goal_stretch" in conflicting_levers("okr", "kpi")
    True
    """
    one, other = tool(first), tool(second)
    return tuple(id for id, value in one.items() if id in other and other[id] != value)


def apply_tools(regime: Regime, tools: Iterable[str]) -> Regime:
    """Return the regime with these tools put in beside those it has; their order does not matter.

    Only tools that the regime does not have set their levers. Shares of the incentive mix that no tool sets
    are scaled so that the mix adds up to 1. Raises ``InputError`` for each unknown tool and each two tools
    that set one lever differently.

    >>> mixed = apply_tools(Regime.preset("traditional"), ["okr", "points"])
    >>> mixed["goal_stretch"], mixed["share_points"], mixed.tools
    (0.25, 0.2, ('okr', 'points'))
    """
    names = tuple(dict.fromkeys((*regime.tools, *tools)))
    problems = [*_unknown(names), *_conflicts([name for name in names if name in TOOLS])]
    if problems:
        raise InputError(problems)
    if names == regime.tools:
        return regime
    settings = {id: regime[id] for name in regime.tools for id in tool(name) if id in INCENTIVE_MIX}
    for name in names[len(regime.tools) :]:
        settings |= tool(name)
    changed = regime.rebalanced(**settings)
    return Regime(regime.name, changed.values, names)


def drop_overridden(regime: Regime, before: Regime, named: Iterable[str] = ()) -> Regime:
    """Return the regime without the tools that no longer hold: one of their levers differs from ``before``.

    Tools in ``named`` stay in any case.

    >>> before = apply_tools(Regime.preset("traditional"), ["okr", "points"])
    >>> drop_overridden(before.with_(goal_stretch=0.5), before).tools
    ('points',)
    """
    kept = tuple(
        name for name in regime.tools if name in named or all(regime[id] == before[id] for id in tool(name))
    )
    return Regime(regime.name, regime.values, kept)


def _unknown(names: Iterable[str]) -> list[Problem]:
    """Return a problem for each name that is no tool."""
    return [
        Problem("unknown_tool", "tools", {"value": name, "nearest": nearest(str(name), TOOLS)})
        for name in names
        if name not in TOOLS
    ]


def _conflicts(names: Iterable[str]) -> list[Problem]:
    """Return a problem for each two tools that set a lever differently."""
    found: list[Problem] = []
    for first, second in combinations(names, 2):
        levers = conflicting_levers(first, second)
        if levers:
            labels = Said(tuple(f"lever.{id}.label" for id in levers))
            found.append(
                LocalProblem(
                    "conflicting_tools", "tools", {"first": first, "second": second, "levers": labels}
                )
            )
    return found
