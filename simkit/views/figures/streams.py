"""Pictures of the four value streams: how far apart the regimes are, when, and at which horizon."""

from __future__ import annotations

import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pandas import DataFrame

from simkit.metrics import STREAMS
from simkit.text import Lang, say
from simkit.views.figures import style
from simkit.views.figures.view import View
from simkit.views.readings import SIDES, differences, rows, stream_weeks, window_differences
from simkit.views.wording import (
    interval,
    listing,
    number,
    percent,
    regime_name,
    stream_name,
    week_name,
    window_name,
)


def verdict_labels(lang: Lang) -> dict[str, str]:
    """Return the words for ahead, open and behind."""
    return {key: say(f"report.verdict.{key}", lang) for key in style.VERDICTS}


def by_verdict(frame: DataFrame, lang: Lang) -> str:
    """Return ``ahead on …, behind on …, undecided on …`` for the streams of a table."""
    parts = []
    for key in ("ahead", "behind", "open"):
        streams = [stream_name(row.stream, lang, inside=True) for row in rows(frame) if row.verdict == key]
        if streams:
            parts.append(say(f"report.phrase.{key}_on", lang, what=listing(streams, lang)))
    return say("report.phrase.comma", lang).join(parts)


def _headline_sentence(frame: DataFrame, lang: Lang) -> str:
    first = frame.iloc[0]
    return say("report.view.headline.sentence", lang, week=week_name(int(first.horizon), lang),
               b=regime_name(first.regime, lang, inside=True), verdicts=by_verdict(frame, lang))  # fmt: skip


def _headline(frame: DataFrame, lang: Lang) -> Figure:
    figure, (axis,) = style.sheet(3.2)
    style.zero_line(axis)
    for y, row in enumerate(rows(frame)):
        style.whisker(axis, row.difference, y, row.low, row.high, row.verdict)
        words = say("report.phrase.worlds", lang, ahead=percent(row.ahead_b))
        style.beside(axis, f"{number(row.difference, sign=True)} {interval(row.low, row.high)}\n{words}", y)
    style.rows_named(axis, [stream_name(stream, lang) for stream in frame["stream"]])
    axis.margins(x=0.1)
    axis.set_xlabel(say("report.axis.difference_points", lang))
    style.verdict_legend(figure, verdict_labels(lang))
    return style.finish(figure)


def _turning_week(frame: DataFrame, stream: str) -> int | None:
    """Return the week from which on the mean difference stays above zero, or None if it ends below."""
    part = frame[frame["stream"] == stream].sort_values("week")
    below = part.loc[part["difference"] <= 0, "week"]
    last, first = part["week"].max(), part["week"].min()
    if len(below) == 0:
        return int(first)
    return None if below.max() >= last else int(below.max()) + 1


def _streams_sentence(frame: DataFrame, lang: Lang) -> str:
    weeks = {stream: _turning_week(frame, stream) for stream in STREAMS}
    turned = [say("report.view.streams.from", lang, stream=stream_name(key, lang, inside=True), week=week)
              for key, week in weeks.items() if week is not None]  # fmt: skip
    never = [stream_name(key, lang, inside=True) for key, week in weeks.items() if week is None]
    parts = [say("report.view.streams.turned", lang, list=listing(turned, lang))] if turned else []
    parts += [say("report.view.streams.never", lang, list=listing(never, lang))] if never else []
    new = regime_name(frame.iloc[0]["regime"], lang, inside=True)
    return say(
        "report.view.streams.sentence", lang, b=new, parts=say("report.phrase.semicolon", lang).join(parts)
    )


def _levels(part: DataFrame, axis: Axes) -> None:
    """Draw both regimes' means with the band of worlds."""
    for side, colour, line in zip(SIDES, style.COLOURS, style.LINES, strict=False):
        low, high = part[f"low_{side}"], part[f"high_{side}"]
        axis.fill_between(part["week"], low, high, color=colour, alpha=0.15, linewidth=0)
        sns.lineplot(part, x="week", y=f"mean_{side}", ax=axis, color=colour, linestyle=line, errorbar=None)


