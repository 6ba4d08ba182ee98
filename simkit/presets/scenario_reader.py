"""Reads what a scenario file says, part by part, and collects everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from simkit.presets.organisations import SHIPPED, named_organisation, shipped
from simkit.presets.own import own_name
from simkit.presets.reading import Table, checked, sound, tables
from simkit.presets.refusals import SettingsProblem, refuse_settings
from simkit.presets.regimes import REGIMES, load_regime, regime_from
from simkit.problems import InputError, Problem, nearest
from simkit.regime import BASES, Regime
from simkit.roster.columns import COLUMNS
from simkit.roster.files import found
from simkit.roster.problems import inside
from simkit.scenario import (
    ALL_TEAMS,
    LEAST_WORLDS,
    MOST_REGIMES,
    MOST_WORLDS,
    Change,
    Market,
    Organisation,
    Scenario,
    Shock,
    Team,
)
from simkit.text import LANGS, Lang

_T = TypeVar("_T")
_FILE = {
    "name": "text", "organisation": "text", "regime": "regime", "regimes": "list", "before": "regime", "weeks": "whole",
    "worlds": "whole", "seed": "whole", "market": "table", "teams": "list", "assignments": "list", "changes": "list",
    "shocks": "list",
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
    """What a scenario file says; ``None`` (``listed``: empty) where it is silent.

    ``regimes`` are those of single teams, ``listed`` those that the file asks to compare.
    """

    organisation: Organisation
    regime: Regime | None
    regimes: dict[str, Regime]
    changes: tuple[Change, ...]
    shocks: tuple[Shock, ...]
    before: Regime | None
    weeks: int | None
    listed: tuple[Regime, ...] = ()
    worlds: int | None = None
    seed: int | None = None

    @property
    def compared(self) -> tuple[Regime, ...]:
        """The regimes to compare, the reference first: those listed, or traditional and the file's own or innovation."""
        reference, usual = (Regime.preset(name) for name in BASES)
        own = self.regime if self.regime and self.regime.values != reference.values else usual
        return self.listed or (reference, own)

    def scenario(self, regime: Regime | None = None, weeks: int | None = None) -> Scenario:
        """Return the scenario, under another regime or for other weeks if given (else the first compared one, 156)."""
        chosen = regime or self.regime or self.compared[0]
        lengths: tuple[int | None, ...] = (weeks, self.weeks, Scenario.model_fields["weeks"].default)
        return Scenario(
            organisation=self.organisation, regime=chosen, regimes=self.regimes, changes=self.changes,
            shocks=self.shocks, before=self.before, weeks=next(item for item in lengths if item is not None),
        )  # fmt: skip


def parts_of(table: Table, lang: Lang, where: str = "", folder: Path | None = None) -> ScenarioParts:
    """Return what the table of a scenario file says; ``folder`` is where the files lie that it names.

    Without a folder it can name none. Raises ``InputError`` with every problem, each with ``where`` before it.
    """
    reader = _Reader(folder, lang, checked(table, _FILE))
    parts = reader.parts(sound(table, _FILE), Path(where).stem)
    if parts is None or reader.problems:
        raise InputError(inside(where, reader.problems))
    return parts


