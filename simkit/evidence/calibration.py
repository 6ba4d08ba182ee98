"""Approximate Bayesian computation: which constants let the model give the published figures, all at once.

First, ranges are narrowed by history matching (Vernon, Goldstein & Bower 2010): in a few waves, whatever part of a constant's
range never gives a figure that it informs is left out, with a margin. Then
constants that a target informs are drawn from their priors within what is left, and kept if everything that is simulated under them lies within
the published ranges (rejection: Beaumont, Zhang & Balding 2002), with the library pyABC. So accepted places are independent
of each other and of equal weight. A simulation ends at the first figure that it misses by too much, which changes no
verdict and saves most of the time. All other constants that are not published are luck of the simulation: each draws
them anew from their declared ranges, and they are kept with it. So the accepted set is joint, and says of a constant that no
target informs just what its range says. Priors are even over a constant's range as ``experiments.ranges`` measures it.

One simulation is a function of the moved constants and the seed; the library draws from numpy's global state, which
is lent to it batch by batch. So the same seed gives the same set, also after an interruption.
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
from simkit.experiments import ranges
from simkit.result import Floats

DIGITS = 4
"""Significant digits to which constants are rounded before they are simulated."""
BATCH = 10
"""Accepted places after which what is done is kept."""

WAVES, WAVE = 2, 300
"""Waves of history matching, and simulations in each."""
MARGIN = 0.05
"""Share of a range that is left on either side of what a wave found."""

Box = Mapping[str, tuple[float, float]]
"""What is left of each constant's range, as places between 0 and 1."""
Look = Callable[["Place"], Mapping[str, bool]]
"""A simulation: which targets it meets, each by itself."""
Place = Mapping[str, float]
"""Where a simulation lies: by moved constant, its place between 0 and 1 in the prior."""
Score = Callable[[Place], float]
"""A simulation: the distance of its statistics from the targets, infinite if it was given up on the way."""


@dataclass(frozen=True, eq=False)
class Population:
    """Accepted places of equal weight, shape (points, constants), and how many simulations they took."""

    places: Floats
    simulations: int


def focused(
    informs: Mapping[str, Sequence[str]], look: Look, *, seed: int = 0, waves: int = WAVES, size: int = WAVE,
    progress: Progress | None = None,
) -> Box:  # fmt: skip
    """Return what is left of the ranges of constants after some waves; ``informs`` has the constants of each target.

    ``progress`` gets simulations done and to do.

    >>> focused({"t": ["a"]}, lambda place: {"t": 0.5 < place["a"] < 0.6}, size=50)["a"][0] > 0.4
    True
    """
    names = list(dict.fromkeys(name for group in informs.values() for name in group))
    box: dict[str, tuple[float, float]] = dict.fromkeys(names, (0.0, 1.0))
    luck = Draws(seed, 0)
    for wave in range(waves):
        places: list[dict[str, float]] = []
        met: list[Mapping[str, bool]] = []
        for number in range(wave * size, (wave + 1) * size):
            shares = {name: luck.one("wave", key_of(name), number) for name in names}
            places.append({name: low + (high - low) * shares[name] for name, (low, high) in box.items()})
            met.append(look(places[-1]))
            if progress is not None:
                progress(number + 1, waves * size)
        box = {name: _left(name, box[name], informs, places, met) for name in names}
    return box


def _left(
    name: str, ends: tuple[float, float], informs: Mapping[str, Sequence[str]],
    places: Sequence[Mapping[str, float]], met: Sequence[Mapping[str, bool]],
) -> tuple[float, float]:  # fmt: skip
    """Return what is left of one range: what gave each of the targets that the constant informs."""
    low, high = ends
    for target in (target for target, group in informs.items() if name in group):
        good = [place[name] for place, found in zip(places, met, strict=True) if found[target]]
        if good:
            low, high = max(low, min(good) - MARGIN), min(high, max(good) + MARGIN)
    return (low, high) if low < high else ends


def fit(
    box: Box, score: Score, history: Path, *, size: int, goal: float, seed: int = 0, progress: Progress | None = None
) -> Population:  # fmt: skip
    """Return ``size`` places in a box whose score is at most ``goal``.

    ``history`` is a folder: each batch of ``BATCH`` places is kept there as a SQLite file, and a call with the same folder
    goes on after the last one, with the same result as without a break. ``progress`` gets accepted places and ``size``.
    Raises ``KeyboardInterrupt`` on Ctrl-C.
    """
    history.mkdir(parents=True, exist_ok=True)
    found: list[Floats] = []
    simulations = 0
    for number in range(-(-size // BATCH)):
        wanted, file = min(BATCH, size - number * BATCH), history / f"{number}-of-{size}.db"
        if not file.exists():
            told = _told(score, goal, number * BATCH, size, progress)
            with lent(mixed(mixed(seed) ^ number)):
                _sample(box, told, file, wanted, goal)
        places, made = _kept(list(box), file)
        found.append(places)
        simulations += made
    return Population(np.concatenate(found), simulations)


def _told(score: Score, goal: float, before: int, size: int, progress: Progress | None) -> Score:
    """Return a score that tells how many places have been accepted."""
    accepted = before

    def told(place: Place) -> float:
        nonlocal accepted
        found = score(place)
        accepted += found <= goal
        if progress is not None:
            progress(min(accepted, size), size)
        return found

    return told


def _sample(box: Box, score: Score, file: Path, size: int, goal: float) -> None:
    """Sample one batch; the file is there only once the batch is complete."""
    import pyabc

    logging.getLogger("ABC").setLevel(logging.WARNING)
    prior = pyabc.Distribution(
        **{name: pyabc.RV("uniform", low, high - low) for name, (low, high) in box.items()}
    )
    smc = pyabc.ABCSMC(
        models=lambda place: {"distance": score({name: float(place[name]) for name in box})},
        parameter_priors=prior,
        distance_function=lambda found, _: found["distance"],
        population_size=size,
        eps=pyabc.ConstantEpsilon(goal),
        sampler=pyabc.SingleCoreSampler(),
    )
    begun = file.with_suffix(".part")
    begun.unlink(missing_ok=True)
    smc.new(_address(begun), {"distance": 0.0})
    smc.run(max_nr_populations=1)
    begun.rename(file)


def _address(file: Path) -> str:
    """Return a file as the library wants it named."""
    return f"sqlite:///{file.resolve()}"


def _kept(names: Sequence[str], file: Path) -> tuple[Floats, int]:
    """Return the places of a batch and the simulations that it took."""
    import pyabc

    held: Any = pyabc.History(_address(file), _id=1)
    table, _ = held.get_distribution(t=0)
    populations = held.get_all_populations()
    return table[list(names)].to_numpy(float), int(populations["samples"][populations["t"] == 0].sum())


def value_at(item: Constant, place: float) -> float:
    """Return the value of a constant at a place between 0 and 1 of its prior, to ``DIGITS`` digits.

    >>> value_at(CONSTANTS["fit_floor"], 0.5), value_at(CONSTANTS["discount_rate"], 0.5)
    (0.5, 0.05477)
    """
    value = float(f"{ranges.value_at(item, place):.{DIGITS}g}")
    return min(item.high, max(item.low, value))


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
        for item in CONSTANTS.values()
        if item.grade != "published" and item.id not in moved
    }
    return {**moved, **others}, own
