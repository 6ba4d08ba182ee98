"""Published effect sizes beside those of the organisation model, in the same unit.

Each is a contrast that research has measured, set up in the model with the nearest levers, and read as the same
kind of number. Nothing is fitted to them. A published number without a range of its own counts as met from
half to twice its size (``FACTOR``): laboratory and field differ by more than that from study to study. Where only
a sign is known, or only that there is no effect, the band says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from math import inf, nan

from simkit.engine.workers import Progress
from simkit.evidence import measures
from simkit.evidence.arms import Arm, Readings, read_arms
from simkit.evidence.measures import Measure
from simkit.evidence.patterns import INNOVATION, SMALL, TRADITIONAL, YEARS, lab
from simkit.evidence.verdicts import agreement
from simkit.experiments.paired import Estimate
from simkit.scenario import Organisation, Scenario

FACTOR = 2.0
UP, DOWN, NOTHING = (0.0, inf), (-inf, 0.0), (-SMALL, SMALL)
"""Bands of a published sign, and of a published absence of effect."""
FIELD_TEAMS = 16
"""Teams of a field study, which differ in one lever; what correlates between teams correlates over them."""

PAIR = 2
"""People in the smallest team, the nearest that the record has to a single person."""


@dataclass(frozen=True, eq=False)
class Effect:
    """A published effect: the measure, its arms, the published number (NaN if only a sign) and the band to meet.

    ``id`` is the key of its sentence in ``text/effects.toml``, ``unit`` one of ``UNITS``, ``source`` a key of
    ``sources.toml``.
    """

    id: str
    measure: Measure
    arms: tuple[Arm, ...]
    unit: str
    published: float
    band: tuple[float, float]
    source: str


@dataclass(frozen=True, eq=False)
class EffectFinding:
    """What the model shows of a published effect, and whether that lies in the band."""

    effect: Effect
    found: Estimate
    verdict: str


UNITS = ("d", "percent", "share", "r", "skew")


def around(published: float) -> tuple[float, float]:
    """Return the band of a published number: from half to twice its size.

    >>> around(0.5), around(-1.0)
    ((0.25, 1.0), (-2.0, -0.5))
    """
    low, high = sorted((published / FACTOR, published * FACTOR))
    return low, high


def _under(place: Organisation, **levers: float) -> Scenario:
    """Return three years of an organisation under the traditional regime with some levers set."""
    return Scenario(organisation=place, regime=TRADITIONAL.with_(**levers), weeks=YEARS)


def _innovating(place: Organisation, **levers: float) -> Scenario:
    """Return the same under the innovation-driven regime."""
    return _under(place).with_(regime=INNOVATION.with_(**levers))


def _effect(
    id: str, source: str, measure: Measure, metric: str, scenarios: Sequence[Scenario], band: tuple[float, float],
    published: float = nan, unit: str = "d", window: tuple[int, int] = (1, YEARS),
) -> Effect:  # fmt: skip
    """Return an effect that reads one metric in several scenarios."""
    arms = tuple(Arm(scenario, metric, window) for scenario in scenarios)
    return Effect(id, measure, arms, unit, published, band, source)


def _sized(id: str, source: str, metric: str, scenarios: Sequence[Scenario], published: float) -> Effect:
    """Return a published Cohen's d of the second scenario against the first."""
    return _effect(id, source, measures.difference, metric, scenarios, around(published), published)


def _goals() -> tuple[Effect, ...]:
    """A hard target that people can see, against goals that move nobody and against one that they cannot see."""
    place, aimless = lab(certainty=3.0, team_type=3.0), {"goal_weight": 0.0}
    none, hard, blind = (
        _under(place, goal_stretch=0.2, transparency=shown).with_(constants=weight)
        for shown, weight in ((0.9, aimless), (0.9, {}), (0.0, {}))
    )
    told, made = (
        tuple(
            _under(place, goal_stretch=0.2, transparency=0.9, goal_cocreation=share).with_(constants=weight)
            for weight in (aimless, {})
        )
        for share in (0.0, 0.5)
    )
    return (
        _sized("group_goals", "kleingeld2011", "routine_output", (none, hard), 0.56),
        _effect("participation", "kleingeld2011", measures.interaction, "routine_output", (*told, *made), NOTHING, 0.0),
        _sized("feedback", "kluger1996", "routine_output", (blind, hard), 0.41),
        _effect("feedback_harms", "kluger1996", measures.share_lower, "routine_output", (blind, hard), (1 / 3, 1.0), 1 / 3, "share"),
        _sized("monitoring", "harkin2016", "target_attainment", (blind, hard), 0.40),
    )  # fmt: skip


