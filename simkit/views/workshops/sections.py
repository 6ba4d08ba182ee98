"""The page of a session in sections, each a piece of HTML: made here, in either language, and only shown by the script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from markupsafe import Markup

from simkit.levers import INCENTIVE_MIX, LEVERS, VALUE_WEIGHTS, Lever, lever
from simkit.text import LANGS, Lang, say
from simkit.views.templating import template
from simkit.views.wording import interval, percent, unit_of_difference
from simkit.views.workshops import tables, words
from simkit.views.workshops.pictures import NARROW, WIDE, picture
from simkit.views.workshops.report import note_line
from simkit.workshop.packs import told
from simkit.workshop.parts import PARTS, Pack, Point, Question, Round
from simkit.workshop.room import Room
from simkit.workshop.scoring import DIRECTIONS, summary
from simkit.workshop.session import steps
from simkit.workshop.store import Entry

Sections = dict[str, str]
"""The sections of the page by name, in the order in which they stand."""
LANG_NAMES: dict[Lang, str] = {"en": "English", "zh": "中文"}
MOST_SETTINGS = 8
"""Settings that differ between two regimes that are listed before the rest is folded away."""


def start(pack: Pack, lang: Lang, entries: Sequence[Entry], stages: Mapping[str, str]) -> Sections:
    """Return the page before a session: go on with one that was kept, or begin."""
    kept = [
        {"id": item.id, "when": f"{item.begun:%Y-%m-%d %H:%M}", "where": stages[item.id]} for item in entries
    ]
    return {"head": _head(pack, lang), "start": _render("start", lang, kept=kept, pack=pack)}


def page(room: Room, lang: Lang, entry: int) -> Sections:
    """Return the page of a session as it stands; ``entry`` numbers the form, so that a new one is empty."""
    round, step = room.session.round, room.session.step
    found = {"head": _head(room.pack, lang), "steps": _steps(room, lang), "clock": _clock(room, lang)}
    if round is None:
        found["debrief"] = _debrief(room, lang)
    elif step in ("brief", "predict"):
        found["brief"] = _brief(room, round, lang)
    if round is not None and step == "predict":
        found["form"] = _render("form", lang, round=round, entry=entry, directions=DIRECTIONS,
                                questions=[_asked(item, lang) for item in round.questions])  # fmt: skip
        found["list"] = _said(room, round, lang)
    if round is not None and step in ("reveal", "discuss"):
        found |= _revealed(room, round, lang)
    if step in ("discuss", "debrief"):
        found["notes"] = _notes(room, lang)
    return {**found, "moves": _moves(room, lang), "export": _render("export", lang)}


def brief(room: Room, lang: Lang) -> str:
    """Return what the present round is about, as HTML."""
    return _brief(room, room.session.round or room.pack.rounds[-1], lang)


def reveal(room: Room, lang: Lang) -> str:
    """Return what came out in the present round beside what was said, as HTML."""
    round = room.session.round or room.pack.rounds[-1]
    return _render("reveal", lang, **_results(room, round, lang))


def closing(room: Room, lang: Lang) -> str:
    """Return the debrief with the room's own numbers, as HTML."""
    return _debrief(room, lang)


def _render(name: str, lang: Lang, **values: Any) -> str:
    """Return a section from its template; ``t`` says a text of the page, ``told`` one of the pack."""
    texts = {"t": partial(_said_text, lang), "told": partial(_told, lang), "lang": lang}
    return str(template(f"workshop/{name}.html").render(**texts, **values))


def _said_text(lang: Lang, key: str, **values: object) -> str:
    """Return a text of the page."""
    return say(f"workshop.{key}", lang, **values)


def _told(lang: Lang, text: Mapping[str, str]) -> str:
    """Return a text of the pack."""
    return told(text, lang)


def _head(pack: Pack, lang: Lang) -> str:
    """Return title, goal and the choice of language."""
    others = [(item, LANG_NAMES[item], item == lang) for item in LANGS]
    return _render("head", lang, pack=pack, languages=others, disclaimer=say("term.disclaimer.short", lang))


