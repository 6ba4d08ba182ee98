"""Lazer & Friedman (2007): networks of people who copy their best neighbour or else search for themselves.

Everything of the organisation model is switched off but two rules: ``learning.copied`` (taking over a colleague's
view of a dimension; its error is the paper's error in copying) and ``learning.learns_from`` (a trial that
succeeds is kept; nothing is learnt from one that fails, because nobody discusses it).
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from os import cpu_count
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from simkit.engine.draws import Draws
from simkit.evidence.docking import networks
from simkit.evidence.docking._common import (
    Dock,
    any_seed,
    docked,
    luck,
    one_of,
    part,
    share,
    stream_keys,
    whole,
    within,
)
from simkit.evidence.docking.landscapes import highest, landscape, score
from simkit.experiments.paired import Estimate, estimate
from simkit.problems import InputError, Problem
from simkit.result import Floats
from simkit.rules import learning

PROBLEM, SEARCH = ("partner", "contribution", "solution"), ("look", "copy", "bit")
"""The streams of luck, in the order in which the compiled loops number them.

All networks share problems and first solutions. The luck of the search is each network's own, as in the paper's
contests: with shared luck, similar networks would tie more often.
"""
PARTNER, CONTRIBUTION, SOLUTION, LOOK, COPY, BIT = range(len(PROBLEM + SEARCH))
QUANTITIES = ("score", "best", "solutions")
"""What is reported, period by period from 0 (the start) on."""
_tops: dict[tuple[int, int, int, int], float] = {}
"""Highest values of landscapes that were searched before, by seed, replication, N and K."""


def lazer2007(
    network: str | ArrayLike = "line", *, n: int = 20, k: int = 5, people: int = 100, velocity: float = 1.0,
    look_every: int = 1, error: float = 0.0, density: float = 0.07, connected: bool = True, degree: int = 4, rewired: int = 0,
    added: int = 0, power: float = 8.0, periods: int = 200, replications: int = 100, seed: int = 0,
) -> Dock:  # fmt: skip
    """Run parallel problem solving on NK landscapes in a network.

    Each period, all at once: who looks and sees a neighbour with a better solution copies that of the best;
    everybody else flips one random bit and keeps the change if it is better. A copy with errors is kept only if
    it is better. Landscapes and first solutions depend on ``seed`` and replication alone, so that
    different networks meet the same problems (``ahead`` compares them); their flips of bits are their own.

    Parameters: ``network``: ``line``, ``full``, ``hub``, ``caveman``, ``lattice`` (a circle with ``degree``
    neighbours, even, 2 to people - 1), ``random`` (ties with chance ``density``; ``connected``: only
    networks that hang together), ``small_world`` (the lattice with ``rewired`` ties moved and ``added`` new
    ones), or a symmetric table of ties (people by people); ``n`` bits (N, 1 to 22) with ``k`` partners each
    (K, 0 to N - 1); ``people`` (2 to 1,000); ``velocity`` (chance to look in a period, [0, 1]);
    ``look_every`` (people look in every such period only, all together, 1 to 10,000); ``error`` (e,
    chance that a bit is not copied, [0, 1]); ``power`` (exponent of value / maximum, 0.1 to 100);
    ``periods`` (1 to 10,000); ``replications`` (landscapes, 1 to 100,000); ``seed``, any whole number.

    Returns a ``Dock`` with arrays of shape (replications, periods + 1): ``score`` is the mean over people of
    (value / maximum)**power in [0, 1], ``best`` that of the best, ``solutions`` the number of different
    ones; ``path_length``, shape (replications,), is the mean distance in the network. Raises ``InputError``
    for a value out of range. Source: Lazer & Friedman (2007), pp. 674-685 and appendix A.

    >>> dock = lazer2007("full", n=8, k=0, people=20, periods=60, replications=3)
    >>> dock["score"].mean, dock["solutions"].mean
    (1.0, 1.0)
    """
    seed = any_seed(seed)
    given = dict(locals())
    ties_of = _network(given)
    sizes, rates, shape = _checked(given)
    streams = (*PROBLEM, *(f"{name} {network if isinstance(network, str) else 'given'}" for name in SEARCH))
    out, paths = np.empty((*shape, len(QUANTITIES))), np.empty(shape[0])

    def solve(replication: int) -> None:
        ties, keys = ties_of(replication), stream_keys(seed, replication, streams)
        _solve(ties, keys, (seed, replication, *sizes), rates, out[replication])
        paths[replication] = networks.path_length(ties)

    _each(solve, shape[0])
    values = {name: out[..., q] for q, name in enumerate(QUANTITIES)} | {"path_length": paths}
    return Dock("lazer2007", given, seed, values)


def ahead(a: Dock, b: Dock) -> tuple[Estimate, Estimate]:
    """Return in which share of the shared landscapes ``a`` ends higher than ``b``, and ``b`` higher than ``a``.

    Both docks need the same seed, N, K, people and number of replications. The rest are ties.

    >>> line, full = (lazer2007(kind, n=10, k=3, people=30, replications=20) for kind in ("line", "full"))
    >>> one, other = ahead(line, full)
    >>> one.mean > other.mean, one.n
    (True, 20)
    """
    gain = a.values["score"][:, -1] - b.values["score"][:, -1]
    return estimate((gain > 0.0).astype(float)), estimate((gain < 0.0).astype(float))


def _checked(given: dict[str, Any]) -> tuple[tuple[int, int], Floats, tuple[int, int]]:
    """Return N and K, the rates of the compiled loop, and replications and rows; refuse what is out of range."""
    n = whole("n", given["n"], 1, 22)
    sizes = n, whole("k", given["k"], 0, n - 1)
    velocity, error = share("velocity", given["velocity"]), share("error", given["error"])
    every = whole("look_every", given["look_every"], 1, 10_000)
    rates = np.array([velocity, error, within("power", given["power"], 0.1, 100.0), every])
    periods = whole("periods", given["periods"], 1, 10_000)
    return sizes, rates, (whole("replications", given["replications"], 1, 100_000), periods + 1)


def _network(given: dict[str, Any]) -> Callable[[int], networks.Ties]:
    """Return what gives the ties of a replication."""
    people, kind = whole("people", given["people"], 2, 1000), given["network"]
    if not isinstance(kind, str):
        return partial(_same, _table(kind, people))
    if one_of("network", kind, networks.KINDS) in networks.FIXED:
        return partial(_same, networks.FIXED[kind](people))
    density, seed = share("density", given["density"]), given["seed"]
    if kind == "random":
        return lambda r: networks.random(people, density, given["connected"], Draws(seed, r))
    degree = whole("degree", given["degree"], 2, people - 1)
    if degree % 2:
        raise InputError([Problem("not_even", "degree", {"value": degree})])
    rewired = whole("rewired", given["rewired"], 0, people * degree // 2)
    added = whole("added", given["added"], 0, people * (people - 1 - degree) // 2)
    if kind == "lattice":
        return partial(_same, networks.lattice(people, degree))
    return lambda r: networks.small_world(people, degree, rewired, added, Draws(seed, r))


def _same(ties: networks.Ties, replication: int) -> networks.Ties:
    """Return the same network for every replication."""
    return ties


def _table(ties: ArrayLike, people: int) -> networks.Ties:
    """Return a table of ties that somebody gave; raise ``InputError`` unless it is one."""
    table = np.asarray(ties) != 0
    if table.shape != (people, people) or (table != table.T).any() or table.diagonal().any():
        raise InputError([Problem("not_a_network", "network", {"people": people})])
    return table


def _each(solve: Callable[[int], None], replications: int) -> None:
    """Solve every replication, on as many threads as there are processors; none hangs on another."""
    with ThreadPoolExecutor(cpu_count()) as pool:
        list(pool.map(solve, range(replications)))


def _solve(
    ties: networks.Ties, keys: Any, world: tuple[int, int, int, int], rates: Floats, out: Floats
) -> None:
    """Run one landscape on a network; its highest value is searched once for all networks."""
    neighbours = [np.flatnonzero(row) for row in ties]
    starts = np.concatenate([[0], np.cumsum([len(row) for row in neighbours])])
    partners, values = landscape(keys[PARTNER], keys[CONTRIBUTION], *world[2:])
    if world not in _tops:
        _tops[world] = highest(partners, values)
    _run(keys, partners, values, np.concatenate(neighbours), starts, rates, _tops[world], out)


@docked
def _run(
    keys: Any, partners: Any, values: Any, neighbours: Any, starts: Any, rates: Any, top: float, out: Any
) -> None:
    """Run one population; ``out`` has a row for each period, the start first."""
    people, n = len(starts) - 1, len(partners)
    now, then = np.empty((people, n)), np.empty((people, n))
    height, found = np.empty(people), np.empty(people)
    for j in range(people):
        for d in range(n):
            now[j, d] = 1.0 if luck(keys[SOLUTION], j * n + d, 0) < 0.5 else -1.0
        height[j] = score(now[j], partners, values)
    record(now, height, top, rates[2], out[0])
    for t in range(1, len(out)):
        if out[t - 1, 2] == 1.0 and is_peak(now[0], partners, values):
            out[t] = out[t - 1]  # nobody will ever move again
            continue
        for j in range(people):
            best = j
            if t % int(rates[3]) == 0 and luck(keys[LOOK], j, t) < rates[0]:
                best = best_seen(j, height, neighbours, starts)
            try_out(keys, t, j, best, rates[1], now, then)
            found[j] = judge(j, height, now, then, partners, values)
        now, then, height, found = then, now, found, height
        record(now, height, top, rates[2], out[t])


@part
def best_seen(j: int, height: Any, neighbours: Any, starts: Any) -> int:
    """Return the neighbour with the highest solution if it is better than one's own, else oneself."""
    best = j
    for at in range(starts[j], starts[j + 1]):
        if height[neighbours[at]] > height[best]:
            best = neighbours[at]
    return best


