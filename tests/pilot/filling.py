"""Pilots and filled-in data sheets for the tests of readouts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl

from simkit.pilot.design import Design, Guardrail, Measure, Pilot, Rule, Survey
from simkit.pilot.sheet import rows_of, value_columns
from simkit.pilot.template import write_template
from simkit.presets import load_regime
from simkit.scenario import Organisation, Team
from simkit.text import Lang, say

TEAMS = ("North", "South", "East", "West")


def small_pilot(**more: Any) -> Pilot:
    """Return a pilot of two pilot and two comparison teams, a baseline and two cycles."""
    organisation = Organisation(name="Demo", teams=tuple(Team(name=name, people=10) for name in TEAMS))
    design = Design(
        kind="parallel", pilot_teams=TEAMS[:2], comparison_teams=TEAMS[2:], baseline_weeks=26, cycle_weeks=13, cycles=2
    )  # fmt: skip
    described: dict[str, Any] = {
        "name": "Demo pilot", "organisation": organisation, "new": load_regime("innovation"), "design": design,
        "primary": Measure(metric="felt_safety", survey=Survey()),
        "guardrails": (Guardrail(measure=Measure(metric="floor_breaches"), margin=5),),
        "secondary": (Measure(metric="launches"), Measure(metric="nps")), "rule": Rule(worthwhile=3, looks=(1, 2)),
    }  # fmt: skip
    return Pilot(**{**described, **more})


def usual(team: str, period: int, id: str) -> float:
    """Return a possible value that differs from every other one: a number of the team, of the period, and of the column."""
    number = TEAMS.index(team) + 4 * period
    return {
        "felt_safety": 50.5,
        "felt_safety.answers": 6,
        "floor_breaches": 10.25,
        "launches": 1,
        "nps": -20,
    }[id] + (number % 5 if id.endswith("answers") else number)


def fill(path: Path, changes: dict[tuple[str, int, str], Any], pilot: Pilot, lang: Lang = "en") -> Path:
    """Fill a template with the usual values, but for ``changes`` (``None``: leave empty)."""
    book = openpyxl.load_workbook(path)
    sheet = book[say("readout.sheet.values", lang)]
    columns = [item.id for item in value_columns(pilot)]
    for row, (team, period) in enumerate(rows_of(pilot), 3):
        for place, id in enumerate(columns, 1):
            key = (team, period.number, id)
            if key in changes or place > 5:
                sheet.cell(row, place).value = changes.get(key, usual(*key) if place > 5 else None)
    book.save(path)
    return path


def filled(
    folder: Path, pilot: Pilot | None = None, lang: Lang = "en", *, events: tuple[tuple[object, ...], ...] = (), **changes: Any
) -> Path:  # fmt: skip
    """Write and fill a data sheet; a change is named ``Team_period_column``, dots in columns as double underscores."""
    pilot = pilot or small_pilot()
    path = write_template(pilot, folder / "data.xlsx", lang, overwrite=True)
    keys = {_key(name): value for name, value in changes.items()}
    fill(path, keys, pilot, lang)
    book = openpyxl.load_workbook(path)
    sheet = book[say("readout.sheet.deviations", lang)]
    for row, event in enumerate(events, 2):
        for place, value in enumerate(event, 1):
            sheet.cell(row, place).value = value  # pyright: ignore[reportAttributeAccessIssue]
    book.save(path)
    return path


def _key(name: str) -> tuple[str, int, str]:
    team, period, id = name.split("_", 2)
    return team, int(period), id.replace("__", ".")


def cell(pilot: Pilot, team: str, period: int, id: str) -> tuple[int, str]:
    """Return row and letter of a cell of the sheet of values."""
    row = [(name, item.number) for name, item in rows_of(pilot)].index((team, period)) + 3
    return row, "ABCDEFGHIJKLMN"[[item.id for item in value_columns(pilot)].index(id)]
