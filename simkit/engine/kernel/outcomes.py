"""Phase 4, outcomes: experiments and stages succeed or fail; a failure is seen or hidden, and judged."""

from __future__ import annotations

from typing import Any

from simkit.engine.kernel import streams
from simkit.engine.kernel.compiled import part
from simkit.engine.kernel.knowledge import assess, believe
from simkit.engine.kernel.layout import LANES
from simkit.engine.kernel.luck import drawn, this_week
from simkit.engine.kernel.options import choose, note, weigh_evidence
from simkit.engine.state import DIMENSIONS
from simkit.rules import learning
from simkit.rules import projects as project_rules
from simkit.rules import work as rules


@part
def outcomes(e: Any, books: Any) -> None:
    """Experiments and stages end; some failures become known."""
    for i in range(len(e.teams)):
        t = e.teams[i]
        v = e.levers[t.regime]
        weigh_evidence(t)
        for j in range(t.first_block, t.first_block + t.blocks):
            b = e.blocks[j]
            for k in range(b.people):
                if b.trial_luck[k] < t.own_experiments * b.explore_time[k] * e.c.experiment_rate:
                    experiment(e.w, t, v, e.c, b, k, books[i])
        for j in range(t.first_project, t.first_project + t.projects):
            p = e.projects[j]
            if not p.ready and p.work_left <= 1e-9:
                finish_stage(e.w, t, v, e.c, p, e.blocks, books[i])


@part
def experiment(w: Any, t: Any, v: Any, c: Any, b: Any, k: int, book: Any) -> None:
    """Finish an experiment: it succeeds, fails because the idea was wrong, or by carelessness."""
    seat = b.seats[k]
    o = choose(t, this_week(w, streams.OPTION, seat))
    if o < 0:
        return
    book.experiments += 1.0
    b.last_trial[k] = w.week
    careless = this_week(w, streams.EXECUTION, seat) < rules.execution_risk(b.care[k], c.execution_base)
    success = not careless and this_week(w, streams.OUTCOME, seat) < t.quality[o]
    b.estimate[k] = learning.moved(b.estimate[k], 1.0 if success else 0.0, c.experience_rate)
    if success or hears_of_trial(w, t, v, b, k, careless, book):
        note(t, c, o, success, book)
        u = this_week(w, streams.LESSON, seat)
        if learning.learns_from(1.0 if success else 0.0, t.coaching, u) > 0.0 and not careless:
            find_out(w, t, b, k, not success, book)


@part
def find_out(w: Any, t: Any, b: Any, k: int, failed: bool, book: Any) -> None:
    """Learn how one dimension of reality really is; a failure that taught is a lesson for practice."""
    d = int(this_week(w, streams.DIMENSION, b.seats[k]) * DIMENSIONS)
    believe(t, b, k, d, t.reality[d])
    assess(b)
    if failed:
        book.lessons += 1.0
        t.lessons[d] = t.reality[d]


@part
def hears_of_trial(w: Any, t: Any, v: Any, b: Any, k: int, careless: bool, book: Any) -> bool:
    """Return whether a failed experiment counts as news about the idea."""
    seat = b.seats[k]
    seen, judged = this_week(w, streams.SEEN, seat), this_week(w, streams.JUDGED, seat)
    return hears_of(t, v, b, k, careless, seen, judged, this_week(w, streams.TOLERATED, seat), book)


@part
def hears_of(
    t: Any, v: Any, b: Any, k: int, careless: bool, seen: float, judged: float, tolerated: float, book: Any
) -> bool:
    """Return whether a failure counts as news about the idea: known, and taken for an exploratory one.

    A failure that is hidden teaches nobody; neither does one that is put down to carelessness. What
    becomes known is judged, with consequences at the review.
    """
    book.failures += 1.0
    if careless:
        book.failures_execution += 1.0
    else:
        book.failures_exploratory += 1.0
    trust = b.leniency[k] if careless else b.safety[k]
    if seen >= rules.seen_chance(trust, v.transparency):
        book.failures_hidden += 1.0
        return False
    exploratory = takes_for_exploratory(t, careless, judged, book)
    tolerance = v.tolerance_exploratory if exploratory else v.tolerance_execution
    settle(b, k, careless, tolerated < tolerance, book)
    return exploratory


@part
def takes_for_exploratory(t: Any, careless: bool, u: float, book: Any) -> bool:
    """Judge a failure's cause, rightly or wrongly."""
    if careless:
        mistaken = u < t.excuses
        book.execution_judged += 1.0
        book.execution_excused += 1.0 if mistaken else 0.0
        return mistaken
    blamed = u < t.misjudges
    book.exploratory_judged += 1.0
    book.exploratory_blamed += 1.0 if blamed else 0.0
    return not blamed


@part
def settle(b: Any, k: int, careless: bool, tolerated: bool, book: Any) -> None:
    """Decide what the review will bring: the member knows what the failure really was."""
    if careless:
        b.excused[k] += 1.0 if tolerated else 0.0
        b.sanctioned[k] += 0.0 if tolerated else 1.0
    else:
        b.forgiven[k] += 1.0 if tolerated else 0.0
        b.punished[k] += 0.0 if tolerated else 1.0
    book.punished += 0.0 if tolerated else 1.0


@part
def finish_stage(w: Any, t: Any, v: Any, c: Any, p: Any, blocks: Any, book: Any) -> None:
    """See what a stage shows whose work is done; careless work has to be done again in part."""
    p.tries += 1
    seat, key = t.option_seats[p.option], p.key + int(p.stage) * 16 + p.tries % 16
    lead, lane = blocks[t.first_block + p.lead // LANES], p.lead % LANES
    if drawn(w, streams.STAGE_EXECUTION, seat, key) < rules.execution_risk(lead.care[lane], c.execution_base):
        p.work_left = c.rework * project_rules.stage_size(
            p.stage, p.strategic, c.stage_work, c.strategic_size
        )
        hears_of_stage(w, t, v, lead, lane, True, seat, key, book)
        return
    p.ready = 1
    book.stages_done += 1.0
    book.stages_on_time += 1.0 if p.weeks <= p.planned_weeks else 0.0
    u = drawn(w, streams.EVIDENCE, seat, key)
    good = project_rules.evidence_good(p.sound, c.evidence_hit, c.evidence_false, u)
    if good > 0.0 or hears_of_stage(w, t, v, lead, lane, False, seat, key, book):
        p.belief = project_rules.belief_after(p.belief, good, c.evidence_hit, c.evidence_false)
    else:
        p.hidden += 1
    if good > 0.0 and p.sound > 0.0 and p.strategic > 0.0 and p.stage == 1.0:
        prove(t, p, book)


@part
def hears_of_stage(
    w: Any, t: Any, v: Any, b: Any, k: int, careless: bool, seat: Any, key: int, book: Any
) -> bool:
    """Return whether a failed stage counts as news about the idea; the luck belongs to this try of it."""
    seen, judged = drawn(w, streams.STAGE_SEEN, seat, key), drawn(w, streams.STAGE_JUDGED, seat, key)
    return hears_of(t, v, b, k, careless, seen, judged, drawn(w, streams.STAGE_TOLERATED, seat, key), book)


@part
def prove(t: Any, p: Any, book: Any) -> None:
    """Count a technology that proved right, once for each opportunity."""
    same = t.vintage[p.option] == p.vintage
    if same and t.proven[p.option]:
        return
    t.technology += 1.0
    t.recognition += 1.0
    book.breakthroughs += 1.0
    if same:
        t.proven[p.option] = 1
