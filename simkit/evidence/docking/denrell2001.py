"""Denrell & March (2001): those who react to their own outcomes leave a risky option that is just as good.

Everything of the organisation model is switched off but ``learning.moved``, the linear operator by which members
come to expect success or failure from what they tried themselves.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from simkit.engine.draws import Draws
from simkit.evidence.docking._common import Dock, any_seed, share, whole, within
from simkit.result import Floats
from simkit.rules import learning

QUANTITIES = ("risky", "chance", "aspiration", "competence")
"""What is reported of each learner, period by period from 1 on."""
LARGEST = 1e6
"""No outcome, mean or standard deviation is larger than this."""


def denrell2001(
    phi: float = 0.5, *, aspiration_rate: float = 0.5, risky: float = 10.0, sd: float = 10.0,
    certain: float = 10.0, options: int = 1, start: float = 0.5, competence: float = 1.0, practice_rate: float = 0.0,
    sd_power: float = 1.0, periods: int = 50, replications: int = 5000, seed: int = 0,
) -> Dock:  # fmt: skip
    """Run learners who choose again and again between risky options, one in the paper, and a certain one.

    Each period the risky option is chosen with chance P. If it brings more than the aspiration, P moves to 1 by
    ``phi`` of the way; if less, to 0; the certain option the other way round. With several risky options, all
    alike but each with a chance of its own, the chance of the one that was chosen moves to 1 and the others to 0, or
    it moves to 0 and the others to equal shares (the linear operator of Bush and Mosteller). The
    aspiration then moves towards the outcome by ``aspiration_rate``. An outcome that equals it changes nothing.

    Parameters: ``phi`` (rate of learning, a in the paper: [0, 1]); ``aspiration_rate`` (b, [0, 1]); ``risky`` and
    ``sd`` (mean and standard deviation of the risky option's normal outcomes, X and S), ``certain`` (outcome of
    the other, Y), in units of outcome; ``options`` (risky ones, 1 to 100); ``start`` (P before the first period, [0, 1]); ``competence``
    (c at the start, 0.01 to 1), which moves to 1 by ``practice_rate`` (d, [0, 1]) whenever the risky option is
    tried, and makes its mean ``c * X`` and its standard deviation ``(S / c)**sd_power`` (0 to 2);
    ``periods`` (1 to 10,000); ``replications`` (learners, 1 to 1,000,000); ``seed``, any whole number.

    Returns a ``Dock`` with arrays of shape (replications, periods): ``risky`` is 1 where a risky option was
    chosen, ``chance`` is P before (the sum of all risky options), ``aspiration`` and ``competence`` (of the mean risky
    option) are those before the choice. Raises ``InputError`` for a value out of range. Source: Denrell & March (2001), pp. 526-528, by way of public
    replication code.

    >>> denrell2001(0.5)["risky"].mean < 0.01, denrell2001(0.0)["chance"].mean
    (True, 0.5)
    """
    seed = any_seed(seed)
    given = dict(locals())
    rates = {name: share(name, given[name]) for name in ("phi", "aspiration_rate", "start", "practice_rate")}
    means = (within("risky", risky, -LARGEST, LARGEST), within("certain", certain, -LARGEST, LARGEST))
    spread = (within("sd", sd, 0.0, LARGEST), within("sd_power", sd_power, 0.0, 2.0))
    rates["competence"] = within("competence", competence, 0.01, 1.0)
    learners = np.arange(whole("replications", replications, 1, 10**6), dtype=np.uint64)
    periods, draws, options = (
        whole("periods", periods, 1, 10_000),
        Draws(seed, 0),
        whole("options", options, 1, 100),
    )
    choice, outcome = (draws.block(name, learners, 1, periods) for name in ("choice", "outcome"))
    out = _run(rates, means, spread, options, choice, ndtri(outcome))
    return Dock("denrell2001", given, seed, dict(zip(QUANTITIES, out, strict=True)))


def _run(
    rates: dict[str, float], means: tuple[float, float], spread: tuple[float, float], options: int,
    choice: Floats, shock: Floats,
) -> Floats:  # fmt: skip
    """Return the quantities of all learners, shape (quantities, learners, periods)."""
    periods, learners = choice.shape
    out = np.empty((len(QUANTITIES), learners, periods))
    skill, at = np.full((options, learners), rates["competence"]), np.arange(learners)
    chance = np.full((options + 1, learners), rates["start"] / options)  # the certain option is the last
    chance[-1] = 1.0 - rates["start"]
    aspiration = (1.0 - chance[-1]) * means[0] + chance[-1] * means[1]
    for t in range(periods):
        picked = (choice[t] >= np.cumsum(chance[:-1], axis=0)).sum(axis=0)
        chosen, which = picked < options, np.minimum(picked, options - 1)
        own = skill[which, at]
        outcome = np.where(chosen, own * means[0] + (spread[0] / own) ** spread[1] * shock[t], means[1])
        out[:, :, t] = chosen, 1.0 - chance[-1], aspiration, skill.mean(axis=0)
        chance = _reinforced(chance, picked, outcome - aspiration, rates["phi"])
        aspiration = learned(aspiration, outcome, rates["aspiration_rate"])
        practised = learned(own, np.ones(learners), rates["practice_rate"])
        skill[which, at] = np.where(chosen, practised, own)
    return out


def _reinforced(chance: Floats, picked: NDArray[np.int64], surprise: Floats, rate: float) -> Floats:
    """Return the chances of all options after an outcome above, below or equal to the aspiration."""
    tried = np.arange(len(chance))[:, None] == picked
    others = (1.0 - tried) / (len(chance) - 1)
    after = learned(chance, np.where(surprise > 0.0, tried, others), rate)
    return np.where(surprise != 0.0, after, chance)


def learned(level: Floats, target: Floats, rate: float) -> Floats:
    """Return ``learning.moved`` of many learners at once: the rule is arithmetic, so that it takes arrays.

    >>> learned(np.array([0.5, 0.5]), np.array([1.0, 0.0]), 0.1).tolist()
    [0.55, 0.45]
    """
    return np.asarray(learning.moved(level, target, rate))  # pyright: ignore[reportArgumentType]