def _paid(place: Organisation, size: float, individual: float) -> Scenario:
    """Return the traditional regime with a bonus of a size, part for individuals and the rest for the team."""
    shares = {
        "share_individual": individual,
        "share_team": 1.0 - individual,
        "share_pool": 0.0,
        "share_points": 0.0,
    }
    return _under(place, bonus_size=size, **shares)


def _incentives() -> tuple[Effect, ...]:
    """Bonuses of 15 % of salary against none: what they do to quantity, to quality, and to interdependent work."""
    alone, together, usual = (lab(certainty=3.0, team_type=kind) for kind in (1.0, 5.0, 3.0))
    own = (_paid(alone, 0.0, 1.0), _paid(alone, 0.15, 1.0))
    team = (_paid(usual, 0.0, 0.0), _paid(usual, 0.15, 0.0))
    none, selfish, shared = (
        _paid(together, size, part) for size, part in ((0.0, 1.0), (0.15, 1.0), (0.15, 0.0))
    )
    quality = tuple(
        Arm(scenario, metric, (1, YEARS)) for metric in ("care", "routine_output") for scenario in own
    )
    return (
        _sized("incentive_individual", "garbers2014", "routine_output", own, 0.32),
        _sized("incentive_team", "garbers2014", "routine_output", team, 0.45),
        _sized("goals_egocentric", "kleingeld2011", "routine_output", (none, selfish), -1.75),
        _sized("goals_groupcentric", "kleingeld2011", "routine_output", (none, shared), 1.20),
        _sized("incentive_tasks", "kim2022", "routine_output", own, 0.55),
        Effect("incentive_quality", measures.interaction, quality, "d", nan, UP, "kim2022"),
        _effect("incentive_field", "cala2022", measures.difference, "routine_output", own, NOTHING, 0.0),
        _effect("bonus_sales", "friebel2017", measures.change, "routine_output", team, around(3.0), 3.0, "percent"),
    )  # fmt: skip


def _ideas() -> tuple[Effect, ...]:
    """Rewards for ideas, for creativity and for finishing, in a team with some room for ideas."""
    place = lab(certainty=2.0, team_type=4.0)
    plain = {
        "share_individual": 1.0,
        "share_team": 0.0,
        "share_pool": 0.0,
        "share_points": 0.0,
        "innovation_budget": 0.1,
    }
    none, whole, points, pool = (
        _under(place, **{**plain, **more})
        for more in (
            {"bonus_size": 0.0}, {}, {"share_individual": 0.8, "share_points": 0.2, "suggestion_points": 1.0},
            {"share_individual": 0.6, "share_pool": 0.4},
        )
    )  # fmt: skip
    return (
        _effect("ideas_quality", "gibbs2017", measures.difference, "launch_success", (whole, points), UP),
        _effect("ideas_participation", "gibbs2017", measures.difference, "innovation_participation", (whole, points), UP),
        _effect("ideas_quantity", "gibbs2017", measures.difference, "ideas", (whole, points), NOTHING, 0.0),
        _effect("ideas_motivation", "gibbs2017", measures.difference, "intrinsic_motivation", (whole, points), (-SMALL, inf), 0.0),
        _effect("reward_creativity", "byron2012", measures.difference, "ideas", (whole, pool), UP),
        _effect("reward_completion", "byron2012", measures.difference, "ideas", (none, whole), DOWN),
    )  # fmt: skip


def _learning() -> tuple[Effect, ...]:
    """Looking back on errors without blame, coaching, and tolerance where risk is high."""
    calm, wild = lab(certainty=4.0), lab(certainty=1.0)
    blamed, discussed = (
        tuple(_under(place, coaching_share=share, tolerance_exploratory=share) for share in (0.1, 0.7))
        for place in (calm, wild)
    )
    judge, coach = (_under(lab(certainty=3.0, team_type=3.0), coaching_share=share) for share in (0.0, 0.5))
    strict, kind = (
        tuple(_innovating(place, tolerance_exploratory=share) for share in (0.1, 0.85))
        for place in (calm, wild)
    )
    short = _innovating(wild, tolerance_exploratory=0.1, review_interval=13)
    long = _innovating(wild, tolerance_exploratory=0.85, review_interval=26)
    return (
        _sized("error_management", "keith2008", "member_knowledge", blamed, 0.44),
        _effect("error_novelty", "keith2008", measures.interaction, "member_knowledge", (*blamed, *discussed), UP, 0.36),
        _sized("coaching", "jones2016", "talent_growth", (judge, coach), 0.36),
        _effect("tolerance_risk", "tian2014", measures.interaction, "hits", (*strict, *kind), UP),
        _effect("long_horizon_hits", "azoulay2011", measures.change, "hits", (short, long), around(100.0), 100.0, "percent"),
        _effect("long_horizon_flops", "azoulay2011", measures.change, "flops", (short, long), UP, nan, "percent"),
    )  # fmt: skip


