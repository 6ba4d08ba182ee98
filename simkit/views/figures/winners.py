"""Picture of the quadrant of mixes: which mix of tools wins where, and where the article's advice holds."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.patheffects import Normal, Stroke
from pandas import DataFrame

from simkit.experiments.advice import ADVICE, VERDICTS
from simkit.experiments.quadrant import Quadrant
from simkit.metrics import STREAMS
from simkit.text import Lang, entries, say
from simkit.views.figures import style
from simkit.views.figures.view import View
from simkit.views.readings import rows
from simkit.views.wording import first_capital, listing, number, regime_name, stream_name, week_name

YEAR = 52
FILLS = {"kpi": "#F2C879", "okr": "#A5D3F0", "project": "#8FCFB6", "other": "#E3BBD2"}
"""Light tints of colours by Okabe and Ito, one for each family; letters stand on all of them in black."""
MARKS: dict[str, str] = dict(zip(VERDICTS, "^vo", strict=True))
HATCH = "////"
TIE = "~"
REGIME = "innovation"
"""The regime of which the sentence says where it is beaten."""


def mix_name(name: str, lang: Lang) -> str:
    """Return the name of a mix in a language; others than the usual ones keep theirs.

    >>> mix_name("kpi+points", "en"), mix_name("ours", "en")
    ('KPI + points', 'ours')
    """
    if name in entries("quadrants")["mix"]:
        return say(f"quadrant.mix.{name}", lang)
    return regime_name(name, lang)


def shown_weeks(found: Quadrant) -> tuple[int, ...]:
    """Return the horizons that are drawn: the end of year 1 and the last."""
    last = found.horizons[-1]
    return tuple(week for week in found.horizons if week in (YEAR, last))


def winners(found: Quadrant) -> DataFrame:
    """Return winner and advice of each cell, metric and drawn horizon, and the mixes in ``attrs``.

    Added to ``Quadrant.winners()`` are the winner's ``family``, ``advice`` with its verdict ``advised``, and ``advised_tools``, the
    verdict among tools alone in the otherwise traditional regime; they are empty where there is none.
    ``attrs["mixes"]`` lists (code, name, family).
    """
    place = ["certainty", "team_type", "metric", "horizon"]
    tools = [mix for mix in found.mixes if mix.tools_only]
    alone = found.among(tools if len(tools) < len(found.mixes) else ())
    frame = found.winners()
    for part, name in ((found, "advised"), (alone, "advised_tools")):
        advice = part.advice().rename(columns={"verdict": name})[[*place, "advice", name]]
        frame = frame.merge(
            advice if name == "advised" else advice.drop(columns="advice"), how="left", on=place
        )
    families = {mix.name: mix.family for mix in found.mixes}
    frame = frame.fillna({"advice": "", "advised": "", "advised_tools": ""})
    frame = frame.assign(family=frame["winner"].map(families))
    frame = frame[frame["horizon"].isin(shown_weeks(found))].reset_index(drop=True)
    frame.attrs["mixes"] = [(mix.code, mix.name, mix.family) for mix in found.mixes]
    return frame


def _counted(part: DataFrame, lang: Lang) -> str:
    """Return in how many rows each stream occurs, in words."""
    counts = [(stream, int((part["stream"] == stream).sum())) for stream in STREAMS]
    words = [
        say("quadrant.sentence.count", lang, stream=stream_name(stream, lang, inside=True), count=count)
        for stream, count in counts
        if count
    ]
    return listing(words, lang)


def _verdicts(part: DataFrame, column: str, lang: Lang) -> str:
    """Return on which streams advice holds, fails and is undecided, and in how many places."""
    parts = [
        say(f"quadrant.sentence.{verdict}", lang, list=_counted(part[part[column] == verdict], lang))
        for verdict in VERDICTS
        if (part[column] == verdict).any()
    ]
    return say("report.phrase.semicolon", lang).join(parts)


def advice_sentence(frame: DataFrame, id: str, week: int, lang: Lang) -> str:
    """Return where the advice of one corner holds, fails or is undecided by a week; nothing if there is none."""
    part = frame[(frame["advice"] == id) & (frame["horizon"] == week)]
    if part.empty:
        return ""
    words = say(
        "quadrant.sentence.advice", lang, cells=len(part.drop_duplicates(["certainty", "team_type"])),
        corner=say(f"quadrant.corner.{id}", lang), advised=say(f"quadrant.advised.{id}", lang), week=week_name(week, lang),
        parts=_verdicts(part, "advised", lang),
    )  # fmt: skip
    if not part["advised_tools"].any():
        return words
    alone = say("quadrant.sentence.alone", lang, parts=_verdicts(part, "advised_tools", lang))
    return words + (" " if lang == "en" else "") + alone


def _best_sentence(frame: DataFrame, week: int, lang: Lang) -> str:
    """Return which mix is surely best in most places, stream by stream."""
    sure, words = frame[(frame["horizon"] == week) & (frame["verdict"] == "sure")], []
    for stream in STREAMS:
        won = list(sure.loc[sure["stream"] == stream, "winner"])
        most = max((name for _, name, _ in frame.attrs["mixes"]), key=won.count)
        names = {"stream": stream_name(stream, lang, inside=True), "mix": mix_name(most, lang)}
        key = "most" if won else "nowhere"
        words.append(say(f"quadrant.sentence.{key}", lang, count=won.count(most), **names))
    semicolon = say("report.phrase.semicolon", lang)
    return say("quadrant.sentence.winner", lang, week=week_name(week, lang), list=semicolon.join(words))


def _beaten_sentence(frame: DataFrame, lang: Lang) -> str:
    """Return where the innovation-driven regime is surely beaten; nothing if it was not tried or is beaten nowhere."""
    if REGIME not in [name for _, name, _ in frame.attrs["mixes"]]:
        return ""
    beaten = frame[[REGIME not in tied for tied in frame["tied"]]]
    words = [
        say("quadrant.sentence.beaten_by", lang, week=week_name(week, lang), list=_counted(part, lang))
        for week in sorted({int(item.horizon) for item in rows(beaten)})
        for part in [beaten[beaten["horizon"] == week]]
    ]
    cells = len(frame.drop_duplicates(["certainty", "team_type"]))
    semicolon = say("report.phrase.semicolon", lang)
    return say("quadrant.sentence.beaten", lang, cells=cells, list=semicolon.join(words)) if words else ""


def sentences(frame: DataFrame, lang: Lang) -> list[str]:
    """Return what the maps show: the advice by the last horizon, the usual winners, where the new regime is beaten."""
    week = int(frame["horizon"].max())
    parts = [advice_sentence(frame, item.id, week, lang) for item in ADVICE]
    parts += [_best_sentence(frame, week, lang), _beaten_sentence(frame, lang)]
    return [part for part in parts if part]


def sentence(frame: DataFrame, lang: Lang) -> str:
    """Return what the maps show as one paragraph."""
    return (" " if lang == "en" else "").join(sentences(frame, lang))


def _cell(axis: Axes, x: float, y: float, row: Any) -> None:
    """Draw one cell: tint of the winner's family (hatched if unsure), its letter, its lead, the mark of the advice."""
    sure, colour = row.verdict == "sure", FILLS[row.family]
    axis.add_patch(Rectangle(
        (x - 0.5, y - 0.5), 1, 1, facecolor=colour if sure else "white", edgecolor="white" if sure else colour,
        hatch=None if sure else HATCH, linewidth=0.8,
    ))  # fmt: skip
    halo = [] if sure else [Stroke(linewidth=2.5, foreground="white"), Normal()]
    letter = row.code if sure else TIE + row.code
    lead = number(row.margin, sign=True)
    weight = "bold" if sure else "normal"
    axis.text(
        x - 0.12,
        y + 0.16,
        letter,
        ha="center",
        va="center",
        fontsize=10,
        fontweight=weight,
        path_effects=halo,
    )
    axis.text(x, y - 0.26, lead, ha="center", va="center", fontsize=7.5, path_effects=halo)
    if row.advised:
        _mark(axis, x + 0.31, y + 0.28, row.advised)


