"""What a row of the table of evidence is called, and its numbers as a person reads them."""

from __future__ import annotations

import re
from math import inf, isfinite
from typing import Any

from simkit.evidence.sources import cite
from simkit.text import Lang, entries, say
from simkit.views.wording import number

MARKS = {"reproduced": "✓", "undecided": "○", "not_reproduced": "×"}
_SETTING = re.compile(r"(\w+)=([-\w.]+)")
_CONTEST = re.compile(r"(\w+) ahead of (\w+)")
_CONTRACTS = re.compile(r"(\w+): (\w+) over (\w+)")
_MEASURE = re.compile(r"(\w+): ([\w ]+)")


def settings(id: str) -> dict[str, float]:
    """Return the parameters that the id of a figure names.

    >>> settings("figure1 p1=0.1 p2=0.9")
    {'p1': 0.1, 'p2': 0.9}
    """
    return {name: float(value) for name, value in _SETTING.findall(id) if _is_number(value)}


def _is_number(text: str) -> bool:
    """Return whether a text is a number."""
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None


def label(row: Any, lang: Lang) -> str:
    """Return what a row is about: a figure by its parameters, a sign or an effect by its sentence."""
    if row.kind == "sign":
        title, claim = say(f"pattern.title.{row.group}", lang), say(f"pattern.claim.{row.id}", lang)
        return f"{title}{say('report.phrase.colon', lang)}{claim}"
    if row.kind == "effect":
        return say(f"effect.claim.{row.id}", lang)
    return figure_label(row.id, lang)


def figure_label(id: str, lang: Lang) -> str:
    """Return the name of a figure: its parameters and its words in the reader's language.

    >>> figure_label("eta=0.04 latency=8", "en"), figure_label("line ahead of full", "en")
    ('turbulence 0.04, delay 8', 'line beats full network')
    >>> figure_label("K=0 line", "zh")
    'K = 0，线形网络'
    """
    whole = id.replace(" ", "_")
    if whole in entries("books")["word"]:
        return _word(whole, lang)
    if contest := _CONTEST.fullmatch(id):
        a, b = (_word(name, lang) for name in contest.groups())
        return say("book.figure.contest", lang, a=a, b=b)
    if contracts := _CONTRACTS.fullmatch(id):
        what, a, b = (_word(name, lang) for name in contracts.groups())
        return say("book.figure.contracts", lang, what=what, a=a, b=b)
    if measure := _MEASURE.fullmatch(id):
        return say("report.phrase.colon", lang).join(
            _word(name.replace(" ", "_"), lang) for name in measure.groups()
        )
    parts = [_part(item, lang) for item in id.split() if item != "figure1"]
    return say("report.phrase.comma", lang).join(parts)


def _part(item: str, lang: Lang) -> str:
    """Return one parameter or one word of a figure's id."""
    found = _SETTING.fullmatch(item)
    if not found:
        return _word(item, lang)
    name, value = found.groups()
    shown = f"{float(value):g}" if _is_number(value) else _word(value, lang)
    known = entries("books")["parameter"]
    return say(f"book.parameter.{name}", lang, value=shown) if name in known else f"{name} = {shown}"


def _word(name: str, lang: Lang) -> str:
    """Return a word of a figure's id; one without a text stands as it is."""
    return say(f"book.word.{name}", lang) if name in entries("books")["word"] else name.replace("_", " ")


def cited(row: Any) -> str:
    """Return the sources of a row as they are cited, each with how it was read."""
    pairs = zip(row.sources.split(";"), row.grade.split(";"), strict=True)
    return "; ".join(f"{cite(key)} ({grade})" for key, grade in pairs)


def unit_label(row: Any, lang: Lang) -> str:
    """Return the unit of a row's numbers; nothing for a figure, whose unit is the paper's own."""
    return say(f"effect.unit.{row.unit}", lang) if row.kind == "effect" else ""


def published(row: Any, lang: Lang) -> str:
    """Return what is published, and the band that counts as reproduced.

    >>> from types import SimpleNamespace as Row
    >>> published(Row(published=0.5, low=0.25, high=1.0), "en"), published(Row(published=float("nan"), low=0.0, high=inf), "en")
    ('0.500 (0.250 to 1.00)', 'above 0')
    """
    return told(wanted(row.low, row.high, lang), row.published)


def told(band: str, value: float) -> str:
    """Return a published number with its band, or the band alone."""
    return f"{_plain(value)} ({band})" if isfinite(value) else band


def wanted(low: float, high: float, lang: Lang) -> str:
    """Return the band that counts as reproduced in words."""
    if low == -inf:
        return say("effect.word.below", lang, bound=_plain(high))
    if high == inf:
        return say("effect.word.above", lang, bound=_plain(low))
    return say("effect.word.band", lang, low=_plain(low), high=_plain(high))


def ours(row: Any) -> str:
    """Return what simkit finds, with its 95 % interval."""
    return f"{_plain(row.found)} [{_plain(row.found_low)}, {_plain(row.found_high)}]"


def size(row: Any) -> str:
    """Return a sign's effect in standard deviations between teams; other rows are in such a unit or have none."""
    return number(row.effect, sign=True) if row.kind == "sign" and isfinite(row.effect) else ""


def note(row: Any, lang: Lang) -> str:
    """Return what there is to know of a row in a language."""
    return str(row.note_en if lang == "en" else row.note_zh)


def verdict_name(verdict: str, lang: Lang) -> str:
    """Return a verdict as a mark and words.

    >>> verdict_name("not_reproduced", "zh")
    '× 未重现'
    """
    return f"{MARKS[verdict]} {say(f'term.verdict.{verdict}.label', lang)}"


def _plain(value: float) -> str:
    """Return a number, with three decimals below 1; a zero without."""
    if value == 0 or not isfinite(value) or abs(value) >= 1:
        return "0" if value == 0 else number(value)
    return f"{value:.3f}".replace("-", "\N{MINUS SIGN}")
