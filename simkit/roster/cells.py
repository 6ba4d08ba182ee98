"""One cell of a roster: its text read as the value that its column holds."""

from __future__ import annotations

import re
import unicodedata

from simkit.problems import nearest
from simkit.roster.columns import FUNCTION_LABELS, Column, function_names, plain
from simkit.roster.problems import LocalProblem, Said
from simkit.roster.sheets import FORMULA
from simkit.scenario import ALL_TEAMS

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


def value_of(text: str, column: Column, *, decimal_comma: bool = False) -> str | float | LocalProblem | None:
    """Return the value of a cell, ``None`` for an empty optional one, or the problem (without its place).

    >>> from simkit.roster.columns import column
    >>> value_of("９５％", column("workload")), value_of("研发", column("function"))
    (95.0, 'rnd')
    >>> value_of("many", column("people")).code
    'cell_not_a_number'
    """
    if text == FORMULA:
        return LocalProblem("formula_without_value")
    if not text:
        return LocalProblem("empty_cell", values={"allowed": column.allowed}) if column.required else None
    if column.kind == "text":
        return _name(text, column)
    return _function(text) if column.kind == "choice" else _number(text, column, decimal_comma)


def _name(text: str, column: Column) -> str | LocalProblem:
    """Return a team name with single spaces."""
    name = " ".join(text.split())
    if name == ALL_TEAMS:
        return LocalProblem("reserved_name", values={"value": name})
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in name):
        return LocalProblem("unprintable_name", values={"value": ascii(name)})
    if len(name) > column.high:
        return LocalProblem("too_long", values={"value": name, "max_length": f"{column.high:g}"})
    return name


def _function(text: str) -> str | LocalProblem:
    """Return the id of a function called by id or by a label in any language."""
    names = function_names()
    if plain(text) in names:
        return names[plain(text)]
    id = names.get(nearest(plain(text), list(names)))
    if id is None:
        return LocalProblem("unknown_function", values={"value": text, "allowed": FUNCTION_LABELS})
    guess = Said((f"term.function.{id}.label",))
    return LocalProblem(
        "mistyped_function", values={"value": text, "nearest": guess, "allowed": FUNCTION_LABELS}
    )


def _number(text: str, column: Column, decimal_comma: bool) -> float | LocalProblem:
    """Return a number in the column's range, unless it looks like a share where percent are asked for."""
    number = number_of(text, column, decimal_comma=decimal_comma)
    told = "%" in unicodedata.normalize("NFKC", text)
    if column.percent and not isinstance(number, LocalProblem) and 0 < number < 1 and not told:
        return LocalProblem("share_for_percent", values={"value": text, "percent": f"{number * 100:g}"})
    return number


def number_of(text: str, column: Column, *, decimal_comma: bool = False) -> float | LocalProblem:
    """Return a number in the column's range; full-width digits and, where it fits, a percent sign are fine."""
    plain_text = "".join(unicodedata.normalize("NFKC", text).split())
    if decimal_comma and plain_text.count(",") == 1:
        plain_text = plain_text.replace(",", ".")
    digits = plain_text.removesuffix("%") if column.percent else plain_text
    said: dict[str, object] = {"value": text, "allowed": column.allowed}
    if not _NUMBER.fullmatch(digits):
        return LocalProblem("cell_not_a_number", values=said)
    number = float(digits)
    if not column.low <= number <= column.high:
        return LocalProblem("cell_out_of_range", values=said)
    if column.whole and not number.is_integer():
        return LocalProblem("cell_not_whole", values=said)
    return int(number) if column.whole else number
