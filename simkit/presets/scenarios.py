"""Scenario files (TOML): an organisation, its market, who lives under which regime, what changes and happens.

A scenario file looks like this; only the teams are required::

    name = "Two speeds"
    organisation = "roster.xlsx"    # or an example's or scene's name, or [[teams]] with the fields of the roster
    regime = "traditional"          # a name, a regime file, or a table as in a regime file
    weeks = 104

    [market]                        # what is left out is as in the named organisation
    certainty = 2.5

    [[assignments]]
    team = "Mobile app"             # teams of an example or scene by their English or Chinese name
    regime = { base = "innovation", tools = ["okr"] }

    [[changes]]
    week = 27
    regime = "innovation"           # for all teams, as no team is named

    [[shocks]]
    week = 40
    kind = "budget_cut"
    size = 0.3

To say what is to be compared, it lists regimes instead of one, the reference first, and may fix the number of
worlds and the seed. The lab saves its settings like this (``simkit.presets.settings``)::

    organisation = "product-company"
    regimes = ["traditional", "ours.toml", { base = "innovation", levers = { review_interval = 8 } }]
    worlds = 200                    # without it: as many as are needed
    seed = 0

A share code (``simkit1-…``) is such a file in one word and can stand wherever its path can.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import tomli_w

from simkit.presets.codes import digest, is_code, short, table_of
from simkit.presets.organisations import named_organisation, shipped
from simkit.presets.reading import Table, read_toml
from simkit.presets.refusals import refuse_settings
from simkit.presets.regimes import REGIMES, load_regime, regime_table
from simkit.presets.scenario_reader import ScenarioParts, parts_of
from simkit.regime import BASES, Regime
from simkit.scenario import ALL_TEAMS, Organisation, Scenario, Shock, Team
from simkit.text import LANGS, Lang


def load_organisation(name_or_path: str | Path, lang: Lang = "en") -> Organisation:
    """Return an organisation: an example or a scene by name, a roster sheet, a scenario file or a share code.

    Raises ``InputError`` with every problem of the file.

    >>> load_organisation("manufacturer", "zh").teams[1].name
    '总装车间'
    """
    if is_scenario(name_or_path):
        return load_scenario_parts(name_or_path, lang).organisation
    return named_organisation(name_or_path, lang)


def load_base(source: Organisation | Scenario | str | Path, lang: Lang = "en") -> Organisation | Scenario:
    """Return what is to be simulated: an object as it is, a scenario file or code, a roster sheet or an example.

    >>> load_base("product-company").name == load_organisation("product-company").name
    True
    """
    return load_asked(source, lang).base


class Asked(NamedTuple):
    """What a source asks to compare, the reference first; ``first`` is the regime that changes start from.

    ``worlds`` is ``None`` unless the source says how many.
    """

    base: Organisation | Scenario
    regimes: tuple[Regime, ...]
    first: Regime
    worlds: int | None = None
    seed: int = 0


def load_asked(source: Organisation | Scenario | str | Path, lang: Lang = "en") -> Asked:
    """Return what is to be compared on what: all that a scenario file or code says, the usual for anything else.

    >>> [regime.name for regime in load_asked("group").regimes]
    ['traditional', 'innovation']
    """
    if isinstance(source, str | Path) and is_scenario(source):
        parts = load_scenario_parts(source, lang)
        first = parts.regime or parts.compared[0]
        return Asked(parts.scenario(), parts.compared, first, parts.worlds, parts.seed or 0)
    base = named_organisation(source, lang) if isinstance(source, str | Path) else source
    usual = tuple(Regime.preset(name) for name in BASES)
    return Asked(base, usual, usual[0])


def is_scenario(source: str | Path) -> bool:
    """Return whether something is the path of a scenario file or a share code.

    >>> is_scenario("ours.toml"), is_scenario("simkit1-abc"), is_scenario("group")
    (True, True, False)
    """
    return Path(source).suffix.lower() == ".toml" or is_code(str(source))


def load_scenario_parts(path: str | Path, lang: Lang = "en") -> ScenarioParts:
    """Return what a scenario file or a share code says; raise ``InputError`` with every problem of it."""
    if is_code(str(path)):
        return load_code(str(path), lang)
    return parts_of(read_toml(path), lang, str(path), Path(path).parent)


def load_code(code: str, lang: Lang = "en") -> ScenarioParts:
    """Return what a share code says; raise ``InputError`` if it is not whole, not one, or means something else now."""
    table, meaning = table_of(code)
    where = short(code.strip())
    parts = parts_of(table, lang, where)
    if digest(parts.scenario(), parts.compared, parts.worlds, parts.seed or 0) != meaning:
        raise refuse_settings("other_version", where)
    return parts


def scenario_toml(organisation: Organisation, regime: Regime | None = None) -> str:
    """Return the text of a scenario file with these teams, market and regime, to be edited and read back.

    >>> from simkit.presets import scene
    >>> scenario_toml(*scene("G2")).splitlines()[0]
    'name = "Agile product or R&D team"'
    """
    return tomli_w.dumps(
        {**written_out(organisation), **({"regime": regime_table(regime)} if regime else {})}
    )


def scenario_table(
    scenario: Scenario, regimes: Sequence[Regime], worlds: int | None, seed: int, source: str = ""
) -> Table:
    """Return the table of a scenario file that compares these regimes; ``source`` is the organisation's shipped name."""
    organisation = scenario.organisation
    table = _by_name(organisation, source) if source else written_out(organisation)
    before = {"before": regime_entry(scenario.before)} if scenario.before else {}
    numbers = {"weeks": scenario.weeks, **({"worlds": worlds} if worlds else {}), "seed": seed}
    lists = {
        "assignments": [{"team": team, "regime": regime_entry(item)} for team, item in scenario.regimes.items()],
        "changes": [
            {"week": item.week, "regime": regime_entry(item.regime), **_team(item.team)} for item in scenario.changes
        ],
        "shocks": [{"week": item.week, "kind": item.kind, **_team(item.team), **_size(item)} for item in scenario.shocks],
    }  # fmt: skip
    filled = {key: items for key, items in lists.items() if items}
    return {**table, "regimes": [regime_entry(item) for item in regimes], **before, **numbers, **filled}


