"""Reads what a pilot file says, part by part, and collects everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from simkit.pilot.design import Design, Guardrail, Measure, Pilot, Rule, Survey
from simkit.pilot.problems import PilotProblem
from simkit.presets.reading import Table, checked, sound, tables
from simkit.presets.scenario_reader import known_names, parts_of
from simkit.problems import InputError, Problem
from simkit.roster.problems import inside
from simkit.scenario import Frozen, Organisation
from simkit.text import Lang

T = TypeVar("T")
_FILE = {
    "name": "text", "company": "text", "organisation": "text", "teams": "list", "market": "table", "new": "regime", "before": "regime",
    "start": "date", "simulated": "flag", "design": "table", "primary": "table", "secondary": "list", "guardrails": "list",
    "rule": "table", "roles": "table",
}  # fmt: skip
_REQUIRED = ("new", "design", "primary", "rule")
_SCENARIO = {
    "company": "name",
    "organisation": "organisation",
    "teams": "teams",
    "market": "market",
    "new": "regime",
    "before": "before",
}
"""Keys of a pilot file that a scenario file has, too, with what they are called there."""
_MEASURE = {"metric": "text", "survey": "table"}
_RAIL = {**_MEASURE, "margin": "number", "harm": "text"}
MONDAY = 0
_PERSONAL = re.compile(r"@|\d{5,}")
"""What looks like an e-mail address or a personnel number."""
_NAMES = ("name", "person", "employee", "email", "e-mail", "姓名", "人名", "员工", "工号", "邮箱")
"""Roles that ask for a person instead of a job."""


def kinds_of(model: type[Frozen]) -> dict[str, str]:
    """Return the kind of value that each field of a model takes in a file.

    >>> kinds_of(Rule)
    {'worthwhile': 'number', 'confidence': 'number', 'looks': 'list', 'spending': 'text'}
    """
    return {name: _kind(hint) for name, hint in get_type_hints(model).items() if name in model.model_fields}


def _kind(hint: Any) -> str:
    """Return the kind of a type."""
    if isinstance(hint, UnionType):
        hint = next(part for part in get_args(hint) if part is not NoneType)
    if get_origin(hint) is tuple:
        return "list"
    return {int: "whole", float: "number", bool: "flag"}.get(hint, "text")


def pilot_from(table: Table, lang: Lang, where: str = "", folder: Path | None = None) -> Pilot:
    """Return the pilot that a table describes; ``folder`` is where the files lie that it names.

    Raises ``InputError`` with every problem, each with ``where`` before it.
    """
    reader = _Reader(checked(table, _FILE, _REQUIRED))
    pilot = reader.pilot(sound(table, _FILE), lang, folder)
    if pilot is None or reader.problems:
        raise InputError(inside(where, reader.problems))
    return pilot


class _Reader:
    """Reads the tables of one file and collects their problems."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems

    def pilot(self, table: Table, lang: Lang, folder: Path | None) -> Pilot | None:
        """Return the pilot, as far as the file can be read."""
        found = self._organisation(table, lang, folder)
        names = known_names(found["organisation"], table.get("organisation", "")) if found else {}
        design = self._design(table.get("design"), names)
        primary = self._measure(table, "primary")
        secondary = self._listed(table, "secondary", self._measure_from)
        guardrails = self._listed(table, "guardrails", self._rail_from)
        rule = self._made(table.get("rule"), "rule", Rule)
        start, roles = self._start(table), self._roles(table)
        if self.problems or found is None or design is None or primary is None or rule is None:
            return None
        parts: dict[str, Any] = {
            "design": design,
            "primary": primary,
            "rule": rule,
            "secondary": secondary,
            "guardrails": guardrails,
        }
        values = {key: table[key] for key in ("name", "simulated") if key in table}
        return self._try("", lambda: Pilot(**found, **values, **parts, start=start, roles=roles))

    def _try(self, where: str, make: Callable[[], T]) -> T | None:
        """Return what is made, or note why it cannot be."""
        try:
            return make()
        except InputError as error:
            self.problems += inside(where, error.problems)
            return None

    def _organisation(self, table: Table, lang: Lang, folder: Path | None) -> dict[str, Any] | None:
        """Return organisation and regimes, read as those of a scenario file."""
        back = {there: here for here, there in _SCENARIO.items()}
        given = {there: table[here] for here, there in _SCENARIO.items() if here in table}
        try:
            parts = parts_of(given, lang, folder=folder)
        except InputError as error:
            self.problems += [_renamed(item, back) for item in error.problems]
            return None
        organisation: Organisation = parts.organisation
        return {"organisation": organisation, "new": parts.regime, "before": parts.before}

    def _made(
        self, table: Table | None, where: str, model: Callable[..., T], names: Mapping[str, Any] | None = None
    ) -> T | None:
        """Return what a table describes, or note why it cannot be."""
        if table is None:
            return None
        assert isinstance(model, type)
        kinds = kinds_of(model)  # pyright: ignore[reportArgumentType]
        problems = inside(where, checked(table, kinds))
        self.problems += problems
        if problems:
            return None
        return self._try(where, lambda: model(**{**sound(table, kinds), **(names or {})}))

    def _design(self, table: Table | None, names: Mapping[str, str]) -> Design | None:
        """Return the design; teams of an example may have their name in any language."""
        lists = {
            key: table[key]
            for key in ("pilot_teams", "comparison_teams")
            if table and isinstance(table.get(key), list)
        }
        known = {
            key: tuple(names.get(str(name), str(name)) for name in items) for key, items in lists.items()
        }
        return self._made(table, "design", Design, known)

    def _measure(self, table: Table, key: str) -> Measure | None:
        """Return the measure under a key."""
        return self._measure_from(table[key], key) if key in table else None

    def _measure_from(self, table: Table, where: str) -> Measure | None:
        """Return the measure that a table describes."""
        if not self._sound(table, where, _MEASURE, ("metric",)):
            return None
        survey = self._made(table.get("survey"), f"{where} › survey", Survey)
        return self._try(where, lambda: Measure(metric=table["metric"], survey=survey))

    def _rail_from(self, table: Table, where: str) -> Guardrail | None:
        """Return the guardrail that a table describes."""
        if not self._sound(table, where, _RAIL, ("metric", "margin")):
            return None
        measure = self._measure_from({key: table[key] for key in _MEASURE if key in table}, where)
        if measure is None:
            return None
        return self._try(
            where, lambda: Guardrail(measure=measure, margin=table["margin"], harm=table.get("harm"))
        )

    def _sound(self, table: Table, where: str, kinds: Mapping[str, str], required: tuple[str, ...]) -> bool:
        """Return whether keys and kinds of a table are right; note what is not."""
        problems = inside(where, checked(table, kinds, required))
        self.problems += problems
        return not problems

    def _listed(self, table: Table, key: str, make: Callable[[Table, str], T | None]) -> tuple[T, ...]:
        """Return the things that a list of tables describes."""
        items, problems = tables(table, key)
        self.problems += problems
        return tuple(made for where, item in items if (made := make(item, where)) is not None)

    def _start(self, table: Table) -> date | None:
        """Return the first day; note one that is no Monday."""
        start: date | None = table.get("start")
        if start is not None and start.weekday() != MONDAY:
            monday = date.fromordinal(start.toordinal() - start.weekday())
            self.problems.append(PilotProblem("no_monday", "start", {"value": start, "monday": monday}))
        return start

    def _roles(self, table: Table) -> dict[str, str]:
        """Return the roles; note what is no job title but looks like a person."""
        roles: dict[str, Any] = table.get("roles", {})
        self.problems += inside("roles", checked(roles, dict.fromkeys(roles, "text")))
        for key, value in roles.items():
            if key.lower() in _NAMES or _PERSONAL.search(str(value)):
                self.problems.append(PilotProblem("personal", f"roles › {key}", {"value": value}))
        return {key: str(value) for key, value in roles.items()}


def _renamed(problem: Problem, names: Mapping[str, str]) -> Problem:
    """Return a problem of a scenario file with its place as it is called in a pilot file."""
    first, separator, rest = problem.where.partition(" › ")
    return replace(problem, where=f"{names.get(first, first)}{separator}{rest}")
