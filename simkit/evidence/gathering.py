"""All evidence as one tidy table: published figures of the docks, signs and effect sizes, each with its verdict.

A row is one published result beside what simkit finds. Nothing in it is kept from an earlier day: ``table`` computes all
rows, in full or with few replications.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from inspect import signature
from math import inf, nan
from pathlib import Path
from time import perf_counter
from typing import Any

from pandas import DataFrame, read_csv

from simkit.engine.preparing import prepare
from simkit.engine.version import software_version
from simkit.engine.workers import Progress
from simkit.evidence.arms import Arm, read_arms
from simkit.evidence.docking import figures as docks
from simkit.evidence.docking._common import Figure
from simkit.evidence.effects import EffectFinding, effects, findings
from simkit.evidence.patterns import patterns
from simkit.evidence.sources import SOURCES
from simkit.evidence.verdicts import Finding, verdicts
from simkit.problems import InputError, Problem
from simkit.text import entries

KINDS = ("figure", "sign", "effect")
"""A published figure of a dock, one of the thirteen signs, or a published effect size."""
WORSE_FIRST = ("not_reproduced", "undecided", "reproduced")
COLUMNS = (
    "kind", "group", "id", "published", "low", "high", "found", "found_low", "found_high", "unit", "effect", "effect_low",
    "effect_high", "n", "verdict", "sources", "grade", "note_en", "note_zh", "run", "seed", "version",
)  # fmt: skip
NUMBERS = (
    "published",
    "low",
    "high",
    "found",
    "found_low",
    "found_high",
    "effect",
    "effect_low",
    "effect_high",
)
SIGN_WORLDS = {False: 8, True: 1000}
"""Worlds in which signs and effect sizes are read, in the reduced and in the full run."""
VARIABLE = "SIMKIT_EVIDENCE"
"""The environment variable that says what a notebook shows: ``reduced``, ``full``, or a file of ``simkit evidence``."""
REDUCED, FULL = "reduced", "full"
TRIAL = 40
"""The part of the replications that is timed to tell how long the whole takes."""
TRIAL_WORLDS = 2


def table(
    *, full: bool = False, seed: int = 0, workers: int | None = None, executor: Executor | None = None,
    progress: Progress | None = None, shares: Mapping[str, float] | None = None,
) -> DataFrame:  # fmt: skip
    """Compute all evidence; return one row for each published result, in the order of the papers.

    Columns: ``kind`` (``KINDS``), ``group`` (the paper's key, or the sign's id) and ``id`` name the result;
    ``published`` is the paper's number (NaN where only an order, a sign or a range is published) and ``low`` to
    ``high`` the band that counts as reproduced; ``found`` with its 95 % interval ``found_low`` to ``found_high``
    over ``n`` replications is simkit's, in the same ``unit`` (the paper's own, that of the metric, or one of
    ``effects.UNITS``); ``effect`` with its interval is the same in standard deviations between teams where that is
    meant; ``verdict`` is ``reproduced``, ``not_reproduced`` or ``undecided``; ``sources`` are keys of
    ``sources.toml`` and ``grade`` how they were read; ``note_en`` and ``note_zh`` say what there is to know.

    ``full`` takes all replications (some minutes) instead of few (about a minute). ``progress`` gets steps done and
    to do, as large as ``shares`` says (``seconds``). Raises ``KeyboardInterrupt`` on Ctrl-C.
    """
    parts: dict[str, Callable[[Progress | None], Iterable[dict[str, Any]]]] = {
        **{model: _dock(model, full, seed) for model in docks.DOCKS},
        "signs": lambda tell: _contrasts(SIGN_WORLDS[full], seed, workers, executor, tell),
    }
    sizes = {name: max(1, round(100 * (shares or {}).get(name, 1.0))) for name in parts}
    done, total, rows = 0, sum(sizes.values()), list[dict[str, Any]]()
    for name, part in parts.items():
        rows += part(_within(progress, done, sizes[name], total))
        done += sizes[name]
        if progress:
            progress(done, total)
    about = {"run": FULL if full else REDUCED, "seed": seed, "version": software_version()}
    return DataFrame([row | about for row in rows], columns=list(COLUMNS))


def seconds(*, full: bool = False) -> dict[str, float]:
    """Return roughly how long each part takes here, by timing a small part of it: each dock, and ``signs``.

    What is not compiled yet is compiled first, and does not count.
    """
    prepare("fast")
    found = {}
    for model, of in docks.DOCKS.items():
        few = max(2, docks.REDUCED[model] // TRIAL)
        of(replications=2)
        start = perf_counter()
        of(replications=few)
        found[model] = (perf_counter() - start) * _replications(model, full) / few
    start = perf_counter()
    read_arms(_arms(patterns(), effects()), TRIAL_WORLDS, 0)
    return found | {"signs": (perf_counter() - start) * SIGN_WORLDS[full] / TRIAL_WORLDS}


def asked() -> DataFrame:
    """Return the table that the environment asks for: computed now, or just computed by ``simkit evidence``.

    The variable ``SIMKIT_EVIDENCE`` is ``reduced`` (the default), ``full``, or the name of a table written by
    ``write``. Raises ``InputError`` if there is no such table.
    """
    wanted = os.environ.get(VARIABLE) or REDUCED
    return table(full=wanted == FULL) if wanted in (REDUCED, FULL) else read(Path(wanted))


def write(found: DataFrame, file: Path) -> None:
    """Write the table so that ``read`` gives the same numbers back."""
    found.to_csv(file, index=False, lineterminator="\n", encoding="utf-8-sig")


def read(file: Path) -> DataFrame:
    """Read a table of ``write``; raise ``InputError`` if it cannot be read or is none."""
    try:
        found = read_csv(file, encoding="utf-8-sig", dtype=str, keep_default_na=False)
    except (OSError, ValueError):
        found = DataFrame()
    if tuple(found.columns) != COLUMNS:
        raise InputError([Problem("not_evidence", str(file))])
    for name in NUMBERS:
        found[name] = [float(value or "nan") for value in found[name]]
    return found.astype({"n": int, "seed": int})


def misses_first(found: DataFrame) -> DataFrame:
    """Return the rows not reproduced first, then those undecided, then those reproduced."""
    return found.sort_values("verdict", key=lambda item: item.map(WORSE_FIRST.index), kind="stable")


def _dock(model: str, full: bool, seed: int) -> Callable[[Progress | None], Iterator[dict[str, Any]]]:
    """Return what yields the rows of one dock."""
    replications = _replications(model, full)
    return lambda _: (
        _figure(model, item) for item in docks.DOCKS[model](replications=replications, seed=seed)
    )


def _replications(model: str, full: bool) -> int:
    """Return how many replications a dock takes."""
    return signature(docks.DOCKS[model]).parameters["replications"].default if full else docks.REDUCED[model]


def _contrasts(
    worlds: int, seed: int, workers: int | None, executor: Executor | None, tell: Progress | None
) -> list[dict[str, Any]]:
    """Return the rows of signs and effect sizes, whose scenarios are run once for both."""
    signs, sizes = patterns(), effects()
    readings = read_arms(_arms(signs, sizes), worlds, seed, workers=workers, executor=executor, progress=tell)
    judged = verdicts(signs, readings).findings
    return [*map(_sign, judged), *(_effect(item, worlds) for item in findings(sizes, readings))]


def _arms(*checks: Iterable[Any]) -> list[Arm]:
    """Return the arms of all signs and effects."""
    return [arm for group in checks for item in group for arm in item.arms]


def _within(progress: Progress | None, done: int, size: int, total: int) -> Progress | None:
    """Return what tells of one part as a share of the whole."""
    if progress is None:
        return None
    return lambda part, of: progress(done + round(size * part / max(of, 1)), total)


def _figure(model: str, item: Figure) -> dict[str, Any]:
    """Return the row of a published figure; one without a number of its own is an order."""
    published = nan if inf in (abs(item.low), abs(item.high)) else item.published
    found = item.found
    return {
        "kind": "figure", "group": model, "id": item.id, "published": published, "low": item.low, "high": item.high,
        "found": found.mean, "found_low": found.low, "found_high": found.high, "unit": "paper", "n": found.n,
        "verdict": item.verdict, **_sources((item.source,)), "note_en": item.note["en"], "note_zh": item.note["zh"],
    }  # fmt: skip


def _sign(item: Finding) -> dict[str, Any]:
    """Return the row of a claim: its band is a side of 0, or a margin around it."""
    unit = item.mean / item.effect if item.effect else nan
    bound = item.claim.margin * unit
    low, high = {"up": (0.0, inf), "down": (-inf, 0.0), "small": (-bound, bound)}[item.claim.expected]
    return {
        "kind": "sign", "group": item.pattern.id, "id": item.claim.id, "published": nan, "low": low, "high": high,
        "found": item.mean, "found_low": item.low, "found_high": item.high, "unit": "metric", "n": item.worlds,
        "effect": item.effect, "effect_low": item.low / unit, "effect_high": item.high / unit,
        "verdict": item.verdict, **_sources(item.pattern.sources), **_notes("patterns", item.claim.id),
    }  # fmt: skip


def _effect(item: EffectFinding, worlds: int) -> dict[str, Any]:
    """Return the row of a published effect size."""
    effect, found = item.effect, item.found
    ends = (found.mean, found.low, found.high) if effect.unit == "d" else (nan, nan, nan)
    return {
        "kind": "effect", "group": effect.source, "id": effect.id, "published": effect.published,
        "low": effect.band[0], "high": effect.band[1], "found": found.mean, "found_low": found.low,
        "found_high": found.high, "unit": effect.unit, "n": worlds, "effect": ends[0], "effect_low": ends[1],
        "effect_high": ends[2], "verdict": item.verdict, **_sources((effect.source,)), **_notes("effects", effect.id),
    }  # fmt: skip


def _sources(keys: Iterable[str]) -> dict[str, str]:
    """Return the keys of sources and how each was read."""
    return {"sources": ";".join(keys), "grade": ";".join(SOURCES[key].grade for key in keys)}


def _notes(file: str, id: str) -> dict[str, str]:
    """Return what there is to know of a claim that may fail, in both languages."""
    note = entries(file)["note"].get(id, {"en": "", "zh": ""})
    return {f"note_{lang}": note[lang] for lang in ("en", "zh")}
