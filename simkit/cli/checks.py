"""The command that checks the model itself by its signs."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from shutil import get_terminal_size
from typing import Any

import click
from rich.console import Group, RenderableType
from rich.text import Text

from simkit.cli.comparing import INTERRUPTED
from simkit.cli.help import wrapped
from simkit.cli.listing import print_json
from simkit.cli.reading import Reading
from simkit.engine.estimate import seconds_for
from simkit.engine.workers import MOST_WORKERS
from simkit.evidence.patterns import patterns
from simkit.evidence.sources import reference
from simkit.evidence.verdicts import VERDICTS, Finding, Pattern, Verdicts, check
from simkit.experiments.compare import LEAST_WORLDS
from simkit.text import Lang, entries, say
from simkit.views import terminal
from simkit.views.stages import Stages, duration

WORLDS = 40
MOST_WORLDS = 10_000


def check_patterns(worlds: str | None, workers: str | None, as_json: bool, lang: Lang) -> None:
    """Check all signs and print the verdicts, with notes on what did not come out."""
    with Reading() as reading:
        number = reading.whole(worlds, "--worlds", LEAST_WORLDS, MOST_WORLDS) or WORLDS
        processes = reading.whole(workers, "--workers", 1, MOST_WORKERS)
    signs = patterns()
    try:
        with Stages(lang) as stages:
            line = _announcement(signs, number, processes, lang)
        click.echo(line, err=True)
        with stages:
            found = check(signs, worlds=number, workers=processes, progress=stages.begin("patterns"))
    except KeyboardInterrupt:
        click.echo(say("command.stopped.nothing", lang), err=True)
        sys.exit(INTERRUPTED)
    if as_json:
        print_json([_data(found, item, lang) for item in signs])
    else:
        terminal.show(Group(terminal.patterns(found, lang), *_notes(found, number, lang)))


def _announcement(signs: Sequence[Pattern], worlds: int, workers: int | None, lang: Lang) -> str:
    """Return how many runs there are and how long they may take."""
    scenarios = {
        term.scenario.model_dump_json(): term.scenario
        for sign in signs
        for claim in sign.claims
        for term in claim.terms
    }
    runs = worlds * len(scenarios)
    seconds = seconds_for(signs[0].claims[0].terms[0].scenario, runs, workers)
    return say("command.plan.patterns", lang, patterns=len(signs), runs=runs, time=duration(seconds, lang))


def _notes(found: Verdicts, worlds: int, lang: Lang) -> list[RenderableType]:
    """Return what to know of the claims that did not come out, and how many there are of each verdict."""
    notes = [(item, _note(item, lang)) for item in found.findings]
    lines = [
        say(
            "command.note.line",
            lang,
            number=item.pattern.number,
            claim=say(f"pattern.claim.{item.claim.id}", lang),
            note=note,
        )
        for item, note in notes
        if note
    ]
    counted = Counter(item.verdict for item in found.findings)
    tally = say(
        "command.note.tally",
        lang,
        of=len(found.findings),
        worlds=worlds,
        **{name: counted[name] for name in VERDICTS},
    )
    head = [Text("\n" + say("command.note.title", lang), style="bold")] if lines else []
    width = min(terminal.PLAIN_WIDTH, get_terminal_size().columns)
    return [*head, *(Text("\n".join(wrapped(line, width))) for line in lines), Text("\n" + tally)]


def _note(item: Finding, lang: Lang) -> str:
    """Return the note on a claim that did not come out, if there is one."""
    known = item.verdict != "reproduced" and item.claim.id in entries("patterns")["note"]
    return say(f"pattern.note.{item.claim.id}", lang) if known else ""


def _data(found: Verdicts, sign: Pattern, lang: Lang) -> dict[str, Any]:
    """Return one sign with its claims as plain data."""
    claims = [
        {"id": item.claim.id, "claim": say(f"pattern.claim.{item.claim.id}", lang), "expected": item.claim.expected, "mean": item.mean,
         "low": item.low, "high": item.high, "effect": item.effect, "worlds": item.worlds, "verdict": item.verdict,
         "note": _note(item, lang)}
        for item in found.findings if item.pattern is sign
    ]  # fmt: skip
    about = {"number": sign.number, "id": sign.id, "title": say(f"pattern.title.{sign.id}", lang)}
    return {
        **about,
        "sources": [reference(key) for key in sign.sources],
        "verdict": found.of(sign),
        "claims": claims,
    }
