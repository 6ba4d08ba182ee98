"""The reveal as a picture: what came out in every world, and what the room had said, as one small SVG."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from simkit.text import Lang, say
from simkit.views.figures.style import COLOURS, GREY
from simkit.views.templating import template
from simkit.views.wording import number, unit_of_difference
from simkit.views.workshops import words
from simkit.workshop.expected import Outcome
from simkit.workshop.scoring import Prediction

WIDE, NARROW = 720, 340
"""Widths of the picture on a wide and on a narrow screen."""
BARS, LEAST, BAR_HEIGHT, MARK, SIDE = 24, 8, 120, 15, 14
"""Most bars of the histogram, least width of one, height of the highest, room for one mark, and empty sides."""
NAMED = 12
"""With more predictions than this, marks carry no names; the table has them."""
LONGEST = 10
"""Characters of a name beside its mark."""
FAR = 0.6
"""How far predictions may widen the axis, in widths of what came out."""
TICKS = 5


@dataclass(frozen=True, slots=True)
class _Scale:
    """From values to places across the picture."""

    low: float
    high: float
    width: int

    def __call__(self, value: float) -> float:
        """Return the place of a value; what lies outside stands at the edge."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return round(SIDE + share * (self.width - 2 * SIDE), 1)


def picture(outcome: Outcome, predictions: Sequence[Prediction], lang: Lang, width: int = WIDE) -> str:
    """Return the histogram of worlds with mean, 95 % interval, band, zero and the room's sizes, as SVG with a text alternative."""
    sizes = sorted((item for item in predictions if item.size is not None), key=lambda item: item.size or 0)
    scale = _scale(outcome, [item.size or 0.0 for item in sizes], width)
    marks, levels = _marks(sizes, outcome, scale, lang)
    floor = 26 + levels * MARK + BAR_HEIGHT
    return template("workshop/reveal.svg").render(
        width=width, height=floor + 74, floor=floor, top=floor - BAR_HEIGHT, x=scale, outcome=outcome, marks=marks,
        bars=_bars(outcome.worlds, scale, floor), ticks=[(scale(value), _short(value)) for value in _ticks(scale)],
        axis=say("workshop.picture.axis", lang, unit=unit_of_difference(outcome.metric, lang)), title=alternative(outcome, predictions, lang),
        colours={"worlds": "#9DB8CC", "mean": COLOURS[1], "room": COLOURS[0], "grey": GREY},
    )  # fmt: skip


def alternative(outcome: Outcome, predictions: Iterable[Prediction], lang: Lang) -> str:
    """Return what the picture shows in words."""
    said = [item.size for item in predictions if item.size is not None]
    told = {"low": number(min(said), sign=True), "high": number(max(said), sign=True)} if said else {}
    room = say(f"workshop.picture.{'said' if said else 'silent'}", lang, count=len(said), **told)
    return say(
        "workshop.picture.alternative", lang, n=len(outcome.worlds), observed=words.observed(outcome, lang),
        low=number(outcome.band_low, sign=True), high=number(outcome.band_high, sign=True), room=room,
    )  # fmt: skip


def _scale(outcome: Outcome, sizes: Sequence[float], width: int) -> _Scale:
    """Return a scale that holds all worlds, zero and, within reason, all predictions."""
    values = [*outcome.worlds, 0.0]
    low, high = min(values), max(values)
    span = high - low or 1.0
    low, high = max(low - FAR * span, min([low, *sizes])), min(high + FAR * span, max([high, *sizes]))
    return _Scale(low - 0.04 * span, high + 0.04 * span, width)


def _bars(worlds: Sequence[float], scale: _Scale, floor: int) -> list[dict[str, float]]:
    """Return the bars of the histogram; worlds that are all alike are one bar."""
    if not worlds:
        return []
    across = scale(max(worlds)) - scale(min(worlds))
    counts, edges = np.histogram(worlds, int(min(BARS, max(1, across // LEAST))))
    made: list[dict[str, float]] = []
    for start, end, count in zip(edges[:-1].tolist(), edges[1:].tolist(), counts.tolist(), strict=True):
        height, width = round(BAR_HEIGHT * count / max(counts), 1), max(scale(end) - scale(start) - 1, LEAST)
        middle = (scale(start) + scale(end)) / 2
        made.append(
            {
                "x": round(middle - width / 2, 1),
                "width": round(width, 1),
                "height": height,
                "y": floor - height,
            }
        )
    return [bar for bar in made if bar["height"]]


def _marks(
    sizes: Sequence[Prediction], outcome: Outcome, scale: _Scale, lang: Lang
) -> tuple[list[dict[str, Any]], int]:
    """Return the room's marks, stacked where they would touch, and how many levels they take."""
    named = len(sizes) <= NAMED
    ends: list[float] = []
    made: list[dict[str, Any]] = []
    for item in sizes:
        size = item.size or 0.0
        label = item.who if len(item.who) <= LONGEST else item.who[: LONGEST - 1] + "…"
        outside = size < scale.low or size > scale.high
        label = f"{label} {number(size, sign=True)}" if outside else label
        room = 9 + (sum(12 if char > "\u2e80" else 6.8 for char in label) if named else 3)
        x = scale(size)
        flip = named and x + room > scale.width - 2
        start, end = (x - room, x + 7) if flip else (x - 7, x + room)
        level = next((place for place, last in enumerate(ends) if last < start), len(ends))
        ends[level : level + 1] = [end]
        made.append({"x": x, "level": level, "label": label if named else "", "flip": flip, "direction": item.direction,
                     "title": f"{item.who}{say('workshop.word.colon', lang)}{words.said(item, outcome.metric, lang)}"})  # fmt: skip
    return made, len(ends)


def _ticks(scale: _Scale) -> list[float]:
    """Return round values along the axis, zero among them."""
    most = TICKS if scale.width > NARROW else 3
    rough = (scale.high - scale.low) / most
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)
    first, last = int(np.ceil(scale.low / step)), int(np.floor(scale.high / step))
    return [float(place * step) for place in range(first, last + 1)]


def _short(value: float) -> str:
    """Return a round value as it stands at an axis.

    >>> _short(-5.0), _short(0.0), _short(0.25)
    ('−5', '0', '+0.25')
    """
    return f"{value:+g}".replace("-", "\N{MINUS SIGN}") if abs(value) > 1e-12 else "0"
