"""The article's advice on tools by place in the quadrant (H1), and whether runs bear it out.

The advice is data (``presets/advice.toml``): near the corner of uncertain business and agile teams OKR and project
performance, near the corner of certain business and functional teams KPI with a shell of points or innovation items.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simkit.experiments.best import surely_above
from simkit.experiments.paired import Estimate, estimate
from simkit.presets.reading import preset_file
from simkit.regime import Regime
from simkit.result import Floats

VERDICTS = ("holds", "fails", "undecided")


@dataclass(frozen=True, slots=True)
class Advice:
    """What is recommended around one corner of the quadrant.

    A regime is recommended if it has all tools of ``every`` and one of ``one_of``, or its name is in ``regimes``.
    """

    id: str
    certainty: float
    team_type: float
    every: tuple[str, ...]
    one_of: tuple[str, ...]
    regimes: tuple[str, ...]

    def recommends(self, regime: Regime) -> bool:
        """Return whether a regime is among those recommended.

        >>> from simkit.presets import load_regime
        >>> [item.recommends(load_regime("traditional_department")) for item in ADVICE]
        [False, True]
        """
        tools = set(regime.tools)
        fits = set(self.every) <= tools and any(name in tools for name in self.one_of)
        return fits or regime.name in self.regimes

    def away(self, certainty: float, team_type: float) -> float:
        """Return the squared distance of a place from the corner."""
        return (certainty - self.certainty) ** 2 + (team_type - self.team_type) ** 2


def _advice() -> tuple[Advice, ...]:
    """Read the advice."""
    return tuple(
        Advice(
            id, item["certainty"], item["team_type"], tuple(item["all"]), tuple(item["any"]), tuple(item["regimes"])
        )
        for id, item in preset_file("advice").items()
    )  # fmt: skip


ADVICE: tuple[Advice, ...] = _advice()


def advice_for(certainty: float, team_type: float) -> Advice | None:
    """Return the advice of the corner that is nearer, or ``None`` where two are as near.

    >>> [found and found.id for found in (advice_for(2, 4), advice_for(3, 2), advice_for(3, 3))]
    ['uncertain_agile', 'certain_functional', None]
    """
    near, far = sorted(ADVICE, key=lambda item: item.away(certainty, team_type))
    return None if near.away(certainty, team_type) == far.away(certainty, team_type) else near


@dataclass(frozen=True, slots=True)
class Judgement:
    """The best recommended arm against the best other one, by position, and the verdict.

    ``margin`` is recommended minus other, paired, with its 95 % t-interval.
    """

    recommended: int
    other: int
    margin: Estimate
    verdict: str


def judged(values: Floats, recommended: Sequence[bool]) -> Judgement | None:
    """Judge advice on one number per arm and world, shape (arms, worlds), more is better.

    It ``holds`` if the best recommended arm surely exceeds every other one, ``fails`` if the best of the others surely
    exceeds every recommended one (Holm over the comparisons), else it is ``undecided``. ``None`` if all arms are
    recommended or none is.

    >>> judged(np.array([[2.0, 3.1, 4.0], [1.0, 2.0, 3.0]]), [True, False]).verdict
    'holds'
    """
    chosen = np.asarray(recommended, dtype=bool)
    if chosen.all() or not chosen.any():
        return None
    known = values[:, np.isfinite(values).all(axis=0)]
    means = known.mean(axis=1) if known.shape[1] else np.zeros(len(known))
    best, other = (int(np.where(part, means, -np.inf).argmax()) for part in (chosen, ~chosen))
    holds = surely_above(known[best], known[~chosen])
    fails = surely_above(known[other], known[chosen])
    verdict = "holds" if holds else "fails" if fails else "undecided"
    return Judgement(best, other, estimate(known[best] - known[other]), verdict)
