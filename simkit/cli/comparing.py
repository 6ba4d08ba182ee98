"""``simkit compare``: compute stage by stage, show the table, write the result and say where it is."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
from rich.cells import set_cell_size

from simkit.cli.folder import give_back
from simkit.cli.planning import Plan, plan_of
from simkit.engine.estimate import seconds_for
from simkit.experiments.outcomes import scenario_of
from simkit.text import Lang, say
from simkit.views import terminal
from simkit.views.comparison import ReadableComparison
from simkit.views.comparison import compare as run_comparison
from simkit.views.stages import Stages, duration

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it."""
NAME_WIDTH = 26
"""Columns for the name of a file."""


def compare(organisation: str, lang: Lang, **options: Any) -> None:
    """Compare regimes on an organisation as the options say."""
    plan = plan_of(organisation, options, lang)
    try:
        found = _computed(plan, lang)
    except KeyboardInterrupt:
        give_back(plan.made)
        click.echo(say("command.stopped.nothing", lang), err=True)
        sys.exit(INTERRUPTED)
    if not found.complete:
        click.echo(say("command.stopped.kept", lang), err=True)
    try:
        _written(found, plan, lang)
    except KeyboardInterrupt:
        click.echo(say("command.stopped.writing", lang, folder=plan.folder), err=True)
        sys.exit(INTERRUPTED)
    if not found.complete:
        sys.exit(INTERRUPTED)


def _computed(plan: Plan, lang: Lang) -> ReadableComparison:
    """Announce what is done, and do it."""
    with Stages(lang) as stages:
        line = announcement(plan, lang)
    click.echo(line, err=True)
    return run_comparison(
        plan.base, plan.regimes, weeks=plan.weeks, replications=plan.worlds, seed=plan.seed, lang=lang,
        contribution_worlds=plan.contribution_worlds, trajectories=plan.trajectories, workers=plan.workers, progress=stages,
        uncertainty=plan.uncertainty,
    )  # fmt: skip


def _written(found: ReadableComparison, plan: Plan, lang: Lang) -> None:
    """Show the table, write the files and say where they are."""
    terminal.show(terminal.comparison(found, lang))
    with Stages(lang) as stages:
        stages.begin("report")
        found.save(plan.folder, lang, overwrite=plan.overwrite)
    tell_files(plan.folder, lang)


def announcement(plan: Plan, lang: Lang) -> str:
    """Return what is about to be done, and how long it may take at most."""
    scenario = scenario_of(plan.base, plan.weeks).with_(regime=plan.regimes[-1], changes=(), shocks=())
    seconds = seconds_for(scenario, plan.most_worlds * len(plan.regimes), plan.workers)
    seconds += seconds_for(scenario, plan.part_runs, plan.workers, alone=True) if plan.parts else 0.0
    parts = say("command.plan.parts", lang, runs=plan.part_runs) if plan.parts else ""
    return say(
        "command.plan.line", lang, organisation=plan.name, worlds=plan.most_worlds, weeks=scenario.weeks, parts=parts,
        regimes=len(plan.regimes), time=duration(seconds, lang),
    )  # fmt: skip


def tell_files(folder: Path, lang: Lang) -> None:
    """Print the address of each report, and every file of the result with what is in it."""
    place = folder.resolve()
    for report in sorted(place.glob("*.html")):
        click.echo(f"\n{say('command.result.report', lang)}\n  {report.as_uri()}")
    click.echo(f"\n{say('command.result.folder', lang, folder=folder)}")
    for path in sorted(place.iterdir()):
        count = len(list(path.iterdir())) if path.is_dir() else 0
        name = f"{path.name}/ ({say('command.result.files', lang, count=count)})" if count else path.name
        key = path.stem.partition("-")[0] if path.suffix != ".html" else "html"
        click.echo(f"  {set_cell_size(name, NAME_WIDTH)}{say(f'command.result.file.{key}', lang)}")
