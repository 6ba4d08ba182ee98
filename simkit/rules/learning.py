"""How people and teams learn: from each other, from practice, and from what they try.

The rules are those of the published models: March (1991) for beliefs and practice, Lazer & Friedman (2007)
for copying from colleagues, Posen & Levinthal (2012) for what pays, Denrell & March (2001) for how one's own bad
luck drives one off.
"""

from simkit.rules._compile import rule
from simkit.rules._math import exp


@rule
def socialised(belief: float, code: float, chance: float, u: float) -> float:
    """Return a member's belief on one dimension after being exposed to the practice (March 1991, p1).

    With probability ``chance`` an opposed belief goes to 0 first, then to the practice's value; a
    practice that is silent (0) teaches nothing. Beliefs and code are -1, 0 or +1.

    >>> socialised(-1.0, 1.0, 0.5, 0.4), socialised(0.0, 1.0, 0.5, 0.4), socialised(-1.0, 1.0, 0.5, 0.6)
    (0.0, 1.0, -1.0)
    """
    stays = (code == 0.0) | (belief == code) | (u >= chance)
    learnt = code if belief == 0.0 else 0.0
    return belief if stays else learnt


@rule
def copied(belief: float, other: float, chance: float, u: float) -> float:
    """Return a belief on one dimension after perhaps taking over somebody else's (Lazer & Friedman 2007).

    Unlike ``socialised`` it goes all the way at once; who has no belief (0) has nothing to pass on. ``1 -
    chance`` is the error in copying.

    >>> copied(-1.0, 1.0, 0.8, 0.5), copied(-1.0, 1.0, 0.8, 0.9), copied(-1.0, 0.0, 0.8, 0.5)
    (1.0, -1.0, -1.0)
    """
    return other if other != 0.0 and u < chance else belief


@rule
def practice_learns(code: float, balance: float, rate: float, u: float) -> float:
    """Return the practice on one dimension after learning from the superior group (March 1991, p2).

    ``balance`` is the sum of the group's beliefs: its size k is majority minus minority. The dimension
    stays as it is with probability ``(1 - rate)**k``.

    >>> practice_learns(-1.0, 2.0, 0.5, 0.74), practice_learns(-1.0, 2.0, 0.5, 0.76)
    (1.0, -1.0)
    """
    stays = 1.0
    for _ in range(int(abs(balance))):
        stays *= 1.0 - rate
    if u >= 1.0 - stays:
        return code
    return 1.0 if balance > 0.0 else -1.0


@rule
def success_belief(wins: float, tries: float) -> float:
    """Return the believed chance of success after ``wins`` in ``tries`` (Posen & Levinthal 2012).

    >>> success_belief(0.0, 0.0), success_belief(3.0, 4.0)
    (0.5, 0.6666666666666666)
    """
    return (wins + 1.0) / (tries + 2.0)


@rule
def choice_weight(value: float, heat: float) -> float:
    """Return the weight of an option in a softmax choice: ``exp(value / heat)``.

    Options are chosen in proportion to their weights; the smaller ``heat``, the greedier.

    >>> choice_weight(0.0, 0.05)
    1.0
    """
    return exp(value / heat)


@rule
def moved(level: float, target: float, rate: float) -> float:
    """Return ``level`` after closing a share ``rate`` of its gap to ``target``.

    The linear operator of Bush & Mosteller (1955): with outcomes 0 and 1 as targets it is the choice rule
    of Denrell & March (2001), in which those who had bad luck stop sampling and so never find out.

    >>> moved(0.5, 1.0, 0.1)
    0.55
    """
    return level + rate * (target - level)


@rule
def learns_from(success: float, discussed: float, u: float) -> float:
    """Return 1 if a trial teaches its lesson: a success does, a failure where it is discussed.

    ``discussed`` in [0, 1] is the share of failures that are looked back on without blame (error
    management, Keith & Frese 2008); here the manager's coaching share.

    >>> learns_from(1.0, 0.0, 0.9), learns_from(0.0, 0.6, 0.5), learns_from(0.0, 0.1, 0.5)
    (1.0, 1.0, 0.0)
    """
    return 1.0 if success > 0.0 or u < discussed else 0.0
