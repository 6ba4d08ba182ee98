"""Numbers, names and verdicts as a person reads them; every view and table takes them from here."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from simkit.experiments import sentences
from simkit.experiments.sentences import named, number
from simkit.metrics import QUARTER, metric
from simkit.presets.own import again
from simkit.regime import BASES
from simkit.text import Lang, say

__all__ = [
    "first_capital",
    "interval",
    "listing",
    "metric_name",
    "named",
    "number",
    "percent",
    "period",
    "printable",
    "regime_name",
    "running",
    "stream_name",
    "unit_name",
    "unit_of_difference",
    "week_name",
    "whole",
    "window_name",
]


def whole(value: float, *, sign: bool = False) -> str:
    """Return a number without decimals.

    >>> whole(1234.5), whole(-0.2), whole(7, sign=True)
    ('1,234', '0', '+7')
    """
    return number(float(round(value)), sign=sign).partition(".")[0] if value == value else number(value)


def interval(low: float, high: float) -> str:
    """Return an interval as text.

    >>> interval(-1.25, 3)
    '[−1.25, +3.00]'
    """
    return f"[{number(low, sign=True)}, {number(high, sign=True)}]"


def percent(share: float) -> str:
    """Return a share as whole percent.

    >>> percent(0.666)
    '67%'
    """
    return f"{whole(100 * share)}%" if share == share else whole(share)


def listing(items: Iterable[str], lang: Lang) -> str:
    """Join names to a list in running text.

    >>> listing(["a", "b", "c"], "en"), listing(["甲", "乙"], "zh"), listing(["AI", "乙"], "zh")
    ('a, b and c', '甲和乙', 'AI 和乙')
    """
    *head, last = list(items) or ["–"]
    if not head:
        return last
    if lang == "en":
        return f"{', '.join(head)} and {last}"
    before, after = (" " if side.isascii() else "" for side in (head[-1][-1:], last[:1]))
    return f"{'、'.join(head)}{before}和{after}{last}"


def first_capital(text: str) -> str:
    """Return a sentence with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def printable(text: str) -> str:
    r"""Return text, such as a name that somebody gave, with a question mark for each control character: no file may hold them.

    >>> printable("a\x07b"), printable("two\nlines")
    ('a?b', 'two\nlines')
    """
    return "".join(
        "?" if unicodedata.category(char) == "Cc" and char not in "\n\t" else char for char in text
    )


def running(text: str) -> str:
    """Return a label as it stands within an English sentence; abbreviations keep their capitals.

    >>> running("Customer value"), running("R&D intensity"), running("客户价值")
    ('customer value', 'R&D intensity', '客户价值')
    """
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def regime_name(label: str, lang: Lang, *, inside: bool = False) -> str:
    """Return the name of a preset, or of one that was adjusted, in the reader's language; others keep their own name.

    ``inside`` gives the form that stands within a sentence.

    >>> regime_name("traditional", "en"), regime_name("traditional", "en", inside=True)
    ('Traditional regime', 'the traditional regime')
    >>> regime_name("own-innovation", "en"), regime_name("own-innovation", "zh", inside=True)
    ('Innovation-driven regime, adjusted', '调整后的创新驱动绩效管理模式')
    """
    if inside:
        return sentences.regime_name(label, lang)
    key = "term.regime.{}.label" if again(label)[0] in BASES else "report.regime.{}"
    return named(label, lang, key, "label")


def metric_name(id: str, lang: Lang, *, inside: bool = False) -> str:
    """Return the label of a metric."""
    label = say(f"metric.{id}.label", lang)
    return running(label) if inside else label


def unit_name(id: str, lang: Lang) -> str:
    """Return the unit in which a metric is given."""
    return say(f"term.unit.{metric(id).unit}.label", lang)


def unit_of_difference(id: str, lang: Lang) -> str:
    """Return the unit of a difference of a metric, as it follows a number.

    >>> unit_of_difference("felt_safety", "en")
    'percentage points'
    """
    return say(f"report.unit.{metric(id).unit}", lang)


def stream_name(stream: str, lang: Lang, *, inside: bool = False) -> str:
    """Return the name of a value stream."""
    label = say(f"term.stream.{stream}.label", lang)
    return running(label) if inside else label


def week_name(week: int, lang: Lang) -> str:
    """Return a horizon as a person says it.

    >>> week_name(52, "en"), week_name(26, "en")
    ('year 1 (week 52)', 'week 26')
    """
    if week % 52 == 0:
        return say("report.horizon.year", lang, year=week // 52, week=week)
    return say("report.horizon.week", lang, week=week)


def window_name(first: int, last: int, lang: Lang) -> str:
    """Return a window of weeks, both included, as a person says it.

    >>> window_name(105, 156, "en"), window_name(1, 30, "en")
    ('year 3 (weeks 105–156)', 'weeks 1–30')
    """
    year = last // 52
    if (first, last) == (52 * year - 51, 52 * year):
        return say("report.window.year", lang, year=year, first=first, last=last)
    return say(
        "report.window.weeks" if first < last else "report.horizon.week",
        lang,
        first=first,
        last=last,
        week=last,
    )


def period(id: str, week: int, lang: Lang) -> str:
    """Return over which weeks a metric is averaged when it is read at a week.

    >>> period("value_financial", 156, "en"), period("value_customer", 156, "en")
    ('average over weeks 1–156', 'average over weeks 144–156')
    """
    first = max(1, week - QUARTER + 1) if metric(id).over == "level" else 1
    return say("report.window.average", lang, first=first, last=week)
