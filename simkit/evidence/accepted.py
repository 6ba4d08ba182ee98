"""The accepted set: constants under which the model gives the published figures, made by ``simkit calibrate``.

It is kept in ``accepted.toml`` with what it was made for: seed, sizes, the tolerance that was reached, and a fingerprint of
rules, constants and targets. ``points`` are of equal weight.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import tomli_w

from simkit.constants import CONSTANTS
from simkit.engine.draws import key_of
from simkit.engine.version import software_version
from simkit.engine.workers import Progress
from simkit.evidence.calibration import constants_at, equally_weighted, fit
from simkit.evidence.statistics import statistics
from simkit.evidence.targets import TARGETS, compared, distance, informed
from simkit.problems import InputError, Problem
from simkit.result import Floats
from simkit.rules._store import fingerprint

POPULATION, POINTS = 150, 100
"""Places of a population, and points of equal weight that are kept of the last one."""
NEW_LUCK = 1
"""Added to the seed of a point to look at it in other worlds."""
FILE = "accepted.toml"
SPAN = (0.025, 0.5, 0.975)
"""Quantiles that are told of a statistic over points."""
Row = dict[str, float]


@dataclass(frozen=True, eq=False)
class Accepted:
    """An accepted set.

    ``points`` has shape (points, constants), ``luck`` the seed of each point's worlds. ``prior`` and
    ``posterior`` have, by target, low, median and high of its statistic over points (95 %) and the share of points within
    the published range (``within``), each point in new worlds.
    """

    about: Mapping[str, Any]
    constants: tuple[str, ...]
    points: Floats
    luck: tuple[int, ...]
    prior: Mapping[str, Row]
    posterior: Mapping[str, Row]

    def at(self, number: int) -> dict[str, float]:
        """Return the constants of one point."""
        return dict(zip(self.constants, map(float, self.points[number]), strict=True))

    def every(self) -> tuple[dict[str, float], ...]:
        """Return the constants of all points, as ``simkit.compare`` takes them."""
        return tuple(self.at(number) for number in range(len(self.points)))

    @property
    def current(self) -> bool:
        """Whether rules, constants and targets are still those that it was made for."""
        return self.about["fingerprint"] == made_of()

    def narrowed(self) -> dict[str, float]:
        """Return, for each informed constant, the spread of the accepted values over that of its prior.

        Spread is the width of the middle 95 % of places in the prior, so 0.95 is the prior itself.
        """
        found: dict[str, float] = {}
        for id in informed():
            low, high = np.quantile(self.points[:, self.constants.index(id)], (SPAN[0], SPAN[2]))
            item = CONSTANTS[id]
            found[id] = float((high - low) / (item.high - item.low))
        return found


def made_of() -> str:
    """Return a fingerprint of everything that a calibration depends on."""
    values = {
        item.id: (item.value, item.low, item.high, item.grade == "published") for item in CONSTANTS.values()
    }
    ranges = {item.id: (item.role, item.low, item.high, item.informs) for item in TARGETS.values()}
    sources = fingerprint(
        "simkit.rules", "simkit.engine.kernel", "simkit.evidence.statistics", "simkit.evidence.calibration"
    )
    return f"{key_of(sources + repr(values) + repr(ranges)):016x}"


def calibrate(
    history: Path, *, population: int = POPULATION, points: int = POINTS, seed: int = 0, workers: int | None = None,
    progress: Progress | None = None,
) -> Accepted:  # fmt: skip
    """Fit the informed constants to the targets and return the accepted set.

    ``history`` keeps what is done: the same call goes on where Ctrl-C stopped it, with the same result. ``workers`` are
    threads for the worlds of one simulation; they change no number.
    """

    def score(place: Mapping[str, float]) -> float:
        constants, own = constants_at(place, seed)
        return distance(statistics(constants, own, workers=workers))

    last = fit(informed(), score, history, size=population, seed=seed, progress=progress)
    drawn = [
        constants_at(dict(zip(informed(), map(float, row), strict=True)), seed)
        for row in equally_weighted(last, points, seed)
    ]
    names = tuple(drawn[0][0])
    table = np.array([[held[name] for name in names] for held, _ in drawn])
    about = {"fingerprint": made_of(), "version": software_version(), "seed": seed, "population": population,
             "tolerance": last.tolerance, "effective": round(1.0 / float((last.weights**2).sum()), 1), "simulations": last.simulations}  # fmt: skip
    luck = tuple(own for _, own in drawn)
    return Accepted(
        about, names, table, luck, _predicted(_before(points, seed), workers), _predicted(drawn, workers)
    )


def _before(points: int, seed: int) -> list[tuple[dict[str, float], int]]:
    """Return points of the prior, without regard to any target."""
    from simkit.experiments.assumptions import latin_hypercube

    places = latin_hypercube([_unit(id) for id in informed()], points, seed)
    return [constants_at(dict(zip(informed(), map(float, row), strict=True)), seed) for row in places]


def _unit(id: str) -> Any:
    """Return a constant as a place between 0 and 1."""
    from dataclasses import replace

    return replace(CONSTANTS[id], low=0.0, high=1.0)


def _predicted(points: Sequence[tuple[dict[str, float], int]], workers: int | None) -> dict[str, Row]:
    """Return what points say of every target in worlds that they were not accepted for."""
    found = [statistics(held, own + NEW_LUCK, workers=workers) for held, own in points]
    table: dict[str, Row] = {}
    for item in compared():
        values = np.array([row[item.id] for row in found])
        low, middle, high = np.nanquantile(values, SPAN)
        within = float(np.mean([item.miss(float(value)) == 0.0 for value in values]))
        table[item.id] = {"low": float(low), "median": float(middle), "high": float(high), "within": within}
    return table


def write(found: Accepted, file: Path) -> None:
    """Write an accepted set; raise ``InputError`` if that is not possible."""
    rounded = [{key: {name: float(f"{value:.4g}") for name, value in row.items()} for key, row in part.items()}
               for part in (found.prior, found.posterior)]  # fmt: skip
    data = {"about": dict(found.about), "prior": rounded[0], "posterior": rounded[1], "constants": list(found.constants),
            "luck": [str(own) for own in found.luck]}  # fmt: skip
    rows = "\n".join(
        f"  [{', '.join(f'{value:g}' if value % 1 else f'{value:.1f}' for value in row)}],"
        for row in found.points
    )
    head = "# Made by `simkit calibrate`; not to be edited by hand. See accepted.py.\n"
    body = tomli_w.dumps({key: data[key] for key in ("constants", "luck")}) + f"points = [\n{rows}\n]\n"
    text = head + body + tomli_w.dumps({key: data[key] for key in ("about", "prior", "posterior")})
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError([Problem("cannot_write", str(file), {"value": error.strerror})]) from None


def read(text: str) -> Accepted:
    """Return the accepted set that a file holds."""
    data = tomllib.loads(text)
    return Accepted(data["about"], tuple(data["constants"]), np.array(data["points"], float),
                    tuple(map(int, data["luck"])), data["prior"], data["posterior"])  # fmt: skip


@cache
def accepted() -> Accepted:
    """Return the accepted set that ships with the package."""
    return read(files("simkit.evidence").joinpath(FILE).read_text(encoding="utf-8"))