def _field(lever: str = "", low: float = 0.0, high: float = 0.0, people: int = 8) -> Scenario:
    """Return a field study: equal teams that differ by luck, and if one is named in a lever, from low to high."""
    place = lab(certainty=2.0, team_type=4.0, teams=FIELD_TEAMS, people=people)
    steps = [low + (high - low) * i / (FIELD_TEAMS - 1) for i in range(FIELD_TEAMS)] if lever else []
    regimes = {
        team.name: INNOVATION.with_(**{lever: step}) for team, step in zip(place.teams, steps, strict=False)
    }
    return Scenario(organisation=place, regime=INNOVATION, regimes=regimes, weeks=YEARS)


def _correlates(
    id: str, source: str, field: Scenario, metrics: Sequence[str], band: tuple[float, float],
    published: float, measure: Measure = measures.correlation,
) -> Effect:  # fmt: skip
    """Return a correlation between teams in a field study, after a year in which they have settled."""
    arms = tuple(Arm(field, metric, (53, YEARS)) for metric in metrics)
    return Effect(id, measure, arms, "r", published, band, source)


def _correlations() -> tuple[Effect, ...]:
    """What goes with felt safety and with intrinsic motivation, between teams."""
    safe, driven = _field("tolerance_exploratory", 0.1, 0.9), _field(people=PAIR)
    return (
        _correlates("safety_learning", "frazier2017", safe, ("felt_safety", "lessons"), (0.31, 1.0), 0.62),
        _correlates("safety_sharing", "frazier2017", safe, ("felt_safety", "failures_hidden"), (-1.0, -0.26), -0.52),
        _correlates("safety_creativity", "frazier2017", safe, ("felt_safety", "ideas"), around(0.13), 0.13),
        _correlates("safety_direct", "edmondson1999", safe, ("felt_safety", "lessons", "value_financial"), (-0.1, 0.1), 0.0, measures.direct_path),
        _correlates("intrinsic_performance", "cerasoli2014", driven, ("intrinsic_motivation", "routine_output"), (0.21, 0.45), 0.33),
        _correlates("intrinsic_quality", "cerasoli2014", driven, ("intrinsic_motivation", "routine_output", "care"), UP, nan, measures.correlation_gap),
    )  # fmt: skip


def _judgement() -> tuple[Effect, ...]:
    """How failures are judged under the traditional regime, and the skew of stretch goals."""
    usual = _under(lab(certainty=3.0, team_type=3.0))
    causes = tuple(
        Arm(usual, metric, (1, YEARS)) for metric in ("failures_execution", "failures_exploratory")
    )
    plain, stretched = (_innovating(lab(teams=8), goal_stretch=value) for value in (0.0, 0.5))
    return (
        _effect("blame", "edmondson2011", measures.level, "misjudged_exploratory", (usual,), (70.0, 90.0), 80.0, "percent"),
        Effect("blameworthy", measures.proportion, causes, "percent", 3.5, (2.0, 5.0), "edmondson2011"),
        _effect("stretch_skew", "gary2017", measures.skew_gap, "value_financial", (plain, stretched), UP, nan, "skew"),
    )  # fmt: skip


def effects() -> tuple[Effect, ...]:
    """Return all published effects, each with its arms.

    >>> len({item.id for item in effects()}) == len(effects())
    True
    """
    return (*_goals(), *_incentives(), *_ideas(), *_learning(), *_correlations(), *_judgement())


def measure_effects(
    effects: Sequence[Effect], worlds: int = 40, seed: int = 0, *, engine: str = "fast",
    workers: int | None = None, executor: Executor | None = None, progress: Progress | None = None,
) -> tuple[EffectFinding, ...]:  # fmt: skip
    """Run every scenario of the effects once in ``worlds`` worlds and compare each with what is published.

    ``progress`` gets runs done and runs to do. Raises ``simkit.engine.run.Interrupted`` on Ctrl-C.
    """
    arms = [arm for item in effects for arm in item.arms]
    readings = read_arms(
        arms, worlds, seed, engine=engine, workers=workers, executor=executor, progress=progress
    )
    return findings(effects, readings)


def findings(effects: Sequence[Effect], readings: Readings) -> tuple[EffectFinding, ...]:
    """Compare effects with what is published, on what was read of their arms."""
    found = [measures.jackknifed(item.measure, [readings[id(arm)] for arm in item.arms]) for item in effects]
    return tuple(
        EffectFinding(item, value, agreement(value, *item.band))
        for item, value in zip(effects, found, strict=True)
    )
