"""Values of controls: in which steps they move, between which limits, and how a person reads them."""

from __future__ import annotations

from typing import Any

from simkit.experiments.stopping import CAP
from simkit.text import Lang, say

YEAR = 52
STEPS: dict[str, float] = {
    "share": 0.01, "weeks": 1, "minutes": 5, "scale": 0.1, "per_year": 0.05, "worlds": 10, "seed": 1,
}  # fmt: skip
"""Step of a control by its unit: what a person still tells apart, in at most 250 places over any range but the run's."""


def limits(field: Any, step: float) -> tuple[float, float]:
    """Return the lowest and highest value of a pydantic field; an exclusive end is one step away.

    >>> from simkit.scenario import Market
    >>> limits(Market.model_fields["share"], 0.01), limits(Market.model_fields["certainty"], 0.1)
    ((0.01, 0.99), (1, 5))
    """
    found: dict[str, float] = {}
    for rule in field.metadata:
        found |= {key: getattr(rule, key) for key in ("ge", "le", "gt", "lt") if hasattr(rule, key)}
    low = found["ge"] if "ge" in found else found["gt"] + step
    high = found["le"] if "le" in found else found["lt"] - step
    return low, high


def value_text(id: str, unit: str, value: float | None, lang: Lang) -> str:
    """Return the value of a control as a person says it.

    >>> value_text("review_interval", "weeks", 4, "en"), value_text("share_team", "share", 0.2857, "en")
    ('every 4 weeks', '28.6%')
    >>> value_text("patience_strategic", "weeks", 156, "zh"), value_text("worlds", "worlds", None, "en")
    ('156 周（3 年）', 'until precise enough, at most 64')
    """
    if value is None:
        return say("setting.value.precise", lang, most=CAP)
    if id == "review_interval":
        key = {1: "every_week", YEAR: "every_year"}.get(int(value), "every")
        return say(f"setting.value.{key}", lang, value=f"{value:g}")
    if unit == "seed":
        return f"{value:.0f}"
    if unit == "share":
        return f"{_short(100 * value)}%"
    years = unit == "weeks" and value >= YEAR and value % YEAR == 0
    kind = f"years_{'one' if value == YEAR else 'more'}" if years else unit
    return say(f"setting.value.{kind}", lang, value=_short(value), years=_short(value / YEAR))


def _short(value: float) -> str:
    """Return a number with at most two decimals below 10, one below 100, thousands apart."""
    places = 1 if abs(value) < 100 else 0
    if abs(value) < 10 and round(value, 1) != round(value, 2):
        places = 2
    text = f"{value:,.{places}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", "\N{MINUS SIGN}")
