"""The laboratory: a few equal teams in one place of the quadrant, on which regimes are tried out."""

from __future__ import annotations

from simkit.scenario import Market, Organisation, Team


def lab(certainty: float = 2.0, team_type: float = 4.0, teams: int = 4, people: int = 8) -> Organisation:
    """Return a few equal product teams in a business of some certainty.

    ``certainty`` and ``team_type`` are those of ``Team``, 1 to 5 (uncertain … certain business, functional …
    agile team); the market that all teams share is as certain. Raises ``InputError`` for values out of range.

    >>> place = lab(certainty=5, team_type=1)
    >>> len(place.teams), place.market.certainty, place.teams[0].team_type
    (4, 5.0, 1.0)
    """
    crew = tuple(
        Team(name=f"Team {number}", people=people, certainty=certainty, team_type=team_type)
        for number in range(1, teams + 1)
    )
    return Organisation(name="Laboratory", teams=crew, market=Market(certainty=certainty))
