"""Pictures of a pilot's results: effects beside their thresholds, and what was measured over what was projected."""

from __future__ import annotations

from textwrap import fill
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from pandas import DataFrame

from simkit.distribution import Floats
from simkit.metrics import metric
from simkit.pilot.readout import Readout
from simkit.pilot.saying import amount
from simkit.pilot.sheet import limits, period_name
from simkit.text import Lang, say
from simkit.views.figures import style
from simkit.views.figures.view import View
from simkit.views.readings import BAND, rows
from simkit.views.wording import first_capital, listing, metric_name, unit_name, unit_of_difference

TEXTS = "readout.view"
COMPARISON = "comparison"
THRESHOLDS = {"primary": ("#007A5A", (0, (6, 2))), "guardrail": ("#C04A00", (0, (2, 1.5)))}
"""Colour and dash of the line from which a gain is worthwhile, and of that beyond which harm breaks a guardrail."""
MOVED = ("more", "less")
"""Verdicts on measures of which neither side is better."""
LINE = 30
"""Letters of a panel's title before it goes on in a second line."""


def effects(found: Readout) -> DataFrame:
    """Return one row a measure, see ``Readout.frame``, with ``edge``: the threshold in the measure's own direction."""
    frame = found.frame()
    side = np.where(frame["role"] == "guardrail", -frame["sign"], frame["sign"])
    frame["edge"] = frame["threshold"] * side
    frame.attrs = {"cycle": found.last.cycle, "primary": found.pilot.primary.metric}
    return frame


def _effects_sentence(frame: DataFrame, lang: Lang) -> str:
    named = {
        key: [metric_name(row.metric, lang, inside=True) for row in rows(frame[frame["verdict"] == key])]
        for key in (*style.VERDICTS, *MOVED)
    }
    parts = [
        say(f"readout.view.effects.{key}", lang, names=listing(names, lang)) for key, names in named.items() if names
    ]  # fmt: skip
    told = (", " if lang == "en" else "，").join(parts)
    return say("readout.view.effects.sentence", lang, cycle=frame.attrs["cycle"], parts=told)


def _effects(frame: DataFrame, lang: Lang) -> Figure:
    figure, axes = style.sheet(0.7 + 1.12 * len(frame), len(frame))
    for axis, row in zip(axes, rows(frame), strict=True):
        _panel(axis, row, lang)
    marks, edges = _marks(frame, lang), _edges(frame, lang)
    columns = 2 if len(marks) > len(style.VERDICTS) else 3
    figure.legend(
        handles=[*marks, *edges], loc="outside lower center", ncols=columns, handletextpad=0.4, fontsize=9
    )
    return style.finish(figure)


def _marks(frame: DataFrame, lang: Lang) -> list[Line2D]:
    """Return the legend of the marks of verdicts."""
    looks = {key: (style.VERDICT_MARKERS[key], style.VERDICT_COLOURS[key]) for key in style.VERDICTS}
    if set(frame["verdict"]) & set(MOVED):
        looks["moved"] = ("D", style.GREY)
    return [
        Line2D([], [], linestyle="", marker=marker, color=colour, label=say(f"readout.result.{key}", lang),
               markerfacecolor="white" if key == "open" else colour)
        for key, (marker, colour) in looks.items()
    ]  # fmt: skip


def _edges(frame: DataFrame, lang: Lang) -> list[Line2D]:
    """Return the legend of the lines of thresholds."""
    return [
        Line2D([], [], color=colour, linestyle=dash, label=say(f"readout.view.effects.{role}", lang))
        for role, (colour, dash) in THRESHOLDS.items()
        if role in set(frame["role"])
    ]


def _panel(axis: Axes, row: Any, lang: Lang) -> None:
    """Draw one effect in its own unit, with its threshold and the side on which better lies."""
    id, role, effect, low, high, edge = row.metric, row.role, row.effect, row.lower, row.upper, row.edge
    ends = [abs(value) for value in (effect, low, high, edge) if np.isfinite(value)]
    far = 1.25 * max(ends, default=1.0) or 1.0
    style.zero_line(axis)
    if np.isfinite(effect):
        _mark(axis, effect, max(low, -far), min(high, far), row.verdict)
    else:
        axis.text(
            0.02 * far, 0, say("readout.result.unknown", lang), va="center", fontsize=9, color=style.GREY
        )
    if role in THRESHOLDS and np.isfinite(edge):
        colour, dash = THRESHOLDS[role]
        axis.axvline(edge, color=colour, linestyle=dash, linewidth=1.6)
    head = say("readout.view.effects.panel", lang, measure=metric_name(id, lang), role=say(f"readout.role.{role}", lang), unit=unit_of_difference(id, lang))  # fmt: skip
    axis.set_title(fill(head, 62 if lang == "en" else 40), fontsize=9.5)
    axis.set(xlim=(-far, far), ylim=(-1, 1), yticks=[])
    axis.tick_params(labelsize=9)
    _sides(axis, row.sign, lang)


