"""Phase 2, attention: each member divides the week between routine, exploration, help and slack."""

from __future__ import annotations

from typing import Any

from simkit.engine.kernel.compiled import inlined, part
from simkit.engine.kernel.layout import lanes
from simkit.engine.kernel.plan import plan_week
from simkit.rules import attention as rules


@part
def attention(e: Any, books: Any) -> None:
    """Each member divides the week between routine, exploration, help and slack."""
    w = e.w
    for i in range(len(e.teams)):
        t = e.teams[i]
        v = e.levers[t.regime]
        left = max(0.0, v.review_interval - t.since_review - 1.0)
        plan_week(t, v, e.c, e.budget[i, w.now], e.agenda[w.now, i].transition_hours, left, books[i])
        attend_all(t, e.c, e.blocks)


@inlined
def attend_all(t: Any, c: Any, blocks: Any) -> None:
    """Let every member attend."""
    for i in range(t.first_block, t.first_block + t.blocks):
        attend(t, c, blocks[i])


@inlined
def attend(t: Any, c: Any, b: Any) -> None:
    """Divide the week of a block's people: the plan, tilted by what each activity seems to be worth."""
    routine_value, explore_value, help_value, pool_value = (
        t.routine_value,
        t.explore_value,
        t.help_value,
        t.pool_value,
    )
    plan_routine, plan_explore, plan_help = t.plan_routine, t.plan_explore, t.plan_help
    intrinsic_weight, fear_weight = c.intrinsic_weight, c.fear_weight
    for k in range(lanes(b)):
        b.routine_time[k] = rules.tilted(plan_routine, routine_value + intrinsic_weight * b.intrinsic[k])
    for k in range(lanes(b)):
        intrinsic, estimate = b.intrinsic[k], b.estimate[k]
        worry = rules.fear(b.safety[k], estimate, fear_weight)
        interest = rules.curiosity(intrinsic, estimate, intrinsic_weight)
        value = explore_value + pool_value * estimate + interest - worry
        b.explore_time[k] = rules.tilted(plan_explore, value)
    for k in range(lanes(b)):
        b.help_time[k] = rules.tilted(plan_help, help_value + intrinsic_weight * b.intrinsic[k])
    fill_week(t, b)


@inlined
def fill_week(t: Any, b: Any) -> None:
    """Turn the weights of a block's activities into shares of the available week."""
    plan_slack, available = t.plan_slack, t.available
    for k in range(lanes(b)):
        routine, explore, helping = b.routine_time[k], b.explore_time[k], b.help_time[k]
        week = available / (routine + explore + helping + plan_slack)
        b.routine_time[k] = routine * week
        b.explore_time[k] = explore * week
        b.help_time[k] = helping * week
        b.slack_time[k] = plan_slack * week
        b.effort[k] = share_worked(b.routine_time[k] + b.explore_time[k] + b.help_time[k], b.slack_time[k])


@inlined
def share_worked(worked: float, slack: float) -> float:
    """Return the share of the available week that is worked."""
    return worked / (worked + slack) if worked > 0.0 else 0.0


@part
def mean_effort(t: Any, blocks: Any) -> float:
    """Return the mean effort of a team's members."""
    total = 0.0
    for i in range(t.first_block, t.first_block + t.blocks):
        for k in range(blocks[i].people):
            total += blocks[i].effort[k]
    return total / t.people
