"""A pilot's data sheet as numbers for the agreed analysis, or every problem of the file by row and column.

*Problems* must be mended before anything is analysed. *Notes* (missing values, suppressed results, late starters, teams
that split) do not stop the analysis: they are reported with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simkit.distribution import Floats
from simkit.metrics import metric
from simkit.pilot.cells import Row, Table, read_table, team_reader
from simkit.pilot.design import Pilot
from simkit.pilot.deviations import Event, event_notes, read_events
from simkit.pilot.files import fingerprint
from simkit.pilot.measuring import a_cycle
from simkit.pilot.remarks import Note, ReadoutProblem, Spot, measure_said, period_said, refused
from simkit.pilot.sheet import ANSWERS, names_of, period_names, titles, value_columns
from simkit.pilot.timetable import Groups, arms, drawn, periods
from simkit.problems import InputError, Problem
from simkit.roster.columns import plain
from simkit.roster.files import file_bytes
from simkit.roster.problems import Said
from simkit.roster.sheets import Wanted, is_workbook, read_sheet

LEAST_SHARE = 0.5
"""Share of a row's weeks for which there must be data, or its values are not used."""
_MARK = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, eq=False)
class PilotData:
    """What was measured, as the agreed analysis takes it.

    ``values`` is (teams, periods, measures), teams as in ``Design.teams``, measures as in ``Pilot.measures``; NaN is missing
    or suppressed. Numbers of events (launches, …) are brought to the length of a cycle, so that periods compare.
    ``answers`` (of surveys) and ``weeks`` (with data; teams, periods) belong to them. ``groups`` is who changes when.
    """

    pilot: Pilot
    groups: Groups
    values: Floats
    answers: Floats
    weeks: NDArray[np.int64]
    events: tuple[Event, ...]
    notes: tuple[Note, ...]
    file: str

    @property
    def arms(self) -> NDArray[np.int64]:
        """Who lives under the new regime when, as planned, shape (teams, periods)."""
        return arms(self.pilot.design, self.groups)

    def of(self, id: str) -> Floats:
        """Return the values of a measure, shape (teams, periods)."""
        return self.values[:, :, [item.metric for item in self.pilot.measures].index(id)]

    def complete(self, cycle: int) -> bool:
        """Return whether a cycle is over: the primary measure was taken in at least half of the teams, then or later (suppressed or not)."""
        return not self.lacking(cycle)

    def lacking(self, cycle: int) -> list[int]:
        """Return the periods up to a cycle that are not over."""
        taken = np.isfinite(self.values[:, :, 0]) | np.isfinite(self.answers[:, :, 0])
        over = np.flatnonzero(taken.mean(axis=0) >= LEAST_SHARE)
        return list(range(int(over.max()) + 1 if over.size else 0, cycle + 1))


def read_data(
    pilot: Pilot, path: str | Path, *, deviations: str | Path | None = None, groups: Groups | None = None
) -> PilotData:
    """Return what a filled-in data sheet (.xlsx, .csv or .tsv) holds; names are understood in English and Chinese.

    A text file holds the values only: ``deviations`` may name a second file with that table. ``groups`` is who changes in
    which group (as drawn by the pilot's lot unless told). Raises ``InputError`` with every problem, by row and column.
    """
    book = is_workbook(file_bytes(path))
    columns = value_columns(pilot)
    sheet = read_sheet(path, Wanted(titles("values"), names_of(columns)))
    table = read_table(sheet, Spot(sheet.file, "values" if book else ""), columns, _readers(pilot))
    if table is None:
        raise refused("no_values", sheet.file)
    _check_rows(table, pilot)
    second = path if book and deviations is None else deviations
    events, more = read_events(pilot, second, workbook=book and deviations is None) if second else ((), [])
    problems: list[Problem] = [*table.problems, *more]
    if problems:
        raise InputError(problems)
    groups = drawn(pilot.design) if groups is None else groups
    return _gathered(pilot, groups, table, events, _mark_notes(pilot, path))


def _readers(pilot: Pilot) -> dict[str, Callable[[str], object]]:
    """Return how names of teams and periods are read."""
    numbers = period_names(pilot.design)

    def period(text: str) -> object:
        allowed = Said(("readout.period.all",), {"cycles": pilot.design.cycles})
        found = numbers.get(plain(text))
        return (
            found
            if found is not None
            else ReadoutProblem("unknown_period", values={"value": text, "allowed": allowed})
        )

    return {"team": team_reader(pilot), "period": period}


def _check_rows(table: Table, pilot: Pilot) -> None:
    """Keep what is wrong with rows as wholes: told twice, of other weeks than agreed, surveys without their number of answers."""
    spans = {period.number: period for period in periods(pilot.design)}
    least = {item.metric: item.survey.minimum_group for item in pilot.measures if item.survey}
    first: dict[tuple[str, int], int] = {}
    for row in table.rows:
        number, team = row.values.get("period"), row.values.get("team")
        if number is not None:
            _check_weeks(table, row, spans[number])
        if number is not None and team and first.setdefault((team, number), row.number) != row.number:
            values = {"team": team, "period": period_said(number), "other": first[team, number]}
            table.at(row.number, "team", ReadoutProblem("row_twice", values=values))
        for id, limit in least.items():
            count = row.values.get(f"{id}.{ANSWERS}", 0)  # a wrong number of answers has its own problem
            if row.values.get(id) is not None and count is None:
                table.at(row.number, f"{id}.{ANSWERS}", ReadoutProblem("no_answers", values={"least": limit}))


