"""Phase 6, people: motivation, engagement and skill move; people leave and join."""

from __future__ import annotations

from typing import Any

from simkit.engine.kernel.compiled import inlined, part
from simkit.engine.kernel.layout import lanes
from simkit.engine.kernel.seats import average_people, leave, mood, within_one
from simkit.metrics import QUARTER
from simkit.rules import learning
from simkit.rules import people as rules


@part
def people(e: Any, books: Any) -> None:
    """Beliefs, motivation, engagement and skill move; people leave and join."""
    for i in range(len(e.teams)):
        t = e.teams[i]
        for j in range(t.first_block, t.first_block + t.blocks):
            live(t, e.c, e.blocks[j])
        for j in range(t.first_block, t.first_block + t.blocks):
            b = e.blocks[j]
            for k in range(b.people):
                if b.exit_luck[k] < b.exit_chance[k]:
                    leave(e.w, t, e.c, b, k, books[i])
        average_people(t, e.blocks)


@inlined
def live(t: Any, c: Any, b: Any) -> None:
    """Let motivation, engagement and skill of a block's people follow the week, and the chance that they leave."""
    climate, spirit, own, coached = t.climate, t.spirit, t.own_experiments, t.coached
    attrition, start, response = t.attrition, t.start_engagement, c.exit_response
    motive_rate, skill_rate, coach_skill = c.motive_rate, c.skill_rate, c.coach_skill
    for k in range(lanes(b)):
        goal = mood(b.intrinsic[k], b.safety[k], b.strain[k], spirit)
        b.intrinsic[k] = learning.moved(b.intrinsic[k], within_one(climate + b.drive[k]), motive_rate)
        engagement = learning.moved(b.engagement[k], goal, motive_rate)
        b.engagement[k] = engagement
        worked = b.routine_time[k] + b.explore_time[k]
        given = b.explore_time[k] * (1.0 - own)
        b.project_time[k] = learning.moved(b.project_time[k], given, 1.0 / QUARTER)
        b.skill[k] = rules.skill_after(b.skill[k], worked, coached, skill_rate, coach_skill)
        b.exit_chance[k] = rules.exit_chance(attrition, engagement, start, response)
