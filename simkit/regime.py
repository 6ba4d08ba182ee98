"""A regime: one value for every lever, made from a base, switches, tools and single settings.

>>> r = Regime.preset("traditional").switched(E3="innovation")
>>> r["review_interval"], r["coaching_share"]
(4.0, 0.1)
>>> r.with_(coaching_share=0.5)["coaching_share"]
0.5
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from numbers import Real

from simkit.levers import INCENTIVE_MIX, LEVER_IDS, LEVERS, SWITCHES, VALUE_WEIGHTS, lever, levers_of
from simkit.problems import InputError, Problem, nearest

SUM_TOLERANCE = 1e-6
BASES = ("traditional", "innovation")


@dataclass(frozen=True, slots=True)
class Regime:
    """A named, complete and valid setting of all levers; immutable.

    ``values`` has one number per lever, in the order of ``LEVER_IDS`` and in the lever's unit.
    ``tools`` remembers which tools were put in. Raises ``InputError`` with every problem at once.
    """

    name: str
    values: tuple[float, ...]
    tools: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse values out of range and shares or weights that do not add up to 1."""
        problems = [*_range_problems(self.values), *_sum_problems(self.values)]
        if problems:
            raise InputError(problems)

    def __getitem__(self, lever_id: str) -> float:
        """Return the value of one lever."""
        return self.values[LEVER_IDS.index(lever_id)]

    @property
    def levers(self) -> dict[str, float]:
        """All lever values by id."""
        return dict(zip(LEVER_IDS, self.values, strict=True))

    @classmethod
    def preset(cls, name: str) -> Regime:
        """Return ``traditional`` or ``innovation``, the two columns of the comparison table."""
        if name not in BASES:
            raise InputError([Problem("unknown_base", "base", {"value": name, "allowed": ", ".join(BASES)})])
        return cls(name, tuple(float(getattr(item, name)) for item in LEVERS))

    def with_(self, name: str | None = None, /, **levers: float) -> Regime:
        """Return a copy with these levers set (and, if given, another name)."""
        unknown = [_unknown(key, LEVER_IDS, "unknown_lever") for key in levers if key not in LEVER_IDS]
        wrong = [
            Problem("not_a_number", key, {"value": value})
            for key, value in levers.items()
            if isinstance(value, bool) or not isinstance(value, Real) or abs(value) > 1e9  # pyright: ignore[reportUnnecessaryIsInstance]
        ]
        if unknown or wrong:
            raise InputError([*unknown, *wrong])
        values = {**self.levers, **{key: float(value) for key, value in levers.items()}}
        return Regime(name or self.name, tuple(values[key] for key in LEVER_IDS), self.tools)

    def switched(self, name: str | None = None, /, **switches: str) -> Regime:
        """Return a copy with rows E1 to E7 set as in a base: ``switched(E3="innovation")``."""
        unknown = [_unknown(key, SWITCHES, "unknown_switch") for key in switches if key not in SWITCHES]
        bad = [
            Problem("unknown_base", key, {"value": base, "allowed": ", ".join(BASES)})
            for key, base in switches.items()
            if base not in BASES
        ]
        if unknown or bad:
            raise InputError([*unknown, *bad])
        moved = {
            item.id: float(getattr(item, base)) for row, base in switches.items() for item in levers_of(row)
        }
        return self.with_(name, **moved)

    def rebalanced(self, **shares: float) -> Regime:
        """Return a copy with these shares (or weights) set and the rest of their group scaled to fit.

        >>> mix = Regime.preset("traditional").rebalanced(share_pool=0.5)
        >>> mix["share_individual"], mix["share_team"]
        (0.4, 0.1)
        """
        values = self.levers
        for group in (INCENTIVE_MIX, VALUE_WEIGHTS):
            fixed = {key: shares[key] for key in group if key in shares}
            others = [key for key in group if key not in fixed]
            total, left = sum(values[key] for key in others), 1.0 - sum(fixed.values())
            if fixed:
                values |= fixed
                values |= {key: left * (values[key] / total if total else 1 / len(others)) for key in others}
        rest = {key: value for key, value in shares.items() if key not in (*INCENTIVE_MIX, *VALUE_WEIGHTS)}
        return self.with_(**{**values, **rest})

    def distance(self, other: Regime) -> float:
        """Return how far two regimes are apart: mean lever difference as share of range, in [0, 1]."""
        total = 0.0  # added one by one: sum() rounds differently from Python 3.12 on
        for a, b, item in zip(self.values, other.values, LEVERS, strict=True):
            total += abs(a - b) / item.span
        return total / len(LEVERS)


def _unknown(key: str, allowed: Iterable[str], code: str) -> Problem:
    """Return the problem of an unknown key, with the nearest known one."""
    return Problem(code, key, {"value": key, "nearest": nearest(key, list(allowed))})


def _range_problems(values: tuple[float, ...]) -> list[Problem]:
    """Return a problem for every value outside its lever's range or not whole where it must be."""
    found: list[Problem] = []
    for id, value in zip(LEVER_IDS, values, strict=True):
        item = lever(id)
        limits: Mapping[str, object] = {"value": value, "low": item.low, "high": item.high, "unit": item.unit}
        if not item.low <= value <= item.high:
            found.append(Problem("out_of_range", id, limits))
        elif item.integer and value != int(value):
            found.append(Problem("not_whole", id, limits))
    return found


def _sum_problems(values: tuple[float, ...]) -> list[Problem]:
    """Return a problem for each group of shares that does not add up to 1."""
    by_id = dict(zip(LEVER_IDS, values, strict=True))
    found: list[Problem] = []
    for group in (INCENTIVE_MIX, VALUE_WEIGHTS):
        total = sum(by_id[key] for key in group)
        if abs(total - 1.0) > SUM_TOLERANCE:
            found.append(Problem("shares_do_not_add_up", ", ".join(group), {"total": round(total, 4)}))
    return found
