"""Places in the declared range of a constant: 0 is its lower end, 1 its upper end.

A range that spans a factor of 4 or more, and does not begin at 0, is measured on a logarithmic scale, because
its declared value then stands about in the middle; every other range on a linear one.
"""

from __future__ import annotations

from math import exp, log

from simkit.constants import CONSTANTS, Constant

WIDE = 4.0
"""Upper over lower end from which on a range is measured on a logarithmic scale."""


def logarithmic(item: Constant) -> bool:
    """Return whether a constant's range is measured on a logarithmic scale.

    >>> logarithmic(CONSTANTS["transition_cost"]), logarithmic(CONSTANTS["fit_floor"])
    (True, False)
    """
    return item.low > 0 and item.high >= WIDE * item.low


def value_at(item: Constant, place: float) -> float:
    """Return the value at a place in a constant's range; the ends are exact.

    >>> round(value_at(CONSTANTS["experiment_rate"], 0.5), 12), value_at(CONSTANTS["fit_floor"], 0.5)
    (2.0, 0.5)
    """
    if place in (0, 1):
        return item.high if place else item.low
    if logarithmic(item):
        return exp(log(item.low) + place * (log(item.high) - log(item.low)))
    return item.low + place * (item.high - item.low)


def place_of(item: Constant, value: float) -> float:
    """Return the place of a value in a constant's range.

    >>> place_of(CONSTANTS["experiment_rate"], 2.0), place_of(CONSTANTS["fit_floor"], 0.7)
    (0.5, 1.0)
    """
    if logarithmic(item):
        return (log(value) - log(item.low)) / (log(item.high) - log(item.low))
    return (value - item.low) / (item.high - item.low)


def movable() -> list[Constant]:
    """Return the constants whose range is wider than a point, of every grade: a published number can be off too."""
    return [item for item in CONSTANTS.values() if item.low < item.high]
