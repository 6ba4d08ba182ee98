"""The form of a pilot's design: its fields as a page asks for them, and a filled form read as a pilot.

What is typed in wrong is refused with every problem at once; the fields, their ranges and their usual values are those that
``simkit.pilot.design`` declares.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from simkit.metrics import METRICS, metric
from simkit.pilot.design import KINDS, METHODS, SPENDINGS, Design, Guardrail, Measure, Pilot, Rule, Survey
from simkit.pilot.matching import matched
from simkit.pilot.problems import PilotProblem
from simkit.problems import InputError, Problem
from simkit.text import Lang, entries, say
from simkit.views.wording import metric_name, unit_name
from simkit.views.workshops.forms import number

Fields = Mapping[str, Any]
WHOLE = ("baseline_weeks", "cycle_weeks", "cycles", "steps", "settling_weeks", "lot_seed")
"""Fields of a design that are whole numbers."""
PERCENT = ("confidence", "response_rate", "effect", "spill_over")
"""Shares that the page asks for in percent."""
TEAM = "team."
"""What the names of fields begin with that hold the role of a team."""
GUARDRAILS = 2
"""Guardrails that the form offers."""
ROLES = ("pilot", "comparison", "none")
"""What a team can be in a pilot."""


def choices(lang: Lang) -> dict[str, list[tuple[str, str]]]:
    """Return what each choice of the form offers: values with their names."""
    found = {
        "kind": [(kind, say(f"pilot.kind.{kind}.name", lang)) for kind in KINDS],
        "method": [(method, say(f"pilot.method.{method}.name", lang)) for method in METHODS],
        "spending": [(item, say(f"pilot.spending.{item}.name", lang)) for item in SPENDINGS],
        "assigned": [(item, say(f"pilot.assigned.{item}", lang)) for item in ("lot", "choice")],
        "harm": [(item, say(f"pilot.harm.{item}", lang)) for item in ("rise", "fall")],
    }
    measures = [(item.id, f"{metric_name(item.id, lang)} ({unit_name(item.id, lang)})") for item in METRICS]
    return {
        **found,
        "primary": [pair for pair in measures if metric(pair[0]).direction],
        "guardrail": [("", say("pilot.form.no_guardrail", lang)), *measures],
    }


def pilot_from(fields: Fields, draft: Pilot, lang: Lang) -> Pilot:
    """Return the pilot that a filled form describes; what the form does not ask for stays as in ``draft``.

    Raises ``InputError`` with every problem of the form.
    """
    reading = Form(fields, lang)
    primary = reading.measure("primary")
    guardrails = tuple(item for place in range(GUARDRAILS) if (item := reading.guardrail(place)))
    design, rule = reading.design(), reading.rule()
    start = reading.date("start")
    if reading.problems or primary is None or design is None or rule is None:
        raise InputError(reading.problems)
    changes: dict[str, Any] = {
        "design": design,
        "rule": rule,
        "primary": primary,
        "guardrails": guardrails,
        "start": start,
    }
    return draft.with_(**changes)


def matched_fields(fields: Fields, draft: Pilot) -> dict[str, Any]:
    """Return the fields of a form with comparison teams matched to its pilot teams; raise ``InputError`` if there are none to match."""
    pilots = [name for name in map(_team, fields) if name and fields[TEAM + name] == "pilot"]
    partners = matched(draft.organisation, pilots).comparison_teams
    roles = {**dict.fromkeys(partners, "comparison"), **dict.fromkeys(pilots, "pilot")}
    teams = {TEAM + team.name: roles.get(team.name, "none") for team in draft.organisation.teams}
    return {**fields, **teams, "kind": "parallel", "assigned": "choice"}


def _team(field: str) -> str:
    """Return the name of the team whose role a field holds, nothing if it is another field."""
    return field.removeprefix(TEAM) if field.startswith(TEAM) else ""


class Form:
    """A filled form; collects what is wrong with it."""

    def __init__(self, fields: Fields, lang: Lang) -> None:
        self.fields = fields
        self.lang: Lang = lang
        self.problems: list[Problem] = []

    def text(self, name: str) -> str:
        """Return what stands in a field."""
        return str(self.fields.get(name) or "").strip()

    def label(self, name: str) -> str:
        """Return what a field is called on the page."""
        return say(f"pilot.field.{name.partition('.')[0]}.label", self.lang)

    def number(self, name: str, kind: str = "", *, whole: bool = False) -> float:
        """Return a number, or note that there is none; ``kind`` names the field if its name does not."""
        found = number(self.text(name).rstrip("%％"))
        if found is None or (whole and found != int(found)):
            code = "not_typed" if found is None else "not_whole_typed"
            self.problems.append(PilotProblem(code, self.label(kind or name), {"value": self.text(name)}))
            return 0
        return int(found) if whole else found

    def share(self, name: str) -> float:
        """Return a percentage as a share."""
        return self.number(name) / 100

    def made(self, make: Callable[..., Any], **values: Any) -> Any:
        """Return what is made of values, or note why it cannot be."""
        try:
            return make(**values)
        except InputError as error:
            self.problems += map(self._as_typed, error.problems)
            return None

    def _as_typed(self, item: Problem) -> Problem:
        """Return a problem of a field of a pilot as the page calls and counts it."""
        if item.where not in entries("pilots")["field"]:
            return item
        size = 100 if item.where in PERCENT else 1
        values = {
            key: size * value if isinstance(value, float) else value for key, value in item.values.items()
        }
        return replace(item, where=self.label(item.where), values=values)

    def design(self) -> Design | None:
        """Return the design; the weeks of a cycle and so on are noted where they are not numbers."""
        before = len(self.problems)
        numbers = {name: self.number(name, whole=True) for name in WHOLE}
        teams = {
            role: tuple(name for key, value in self.fields.items() if (name := _team(key)) and value == role)
            for role in ROLES
        }
        chosen = {name: self.text(name) for name in ("kind", "method", "assigned")}
        if len(self.problems) > before:
            return None
        return self.made(
            Design, pilot_teams=teams["pilot"], comparison_teams=teams["comparison"], **numbers, **chosen
        )

    def rule(self) -> Rule | None:
        """Return the rule; looks are cycles, parted by commas or blanks."""
        before = len(self.problems)
        looks = [
            number(part)
            for part in self.text("looks").replace("，", ",").replace("、", ",").replace(",", " ").split()
        ]
        if not looks or any(item is None for item in looks):
            self.problems.append(
                PilotProblem("not_typed", self.label("looks"), {"value": self.text("looks")})
            )
        worthwhile, confidence = self.number("worthwhile"), self.share("confidence")
        if len(self.problems) > before:
            return None
        values = {"looks": tuple(int(item or 0) for item in looks), "spending": self.text("spending")}
        return self.made(Rule, worthwhile=worthwhile, confidence=confidence, **values)

    def measure(self, name: str) -> Measure | None:
        """Return a measure: asked, if its box is ticked, with noise, response rate and minimum group of the form."""
        survey = None
        if self.text(f"{name}_asked"):
            values = {"noise": self.number("noise"), "response_rate": self.share("response_rate"),
                      "minimum_group": self.number("minimum_group", whole=True)}  # fmt: skip
            survey = self.made(Survey, **values)
        return self.made(Measure, metric=self.text(name), survey=survey)

    def guardrail(self, place: int) -> Guardrail | None:
        """Return a guardrail, if its measure is chosen."""
        if not self.text(f"guardrail.{place}"):
            return None
        margin = self.number(f"margin.{place}")
        measure = self.made(Measure, metric=self.text(f"guardrail.{place}"))
        harm = self.text(f"harm.{place}") or None
        if measure is None:
            return None
        if metric(measure.metric).direction:
            harm = None
        return self.made(Guardrail, measure=measure, margin=margin, harm=harm)

    def date(self, name: str) -> datetime.date | None:
        """Return a date, if one is given."""
        if not self.text(name):
            return None
        try:
            return datetime.date.fromisoformat(self.text(name))
        except ValueError:
            self.problems.append(PilotProblem("no_date", self.label(name), {"value": self.text(name)}))
            return None
