"""``simkit assumptions``: the assumption ledger, or just the list of constants."""

from __future__ import annotations

import sys
from functools import partial
from typing import Any

import click

from simkit.cli.comparing import INTERRUPTED
from simkit.cli.listing import constants, print_json
from simkit.cli.planning import WEEKS
from simkit.cli.reading import Reading, listed
from simkit.engine.estimate import seconds_for
from simkit.engine.workers import MOST_WORKERS
from simkit.experiments.assumptions import TRAJECTORIES, WORLDS, Ledger, runs_for
from simkit.experiments.outcomes import scenario_of
from simkit.experiments.ranges import movable
from simkit.experiments.screening import LEAST
from simkit.presets import load_asked, load_regime
from simkit.presets.codes import is_code, short
from simkit.problems import Problem
from simkit.regime import BASES, Regime
from simkit.scenario import MOST_WORLDS
from simkit.text import Lang, say
from simkit.views import ledger, terminal
from simkit.views.stages import Stages, duration
from simkit.views.tables import rows_of

NARROWING = 1.3
"""Time for all runs over that for those that are known beforehand: flip points are narrowed down."""
_LIMITS: dict[str, tuple[int | None, int | None]] = {
    "weeks": WEEKS,
    "trajectories": (LEAST, MOST_WORLDS),
    "worlds": (LEAST, MOST_WORLDS),
    "workers": (1, MOST_WORKERS),
    "seed": (None, None),
}


def assume(organisation: str | None, quick: bool, as_json: bool, lang: Lang, **options: Any) -> None:
    """Make and show the ledger, or with ``quick`` show the constants alone."""
    if quick:
        _shown(None, as_json, lang)
        return
    source = organisation or "product-company"
    name, settings = short(source) if is_code(source) else source, _settings(source, options, lang)
    try:
        with Stages(lang) as stages:
            line = _announcement(name, settings, lang)
        click.echo(line, err=True)
        found = ledger.assumptions(lang=lang, progress=stages, **settings)
    except KeyboardInterrupt:
        click.echo(say("command.stopped.nothing", lang), err=True)
        sys.exit(INTERRUPTED)
    _shown(found, as_json, lang)


def _settings(name: str, options: dict[str, Any], lang: Lang) -> dict[str, Any]:
    """Return what is to be computed; raise ``InputError`` with all problems."""
    with Reading() as reading:
        numbers = {key: reading.whole(options[key], f"--{key}", *span) for key, span in _LIMITS.items()}
        asked = reading.of(partial(load_asked, name, lang), None)
        names, other = listed(options["regimes"]), Regime.preset(BASES[0])
        named = [reading.of(partial(load_regime, item), other, "--regimes") for item in names]
        regimes = named or (asked.regimes if asked else ())
        if regimes and len(regimes) != 2:
            values = {"value": ", ".join(names or [item.name for item in regimes])}
            reading.problems.append(Problem("two_regimes", "--regimes", values))
    assert asked is not None
    given = {key: value for key, value in numbers.items() if value is not None}
    usual = {"trajectories": TRAJECTORIES, "worlds": WORLDS, "seed": asked.seed}
    return {**usual, **given, "organisation": asked.base, "regimes": regimes}


def _announcement(name: str, settings: dict[str, Any], lang: Lang) -> str:
    """Return how many runs there are and how long they may take."""
    scenario = scenario_of(settings["organisation"], settings.get("weeks")).with_(changes=(), shocks=())
    runs = runs_for(settings["trajectories"], settings["worlds"])
    seconds = NARROWING * seconds_for(scenario, runs, settings.get("workers"))
    return say("command.plan.ledger", lang, organisation=name, constants=len(movable()), runs=runs,
               time=duration(seconds, lang))  # fmt: skip


def _shown(found: Ledger | None, as_json: bool, lang: Lang) -> None:
    """Print the ledger, or the constants alone, as a table or as JSON."""
    if as_json:
        print_json(_data(found, lang) if found else constants(lang))
    else:
        terminal.show(ledger.table(found, lang) if found else terminal.assumptions(lang))


def _data(found: Ledger, lang: Lang) -> dict[str, dict[str, Any]]:
    """Return every constant, the most influential first, with effects by outcome and flip points as plain data."""
    declared, table, points = constants(lang), found.frame(), found.flips.points()
    kept = ["metric", "horizon", "mu", "mu_star", "mu_star_conf", "sigma", "luck", "seen", "difference", "low", "high",
            "verdict", "status", "flips"]  # fmt: skip
    return {
        id: {
            **declared[id],
            "effects": rows_of(table[table["constant"] == id][kept]),
            "flips": rows_of(points[points["constant"] == id].drop(columns="constant")),
        }
        for id in found.ranked()
    }
