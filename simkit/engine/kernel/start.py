"""How a world starts: market, practice, first people, and the look back on the regime that they come from."""

from __future__ import annotations

from typing import Any

import numpy as np

from simkit.engine.kernel import streams
from simkit.engine.kernel.attention import attend_all, mean_effort
from simkit.engine.kernel.books import delivered
from simkit.engine.kernel.compiled import part
from simkit.engine.kernel.knowledge import recount_practice
from simkit.engine.kernel.luck import drawn, keys_of, open_streams, seat_people, seat_team
from simkit.engine.kernel.options import renew
from simkit.engine.kernel.plan import output_gap, plan_week, theme_gap
from simkit.engine.kernel.seats import arrive, average_people, mood, within_one
from simkit.engine.kernel.work import produce_all
from simkit.engine.state import DIMENSIONS, OPPORTUNITIES, SHARED
from simkit.rules import people, review, work


@part
def begin_world(e: Any, seed_key: Any, replication: int, company_seat: Any, book: Any) -> None:
    """Set up all teams of a world, before the burn-in."""
    w = e.w
    open_streams(w, seed_key, replication)
    w.week, w.now = 0, 0
    for d in range(SHARED):
        w.reality[d] = 1.0 if drawn(w, streams.REALITY, company_seat, d) < 0.5 else -1.0
    for i in range(len(e.teams)):
        t = e.teams[i]
        first_market(w, t, e.c)
        first_people(w, t, e.c, e.blocks)
        look_back(t, e.levers[t.regime], e.c, e.blocks, w.start_share, book)
        seat_team(w, t)
        keys_of(w, streams.PRACTICE, t.dimension_seats, t.practice_keys)
        for o in range(OPPORTUNITIES):
            t.vintage[o] = -1
            renew(w, t, e.c, o)
        t.since_review = int(drawn(w, streams.PHASE, t.own_seat, 0) * e.levers[t.regime].review_interval)


@part
def first_market(w: Any, t: Any, c: Any) -> None:
    """Draw the team's own part of reality, and what practice holds of it at the start: known, wrong or not known."""
    known = c.start_known
    wrong = known + (1.0 - known) / 2.0
    for d in range(DIMENSIONS):
        own = 1.0 if drawn(w, streams.REALITY, t.own_seat, d) < 0.5 else -1.0
        t.reality[d] = w.reality[d] if d < SHARED else own
        u = drawn(w, streams.CODE, t.own_seat, d)
        t.practice[d] = t.reality[d] if u < known else -t.reality[d] if u < wrong else 0.0


@part
def first_people(w: Any, t: Any, c: Any, blocks: Any) -> None:
    """Hire the first people."""
    for i in range(t.first_block, t.first_block + t.blocks):
        b = blocks[i]
        seat_people(w, b)
        for k in range(b.people):
            arrive(w, t, c, b, k, c.start_known, 1.0)


@part
def look_back(t: Any, v: Any, c: Any, blocks: Any, share: float, book: Any) -> None:
    """Put a first week together under the former regime; the burn-in does the rest."""
    recount_practice(t)
    plan_week(t, v, c, 1.0, 0.0, v.review_interval / 2.0, book)
    first_beliefs(t, v, c, blocks)
    attend_all(t, c, blocks)
    produce_all(t, c, blocks)
    t.achieved = t.output / t.people
    t.theme_rate = t.plan_explore * c.project_plan
    t.effort_first = mean_effort(t, blocks)
    t.satisfaction = delivered(t, c, blocks)
    reset_books(t, v, c, share)


@part
def first_beliefs(t: Any, v: Any, c: Any, blocks: Any) -> None:
    """Give people the beliefs and motives that the former regime leads to in the long run."""
    gain = c.trust_gain
    loss = gain * c.loss_aversion
    explored, careless = v.tolerance_exploratory, v.tolerance_execution
    forgiven = explored + t.misjudges * (careless - explored)
    excused = careless + t.excuses * (explored - careless)
    for i in range(t.first_block, t.first_block + t.blocks):
        b = blocks[i]
        for k in range(b.people):
            b.trust[k] = review.expected_safety(forgiven, gain, loss)
            b.leniency[k] = review.expected_safety(excused, gain, loss)
            b.safety[k] = people.felt(b.trust[k], t.openness)
            b.intrinsic[k] = within_one(t.climate + b.drive[k])
            b.engagement[k] = mood(b.intrinsic[k], b.safety[k], 0.0, t.spirit)
    average_people(t, blocks)


@part
def begin(t: Any, v: Any, c: Any, blocks: Any, share: float) -> None:
    """After the burn-in: what the team is like now is the level from which everything is counted."""
    if not np.isnan(t.felt_safety):
        t.openness = people.openness(t.felt_safety / 100.0, t.mean_trust)
    if not np.isnan(t.survey_engagement):
        t.spirit = t.survey_engagement / 100.0 - t.mean_engagement
    for i in range(t.first_block, t.first_block + t.blocks):
        b = blocks[i]
        for k in range(b.people):
            b.safety[k] = people.felt(b.trust[k], t.openness)
            b.engagement[k] = within_one(b.engagement[k] + t.spirit)
    average_people(t, blocks)
    t.start_engagement = t.mean_engagement
    reset_books(t, v, c, share)


@part
def reset_books(t: Any, v: Any, c: Any, share: float) -> None:
    """Take the present state as the level from which output, customers and market share are counted."""
    t.market_share = share
    t.start_output = t.achieved
    t.target = t.achieved / t.kpi_attainment
    fitness = work.fit(t.practice_knowledge, c.fit_floor)
    t.capacity = t.achieved / max(0.05, fitness * (1.0 - t.plan_explore))
    t.gap_seen, t.theme_seen = output_gap(t), theme_gap(t, v, c)
    t.rivals = t.start_satisfaction = t.satisfaction
