"""True worlds: what a pilot may meet, each simulated by the model, with disturbances that can be switched on one by one.

What the new regime does comes from the model. How strong the disturbances are is assumed, and each says so.
"""

from __future__ import annotations

from pydantic import Field

from simkit.levers import LEVERS
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
    World(id="full_spill_over", spill_over=0.3),
    World(id="full_rivalry", rivalry=0.5),
)
"""The worlds that every design is tried in: no effect first, then half and full effect, then disturbances of the usual kinds."""
PLAIN = (NOTHING.id, HALF.id, FULL.id)
"""Worlds without disturbances."""


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
