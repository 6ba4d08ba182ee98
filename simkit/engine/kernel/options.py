"""Opportunities: the arms of a team's bandit, and what the team has seen of them."""

from __future__ import annotations

from typing import Any

from simkit.engine.kernel import streams
from simkit.engine.kernel.compiled import inlined, part
from simkit.engine.kernel.luck import drawn
from simkit.engine.state import OPPORTUNITIES
from simkit.rules import learning
from simkit.rules import market as rules


@part
def renew(w: Any, t: Any, c: Any, o: int) -> None:
    """Replace an opportunity by another one, of which nothing is known yet."""
    t.vintage[o] += 1
    seat, vintage = t.option_seats[o], t.vintage[o]
    t.quality[o] = rules.opportunity_quality(drawn(w, streams.QUALITY, seat, vintage))
    t.strategic[o] = 1.0 if drawn(w, streams.CLASS, seat, vintage) < 1.0 - t.certainty else 0.0
    t.wins[o] = t.tries[o] = 0.0
    t.attempts[o] = t.pending[o] = t.taken[o] = t.proven[o] = 0
    weigh(t, c, o)


@inlined
def belief_in(t: Any, o: int) -> float:
    """Return the chance of success that the team believes in."""
    return learning.success_belief(t.wins[o], t.tries[o])


@inlined
def weigh(t: Any, c: Any, o: int) -> None:
    """Work out the weight of an opportunity in the team's choice, after what is known of it has changed."""
    t.weights[o] = learning.choice_weight(belief_in(t, o), c.choice_heat)


@part
def shift(w: Any, t: Any, c: Any, o: int, projects: Any) -> None:
    """The market shifts: a project that is under way rests on a wrong idea from now on."""
    for j in range(t.first_project, t.first_project + t.projects):
        if projects[j].option == o and projects[j].vintage == t.vintage[o]:
            projects[j].sound = 0.0
    renew(w, t, c, o)


@inlined
def weigh_evidence(t: Any) -> None:
    """Work out how likely each free opportunity is to be tried this week (softmax of beliefs)."""
    total = 0.0
    for o in range(OPPORTUNITIES):
        total += 0.0 if t.taken[o] else t.weights[o]
        t.heap[o] = total


@part
def choose(t: Any, u: float) -> int:
    """Return the free opportunity that the next experiment is about, by last week's evidence (-1: none)."""
    mark = u * t.heap[OPPORTUNITIES - 1]
    for o in range(OPPORTUNITIES):
        if mark < t.heap[o]:
            return o
    return -1


@part
def note(t: Any, c: Any, o: int, success: bool, book: Any) -> None:
    """Write down a seen trial; a success on a free opportunity is an idea that waits for a project."""
    t.tries[o] += 1.0
    if success:
        t.wins[o] += 1.0
        book.ideas += 1.0
        t.pending[o] = t.pending[o] or not t.taken[o]
    weigh(t, c, o)
