"""Results, predictions and scores of a workshop as a person reads them."""

from __future__ import annotations

from simkit.text import Lang, say
from simkit.views.tables import MARKS
from simkit.views.wording import (
    first_capital,
    interval,
    metric_name,
    number,
    percent,
    unit_of_difference,
    week_name,
    whole,
)
from simkit.workshop.expected import Outcome
from simkit.workshop.packs import told
from simkit.workshop.parts import Pack, Question, Round, clock
from simkit.workshop.scoring import Prediction, Summary

__all__ = [
    "agenda_rows", "amount", "asked", "direction", "first_capital", "observed", "room_sentence", "round_name", "said",
    "surprise_sentence", "verdict",
]  # fmt: skip
DIRECTION_MARKS = {"up": "↑", "down": "↓", "none": "○"}
"""Sign of a direction, for where colour is not seen."""


def amount(value: float, metric: str, lang: Lang) -> str:
    """Return a difference with sign and unit.

    >>> amount(-8.49, "value_financial", "en"), amount(3.0, "felt_safety", "zh")
    ('−8.49 points', '+3.00 个百分点')
    """
    unit = unit_of_difference(metric, lang)
    return say("workshop.word.amount", lang, value=number(value, sign=True), unit=unit)


def asked(question: Question, lang: Lang) -> str:
    """Return what a question is about: measure and week."""
    week = week_name(question.horizon, lang)
    return say("workshop.word.asked", lang, metric=metric_name(question.metric, lang), week=week)


def direction(name: str, lang: Lang) -> str:
    """Return a direction with its mark.

    >>> direction("down", "en"), direction("none", "zh")
    ('↓ lower', '○ 没有明显差别')
    """
    return f"{DIRECTION_MARKS[name]} {say(f'workshop.direction.{name}', lang)}"


def verdict(name: str, lang: Lang) -> str:
    """Return a verdict with its mark.

    >>> verdict("behind", "en")
    '▼ behind'
    """
    return f"{MARKS[name]} {say(f'report.verdict.{name}', lang)}"


def observed(outcome: Outcome, lang: Lang) -> str:
    """Return what came out: direction, difference and interval."""
    return say(
        "workshop.word.observed", lang, direction=direction(outcome.direction, lang),
        amount=amount(outcome.difference, outcome.metric, lang), interval=interval(outcome.low, outcome.high),
    )  # fmt: skip


def said(item: Prediction, metric: str, lang: Lang) -> str:
    """Return a prediction in a few words."""
    sure = say("workshop.word.confident", lang, value=whole(100 * item.confidence))
    parts = [direction(item.direction, lang)]
    parts += [amount(item.size, metric, lang)] if item.size is not None else []
    return say("report.phrase.comma", lang).join([*parts, sure])


def round_name(pack: Pack, round: Round, lang: Lang) -> str:
    """Return a round with its number."""
    number_of = pack.rounds.index(round) + 1
    return say("workshop.word.round", lang, number=number_of, title=told(round.title, lang))


def agenda_rows(pack: Pack, lang: Lang) -> list[tuple[str, str, str]]:
    """Return clock, minutes and title of every item of the agenda."""
    return [
        (
            clock(pack.start(item.id)),
            say("workshop.word.minutes", lang, value=item.minutes),
            told(item.title, lang),
        )
        for item in pack.agenda
    ]


def room_sentence(found: Summary, lang: Lang) -> str:
    """Return in words how a room did: share right, confidence against it, Brier score."""
    gap = found.overconfidence
    kind = "about" if abs(gap) <= 0.1 else "over" if gap > 0 else "under"
    return say(
        f"workshop.summary.{kind}", lang, n=found.predictions, right=round(found.share_right * found.predictions),
        share=percent(found.share_right), sure=percent(found.confidence), brier=f"{found.brier:.2f}",
    )  # fmt: skip


def surprise_sentence(pack: Pack, found: Summary, lang: Lang) -> str:
    """Return which question surprised the room most; nothing if none was worse than guessing."""
    if found.surprise is None:
        return say("workshop.summary.no_surprise", lang)
    round, question = found.surprise
    prompt = told(pack.round(round).question(question).prompt, lang)
    return say("workshop.summary.surprise", lang, question=prompt)
