"""Which teams to try a regime with: what one would learn, what could go wrong, how far the result carries.

The three are shown apart and never made into one number. *Learning* is the size of the expected effect on the primary measure over the
noise of that team (``noise_of``); *harm* the probability that a guardrail is broken by its margin or
the team is overloaded; *resemblance* the share of the other teams that are within reach of this one
(``simkit.pilot.likeness``). Order: Pareto fronts, then sums of ranks (``simkit.pilot.ranking``), on the numbers as
they are shown, so that teams which look alike share a place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simkit.engine.workers import Progress
from simkit.experiments.mixes import mixes_of
from simkit.experiments.paired import estimates
from simkit.experiments.points import Points
from simkit.experiments.quadrant import Quadrant, quadrant
from simkit.metrics import metric
from simkit.pilot import prospects as trying
from simkit.pilot.choice_words import table_of, told
from simkit.pilot.design import Guardrail, Measure, Survey
from simkit.pilot.likeness import carried
from simkit.pilot.matching import ChoiceProblem
from simkit.pilot.places import MAP_WEEKS, MAP_WORLDS, axes_of, places
from simkit.pilot.prospects import BASELINE, FULL_YEAR, HARMS, HOURS, PRIMARY, WEEKS, WORLDS, Prospects
from simkit.pilot.ranking import Place, ranked
from simkit.problems import InputError
from simkit.regime import Regime
from simkit.result import Floats
from simkit.scenario import Organisation, Team
from simkit.text import Lang

CRITERIA: dict[str, int] = {"learning": 1, "harm": -1, "resemblance": 1}
"""What candidates are ranked by, and whether more or less of it is better."""
OVERLOAD = 115.0
"""Load, in percent of plan, beyond which a team counts as overloaded (a convention)."""
SMALLEST: int = Survey().minimum_group
"""Teams of fewer people cannot be surveyed: their answers would be suppressed."""


@dataclass(frozen=True, eq=False)
class Choice:
    """All teams as candidates. ``mixes`` is the map of tool mixes around the teams' places, if it was made; ``weights`` are the user's."""

    regime: str
    prospects: Prospects
    mixes: Quadrant | None = None
    weights: tuple[float, ...] | None = None

    @property
    def organisation(self) -> Organisation:
        """The organisation whose teams are candidates."""
        return self.prospects.organisation

    @cached_property
    def order(self) -> dict[str, Place]:
        """Each team's place, the first candidate first; worked out from the numbers as they are shown."""
        found = self.prospects
        values = {
            name: tuple(as_shown(id, value) for id, value in zip(CRITERIA, criteria(found, i), strict=True))
            for i, name in enumerate(found.names)
        }
        return ranked(values, tuple(CRITERIA.values()), self.weights)

    @cached_property
    def _table(self) -> pd.DataFrame:
        found = self.prospects
        spread = estimates(_gain(found), found.groups)
        rows = [
            {**_about(team), **{name: float(spread[name][i]) for name in ("mean", "low", "high")}, **_numbers(found, i)}
            for i, team in enumerate(self.organisation.teams)
        ]  # fmt: skip
        table = pd.DataFrame(rows).rename(columns={"mean": "gain"})
        order = self.order
        table = table.assign(**_stands(table["team"], order))
        return table.set_index("team", drop=False).loc[[*order]].reset_index(drop=True)

    def frame(self) -> pd.DataFrame:
        """Return one row a team, the first candidate first.

        ``place`` (ties share one), ``front``, ``rank_learning``, ``rank_harm``, ``rank_resemblance``, ``rank_sum``; ``gain`` with ``low`` and
        ``high`` (95 %; a gain is positive) and ``noise`` in the primary measure's unit, ``learning``; ``harm`` and, apart, ``harm_``
        + metric and ``overload`` (probabilities), ``load`` in percent of plan; ``resemblance``; ``small`` (cannot be surveyed), and the team's place in the quadrant.
        """
        return self._table.copy()

    def places(self) -> pd.DataFrame:
        """Return which mix wins at each team's place, by stream (see ``simkit.pilot.places.places``); no rows without a map."""
        return places(self.organisation, self.mixes)

    def best(self, count: int) -> tuple[str, ...]:
        """Return the first ``count`` candidates; raise ``InputError`` if there are not so many teams."""
        teams = len(self._table)
        if not 1 <= count <= teams:
            limits = {"value": count, "most": teams, "teams": teams}
            raise InputError([ChoiceProblem("count", "count", limits)])
        return tuple(self._table["team"][:count])

    def tied(self, count: int) -> tuple[str, ...]:
        """Return the teams that share the last place which ``best`` takes, if some of them were left out by name only."""
        edge = self._table["place"].iloc[len(self.best(count)) - 1]
        same = self._table.index[self._table["place"] == edge]
        return tuple(self._table["team"][same]) if same.max() >= count else ()

    def sentences(self, count: int, lang: Lang = "en") -> list[str]:
        """Return who comes first, the warnings, how candidates were ordered, and what the numbers are."""
        return told(self, count, OVERLOAD, SMALLEST, lang)

    def table(self, lang: Lang) -> pd.DataFrame:
        """Return one row a team with headings and words in a language, the first candidate first."""
        return table_of(self, OVERLOAD, SMALLEST, lang)


