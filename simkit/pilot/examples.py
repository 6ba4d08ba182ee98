"""Two worked pilots with simulated data: one that should go, one that should not. Both say that they are simulated.

The data are those of one simulated pilot in a stated true world, made anew by the model on every machine.

>>> pilot, cells = example("go")
>>> pilot.simulated, len({team for team, *_ in cells})
(True, 12)
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np

from simkit.pilot.design import Design, Guardrail, Measure, Pilot, Rule, Survey
from simkit.pilot.folder import DATA, PilotFolder
from simkit.pilot.problems import refused
from simkit.pilot.template import sheet_bytes
from simkit.pilot.timetable import shuffled
from simkit.pilot.trials import simulate
from simkit.pilot.worlds import FULL
from simkit.presets import load_organisation, load_regime
from simkit.problems import nearest
from simkit.text import Lang, say

Cells = dict[tuple[str, int, str], float]
"""A value for each team, period and column of the data sheet."""
SEED = 7
"""The luck of both examples."""
ASKED = Survey(noise=15.0, response_rate=0.85)


class _Recipe(NamedTuple):
    """What is particular to an example."""

    organisation: str
    primary: str
    worthwhile: float
    rail: str
    margin: float
    secondary: tuple[str, ...]


_RECIPES = {
    "go": _Recipe(
        "product-company",
        "innovation_participation",
        15.0,
        "routine_output",
        25.0,
        ("felt_safety", "rd_intensity", "nps"),
    ),
    "stop": _Recipe(
        "manufacturer",
        "innovation_participation",
        15.0,
        "routine_output",
        8.0,
        ("felt_safety", "rd_intensity", "nps"),
    ),
}
EXAMPLES: tuple[str, ...] = tuple(_RECIPES)
"""Names of the worked pilots."""


def example(name: str, lang: Lang = "en") -> tuple[Pilot, Cells]:
    """Return a worked pilot and what its data sheet holds; raise ``InputError`` for another name."""
    if name not in _RECIPES:
        raise refused("unknown_example", value=name, nearest=nearest(name, EXAMPLES))
    pilot = _pilot(name, lang)
    found = simulate(_pilot(name, "en"), FULL, 1, SEED, lots=False)
    teams = dict(zip(pilot.design.teams, (team for team in found.values[0]), strict=True))
    people = {team.name: team.people for team in pilot.organisation.teams}
    cells: Cells = {}
    for team, periods in teams.items():
        for period, values in enumerate(periods):
            for item, value in zip(pilot.measures, values, strict=True):
                if not np.isnan(value):
                    cells[team, period, item.metric] = round(float(value), 1)
                    if item.survey:
                        cells[team, period, f"{item.metric}.answers"] = round(
                            people[team] * item.survey.response_rate
                        )
    return pilot, cells


def _pilot(name: str, lang: Lang) -> Pilot:
    """Return the design of an example: half of the teams, drawn by lot, two quarters, one look at the end."""
    recipe = _RECIPES[name]
    organisation, english = (
        load_organisation(recipe.organisation, lang),
        load_organisation(recipe.organisation),
    )
    order = shuffled([team.name for team in english.teams], SEED)
    names = dict(
        zip((team.name for team in english.teams), (team.name for team in organisation.teams), strict=True)
    )
    half, teams = len(order) // 2, [names[team] for team in order]
    secondary = tuple(
        Measure(metric=id, survey=ASKED if id == "felt_safety" else None) for id in recipe.secondary
    )
    return Pilot(
        name=say(f"pilot.example.{name}", lang), organisation=organisation, new=load_regime("innovation"),
        design=Design(pilot_teams=tuple(teams[:half]), comparison_teams=tuple(teams[half:]), lot_seed=SEED, assigned="choice"),
        primary=Measure(metric=recipe.primary), secondary=secondary,
        guardrails=(Guardrail(measure=Measure(metric=recipe.rail), margin=recipe.margin),),
        rule=Rule(worthwhile=recipe.worthwhile, looks=(2,)), simulated=True,
    )  # fmt: skip


def write_example(name: str, folder: str | Path, lang: Lang = "en") -> PilotFolder:
    """Write a worked pilot and its filled data sheet into a folder, over earlier ones, and return the folder."""
    pilot, cells = example(name, lang)
    kept = PilotFolder(folder)
    kept.write(pilot)
    kept.put(DATA, sheet_bytes(pilot, DATA, lang, cells))
    return kept
