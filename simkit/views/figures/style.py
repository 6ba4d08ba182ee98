"""How every picture looks: one palette, one paper size, the same bytes for the same numbers.

Regimes differ by colour *and* by line style and marker, and verdicts by colour and marker, so that a
picture can be read without seeing colours. Colours are those of Okabe and Ito (2008).
"""

from __future__ import annotations

import base64
import io
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from textwrap import fill
from typing import Any

import matplotlib as mpl
import numpy as np
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from rich.cells import cell_len

from simkit.text import Lang
from simkit.views import fonts

WIDTH = 5.2
"""Width of every picture in inches: whole on a phone, half a page on paper."""
LINE = 17
"""Letters of a row's name before it goes on in a second line (Chinese names are shorter)."""
LEGEND_CELLS = 9.5
"""Letters of names (a Chinese one counts twice) that two columns of a legend hold, per inch of the picture."""
COLOURS = ("#C04A00", "#0072B2", "#007A5A", "#B0568A", "#5B5B5B")
LINES = ("--", "-", "-.", ":", (0, (5, 1, 1, 1, 1, 1)))
MARKERS = ("s", "o", "^", "D", "v")
"""Colour, line and marker of the first, second … regime; the first is what the others are compared with."""
VERDICTS = ("ahead", "open", "behind")
VERDICT_COLOURS = {"ahead": "#0072B2", "open": "#6B6B6B", "behind": "#C04A00"}
VERDICT_MARKERS = {"ahead": "^", "open": "o", "behind": "v"}
GREY = "#5B5B5B"
UNKNOWN = "?"
"""What stands in a picture for a character that cannot be drawn."""
FARTHEST = 1600.0
"""Relative changes beyond this many percent stand at the edge of their picture."""
_RC: dict[Any, Any] = {
    "svg.hashsalt": "simkit",
    "svg.fonttype": "path",
    "path.simplify_threshold": 0.3,
    "axes.unicode_minus": True,
    "axes.titlesize": 10.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 10,
    "xtick.labelsize": 10,
    "ytick.labelsize": 10,
    "legend.fontsize": 10,
    "legend.frameon": False,
    "lines.linewidth": 1.8,
}


@contextmanager
def page(lang: Lang) -> Generator[None]:
    """Set theme and fonts for one picture, and leave the reader's own settings as they were."""
    with mpl.rc_context():
        sns.set_theme(style="whitegrid", context="paper", rc=_RC)
        fonts.use_font(lang)
        yield


def sheet(height: float, rows: int = 1, columns: int = 1, **more: Any) -> tuple[Figure, list[Axes]]:
    """Return an empty picture of ``height`` inches and its panels, row by row."""
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots(rows, columns, squeeze=False, **more)
    return figure, list(axes.flat)


def drawable(text: str) -> str:
    """Return a name that a person gave with ``UNKNOWN`` for each character that no font of the page has."""
    return text.translate(dict.fromkeys(map(ord, fonts.undrawable(text)), UNKNOWN))


def finish(figure: Figure) -> Figure:
    """Work out layout and ticks now, under the page's fonts, and keep them however the picture is shown later.

    Characters that no font of the page has (in names that people give) are shown as ``UNKNOWN``.
    """
    for text in figure.findobj(Text):
        text.set_text(drawable(text.get_text()))
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    return figure


def zero_line(axis: Axes, *, vertical: bool = True) -> None:
    """Draw the line of no difference."""
    (axis.axvline if vertical else axis.axhline)(0.0, color="black", linewidth=1.0, zorder=1)


def whisker(
    axis: Axes, x: float, y: float, low: float, high: float, verdict: str, *, vertical: bool = False
) -> None:
    """Draw one difference with its interval; colour and marker tell the verdict."""
    middle = y if vertical else x
    ends = [[max(0.0, middle - low)], [max(0.0, high - middle)]]
    colour = VERDICT_COLOURS[verdict]
    axis.errorbar(
        [x], [y], yerr=ends if vertical else None, xerr=None if vertical else ends, fmt=VERDICT_MARKERS[verdict], color=colour,
        markersize=7, markerfacecolor="white" if verdict == "open" else colour, capsize=3, zorder=3,
    )  # fmt: skip


def rows_named(axis: Axes, names: Sequence[str]) -> None:
    """Name the rows 0, 1 … from the top down; long names go over two lines."""
    axis.set_yticks(range(len(names)), [fill(drawable(name), LINE) for name in names])
    axis.set_ylim(max(len(names), 1) - 0.5, -0.5)
    axis.grid(visible=False, axis="y")


