"""What a pilot taught and the roll-out that follows, for people: sentences, tables, a picture of the forecast."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure
from pandas import DataFrame

from simkit.pilot.learning import Learnt
from simkit.pilot.rollout import Forecast
from simkit.text import Lang, say
from simkit.views.figures import style
from simkit.views.figures.view import View
from simkit.views.pilots.designing import amount_of
from simkit.views.readings import rows
from simkit.views.wording import listing, number, percent, unit_of_difference, whole

SHOWN = 8
"""Constants that a table shows."""


def learnt_sentence(found: Learnt, lang: Lang) -> str:
    """Return whether the model covers the pilot, and how much the constants moved."""
    if not found.covered:
        return say("rollout.learn.uncovered", lang, share=percent(found.surprise))
    first = next(iter(rows(found.moved())))
    power = say(f"rollout.learn.{'whole' if found.power == 1 else 'part'}", lang, share=percent(found.power))
    return say(
        "rollout.learn.covered", lang, share=percent(found.surprise), points=len(found.points), effective=whole(found.effective),
        constant=constant_name(first.constant, lang), shift=number(first.shift, sign=True), power=power,
    )  # fmt: skip


def constant_name(id: str, lang: Lang) -> str:
    """Return the name of a constant."""
    return say(f"constant.{id}.label", lang)


def learnt_table(found: Learnt, lang: Lang) -> DataFrame:
    """Return the constants that moved most, before and after."""
    cells = [
        [
            constant_name(row.constant, lang),
            *(
                f"{number(getattr(row, f'median_{when}'))} ({number(getattr(row, f'low_{when}'))}–{number(getattr(row, f'high_{when}'))})"
                for when in ("before", "after")
            ),
            number(row.shift, sign=True),
        ]
        for row in rows(found.moved())[:SHOWN]
    ]
    return DataFrame(
        cells,
        columns=[say(f"rollout.column.{key}", lang) for key in ("constant", "before", "after", "shift")],
    )


def forecast_data(found: Forecast) -> DataFrame:
    """Return the gain by wave and quarter, with what the picture and the sentence need besides in ``attrs``."""
    frame = found.frame()
    frame.attrs = {
        "metric": found.pilot.primary.metric, "worthwhile": found.pilot.rule.worthwhile, "sure": found.sure,
        "waves": [wave.teams for wave in found.waves], "starts": [wave.week for wave in found.waves],
        "left": [item.team for item in found.listed if not any(item.team in wave.teams for wave in found.waves)],
    }  # fmt: skip
    return frame


def _sentence(frame: DataFrame, lang: Lang) -> str:
    about = frame.attrs
    if not about["waves"]:
        return say(
            "rollout.view.forecast.nobody",
            lang,
            worthwhile=amount_of(about["worthwhile"], about["metric"], lang),
        )
    last = frame[frame["week"] == frame["week"].max()]
    parts = [
        say(
            "rollout.view.forecast.wave",
            lang,
            number=row.wave,
            low=number(row.low, sign=True),
            high=number(row.high, sign=True),
        )
        for row in rows(last)
    ]
    left = listing(about["left"], lang) if about["left"] else ""
    return say(
        "rollout.view.forecast.sentence", lang, week=int(frame["week"].max()), waves=listing(parts, lang), sure=percent(about["sure"]),
        worthwhile=amount_of(about["worthwhile"], about["metric"], lang), unit=unit_of_difference(about["metric"], lang),
    ) + (say("rollout.view.forecast.left", lang, teams=left) if left else "")  # fmt: skip


def _forecast(frame: DataFrame, lang: Lang) -> Figure:
    figure, (axis,) = style.sheet(3.4)
    for place, wave in enumerate(sorted(set(frame["wave"])) if len(frame) else []):
        part = frame[frame["wave"] == wave]
        colour = style.COLOURS[place % len(style.COLOURS)]
        axis.fill_between(part["week"], part["low"], part["high"], color=colour, alpha=0.18, linewidth=0)
        axis.plot(part["week"], part["median"], color=colour, linestyle=style.LINES[place % 5], marker=style.MARKERS[place % 5],
                  label=say("rollout.view.forecast.label", lang, number=wave, week=frame.attrs["starts"][wave - 1]))  # fmt: skip
    axis.axhline(frame.attrs["worthwhile"], color="black", linewidth=1, linestyle=":")
    axis.annotate(say("rollout.view.forecast.worthwhile", lang), (1, frame.attrs["worthwhile"]), xycoords=("axes fraction", "data"),
                  ha="right", va="bottom", fontsize=8.5)  # fmt: skip
    axis.set_xlabel(say("rollout.view.forecast.week", lang))
    axis.set_ylabel(say("rollout.view.forecast.gain", lang))
    figure.legend(loc="outside lower center", ncols=2)
    return style.finish(figure)


FORECAST = View("forecast", forecast_data, _sentence, _forecast, "rollout.view")


def waves_table(found: Forecast, lang: Lang) -> DataFrame:
    """Return the waves: their week, their teams, and what must be reached before the next one."""
    stops = {row.wave: row for row in rows(found.stopping_points())} if len(found.waves) > 1 else {}
    id = found.pilot.primary.metric
    cells = [
        [number_, wave.week, listing(wave.teams, lang), _stop(stops.get(number_), id, lang)]
        for number_, wave in enumerate(found.waves, 1)
    ]
    return DataFrame(
        cells, columns=[say(f"rollout.column.{key}", lang) for key in ("wave", "week", "teams", "stop")]
    )


def _stop(row: Any, id: str, lang: Lang) -> str:
    """Return the stopping point after a wave."""
    if row is None:
        return say("rollout.word.last", lang)
    needed, low, short = (getattr(row, key) for key in ("needed", "low", "short"))
    return say(
        "rollout.word.stop",
        lang,
        week=row.week,
        needed=amount_of(needed, id, lang),
        low=number(low),
        short=percent(short),
    )


def advice_sentence(found: Forecast, lang: Lang) -> str:
    """Return what would change the advice: harm on guardrails, and the constants on which it hangs."""
    harms = [
        say("rollout.advice.harm", lang, measure=say(f"metric.{id}.label", lang), share=percent(share))
        for id, share in found.harms.items()
    ]
    apart = rows(found.changes_advice())[:3]
    key = "constants" if apart else "steady"
    names = listing([constant_name(row.constant, lang) for row in apart], lang)
    return ("" if lang == "zh" else " ").join(
        [say(f"rollout.advice.{key}", lang, sure=percent(found.sure), names=names), *harms]
    )
