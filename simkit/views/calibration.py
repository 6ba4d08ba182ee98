"""Tables of a calibration: published figures beside what the model gives, and the constants that were fitted."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from rich.console import Group, RenderableType
from rich.text import Text

from simkit.constants import CONSTANTS
from simkit.evidence.accepted import Accepted
from simkit.evidence.sources import OWN, cite
from simkit.evidence.targets import TARGETS, Target, informed
from simkit.text import Lang, say
from simkit.views.terminal import table
from simkit.views.wording import percent

MOST_POINTS = 0.5
"""Share of points within the published range from which on a figure counts as met."""


Cells = tuple[list[str], list[list[str]]]
"""Heads of columns, and rows."""


def figures(found: Accepted, lang: Lang) -> RenderableType:
    """Return both tables, with a line on how they were made."""
    tables = [
        table(heads, rows, numeric=range(1, len(heads)))
        for heads, rows in (targets(found, lang), constants(found, lang))
    ]
    return Group(tables[0], Text(), tables[1], Text("\n" + sentence(found, lang)))


def sentence(found: Accepted, lang: Lang) -> str:
    """Say how many sets there are, of how many simulations, and what they have in common."""
    about = {key: found.about[key] for key in ("seed", "simulations")}
    return say("command.calibration.tally", lang, points=len(found.points), **about)


def targets(found: Accepted, lang: Lang) -> Cells:
    """Return every figure with what the model gives before and after, or why it is left out."""
    keys = ("figure", "published", "prior", "posterior", "met")
    rows = [_target(item, found, lang) for item in TARGETS.values()]
    return [say(f"command.calibration.{key}", lang) for key in keys], rows


def _target(item: Target, found: Accepted, lang: Lang) -> list[str]:
    """Return one figure as cells."""
    source = f" ({cite(item.source)})" if item.source != OWN else ""
    name = f"{item.what[lang]}{source}\n{say(f'command.calibration.{item.role}', lang)}"
    if item.role == "left_out":
        return [f"{name}{'：' if lang == 'zh' else ': '}{item.note[lang]}", "–", "–", "–", "–"]
    after = found.posterior[item.id]
    met = after["within"] >= MOST_POINTS
    share = say("command.calibration.share", lang, share=percent(after["within"]))
    mark = f"{'✓' if met else '×'} {share}"
    ends = {"low": item.low, "median": np.nan, "high": item.high}
    return [name, _span(item, ends), _span(item, found.prior[item.id]), _span(item, after), mark]


def _span(item: Target, row: Mapping[str, float]) -> str:
    """Return a range, with its median if it has one, in the unit of a figure."""
    factor, sign = (100.0, "%") if item.unit == "percent" else (1.0, "")
    low, middle, high = (
        f"{factor * row[key]:.3g}{sign}".replace("-", "\N{MINUS SIGN}") for key in ("low", "median", "high")
    )
    return f"{low} – {high}" if np.isnan(row["median"]) else f"{middle}\n{low} – {high}"


def constants(found: Accepted, lang: Lang) -> Cells:
    """Return the fitted constants: declared value and range, accepted range, and how much narrower that is."""
    keys = ("constant", "declared", "accepted", "width")
    widths = found.narrowed()
    rows: list[list[str]] = []
    for id in informed():
        item, values = CONSTANTS[id], found.points[:, found.constants.index(id)]
        low, middle, high = np.quantile(values, (0.025, 0.5, 0.975))
        rows.append([f"{say(f'constant.{id}.label', lang)}\n{id}", f"{item.value:g}\n{item.low:g} – {item.high:g}",
                     f"{middle:.3g}\n{low:.3g} – {high:.3g}", percent(widths[id])])  # fmt: skip
    return [say(f"command.calibration.{key}", lang) for key in keys], rows
