"""Scenario files (TOML): an organisation, its market, who lives under which regime, what changes and happens.

A scenario file looks like this; only the teams are required::

    name = "Two speeds"
    organisation = "roster.xlsx"    # or an example's name, or [[teams]] with the fields of the roster
    regime = "traditional"          # a name, a regime file, or a table as in a regime file
    weeks = 104

    [market]
    certainty = 2.5

    [[assignments]]
    team = "Mobile app"
    regime = { base = "innovation", tools = ["okr"] }

    [[changes]]
    week = 27
    regime = "innovation"           # for all teams, as no team is named

    [[shocks]]
    week = 40
    kind = "budget_cut"
    size = 0.3
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import tomli_w

from simkit.presets.organisations import named_organisation
from simkit.presets.reading import Table, checked, read_toml, sound, tables
from simkit.presets.regimes import load_regime, regime_from, regime_table
from simkit.problems import InputError, Problem, nearest
from simkit.regime import Regime
from simkit.roster.columns import COLUMNS
from simkit.roster.files import found
from simkit.roster.problems import inside
from simkit.scenario import ALL_TEAMS, Change, Market, Organisation, Scenario, Shock, Team
from simkit.text import Lang

_T = TypeVar("_T")
_FILE = {
    "name": "text", "organisation": "text", "regime": "regime", "before": "regime", "weeks": "whole",
    "market": "table", "teams": "list", "assignments": "list", "changes": "list", "shocks": "list",
}  # fmt: skip
_TEAM = {
    item.id: "text" if item.kind != "number" else "whole" if item.whole else "number" for item in COLUMNS
} | {"key": "text"}
_MARKET = dict.fromkeys(Market.model_fields, "number")
_ASSIGNMENT = {"team": "text", "regime": "regime"}
_CHANGE = {"week": "whole", "regime": "regime", "team": "text"}
_SHOCK = {"week": "whole", "kind": "text", "team": "text", "size": "number", "weeks": "whole"}


@dataclass(frozen=True, slots=True)
class ScenarioParts:
    """What a scenario file says; ``regime``, ``before`` and ``weeks`` are ``None`` where it is silent."""

    organisation: Organisation
    regime: Regime | None
    regimes: dict[str, Regime]
    changes: tuple[Change, ...]
    shocks: tuple[Shock, ...]
    before: Regime | None
    weeks: int | None

    def scenario(self, regime: Regime | None = None, weeks: int | None = None) -> Scenario:
        """Return the scenario, under another regime or for other weeks if given (else traditional, 156)."""
        chosen = regime or self.regime or Regime.preset("traditional")
        lengths: tuple[int | None, ...] = (weeks, self.weeks, Scenario.model_fields["weeks"].default)
        return Scenario(
            organisation=self.organisation, regime=chosen, regimes=self.regimes, changes=self.changes,
            shocks=self.shocks, before=self.before, weeks=next(item for item in lengths if item is not None),
        )  # fmt: skip


def load_organisation(name_or_path: str | Path, lang: Lang = "en") -> Organisation:
    """Return an organisation: an example or a scene by name, a roster sheet, or a scenario file.

    Raises ``InputError`` with every problem of the file.

    >>> load_organisation("manufacturer", "zh").teams[1].name
    '总装车间'
    """
    if Path(name_or_path).suffix.lower() == ".toml":
        return load_scenario_parts(name_or_path, lang).organisation
    return named_organisation(name_or_path, lang)


def load_base(source: Organisation | Scenario | str | Path, lang: Lang = "en") -> Organisation | Scenario:
    """Return what is to be simulated: an object as it is, a scenario file (.toml), a roster sheet or an example.

    >>> load_base("product-company").name == load_organisation("product-company").name
    True
    """
    if isinstance(source, Organisation | Scenario):
        return source
    if Path(source).suffix.lower() == ".toml":
        return load_scenario_parts(source, lang).scenario()
    return load_organisation(source, lang)


def load_scenario_parts(path: str | Path, lang: Lang = "en") -> ScenarioParts:
    """Return what a scenario file says; raise ``InputError`` with every problem of the file."""
    table = read_toml(path)
    reader = _Reader(Path(path).parent, lang, checked(table, _FILE))
    parts = reader.parts(sound(table, _FILE), Path(path).stem)
    if parts is None or reader.problems:
        raise InputError(inside(str(path), reader.problems))
    return parts


def scenario_toml(organisation: Organisation, regime: Regime | None = None) -> str:
    """Return the text of a scenario file with these teams, market and regime, to be edited and read back.

    >>> from simkit.presets import scene
    >>> scenario_toml(*scene("G2")).splitlines()[0]
    'name = "Agile product or R&D team"'
    """
    teams = [
        {key: value for key in Team.model_fields if (value := getattr(team, key)) not in (None, "")}
        for team in organisation.teams
    ]
    table: Table = {"name": organisation.name, "market": organisation.market.model_dump(), "teams": teams}
    return tomli_w.dumps({**table, **({"regime": regime_table(regime)} if regime else {})})


class _Reader:
    """Reads the tables of one file and collects their problems."""

    def __init__(self, folder: Path, lang: Lang, problems: list[Problem]) -> None:
        self.folder = folder
        self.lang: Lang = lang
        self.problems = problems

    def parts(self, table: Table, stem: str) -> ScenarioParts | None:
        """Return what the file says, as far as it can be read (``None`` without an organisation)."""
        organisation = self._organisation(table, stem)
        names = [team.name for team in organisation.teams] if organisation else None
        regime, before = (self._regime(table, key, key) for key in ("regime", "before"))
        regimes = self._assignments(table, names)
        changes = self._items(table, "changes", _CHANGE, ("week", "regime"), Change, names)
        shocks = self._items(table, "shocks", _SHOCK, ("week", "kind"), Shock, names)
        if organisation is None or self.problems:
            return None
        parts = ScenarioParts(organisation, regime, regimes, changes, shocks, before, table.get("weeks"))
        return parts if self._try("", parts.scenario) else None

    def _try(self, where: str, make: Callable[[], _T]) -> _T | None:
        """Return what is made, or note why it cannot be."""
        try:
            return make()
        except InputError as error:
            self.problems += inside(where, error.problems)
            return None

    def _regime(self, table: Table, key: str, where: str) -> Regime | None:
        """Return the regime under a key: a name, a file beside this one, or a table."""
        value: Any = table.get(key)
        if value is None:
            return None
        if isinstance(value, dict):
            return self._try(where, lambda: regime_from(value, key))
        return self._try(where, lambda: load_regime(self._beside(value)))

    def _beside(self, name: str) -> str:
        """Return the path of a file named in this file, or the name itself if there is no such file."""
        return str(self.folder / name) if found((self.folder / name).is_file) else name

    def _organisation(self, table: Table, stem: str) -> Organisation | None:
        """Return the organisation named in the file or made of its teams, in the file's market."""
        if ("organisation" in table) == ("teams" in table):
            self.problems.append(Problem("teams_or_organisation", ""))
            return None
        market = self._item(table.get("market", {}), "market", _MARKET, (), Market)
        if "organisation" in table:
            source = self._beside(table["organisation"])
            named = self._try("organisation", lambda: named_organisation(source, self.lang))
            changes = {
                key: value for key, value in (("name", table.get("name")), ("market", market)) if key in table
            }
            return self._try("", lambda: named.with_(**changes)) if named else None
        teams = self._items(table, "teams", _TEAM, ("name",), Team, None)
        if len(teams) < len(table["teams"]):
            return None
        name = table.get("name", stem[:120])
        return self._try("", lambda: Organisation(name=name, teams=teams, market=market or Market()))

    def _assignments(self, table: Table, names: list[str] | None) -> dict[str, Regime]:
        """Return the regime of each team that has one of its own."""
        assigned: dict[str, Regime] = {}
        items, problems = tables(table, "assignments")
        self.problems += problems
        for where, item in items:
            self.problems += inside(where, checked(item, _ASSIGNMENT, ("team", "regime")))
            entry = sound(item, _ASSIGNMENT)
            regime, team = self._regime(entry, "regime", f"{where} › regime"), entry.get("team")
            self._check_team(team, where, names)
            if team in assigned:
                self.problems.append(Problem("assigned_twice", where, {"value": team}))
            if regime and isinstance(team, str):
                assigned[team] = regime
        return assigned

    def _check_team(self, team: object, where: str, names: list[str] | None) -> None:
        """Note a team that the organisation does not have."""
        if names is not None and isinstance(team, str) and team not in names:
            values = {"value": team, "allowed": nearest(team, names)}
            self.problems.append(Problem("unknown_team", f"{where} › team", values))

    def _items(
        self,
        table: Table,
        key: str,
        kinds: dict[str, str],
        required: tuple[str, ...],
        make: Callable[..., _T],
        names: list[str] | None,
    ) -> tuple[_T, ...]:
        """Return the things that a list of tables describes, as far as they can be read."""
        items, problems = tables(table, key)
        self.problems += problems
        for where, item in items:
            if item.get("team") != ALL_TEAMS:
                self._check_team(item.get("team"), where, names)
        made = [self._item(item, where, kinds, required, make) for where, item in items]
        return tuple(item for item in made if item is not None)

    def _item(
        self,
        table: Table,
        where: str,
        kinds: dict[str, str],
        required: tuple[str, ...],
        make: Callable[..., _T],
    ) -> _T | None:
        """Return the thing that a table describes, or note why it cannot be."""
        before = len(self.problems)
        self.problems += inside(where, checked(table, kinds, required))
        entry = sound(table, kinds)
        if kinds.get("regime"):
            entry["regime"] = self._regime(entry, "regime", f"{where} › regime")
        if any(item.code == "missing" for item in self.problems[before:]) or (
            "regime" in entry and entry["regime"] is None
        ):
            return None
        return self._try(where, lambda: make(**entry))