def _mark(axis: Axes, effect: float, low: float, high: float, verdict: str) -> None:
    """Draw an effect with its interval."""
    if verdict in MOVED:
        ends = [[effect - low], [high - effect]]
        axis.errorbar([effect], [0], xerr=ends, fmt="D", color=style.GREY, markersize=6, capsize=3)
    else:
        style.whisker(axis, effect, 0, low, high, verdict)


def _sides(axis: Axes, sign: int, lang: Lang) -> None:
    """Say on which side better lies; nothing where neither side is."""
    if sign:
        at, words = (0.995, "better_right") if sign > 0 else (0.005, "better_left")
        side = "right" if sign > 0 else "left"
        axis.text(at, 0.06, say(f"readout.view.effects.{words}", lang), transform=axis.transAxes, ha=side, fontsize=8.5, color=style.GREY)  # fmt: skip


def course(found: Readout, projected: Floats | None = None) -> DataFrame:
    """Return the mean of each group of teams by measure and period up to the last look, and the projection's band.

    ``projected`` is (pilots, teams, periods, measures) as in ``Trials.values`` (teams in the order of their groups, pilot teams
    first). What it gives is the change since the baseline; it is put on top of what was measured at the baseline.
    """
    groups, last = _groups(found), found.last.cycle
    parts: list[dict[str, object]] = []
    ranked = [place for names in groups.values() for place in names]
    for name, places in groups.items():
        for number, item in enumerate(found.pilot.measures):
            values = found.data.values[:, : last + 1, number][places]
            whole = [bool(np.isfinite(row).all()) for row in values]
            actual = _mean(values[None, whole])[0]
            mine = [ranked.index(place) for place, all_known in zip(places, whole, strict=True) if all_known]
            band = None
            if projected is not None and mine:
                band = np.clip(
                    _band(projected[..., : last + 1, number][:, mine], actual[0]), *limits(item.metric)
                )
            for period, value in enumerate(actual):
                low, middle, high = band[:, period] if band is not None else (np.nan,) * 3
                parts.append({"metric": item.metric, "group": name, "period": period, "actual": value, "low": low,
                              "middle": middle, "high": high})  # fmt: skip
    frame = DataFrame(parts)
    frame.attrs = {"kind": found.pilot.design.kind, "primary": found.pilot.primary.metric}
    return frame


def _groups(found: Readout) -> dict[str, list[int]]:
    """Return the places of the teams of each group: pilot groups in order, then the comparison teams."""
    pilots = len(found.pilot.design.pilot_teams)
    groups = {f"{number}": [place for place, group in enumerate(found.data.groups) if group == number] for number in sorted(set(found.data.groups))}  # fmt: skip
    others = list(range(pilots, len(found.pilot.design.teams)))
    return groups | ({COMPARISON: others} if others else {})


def _mean(values: Floats) -> Floats:
    """Return the mean over teams (axis 1) of those with a value, NaN where there is none."""
    known = np.isfinite(values)
    count = known.sum(axis=1)
    return np.divide(
        np.where(known, values, 0.0).sum(axis=1), count, out=np.full(count.shape, np.nan), where=count > 0
    )


def _band(projected: Floats, start: float) -> Floats:
    """Return the ends and the middle of the projected change since the baseline, put on top of ``start``; shape (3, periods)."""
    means = _mean(projected)
    return start + np.nanpercentile(means - means[:, :1], (BAND[0], 50.0, BAND[1]), axis=0)


def _course_sentence(frame: DataFrame, lang: Lang) -> str:
    last = int(frame["period"].max())
    part = frame[(frame["metric"] == frame.attrs["primary"]) & (frame["period"] == last)]
    told = [_place(row, frame.attrs["kind"], lang) for row in rows(part)]
    joined = ("; " if lang == "en" else "；").join(told)
    name = metric_name(frame.attrs["primary"], lang, inside=True)
    told = say("readout.view.course.sentence", lang, measure=name, cycle=last, parts=joined)
    return first_capital(told)


