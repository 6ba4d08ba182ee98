"""Every metric once: what a person can read, how it adds up, and which concept it embodies.

The engines record *columns*: one number per team and week, each a sum over people, projects or events.
A metric is a ratio of two column sums (or one sum), so that weeks, teams and whole organisations add up
the same way: ``factor * sum(numerator) / sum(denominator)``, over the window up to the horizon
(``over="window"``) or over its last quarter (``over="level"``, for states such as felt safety).

>>> metric("felt_safety").over, metric("launches").denominator is None
('level', True)
>>> [item.id for item in METRICS if item.stage == "impact"]
['market_share', 'nps_change', 'recognition']
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

COLUMNS: tuple[str, ...] = (
    "weeks", "people", "routine_time", "explore_time", "help_time", "slack_time", "innovators", "key_people",
    "key_explore_time", "reviews", "effort_gap", "review_hours", "coaching_hours", "transition_hours", "output",
    "target", "floor_breach", "value_base", "value_new", "margin_new", "funds", "experiments", "ideas",
    "lessons", "failures", "failures_exploratory", "failures_execution", "failures_hidden",
    "exploratory_judged", "exploratory_blamed", "execution_judged", "execution_excused", "punished",
    "dead_project_weeks", "knowledge", "practice", "shared_practice", "skill", "safety", "leniency",
    "intrinsic", "engagement", "theme_pull", "exits", "blockers", "blockers_removed", "cross_help",
    "cross_lessons", "partners", "care", "projects", "projects_started", "stages_done", "stages_on_time",
    "iterations", "iteration_weeks", "kills", "kills_early", "kills_unsound", "gates", "launches", "hits",
    "flops", "breakthroughs", "first_customers", "market_entries", "process_adoptions", "yield_ramp",
    "yield_projects", "theme_target", "theme_done", "strategic_work", "satisfaction", "nps", "nps_change", "retention",
    "market_share", "recognition", "technology", "financial", "capability", "vitality",
)  # fmt: skip
"""Names of the recorded columns, in the order in which both engines write them."""
COLUMN_INDEX: dict[str, int] = {name: i for i, name in enumerate(COLUMNS)}

STREAMS = ("financial", "customer", "capability", "vitality")
"""The four value streams D1 to D4."""
STAGES = ("input", "process", "output", "impact")
"""The four stages of the data engine F3."""
QUARTER = 13
"""Weeks over which a ``level`` metric is averaged at a horizon."""


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric: ``factor * sum(numerator) / sum(denominator)`` over weeks and teams.

    ``direction`` is +1 if more is better, -1 if less is better, 0 if neither. ``level`` says whose result
    it is (individual, team, organisation). ``headline`` marks the one metric that stands for its stream,
    and ``scale`` the anchors between which a stream is scored when streams are weighted.
    ``functions`` names the team functions to which a unit-specific metric is limited (empty: all).
    """

    id: str
    unit: str
    level: str
    direction: int
    numerator: str
    denominator: str | None
    over: str
    concepts: tuple[str, ...]
    stream: str = ""
    stage: str = ""
    factor: float = 1.0
    headline: bool = False
    scale: tuple[float, float] = (0.0, 1.0)
    functions: tuple[str, ...] = ()


def _m(
    id: str, unit: str, level: str, direction: int, formula: str, over: str, concepts: str, **more: Any
) -> Metric:
    """Declare a metric; ``formula`` is ``"numerator"`` or ``"numerator/denominator"``."""
    numerator, _, denominator = formula.partition("/")
    return Metric(
        id, unit, level, direction, numerator, denominator or None, over, tuple(concepts.split()), **more
    )


