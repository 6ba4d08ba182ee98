"""A session in the room as a pure state machine: an event and a state give the next state, or a refusal in words.

Every round goes brief → predict → reveal → discuss, then comes the next round, and at the end the debrief. Predictions are
taken before the reveal only, and there is no way back behind it. The reveal carries its results, so that a session
that is replayed from its events shows what the room saw.

An event is plain data with a ``kind``: ``started`` (the clock, ``at`` seconds since 1970), ``advanced`` (to the next step;
``results`` by question when it goes to a reveal), ``back``, ``predicted`` (``who``, ``question``, ``direction``, ``size``,
``confidence``; again by the same person and question replaces), ``withdrawn`` (``who``), ``tried`` (``levers``,
``results``) and ``noted`` (``text``, ``about``).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from simkit.problems import InputError, Problem, nearest
from simkit.roster.problems import Said
from simkit.workshop.expected import Outcome
from simkit.workshop.parts import PARTS, Pack, Round
from simkit.workshop.problems import WorkshopProblem, refused
from simkit.workshop.scoring import DIRECTIONS, LEAST_CONFIDENCE, Prediction

DEBRIEF = "debrief"
"""The last step."""
NAME_LENGTH, NOTE_LENGTH, MOST_PREDICTIONS = 60, 2000, 2000
"""Longest name, longest note, and most predictions of a session."""
Event = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Trial:
    """What the room tried itself after a reveal: levers that differ from the round's regime, and what came out."""

    round: str
    levers: Mapping[str, float]
    outcomes: Mapping[str, Outcome]


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was said, at a step, about a question that was discussed (its number) or in general (0)."""

    round: str
    step: str
    about: int
    text: str


@dataclass(frozen=True)
class Session:
    """Where a session stands, and what was said in it so far."""

    pack: Pack
    place: int = 0
    started: float | None = None
    predictions: tuple[Prediction, ...] = ()
    outcomes: Mapping[tuple[str, str], Outcome] = field(default_factory=dict[tuple[str, str], Outcome])
    trials: tuple[Trial, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def step(self) -> str:
        """What is going on: a part of a round, or the debrief."""
        return steps(self.pack)[self.place][1]

    @property
    def round(self) -> Round | None:
        """The round that is going on; none in the debrief."""
        id = steps(self.pack)[self.place][0]
        return self.pack.round(id) if id else None

    def revealed(self, round: str) -> bool:
        """Return whether the results of a round are known."""
        return any(key[0] == round for key in self.outcomes)


def steps(pack: Pack) -> tuple[tuple[str, str], ...]:
    """Return all steps of a session in order: round and part; the debrief has no round."""
    return (*((item.id, part) for item in pack.rounds for part in PARTS), ("", DEBRIEF))


def after(session: Session, event: Event) -> Session:
    """Return the state after an event; raise ``InputError`` if it is not possible now."""
    kind = event.get("kind")
    if kind not in _HANDLERS:
        raise refused("no_event", value=kind, allowed=", ".join(_HANDLERS))
    return _HANDLERS[kind](session, event)


def replayed(pack: Pack, events: Iterable[Event]) -> Session:
    """Return the state after all these events."""
    session = Session(pack)
    for event in events:
        session = after(session, event)
    return session


def _started(session: Session, event: Event) -> Session:
    """Start the clock, or start it again."""
    return replace(session, started=float(event["at"]))


def _advanced(session: Session, event: Event) -> Session:
    """Go on to the next step; a reveal brings its results."""
    every = steps(session.pack)
    if session.place + 1 >= len(every):
        raise refused("at_the_end")
    moved = replace(session, place=session.place + 1)
    if moved.step != "reveal" or moved.round is None or session.revealed(moved.round.id):
        return moved
    results: Mapping[str, Any] = event.get("results") or {}
    round = moved.round
    lacking = [item.id for item in round.questions if item.id not in results]
    if lacking:
        raise refused("no_results", value=", ".join(lacking))
    found = {(round.id, item.id): Outcome.of(results[item.id]) for item in round.questions}
    return replace(moved, outcomes={**session.outcomes, **found})


def _back(session: Session, event: Event) -> Session:
    """Go back one step, but not behind a reveal: what is known cannot be unknown."""
    if session.place == 0:
        raise refused("at_the_start")
    moved = replace(session, place=session.place - 1)
    if moved.step == "predict":
        raise refused("no_way_back")
    return moved


def _predicted(session: Session, event: Event) -> Session:
    """Take a prediction; it replaces an earlier one by the same person to the same question."""
    round = _predicting(session, event)
    problems: list[Problem] = []
    who = _text(event.get("who"), "who", NAME_LENGTH, problems)
    question, direction = event.get("question"), event.get("direction")
    ids = [item.id for item in round.questions]
    if question not in ids:
        problems.append(_unknown("question", question, ids))
    if direction not in DIRECTIONS:
        problems.append(_unknown("direction", direction, DIRECTIONS))
    size = _number(event.get("size"), "size", -1e6, 1e6, problems) if event.get("size") is not None else None
    confidence = _number(event.get("confidence"), "confidence", LEAST_CONFIDENCE, 1.0, problems)
    problems += _contradiction(direction, size)
    made = Prediction(round.id, str(question), who, str(direction), size, confidence)
    kept = tuple(item for item in session.predictions if not _same(item, made))
    if len(kept) >= MOST_PREDICTIONS:
        problems.append(WorkshopProblem("too_many", "", {"value": MOST_PREDICTIONS}))
    if problems:
        raise InputError(problems)
    return replace(session, predictions=(*kept, made))


def _withdrawn(session: Session, event: Event) -> Session:
    """Take back what a person predicted in this round, all of it or one question."""
    round, who, question = _predicting(session, event), event.get("who"), event.get("question")
    mine = [
        item for item in session.predictions
        if item.round == round.id and item.who == who and question in (None, item.question)
    ]  # fmt: skip
    if not mine:
        raise refused("nothing_to_withdraw", value=who)
    return replace(session, predictions=tuple(item for item in session.predictions if item not in mine))


def _tried(session: Session, event: Event) -> Session:
    """Keep what the room tried."""
    round = session.round
    if round is None or session.step not in ("reveal", "discuss"):
        raise refused("not_now", stage=_stage(session))
    levers: Mapping[str, float] = event.get("levers", {})
    outcomes = {key: Outcome.of(item) for key, item in event.get("results", {}).items()}
    return replace(session, trials=(*session.trials, Trial(round.id, dict(levers), outcomes)))


def _noted(session: Session, event: Event) -> Session:
    """Keep a note."""
    problems: list[Problem] = []
    text = _text(event.get("text"), "note", NOTE_LENGTH, problems)
    points = session.round.discussion if session.round else session.pack.debrief
    about = int(event.get("about") or 0)
    if not 0 <= about <= len(points):
        problems.append(Problem("out_of_range", "", {"value": about, "low": 0, "high": len(points)}))
    if problems:
        raise InputError(problems)
    note = Note(session.round.id if session.round else "", session.step, about, text)
    return replace(session, notes=(*session.notes, note))


_HANDLERS: dict[Any, Callable[[Session, Event], Session]] = {
    "started": _started, "advanced": _advanced, "back": _back, "predicted": _predicted, "withdrawn": _withdrawn,
    "tried": _tried, "noted": _noted,
}  # fmt: skip


def _predicting(session: Session, event: Event) -> Round:
    """Return the round whose predictions are being taken, or refuse: too early, too late, or none."""
    round = session.round
    if round is not None and session.step == "predict":
        return round
    if round is not None and session.revealed(round.id):
        raise refused("late", who=event.get("who", ""))
    raise refused("not_now", stage=_stage(session))


def _stage(session: Session) -> Said:
    """Return the name of the step."""
    return Said((f"workshop.step.{session.step}",))


def _same(one: Prediction, other: Prediction) -> bool:
    """Return whether two predictions answer the same question by the same person."""
    return (one.round, one.question, one.who) == (other.round, other.question, other.who)


def _text(value: Any, kind: str, limit: int, problems: list[Problem]) -> str:
    """Return a text without blanks around it; note if it is empty or too long."""
    text = " ".join(str(value or "").split()) if kind == "who" else str(value or "").strip()
    if not text or len(text) > limit:
        problems.append(WorkshopProblem(f"bad_{kind}", "", {"limit": limit}))
    return text


def _number(value: Any, kind: str, low: float, high: float, problems: list[Problem]) -> float:
    """Return a number within limits; note if it is none."""
    good = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if not good or not low <= value <= high:
        problems.append(WorkshopProblem(f"bad_{kind}", "", {"value": value}))
        return math.nan
    return float(value)


def _contradiction(direction: Any, size: float | None) -> list[Problem]:
    """Return the problem of a size whose sign is not that of the direction."""
    sign = {"up": 1, "down": -1}.get(direction, 0)
    return [WorkshopProblem("contradiction", "", {"value": size})] if sign * (size or 0.0) < 0 else []


def _unknown(kind: str, value: Any, allowed: Iterable[str]) -> Problem:
    """Return the problem of a name that is not there."""
    names = list(allowed)
    values = {"kind": Said((f"workshop.kind.{kind}",)), "value": value, "nearest": nearest(str(value), names),
              "allowed": ", ".join(names)}  # fmt: skip
    return WorkshopProblem("unknown_name", "", values)