def beside(axis: Axes, words: str, y: float) -> None:
    """Write words beside row ``y``, in a column of their own at the right of the panel."""
    axis.annotate(
        words, (1.03, y), xycoords=("axes fraction", "data"), va="center", fontsize=8.5, linespacing=1.25
    )


def changes(axis: Axes, places: Sequence[int], rows: Sequence[Any]) -> None:
    """Draw relative changes (``relative``, with interval) in rows, on a scale that also holds very large ones.

    The scale is even up to 100 % and grows by powers of ten beyond. What lies outside it, such as a change
    from nothing, stands at its edge.
    """
    ends = [(row.relative, row.relative_low, row.relative_high) for row in rows]
    far = [
        bool(np.nanmin([side * value for end in ends for value in end] or [0.0]) < -100) for side in (1, -1)
    ]
    for y, row, end in zip(places, rows, ends, strict=True):
        middle, low, high = np.clip(end, -FARTHEST, FARTHEST)
        whisker(axis, middle, y, low, high, row.verdict)
    axis.set_xscale("symlog", linthresh=100)
    axis.set_xlim(
        *(side * (1.25 * FARTHEST if wide else 120) for side, wide in zip((-1, 1), far, strict=True))
    )
    ticks = [-1000] * far[0] + ([-100, 0, 100] if any(far) else [-100, -50, 0, 50, 100]) + [1000] * far[1]
    names = [f"{tick:+d}".replace("-", "\N{MINUS SIGN}") if tick else "0" for tick in ticks]
    axis.set_xticks(ticks, names, fontsize=8.5)
    axis.tick_params(axis="x", which="minor", bottom=False)


def verdict_legend(figure: Figure, labels: dict[str, str]) -> None:
    """Explain the three verdict markers under the picture."""
    handles = [
        Line2D([], [], linestyle="", marker=VERDICT_MARKERS[key], color=VERDICT_COLOURS[key], markersize=7,
               markerfacecolor="white" if key == "open" else VERDICT_COLOURS[key], label=labels[key])
        for key in VERDICTS
    ]  # fmt: skip
    figure.legend(handles=handles, loc="outside lower center", ncols=len(handles), handletextpad=0.2)


def regime_legend(figure: Figure, names: Sequence[str], *, marks: bool = True) -> None:
    """Explain colour, line and (if there are ``marks``) marker of each regime under the picture, long names below one another."""
    handles = [
        Line2D(
            [],
            [],
            linestyle=LINES[i],
            marker=MARKERS[i] if marks else "",
            color=COLOURS[i],
            markersize=6,
            label=name,
        )
        for i, name in enumerate(names)
    ]
    fits = sum(map(cell_len, names)) <= LEGEND_CELLS * figure.get_figwidth()
    figure.legend(handles=handles, loc="outside lower center", ncols=2 if fits else 1, handlelength=3)


def svg(figure: Figure) -> str:
    """Return a finished picture as SVG text without date: the same picture gives the same bytes."""
    buffer = io.StringIO()
    with _printed(figure, 72):
        FigureCanvasSVG(figure).print_svg(buffer, metadata={"Date": None, "Creator": None})
    return buffer.getvalue()


def png(figure: Figure) -> bytes:
    """Return a finished picture as PNG, at twice the usual resolution, for slides."""
    buffer = io.BytesIO()
    with _printed(figure, 200):
        FigureCanvasAgg(figure).print_png(buffer, metadata={"Software": None})
    return buffer.getvalue()


@contextmanager
def _printed(figure: Figure, dpi: float) -> Generator[None]:
    """Print a figure as it stands: ``savefig`` would draw it once more for a layout that `finish` has worked out."""
    before = figure.dpi, figure.canvas
    try:
        with mpl.rc_context(_RC):
            figure.set_dpi(dpi)
            yield
    finally:
        figure.set_dpi(before[0])
        figure.set_canvas(before[1])


def data_uri(figure: Figure) -> str:
    """Return a picture as an address that carries the picture itself."""
    return svg_uri(svg(figure))


def svg_uri(drawing: str) -> str:
    """Return a drawn picture (SVG text) as an address that carries it."""
    return "data:image/svg+xml;base64," + base64.b64encode(drawing.encode()).decode()