# fmt: off
METRICS: tuple[Metric, ...] = (
    # the four value streams, one headline metric each
    _m("value_financial", "par", "organisation", 1, "financial/people", "window", "D1 D5 A3", stream="financial", factor=100.0, headline=True, scale=(0.0, 100.0)),
    _m("value_customer", "points", "organisation", 1, "satisfaction/weeks", "level", "D2 A3", stream="customer", factor=100.0, headline=True, scale=(0.0, 100.0)),
    _m("value_capability", "points", "organisation", 1, "capability/weeks", "level", "D3 A3 E5", stream="capability", factor=100.0, headline=True, scale=(0.0, 100.0)),
    _m("value_vitality", "points", "organisation", 1, "vitality/weeks", "level", "D4 A3 E5", stream="vitality", factor=100.0, headline=True, scale=(0.0, 100.0)),
    # financial
    _m("routine_output", "par", "team", 1, "output/people", "window", "D1 E1", stream="financial", factor=100.0),
    _m("value_routine", "par", "team", 1, "value_base/people", "window", "D1", stream="financial", factor=100.0),
    _m("value_new", "par", "team", 1, "value_new/people", "window", "D1 D5", stream="financial", factor=100.0),
    _m("new_business_margin", "par", "organisation", 1, "margin_new/people", "window", "D1 D5", stream="financial", factor=100.0),
    _m("target_attainment", "percent", "team", 0, "output/target", "window", "A1 E2", stream="financial", factor=100.0),
    _m("floor_breaches", "percent", "team", 0, "floor_breach/weeks", "window", "F4b G3", stream="financial", factor=100.0),
    # customer
    _m("nps", "points", "team", 1, "nps/weeks", "level", "D2", stream="customer"),
    _m("customer_retention", "percent", "team", 1, "retention/weeks", "level", "D2", stream="customer", factor=100.0),
    # capability
    _m("practice_knowledge", "percent", "organisation", 1, "practice/weeks", "level", "D3 A3 E1", stream="capability", factor=100.0),
    _m("member_knowledge", "percent", "individual", 1, "knowledge/people", "level", "D3 A3", stream="capability", factor=100.0),
    _m("talent_growth", "percent", "individual", 1, "skill/people", "level", "D3 A3 E4", stream="capability", factor=100.0),
    _m("breakthroughs", "count", "organisation", 1, "breakthroughs", "window", "D3 F1b G1", stream="capability"),
    _m("lessons", "per_100", "organisation", 1, "lessons/people", "window", "C3 D3 G1", stream="capability", factor=5200.0),
    # vitality
    _m("innovation_participation", "percent", "individual", 1, "innovators/people", "level", "D4 B4 E6", stream="vitality", factor=100.0),
    _m("collaboration", "percent", "team", 1, "help_time/people", "level", "D4 G2 E1", stream="vitality", factor=100.0),
    _m("cross_team_help", "hours", "organisation", 1, "cross_help/people", "level", "D4 C2", stream="vitality"),
    _m("cross_team_lessons", "per_100", "organisation", 1, "cross_lessons/people", "window", "C2 D4", stream="vitality", factor=5200.0),
    # data engine: input
    _m("rd_intensity", "percent", "organisation", 0, "explore_time/financial", "window", "F3 B3 I1", stage="input", factor=100.0),
    _m("project_funding", "percent", "organisation", 0, "funds/people", "window", "B3", stage="", factor=100.0),
    _m("key_people_time", "percent", "organisation", 0, "key_explore_time/key_people", "window", "F3", stage="input", factor=100.0),
    _m("external_partners", "count", "organisation", 0, "partners/weeks", "level", "F3 C2", stage="input"),
    # data engine: process
    _m("idea_conversion", "percent", "organisation", 0, "projects_started/ideas", "window", "F3", stage="process", factor=100.0),
    _m("milestone_attainment", "percent", "team", 1, "stages_on_time/stages_done", "window", "F3 F4c", stage="process", factor=100.0),
    _m("iteration_time", "weeks", "team", -1, "iteration_weeks/iterations", "window", "F3 G2 A2", stage="process"),
    # data engine: output
    _m("launches", "count", "organisation", 1, "launches", "window", "F3 F1b", stage="output"),
    _m("new_product_share", "percent", "organisation", 1, "value_new/financial", "level", "F3 F1a", stage="output", factor=100.0),
    _m("core_technology", "count", "organisation", 1, "technology/weeks", "level", "F3 D3", stage="output"),
    # data engine: impact
    _m("market_share", "percent", "organisation", 1, "market_share/weeks", "level", "F3 D2", stage="impact", factor=100.0),
    _m("nps_change", "points", "organisation", 1, "nps_change/weeks", "level", "F3 D2", stage="impact"),
    _m("recognition", "points", "organisation", 1, "recognition/weeks", "level", "F3", stage="impact"),
    # theme targets and the goals of the units
    _m("theme_attainment", "percent", "organisation", 0, "theme_done/theme_target", "window", "F1a A1", factor=100.0),
    _m("theme_pull", "percent", "individual", 0, "theme_pull/people", "window", "A1 E2", factor=100.0),
    _m("unit_launches", "count", "team", 1, "launches", "window", "F1b", functions=("rnd", "product")),
    _m("unit_breakthroughs", "count", "team", 1, "breakthroughs", "window", "F1b", functions=("rnd", "product")),
    _m("market_entries", "count", "team", 1, "market_entries", "window", "F1b", functions=("marketing", "sales")),
    _m("first_customers", "count", "team", 1, "first_customers", "window", "F1b", functions=("marketing", "sales")),
    _m("process_adoptions", "count", "team", 1, "process_adoptions", "window", "F1b G3", functions=("production", "service", "functional")),
    _m("yield_ramp", "percent", "team", 1, "yield_ramp/yield_projects", "window", "F1b", factor=100.0, functions=("production", "service", "functional")),
    # the week: attention and effort
    _m("exploration_time", "percent", "individual", 0, "explore_time/people", "window", "E6 B3 I1", factor=100.0),
    _m("routine_time", "percent", "individual", 0, "routine_time/people", "window", "E6", factor=100.0),
    _m("slack_time", "percent", "individual", 0, "slack_time/people", "window", "B2", factor=100.0),
    _m("cramming", "percent", "individual", -1, "effort_gap/reviews", "window", "B2", factor=100.0),
    _m("care", "percent", "individual", 1, "care/people", "level", "F2a E1", factor=100.0),
    # failures
    _m("failures_exploratory", "per_100", "team", 0, "failures_exploratory/people", "window", "F2a", factor=5200.0),
    _m("failures_execution", "per_100", "team", -1, "failures_execution/people", "window", "F2a", factor=5200.0),
    _m("failures_hidden", "percent", "team", -1, "failures_hidden/failures", "window", "F2a C3", factor=100.0),
    _m("misjudged_exploratory", "percent", "team", -1, "exploratory_blamed/exploratory_judged", "window", "F2a C4", factor=100.0),
    _m("excused_execution", "percent", "team", -1, "execution_excused/execution_judged", "window", "F2a", factor=100.0),
    _m("punishments", "per_100", "team", -1, "punished/people", "window", "F2a E7", factor=5200.0),
    _m("dead_project_time", "percent", "team", -1, "dead_project_weeks/projects", "window", "F2a C4", factor=100.0),
    # projects and gates
    _m("ideas", "per_100", "team", 1, "ideas/people", "window", "F3 F2b G3", factor=5200.0),
    _m("experiments", "per_100", "individual", 0, "experiments/people", "window", "F2b", factor=5200.0),
    _m("projects_started", "count", "team", 0, "projects_started", "window", "F1b"),
    _m("strategic_share", "percent", "team", 0, "strategic_work/theme_done", "window", "F1c", factor=100.0),
    _m("early_kills", "percent", "team", 0, "kills_early/kills", "window", "F4c", factor=100.0),
    _m("kill_rate", "percent", "team", 0, "kills/gates", "window", "F4c F2c", factor=100.0),
    _m("right_kills", "percent", "team", 1, "kills_unsound/kills", "window", "F4c", factor=100.0),
    _m("launch_success", "percent", "team", 1, "hits/launches", "window", "F4c F3", factor=100.0),
    _m("hits", "count", "organisation", 1, "hits", "window", "F2a D1"),
    _m("flops", "count", "organisation", -1, "flops", "window", "F2a D1"),
    # people
    _m("felt_safety", "percent", "individual", 1, "safety/people", "level", "F2a E6", factor=100.0),
    _m("felt_leniency", "percent", "individual", 0, "leniency/people", "level", "F2a", factor=100.0),
    _m("intrinsic_motivation", "percent", "individual", 1, "intrinsic/people", "level", "B4 E2 E7", factor=100.0),
    _m("engagement", "percent", "individual", 1, "engagement/people", "level", "B4 I4", factor=100.0),
    _m("turnover", "percent", "team", -1, "exits/people", "window", "A3", factor=5200.0),
    # the manager and what the regime costs
    _m("blockers", "count", "team", -1, "blockers/weeks", "level", "C1"),
    _m("blockers_removed", "count", "team", 1, "blockers_removed", "window", "C1"),
    _m("shared_practice", "percent", "organisation", 1, "shared_practice/weeks", "level", "C2 A3", factor=100.0),
    _m("review_hours", "hours", "organisation", -1, "review_hours/people", "window", "E3 E4", factor=52.0),
    _m("coaching_hours", "hours", "organisation", 0, "coaching_hours/people", "window", "C1 E4", factor=52.0),
    _m("transition_hours", "hours", "organisation", -1, "transition_hours/people", "window", "I5", factor=52.0),
)
# fmt: on

METRIC_IDS: tuple[str, ...] = tuple(item.id for item in METRICS)
HEADLINES: tuple[str, ...] = tuple(item.id for item in METRICS if item.headline)
_BY_ID = {item.id: item for item in METRICS}


def metric(id: str) -> Metric:
    """Return the metric with this id, or raise ``KeyError``."""
    return _BY_ID[id]