def candidates(
    organisation: Organisation, new: Regime, *, before: Regime | None = None, primary: str | Measure = PRIMARY,
    harms: Sequence[Guardrail] = HARMS, weights: Mapping[str, float] | None = None, baseline: int = BASELINE,
    weeks: int = WEEKS, worlds: int = WORLDS, with_map: bool = True, seed: int = 0, points: Points = (), engine: str = "fast",
    workers: int | None = None, executor: Executor | None = None, progress: Progress | None = None,
) -> Choice:  # fmt: skip
    """Return all teams as candidates for a pilot of ``new``: each is tried by itself for ``weeks`` weeks in ``worlds`` worlds.

    ``weights`` (by name of a criterion) replace the fronts by a weighted sum of ranks. ``with_map`` also finds which tool mixes win at the
    teams' places in the quadrant. ``progress`` gets runs done and to do. See ``simkit.pilot.prospects.prospects`` for the rest.
    """
    measure = primary if isinstance(primary, Measure) else Measure(metric=primary)
    chosen = _weights(weights, measure)
    across, up = axes_of(organisation)
    mapped = len(across) * len(up) * len(mixes_of()) * MAP_WORLDS if with_map else 0
    runs = (len(organisation.teams) + 1) * worlds
    how: dict[str, Any] = {"engine": engine, "workers": workers, "executor": executor, "seed": seed}
    tried = trying.prospects(
        organisation, new, before=before, primary=measure, harms=harms, baseline=baseline, weeks=weeks, worlds=worlds,
        points=points, progress=_part(progress, 0, runs + mapped), **how,
    )  # fmt: skip
    found = quadrant(
        certainties=across, team_types=up, weeks=MAP_WEEKS, replications=MAP_WORLDS,
        progress=_part(progress, runs, runs + mapped), **how,
    ) if with_map else None  # fmt: skip
    return Choice(new.name, tried, found, chosen)


def _part(progress: Progress | None, before: int, total: int) -> Progress | None:
    """Return what shows a part of the work as part of the whole."""
    return None if progress is None else lambda done, _: progress(before + done, total)


def _weights(given: Mapping[str, float] | None, primary: Measure) -> tuple[float, ...] | None:
    """Return the weights in the order of the criteria; refuse what is impossible, and a measure without a better side."""
    problems = [
        ChoiceProblem("unknown_weight", "weights", {"value": name, "allowed": ", ".join(CRITERIA)})
        for name in given or {}
        if name not in CRITERIA
    ]
    values = [float((given or {}).get(name, 0.0)) for name in CRITERIA]
    if given is not None and not (min(values) >= 0 and 0 < sum(values) < float("inf")):
        problems.append(ChoiceProblem("bad_weights", "weights"))
    if metric(primary.metric).direction == 0:
        problems.append(ChoiceProblem("no_gain", "primary", {"value": primary.metric}))
    if problems:
        raise InputError(problems)
    return tuple(values) if given is not None else None


def _gain(found: Prospects) -> Floats:
    """Return what each team gains on the primary measure in each world."""
    return metric(found.primary.metric).direction * (found.tried[:, :, 0] - found.same[:, :, 0])


