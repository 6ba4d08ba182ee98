"""True worlds: what a pilot may meet, each simulated by the model, with disturbances that can be switched on one by one.

What the new regime does comes from the model. How strong the disturbances are is assumed, and each says so.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field

from simkit.levers import LEVERS
from simkit.pilot.problems import PilotProblem, refused
from simkit.problems import InputError, Problem, nearest
from simkit.regime import Regime
from simkit.scenario import Frozen


class World(Frozen):
    """One true world.

    ``effect`` is how far the new regime is really lived: 1 as designed, 0 not at all (everything goes on as before, whatever the
    charter says), between them all levers stand that share of the way. The disturbances, all assumed and off by default:

    - ``spill_over``: teams that have not changed copy the new regime to this share, from the day of the first change.
    - ``novelty``: teams that have just changed do better for a while (novelty, Hawthorne), by so many standard deviations between teams at the
      baseline, halved every ``half_life`` weeks. It is no lasting effect and does not count as one.
    - ``rivalry``: the same for teams that have not changed, from the start of the first cycle (John Henry effect).
    - ``regression``: the teams that did worst at the baseline are the ones that change (first), so that they would have come up anyway.
    """

    id: str
    effect: float = Field(default=1.0, ge=0, le=1)
    spill_over: float = Field(default=0.0, ge=0, le=1)
    novelty: float = Field(default=0.0, ge=0, le=3)
    rivalry: float = Field(default=0.0, ge=0, le=3)
    half_life: float = Field(default=8.0, gt=0, le=104)
    regression: bool = False


NOTHING = World(id="nothing", effect=0.0)
HALF = World(id="half", effect=0.5)
FULL = World(id="full")
WORLDS: tuple[World, ...] = (
    NOTHING,
    HALF,
    FULL,
    World(id="nothing_novelty", effect=0.0, novelty=0.5),
    World(id="nothing_regression", effect=0.0, regression=True),
    World(id="nothing_flattered", effect=0.0, novelty=0.5, regression=True),
    World(id="full_spill_over", spill_over=0.3),
    World(id="full_rivalry", rivalry=0.5),
    World(id="full_hidden", spill_over=0.3, rivalry=0.5),
)
"""The worlds that every design is tried in: no effect first, then half and full effect, then disturbances one by one, and together
those that flatter and those that hide (all at once would cancel one another)."""
PLAIN = (NOTHING.id, HALF.id, FULL.id)
"""Worlds without disturbances."""
PARTS = ("effect", "spill_over", "novelty", "rivalry", "half_life", "regression")
"""What can be set in a world."""


def own_world(**parts: Any) -> World:
    """Return a world of one's own, named by what is set in it; raise ``InputError`` with every problem.

    >>> own_world(effect=0.5, novelty=0.4).id
    'effect=0.5 novelty=0.4'
    """
    made = World(id="own", **parts)
    usual = FULL.model_dump()
    changed = {name: value for name in PARTS if (value := getattr(made, name)) != usual[name]}
    return made.with_(id=" ".join(f"{name}={float(value):g}" for name, value in changed.items()) or FULL.id)


def world_from(text: str) -> World:
    """Return the world of a name, or the one that ``part=number`` texts describe; raise ``InputError`` with every problem.

    >>> world_from("half") is HALF, world_from("effect=0, regression=1").regression
    (True, True)
    """
    known = {world.id: world for world in WORLDS}
    if text.strip() in known:
        return known[text.strip()]
    if "=" not in text:
        raise refused("unknown_truth", value=text, nearest=nearest(text, list(known)), parts=", ".join(PARTS))
    problems: list[Problem] = []
    numbers = dict(_part(item, problems) for item in text.replace(",", " ").split())
    if problems:
        raise InputError(problems)
    return own_world(**{**numbers, "regression": bool(numbers.get("regression"))})


def _part(item: str, problems: list[Problem]) -> tuple[str, float]:
    """Return name and number of one part; note what is wrong with it."""
    name, _, value = item.partition("=")
    if name not in PARTS:
        problems.append(PilotProblem("unknown_part", "", {"value": name, "parts": ", ".join(PARTS)}))
    try:
        return name, float(value)
    except ValueError:
        problems.append(PilotProblem("not_typed", name, {"value": value}))
        return name, 0.0


def between(before: Regime, new: Regime, share: float) -> Regime:
    """Return the regime that stands a share of the way from one to another; whole-number levers are rounded.

    >>> a, b = Regime.preset("traditional"), Regime.preset("innovation")
    >>> between(a, b, 0.5)["review_interval"], between(a, b, 1.0) is b
    (28.0, True)
    """
    if share in (0.0, 1.0):
        return new if share else before
    values = [
        float(round(mixed)) if item.integer else mixed
        for item, old, last in zip(LEVERS, before.values, new.values, strict=True)
        for mixed in [old + share * (last - old)]
    ]
    return Regime(f"{new.name} {100 * share:g}%", tuple(values), new.tools)