def _place(row: Any, kind: str, lang: Lang) -> str:
    """Return where the actual mean of a group lies in relation to its band."""
    value, low, high = row.actual, row.low, row.high
    group = group_name(row.group, kind, lang)
    if np.isnan(value):
        return say("readout.view.course.gone", lang, group=group)
    if np.isnan(low):
        return say("readout.view.course.plain", lang, group=group, value=amount(value, lang, sign=False))
    key = "inside" if low <= value <= high else "above" if value > high else "below"
    return say(f"readout.view.course.{key}", lang, group=group, value=amount(value, lang, sign=False))


def group_name(group: str, kind: str, lang: Lang) -> str:
    """Return what a group of teams is called in a picture."""
    if group == COMPARISON:
        return say("readout.group.comparison", lang)
    key = {"stepped_wedge": "numbered", "crossover": "crossed"}.get(kind, "pilot")
    return say(f"readout.group.{key}", lang, number=int(group) + 1)


def _course(frame: DataFrame, lang: Lang) -> Figure:
    ids, groups = list(dict.fromkeys(frame["metric"])), list(dict.fromkeys(frame["group"]))
    columns = min(2, len(ids))
    lines = -(-len(ids) // columns)
    figure, axes = style.sheet(0.8 + 2.1 * lines, lines, columns)
    for axis, id in zip(axes, ids, strict=False):
        for number, group in enumerate(groups):
            part = frame[(frame["metric"] == id) & (frame["group"] == group)]
            _line(axis, part, _look(group, number))
        axis.set_title(fill(metric_name(id, lang), LINE if lang == "en" else 18), fontsize=9.5)
        axis.set_ylabel(
            unit_name(id, lang) if metric(id).unit != "par" else say("report.unit.par", lang), fontsize=8.5
        )
        names = [say("readout.view.course.tick", lang, number=number) if number else period_name(0, lang) for number in range(int(frame["period"].max()) + 1)]  # fmt: skip
        axis.set_xticks(range(len(names)), names, fontsize=8.5)
        axis.margins(x=0.08)
    for axis in axes[len(ids) :]:
        axis.set_visible(False)
    _legend(figure, frame, groups, lang)
    return style.finish(figure)


def _look(group: str, number: int) -> int:
    """Return the place of a group's colour, line and marker: the comparison has the first, pilot groups the next ones."""
    return 0 if group == COMPARISON else 1 + number % (len(style.COLOURS) - 1)


def _line(axis: Axes, part: DataFrame, look: int) -> None:
    """Draw one group: the band that was projected, and over it what was measured."""
    colour = style.COLOURS[look]
    if part["low"].notna().any():
        axis.fill_between(part["period"], part["low"], part["high"], color=colour, alpha=0.16, linewidth=0)
        for end in ("low", "high"):
            axis.plot(part["period"], part[end], color=colour, linewidth=0.7, linestyle=style.LINES[look])
    axis.plot(
        part["period"],
        part["actual"],
        color=colour,
        linestyle=style.LINES[look],
        marker=style.MARKERS[look],
        markersize=5.5,
    )


def _legend(figure: Figure, frame: DataFrame, groups: list[str], lang: Lang) -> None:
    """Explain lines and bands."""
    handles: list[Line2D | Patch] = [
        Line2D([], [], color=style.COLOURS[look], linestyle=style.LINES[look], marker=style.MARKERS[look], markersize=5.5,
               label=say("readout.view.course.measured", lang, group=group_name(group, frame.attrs["kind"], lang)))
        for group, look in ((group, _look(group, number)) for number, group in enumerate(groups))
    ]  # fmt: skip
    if frame["low"].notna().any():
        label = say("readout.view.course.band", lang, share=f"{BAND[1] - BAND[0]:.0f}")
        handles.append(Patch(facecolor=style.GREY, alpha=0.25, label=label))
    figure.legend(handles=handles, loc="outside lower center", ncols=2, fontsize=9, handlelength=2.6)


EFFECTS = View("effects", effects, _effects_sentence, _effects, TEXTS)
COURSE = View("course", course, _course_sentence, _course, TEXTS)
