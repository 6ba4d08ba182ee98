"""TOML files of a person: what is in them, or a sentence for everything that is wrong with them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from simkit.problems import Problem, nearest
from simkit.roster.files import file_bytes
from simkit.roster.problems import LocalProblem, Said, inside, refuse

Table = dict[str, Any]
_KINDS: dict[str, tuple[type, ...]] = {
    "text": (str,), "whole": (int,), "number": (int, float), "list": (list,), "table": (dict,), "regime": (str, dict),
    "date": (date,), "flag": (bool,),
}  # fmt: skip
LARGEST = 1e15
"""Numbers beyond this are typing errors everywhere."""


@cache
def preset_file(name: str) -> Table:
    """Return a data file of this package (``tools``, ``regimes``, ``scenes``, ``organisations``)."""
    return tomllib.loads(
        files(__package__ or "simkit.presets").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    )


def read_toml(path: str | Path) -> Table:
    """Return what a TOML file holds; raise ``InputError`` naming the line where it cannot be read."""
    data = file_bytes(path)
    if b"\0" in data:
        raise refuse("not_toml", str(path))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise refuse("toml_not_utf8", str(path), line=line) from None
    return parsed(text, str(path))


def parsed(text: str, where: str = "") -> Table:
    """Return what a text in TOML says; raise ``InputError`` naming the line where it cannot be understood.

    >>> parsed("weeks = 104")
    {'weeks': 104}
    """
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        found = re.search(r"at line (\d+), column (\d+)", str(error))
        line, column = found.groups() if found else (str(text.rstrip().count("\n") + 1), "1")
        raise refuse("toml_syntax", where, line=line, column=column) from None


def checked(
    table: Mapping[str, Any], kinds: Mapping[str, str], required: Iterable[str] = ()
) -> list[Problem]:
    """Return a problem for each unknown key, each value of the wrong kind and each missing key.

    >>> [item.code for item in checked({"nam": "x", "week": "3"}, {"name": "text", "week": "whole"}, ["name"])]
    ['unknown_key', 'wrong_kind', 'missing']
    """
    found: list[Problem] = []
    for key, value in table.items():
        if key not in kinds:
            found.append(Problem("unknown_key", key, {"value": key, "nearest": nearest(key, list(kinds))}))
        elif not _is_kind(value, kinds[key]):
            found.append(
                LocalProblem(
                    "wrong_kind", key, {"value": value, "kind": Said((f"message.kind.{kinds[key]}",))}
                )
            )
    return [*found, *(Problem("missing", key, {"field": key}) for key in required if key not in table)]


def _is_kind(value: object, kind: str) -> bool:
    """Return whether a TOML value is of a kind; numbers are finite and not beyond reason."""
    if isinstance(value, bool | datetime) or not isinstance(value, _KINDS[kind]):
        return kind == "flag" and isinstance(value, bool)
    return not isinstance(value, int | float) or abs(value) < LARGEST


def sound(table: Mapping[str, Any], kinds: Mapping[str, str]) -> Table:
    """Return the entries whose key and kind are right, to look for further problems in them."""
    return {key: value for key, value in table.items() if key in kinds and _is_kind(value, kinds[key])}


def tables(table: Table, key: str) -> tuple[list[tuple[str, Table]], list[Problem]]:
    """Return the tables of a list such as ``[[teams]]``, each with its place (from 1), and what is no table."""
    items: list[Any] = table.get(key, [])
    problems = [
        problem
        for number, item in enumerate(items, 1)
        if not isinstance(item, dict)
        for problem in inside(f"{key}[{number}]", checked({key: item}, {key: "table"}))
    ]
    return [
        (f"{key}[{number}]", item) for number, item in enumerate(items, 1) if isinstance(item, dict)
    ], problems
