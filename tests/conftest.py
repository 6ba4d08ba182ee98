"""Pictures left empty, for tests that look at something else."""

from __future__ import annotations

import pytest
from matplotlib.figure import Figure
from pandas import DataFrame

from simkit.text import Lang
from simkit.views.figures.view import Picture, View


def blank(view: View, frame: DataFrame, lang: Lang) -> Picture:
    """A picture with its table and its words, and nothing drawn on it."""
    told = view.told(frame, lang)
    return Picture(told.id, lang, frame, told.caption, told.texts, figure=Figure(figsize=(1, 1)))


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave all pictures empty: drawing them takes most of the time of a report whose words or tables are looked at."""
    monkeypatch.setattr(View, "picture", blank)
