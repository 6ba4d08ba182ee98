"""How a member divides the week: the plan, tilted by what each activity seems to be worth.

Shares of the week follow ``plan * exp(value)``, normalised: the choice of a person for whom thinking costs
effort and who starts from the plan (Matejka & McKay 2015). Values are in units in which the temperature
is 1. Nothing here knows which regime it serves.
"""

from simkit.rules._compile import rule
from simkit.rules._math import exp


@rule
def discounted(weeks: float, rate: float) -> float:
    """Return what a reward that is ``weeks`` away weighs now: hyperbolic discounting (Mazur 1987).

    Range (0, 1]. As a review comes near, what it pays for grows: people cram without being told to.

    >>> discounted(0.0, 0.07), round(discounted(52.0, 0.07), 3)
    (1.0, 0.216)
    """
    return 1.0 / (1.0 + rate * weeks)


@rule
def own_part(individual: float, team: float, people: float, interdependence: float) -> float:
    """Return how much of what one contributes comes back through individual and team bonus.

    A team bonus is diluted to 1/n, except where others depend on the contribution and see it: peer
    pressure (Kandel & Lazear 1992). ``interdependence`` in [0, 1].

    >>> own_part(1.0, 0.0, 8.0, 0.5), own_part(0.0, 1.0, 8.0, 1.0), own_part(0.0, 1.0, 8.0, 0.0)
    (1.0, 1.0, 0.125)
    """
    return individual + team * team_part(people, interdependence)


@rule
def team_part(people: float, interdependence: float) -> float:
    """Return the share of a contribution to the team's result that its giver feels, in [1/n, 1]."""
    return 1.0 / people + (1.0 - 1.0 / people) * interdependence


@rule
def goal_pull(gap: float) -> float:
    """Return how strongly a goal pulls: ``4 p (1 - p)`` with attainability ``p = 1 - gap``.

    Achievement motivation (Atkinson 1957): nothing pulls that is already reached or out of reach. ``gap``
    is the missing share of the target, cut to [0, 1].

    >>> goal_pull(-0.2), goal_pull(0.5), goal_pull(1.0)
    (0.0, 1.0, 0.0)
    """
    p = 1.0 - min(1.0, max(0.0, gap))
    return 4.0 * p * (1.0 - p)


@rule
def routine_value(pay: float, learning: float, financial: float, customer: float, own: float) -> float:
    """Return what routine work pays at the review, per unit of contingent bonus ``pay``.

    The review looks at results to the extent ``1 - learning``, and at routine results to the extent that
    financial and customer value count. ``own`` is from ``own_part``.

    >>> routine_value(1.0, 0.25, 0.5, 0.5, 0.8)
    0.6000000000000001
    """
    return pay * (1.0 - learning) * (financial + customer) * own


@rule
def exploring_value(pay: float, learning: float, capability: float, own: float, points: float) -> float:
    """Return what exploring pays for sure: learning and capability at the review, points at once.

    ``points`` is the part of the bonus that is paid as points for suggestions. What the project pool pays
    comes on top, as far as the member believes in success.

    >>> exploring_value(1.0, 0.5, 0.2, 1.0, 0.05)
    0.65
    """
    return pay * (learning + (1.0 - learning) * capability) * own + points


@rule
def helping_value(
    pay: float, results: float, vitality: float, peer: float, individual: float, team: float, points: float
) -> float:
    """Return what helping pays: through the team's result, through peers' ratings, and points at once.

    ``results`` and ``vitality`` are how much the review looks at routine results and at vitality; ``team`` is
    the team bonus as felt by the helper. An individual bonus pays for help only as far as vitality is looked at
    or peers have a say (``peer``).

    >>> helping_value(1.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0), helping_value(1.0, 0.8, 0.2, 0.0, 0.0, 0.5, 0.0)
    (0.0, 0.5)
    """
    return pay * ((results + vitality) * team + (peer + vitality) * individual) + points


@rule
def fear(safety: float, estimate: float, weight: float) -> float:
    """Return what the prospect of failing costs: chance of failing times chance of being punished.

    ``safety`` and ``estimate`` are beliefs in [0, 1] from what the member saw and lived through
    (Edmondson 1999).

    >>> fear(1.0, 0.0, 1.0), fear(0.0, 0.0, 1.0)
    (0.0, 1.0)
    """
    return weight * (1.0 - safety) * (1.0 - estimate)


@rule
def curiosity(intrinsic: float, estimate: float, weight: float) -> float:
    """Return how much exploring attracts for its own sake: the more, the more one expects to succeed at it.

    Interest needs a sense of competence (Deci & Ryan 2000); at an even chance it equals the pull of any
    other work, ``weight * intrinsic``.

    >>> curiosity(0.5, 0.5, 0.8), curiosity(0.5, 0.0, 0.8)
    (0.4, 0.0)
    """
    return 2.0 * weight * intrinsic * estimate


@rule
def tilted(plan: float, value: float) -> float:
    """Return an activity's weight in the week: its planned share, tilted by its value.

    >>> tilted(0.2, 0.0)
    0.2
    """
    return plan * exp(value)
