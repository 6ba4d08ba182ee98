"""Pictures of the price: what the regimes cost in hours, and where the new one loses."""

from __future__ import annotations

from matplotlib.figure import Figure
from pandas import DataFrame

from simkit.metrics import metric
from simkit.text import Lang, say
from simkit.views.figures import style
from simkit.views.figures.view import View
from simkit.views.readings import SIDES, hours, losses, rows
from simkit.views.wording import (
    interval,
    metric_name,
    number,
    percent,
    regime_name,
    unit_of_difference,
    week_name,
    whole,
)

SHOWN = 12
"""How many losses the picture shows at most; the table has them all."""


def _costs_sentence(frame: DataFrame, lang: Lang) -> str:
    first = frame.iloc[0]
    total = {side: frame[f"mean_{side}"].sum() for side in SIDES}
    return say("report.view.costs.sentence", lang, week=week_name(int(first.horizon), lang),
               b=regime_name(first.regime, lang, inside=True), a=regime_name(first.reference, lang, inside=True),
               hours=whole(total["b"]), before=whole(total["a"]),
               difference=whole(total["b"] - total["a"], sign=True))  # fmt: skip


def _costs(frame: DataFrame, lang: Lang) -> Figure:
    figure, (axis,) = style.sheet(3.2)
    for k, (side, who) in enumerate(SIDES.items()):
        places = [y + 0.2 * (2 * k - 1) for y in range(len(frame))]
        ends = [
            (frame[f"mean_{side}"] - frame[f"low_{side}"]).clip(lower=0),
            (frame[f"high_{side}"] - frame[f"mean_{side}"]).clip(lower=0),
        ]
        axis.barh(places, frame[f"mean_{side}"], height=0.36, color=style.COLOURS[k], alpha=0.75, hatch=("//", None)[k],
                  edgecolor="white", xerr=ends, capsize=3, label=regime_name(frame.iloc[0][who], lang))  # fmt: skip
        for y, value, high in zip(places, frame[f"mean_{side}"], frame[f"high_{side}"], strict=True):
            axis.annotate(
                number(value),
                (max(value, high), y),
                (5, 0),
                textcoords="offset points",
                va="center",
                fontsize=9,
            )
    style.rows_named(axis, [metric_name(id, lang) for id in frame["metric"]])
    axis.margins(x=0.12)
    axis.set_xlabel(say("report.axis.hours", lang))
    figure.legend(loc="outside lower center", ncols=2)
    return style.finish(figure)


def _losses_sentence(frame: DataFrame, lang: Lang) -> str:
    words = {"week": week_name(int(frame["horizon"].iloc[0]), lang), "b": regime_name(frame["regime"].iloc[0], lang, inside=True),
             "of": int(frame["compared"].iloc[0])}  # fmt: skip
    behind = frame[frame["verdict"] == "behind"]
    if len(behind) == 0:
        return say("report.view.losses.none", lang, **words)
    worst = behind.iloc[0]
    return say("report.view.losses.sentence", lang, count=len(behind), metric=metric_name(worst["metric"], lang, inside=True),
               difference=number(worst["difference"], sign=True), unit=unit_of_difference(worst["metric"], lang),
               share=percent(worst["ahead_a"]), low=percent(worst["behind_low"]), high=percent(worst["behind_high"]), **words)  # fmt: skip


def _losses(frame: DataFrame, lang: Lang) -> Figure:
    part = frame.head(SHOWN)
    figure, (axis,) = style.sheet(1.2 + 0.52 * len(part))
    style.zero_line(axis)
    style.changes(axis, range(len(part)), rows(part))
    for y, row in enumerate(rows(part)):
        levels = f"{number(row.mean_a)} → {number(row.mean_b)}"
        gap = f"{number(row.difference, sign=True)} {interval(row.low, row.high)}"
        style.beside(axis, f"{levels}\n{gap}\n{unit_of_difference(row.metric, lang)}", y)
    labels = [
        metric_name(row.metric, lang)
        + ("\N{NO-BREAK SPACE}↑" if metric(row.metric).direction > 0 else "\N{NO-BREAK SPACE}↓")
        for row in rows(part)
    ]
    style.rows_named(axis, labels)
    axis.set_xlabel(say("report.axis.relative", lang))
    return style.finish(figure)


COSTS = View("costs", hours, _costs_sentence, _costs)
LOSSES = View("losses", losses, _losses_sentence, _losses)
