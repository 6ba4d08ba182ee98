"""The layout of a pilot's data sheet: its columns, its rows, and the names by which a reader knows them.

One row holds one team and one period (the baseline or a cycle), since that is what the agreed analysis uses. Most
measures are ratios: values of single weeks or months cannot be averaged to the value of a period without the counts
behind them, while the systems of a company report any stretch of dates at once. So a sheet stays at a few dozen rows.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from simkit.metrics import STAGES, metric
from simkit.pilot.design import Design, Measure, Pilot
from simkit.pilot.timetable import Groups, Period, arms, drawn, periods
from simkit.roster.columns import Column, plain
from simkit.roster.problems import Said
from simkit.text import LANGS, Lang, entries, say

PLAN = ("team", "period", "first", "last", "weeks")
"""Columns about the row: team and period name it, the others say which weeks its values are from."""
EVENT = ("kind", "team", "week", "note")
"""Columns of the sheet of deviations."""
KINDS = ("switched", "never", "split", "merged", "left", "other")
"""What a team can have done otherwise than planned."""
MOST = 1e9
"""Stands for no upper limit."""
NOTE_LENGTH = 300
ANSWERS = "answers"
_UNIT_LIMITS = {"percent": (0.0, 100.0), "points": (0.0, 100.0), "hours": (0.0, 8760.0), "par": (-MOST, MOST)}
_LIMITS = {
    "nps": (-100.0, 100.0), "nps_change": (-200.0, 200.0), "recognition": (0.0, MOST), "target_attainment": (0.0, MOST),
    "theme_attainment": (0.0, MOST), "idea_conversion": (0.0, MOST), "rd_intensity": (0.0, MOST),
    "project_funding": (0.0, MOST), "cramming": (0.0, MOST),
}  # fmt: skip
"""Metrics whose limits their unit does not tell, such as percentages of something that can be exceeded."""
_STAGE_OF_STREAM = {
    "financial": "output",
    "customer": "impact",
    "capability": "output",
    "vitality": "process",
}


@dataclass(frozen=True, slots=True)
class ValueColumn(Column):
    """A column of the data sheet; ``metric`` and ``stage`` are empty for the columns about the row."""

    metric: str = ""
    asked: bool = False

    @property
    def percent(self) -> bool:
        """Whether ``95 %`` means 95 here."""
        return bool(self.metric) and metric(self.metric).unit == "percent" and self.part != ANSWERS

    @property
    def part(self) -> str:
        """What of a measure stands here: ``"value"`` or, for a survey, the number of ``"answers"``."""
        return ANSWERS if self.id.endswith(f".{ANSWERS}") else "value"

    @property
    def stage(self) -> str:
        """Whether the measure is an input, process, output or impact; empty for the columns about the row."""
        return stage_of(self.metric) if self.metric else ""

    @property
    def label(self) -> Said:
        """Name of the column, as said to a person."""
        if not self.metric:
            return Said((f"readout.column.{self.id}",))
        name = Said((f"metric.{self.metric}.label",))
        return Said(("readout.column.answers",), {"measure": name}) if self.part == ANSWERS else name

    @property
    def allowed(self) -> Said:
        """What a cell may hold, as said to a person."""
        if self.kind == "text":
            return Said((f"readout.allowed.{self.id}",))
        kind = "whole" if self.whole else "number"
        ends = {"low": f"{self.low:g}", "high": f"{self.high:g}"}
        if self.high >= MOST:
            return Said((f"readout.allowed.{kind}_{'any' if self.low <= -MOST else 'from'}",), ends)
        return Said((f"roster.allowed.{kind}",), ends)

    @property
    def unit(self) -> Said:
        """Unit of the column, as said to a person."""
        if not self.metric:
            return Said((f"readout.unit.{self.id}",))
        if self.part == ANSWERS:
            return Said(("readout.unit.answers",))
        unit = Said((f"term.unit.{metric(self.metric).unit}.label",))
        return Said(("readout.unit.mean",), {"unit": unit}) if self.asked else unit

    def header(self, lang: Lang) -> str:
        """Return the text of the header cell: label and, in brackets, unit."""
        unit = self.unit.text(lang)
        brackets = " ({})" if lang == "en" else "（{}）"
        return self.label.text(lang) + (brackets.format(unit) if unit else "")


def stage_of(id: str) -> str:
    """Return where in the chain from input to impact a metric stands.

    >>> stage_of("launches"), stage_of("value_financial"), stage_of("felt_safety")
    ('output', 'impact', 'process')
    """
    item = metric(id)
    if item.stage or item.headline:
        return item.stage or "impact"
    return _STAGE_OF_STREAM.get(item.stream, "output" if item.functions else "process")


def limits(id: str) -> tuple[float, float]:
    """Return the lowest and highest value that a metric can have.

    >>> limits("felt_safety"), limits("nps")
    ((0.0, 100.0), (-100.0, 100.0))
    """
    return _LIMITS.get(id) or _UNIT_LIMITS.get(metric(id).unit, (0.0, MOST))


def value_columns(pilot: Pilot) -> tuple[ValueColumn, ...]:
    """Return the columns of the sheet of values: about the row, then the measures from input to impact."""
    about = (
        ValueColumn("team", "text", True), ValueColumn("period", "text", True),
        *(ValueColumn(id, "number", False, 0 if id == "weeks" else 1, pilot.design.weeks, True) for id in PLAN[2:]),
    )  # fmt: skip
    listed = sorted(pilot.measures, key=lambda item: STAGES.index(stage_of(item.metric)))
    return (*about, *(column for item in listed for column in _measure_columns(item)))


def _measure_columns(item: Measure) -> list[ValueColumn]:
    """Return the columns of a measure: its value and, if it is asked for, how many answered."""
    low, high = limits(item.metric)
    whole = metric(item.metric).denominator is None
    value = ValueColumn(item.metric, "number", False, low, high, whole, item.metric, bool(item.survey))
    if not item.survey:
        return [value]
    return [value, ValueColumn(f"{item.metric}.{ANSWERS}", "number", False, 0, MOST, True, item.metric, True)]


def event_columns(pilot: Pilot) -> tuple[ValueColumn, ...]:
    """Return the columns of the sheet of deviations."""
    return tuple(
        ValueColumn(id, "number", True, 1, pilot.design.weeks, True) if id == "week" else ValueColumn(id, "text", id != "note", 1, NOTE_LENGTH)
        for id in EVENT
    )  # fmt: skip


def names_of(columns: tuple[ValueColumn, ...]) -> dict[str, str]:
    """Return every accepted name of a column (plain) and its id."""
    names: dict[str, str] = {}
    for item in columns:
        aliases: list[str] = [] if item.metric else entries("readouts")["alias"].get(item.id, [])
        for name in (item.id, *(item.label.text(lang) for lang in LANGS), *aliases):
            names[plain(name)] = item.id
    return names


def titles(key: str) -> frozenset[str]:
    """Return what a sheet (``values`` or ``deviations``) is called in each language."""
    return frozenset(say(f"readout.sheet.{key}", lang) for lang in LANGS)


def period_name(number: int, lang: Lang) -> str:
    """Return what a period is called.

    >>> period_name(0, "en"), period_name(2, "zh")
    ('Baseline', '第 2 周期')
    """
    return (
        say("readout.period.cycle", lang, number=number) if number else say("readout.period.baseline", lang)
    )


def period_names(design: Design) -> dict[str, int]:
    """Return every accepted name of a period (plain) and its number."""
    names = {str(period.number): period.number for period in periods(design)}
    for period in periods(design):
        names |= {plain(period_name(period.number, lang)): period.number for lang in LANGS}
    return names


def rows_of(pilot: Pilot) -> list[tuple[str, Period]]:
    """Return the rows of the sheet: every team in every period, period by period, as the sheet is filled in over time."""
    return [(team, period) for period in periods(pilot.design) for team in pilot.design.teams]


def switch_weeks(design: Design, groups: Groups | None = None) -> Mapping[str, int | None]:
    """Return the week from which each team is to live under the new regime (``None``: never).

    >>> design = Design(kind="parallel", pilot_teams=("A", "B"), comparison_teams=("C", "D"))
    >>> dict(switch_weeks(design))
    {'A': 27, 'B': 27, 'C': None, 'D': None}
    """
    planned = arms(design, drawn(design) if groups is None else groups)
    found: dict[str, int | None] = {}
    for name, row in zip(design.teams, planned, strict=True):
        cycle = int(row.argmax())
        found[name] = design.baseline_weeks + (cycle - 1) * design.cycle_weeks + 1 if row.any() else None
    return found


def group_names(design: Design, groups: Groups, lang: Lang) -> dict[str, str]:
    """Return what the group of each team is called."""
    key = {"stepped_wedge": "numbered", "crossover": "crossed"}.get(design.kind, "pilot")
    found = {name: say("readout.group.comparison", lang) for name in design.teams}
    return found | {
        name: say(f"readout.group.{key}", lang, number=group + 1)
        for name, group in zip(design.pilot_teams, groups, strict=True)
    }


def monday(pilot: Pilot, week: int) -> datetime.date | None:
    """Return the Monday of a week, if it is known when the pilot starts."""
    return pilot.start + datetime.timedelta(weeks=week - 1) if pilot.start else None
