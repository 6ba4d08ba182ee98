"""Phase 5, review: practice learns, consequences land, goals are set anew, gates are decided; managers clear
blockers and coordinate."""

from __future__ import annotations

from typing import Any

from simkit.engine.kernel import streams
from simkit.engine.kernel.attention import mean_effort
from simkit.engine.kernel.compiled import inlined, part
from simkit.engine.kernel.knowledge import recount_practice
from simkit.engine.kernel.layout import LANES, lanes
from simkit.engine.kernel.luck import drawn, mixed, this_week, unit
from simkit.engine.kernel.plan import output_gap, theme_gap
from simkit.engine.kernel.portfolio import decide_gates
from simkit.engine.kernel.seats import forget
from simkit.engine.state import DIMENSIONS, PARTNERS, SHARED
from simkit.metrics import QUARTER
from simkit.rules import learning, people
from simkit.rules import review as rules
from simkit.rules import work as work_rules


@part
def review(e: Any, books: Any) -> None:
    """Review, if due; gates are decided then, at the latest by the next gate meeting."""
    for i in range(len(e.teams)):
        t = e.teams[i]
        v = e.levers[t.regime]
        t.since_review += 1
        due = t.since_review >= v.review_interval
        if due:
            hold_review(e.w, t, v, e.c, e.blocks, books[i])
            t.since_review = 0
        if due or e.agenda[e.w.now, i].gates:
            decide_gates(e.w, t, v, e.c, e.projects, books[i])
        if t.blockers:
            clear_blockers(t, books[i])
        coordinate(e.w, i, e.c, e.teams, books[i])


@part
def hold_review(w: Any, t: Any, v: Any, c: Any, blocks: Any, book: Any) -> None:
    """Hold the review: retrospective, consequences, goals."""
    retrospective(w, t, v, c, blocks)
    pool_verdicts(t, blocks)
    if t.forgiven + t.punished + t.excused + t.sanctioned > 0.0:
        for i in range(t.first_block, t.first_block + t.blocks):
            for k in range(blocks[i].people):
                hear_verdicts(t, c, blocks[i], k)
                forget(blocks[i], k)
    set_goals(t, v, c)
    book.effort_gap += mean_effort(t, blocks) - t.effort_first
    book.reviews += 1.0


@part
def retrospective(w: Any, t: Any, v: Any, c: Any, blocks: Any) -> None:
    """Let practice learn from its best members and from the lessons of failures (March 1991)."""
    add_superior(w, t, v, c, blocks)
    for d in range(DIMENSIONS):
        if t.balance[d] != 0.0:
            u = unit(mixed(t.practice_keys[d] ^ w.now))
            t.practice[d] = learning.practice_learns(t.practice[d], t.balance[d], t.coaching, u)
        if t.lessons[d] != 0.0:
            if this_week(w, streams.LESSONS, t.dimension_seats[d]) < t.coaching:
                t.practice[d] = t.lessons[d]
            t.lessons[d] = 0.0
    recount_practice(t)


@part
def add_superior(w: Any, t: Any, v: Any, c: Any, blocks: Any) -> None:
    """Add up the beliefs of the members who seem to do better than the practice, as far as ratings tell."""
    sd = rules.rating_sd(c.rater_noise, c.week_noise, v.review_interval)
    for d in range(DIMENSIONS):
        t.balance[d] = 0.0
    for i in range(t.first_block, t.first_block + t.blocks):
        b = blocks[i]
        rate_people(b, w.now, sd, t.practice_knowledge)
        for d in range(DIMENSIONS):
            total = 0.0
            for k in range(LANES):
                total += b.beliefs[d, k] * b.better[k]
            t.balance[d] += total


@part
def rate_people(b: Any, now: Any, sd: float, practice: float) -> None:
    """Rate a block's people, with noise: is what they know better than the practice?"""
    people = b.people
    for k in range(lanes(b)):
        b.rating_luck[k] = unit(mixed(b.rating_keys[k] ^ now))
    for k in range(lanes(b)):
        b.rating_luck[k] = b.knowledge[k] + rules.noise(b.rating_luck[k], sd)
    for k in range(lanes(b)):
        b.better[k] = 1.0 if (b.rating_luck[k] > practice) & (k < people) else 0.0


