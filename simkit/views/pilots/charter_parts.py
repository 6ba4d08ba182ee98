"""Parts of a charter: the question, the design, calendar, teams, roles and measures."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from simkit.metrics import STAGES, metric
from simkit.pilot.design import Measure, Pilot
from simkit.pilot.folder import DATA
from simkit.pilot.sheet import stage_of
from simkit.pilot.timetable import arms, drawn, periods, start_of
from simkit.text import Lang, say
from simkit.views.wording import (
    first_capital,
    listing,
    metric_name,
    percent,
    regime_name,
    unit_name,
    unit_of_difference,
)

ROLES = ("owner", "keeper", "coach", "contact")
"""Roles with a line to be filled in, if the pilot names none."""
USUAL = "traditional"
"""The regime under which teams live before, if the pilot names none."""
Group = tuple[str, tuple[str, ...]]
"""The name of a group within a sentence, and its teams."""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the page: heading, sentences (each with words in bold before it, or none), a table, and a sentence below it.

    ``widths`` are the shares of the table's columns; a table without ``heads`` has headings in its first column.
    """

    heading: str
    sentences: Sequence[tuple[str, str]] = ()
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    widths: Sequence[int] = ()
    note: str = ""


def head(key: str, lang: Lang) -> str:
    """Return a heading."""
    return say(f"charter.head.{key}", lang)


def exact(value: float, id: str, lang: Lang) -> str:
    """Return an agreed amount of a measure with its unit, not rounded.

    >>> exact(5.0, "felt_safety", "en"), exact(12.345, "routine_output", "en")
    ('5 percentage points', '12.345 points')
    """
    return say("charter.word.amount", lang, value=f"{value:.10g}", unit=unit_of_difference(id, lang))


def question(pilot: Pilot, lang: Lang) -> Block:
    """Return what the pilot is to answer."""
    id, plan = pilot.primary.metric, pilot.design
    key = ("rises" if metric(id).direction > 0 else "falls") + ("" if pilot.guardrails else "_only")
    told = say(
        f"charter.question.{key}", lang, new=regime_name(pilot.new.name, lang),
        measure=metric_name(id, lang, inside=True), worthwhile=exact(pilot.rule.worthwhile, id, lang),
        weeks=plan.cycles * plan.cycle_weeks,
    )  # fmt: skip
    return Block(head("question", lang), [("", told)])


def design(pilot: Pilot, lang: Lang) -> Block:
    """Return who changes when, in one sentence."""
    plan = pilot.design
    others = plan.kind == "stepped_wedge" and plan.comparison_teams
    told = say(
        f"charter.design.{plan.kind}{'_others' if others else ''}", lang, new=regime_name(pilot.new.name, lang),
        before=regime_name(pilot.before.name if pilot.before else USUAL, lang), pilots=len(plan.pilot_teams),
        others=len(plan.comparison_teams), baseline=plan.baseline_weeks, cycles=plan.cycles, weeks=plan.cycle_weeks,
        steps=plan.steps, half=plan.cycles // 2,
    )  # fmt: skip
    return Block(head("design", lang), [("", told)])


def calendar(pilot: Pilot, lang: Lang) -> Block:
    """Return what happens when; weeks of settling in belong to their cycle."""
    rows: list[list[str]] = []
    for number, _, last in periods(pilot.design):
        first = start_of(pilot.design, number) if number else 1
        name = say(f"charter.period.{'cycle' if number else 'baseline'}", lang, number=number)
        rows.append([name, f"{first}–{last}", _dates(pilot, first, last, lang), _events(pilot, number, lang)])
    heads = [say(f"charter.column.{key}", lang) for key in ("period", "weeks", "dates", "happens")]
    return Block(head("calendar", lang), (), heads, rows, (11, 8, 25, 56))


def _dates(pilot: Pilot, first: int, last: int, lang: Lang) -> str:
    """Return the Monday of the first and the Friday of the last of some weeks, or that the start is not set."""
    if pilot.start is None:
        return say("charter.word.undated", lang)
    begin = pilot.start + datetime.timedelta(weeks=first - 1)
    end = pilot.start + datetime.timedelta(weeks=last, days=-3)
    return say("charter.word.days", lang, first=begin.isoformat(), last=end.isoformat())


