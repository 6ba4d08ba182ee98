"""Reviews: what the manager sees, how failures are judged, and how goals are set anew."""

from math import sqrt

from simkit.rules._compile import rule
from simkit.rules._math import exp, log


@rule
def rating_sd(rater_noise: float, week_noise: float, weeks: float) -> float:
    """Return the standard deviation of rating noise over a review interval of ``weeks``.

    The rater's own bias stays (Scullen, Mount & Goff 2000); luck averages out with the length of the
    interval, so that very frequent reviews react to noise (Lurie & Swaminathan 2009).

    >>> rating_sd(0.3, 0.4, 1.0), round(rating_sd(0.3, 0.4, 1e9), 6)
    (0.5, 0.3)
    """
    return sqrt(rater_noise * rater_noise + week_noise * week_noise / weeks)


@rule
def noise(u: float, sd: float) -> float:
    """Return logistic noise with mean 0 and standard deviation ``sd`` for uniform ``u``.

    >>> noise(0.5, 0.3)
    0.0
    """
    return sd * 0.5513288954217921 * log(u / (1.0 - u))


@rule
def misjudged(contact: float, scale: float, blame: float) -> float:
    """Return the chance that an exploratory failure is taken for a careless one.

    ``blame`` is that chance without contact (Edmondson 2011); it falls with ``contact`` hours a person
    and week.

    >>> misjudged(0.0, 0.5, 0.8), round(misjudged(1.0, 0.5, 0.8), 4)
    (0.8, 0.1083)
    """
    return blame * exp(-contact / scale)


@rule
def excused(contact: float, scale: float, blame: float) -> float:
    """Return the chance that a careless failure is taken for an exploratory one.

    >>> round(excused(0.0, 0.5, 0.8), 6)
    0.2
    """
    return (1.0 - blame) * exp(-contact / scale)


@rule
def expected_safety(tolerated: float, gain: float, loss: float) -> float:
    """Return the belief that years of seeing a share ``tolerated`` of failures forgiven lead to.

    The point at which gains and losses of ``safety_after`` balance; it lies below ``tolerated`` because
    bad news weighs more.

    >>> expected_safety(1.0, 0.1, 0.225), round(expected_safety(0.5, 0.1, 0.2), 4)
    (1.0, 0.3333)
    """
    up, down = gain * tolerated, loss * (1.0 - tolerated)
    return up / (up + down)


@rule
def goal_after(
    target: float, achieved: float, market: float, cocreation: float, stretch: float, realignment: float
) -> float:
    """Return the output target after a review.

    Top-down, the target ratchets: never below the old one, up with what was achieved (Weitzman 1980).
    Co-created, it is read anew from what the market now allows (``market``). ``stretch`` is put on top (once:
    it does not pile up over reviews) and ``realignment`` is how far the target moves at one review.

    >>> goal_after(1.0, 1.2, 0.8, 0.0, 0.0, 1.0), goal_after(1.0, 1.2, 0.8, 1.0, 0.0, 1.0)
    (1.2, 0.8)
    """
    ratchet = max(target / (1.0 + stretch), achieved)
    read = (cocreation * market + (1.0 - cocreation) * ratchet) * (1.0 + stretch)
    return target + realignment * (read - target)


@rule
def review_hours(minutes: float, peer: float, setup: float) -> float:
    """Return the hours that one review costs a member; peers' ratings lengthen it.

    >>> review_hours(60.0, 0.5, 0.5)
    2.0
    """
    return minutes / 60.0 * (1.0 + peer) + setup


@rule
def review_held(hours: float, load: float) -> float:
    """Return the share of the wished review time for which a manager has the hours.

    ``load`` is the mean of hours a week that reviews would take; what exceeds ``hours`` is cut short.

    >>> review_held(20.0, 10.0), review_held(20.0, 40.0), review_held(20.0, 0.0)
    (1.0, 0.5, 1.0)
    """
    return min(1.0, hours / load) if load > 0.0 else 1.0


@rule
def coaching_hours(share: float, hours: float, review: float) -> float:
    """Return a manager's hours for coaching, unblocking and coordinating: what reviews leave, times share.

    >>> coaching_hours(0.5, 20.0, 4.0), coaching_hours(0.5, 20.0, 30.0)
    (8.0, 0.0)
    """
    return share * max(0.0, hours - review)


@rule
def manager_output(hours: float, review: float, coaching: float, fitness: float) -> float:
    """Return the routine output, in person-weeks, of the hours that a manager neither reviews nor coaches.

    >>> manager_output(20.0, 4.0, 6.0, 0.8), manager_output(20.0, 30.0, 0.0, 0.8)
    (0.2, 0.0)
    """
    return max(0.0, hours - review - coaching) / 40.0 * fitness