@part
def pool_verdicts(t: Any, blocks: Any) -> None:
    """Count the consequences that everybody in the team sees at the review."""
    t.forgiven = t.punished = t.excused = t.sanctioned = 0.0
    for i in range(t.first_block, t.first_block + t.blocks):
        b = blocks[i]
        for k in range(b.people):
            t.forgiven += b.forgiven[k]
            t.punished += b.punished[k]
            t.excused += b.excused[k]
            t.sanctioned += b.sanctioned[k]


@part
def hear_verdicts(t: Any, c: Any, b: Any, k: int) -> None:
    """Update beliefs about consequences: from one's own failures and, more weakly, from others'."""
    gain, loss, share = c.trust_gain, c.trust_gain * c.loss_aversion, c.witness_share
    forgiven, punished = t.forgiven - b.forgiven[k], t.punished - b.punished[k]
    trust = people.safety_after(b.trust[k], b.forgiven[k], b.punished[k], gain, loss)
    b.trust[k] = people.safety_after(trust, forgiven, punished, gain * share, loss * share)
    b.safety[k] = people.felt(b.trust[k], t.openness)
    excused, sanctioned = t.excused - b.excused[k], t.sanctioned - b.sanctioned[k]
    leniency = people.safety_after(b.leniency[k], b.excused[k], b.sanctioned[k], gain, loss)
    b.leniency[k] = people.safety_after(leniency, excused, sanctioned, gain * share, loss * share)


@part
def set_goals(t: Any, v: Any, c: Any) -> None:
    """Set the output target anew, from the last period or from what the market now allows."""
    market = t.capacity * (1.0 - t.plan_explore) * work_rules.fit(t.practice_knowledge, c.fit_floor)
    t.target = rules.goal_after(
        t.target, t.achieved, market, v.goal_cocreation, v.goal_stretch, v.goal_realignment
    )
    t.gap_seen, t.theme_seen = output_gap(t), theme_gap(t, v, c)


@inlined
def clear_blockers(t: Any, book: Any) -> None:
    """Remove open blockers, each with a chance that grows with the hours spent on them."""
    chance, removed = t.removal_chance[t.blockers], 0
    for number in range(t.blockers):
        if t.week_luck[streams.UNBLOCK + number] < chance:
            removed += 1
    t.blockers -= removed
    book.blockers_removed += removed


@inlined
def coordinate(w: Any, i: int, c: Any, teams: Any, book: Any) -> None:
    """Bring in a practice that another team does better, and outside partners."""
    t = teams[i]
    if len(teams) > 1:
        book.cross_help += t.hours
        if t.week_luck[streams.CONTACT] < t.contact_chance:
            meet(w, t, teams[partner_of(w, i, teams)], book)
    if t.partners < PARTNERS and t.week_luck[streams.PARTNER] < t.contact_chance:
        t.partners += 1
    if t.partners and t.week_luck[streams.PARTNER_END] < t.partners / c.partner_stay:
        t.partners -= 1


@part
def partner_of(w: Any, i: int, teams: Any) -> int:
    """Return the team that a team is in touch with this quarter: highest random weight, looked up once."""
    t, quarter = teams[i], w.week // QUARTER
    if t.partner_quarter != quarter:
        best, most = -1, 0.0
        for j in range(len(teams)):
            u = drawn(w, streams.PARTNER_TEAM, t.seat ^ teams[j].key, quarter) if j != i else -1.0
            if j != i and (best < 0 or u > most):
                best, most = j, u
        t.partner, t.partner_quarter = best, quarter
    return t.partner


@part
def meet(w: Any, t: Any, partner: Any, book: Any) -> None:
    """Be in contact with another team, and take over one shared practice if it does better."""
    t.last_contact = partner.last_contact = w.week
    if partner.shared_before > t.shared_before:
        d = int(this_week(w, streams.CONTACT_DIMENSION, t.seat) * SHARED)
        if t.practice[d] != partner.practice_before[d]:
            t.practice[d] = partner.practice_before[d]
            recount_practice(t)
            book.cross_lessons += 1.0
