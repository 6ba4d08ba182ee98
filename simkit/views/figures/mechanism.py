"""Pictures of why: the data-engine funnel, failures, felt safety against the policy, effort in the review cycle."""

from __future__ import annotations

from typing import Any

import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pandas import DataFrame

from simkit.metrics import STAGES
from simkit.text import Lang, say
from simkit.views.figures import style
from simkit.views.figures.streams import verdict_labels
from simkit.views.figures.view import View
from simkit.views.readings import SIDES, failures, felt_safety, funnel, review_cycle, rows
from simkit.views.wording import metric_name, number, percent, regime_name, week_name, whole


def _funnel_sentence(frame: DataFrame, lang: Lang) -> str:
    parts = []
    for stage in STAGES:
        part = frame[frame["stage"] == stage]
        higher = int((part["low"] > 0).sum())
        lower = int((part["high"] < 0).sum())
        parts.append(
            say(
                "report.view.funnel.part",
                lang,
                stage=say(f"term.stage.{stage}.label", lang),
                of=len(part),
                higher=higher,
                lower=lower,
            )
        )
    first = frame.iloc[0]
    return say("report.view.funnel.sentence", lang, week=week_name(int(first.horizon), lang), b=regime_name(first.regime, lang, inside=True),
               list=say("report.phrase.semicolon", lang).join(parts))  # fmt: skip


def _funnel(frame: DataFrame, lang: Lang) -> Figure:
    figure, (axis,) = style.sheet(6.0)
    style.zero_line(axis)
    labels, drawn = list[str](), dict[int, Any]()
    stages = [say(f"term.stage.{stage}.label", lang) for stage in STAGES]
    for k, stage in enumerate(STAGES):
        part = frame[frame["stage"] == stage]
        if k % 2 == 0:
            axis.axhspan(
                len(labels) - 0.5, len(labels) + len(part) + 0.5, color="black", alpha=0.05, linewidth=0
            )
        labels.append(stages[k])
        for row in rows(part):
            drawn[len(labels)] = row
            labels.append(metric_name(row.metric, lang))
    _funnel_rows(axis, drawn)
    style.rows_named(axis, labels)
    for text in axis.get_yticklabels():
        text.set_fontweight("bold" if text.get_text() in stages else "normal")
    axis.set_xlabel(say("report.axis.relative", lang))
    style.verdict_legend(
        figure, {**verdict_labels(lang), "open": say("report.verdict.open_or_neutral", lang)}
    )
    return style.finish(figure)


def _funnel_rows(axis: Axes, drawn: dict[int, Any]) -> None:
    """Draw the measures at their places, with both averages at the right."""
    style.changes(axis, list(drawn), list(drawn.values()))
    for y, row in drawn.items():
        style.beside(axis, f"{number(row.mean_a)} → {number(row.mean_b)}", y)


def _failures_sentence(frame: DataFrame, lang: Lang) -> str:
    mean = {(row.metric, side): float(getattr(row, f"mean_{side}")) for row in rows(frame) for side in SIDES}
    words = {
        f"{key}_{side}": number(mean[f"failures_{key}", side])
        for side in SIDES
        for key in ("exploratory", "execution")
    }
    words |= {f"hidden_{side}": percent(mean["failures_hidden", side] / 100) for side in SIDES}
    first = frame.iloc[0]
    names = {side: regime_name(first[who], lang, inside=True) for side, who in SIDES.items()}
    return say(
        "report.view.failures.sentence", lang, week=week_name(int(first.horizon), lang), **names, **words
    )


def _failures(frame: DataFrame, lang: Lang) -> Figure:
    units = [unit for unit in ("per_100", "percent") if unit in set(frame["unit"])]
    sizes = [int((frame["unit"] == unit).sum()) for unit in units]
    figure, axes = style.sheet(1.8 + 0.52 * len(frame), len(units), 1, height_ratios=sizes)
    for axis, unit in zip(axes, units, strict=True):
        part = frame[frame["unit"] == unit]
        for k, side in enumerate(SIDES):
            ends = [part[f"mean_{side}"] - part[f"low_{side}"], part[f"high_{side}"] - part[f"mean_{side}"]]
            places = [y + 0.16 * (2 * k - 1) for y in range(len(part))]
            axis.errorbar(
                part[f"mean_{side}"],
                places,
                xerr=[end.clip(lower=0) for end in ends],
                fmt=style.MARKERS[k],
                color=style.COLOURS[k],
                capsize=3,
            )
        style.rows_named(axis, [metric_name(id, lang) for id in part["metric"]])
        axis.set_xlim(left=0)
        axis.set_xlabel(say(f"term.unit.{unit}.label", lang))
    style.regime_legend(figure, [regime_name(frame.iloc[0][who], lang) for who in SIDES.values()])
    return style.finish(figure)


