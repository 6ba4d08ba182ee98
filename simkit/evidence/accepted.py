"""The accepted set: constants under which the model gives the published figures, made by ``simkit calibrate``.

It is kept in ``accepted.toml`` with what it was made for: seed, sizes, the tolerance that was reached, and a fingerprint of
rules, constants and targets. ``points`` are of equal weight.
"""

from __future__ import annotations

import json
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
from simkit.engine.draws import Draws, key_of
from simkit.engine.version import software_version
from simkit.engine.workers import Progress
from simkit.evidence.calibration import Box, Look, constants_at, fit, focused
from simkit.evidence.statistics import statistics, steps
from simkit.evidence.targets import TARGETS, compared, fitted, informed, missed
from simkit.experiments.ranges import place_of
from simkit.problems import InputError, Problem
from simkit.result import Floats
from simkit.rules._store import fingerprint

POINTS = 100
"""Points of an accepted set."""
GOAL = 0.0
"""Distance up to which a simulation is accepted: every figure lies within its published range."""
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
            values = self.points[:, self.constants.index(id)]
            places = [place_of(CONSTANTS[id], max(float(value), CONSTANTS[id].low)) for value in values]
            low, high = np.quantile(places, (SPAN[0], SPAN[2]))
            found[id] = float(high - low)
        return found


def made_of() -> str:
    """Return a fingerprint of everything that a calibration depends on."""
    values = {
        item.id: item.value if item.grade == "published" else (item.low, item.high)
        for item in CONSTANTS.values()
    }
    ranges = {item.id: (item.role, item.low, item.high, item.informs) for item in TARGETS.values()}
    sources = fingerprint("simkit.rules", "simkit.evidence.statistics", "simkit.evidence.calibration")
    return f"{key_of(sources + repr(values) + repr(ranges)):016x}"


def calibrate(
    history: Path, *, points: int = POINTS, seed: int = 0, workers: int | None = None, progress: Progress | None = None
) -> Accepted:  # fmt: skip
    """Fit the informed constants to the targets and return the accepted set.

    ``history`` is a folder that keeps what is done: the same call goes on where Ctrl-C stopped it, with the same result.
    ``workers`` are threads for the worlds of one simulation; they change no number.
    """

    def score(place: Mapping[str, float]) -> float:
        constants, own = constants_at(place, seed)
        return missed(steps(constants, own, workers=workers), GOAL)

    def look(place: Mapping[str, float]) -> dict[str, bool]:
        constants, own = constants_at(place, seed)
        found = statistics(constants, own, workers=workers)
        return {item.id: item.miss(found[item.id]) == 0.0 for item in fitted()}

    box = _box(history, look, seed, progress)
    last = fit(box, score, history, size=points, goal=GOAL, seed=seed, progress=progress)
    drawn = [_at(row, seed) for row in last.places]
    names = tuple(drawn[0][0])
    table = np.array([[held[name] for name in names] for held, _ in drawn])
    about = {"fingerprint": made_of(), "version": software_version(), "seed": seed, "tolerance": GOAL, "simulations": last.simulations}  # fmt: skip
    luck = tuple(own for _, own in drawn)
    before = _predicted(_before(points, seed), workers)
    return Accepted(about, names, table, luck, before, _predicted(drawn, workers))


def _box(history: Path, look: Look, seed: int, progress: Progress | None) -> Box:
    """Return what history matching leaves of the ranges; it is kept in the folder for the next time."""
    file = history / "box.json"
    if not file.exists():
        informs = {item.id: item.informs for item in fitted()}
        box = focused(informs, look, seed=seed, progress=progress)
        history.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(box), encoding="utf-8")
    return {name: (low, high) for name, (low, high) in json.loads(file.read_text(encoding="utf-8")).items()}


def _at(row: Floats, seed: int) -> tuple[dict[str, float], int]:
    """Return the constants of a place and the seed of its worlds."""
    return constants_at(dict(zip(informed(), map(float, row), strict=True)), seed)


def _before(points: int, seed: int) -> list[tuple[dict[str, float], int]]:
    """Return points of the prior, without regard to any target."""
    luck = Draws(seed, 0)
    rows = [[luck.one("prior", key_of(id), number) for id in informed()] for number in range(points)]
    return [_at(np.array(row), seed) for row in rows]


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
