"""Regimes by name or from a TOML file: a base, then switches, then tools, then single levers.

A regime file looks like this; every part may be left out::

    name = "Ours"
    base = "traditional"            # a named regime
    tools = ["okr", "points"]

    [switches]
    E3 = "innovation"

    [levers]
    review_interval = 8
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import tomli_w

from simkit.levers import LEVER_IDS, SWITCHES
from simkit.presets.reading import Table, checked, preset_file, read_toml, sound
from simkit.presets.tools import apply_tools, drop_overridden
from simkit.problems import InputError, Problem, nearest
from simkit.regime import BASES, Regime
from simkit.roster.files import found
from simkit.roster.problems import inside, refuse

REGIMES: tuple[str, ...] = tuple(preset_file("regimes"))
"""Names of all named regimes."""
_KINDS = {"name": "text", "base": "text", "tools": "list", "switches": "table", "levers": "table"}


def load_regime(name_or_path: str | Path) -> Regime:
    """Return a named regime, or the one that a TOML file describes (named like the file unless it says).

    Raises ``InputError`` with every problem of the file: unknown keys, wrong kinds, values out of range,
    conflicting tools, shares that do not add up to 1.

    >>> load_regime("agile_team")["review_interval"], load_regime("agile_team").tools
    (2.0, ('okr', 'peer_review_360'))
    """
    name = str(name_or_path)
    if name in REGIMES:
        return _made(preset_file("regimes")[name], name)
    path = Path(name_or_path)
    if not found(path.exists) and path.suffix.lower() != ".toml":
        raise refuse("unknown_regime", value=name, nearest=nearest(name, REGIMES))
    table = read_toml(path)
    try:
        regime = regime_from(table, "")
        stem = Regime(path.stem, regime.values, regime.tools)
        return regime if regime.name else stem if _own_name(stem) else stem.with_(f"{path.stem} (file)")
    except InputError as error:
        raise InputError(inside(name, error.problems)) from None


def regime_from(table: Mapping[str, Any], name: str) -> Regime:
    """Return the regime that a table describes, called ``name`` unless it says otherwise.

    >>> regime_from({"base": "innovation", "levers": {"coaching_share": 0.5}}, "Ours")["coaching_share"]
    0.5
    """
    regime = _made(table, name)
    if not _own_name(regime):
        raise refuse("preset_name", "name", value=regime.name)
    return regime


def _own_name(regime: Regime) -> bool:
    """Return whether no named regime with other values has the regime's name."""
    return regime.name not in REGIMES or load_regime(regime.name).values == regime.values


def _made(table: Mapping[str, Any], name: str) -> Regime:
    """Return the regime that a table describes, whatever its name."""
    problems = checked(table, _KINDS)
    parts = sound(table, _KINDS)
    regime = _base(parts.get("base", BASES[0]), problems)
    regime = Regime(parts.get("name", name), regime.values, regime.tools)
    switches, levers = parts.get("switches", {}), parts.get("levers", {})
    problems += _unknown("unknown_switch", "switches", switches, SWITCHES)
    switches = {key: value for key, value in switches.items() if key in SWITCHES}
    tools = [str(item) for item in parts.get("tools", [])]
    start = regime
    regime = _step(lambda: regime.switched(**switches), "switches", problems, regime)
    regime = drop_overridden(regime, start)
    regime = _step(lambda: apply_tools(regime, tools), "", problems, regime)
    numbers = dict.fromkeys(LEVER_IDS, "number")
    start = regime
    problems += _unknown("unknown_lever", "levers", levers, LEVER_IDS)
    levers = {key: value for key, value in levers.items() if key in LEVER_IDS}
    problems += inside("levers", checked(levers, numbers))
    regime = _step(lambda: regime.with_(**sound(levers, numbers)), "levers", problems, regime)
    if problems:
        raise InputError(problems)
    return drop_overridden(regime, start, tools)


def _base(name: str, problems: list[Problem]) -> Regime:
    """Return a named regime to build on; note the problem if there is none."""
    if name in REGIMES:
        return Regime.preset(name) if name in BASES else load_regime(name)
    problems.append(Problem("unknown_base", "base", {"value": name, "allowed": ", ".join(REGIMES)}))
    return Regime.preset(BASES[0])


def _unknown(code: str, where: str, table: Table, allowed: tuple[str, ...]) -> list[Problem]:
    """Return a problem for each key of a table that is not allowed."""
    unknown = [key for key in table if key not in allowed]
    return [
        Problem(code, f"{where} › {key}", {"value": key, "nearest": nearest(key, allowed)}) for key in unknown
    ]


def _step(step: Callable[[], Regime], where: str, problems: list[Problem], otherwise: Regime) -> Regime:
    """Return what a step makes of the regime; note its problems and go on with the old one if it cannot."""
    try:
        return step()
    except InputError as error:
        problems += inside(where, error.problems)
        return otherwise


def regime_table(regime: Regime) -> Table:
    """Return the shortest table that ``regime_from`` turns back into the regime.

    Raises ``InputError`` if the regime has the name of another one that is named here.
    """
    if not _own_name(regime):
        raise refuse("preset_name", "name", value=regime.name)
    base = min((Regime.preset(name) for name in BASES), key=lambda item: item.distance(regime))
    made = apply_tools(base, regime.tools)
    levers = {id: _plain(regime[id]) for id in LEVER_IDS if regime[id] != made[id]}
    tools = {"tools": list(regime.tools)} if regime.tools else {}
    return {"name": regime.name, "base": base.name, **tools, **({"levers": levers} if levers else {})}


def _plain(value: float) -> float:
    """Return a number as it is written: without a decimal point if it is whole."""
    return int(value) if value.is_integer() else value


def regime_toml(regime: Regime) -> str:
    """Return the text of a regime file that ``load_regime`` reads back as the same regime.

    >>> print(regime_toml(Regime.preset("traditional").with_("Ours", coaching_share=0.5)))
    name = "Ours"
    base = "traditional"
    <BLANKLINE>
    [levers]
    coaching_share = 0.5
    <BLANKLINE>
    """
    return tomli_w.dumps(regime_table(regime))
