"""What a pilot is worth, and what one more cycle or two more teams would buy: expected value of information against cost.

A roll-out pays for each person and year what the new regime gains beyond ``Rule.worthwhile``, the gain at which it just pays.
Deciding by the pilot is compared with deciding now, and with knowing the truth (Raiffa & Schlaifer 1961, "Applied
Statistical Decision Theory"; Claxton & Posnett 1996, Health Economics 5(6) 513-524).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING, Any

from pydantic import Field

from simkit.engine.digests import silent
from simkit.engine.workers import Progress
from simkit.pilot.deciding import GO
from simkit.pilot.design import Pilot
from simkit.pilot.diagnosis import Diagnosis, diagnose
from simkit.pilot.problems import refused
from simkit.pilot.timetable import shuffled
from simkit.pilot.worlds import PLAIN
from simkit.scenario import Frozen

if TYPE_CHECKING:
    from pandas import DataFrame

WEEKS_A_YEAR = 52


class Stakes(Frozen):
    """What hangs on the decision: assumptions of the one who decides, shown with every result.

    ``people`` would live under the new regime after a roll-out, counted over ``years`` from the start of the pilot; ``hours`` are those that
    one team spends on the pilot in one cycle (questionnaires, data sheet, looks), apart from what the regime itself costs.
    """

    people: int = Field(default=100, ge=1)
    years: float = Field(default=3.0, gt=0, le=20)
    hours: float = Field(default=8.0, ge=0)


def stakes_of(pilot: Pilot, people: int | None = None, years: float = 3.0) -> Stakes:
    """Return what hangs on the decision if ``people`` (default: everybody of the organisation) would live under the new regime."""
    return Stakes(people=people or sum(team.people for team in pilot.organisation.teams), years=years)


@dataclass(frozen=True)
class Worth:
    """What deciding by a pilot is worth; values in units of the primary measure × people × years.

    ``now`` is the value of the better of going and not going without a pilot, ``decided`` that of deciding by the pilot,
    ``perfect`` that of knowing the truth at once. ``hours`` is the cost, ``weights`` those of the true worlds.
    """

    option: str
    weeks: int
    teams: int
    now: float
    decided: float
    perfect: float
    hours: float
    weights: Mapping[str, float] = field(default_factory=dict[str, float])

    @property
    def information(self) -> float:
        """The expected value of the pilot's information; below 0 if deciding now does better."""
        return self.decided - self.now

    def against(self, other: Worth) -> float:
        """Return the extra hours that one unit of extra value costs; infinite if there is none, below 0 if it saves hours."""
        gained = self.decided - other.decided
        return (self.hours - other.hours) / gained if gained > 0 else float("inf")


def worth(
    diagnosis: Diagnosis, stakes: Stakes, prior: Mapping[str, float] | None = None, option: str = "planned"
) -> Worth:
    """Return what a pilot is worth. ``prior`` has the weight of each true world by id; without it, the undisturbed ones weigh alike.

    With the pilot, gains begin only when it ends.
    """
    pilot = diagnosis.pilot
    weights = weights_of([item.world.id for item in diagnosis.odds], prior)
    gain = {item.world.id: item.truth - pilot.rule.worthwhile for item in diagnosis.odds}
    size, left = stakes.people * stakes.years, stakes.people * _years_left(pilot, stakes)
    mean = sum(weights[id] * gain[id] for id in weights)
    gone = {item.world.id: item.share(GO) for item in diagnosis.odds}
    decided = sum(weights[id] * gone[id] * gain[id] for id in weights)
    perfect = sum(weights[id] * max(0.0, gain[id]) for id in weights)
    cost = stakes.hours * len(pilot.design.teams) * pilot.design.cycles
    return Worth(
        option, pilot.design.weeks, len(pilot.design.teams), size * max(0.0, mean), left * decided, size * perfect, cost, weights
    )  # fmt: skip


def _years_left(pilot: Pilot, stakes: Stakes) -> float:
    """Return the years of the horizon that remain after the pilot."""
    return max(0.0, stakes.years - pilot.design.weeks / WEEKS_A_YEAR)


