"""The lemonade stand of Ederer & Manso (2013): where, in which colour, how sweet, how sour and how dear to sell.

Profit is the demand of a location less a penalty for every unit by which sugar, lemon and price miss what its
customers like best, and less a penalty for the wrong colour. The stand begins in the business district, where a
fair profit is easily polished; the school is worth twice as much but has wholly other tastes.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from simkit.evidence.docking._common import luck, one_of, part, within

LOCATIONS = ("business", "school", "stadium")
COLOURS = ("green", "pink")
INGREDIENTS = ("sugar", "lemon", "price")
DEMAND = np.array([100.0, 200.0, 60.0])
"""Profit of each location if everything is as its customers like it best."""
BLISS = np.array([[1.55, 7.55, 7.55], [9.55, 1.55, 2.55], [5.55, 5.55, 7.55]])
"""What customers like best, location by ingredient."""
BLISS_COLOUR = np.array([0, 1, 0])
PENALTY = np.array([3.0, 6.0, 0.5])
"""Profit lost for each unit of sugar, lemon or price off the best."""
WRONG_COLOUR = np.array([20.0, 60.0, 0.5])
TENTHS = 10
"""Choices are tenths of a unit; recipes are kept as whole numbers of them."""
LEAST, MOST = np.array([1, 1, 1]), np.array([199, 199, 99])
"""The grid of choices, in tenths: 0.1 to 19.9 of sugar and lemon, 0.1 to 9.9 for the price."""
PLACES = len(LOCATIONS) * len(COLOURS)
"""A place is a location and a colour: ``2 * location + colour``."""
START_PLACE, START_RECIPE = 0, np.array([52, 70, 82])
"""The predecessor's stand: business district, green, sugar 5.2, lemon 7.0, price 8.2."""
SCHOOL = 1


@part
def earned(place: int, recipe: Any) -> float:
    """Return the profit of a period; ``recipe`` is in tenths."""
    location = place // 2
    lost = 0.0 if place % 2 == BLISS_COLOUR[location] else WRONG_COLOUR[location]
    for i in range(3):
        lost += PENALTY[location] * abs(recipe[i] / TENTHS - BLISS[location, i])
    return max(0.0, DEMAND[location] - lost)


def lemonade_profit(location: str, colour: str, sugar: float, lemon: float, price: float) -> float:
    """Return the profit of one period at the lemonade stand.

    Sugar and lemon are 0.1 to 19.9, the price is 0.1 to 9.9, all in steps of 0.1 (numbers in between are rounded).
    Raises ``InputError`` for anything else.

    >>> round(lemonade_profit("business", "green", 5.2, 7.0, 8.2), 2)
    85.45
    >>> round(lemonade_profit("school", "green", 5.2, 7.0, 8.2), 2), round(lemonade_profit("school", "pink", 9.5, 1.6, 2.5), 2)
    (47.3, 199.1)
    """
    place = 2 * LOCATIONS.index(one_of("location", location, LOCATIONS))
    place += COLOURS.index(one_of("colour", colour, COLOURS))
    given = zip(INGREDIENTS, (sugar, lemon, price), MOST, strict=True)
    recipe = [round(TENTHS * within(name, value, 0.1, float(most) / TENTHS)) for name, value, most in given]
    return float(earned(place, np.array(recipe)))


@part
def hint(place: int, recipe: Any, u: float, low: Any, high: Any) -> int:
    """Tell truthfully on which side of the best a random ingredient is, at this location; return which one.

    ``low`` and ``high`` hold, by location and ingredient, the highest amount known as too low and the lowest known
    as too high.
    """
    location, which = place // 2, int(3.0 * u)
    if recipe[which] / TENTHS < BLISS[location, which]:
        low[location, which] = max(low[location, which], recipe[which])
    else:
        high[location, which] = min(high[location, which], recipe[which])
    return which


@part
def adjusted(amount: int, low: int, high: int, step: int) -> int:
    """Return an amount after a step away from the side on which it is known to be wrong.

    If a step would lead to what is known as wrong on the other side, it goes half the way there.
    """
    if amount <= low:
        return low + step if low + step < high else (low + high) // 2
    if amount >= high:
        return high - step if high - step > low else (low + high) // 2
    return amount


@part
def anew(key: Any, t: int, location: int, low: Any, high: Any, recipe: Any) -> None:
    """Draw a wholly new recipe from what is not known to be wrong at a location."""
    for i in range(3):
        room = high[location, i] - low[location, i] - 1
        if room > 0:
            recipe[i] = low[location, i] + 1 + int(luck(key, i, t) * room)
