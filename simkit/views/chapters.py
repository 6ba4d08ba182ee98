"""Chapters of “Why believe it” that run the organisation model anew: where the new regime loses, and what is assumed."""

from __future__ import annotations

from typing import Any

from pandas import DataFrame

from simkit.evidence.accepted import accepted
from simkit.evidence.gathering import FULL
from simkit.text import Lang, say
from simkit.views import calibration as calibrations
from simkit.views import ledger as ledgers
from simkit.views.figures.view import Picture
from simkit.views.quadrant import quadrant as map_mixes
from simkit.views.tables import head
from simkit.views.templating import Shown, template

FEW_PLACES: dict[str, Any] = {
    "certainties": (1, 5),
    "team_types": (1, 5),
    "replications": 4,
    "weeks": 52,
}
"""The quadrant of a reduced run; a full run takes the defaults of ``simkit.quadrant``."""
FEW_POINTS: dict[str, Any] = {"organisation": "G2", "weeks": 52, "trajectories": 2, "worlds": 4, "most": 2}
"""The ledger of a reduced run; a full run takes the defaults of ``simkit.assumptions``, with ``MOST`` flip points sought."""
MOST = 20
SHOWN = 12
"""Constants that the table shows."""


def is_full(found: DataFrame) -> bool:
    """Return whether a table of evidence is that of a full run."""
    return found["run"].iloc[0] == FULL


def quadrant(found: DataFrame, lang: Lang) -> Picture:
    """Return the map of which mix of tools wins where, in full or reduced as the table of evidence is."""
    settings: dict[str, Any] = {} if is_full(found) else FEW_PLACES
    return map_mixes(seed=int(found["seed"].iloc[0]), **settings).picture(lang)


def ledger(found: DataFrame, lang: Lang) -> Shown:
    """Return the assumptions that move the verdict most, with flip points, in full or reduced as the table is."""
    settings: dict[str, Any] = {"most": MOST} if is_full(found) else FEW_POINTS
    made = ledgers.assumptions(seed=int(found["seed"].iloc[0]), lang=lang, **settings)
    sentences = [*ledgers.sentences(made, lang), say("report.ledger.reading", lang)]
    heads = {key: head(key, lang) for key in ("assumption", "constant", "moves", "flip", "grade")}
    rows = ledgers.ledger_rows(made, lang, SHOWN)
    html = template("ledger.html").render(sentences=sentences, heads=heads, rows=rows)
    return Shown(" ".join(sentences), html)


def calibration(lang: Lang) -> Shown:
    """Return the published figures that constants are fitted to, what is met, and what the fit leaves of the constants."""
    found = accepted()
    told = calibrations.sentence(found, lang)
    tables = (calibrations.targets(found, lang), calibrations.constants(found, lang))
    return Shown(told, template("calibration.html").render(sentence=told, tables=tables))
