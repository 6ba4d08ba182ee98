"""Notebook 05 is the same in both languages, thin, and shows what the functions return."""

from __future__ import annotations

import re
from typing import Any

import pytest

from simkit.text import LANGS, Lang
from simkit.views import notebooks
from simkit.views.workshops.readable import workshop_session

NAME = "05-workshop"
HAN = re.compile(r"[\u3400-\u9fff]")
TYPED_IN = re.compile(r"(?<!0)\.\d|(?<!95)%")
"""A decimal or a percentage in prose is a result that somebody typed in; the Brier score of a tossed coin (0.25) is none."""


def code(notebook: Any) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def test_both_languages_run_the_same_code_and_have_the_same_chapters() -> None:
    english, chinese = (notebooks.load(NAME, lang).cells for lang in LANGS)
    for one, other in zip(english, chinese, strict=True):
        assert one.cell_type == other.cell_type
        if one.cell_type == "code":
            assert one.source.replace('lang = "en"', 'lang = "zh"') == other.source
        else:
            heads = [re.findall(r"^#+", cell.source, re.MULTILINE) for cell in (one, other)]
            assert heads[0] == heads[1]
            assert (bool(HAN.search(one.source)), bool(HAN.search(other.source))) == (False, True)


@pytest.mark.parametrize("lang", LANGS)
def test_a_cell_calls_two_functions_at_most_and_prose_holds_no_result(lang: Lang) -> None:
    notebook = notebooks.load(NAME, lang)
    assert [text for text in code(notebook) if len(re.findall(r"\w\(", text)) > 2] == []
    prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    assert [found[0] for text in prose for found in TYPED_IN.finditer(text)] == []


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
