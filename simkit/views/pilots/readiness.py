"""Pictures of readiness: what is known of each driver, and what a missing one would do."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from pandas import DataFrame

from simkit.levers import DRIVERS
from simkit.metrics import HEADLINES, metric
from simkit.pilot.missing import ALL, Missing, driver_name, inside
from simkit.pilot.readiness import HIGH, LOW, READY, Readiness
from simkit.text import Lang, say
from simkit.views.figures import style
from simkit.views.figures.view import View
from simkit.views.readings import rows
from simkit.views.wording import first_capital, listing, metric_name, stream_name

TEXTS = "driver.view"
MARKS = {
    "mean": ("o", 9, style.COLOURS[1]),
    "item": ("|", 15, style.COLOURS[1]),
    "roster": ("D", 6, style.COLOURS[0]),
}
"""Marker, size and colour of each kind of mark."""


def scores(found: Readiness) -> DataFrame:
    """Return one row a known score: ``driver``, ``verdict``, ``kind`` (``item``, ``mean`` or ``roster``), ``score``; a driver of which nothing is known has one without a score."""
    parts: list[dict[str, object]] = []
    for driver in found.drivers:
        known = [
            *(("item", value) for value in driver.answers.values()),
            ("mean", driver.score),
            ("roster", driver.roster_score),
        ]
        for kind, value in known:
            parts.append({"driver": driver.id, "verdict": driver.verdict, "kind": kind, "score": value})
    return DataFrame(parts).astype({"score": float})


def _scores_sentence(frame: DataFrame, lang: Lang) -> str:
    verdicts = frame.drop_duplicates("driver")
    parts = [
        say(
            "driver.shown.driver",
            lang,
            driver=driver_name(row.driver, lang),
            verdict=say(f"driver.verdict.{row.verdict}", lang),
        )
        for row in rows(verdicts)
    ]
    return say("driver.shown.readiness", lang, list=say("driver.word.semicolon", lang).join(parts))


def _scores(frame: DataFrame, lang: Lang) -> Figure:
    figure, (axis,) = style.sheet(3.4)
    axis.axvspan(READY, HIGH + 0.25, color=style.COLOURS[2], alpha=0.12, linewidth=0)
    for row in rows(frame.dropna(subset="score")):
        marker, size, colour = MARKS[row.kind]
        axis.plot(
            row.score, DRIVERS.index(row.driver) + (0.22 if row.kind == "roster" else 0), marker=marker, markersize=size,
            color=colour, markeredgewidth=2 if row.kind == "item" else 1, linestyle="", zorder=3,
        )  # fmt: skip
    style.rows_named(axis, [driver_name(id, lang) for id in DRIVERS])
    verdicts = dict(zip(frame["driver"], frame["verdict"], strict=True))
    for y, id in enumerate(DRIVERS):
        style.beside(axis, say(f"driver.verdict.{verdicts[id]}", lang), y)
    axis.set(xlim=(LOW - 0.25, HIGH + 0.25), xticks=range(LOW, HIGH + 1))
    axis.set_xlabel(say("driver.axis.score", lang))
    handles = [
        Line2D([], [], linestyle="", marker=marker, markersize=size, color=colour, label=say(f"driver.mark.{kind}", lang),
               markeredgewidth=2 if kind == "item" else 1)
        for kind, (marker, size, colour) in MARKS.items()
    ]  # fmt: skip
    figure.legend(handles=handles, loc="outside lower center", ncols=len(handles), handletextpad=0.2)
    return style.finish(figure)


def losses(found: Missing) -> DataFrame:
    """Return the differences that missing drivers make, see ``Missing.frame``."""
    return found.frame()


def _losses_sentence(frame: DataFrame, lang: Lang) -> str:
    parts = [_told(driver, frame[frame["driver"] == driver], lang) for driver in DRIVERS]
    listed = say("driver.word.semicolon", lang).join(parts)
    return first_capital(say("driver.shown.readiness", lang, list=listed))


def _told(driver: str, part: DataFrame, lang: Lang) -> str:
    """Return on which values the regime loses and gains without a driver."""
    names = {
        key: [metric_name(row.metric, lang, inside=True) for row in rows(part[part["verdict"] == verdict])]
        for key, verdict in (("lost", "behind"), ("won", "ahead"))
    }
    key = "both" if all(names.values()) else next((key for key, some in names.items() if some), "open")
    words = {key: listing(some, lang) for key, some in names.items()}
    return say(f"driver.shown.{key}", lang, driver=inside(driver_name(driver, lang)), **words)


def _losses(frame: DataFrame, lang: Lang) -> Figure:
    figure, axes = style.sheet(5.4, 2, 2, sharey=True)
    week = say("report.horizon.week", lang, week=int(frame["horizon"].iloc[0]))
    for place, (axis, id) in enumerate(zip(axes, HEADLINES, strict=True)):
        _panel(axis, frame[frame["metric"] == id])
        axis.set_title(stream_name(metric(id).stream, lang))
        if place >= 2:
            axis.set_xlabel(say("driver.axis.difference", lang, week=week), fontsize=9)
    for axis in reversed(axes):
        style.rows_named(axis, [*(_without(id, lang) for id in DRIVERS), driver_name(ALL, lang)])
    style.verdict_legend(figure, {key: say(f"driver.mark.{key}", lang) for key in style.VERDICTS})
    return style.finish(figure)


def _without(driver: str, lang: Lang) -> str:
    """Return the name of the row in which a driver is missing."""
    return say("driver.missing.without", lang, driver=inside(driver_name(driver, lang)))


def _panel(axis: Axes, part: DataFrame) -> None:
    """Draw the differences on one value, a row a driver."""
    style.zero_line(axis)
    for y, row in enumerate(rows(part)):
        style.whisker(axis, row.difference, y, row.low, row.high, row.verdict)


READINESS = View("readiness", scores, _scores_sentence, _scores, TEXTS)
MISSING = View("missing", losses, _losses_sentence, _losses, TEXTS)
