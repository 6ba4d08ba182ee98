"""The projects that a team runs: start, progress, gates, launch or end. They stand in the order of their start."""

from __future__ import annotations

from typing import Any

from simkit.engine.kernel import streams
from simkit.engine.kernel.compiled import inlined, part
from simkit.engine.kernel.luck import drawn
from simkit.engine.kernel.options import belief_in, weigh
from simkit.engine.state import OPPORTUNITIES, STAGES
from simkit.rules import market
from simkit.rules import projects as rules


@inlined
def start(w: Any, t: Any, v: Any, c: Any, projects: Any, book: Any) -> None:
    """Start the waiting idea with the best prospect, if there is room, a budget and a chance at the gate."""
    if t.funds <= 0.0 or t.projects >= t.room:
        return
    best, most = -1, rules.gate_hurdle(v.gate_strictness)
    for o in range(OPPORTUNITIES):
        if t.pending[o]:
            hope = prospect(t, v, c, o)
            if hope > most:
                best, most = o, hope
    if best >= 0:
        t.pending[best], t.taken[best] = 0, 1
        launch_project(w, t, c, best, projects[t.first_project + t.projects])
        t.projects += 1
        book.projects_started += 1.0


@part
def prospect(t: Any, v: Any, c: Any, o: int) -> float:
    """Return the score that a project would get at its first gate if all went well."""
    begin = rules.soundness(belief_in(t, o), t.strategic[o], c.strategic_odds)
    good = rules.belief_after(begin, 1.0, c.evidence_hit, c.evidence_false)
    return gate_score(t, v, c, good, t.strategic[o], 0.0)


@part
def gate_score(t: Any, v: Any, c: Any, belief: float, strategic: float, stage: float) -> float:
    """Return what a gate after a stage sees, planning as if the whole innovation budget went on from here."""
    left = 0.0
    for later in range(int(stage) + 1, STAGES):
        left += rules.stage_size(float(later), strategic, c.stage_work, c.strategic_size)
    weeks_left = left / max(0.05, t.funds) + c.value_ramp
    patience = v.patience_strategic if strategic > 0.0 else v.patience_efficiency
    criterion = v.gate_criterion if strategic > 0.0 else 0.0
    return rules.gate_score(belief, criterion, weeks_left, patience)


@part
def launch_project(w: Any, t: Any, c: Any, o: int, p: Any) -> None:
    """Start a project in the first stage; soundness belongs to (opportunity, vintage), whoever starts it when."""
    seat, vintage = t.option_seats[o], t.vintage[o]
    p.option, p.vintage, p.strategic = o, vintage, t.strategic[o]
    p.size = market.opportunity_size(drawn(w, streams.SIZE, seat, vintage), c.value_tail)
    p.key = (vintage * 64 + t.attempts[o]) * 64
    chance = rules.soundness(t.quality[o], p.strategic, c.strategic_odds)
    p.sound = 1.0 if drawn(w, streams.SOUND, seat, vintage) < chance else 0.0
    p.belief = rules.soundness(belief_in(t, o), p.strategic, c.strategic_odds)
    p.stage, p.tries, p.hidden, p.ready = 0.0, 0, 0, 0
    p.lead = int(drawn(w, streams.LEAD, seat, vintage) * t.people)
    begin_stage(t, c, p)


@part
def begin_stage(t: Any, c: Any, p: Any) -> None:
    """Begin a stage."""
    p.work_left = rules.stage_size(p.stage, p.strategic, c.stage_work, c.strategic_size)
    p.weeks = 0
    pace = t.planned_pace / max(1, t.projects)
    p.planned_weeks = p.work_left / max(0.05, pace)


@inlined
def advance(t: Any, v: Any, c: Any, hands: float, projects: Any, book: Any) -> None:
    """Spread the week's project time and money over the projects that do not wait at a gate."""
    active, best = 0.0, -1
    for j in range(t.first_project, t.first_project + t.projects):
        p = projects[j]
        p.weeks += 1
        if not p.ready:
            active += 1.0
            if best < 0 or p.belief > projects[best].belief:
                best = j
    for j in range(t.first_project, t.first_project + t.projects):
        if not projects[j].ready:
            share = rules.funding_share(active, 1.0 if j == best else 0.0, v.budget_tilt)
            carry_on(t, c, projects[j], hands * share, t.funds * share, book)


@inlined
def carry_on(t: Any, c: Any, p: Any, hands: float, funded: float, book: Any) -> None:
    """Spend a week's hands and money on the stage, and what outside partners bring."""
    partners = t.partners / t.projects
    own = min(p.work_left, min(hands, funded))
    p.work_left -= min(p.work_left, rules.project_step(hands, funded, partners, c.partner_work))
    book.theme_done += own
    book.strategic_work += own * p.strategic


@part
def decide_gates(w: Any, t: Any, v: Any, c: Any, projects: Any, book: Any) -> None:
    """Bring bad news to light and decide on every finished stage; what ends leaves the list."""
    kept, number = 0, t.projects
    for j in range(number):
        p = projects[t.first_project + j]
        bring_to_light(w, t, v, c, p)
        if p.ready and gate(t, v, c, p, book):
            t.projects -= 1
        else:
            projects[t.first_project + kept] = p
            kept += 1


@part
def bring_to_light(w: Any, t: Any, v: Any, c: Any, p: Any) -> None:
    """Perhaps find hidden bad news, the likelier the more the data show."""
    if p.hidden and drawn(w, streams.AUDIT, t.option_seats[p.option], w.week) < v.transparency:
        for _ in range(p.hidden):
            p.belief = rules.belief_after(p.belief, 0.0, c.evidence_hit, c.evidence_false)
        p.hidden = 0


@part
def gate(t: Any, v: Any, c: Any, p: Any, book: Any) -> bool:
    """Decide on a finished stage: kill, or pass to the next one, or launch; return whether the project ends."""
    book.gates += 1.0
    book.iterations += 1.0
    book.iteration_weeks += p.weeks
    score = gate_score(t, v, c, p.belief, p.strategic, p.stage)
    if score < rules.gate_hurdle(v.gate_strictness):
        kill(t, c, p, book)
        return True
    if p.stage == STAGES - 1:
        launch(t, c, p, book)
        return True
    if p.stage == 2.0:
        book.first_customers += p.strategic
    p.stage += 1.0
    p.tries, p.ready = 0, 0
    begin_stage(t, c, p)
    return False


@inlined
def kill(t: Any, c: Any, p: Any, book: Any) -> None:
    """End a project; its opportunity is marked by what was seen."""
    book.kills += 1.0
    book.kills_early += 1.0 if p.stage <= 1.0 else 0.0
    book.kills_unsound += 1.0 - p.sound
    o = p.option
    if t.vintage[o] == p.vintage:
        t.attempts[o] += 1
        t.tries[o] += 1.0
        t.taken[o] = 0
        weigh(t, c, o)


@part
def launch(t: Any, c: Any, p: Any, book: Any) -> None:
    """Bring a project to market: a hit if it was sound, else a flop; the opportunity is used up."""
    book.launches += 1.0
    book.hits += p.sound
    book.flops += 1.0 - p.sound
    book.market_entries += p.strategic
    book.process_adoptions += 1.0 - p.strategic
    if p.sound > 0.0:
        work_done = rules.project_size(p.strategic, c.stage_work, c.strategic_size)
        size = rules.launch_value(p.size, work_done, p.strategic, c.value_rate, c.strategic_premium)
        if p.strategic > 0.0:
            t.height_new += size
            t.rising_new += size
            t.recognition += 1.0
        else:
            t.height_savings += size
            t.rising_savings += size
