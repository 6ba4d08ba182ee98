"""The command that measures how fast the model runs here."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from simkit.cli.comparing import INTERRUPTED
from simkit.cli.listing import print_json
from simkit.cli.pictures import check_picture, write_picture
from simkit.engine.bench import Measure, Size, Speed, benchmark
from simkit.text import Lang, say
from simkit.views import terminal
from simkit.views.figures import growth
from simkit.views.stages import Stages


def bench(yardstick: str | None, picture: str | None, as_json: bool, lang: Lang) -> None:
    """Measure and print, and draw the curve of growth if asked for."""
    if picture is not None:
        check_picture(Path(picture))
    try:
        with Stages(lang) as stages:
            found = benchmark(yardstick, progress=stages.begin("bench"))
    except KeyboardInterrupt:
        click.echo(say("command.stopped.nothing", lang), err=True)
        sys.exit(INTERRUPTED)
    if picture is not None:
        write_picture(growth.growth(found, lang), Path(picture), lang)
    if as_json:
        print_json(found.document())
    else:
        terminal.show(shown(found, lang))


def shown(found: Speed, lang: Lang) -> RenderableType:
    """Return what was measured as two tables and a sentence."""
    sentence = Text("\n" + growth.sentence(found, lang))
    return Group(_measures(found, lang), Text(), _growth(found, lang), sentence)


def _measures(found: Speed, lang: Lang) -> Table:
    """Return the ratios as a table."""
    columns = [say(f"command.speed.{name}", lang) for name in ("measure", "value", "target", "met")]
    return terminal.table(columns, [_measure(item, lang) for item in found.measures], numeric=[1, 2])


def _measure(item: Measure, lang: Lang) -> list[str | Text]:
    """Return one ratio as cells."""
    verdict = {True: "yes", False: "no", None: "unknown"}[item.met]
    value = "" if item.value is None else f"{item.value:.3g}"
    target = f"{'≥' if item.least else '≤'} {item.target:g}"
    return [say(f"command.speed.{item.id}", lang), value, target, say(f"command.speed.{verdict}", lang)]


def _growth(found: Speed, lang: Lang) -> Table:
    """Return the points of the curve as a table."""
    columns = [
        say(f"command.speed.{name}", lang) for name in ("people", "teams", "weeks", "worlds", "nanoseconds")
    ]
    return terminal.table(columns, [_size(item) for item in found.growth], numeric=range(5))


def _size(item: Size) -> list[str]:
    """Return one point as cells."""
    sizes = (item.people, item.teams, item.weeks, item.replications)
    return [*(f"{value:,}" for value in sizes), f"{item.nanoseconds:.0f}"]