@part
def try_out(keys: Any, t: int, j: int, best: int, error: float, now: Any, then: Any) -> None:
    """Take over the solution of somebody better, or else flip one random bit of one's own."""
    n = now.shape[1]
    for d in range(n):
        then[j, d] = now[j, d]
    if best == j:
        d = int(luck(keys[BIT], j, t) * n)
        then[j, d] = -now[j, d]
        return
    for d in range(n):
        if now[j, d] != now[best, d]:
            u = luck(keys[COPY], j * n + d, t)
            then[j, d] = learning.copied(now[j, d], now[best, d], 1.0 - error, u)


@part
def judge(j: int, height: Any, now: Any, then: Any, partners: Any, values: Any) -> float:
    """Keep what was tried if it is better, else go back; return the value of what is kept."""
    found = score(then[j], partners, values)
    if learning.learns_from(1.0 if found > height[j] else 0.0, 0.0, 1.0) > 0.0:
        return found
    for d in range(now.shape[1]):
        then[j, d] = now[j, d]
    return height[j]


@part
def is_peak(solution: Any, partners: Any, values: Any) -> bool:
    """Return whether no single flip makes a solution better."""
    height = score(solution, partners, values)
    for d in range(len(solution)):
        solution[d] = -solution[d]
        other = score(solution, partners, values)
        solution[d] = -solution[d]
        if other > height:
            return False
    return True


@part
def record(now: Any, height: Any, top: float, power: float, row: Any) -> None:
    """Write down the mean and the best score, and how many different solutions there are."""
    people, n = now.shape
    codes = np.zeros(people, np.int64)
    row[0] = row[1] = 0.0
    for j in range(people):
        value = (height[j] / top) ** power
        row[0] += value
        row[1] = max(row[1], value)
        for d in range(n):
            codes[j] = 2 * codes[j] + (now[j, d] > 0.0)
    row[0] /= people
    codes.sort()
    different = 1
    for j in range(1, people):
        different += codes[j] != codes[j - 1]
    row[2] = different