class _Reader:
    """Reads the tables of one file and collects their problems."""

    def __init__(self, folder: Path | None, lang: Lang, problems: list[Problem]) -> None:
        self.folder = folder
        self.lang: Lang = lang
        self.problems = problems
        self.names: dict[str, str] | None = None

    def parts(self, table: Table, stem: str) -> ScenarioParts | None:
        """Return what the file says, as far as it can be read (``None`` without an organisation)."""
        organisation = self._organisation(table, stem)
        self.names = known_names(organisation, table.get("organisation", "")) if organisation else None
        regime, before = (self._regime(table, key, key) for key in ("regime", "before"))
        listed, regimes = self._listed(table), self._assignments(table)
        changes = self._items(table, "changes", _CHANGE, ("week", "regime"), Change)
        shocks = self._items(table, "shocks", _SHOCK, ("week", "kind"), Shock)
        worlds = table.get("worlds")
        if worlds is not None and not LEAST_WORLDS <= worlds <= MOST_WORLDS:
            limits = {"value": worlds, "low": LEAST_WORLDS, "high": MOST_WORLDS}
            self.problems.append(Problem("out_of_range", "worlds", limits))
        if organisation is None or self.problems:
            return None
        numbers = (table.get("weeks"), listed, worlds, table.get("seed"))
        parts = ScenarioParts(organisation, regime, regimes, changes, shocks, before, *numbers)
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
        return self._try(where, lambda: load_regime(self._beside(value, REGIMES)))

    def _listed(self, table: Table) -> tuple[Regime, ...]:
        """Return the regimes that the file asks to compare; one without a name gets an own one."""
        items: list[Any] = table.get("regimes", [])
        if "regimes" in table and "regime" in table:
            self.problems.append(SettingsProblem("regime_or_regimes", "regimes"))
        if "regimes" in table and not 2 <= len(items) <= MOST_REGIMES:
            values = {"value": len(items), "most": MOST_REGIMES}
            self.problems.append(SettingsProblem("regimes_count", "regimes", values))
        found: list[Regime] = []
        for number, item in enumerate(items, 1):
            where, entry = f"regimes[{number}]", {"regimes": item}
            problems = checked(entry, {"regimes": "regime"})
            self.problems += inside(where, problems)
            if isinstance(item, dict) and "name" not in item:
                base = str(item.get("base", BASES[0]))  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
                taken = [regime.name for regime in found]
                entry = {"regimes": {**item, "name": own_name(base, taken)}}
            made = None if problems else self._regime(entry, "regimes", where)
            found += [made] if made else []
        return tuple(found)

    def _beside(self, name: str, known: tuple[str, ...]) -> str:
        """Return the path of a file named in this file, or the name itself if there is no such file."""
        if self.folder is None:
            if name not in known:
                raise refuse_settings("no_files", value=name)
            return name
        return str(self.folder / name) if found((self.folder / name).is_file) else name

    def _organisation(self, table: Table, stem: str) -> Organisation | None:
        """Return the organisation named in the file or made of its teams, in the file's market."""
        if ("organisation" in table) == ("teams" in table):
            self.problems.append(Problem("teams_or_organisation", ""))
            return None
        if "organisation" in table:
            return self._named(table, table["organisation"])
        market = self._item(table.get("market", {}), "market", _MARKET, (), Market)
        teams = self._items(table, "teams", _TEAM, ("name",), Team)
        if len(teams) < len(table["teams"]):
            return None
        name = table.get("name", stem[:120])
        return self._try("", lambda: Organisation(name=name, teams=teams, market=market or Market()))

    def _named(self, table: Table, source: str) -> Organisation | None:
        """Return the organisation that the file names, under the file's name and with what it says of the market."""
        named = self._try(
            "organisation", lambda: named_organisation(self._beside(source, SHIPPED), self.lang)
        )
        start = named.market.with_ if named else Market
        market = self._item(table.get("market", {}), "market", _MARKET, (), start)
        if named is None or market is None:
            return None
        return self._try("", lambda: named.with_(name=table.get("name", named.name), market=market))

    def _assignments(self, table: Table) -> dict[str, Regime]:
        """Return the regime of each team that has one of its own."""
        assigned: dict[str, Regime] = {}
        items, problems = tables(table, "assignments")
        self.problems += problems
        for where, item in items:
            self.problems += inside(where, checked(item, _ASSIGNMENT, ("team", "regime")))
            entry = sound(item, _ASSIGNMENT)
            regime = self._regime(entry, "regime", f"{where} › regime")
            team = self._team(entry.get("team"), where)
            if team in assigned:
                self.problems.append(Problem("assigned_twice", where, {"value": team}))
            if regime and isinstance(team, str):
                assigned[team] = regime
        return assigned

    def _team(self, team: Any, where: str) -> Any:
        """Return the name of a team; note one that the organisation does not have."""
        if self.names is None or not isinstance(team, str) or team in self.names:
            return (self.names or {}).get(team, team)
        values = {"value": team, "allowed": nearest(team, [*dict.fromkeys(self.names.values())])}
        self.problems.append(Problem("unknown_team", f"{where} › team", values))
        return team

    def _items(
        self,
        table: Table,
        key: str,
        kinds: dict[str, str],
        required: tuple[str, ...],
        make: Callable[..., _T],
    ) -> tuple[_T, ...]:
        """Return the things that a list of tables describes, as far as they can be read."""
        items, problems = tables(table, key)
        self.problems += problems
        for where, item in items:
            if item.get("team", ALL_TEAMS) != ALL_TEAMS:
                item["team"] = self._team(item["team"], where)
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


def known_names(organisation: Organisation, source: str) -> dict[str, str]:
    """Return the teams by every name that a file may use: those of a shipped organisation in any language."""
    names = [team.name for team in organisation.teams]
    known = [
        names,
        *([team.name for team in shipped(source, lang).teams] for lang in LANGS if source in SHIPPED),
    ]
    return {said: name for other in known for said, name in zip(other, names, strict=True)}
