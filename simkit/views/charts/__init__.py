"""Live charts: the pictures of the lab as plain data, drawn in the browser by `simkit/views/widgets/chart.js`.

A view is one function to tidy data, one sentence and two drawings of the same data: seaborn's for report and paper,
and this one. See `simkit.views.charts.grammar` for what a chart consists of.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pandas import DataFrame

from simkit.text import Lang, entries, say
from simkit.views.charts import answers, mechanism, replay, streams
from simkit.views.charts.grammar import Chart, Drawing
from simkit.views.figures import VIEWS

CHARTS: dict[str, Callable[[DataFrame, Lang], Drawing]] = {
    "streams": streams.streams,
    "horizons": streams.horizons,
    "funnel": mechanism.funnel,
    "failures": mechanism.failures,
    "beliefs": mechanism.beliefs,
    "effort": mechanism.effort,
    "costs": answers.costs,
    "quadrant": answers.quadrant,
    "weights": answers.weights,
    "replay": replay.replay,
}
"""What draws each view of the lab, in the order in which the lab shows them."""
SCRIPTS = ("scales", "marks", "panels", "tips", "replay", "chart")
"""The files of `simkit.views.widgets` that draw a chart, for ``module``; its one style sheet is ``chart``."""


def chart(view_id: str, comparison: Any, label: str, lang: Lang) -> Chart:
    """Return a view of a comparison as data to be drawn; ``label`` is the compared regime's.

    ``comparison`` is a `simkit.experiments.comparison.Comparison`. Raises ``KeyError`` for a view that the lab has not.
    """
    return chart_of(view_id, VIEWS[view_id].data(comparison, label), lang)


def chart_of(view_id: str, frame: DataFrame, lang: Lang) -> Chart:
    """Return a view's tidy table as data to be drawn, in another language without a new run, for example."""
    view = VIEWS[view_id]
    own = entries("charts")["view"].get(view_id, {})
    texts = {
        part: say(f"chart.view.{view_id}.{part}" if part in own else f"{view.texts}.{view_id}.{part}", lang)
        for part in ("title", "reading", "lesson")
    }
    words = {key: text[lang] for key, text in entries("charts")["word"].items()}
    return {
        "id": view_id,
        "lang": lang,
        "sentence": view.sentence(frame, lang),
        **texts,
        "words": words,
        **CHARTS[view_id](frame, lang),
    }  # pyright: ignore[reportReturnType]


__all__ = ["CHARTS", "SCRIPTS", "Chart", "chart", "chart_of"]
