"""A team: its market, its practice, its people, and the week that it lives under its regime."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from simkit import scenario as describe
from simkit.engine.draws import seat_of
from simkit.engine.host.manager import Manager
from simkit.engine.host.member import Member
from simkit.engine.host.plan import TeamPlan
from simkit.engine.host.project import Portfolio
from simkit.engine.host.results import TeamBooks
from simkit.engine.state import DIMENSIONS, OPPORTUNITIES, SHARED, Ledger
from simkit.rules import market, people, review, work

if TYPE_CHECKING:
    from simkit.engine.host.model import OrganisationModel
    from simkit.regime import Regime


class Team(TeamPlan, TeamBooks, mesa.Agent):
    """One team of the organisation.

    ``team["lever"]`` is the current value of a lever. ``practice`` is the organisational code of March
    (1991): what the team as a team believes about its reality; it stays when people leave.
    """

    model: OrganisationModel  # pyright: ignore[reportIncompatibleVariableOverride]

    def __init__(self, model: OrganisationModel, profile: describe.Team) -> None:
        """Set up the market, hire the first people and let them look back on the regime they come from."""
        super().__init__(model)
        self.profile, self.name, self.people = profile, profile.name, profile.people
        self.key = profile.luck
        self.c = model.constants
        self.books = Ledger()
        self.certainty = market.certainty_share(profile.certainty)
        self.dependence = work.interdependence(profile.team_type)
        self.workload = profile.workload / 100.0
        self.attrition = profile.attrition / 100.0
        self.place = model.register_team(self.key)
        self._first_market()
        self.lessons = [0] * DIMENSIONS
        self.members = [Member(self, number) for number in range(self.people)]
        self.manager = Manager(self)
        self.blockers = 0
        self.budget_left = 1.0
        self.cuts: list[tuple[int, float]] = []
        self.openness, self.spirit = 1.0, 0.0
        self._look_back(model.plan.regime_before(profile))
        self.portfolio = Portfolio(self)
        phase = model.draws.one("phase", seat_of(self.key, 30_000), 0)
        self.since_review = int(phase * self["review_interval"])

    def _first_market(self) -> None:
        """Draw the team's own part of reality, and what practice holds of it at the start."""
        draws, seat = self.model.draws, seat_of(self.key, 30_000)
        own = [1 if draws.one("reality", seat, d) < 0.5 else -1 for d in range(DIMENSIONS)]
        self.reality = self.model.shared_reality + own[SHARED:]
        self.practice = [self._first_practice(d, draws.one("code", seat, d)) for d in range(DIMENSIONS)]
        self.practice_before = list(self.practice)

    def _first_practice(self, d: int, u: float) -> int:
        """Return what practice holds of one dimension at the start: known, wrong or not known."""
        known = self.c.start_known
        wrong = known + (1.0 - known) / 2.0
        return self.reality[d] if u < known else -self.reality[d] if u < wrong else 0

    def _look_back(self, before: Regime) -> None:
        """Put a first week together under the former regime; the burn-in does the rest."""
        self.adopt(before)
        self.blockers = 1
        self.shared_before = 0.0
        self.recount_practice()
        self.mean_trust = self.mean_leniency = self.start_engagement = 0.5
        self.target = self.achieved = self.gap_seen = self.theme_seen = self.start_output = 0.0
        self.theme_rate, self.own_experiments = 1.0, 1.0
        self.pulls = (0.0, 0.0)
        self.plan_week(self["review_interval"] / 2.0)
        self._first_beliefs()
        for member in self.members:
            member.attend()
        self.work()
        self.open_books()
        self.books.clear()

    def _first_beliefs(self) -> None:
        """Give people the beliefs and motives that the former regime leads to in the long run."""
        manager, gain = self.manager, self.c.trust_gain
        loss = gain * self.c.loss_aversion
        explored, careless = self["tolerance_exploratory"], self["tolerance_execution"]
        forgiven = explored + manager.misjudges * (careless - explored)
        excused = careless + manager.excuses * (explored - careless)
        for member in self.members:
            member.trust = review.expected_safety(forgiven, gain, loss)
            member.leniency = review.expected_safety(excused, gain, loss)
            member.feel()
            member.intrinsic = min(1.0, max(0.0, self.climate + member.drive))
            member.engagement = member.mood(0.0)
        self.average_people()

    def begin(self) -> None:
        """After the burn-in: what the team is like now is the level from which everything is counted.

        A survey of felt safety or engagement sets how this team differs from what the model expects of it;
        the difference stays while regimes change.
        """
        survey, mood = self.profile.felt_safety, self.profile.engagement
        self.openness = 1.0 if survey is None else people.openness(survey / 100.0, self.mean_trust)
        for member in self.members:
            member.feel()
        self.spirit = 0.0 if mood is None else mood / 100.0 - self.mean_engagement
        for member in self.members:
            member.engagement = min(1.0, max(0.0, member.engagement + self.spirit))
        self.average_people()
        self.start_engagement = self.mean_engagement
        self.reset_books()

    # -- the regime --------------------------------------------------------------------------------------

    def __getitem__(self, lever: str) -> float:
        """Return the current value of a lever."""
        return self._levers[lever]

    def adopt(self, regime: Regime) -> None:
        """Live under a regime from now on."""
        self.regime = regime
        self._levers = regime.levers

    def change(self, regime: Regime) -> None:
        """Change to another regime, if it is another; the timetable knows what learning it costs."""
        if regime.values != self.regime.values:
            self.adopt(regime)

    def luck(self, stream: str) -> float:
        """Return this week's number of a stream for the team as a whole."""
        return self.model.team_luck[stream][self.place]

    def dimension_luck(self, stream: str, d: int) -> float:
        """Return this week's number of a stream for one dimension of the team's reality."""
        return self.model.dimension_luck[stream][self.place * DIMENSIONS + d]

    # -- 1 market ----------------------------------------------------------------------------------------

    def meet_market(self) -> None:
        """Reality flips, opportunities are renewed, a blocker may arise."""
        flip = market.flip_chance(self.certainty, self.c.flip_rate)
        flips = [d for d in range(SHARED, DIMENSIONS) if self.dimension_luck("flip", d) < flip]
        self.turn_over(flips + self.model.shared_flips)
        renewal = market.renewal_chance(self.certainty, self.c.renewal_rate, self.c.renewal_floor)
        for opportunity in self.portfolio.opportunities:
            if (
                self.model.opportunity_luck["renewal"][self.place * OPPORTUNITIES + opportunity.number]
                < renewal
            ):
                self.portfolio.lose(opportunity)
        self.manager.meet_market()

    def turn_over(self, dimensions: list[int]) -> None:
        """Let these dimensions of reality flip; what people know is worth that much less."""
        for d in dimensions:
            self.reality[d] = -self.reality[d]
        if dimensions:
            for member in self.members:
                member.learn()
            self.recount_practice()

    def shock(self, kind: str, size: float, weeks: int) -> None:
        """Take a shock: the market shifts, the innovation budget is cut, or a key person leaves."""
        if kind == "market_shift":
            self.turn_over([d for d in range(SHARED, DIMENSIONS) if self.dimension_luck("shift", d) < size])
            for opportunity in self.portfolio.opportunities:
                if (
                    self.model.opportunity_luck["shift"][self.place * OPPORTUNITIES + opportunity.number]
                    < size
                ):
                    self.portfolio.shift(opportunity)
        elif kind == "budget_cut":
            self.cuts.append((self.model.week + weeks, 1.0 - size))
        else:
            max(self.members, key=lambda member: member.skill).leave()

    # -- 3 work ------------------------------------------------------------------------------------------

    def work(self) -> None:
        """Routine work yields output, as far as people help each other and nothing blocks them."""
        helping = 0.0
        for member in self.members:
            helping += member.help_time
        self.help_share = helping / self.people
        self.met = work.help_met(self.help_share, self.c.help_half)
        together = work.coordination(self.dependence, self.c.interdependence_max, self.met)
        self.productivity = together * work.unblocked(self.blockers, self.c.blocker_cost)
        self.output = self.manager.output * self.productivity
        for member in self.members:
            member.produce()
            self.output += member.output

    def pass_on(self) -> None:
        """Beliefs pass from the best colleague and from practice, as both stood before."""
        best = list(max(self.members, key=lambda member: member.knowledge).beliefs)
        for member in self.members:
            member.pass_on(best)

    def run_projects(self) -> None:
        """Spend the innovation time that is not for own experiments on projects: experiments count as one more."""
        self.portfolio.start()
        self.own_experiments = 1.0 / (1.0 + len(self.portfolio.projects))
        hands = 0.0
        for member in self.members:
            hands += member.explore_time * (1.0 - self.own_experiments)
        self.portfolio.advance(hands)

    # -- 4 outcomes and 5 review -------------------------------------------------------------------------

    def see_outcomes(self) -> None:
        """Experiments and stages end; some failures become known."""
        self.portfolio.weigh_evidence()
        for member in self.members:
            member.experiment()
        for project in self.portfolio.projects:
            project.finish_stage()

    def review(self) -> None:
        """Review, if due; gates are decided then, at the latest by the next gate meeting."""
        self.since_review += 1
        due = self.since_review >= self["review_interval"]
        if due:
            self.manager.review()
            self.since_review = 0
        if due or self.model.timetable.gate_meeting(self.model.week):
            for project in list(self.portfolio.projects):
                project.bring_to_light()
                project.gate()
        self.manager.clear_blockers()
        self.manager.coordinate()

    def pool_verdicts(self) -> None:
        """Count the consequences that everybody in the team sees at the review."""
        self.forgiven = self.punished = self.excused = self.sanctioned = 0
        for member in self.members:
            self.forgiven += member.forgiven
            self.punished += member.punished
            self.excused += member.excused
            self.sanctioned += member.sanctioned

    # -- 6 people ----------------------------------------------------------------------------------------

    def live(self) -> None:
        """Motives and skill move; people leave and join."""
        for member in self.members:
            member.live()
        for member in self.members:
            member.may_leave()
        self.average_people()

    def remember_output(self) -> None:
        """Keep what the team remembers of its output per head."""
        self.achieved += self.c.memory_rate * (self.output / self.people - self.achieved)
