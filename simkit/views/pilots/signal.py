"""Signal by week, for people: which measures can be told from noise by when."""

from __future__ import annotations

from math import floor

from matplotlib.figure import Figure
from pandas import DataFrame

from simkit.metrics import METRIC_IDS, STAGES
from simkit.pilot.signal import CLEAR, Signal
from simkit.text import Lang, say
from simkit.views.figures import style
from simkit.views.figures.view import View
from simkit.views.readings import rows
from simkit.views.wording import listing, metric_name, percent

SIGNS = {"clear": "▲", "unsure": "○", "hidden": "·"}
FILLS = {"clear": "#A5D3F0", "unsure": "#EFEFEF", "hidden": "white"}
NAMED = 3
"""How many measures the sentence names."""
LONG = 26
"""Letters of a measure's name in the picture."""


def signal(found: Signal) -> DataFrame:
    """Return the table, measures in the order input, process, output, impact, then the four streams and all others."""
    frame = found.frame()
    order = {stage: place for place, stage in enumerate(STAGES)}
    first = frame["stage"].map(order).fillna(len(STAGES))
    declared = frame["metric"].map({id: place for place, id in enumerate(METRIC_IDS)})
    return (
        frame.assign(first=first, declared=declared)
        .sort_values(["first", "declared", "week"])
        .drop(columns=["first", "declared"])
        .reset_index(drop=True)
    )


def _sentence(frame: DataFrame, lang: Lang) -> str:
    first, last = int(frame["week"].min()), int(frame["week"].max())
    by = {week: frame[frame["week"] == week] for week in (first, last)}
    clear = {week: int((part["power"] >= CLEAR).sum()) for week, part in by.items()}
    best = frame.groupby("metric", sort=False)["power"].max()
    hidden = [str(id) for id in best.index[best < CLEAR]]
    words = {"first": first, "last": last, "early": clear[first], "late": clear[last], "all": len(best)}
    if not hidden:
        return say("design.view.signal.sentence_all", lang, **words)
    weakest = [str(id) for id in best[best < CLEAR].sort_values(kind="stable").index[:NAMED]]
    names = listing([metric_name(id, lang, inside=True) for id in weakest], lang)
    return say("design.view.signal.sentence", lang, hidden=len(hidden), examples=names, **words)


def _signal(frame: DataFrame, lang: Lang) -> Figure:
    names, weeks = list(dict.fromkeys(frame["metric"])), sorted(set(frame["week"]))
    figure, (axis,) = style.sheet(0.9 + 0.24 * len(names))
    for row in rows(frame):
        x, y = weeks.index(row.week), names.index(row.metric)
        axis.barh(y, 0.94, left=x - 0.47, height=0.9, color=FILLS[row.verdict], edgecolor="none")
        axis.text(
            x,
            y,
            f"{SIGNS[row.verdict]} {percent(floor(100 * row.power) / 100)}",
            ha="center",
            va="center",
            fontsize=8,
        )
    axis.set_yticks(range(len(names)), [_short(metric_name(id, lang)) for id in names], fontsize=8)
    axis.set_xticks(
        range(len(weeks)), [say("design.view.signal.week", lang, week=week) for week in weeks], fontsize=9
    )
    axis.set(xlim=(-0.5, len(weeks) - 0.5), ylim=(len(names) - 0.5, -0.5))
    axis.xaxis.tick_top()
    axis.grid(visible=False)
    return style.finish(figure)


def _short(name: str) -> str:
    """Return a name that fits beside a row."""
    return name if len(name) <= LONG else f"{name[: LONG - 1]}…"


SIGNAL = View("signal", signal, _sentence, _signal, "design.view")


def signal_table(frame: DataFrame, lang: Lang) -> DataFrame:
    """Return the measures with the power by week, with headings as a person reads them."""
    weeks = sorted(set(frame["week"]))
    cells = {
        (row.metric, row.week): f"{SIGNS[row.verdict]} {percent(floor(100 * row.power) / 100)}"
        for row in rows(frame)
    }
    heads = [
        say("design.column.measure", lang),
        *(say("design.view.signal.week", lang, week=week) for week in weeks),
    ]
    names = list(dict.fromkeys(frame["metric"]))
    return DataFrame(
        [[metric_name(id, lang), *(cells[id, week] for week in weeks)] for id in names], columns=heads
    )