def _about(team: Team) -> dict[str, Any]:
    """Return what the roster says of a team that a person wants beside the numbers."""
    place = {"certainty": team.certainty, "team_type": team.team_type}
    return {
        "team": team.name,
        "function": team.function,
        "people": team.people,
        **place,
        "small": team.people < SMALLEST,
    }


def criteria(found: Prospects, i: int) -> tuple[float, float, float]:
    """Return learning, harm and resemblance of a team."""
    harmed = broken_of(found, i).any(axis=1) | (loads_of(found, i) > OVERLOAD)
    learning = over_noise(abs(known_mean(_gain(found)[i])), noise_of(found, i))
    return learning, float(harmed.mean()), carried(found.organisation, [found.names[i]])


def _numbers(found: Prospects, i: int) -> dict[str, float]:
    """Return noise, the criteria and the single harms of a team."""
    broken, load = broken_of(found, i), loads_of(found, i)
    each = {f"harm_{item.measure.metric}": float(broken[:, k].mean()) for k, item in enumerate(found.harms)}
    last = {"overload": float((load > OVERLOAD).mean()), "load": float(load.mean())}
    return {
        "noise": noise_of(found, i),
        **dict(zip(CRITERIA, criteria(found, i), strict=True)),
        **each,
        **last,
    }


def known_mean(values: Floats) -> float:
    """Return the mean of the values that are known, NaN of none."""
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")


def over_noise(size: float, noise: float) -> float:
    """Return the size of an effect over its noise; NaN if one of them is not known.

    >>> over_noise(3.0, 2.0), over_noise(0.0, 0.0), over_noise(1.0, 0.0), over_noise(0.0, float("nan"))
    (1.5, 0.0, inf, nan)
    """
    if noise == 0:
        return 0.0 if size == 0 else size * float("inf")
    return size / noise


def noise_of(found: Prospects, i: int) -> float:
    """Return how much a team's change of the primary measure varies by luck, answers to a survey included.

    The standard deviation over worlds of the change from the baseline, pooled over trying the regime and not trying it. NaN for a
    team whose answers would be suppressed, and where the measure is not defined.
    """
    changes = [after[i, :, 0] - found.start[i, :, 0] for after in (found.same, found.tried)]
    spread = float(np.mean([_variance(change) for change in changes]))
    survey = found.primary.survey
    if survey is None:
        return spread**0.5
    answers = found.organisation.teams[i].people * survey.response_rate
    if answers < survey.minimum_group:
        return float("nan")
    return (spread + 2 * survey.noise**2 / answers) ** 0.5


def _variance(values: Floats) -> float:
    """Return the variance (n - 1) of the values that are known, exactly 0 if all are alike, NaN of fewer than two."""
    known = values[np.isfinite(values)]
    if len(known) < 2:
        return float("nan")
    return float(known.var(ddof=1)) if np.ptp(known) > 0 else 0.0


def broken_of(found: Prospects, i: int) -> NDArray[np.bool_]:
    """Return in which worlds which guardrail of a team is broken, shape (worlds, guardrails); what is undefined is not."""
    effects = found.tried[i] - found.same[i]
    harms = [item.sign * effects[:, 1 + k] >= item.margin for k, item in enumerate(found.harms)]
    return np.stack(harms, axis=1) if harms else np.zeros((found.worlds, 0), dtype=bool)


def loads_of(found: Prospects, i: int) -> Floats:
    """Return a team's load under the new regime in each world: that of the roster and the hours that the regime takes beyond the old one."""
    extra = (found.tried[i] - found.same[i])[:, -len(HOURS) :].sum(axis=1)
    return found.organisation.teams[i].workload + 100 * extra / FULL_YEAR


def as_shown(name: str, value: float) -> float:
    """Return a criterion as people see it: learning with one decimal, shares in whole percent."""
    return round(value, 1 if name == "learning" else 2)


def _stands(teams: pd.Series, order: Mapping[str, Place]) -> dict[str, Sequence[float]]:
    """Return the columns that say where each team stands."""
    stands = [order[name] for name in teams]
    ranks = {f"rank_{name}": [item.ranks[k] for item in stands] for k, name in enumerate(CRITERIA)}
    sums = [item.total for item in stands]
    return {
        "place": [item.place for item in stands],
        "front": [item.front for item in stands],
        **ranks,
        "rank_sum": sums,
    }
