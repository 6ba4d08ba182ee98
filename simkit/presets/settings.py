"""Settings: everything that a comparison depends on, in one object that can be changed, saved and passed on.

The lab keeps its state in it. A settings file is a scenario file, so that ``simkit compare ours.toml``, the lab and
``simkit.compare("ours.toml")`` give the same numbers; a share code is such a file in one word.

>>> ours = usual_settings().with_regime(1, Regime.preset("innovation").with_("Ours", review_interval=8))
>>> settings_from_toml(ours.toml()) == ours == settings_from_code(ours.code())
True
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import tomli_w

from simkit.presets.codes import code_of, digest
from simkit.presets.organisations import ORGANISATIONS, SHIPPED, shipped
from simkit.presets.reading import LARGEST, parsed
from simkit.presets.refusals import SettingsProblem, refuse_settings
from simkit.presets.scenario_reader import ScenarioParts, parts_of
from simkit.presets.scenarios import load_code, load_organisation, load_scenario_parts, scenario_table
from simkit.problems import InputError, Problem
from simkit.regime import BASES, Regime
from simkit.scenario import ALL_TEAMS, LEAST_WORLDS, MOST_REGIMES, MOST_WORLDS, Organisation, Scenario
from simkit.text import LANGS, Lang

USUAL_WORLDS = 200
"""Worlds of a comparison in the lab unless told otherwise."""
RUN = ("weeks", "worlds", "seed")
"""What a run is made of, besides what is compared on what."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What is compared: the regimes (the reference first), on a scenario, in how many worlds of which seed.

    The scenario brings organisation and market, regimes of single teams, changes, shocks and weeks; its own regime
    is the reference. ``worlds`` is ``None`` where worlds are added until the answer is precise. Raises
    ``InputError`` with every problem.
    """

    scenario: Scenario
    regimes: tuple[Regime, ...]
    worlds: int | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse what cannot be compared or kept; let the scenario begin with the reference."""
        problems = [*_number_problems(self.worlds, self.seed)]
        if not 2 <= len(self.regimes) <= MOST_REGIMES:
            values = {"value": len(self.regimes), "most": MOST_REGIMES}
            problems.append(SettingsProblem("regimes_count", "regimes", values))
        if self.scenario.constants:
            names = ", ".join(self.scenario.constants)
            problems.append(SettingsProblem("constants", "constants", {"value": names}))
        if problems:
            raise InputError(problems)
        if self.scenario.regime != self.regimes[0]:
            object.__setattr__(self, "scenario", self.scenario.with_(regime=self.regimes[0]))

    @property
    def source(self) -> str:
        """The name of the shipped organisation whose teams these are; ``""`` for own ones.

        >>> usual_settings("zh").source
        'product-company'
        """
        teams = self.scenario.organisation.teams
        return next((name for name in SHIPPED for lang in LANGS if shipped(name, lang).teams == teams), "")

    def with_regime(self, place: int, regime: Regime) -> Settings:
        """Return settings with another regime at a place (0 is the reference)."""
        if not 0 <= place < len(self.regimes):
            raise refuse_settings("no_place", "regimes", value=place + 1, most=len(self.regimes))
        changed = (*self.regimes[:place], regime, *self.regimes[place + 1 :])
        return replace(self, regimes=changed)

    def with_market(self, **fields: float) -> Settings:
        """Return settings with these fields of the market set: ``with_market(certainty=2)``."""
        organisation = self.scenario.organisation
        changed = organisation.with_(market=organisation.market.with_(**fields))
        return self._on(changed)

    def with_organisation(self, organisation: str | Path | Organisation, lang: Lang = "en") -> Settings:
        """Return settings on another organisation and its market: a shipped name, a file, a code or an object.

        Changes and shocks for all teams stay. What was set for single teams stays with teams that are on both
        (by what their luck hangs on, so in any language) and is gone with the others.
        """
        made = (
            organisation if isinstance(organisation, Organisation) else load_organisation(organisation, lang)
        )
        after, before = {team.luck: team.name for team in made.teams}, self.scenario.organisation.teams
        return self._on(made, {team.name: after[team.luck] for team in before if team.luck in after})

    def with_run(self, **run: int | None) -> Settings:
        """Return settings with another length, size or seed: ``with_run(weeks=104, worlds=None, seed=7)``.

        What is not given stays; ``worlds=None`` adds worlds until the answer is precise.
        """
        unknown = [Problem("unknown_field", "", {"field": key}) for key in run if key not in RUN]
        if unknown:
            raise InputError(unknown)
        scenario = self.scenario.with_(weeks=run["weeks"]) if "weeks" in run else self.scenario
        size: dict[str, Any] = {key: value for key, value in run.items() if key != "weeks"}
        return replace(self, scenario=scenario, **size)

    def in_language(self, lang: Lang) -> Settings:
        """Return the settings with a shipped organisation's names in a language; own organisations stay as they are.

        >>> usual_settings("en").in_language("zh") == usual_settings("zh")
        True
        """
        source, old = self.source, self.scenario.organisation
        if not source:
            return self
        new = shipped(source, lang)
        names = {before.name: after.name for before, after in zip(old.teams, new.teams, strict=True)}
        usual = old.name in [shipped(source, item).name for item in LANGS]
        name = new.name if usual else old.name
        return self._on(Organisation(name=name, teams=new.teams, market=old.market), names)

    def toml(self) -> str:
        """Return the text of a scenario file that ``settings_from_toml`` and ``simkit compare`` read."""
        return tomli_w.dumps(self._table())

    def code(self) -> str:
        """Return the share code, which ``settings_from_code`` and ``simkit compare`` read."""
        return code_of(self._table(), digest(self.scenario, self.regimes, self.worlds, self.seed))

    def _table(self) -> dict[str, Any]:
        """Return the table of the scenario file."""
        return scenario_table(self.scenario, self.regimes, self.worlds, self.seed, self.source)

    def _on(self, organisation: Organisation, names: dict[str, str] | None = None) -> Settings:
        """Return the settings on another organisation; ``names`` has the new name of every team that goes on."""
        old = self.scenario
        if names is None:
            return replace(self, scenario=old.with_(organisation=organisation))
        go_on = names | {ALL_TEAMS: ALL_TEAMS}
        changed = old.with_(
            organisation=organisation,
            regimes={names[team]: regime for team, regime in old.regimes.items() if team in names},
            changes=tuple(item.with_(team=go_on[item.team]) for item in old.changes if item.team in go_on),
            shocks=tuple(item.with_(team=go_on[item.team]) for item in old.shocks if item.team in go_on),
        )
        return replace(self, scenario=changed)