def _steps(room: Room, lang: Lang) -> str:
    """Return the way through the session, and where it stands."""
    every, place = steps(room.pack), room.session.place
    rounds = [
        {"title": words.round_name(room.pack, item, lang), "parts": [
            (say(f"workshop.step.{part}", lang), _when(every.index((item.id, part)), place)) for part in PARTS]}
        for item in room.pack.rounds
    ]  # fmt: skip
    last = (say("workshop.step.debrief", lang), _when(len(every) - 1, place))
    return _render("steps", lang, rounds=rounds, last=last)


def _when(step: int, place: int) -> str:
    """Return whether a step is done, going on or still to come."""
    return "now" if step == place else "done" if step < place else "later"


def _clock(room: Room, lang: Lang) -> str:
    """Return the clock with the agenda; the script lets it run."""
    session, round = room.session, room.session.round
    rows = [
        {"start": room.pack.start(item.id), "end": room.pack.start(item.id) + item.minutes, "cells": cells,
         "here": bool(round) and (item.round, item.part) == (round.id if round else "", session.step)}
        for item, cells in zip(room.pack.agenda, words.agenda_rows(room.pack, lang), strict=True)
    ]  # fmt: skip
    return _render(
        "clock",
        lang,
        started=session.started,
        rows=rows,
        heads=tables.heads(("clock", "length", "item"), lang),
    )


def _brief(room: Room, round: Round, lang: Lang) -> str:
    """Return what changes in a round, in words and as settings."""
    moved = [item for item in LEVERS if round.reference[item.id] != round.regime[item.id]]
    rows = [_moved(item, round, lang) for item in moved]
    few, rest = rows[:MOST_SETTINGS], rows[MOST_SETTINGS:]
    title = words.round_name(room.pack, round, lang)
    heads = tables.heads(("lever", "before", "after"), lang)
    return _render("brief", lang, round=round, title=title, few=few, rest=rest, heads=heads,
                   asked=[] if room.session.step == "predict" else [told(item.prompt, lang) for item in round.questions])  # fmt: skip


def _moved(item: Lever, round: Round, lang: Lang) -> list[str]:
    """Return a lever with its value in both regimes."""
    values = (tables.lever_value(item, regime[item.id], lang) for regime in (round.reference, round.regime))
    return [say(f"lever.{item.id}.label", lang), *values]


def _asked(item: Question, lang: Lang) -> dict[str, str]:
    """Return a question as the form asks it."""
    return {"id": item.id, "prompt": told(item.prompt, lang), "measure": words.asked(item, lang),
            "unit": unit_of_difference(item.metric, lang), "help": say(f"metric.{item.metric}.help", lang)}  # fmt: skip


def _said(room: Room, round: Round, lang: Lang) -> str:
    """Return what was predicted so far, each line with a way to take it back."""
    heads, rows = tables.predictions(room, round, lang)
    people = list(dict.fromkeys(item.who for item in room.session.predictions if item.round == round.id))
    return _render("list", lang, heads=heads, rows=list(zip(people, rows, strict=True)))


def _revealed(room: Room, round: Round, lang: Lang) -> Sections:
    """Return results, scores and the room's own trial."""
    found = {"reveal": _render("reveal", lang, **_results(room, round, lang))}
    if round.levers:
        controls = [_control(id, value, lang) for id, value in tables.trial_values(room, round).items()]
        heads, rows = tables.trials(room, round, lang)
        shares = {*INCENTIVE_MIX, *VALUE_WEIGHTS} & {*round.levers}
        found["trial"] = _render("trial", lang, shares=shares, controls=controls, heads=heads, rows=rows, round=round,
                                 number=len(room.session.trials))  # fmt: skip
    return found


def _results(room: Room, round: Round, lang: Lang) -> dict[str, Any]:
    """Return what the template of the reveal needs."""
    total = room.summary(round.id)
    return {
        "round": words.round_name(room.pack, round, lang), "reading": say("workshop.picture.reading", lang),
        "questions": [_result(room, round, item, lang) for item in round.questions],
        "summary": words.room_sentence(total, lang) if total else say("workshop.summary.nobody", lang),
        "surprise": words.surprise_sentence(room.pack, total, lang) if total else "",
        "scores": tables.scored(room, round.id, lang),
    }  # fmt: skip


