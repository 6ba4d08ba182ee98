"""The market of a team: a reality that flips and opportunities that come and go.

Reality is a list of dimensions, each -1 or +1 (March 1991); opportunities are the arms of a bandit whose
chance of success is unknown (Posen & Levinthal 2012) and whose value is heavy-tailed.
"""

from simkit.rules._compile import rule
from simkit.rules._math import exp, log


@rule
def certainty_share(scale: float) -> float:
    """Return business certainty as a share in [0, 1] from the 1-to-5 scale.

    >>> certainty_share(1.0), certainty_share(5.0)
    (0.0, 1.0)
    """
    return (scale - 1.0) / 4.0


@rule
def flip_chance(certainty: float, flip_rate: float) -> float:
    """Return the weekly chance that a dimension of reality flips: turbulence, p4 in March (1991).

    ``certainty`` in [0, 1]; ``flip_rate`` is the chance a week where nothing is certain.

    >>> flip_chance(0.0, 0.02), flip_chance(1.0, 0.02)
    (0.02, 0.0)
    """
    return flip_rate * (1.0 - certainty)


@rule
def renewal_chance(certainty: float, renewal_rate: float, renewal_floor: float) -> float:
    """Return the weekly chance that an opportunity is replaced by another one.

    Turbulence both closes opportunities and opens new ones (Posen & Levinthal 2012, shock rate eta).

    >>> renewal_chance(0.5, 0.02, 0.004)
    0.014
    """
    return renewal_floor + renewal_rate * (1.0 - certainty)


@rule
def opportunity_quality(u: float) -> float:
    """Return an opportunity's chance of success, distributed as Beta(2, 2) for uniform ``u``.

    Inverse of the distribution function ``3 x**2 - 2 x**3`` (the prior in Posen & Levinthal 2012) by Newton's
    method, which from 1/2 comes nearer until no digit moves, or until the last one only hops to and fro.

    >>> round(opportunity_quality(0.5), 6), round(opportunity_quality(0.15625), 6)
    (0.5, 0.25)
    """
    x = before = 0.5
    for number in range(60):
        nearer = x - (x * x * (3.0 - 2.0 * x) - u) / (6.0 * x * (1.0 - x))
        if nearer == x or (nearer == before and number % 2 == 0):
            return x
        before, x = x, nearer
    return x


@rule
def opportunity_size(u: float, tail: float) -> float:
    """Return how much an opportunity is worth if it succeeds: Pareto from 1 on, cut off at 20.

    ``tail`` is the exponent; the smaller, the heavier the tail (Scherer & Harhoff 2000).

    >>> round(opportunity_size(0.75, 2.0), 6), opportunity_size(0.999999, 2.0)
    (2.0, 20.0)
    """
    return min(20.0, exp(-log(1.0 - u) / tail))
