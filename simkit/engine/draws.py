"""Named random streams: every random number is a function of (seed, replication, stream, seat, week).

There is no state, so asking for one number moves no other: a new stream, team or person changes nobody
else's luck, and every regime meets the same people, ideas and shocks. The function is nested mixing by
the finaliser of splitmix64 (Steele, Lea & Flood 2014, "Fast splittable pseudorandom number generators").

>>> a, b = Draws(seed=1, replication=0), Draws(seed=1, replication=0)
>>> a.one("exit", 7, 3) == b.one("exit", 7, 3) == float(b.block("exit", np.array([7], np.uint64), 3, 2)[0, 0])
True
>>> a.one("exit", 7, 3) == a.one("hire", 7, 3)
False
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

_MASK = 0xFFFFFFFFFFFFFFFF
GOLDEN, M1, M2 = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_UNIT = 2.0**-52
COMPANY = ""
"""The name under which what all teams share draws its luck; no team can be called so."""


def mixed(x: int) -> int:
    """Return the splitmix64 finaliser of a 64-bit integer."""
    x = (x + GOLDEN) & _MASK
    x = ((x ^ (x >> 30)) * M1) & _MASK
    x = ((x ^ (x >> 27)) * M2) & _MASK
    return x ^ (x >> 31)


def _mixed_all(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return ``mixed`` of every element."""
    x = x + np.uint64(GOLDEN)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(M1)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(M2)
    return x ^ (x >> np.uint64(31))


@cache
def key_of(name: str) -> int:
    """Return the 64-bit key of a stream's or a team's name, the same on every machine."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little")


def seat_of(team: str, number: int) -> int:
    """Return the key of a numbered place in a team: it depends on nothing but the two."""
    return mixed(key_of(team) ^ mixed(number & _MASK))


class Draws:
    """All luck of one world: uniform numbers strictly between 0 and 1, by stream, seat and week."""

    def __init__(self, seed: int, replication: int) -> None:
        """Fix the world; ``seed`` and ``replication`` are whole numbers of any size and sign."""
        self._world = mixed(mixed(seed & _MASK) ^ (replication & _MASK))

    def one(self, stream: str, seat: int, week: int) -> float:
        """Return one number."""
        h = mixed(mixed(self._world ^ key_of(stream)) ^ seat)
        return ((mixed(h ^ week) >> 12) + 0.5) * _UNIT

    def block(
        self, stream: str, seats: NDArray[np.uint64], first_week: int, weeks: int
    ) -> NDArray[np.float64]:
        """Return numbers of shape (weeks, seats), the same as asking for each of them alone."""
        seat_keys = _mixed_all(np.uint64(mixed(self._world ^ key_of(stream))) ^ seats)
        week_keys = np.arange(first_week, first_week + weeks, dtype=np.uint64)
        return (
            (_mixed_all(seat_keys[None, :] ^ week_keys[:, None]) >> np.uint64(12)).astype(float) + 0.5
        ) * _UNIT


@contextmanager
def lent(seed: int) -> Generator[None]:
    """Seed numpy's global numbers for a library that draws from them, and put them back as they were.

    >>> with lent(1):
    ...     one = np.random.rand()
    >>> with lent(1):
    ...     one == np.random.rand()
    True
    """
    before = np.random.get_state()
    np.random.seed(mixed(seed & _MASK) >> 32)
    try:
        yield
    finally:
        np.random.set_state(before)
