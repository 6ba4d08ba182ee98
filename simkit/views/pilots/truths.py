"""What the page asks before it simulates a pilot: in which true worlds, and what hangs on the decision."""

from __future__ import annotations

from collections.abc import Sequence

from simkit.pilot.worlds import NOTHING, PARTS, WORLDS, World, own_world
from simkit.pilot.worth import Stakes
from simkit.problems import InputError
from simkit.text import Lang
from simkit.views.pilots.diagnosis import world_name
from simkit.views.pilots.forms import PERCENT, Fields, Form
from simkit.views.pilots.parts import render

NUMBERS = tuple(name for name in PARTS if name != "regression")
"""Numbers of a true world; the shares among them are typed in percent."""


def truths_form(worlds: Sequence[World], lang: Lang) -> str:
    """Return the form in which true worlds are chosen, filled in with these."""
    chosen = {world.id for world in worlds}
    offered = [
        {"id": world.id, "name": world_name(world.id, lang), "on": world.id in chosen or world == NOTHING, "always": world == NOTHING}
        for world in WORLDS
    ]  # fmt: skip
    mine = next((world for world in worlds if world not in WORLDS), None)
    shown = mine or World(id="own")
    numbers = [(name, f"{(100 if name in PERCENT else 1) * getattr(shown, name):g}") for name in NUMBERS]
    own = {"on": mine is not None, "numbers": numbers, "regression": shown.regression}
    return render("truths", lang, offered=offered, own=own)


def truths_from(fields: Fields, lang: Lang) -> tuple[World, ...]:
    """Return the true worlds that a filled form chooses; raise ``InputError`` with every problem."""
    found = [world for world in WORLDS if world == NOTHING or fields.get(f"truth.{world.id}")]
    if not fields.get("own"):
        return tuple(found)
    form = Form(fields, lang)
    parts = {name: form.number(f"own.{name}", name) / (100 if name in PERCENT else 1) for name in NUMBERS}
    own = (
        None
        if form.problems
        else form.made(own_world, **parts, regression=bool(fields.get("own.regression")))
    )
    if own is None:
        raise InputError(form.problems)
    return (*found, own)


def stakes_form(stakes: Stakes, lang: Lang) -> str:
    """Return the form of what hangs on the decision."""
    return render("stakes", lang, stakes=stakes)


def stakes_from(fields: Fields, lang: Lang) -> Stakes:
    """Return what a filled form says hangs on the decision; raise ``InputError`` with every problem."""
    form = Form(fields, lang)
    numbers = {
        "people": form.number("people", whole=True),
        "years": form.number("years"),
        "hours": form.number("hours"),
    }
    stakes = None if form.problems else form.made(Stakes, **numbers)
    if stakes is None:
        raise InputError(form.problems)
    return stakes
