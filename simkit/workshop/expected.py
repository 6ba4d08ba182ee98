"""What the model says to each question of a round: computed on the pack's worlds, never typed in.

Results are kept in memory, so that the same round, or a trial that was made before, comes at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np

from simkit.engine.workers import Progress
from simkit.experiments.compare import compare_regimes
from simkit.experiments.comparison import Comparison
from simkit.experiments.sentences import NAMED, regime_name, sentence
from simkit.levers import INCENTIVE_MIX, VALUE_WEIGHTS
from simkit.presets import load_organisation
from simkit.regime import Regime
from simkit.text import Lang, say
from simkit.workshop.parts import Pack, Question, Round

BAND = (10.0, 90.0)
"""Percentiles of the band that holds the middle 80 % of worlds."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to one question: regime minus reference over the worlds, in the metric's unit.

    ``low`` and ``high`` bound the 95 % interval of the mean difference, ``band_low`` and ``band_high`` the middle 80 % of
    worlds; ``ahead`` is the share of worlds in which the regime does better. ``row`` is the row of ``Comparison.frame()``.
    """

    metric: str
    horizon: int
    difference: float
    low: float
    high: float
    band_low: float
    band_high: float
    ahead: float
    verdict: str
    worlds: tuple[float, ...]
    row: Mapping[str, Any]

    @property
    def direction(self) -> str:
        """``up`` or ``down`` if the interval excludes 0, else ``none``: no clear difference."""
        return "up" if self.low > 0 else "down" if self.high < 0 else "none"

    @property
    def band(self) -> float:
        """Width of the band of the middle 80 % of worlds, the unit of an error of size."""
        return self.band_high - self.band_low

    def sentence(self, lang: Lang) -> str:
        """Return means, difference, interval and worlds ahead in words."""
        names = {"reference": "start", "regime": "changed"}
        words = {
            key: regime_name(self.row[key], lang) if self.row[key] in NAMED else say(f"workshop.word.{name}", lang)
            for key, name in names.items()
        }  # fmt: skip
        return sentence({**self.row, **words}, lang)

    def data(self) -> dict[str, Any]:
        """Return everything as plain data, to be kept in the store.

        >>> outcome = Outcome.of({"metric": "nps", "horizon": 52, "difference": 1.0, "row": {"n": 2}, "worlds": [1.0]})
        >>> outcome.data()["worlds"]
        [1.0]
        """
        return {
            **{key: getattr(self, key) for key in self.__slots__},
            "worlds": list(self.worlds),
            "row": dict(self.row),
        }

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Outcome:
        """Return what ``data()`` gave, read back; numbers that were not defined are NaN."""
        known: dict[str, Any] = {key: data.get(key) for key in cls.__slots__}
        numbers = ("difference", "low", "high", "band_low", "band_high", "ahead")
        known |= {key: np.nan if known[key] is None else float(known[key]) for key in numbers}
        row = {key: np.nan if value is None else value for key, value in data["row"].items()}
        known |= {"worlds": tuple(data["worlds"]), "row": row}
        return cls(**known)


Outcomes = dict[str, Outcome]
"""Outcomes of a round by the id of their question."""
_KEPT: dict[Any, Outcomes] = {}
_LOCK = Lock()


def expected(
    pack: Pack, round: Round, regime: Regime | None = None, progress: Progress | None = None
) -> Outcomes:
    """Return the answer to each question of a round, for its regime or for one that the room tries.

    ``progress`` gets runs done and runs to do. Raises ``simkit.engine.run.Interrupted`` on Ctrl-C.
    """
    chosen = regime or round.regime
    asked = tuple((item.id, item.metric, item.horizon) for item in round.questions)
    key = (round.organisation, round.reference, chosen, pack.weeks, pack.worlds, pack.seed, asked)
    with _LOCK:  # who asks for the same meanwhile waits and then has it
        if key not in _KEPT:
            found = compare_regimes(
                load_organisation(round.organisation), [round.reference, chosen], weeks=pack.weeks, replications=pack.worlds,
                seed=pack.seed, progress=progress,
            )  # fmt: skip
            _KEPT[key] = {item.id: _outcome(found, item) for item in round.questions}
        return _KEPT[key]


def _outcome(found: Comparison, question: Question) -> Outcome:
    """Read the answer to one question off a comparison."""
    frame = found.frame()
    chosen = frame[(frame["metric"] == question.metric) & (frame["horizon"] == question.horizon)]
    row = {str(key): _plain(value) for key, value in chosen.iloc[0].items()}
    a, b = (result.metric(question.metric, question.horizon) for result in found.results)
    worlds = (b - a)[np.isfinite(b - a)]
    low, high = np.percentile(worlds, BAND) if len(worlds) else (np.nan, np.nan)
    return Outcome(
        question.metric, question.horizon, row["difference"], row["low"], row["high"], float(low), float(high),
        row["ahead_b"], row["verdict"], tuple(float(f"{value:.6g}") for value in worlds), row,
    )  # fmt: skip


def _plain(value: Any) -> Any:
    """Return a value as JSON knows it."""
    return value.item() if isinstance(value, np.generic) else value


def trial_regime(round: Round, levers: Mapping[str, float]) -> Regime:
    """Return the round's regime with levers moved by the room; shares are scaled so that they add up to 1.

    Where some shares of a group are moved, the rest gives way; where all are, all are scaled. Raises ``InputError`` for
    unknown levers and values out of range.
    """
    moved = dict(levers)
    for group in (INCENTIVE_MIX, VALUE_WEIGHTS):
        total = sum(moved.get(id, 0.0) for id in group)
        if total > 0 and (total > 1 or all(id in moved for id in group)):
            moved |= {id: moved[id] / total for id in group if id in moved}
    changed = round.regime.rebalanced(**moved)
    return changed if changed.values == round.regime.values else changed.with_(f"{round.id} (trial)")


def changed(pack: Pack, progress: Progress | None = None) -> list[tuple[str, str, str, str]]:
    """Return where the model's verdict is not the one on which the guide relies: round, question, relied on, found."""
    return [
        (round.id, item.id, item.expected, found[item.id].verdict)
        for round in pack.rounds
        for found in [expected(pack, round, None, progress)]
        for item in round.questions
        if found[item.id].verdict != item.expected
    ]
