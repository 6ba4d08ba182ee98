"""The four pictures of the page, each drawn from a week's state as PNG."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable, Generator
from contextlib import contextmanager
from threading import Lock

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from simkit.metrics import STREAMS
from simkit.text import Lang, say
from simkit.views.figures import style
from simkit.views.page.captions import STAGES
from simkit.views.page.state import State
from simkit.views.wording import stream_name, whole

WIDTH = 5.2
"""Width of every picture in inches: narrow, so that it can be read on a phone."""
DPI = 130
ROW = 0.25
"""Height of a team's row in inches."""
FEW = 7
"""A picture of fewer teams than this is as high as one of so many."""
COLUMNS = {
    "safety": (0, 100),
    "knowledge": (0, 100),
    "output": (60, 140),
    "exploring": (0, 60),
    "blockers": (0, 6),
}
"""Columns of the teams' picture with the values at which their colour is lightest and darkest."""
_LETTER = 0.068
_DRAWING = Lock()
"""Settings of matplotlib are shared by all threads, and every browser tab draws in its own."""


def picture(name: str, state: State, lang: Lang) -> bytes:
    """Return a picture (one of ``captions.PICTURES``) as PNG; at most one is drawn at a time."""
    draw: Callable[[State, Lang], Figure] = {
        "people": _people, "teams": _teams, "projects": _projects, "streams": _streams,
    }[name]  # fmt: skip
    with (
        _DRAWING,
        style.page(lang),
        mpl.rc_context({"font.size": 9, "axes.labelsize": 9, "xtick.labelsize": 9}),
    ):
        buffer = io.BytesIO()
        draw(state, lang).savefig(buffer, format="png", dpi=DPI, metadata={"Software": None})
    return buffer.getvalue()


def width_of(text: str) -> float:
    """Return about how wide a text is in inches at this size; Chinese characters count double.

    >>> width_of("甲乙") == width_of("abcd")
    True
    """
    return _LETTER * sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


@contextmanager
def _rows(state: State, top: float, bottom: float) -> Generator[tuple[Figure, Axes]]:
    """Yield a picture with a row for each team, the first on top, and ``top`` and ``bottom`` inches around."""
    names = [team.name for team in state.teams]
    height = top + bottom + ROW * max(len(names), FEW)
    figure = Figure(figsize=(WIDTH, height))
    FigureCanvasAgg(figure)
    left = min(1.9, 0.15 + max(map(width_of, names))) / WIDTH
    axis = figure.add_axes((left, bottom / height, 0.985 - left, 1.0 - (top + bottom) / height))
    yield figure, axis
    axis.set_yticks(range(len(names)), [_short(name) for name in names], fontsize=9)
    axis.set_ylim(len(names) - 0.5, -0.5)
    axis.tick_params(length=0)


def _short(name: str) -> str:
    """Return a team's name, cut where it would take more than its margin."""
    while width_of(name) > 1.75:
        name = name.rstrip("…")[:-1].rstrip() + "…"
    return name


def _people(state: State, lang: Lang) -> Figure:
    with _rows(state, 0.05, 0.45) as (figure, axis):
        colour = style.COLOURS[1]
        marks = [
            (safety, row + ((number + 0.5) / len(team.people) - 0.5) * 0.75, colour if innovates else "white")
            for row, team in enumerate(state.teams)
            for number, (safety, innovates) in enumerate(team.people)
        ]
        x, y, fill = zip(*marks, strict=True)
        axis.scatter(x, y, s=26, c=fill, edgecolors=colour, linewidths=0.9, alpha=0.8, zorder=3)
        means, rows = [team.safety for team in state.teams], range(len(state.teams))
        axis.vlines(
            means,
            [row - 0.42 for row in rows],
            [row + 0.42 for row in rows],
            color="black",
            linewidth=2,
            zorder=4,
        )
        axis.set_xlim(-2, 102)
        axis.set_xlabel(say("page.people.axis", lang))
        axis.grid(axis="y", visible=False)
    return figure


def _teams(state: State, lang: Lang) -> Figure:
    with _rows(state, 0.55, 0.05) as (figure, axis):
        values = [[float(getattr(team, name)) for name in COLUMNS] for team in state.teams]
        shades = [
            [(value - low) / (high - low) for value, (low, high) in zip(row, COLUMNS.values(), strict=True)]
            for row in values
        ]
        axis.imshow(shades, cmap="Blues", vmin=0.0, vmax=1.35, aspect="auto")
        for y, row in enumerate(values):
            for x, value in enumerate(row):
                dark = shades[y][x] > 0.8
                axis.text(x, y, whole(value), ha="center", va="center", color="white" if dark else "black")
        axis.set_xticks(range(len(COLUMNS)), [say(f"page.teams.{name}", lang) for name in COLUMNS])
        axis.xaxis.tick_top()
        axis.grid(visible=False)
    return figure


def _projects(state: State, lang: Lang) -> Figure:
    with _rows(state, 0.55, 0.05) as (figure, axis):
        _project_marks(axis, state)
        for row, team in enumerate(state.teams):
            launches, _, kills = team.counts
            axis.text(4.5, row, f"{launches} / {kills}", ha="center", va="center", backgroundcolor="white")
        labels = [*(say(f"page.stage.{name}", lang) for name in STAGES), say("page.projects.totals", lang)]
        axis.set_xticks([place + 0.5 for place in range(5)], labels)
        axis.set_xlim(0, 5)
        axis.xaxis.tick_top()
        axis.grid(axis="x", visible=False)
        for edge in range(1, 5):
            axis.axvline(edge, color=style.GREY, linewidth=1.4 if edge == 4 else 0.8)
    return figure


def _project_marks(axis: Axes, state: State) -> None:
    """Draw every project in its team's row, as far to the right as it has come."""
    for strategic, marker, colour in ((True, "D", style.COLOURS[0]), (False, "o", style.COLOURS[1])):
        marks = [
            (item.stage + 0.1 + 0.8 * item.done, row + (number - (len(team.projects) - 1) / 2) * 0.24, "white" if item.waiting else colour)
            for row, team in enumerate(state.teams)
            for number, item in enumerate(team.projects)
            if item.strategic is strategic
        ]  # fmt: skip
        if marks:
            x, y, fill = zip(*marks, strict=True)
            axis.scatter(
                x, y, s=42, marker=marker, c=fill, edgecolors=colour, linewidths=1.3, alpha=0.85, zorder=3
            )


def _streams(state: State, lang: Lang) -> Figure:
    figure = Figure(figsize=(WIDTH, 3.6))
    FigureCanvasAgg(figure)
    panels = figure.subplots(2, 2, sharex=True)
    figure.subplots_adjust(left=0.08, right=0.97, top=0.92, bottom=0.13, wspace=0.2, hspace=0.3)
    weeks = range(1, len(state.streams) + 1)
    for place, (axis, stream) in enumerate(zip(panels.flat, STREAMS, strict=True)):
        values = [week[place] for week in state.streams]
        axis.plot(weeks, values, color=style.COLOURS[1])
        axis.plot(weeks[-1:], values[-1:], marker="o", color=style.COLOURS[1])
        axis.set_title(stream_name(stream, lang), fontsize=9)
        axis.set_xlim(0, state.weeks + 2)
        axis.set_ylim(0, max(100.0, 1.1 * max(values, default=0.0)))
        axis.set_xticks(range(0, state.weeks + 1, 52))
    for axis in panels[-1]:
        axis.set_xlabel(say("page.streams.axis", lang))
    return figure