def _events(pilot: Pilot, number: int, lang: Lang) -> str:
    """Return what happens in a period: who changes, what does not count, which look comes."""
    if not number:
        return say("charter.event.baseline", lang)
    parts = [
        *(_moves(pilot, number, lang) or [say("charter.event.measure", lang)]),
        *([say("charter.event.settle", lang, weeks=pilot.design.settling_weeks)] if pilot.design.settling_weeks else []),
        *(say("charter.event.look", lang, number=place) for place, look in enumerate(pilot.rule.looks, 1) if look == number),
    ]  # fmt: skip
    return first_capital(say("charter.event.joint", lang).join(parts))


def _moves(pilot: Pilot, number: int, lang: Lang) -> list[str]:
    """Return which groups change to the new regime at the start of a cycle, and which go back."""
    groups = drawn(pilot.design)
    table = arms(pilot.design, groups)
    parts: list[str] = []
    for event, step in (("change", 1), ("back", -1)):
        moved = {
            group for row, group in enumerate(groups) if table[row, number] - table[row, number - 1] == step
        }
        if moved:
            names = listing([_group_name(pilot, group, lang) for group in sorted(moved)], lang)
            parts.append(say(f"charter.event.{event}", lang, groups=names))
    return parts


def _group_name(pilot: Pilot, group: int, lang: Lang) -> str:
    """Return the name of a group of pilot teams."""
    many = pilot.design.kind in ("stepped_wedge", "crossover")
    return say(f"charter.group.{'number' if many else 'pilot'}", lang, number=group + 1)


def groups_of(pilot: Pilot, lang: Lang) -> list[Group]:
    """Return every group with its teams: pilot teams by group, then comparison teams."""
    places = drawn(pilot.design)
    found = [
        (
            _group_name(pilot, group, lang),
            tuple(
                name for name, place in zip(pilot.design.pilot_teams, places, strict=True) if place == group
            ),
        )
        for group in sorted(set(places))
    ]
    others = pilot.design.comparison_teams
    return [*found, *([(say("charter.group.comparison", lang), others)] if others else [])]


def teams(pilot: Pilot, lang: Lang) -> Block:
    """Return which team belongs to which group."""
    rows = [
        [first_capital(say("charter.group.counted", lang, group=name, count=len(members))), listing(members, lang)]
        for name, members in groups_of(pilot, lang)
    ]  # fmt: skip
    return Block(head("groups", lang), (), (), rows, (28, 72))


def roles(pilot: Pilot, lang: Lang) -> Block:
    """Return who does what, by job title; lines to be filled in where none is named."""
    blank = say("charter.word.blank", lang)
    given = pilot.roles or dict.fromkeys(ROLES, blank)
    rows = [
        [say(f"charter.role.{key}", lang) if key in ROLES else first_capital(key), title.strip() or blank]
        for key, title in given.items()
    ]
    return Block(head("roles", lang), (), (), rows, (42, 58))


def measures(pilot: Pilot, lang: Lang) -> Block:
    """Return what is measured, from input to impact, what for and how; and the sheet into which it goes."""
    rows = [
        [say(f"charter.stage.{stage}", lang), f"{metric_name(item.metric, lang)} ({unit_name(item.metric, lang)})",
         _part(pilot, item.metric, lang), _how(item, lang)]
        for stage in STAGES for item in pilot.measures if stage_of(item.metric) == stage
    ]  # fmt: skip
    heads = [say(f"charter.column.{key}", lang) for key in ("stage", "measure", "part", "how")]
    note = say("charter.measure.sheet", lang, file=DATA)
    return Block(head("measures", lang), (), heads, rows, (8, 33, 30, 29), note)


def _part(pilot: Pilot, id: str, lang: Lang) -> str:
    """Return what a measure is for: one may decide and be a guardrail too."""
    parts = [say("charter.part.primary", lang)] if id == pilot.primary.metric else []
    parts += [
        say(f"charter.part.{'rise' if rail.sign > 0 else 'fall'}", lang, margin=exact(rail.margin, id, lang))
        for rail in pilot.guardrails
        if rail.measure.metric == id
    ]
    return say("charter.event.joint", lang).join(parts or [say("charter.part.secondary", lang)])


def _how(item: Measure, lang: Lang) -> str:
    """Return how a measure is got."""
    if item.survey is None:
        return say("charter.measure.counted", lang)
    rate, least = percent(item.survey.response_rate), item.survey.minimum_group
    return say("charter.measure.asked", lang, rate=rate, least=least)
