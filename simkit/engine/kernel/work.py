"""Phase 3, work: routine work yields output; work, help and alignment teach; projects start and move."""

from __future__ import annotations

from typing import Any

import numpy as np

from simkit.engine.kernel import streams
from simkit.engine.kernel.compiled import part
from simkit.engine.kernel.knowledge import believe
from simkit.engine.kernel.layout import LANES
from simkit.engine.kernel.luck import draw_week, this_week
from simkit.engine.kernel.portfolio import advance, start
from simkit.engine.state import DIMENSIONS
from simkit.rules import learning
from simkit.rules import work as rules


@part
def work(e: Any, books: Any) -> None:
    """Routine work yields output; help and alignment pass beliefs on; projects move."""
    for i in range(len(e.teams)):
        t = e.teams[i]
        v = e.levers[t.regime]
        produce_all(t, e.c, e.blocks)
        pass_on(e.w, t, v, e.c, e.blocks)
        run_projects(e.w, t, v, e.c, e.blocks, e.projects, books[i])


@part
def produce_all(t: Any, c: Any, blocks: Any) -> None:
    """Routine work yields output, as far as people help each other and nothing blocks them."""
    last = t.first_block + t.blocks
    helping = 0.0
    for i in range(t.first_block, last):
        for k in range(blocks[i].people):
            helping += blocks[i].help_time[k]
    t.help_share = helping / t.people
    t.met = rules.help_met(t.help_share, c.help_half)
    together = rules.coordination(t.dependence, c.interdependence_max, t.met)
    t.productivity = together * rules.unblocked(float(t.blockers), c.blocker_cost)
    output = t.manager_output * t.productivity
    for i in range(t.first_block, last):
        b = blocks[i]
        produce(t, c, b)
        for k in range(b.people):
            output += b.output[k]
    t.output = output


@part
def produce(t: Any, c: Any, b: Any) -> None:
    """Let a block's people do routine work with the care that motives and load leave."""
    workload, hurry, productivity, loss, floor = t.workload, t.hurry, t.productivity, c.care_loss, c.fit_floor
    for k in range(LANES):
        b.strain[k] = rules.strain(workload, b.effort[k])
        b.care[k] = rules.care(b.intrinsic[k], b.leniency[k], hurry, b.strain[k], loss)
        b.output[k] = b.routine_time[k] * b.skill[k] * rules.fit(b.knowledge[k], floor) * productivity


@part
def pass_on(w: Any, t: Any, v: Any, c: Any, blocks: Any) -> None:
    """Beliefs pass from the work itself, from the best colleague and from practice, as all stood before."""
    copying = t.help_share * c.copy_rate
    if draw_luck(w, t, blocks, copying):
        remember_best(t, blocks)
    for i in range(t.first_block, t.first_block + t.blocks):
        b = blocks[i]
        for k in range(LANES):
            b.exposure[k] = b.routine_time[k] * c.notice_rate
        meet_code(t, b, b.notice_at, t.reality, b.notice_luck)
        for k in range(b.people):
            if b.copy_luck[k] < copying:
                d = int(this_week(w, streams.COPY_DIMENSION, b.seats[k]) * DIMENSIONS)
                belief = float(b.beliefs[d, k])
                believe(t, b, k, d, learning.copied(belief, t.best_beliefs[d], copying, b.copy_luck[k]))
        for k in range(LANES):
            b.exposure[k] = v.alignment
        meet_code(t, b, b.align_at, t.practice, b.align_luck)


@part
def draw_luck(w: Any, t: Any, blocks: Any, copying: float) -> bool:
    """Draw the members' luck of this week; return whether anybody takes over a belief of the best colleague."""
    copies = False
    for i in range(t.first_block, t.first_block + t.blocks):
        b = blocks[i]
        draw_week(w, b)
        for k in range(b.people):
            copies |= b.copy_luck[k] < copying
    return copies


@part
def remember_best(t: Any, blocks: Any) -> None:
    """Keep the beliefs of the first of those who know most, as they stand before anything is passed on."""
    best, lane = t.first_block, 0
    most = blocks[best].right[0]
    for i in range(t.first_block, t.first_block + t.blocks):
        for k in range(blocks[i].people):
            if blocks[i].right[k] > most:
                best, lane, most = i, k, blocks[i].right[k]
    for d in range(DIMENSIONS):
        t.best_beliefs[d] = blocks[best].beliefs[d, lane]


@part
def meet_code(t: Any, b: Any, at: Any, codes: Any, luck: Any) -> None:
    """Let a block's people meet one dimension each of reality, or of practice, and perhaps take it over."""
    for k in range(LANES):
        b.met_belief[k], b.met_code[k] = b.beliefs[at[k], k], codes[at[k]]
        b.met_reality[k] = t.reality[at[k]]
    for k in range(LANES):
        before = b.met_belief[k]
        after = learning.socialised(before, b.met_code[k], b.exposure[k], luck[k])
        b.met_belief[k] = after
        b.right[k] += (after - before) * b.met_reality[k]
        b.knowledge[k] = b.right[k] / DIMENSIONS
    for k in range(LANES):
        b.beliefs[at[k], k] = np.int8(b.met_belief[k])


@part
def run_projects(w: Any, t: Any, v: Any, c: Any, blocks: Any, projects: Any, book: Any) -> None:
    """Spend the innovation time that is not for own experiments on projects: experiments count as one more."""
    start(w, t, v, c, projects, book)
    t.own_experiments = 1.0 / (1.0 + t.projects)
    hands = 0.0
    for i in range(t.first_block, t.first_block + t.blocks):
        for k in range(blocks[i].people):
            hands += blocks[i].explore_time[k] * (1.0 - t.own_experiments)
    advance(t, v, c, hands, projects, book)
