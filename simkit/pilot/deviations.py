"""What happened otherwise than planned: the sheet of deviations, what is said of it, and who really lived under which regime."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from simkit.pilot.cells import Table, read_table, team_reader
from simkit.pilot.design import Pilot
from simkit.pilot.remarks import Note, ReadoutProblem, Spot
from simkit.pilot.sheet import KINDS, event_columns, names_of, switch_weeks, titles
from simkit.pilot.timetable import Arms, Groups, arms, periods
from simkit.problems import Problem, nearest
from simkit.roster.columns import plain
from simkit.roster.problems import Said
from simkit.roster.sheets import Wanted, read_sheet
from simkit.text import LANGS, say


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a team did otherwise than planned (``kind`` as in ``KINDS``), in a week of the pilot."""

    kind: str
    team: str
    week: int
    note: str = ""


def read_events(pilot: Pilot, path: str | Path, *, workbook: bool) -> tuple[tuple[Event, ...], list[Problem]]:
    """Return the deviations in a file and every problem of their table; a workbook without such a sheet has none."""
    columns = event_columns(pilot)
    sheet = read_sheet(path, Wanted(titles("deviations"), names_of(columns), else_first=not workbook))
    spot = Spot(sheet.file, "deviations" if workbook else "")
    if not sheet.rows:
        return (), []
    table = read_table(sheet, spot, columns, _readers(pilot))
    if table is None:
        return (), [ReadoutProblem("no_deviations", sheet.file)]
    _check(table, pilot)
    if table.problems:
        return (), table.problems
    rows = [row.values for row in table.rows]
    return tuple(Event(row["kind"], row["team"], int(row["week"]), row.get("note") or "") for row in rows), []


def _readers(pilot: Pilot) -> dict[str, Callable[[str], object]]:
    """Return how kinds and teams are read."""
    kinds = {plain(say(f"readout.kind.{id}", lang)): id for id in KINDS for lang in LANGS}

    def kind(text: str) -> object:
        guess = kinds.get(nearest(plain(text), list(kinds)))
        near = Said(tuple(f"readout.kind.{id}" for id in ([guess] if guess else KINDS)))
        return kinds.get(plain(text)) or ReadoutProblem(
            "unknown_kind", values={"value": text, "nearest": near}
        )

    return {"team": team_reader(pilot), "kind": kind}


def _check(table: Table, pilot: Pilot) -> None:
    """Keep a problem of each comparison team that is said to have changed in another week, or not at all."""
    for row in table.rows:
        kind, team = row.values.get("kind"), row.values.get("team")
        if kind in ("switched", "never") and team in pilot.design.comparison_teams:
            values = {"team": team, "other": Said(("readout.kind.other",))}
            table.at(row.number, "kind", ReadoutProblem("never_planned", values=values))


def event_notes(pilot: Pilot, groups: Groups, events: tuple[Event, ...]) -> list[Note]:
    """Return what is said of each deviation."""
    planned = switch_weeks(pilot.design, groups)
    notes: list[Note] = []
    for item in events:
        code, values = item.kind, {"team": item.team, "week": item.week, "note": item.note}
        at = planned[item.team]
        if item.kind == "switched" and at is not None:
            code = "late" if item.week > at else "early" if item.week < at else "on_time"
            values["weeks"] = abs(item.week - at)
        elif item.kind == "never":
            values["week"] = at or item.week
        notes.append(Note(code, values))
    return notes


def as_treated(pilot: Pilot, groups: Groups, events: tuple[Event, ...]) -> Arms:
    """Return who really lived under the new regime when: a period counts as new if at least half of its weeks were."""
    design, planned = pilot.design, switch_weeks(pilot.design, groups)
    found = arms(design, groups)
    for item in events:
        row = found[design.teams.index(item.team)]
        if item.kind == "never":
            row[:] = 0
        if item.kind != "switched" or planned[item.team] is None:
            continue
        ends = [period.number for period in periods(design) if row[period.number]]
        for period in periods(design):
            new = period.last - max(period.first, item.week) + 1
            row[period.number] = int(period.number <= max(ends) and 2 * new >= period.last - period.first + 1)
    return np.asarray(found)
