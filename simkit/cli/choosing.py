"""``simkit pilot readiness`` and ``choose``: is the organisation ready, and which teams should try."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import click
from rich.console import Group
from rich.text import Text

from simkit.cli.listing import print_json
from simkit.cli.pictures import check_picture, write_picture
from simkit.cli.reading import Reading, listed
from simkit.pilot.answers import read_answers, template
from simkit.pilot.choice_cost import cost_of_choice
from simkit.pilot.choosing import candidates
from simkit.pilot.missing import missing_drivers
from simkit.pilot.readiness import readiness as ready
from simkit.pilot.steadiness import steadiness
from simkit.presets import load_organisation, load_regime
from simkit.regime import BASES, Regime
from simkit.roster.files import write_file
from simkit.scenario import Organisation
from simkit.text import Lang, say
from simkit.views import terminal
from simkit.views.pilots.choosing import PLACES
from simkit.views.stages import Stages

USUAL_COUNT = 4


def readiness(
    organisation: str, answers: str | None, template: str | None, new: str | None, as_json: bool, lang: Lang
) -> None:
    """Judge the four drivers and simulate each missing; with ``template``, only write the questionnaire."""
    if template is not None:
        write_questionnaire(template, lang)
        return
    with Reading() as reading:
        base = reading.of(partial(load_organisation, organisation, lang), None)
        given = reading.of(partial(read_answers, answers), None, "--answers") if answers else None
        regime = reading.of(partial(load_regime, new or BASES[1]), Regime.preset(BASES[1]), "--new")
    assert base is not None
    found = ready(base, given)
    with Stages(lang) as stages:
        missing = missing_drivers(base, regime, progress=stages.begin("missing"))
    if as_json:
        print_json(
            {"readiness": found.frame().to_dict("records"), "missing": missing.frame().to_dict("records")}
        )
        return
    words = (found.sentence(lang), missing.sentence(lang))
    show_tables([(found.table(lang), words[0]), (missing.table(lang), words[1])])


def write_questionnaire(path: str, lang: Lang) -> None:
    """Write the questionnaire, to be filled in."""
    written = write_file(path, template(lang).encode())
    click.echo(say("command.result.made", lang, file=written))


def choose(
    organisation: str, new: str | None, count: str | None, chosen: str | None, picture: str | None, as_json: bool, lang: Lang
) -> None:  # fmt: skip
    """Rank the teams, and say what a choice costs that was made already."""
    with Reading() as reading:
        base = reading.of(partial(load_organisation, organisation, lang), None)
        regime = reading.of(partial(load_regime, new or BASES[1]), Regime.preset(BASES[1]), "--new")
        wanted = reading.whole(count, "--count", 1, _most(base)) or min(USUAL_COUNT, _most(base))
        if picture is not None:
            reading.of(partial(check_picture, Path(picture)), None)
    assert base is not None
    with Stages(lang) as stages:
        found = candidates(base, regime, progress=stages.begin("candidates"))
    cost = cost_of_choice(found, tuple(listed([chosen]))) if chosen else None
    if picture is not None:
        write_picture(PLACES.picture(PLACES.data(found, wanted), lang).figure, Path(picture), lang)
    if as_json:
        told: dict[str, Any] = {"candidates": found.frame().to_dict("records")}
        print_json({**told, **({"cost": cost.frame().to_dict("records")} if cost else {})})
        return
    words = "\n".join([*found.sentences(wanted, lang), steadiness(found, wanted).sentence(lang)])
    show_tables([(found.table(lang), words), *([(cost.table(lang), cost.sentence(lang))] if cost else [])])


def _most(organisation: Organisation | None) -> int:
    """Return how many teams there are to choose from."""
    return len(organisation.teams) if organisation else 1


def show_tables(parts: list[tuple[Any, str]]) -> None:
    """Print tables, each with its sentence below."""
    shown = [
        Group(
            terminal.table([str(name) for name in frame.columns], frame.astype(str).to_numpy().tolist()),
            Text(f"\n{words}\n"),
        )
        for frame, words in parts
    ]
    terminal.show(Group(*shown))
