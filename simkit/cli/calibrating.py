"""``simkit calibrate``: fit constants to published figures and show what the model gives before and after."""

from __future__ import annotations

import sys
import time
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from simkit.cli.comparing import INTERRUPTED
from simkit.cli.folder import HOME
from simkit.cli.listing import print_json
from simkit.cli.reading import Reading
from simkit.engine.preparing import prepare
from simkit.engine.workers import MOST_WORKERS
from simkit.evidence.accepted import FILE, POINTS, Accepted, made_of, write
from simkit.evidence.accepted import calibrate as fit
from simkit.evidence.calibration import WAVE, WAVES
from simkit.evidence.statistics import statistics
from simkit.evidence.targets import fitted, informed
from simkit.problems import InputError, Problem
from simkit.text import Lang, say
from simkit.views import calibration, terminal
from simkit.views.stages import Stages, duration

LEAST, MOST = 20, 10_000
USUAL = 42
"""Whole simulations that one accepted set takes in time, roughly: most are given up early."""


def calibrate(
    population: str | None, seed: str | None, workers: str | None, out: str | None, as_json: bool, lang: Lang
) -> None:
    """Fit, write the accepted set and print the figures."""
    if find_spec("pyabc") is None:
        raise InputError([Problem("extra_missing", "", {"extra": "calibration"})])
    with Reading() as reading:
        size = reading.whole(population, "--population", LEAST, MOST) or POINTS
        number = reading.whole(seed, "--seed") or 0
        threads = reading.whole(workers, "--workers", 1, MOST_WORKERS)
    history = HOME / f"calibration-{made_of()}-{number}"
    try:
        history.parent.mkdir(parents=True, exist_ok=True)
        found = _fitted(history, size, number, threads, lang)
    except KeyboardInterrupt:
        click.echo(say("command.calibration.stopped", lang, file=history), err=True)
        sys.exit(INTERRUPTED)
    file = Path(out) if out else Path(str(files("simkit.evidence"))) / FILE
    write(found, file)
    _tell(found, file, as_json, lang)


def _fitted(history: Path, size: int, seed: int, workers: int | None, lang: Lang) -> Accepted:
    """Announce what is done, and do it."""
    with Stages(lang) as stages:
        prepare("fast")
        click.echo(_announcement(size, workers, lang), err=True)
        tell = stages.begin("calibration")
        return fit(history, points=size, seed=seed, workers=workers, progress=tell)


def _announcement(size: int, workers: int | None, lang: Lang) -> str:
    """Return how many simulations there may be and how long they may take."""
    statistics({}, 0, workers=workers)
    start = time.perf_counter()
    statistics({}, 0, workers=workers)
    simulations = WAVES * WAVE + size * (USUAL + 2)
    seconds = (time.perf_counter() - start) * simulations
    return say("command.plan.calibrate", lang, constants=len(informed()), targets=len(fitted()),
               simulations=simulations, time=duration(seconds, lang))  # fmt: skip


def _tell(found: Accepted, file: Path, as_json: bool, lang: Lang) -> None:
    """Print the figures and where the accepted set is."""
    if as_json:
        data: dict[str, Any] = {"about": dict(found.about), "file": str(file), "prior": dict(found.prior),
                                "posterior": dict(found.posterior), "narrowed": found.narrowed()}  # fmt: skip
        print_json(data)
        return
    terminal.show(calibration.figures(found, lang))
    click.echo(say("command.calibration.written", lang, file=file))
