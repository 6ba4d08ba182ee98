"""The week, phase by phase, in the order of ``rules.THE_WEEK``, and whole worlds of weeks."""

from __future__ import annotations

from typing import Any

from simkit.engine.kernel.attention import attention
from simkit.engine.kernel.books import books
from simkit.engine.kernel.compiled import unfolded
from simkit.engine.kernel.layout import Everything
from simkit.engine.kernel.market import market
from simkit.engine.kernel.outcomes import outcomes
from simkit.engine.kernel.people import people
from simkit.engine.kernel.review import review
from simkit.engine.kernel.start import begin, begin_world
from simkit.engine.kernel.work import work
from simkit.engine.state import BURN_IN


@unfolded
def live_week(e: Any, week: int, records: Any) -> None:
    """Let one week pass, phase by phase."""
    e.w.week, e.w.now = week, week + BURN_IN
    market(e, records)
    attention(e, records)
    work(e, records)
    outcomes(e, records)
    review(e, records)
    people(e, records)
    books(e, records)


@unfolded
def live_world(
    e: Any, seed_key: Any, replication: int, company_seat: Any, unrecorded: Any, records: Any
) -> None:
    """Let one world begin, live its unrecorded year under the former regimes, and then its recorded weeks."""
    begin_world(e, seed_key, replication, company_seat, unrecorded[0])
    for week in range(1 - BURN_IN, 1):
        live_week(e, week, unrecorded)
    for i in range(len(e.teams)):
        t = e.teams[i]
        begin(t, e.levers[t.regime], e.c, e.blocks, e.w.start_share)
    for week in range(1, len(records) + 1):
        live_week(e, week, records[week - 1])


def live_worlds(
    world: Any, constants: Any, levers: Any, agenda: Any, budget: Any, teams: Any, blocks: Any, projects: Any,
    first_teams: Any, first_blocks: Any, seed_key: Any, replications: Any, company_seat: Any, unrecorded: Any,
    records: Any,
) -> None:  # fmt: skip
    """Simulate worlds one after the other; ``first_teams`` and ``first_blocks`` are what each starts from."""
    e = Everything(world[0], constants[0], levers, agenda, budget, teams, blocks, projects)
    for n in range(len(replications)):
        for i in range(len(teams)):
            teams[i] = first_teams[i]
        for i in range(len(blocks)):
            blocks[i] = first_blocks[i]
        live_world(e, seed_key, replications[n], company_seat, unrecorded, records[n])
