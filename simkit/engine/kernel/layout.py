"""How the fast engine lays out its state: one record per world, team, project and block of people.

A record is what a C programmer calls a struct; compiled code reads its fields by name. People stand in
blocks of ``LANES``, each quantity of a block's people side by side, so that loops over a block become vector
instructions. The last block of a team may have idle lanes, whose numbers mean nothing but stay finite.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np

from simkit.constants import CONSTANTS
from simkit.engine.kernel.compiled import inlined
from simkit.engine.kernel.streams import STREAMS, TEAM_WEEKLY
from simkit.engine.state import BLOCKERS, DIMENSIONS, OPPORTUNITIES, SHARED
from simkit.levers import LEVER_IDS
from simkit.metrics import COLUMNS
from simkit.scenario import SHOCKS

LANES = 8
"""People in a block: a power of 2."""


@inlined
def lanes(b: Any) -> int:
    """Return ``LANES``, read from a block.

    A short loop whose length is known beforehand is written out person by person; of one whose length is read
    from memory the compiler makes vector instructions. The mask tells it that none is left over.
    """
    return b.lanes & LANES


def _record(floats: Iterable[str], more: Iterable[tuple[object, ...]] = ()) -> np.dtype[np.void]:
    """Return a record type of named numbers and further fields."""
    return np.dtype([*((name, np.float64) for name in floats), *more], align=True)  # pyright: ignore[reportArgumentType, reportCallIssue]


LEVER_RECORD = _record(LEVER_IDS)
CONSTANT_RECORD = _record(CONSTANTS)
_WIDTH = np.dtype(np.float64).itemsize
BOOK_RECORD = np.dtype(
    {
        "names": [*COLUMNS, "all"],
        "formats": [np.float64] * len(COLUMNS) + [(np.float64, (len(COLUMNS),))],
        "offsets": [*(position * _WIDTH for position in range(len(COLUMNS))), 0],
    }
)
"""A row of the record, each column by its name; ``all`` is the same row as a list."""
AGENDA_RECORD = _record(
    ("transition_hours", "company_shift"),
    [
        ("regime", np.int64),
        ("gates", np.int64),
        ("shock_size", np.float64, (len(SHOCKS),)),
        ("shock_weeks", np.int64, (len(SHOCKS),)),
    ],
)
"""What is fixed beforehand for a team's week; ``shock_weeks`` is 0 where no shock is scheduled."""

WORLD_RECORD = _record(
    ("flip_chance", "shock_chance", "start_share", "cut_week", "life", "rise", "fade"),
    [
        ("key", np.uint64),
        ("streams", np.uint64, (len(STREAMS),)),
        ("company_seats", np.uint64, (SHARED,)),
        ("week", np.int64),
        ("now", np.uint64),
        ("reality", np.float64, (SHARED,)),
        ("flips", np.int64, (SHARED,)),
    ],
)
"""``now`` is the week as the weekly streams count it (the burn-in starts with 1)."""

