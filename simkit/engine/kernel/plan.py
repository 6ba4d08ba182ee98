"""A team's plan of the week: the manager's hours, what the plan asks for, and what each activity pays."""

from __future__ import annotations

from typing import Any

from simkit.engine.kernel.compiled import inlined, part
from simkit.engine.state import BLOCKERS
from simkit.rules import attention, people, projects, review, work


@inlined
def plan_week(
    t: Any, v: Any, c: Any, budget: float, transition: float, weeks_to_review: float, book: Any
) -> None:
    """Work out what the plan asks and what each activity pays, the same for all members."""
    if t.adopted != t.regime:
        adopt(t, v, c)
    if t.budget_left != budget:
        plan_budget(t, v, c, budget)
    book.coaching_hours += t.coaching_hours
    fitness = work.fit(t.practice_knowledge, c.fit_floor)
    t.manager_output = review.manager_output(c.manager_hours, t.load, t.coaching_hours, fitness)
    t.available = work.share_left(hours_lost(t, v, c, transition, weeks_to_review, book))
    value_week(t, v, c, weeks_to_review)


@part
def plan_budget(t: Any, v: Any, c: Any, budget: float) -> None:
    """Share the week out by plan, with what cuts leave of the innovation budget: anew after each change of it."""
    t.budget_left = budget
    t.plan_explore = v.innovation_budget * t.budget_left
    t.plan_slack = c.slack_plan / t.workload
    t.plan_help = c.help_plan
    t.plan_routine = max(0.05, 1.0 - t.plan_explore - t.plan_help - t.plan_slack)
    t.funds = t.plan_explore * t.people
    t.planned_pace = t.funds * c.project_plan
    t.pool_value = t.bonus * v.share_pool * pool_discount(t, v, c)


@part
def adopt(t: Any, v: Any, c: Any) -> None:
    """Work out, once for each regime that a team comes to live under, what follows from the regime alone."""
    t.adopted, t.budget_left = t.regime, -1.0
    split_hours(t, v, c)
    for blockers in range(BLOCKERS + 1):
        hours = t.hours / max(1, blockers)
        t.removal_chance[blockers] = work.event_chance(hours, c.removal_rate, c.removal_floor)
    t.contact_chance = work.event_chance(t.hours, c.coordination_rate, 0.0)
    people_count, t.bonus = float(t.people), c.pay_value * v.bonus_size
    t.felt = v.share_team * attention.team_part(people_count, t.dependence)
    t.own = attention.own_part(v.share_individual, v.share_team, people_count, t.dependence)
    t.points = t.bonus * v.share_points
    stake = work.at_stake(v.result_contingency, t.bonus)
    t.hurry = work.haste(stake, v.weight_financial, v.weight_customer)
    nearness = attention.discounted(v.review_interval - 1.0, c.discount_rate)
    control = people.control_felt(stake, t.coaching, nearness)
    t.climate = people.climate(v.goal_cocreation, control, min(1.0, t.coaching + v.share_points))


@part
def split_hours(t: Any, v: Any, c: Any) -> None:
    """Split the manager's week: reviews first, then coaching, unblocking and coordinating in equal parts."""
    people_count = float(t.people)
    wished = v.review_minutes / 60.0 * people_count / v.review_interval
    t.minutes = v.review_minutes * review.review_held(c.manager_hours, wished)
    t.load = t.minutes / 60.0 * people_count / v.review_interval
    t.coaching_hours = review.coaching_hours(v.coaching_share, c.manager_hours, t.load)
    t.coaching = t.coaching_hours / c.manager_hours
    t.hours = t.coaching_hours / 3.0
    t.coached = t.hours / people_count
    contact = t.coached + t.minutes / 60.0 / v.review_interval
    t.misjudges = review.misjudged(contact, c.contact_scale, c.blame_share)
    t.excuses = review.excused(contact, c.contact_scale, c.blame_share)


@inlined
def hours_lost(t: Any, v: Any, c: Any, transition: float, weeks_to_review: float, book: Any) -> float:
    """Return the hours that a review and a transition take from each member this week."""
    lost = 0.0
    if weeks_to_review == 0.0:
        lost = review.review_hours(t.minutes, v.peer_review, c.review_setup)
        managers = t.minutes / 60.0 * t.people
        book.review_hours += lost * t.people + managers
    book.transition_hours += transition * t.people
    return lost + transition


@inlined
def value_week(t: Any, v: Any, c: Any, weeks_to_review: float) -> None:
    """Work out what routine, exploring and helping are worth under the incentive mix."""
    pay = t.bonus * v.result_contingency * attention.discounted(weeks_to_review, c.discount_rate)
    feel_goals(t, v, c)
    floor_pull = c.goal_weight if t.achieved < v.kpi_floor * t.start_output else 0.0
    t.routine_value = t.target_pull + floor_pull + attention.routine_value(
        pay, v.learning_focus, v.weight_financial, v.weight_customer, t.own
    )  # fmt: skip
    t.explore_value = t.theme_pull + attention.exploring_value(
        pay, v.learning_focus, v.weight_capability, t.own, t.points * v.suggestion_points
    )
    results = (1.0 - v.learning_focus) * (v.weight_financial + v.weight_customer)
    vitality = (1.0 - v.learning_focus) * v.weight_vitality
    t.help_value = attention.helping_value(
        pay, results, vitality, v.peer_review, v.share_individual, t.felt * t.dependence,
        t.points * (1.0 - v.suggestion_points),
    )  # fmt: skip


@part
def pool_discount(t: Any, v: Any, c: Any) -> float:
    """Return what the pool weighs now: it pays at milestones or at launch, as gates are decided."""
    if t.planned_pace <= 0.0:
        return 0.0
    work_ahead = projects.project_size(1.0, c.stage_work, c.strategic_size)
    launch = work_ahead / t.planned_pace + c.value_ramp
    delay = v.gate_criterion * c.board_interval + (1.0 - v.gate_criterion) * launch
    return attention.discounted(delay, c.discount_rate)


@inlined
def feel_goals(t: Any, v: Any, c: Any) -> None:
    """Work out the pull of last period's target and of the innovation theme, as people perceive them."""
    shown, together = v.transparency, v.goal_cocreation
    gap = shown * output_gap(t) + (1.0 - shown) * t.gap_seen
    theme = shown * theme_gap(t, v, c) + (1.0 - shown) * t.theme_seen
    t.target_pull = c.goal_weight * (1.0 - together) * attention.goal_pull(gap)
    t.theme_pull = c.goal_weight * together * attention.goal_pull(theme)


@inlined
def output_gap(t: Any) -> float:
    """Return the missing share of the output target, by what the team remembers of its output."""
    return 1.0 - t.achieved / t.target if t.target > 0.0 else 0.0


@inlined
def theme_gap(t: Any, v: Any, c: Any) -> float:
    """Return the missing share of the innovation theme: work done against what the budget plans for."""
    planned = t.plan_explore * c.project_plan * (1.0 + v.goal_stretch)
    return 1.0 - t.theme_rate / planned if planned > 0.0 else 0.0