def _check_weeks(table: Table, row: Row, span: Any) -> None:
    """Keep what is wrong with the weeks of a row."""
    said: dict[str, object] = {"period": period_said(span.number), "first": span.first, "last": span.last}
    for id, agreed in (("first", span.first), ("last", span.last)):
        value = row.values.get(id)
        if value is not None and value != agreed:
            table.at(row.number, id, ReadoutProblem("other_weeks", values={"value": value, **said}))
    length, weeks = span.last - span.first + 1, row.values.get("weeks")
    if weeks is not None and weeks > length:
        values = {"value": weeks, "limit": length, "period": period_said(span.number)}
        table.at(row.number, "weeks", ReadoutProblem("more_weeks", values=values))


def _mark_notes(pilot: Pilot, path: str | Path) -> list[Note]:
    """Return whether the file was written for another version of the pilot, or does not say."""
    guide = (
        read_sheet(path, Wanted(titles("guide"), (), else_first=False))
        if is_workbook(file_bytes(path))
        else None
    )
    texts = [cell for _, cells in guide.rows for cell in cells] if guide else []
    marks = [found.group() for text in texts if (found := _MARK.search(text))]
    if not marks:
        return [Note("no_mark")]
    return [] if fingerprint(pilot) in marks else [Note("changed")]


def _gathered(
    pilot: Pilot, groups: Groups, table: Table, events: tuple[Event, ...], notes: list[Note]
) -> PilotData:
    """Return the rows as arrays, with notes on what is missing, suppressed or short of weeks."""
    shape = len(pilot.design.teams), pilot.design.cycles + 1
    ids = [item.metric for item in pilot.measures]
    values, answers = np.full((*shape, len(ids)), np.nan), np.full((*shape, len(ids)), np.nan)
    weeks = np.tile([period.last - period.first + 1 for period in periods(pilot.design)], (shape[0], 1))
    for row in table.rows:
        at = pilot.design.teams.index(row.values["team"]), row.values["period"]
        values[at] = [_number(row.values.get(id)) for id in ids]
        answers[at] = [_number(row.values.get(f"{id}.{ANSWERS}")) for id in ids]
        told = row.values.get("weeks")
        weeks[at] = weeks[at] if told is None else told
    notes += _weeks_short(pilot, weeks, values)
    notes += _suppressed(pilot, values, answers)
    notes += _missing(pilot, values, answers)
    notes += event_notes(pilot, groups, events)
    _per_cycle(pilot, values, weeks)
    return PilotData(pilot, groups, values, answers, weeks, events, tuple(notes), table.spot.file)


def _number(value: Any) -> float:
    """Return a number, NaN for an empty cell."""
    return np.nan if value is None else float(value)


def _weeks_short(pilot: Pilot, weeks: NDArray[np.int64], values: Floats) -> list[Note]:
    """Drop the values of rows with too few weeks, and return what is said of all that lack some."""
    notes: list[Note] = []
    for period in periods(pilot.design):
        length = period.last - period.first + 1
        for place in np.flatnonzero(weeks[:, period.number] < length):
            count = int(weeks[place, period.number])
            said: Mapping[str, object] = {"team": pilot.design.teams[place], "period": period_said(period.number), "weeks": count, "length": length}  # fmt: skip
            few = count < LEAST_SHARE * length
            notes.append(Note("weeks_too_few" if few else "weeks_missing", said))
            if few:
                values[place, period.number] = np.nan
    return notes


def _suppressed(pilot: Pilot, values: Floats, answers: Floats) -> list[Note]:
    """Suppress survey results of too few answers, and return what is said of them."""
    notes: list[Note] = []
    people = {team.name: team.people for team in pilot.organisation.teams}
    for place, item in enumerate(pilot.measures):
        if not item.survey:
            continue
        few = answers[:, :, place] < item.survey.minimum_group
        notes += _listed("suppressed", pilot, few, item.metric, least=item.survey.minimum_group)
        values[:, :, place][few] = np.nan
        many = answers[:, :, place] > np.array([[people[name]] for name in pilot.design.teams])
        notes += _listed("many_answers", pilot, many, item.metric)
    return notes


def _missing(pilot: Pilot, values: Floats, answers: Floats) -> list[Note]:
    """Return what is said of values that are not there, up to the last period of which anything is there."""
    reached = np.flatnonzero(np.isfinite(values).any(axis=(0, 2)) | np.isfinite(answers).any(axis=(0, 2)))
    notes: list[Note] = []
    for place, item in enumerate(pilot.measures):
        least = item.survey.minimum_group if item.survey else 0
        gone = np.isnan(values[:, :, place]) & ~(answers[:, :, place] < least)
        gone[:, (reached.max() if reached.size else -1) + 1 :] = False
        notes += _listed("missing", pilot, gone, item.metric)
    return notes


def _listed(code: str, pilot: Pilot, which: NDArray[np.bool_], id: str, **more: object) -> list[Note]:
    """Return a note a period in which a measure has marked teams."""
    found: list[Note] = []
    for number in np.flatnonzero(which.any(axis=0)):
        teams = tuple(
            name for name, marked in zip(pilot.design.teams, which[:, number], strict=True) if marked
        )
        said = {"measure": measure_said(id), "period": period_said(int(number)), "teams": teams}
        found.append(Note(code, {**said, **more}))
    return found


def _per_cycle(pilot: Pilot, values: Floats, weeks: NDArray[np.int64]) -> None:
    """Bring numbers of events to the analysed length of a cycle, so that a longer baseline does not look busier."""
    lengths = np.array([period.last - period.first + 1 for period in periods(pilot.design)])
    for place, item in enumerate(pilot.measures):
        if metric(item.metric).denominator is None:
            values[:, :, place] *= a_cycle(pilot.design) * lengths / np.maximum(weeks, 1)
