"""Writing the week of a team down, column by column."""

from __future__ import annotations

from typing import Any

from simkit.engine.kernel.compiled import part
from simkit.engine.state import INNOVATOR
from simkit.metrics import QUARTER
from simkit.rules import books as rules


@part
def record(
    w: Any, t: Any, v: Any, c: Any, blocks: Any, projects: Any, base: float, new: float, book: Any
) -> None:
    """Write the week down."""
    record_values(t, v, c, base, new, book)
    for j in range(t.first_project, t.first_project + t.projects):
        book.dead_project_weeks += 1.0 - projects[j].sound
    both = t.theme_pull + t.target_pull
    follows = t.theme_pull / both if both > 0.0 else v.goal_cocreation
    book.theme_pull += follows * t.people
    for i in range(t.first_block, t.first_block + t.blocks):
        record_people(blocks[i], book)
    mean_skill = book.skill / t.people
    for i in range(t.first_block, t.first_block + t.blocks):
        record_roles(w, blocks[i], mean_skill, book)
    record_state(w, t, c, book)


@part
def record_values(t: Any, v: Any, c: Any, base: float, new: float, book: Any) -> None:
    """Record output and what it was worth."""
    book.weeks += 1.0
    book.people += t.people
    book.output += t.output
    book.target += t.target * t.people
    book.floor_breach += 1.0 if t.achieved < v.kpi_floor * t.start_output else 0.0
    book.value_base += base
    book.value_new += new
    book.financial += base + new
    book.margin_new += new - book.strategic_work
    book.funds += t.plan_explore * t.people
    book.theme_target += t.plan_explore * c.project_plan * (1.0 + v.goal_stretch) * t.people
    book.projects += t.projects


@part
def record_people(b: Any, book: Any) -> None:
    """Record how a block's people spent the week, what they know and how they feel."""
    for k in range(b.people):
        book.routine_time += b.routine_time[k]
        book.explore_time += b.explore_time[k]
        book.help_time += b.help_time[k]
        book.slack_time += b.slack_time[k]
        book.knowledge += b.knowledge[k]
        book.care += b.care[k]
        book.skill += b.skill[k]
        book.safety += b.safety[k]
        book.leniency += b.leniency[k]
        book.intrinsic += b.intrinsic[k]
        book.engagement += b.engagement[k]


@part
def record_roles(w: Any, b: Any, mean_skill: float, book: Any) -> None:
    """Record the key people among a block's people, their exploring, and who takes part in innovation."""
    for k in range(b.people):
        if b.skill[k] >= mean_skill:
            book.key_people += 1.0
            book.key_explore_time += b.explore_time[k]
        if w.week - b.last_trial[k] < QUARTER or b.project_time[k] * QUARTER >= INNOVATOR:
            book.innovators += 1.0


@part
def record_state(w: Any, t: Any, c: Any, book: Any) -> None:
    """Record practice, customers, market, reputation and the streams."""
    innovators, skill = book.innovators / t.people, book.skill / t.people
    linked = 1.0 if w.week - t.last_contact < QUARTER else 0.0
    promoters = rules.net_promoters(t.satisfaction)
    book.practice += t.practice_knowledge
    book.shared_practice += t.shared_knowledge
    book.blockers += t.blockers
    book.partners += t.partners
    book.satisfaction += t.satisfaction
    book.nps += promoters
    book.nps_change += promoters - rules.net_promoters(t.start_satisfaction)
    book.retention += rules.retained(t.satisfaction, c.churn)
    book.market_share += t.market_share
    book.recognition += t.recognition
    book.technology += t.technology
    book.capability += rules.capability_index(t.practice_knowledge, skill, t.technology)
    book.vitality += rules.vitality_index(innovators, t.met, linked)
