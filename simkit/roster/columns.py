"""The columns of a roster: the fields of ``Team`` but for its key, with the names by which a header may call them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from simkit.roster.problems import Said
from simkit.scenario import FUNCTIONS, Team
from simkit.text import LANGS, Lang, entries, say

REQUIRED = ("name", "function", "people", "certainty", "team_type", "review_interval",
            "attrition", "kpi_attainment", "workload")  # fmt: skip
PERCENT = ("attrition", "kpi_attainment", "workload", "felt_safety", "engagement")
"""Columns on a scale of hundreds, where ``95 %`` means 95."""
SCALES = ("certainty", "team_type")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``kind`` is ``"text"``, ``"choice"`` or ``"number"``; numbers lie in ``[low, high]``."""

    id: str
    kind: str
    required: bool
    low: float = 0
    high: float = 0
    whole: bool = False

    @property
    def percent(self) -> bool:
        """Whether numbers are on a scale of hundreds."""
        return self.id in PERCENT

    @property
    def label(self) -> Said:
        """Name of the column, as said to a person."""
        return Said((f"roster.field.{self.id}.label",))

    @property
    def allowed(self) -> Said:
        """What a cell may hold, as said to a person."""
        kind = self.kind if self.kind != "number" else ("whole" if self.whole else "number")
        return Said(
            (f"roster.allowed.{kind}",),
            {"low": f"{self.low:g}", "high": f"{self.high:g}", "all": FUNCTION_LABELS},
        )

    def header(self, lang: Lang) -> str:
        """Return the text of the header cell: label and, in brackets, unit or scale."""
        hint = say(f"roster.field.{self.id}.hint", lang)
        brackets = "({})" if lang == "en" else "（{}）"
        return self.label.text(lang) + ((" " if lang == "en" else "") + brackets.format(hint) if hint else "")


FUNCTION_LABELS = Said(tuple(f"term.function.{id}.label" for id in FUNCTIONS))


def _column(id: str, field: Any) -> Column:
    """Return the column of a field of ``Team``, with the limits declared there."""
    kind = {"name": "text", "function": "choice"}.get(id, "number")
    rules: dict[str, Any] = {}
    for rule in field.metadata:
        rules |= {name: getattr(rule, name) for name in ("ge", "le", "max_length") if hasattr(rule, name)}
    low, high = float(rules.get("ge", 1)), float(rules.get("le", rules.get("max_length", 0)))
    return Column(id, kind, id in REQUIRED, low, high, field.annotation is int)


COLUMNS: tuple[Column, ...] = tuple(
    _column(id, field) for id, field in Team.model_fields.items() if id != "key"
)
COLUMN_IDS: tuple[str, ...] = tuple(item.id for item in COLUMNS)


def column(id: str) -> Column:
    """Return the column with this id, or raise ``KeyError``."""
    return {item.id: item for item in COLUMNS}[id]


def plain(text: str) -> str:
    """Return a name without what people vary: case, width, spaces, hyphens and brackets.

    >>> plain(" Head-Count（people） ")
    'headcount'
    """
    text = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"\(.*?\)|[\s_\-‐–—/*:&]+", "", text)


def header_names() -> dict[str, str]:
    """Return every accepted name of a column (plain) and the id that it stands for.

    >>> header_names()["团队名称"], header_names()["headcount"]
    ('name', 'people')
    """
    names = {plain(id): id for id in COLUMN_IDS}
    for item in COLUMNS:
        aliases: list[str] = entries("rosters")["field"][item.id].get("aliases", [])
        for name in (*(item.label.text(lang) for lang in LANGS), *aliases):
            names[plain(name)] = item.id
    return names


def function_names() -> dict[str, str]:
    """Return every accepted name of a function (plain) and the id that it stands for.

    >>> function_names()["研发"], function_names()["rd"]
    ('rnd', 'rnd')
    """
    names = {plain(id): id for id in FUNCTIONS}
    for id in FUNCTIONS:
        aliases: list[str] = entries("rosters")["function"].get(id, [])
        for name in (*(say(f"term.function.{id}.label", lang) for lang in LANGS), *aliases):
            names[plain(name)] = id
    return names


def is_example(name: str) -> bool:
    """Return whether a row is the marked example of the CSV template, which is no data."""
    return plain(name.replace("(", "").replace(")", "").replace("（", "").replace("）", "")) in _EXAMPLE_MARKS


def example_mark(lang: Lang) -> str:
    """Return the name by which the example row of the CSV template says that it is one."""
    return say("roster.example", lang)


_EXAMPLE_MARKS = frozenset(plain(re.sub("[()（）]", "", example_mark(lang))) for lang in LANGS)
