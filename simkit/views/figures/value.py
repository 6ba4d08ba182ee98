"""Pictures of what the answer depends on: how the streams are weighted, and which of the seven dimensions do it."""

from __future__ import annotations

import math

import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from pandas import DataFrame

from simkit.levers import SWITCHES
from simkit.metrics import STREAMS
from simkit.text import Lang, say
from simkit.views.figures import style
from simkit.views.figures.streams import verdict_labels
from simkit.views.figures.view import View
from simkit.views.readings import rows, shared, weighted
from simkit.views.wording import number, percent, regime_name, running, stream_name, week_name


def _weights_sentence(frame: DataFrame, lang: Lang) -> str:
    named, sweep = frame[frame["kind"] == "weighting"], frame[frame["kind"] == "sweep"]
    count = {key: int((named["verdict"] == key).sum()) for key in style.VERDICTS}
    cross, first = float(sweep["crossing"].iloc[0]), sweep["difference"].iloc[0] > 0
    key = "until" if first else "after"
    if math.isnan(cross):
        key = "never" if sweep["difference"].any() else "equal"
    side = "ahead" if sweep["difference"].mean() > 0 else "behind"
    tail = say(
        f"report.view.weights.{key}", lang, weight=percent(cross), side=say(f"report.verdict.{side}", lang)
    )
    words = {
        "week": week_name(int(frame["horizon"].iloc[0]), lang),
        "b": regime_name(frame["regime"].iloc[0], lang, inside=True),
    }
    return say("report.view.weights.sentence", lang, of=len(named), **count, tail=tail, **words)


def _weights(frame: DataFrame, lang: Lang) -> Figure:
    named, sweep = frame[frame["kind"] == "weighting"], frame[frame["kind"] == "sweep"]
    figure, (top, bottom) = style.sheet(
        3.2 + 0.38 * len(named), 2, 1, height_ratios=(0.4 + 0.3 * len(named), 2.2)
    )
    style.zero_line(top)
    for y, row in enumerate(rows(named)):
        style.whisker(top, row.difference, y, row.low, row.high, row.verdict)
    style.rows_named(top, [say(f"experiment.weighting.{name}", lang) for name in named["name"]])
    top.set_xlabel(say("report.axis.difference_weighted", lang))
    _sweep(bottom, sweep, lang)
    style.verdict_legend(figure, verdict_labels(lang))
    return style.finish(figure)


def _sweep(axis: Axes, sweep: DataFrame, lang: Lang) -> None:
    """Draw the difference over the weight of finance, with the crossing."""
    style.zero_line(axis, vertical=False)
    axis.fill_between(sweep["weight"], sweep["low"], sweep["high"], color=style.GREY, alpha=0.3, linewidth=0)
    sns.lineplot(sweep, x="weight", y="difference", ax=axis, color="black", errorbar=None)
    cross = float(sweep["crossing"].iloc[0])
    if not math.isnan(cross):
        axis.plot([cross], [0.0], marker="X", color="black", markersize=9, zorder=4)
        axis.annotate(percent(cross), (cross, 0.0), (6, 8), textcoords="offset points", fontweight="bold")
    ticks = (0.0, 0.25, 0.5, 0.75, 1.0)
    axis.set_xticks(ticks, [percent(tick) for tick in ticks])
    axis.set_xlabel(say("report.axis.finance_weight", lang))
    axis.set_ylabel(say("report.axis.difference_short", lang))


def _contributions_sentence(frame: DataFrame, lang: Lang) -> str:
    fair = frame[frame["part"] == "shapley"]
    week = week_name(int(frame["horizon"].iloc[0]), lang)
    if not fair["mean"].any():
        return say("report.view.contributions.none", lang, week=week)
    parts = []
    for stream in STREAMS:
        part = fair[fair["stream"] == stream]
        top = part.iloc[int(part["mean"].abs().to_numpy().argmax())]
        low, high = number(top["low"], sign=True), number(top["high"], sign=True)
        parts.append(say("report.view.contributions.part", lang, stream=stream_name(stream, lang, inside=True), row=top["switch"],
                         label=running(say(f"term.switch.{top['switch']}.label", lang)),
                         value=number(top["mean"], sign=True), low=low, high=high))  # fmt: skip
    return say(
        "report.view.contributions.sentence",
        lang,
        week=week,
        list=say("report.phrase.semicolon", lang).join(parts),
    )


def row_name(row: str, lang: Lang) -> str:
    """Return id and name of a row of the comparison table, or the name of all seven together."""
    return (
        say("report.row.together", lang)
        if row == "together"
        else f"{row} {say(f'term.switch.{row}.label', lang)}"
    )


_KINDS = {
    "alone": ("o", "white", -0.17),
    "shapley": ("D", style.COLOURS[1], 0.17),
    "together": ("s", "black", 0.0),
}


def _contributions(frame: DataFrame, lang: Lang) -> Figure:
    figure, axes = style.sheet(7.4, 2, 2, sharey=True)
    names = (*SWITCHES, "together")
    for axis, stream in zip(axes, STREAMS, strict=True):
        style.zero_line(axis)
        for kind, (marker, fill, shift) in _KINDS.items():
            part = frame[(frame["stream"] == stream) & (frame["part"] == kind)]
            places = [names.index(row) + shift for row in part["switch"]]
            ends = [part["mean"] - part["low"], part["high"] - part["mean"]]
            axis.errorbar(part["mean"], places, xerr=ends, fmt=marker, markerfacecolor=fill, markersize=5,
                          color="black" if kind == "together" else style.COLOURS[1], capsize=2)  # fmt: skip
        axis.set_title(stream_name(stream, lang))
        style.rows_named(axis, [row_name(row, lang) for row in names])
    for axis in axes[-2:]:
        axis.set_xlabel(say("report.axis.contribution", lang))
    handles = [Line2D([], [], linestyle="", marker=marker, markerfacecolor=fill, color="black" if kind == "together" else style.COLOURS[1],
                      label=say(f"experiment.contribution.{kind}", lang)) for kind, (marker, fill, _) in _KINDS.items()]  # fmt: skip
    figure.legend(handles=handles, loc="outside lower center", ncols=1)
    return style.finish(figure)


WEIGHTS = View("weights", weighted, _weights_sentence, _weights)
CONTRIBUTIONS = View("contributions", shared, _contributions_sentence, _contributions)
