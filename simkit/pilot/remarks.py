"""What is said of a pilot's data: problems, which must be mended first, and notes, which are reported with the results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from openpyxl.utils import get_column_letter

from simkit.problems import InputError
from simkit.roster.columns import Column
from simkit.roster.problems import LocalProblem, Said
from simkit.text import Lang, say

_COMMA: dict[Lang, str] = {"en": ", ", "zh": "、"}


def said_values(values: Mapping[str, object], lang: Lang) -> dict[str, object]:
    """Return values as a sentence takes them: what is ``Said`` as its text, tuples as lists of names."""
    found: dict[str, object] = {}
    for key, value in values.items():
        items: tuple[Any, ...] = value if isinstance(value, tuple) else (value,)  # pyright: ignore[reportUnknownVariableType]
        texts = [item.text(lang) if isinstance(item, Said) else item for item in items]
        found[key] = _COMMA[lang].join(map(str, texts)) if isinstance(value, tuple) else texts[0]
    return found


@dataclass(frozen=True, slots=True)
class ReadoutProblem(LocalProblem):
    """One problem of a data sheet, whose sentence stands with the texts of readouts.

    >>> ReadoutProblem("row_twice", values={"team": "A", "period": "Cycle 1", "other": 4}).sentence("en")
    'A in Cycle 1 stands in row 4 already; keep one of the two rows'
    """

    def sentence(self, lang: Lang) -> str:
        """Return where, what is wrong, what is allowed and what to do, in one sentence."""
        text = say(f"readout.problem.{self.code}", lang, **said_values(self.values, lang))
        where = " › ".join(part for part in (self.where, self.place.text(lang) if self.place else "") if part)
        return f"{where}{say('pilot.word.colon', lang)}{text}" if where else text


@dataclass(frozen=True, slots=True)
class Note:
    """Something that is reported with the results; values that are tuples are lists of names.

    >>> Note("never", {"team": "A", "week": 27, "note": ""}).sentence("en")
    'A never changed to the new regime (planned: week 27). The main analysis counts it as planned.'
    """

    code: str
    values: Mapping[str, object] = field(default_factory=dict[str, object])

    def sentence(self, lang: Lang) -> str:
        """Return the note as a sentence."""
        values = said_values(self.values, lang)
        words = say(f"readout.note.{self.code}", lang, **values)
        told = str(values.get("note") or "")
        return f"{words}{say('readout.note.told', lang, note=told)}" if told else words


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a table stands: its file and, in a workbook, its sheet."""

    file: str
    sheet: str = ""

    @property
    def said(self) -> object:
        """The place as said to a person."""
        if not self.sheet:
            return self.file
        return Said(
            ("readout.place.sheet",), {"file": self.file, "sheet": Said((f"readout.sheet.{self.sheet}",))}
        )

    def at(self, row: int, place: int, column: Column | None, problem: LocalProblem) -> LocalProblem:
        """Return a problem with its cell, as the person's spreadsheet shows it."""
        values: dict[str, object] = {"file": self.said, "row": row, "letter": get_column_letter(place + 1)}
        if column is None:
            return replace(problem, place=Said(("roster.place.bare_cell",), values))
        return replace(problem, place=Said(("roster.place.cell",), {**values, "label": column.label}))

    def whole(self, problem: LocalProblem) -> LocalProblem:
        """Return a problem of the table as a whole."""
        return replace(problem, place=Said(("readout.place.whole",), {"file": self.said}))


def measure_said(id: str) -> Said:
    """Return the name of a metric, as said to a person."""
    return Said((f"metric.{id}.label",))


def period_said(number: int) -> Said:
    """Return the name of a period, as said to a person."""
    return (
        Said(("readout.period.cycle",), {"number": number}) if number else Said(("readout.period.baseline",))
    )


def refused(code: str, where: str = "", **values: object) -> InputError:
    """Return the error of a single problem, to be raised."""
    return InputError([ReadoutProblem(code, where, values)])
