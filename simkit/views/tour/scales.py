"""Axes of a rule's picture: a range that stays while one moves a slider, and round numbers along it."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.ticker import MaxNLocator

from simkit.views.tour.arguments import told

Range = tuple[float, float]
ROOMY = 0.4
"""The range is kept while a curve fills at least this part of it, so that a move shows as a move of the curve."""
_STEPS = [1, 2, 5, 10]


def scale(values: Sequence[float], before: Range | None = None) -> Range:
    """Return the range of the upright axis: as before while that fits, else from zero (or below) to above the curve.

    >>> scale([0.2, 0.9]), scale([0.2, 0.6], (0.0, 1.0)), scale([0.0, 3.2], (0.0, 1.0))
    ((0.0, 1.0), (0.0, 1.0), (0.0, 4.0))
    """
    low, high = min(0.0, *values), max(values)
    if before and before[0] <= low and high <= before[1] and high - low >= ROOMY * (before[1] - before[0]):
        return before
    marks = MaxNLocator(5, steps=_STEPS).tick_values(low, high if high > low else low + 1.0)
    return float(marks[0]), float(marks[-1])


def ticks(span: Range, percent: bool, integer: bool = False) -> list[tuple[float, str]]:
    """Return round numbers along an axis, each with its text.

    >>> ticks((0.0, 1.0), percent=True)[:2]
    [(0.0, '0%'), (0.2, '20%')]
    """
    found = MaxNLocator(5, steps=_STEPS, integer=integer).tick_values(*span)
    slack = 1e-9 * (span[1] - span[0])
    inside = [float(value) for value in found if span[0] - slack <= value <= span[1] + slack]
    return [(value, told(value, percent)) for value in inside]
