"""The command that checks the model itself by signs and effect sizes that are published."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
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
from simkit.evidence.arms import Arm, read_arms, scenarios
from simkit.evidence.effects import EffectFinding, effects, findings
from simkit.evidence.patterns import patterns
from simkit.evidence.sources import reference
from simkit.evidence.verdicts import VERDICTS, Pattern, Verdicts, verdicts
from simkit.scenario import LEAST_WORLDS
from simkit.text import Lang, say
from simkit.views import terminal
from simkit.views import verdicts as views
from simkit.views.stages import Stages, duration

WORLDS = 200
MOST_WORLDS = 10_000


def check_patterns(worlds: str | None, workers: str | None, as_json: bool, lang: Lang) -> None:
    """Check all signs and effects and print the verdicts, with notes on what did not come out."""
    with Reading() as reading:
        number = reading.whole(worlds, "--worlds", LEAST_WORLDS, MOST_WORLDS) or WORLDS
        processes = reading.whole(workers, "--workers", 1, MOST_WORKERS)
    signs, sizes = patterns(), effects()
    arms = [arm for item in (*signs, *sizes) for arm in item.arms]
    try:
        with Stages(lang) as stages:
            line = _announcement(arms, len(signs), len(sizes), number, processes, lang)
        click.echo(line, err=True)
        with stages:
            readings = read_arms(arms, number, 0, workers=processes, progress=stages.begin("patterns"))
            found, measured = verdicts(signs, readings), findings(sizes, readings)
    except KeyboardInterrupt:
        click.echo(say("command.stopped.nothing", lang), err=True)
        sys.exit(INTERRUPTED)
    if as_json:
        print_json(
            {"signs": [_sign(found, item, lang) for item in signs], "effects": _effects(measured, lang)}
        )
    else:
        terminal.show(_shown(found, measured, number, lang))


def _announcement(
    arms: Iterable[Arm], signs: int, sizes: int, worlds: int, workers: int | None, lang: Lang
) -> str:
    """Return how many runs there are and how long they may take."""
    shared = [group[0].scenario for group in scenarios(arms).values()]
    seconds = sum(seconds_for(scenario, worlds, workers) for scenario in shared)
    values = {"patterns": signs, "effects": sizes, "runs": worlds * len(shared)}
    return say("command.plan.patterns", lang, **values, time=duration(seconds, lang))


def _shown(found: Verdicts, measured: tuple[EffectFinding, ...], worlds: int, lang: Lang) -> RenderableType:
    """Return both tables, what to know of what did not come out, and how many there are of each verdict."""
    head = Text("\n" + say("command.note.effects", lang), style="bold")
    tables = (views.signs(found, lang), head, views.effect_sizes(measured, lang))
    lines = [*_sign_notes(found, lang), *_effect_notes(measured, lang)]
    width = min(terminal.PLAIN_WIDTH, get_terminal_size().columns)
    title = [Text("\n" + say("command.note.title", lang), style="bold")] if lines else []
    notes = [Text("\n".join(wrapped(line, width))) for line in lines]
    counted = Counter(item.verdict for item in (*found.findings, *measured))
    tally = say(
        "command.note.tally", lang, of=counted.total(), worlds=worlds, **{name: counted[name] for name in VERDICTS}
    )  # fmt: skip
    return Group(*tables, *title, *notes, Text("\n" + tally))


def _sign_notes(found: Verdicts, lang: Lang) -> list[str]:
    """Return what to know of signs that did not come out."""
    return [
        say("command.note.line", lang, number=item.pattern.number, claim=say(f"pattern.claim.{item.claim.id}", lang), note=text)
        for item in found.findings
        if (text := views.note("pattern", item.claim.id, item.verdict, lang))
    ]  # fmt: skip


def _effect_notes(measured: tuple[EffectFinding, ...], lang: Lang) -> list[str]:
    """Return what to know of effects that did not come out."""
    return [
        say("command.note.plain", lang, claim=say(f"effect.claim.{item.effect.id}", lang), note=text)
        for item in measured
        if (text := views.note("effect", item.effect.id, item.verdict, lang))
    ]


def _sign(found: Verdicts, sign: Pattern, lang: Lang) -> dict[str, Any]:
    """Return one sign with its claims as plain data."""
    claims = [
        {"id": item.claim.id, "claim": say(f"pattern.claim.{item.claim.id}", lang), "expected": item.claim.expected, "mean": item.mean,
         "low": item.low, "high": item.high, "effect": item.effect, "worlds": item.worlds, "verdict": item.verdict,
         "note": views.note("pattern", item.claim.id, item.verdict, lang)}
        for item in found.findings if item.pattern is sign
    ]  # fmt: skip
    about = {"number": sign.number, "id": sign.id, "title": say(f"pattern.title.{sign.id}", lang)}
    return {
        **about,
        "sources": [reference(key) for key in sign.sources],
        "verdict": found.of(sign),
        "claims": claims,
    }


def _effects(measured: tuple[EffectFinding, ...], lang: Lang) -> list[dict[str, Any]]:
    """Return effects as plain data; what is not a number is null."""
    return [
        {"id": item.effect.id, "claim": say(f"effect.claim.{item.effect.id}", lang), "unit": item.effect.unit,
         "published": _finite(item.effect.published), "band": [_finite(end) for end in item.effect.band],
         "mean": item.found.mean, "low": item.found.low, "high": item.found.high, "worlds": item.found.n, "verdict": item.verdict,
         "source": reference(item.effect.source), "note": views.note("effect", item.effect.id, item.verdict, lang)}
        for item in measured
    ]  # fmt: skip


def _finite(value: float) -> float | None:
    """Return a number, or nothing for one that is not finite: JSON has no word for it."""
    return value if abs(value) < float("inf") else None
