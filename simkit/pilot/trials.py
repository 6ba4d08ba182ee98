"""Simulated pilots: data as the user would get them, in a world whose truth is known.

>>> from simkit.presets import load_organisation, load_regime
>>> from simkit.pilot.design import Design, Measure, Rule
>>> names = ("AI lab", "Payments", "New ventures", "Partner sales")
>>> design = Design(pilot_teams=names[:2], comparison_teams=names[2:], baseline_weeks=4, cycle_weeks=4, cycles=1)
>>> pilot = Pilot(organisation=load_organisation("product-company"), new=load_regime("innovation"), design=design,
...               primary=Measure(metric="felt_safety"), rule=Rule(worthwhile=5, looks=(1,)))
>>> found = simulate(pilot, NOTHING, 3)
>>> found.values.shape, found.arms.tolist(), found.truth_of("felt_safety").tolist()
((3, 4, 2, 1), [[0, 1], [0, 1], [0, 0], [0, 0]], [0.0, 0.0, 0.0])
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from simkit.distribution import Floats
from simkit.engine.digests import silent, wanted_still
from simkit.engine.workers import Progress
from simkit.experiments.points import WORLDS_A_POINT, Numbered, Points, numbered, under
from simkit.pilot.design import Pilot
from simkit.pilot.measuring import Recorded, disturbed, measured, recorded, seen, spread_at_baseline
from simkit.pilot.orders import Order, lots_of, ordered_arms, scenario_for, worst_first
from simkit.pilot.timetable import Arms
from simkit.pilot.worlds import FULL, NOTHING, World
from simkit.scenario import Scenario

LOTS = 50
PROJECTED = 200
"""Distinct lots among simulated pilots whose groups are drawn, and simulated pilots behind a projection."""
YARDSTICK = 64
"""Pilots, always the first ones, at whose baseline the spread between teams is read off that disturbances are counted in."""


@dataclass(frozen=True, eq=False)
class Trials:
    """Simulated pilots.

    ``values`` is (pilots, teams, periods, measures) as measured, NaN where suppressed; the teams stand in order of their groups, pilot
    teams first, whichever they are in each pilot. ``arms`` is (teams, periods), the same in all. ``truth`` is (pilots, measures): the mean over treated team-periods of
    the value with the new regime less that without it in the same world, without noise of surveys and passing disturbances.
    """

    pilot: Pilot
    world: World
    seed: int
    measures: tuple[str, ...]
    values: Floats
    arms: Arms
    truth: Floats

    def measure(self, id: str) -> Floats:
        """Return the values of one measure, shape (pilots, teams, periods)."""
        return self.values[..., self.measures.index(id)]

    def truth_of(self, id: str) -> Floats:
        """Return the true effect on one measure in each pilot, shape (pilots,)."""
        return self.truth[:, self.measures.index(id)]


def joined(first: Trials, second: Trials) -> Trials:
    """Return two lots of simulated pilots of one world as one."""
    values = np.concatenate([first.values, second.values])
    return replace(first, values=values, truth=np.concatenate([first.truth, second.truth]))


def simulate(
    pilot: Pilot, world: World = FULL, pilots: int = 2000, seed: int = 0, *, first: int = 0, points: Points = (), lots: bool = True,
    untouched: Recorded | None = None, workers: int | None = None, progress: Progress = silent,
    superseded: Callable[[], bool] = wanted_still,
) -> Trials:  # fmt: skip
    """Simulate pilots number ``first``, ``first + 1`` … of a world; pilot k is always the same, whatever else is simulated.

    Each has luck of its own, groups of its own if they are drawn by lot (``LOTS`` different ones, unless ``lots`` is false: then those of the
    design), and the next of ``points`` (sets of constants) in turn. ``untouched`` is what ``without`` returned for the same
    pilots; it does not depend on the world. Raises ``Superseded`` once ``superseded`` says so.
    """
    numbers, sets = range(first, first + pilots), numbered(points)
    before = untouched or without(pilot, pilots, seed, first=first, points=points, workers=workers,
                                  superseded=superseded)  # fmt: skip
    orders = _orders(pilot, world, numbers, sets, before, seed, lots=lots)
    arms = ordered_arms(pilot.design)
    after = before
    if world.effect:
        jobs = _jobs(pilot, world, orders, numbers, sets)
        after = recorded(
            pilot, jobs, numbers, seed, workers=workers, progress=progress, superseded=superseded
        )
    plain, bare = measured(pilot, after, orders), measured(pilot, before, orders)
    truth = _truth(plain - bare, arms) if world.effect else np.zeros((pilots, len(pilot.measures)))
    shown = plain
    if world.novelty or world.rivalry:
        few = without(pilot, YARDSTICK, seed, points=points, workers=workers, superseded=superseded)
        shown = disturbed(pilot, world, plain, spread_at_baseline(pilot, few), arms)
    shown = seen(pilot, shown, after, orders, numbers, seed)
    return Trials(pilot, world, seed, tuple(item.metric for item in pilot.measures), shown, arms, truth)


def projection(pilot: Pilot, progress: Progress = silent) -> Floats:
    """Return the values of ``PROJECTED`` simulated pilots with the pilot's own groups, in the world with the full effect."""
    return simulate(pilot, FULL, PROJECTED, lots=False, progress=progress).values