def _result(room: Room, round: Round, item: Question, lang: Lang) -> dict[str, Any]:
    """Return the answer to one question: picture in two widths, sentence, and how the room had said."""
    outcome = room.outcomes(round.id)[item.id]
    said = [each for each in room.session.predictions if (each.round, each.question) == (round.id, item.id)]
    found = summary([each for each in room.scores(round.id) if each.prediction.question == item.id])
    counted = {name: sum(each.direction == name for each in said) for name in DIRECTIONS}
    right = tables.round_half(found.share_right * len(said)) if found else 0
    return {
        "prompt": told(item.prompt, lang), "sentence": outcome.sentence(lang), "verdict": outcome.verdict,
        "came": say("workshop.summary.came", lang, observed=words.observed(outcome, lang)),
        "band": interval(outcome.band_low, outcome.band_high), "ahead": percent(outcome.ahead),
        "counts": say("workshop.summary.counts", lang, n=len(said), right=right, **counted) if said else "",
        "wide": Markup(picture(outcome, said, lang, WIDE)), "narrow": Markup(picture(outcome, said, lang, NARROW)),
    }  # fmt: skip


def _control(id: str, value: float, lang: Lang) -> dict[str, Any]:
    """Return an open lever as a slider: all of it from the lever's declaration."""
    item = lever(id)
    share = item.unit == "share"
    texts = {key: say(f"lever.{id}.{key}", lang) for key in ("label", "help", "low", "high")}
    unit = "%" if share else f" {say(f'term.unit.{item.unit}.label', lang)}"
    return {**texts, "id": id, "value": f"{value:g}", "least": item.low, "most": item.high, "unit": unit, "factor": 100 if share else 1,
            "step": 0.05 if share else 1, "shown": tables.lever_value(item, value, lang)}  # fmt: skip


def _notes(room: Room, lang: Lang) -> str:
    """Return questions to talk about and what was said."""
    session, round = room.session, room.session.round
    points = [
        {"text": told(item.text, lang), "tags": _tags(item, lang)}
        for item in (round.discussion if round else session.pack.debrief)
    ]
    here = [note for note in session.notes if note.round == (round.id if round else "")]
    return _render(
        "notes", lang, points=points, kept=[note_line(note, lang) for note in here], number=len(session.notes)
    )


def _tags(item: Point, lang: Lang) -> str:
    """Return the concepts and drivers that a question touches, by name."""
    concepts = [
        say("workshop.page.concept", lang, id=id, title=say(f"concept.{id}.title", lang))
        for id in item.concepts
    ]
    return " · ".join([*concepts, *(say(f"term.driver.{id}.label", lang) for id in item.drivers)])


def _debrief(room: Room, lang: Lang) -> str:
    """Return how the room did over all rounds."""
    found = room.summary()
    rounds = [(words.round_name(room.pack, item, lang), room.summary(item.id)) for item in room.pack.rounds]
    return _render(
        "debrief", lang, overview=tables.overview(room, lang), scores=tables.scored(room, None, lang),
        summary=words.room_sentence(found, lang) if found else say("workshop.summary.nobody", lang),
        surprise=words.surprise_sentence(room.pack, found, lang) if found else "",
        rounds=[(name, words.room_sentence(each, lang)) for name, each in rounds if each],
    )  # fmt: skip


def _moves(room: Room, lang: Lang) -> str:
    """Return the buttons to the next step and back."""
    every, place = steps(room.pack), room.session.place
    following = every[place + 1] if place + 1 < len(every) else None
    back = place > 0 and every[place - 1][1] != "predict"
    name = say(f"workshop.step.{following[1]}", lang) if following else ""
    if following and following[1] == "brief":
        name = words.round_name(room.pack, room.pack.round(following[0]), lang)
    return _render(
        "moves", lang, following=name, back=back, reveals=bool(following and following[1] == "reveal")
    )
