"""How sure the order of the candidates is: the simulated worlds are drawn anew, with replacement, and the teams ranked again.

What this shows is luck of the simulation alone; that the model may be wrong is another matter.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from simkit.engine.draws import Draws, key_of
from simkit.pilot.choosing import Choice
from simkit.text import Lang, say

DRAWS = 100
STREAM = "steadiness"
"""The random stream by which worlds are drawn anew."""


@dataclass(frozen=True)
class Steadiness:
    """In which share of ``draws`` each team is among the first ``count``, in the order of the candidates."""

    count: int
    draws: int
    shares: dict[str, float]

    def frame(self) -> pd.DataFrame:
        """Return one row a team: ``team``, ``share``."""
        return pd.DataFrame({"team": [*self.shares], "share": [*self.shares.values()]})

    def sentence(self, lang: Lang = "en") -> str:
        """Return who is how often among the first, the surest first."""
        order = sorted(self.shares.items(), key=lambda item: -item[1])
        named = [
            say("candidate.steady.team", lang, team=team, share=f"{100 * share:.0f}%")
            for team, share in order
            if share
        ]
        words = {
            "draws": self.draws,
            "count": self.count,
            "list": say("candidate.word.comma", lang).join(named),
        }
        parts = [say("candidate.steady.sentence", lang, **words)]
        others = len(order) - len(named)
        if others:
            parts.append(say("candidate.steady.never", lang, others=others))
        return (" " if lang == "en" else "").join(parts)


def steadiness(choice: Choice, count: int, *, draws: int = DRAWS, seed: int = 0) -> Steadiness:
    """Return how often each team is among the first ``count`` when the worlds are drawn anew; raise ``InputError`` for an impossible count.

    A team that shares the last place counts as among the first in part, as many as there are seats left for those who share it.
    """
    names = choice.frame()["team"].tolist()
    choice.best(count)
    hits = dict.fromkeys(names, 0.0)
    for draw in range(draws):
        for team, part in _seats(_again(choice, seed, draw), count).items():
            hits[team] += part
    return Steadiness(count, draws, {name: value / draws for name, value in hits.items()})


def _again(choice: Choice, seed: int, draw: int) -> Choice:
    """Return the choice on as many worlds, drawn anew; worlds under the same constants stay together."""
    found = choice.prospects
    sets = np.asarray(found.groups or range(found.worlds))
    kinds = np.unique(sets)
    seats = np.array([key_of(f"{STREAM}{place}") for place in range(len(kinds))], dtype=np.uint64)
    picked = kinds[(Draws(seed, draw).block(STREAM, seats, 0, 1)[0] * len(kinds)).astype(int)]
    worlds = np.concatenate([np.flatnonzero(sets == kind) for kind in picked])
    parts = {name: getattr(found, name)[:, worlds] for name in ("start", "same", "tried")}
    return replace(choice, prospects=replace(found, **parts, groups=()))


def _seats(choice: Choice, count: int) -> dict[str, float]:
    """Return each team with the part that it has of a seat among the first."""
    places = [item.place for item in choice.order.values()]
    return {
        name: min(1.0, max(0, count - item.place + 1) / places.count(item.place))
        for name, item in choice.order.items()
    }
