"""Posen & Levinthal (2012): how much to explore in a ten-armed bandit whose arms change.

Everything of the organisation model is switched off but ``learning.success_belief``, what members believe of an
opportunity after wins in tries, and ``learning.choice_weight``, by which they choose among opportunities.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from simkit.evidence.docking._common import (
    Dock,
    any_seed,
    docked,
    luck,
    part,
    share,
    stream_keys,
    whole,
    within,
)
from simkit.rules import learning

STREAMS = ("arm", "shock", "redraw", "choice", "payoff")
"""The streams of luck, in the order in which the compiled loop numbers them."""
ARM, SHOCK, REDRAW, CHOICE, PAYOFF = range(len(STREAMS))
QUANTITIES = ("score", "exploration", "knowledge")
"""What is reported of each replication."""
STEEPNESS = 10.0
"""In the paper choices go by ``exp(belief / (tau / 10))``."""
MOST_SHAPE = 32
"""The largest parameter of the distribution of arms; so many seats of luck belong to an arm, twice."""
LONGEST = 10_000


def posen2012(
    tau: float = 0.5, eta: float = 0.0, *, redrawn: float = 0.5, arms: int = 10, alpha: int = 2, beta: int = 2,
    periods: int = 500, replications: int = 1000, seed: int = 0,
) -> Dock:  # fmt: skip
    """Run learners who choose one of several arms, period after period, and win or lose 1.

    An arm wins with a chance drawn from Beta(alpha, beta). Each period: with probability ``eta`` a shock
    redraws every arm with probability ``redrawn``; an arm is chosen in proportion to ``exp(belief / (tau / 10))``,
    where the belief is ``(wins + 1) / (tries + 2)``; it pays 1 or -1.

    Parameters: ``tau`` (exploration, 0.015 to 1,000); ``eta`` (turbulence, [0, 1]); ``redrawn`` ([0, 1]); ``arms``
    (1 to 1,000); ``alpha`` and ``beta`` (whole, 1 to 32); ``periods`` (1 to 10,000); ``replications`` (1 to
    1,000,000); ``seed``, any whole number. The same seed has the same arms and shocks under every ``tau``.

    Returns a ``Dock`` with arrays of shape (replications,): ``score`` is wins minus losses; ``exploration`` the share
    of periods in which another arm was chosen than one believed to be best; ``knowledge`` is 1 minus the sum
    of squared errors of beliefs at the end. Raises ``InputError`` for a value out of range. Source: Posen &
    Levinthal (2012), by way of the data of a public replication.

    >>> random, greedy = posen2012(1000.0, replications=200), posen2012(0.02, replications=200)
    >>> abs(random["score"].mean) < 10 < greedy["score"].mean, random["exploration"].mean > 0.5
    (True, True)
    """
    given = dict(locals())
    return bandit("posen2012", given, latency=0, unguided=0, as_stated=True, **given)


def bandit(model: str, given: dict[str, Any], **setting: Any) -> Dock:
    """Run the bandit with beliefs that lag ``latency`` periods, after ``unguided`` periods of random choice."""
    seed = any_seed(setting["seed"])
    most = {"arms": 1000, "alpha": MOST_SHAPE, "beta": MOST_SHAPE, "periods": LONGEST, "replications": 10**6}
    count = {name: whole(name, setting[name], 1, high) for name, high in most.items()}
    lags = [whole(name, setting[name], 0, LONGEST) for name in ("latency", "unguided")]
    heat = within("tau", setting["tau"], 0.015, 1000.0) / STEEPNESS
    rates = np.array([heat, share("eta", setting["eta"]), share("redrawn", setting["redrawn"])])
    shape = np.array([count["arms"], count["alpha"], count["beta"], count["periods"], *lags])
    out = np.empty((count["replications"], len(QUANTITIES)))
    for replication in range(len(out)):
        keys = stream_keys(seed, replication, STREAMS)
        _run(keys, rates, shape, bool(setting["as_stated"]), out[replication])
    return Dock(model, given, seed, {name: out[:, q] for q, name in enumerate(QUANTITIES)})


@docked
def _run(keys: Any, rates: Any, shape: Any, as_stated: bool, row: Any) -> None:
    """Run one learner."""
    arms, alpha, beta, periods, latency, unguided = shape
    chance, weights, best = np.empty(arms), np.empty(arms), 0.5
    record = np.zeros((2, arms))  # known wins and tries of each arm
    history = np.empty(
        (2, unguided + periods), np.int64
    )  # arms in the order in which they won and were tried
    count = np.zeros(2, np.int64)
    for a in range(arms):
        chance[a] = drawn_chance(keys[ARM], a, 0, alpha, beta)
        weights[a] = learning.choice_weight(learning.success_belief(0.0, 0.0), rates[0])
    row[:] = 0.0, 0.0, 1.0
    for t in range(unguided + periods):
        shake(keys, t + 1, rates, alpha, beta, chance)
        u = luck(keys[CHOICE], 0, t + 1)
        a = int(u * arms) if t < unguided else picked(weights, u)
        won = luck(keys[PAYOFF], a, t + 1) < chance[a]
        if t >= unguided:
            row[0] += 1.0 if won else -1.0
            row[1] += (learning.success_belief(record[0, a], record[1, a]) < best) / periods
        remember(a, won, as_stated, history, count)
        best = heed(latency, rates[0], history, count, won or as_stated, record, weights, best)
    for a in range(arms):
        row[2] -= (chance[a] - learning.success_belief(record[0, a], record[1, a])) ** 2


@part
def remember(a: int, won: bool, as_stated: bool, history: Any, count: Any) -> None:
    """Write the arm down among those tried and, if it won, among those that won; -1 there stands for a loss."""
    history[1, count[1]] = a
    count[1] += 1
    if won or as_stated:
        history[0, count[0]] = a if won else -1
        count[0] += 1


@part
def drawn_chance(key: Any, a: int, t: int, alpha: int, beta: int) -> float:
    """Draw an arm's chance: the ``alpha``-th smallest of ``alpha + beta - 1`` even numbers is Beta(alpha, beta)."""
    numbers = np.empty(alpha + beta - 1)
    for i in range(len(numbers)):
        numbers[i] = luck(key, 2 * MOST_SHAPE * a + i, t)
    return np.sort(numbers)[alpha - 1]


@part
def shake(keys: Any, t: int, rates: Any, alpha: int, beta: int, chance: Any) -> None:
    """Let a shock come, perhaps, and redraw arms."""
    if luck(keys[SHOCK], 0, t) < rates[1]:
        for a in range(len(chance)):
            if luck(keys[REDRAW], a, t) < rates[2]:
                chance[a] = drawn_chance(keys[ARM], a, t, alpha, beta)


@part
def picked(weights: Any, u: float) -> int:
    """Choose in proportion to weights."""
    left = u * weights.sum()
    for a in range(len(weights)):
        left -= weights[a]
        if left < 0.0:
            return a
    return len(weights) - 1


@part
def heed(
    latency: int, heat: float, history: Any, count: Any, moved: bool, record: Any, weights: Any, best: float
) -> float:
    """Take what lies ``latency`` entries back into account; return the highest belief of all arms."""
    for kind in range(2):
        at = count[kind] - 1 - latency
        if at < 0 or (kind == 0 and not moved) or history[kind, at] < 0:
            continue
        a = history[kind, at]
        record[kind, a] += 1.0
        weights[a] = learning.choice_weight(learning.success_belief(record[0, a], record[1, a]), heat)
    best = 0.0
    for a in range(len(weights)):
        best = max(best, learning.success_belief(record[0, a], record[1, a]))
    return best
