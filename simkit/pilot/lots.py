"""Who tries the new regime, drawn by lot such that anybody can draw it again.

Every team gets a number between 0 and 1 that is a function of the seed, the number of the lot and the team's name alone
(``simkit.pilot.timetable.shuffled``). The smallest numbers are pilot teams. Within *pairs*, teams that are most alike are
put together first, and the one with the smaller number of each pair is the pilot team.

>>> from simkit.presets import load_organisation
>>> lot = drawn_by_lot(load_organisation("manufacturer"), count=2, seed=7)
>>> lot.pilot_teams == drawn_by_lot(load_organisation("manufacturer"), count=2, seed=7).pilot_teams, len(lot.comparison_teams)
(True, 4)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from simkit.engine.draws import Draws, key_of
from simkit.pilot.likeness import distances
from simkit.pilot.matching import ChoiceProblem, known_teams
from simkit.pilot.timetable import STREAM, shuffled
from simkit.problems import InputError
from simkit.scenario import Organisation
from simkit.text import Lang, say

Way = Literal["lot", "pairs"]


@dataclass(frozen=True)
class Lot:
    """The record of a lot: what was drawn from what, and by which numbers.

    ``names`` are all names in the lot, in alphabetical order, and ``numbers`` what each drew; ``pairs`` is empty unless teams were paired first.
    """

    way: Way
    seed: int
    lot: int
    names: tuple[str, ...]
    numbers: tuple[float, ...]
    pilot_teams: tuple[str, ...]
    comparison_teams: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...] = ()

    def frame(self) -> pd.DataFrame:
        """Return one row a name, by number drawn: ``team``, ``number``, ``group`` (``pilot`` or ``comparison``) and ``pair`` (0: none)."""
        pair = {name: number for number, both in enumerate(self.pairs, 1) for name in both}
        rows = [
            (name, drawn, "pilot" if name in self.pilot_teams else "comparison", pair.get(name, 0))
            for drawn, name in sorted(zip(self.numbers, self.names, strict=True))
        ]
        return pd.DataFrame(rows, columns=["team", "number", "group", "pair"])

    def table(self, lang: Lang) -> pd.DataFrame:
        """Return the record with headings and words in a language, as a charter prints it."""
        found = self.frame() if self.pairs else self.frame().drop(columns="pair")
        found["group"] = [say(f"candidate.group.{id}", lang) for id in found["group"]]
        found["number"] = [f"{value:.9f}" for value in found["number"]]
        return found.rename(columns={name: say(f"candidate.column.{name}", lang) for name in found})

    def sentence(self, lang: Lang = "en") -> str:
        """Return how the lot was drawn and how to draw it again."""
        words = {"teams": len(self.names), "count": len(self.pilot_teams), "seed": self.seed, "lot": self.lot}
        return say(f"candidate.lot.{self.way}", lang, **words)

    def holds(self) -> bool:
        """Return whether the same names, seed and lot give the numbers and the groups that stand here."""
        if self.numbers != _numbers(self.names, self.seed, self.lot):
            return False
        low = dict(zip(self.names, self.numbers, strict=True))
        if self.way == "pairs":
            return {*self.pilot_teams} == {min(pair, key=lambda name: low[name]) for pair in self.pairs}
        return self.pilot_teams == shuffled(self.names, self.seed, self.lot)[: len(self.pilot_teams)]


def drawn_by_lot(
    organisation: Organisation, *, count: int, seed: int = 0, lot: int = 0, among: Sequence[str] | None = None,
    way: Way = "lot",
) -> Lot:  # fmt: skip
    """Return ``count`` pilot teams drawn from ``among`` (default: all teams), and the comparison teams.

    By ``lot``, all who are not drawn are comparison teams, just as a ``Design`` with ``lot_seed=seed`` draws them. By ``pairs``,
    2 × count teams are paired and one of each pair is drawn; the others take no part. The result does not hang on the order of rows. Raises ``InputError`` for unknown
    teams and for more teams than there are.
    """
    known = known_teams(organisation, among or ())
    names = tuple(sorted(dict.fromkeys(among if among is not None else known)))
    most = len(names) // 2 if way == "pairs" else len(names) - 1
    if not 1 <= count <= most:
        limits = {"value": count, "most": max(most, 0), "teams": len(names)}
        raise InputError([ChoiceProblem("count_pairs" if way == "pairs" else "count", "count", limits)])
    pairs = paired_up(organisation, names)[:count] if way == "pairs" else ()
    if pairs:
        names = tuple(sorted(name for pair in pairs for name in pair))
    order = shuffled(names, seed, lot)
    pilots = order[:count]
    if pairs:
        pilots = tuple(min(pair, key=order.index) for pair in pairs)
    others = tuple(name for name in order if name not in pilots)
    if pairs:
        others = tuple(max(pair, key=order.index) for pair in pairs)
    return Lot(way, seed, lot, names, _numbers(names, seed, lot), pilots, others, pairs)


def _numbers(names: Sequence[str], seed: int, lot: int) -> tuple[float, ...]:
    """Return the number that each name draws."""
    luck = Draws(seed, lot)
    return tuple(luck.one(STREAM, key_of(name), 0) for name in names)


def paired_up(organisation: Organisation, names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return the teams in pairs such that the sum of distances is least, nearest pair first; of an odd number one is left over.

    >>> from simkit.presets import load_organisation
    >>> org = load_organisation("manufacturer")
    >>> paired_up(org, [team.name for team in org.teams])[0]
    ('Assembly', 'Machining')
    """
    import networkx as nx

    teams, order = known_teams(organisation, names), sorted(names)
    apart = distances([teams[name] for name in order])
    graph: nx.Graph[int] = nx.Graph()
    places = range(len(order))
    graph.add_weighted_edges_from((i, j, 1.0 - float(apart[i, j])) for i in places for j in places if i < j)
    found = nx.max_weight_matching(graph, maxcardinality=True)
    together = sorted((float(apart[i, j]), *sorted((order[i], order[j]))) for i, j in found)
    return tuple((a, b) for _, a, b in together)
