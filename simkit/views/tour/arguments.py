"""What can be moved in a rule: a lever, a constant, or a state of the model, each with its range.

Ranges and values of levers and constants are those of their declarations; only states of the model, which
no declaration bounds, are given theirs here.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10

from simkit.constants import CONSTANTS
from simkit.levers import lever
from simkit.text import Lang, say

PERCENT_UNITS = ("share", "probability")
"""A unit that starts with one of these is shown in percent."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a rule: its name there, its range, the value that it starts with, and what it is.

    ``kind`` is ``lever``, ``constant`` or ``state``, and ``id`` the lever or the constant. ``text`` says what it is
    called where that is not the lever's or constant's own name. ``shift`` is added to a lever's values: a cycle
    of n weeks begins n - 1 weeks before its review.
    """

    name: str
    low: float
    high: float
    value: float
    kind: str
    id: str = ""
    text: str = ""
    unit: str = ""
    integer: bool = False
    shift: float = 0.0

    @property
    def percent(self) -> bool:
        """Whether the value is shown in percent."""
        return self.unit.startswith(PERCENT_UNITS)

    @property
    def step(self) -> float:
        """How far one move of the slider goes: a round number up to 1, at least a hundred to the range.

        >>> state("contact", 0.0, 3.0, 0.2).step, state("people", 2, 20, 8, integer=True).step
        (0.02, 1.0)
        """
        if self.integer:
            return 1.0
        most = (self.high - self.low) / 100.0 * (1.0 + 1e-9)
        power = 10.0 ** floor(log10(most))
        part = next(part for part in (5, 2, 1) if part * power <= most)
        return min(1.0, float(f"{part * power:.1g}"))

    def label(self, lang: Lang) -> str:
        """Return what the argument is called, with its unit where that is no percentage.

        >>> lever_argument("weeks", "review_interval").label("en")
        'Review interval (weeks)'
        """
        if self.text:
            return say(f"tour.argument.{self.text}", lang)
        name = say(f"{self.kind}.{self.id}.label", lang)
        if self.percent:
            return name
        key = f"term.unit.{self.unit}.label" if self.kind == "lever" else f"constant.unit.{self.unit}"
        return say("tour.widget.with_unit", lang, label=name, unit=say(key, lang))

    def regime_value(self, regime: str) -> float:
        """Return what a regime sets this argument to; what is no lever stays at its own value."""
        return float(getattr(lever(self.id), regime)) + self.shift if self.kind == "lever" else self.value

    def told(self, value: float) -> str:
        """Return a value as a person reads it.

        >>> state("safety", 0, 1, 0.5, "share").told(0.25), state("gap", 0, 9, 1).told(2.0)
        ('25%', '2')
        """
        return told(value, self.percent)


def told(value: float, percent: bool) -> str:
    """Return a number with three digits that count, in percent or not.

    >>> told(0.21598, True), told(-0.5, False), told(12.0, False)
    ('21.6%', '−0.5', '12')
    """
    text = f"{100.0 * value:.3g}%" if percent else f"{value:.3g}"
    return text.replace("-", "\N{MINUS SIGN}") if float(text.rstrip("%")) else text.lstrip("-")


def lever_argument(name: str, id: str, shift: float = 0.0, text: str = "") -> Argument:
    """Return an argument that is a lever; ``text`` names what it means here, where its label does not."""
    item = lever(id)
    ends = (item.low + shift, item.high + shift, item.default + shift)
    return Argument(name, *ends, "lever", id, text, item.unit, item.integer, shift)


def constant(name: str, id: str = "") -> Argument:
    """Return an argument that is a constant, of the same name unless ``id`` says otherwise."""
    item = CONSTANTS[id or name]
    return Argument(name, item.low, item.high, item.value, "constant", item.id, unit=item.unit)


def state(
    name: str, low: float, high: float, value: float, unit: str = "", text: str = "", *, integer: bool = False
) -> Argument:
    """Return an argument that is a state of the model; ``text`` names it where the argument's name does not."""
    return Argument(name, low, high, value, "state", text=text or name, unit=unit, integer=integer)


def share(name: str, value: float, text: str = "", low: float = 0.0, high: float = 1.0) -> Argument:
    """Return a state that is a share."""
    return state(name, low, high, value, "share", text)
