"""The summary statistics that are laid beside published figures: what one simulation of the model says of each.

A simulation is a few scenarios in a few worlds (``WORLDS``), all of it under one set of constants; ratios are ratios of
sums over worlds. Teams are those of the pattern laboratory in a business of middle certainty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import numpy as np

from simkit.constants import settings
from simkit.engine.host import OrganisationModel
from simkit.engine.run import run
from simkit.evidence.patterns import INNOVATION, TRADITIONAL
from simkit.metrics import COLUMN_INDEX
from simkit.presets.laboratory import lab
from simkit.regime import Regime
from simkit.result import Floats, Result
from simkit.scenario import Scenario

WORLDS = 8
"""Worlds of each scenario in one simulation."""
YEARS, YEAR = 156, 52
SPREAD_WORLDS = 6
"""Worlds of the readable engine in which members' knowledge is looked at."""
FRIEBEL_BONUS = 0.022
"""By how much the team bonus of Friebel et al. (2017) raised wages."""


def statistics(
    constants: Mapping[str, float], seed: int, *, worlds: int = WORLDS, workers: int | None = 1
) -> dict[str, float]:
    """Return every statistic of one simulation under some constants, by the id of its target.

    Shares are between 0 and 1, effects in standard deviations between teams, hours a year. NaN where nothing happened.

    >>> statistics({"review_setup": 1.0}, 0, worlds=1)["employee_hours"]
    6.0
    """
    found: dict[str, float] = {}
    for step in steps(constants, seed, worlds=worlds, workers=workers):
        found.update(step)
    return found


def steps(
    constants: Mapping[str, float], seed: int, *, worlds: int = WORLDS, workers: int | None = 1
) -> Iterator[dict[str, float]]:
    """Yield the statistics a few at a time, those that cost least first."""
    held = dict(constants)

    def result(regime: Regime, weeks: int, team_type: float = 3.0, **more: float) -> Result:
        place = lab(certainty=3.0, team_type=team_type)
        scenario = Scenario(organisation=place, regime=regime, weeks=weeks, constants={**held, **more})
        return run(scenario, worlds, seed, series=True, workers=workers)

    yield _ratings(constants)
    old = result(TRADITIONAL, YEARS)
    yield {"blame": _blamed(old), "turnover": YEAR * _ratio(old, "exits", "people"), **_hours(old)}
    own, team = (_outputs(result(_bonus(0.15, part), YEAR, 5.0)) for part in (1.0, 0.0))
    yield {"interdependence": _deviations(own, team)}
    aimless, aimed = (
        _outputs(result(TRADITIONAL.with_(goal_stretch=0.2), YEAR, **more))
        for more in ({"goal_weight": 0.0}, {})
    )
    yield {"group_goals": _deviations(aimless, aimed)}
    yield _projects(old, result(INNOVATION, YEARS))
    yield _incentives(*(_outputs(result(_bonus(size, 0.0), YEAR)) for size in (0.0, FRIEBEL_BONUS, 0.15)))


def _total(result: Result, column: str) -> float:
    """Return a recorded column summed over worlds, weeks and teams."""
    return float(result.columns[..., COLUMN_INDEX[column]].sum())


def _ratio(result: Result, top: str, bottom: str) -> float:
    """Return a ratio of two columns."""
    below = _total(result, bottom)
    return _total(result, top) / below if below else np.nan


def _blamed(old: Result) -> float:
    """Return the share of failures which a manager learns of that are treated as blameworthy."""
    judged, excused = _total(old, "execution_judged"), _total(old, "execution_excused")
    exploratory = _total(old, "exploratory_judged")
    blamed = _total(old, "exploratory_blamed") + judged - excused
    return blamed / (exploratory + judged) if exploratory + judged else np.nan


def _projects(old: Result, new: Result) -> dict[str, float]:
    """Return how ideas become projects, launches and successes, over both regimes."""
    names = ("ideas", "projects_started", "launches", "hits")
    ideas, started, launches, hits = (_total(old, name) + _total(new, name) for name in names)
    pairs = {
        "idea_conversion": (started, ideas),
        "launch_rate": (launches, started),
        "launch_success": (hits, launches),
    }
    return {name: top / bottom if bottom else np.nan for name, (top, bottom) in pairs.items()}


@cache
def knowledge_spread() -> float:
    """Return the variance of members' knowledge within teams at the declared constants.

    Only the readable engine knows members one by one, so it is measured once and taken as given.
    """
    scenario = Scenario(organisation=lab(certainty=3.0, team_type=3.0), regime=TRADITIONAL, weeks=1)
    models = [OrganisationModel(scenario, seed=0, replication=world) for world in range(SPREAD_WORLDS)]
    crews = [[member.knowledge for member in team.members] for model in models for team in model.teams]
    return float(np.mean([np.var(crew, ddof=1) for crew in crews]))


def _ratings(constants: Mapping[str, float]) -> dict[str, float]:
    """Return the variance of ratings that is the rater's over the variance that is the ratee's."""
    return {"rating_noise": settings(constants).rater_noise ** 2 / knowledge_spread()}


def _incentives(none: Floats, small: Floats, usual: Floats) -> dict[str, float]:
    """Return what a team bonus does to routine output: standardised between teams, and as a share."""
    return {
        "team_incentive": _deviations(none, usual),
        "team_bonus": float(small.mean() / none.mean()) - 1.0,
    }


def _deviations(a: Floats, b: Floats) -> float:
    """Return by how many standard deviations between teams the output in b exceeds that in a."""
    spread = float(((a.var(ddof=1) + b.var(ddof=1)) / 2.0) ** 0.5)
    return float((b - a).mean()) / spread if spread else np.nan


def _bonus(size: float, individual: float) -> Regime:
    """Return the traditional regime with a bonus of a size, for individual results or for the team's."""
    mix = {
        "share_individual": individual,
        "share_team": 1.0 - individual,
        "share_pool": 0.0,
        "share_points": 0.0,
    }
    return TRADITIONAL.with_(**mix, bonus_size=size)


def _outputs(result: Result) -> Floats:
    """Return the routine output of each world and team per person."""
    output, people = (result.columns[..., COLUMN_INDEX[name]].sum(axis=1) for name in ("output", "people"))
    return output / people


def _hours(old: Result) -> dict[str, float]:
    """Return hours that reviews take a year, of a manager and of a member, under the yearly review."""
    teams = len(old.teams) * len(old.replications) * old.weeks / YEAR
    people = _total(old, "people") / YEAR
    minutes = TRADITIONAL["review_minutes"] / 60.0 * YEAR / TRADITIONAL["review_interval"]
    managers = minutes * people / teams
    total = _total(old, "review_hours")
    return {"manager_hours": managers, "employee_hours": (total - managers * teams) / people}
