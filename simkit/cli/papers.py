"""``simkit pilot charter``, ``template``, ``read``, ``rollout`` and ``example``: from the charter to the roll-out."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click
from rich.console import Group
from rich.text import Text

from simkit.cli.choosing import show_tables
from simkit.cli.diagnosing import told
from simkit.cli.listing import print_json
from simkit.cli.pictures import check_picture, write_picture
from simkit.cli.reading import Reading
from simkit.evidence.accepted import accepted
from simkit.pilot import rollout as rollouts
from simkit.pilot import saying
from simkit.pilot.design import Pilot
from simkit.pilot.examples import write_example
from simkit.pilot.files import load_pilot, pilot_toml
from simkit.pilot.folder import DATA, PILOT, PilotFolder
from simkit.pilot.forecasting import forecast
from simkit.pilot.learning import Learnt, learn
from simkit.pilot.reading import read_data
from simkit.pilot.readout import Readout, read_out
from simkit.pilot.rollout import Forecast
from simkit.pilot.template import write_template
from simkit.pilot.trials import projection
from simkit.text import Lang, say
from simkit.views import terminal
from simkit.views.pilots.charter import charter as charter_of
from simkit.views.pilots.learning import (
    FORECAST,
    advice_sentence,
    forecast_data,
    learnt_sentence,
    learnt_table,
    waves_table,
)
from simkit.views.pilots.papers import odds_for, registered
from simkit.views.pilots.readout_page import readout_html, readout_pdf
from simkit.views.stages import Stages

LIMITS = {"waves": (1, 12, rollouts.WAVES), "gap": (1, 104, rollouts.GAP), "weeks": (13, 260, rollouts.WEEKS)}
"""Least, most and usual number of each option of a roll-out."""


def charter(design: str, out: str | None, lang: Lang) -> None:
    """Write the charter of a pilot and register its design."""
    pilot = load_pilot(design, lang)
    own = PilotFolder(Path(design).parent)
    folder = PilotFolder(out) if out else own
    folder.path.mkdir(parents=True, exist_ok=True)
    for path in charter_of(pilot, lang, odds_for(pilot, own)).save(folder.path):
        click.echo(say("command.result.made", lang, file=path))
    own.record("charter", pilot, {"pilot": pilot_toml(pilot)})


def template(design: str, out: str | None, overwrite: bool, lang: Lang) -> None:
    """Write the empty data sheet of a pilot."""
    path = write_template(
        load_pilot(design, lang), out or Path(design).parent / DATA, lang, overwrite=overwrite
    )
    click.echo(say("command.result.made", lang, file=path))


def read(sheet: str, pilot: str | None, out: str | None, as_json: bool, lang: Lang) -> None:
    """Read the results of a pilot and say what the rule decides."""
    plan, found = _read(sheet, pilot, lang)
    folder = PilotFolder(Path(sheet).parent)
    folder.record("readout", plan, found.record())
    if out:
        _write_report(found, plan, PilotFolder(out), lang)
    if as_json:
        print_json({**found.record(), "findings": found.frame().to_dict("records")})
        return
    words = [
        found.sentence(lang),
        *saying.rails(found, lang),
        *saying.deviations(found, lang),
        *saying.limits(found, lang),
    ]
    show_tables([(found.table(lang), "\n\n".join(words))])


def _read(sheet: str, pilot: str | None, lang: Lang) -> tuple[Pilot, Readout]:
    """Return the pilot of a data sheet and its results."""
    path = Path(pilot) if pilot else Path(sheet).parent / PILOT
    plan = load_pilot(path, lang)
    data = read_data(plan, sheet)
    return plan, read_out(plan, data, registered=registered(PilotFolder(path.parent), lang))


def _write_report(found: Readout, plan: Pilot, folder: PilotFolder, lang: Lang) -> None:
    """Write the report as web page and PDF."""
    with Stages(lang) as stages:
        band = told(partial(projection, plan, stages.begin("projection")), lang)
    made = {
        "results.html": readout_html(found, lang, band).encode(),
        "results.pdf": readout_pdf(found, lang, band),
    }
    for name, data in made.items():
        click.echo(say("command.result.made", lang, file=folder.put(name, data)), err=True)


def rollout(
    sheet: str, pilot: str | None, picture: str | None, as_json: bool, lang: Lang, **given: str | None
) -> None:
    """Learn from a pilot and forecast a staged roll-out."""
    with Reading() as reading:
        numbers = {
            name: reading.whole(given[name], f"--{name}", low, high) or usual
            for name, (low, high, usual) in LIMITS.items()
        }
        if picture is not None:
            reading.of(partial(check_picture, Path(picture)), None)
    plan, found = _read(sheet, pilot, lang)
    with Stages(lang) as stages:
        points = accepted().every()
        learnt = told(partial(learn, plan, found.observed(), points, progress=stages.begin("learning")), lang)
        ahead = told(
            partial(forecast, plan, learnt.drawn(), progress=stages.begin("rollout"), **numbers), lang
        )
    frame = forecast_data(ahead)
    if picture is not None and len(frame):
        write_picture(FORECAST.picture(frame, lang).figure, Path(picture), lang)
    _tell(learnt, ahead, as_json, lang)


def _tell(learnt: Learnt, ahead: Forecast, as_json: bool, lang: Lang) -> None:
    """Print what was learnt and the forecast."""
    frame = forecast_data(ahead)
    if as_json:
        print_json({
            "surprise": learnt.surprise, "effective": learnt.effective, "constants": learnt.moved().to_dict("records"),
            "waves": [wave.model_dump() for wave in ahead.waves], "forecast": frame.to_dict("records"),
            "stopping_points": ahead.stopping_points().to_dict("records"), "worthwhile_in": ahead.sure,
        })  # fmt: skip
        return
    terminal.show(Group(Text(FORECAST.sentence(frame, lang), style="bold"), Text("")))
    parts = [
        (waves_table(ahead, lang), advice_sentence(ahead, lang)),
        (learnt_table(learnt, lang), learnt_sentence(learnt, lang)),
    ]
    show_tables(parts)


def example(example: str, out: str | None, lang: Lang) -> None:
    """Write a worked pilot with its filled data sheet."""
    folder = write_example(example, out or f"pilot-{example}", lang)
    for name in (PILOT, DATA):
        click.echo(say("command.result.made", lang, file=folder.path / name))