def _by_name(organisation: Organisation, source: str) -> Table:
    """Return what a file says of a shipped organisation: its name, and what differs from it."""
    usual, name = shipped(source), organisation.name
    market = {
        key: value
        for key, value in organisation.market.model_dump().items()
        if value != getattr(usual.market, key)
    }
    renamed = {} if name in [shipped(source, lang).name for lang in LANGS] else {"name": name}
    return {"organisation": source, **renamed, **({"market": market} if market else {})}


def written_out(organisation: Organisation) -> Table:
    """Return what a file says of an organisation that does not ship."""
    teams = [
        {key: value for key in Team.model_fields if (value := getattr(team, key)) not in (None, "")}
        for team in organisation.teams
    ]
    return {"name": organisation.name, "market": organisation.market.model_dump(), "teams": teams}


def regime_entry(regime: Regime) -> str | Table:
    """Return how a regime is written: by its name if that says everything, else as the shortest table."""
    named = regime.name in REGIMES and load_regime(regime.name) == regime
    return regime.name if named else regime_table(regime)


def _team(name: str) -> dict[str, Any]:
    """Return how the team of a change or shock is written: not at all if it is for all."""
    return {} if name == ALL_TEAMS else {"team": name}


def _size(shock: Shock) -> dict[str, Any]:
    """Return how big and how long a shock is, where it is not as usual."""
    usual = {key: Shock.model_fields[key].default for key in ("size", "weeks")}
    return {key: getattr(shock, key) for key, value in usual.items() if getattr(shock, key) != value}
