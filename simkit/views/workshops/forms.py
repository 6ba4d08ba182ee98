"""What was typed into the page, read as events; what cannot be read is refused in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from simkit.problems import InputError, Problem
from simkit.text import say
from simkit.workshop.problems import WorkshopProblem, refused
from simkit.workshop.room import Room

Fields = Mapping[str, Any]


def predicted(room: Room, fields: Fields) -> list[dict[str, Any]]:
    """Return the predictions that a form holds, one event for each question that was answered."""
    round = room.session.round
    if round is None:
        raise refused("no_round_now")
    problems: list[Problem] = []
    events: list[dict[str, Any]] = []
    for place, item in enumerate(round.questions, 1):
        answer = [_typed(fields, f"{key}.{item.id}") for key in ("direction", "size", "confidence")]
        if any(answer):
            found = _numbers(*answer)
            where = say("workshop.report.point", room.lang, number=place)
            problems += [WorkshopProblem(code, where, values) for code, values in found.pop("problems")]
            events.append({"kind": "predicted", "who": _typed(fields, "who"), "question": item.id, **found})
    if not events:
        problems.append(WorkshopProblem("no_direction"))
    if problems:
        raise InputError(problems)
    return events


def _numbers(direction: str, size: str, sure: str) -> dict[str, Any]:
    """Return what was answered to one question, with codes and values of what is wrong with it."""
    value, confidence = signed(size, direction), number(sure.rstrip("%％"))
    problems: list[tuple[str, dict[str, str]]] = []
    if not direction:
        problems.append(("incomplete", {}))
    if size and value is None:
        problems.append(("bad_size", {"value": size}))
    if direction and (confidence is None or not 50 <= confidence <= 100):
        problems.append(("bad_confidence", {"value": sure}))
    share = None if confidence is None else confidence / 100
    return {"direction": direction, "size": value, "confidence": share, "problems": problems}


def signed(text: str, direction: str) -> float | None:
    """Return a size as it is meant: lower by 6 is −6, whether or not somebody writes the minus.

    >>> signed("6", "down"), signed("-6", "down"), signed("+6", "down"), signed("6", "up")
    (-6.0, -6.0, 6.0, 6.0)
    """
    value = number(text)
    plain = value is not None and not text.strip().startswith(("+", "＋"))
    return -value if value is not None and plain and direction == "down" and value > 0 else value


def tried(fields: Fields) -> dict[str, float]:
    """Return where the sliders stand.

    >>> tried({"review_interval": "8"})
    {'review_interval': 8.0}
    """
    found = {id: number(str(value)) for id, value in fields.items()}
    return {id: value for id, value in found.items() if value is not None}


def noted(fields: Fields) -> tuple[str, int]:
    """Return a note and what it is about."""
    return _typed(fields, "text"), int(number(_typed(fields, "about")) or 0)


def number(text: str) -> float | None:
    """Return a number as people type it: a minus sign of any kind, full-width digits, a comma for the point.

    >>> number("−2,5"), number("＋3"), number("1,500"), number("lots"), number("")
    (-2.5, 3.0, 1500.0, None, None)
    """
    plain = text.strip().translate(_TYPED).replace(" ", "")
    try:
        return float(plain.replace(",", "" if _THOUSANDS.fullmatch(plain) else "."))
    except ValueError:
        return None


_THOUSANDS = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?")
_TYPED = {
    **{ord("０") + digit: str(digit) for digit in range(10)},
    **dict.fromkeys(map(ord, "−–—－"), "-"), ord("＋"): "+", ord("．"): ".", ord("，"): ",", ord("％"): "%",
}  # fmt: skip


def _typed(fields: Fields, name: str) -> str:
    """Return what stands in a field, without blanks around it."""
    return str(fields.get(name) or "").strip()
