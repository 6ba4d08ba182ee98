"""``simkit workshop``: check that a pack still holds, and print its documents."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from rich.cells import set_cell_size
from rich.console import Group
from rich.text import Text

from simkit.cli.comparing import INTERRUPTED, NAME_WIDTH
from simkit.cli.folder import give_back, prepare, usual_folder
from simkit.cli.listing import print_json
from simkit.text import Lang, say
from simkit.views import terminal
from simkit.views.stages import Stages
from simkit.views.wording import interval, number
from simkit.views.workshops import printing, tables, words
from simkit.workshop.expected import Outcomes
from simkit.workshop.packs import pack as load_pack
from simkit.workshop.parts import Pack, Question

CHANGED = 1
"""Exit code if a verdict has changed."""


def check_pack(pack: str, as_json: bool, lang: Lang) -> None:
    """Check a pack and compare the verdicts that its guide relies on with those of the model."""
    chosen = load_pack(pack)
    found = _computed(chosen, lang)
    rows = [(round.id, item, found[round.id]) for round in chosen.rounds for item in round.questions]
    changed = [item.id for _, item, outcomes in rows if outcomes[item.id].verdict != item.expected]
    if as_json:
        print_json({f"{round} › {item.id}": _data(item, outcomes) for round, item, outcomes in rows})
    else:
        key = "changed" if changed else "holds"
        told = say(
            f"command.workshop_check.{key}",
            lang,
            count=len(rows),
            **({"changed": len(changed)} if changed else {}),
        )
        heads = tables.heads(("question", "difference", "relied", "found", "holds"), lang)
        cells = [_row(round, item, outcomes, lang) for round, item, outcomes in rows]
        terminal.show(Group(terminal.table(heads, cells), Text("\n" + told)))
    if changed:
        sys.exit(CHANGED)


def print_pack(pack: str, out: str | None, overwrite: bool, lang: Lang) -> None:
    """Write the documents of a pack, filled with what the model says."""
    chosen = load_pack(pack)
    folder = Path(out) if out else usual_folder(chosen.id, lang, overwrite=overwrite)
    made = prepare(folder, overwrite=overwrite)
    try:
        found = _computed(chosen, lang)
    except SystemExit:
        give_back(made)
        raise
    printing.write(chosen, found, folder, lang, overwrite=overwrite)
    click.echo(say("command.result.folder", lang, folder=folder))
    for name in printing.FILES:
        about = say(f"workshop.file.{name.replace('.', '_')}", lang)
        click.echo(f"  {set_cell_size(name, NAME_WIDTH)}{about}")


def _computed(pack: Pack, lang: Lang) -> Mapping[str, Outcomes]:
    """Return what the model says to every question; on Ctrl-C say so and end."""
    try:
        with Stages(lang) as stages:
            return printing.outcomes_of(pack, stages.begin("workshop"))
    except KeyboardInterrupt:
        click.echo(say("command.stopped.nothing", lang), err=True)
        sys.exit(INTERRUPTED)


def _row(round: str, item: Question, outcomes: Outcomes, lang: Lang) -> list[str]:
    """Return one question as cells."""
    outcome = outcomes[item.id]
    gap = f"{number(outcome.difference, sign=True)} {interval(outcome.low, outcome.high)}"
    key = "holds" if outcome.verdict == item.expected else "changed_verdict"
    return [f"{round} › {item.id}\n{words.asked(item, lang)}", gap, words.verdict(item.expected, lang),
            words.verdict(outcome.verdict, lang), say(f"workshop.word.{key}", lang)]  # fmt: skip


def _data(item: Question, outcomes: Outcomes) -> dict[str, Any]:
    """Return one question as plain data."""
    outcome = outcomes[item.id]
    return {
        "metric": item.metric, "horizon": item.horizon, "difference": outcome.difference, "low": outcome.low, "high": outcome.high,
        "expected": item.expected, "verdict": outcome.verdict, "holds": outcome.verdict == item.expected,
    }  # fmt: skip