def _streams(frame: DataFrame, lang: Lang) -> Figure:
    figure, axes = style.sheet(8.6, len(STREAMS), 2, sharex=True)
    for i, stream in enumerate(STREAMS):
        part = frame[frame["stream"] == stream]
        levels, gap = axes[2 * i], axes[2 * i + 1]
        _levels(part, levels)
        style.zero_line(gap, vertical=False)
        gap.fill_between(part["week"], part["low"], part["high"], color=style.GREY, alpha=0.3, linewidth=0)
        sns.lineplot(part, x="week", y="difference", ax=gap, color="black", errorbar=None)
        levels.set_title(stream_name(stream, lang))
        levels.set_ylabel(say("report.axis.points", lang))
        gap.set_title(say("report.axis.difference", lang), fontweight="normal")
        gap.set_ylabel("")
    for axis in axes[-2:]:
        axis.set_xlabel(say("report.axis.week", lang))
    style.regime_legend(
        figure, [regime_name(frame.iloc[0][who], lang) for who in SIDES.values()], marks=False
    )
    return style.finish(figure)


def windows_named(frame: DataFrame, lang: Lang) -> list[str]:
    """Return the names of the early and the late window of a table of windows."""
    spans = frame.drop_duplicates("window").set_index("window")
    return [window_name(int(spans["first"][key]), int(spans["last"][key]), lang) for key in ("early", "late")]


def _horizons_sentence(frame: DataFrame, lang: Lang) -> str:
    early, late = windows_named(frame, lang)
    words = {
        "early": early,
        "late": late,
        "b": regime_name(frame.iloc[0]["regime"], lang, inside=True),
    }
    if early == late:
        return say("report.view.horizons.one", lang, **words)
    by_stream = {name: part.set_index("stream") for name, part in frame.groupby("window")}
    now, then, turns = by_stream["early"]["verdict"], by_stream["late"]["verdict"], by_stream["late"]["turns"]
    moved = [say(f"report.view.horizons.{'turned' if turns[key] else 'moved'}", lang, stream=stream_name(key, lang, inside=True),
                 early=say(f"report.verdict.{now[key]}", lang), late=say(f"report.verdict.{then[key]}", lang))
             for key in STREAMS if now[key] != then[key]]  # fmt: skip
    if not moved:
        return say("report.view.horizons.same", lang, **words)
    return say("report.view.horizons.changed", lang, moved=listing(moved, lang), **words)


def _horizons(frame: DataFrame, lang: Lang) -> Figure:
    figure, axes = style.sheet(5.4, 2, 2, sharex=True)
    names = [name.replace(" (", "\n(").replace("（", "\n（") for name in windows_named(frame, lang)]
    for axis, stream in zip(axes, STREAMS, strict=True):
        part = frame[frame["stream"] == stream].reset_index(drop=True)
        style.zero_line(axis, vertical=False)
        axis.plot(part.index, part["difference"], color=style.GREY, linewidth=1)
        for x, row in enumerate(rows(part)):
            style.whisker(axis, x, row.difference, row.low, row.high, row.verdict, vertical=True)
        axis.set_title(stream_name(stream, lang))
        axis.set_xticks(range(len(part)), names, fontsize=8)
        axis.margins(x=0.5, y=0.15)
        axis.grid(visible=False, axis="x")
    for axis in axes[::2]:
        axis.set_ylabel(say("report.axis.difference_short", lang))
    for axis in axes[-2:]:
        axis.set_xlabel(say("report.axis.weeks_alone", lang))
    style.verdict_legend(figure, verdict_labels(lang))
    return style.finish(figure)


HEADLINE = View("headline", differences, _headline_sentence, _headline)
STREAM_WEEKS = View("streams", stream_weeks, _streams_sentence, _streams)
HORIZONS = View("horizons", window_differences, _horizons_sentence, _horizons)
