"""Phase 1, market: regimes change, reality flips, opportunities are renewed, blockers arise, shocks land."""

from __future__ import annotations

from typing import Any

from simkit.engine.kernel import streams
from simkit.engine.kernel.compiled import inlined, part
from simkit.engine.kernel.knowledge import flip
from simkit.engine.kernel.layout import FLIPS, RENEWALS
from simkit.engine.kernel.luck import draw_team, this_week
from simkit.engine.kernel.options import renew, shift
from simkit.engine.kernel.seats import leave
from simkit.engine.state import BLOCKERS, DIMENSIONS, OPPORTUNITIES, SHARED
from simkit.rules import market as rules
from simkit.scenario import SHOCKS, Shock

MARKET_SHIFT, BUDGET_CUT, KEY_PERSON_LOSS = (
    SHOCKS.index(kind) for kind in ("market_shift", "budget_cut", "key_person_loss")
)
_USUAL = Shock(week=1, kind="budget_cut")
USUAL_SIZE, USUAL_WEEKS = _USUAL.size, _USUAL.weeks
"""What a shock that comes by chance is like."""


@part
def market(e: Any, books: Any) -> None:
    """Reality flips, opportunities are renewed, shocks land, blockers arise, regimes change."""
    w = e.w
    for i in range(len(e.teams)):
        open_week(e.teams[i], e.agenda[w.now, i], books[i])
    flips_of_company(w, e.agenda[w.now, 0].company_shift)
    for i in range(len(e.teams)):
        meet_market(w, e.teams[i], e.c, e.blocks)
    for i in range(len(e.teams)):
        take_shocks(w, e.teams[i], e.c, e.agenda[w.now, i], e.budget, e.blocks, e.projects, books[i])


@inlined
def open_week(t: Any, a: Any, book: Any) -> None:
    """Begin an empty record, remember practice as it stood, and change the regime if it is time."""
    for j in range(len(book.all)):
        book.all[j] = 0.0
    t.shared_before = t.shared_knowledge
    for d in range(SHARED):
        t.practice_before[d] = t.practice[d]
    t.regime = a.regime


@inlined
def flips_of_company(w: Any, shifted: float) -> None:
    """Decide which of the dimensions that all teams share flip."""
    for d in range(SHARED):
        seat = w.company_seats[d]
        flips = this_week(w, streams.FLIP, seat) < w.flip_chance
        w.flips[d] = flips or (shifted > 0.0 and this_week(w, streams.SHIFT, seat) < shifted)
    w.cut_week = this_week(w, streams.CUT_WEEK, w.company_seats[0])


@inlined
def meet_market(w: Any, t: Any, c: Any, blocks: Any) -> None:
    """Reality flips, opportunities are renewed, a blocker may arise."""
    draw_team(w, t)
    for d in range(SHARED):
        if w.flips[d]:
            flip(t, blocks, d)
    flips = rules.flip_chance(t.certainty, c.flip_rate)
    for d in range(SHARED, DIMENSIONS):
        if t.week_luck[FLIPS + d - SHARED] < flips:
            flip(t, blocks, d)
    renewal = rules.renewal_chance(t.certainty, c.renewal_rate, c.renewal_floor)
    for o in range(OPPORTUNITIES):
        if t.week_luck[RENEWALS + o] < renewal:
            renew(w, t, c, o)
    if t.blockers < BLOCKERS and t.week_luck[streams.BLOCKER] < c.blocker_rate:
        t.blockers += 1


@inlined
def take_shocks(w: Any, t: Any, c: Any, a: Any, budget: Any, blocks: Any, projects: Any, book: Any) -> None:
    """Let random and scheduled shocks land; of several of one kind, the largest."""
    for kind in range(len(SHOCKS)):
        size, weeks = a.shock_size[kind], a.shock_weeks[kind]
        if shock_luck(w, t, kind) < w.shock_chance:
            size, weeks = max(size, USUAL_SIZE), max(weeks, USUAL_WEEKS)
        if weeks == 0:
            continue
        if kind == MARKET_SHIFT:
            shift_market(w, t, c, size, blocks, projects)
        elif kind == BUDGET_CUT:
            cut_budget(w, t, size, weeks, budget)
        else:
            lose_key_person(w, t, c, blocks, book)


@inlined
def shock_luck(w: Any, t: Any, kind: int) -> float:
    """Return the number that decides whether a shock of a kind comes by chance this week."""
    if kind == BUDGET_CUT:
        return w.cut_week
    return t.week_luck[streams.SHIFT_WEEK if kind == MARKET_SHIFT else streams.KEY_PERSON_WEEK]


@part
def shift_market(w: Any, t: Any, c: Any, size: float, blocks: Any, projects: Any) -> None:
    """Let a share of the team's own dimensions flip and of its opportunities turn out wrong."""
    for d in range(SHARED, DIMENSIONS):
        if this_week(w, streams.SHIFT, t.dimension_seats[d]) < size:
            flip(t, blocks, d)
    for o in range(OPPORTUNITIES):
        if this_week(w, streams.SHIFT, t.luck_seats[o]) < size:
            shift(w, t, c, o, projects)


@part
def cut_budget(w: Any, t: Any, size: float, weeks: int, budget: Any) -> None:
    """Cut the innovation budget for some weeks."""
    for now in range(w.now, min(w.now + weeks, budget.shape[1])):
        budget[t.place, now] = min(budget[t.place, now], 1.0 - size)


@part
def lose_key_person(w: Any, t: Any, c: Any, blocks: Any, book: Any) -> None:
    """Let the most skilled member leave."""
    best, lane, most = t.first_block, 0, -1.0
    for i in range(t.first_block, t.first_block + t.blocks):
        for k in range(blocks[i].people):
            if blocks[i].skill[k] > most:
                best, lane, most = i, k, blocks[i].skill[k]
    leave(w, t, c, blocks[best], lane, book)
