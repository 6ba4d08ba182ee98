"""Who talks to whom: the networks of Lazer & Friedman (2007), as lists of neighbours.

A network is a symmetric table of ties (people by people, 0 or 1, nobody tied to themselves).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components, shortest_path

from simkit.engine.draws import Draws
from simkit.problems import InputError, Problem

Ties = NDArray[np.bool_]
TRIES = 10_000
"""Random networks that are drawn at most in search of one that hangs together."""
CLIQUE = 5
"""Size of a cave, and number of people on the path from one cave to the next (Lazer & Friedman 2007, note 3)."""


def line(people: int) -> Ties:
    """Return a line: everybody but the two ends talks to two others.

    >>> line(4).sum(axis=1).tolist()
    [1, 2, 2, 1]
    """
    return _tied(people, [(i, i + 1) for i in range(people - 1)])


def full(people: int) -> Ties:
    """Return the totally connected network."""
    return ~np.eye(people, dtype=bool)


def hub(people: int) -> Ties:
    """Return a hub with spokes: everybody talks to the first person only."""
    return _tied(people, [(0, i) for i in range(1, people)])


def lattice(people: int, degree: int) -> Ties:
    """Return a circle on which everybody talks to the ``degree / 2`` nearest people on either side.

    >>> int(lattice(12, 4).sum()), round(path_length(lattice(12, 4)), 3)
    (48, 1.909)
    """
    near = range(1, degree // 2 + 1)
    return _tied(people, [(i, (i + step) % people) for i in range(people) for step in near])


def caveman(people: int) -> Ties:
    """Return a circle of caves: five people all tied to each other, then a path of five to the next cave.

    With 100 people the mean path is 17.98 steps long, as the paper says.

    >>> round(path_length(caveman(100)), 2)
    17.98
    """
    ties = _tied(people, [(i, (i + 1) % people) for i in range(people)])
    for first in range(0, people, 2 * CLIQUE):
        cave = slice(first, min(first + CLIQUE, people))
        ties[cave, cave] = True
    np.fill_diagonal(ties, False)
    return ties


def random(people: int, density: float, connected: bool, draws: Draws) -> Ties:
    """Return a network in which each pair is tied with chance ``density``.

    With ``connected``, networks that fall apart are drawn anew; ``InputError`` if none hangs together.
    """
    pairs = np.triu_indices(people, 1)
    seats = np.arange(len(pairs[0]), dtype=np.uint64)
    for attempt in range(TRIES):
        ties = np.zeros((people, people), dtype=bool)
        ties[pairs] = draws.block("tie", seats, attempt, 1)[0] < density
        ties |= ties.T
        if not connected or is_whole(ties):
            return ties
    raise InputError([Problem("falls_apart", "density", {"value": density, "people": people})])


def small_world(people: int, degree: int, rewired: int, added: int, draws: Draws) -> Ties:
    """Return a lattice with shortcuts: ``rewired`` ties moved to somebody random, ``added`` new ones on top.

    A tie whose loss would cut the network in two is passed over (Lazer & Friedman
    2007, p. 681); added ties delete none.
    """
    ties = lattice(people, degree)
    links = np.argwhere(np.triu(ties))
    order = np.argsort(draws.block("link", np.arange(len(links), dtype=np.uint64), 0, 1)[0])
    moved = 0
    for i in order:
        if moved == rewired:
            break
        moved += _rewire(ties, links[i], draws, int(i))
    for i in range(added):
        free = np.argwhere(np.triu(~ties, 1))
        a, b = free[int(draws.one("shortcut", i, 0) * len(free))]
        ties[a, b] = ties[b, a] = True
    return ties


def _rewire(ties: Ties, link: Any, draws: Draws, seat: int) -> int:
    """Move one end of a tie to somebody else; return 0 and leave it if the network would fall apart."""
    a, b = link
    free = np.flatnonzero(~ties[a] & (np.arange(len(ties)) != a))
    if len(free) == 0:
        return 0
    other = free[int(draws.one("rewire", seat, 0) * len(free))]
    ties[a, b] = ties[b, a] = False
    ties[a, other] = ties[other, a] = True
    if is_whole(ties):
        return 1
    ties[a, other] = ties[other, a] = False
    ties[a, b] = ties[b, a] = True
    return 0


FIXED: dict[str, Callable[[int], Ties]] = {"line": line, "full": full, "hub": hub, "caveman": caveman}
"""Networks that need nothing but the number of people."""
KINDS = (*FIXED, "lattice", "random", "small_world")
"""All kinds of networks."""


def is_whole(ties: Ties) -> bool:
    """Return whether there is a path between any two people."""
    return int(connected_components(ties, directed=False, return_labels=False)) == 1


def path_length(ties: Ties) -> float:
    """Return the mean number of steps between two people, over pairs with a path.

    >>> round(path_length(line(100)), 2), path_length(full(10))
    (33.67, 1.0)
    """
    steps = shortest_path(ties, directed=False, unweighted=True)[np.triu_indices(len(ties), 1)]
    return float(steps[np.isfinite(steps)].mean())


def _tied(people: int, pairs: list[tuple[int, int]]) -> Ties:
    """Return the table of a list of pairs."""
    ties = np.zeros((people, people), dtype=bool)
    for a, b in pairs:
        if a != b:
            ties[a, b] = ties[b, a] = True
    return ties
