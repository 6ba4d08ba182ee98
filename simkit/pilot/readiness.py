"""Is the organisation ready (I4)? Four drivers, each by itself: a short questionnaire, and what the roster shows.

Never one index: strategy, culture, data and tools carry one another, and one that is missing is not made good by
another. Verdicts come from the answers; what the roster shows is indirect and can only speak against a driver.
Thresholds are conventions. Questions are data (``questions.toml``), their texts stand with the other texts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from statistics import fmean

import pandas as pd

from simkit.experiments.sentences import number
from simkit.levers import DRIVERS
from simkit.pilot.signals import Signal, signals
from simkit.problems import InputError, Problem, nearest
from simkit.roster.problems import resolved
from simkit.scenario import Organisation
from simkit.text import Lang, say

LOW, HIGH = 1, 5
OWN = "assumption"
"""The source of what nothing backs but sense."""
READY, PARTLY = 3.5, 2.5
"""Mean answers from which on a driver is called ready, or partly ready."""
LEAST = 2
"""No single answer may be below this for a driver to be ready."""
ENOUGH = 2
"""With fewer answers to a driver's three questions nothing is said."""
AGAINST = 2.0
"""A roster signal below this score speaks against its driver."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question: its driver, its row of the concept map, and what backs the mechanism behind it."""

    id: str
    driver: str
    concept: str
    source: str


@cache
def items() -> dict[str, Item]:
    """Return the questions by id.

    >>> [item.id for item in items().values() if item.driver == "data"]
    ['chain', 'fresh', 'visible']
    """
    text = files("simkit.pilot").joinpath("questions.toml").read_text(encoding="utf-8")
    return {id: Item(id, **entry) for id, entry in tomllib.loads(text).items()}


class DriverProblem(Problem):
    """One problem of the answers, as one sentence."""

    def sentence(self, lang: Lang) -> str:
        """Return where, what is wrong, what is allowed and what to do, in one sentence."""
        text = say(f"driver.problem.{self.code}", lang, **resolved(self.values, lang))
        return f"{self.where}{say('driver.word.colon', lang)}{text}" if self.where else text


