"""Phase 3, work: routine work yields output; work, help and alignment teach; projects start and move."""

from __future__ import annotations

from typing import Any

import numpy as np

from simkit.engine.kernel import streams
from simkit.engine.kernel.compiled import inlined, part
from simkit.engine.kernel.knowledge import assess, believe
from simkit.engine.kernel.layout import LANES, lanes
from simkit.engine.kernel.luck import dimension, draw_week, mixed
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


@inlined
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


@inlined
def produce(t: Any, c: Any, b: Any) -> None:
    """Let a block's people do routine work with the care that motives and load leave."""
    workload, hurry, productivity, loss, floor = t.workload, t.hurry, t.productivity, c.care_loss, c.fit_floor
    for k in range(lanes(b)):
        b.strain[k] = rules.strain(workload, b.effort[k])
        b.care[k] = rules.care(b.intrinsic[k], b.leniency[k], hurry, b.strain[k], loss)
        b.output[k] = b.routine_time[k] * b.skill[k] * rules.fit(b.knowledge[k], floor) * productivity


@inlined
def pass_on(w: Any, t: Any, v: Any, c: Any, blocks: Any) -> None:
    """Beliefs pass from the work itself, from the best colleague and from practice, as all stood before."""
    copying, noticing, alignment = t.help_share * c.copy_rate, c.notice_rate, v.alignment
    if draw_luck(w, t, blocks, copying):
        remember_best(t, blocks)
    for i in range(t.first_block, t.first_block + t.blocks):
        b = blocks[i]
        for k in range(lanes(b)):
            b.exposure[k] = b.routine_time[k] * noticing
        meet_code(w, t, b, t.reality, b.notice_luck, b.notice_dimension_keys)
        for k in range(b.people):
            if b.copy_luck[k] < copying:
                d = dimension(mixed(mixed(w.streams[streams.COPY_DIMENSION] ^ b.seats[k]) ^ w.now))
                belief = b.beliefs[d, k]
                believe(t, b, k, d, learning.copied(belief, t.best_beliefs[d], copying, b.copy_luck[k]))
        for k in range(lanes(b)):
            b.exposure[k] = alignment
        meet_code(w, t, b, t.practice, b.align_luck, b.align_dimension_keys)
        assess(b)


@inlined
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


@inlined
def meet_code(w: Any, t: Any, b: Any, codes: Any, luck: Any, keys: Any) -> None:
    """Let those of a block's people whose luck is below their exposure meet one dimension of reality, or of practice.

    Who they are is listed first: a list has no branches to guess, and luck about dimensions is only theirs.
    """
    now, number = w.now, np.uint64(0)
    for k in range(LANES):
        b.chosen[number] = k
        number += np.uint64(luck[k] < b.exposure[k])
    for place in range(number):
        k = b.chosen[place]
        d = dimension(mixed(keys[k] ^ now))
        believe(t, b, k, d, learning.socialised(b.beliefs[d, k], codes[d], b.exposure[k], luck[k]))


@inlined
def run_projects(w: Any, t: Any, v: Any, c: Any, blocks: Any, projects: Any, book: Any) -> None:
    """Spend the innovation time that is not for own experiments on projects: experiments count as one more."""
    start(w, t, v, c, projects, book)
    t.own_experiments = 1.0 / (1.0 + t.projects)
    hands = 0.0
    for i in range(t.first_block, t.first_block + t.blocks):
        for k in range(blocks[i].people):
            hands += blocks[i].explore_time[k] * (1.0 - t.own_experiments)
    advance(t, v, c, hands, projects, book)
