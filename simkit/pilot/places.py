"""Where teams stand in the quadrant (H1), and which mixes of tools win there.

>>> from simkit.presets import load_organisation
>>> axes_of(load_organisation("manufacturer"))
((3.0, 4.0, 5.0), (1.0, 2.0, 3.0))
"""

from __future__ import annotations

from math import floor
from typing import Any

import pandas as pd

from simkit.experiments.advice import advice_for
from simkit.experiments.quadrant import Quadrant
from simkit.scenario import Organisation, Team

MAP_WEEKS, MAP_WORLDS = 104, 32
"""Length and worlds of the map of tool mixes: two years, because the value of innovation lags."""
COLUMNS = ["team", "certainty", "team_type", "stream", "winner", "code", "margin", "low", "high", "verdict", "tied",
           "corner", "advised"]  # fmt: skip


def cell_of(team: Team) -> tuple[float, float]:
    """Return the whole-numbered place of the map that is nearest to a team (halves go up).

    >>> cell_of(Team(name="A", certainty=2.5, team_type=4.4))
    (3.0, 4.0)
    """
    return float(floor(team.certainty + 0.5)), float(floor(team.team_type + 0.5))


def axes_of(organisation: Organisation) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the values of both axes at which there are teams, in order."""
    cells = [cell_of(team) for team in organisation.teams]
    across, up = (tuple(sorted({cell[k] for cell in cells})) for k in range(2))
    return across, up


def corner_of(team: Team) -> str:
    """Return the corner whose advice a team is nearer to (``simkit.experiments.advice``), or nothing if to both alike."""
    found = advice_for(team.certainty, team.team_type)
    return found.id if found else ""


def places(organisation: Organisation, found: Quadrant | None) -> pd.DataFrame:
    """Return one row a team and stream: which mix wins at its place by the last week of the map, and whether the article's advice holds there.

    ``winner`` with its ``code``, ``margin`` over the next with ``low`` and ``high``, ``verdict`` (``sure`` or ``tie``) and ``tied``, the mixes that cannot be told from
    it; ``corner`` and ``advised`` (``holds``, ``fails``, ``undecided``; empty where the place is as near to both corners).
    """
    rows = _rows(organisation, found) if found is not None else []
    return pd.DataFrame(rows, columns=COLUMNS)


def _rows(organisation: Organisation, found: Quadrant) -> list[dict[str, Any]]:
    """Return the rows of ``places``."""
    won, advised = (_last(table, found) for table in (found.winners(), found.advice()))
    rows: list[dict[str, Any]] = []
    for team in organisation.teams:
        axes = {"certainty": team.certainty, "team_type": team.team_type}
        own = {"team": team.name, "corner": corner_of(team), **axes}
        rows += [
            {**row, **own, "advised": advised.get(key, {}).get("verdict", "")}
            for key, row in won.items()
            if key[:2] == cell_of(team)
        ]
    return rows


def _last(table: pd.DataFrame, found: Quadrant) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Return the rows of the last week by place and stream."""
    rows = [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]
    return {
        (row["certainty"], row["team_type"], row["stream"]): row
        for row in rows
        if row["horizon"] == found.horizons[-1]
    }
