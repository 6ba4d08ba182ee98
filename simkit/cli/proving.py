"""``simkit evidence``: all published results beside simkit's, computed, shown and written."""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

import click
from pandas import DataFrame

from simkit.cli.comparing import INTERRUPTED, tell_files
from simkit.cli.folder import give_back, prepare
from simkit.cli.listing import print_json
from simkit.cli.reading import Reading
from simkit.engine.workers import MOST_WORKERS
from simkit.evidence import gathering
from simkit.text import LANGS, Lang, say
from simkit.views import naming, notebooks, terminal
from simkit.views import verdicts as views
from simkit.views.book import pictures, readable
from simkit.views.figures import style
from simkit.views.readings import rows
from simkit.views.sheets import xlsx_bytes
from simkit.views.stages import Stages, duration

NOTEBOOK = "06-why-believe-it"
PAGE, TABLE, SHEET, PICTURES = "why-believe-it.html", "evidence.csv", "verdicts.xlsx", "pictures"


def show_evidence(
    full: bool,
    seed: str | None,
    workers: str | None,
    out: str | None,
    overwrite: bool,
    as_json: bool,
    lang: Lang,
) -> None:
    """Compute all evidence, print the verdicts, misses first, and write the page if a folder is named."""
    folder = Path(out) if out is not None else None
    with Reading() as reading:
        number = reading.whole(seed, "--seed") or 0
        processes = reading.whole(workers, "--workers", 1, MOST_WORKERS)
        made = _prepared(reading, folder, overwrite=overwrite)
    try:
        found = _computed(full, number, processes, lang)
    except KeyboardInterrupt:
        give_back(made)
        click.echo(say("command.stopped.nothing", lang), err=True)
        sys.exit(INTERRUPTED)
    _told(found, lang, as_json=as_json)
    if folder:
        _written(found, folder, lang, quiet=as_json)


def _told(found: DataFrame, lang: Lang, *, as_json: bool) -> None:
    """Print the verdicts, as a table or as data."""
    if as_json:
        print_json(document(found, lang))
    else:
        terminal.show(views.evidence(found, lang))


def _prepared(reading: Reading, folder: Path | None, *, overwrite: bool) -> list[Path]:
    """Make the folder ready and make sure that the notebook can be run; return the folders that were made."""
    none: list[Path] = []
    if folder is None:
        return none
    reading.of(notebooks.need_notebooks, None)
    return reading.of(partial(prepare, folder, overwrite=overwrite), none, "--out")


def _computed(full: bool, seed: int, workers: int | None, lang: Lang) -> DataFrame:
    """Say how long it will take, and compute."""
    with Stages(lang) as stages:
        stages.begin("timing")
        expected = gathering.seconds(full=full)
    time = duration(sum(expected.values()), lang)
    click.echo(
        say(f"command.plan.evidence_{gathering.FULL if full else gathering.REDUCED}", lang, time=time),
        err=True,
    )
    with Stages(lang) as stages:
        tell = stages.begin("evidence")
        return gathering.table(full=full, seed=seed, workers=workers, progress=tell, shares=expected)


def _written(found: DataFrame, folder: Path, lang: Lang, *, quiet: bool) -> None:
    """Write table and pictures, run the notebook on the table, write it as a page, and say where all is."""
    try:
        with Stages(lang) as stages:
            _files(found, folder, lang)
            environment = {gathering.VARIABLE: str((folder / TABLE).resolve())}
            notebook = notebooks.execute(notebooks.load(NOTEBOOK, lang), environment, stages.begin("page"))
            (folder / PAGE).write_text(notebooks.page(notebook, lang), encoding="utf-8")
    except KeyboardInterrupt:
        click.echo(say("command.stopped.writing", lang, folder=folder), err=True)
        sys.exit(INTERRUPTED)
    if not quiet:
        tell_files(folder, lang)


def _files(found: DataFrame, folder: Path, lang: Lang) -> None:
    """Write the table for programs and for people, and the pictures."""
    gathering.write(found, folder / TABLE)
    (folder / SHEET).write_bytes(xlsx_bytes(readable(found, lang)))
    (folder / PICTURES).mkdir(exist_ok=True)
    for name, picture in pictures(found, lang).items():
        (folder / PICTURES / f"{name}.png").write_bytes(style.png(picture.figure))
        (folder / PICTURES / f"{name}.svg").write_text(style.svg(picture.figure), encoding="utf-8")


def document(found: DataFrame, lang: Lang) -> dict[str, Any]:
    """Return everything as plain data, misses first; what is not defined or not bounded is null."""
    ordered = gathering.misses_first(found)
    names = [f"note_{item}" for item in LANGS]
    results = json.loads(ordered.drop(columns=names).to_json(orient="records", double_precision=15))
    words = [{"what": naming.label(row, lang), "note": naming.note(row, lang)} for row in rows(ordered)]
    counts = {name: int((found["verdict"] == name).sum()) for name in gathering.WORSE_FIRST}
    return {"verdicts": counts, "results": [word | item for word, item in zip(words, results, strict=True)]}