@dataclass(frozen=True, slots=True)
class Driver:
    """What is known of one driver: ``answers`` by question, ``signals`` of the roster, known ones and others."""

    id: str
    answers: Mapping[str, int]
    signals: tuple[Signal, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """The questions about the driver."""
        return tuple(item for item in items().values() if item.driver == self.id)

    @property
    def score(self) -> float | None:
        """The mean of the answers, ``None`` if there are too few."""
        return fmean(self.answers.values()) if len(self.answers) >= ENOUGH else None

    @property
    def roster_score(self) -> float | None:
        """The mean score of what the roster shows, ``None`` if it shows nothing."""
        scores = [item.score for item in self.signals if item.score is not None]
        return fmean(scores) if scores else None

    @property
    def unknown(self) -> tuple[str, ...]:
        """Ids of questions without answer and of signals that the roster does not hold."""
        asked = [item.id for item in self.items if item.id not in self.answers]
        return (*asked, *(item.id for item in self.signals if item.score is None))

    @property
    def against(self) -> tuple[Signal, ...]:
        """Signals of the roster that speak against the driver."""
        return tuple(item for item in self.signals if item.score is not None and item.score < AGAINST)

    @property
    def verdict(self) -> str:
        """Return ``ready``, ``partly``, ``missing`` or ``unknown``."""
        if self.score is None:
            return "unknown"
        whole = min(self.answers.values()) >= LEAST and not self.against
        return "ready" if self.score >= READY and whole else "partly" if self.score >= PARTLY else "missing"

    def sentence(self, lang: Lang = "en") -> str:
        """Return what is known of the driver, in words."""
        words: dict[str, object] = {
            "driver": say(f"term.driver.{self.id}.label", lang), "answered": len(self.answers),
            "items": len(self.items), "lowest": self._lowest(lang),
            "score": number(self.score or 0.0),
        }  # fmt: skip
        parts = [say(f"driver.sentence.{self.verdict}", lang, **words)]
        shown = [item.words(lang) for item in self.signals if item.score is not None]
        if shown:
            parts.append(
                say("driver.sentence.signals", lang, list=say("driver.word.semicolon", lang).join(shown))
            )
        if self.against:
            names = say("driver.word.comma", lang).join(item.name(lang) for item in self.against)
            parts.append(say("driver.sentence.against", lang, list=names))
        return (" " if lang == "en" else "").join(parts)

    def _lowest(self, lang: Lang) -> str:
        """Return the questions with the lowest answer, as an addition to a sentence; nothing if all are alike."""
        least = min(self.answers.values(), default=HIGH)
        if len({*self.answers.values()}) < 2:
            return ""
        names = [say(f"driver.item.{id}.name", lang) for id, value in self.answers.items() if value == least]
        return say("driver.sentence.lowest", lang, names=say("driver.word.comma", lang).join(names))


@dataclass(frozen=True, slots=True)
class Readiness:
    """The four drivers, in the order of ``DRIVERS``; never a single number."""

    drivers: tuple[Driver, ...]

    def __getitem__(self, id: str) -> Driver:
        """Return one driver."""
        return {driver.id: driver for driver in self.drivers}[id]

    def frame(self) -> pd.DataFrame:
        """Return one row a question and signal: ``driver``, ``verdict``, ``kind`` (``answer`` or ``roster``), ``id``, ``value``, ``score`` (1 to 5; NaN: unknown), ``concept``, ``source``."""
        rows: list[dict[str, object]] = []
        for driver in self.drivers:
            about = {"driver": driver.id, "verdict": driver.verdict}
            rows += [{**about, **_asked(item, driver.answers.get(item.id))} for item in driver.items]
            rows += [{**about, **_shown(signal)} for signal in driver.signals]
        return pd.DataFrame(rows).astype({"value": float, "score": float})

    def table(self, lang: Lang) -> pd.DataFrame:
        """Return one row a driver with headings and words in a language."""
        unknown = say("driver.word.unknown", lang)
        rows = [
            {
                "driver": say(f"term.driver.{driver.id}.label", lang), "verdict": say(f"driver.verdict.{driver.verdict}", lang),
                "score": unknown if driver.score is None else number(driver.score), "answered": len(driver.answers),
                "known": say("driver.word.semicolon", lang).join(item.words(lang) for item in driver.signals if item.score is not None),
                "unknown": say("driver.word.comma", lang).join(_name(id, lang) for id in driver.unknown) or "–",
            }
            for driver in self.drivers
        ]  # fmt: skip
        return pd.DataFrame(rows).rename(
            columns={name: say(f"driver.column.{name}", lang) for name in rows[0]}
        )

    def sentences(self, lang: Lang = "en") -> list[str]:
        """Return one text a driver, and what the words are a convention of."""
        words = {"ready": READY, "partly": PARTLY, "least": LEAST, "items": ENOUGH}
        return [
            *(driver.sentence(lang) for driver in self.drivers),
            say("driver.sentence.convention", lang, **words),
        ]

    def sentence(self, lang: Lang = "en") -> str:
        """Return all of it in words, one paragraph a driver."""
        return "\n".join(self.sentences(lang))


def readiness(organisation: Organisation, answers: Mapping[str, int | None] | None = None) -> Readiness:
    """Return what the answers (1 to 5 by question, ``None``: not known) and the roster say of the four drivers.

    Raises ``InputError`` for unknown questions and answers that are none, all at once.

    >>> from simkit.presets import load_organisation
    >>> found = readiness(load_organisation("product-company"), {"themes": 5, "units": 4, "boundary": 3})
    >>> [driver.verdict for driver in found.drivers]
    ['ready', 'unknown', 'unknown', 'unknown']
    """
    given = checked(answers or {})
    shown = signals(organisation)
    return Readiness(
        tuple(
            Driver(
                id,
                {
                    item.id: given[item.id]
                    for item in items().values()
                    if item.driver == id and item.id in given
                },
                tuple(signal for signal in shown if signal.driver == id),
            )
            for id in DRIVERS
        )
    )


def checked(answers: Mapping[str, object], where: str = "") -> dict[str, int]:
    """Return the answers that are known; raise ``InputError`` with everything that is wrong with them."""
    problems: list[Problem] = []
    found: dict[str, int] = {}
    for id, value in answers.items():
        place = " › ".join(part for part in (where, id) if part)
        if id not in items():
            problems.append(
                DriverProblem("unknown_item", place, {"value": id, "nearest": nearest(id, [*items()])})
            )
        elif isinstance(value, int) and not isinstance(value, bool) and LOW <= value <= HIGH:
            found[id] = value
        elif not (value is None or (isinstance(value, str) and value.strip() in ("", "?", "？"))):
            problems.append(DriverProblem("not_one_to_five", place, {"value": value}))
    if problems:
        raise InputError(problems)
    return found


def _asked(item: Item, given: int | None) -> dict[str, object]:
    """Return the row of a question."""
    about = {"concept": item.concept, "source": item.source}
    return {"kind": "answer", "id": item.id, "value": given, "score": given, **about}


def _shown(signal: Signal) -> dict[str, object]:
    """Return the row of a number of the roster."""
    about = {"kind": "roster", "id": signal.id, "value": signal.value, "score": signal.score}
    return {**about, "concept": "", "source": OWN}


def _name(id: str, lang: Lang) -> str:
    """Return the name of a question or signal."""
    return say(f"driver.{'item' if id in items() else 'signal'}.{id}.name", lang)
