"""Curves of rules: tidy data, every number from calling the rule itself, and the sentences that the data give.

>>> frame = rule_curve("own_part", interdependence=0.0)
>>> frame[frame["people"] == 8].query("what == 'curve'")["result"].round(9).tolist()  # 0.8 + 0.2 / 8
[0.825]
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pandas import DataFrame

from simkit.problems import InputError, Problem, nearest
from simkit.regime import BASES
from simkit.text import Lang, say
from simkit.views.readings import rows
from simkit.views.tour.arguments import Argument, told
from simkit.views.tour.catalogue import SHOWN, ShownRule

POINTS = 101
"""Points of a curve; along whole numbers there is one for each of them."""


def rule_curve(id: str, **values: float) -> DataFrame:
    """Return a rule as a table: what it gives along its argument, the others being as declared or as given.

    A row has every argument of the rule and ``result``, what the rule returns. ``what`` is ``curve`` for the points
    of the curve, ``here`` for the place of the reader (the value of the argument along the curve), and a regime
    for what its levers lead to, all else being as here. Raises ``InputError`` for a rule that is not shown, an
    argument that it does not have, or a value outside the declared range.

    >>> frame = rule_curve("seen_chance", safety=0.5, transparency=0.5)
    >>> frame[frame["what"] == "here"]["result"].tolist()
    [0.75]
    """
    shown = shown_rule(id)
    here = settled(shown, values)
    places = [("curve", {**here, shown.x.name: x}) for x in along(shown.x)] + [("here", here)]
    if shown.levers:
        places += [
            (regime, here | {item.name: item.regime_value(regime) for item in shown.levers})
            for regime in BASES
        ]
    return DataFrame([
        {"rule": id, "what": what, **arguments, "result": float(shown.rule(**arguments))} for what, arguments in places
    ])  # fmt: skip


def shown_rule(id: str) -> ShownRule:
    """Return the shown rule with this id, or refuse it."""
    if id not in SHOWN:
        values = {
            "value": id,
            "field": "rule",
            "expected": ", ".join(SHOWN),
            "nearest": nearest(id, [*SHOWN]),
        }
        raise InputError([Problem("not_allowed", "rule", values)])
    return SHOWN[id]


def settled(shown: ShownRule, values: Mapping[str, float]) -> dict[str, float]:
    """Return all arguments of a rule: those given, the others as declared; refuse what is not possible."""
    known = {item.name: item for item in shown.arguments}
    problems = [_unknown(name, known) for name in values if name not in known]
    problems += [_outside(known[name], value) for name, value in values.items() if name in known and not _fits(known[name], value)]  # fmt: skip
    if problems:
        raise InputError(problems)
    chosen = {name: float(values.get(name, item.value)) for name, item in known.items()}
    return {**shown.fixed, **chosen}


def _fits(item: Argument, value: float) -> bool:
    """Return whether a value lies in the range, up to the last bits that a slider may lose."""
    if not _is_number(value):
        return False
    slack = 1e-9 * (item.high - item.low)
    return item.low - slack <= value <= item.high + slack and (not item.integer or float(value).is_integer())


def _is_number(value: object) -> bool:
    """Return whether somebody gave a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _unknown(name: str, known: Mapping[str, Argument]) -> Problem:
    """Return the problem of an argument that the rule does not have."""
    return Problem("not_allowed", name, {"value": name, "field": "argument", "expected": ", ".join(known), "nearest": nearest(name, [*known])})  # fmt: skip


def _outside(item: Argument, value: float) -> Problem:
    """Return the problem of a value outside the range, or of a fraction where whole numbers are meant."""
    code = "not_whole" if _is_number(value) and item.low <= value <= item.high else "out_of_range"
    limits = {"value": value, "low": item.low, "high": item.high, "unit": item.unit}
    return Problem(code, item.name, limits)


def along(x: Argument) -> list[float]:
    """Return the places of a curve's points.

    >>> from simkit.views.tour.arguments import state
    >>> along(state("people", 2, 5, 3, integer=True)), len(along(state("gap", 0, 1, 0)))
    ([2.0, 3.0, 4.0, 5.0], 101)
    """
    if x.integer:
        return [float(value) for value in range(int(x.low), int(x.high) + 1)]
    width = x.high - x.low
    return [x.low + width * (place / (POINTS - 1)) for place in range(POINTS)]


def sentence(frame: DataFrame, lang: Lang) -> str:
    """Return what a curve says: at the place of the reader, along the curve, and under both regimes."""
    shown = SHOWN[str(frame["rule"].iloc[0])]
    here = rows(frame[frame["what"] == "here"])[0]
    words = {item.name: item.told(getattr(here, item.name)) for item in shown.arguments}
    words |= {"x": words[shown.x.name], "y": told(here.result, shown.percent)}
    parts = [say(f"tour.rule.{shown.id}.sentence", lang, **words), _along(frame, shown, lang)]
    if shown.levers:
        parts.append(_regimes(frame, shown, lang))
    return (" " if lang == "en" else "").join(parts)


def _along(frame: DataFrame, shown: ShownRule, lang: Lang) -> str:
    """Return how the curve runs: up, down, level, or over a top or bottom between its ends."""
    curve = frame[frame["what"] == "curve"]
    values = curve["result"].tolist()
    first, last, most, least = values[0], values[-1], max(values), min(values)
    words: dict[str, Any] = {"first": told(first, shown.percent), "last": told(last, shown.percent)}
    if told(most, shown.percent) == told(least, shown.percent):
        return say("tour.picture.level", lang, first=words["first"])
    for kind, name, end in (("peaks", "most", most), ("bends", "least", least)):
        if end not in (first, last):
            at = shown.x.told(curve[shown.x.name].iloc[values.index(end)])
            return say(f"tour.picture.{kind}", lang, at=at, **words, **{name: told(end, shown.percent)})
    return say(f"tour.picture.{'rises' if last > first else 'falls'}", lang, **words)


def _regimes(frame: DataFrame, shown: ShownRule, lang: Lang) -> str:
    """Return what the levers of both regimes lead to."""
    words = {
        regime: told(frame[frame["what"] == regime]["result"].iloc[0], shown.percent) for regime in BASES
    }
    if words["traditional"] == words["innovation"]:
        return say("tour.picture.same", lang, traditional=words["traditional"])
    return say("tour.picture.regimes", lang, **words)
