"""``simkit pilot new`` and ``show``: write a first design, and say in words what one describes."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click
from rich.console import Group
from rich.text import Text

from simkit.cli.listing import print_json
from simkit.cli.reading import Reading, listed
from simkit.pilot.design import KINDS, Kind
from simkit.pilot.drafting import draft
from simkit.pilot.files import fingerprint, load_pilot, pilot_table, pilot_toml
from simkit.pilot.matching import matched
from simkit.presets import load_organisation, load_regime
from simkit.problems import Problem
from simkit.regime import BASES, Regime
from simkit.roster.files import write_file
from simkit.text import Lang, say
from simkit.views import terminal
from simkit.views.pilots.designing import design_sentences, timetable

USUAL_FILE = "pilot.toml"


def new(
    organisation: str, new: str | None, kind: str | None, count: str | None, chosen: str | None, seed: str | None, out: str | None,
    overwrite: bool, lang: Lang,
) -> None:  # fmt: skip
    """Write a pilot file to begin with."""
    with Reading() as reading:
        base = reading.of(partial(load_organisation, organisation, lang), None)
        regime = reading.of(partial(load_regime, new or BASES[1]), Regime.preset(BASES[1]), "--new")
        if kind is not None and kind not in KINDS:
            values = {"value": kind, "field": "--kind", "expected": ", ".join(KINDS)}
            reading.problems.append(Problem("not_allowed", "--kind", values))
        wanted, lot = reading.whole(count, "--count", 1, 200), reading.whole(seed, "--seed") or 0
    assert base is not None
    names = listed([chosen]) if chosen else []
    pilot = draft(base, regime, kind=_kind(kind), count=wanted, lot_seed=lot, chosen=names)
    path = write_file(Path(out or USUAL_FILE), pilot_toml(pilot).encode(), overwrite=overwrite)
    click.echo(say("command.result.made", lang, file=path))
    click.echo("\n".join(design_sentences(pilot, lang)))
    if names and pilot.design.comparison_teams:
        click.echo(matched(base, names).sentence(lang))


def _kind(name: str | None) -> Kind:
    """Return the kind of design with this name; parallel groups, if there is none."""
    found: list[Kind] = [kind for kind in KINDS if kind == name]
    return found[0] if found else "parallel"


def show(design: str, as_json: bool, lang: Lang) -> None:
    """Say in words what a pilot file describes."""
    pilot = load_pilot(design, lang)
    if as_json:
        table = pilot_table(pilot)
        start = {"start": pilot.start.isoformat()} if pilot.start else {}
        print_json({**table, **start, "fingerprint": fingerprint(pilot)})
        return
    frame = timetable(pilot, lang)
    rows = terminal.table([str(name) for name in frame.columns], frame.astype(str).to_numpy().tolist())
    words = "\n\n".join(design_sentences(pilot, lang))
    terminal.show(Group(Text(pilot.name, style="bold"), Text(f"\n{words}\n"), rows))
