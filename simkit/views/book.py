"""What the notebook “Why believe it” shows, each by one function of the table of evidence.

>>> from simkit import evidence
>>> from simkit.views import book
>>> callable(evidence.asked), callable(book.misses)
(True, True)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pandas import DataFrame

from simkit.evidence.docking.figures import DOCKS
from simkit.evidence.gathering import misses_first
from simkit.text import Lang, say
from simkit.views import naming
from simkit.views.chapters import calibration, ledger, quadrant
from simkit.views.figures.published import TALLY, beside
from simkit.views.figures.view import Picture
from simkit.views.readings import rows
from simkit.views.templating import Shown, template

__all__ = [
    "about", "calibration", "compared", "ledger", "listed", "misses", "pictures", "quadrant", "readable", "tally", "undecided",
]  # fmt: skip
COLUMNS = ("what", "published", "ours", "size", "verdict", "source")


def about(found: DataFrame, lang: Lang) -> Shown:
    """Say what was run: how many results, in full or reduced, with which seed and version."""
    first = rows(found)[0]
    text = say("book.meta.line", lang, of=len(found), run=say(f"book.run.{first.run}", lang), seed=first.seed,
               version=first.version)  # fmt: skip
    return _shown(text, [], lang)


def tally(found: DataFrame, lang: Lang) -> Picture:
    """Return the picture that counts verdicts by paper."""
    return TALLY.picture(found, lang)


def misses(found: DataFrame, lang: Lang) -> Shown:
    """Return what is not reproduced: the published number, simkit's, and what there is to know."""
    return _of_verdict(found, "not_reproduced", "misses", lang)


def undecided(found: DataFrame, lang: Lang) -> Shown:
    """Return what is undecided, in the same way."""
    return _of_verdict(found, "undecided", "open", lang)


def compared(found: DataFrame, what: str, lang: Lang) -> Picture:
    """Return the picture of a paper (its key), the signs (``sign``) or the effect sizes (``effect``): published beside simkit's."""
    return beside(what).picture(_part(found, what), lang)


def listed(found: DataFrame, what: str, lang: Lang) -> Shown:
    """Return the table of a paper, of the signs or of the effect sizes, misses first."""
    part = misses_first(_part(found, what))
    return _shown("", rows(part), lang, folded=True)


def pictures(found: DataFrame, lang: Lang) -> dict[str, Picture]:
    """Return all pictures by name: the tally, then every paper, the signs and the effect sizes."""
    known = [what for what in (*DOCKS, "sign", "effect") if len(_part(found, what))]
    return {"tally": tally(found, lang)} | {what: compared(found, what, lang) for what in known}


def readable(found: DataFrame, lang: Lang) -> DataFrame:
    """Return the whole table under readable headings, misses first, for a spreadsheet; numbers stay numbers."""
    heads = {
        name: say(f"book.column.{name}", lang)
        for name in ("kind", "paper", "what", "unit", "replications", "note")
    }
    return DataFrame([
        {
            say("book.column.verdict", lang): naming.verdict_name(row.verdict, lang),
            heads["kind"]: say(f"book.kind.{row.kind}", lang), heads["paper"]: naming.cited(row),
            heads["what"]: naming.label(row, lang), say("book.legend.paper", lang): row.published,
            say("book.column.published", lang): naming.published(row, lang), "simkit": row.found,
            say("book.column.ours", lang): naming.ours(row), say("book.column.size", lang): row.effect,
            heads["unit"]: say(f"book.unit.{row.unit}", lang), heads["replications"]: row.n, heads["note"]: naming.note(row, lang),
        }
        for row in rows(misses_first(found))
    ])  # fmt: skip


def _part(found: DataFrame, what: str) -> DataFrame:
    """Return the rows of a paper's figures, of the signs or of the effect sizes."""
    if what in ("sign", "effect"):
        return found[found["kind"] == what]
    return found[(found["kind"] == "figure") & (found["group"] == what)]


def _of_verdict(found: DataFrame, verdict: str, sentence: str, lang: Lang) -> Shown:
    """Return the rows with a verdict and their notes."""
    part = rows(found[found["verdict"] == verdict])
    counts = {"of": len(found)} | ({"count": len(part)} if part else {})
    key = f"book.sentence.{sentence}" if part else f"book.sentence.{sentence}_none"
    return _shown(say(key, lang, **counts), part, lang, notes=True, folded=verdict == "undecided")


def _shown(
    sentence: str, part: Sequence[Any], lang: Lang, *, notes: bool = False, folded: bool = False
) -> Shown:
    """Return a sentence with a table under it."""
    heads = {name: say(f"book.column.{name}", lang) for name in COLUMNS}
    cells = [
        {
            "what": naming.label(row, lang), "published": naming.published(row, lang), "ours": naming.ours(row),
            "size": naming.size(row), "unit": naming.unit_label(row, lang), "verdict": row.verdict,
            "words": naming.verdict_name(row.verdict, lang), "source": naming.cited(row),
            "note": naming.note(row, lang) if notes else "",
        }
        for row in part
    ]  # fmt: skip
    html = template("evidence.html").render(
        sentence=sentence, rows=cells, heads=heads, noted=notes, sized=any(row["size"] for row in cells),
        fold=say("book.sentence.show", lang, count=len(cells)) if folded else "",
    )  # fmt: skip
    return Shown(sentence, html)
