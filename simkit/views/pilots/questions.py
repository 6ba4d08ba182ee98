"""The readiness questionnaire as a form on the page, and the answers that a filled form gives."""

from __future__ import annotations

from collections.abc import Mapping

from simkit.pilot.answers import ANCHORS
from simkit.pilot.readiness import HIGH, LOW, Item, checked, items
from simkit.text import Lang, say
from simkit.views.pilots.forms import Fields
from simkit.views.pilots.parts import render


def questions_form(answers: Mapping[str, int], lang: Lang) -> str:
    """Return the questionnaire with these answers chosen."""
    asked = [_question(item, answers.get(item.id), lang) for item in items().values()]
    return render("questions", lang, questions=asked, given=len(answers))


def _question(item: Item, chosen: int | None, lang: Lang) -> dict[str, object]:
    """Return a question with its options: not known, and one to five, some of which say what they mean."""
    options = [("", say("driver.word.unknown", lang))]
    for value in range(LOW, HIGH + 1):
        words = say(f"driver.item.{item.id}.{ANCHORS[value]}", lang) if value in ANCHORS else ""
        options.append((str(value), f"{value}  {words}".rstrip()))
    return {
        "id": item.id,
        "ask": say(f"driver.item.{item.id}.ask", lang),
        "options": options,
        "chosen": str(chosen or ""),
    }


def answers_from(fields: Fields) -> dict[str, int]:
    """Return the answers of a filled form, those that are not known left out; raise ``InputError`` with every problem.

    >>> answers_from({"answer.themes": "4", "answer.units": ""})
    {'themes': 4}
    """
    typed = {
        name.removeprefix("answer."): str(value)
        for name, value in fields.items()
        if name.startswith("answer.")
    }
    return checked({id: int(value) if value.isdecimal() else value for id, value in typed.items()})