def _mark(axis: Axes, x: float, y: float, verdict: str) -> None:
    """Draw the mark of the advice: full if it is decided."""
    fill = "white" if verdict == "undecided" else "black"
    axis.scatter(
        [x], [y], s=13, marker=MARKS[verdict], facecolor=fill, edgecolor="black", linewidth=0.8, zorder=3
    )


def _map(axis: Axes, part: DataFrame) -> None:
    """Draw one map: certainty to the right, team type upwards."""
    across, up = (sorted(part[name].unique()) for name in ("certainty", "team_type"))
    for row in rows(part):
        _cell(axis, across.index(row.certainty), up.index(row.team_type), row)
    axis.set(xlim=(-0.5, len(across) - 0.5), ylim=(-0.5, len(up) - 0.5))
    axis.set_xticks(range(len(across)), [f"{value:g}" for value in across], fontsize=8.5)
    axis.set_yticks(range(len(up)), [f"{value:g}" for value in up], fontsize=8.5)
    axis.grid(visible=False)


def _legend(figure: Figure, mixes: Iterable[tuple[str, str, str]], lang: Lang) -> None:
    """Explain letters, tints, hatching and marks under the picture."""
    handles: list[Any] = [
        Patch(facecolor=FILLS[family], label=f"{code}  {mix_name(name, lang)}")
        for code, name, family in mixes
    ]
    handles.append(
        Patch(facecolor="white", edgecolor=style.GREY, hatch=HATCH, label=f"{TIE}  {say('quadrant.mark.tie', lang)}")
    )  # fmt: skip
    handles += [
        Line2D([], [], linestyle="", marker=marker, color="black", markersize=5, label=say(f"quadrant.mark.{verdict}", lang),
               markerfacecolor="white" if verdict == "undecided" else "black")
        for verdict, marker in MARKS.items()
    ]  # fmt: skip
    figure.legend(handles=handles, loc="outside lower left", ncols=1, fontsize=9)


def _draw(frame: DataFrame, lang: Lang) -> Figure:
    """Draw a map for each stream (a row) and horizon (a column)."""
    weeks, mixes = sorted(frame["horizon"].unique()), frame.attrs["mixes"]
    height = 2.45 * len(STREAMS) + 0.2 * (len(mixes) + len(MARKS) + 1) + 0.4
    figure, axes = style.sheet(height, len(STREAMS), len(weeks), sharex=True, sharey=True)
    for place, (stream, week) in enumerate(product(STREAMS, weeks)):
        axis = axes[place]
        _map(axis, frame[(frame["stream"] == stream) & (frame["horizon"] == week)])
        title = f"{stream_name(stream, lang)}\n" if place % len(weeks) == 0 else "\n"
        axis.set_title(title + first_capital(week_name(int(week), lang)), fontsize=9.5, linespacing=1.35)
    for axis in axes:
        axis.tick_params(labelbottom=True)
        axis.set_xlabel(say("quadrant.axis.certainty", lang), fontsize=9)
    for axis in axes[:: len(weeks)]:
        axis.set_ylabel(say("quadrant.axis.team_type", lang), fontsize=9)
    _legend(figure, mixes, lang)
    return style.finish(figure)


WINNERS = View("winners", winners, sentence, _draw)
