"""Projects: work, evidence, gates and the value that comes after launch."""

from simkit.rules._compile import rule
from simkit.rules._math import exp


@rule
def soundness(quality: float, strategic: float, strategic_odds: float) -> float:
    """Return the chance that a project rests on a right idea.

    ``quality`` is its opportunity's; a strategic one (1 rather than 0) asks more of the idea.

    >>> soundness(0.6, 0.0, 0.5), soundness(0.6, 1.0, 0.5)
    (0.6, 0.3)
    """
    return quality * (1.0 - strategic * (1.0 - strategic_odds))


@rule
def stage_size(stage: float, strategic: float, stage_work: float, strategic_size: float) -> float:
    """Return the work of a stage (0 explore, 1 validate, 2 pilot, 3 scale) in person-weeks.

    >>> stage_size(0.0, 0.0, 2.0, 3.0), stage_size(3.0, 1.0, 2.0, 3.0)
    (2.0, 24.0)
    """
    return stage_work * (stage + 1.0) * (1.0 + strategic * (strategic_size - 1.0))


@rule
def project_size(strategic: float, stage_work: float, strategic_size: float) -> float:
    """Return the work of all four stages in person-weeks: 1 + 2 + 3 + 4 times that of the first.

    >>> project_size(0.0, 1.0, 5.0), project_size(1.0, 1.0, 5.0)
    (10.0, 50.0)
    """
    return 10.0 * stage_work * (1.0 + strategic * (strategic_size - 1.0))


@rule
def project_step(hands: float, funded: float, partners: float, partner_work: float) -> float:
    """Return the work that a project gets done in a week, in person-weeks.

    It takes both hands and money: the smaller of what people give and what is funded. What outside partners
    bring comes on top, up to as much again: somebody has to work with them (Cohen & Levinthal 1990).

    >>> project_step(1.0, 0.5, 0.0, 0.1), project_step(0.25, 0.5, 1.0, 0.125), project_step(0.0, 0.5, 5.0, 0.1)
    (0.5, 0.375, 0.0)
    """
    own = min(hands, funded)
    return own + min(own, partners * partner_work)


@rule
def funding_share(active: float, best: float, tilt: float) -> float:
    """Return a project's share of the innovation budget: alike for all, tilted to the best one.

    ``best`` is 1 for the project with the strongest evidence, else 0 (Klingebiel & Rammer 2014).

    >>> funding_share(4.0, 1.0, 0.5), funding_share(4.0, 0.0, 0.5)
    (0.625, 0.125)
    """
    return (1.0 - tilt) / active + tilt * best


@rule
def evidence_good(sound: float, hit: float, false: float, u: float) -> float:
    """Return 1 if a finished stage looks good; sound projects do so with chance ``hit``, others ``false``.

    >>> evidence_good(1.0, 0.8, 0.35, 0.5), evidence_good(0.0, 0.8, 0.35, 0.5)
    (1.0, 0.0)
    """
    return 1.0 if u < (hit if sound > 0.0 else false) else 0.0


@rule
def belief_after(prior: float, good: float, hit: float, false: float) -> float:
    """Return the believed chance that a project is sound after a stage's evidence (Bayes).

    >>> round(belief_after(0.5, 1.0, 0.8, 0.2), 9), round(belief_after(0.5, 0.0, 0.8, 0.2), 9)
    (0.8, 0.2)
    """
    for_sound = hit if good > 0.0 else 1.0 - hit
    for_other = false if good > 0.0 else 1.0 - false
    return prior * for_sound / (prior * for_sound + (1.0 - prior) * for_other)


@rule
def gate_score(belief: float, criterion: float, weeks_left: float, patience: float) -> float:
    """Return what a gate sees: evidence by milestones and learning, or revenue within the sponsor's patience.

    ``criterion`` in [0, 1] moves from short-term revenue to milestones and learning. Revenue that comes
    after ``patience`` weeks counts in proportion.

    >>> gate_score(0.4, 1.0, 200.0, 50.0), gate_score(0.4, 0.0, 200.0, 50.0)
    (0.4, 0.1)
    """
    reach = min(1.0, patience / max(1.0, weeks_left))
    return belief * (criterion + (1.0 - criterion) * reach)


@rule
def gate_hurdle(strictness: float) -> float:
    """Return the score below which a gate kills: from 0 (nothing) to 0.6 (only near-certain successes).

    >>> gate_hurdle(0.0), gate_hurdle(0.5)
    (0.0, 0.3)
    """
    return 0.6 * strictness


@rule
def launch_value(size: float, work: float, strategic: float, rate: float, premium: float) -> float:
    """Return the weekly value of a success at its height, in person-weeks at par.

    ``work`` is the project's total in person-weeks, ``size`` the opportunity's (from 1 on).

    >>> launch_value(2.0, 20.0, 0.0, 0.02, 2.0), launch_value(1.0, 60.0, 1.0, 0.02, 2.0)
    (0.8, 2.4)
    """
    return rate * work * size * (1.0 + strategic * (premium - 1.0))


@rule
def harvested(earned: float, output: float, most: float) -> float:
    """Return what successes are worth together, given the routine work that has to make use of them.

    ``earned`` is what they would be worth one by one; together they bring at most ``most`` times the routine
    ``output``, half of it where ``earned`` equals that: to exploit takes hands, too (March 1991).

    >>> harvested(0.3, 1.0, 0.3), harvested(0.0, 1.0, 0.3), harvested(1.0, 0.0, 0.3)
    (0.15, 0.0, 0.0)
    """
    limit = most * output
    return limit * earned / (limit + earned) if limit > 0.0 else 0.0


@rule
def kept(weeks: float) -> float:
    """Return the share of something with a mean life of ``weeks`` that is left after one week.

    >>> round(kept(104.0), 5)
    0.99043
    """
    return exp(-1.0 / weeks)
