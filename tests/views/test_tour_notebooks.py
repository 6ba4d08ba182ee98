"""The start notebook and the model tour: they hold the rules of notebooks, run in both languages, and show what functions return."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

import simkit
from simkit.text import LANGS, Lang
from simkit.views import fonts, notebooks, tour
from simkit.views.tour.week import PHASES

NAMES = ("00-start-here", "02-model-tour")


def test_the_tour_goes_through_the_week_in_its_order() -> None:
    code = "\n".join(
        cell.source for cell in notebooks.load("02-model-tour", "en").cells if cell.cell_type == "code"
    )
    shown = re.findall(r'rule_picture\("(\w+)"', code)
    assert list(dict.fromkeys(tour.SHOWN[id].phase for id in shown)) == list(PHASES)


@pytest.fixture(scope="module", params=LANGS)
def ran(request: pytest.FixtureRequest) -> tuple[Lang, dict[str, Any]]:
    """Both notebooks after a run."""
    lang: Lang = request.param
    return lang, {name: notebooks.execute(notebooks.load(name, lang), {}) for name in NAMES}


def _shown(notebook: Any, call: str) -> dict[str, Any]:
    """What the cell with this call put out, by kind."""
    (cell,) = [cell for cell in notebook.cells if cell.cell_type == "code" and call in cell.source]
    return cell.outputs[-1]["data"]


@pytest.mark.slow
def test_notebooks_run_and_show_what_the_functions_return(ran: tuple[Lang, dict[str, Any]]) -> None:
    lang, done = ran
    start, walk = (done[name] for name in NAMES)
    assert _shown(start, "concept_map(")["text/html"] == simkit.concept_map(lang)._repr_html_()
    assert _shown(walk, "tour.week(")["text/html"] == tour.week(lang)._repr_html_()
    caption = simkit.rule_plot("discounted", lang, weeks=51).caption
    assert caption in unescape(_shown(walk, "rule_plot(")["text/html"])
    for id in ("discounted", "harvested"):
        data = _shown(walk, f'rule_picture("{id}"')
        assert data["text/plain"] == repr(simkit.rule_picture(id, lang))
        assert "application/vnd.jupyter.widget-view+json" in data


@pytest.mark.slow
def test_nothing_is_written_to_the_margin_and_the_pages_are_whole(ran: tuple[Lang, dict[str, Any]]) -> None:
    lang, done = ran
    for notebook in done.values():
        kinds = [
            item.output_type for cell in notebook.cells if cell.cell_type == "code" for item in cell.outputs
        ]
        assert set(kinds) <= {"execute_result"}
        page = notebooks.page(notebook, lang)
        assert (
            fonts.missing_characters(
                unescape(re.sub(r"<style>.*?</style>|<[^>]+>", "", page, flags=re.DOTALL))
            )
            == set()
        )
