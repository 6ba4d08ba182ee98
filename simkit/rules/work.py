"""What a week of work yields: routine output, experiments, help, blockers and the hours that things cost."""

from simkit.rules._compile import rule
from simkit.rules._math import exp


@rule
def fit(knowledge: float, floor: float) -> float:
    """Return how well work fits reality: from ``floor`` for knowing nothing to 1 for knowing all, never below 0.

    ``knowledge`` in [-1, 1] is March's (1991) share of right minus wrong dimensions.

    >>> fit(1.0, 0.5), fit(0.0, 0.5), fit(-1.0, 0.5)
    (1.0, 0.5, 0.0)
    """
    return max(0.0, floor + (1.0 - floor) * knowledge)


@rule
def interdependence(team_type: float) -> float:
    """Return how much members need each other, in [0, 1], from the 1-to-5 scale functional … agile.

    >>> interdependence(1.0), interdependence(3.0)
    (0.0, 0.5)
    """
    return (team_type - 1.0) / 4.0


@rule
def help_met(help_share: float, half: float) -> float:
    """Return which part of the need for mutual help is met: saturating, one half at ``half``.

    >>> help_met(0.05, 0.05)
    0.5
    """
    return help_share / (help_share + half)


@rule
def coordination(dependence: float, most: float, met: float) -> float:
    """Return the share of output that is left when people help each other only as far as ``met``.

    >>> coordination(0.0, 0.6, 0.0), coordination(1.0, 0.6, 0.0), coordination(1.0, 0.6, 1.0)
    (1.0, 0.4, 1.0)
    """
    return 1.0 - dependence * most * (1.0 - met)


@rule
def unblocked(blockers: float, cost: float) -> float:
    """Return the share of work that is left under a number of open blockers.

    >>> unblocked(2.0, 0.5)
    0.25
    """
    left = 1.0
    for _ in range(int(blockers)):
        left *= 1.0 - cost
    return left


@rule
def share_left(hours: float) -> float:
    """Return the share of a 40-hour week that is left after ``hours`` for reviews and transition.

    >>> share_left(4.0), share_left(60.0)
    (0.9, 0.0)
    """
    return max(0.0, 1.0 - hours / 40.0)


@rule
def transition_hours(size: float, weeks: float, cost: float, duration: float) -> float:
    """Return the hours a week that each person loses ``weeks`` after a change of regime, fading over ``duration``.

    ``size`` in [0, 1] is how different the new regime is, ``cost`` the hours at first for a wholly different one.

    >>> transition_hours(0.5, 0.0, 4.0, 26.0), transition_hours(0.5, 13.0, 4.0, 26.0), transition_hours(1.0, 30.0, 4.0, 26.0)
    (2.0, 1.0, 0.0)
    """
    return cost * size * max(0.0, 1.0 - weeks / duration)


@rule
def strain(workload: float, effort: float) -> float:
    """Return overload: how far the work asked exceeds a full week, in [0, 1].

    ``workload`` is 1 for a full load; ``effort`` is the share of the week that is worked.

    >>> strain(1.0, 0.9), round(strain(1.4, 1.0), 3), strain(3.0, 1.0)
    (0.0, 0.4, 1.0)
    """
    return min(1.0, max(0.0, workload * effort - 1.0))


@rule
def at_stake(contingency: float, bonus: float) -> float:
    """Return how much hangs on the period's result: the contingent share of a bonus that counts.

    ``bonus`` is the bonus in units of utility; from 1 on it counts fully.

    >>> at_stake(0.8, 0.5), at_stake(0.8, 2.0)
    (0.4, 0.8)
    """
    return contingency * min(1.0, bonus)


@rule
def haste(stake: float, financial: float, customer: float) -> float:
    """Return how one-sidedly quantity pays: multitask incentives (Holmstrom & Milgrom 1991), in [0, 1].

    >>> haste(1.0, 1.0, 0.0), haste(1.0, 0.5, 0.5), haste(0.5, 0.0, 0.0)
    (1.0, 0.5, 0.0)
    """
    total = financial + customer
    return stake * financial / total if total > 0.0 else 0.0


@rule
def care(intrinsic: float, leniency: float, hurry: float, overload: float, loss: float) -> float:
    """Return how carefully somebody works, in [0, 1].

    Care is lost where sloppiness seems to have no consequence (``leniency``) and where only quantity pays
    (``hurry``), the less the more the work itself motivates; overload takes its own part.

    >>> care(1.0, 1.0, 1.0, 0.0, 0.4), care(0.0, 1.0, 1.0, 0.0, 0.4)
    (1.0, 0.6)
    """
    kept = 1.0 - loss * (1.0 - intrinsic) * 0.5 * (leniency + hurry)
    return kept * (1.0 - 0.5 * overload)


@rule
def execution_risk(carefulness: float, base: float) -> float:
    """Return the chance that a trial or stage fails by sloppiness rather than by a wrong idea.

    The odds of a slip are those at full care, ``base / (1 - base)``, divided by ``carefulness``: half the care,
    twice the odds.

    >>> execution_risk(1.0, 0.02), round(execution_risk(0.5, 0.02), 4), execution_risk(0.0, 0.02)
    (0.02, 0.0392, 1.0)
    """
    return base / (base + (1.0 - base) * carefulness)


@rule
def seen_chance(safety: float, transparency: float) -> float:
    """Return the chance that a failure becomes known: told by who feels safe, or shown by the data.

    >>> seen_chance(0.0, 0.0), seen_chance(1.0, 0.0), seen_chance(0.5, 0.5)
    (0.0, 1.0, 0.75)
    """
    return 1.0 - (1.0 - safety) * (1.0 - transparency)


@rule
def event_chance(hours: float, rate: float, floor: float) -> float:
    """Return the weekly chance of an event that hours of attention bring about.

    ``rate`` is per hour, ``floor`` the rate without any attention (both hazards).

    >>> event_chance(0.0, 0.1, 0.0), round(event_chance(4.0, 0.1, 0.04), 4)
    (0.0, 0.356)
    """
    return 1.0 - exp(-(floor + rate * hours))
