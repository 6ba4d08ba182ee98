"""Who sits in a member's seat: arrival, what the person feels, and departure."""

from __future__ import annotations

from typing import Any

from simkit.engine.kernel import streams
from simkit.engine.kernel.compiled import inlined, part
from simkit.engine.kernel.knowledge import recount
from simkit.engine.kernel.luck import drawn
from simkit.engine.state import DIMENSIONS, NEVER
from simkit.rules import learning, people


@inlined
def within_one(x: float) -> float:
    """Return ``x`` cut to [0, 1]."""
    return min(1.0, max(0.0, x))


@part
def arrive(w: Any, t: Any, c: Any, b: Any, k: int, known: float, skill: float) -> None:
    """Bring what a person brings along: beliefs, skill and drive, the same in every regime."""
    seat, generation = b.seats[k], b.generation[k]
    wrong = known + (1.0 - known) / 2.0
    for d in range(DIMENSIONS):
        u = drawn(w, streams.BELIEF, seat, generation * DIMENSIONS + d)
        b.beliefs[d, k] = t.reality[d] if u < known else -t.reality[d] if u < wrong else 0.0
    b.skill[k] = skill + c.people_spread * (2.0 * drawn(w, streams.SKILL, seat, generation) - 1.0)
    b.drive[k] = c.people_spread * (2.0 * drawn(w, streams.DRIVE, seat, generation) - 1.0)
    b.estimate[k] = learning.success_belief(0.0, 0.0)
    b.last_trial[k], b.project_time[k] = NEVER, 0.0
    recount(t, b, k)


@part
def leave(w: Any, t: Any, c: Any, b: Any, k: int, book: Any) -> None:
    """Hand the seat to a recruit with outside beliefs, whom the colleagues tell what happens here."""
    book.exits += 1.0
    b.generation[k] += 1
    arrive(w, t, c, b, k, c.newcomer_known, c.newcomer_skill)
    b.trust[k], b.leniency[k] = t.mean_trust, t.mean_leniency
    b.safety[k] = people.felt(b.trust[k], t.openness)
    b.intrinsic[k] = within_one(t.climate + b.drive[k])
    b.engagement[k] = mood(b.intrinsic[k], b.safety[k], 0.0, t.spirit)
    forget(b, k)


@inlined
def mood(intrinsic: float, safety: float, overload: float, spirit: float) -> float:
    """Return the engagement that the present state leads to, in the team's own spirit."""
    return within_one(people.engagement_level(intrinsic, safety, overload) + spirit)


@inlined
def forget(b: Any, k: int) -> None:
    """Start a review cycle with no consequences pending."""
    b.forgiven[k] = b.punished[k] = b.excused[k] = b.sanctioned[k] = 0.0


@part
def average_people(t: Any, blocks: Any) -> None:
    """Work out what a newcomer hears of the team, and its mean engagement."""
    trust = leniency = engagement = 0.0
    for i in range(t.first_block, t.first_block + t.blocks):
        b = blocks[i]
        for k in range(b.people):
            trust += b.trust[k]
            leniency += b.leniency[k]
            engagement += b.engagement[k]
    t.mean_trust = trust / t.people
    t.mean_leniency = leniency / t.people
    t.mean_engagement = engagement / t.people
