"""Picture of one world replayed under both regimes: lanes by team with what happened, felt safety and value below."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from pandas import DataFrame

from simkit.result import Floats
from simkit.text import Lang, say
from simkit.views.figures import style
from simkit.views.figures.view import View
from simkit.views.readings import SIDES
from simkit.views.replay import EVENTS, FAILURES, HIDDEN, LEVELS, bare, busiest, replayed
from simkit.views.wording import percent, regime_name, whole

LANES = 12
"""How many teams have a lane at most: those in which most happens."""
LOOKS: dict[str, tuple[str, str, bool]] = {
    "reported": ("#0072B2", "stroke", False), "hidden": ("#C04A00", "stroke", False), "hits": ("#007A5A", "up", False),
    "flops": ("#B0568A", "down", False), "kills": ("#222222", "cross", False), "exits": ("#222222", "circle", True),
    "reviews": ("#BDBDBD", "stroke", False),
}  # fmt: skip
"""Colour, marker and hollowness of what is drawn in a lane."""
SUMS = {
    "exploratory": tuple(name for name in FAILURES if name.startswith("exploratory")),
    "execution": tuple(name for name in FAILURES if name.startswith("execution")),
    "hidden": HIDDEN, "misjudged": ("exploratory_wrong", "execution_wrong"), "failures": FAILURES, "launches": ("hits", "flops"),
    "reported": tuple(name for name in FAILURES if name not in HIDDEN),
}  # fmt: skip
"""Events that are counted together."""
COUNTED = ("exploratory", "execution", "hidden", "misjudged", "punished", "reviews", "kills", "hits", "flops", "breakthroughs",
           "exits", "removed")  # fmt: skip
TALLEST, STEP = 0.46, 0.18
"""How far a stroke goes from the middle of its lane at most, and for each failure."""
_MARKERS = {"up": "^", "down": "v", "cross": "x", "circle": "o"}


def counts(frame: DataFrame) -> dict[tuple[str, str], Floats]:
    """Return how often each thing happened, by side and kind, one number per team."""
    teams, summed = len(frame.attrs["teams"]), bare(frame).groupby(["side", "what", "number"])["amount"].sum()
    each = {(side, what): np.zeros(teams) for side in SIDES for what in EVENTS}
    for (side, what, number), amount in zip(summed.index, summed.to_numpy(), strict=True):
        if number:
            each[side, what][number - 1] = amount
    return {
        (side, name): sum((each[side, what] for what in SUMS.get(name, (name,))), np.zeros(teams))
        for side in SIDES
        for name in (*COUNTED, "failures", "launches")
    }


def spikes(part: DataFrame, name: str, shown: list[int]) -> DataFrame:
    """Return the strokes of one kind in the lanes of the teams shown: week, lane, and where they end above and below its middle."""
    here = part[part["what"].isin(SUMS.get(name, (name,))) & part["number"].isin(shown)]
    summed = here.groupby(["number", "week"], as_index=False)["amount"].sum()
    lane = summed["number"].map({number: place for place, number in enumerate(shown)}).to_numpy(float)
    size = np.minimum(STEP * summed["amount"].to_numpy(float), TALLEST)
    up, down = {"reported": (size, 0.0 * size), "hidden": (0.0 * size, size)}.get(
        name, (0.0 * size + TALLEST, 0.0 * size + TALLEST)
    )
    return DataFrame({"week": summed["week"].to_numpy(), "lane": lane, "up": up, "down": down})


def _sentence(frame: DataFrame, lang: Lang) -> str:
    plain, found, words = bare(frame), counts(frame), dict[str, str]()
    for side, name in zip(SIDES, frame.attrs["names"], strict=True):
        words[side] = regime_name(name, lang, inside=True)
        for key in ("failures", "hidden", "punished", "launches", "hits", "exits"):
            words[f"{key}_{side}"] = whole(found[side, key].sum())
        felt = plain[(plain["side"] == side) & (plain["what"] == "felt_safety")]
        words[f"safety_{side}"] = percent(float(felt.sort_values("week")["amount"].iloc[-1]) / 100)
    about = {key: frame.attrs[key] for key in ("world", "worlds")}
    which = say(f"chart.view.replay.{'typical' if frame.attrs['typical'] else 'chosen'}", lang, **about)
    text = say("chart.view.replay.sentence", lang, which=which, weeks=frame.attrs["weeks"], **words)
    teams = len(frame.attrs["teams"])
    return (
        say("chart.view.replay.busiest", lang, sentence=text, teams=teams, shown=LANES)
        if teams > LANES
        else text
    )


def _lanes(axis: Axes, part: DataFrame, shown: list[int], names: list[str]) -> None:
    """Draw the lanes of one regime."""
    for name in ("reviews", "reported", "hidden"):
        found = spikes(part, name, shown)
        axis.vlines(found["week"], found["lane"] - found["up"], found["lane"] + found["down"], color=LOOKS[name][0], linewidth=0.6 if name == "reviews" else 1.1,
                    linestyle=style.LINES[0] if name == "hidden" else "-", zorder=1 if name == "reviews" else 2)  # fmt: skip
    for name in ("kills", "flops", "hits", "exits"):
        here = part[(part["what"] == name) & part["number"].isin(shown)]
        colour, marker, hollow = LOOKS[name]
        axis.plot(here["week"], [shown.index(number) for number in here["number"]], linestyle="", marker=_MARKERS[marker], color=colour,
                  markersize=4, markerfacecolor="white" if hollow else colour, zorder=3)  # fmt: skip
    style.rows_named(axis, names)
    axis.tick_params(axis="y", labelsize=8)


def _draw(frame: DataFrame, lang: Lang) -> Figure:
    shown = busiest(frame, LANES)
    lanes = 0.9 + 0.3 * len(shown)
    figure, axes = style.sheet(2 * lanes + 3.6, 4, 1, sharex=True, height_ratios=(lanes, lanes, 1.3, 1.3))
    teams = [frame.attrs["teams"][number - 1] for number in shown]
    for i, (side, name) in enumerate(zip(SIDES, frame.attrs["names"], strict=True)):
        part = frame[frame["side"] == side]
        _lanes(axes[i], part, shown, teams)
        axes[i].set_title(say("chart.replay.lanes", lang, regime=regime_name(name, lang)))
        for axis, what in zip(axes[2:], LEVELS, strict=True):
            level = part[part["what"] == what].sort_values("week")
            axis.plot(level["week"], level["amount"], color=style.COLOURS[i], linestyle=style.LINES[i], label=regime_name(name, lang))  # fmt: skip
    words = (("safety", "report.axis.felt_safety"), ("value", "report.axis.points"))
    for axis, (title, label) in zip(axes[2:], words, strict=True):
        axis.set_title(say(f"chart.replay.{title}", lang))
        axis.set_ylabel(say(label, lang), fontsize=8)
    axes[3].set_xlabel(say("report.axis.week", lang))
    handles = [*_handles(lang), *axes[2].get_lines()]
    figure.legend(handles=handles, loc="outside lower center", ncols=2, fontsize=8.5)
    return style.finish(figure)


def _handles(lang: Lang) -> list[Line2D]:
    """Return the legend of what is drawn in a lane."""
    return [
        Line2D([], [], linestyle="", marker=_MARKERS.get(marker, "|"), color=colour, markersize=6, label=say(f"chart.mark.{name}", lang),
               markerfacecolor="white" if hollow else colour)
        for name, (colour, marker, hollow) in LOOKS.items()
    ]  # fmt: skip


REPLAY = View("replay", replayed, _sentence, _draw, "chart.view")
