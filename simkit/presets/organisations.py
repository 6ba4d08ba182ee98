"""The example organisations and the three scenes; all their names and numbers are invented."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from simkit.presets.reading import Table, preset_file
from simkit.presets.regimes import load_regime
from simkit.problems import nearest
from simkit.regime import Regime
from simkit.roster import read_roster
from simkit.roster.columns import COLUMN_IDS
from simkit.roster.files import found
from simkit.roster.problems import refuse
from simkit.scenario import Market, Organisation, Team
from simkit.text import Lang, say

ORGANISATIONS: tuple[str, ...] = tuple(preset_file("organisations"))
"""Names of the example organisations."""
SCENES: dict[str, str] = {id: str(entry["regime"]) for id, entry in preset_file("scenes").items()}
"""Ids of the scenes, each with its name, which is also that of its regime."""


def example(name: str, lang: Lang = "en") -> Organisation:
    """Return an example organisation with team names in a language, or raise ``KeyError``.

    >>> org = example("group")
    >>> len(org.teams), sum(team.people for team in org.teams)
    (40, 300)
    """
    entry = preset_file("organisations")[name]
    return Organisation(
        name=entry["name"][lang], teams=_rows(entry["teams"], lang), market=Market(**entry["market"])
    )


def _rows(rows: list[list[Any]], lang: Lang) -> tuple[Team, ...]:
    """Return the teams of the rows: both names, then the values in the order of the roster's columns.

    In either language a team's luck hangs on its English name.
    """
    chosen = {"en": 0, "zh": 1}[lang]
    return tuple(
        Team(**dict(zip(COLUMN_IDS, (row[chosen], *row[2:]), strict=False)), key=row[0]) for row in rows
    )


def example_sheet(name: str, lang: Lang = "en") -> Path:
    """Return the path of the shipped sheet of an example organisation.

    >>> example_sheet("group", "zh").name
    'group.xlsx'
    """
    return Path(str(files(__package__ or "simkit.presets"))) / "sheets" / lang / f"{name}.xlsx"


def scene(id: str, lang: Lang = "en") -> tuple[Organisation, Regime]:
    """Return the team in its market and the regime of a scene, by id (``"G1"``) or name (``"agile_team"``).

    >>> organisation, regime = scene("G3")
    >>> organisation.teams[0].function, regime.tools
    ('production', ('kpi', 'kpi_floor', 'points'))
    """
    ids = {**{key: key for key in SCENES}, **{name: key for key, name in SCENES.items()}}
    if id not in ids:
        raise refuse("unknown_scene", value=id, nearest=nearest(id, list(ids)))
    entry: Table = preset_file("scenes")[ids[id]]
    teams = tuple(
        Team(**{**team, "name": team["name"][lang], "key": team["name"]["en"]}) for team in entry["teams"]
    )
    name = say(f"term.scene.{entry['regime']}.label", lang)
    return Organisation(name=name, teams=teams, market=Market(**entry["market"])), load_regime(
        entry["regime"]
    )


SHIPPED: tuple[str, ...] = (*ORGANISATIONS, *SCENES, *SCENES.values())
"""Names under which organisations ship."""


@cache
def shipped(name: str, lang: Lang = "en") -> Organisation:
    """Return an example or the organisation of a scene, or raise ``KeyError``.

    >>> shipped("G3", "zh").teams[0].name
    '总装部'
    """
    return example(name, lang) if name in ORGANISATIONS else scene(name, lang)[0]


def named_organisation(name_or_path: str | Path, lang: Lang = "en") -> Organisation:
    """Return an example, the organisation of a scene, or that of a roster sheet."""
    name = str(name_or_path)
    if name in SHIPPED:
        return shipped(name, lang)
    path = Path(name_or_path)
    if not found(path.exists) and not path.suffix:
        raise refuse(
            "unknown_organisation",
            value=name,
            nearest=nearest(name, SHIPPED),
        )
    return read_roster(path)
