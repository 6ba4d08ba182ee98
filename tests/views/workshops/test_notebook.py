"""Notebook 05 shows what the functions return."""

from __future__ import annotations

import re
from typing import Any

import pytest

from simkit.text import LANGS, Lang
from simkit.views import notebooks
from simkit.views.workshops.readable import workshop_session

NAME = "05-workshop"


@pytest.mark.parametrize("lang", LANGS)
def test_it_runs_and_shows_what_the_calls_return(lang: Lang) -> None:
    done = notebooks.execute(notebooks.load(NAME, lang), {})
    shown = [cell.outputs for cell in done.cells if cell.cell_type == "code"]
    assert "application/vnd.jupyter.widget-view+json" in shown[0][-1]["data"]
    room = workshop_session("first-regime", lang, keep=False)
    room.next()
    room.predict("A", 1, "down", size=-1, confidence=80)
    room.predict("B", 1, "up", size=2, confidence=60)
    room.next()
    (reveal, board) = (output(done, call) for call in ("room.reveal", "room.scoreboard"))
    assert reveal == room.reveal().html
    assert words(board) == words(room.scoreboard().to_html())


def output(notebook: Any, call: str) -> str:
    """The HTML that the cell with this call put out."""
    (cell,) = [cell for cell in notebook.cells if cell.cell_type == "code" and call in cell.source]
    return str(cell.outputs[-1]["data"]["text/html"])


def words(html: str) -> list[str]:
    """What a table says, cell by cell."""
    return re.findall(r"<t[hd][^>]*>([^<]*)<", html)
