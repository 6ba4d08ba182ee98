"""The assumption ledger as people read it: sentences and a table, in the terminal and in the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from pandas import DataFrame
from rich.console import Group, RenderableType
from rich.text import Text

from simkit.constants import CONSTANTS
from simkit.evidence.sources import OWN, cite
from simkit.experiments.assumptions import TRAJECTORIES, WORLDS, Ledger
from simkit.experiments.assumptions import assumptions as ledger_of
from simkit.metrics import metric
from simkit.presets import load_asked, load_regime
from simkit.problems import InputError, Problem
from simkit.regime import Regime
from simkit.scenario import Organisation, Scenario
from simkit.text import Lang, say
from simkit.views import terminal
from simkit.views.stages import Stages
from simkit.views.tables import Row, head, rows_of
from simkit.views.wording import listing, number, regime_name, stream_name

ONE_SIDED = 0.5
"""Share of ``mu_star`` from which on ``mu`` tells a direction; below it, the direction depends on the other constants."""
NAMED = 3
"""Constants that are named in the sentence on influence."""


def assumptions(
    organisation: Organisation | Scenario | str | Path = "product-company",
    regimes: Sequence[Regime | str | Path] | None = None, *,
    weeks: int | None = None, trajectories: int = TRAJECTORIES, worlds: int = WORLDS, most: int | None = None, seed: int | None = None,
    lang: Lang = "en", workers: int | None = None, progress: Stages | None = None,
) -> Ledger:  # fmt: skip
    """Return how much each constant of the rules moves the verdict between two regimes, and where it flips it.

    ``organisation`` and ``regimes`` are as in ``simkit.compare``, but exactly two. All constants are moved over their
    declared ranges, together along ``trajectories`` in a quarter of the ``worlds``, and one at a time (the ``most``
    influential ones, or all) in all of them. ``Ledger.frame()`` has one row per constant, metric and horizon,
    ``Ledger.flips.points()`` one per flip point. With the defaults this takes a few minutes. Raises ``InputError``
    with every problem of the input, ``KeyboardInterrupt`` on Ctrl-C.

    >>> found = assumptions("G2", weeks=2, trajectories=2, worlds=2, most=1)
    >>> len(found.influence()), len(found.flips.frame())
    (68, 4)
    """
    asked = load_asked(organisation, lang)
    base, (a, b) = asked.base, _two(asked.regimes if regimes is None else regimes)
    how: dict[str, Any] = {"trajectories": trajectories, "worlds": worlds, "most": most, "weeks": weeks,
                           "seed": asked.seed if seed is None else seed}  # fmt: skip
    if progress is None:
        return ledger_of(base, a, b, workers=workers, **how)
    with progress:
        tell, then = progress.begin("assumptions"), partial(progress.begin, "flips")
        return ledger_of(base, a, b, workers=workers, progress=tell, then=then, **how)


def _two(regimes: Sequence[Regime | str | Path]) -> tuple[Regime, Regime]:
    """Return both regimes, or refuse another number of them."""
    named = [regimes] if isinstance(regimes, str) else regimes
    if len(named) != 2:
        names = [item.name if isinstance(item, Regime) else str(item) for item in named]
        raise InputError([Problem("two_regimes", "regimes", {"value": ", ".join(names)})])
    a, b = (item if isinstance(item, Regime) else load_regime(item) for item in named)
    return a, b


def table(ledger: Ledger, lang: Lang) -> RenderableType:
    """Return the whole ledger for a terminal: sentences, then every constant, the most influential first."""
    keys = ("assumption", "constant", "moves", "flip", "grade")
    cells = [_cells(row) for row in ledger_rows(ledger, lang)]
    parts = [*sentences(ledger, lang), say("report.ledger.reading", lang)]
    return Group(
        *(Text(part + "\n") for part in parts), terminal.table([head(key, lang) for key in keys], cells)
    )


def _cells(row: Row) -> list[str]:
    """Return one constant as cells."""
    grade = row["grade"] if row["source"] == "–" else f"{row['grade']}\n{row['source']}"
    value = f"{row['value']} {row['range']}\n{row['unit']}"
    return [row["name"], value, row["moves"], "\n".join(row["flips"]), grade]


def ledger_rows(ledger: Ledger, lang: Lang, count: int | None = None, *, seen: bool = False) -> list[Row]:
    """Return constants, the most influential first, with what they move most and their flip points.

    At most ``count`` of them; with ``seen``, only those whose effect is told from luck.
    """
    table = ledger.influence()
    chosen = table[table["seen"].astype(bool)] if seen else table
    points, sought = ledger.flips.points(), set(ledger.flips.constants)
    return [
        {
            **_about(row["constant"], lang),
            "moves": _moves(row, lang),
            "flips": _flips(row["constant"], points, sought, lang),
        }
        for row in rows_of(chosen.head(len(table) if count is None else count))
    ]


def _about(id: str, lang: Lang) -> Row:
    """Return what is declared of a constant, in words."""
    item = CONSTANTS[id]
    return {"id": id, "name": say(f"constant.{id}.label", lang), "reason": item.reason[lang], "value": f"{item.value:.3g}",
            "range": f"({item.low:.3g}–{item.high:.3g})", "unit": say(f"constant.unit.{item.unit}", lang),
            "grade": say(f"term.grade.{item.grade}.label", lang),
            "source": cite(item.source) if item.source != OWN else "–"}  # fmt: skip


def _moves(row: Row, lang: Lang) -> str:
    """Return what a constant moves most, which way and how much."""
    size = number(row["mu_star"])
    if row["mu_star"] == 0:
        return size
    sign = "±" if abs(row["mu"]) < ONE_SIDED * row["mu_star"] else "+" if row["mu"] > 0 else "−"
    return f"{sign}{size} {place(row, lang)}"


def _flips(id: str, points: DataFrame, sought: Iterable[str], lang: Lang) -> list[str]:
    """Return the flip points of a constant in words, or that there is none, or that none was sought."""
    if id not in sought:
        return [say("report.ledger.not_sought", lang)]
    found = rows_of(points[points["constant"] == id])
    told = [say("report.ledger.flip", lang, place=place(row, lang), **_span(row)) for row in found]
    return told or [say("report.ledger.none", lang)]


def _span(row: Row) -> dict[str, str]:
    """Return a flip point and its band as numbers in words."""
    names = {"value": "value", "low": "from_value", "high": "to_value"}
    return {key: f"{row[name]:.3g}" for key, name in names.items()}


def place(row: Row, lang: Lang, *, inside: bool = False) -> str:
    """Return stream and horizon of a row, in short."""
    week = int(row["horizon"])
    key, values = (
        ("report.ledger.year", {"year": week // 52})
        if week % 52 == 0
        else ("report.horizon.week", {"week": week})
    )
    stream = stream_name(metric(row["metric"]).stream, lang, inside=inside)
    return say("report.ledger.place", lang, stream=stream, when=say(key, lang, **values))


def sentences(ledger: Ledger, lang: Lang) -> list[str]:
    """Return what was done, what moves most, what the verdicts stand on, and the nearest flip point."""
    screening, found = ledger.screening, ledger.flips
    done = say("report.ledger.done", lang, constants=len(screening.constants), trajectories=screening.trajectories,
               worlds=screening.worlds, sought=len(found.constants), scan=found.worlds)  # fmt: skip
    return [done, _strongest(ledger, lang), _standing(ledger, lang), _nearest(ledger, lang)]


def _strongest(ledger: Ledger, lang: Lang) -> str:
    """Return which constants move a difference most."""
    table = ledger.influence()
    top = rows_of(table[table["seen"].astype(bool)].head(NAMED))
    if not top:
        return say("report.ledger.nothing_moves", lang)
    parts = [
        say("report.ledger.part", lang, name=say(f"constant.{row['constant']}.label", lang),
            size=number(row["mu_star"]), place=place(row, lang, inside=True))
        for row in top
    ]  # fmt: skip
    return say("report.ledger.strongest", lang, list=listing(parts, lang))


def _standing(ledger: Ledger, lang: Lang) -> str:
    """Return how many verdicts there are, and how they stand when one constant at a time is moved."""
    kinds = Counter(map(_kind, rows := rows_of(ledger.verdicts())))
    named = [place(row, lang, inside=True) for row in rows if _kind(row) == "turned"]
    counts = {kind: kinds[kind] for kind in ("firm", "faded", "open", "turned")}
    key = "standing_turned" if named else "standing"
    return say(f"report.ledger.{key}", lang, of=len(rows), list=listing(named, lang), **counts)


def _kind(row: Row) -> str:
    """Return how one verdict stands: it can turn, is open, fades for some value, or is firm."""
    if row["flips"]:
        return "turned"
    return "open" if row["verdict"] == "open" else "faded" if row["fades"] else "firm"


def _nearest(ledger: Ledger, lang: Lang) -> str:
    """Return the flip point that is nearest to its declared value."""
    points = rows_of(ledger.flips.points())
    if not points:
        return say("report.ledger.no_flip", lang)
    first, item = points[0], CONSTANTS[points[0]["constant"]]
    sides = {side: say(f"report.verdict.{first[side]}", lang) for side in ("below", "above")}
    return say("report.ledger.nearest", lang, name=say(f"constant.{item.id}.label", lang), declared=f"{item.value:.3g}",
               place=place(first, lang, inside=True), b=regime_name(ledger.regime, lang, inside=True), count=len(points),
               constants=len({row["constant"] for row in points}), **sides, **_span(first))  # fmt: skip
