"""The list of all published figures: nothing missing, every dock in it, every figure with source and words."""

from __future__ import annotations

import inspect

from simkit import evidence
from simkit.evidence.docking.figures import DOCKS, REDUCED
from simkit.evidence.sources import SOURCES
from simkit.text import entries


def test_every_dock_has_figures_a_source_and_notes_in_both_languages() -> None:
    assert set(DOCKS) == set(REDUCED) == set(evidence.DOCKS)
    assert set(DOCKS) <= set(entries("docks")) <= set(SOURCES)
    for notes in entries("docks").values():
        assert all(note["en"] and note["zh"] for note in notes.values())


def test_a_reduced_run_has_fewer_replications_than_the_full_one() -> None:
    for model, of in DOCKS.items():
        given = inspect.signature(of).parameters
        assert list(given) == ["replications", "seed"]
        assert REDUCED[model] < given["replications"].default
