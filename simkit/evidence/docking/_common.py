"""What all docks share: a result with its Monte-Carlo error, a published figure beside it, checks and luck.

A dock is a published model run on the rules of the organisation model. Its loop is compiled once and called
for one replication at a time; every random number is a function of (seed, replication, stream, seat, week),
as in ``simkit.engine.draws``, so that a run does not depend on threads or on other runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit

from simkit.engine.draws import key_of, mixed
from simkit.engine.kernel.luck import mixed as mixed_compiled
from simkit.engine.kernel.luck import unit
from simkit.evidence.verdicts import agreement
from simkit.experiments.paired import Estimate, estimate
from simkit.problems import InputError, Problem
from simkit.result import Floats
from simkit.rules._store import kept
from simkit.text import entries

F = TypeVar("F", bound=Callable[..., Any])
_MASK = 0xFFFFFFFFFFFFFFFF
SOURCES = ("simkit.evidence.docking", "simkit.engine.kernel", "simkit.engine.draws", "simkit.engine.state", "simkit.metrics")  # fmt: skip
"""What a compiled dock is made of besides the rules."""


def part(function: F) -> F:
    """Compile a function that the loop of a dock calls: strict arithmetic, no interpreter lock."""
    return cast(F, njit(error_model="numpy", nogil=True)(function))


def docked(function: F) -> F:
    """Compile the loop of a dock, which Python calls, and keep the machine code for the next time."""
    return kept(part(function), *SOURCES)


@dataclass(frozen=True, slots=True)
class Dock:
    """What a dock found: one number per replication and quantity, with parameters and seed.

    ``values`` maps the name of a quantity to an array whose first axis is the replication (and whose further
    axes, if any, are periods). ``dock["name"]`` is the estimate of a quantity's mean over replications (of the
    last period): mean, 95 % t-interval (``low``, ``high``), Monte-Carlo standard error (``mcse``) and ``n``.

    >>> dock = Dock("demo", {"p1": 0.1}, 0, {"code": np.array([0.8, 0.9, 1.0])})
    >>> round(dock["code"].mean, 3), dock["code"].n, dock.path("code").shape
    (0.9, 3, ())
    """

    model: str
    parameters: Mapping[str, object]
    seed: int
    values: Mapping[str, Floats]

    def __getitem__(self, quantity: str) -> Estimate:
        """Return the estimate of a quantity; of its last period if it has periods."""
        values = self.values[self._known(quantity)]
        return estimate(values if values.ndim == 1 else values[:, -1])

    def path(self, quantity: str) -> Floats:
        """Return a quantity's mean over replications: a number, or one for each period."""
        return np.asarray(self.values[self._known(quantity)].mean(axis=0))

    def _known(self, quantity: str) -> str:
        """Refuse a quantity that the dock does not report."""
        return one_of("quantity", quantity, tuple(self.values))


@dataclass(frozen=True, slots=True)
class Figure:
    """A published number beside simkit's: the verdict says whether they agree within what the source leaves open.

    ``low`` to ``high`` is the band within which simkit's mean must lie: the published number with its own
    Monte-Carlo error and the error of reading it off a figure, or one side of 0 for a published order. It is fixed
    by the source, never by what simkit finds. ``source`` is a key of ``sources.toml``, ``note`` one sentence in
    each language.
    """

    id: str
    published: float
    low: float
    high: float
    found: Estimate
    source: str
    note: Mapping[str, str]

    @property
    def verdict(self) -> str:
        """Return ``reproduced``, ``not_reproduced`` or ``undecided`` (``agreement``)."""
        return agreement(self.found, self.low, self.high)


def figure(
    id: str, published: float, band: tuple[float, float], found: Estimate, source: str, note: str
) -> Figure:
    """Return a figure with its note in both languages."""
    return Figure(id, published, *band, found, source, entries("docks")[source][note])


def near(id: str, published: float, error: float, found: Estimate, source: str, note: str) -> Figure:
    """Return a figure whose published number is certain to ± ``error``."""
    return figure(id, published, (published - error, published + error), found, source, note)


def more(id: str, found: Estimate, source: str, note: str, side: int = 1) -> Figure:
    """Return the figure of a published order: a difference that lies above 0 (``side`` 1) or below it (-1)."""
    return figure(id, 0.0, (0.0, inf) if side > 0 else (-inf, 0.0), found, source, note)


def share(name: str, value: float) -> float:
    """Return a probability or share; raise ``InputError`` unless it lies in [0, 1]."""
    return within(name, value, 0.0, 1.0)


def within(name: str, value: float, low: float, high: float) -> float:
    """Return a number; raise ``InputError`` with field, value and range unless it is finite and within it.

    >>> within("p1", 1.5, 0.0, 1.0)
    Traceback (most recent call last):
        ...
    simkit.problems.InputError: p1: 1.5 is out of range; give a value from 0 to 1
    """
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = np.nan
    if not low <= number <= high:
        raise InputError([Problem("out_of_range", name, {"value": value, "low": low, "high": high})])
    return number


def whole(name: str, value: int, low: int, high: int) -> int:
    """Return a whole number; raise ``InputError`` unless it is one and lies within the range.

    >>> whole("people", 2.5, 1, 10)
    Traceback (most recent call last):
        ...
    simkit.problems.InputError: people: 2.5 is not a whole number; round it
    """
    if within(name, value, low, high) != int(value):
        raise InputError([Problem("not_whole", name, {"value": value})])
    return int(value)


def any_seed(value: int) -> int:
    """Return a seed; raise ``InputError`` unless it is a whole number of at most 63 bits."""
    return whole("seed", value, -(2**63), 2**63)


def one_of(name: str, value: str, allowed: Sequence[str]) -> str:
    """Return a name; raise ``InputError`` unless it is one of those allowed."""
    if value not in allowed:
        raise InputError(
            [Problem("not_allowed", name, {"value": str(value), "expected": ", ".join(allowed)})]
        )
    return value


def stream_keys(seed: int, replication: int, streams: Iterable[str]) -> Any:
    """Return the 64-bit keys of a world's streams, for ``luck`` in compiled code.

    >>> keys = stream_keys(1, 0, ("exit",))
    >>> from simkit.engine.draws import Draws
    >>> luck(keys[0], np.uint64(7), np.uint64(3)) == Draws(1, 0).one("exit", 7, 3)
    True
    """
    world = mixed(mixed(seed & _MASK) ^ (replication & _MASK))
    return np.array([mixed(world ^ key_of(name)) for name in streams], dtype=np.uint64)


@part
def luck(stream: Any, seat: Any, week: Any) -> float:
    """Return the number in (0, 1) of a stream for a seat and a week, the same as ``Draws.one``."""
    return unit(mixed_compiled(mixed_compiled(stream ^ np.uint64(seat)) ^ np.uint64(week)))
