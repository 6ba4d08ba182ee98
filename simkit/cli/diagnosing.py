"""``simkit pilot design`` and ``signal``: what a pilot can show, by simulating it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import click

from simkit.cli.choosing import show_tables
from simkit.cli.comparing import INTERRUPTED
from simkit.cli.listing import print_json
from simkit.cli.pictures import check_picture, write_picture
from simkit.cli.reading import Reading
from simkit.engine.workers import MOST_WORKERS
from simkit.pilot import diagnosis
from simkit.pilot import signal as signals
from simkit.pilot.design import Pilot
from simkit.pilot.diagnosis import Diagnosis
from simkit.pilot.diagnosis import diagnose as run_diagnosis
from simkit.pilot.files import fingerprint, load_pilot
from simkit.pilot.folder import PILOT, PilotFolder
from simkit.pilot.worth import Stakes, Worth, options, worth, worth_frame
from simkit.text import Lang, say
from simkit.views.comparison import points_for
from simkit.views.pilots.diagnosis import (
    DECIDED,
    ESTIMATED,
    OUTCOMES,
    kept_odds,
    odds_table,
    outcomes,
    worth_words,
)
from simkit.views.pilots.signal import SIGNAL, signal_table
from simkit.views.pilots.signal import signal as signal_frame
from simkit.views.stages import Stages

T = TypeVar("T")
LEAST, MOST = 20, 20_000
QUICK = 200


def diagnose(design: str, quick: bool, as_json: bool, lang: Lang, **given: str | None) -> None:
    """Simulate a pilot in every true world, and say what it is worth."""
    pilot, numbers, staff = _asked(design, given, quick, lang)
    stakes = Stakes(people=staff or sum(team.people for team in pilot.organisation.teams))
    with Stages(lang) as stages:
        found = {
            name: told(
                partial(run_diagnosis, option, progress=stages.begin(f"pilot_{name}"), **numbers), lang
            )
            for name, option in (options(pilot) if not quick else {"planned": pilot}).items()
        }
    first = found["planned"]
    values = [worth(item, stakes, option=name) for name, item in found.items()]
    _keep(design, first, lang)
    picture = given["picture"]
    if picture is not None:
        write_picture(OUTCOMES.picture(outcomes(first), lang).figure, Path(picture), lang)
    _tell(first, values, stakes, as_json, lang)


def _asked(
    design: str, given: dict[str, str | None], quick: bool, lang: Lang
) -> tuple[Pilot, dict[str, Any], int | None]:
    """Return the pilot, how it is to be simulated, and how many people a roll-out reaches; raise ``InputError`` with all problems."""
    with Reading() as reading:
        pilot = reading.of(partial(load_pilot, design, lang), None)
        numbers = {
            "pilots": reading.whole(given["pilots"], "--pilots", LEAST, MOST)
            or (QUICK if quick else diagnosis.PILOTS),
            "points": reading.of(partial(points_for, given["uncertainty"] or "luck"), (), "--uncertainty"),
            "workers": reading.whole(given["workers"], "--workers", 1, MOST_WORKERS),
        }
        staff = reading.whole(given["people"], "--people", 1, 10_000_000)
        _check(reading, given["picture"])
    assert pilot is not None
    return pilot, numbers, staff


def _check(reading: Reading, picture: str | None) -> None:
    """Note a picture that cannot be written."""
    if picture is not None:
        reading.of(partial(check_picture, Path(picture)), None)


def _keep(design: str, found: Diagnosis, lang: Lang) -> None:
    """Keep the odds beside the pilot file if it stands in a folder of its own."""
    if Path(design).name == PILOT:
        path = PilotFolder(Path(design).parent).record("odds", found.pilot, kept_odds(found))
        click.echo(say("command.result.made", lang, file=path), err=True)


def _tell(found: Diagnosis, values: list[Worth], stakes: Stakes, as_json: bool, lang: Lang) -> None:
    """Print the odds and the worth."""
    if as_json:
        print_json({
            "fingerprint": fingerprint(found.pilot), "detectable": found.detectable, "odds": found.frame().to_dict("records"),
            "worth": worth_frame(values).to_dict("records"),
        })  # fmt: skip
        return
    frame = outcomes(found)
    show_tables([
        (odds_table(frame, lang, DECIDED), OUTCOMES.sentence(frame, lang)),
        (odds_table(frame, lang, ESTIMATED), worth_words(values, stakes, found.pilot.primary.metric, lang)),
    ])  # fmt: skip


def signal(
    design: str, pilots: str | None, workers: str | None, picture: str | None, as_json: bool, lang: Lang
) -> None:
    """Say which measures can be told from noise by when."""
    with Reading() as reading:
        pilot = reading.of(partial(load_pilot, design, lang), None)
        count = reading.whole(pilots, "--pilots", LEAST, MOST) or signals.PILOTS
        threads = reading.whole(workers, "--workers", 1, MOST_WORKERS)
        _check(reading, picture)
    assert pilot is not None
    with Stages(lang) as stages:
        found = told(
            partial(signals.signal_by_week, pilot, count, workers=threads, progress=stages.begin("signal")),
            lang,
        )
    frame = signal_frame(found)
    if picture is not None:
        write_picture(SIGNAL.picture(frame, lang).figure, Path(picture), lang)
    if as_json:
        print_json(frame.to_dict("records"))
    else:
        show_tables([(signal_table(frame, lang), SIGNAL.sentence(frame, lang))])


def told(work: Callable[[], T], lang: Lang) -> T:
    """Return what some work returns; on Ctrl-C say so and end."""
    try:
        return work()
    except KeyboardInterrupt:
        click.echo(say("command.stopped.nothing", lang), err=True)
        sys.exit(INTERRUPTED)
