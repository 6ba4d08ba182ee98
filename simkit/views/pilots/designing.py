"""A design in words, and its timetable."""

from __future__ import annotations

from pandas import DataFrame

from simkit.pilot.design import Measure, Pilot
from simkit.pilot.looks import levels
from simkit.pilot.measuring import suppression
from simkit.pilot.timetable import arms, drawn, periods
from simkit.text import Lang, say
from simkit.views.wording import (
    first_capital,
    listing,
    metric_name,
    number,
    percent,
    regime_name,
    unit_of_difference,
)

OFTEN = 0.1
"""From this share of surveys on it is told that a team's result is likely to be suppressed."""


def design_sentences(pilot: Pilot, lang: Lang) -> tuple[str, ...]:
    """Return who changes when, what is measured and how it is decided, a sentence each."""
    design = pilot.design
    name, about = (say(f"pilot.kind.{design.kind}.{part}", lang) for part in ("name", "about"))
    kind = say("design.words.kind", lang, kind=first_capital(name), about=about)
    groups = say(
        "design.words.groups", lang, pilots=len(design.pilot_teams), names=listing(design.pilot_teams, lang), new=regime_name(pilot.new.name, lang),
        cycles=design.cycles, weeks=design.cycle_weeks, baseline=design.baseline_weeks,
    )  # fmt: skip
    others = design.comparison_teams
    comparison = (
        say("design.words.comparison", lang, count=len(others), names=listing(others, lang)) if others else ""
    )
    lot = say(f"design.words.{design.assigned}", lang, seed=design.lot_seed)
    parts = (kind, groups, comparison, lot, primary_sentence(pilot, lang), *rail_sentences(pilot, lang))
    return tuple(filter(None, (*parts, *hidden_sentences(pilot, lang), rule_sentence(pilot, lang))))


def hidden_sentences(pilot: Pilot, lang: Lang) -> list[str]:
    """Return a warning for each measure that will often be suppressed in some team, since too few answer."""
    told: list[str] = []
    for item in pilot.measures:
        often = {name: share for name, share in suppression(pilot, item).items() if share >= OFTEN}
        if often:
            names = listing([f"{name} ({percent(share)})" for name, share in often.items()], lang)
            told.append(say("design.words.hidden", lang, measure=metric_name(item.metric, lang), names=names))
    return told


def how_measured(item: Measure, lang: Lang) -> str:
    """Return whether a measure is counted or asked, and how."""
    if item.survey is None:
        return say("design.words.counted", lang)
    return say(
        "design.words.asked", lang, rate=percent(item.survey.response_rate), least=item.survey.minimum_group
    )


def amount_of(value: float, id: str, lang: Lang) -> str:
    """Return an amount of a measure with its unit."""
    return f"{number(value)} {unit_of_difference(id, lang)}"


def primary_sentence(pilot: Pilot, lang: Lang) -> str:
    """Return on which measure the decision rests, and from which gain on a roll-out is worthwhile."""
    id = pilot.primary.metric
    return say(
        "design.words.primary", lang, measure=metric_name(id, lang, inside=True), how=how_measured(pilot.primary, lang),
        worthwhile=amount_of(pilot.rule.worthwhile, id, lang),
    )  # fmt: skip


def rail_sentences(pilot: Pilot, lang: Lang) -> tuple[str, ...]:
    """Return what must not get worse, a sentence for each guardrail."""
    return tuple(
        say("design.words.rail", lang, margin=amount_of(rail.margin, rail.measure.metric, lang),
            measure=metric_name(rail.measure.metric, lang, inside=True), harm=say(f"pilot.harm.{'rise' if rail.sign > 0 else 'fall'}", lang))
        for rail in pilot.guardrails
    )  # fmt: skip


def rule_sentence(pilot: Pilot, lang: Lang) -> str:
    """Return when one looks, and what then says go, one more cycle, or stop."""
    confidences = levels(pilot.rule, pilot.design)
    looks = [
        say("design.words.look", lang, cycle=cycle, confidence=f"{100 * confidence:.1f}%")
        for cycle, confidence in zip(pilot.rule.looks, confidences, strict=True)
    ]
    worthwhile = amount_of(pilot.rule.worthwhile, pilot.primary.metric, lang)
    return say("design.words.rule", lang, looks=listing(looks, lang), worthwhile=worthwhile)


def timetable(pilot: Pilot, lang: Lang) -> DataFrame:
    """Return who lives under the new regime in which period, a row for each team."""
    heads = [
        say(
            f"design.words.{'cycle' if period.number else 'baseline'}",
            lang,
            number=period.number,
            first=period.first,
            last=period.last,
        )
        for period in periods(pilot.design)
    ]
    signs = {1: say("design.words.new", lang), 0: say("design.words.old", lang)}
    rows = [
        [name, *(signs[int(arm)] for arm in row)]
        for name, row in zip(pilot.design.teams, arms(pilot.design, drawn(pilot.design)), strict=True)
    ]
    return DataFrame(rows, columns=[say("design.words.team", lang), *heads])
