"""The command that maps which mix of tools wins where."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from simkit.cli.comparing import INTERRUPTED
from simkit.cli.listing import print_json
from simkit.cli.pictures import check_picture, write_picture
from simkit.cli.planning import WEEKS as WEEK_LIMITS
from simkit.cli.reading import Reading, listed
from simkit.engine.estimate import seconds_for
from simkit.engine.workers import MOST_WORKERS
from simkit.experiments.mixes import Mix, mixes_of
from simkit.experiments.outcomes import WEEKS
from simkit.experiments.quadrant import LEAST_WORLDS, STEPS, WORLDS, scenario_in
from simkit.text import Lang, say
from simkit.views import terminal
from simkit.views.figures.winners import WINNERS, mix_name
from simkit.views.maps import maps
from simkit.views.quadrant import ReadableQuadrant, quadrant
from simkit.views.stages import Stages, duration

MOST_WORLDS = 10_000


def map_mixes(as_json: bool, lang: Lang, **options: Any) -> None:
    """Try the mixes, print the maps and draw them if asked for."""
    named, numbers, picture = _read(options)
    try:
        with Stages(lang) as stages:
            line = _announcement(mixes_of(named), numbers, lang)
        click.echo(line, err=True)
        found = quadrant(named, **numbers, progress=stages)
    except KeyboardInterrupt:
        click.echo(say("command.stopped.nothing", lang), err=True)
        sys.exit(INTERRUPTED)
    if picture is not None:
        write_picture(found.plot(lang), picture, lang)
    if as_json:
        print_json(document(found, lang))
    else:
        terminal.show(maps(WINNERS.data(found), lang))


def _read(options: dict[str, Any]) -> tuple[list[str] | None, dict[str, Any], Path | None]:
    """Return names of mixes, numbers and the place of the picture; raise ``InputError`` with all problems."""
    with Reading() as reading:
        numbers = {
            "weeks": reading.whole(options["weeks"], "--weeks", *WEEK_LIMITS) or WEEKS,
            "replications": reading.whole(options["worlds"], "--worlds", LEAST_WORLDS, MOST_WORLDS) or WORLDS,
            "seed": reading.whole(options["seed"], "--seed") or 0,
            "workers": reading.whole(options["workers"], "--workers", 1, MOST_WORKERS),
        }
        named = listed([options["mixes"]]) if options["mixes"] is not None else None
        reading.of(partial(mixes_of, named), (), "--mixes")
        picture = Path(options["picture"]) if options["picture"] is not None else None
        if picture is not None:
            reading.of(partial(check_picture, picture), None)
    return named, numbers, picture


def _announcement(mixes: Sequence[Mix], numbers: dict[str, Any], lang: Lang) -> str:
    """Return how many runs there are and how long they may take."""
    cells, weeks = len(STEPS) ** 2, numbers["weeks"]
    runs = cells * len(mixes) * numbers["replications"]
    middle = float(STEPS[len(STEPS) // 2])
    seconds = seconds_for(scenario_in((middle, middle), mixes[-1], weeks), runs, numbers["workers"])
    time = duration(seconds, lang)
    return say(
        "command.plan.quadrant", lang, mixes=len(mixes), cells=cells, runs=f"{runs:,}", weeks=weeks, time=time
    )


def document(found: ReadableQuadrant, lang: Lang) -> dict[str, Any]:
    """Return everything as plain data."""
    mixes = [
        {
            "code": mix.code,
            "name": mix.name,
            "label": mix_name(mix.name, lang),
            "tools": list(mix.regime.tools),
        }
        for mix in found.mixes
    ]
    alone = found.among([mix for mix in found.mixes if mix.tools_only])
    tables = {"means": found.frame(), "winners": found.winners(), "advice": found.advice()}
    tables["advice_among_tools_alone"] = alone.advice()
    about = {"worlds": found.worlds, "seed": found.seed, "sentence": found.sentence(lang), "mixes": mixes}
    return {**about, **{name: frame.to_dict("records") for name, frame in tables.items()}}
