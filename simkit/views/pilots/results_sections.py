"""The sections of the page on which a pilot is read, each a piece of HTML."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simkit.pilot import saying
from simkit.pilot.learning import Learnt
from simkit.pilot.readout import Readout
from simkit.pilot.rollout import Forecast
from simkit.text import Lang, say
from simkit.views.pilots.learning import (
    FORECAST,
    advice_sentence,
    forecast_data,
    learnt_sentence,
    learnt_table,
    waves_table,
)
from simkit.views.pilots.parts import Found, drawn, render
from simkit.views.pilots.readout import COURSE, EFFECTS, course, effects
from simkit.views.pilots.readout_page import SIGNS

Drawn = Callable[[object, Callable[[], Any]], Any]


def _page(key: str, lang: Lang, **values: object) -> str:
    """Return a text of the page."""
    return say(f"pilot.page.{key}", lang, **values)


def empty(lang: Lang) -> str:
    """Return what is said where there is no pilot."""
    return render("empty", lang)


def data(lang: Lang, *, here: bool) -> str:
    """Return where the data sheet is chosen."""
    return render("data", lang, here=here)


def results(found: Readout, projected: Any, lang: Lang, draw: Drawn) -> str:
    """Return the decision, what it rests on, pictures, tables and deviations."""
    decision = found.decision.decision
    told = (saying.rails(found, lang), saying.seconds(found, lang), saying.deviations(found, lang))
    verdict = f"{SIGNS[decision]} {say(f'pilot.decision.{decision}', lang)}"
    sentences = [found.sentence(lang), *(text for part in told for text in part)]
    pictures = draw(found, lambda: _pictures(found, projected, lang))
    limits = "\n".join(saying.limits(found, lang))
    buttons = [
        ("report", kind, _page("report_write", lang, kind=kind.upper()), kind == "html")
        for kind in ("html", "pdf")
    ]
    tables = [(_page("table", lang), found.table(lang))]
    return Found(sentences, pictures, tables, limits, verdict, buttons).section("results", lang)


def _pictures(found: Readout, projected: Any, lang: Lang) -> list[dict[str, Any]]:
    """Return the pictures of the results."""
    return [
        drawn(lambda: EFFECTS.picture(effects(found), lang)),
        drawn(lambda: COURSE.picture(course(found, projected), lang)),
    ]


def learning(learnt: Learnt | None, forecast: Forecast | None, lang: Lang, draw: Drawn) -> str:
    """Return what was learnt and the forecast of a roll-out."""
    buttons = [("learn", "", _page("learn", lang), learnt is None)]
    if learnt is None or forecast is None:
        return Found(buttons=buttons).section("learn", lang)
    frame = forecast_data(forecast)
    pictures = [draw(forecast, lambda: drawn(lambda: FORECAST.picture(frame, lang)))] if len(frame) else []
    sentences = [
        learnt_sentence(learnt, lang),
        *([] if len(frame) else [FORECAST.sentence(frame, lang)]),
        advice_sentence(forecast, lang),
    ]
    tables = [
        (_page("waves", lang), waves_table(forecast, lang)),
        (_page("constants", lang), learnt_table(learnt, lang)),
    ]
    return Found(sentences, pictures, tables, buttons=buttons).section("learn", lang)
