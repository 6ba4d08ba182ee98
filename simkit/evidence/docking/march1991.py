"""March (1991): mutual learning between an organisational code and the people in the organisation.

Everything of the organisation model is switched off but four rules: ``market.flip_chance`` (turbulence),
``people.exit_chance`` (turnover), ``learning.socialised`` and ``learning.practice_learns``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from simkit.evidence.docking._common import Dock, any_seed, docked, luck, part, share, stream_keys, whole
from simkit.rules import learning, market
from simkit.rules import people as leaving

STREAMS = ("reality", "belief", "turbulence", "turnover", "action", "socialisation", "code")
"""The streams of luck, in the order in which the compiled loop numbers them."""
REALITY, BELIEF, TURBULENCE, TURNOVER, ACTION, SOCIALISATION, CODE = range(len(STREAMS))
QUANTITIES = ("code", "people", "slow", "fast", "agreement")
"""What is reported, period by period from 0 (the start) on."""
WEEKS = 52.0
"""``exit_chance`` takes a yearly rate and gives the chance a week; here a week is a period."""


def march1991(
    p1: float = 0.1, p2: float = 0.9, *, p3: float = 0.0, p4: float = 0.0, p1_fast: float = 0.9, fast: float = 0.0,
    people: int = 50, dimensions: int = 30, periods: int = 80, replications: int = 80, seed: int = 0,
) -> Dock:  # fmt: skip
    """Run March's model of mutual learning.

    Each period: reality shifts, people leave and are replaced, everyone acts (a belief of 0 by the flip of a
    coin), those whose realised result exceeds the code's form the superior group, people learn from the code,
    and the code learns from the majority of the superior group's actions. An opposed belief goes to 0 first.

    Parameters: ``p1`` socialisation (chance a period and dimension, [0, 1]); ``p2`` learning by the code ([0,
    1]): a dimension stays as it is with chance ``(1 - p2)**k``, k = majority - minority; ``p3`` turnover
    (chance a person and period, [0, 1]); ``p4`` turbulence (chance a dimension and period, [0, 1]);
    ``p1_fast`` ([0, 1]) is the socialisation of a share ``fast`` ([0, 1], rounded to whole people) of fast
    learners, ``p1`` that of the slow others (who replaces somebody learns at the same rate); ``people`` (n, 1
    to 1,000); ``dimensions`` (m, 1 to 1,000); ``periods`` (1 to 10,000); ``replications`` (1 to 1,000,000);
    ``seed``, any whole number.

    Returns a ``Dock`` with arrays of shape (replications, periods + 1): ``code`` is the knowledge of the code,
    sum(code * reality) / m in [-1, 1]; ``people``, ``slow`` and ``fast`` are the mean knowledge of everybody
    and of slow and fast learners (NaN where there are none); ``agreement`` is the share of beliefs that equal
    the code, 1 in equilibrium. Raises ``InputError`` for a value out of range.

    Source: March (1991), figures 1 to 5; the coin, the two steps and the majority of actions, which the
    paper leaves out, from public replication code.

    >>> dock = march1991(p1=0.5, p2=0.5, replications=4, seed=1)
    >>> dock["code"].n, dock.values["code"].shape, 0.5 < dock["code"].mean <= 1.0
    (4, (4, 81), True)
    """
    seed = any_seed(seed)
    given = dict(locals())
    rates = np.array([share(name, given[name]) for name in ("p1", "p2", "p3", "p4")])
    people, dimensions = whole("people", people, 1, 1000), whole("dimensions", dimensions, 1, 1000)
    periods, replications = (
        whole("periods", periods, 1, 10_000),
        whole("replications", replications, 1, 10**6),
    )
    slow = people - round(share("fast", fast) * people)
    socialisation = np.full(people, rates[0])
    socialisation[slow:] = share("p1_fast", p1_fast)
    out = np.empty((replications, periods + 1, len(QUANTITIES)))
    for replication in range(replications):
        keys = stream_keys(seed, replication, STREAMS)
        _run(keys, socialisation, rates, slow, dimensions, out[replication])
    return Dock("march1991", given, seed, {name: out[..., q] for q, name in enumerate(QUANTITIES)})


@docked
def _run(keys: Any, socialisation: Any, rates: Any, slow: int, m: int, out: Any) -> None:
    """Run one organisation; ``out`` has a row for each period, the start first."""
    n = len(socialisation)
    reality, code, balance = np.empty(m), np.zeros(m), np.empty(m)
    beliefs, actions = np.empty((n, m)), np.empty((n, m))
    for d in range(m):
        reality[d] = 1.0 if luck(keys[REALITY], d, 0) < 0.5 else -1.0
    for j in range(n):
        arrive(keys[BELIEF], j, 0, beliefs)
    record(reality, code, beliefs, slow, out[0])
    for t in range(1, len(out)):
        change(keys, t, rates, reality, beliefs)
        act(keys[ACTION], t, beliefs, actions)
        vote(reality, code, actions, balance)
        for j in range(n):
            for d in range(m):
                if code[d] != 0.0 and beliefs[j, d] != code[d]:
                    u = luck(keys[SOCIALISATION], j * m + d, t)
                    beliefs[j, d] = learning.socialised(beliefs[j, d], code[d], socialisation[j], u)
        for d in range(m):
            code[d] = learning.practice_learns(code[d], balance[d], rates[1], luck(keys[CODE], d, t))
        record(reality, code, beliefs, slow, out[t])


@part
def arrive(key: Any, j: int, t: int, beliefs: Any) -> None:
    """Give a newcomer beliefs: -1, 0 and +1 with equal chance on every dimension."""
    m = beliefs.shape[1]
    for d in range(m):
        beliefs[j, d] = int(3.0 * luck(key, j * m + d, t)) - 1.0


@part
def change(keys: Any, t: int, rates: Any, reality: Any, beliefs: Any) -> None:
    """Let dimensions of reality flip, and people leave and be replaced."""
    flips = market.flip_chance(0.0, rates[3])
    leaves = leaving.exit_chance(WEEKS * rates[2], 0.0, 0.0, 0.0)
    for d in range(len(reality)):
        if luck(keys[TURBULENCE], d, t) < flips:
            reality[d] = -reality[d]
    for j in range(len(beliefs)):
        if luck(keys[TURNOVER], j, t) < leaves:
            arrive(keys[BELIEF], j, t, beliefs)


@part
def act(key: Any, t: int, beliefs: Any, actions: Any) -> None:
    """Let everybody act on every dimension: as they believe, or by the flip of a coin."""
    n, m = beliefs.shape
    for j in range(n):
        for d in range(m):
            if beliefs[j, d] != 0.0:
                actions[j, d] = beliefs[j, d]
            else:
                actions[j, d] = 1.0 if luck(key, j * m + d, t) < 0.5 else -1.0


@part
def vote(reality: Any, code: Any, actions: Any, balance: Any) -> None:
    """Sum the actions of the superior group: of those whose result exceeds the code's."""
    standard = 0.0
    for d in range(len(reality)):
        standard += code[d] * reality[d]
        balance[d] = 0.0
    for j in range(len(actions)):
        result = 0.0
        for d in range(len(reality)):
            result += actions[j, d] * reality[d]
        if result > standard:
            for d in range(len(reality)):
                balance[d] += actions[j, d]


@part
def record(reality: Any, code: Any, beliefs: Any, slow: int, row: Any) -> None:
    """Write down what code and people know, and how far they agree."""
    n, m = beliefs.shape
    known, same = np.zeros(2), 0
    for j in range(n):
        for d in range(m):
            known[0 if j < slow else 1] += beliefs[j, d] * reality[d]
            same += beliefs[j, d] == code[d]
    row[0] = 0.0
    for d in range(m):
        row[0] += code[d] * reality[d] / m
    row[1] = (known[0] + known[1]) / (n * m)
    row[2] = known[0] / (slow * m) if slow > 0 else np.nan
    row[3] = known[1] / ((n - slow) * m) if slow < n else np.nan
    row[4] = same / (n * m)
