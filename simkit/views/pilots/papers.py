"""The papers of a pilot as files to be given away: its charter and its data sheet."""

from __future__ import annotations

import tempfile
from pathlib import Path

from simkit.pilot.design import Pilot
from simkit.pilot.file_reader import pilot_from
from simkit.pilot.files import fingerprint
from simkit.pilot.folder import DATA, PilotFolder
from simkit.pilot.template import sheet_bytes
from simkit.presets.reading import parsed
from simkit.text import Lang
from simkit.views.pilots.charter import CharterOdds, charter

KINDS = ("docx", "pdf", "html")
"""Forms of a charter."""
MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
File = tuple[str, str, bytes]
"""Name, media type and content of a file."""


def odds_for(pilot: Pilot, folder: PilotFolder) -> CharterOdds | None:
    """Return the odds that a folder keeps for this very design, ``None`` if there are none."""
    kept = folder.recorded("odds")
    if kept is None or kept["fingerprint"] != fingerprint(pilot):
        return None
    rows = {row["world"]: row for row in kept["odds"]}
    nothing, full = kept["odds"][0], rows.get("full", kept["odds"][-1])
    detectable = float("nan") if kept["detectable"] is None else float(kept["detectable"])
    return CharterOdds(
        false_go=nothing["go"],
        missed=1 - full["go"],
        detectable=detectable,
        truth=full["truth"],
        pilots=kept["pilots"],
    )


def registered(folder: PilotFolder, lang: Lang) -> Pilot | None:
    """Return the pilot as its charter fixed it, if a charter was written."""
    kept = folder.recorded("charter")
    return pilot_from(parsed(str(kept["pilot"])), lang, "", folder.path) if kept and "pilot" in kept else None


def charter_files(pilot: Pilot, folder: PilotFolder, kind: str, lang: Lang) -> File:
    """Return the charter in one form."""
    with tempfile.TemporaryDirectory() as place:
        (path,) = charter(pilot, lang, odds_for(pilot, folder)).save(Path(place), kinds=(kind,))
        return path.name, MEDIA[kind], path.read_bytes()


def data_sheet(pilot: Pilot, lang: Lang) -> File:
    """Return the empty data sheet."""
    return DATA, MEDIA["xlsx"], sheet_bytes(pilot, DATA, lang)
