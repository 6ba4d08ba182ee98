"""Flip points: at which value of a constant the verdict between two regimes changes sides.

One constant at a time is moved over its declared range, all others at their declared values, in the same worlds at every
value (common random numbers). Where the difference b - a is clearly on one side at one value and clearly on the other at
another, the place between them where its mean is 0 is found by bisection, then by a straight line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from simkit.constants import CONSTANTS, Constant
from simkit.engine.workers import Progress
from simkit.experiments.outcomes import Outcome, scenario_of, within, year_and_end
from simkit.experiments.paired import estimate, verdict
from simkit.experiments.ranges import movable, place_of, value_at
from simkit.experiments.screening import LEAST, differences
from simkit.regime import Regime
from simkit.result import Floats
from simkit.scenario import Organisation, Scenario

GRID = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Places in the range that are tried first, besides that of the declared value."""
ROUNDS = 3
"""Bisections of the stretch between two places: a quarter of the range becomes one part in 32."""


class Curve(NamedTuple):
    """The difference b - a by place in the range of one constant: mean and 95 % interval."""

    places: Floats
    mean: Floats
    low: Floats
    high: Floats

    @property
    def sides(self) -> list[int]:
        """+1 or -1 where the difference is clearly above or below 0, else 0."""
        return [int(low > 0) - int(high < 0) for low, high in zip(self.low, self.high, strict=True)]

    def crossings(self) -> list[tuple[int, int]]:
        """Return pairs of positions, clear on opposite sides, with nothing clear in between."""
        clear = [place for place, side in enumerate(self.sides) if side]
        return [(i, j) for i, j in pairwise(clear) if self.sides[i] != self.sides[j]]

    def turn(self, crossing: tuple[int, int]) -> int:
        """Return the position after which the mean changes its sign within a crossing (the middle one of several)."""
        first, last = crossing
        signs = np.sign(self.mean[first : last + 1])
        changes = np.flatnonzero(signs[1:] != signs[:-1])
        return first + int(changes[len(changes) // 2])

    def flip(self, crossing: tuple[int, int]) -> tuple[float, float, float]:
        """Return where the mean is 0 within a crossing, and from where to where the interval holds 0.

        Between places that were tried, everything is taken to be a straight line.
        """
        i, (first, last) = self.turn(crossing), crossing
        rising = self.sides[last] > 0
        leaves, arrives = (self.high, self.low) if rising else (self.low, self.high)
        ends = [
            k for k in range(first, last) if leaves[k] * leaves[first] > 0 >= leaves[k + 1] * leaves[first]
        ]
        starts = [
            k for k in range(first, last) if arrives[k] * arrives[last] <= 0 < arrives[k + 1] * arrives[last]
        ]
        root = _zero(self.places, self.mean, i)
        return (
            root,
            min(root, _zero(self.places, leaves, ends[0])),
            max(root, _zero(self.places, arrives, starts[-1])),
        )


def _zero(places: Floats, values: Floats, i: int) -> float:
    """Return where the line from position i to the next is 0."""
    (x, y), (p, q) = places[i : i + 2], values[i : i + 2]
    return float(x + (y - x) * p / (p - q)) if p != q else float((x + y) / 2)


@dataclass(frozen=True, eq=False)
class Flips:
    """Differences b - a with one constant moved at a time.

    ``measured`` has, by constant and place in its range, an array of shape (worlds, outcomes).
    """

    constants: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    measured: Mapping[tuple[str, float], Floats]

    @property
    def worlds(self) -> int:
        """Number of worlds at each value."""
        return len(next(iter(self.measured.values()))) if self.measured else 0

    def curve(self, id: str, outcome: int) -> Curve:
        """Return one outcome by place in the range of one constant."""
        places = sorted(place for name, place in self.measured if name == id)
        found = [estimate(self.measured[id, place][:, outcome]) for place in places]
        return Curve(
            np.array(places), *(np.array([getattr(e, key) for e in found]) for key in ("mean", "low", "high"))
        )

    def frame(self) -> pd.DataFrame:
        """Return one row per constant, metric and horizon.

        ``difference`` with ``low`` and ``high`` is b - a at the declared value, ``verdict`` its side (``ahead``,
        ``behind``, ``open``). ``status`` is ``flips`` (clear on one side at some value and on the other at another),
        ``open`` (undecided at the declared value), ``fades`` (clear there and undecided at some other value) or
        ``firm`` (the same clear side at every value tried). ``flips`` counts the flip points.
        """
        return pd.DataFrame([self._row(id, i) for id in self.constants for i in range(len(self.outcomes))])

    def points(self) -> pd.DataFrame:
        """Return one row per flip point, in the unit of the constant, nearest to the declared value first.

        ``value`` is where the mean difference is 0; from ``from_value`` to ``to_value`` its 95 % interval holds 0;
        ``below`` and ``above`` are the verdicts on either side; ``distance`` is the share of the range between the
        flip point and the declared value (on the scale of ``simkit.experiments.ranges``).
        """
        rows = [
            row for id in self.constants for i in range(len(self.outcomes)) for row in self._points(id, i)
        ]
        names = [
            "constant",
            "metric",
            "horizon",
            "value",
            "from_value",
            "to_value",
            "below",
            "above",
            "distance",
        ]
        return pd.DataFrame(rows, columns=names).sort_values("distance", kind="stable", ignore_index=True)

    def _row(self, id: str, i: int) -> dict[str, Any]:
        """Return the row of one constant and outcome."""
        curve, here = self.curve(id, i), place_of(CONSTANTS[id], CONSTANTS[id].value)
        at = int(np.abs(curve.places - here).argmin())
        count, side = len(curve.crossings()), curve.sides[at]
        status = "flips" if count else "open" if not side else "firm" if all(curve.sides) else "fades"
        numbers = {"difference": curve.mean[at], "low": curve.low[at], "high": curve.high[at]}
        about = {"constant": id, "metric": self.outcomes[i][0], "horizon": self.outcomes[i][1]}
        return {
            **about,
            **numbers,
            "verdict": verdict(curve.low[at], curve.high[at]),
            "status": status,
            "flips": count,
        }

    def _points(self, id: str, i: int) -> Iterator[dict[str, Any]]:
        """Yield the flip points of one constant and outcome."""
        curve, item = self.curve(id, i), CONSTANTS[id]
        for crossing in curve.crossings():
            flip, *band = curve.flip(crossing)
            values = [value_at(item, place) for place in (flip, *band)]
            sides = [verdict(curve.low[k], curve.high[k]) for k in crossing]
            yield {
                "constant": id, "metric": self.outcomes[i][0], "horizon": self.outcomes[i][1],
                **dict(zip(("value", "from_value", "to_value"), values, strict=True)), "below": sides[0], "above": sides[1],
                "distance": abs(flip - place_of(item, item.value)),
            }  # fmt: skip


def flips(
    base: Scenario | Organisation, a: Regime, b: Regime, *, worlds: int, constants: Sequence[Constant] | None = None,
    seed: int = 0, weeks: int | None = None, engine: str = "fast", workers: int | None = None,
    executor: Executor | None = None, progress: Progress | None = None,
) -> Flips:  # fmt: skip
    """Move one constant at a time over its range and find where verdicts change sides.

    ``constants`` are all that have a range unless given. Watched are the headline metrics at week 52 and in the
    last week. Raises ``InputError`` for fewer than 2 worlds and ``Interrupted`` on Ctrl-C.
    """
    within("worlds", worlds, LEAST, "worlds")
    moved = movable() if constants is None else list(constants)
    start = scenario_of(base, weeks)
    how: dict[str, Any] = {"engine": engine, "workers": workers, "executor": executor}
    names, outcomes = tuple(item.id for item in moved), year_and_end(start.weeks)
    measured: dict[tuple[str, float], Floats] = {}
    wanted = [(item.id, place) for item in moved for place in places(item)]
    for _ in range(1 + ROUNDS):
        how["progress"] = _continued(progress, 2 * worlds * len(measured))
        measured |= _measure(start, (a, b), wanted, range(worlds), seed, outcomes, how)
        wanted = halves(Flips(names, outcomes, measured))
    return Flips(names, outcomes, measured)


def places(item: Constant) -> list[float]:
    """Return the places at which a constant is tried first, that of its declared value among them.

    >>> places(CONSTANTS["experiment_rate"])
    [0.0, 0.25, 0.5, 0.75, 1.0]
    """
    return sorted({*GRID, place_of(item, item.value)})


def halves(found: Flips) -> list[tuple[str, float]]:
    """Return the constants and places that would halve the stretch in which each mean difference is 0."""
    wanted: dict[tuple[str, float], None] = {}
    for id in found.constants:
        for i in range(len(found.outcomes)):
            curve = found.curve(id, i)
            turns = {curve.turn(crossing) for crossing in curve.crossings()}
            wanted |= {(id, float(curve.places[k : k + 2].mean())): None for k in sorted(turns)}
    return list(wanted)


def _measure(
    start: Scenario, pair: tuple[Regime, Regime], wanted: Sequence[tuple[str, float]], worlds: range, seed: int,
    outcomes: Sequence[Outcome], how: dict[str, Any],
) -> dict[tuple[str, float], Floats]:  # fmt: skip
    """Run what is wanted, the declared values only once for all constants."""
    settings = {key: _setting(*key) for key in wanted}
    distinct = {tuple(setting.items()): setting for setting in settings.values()}
    if not distinct:
        return {}
    found = differences(start, pair, list(distinct.values()), worlds, seed, outcomes, how)
    by_setting = dict(zip(distinct, found, strict=True))
    return {key: by_setting[tuple(setting.items())] for key, setting in settings.items()}


def _continued(progress: Progress | None, before: int) -> Progress | None:
    """Return a progress callback that counts on from what was done in earlier rounds."""
    if progress is None:
        return None
    return lambda done, total: progress(before + done, before + total)


def _setting(id: str, place: float) -> dict[str, float]:
    """Return what is set for a constant at a place: nothing at its declared value."""
    item = CONSTANTS[id]
    return {} if place == place_of(item, item.value) else {id: value_at(item, place)}
