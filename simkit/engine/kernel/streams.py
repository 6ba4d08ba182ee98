"""The named streams of luck that the fast engine draws from, each with its number in a world's list of keys."""

from __future__ import annotations

import numpy as np

from simkit.engine.draws import key_of
from simkit.engine.state import BLOCKERS

# fmt: off
_MEMBERS = (
    "trial", "option", "execution", "outcome", "seen", "judged", "tolerated", "lesson", "dimension",
    "notice", "notice_dimension", "copy", "copy_dimension", "align", "align_dimension", "rating", "exit",
    "belief", "skill", "drive",
)
_TEAMS_WEEKLY = ("blocker", "contact", "partner", "partner_end", "shift_week", "key_person_week")
_TEAMS = (
    "contact_dimension", "partner_team", "cut_week", "phase", "reality", "code", "flip", "shift", "practice",
    "lessons",
)
_OPTIONS = (
    "renewal", "quality", "size", "class", "sound", "lead", "audit", "evidence", "stage_execution", "stage_seen",
    "stage_judged", "stage_tolerated",
)
# fmt: on
_UNBLOCK = tuple(f"unblock{number}" for number in range(BLOCKERS))

TEAM_WEEKLY = (*_UNBLOCK, *_TEAMS_WEEKLY)
"""Streams that every team uses every week, the first ones: their numbers of the week are drawn all at once."""
STREAMS = (*TEAM_WEEKLY, *_MEMBERS, *_TEAMS, *_OPTIONS)
"""Names of the streams, in the order of their numbers."""
STREAM_KEYS = np.array([key_of(name) for name in STREAMS], np.uint64)
UNBLOCK = 0
"""Number of the first of the streams by which blockers are removed."""
(
    BLOCKER, CONTACT, PARTNER, PARTNER_END, SHIFT_WEEK, KEY_PERSON_WEEK,
    TRIAL, OPTION, EXECUTION, OUTCOME, SEEN, JUDGED, TOLERATED, LESSON, DIMENSION,
    NOTICE, NOTICE_DIMENSION, COPY, COPY_DIMENSION, ALIGN, ALIGN_DIMENSION, RATING, EXIT,
    BELIEF, SKILL, DRIVE,
    CONTACT_DIMENSION, PARTNER_TEAM, CUT_WEEK, PHASE, REALITY, CODE, FLIP, SHIFT, PRACTICE, LESSONS,
    RENEWAL, QUALITY, SIZE, CLASS, SOUND, LEAD, AUDIT, EVIDENCE, STAGE_EXECUTION, STAGE_SEEN,
    STAGE_JUDGED, STAGE_TOLERATED,
) = range(BLOCKERS, len(STREAMS))  # fmt: skip
