"""The assumption ledger: each constant with its origin, how much it moves the verdicts, and where it would flip them.

The two halves answer different questions. The screening moves all constants together and says how much each of them
matters wherever the others stand; the scan moves one at a time from the declared values and says at which value
of it the conclusion that was drawn there would be the opposite one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import pandas as pd

from simkit.constants import CONSTANTS
from simkit.engine.workers import Progress
from simkit.experiments.flips import GRID, Flips, flips
from simkit.experiments.ranges import logarithmic, movable
from simkit.experiments.screening import LEAST, Screening, screen
from simkit.metrics import metric
from simkit.regime import Regime
from simkit.scenario import Organisation, Scenario

TRAJECTORIES, WORLDS = 10, 32
"""Trajectories of the screening and worlds of the scan unless told otherwise."""
SHARE = 4
"""One world in so many is used in the screening, whose effects are averaged over trajectories as well."""
BEYOND = 2.0
"""An effect counts as seen if it is more than so many times what luck alone would show."""
STATUSES = ("flips", "open", "fades", "firm")


@dataclass(frozen=True, eq=False)
class Ledger:
    """What the difference between two regimes owes to the constants.

    ``flips`` may cover the most influential constants only.
    """

    reference: str
    regime: str
    screening: Screening
    flips: Flips

    def frame(self) -> pd.DataFrame:
        """Return one row per constant, metric and horizon; constants in the order of their influence.

        Columns: ``constant``, ``grade``, ``source``, ``unit``, declared ``constant_value`` with its range
        ``range_low`` to ``range_high`` and whether that is measured on a ``logarithmic`` scale; ``metric``,
        ``horizon``; ``mu``, ``mu_star``, ``mu_star_conf``, ``sigma``, ``luck`` (see ``Screening.frame``) and ``seen``:
        whether ``mu_star`` is more than twice ``luck``; ``difference``, ``low``, ``high``, ``verdict``, ``status``,
        ``flips`` (see ``Flips.frame``; missing where no flip point was sought).
        """
        keys = ["constant", "metric", "horizon"]
        table = self.screening.frame()
        table["seen"] = table["mu_star"] > BEYOND * table["luck"]
        sought = self.flips.frame() if self.flips.constants else pd.DataFrame(columns=[*keys, "status"])
        about = pd.DataFrame([_about(id) for id in self.ranked()])
        return about.merge(table, "left", "constant").merge(sought, "left", keys)

    def influence(self) -> pd.DataFrame:
        """Return one row per constant: that of ``frame()`` in which it moves most for the metric's scale."""
        table = self.frame()
        table["relative"] = _relative(table)
        strongest = table.sort_values("relative", ascending=False, kind="stable").drop_duplicates("constant")
        return strongest.reset_index(drop=True)

    def ranked(self) -> list[str]:
        """Return the constants, the most influential first."""
        table = self.screening.frame()
        table["relative"] = _relative(table)
        most = table.groupby("constant", sort=False)["relative"].max()
        return sorted(self.screening.constants, key=lambda id: -most[id])

    def verdicts(self) -> pd.DataFrame:
        """Return one row per metric and horizon: the verdict at the declared values, and what the scan did to it.

        ``difference``, ``low``, ``high``, ``verdict``; then how many constants have which status.
        """
        rows: list[dict[str, Any]] = []
        for (id, week), part in self.flips.frame().groupby(["metric", "horizon"], sort=False):
            counted, first = Counter(part["status"]), part.iloc[0]
            here = {key: first[key] for key in ("difference", "low", "high", "verdict")}
            rows.append({"metric": id, "horizon": week, **here, **{key: counted[key] for key in STATUSES}})
        return pd.DataFrame(rows)


def assumptions(
    base: Scenario | Organisation, a: Regime, b: Regime, *,
    trajectories: int = TRAJECTORIES, worlds: int = WORLDS, most: int | None = None, seed: int = 0,
    weeks: int | None = None, engine: str = "fast", workers: int | None = None, executor: Executor | None = None,
    progress: Progress | None = None, then: Callable[[], Progress] | None = None,
) -> Ledger:  # fmt: skip
    """Return the assumption ledger of b - a: the four headline metrics at week 52 and in the last week.

    The screening runs ``trajectories`` * (constants + 1) points in a quarter of the ``worlds``; flip points are
    sought, in all of them, for the ``most`` influential constants (all of them unless given). ``then`` is called
    when the search for flip points begins, and returns its progress callback. Raises ``InputError`` for fewer than
    2 trajectories or worlds, ``Interrupted`` on Ctrl-C.
    """
    how: dict[str, Any] = {
        "seed": seed,
        "weeks": weeks,
        "engine": engine,
        "workers": workers,
        "executor": executor,
    }
    screened = screen(
        base, a, b, trajectories=trajectories, worlds=screening_worlds(worlds), progress=progress, **how
    )
    ledger = Ledger(a.name, b.name, screened, Flips((), screened.outcomes, {}))
    chosen = [CONSTANTS[id] for id in ledger.ranked()[:most]]
    found = flips(base, a, b, worlds=worlds, constants=chosen, progress=then() if then else progress, **how)
    return Ledger(a.name, b.name, screened, found)


def screening_worlds(worlds: int) -> int:
    """Return in how many worlds the screening is run when the scan takes so many.

    >>> screening_worlds(32), screening_worlds(4)
    (8, 2)
    """
    return max(worlds // SHARE, min(worlds, LEAST))


def runs_for(trajectories: int, worlds: int, most: int | None = None) -> int:
    """Return how many runs a ledger takes, besides those that narrow flip points down.

    >>> runs_for(2, 8, 0) == 2 * 2 * (len(movable()) + 1) * 2
    True
    """
    constants = len(movable())
    scanned = constants if most is None else min(most, constants)
    points = trajectories * (constants + 1) * screening_worlds(worlds) + scanned * len(GRID) * worlds
    return 2 * points


def _about(id: str) -> dict[str, Any]:
    """Return what is declared of a constant."""
    item = CONSTANTS[id]
    return {"constant": id, "grade": item.grade, "source": item.source, "unit": item.unit, "constant_value": item.value,
            "range_low": item.low, "range_high": item.high, "logarithmic": logarithmic(item)}  # fmt: skip


def _relative(table: pd.DataFrame) -> pd.Series:
    """Return how much is moved as a share of the declared scale of the metric."""
    widths = [metric(id).scale[1] - metric(id).scale[0] for id in table["metric"]]
    return table["mu_star"] / widths