def halfway(weeks: DataFrame) -> int:
    """Return the first week in which a series has covered half of its way from its start to its end."""
    start, end = weeks["mean"].iloc[0], weeks["mean"].iloc[-1]
    covered = (weeks["mean"] - start) * (1 if end >= start else -1) >= abs(end - start) / 2
    return int(weeks.loc[covered, "week"].iloc[0])


def _beliefs_sentence(frame: DataFrame, lang: Lang) -> str:
    part = frame[(frame["side"] == "b")].reset_index(drop=True)
    ends = [percent(part["mean"].iloc[place] / 100) for place in (0, -1)]
    key = "sentence" if ends[0] != ends[1] else "still"
    return say(f"report.view.beliefs.{key}", lang, b=regime_name(part["regime"].iloc[0], lang, inside=True),
               policy=percent(part["policy"].iloc[-1] / 100), start=ends[0], end=ends[1],
               half=halfway(part))  # fmt: skip


def _beliefs(frame: DataFrame, lang: Lang) -> Figure:
    figure, (axis,) = style.sheet(3.9)
    for k, side in enumerate(SIDES):
        part = frame[frame["side"] == side]
        axis.fill_between(
            part["week"], part["low"], part["high"], color=style.COLOURS[k], alpha=0.18, linewidth=0
        )
        sns.lineplot(
            part, x="week", y="mean", ax=axis, color=style.COLOURS[k], linestyle=style.LINES[k], errorbar=None
        )
        axis.plot(part["week"], part["policy"], color=style.COLOURS[k], linewidth=1, linestyle=":")
        axis.annotate(say(f"report.view.beliefs.policy_{side}", lang), (part["week"].iloc[-1], part["policy"].iloc[-1]),
                      (-2, 3), textcoords="offset points", ha="right", fontsize=9, color=style.COLOURS[k])  # fmt: skip
    axis.set_ylim(0, 100)
    axis.set_xlabel(say("report.axis.week", lang))
    axis.set_ylabel(say("report.axis.felt_safety", lang))
    style.regime_legend(
        figure,
        [regime_name(frame.loc[frame["side"] == side, "regime"].iloc[0], lang) for side in SIDES],
        marks=False,
    )
    return style.finish(figure)


def _rise(part: DataFrame) -> float:
    """Return effort in the last quarter of the review cycle less that in the rest, in percentage points."""
    last = part["phase"] > 0.75
    return (
        float(part.loc[last, "mean"].mean() - part.loc[~last, "mean"].mean())
        if last.any() and not last.all()
        else 0.0
    )


def _effort_sentence(frame: DataFrame, lang: Lang) -> str:
    missing = [
        name for side, name in zip(SIDES, frame.attrs["names"], strict=True) if side not in set(frame["side"])
    ]
    if missing:
        key, name = (
            "none" if len(missing) == len(SIDES) else "one",
            regime_name(missing[0], lang, inside=True),
        )
        return say(f"report.view.effort.{key}", lang, name=name)
    words = {}
    for side in SIDES:
        part = frame[frame["side"] == side]
        words |= {side: regime_name(part["regime"].iloc[0], lang, inside=True), f"rise_{side}": number(_rise(part), sign=True),
                  f"weeks_{side}": whole(part["interval"].iloc[0])}  # fmt: skip
    return say("report.view.effort.sentence", lang, **words)


def _effort(frame: DataFrame, lang: Lang) -> Figure:
    figure, (axis,) = style.sheet(3.7)
    for k, side in enumerate(SIDES):
        part = frame[frame["side"] == side]
        axis.fill_between(
            100 * part["phase"], part["low"], part["high"], color=style.COLOURS[k], alpha=0.18, linewidth=0
        )
        axis.plot(
            100 * part["phase"],
            part["mean"],
            color=style.COLOURS[k],
            linestyle=style.LINES[k],
            marker=style.MARKERS[k],
            markersize=4,
        )
    axis.set_xlabel(say("report.axis.cycle", lang))
    axis.set_ylabel(say("report.axis.effort", lang))
    style.regime_legend(figure, [regime_name(name, lang) for name in frame.attrs["names"]])
    return style.finish(figure)


FUNNEL = View("funnel", funnel, _funnel_sentence, _funnel)
FAILURES = View("failures", failures, _failures_sentence, _failures)
BELIEFS = View("beliefs", felt_safety, _beliefs_sentence, _beliefs)
EFFORT = View("effort", review_cycle, _effort_sentence, _effort)
