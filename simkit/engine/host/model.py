"""The organisation as a Mesa model: the week, phase by phase, in the order of ``rules.THE_WEEK``."""

from __future__ import annotations

import mesa
import numpy as np
from numpy.typing import NDArray

from simkit import scenario as describe
from simkit.constants import settings
from simkit.engine.draws import COMPANY, Draws, key_of, seat_of
from simkit.engine.host.member import Member
from simkit.engine.host.team import Team
from simkit.engine.luck import Luck
from simkit.engine.state import BLOCKERS, BURN_IN, DIMENSIONS, OPPORTUNITIES, SHARED
from simkit.engine.timetable import Timetable
from simkit.metrics import COLUMN_INDEX, METRICS
from simkit.rules import market

MEMBER_STREAMS = (
    "trial", "option", "execution", "outcome", "seen", "judged", "tolerated", "lesson", "dimension",
    "notice", "notice_dimension", "copy", "copy_dimension", "align", "align_dimension", "rating", "exit",
)  # fmt: skip
TEAM_STREAMS = (
    "blocker", "contact", "contact_dimension", "partner", "partner_end", "shift_week", "key_person_week",
    *(f"unblock{number}" for number in range(BLOCKERS)),
)  # fmt: skip
DIMENSION_STREAMS = ("flip", "shift", "practice", "lessons")
OPPORTUNITY_STREAMS = ("renewal", "shift")


class OrganisationModel(mesa.Model):
    """Teams under their regimes, week by week; the readable engine and the oracle of any other.

    ``scenario`` is a complete description (kept as ``plan``); ``seed`` and ``replication`` fix all luck;
    without a seed, Mesa's generator picks one (kept as ``seed``). Levers given by id
    (``review_interval=4``) are set in every regime of the scenario, so that ``mesa.batch_run`` can sweep
    them. Raises ``InputError`` for unknown levers or values out of range.

    >>> from simkit.scenario import Organisation, Regime, Scenario, Team
    >>> plan = Scenario(organisation=Organisation(teams=(Team(name="A", people=4),)), regime=Regime.preset("innovation"))
    >>> model = OrganisationModel(plan, seed=1)
    >>> for _ in range(4): model.step()
    >>> model.week, len(model.agents_by_type[Member])
    (4, 4)
    """

    def __init__(
        self,
        scenario: describe.Scenario,
        seed: int | None = None,
        replication: int = 0,
        collect: bool = True,
        **levers: float,
    ) -> None:
        """Set up all teams; with ``collect=False`` the data collector is left alone (faster)."""
        super().__init__(rng=None if seed is None else abs(seed))
        self.plan = _with_levers(scenario, levers) if levers else scenario
        self.constants, self.timetable = settings(self.plan.constants), Timetable(self.plan)
        self.seed = int(self.rng.integers(2**63)) if seed is None else seed
        self.draws = Draws(self.seed, replication)
        self.week = 0
        self.seats: list[int] = []
        self._keys: list[str] = []
        self.history: list[list[list[float]]] = []
        self.shared_reality = self._first_reality()
        self.shared_flips: list[int] = []
        self.teams = [Team(self, profile) for profile in self.plan.organisation.teams]
        self._draw_luck()
        self._burn_in()
        self.datacollector = _collector()
        self.collect = collect

    def _first_reality(self) -> list[int]:
        """Draw the part of reality that all teams share."""
        seat = seat_of(COMPANY, 0)
        return [1 if self.draws.one("reality", seat, d) < 0.5 else -1 for d in range(SHARED)]

    def _draw_luck(self) -> None:
        """Open the streams of luck for members, teams, dimensions and opportunities."""
        keys = self._keys
        self.luck = Luck(self.draws, MEMBER_STREAMS, self.seats)
        self.team_luck = Luck(self.draws, TEAM_STREAMS, [seat_of(key, 20_000) for key in keys])
        dimensions = [seat_of(key, 40_000 + d) for key in keys for d in range(DIMENSIONS)]
        self.dimension_luck = Luck(self.draws, DIMENSION_STREAMS, dimensions)
        options = [seat_of(key, 50_000 + k) for key in keys for k in range(OPPORTUNITIES)]
        self.opportunity_luck = Luck(self.draws, OPPORTUNITY_STREAMS, options)
        common = [seat_of(COMPANY, d) for d in range(SHARED)]
        self.company_luck = Luck(self.draws, ("flip", "shift", "cut_week"), common)

    def register_team(self, key: str) -> int:
        """Give a team its place in the lists of luck."""
        self._keys.append(key)
        return len(self._keys) - 1

    def column(self, name: str) -> int:
        """Return the position of a recorded column."""
        return COLUMN_INDEX[name]

    def partner_of(self, team: Team) -> Team:
        """Return the team that a team is in touch with this quarter: highest random weight, so that a new
        team changes few others' partners (Thaler & Ravishankar 1998)."""
        others = [other for other in self.teams if other is not team]
        quarter = self.week // 13
        return max(
            others,
            key=lambda other: self.draws.one(
                "partner_team", seat_of(team.key, 20_000) ^ key_of(other.key), quarter
            ),
        )

    # -- the week ----------------------------------------------------------------------------------------

    def _burn_in(self) -> None:
        """Let a year pass under the former regimes, of which nothing is recorded, and count from there."""
        for week in range(1 - BURN_IN, 1):
            self.week = week
            self._live()
        for team in self.teams:
            team.begin()
        self.history.clear()

    def step(self) -> None:
        """Let one week pass."""
        self.week += 1
        self._live()
        if self.collect:
            self.datacollector.collect(self)
        self.running = self.week < self.plan.weeks

    def _live(self) -> None:
        """Live through the week, phase by phase."""
        for luck in (
            self.luck,
            self.team_luck,
            self.dimension_luck,
            self.opportunity_luck,
            self.company_luck,
        ):
            luck.turn(self.week + BURN_IN)
        self.market()
        self.attention()
        self.work()
        self.outcomes()
        self.review()
        self.people()
        self.books()

    def market(self) -> None:
        """Reality flips, opportunities are renewed, shocks land, blockers arise, regimes change."""
        for team in self.teams:
            team.books.clear()
            team.practice_before, team.shared_before = list(team.practice), team.shared_knowledge
            if self.week >= 1:
                team.change(self.plan.regime_of(team.name, self.week))
        place = self.plan.organisation.market
        chance = market.flip_chance(market.certainty_share(place.certainty), self.constants.flip_rate)
        shift = max(
            (
                item.size
                for item in self._landing()
                if item.kind == "market_shift" and item.team == describe.ALL_TEAMS
            ),
            default=0.0,
        )
        luck = self.company_luck
        self.shared_flips = [d for d in range(SHARED) if luck["flip"][d] < chance or luck["shift"][d] < shift]
        for team in self.teams:
            team.meet_market()
        self._shocks(place.shock_rate / 52.0)

    def _landing(self) -> list[describe.Shock]:
        """Return the scheduled shocks of this week."""
        return [shock for shock in self.plan.shocks if shock.week == self.week]

    def _shocks(self, chance: float) -> None:
        """Let random and scheduled shocks land; of several of one kind, the largest."""
        usual = describe.Shock(week=1, kind="budget_cut")
        for team in self.teams:
            luck = {
                "budget_cut": self.company_luck["cut_week"][0],
                "market_shift": team.luck("shift_week"),
                "key_person_loss": team.luck("key_person_week"),
            }
            for kind in describe.SHOCKS:
                landing = [
                    item
                    for item in self._landing()
                    if item.kind == kind and item.team in (team.name, describe.ALL_TEAMS)
                ]
                if luck[kind] < chance:
                    landing.append(usual)
                if landing:
                    largest = max(landing, key=lambda item: item.size)
                    team.shock(kind, largest.size, max(item.weeks for item in landing))

    def attention(self) -> None:
        """Each member divides the week between routine, exploration, help and slack."""
        for team in self.teams:
            team.plan_week(max(0.0, team["review_interval"] - team.since_review - 1.0))
            for member in team.members:
                member.attend()

    def work(self) -> None:
        """Routine work yields output; help and alignment pass beliefs on; projects move."""
        for team in self.teams:
            team.work()
            team.pass_on()
            team.run_projects()

    def outcomes(self) -> None:
        """Experiments and stages succeed or fail; a failure is seen or hidden, and judged."""
        for team in self.teams:
            team.see_outcomes()

    def review(self) -> None:
        """Where due: practice learns, consequences land, goals are set anew, gates are decided."""
        for team in self.teams:
            team.review()

    def people(self) -> None:
        """Beliefs, motivation, engagement and skill move; people leave and join."""
        for team in self.teams:
            team.live()

    def books(self) -> None:
        """Revenue arrives; customers, market share and reputation follow; the week is recorded."""
        for team in self.teams:
            team.remember_output()
            team.close_week()
        self.history.append([team.books.row() for team in self.teams])

    def reading(self, metric_id: str) -> float:
        """Return this week's value of a metric for the whole organisation (NaN if it has none)."""
        from simkit.metrics import metric

        item, rows = metric(metric_id), self.history[-1]
        chosen = [
            row
            for row, team in zip(rows, self.teams, strict=True)
            if not item.functions or team.profile.function in item.functions
        ]
        above = sum(row[COLUMN_INDEX[item.numerator]] for row in chosen)
        below = sum(row[COLUMN_INDEX[item.denominator]] for row in chosen) if item.denominator else 1.0
        return item.factor * above / below if below else float("nan")