def without(
    pilot: Pilot, pilots: int, seed: int = 0, *, first: int = 0, points: Points = (), workers: int | None = None,
    superseded: Callable[[], bool] = wanted_still,
) -> Recorded:  # fmt: skip
    """Return what is recorded in the worlds of these pilots if nobody changes; raise ``Superseded`` once ``superseded`` says so."""
    numbers, sets = range(first, first + pilots), numbered(points)
    nobody = scenario_for(pilot, NOTHING, ())
    groups: dict[int, list[int]] = {}
    for number in numbers:
        groups.setdefault(_set_of(sets, number), []).append(number)
    jobs = [(under(nobody, sets[place][1] if sets else {}), tuple(group)) for place, group in groups.items()]
    return recorded(pilot, jobs, numbers, seed, workers=workers, superseded=superseded)


def _set_of(sets: Numbered, number: int) -> int:
    """Return the place of the set of constants under which a pilot is simulated."""
    return number // WORLDS_A_POINT % len(sets) if sets else 0


def _orders(
    pilot: Pilot,
    world: World,
    numbers: Sequence[int],
    sets: Numbered,
    before: Recorded,
    seed: int,
    *,
    lots: bool,
) -> tuple[Order, ...]:
    """Return the order of teams in each pilot: those that change (first) first."""
    if world.regression:
        return worst_first(pilot, before, numbers, seed)
    if not lots or pilot.design.assigned == "choice":
        return lots_of(pilot.design, [None]) * len(numbers)
    drawn = lots_of(pilot.design, range(LOTS))
    return tuple(drawn[number // WORLDS_A_POINT % max(len(sets), LOTS) % LOTS] for number in numbers)


def _jobs(
    pilot: Pilot, world: World, orders: Sequence[Order], numbers: Sequence[int], sets: Numbered
) -> list[tuple[Scenario, tuple[int, ...]]]:
    """Return what is simulated, and for which pilots: those that share order and constants together."""
    groups: dict[tuple[Order, int], list[int]] = {}
    for order, number in zip(orders, numbers, strict=True):
        groups.setdefault((order, _set_of(sets, number)), []).append(number)
    return [
        (under(scenario_for(pilot, world, order), sets[place][1] if sets else {}), tuple(group))
        for (order, place), group in groups.items()
    ]


def _truth(differences: Floats, arms: Arms) -> Floats:
    """Return the mean over treated team-periods, shape (pilots, measures)."""
    treated = differences[:, arms == 1]
    known = ~np.isnan(treated)
    count = known.sum(axis=1)
    total = np.where(known, treated, 0.0).sum(axis=1)
    return np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)
