"""Comparison teams that are as much like the pilot teams as can be, with the record of how they were found.

Every pilot team gets ``each`` partners such that the sum of all distances (``simkit.pilot.likeness``) is as small as it can be:
an optimal assignment, not one team after the other. How well it worked is shown feature by feature: standardised mean
differences of the pilot teams from all eligible teams and from those matched, in standard deviations before matching
(Stuart 2010, Statistical Science 25(1), 1-21); beyond ``UNBALANCED`` a feature is called unbalanced.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from simkit.pilot.likeness import REACH, distances, numbers
from simkit.problems import InputError, Problem
from simkit.result import Floats
from simkit.roster.problems import resolved
from simkit.scenario import FUNCTIONS, Organisation, Team
from simkit.text import Lang, say

UNBALANCED = 0.25
"""A standardised mean difference beyond this is called unbalanced (the usual convention)."""


class ChoiceProblem(Problem):
    """One problem of choosing teams, as one sentence."""

    def sentence(self, lang: Lang) -> str:
        """Return where, what is wrong, what is allowed and what to do, in one sentence."""
        text = say(f"candidate.problem.{self.code}", lang, **resolved(self.values, lang))
        return f"{self.where}{say('candidate.word.colon', lang)}{text}" if self.where else text


@dataclass(frozen=True, eq=False)
class Matched:
    """Comparison teams and how they were found.

    ``pairs`` are (pilot team, its partner, their distance), in the order of the pilot teams; ``eligible`` the names from which partners could be
    taken, in alphabetical order; ``wanted`` how many partners were asked for; ``balance`` has one row a feature.
    """

    pairs: tuple[tuple[str, str, float], ...]
    eligible: tuple[str, ...]
    wanted: int
    balance: pd.DataFrame

    @property
    def comparison_teams(self) -> tuple[str, ...]:
        """Names of the comparison teams, as a design takes them."""
        return tuple(partner for _, partner, _ in self.pairs)

    @property
    def missing(self) -> int:
        """How many partners could not be found because eligible teams ran out."""
        return self.wanted - len(self.pairs)

    def frame(self) -> pd.DataFrame:
        """Return one row a pair: ``pilot``, ``comparison``, ``distance`` and whether the two are within reach of one another."""
        table = pd.DataFrame(self.pairs, columns=["pilot", "comparison", "distance"])
        return table.assign(near=table["distance"] <= REACH + 1e-12)

    def table(self, lang: Lang) -> pd.DataFrame:
        """Return the pairs with headings and words in a language."""
        found = self.frame()
        found["near"] = [say(f"candidate.word.{'yes' if near else 'no'}", lang) for near in found["near"]]
        found["distance"] = found["distance"].round(2)
        return found.rename(columns={name: say(f"candidate.column.{name}", lang) for name in found})

    def sentence(self, lang: Lang = "en") -> str:
        """Return how the comparison teams were found, how near they are, and what stays unlike."""
        far = [pilot for pilot, _, distance in self.pairs if distance > REACH + 1e-12]
        parts = [say("candidate.matched.how", lang, count=len(self.pairs), eligible=len(self.eligible))]
        if self.missing:
            parts.append(say("candidate.matched.few", lang, missing=self.missing, wanted=self.wanted))
        if far:
            parts.append(say("candidate.matched.far", lang, list=_joined(far, lang)))
        parts.append(balance_sentence(self.balance, lang))
        return (" " if lang == "en" else "").join(parts)


def matched(
    organisation: Organisation, pilots: Sequence[str], *, eligible: Sequence[str] | None = None, each: int = 1
) -> Matched:
    """Return comparison teams for the pilot teams, ``each`` for every one of them, from ``eligible`` (default: all others).

    No team is used twice. If there are fewer eligible teams than needed, all of them are used and ``missing`` says how many lack.
    The result does not hang on the order of rows. Raises ``InputError`` for unknown teams, pilot teams that are eligible, and
    when there is nobody to compare with.
    """
    teams = known_teams(organisation, [*pilots, *(eligible or ())])
    pool = sorted(name for name in (teams if eligible is None else eligible) if name not in pilots)
    overlap = sorted({*pilots} & {*(eligible or ())})
    if overlap:
        raise InputError([ChoiceProblem("both", "teams", {"value": ", ".join(overlap)})])
    if not pool or not pilots:
        raise InputError([ChoiceProblem("nobody", "teams")])
    rows = [name for name in sorted(pilots) for _ in range(each)]
    found = _assigned(distances([teams[name] for name in (*rows, *pool)]), len(rows))
    chosen = [(rows[i], pool[j], apart) for i, j, apart in found]
    chosen.sort(key=lambda pair: (list(pilots).index(pair[0]), pair[2], pair[1]))
    taken = [partner for _, partner, _ in chosen]
    table = balance(organisation, pilots, pool, taken)
    return Matched(tuple(chosen), tuple(pool), len(rows), table)


def _assigned(apart: Floats, rows: int) -> list[tuple[int, int, float]]:
    """Return row, column and distance of the cheapest assignment of the first ``rows`` teams to the rest."""
    from scipy.optimize import linear_sum_assignment

    cost = apart[:rows, rows:]
    return [(int(i), int(j), float(cost[i, j])) for i, j in zip(*linear_sum_assignment(cost), strict=True)]


def balance(
    organisation: Organisation, pilots: Sequence[str], before: Sequence[str], after: Sequence[str]
) -> pd.DataFrame:
    """Return one row a feature: means of pilot teams, of those ``before`` and ``after`` matching, and standardised differences.

    ``pilots``, ``all_others``, ``partners`` are means (shares of teams, for functions); ``smd_before`` and ``smd_after`` differences of
    the pilot teams in standard deviations (pooled, before matching); NaN if nothing varies and yet they differ.
    """
    teams = known_teams(organisation, [*pilots, *before, *after])
    groups = [[teams[name] for name in names] for names in (pilots, before, after)]
    values = [_features(group, [team for part in groups for team in part]) for group in groups]
    rows = []
    for id in values[0]:
        new, old, partners = (part[id] for part in values)
        spread = ((_spread(new) ** 2 + _spread(old) ** 2) / 2) ** 0.5
        gaps = [_ratio(float(new.mean() - other.mean()), spread) for other in (old, partners)]
        rows.append([id, new.mean(), old.mean(), partners.mean(), *gaps, not abs(gaps[1]) <= UNBALANCED])
    columns = ["feature", "pilots", "all_others", "partners", "smd_before", "smd_after", "unbalanced"]
    return pd.DataFrame(rows, columns=columns)


def balance_table(found: pd.DataFrame, lang: Lang) -> pd.DataFrame:
    """Return a balance with headings and features in a language."""
    shown = found.drop(columns=["unbalanced"]).round(2)
    shown["feature"] = [feature_name(id, lang) for id in shown["feature"]]
    return shown.rename(columns={name: say(f"candidate.column.{name}", lang) for name in shown})


def balance_sentence(found: pd.DataFrame, lang: Lang) -> str:
    """Return in which features the pilot teams still differ from their partners."""
    off = [feature_name(id, lang) for id in found.query("unbalanced")["feature"]]
    key = "unbalanced" if off else "balanced"
    return say(f"candidate.matched.{key}", lang, list=_joined(off, lang), limit=UNBALANCED)


def _features(group: Sequence[Team], everybody: Sequence[Team]) -> dict[str, Floats]:
    """Return features as people read them (not in doublings), and for each function in use whether a team has it."""
    shown = {id: np.array([float(getattr(team, id)) for team in group]) for id in numbers(everybody)}
    used = [id for id in FUNCTIONS if any(team.function == id for team in everybody)]
    return {**shown, **{id: np.array([float(team.function == id) for team in group]) for id in used}}


def _spread(values: Floats) -> float:
    """Return the standard deviation (n - 1), 0 of a single value."""
    return float(values.std(ddof=1)) if len(values) > 1 else 0.0


def _ratio(gap: float, spread: float) -> float:
    """Return a gap in standard deviations; 0 if there is none, NaN if nothing varies."""
    return 0.0 if abs(gap) < 1e-12 else gap / spread if spread > 0 else float("nan")


def known_teams(organisation: Organisation, names: Sequence[str]) -> dict[str, Team]:
    """Return all teams by name, or refuse the names that are not there, or there twice, all at once."""
    teams = {team.name: team for team in organisation.teams}
    allowed = say("candidate.word.comma", "en").join(teams)
    strangers = [name for name in dict.fromkeys(names) if name not in teams]
    if strangers:
        raise InputError(
            [Problem("unknown_team", "", {"value": name, "allowed": allowed}) for name in strangers]
        )
    return teams


def feature_name(id: str, lang: Lang) -> str:
    """Return the name of a feature of the roster, or of a function as a feature.

    >>> feature_name("people", "en"), feature_name("rnd", "en")
    ('Head-count', 'Function: R&D')
    """
    if id in FUNCTIONS:
        return say("candidate.word.function", lang, name=say(f"term.function.{id}.label", lang))
    return say(f"roster.field.{id}.label", lang)


def _joined(names: Sequence[str], lang: Lang) -> str:
    """Return names as a list."""
    return say("candidate.word.comma", lang).join(names)
