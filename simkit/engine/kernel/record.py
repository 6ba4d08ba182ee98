"""Writing the week of a team down, column by column."""

from __future__ import annotations

from typing import Any

from simkit.engine.kernel.compiled import inlined
from simkit.engine.state import INNOVATOR
from simkit.metrics import QUARTER
from simkit.rules import books as rules


@inlined
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
    record_time(t, blocks, book)
    record_people(t, blocks, book)
    record_roles(w, t, blocks, book)
    record_state(w, t, c, book)


@inlined
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


@inlined
def record_time(t: Any, blocks: Any, book: Any) -> None:
    """Record how members spent the week and how carefully they worked."""
    routine = explore = helping = slack = care = 0.0
    for i in range(t.first_block, t.first_block + t.blocks):
        b = blocks[i]
        for k in range(b.people):
            routine += b.routine_time[k]
            explore += b.explore_time[k]
            helping += b.help_time[k]
            slack += b.slack_time[k]
            care += b.care[k]
    book.routine_time, book.explore_time, book.help_time, book.slack_time = routine, explore, helping, slack
    book.care = care


@inlined
def record_people(t: Any, blocks: Any, book: Any) -> None:
    """Record what members know and how they feel."""
    knowledge = skill = safety = leniency = intrinsic = engagement = 0.0
    for i in range(t.first_block, t.first_block + t.blocks):
        b = blocks[i]
        for k in range(b.people):
            knowledge += b.knowledge[k]
            skill += b.skill[k]
            safety += b.safety[k]
            leniency += b.leniency[k]
            intrinsic += b.intrinsic[k]
            engagement += b.engagement[k]
    book.knowledge, book.skill, book.safety, book.leniency = knowledge, skill, safety, leniency
    book.intrinsic, book.engagement = intrinsic, engagement


@inlined
def record_roles(w: Any, t: Any, blocks: Any, book: Any) -> None:
    """Record the key people, their exploring, and who takes part in innovation."""
    mean_skill, recent = book.skill / t.people, w.week - QUARTER
    key_people = key_time = innovators = 0.0
    for i in range(t.first_block, t.first_block + t.blocks):
        b = blocks[i]
        for k in range(b.people):
            key = b.skill[k] >= mean_skill
            key_people += 1.0 if key else 0.0
            key_time += b.explore_time[k] if key else 0.0
            takes_part = b.last_trial[k] > recent or b.project_time[k] * QUARTER >= INNOVATOR
            innovators += 1.0 if takes_part else 0.0
    book.key_people, book.key_explore_time, book.innovators = key_people, key_time, innovators


@inlined
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
