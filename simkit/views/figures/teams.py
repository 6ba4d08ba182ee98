"""Picture of the quadrant: which teams gain and which lose, by business certainty and team type."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patheffects import Normal, Stroke
from pandas import DataFrame

from simkit.metrics import STREAMS
from simkit.text import Lang, say
from simkit.views.figures import style
from simkit.views.figures.streams import verdict_labels
from simkit.views.figures.view import View
from simkit.views.readings import rows, team_differences
from simkit.views.wording import regime_name, stream_name, week_name

NAMED = 16
"""Up to this many teams are numbered in the picture, as in the table of teams."""
APART = 0.28
"""How far from their common place teams are set, in steps of the axes."""


def _sentence(frame: DataFrame, lang: Lang) -> str:
    first, living = frame.iloc[0], frame[frame["lives"]]
    words = {"week": week_name(int(first.horizon), lang), "b": regime_name(first.regime, lang, inside=True)}
    if living.empty:
        return say("report.view.quadrant.none", lang, **words)
    parts = []
    for stream in STREAMS:
        verdicts = living.loc[living["stream"] == stream, "verdict"]
        count = {key: int((verdicts == key).sum()) for key in style.VERDICTS}
        parts.append(
            say("report.view.quadrant.part", lang, stream=stream_name(stream, lang, inside=True), **count)
        )
    listed = say("report.phrase.semicolon", lang).join(parts)
    return say("report.view.quadrant.sentence", lang, teams=living["team"].nunique(), list=listed, **words)


def spread(frame: DataFrame) -> DataFrame:
    """Set teams that share a place of the quadrant around it, always in the same way."""
    place = frame.groupby(["certainty", "team_type"]).cumcount()
    shared = frame.groupby(["certainty", "team_type"])["team"].transform("size")
    angle, radius = 2 * np.pi * place / shared + np.pi / 5, APART * (shared > 1)
    return frame.assign(
        x=frame["certainty"] + radius * np.cos(angle), y=frame["team_type"] + radius * np.sin(angle)
    )


def _quadrant(frame: DataFrame, lang: Lang) -> Figure:
    figure, axes = style.sheet(7.0, 2, 2, sharex=True, sharey=True)
    for axis, stream in zip(axes, STREAMS, strict=True):
        part = spread(frame[frame["stream"] == stream].reset_index(drop=True))
        size = 24 + 56 * part["difference"].abs() / max(part["difference"].abs().max(), 1e-9)
        for key in style.VERDICTS:
            here = part["verdict"] == key
            fill = "white" if key == "open" else style.VERDICT_COLOURS[key]
            axis.scatter(part.loc[here, "x"], part.loc[here, "y"], s=size[here], marker=style.VERDICT_MARKERS[key],
                         facecolor=fill, edgecolor=style.VERDICT_COLOURS[key], linewidth=1.2, zorder=3)  # fmt: skip
        if len(part) <= NAMED:
            for row in rows(part):
                axis.annotate(str(row.number), (row.x, row.y), (5, 3), textcoords="offset points", fontsize=8, zorder=4,
                              path_effects=[Stroke(linewidth=2, foreground="white"), Normal()])  # fmt: skip
        axis.set_title(stream_name(stream, lang))
        axis.set(xlim=(0.4, 5.6), ylim=(0.4, 5.6), xticks=range(1, 6), yticks=range(1, 6))
        axis.axhline(3, color=style.GREY, linewidth=0.8)
        axis.axvline(3, color=style.GREY, linewidth=0.8)
    for axis in axes[-2:]:
        axis.set_xlabel(say("report.axis.certainty", lang))
    for axis in axes[::2]:
        axis.set_ylabel(say("report.axis.team_type", lang))
    style.verdict_legend(figure, verdict_labels(lang))
    return style.finish(figure)


QUADRANT = View("quadrant", team_differences, _sentence, _quadrant)