def weights_of(known: Sequence[str], prior: Mapping[str, float] | None) -> dict[str, float]:
    """Return the weight of each true world that has one, adding up to 1; without a prior the undisturbed ones weigh alike.

    Raises ``InputError`` if a world was not simulated or the weights make no sense.

    >>> weights_of(["nothing", "half", "full_rivalry"], {}), weights_of(["nothing", "full"], {"full": 3})
    ({'nothing': 0.5, 'half': 0.5}, {'full': 1.0})
    """
    given = dict(prior) if prior else dict.fromkeys([id for id in known if id in PLAIN], 1.0)
    if unknown := [id for id in given if id not in known]:
        raise refused("not_simulated", value=", ".join(unknown), allowed=", ".join(known))
    if not all(0 <= weight < inf for weight in given.values()) or not any(given.values()):
        raise refused("no_weight", value=", ".join(f"{id}={weight:g}" for id, weight in given.items()))
    total = sum(given.values())
    return {id: weight / total for id, weight in given.items() if weight}


def weighed(
    planned: Diagnosis, stakes: Stakes, prior: Mapping[str, float] | None = None, *, begin: Callable[[str], Progress] = lambda _: silent,
    **settings: Any,
) -> tuple[Worth, ...]:  # fmt: skip
    """Return what a pilot is worth as planned, with one more cycle, and with two more teams (if there are any).

    The options are simulated in the true worlds that have a weight, as often as the plan was; ``begin`` is told the name of each and
    returns its progress callback. ``settings`` are those of ``diagnose``.
    """
    weights = weights_of([item.world.id for item in planned.odds], prior)
    worlds = [item.world for item in planned.odds if item.world.id in weights]
    found = {"planned": planned}
    for name, option in list(options(planned.pilot).items())[1:]:
        found[name] = diagnose(
            option, planned.nothing.pilots, worlds=worlds, seed=planned.seed, progress=begin(name), **settings
        )
    return tuple(worth(item, stakes, prior, option=name) for name, item in found.items())


def one_more_cycle(pilot: Pilot) -> Pilot:
    """Return the pilot with one more cycle (two, in a crossover) and the last look after it."""
    cycles = pilot.design.cycles + (2 if pilot.design.kind == "crossover" else 1)
    rule = pilot.rule.with_(looks=(*pilot.rule.looks[:-1], cycles))
    return pilot.with_(design=pilot.design.with_(cycles=cycles), rule=rule)


def two_more_teams(pilot: Pilot) -> Pilot | None:
    """Return the pilot with two more teams of the organisation, drawn by lot, one to each group; ``None`` if there are none left."""
    design = pilot.design
    left = [team.name for team in pilot.organisation.teams if team.name not in design.teams]
    if len(left) < 2:
        return None
    first, second, *_ = shuffled(left, design.lot_seed)
    if not design.comparison_teams:
        return pilot.with_(design=design.with_(pilot_teams=(*design.pilot_teams, first, second)))
    more = {
        "pilot_teams": (*design.pilot_teams, first),
        "comparison_teams": (*design.comparison_teams, second),
    }
    return pilot.with_(design=design.with_(**more))


def options(pilot: Pilot) -> dict[str, Pilot]:
    """Return the pilot as planned, with one more cycle, and with two more teams (if there are any), by the name of the option."""
    more = two_more_teams(pilot)
    return {"planned": pilot, "cycle": one_more_cycle(pilot)} | ({"teams": more} if more else {})


def worth_frame(found: Sequence[Worth]) -> DataFrame:
    """Return one row an option; ``price`` is the hours that a unit of value costs more than in the first."""
    from pandas import DataFrame

    return DataFrame([
        {"option": item.option, "weeks": item.weeks, "teams": item.teams, "now": item.now, "decided": item.decided,
         "information": item.information, "perfect": item.perfect, "hours": item.hours,
         "price": float("nan") if item is found[0] else item.against(found[0])}
        for item in found
    ])  # fmt: skip
