"""The sections of the page on which a pilot is designed, each a piece of HTML."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from simkit.pilot.choice_cost import cost_of_choice
from simkit.pilot.choosing import Choice
from simkit.pilot.design import KINDS, Pilot, Survey
from simkit.pilot.diagnosis import Diagnosis
from simkit.pilot.files import fingerprint
from simkit.pilot.matching import balance, balance_sentence, balance_table
from simkit.pilot.missing import Missing
from simkit.pilot.readiness import Readiness
from simkit.pilot.signal import Signal
from simkit.pilot.worlds import World, world_from
from simkit.pilot.worth import Stakes, Worth
from simkit.presets import ORGANISATIONS, REGIMES
from simkit.text import Lang, say
from simkit.views.pilots.choosing import PLACES
from simkit.views.pilots.designing import design_sentences, timetable
from simkit.views.pilots.diagnosis import (
    OUTCOMES,
    assumed,
    kept_outcomes,
    odds_table,
    outcomes,
    worth_sentences,
    worth_table,
)
from simkit.views.pilots.forms import GUARDRAILS, ROLES, choices
from simkit.views.pilots.papers import KINDS as PAPERS
from simkit.views.pilots.parts import Found, drawn, render
from simkit.views.pilots.questions import questions_form
from simkit.views.pilots.readiness import MISSING
from simkit.views.pilots.signal import SIGNAL, signal_table
from simkit.views.pilots.signal import signal as signal_frame
from simkit.views.pilots.truths import stakes_form, truths_form
from simkit.views.wording import regime_name

Drawn = Callable[..., Any]
"""Draws a picture of a result, once: called with the result, what draws it, and numbers that it depends on besides."""


def _page(key: str, lang: Lang, **values: object) -> str:
    """Return a text of the page."""
    return say(f"pilot.page.{key}", lang, **values)


def organisation(name: str, new: str, lang: Lang, *, first: bool) -> str:
    """Return the choice of organisation and regime."""
    regimes = [(id, regime_name(id, lang)) for id in REGIMES]
    return render(
        "organisation",
        lang,
        organisation=name,
        new=new,
        first=first,
        organisations=ORGANISATIONS,
        regimes=regimes,
    )


def ready(
    found: Readiness, answers: Mapping[str, int], missing: Missing | None, lang: Lang, draw: Drawn
) -> str:
    """Return how ready the organisation is, the questionnaire, and what each driver would cost if it were missing."""
    tables = [(_page("table", lang), found.table(lang))]
    pictures: list[Any] = []
    sentences = list(found.sentences(lang))
    if missing is not None:
        pictures = [draw(missing, lambda: drawn(lambda: MISSING.picture(MISSING.data(missing), lang)))]
        tables.append((MISSING.told(MISSING.data(missing), lang).title, missing.table(lang)))
    buttons = [("check", "", _page("check", lang), False)]
    form = questions_form(answers, lang)
    return Found(sentences, pictures, tables, buttons=buttons, form=form).section("ready", lang)


def teams(choice: Choice | None, pilot: Pilot, lang: Lang, draw: Drawn) -> str:
    """Return the candidates, once they have been ranked, and what it costs to have chosen the teams rather than drawn them."""
    buttons = [("rank", "", _page("rank", lang), False)]
    if choice is None:
        return Found(buttons=buttons).section("candidates", lang)
    chosen = pilot.design.pilot_teams
    count = len(chosen)
    picture = draw(choice, lambda: drawn(lambda: PLACES.picture(PLACES.data(choice, count), lang)), count)
    tables = [(_page("table", lang), choice.table(lang))]
    first, *about = choice.sentences(count, lang)
    told = [first]
    if pilot.design.assigned == "choice" and count < len(pilot.organisation.teams):
        cost = cost_of_choice(choice, chosen)
        told.append(cost.sentence(lang))
        tables.append((_page("choice_cost", lang), cost.table(lang)))
    return Found(told, [picture], tables, "\n".join(about), buttons=buttons).section("candidates", lang)


def design(pilot: Pilot, lang: Lang) -> str:
    """Return the form of the design, filled in."""
    plan = pilot.design
    role = {**dict.fromkeys(plan.pilot_teams, "pilot"), **dict.fromkeys(plan.comparison_teams, "comparison")}
    teams = [
        {"name": team.name, "people": team.people, "role": role.get(team.name, "none"), "number": number}
        for number, team in enumerate(pilot.organisation.teams)
    ]
    rails = [
        {
            "metric": item.measure.metric,
            "margin": f"{item.margin:g}",
            "harm": "rise" if item.sign > 0 else "fall",
        }
        for item in pilot.guardrails
    ]
    rails += [{"metric": "", "margin": "", "harm": "rise"}] * (GUARDRAILS - len(rails))
    return render(
        "design", lang, design=plan, kinds=KINDS, roles=ROLES, teams=teams, guardrails=rails[:GUARDRAILS], choices=choices(lang),
        primary=pilot.primary, survey=pilot.primary.survey or Survey(), rule=pilot.rule, start=pilot.start or "",
        looks=", ".join(map(str, pilot.rule.looks)), percent=lambda share: f"{100 * share:g}",
    )  # fmt: skip


def words(pilot: Pilot, lang: Lang) -> str:
    """Return the design in words, with its timetable, and how alike the groups are if they were chosen."""
    told, tables = list(design_sentences(pilot, lang)), [(_page("timetable", lang), timetable(pilot, lang))]
    plan = pilot.design
    if plan.assigned == "choice" and plan.comparison_teams:
        others = [team.name for team in pilot.organisation.teams if team.name not in plan.pilot_teams]
        found = balance(pilot.organisation, plan.pilot_teams, others, plan.comparison_teams)
        told.append(balance_sentence(found, lang))
        tables.append((_page("balance", lang), balance_table(found, lang)))
    return Found(told, (), tables).section("in_words", lang)


def odds(
    found: Diagnosis | None, kept: Mapping[str, Any] | None, pilot: Pilot, worlds: Sequence[World], lang: Lang, draw: Drawn
) -> str:  # fmt: skip
    """Return what the design can show: what was just worked out, or what is kept in the folder for this design."""
    form = truths_form(worlds, lang)
    current = kept is not None and kept["fingerprint"] == fingerprint(pilot)
    if found is None and not current:
        note = _page("stale", lang) if kept is not None else ""
        return Found(note=note, form=form).section("odds", lang)
    frame = outcomes(found) if found is not None else kept_outcomes(kept or {}, pilot)
    picture = draw(found or str(kept), lambda: drawn(lambda: OUTCOMES.picture(frame, lang)))
    tables = [(_page("table", lang), odds_table(frame, lang))]
    note = "\n".join(assumed([world_from(id) for id in frame["world"]], lang))
    return Found([OUTCOMES.sentence(frame, lang)], [picture], tables, note, form=form).section("odds", lang)


def worth(kept: Mapping[str, Any] | None, stakes: Stakes, pilot: Pilot, lang: Lang) -> str:
    """Return what the pilot is worth and what more of it would buy, if that was worked out for this design."""
    if kept is None or kept["fingerprint"] != fingerprint(pilot) or not kept.get("worth"):
        return Found(form=stakes_form(stakes, lang)).section("worth", lang)
    values, stakes = [Worth(**item) for item in kept["worth"]], Stakes(**kept["stakes"])
    *words, about = worth_sentences(values, stakes, pilot.primary.metric, lang)
    tables = [(_page("table", lang), worth_table(values, lang))]
    return Found(words, (), tables, about, form=stakes_form(stakes, lang)).section("worth", lang)


def signal(found: Signal | None, lang: Lang, draw: Drawn) -> str:
    """Return by when each measure can be told from noise."""
    buttons = [("signal", "", _page("signal_run", lang), False)]
    if found is None:
        return Found(buttons=buttons).section("signal", lang)
    frame = signal_frame(found)
    picture = draw(found, lambda: drawn(lambda: SIGNAL.picture(frame, lang)))
    tables = [(_page("table", lang), signal_table(frame, lang))]
    return Found([SIGNAL.sentence(frame, lang)], [picture], tables, buttons=buttons).section("signal", lang)


def charter(lang: Lang) -> str:
    """Return the papers that can be written."""
    buttons = [
        ("charter", kind, _page("charter_write", lang, kind=kind.upper()), kind == "docx") for kind in PAPERS
    ]
    buttons.append(("sheet", "", _page("sheet_write", lang), False))
    return Found(buttons=buttons).section("charter", lang)