def _collector() -> mesa.DataCollector:
    """Return a collector of every metric by week, and of what members feel and do."""
    return mesa.DataCollector(
        model_reporters={item.id: (lambda model, id=item.id: model.reading(id)) for item in METRICS},
        agenttype_reporters={Member: {"safety": "safety", "exploring": "explore_time", "skill": "skill"}},
    )


def _with_levers(scenario: describe.Scenario, levers: dict[str, float]) -> describe.Scenario:
    """Return the scenario with levers set in all its regimes (shares rebalanced)."""
    return scenario.with_(
        regime=scenario.regime.rebalanced(**levers),
        regimes={team: regime.rebalanced(**levers) for team, regime in scenario.regimes.items()},
        changes=tuple(change.with_(regime=change.regime.rebalanced(**levers)) for change in scenario.changes),
    )


def simulate(scenario: describe.Scenario, seed: int, replication: int) -> NDArray[np.float64]:
    """Return what a run records, of shape (weeks, teams, columns); see ``metrics.COLUMNS``.

    >>> from simkit.scenario import Organisation, Regime, Scenario, Team
    >>> plan = Scenario(organisation=Organisation(teams=(Team(name="A", people=4),)), regime=Regime.preset("traditional"), weeks=3)
    >>> from simkit.metrics import COLUMNS
    >>> simulate(plan, seed=1, replication=0).shape == (3, 1, len(COLUMNS))
    True
    """
    model = OrganisationModel(scenario, seed=seed, replication=replication, collect=False)
    while model.week < scenario.weeks:
        model.step()
    recorded = np.array(model.history)
    getattr(mesa.Agent, "_ids", {}).pop(model, None)  # Mesa 3.3 keeps every model alive by its counter of ids
    return recorded
