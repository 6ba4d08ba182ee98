"""``simkit pilot design`` and ``signal``: what a pilot can show, by simulating it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import click

from simkit.cli.choosing import show_tables
from simkit.cli.comparing import INTERRUPTED
from simkit.cli.listing import print_json
from simkit.cli.pictures import check_picture, write_picture
from simkit.cli.reading import Reading
from simkit.engine.estimate import seconds_for
from simkit.engine.workers import MOST_WORKERS
from simkit.pilot import diagnosis
from simkit.pilot import signal as signals
from simkit.pilot.design import Pilot
from simkit.pilot.diagnosis import Diagnosis
from simkit.pilot.diagnosis import diagnose as run_diagnosis
from simkit.pilot.files import fingerprint, load_pilot
from simkit.pilot.folder import PILOT, PilotFolder
from simkit.pilot.orders import scenario_for
from simkit.pilot.worlds import FULL, NOTHING, WORLDS, World, world_from
from simkit.pilot.worth import Stakes, Worth, stakes_of, weighed, weights_of, worth, worth_frame
from simkit.text import Lang, say
from simkit.views.comparison import points_for
from simkit.views.pilots.diagnosis import (
    DECIDED,
    ESTIMATED,
    OUTCOMES,
    kept_odds,
    kept_worth,
    odds_table,
    outcomes,
    worth_sentences,
)
from simkit.views.pilots.signal import SIGNAL, signal_table
from simkit.views.pilots.signal import signal as signal_frame
from simkit.views.stages import Stages, duration

T = TypeVar("T")
LEAST, MOST = 20, 20_000
QUICK = 200


def diagnose(
    design: str, quick: bool, as_json: bool, lang: Lang, truth: tuple[str, ...], prior: tuple[str, ...], **given: str | None
) -> None:  # fmt: skip
    """Simulate a pilot in true worlds, and say what it is worth."""
    with Reading() as reading:
        pilot = reading.of(partial(load_pilot, design, lang), None)
        worlds = [reading.of(partial(world_from, text), NOTHING, "--truth") for text in truth] or WORLDS
        weights = reading.numbers(reading.pairs(prior, "--prior"), "--prior")
        reading.of(partial(weights_of, [NOTHING.id, *(world.id for world in worlds)], weights), {}, "--prior")
        numbers = _numbers(reading, given, quick=quick)
        staff = reading.whole(given["people"], "--people", 1, 10_000_000)
        _check(reading, given["picture"])
    assert pilot is not None
    stakes = stakes_of(pilot, staff)
    with Stages(lang) as stages:
        asked = _Asked(pilot, worlds, numbers, stages, lang)
        found = told(asked.odds, lang)
        values = told(partial(asked.values, found, stakes, weights, more=not quick), lang)
    if asked.whole:
        _keep(design, found, values, stakes, lang)
    if given["picture"] is not None:
        write_picture(OUTCOMES.picture(outcomes(found), lang).figure, Path(given["picture"]), lang)
    _tell(found, values, stakes, as_json, lang)
    if not asked.whole:
        sys.exit(INTERRUPTED)


def _numbers(reading: Reading, given: dict[str, str | None], *, quick: bool) -> dict[str, Any]:
    """Return how a pilot is to be simulated."""
    usual = QUICK if quick else diagnosis.PILOTS
    return {
        "pilots": reading.whole(given["pilots"], "--pilots", LEAST, MOST) or usual,
        "points": reading.of(partial(points_for, given["uncertainty"] or "luck"), (), "--uncertainty"),
        "workers": reading.whole(given["workers"], "--workers", 1, MOST_WORKERS),
    }


@dataclass
class _Asked:
    """A diagnosis that was asked for; ``whole`` is false once it was stopped half-way."""

    pilot: Pilot
    worlds: Sequence[World]
    numbers: dict[str, Any]
    stages: Stages
    lang: Lang
    whole: bool = True
    _early: Diagnosis | None = None

    def odds(self) -> Diagnosis:
        """Return the odds; the early answer is told as soon as it is there, and is what remains on Ctrl-C."""
        self.stages.note(self._announced())
        work = partial(
            run_diagnosis,
            self.pilot,
            worlds=self.worlds,
            early=self._first,
            progress=self.stages.begin("pilot_planned"),
            **self.numbers,
        )
        try:
            return work()
        except KeyboardInterrupt:
            if self._early is None:
                raise
            self.whole = False
            self.stages.note(say("command.stopped.pilots", self.lang, pilots=self._early.nothing.pilots))
            return self._early

    def _announced(self) -> str:
        """Return how many pilots are simulated and how long that may take."""
        runs = self.numbers["pilots"] * (len(self.worlds) + 1)
        everywhere = scenario_for(self.pilot, FULL, self.pilot.design.pilot_teams)
        time = duration(seconds_for(everywhere, runs, self.numbers["workers"]), self.lang)
        return say(
            "command.plan.pilots",
            self.lang,
            pilots=f"{self.numbers['pilots']:,}",
            worlds=len(self.worlds),
            time=time,
        )

    def _first(self, found: Diagnosis) -> None:
        """Tell the early answer."""
        self._early = found
        early = say("pilot.page.early", self.lang, pilots=found.nothing.pilots)
        self.stages.note(f"{early} {OUTCOMES.sentence(outcomes(found), self.lang)}")

    def values(
        self, found: Diagnosis, stakes: Stakes, prior: dict[str, float], *, more: bool
    ) -> Sequence[Worth]:
        """Return what the pilot is worth, and what more of it would buy."""
        if not more or not self.whole:
            return [worth(found, stakes, prior)]
        settings = {"points": self.numbers["points"], "workers": self.numbers["workers"]}
        return weighed(
            found, stakes, prior, begin=lambda name: self.stages.begin(f"pilot_{name}"), **settings
        )


def _check(reading: Reading, picture: str | None) -> None:
    """Note a picture that cannot be written."""
    if picture is not None:
        reading.of(partial(check_picture, Path(picture)), None)


def _keep(design: str, found: Diagnosis, values: Sequence[Worth], stakes: Stakes, lang: Lang) -> None:
    """Keep the odds and the worth beside the pilot file if it stands in a folder of its own."""
    if Path(design).name == PILOT:
        path = PilotFolder(Path(design).parent).record(
            "odds", found.pilot, {**kept_odds(found), **kept_worth(values, stakes)}
        )
        click.echo(say("command.result.made", lang, file=path), err=True)


def _tell(found: Diagnosis, values: Sequence[Worth], stakes: Stakes, as_json: bool, lang: Lang) -> None:
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
        (odds_table(frame, lang, ESTIMATED), "\n\n".join(worth_sentences(values, stakes, found.pilot.primary.metric, lang))),
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
