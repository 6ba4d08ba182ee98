"""Reads the values of options, and collects every problem before any is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from types import TracebackType
from typing import Self, TypeVar

from simkit.problems import InputError, Problem
from simkit.roster.problems import inside

T = TypeVar("T")


class Reading:
    """Collects problems; leaving the ``with`` block raises one ``InputError`` with all of them.

    >>> with Reading() as reading:
    ...     weeks, switches = reading.whole("52", "--weeks", 1, 1040), reading.pairs(["E3=innovation"], "--switch")
    >>> weeks, switches
    (52, {'E3': 'innovation'})
    """

    def __init__(self) -> None:
        """Begin without problems."""
        self.problems: list[Problem] = []

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Raise what was collected, unless something else went wrong."""
        if error is None and self.problems:
            raise InputError(list({problem.sentence("en"): problem for problem in self.problems}.values()))

    def of(self, make: Callable[[], T], otherwise: T, where: str = "") -> T:
        """Return what ``make`` returns; note its problems (as those of ``where``) and return ``otherwise``."""
        try:
            return make()
        except InputError as error:
            own = where.removeprefix("--")
            self.problems += inside(
                where, [replace(item, where="") if item.where == own else item for item in error.problems]
            )
            return otherwise

    def whole(
        self, text: str | None, where: str, low: int | None = None, high: int | None = None
    ) -> int | None:
        """Return a whole number; ``None`` if nothing is given or it is refused."""
        if text is None:
            return None
        try:
            value = int(text)
        except ValueError:
            self.problems.append(Problem("not_a_whole_number", where, {"value": text}))
            return None
        if low is not None and high is not None and not low <= value <= high:
            self.problems.append(Problem("out_of_range", where, {"value": value, "low": low, "high": high}))
            return None
        return value

    def pairs(self, items: Iterable[str], where: str) -> dict[str, str]:
        """Return ``key=value`` texts as a dictionary; no key may be given twice."""
        found: dict[str, str] = {}
        for item in items:
            key, sign, value = (part.strip() for part in item.partition("="))
            if key in found:
                self.problems.append(Problem("given_twice", where, {"value": key}))
            elif sign and key and value:
                found[key] = value
            else:
                self.problems.append(Problem("not_a_pair", where, {"value": item}))
        return found

    def numbers(self, pairs: dict[str, str], where: str) -> dict[str, float]:
        """Return the values of pairs as numbers."""
        found: dict[str, float] = {}
        for key, text in pairs.items():
            try:
                found[key] = float(text)
            except ValueError:
                self.problems.append(Problem("not_a_number", f"{where} › {key}", {"value": text}))
        return found


def listed(items: Iterable[str]) -> list[str]:
    """Return names that were given one by one or separated by commas.

    >>> listed(["okr,points", "kpi_floor"])
    ['okr', 'points', 'kpi_floor']
    """
    return [name.strip() for item in items for name in item.split(",") if name.strip()]
