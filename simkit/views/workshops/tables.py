"""Tables of a session: what was asked, said, found and scored; one row each, headings in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from simkit.levers import LEVER_IDS, Lever, lever
from simkit.text import Lang, say
from simkit.views.wording import interval, number, percent, unit_of_difference
from simkit.views.workshops import words
from simkit.workshop.packs import told
from simkit.workshop.parts import Round
from simkit.workshop.room import Room
from simkit.workshop.scoring import Prediction, by_person, summary
from simkit.workshop.session import Trial

Cells = list[str]


def heads(keys: Sequence[str], lang: Lang) -> Cells:
    """Return headings."""
    return [say(f"workshop.head.{key}", lang) for key in keys]


def questions(round: Round, lang: Lang) -> tuple[Cells, list[Cells]]:
    """Return what is asked in a round."""
    rows = [
        [str(place), told(item.prompt, lang), words.asked(item, lang), unit_of_difference(item.metric, lang)]
        for place, item in enumerate(round.questions, 1)
    ]
    return heads(("number", "question", "measure", "unit"), lang), rows


def predictions(room: Room, round: Round, lang: Lang) -> tuple[Cells, list[Cells]]:
    """Return who said what in a round: a column for each question, numbered as they are asked."""
    given = {(item.who, item.question): item for item in room.session.predictions if item.round == round.id}
    people = list(dict.fromkeys(who for who, _ in given))
    rows = [
        [who, *(_said(given.get((who, item.id)), item.metric, lang) for item in round.questions)]
        for who in people
    ]
    columns = [say("workshop.report.point", lang, number=n) for n in range(1, len(round.questions) + 1)]
    return [say("workshop.head.who", lang), *columns], rows


def _said(item: Prediction | None, metric: str, lang: Lang) -> str:
    """Return a prediction, or a dash."""
    return words.said(item, metric, lang) if item else say("workshop.word.none", lang)


def scored(room: Room, round: str | None, lang: Lang) -> tuple[Cells, list[Cells]]:
    """Return how each person or table did, best first, in a round or in all that were revealed."""
    rows: list[Cells] = []
    for who, found in by_person(room.scores(round)).items():
        total = summary(found)
        if total is not None:
            right = f"{round_half(total.share_right * total.predictions)}/{total.predictions}"
            error = say("workshop.word.none", lang) if total.size_error is None else number(total.size_error)
            rows.append([who, right, percent(total.confidence), f"{total.brier:.2f}", error])
    return heads(("who", "right", "sure", "brier", "size_error"), lang), rows


def overview(room: Room, lang: Lang) -> tuple[Cells, list[Cells]]:
    """Return every question that was revealed, what came out, and how many predictions had the direction right."""
    rows: list[Cells] = []
    for (id, question), outcome in room.session.outcomes.items():
        found = [item for item in room.scores(id) if item.prediction.question == question]
        prompt = told(room.pack.round(id).question(question).prompt, lang)
        rows.append(
            [prompt, words.observed(outcome, lang), f"{sum(item.right for item in found)}/{len(found)}"]
        )
    return heads(("question", "came", "share_right"), lang), rows


def round_half(value: float) -> int:
    """Return a count that was a share of a whole."""
    return int(value + 0.5)


def results(room: Room, round: Round, lang: Lang) -> tuple[Cells, list[Cells]]:
    """Return what came out in a round."""
    rows: list[Cells] = []
    for item in round.questions:
        if found := room.outcomes(round.id).get(item.id):
            gap = f"{words.amount(found.difference, found.metric, lang)} {interval(found.low, found.high)}"
            rows.append(
                [told(item.prompt, lang), number(found.row["mean_a"]), number(found.row["mean_b"]), gap,
                 interval(found.band_low, found.band_high), words.verdict(found.verdict, lang)]
            )  # fmt: skip
    return heads(("question", "before", "after", "difference", "band", "verdict"), lang), rows


def trials(room: Room, round: Round, lang: Lang) -> tuple[Cells, list[Cells]]:
    """Return the round's regime and what the room tried instead, each with its difference from the start."""
    columns = [say("workshop.report.point", lang, number=n) for n in range(1, len(round.questions) + 1)]
    first = [settings(round, {}, lang), *_gaps(room.outcomes(round.id), round, lang)]
    tried = [
        [settings(round, item.levers, lang), *_gaps(item.outcomes, round, lang)]
        for item in room.session.trials
        if item.round == round.id
    ]
    return [say("workshop.head.trial", lang), *columns], [first, *tried]


def _gaps(found: Any, round: Round, lang: Lang) -> Cells:
    """Return difference and verdict for each question."""
    return [
        f"{words.amount(found[item.id].difference, item.metric, lang)}{say('report.phrase.comma', lang)}{words.verdict(found[item.id].verdict, lang)}"
        for item in round.questions
        if item.id in found
    ]


def settings(round: Round, levers: Any, lang: Lang) -> str:
    """Return the values of the open levers, and of those that the room moved."""
    shown = [id for id in LEVER_IDS if id in round.levers or id in levers]
    parts = [
        say("workshop.word.setting", lang, lever=say(f"lever.{id}.label", lang), value=lever_value(lever(id), levers.get(id, round.regime[id]), lang))
        for id in shown
    ]  # fmt: skip
    return say("report.phrase.semicolon", lang).join(parts)


def lever_value(item: Lever, value: float, lang: Lang) -> str:
    """Return a lever's value with its unit.

    >>> lever_value(lever("review_interval"), 4.0, "en"), lever_value(lever("share_pool"), 0.25, "zh")
    ('4 weeks', '25%')
    """
    if item.unit == "share":
        return percent(value)
    unit = say(f"term.unit.{item.unit}.label", lang)
    return say("workshop.word.amount", lang, value=f"{value:g}", unit=unit)


def trial_values(room: Room, round: Round) -> dict[str, float]:
    """Return where the open levers stand: as in the last trial, else as in the round's regime."""
    tried: list[Trial] = [item for item in room.session.trials if item.round == round.id]
    last = tried[-1].levers if tried else {}
    return {id: last.get(id, round.regime[id]) for id in round.levers}