FLIPS = len(TEAM_WEEKLY)
RENEWALS = FLIPS + DIMENSIONS - SHARED
TEAM_DRAWS = RENEWALS + OPPORTUNITIES
"""A team's luck of a week: its weekly streams, whether its own dimensions flip, whether opportunities are renewed."""
TEAM_RECORD = _record(
    (
        # what the roster says
        "certainty", "dependence", "workload", "attrition", "kpi_attainment", "felt_safety", "survey_engagement",
        # the plan of the week
        "budget_left", "plan_explore", "plan_slack", "plan_help", "plan_routine", "funds", "planned_pace",
        "hurry", "climate", "available", "routine_value", "explore_value", "help_value", "pool_value",
        "target_pull", "theme_pull",
        # what the regime makes of the bonus
        "bonus", "felt", "own", "points",
        # the manager
        "minutes", "load", "manager_output", "coaching_hours", "coaching", "hours", "coached", "misjudges",
        "excuses", "contact_chance",
        # knowledge, work and goals
        "practice_knowledge", "shared_knowledge", "shared_before", "help_share", "met", "productivity", "output",
        "own_experiments", "achieved", "target", "start_output", "capacity", "gap_seen", "theme_seen",
        "theme_rate", "effort_first",
        # people
        "openness", "spirit", "mean_trust", "mean_leniency", "mean_engagement", "start_engagement",
        "forgiven", "punished", "excused", "sanctioned",
        # value: of efficiency (savings) and of novelty (new), its height and what still has to rise
        "height_savings", "rising_savings", "height_new", "rising_new", "savings", "value_new",
        "technology", "recognition", "satisfaction", "rivals", "start_satisfaction", "market_share",
    ),
    [
        *((name, np.int64) for name in (
            "place", "people", "first_block", "blocks", "first_project", "room", "projects", "regime", "adopted",
            "since_review", "blockers", "partners", "last_contact", "partner", "partner_quarter",
        )),
        *((name, np.uint64) for name in ("key", "seat", "own_seat")),
        ("reality", np.float64, (DIMENSIONS,)),
        ("practice", np.float64, (DIMENSIONS,)),
        ("practice_before", np.float64, (DIMENSIONS,)),
        ("lessons", np.float64, (DIMENSIONS,)),
        ("best_beliefs", np.float64, (DIMENSIONS,)),
        ("balance", np.float64, (DIMENSIONS,)),
        ("removal_chance", np.float64, (BLOCKERS + 1,)),
        ("dimension_seats", np.uint64, (DIMENSIONS,)),
        ("week_keys", np.uint64, (TEAM_DRAWS,)),
        ("week_luck", np.float64, (TEAM_DRAWS,)),
        ("practice_keys", np.uint64, (DIMENSIONS,)),
        *((name, np.uint64, (OPPORTUNITIES,)) for name in ("option_seats", "luck_seats")),
        *((name, np.float64, (OPPORTUNITIES,)) for name in ("quality", "strategic", "wins", "tries", "weights", "heap")),
        *((name, np.int64, (OPPORTUNITIES,)) for name in ("vintage", "attempts", "pending", "taken", "proven")),
    ],
)  # fmt: skip

WEEKLY = ("trial", "notice", "copy", "align", "exit", "notice_dimension", "align_dimension", "rating")
"""Streams that members use so often that their keys are kept: numbers are drawn for a block at a time."""
DRAWN = ("trial", "notice", "copy", "align", "exit", "rating")
"""Those whose numbers are drawn for everybody; the dimension that a belief is about is drawn where it matters."""
BLOCK_FLOATS = (
    "skill", "drive", "estimate", "knowledge", "trust", "safety", "leniency", "intrinsic", "engagement",
    "routine_time", "explore_time", "help_time", "slack_time", "effort", "strain", "care", "fitness", "output",
    "project_time", "forgiven", "punished", "excused", "sanctioned", "exit_chance", "right", "exposure", "better",
)  # fmt: skip
BLOCK_RECORD = _record(
    (),
    [
        ("people", np.int64),
        ("lanes", np.int64),
        *((name, np.float64, (LANES,)) for name in (*BLOCK_FLOATS, *(f"{name}_luck" for name in DRAWN))),
        *((f"{name}_keys", np.uint64, (LANES,)) for name in WEEKLY),
        *((name, np.uint64, (LANES,)) for name in ("seats", "chosen")),
        *((name, np.int64, (LANES,)) for name in ("generation", "last_trial")),
        ("beliefs", np.float64, (DIMENSIONS, LANES)),
    ],
)
"""``right`` is right minus wrong beliefs, from which ``knowledge`` follows; ``exposure`` is the chance of meeting
something and taking it over, ``chosen`` lists those who do."""

PROJECT_RECORD = _record(
    ("size", "strategic", "sound", "belief", "work_left", "planned_weeks", "stage"),
    [(name, np.int64) for name in ("option", "vintage", "key", "lead", "weeks", "tries", "hidden", "ready")],
)


class Everything(NamedTuple):
    """All that a world consists of, as arrays of records; ``budget`` is what cuts leave, by team and week."""

    w: Any
    c: Any
    levers: Any
    agenda: Any
    budget: Any
    teams: Any
    blocks: Any
    projects: Any
