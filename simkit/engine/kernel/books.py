"""Phase 7, books: revenue arrives; customers, market share and reputation follow; the week is recorded."""

from __future__ import annotations

from typing import Any

from simkit.engine.kernel.attention import mean_effort
from simkit.engine.kernel.compiled import inlined, part
from simkit.engine.kernel.layout import lanes
from simkit.engine.kernel.record import record
from simkit.rules import books as rules
from simkit.rules import projects, work


@part
def books(e: Any, records: Any) -> None:
    """Revenue arrives; customers, market share and reputation follow; the week is recorded."""
    w, c = e.w, e.c
    for i in range(len(e.teams)):
        t, book = e.teams[i], records[i]
        v = e.levers[t.regime]
        t.achieved += c.memory_rate * (t.output / t.people - t.achieved)
        collect(w, t, c, book)
        done = book.theme_done / t.people
        t.theme_rate += c.memory_rate * (done - t.theme_rate)
        if t.since_review == 1 or v.review_interval == 1.0:
            t.effort_first = mean_effort(t, e.blocks)
        reach = t.market_share / w.start_share
        base, new = (t.output + t.savings) * reach, t.value_new * reach
        t.satisfaction += c.satisfaction_rate * (delivered(t, c, e.blocks) - t.satisfaction)
        t.market_share = rules.share_after(t.market_share, t.satisfaction, t.rivals, c.share_speed)
        if w.week > 0:
            record(w, t, v, c, e.blocks, e.projects, base, new, book)


@inlined
def collect(w: Any, t: Any, c: Any, book: Any) -> None:
    """Let what was launched earn, rise and fade; let technology and reputation age."""
    earned_savings, earned_new = t.height_savings - t.rising_savings, t.height_new - t.rising_new
    t.savings = projects.harvested(earned_savings, t.output, c.efficiency_most)
    t.value_new = projects.harvested(earned_new, t.output, c.novelty_most)
    if t.height_savings > 1e-9:
        book.yield_ramp += earned_savings / t.height_savings
        book.yield_projects += 1.0
    t.height_savings *= w.life
    t.rising_savings *= w.rise
    t.height_new *= w.life
    t.rising_new *= w.rise
    t.technology *= w.fade
    t.recognition *= w.fade


@inlined
def delivered(t: Any, c: Any, blocks: Any) -> float:
    """Return what customers get this week."""
    careful = fitness = 0.0
    for i in range(t.first_block, t.first_block + t.blocks):
        b = blocks[i]
        fit_people(c, b)
        for k in range(b.people):
            careful += b.care[k]
            fitness += b.fitness[k]
    total = t.output + t.savings + t.value_new
    new = t.value_new / total if total > 0.0 else 0.0
    return rules.delivered(careful / t.people, fitness / t.people, t.met, new, c.newness)


@inlined
def fit_people(c: Any, b: Any) -> None:
    """Work out how well the work of a block's people fits reality."""
    floor = c.fit_floor
    for k in range(lanes(b)):
        b.fitness[k] = work.fit(b.knowledge[k], floor)
