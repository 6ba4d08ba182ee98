"""Comparisons in one plain sentence each."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from simkit.experiments.paired import verdict
from simkit.metrics import metric
from simkit.presets.own import again, origin_of
from simkit.text import Lang, entries, say

NAMED = frozenset(entries("experiments")["regime"])
"""Labels of the regimes that have names of our own."""
LEVEL_WORDS = {"ahead": "higher", "behind": "lower", "open": "similar"}
"""What a difference is called where neither side is better."""


def number(value: float, *, sign: bool = False) -> str:
    """Return a number with two decimals below 10, one below 100, none above.

    >>> number(-3.14159), number(31.4, sign=True), number(1234.5)
    ('−3.14', '+31.4', '1,234')
    """
    if not math.isfinite(value):
        return "–"
    places = 2 if abs(value) < 10 else 1 if abs(value) < 100 else 0
    text = f"{abs(value):,.{places}f}"
    if float(text.replace(",", "")) == 0:
        return text
    return ("\N{MINUS SIGN}" if value < 0 else "+" if sign else "") + text


def regime_name(label: str, lang: Lang) -> str:
    """Return how a regime is called in running text: by a name of ours if there is one, else by its label.

    >>> regime_name("agile_team", "en"), regime_name("our plan", "en")
    ('the regime for agile teams', 'our plan')
    """
    return named(label, lang, "experiment.regime.{}", "inside")


def named(label: str, lang: Lang, key: str, form: str) -> str:
    """Return the name of one of our regimes, or of one that came from it; any other label as it is.

    ``key`` is where the text with a name stands, ``form`` which one a moved regime has (``inside``, ``label``, ``short``).

    >>> named("own-innovation-2", "en", "experiment.regime.{}", "inside"), named("innovation (2)", "zh", "report.column.{}", "")
    ('the adjusted innovation-driven regime (2)', '创新（2）')
    """
    stem, number = again(label)
    if origin := origin_of(label):
        name, number = say(f"setting.own.{origin[0]}.{form}", lang), origin[1]
    elif stem in NAMED:
        name = say(key.format(stem), lang)
    else:
        return label
    return say("setting.own.again", lang, name=name, number=number) if number else name


def kind_of(row: Mapping[str, Any]) -> str:
    """Return which sentence fits a row of ``Comparison.frame()``.

    >>> kind_of({"n": 9, "low": 1.0, "high": 2.0, "tied": 0.0, "direction": -1})
    'behind'
    >>> kind_of({"n": 9, "low": -1.0, "high": 2.0, "tied": 0.0, "direction": 0})
    'similar'
    """
    if row["n"] < 2:
        return "undefined"
    if row["tied"] == 1:
        return "equal"
    if row["direction"] == 0:
        return LEVEL_WORDS[verdict(row["low"], row["high"])]
    return verdict(row["low"], row["high"], row["direction"])


def _unit(id: str, lang: Lang) -> str:
    """Return a metric's unit, with a word of warning where less is better."""
    name = say(f"term.unit.{metric(id).unit}.label", lang)
    return say("experiment.unit.less_is_better", lang, unit=name) if metric(id).direction < 0 else name


def sentence(row: Mapping[str, Any], lang: Lang, uncertainty: str = "luck") -> str:
    """Return a row of ``Comparison.frame()`` in words: means, difference, interval and what it holds, worlds ahead."""
    kind, n = kind_of(row), int(row["n"])
    a_side = kind in ("behind", "lower")
    share, other = (row["ahead_a"], row["ahead_b"]) if a_side else (row["ahead_b"], row["ahead_a"])
    counts = {} if n == 0 else {"worlds": round(share * n), "others": round(other * n)}
    signed = {key: number(row[key], sign=True) for key in ("difference", "low", "high")}
    plain = {key: number(row[key]) for key in ("mean_a", "mean_b")}
    words = {
        "kind": say(f"experiment.interval.{uncertainty}", lang),
        "a": regime_name(row["reference"], lang),
        "b": regime_name(row["regime"], lang),
        "metric": say(f"metric.{row['metric']}.label", lang),
        "unit": _unit(row["metric"], lang),
    }
    text = say(
        f"experiment.sentence.{kind}", lang, week=int(row["horizon"]), n=n, **words, **plain, **signed, **counts
    )  # fmt: skip
    return text[0].upper() + text[1:]
