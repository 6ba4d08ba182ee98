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
def live_first_year(e: Any, seed_key: Any, replication: int, company_seat: Any, unrecorded: Any) -> None:
    """Let one world begin and live its unrecorded year under the former regimes."""
    begin_world(e, seed_key, replication, company_seat, unrecorded[0])
    for week in range(1 - BURN_IN, 1):
        live_week(e, week, unrecorded)


@unfolded
def live_recorded(e: Any, records: Any) -> None:
    """Let one world live its recorded weeks."""
    for i in range(len(e.teams)):
        t = e.teams[i]
        begin(t, e.levers[t.regime], e.c, e.blocks, e.w.start_share)
    for week in range(1, len(records) + 1):
        live_week(e, week, records[week - 1])


@unfolded
def copied(source: Any, n: Any, target: Any, m: Any) -> None:
    """Copy the state of world ``n`` over that of world ``m``."""
    target.world[m] = source.world[n]
    for i in range(source.teams.shape[1]):
        target.teams[m, i] = source.teams[n, i]
    for i in range(source.blocks.shape[1]):
        target.blocks[m, i] = source.blocks[n, i]
    for i in range(source.projects.shape[1]):
        target.projects[m, i] = source.projects[n, i]
    for i in range(source.budget.shape[1]):
        for week in range(source.budget.shape[2]):
            target.budget[m, i, week] = source.budget[n, i, week]


def live_worlds(
    constants: Any, levers: Any, agenda: Any, first: Any, now: Any, begun: Any, remembered: Any, seed_key: Any,
    replications: Any, company_seat: Any, unrecorded: Any, records: Any,
) -> None:  # fmt: skip
    """Simulate worlds one after the other, each in ``now``.

    Each starts from ``first``. ``begun`` gets what each is like after its unrecorded year; where that is
    ``remembered`` from another run, the year is not lived again.
    """
    e = Everything(
        now.world[0],
        constants[0],
        levers,
        agenda,
        now.budget[0],
        now.teams[0],
        now.blocks[0],
        now.projects[0],
    )
    for n in range(len(replications)):
        if remembered:
            copied(begun, n, now, 0)
        else:
            copied(first, 0, now, 0)
            live_first_year(e, seed_key, replications[n], company_seat, unrecorded)
            copied(now, 0, begun, n)
        live_recorded(e, records[n])
