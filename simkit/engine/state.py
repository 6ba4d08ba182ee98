"""What both engines agree on: how big the model's lists are, and what a week's record looks like."""

from __future__ import annotations

from simkit.metrics import COLUMN_INDEX, COLUMNS

DIMENSIONS = 12
"""Dimensions of a team's reality, of its practice and of every member's beliefs."""
SHARED = 6
"""The first of them are common to the whole organisation, so that teams can learn from each other."""
OPPORTUNITIES = 10
"""Arms of a team's bandit (Posen & Levinthal 2012)."""
STAGES = 4
"""Explore, validate, pilot, scale."""
BLOCKERS = 6
"""A team never has more open blockers than this."""
PARTNERS = 5
"""A team never has more outside partners than this."""


NEVER = -1_000_000
"""A week so long ago that nothing remembers it."""
BURN_IN = 52
"""Weeks that a team lives under its former regime before anything is recorded."""
INNOVATOR = 0.4
"""Project work within a quarter (two working days, in person-weeks) that counts as taking part in innovation."""


class Ledger:
    """The record of one team's week, one number per column, emptied at the start of each week.

    >>> book = Ledger()
    >>> book.add("hits", 2.0); book.row()[COLUMN_INDEX["hits"]]
    2.0
    """

    __slots__ = ("_row",)

    def __init__(self) -> None:
        """Start with nothing recorded."""
        self._row = [0.0] * len(COLUMNS)

    def clear(self) -> None:
        """Start a new week."""
        self._row = [0.0] * len(COLUMNS)

    def add(self, column: str, amount: float = 1.0) -> None:
        """Add to a column."""
        self._row[COLUMN_INDEX[column]] += amount

    def row(self) -> list[float]:
        """Return the week's numbers in the order of ``COLUMNS``."""
        return self._row
