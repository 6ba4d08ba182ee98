"""The sheet that explains a pilot's data sheet: steps, columns, calendar, who changes when, and the pilot's fingerprint."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

from openpyxl.styles import Font

from simkit.metrics import QUARTER, metric
from simkit.pilot.design import Pilot
from simkit.pilot.files import fingerprint
from simkit.pilot.sheet import (
    KINDS,
    ValueColumn,
    group_names,
    monday,
    period_name,
    switch_weeks,
    value_columns,
)
from simkit.pilot.timetable import Groups, Period, periods
from simkit.roster.template import FILLS, FONT, LINE, TOP, display_width, fit_paper
from simkit.text import Lang, say

WIDTHS = (34, 12, 24, 34, 30, 70)
"""Widths of the columns of the explanation."""
CHOICES = 8
"""Place of the first of the two hidden columns that hold what drop-downs offer: teams, and kinds of deviation."""


def write_guide(sheet: Any, pilot: Pilot, lang: Lang, groups: Groups, file: str) -> None:
    """Write the explanation of a pilot's data sheet."""
    _write_choices(sheet, pilot, lang)
    row = _write_words(sheet, pilot, lang, file)
    heads = ("column", "stage", "unit", "allowed", "when", "meaning")
    row = _write_table(
        sheet, row, "columns", heads, [_column(item, pilot, lang) for item in value_columns(pilot)], lang
    )
    calendar = [_period(pilot, item, lang) for item in periods(pilot.design)]
    row = _write_table(sheet, row, "calendar", ("period", "weeks", "dates"), calendar, lang)
    _write_table(sheet, row, "planned", ("team", "group", "switch"), _planned(pilot, groups, lang), lang)
    for letter, width in zip("ABCDEF", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    fit_paper(sheet)
    sheet.print_area = f"A1:F{sheet.max_row}"


def _write_choices(sheet: Any, pilot: Pilot, lang: Lang) -> None:
    """Write what drop-downs offer, in hidden columns: a list within the rule itself may not be longer than 255 letters."""
    kinds = [say(f"readout.kind.{id}", lang) for id in KINDS]
    for place, items in enumerate((pilot.design.teams, kinds), CHOICES):
        for number, text in enumerate(items, 2):
            sheet.cell(number, place, text).data_type = "s"
    for letter in "HI":
        sheet.column_dimensions[letter].hidden = True


def _write_words(sheet: Any, pilot: Pilot, lang: Lang, file: str) -> int:
    """Write title and sentences, and return the next free row."""
    names = {key: say(f"readout.sheet.{key}", lang) for key in ("values", "deviations")}
    words = [
        *([say("readout.guide.simulated", lang)] if pilot.simulated else []),
        *say("readout.guide.steps", lang, **names, file=file, pilot="PILOT.toml").splitlines(),
        say("readout.guide.why", lang), say("readout.guide.level", lang, weeks=QUARTER), say("readout.guide.people", lang),
        f"{say('readout.guide.mark', lang)}{say('pilot.word.colon', lang)}{fingerprint(pilot)}",
    ]  # fmt: skip
    _write_line(sheet, 1, say("readout.guide.title", lang, name=pilot.name), size=14)
    for row, text in enumerate(words, 2):
        _write_line(sheet, row, text)
    return len(words) + 3


def _write_line(sheet: Any, row: int, text: str, size: int = 10) -> None:
    """Write a sentence over the whole width."""
    cell = sheet.cell(row, 1, text)
    cell.data_type = "s"
    cell.font, cell.alignment = Font(name=FONT, size=size, bold=size > 10), TOP
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(WIDTHS))
    sheet.row_dimensions[row].height = 6 + 1.5 * size * ceil(display_width(text) * 1.1 / sum(WIDTHS))


def _write_table(
    sheet: Any, row: int, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], lang: Lang
) -> int:
    """Write a table with its title and return the next free row."""
    _write_line(sheet, row, say(f"readout.guide.{title}", lang), size=12)
    told = [[say(f"readout.guide.head_{key}", lang) for key in heads], *rows]
    for number, texts in enumerate(told, row + 1):
        for place, text in enumerate(texts, 1):
            cell = sheet.cell(number, place, text)
            cell.data_type, cell.alignment, cell.border = "s", TOP, LINE
            head = number == row + 1
            cell.font = Font(name=FONT, size=10, bold=head, color="FFFFFF" if head else "000000")
            if head:
                cell.fill = FILLS[True]
        lines = [ceil(display_width(text) * 1.15 / width) for text, width in zip(texts, WIDTHS, strict=False)]
        sheet.row_dimensions[number].height = 4 + 14 * max(lines)
    return row + len(told) + 2


def _column(item: ValueColumn, pilot: Pilot, lang: Lang) -> list[str]:
    """Return the explanation of a column."""
    stage = say(f"readout.stage.{item.stage}", lang) if item.stage else ""
    when = "asked" if item.asked else metric(item.metric).over if item.metric else "row"
    return [
        item.label.text(lang), stage, item.unit.text(lang), item.allowed.text(lang), say(f"readout.when.{when}", lang),
        _meaning(item, pilot, lang),
    ]  # fmt: skip


def _meaning(item: ValueColumn, pilot: Pilot, lang: Lang) -> str:
    """Return what a column holds."""
    if item.metric and item.part == "value":
        return say(f"metric.{item.metric}.help", lang)
    least = {
        survey.minimum_group for one in pilot.measures if one.metric == item.metric and (survey := one.survey)
    }
    return say(f"readout.meaning.{item.part if item.metric else item.id}", lang, least=max(least, default=0))


def _period(pilot: Pilot, item: Period, lang: Lang) -> list[str]:
    """Return a period with its weeks and, if they are known, its dates."""
    weeks = say("readout.guide.span", lang, first=item.first, last=item.last)
    start, after = monday(pilot, item.first), monday(pilot, item.last + 1)
    dates = say("readout.guide.dates_unknown", lang)
    if start and after:
        friday = after.fromordinal(after.toordinal() - 3)
        dates = say("readout.guide.dates", lang, first=start.isoformat(), last=friday.isoformat())
    return [period_name(item.number, lang), weeks, dates]


def _planned(pilot: Pilot, groups: Groups, lang: Lang) -> list[list[str]]:
    """Return each team with its group and the week from which it lives under the new regime."""
    names, weeks = group_names(pilot.design, groups, lang), switch_weeks(pilot.design, groups)
    stays = say("readout.guide.stays", lang)
    return [[team, names[team], str(weeks[team] or stays)] for team in pilot.design.teams]
