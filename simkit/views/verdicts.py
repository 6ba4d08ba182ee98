"""Tables of verdicts: signs and published effect sizes, each beside what the model shows."""

from __future__ import annotations

from typing import Any

from pandas import DataFrame
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from simkit.evidence.effects import EffectFinding
from simkit.evidence.gathering import misses_first
from simkit.evidence.sources import SOURCES, cite
from simkit.evidence.verdicts import Finding, Verdicts
from simkit.text import Lang, entries, say
from simkit.views import naming
from simkit.views.figures.published import tally_sentence
from simkit.views.readings import rows
from simkit.views.tables import head
from simkit.views.terminal import table
from simkit.views.wording import interval, number

LOOKS = {"reproduced": ("✓", "green"), "not_reproduced": ("×", "red"), "undecided": ("○", "dim")}


def verdict(name: str, lang: Lang) -> Text:
    """Return a verdict as a mark and words."""
    mark, colour = LOOKS[name]
    return Text(f"{mark} {say(f'term.verdict.{name}.label', lang)}", style=colour)


def signs(found: Verdicts, lang: Lang) -> Table:
    """Return the signs: what was expected, what was measured, its size in standard deviations, and the verdict."""
    columns = [head(key, lang) for key in ("number", "sign", "expected", "measured", "d", "verdict")]
    return table(columns, [_sign(item, lang) for item in found.findings], whole_cells=[0], numeric=[3, 4])


def _sign(item: Finding, lang: Lang) -> list[str | Text]:
    """Return one claim as cells."""
    title, claim = say(f"pattern.title.{item.pattern.id}", lang), say(f"pattern.claim.{item.claim.id}", lang)
    colon = say("report.phrase.colon", lang)
    sources = "; ".join(cite(key) for key in item.pattern.sources)
    return [
        str(item.pattern.number),
        f"{title}{colon}{claim} ({sources})",
        say(f"report.expected.{item.claim.expected}", lang),
        f"{number(item.mean, sign=True)}\n{interval(item.low, item.high)}",
        number(item.effect, sign=True),
        verdict(item.verdict, lang),
    ]


def effect_sizes(found: tuple[EffectFinding, ...], lang: Lang) -> Table:
    """Return published effect sizes, misses first, each beside the model's in the same unit."""
    columns = [head(key, lang) for key in ("effect", "published", "measured", "verdict")]
    order = ("not_reproduced", "undecided", "reproduced")
    rows = sorted(found, key=lambda item: order.index(item.verdict))
    return table(columns, [_effect(item, lang) for item in rows], numeric=[2])


def _effect(item: EffectFinding, lang: Lang) -> list[str | Text]:
    """Return one effect as cells."""
    source = item.effect.source
    unit = say(f"effect.unit.{item.effect.unit}", lang)
    return [
        f"{say(f'effect.claim.{item.effect.id}', lang)} ({cite(source)}; {SOURCES[source].grade})",
        f"{naming.told(naming.wanted(*item.effect.band, lang), item.effect.published)}\n{unit}",
        f"{number(item.found.mean, sign=True)}\n{interval(item.found.low, item.found.high)}",
        verdict(item.verdict, lang),
    ]


def note(kind: str, id: str, verdict: str, lang: Lang) -> str:
    """Return what to know of a ``pattern`` claim or an ``effect`` that did not come out, if there is something."""
    known = verdict != "reproduced" and id in entries(f"{kind}s")["note"]
    return say(f"{kind}.note.{id}", lang) if known else ""


def evidence(found: DataFrame, lang: Lang) -> RenderableType:
    """Return the table of evidence for a terminal, misses first, then what there is to know of them, and the count."""
    columns = [say(f"book.column.{key}", lang) for key in ("what", "published", "ours", "verdict")]
    ordered = rows(misses_first(found))
    notes = [
        f"{naming.label(row, lang)}{say('report.phrase.colon', lang)}{naming.note(row, lang)}"
        for row in ordered if row.verdict == "not_reproduced" and naming.note(row, lang)
    ]  # fmt: skip
    head = [Text("\n" + say("command.note.title", lang), style="bold")] if notes else []
    grades, count = say("book.grades.line", lang), tally_sentence(found, lang)
    last = Text("\n" + grades, style="dim"), Text("\n" + count, style="bold")
    return Group(table(columns, [_row(row, lang) for row in ordered]), *head, *map(Text, notes), *last)


def _row(row: Any, lang: Lang) -> list[str | Text]:
    """Return one result as cells."""
    paper, what = naming.cited(row), naming.label(row, lang)
    about = f"{what} ({paper})" if row.kind != "figure" else f"{paper}: {what}"
    unit = naming.unit_label(row, lang)
    asked = naming.published(row, lang)
    return [about, f"{asked}\n{unit}" if unit else asked, naming.ours(row), verdict(row.verdict, lang)]
