"""Approximate Bayesian computation: which constants let the model give the published figures, all at once.

The constants that a target informs are moved by a sequence of populations under falling tolerances (Toni et al. 2009),
with the library pyABC. All other constants that are not published are luck of the simulation: each simulation draws
them anew from their declared ranges, and they are kept with it. So the accepted set is joint, and says of a
constant that no target informs just what its range says. Priors are uniform over the declared range, log-uniform
where it spans more than a factor of ``WIDE``.

One simulation is a function of the moved constants and the seed; the library draws from numpy's global state, which
is lent to it generation by generation. So the same seed gives the same set, also after an interruption.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from simkit.constants import CONSTANTS, Constant
from simkit.engine.draws import Draws, key_of, lent, mixed
from simkit.engine.workers import Progress
from simkit.experiments.assumptions import uncertain
from simkit.result import Floats

WIDE = 4.0
"""Ratio of the ends of a range beyond which its prior is log-uniform."""
DIGITS = 4
"""Significant digits to which constants are rounded before they are simulated."""
QUANTILE = 0.4
"""The tolerance of a population is this quantile of the distances of the one before."""
MOST_POPULATIONS = 12

Place = Mapping[str, float]
"""Where a simulation lies: by moved parameter, its place between 0 and 1 in the prior."""
Score = Callable[[Place], float]
"""A simulation with the distance of its statistics from the targets."""


@dataclass(frozen=True, eq=False)
class Population:
    """Accepted places of shape (points, parameters) with weights that add up to 1.

    ``tolerance`` is the largest distance that was accepted, ``simulations`` how many were made in all.
    """

    places: Floats
    weights: Floats
    tolerance: float
    simulations: int


def fit(
    names: Sequence[str], score: Score, history: Path, *, size: int, seed: int = 0, goal: float = 0.0,
    populations: int = MOST_POPULATIONS, progress: Progress | None = None,
) -> Population:  # fmt: skip
    """Return places that give distances of at most ``goal``, or as near to it as the last population came.

    ``history`` is a SQLite file: each complete population is kept there, and a call with the same file goes on
    after the last one, with the same result as without a break. ``progress`` gets accepted places of the present
    population and ``size``. Raises ``KeyboardInterrupt`` on Ctrl-C.
    """
    generation, tolerance = _done(history), np.inf
    while generation < populations:
        tolerance = _next_tolerance(history, generation, goal)
        if generation and tolerance is None:
            break
        counted = _counted(score, np.inf if tolerance is None else tolerance, size, progress)
        with lent(mixed(mixed(seed) ^ generation)):
            _generation(names, counted, history, size, np.inf if tolerance is None else tolerance)
        generation += 1
    return _last(names, history)


def _counted(score: Score, tolerance: float, size: int, progress: Progress | None) -> Score:
    """Return a score that tells how many places of a population have been accepted."""
    accepted = 0

    def told(place: Place) -> float:
        nonlocal accepted
        found = score(place)
        accepted += found <= tolerance
        if progress is not None:
            progress(min(accepted, size), size)
        return found

    return told


def _generation(names: Sequence[str], score: Score, history: Path, size: int, tolerance: float) -> None:
    """Sample one population into the history."""
    import pyabc

    logging.getLogger("ABC").setLevel(logging.WARNING)
    prior = pyabc.Distribution(**{name: pyabc.RV("uniform", 0.0, 1.0) for name in names})
    smc = pyabc.ABCSMC(
        models=lambda place: {"distance": score({name: float(place[name]) for name in names})},
        parameter_priors=prior,
        distance_function=lambda found, _: found["distance"],
        population_size=size,
        eps=pyabc.ConstantEpsilon(tolerance if np.isfinite(tolerance) else 1e300),
        sampler=pyabc.SingleCoreSampler(),
    )
    where = _address(history)
    if history.exists():
        smc.load(where, 1)
    else:
        smc.new(where, {"distance": 0.0})
    smc.run(max_nr_populations=1)


def _address(history: Path) -> str:
    """Return a file as the library wants it named."""
    return f"sqlite:///{history.resolve()}"


def _open(history: Path) -> Any:
    """Return the library's view of a history."""
    import pyabc

    return pyabc.History(_address(history), _id=1)


def _done(history: Path) -> int:
    """Return the number of complete populations."""
    return int(_open(history).max_t) + 1 if history.exists() else 0


def _next_tolerance(history: Path, generation: int, goal: float) -> float | None:
    """Return the tolerance of the next population; ``None`` at the beginning, and once the goal is reached."""
    if generation == 0:
        return None
    found = _open(history).get_weighted_distances(t=generation - 1)
    distances, weights = found["distance"].to_numpy(), found["w"].to_numpy()
    if distances.max() <= goal:
        return None
    order = distances.argsort(kind="stable")
    share = weights[order].cumsum() / weights.sum()
    return max(goal, float(distances[order][np.searchsorted(share, QUANTILE)]))


def _last(names: Sequence[str], history: Path) -> Population:
    """Return the last complete population."""
    kept = _open(history)
    table, weights = kept.get_distribution(t=kept.max_t)
    distances = kept.get_weighted_distances(t=kept.max_t)["distance"]
    simulations = int(kept.get_all_populations()["samples"].sum())
    return Population(
        table[list(names)].to_numpy(float), np.asarray(weights, float) / float(np.sum(weights)),
        float(distances.max()), simulations,
    )  # fmt: skip


def equally_weighted(population: Population, points: int, seed: int) -> Floats:
    """Return places of equal weight, shape (points, parameters), by systematic resampling (one draw).

    >>> two = Population(np.array([[0.1], [0.9]]), np.array([0.75, 0.25]), 0.0, 2)
    >>> equally_weighted(two, 4, 0)[:, 0].tolist()
    [0.1, 0.1, 0.1, 0.9]
    """
    start = Draws(seed, 0).one("resample", 0, 0)
    edges = population.weights.cumsum()
    picked = np.searchsorted(edges / edges[-1], (start + np.arange(points)) / points)
    return population.places[np.minimum(picked, len(population.places) - 1)]


def value_at(item: Constant, place: float) -> float:
    """Return the value of a constant at a place between 0 and 1 of its prior, to ``DIGITS`` digits.

    >>> value_at(CONSTANTS["pay_value"], 0.5), value_at(CONSTANTS["discount_rate"], 0.5)
    (6.5, 0.05477)
    """
    low, high = item.low, item.high
    wide = low > 0.0 and high / low > WIDE
    value = low * (high / low) ** place if wide else low + (high - low) * place
    return min(high, max(low, float(f"{value:.{DIGITS}g}")))


def constants_at(place: Place, seed: int) -> tuple[dict[str, float], int]:
    """Return all constants of a simulation and the seed of its worlds.

    Moved constants lie where the place says; all others that are not published are drawn from their priors. Both
    luck and seed are a hash of the moved values, so that a point can be simulated again as it was.
    """
    moved = {id: value_at(CONSTANTS[id], at) for id, at in place.items()}
    own = mixed(mixed(seed) ^ key_of(repr(sorted(moved.items())))) >> 1
    luck = Draws(own, 0)
    others = {
        item.id: value_at(item, luck.one("constant", key_of(item.id), 0))
        for item in uncertain()
        if item.id not in moved
    }
    return {**moved, **others}, own