def usual_settings(lang: Lang = "en") -> Settings:
    """Return what the lab begins with: the first example, the traditional regime against the innovation-driven one.

    >>> usual_settings("zh").scenario.organisation.name
    '产品公司'
    """
    first, second = (Regime.preset(name) for name in BASES)
    scenario = Scenario(organisation=shipped(ORGANISATIONS[0], lang), regime=first)
    return Settings(scenario, (first, second), USUAL_WORLDS)


def settings_from_toml(text_or_path: str | Path, lang: Lang = "en") -> Settings:
    """Return the settings in a scenario file or in its text; raise ``InputError`` with every problem.

    A text (anything with a line break or an equals sign) cannot name other files, as it has no place.

    >>> settings_from_toml('organisation = "G2"').regimes[1].name
    'innovation'
    """
    if isinstance(text_or_path, Path) or not set(text_or_path) & {"\n", "="}:
        return settings_of(load_scenario_parts(text_or_path, lang))
    return settings_of(parts_of(parsed(text_or_path), lang))


def settings_from_code(code: str, lang: Lang = "en") -> Settings:
    """Return the settings in a share code; raise ``InputError`` if it is not whole or not one.

    >>> settings_from_code(usual_settings("en").code(), "zh") == usual_settings("zh")
    True
    """
    return settings_of(load_code(code, lang))


def settings_of(parts: ScenarioParts) -> Settings:
    """Return the settings in what a scenario file says."""
    return Settings(parts.scenario(), parts.compared, parts.worlds, parts.seed or 0)


def _number_problems(worlds: object, seed: object) -> Sequence[Problem]:
    """Return what is wrong with the number of worlds and the seed."""
    largest = int(LARGEST) - 1
    limits = {"worlds": (worlds, LEAST_WORLDS, MOST_WORLDS), "seed": (seed, -largest, largest)}
    found: list[Problem] = []
    for name, (value, low, high) in limits.items():
        if name == "worlds" and value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int):
            found.append(Problem("not_a_whole_number", name, {"value": value}))
        elif not low <= value <= high:
            found.append(Problem("out_of_range", name, {"value": value, "low": low, "high": high}))
    return found
