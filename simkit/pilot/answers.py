"""The file of answers to the readiness questionnaire: written for a person to fill in, and read back.

>>> print(template("en").splitlines()[0])
# Readiness questionnaire of simkit
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from textwrap import wrap

from simkit.levers import DRIVERS
from simkit.pilot.readiness import HIGH, LOW, OWN, DriverProblem, Item, checked, items
from simkit.presets.reading import read_toml
from simkit.problems import InputError, Problem
from simkit.text import Lang, say

TABLE = "answers"
UNKNOWN = '"?"'
WIDTH: dict[Lang, int] = {"en": 100, "zh": 50}
"""Letters of a line of a comment."""
ANCHORS = {LOW: "one", 3: "three", HIGH: "five"}


def template(lang: Lang = "en", answers: Mapping[str, int] | None = None) -> str:
    """Return a file of answers: every question with its anchors as comments, and ``"?"`` where there is no answer.

    >>> template("en", {"themes": 4}).count(' = "?"') == template("en").count(' = "?"') - 1
    True
    """
    given = answers or {}
    lines = [say("driver.file.title", lang), "", say("driver.file.how", lang), say("driver.file.who", lang)]
    parts = [_comment(lines, lang), f"[{TABLE}]"]
    for driver in DRIVERS:
        parts.append(_comment(["", f"---- {say(f'term.driver.{driver}.label', lang)} ----"], lang))
        for item in items().values():
            if item.driver == driver:
                asked = say(f"driver.item.{item.id}.ask", lang)
                anchors = [
                    f"  {value}  {say(f'driver.item.{item.id}.{key}', lang)}"
                    for value, key in ANCHORS.items()
                ]
                anchors.append(f"  {_basis(item, lang)}")
                parts.append(
                    f"{_comment(['', asked, *anchors], lang)}\n{item.id} = {given.get(item.id, UNKNOWN)}"
                )
    return "\n".join(parts) + "\n"


def _basis(item: Item, lang: Lang) -> str:
    """Return what backs a question."""
    key = "own" if item.source == OWN else "backed"
    return say(f"driver.word.{key}", lang, source=item.source)


def _comment(lines: list[str], lang: Lang) -> str:
    """Return lines as comments, broken where they are long."""
    broken = [part for line in lines for part in (wrap(line, WIDTH[lang], subsequent_indent="     ") or [""])]
    return "\n".join(f"# {line}".rstrip() if line else "" for line in broken)


def read_answers(path: str | Path) -> dict[str, int]:
    """Return the answers in a file, those that are not known left out.

    Raises ``InputError`` with every problem at once: unknown questions, answers that are none, anything else in the file.
    """
    data, name = read_toml(path), Path(path).name
    problems: list[Problem] = [
        DriverProblem("unknown_part", name, {"value": key}) for key in data if key != TABLE
    ]
    table = data.get(TABLE)
    if not isinstance(table, dict):
        raise InputError([*problems, DriverProblem("no_table", name)])
    try:
        found = checked(table, f"{name} › {TABLE}")  # pyright: ignore[reportUnknownArgumentType]
    except InputError as error:
        raise InputError([*problems, *error.problems]) from None
    if problems:
        raise InputError(problems)
    return found
