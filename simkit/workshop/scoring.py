"""How predictions are scored after the reveal, for each person or table and for the room.

The direction is right if the person said what the 95 % interval of the mean difference says: up, down, or no clear
difference. Confidence is scored by the rule of Brier: the squared distance between the stated probability
of being right and what came (1 right, 0 wrong), from 0 (sure and right) to 1 (sure and wrong); always saying 50 % gives 0.25. It
is a proper score: nobody does better on average by stating anything but what they believe.

Source: Brier, G. W. (1950). Verification of forecasts expressed in terms of probability. Monthly Weather Review 78(1), 1–3
(there summed over both outcomes, which is twice the number used here).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from simkit.workshop.expected import Outcome

DIRECTIONS = ("up", "down", "none")
"""What can be predicted; ``none`` is no clear difference."""
LEAST_CONFIDENCE = 0.5
"""Who is less sure than this believes in another direction."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a person or table said before the reveal; ``size`` is regime minus reference in the metric's unit, if given."""

    round: str
    question: str
    who: str
    direction: str
    size: float | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Score:
    """How one prediction came out; ``size_error`` in widths of the band of the middle 80 % of worlds."""

    prediction: Prediction
    right: bool
    brier: float
    size_error: float | None


@dataclass(frozen=True, slots=True)
class Summary:
    """How a room did: share right against mean confidence (their difference is ``overconfidence``), mean Brier score,
    median size error, and the question that surprised most (as round and question)."""

    predictions: int
    people: int
    share_right: float
    confidence: float
    brier: float
    size_error: float | None
    surprise: tuple[str, str] | None

    @property
    def overconfidence(self) -> float:
        """Mean confidence minus share right: above 0, the room was surer than it was right."""
        return self.confidence - self.share_right


def brier(confidence: float, right: bool) -> float:
    """Return the score of a stated confidence: 0 is best, 1 worst.

    >>> round(brier(0.9, True), 4), round(brier(0.9, False), 4), brier(0.5, True)
    (0.01, 0.81, 0.25)
    """
    return (confidence - (1.0 if right else 0.0)) ** 2


def score(prediction: Prediction, outcome: Outcome) -> Score:
    """Return how a prediction came out.

    A guess of −6, where −8 came out and the middle 80 % of worlds lie between −10 and −5, errs by 2 / 5 = 0.4 widths.

    >>> row = dict(metric="value_financial", horizon=52, difference=-8.0, low=-9.0, high=-7.0, band_low=-10.0, band_high=-5.0)
    >>> found = score(Prediction("r", "q", "Ann", "down", -6.0, 0.8), Outcome.of({**row, "worlds": [], "row": {}}))
    >>> found.right, round(found.brier, 4), found.size_error
    (True, 0.04, 0.4)
    """
    right = prediction.direction == outcome.direction
    error = None
    if prediction.size is not None and math.isfinite(outcome.difference) and outcome.band > 0:
        error = abs(prediction.size - outcome.difference) / outcome.band
    return Score(prediction, right, brier(prediction.confidence, right), error)


def scores(
    predictions: Iterable[Prediction], outcomes: Mapping[tuple[str, str], Outcome]
) -> tuple[Score, ...]:
    """Return the scores of all predictions whose outcome is known."""
    return tuple(
        score(item, outcomes[item.round, item.question])
        for item in predictions
        if (item.round, item.question) in outcomes
    )


def summary(found: Sequence[Score]) -> Summary | None:
    """Return how the room did; nothing if nobody predicted.

    Three said 90 %, one of them was right: 33 % right at 90 % confidence, Brier (0.01 + 0.81 + 0.81) / 3 = 0.5433.

    >>> said = [Prediction("r", "q", name, "up", None, 0.9) for name in "ABC"]
    >>> room = summary([Score(item, item.who == "A", brier(0.9, item.who == "A"), None) for item in said])
    >>> round(room.share_right, 2), round(room.overconfidence, 2), round(room.brier, 4), room.surprise
    (0.33, 0.57, 0.5433, ('r', 'q'))
    """
    if not found:
        return None
    n, errors = len(found), [item.size_error for item in found if item.size_error is not None]
    return Summary(
        n, len({item.prediction.who for item in found}), sum(item.right for item in found) / n,
        sum(item.prediction.confidence for item in found) / n, sum(item.brier for item in found) / n,
        median(errors) if errors else None, _surprise(found),
    )  # fmt: skip


def by_person(found: Iterable[Score]) -> dict[str, list[Score]]:
    """Return the scores of each person or table, best mean Brier score first (ties by name)."""
    people: dict[str, list[Score]] = {}
    for item in found:
        people.setdefault(item.prediction.who, []).append(item)
    return dict(sorted(people.items(), key=lambda pair: (_mean_brier(pair[1]), pair[0])))


def _mean_brier(found: Sequence[Score]) -> float:
    """Return the mean Brier score."""
    return sum(item.brier for item in found) / len(found)


def _surprise(found: Sequence[Score]) -> tuple[str, str] | None:
    """Return the question with the worst mean Brier score, if it is worse than guessing; the first of equals."""
    questions: dict[tuple[str, str], list[Score]] = {}
    for item in found:
        questions.setdefault((item.prediction.round, item.prediction.question), []).append(item)
    worst = max(questions, key=lambda key: _mean_brier(questions[key]))
    return worst if _mean_brier(questions[worst]) > brier(0.5, False) else None
