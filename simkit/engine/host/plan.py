"""A team's plan of the week: what it asks for, what it leaves, and what each activity pays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simkit.rules import attention, people, projects, review, work

if TYPE_CHECKING:
    from simkit.engine.host.manager import Manager
    from simkit.engine.host.model import OrganisationModel
    from simkit.engine.state import Ledger


class TeamPlan:
    """The part of a team that plans, the same for all members."""

    model: OrganisationModel
    c: Any
    books: Ledger
    manager: Manager
    people: int
    workload: float
    dependence: float
    budget_left: float
    cuts: list[tuple[int, float]]
    place: int
    achieved: float
    start_output: float

    if TYPE_CHECKING:

        def __getitem__(self, lever: str) -> float:
            """Return the current value of a lever."""
            ...

    def plan_week(self, weeks_to_review: float) -> None:
        """Work out what the plan asks and what each activity pays, the same for all members."""
        c = self.c
        self.budget_left = min((left for until, left in self.cuts if self.model.week < until), default=1.0)
        self.manager.plan()
        self.plan_explore = self["innovation_budget"] * self.budget_left
        self.plan_slack = c.slack_plan / self.workload
        self.plan_help = c.help_plan
        self.plan_routine = max(0.05, 1.0 - self.plan_explore - self.plan_help - self.plan_slack)
        self.funds = self.plan_explore * self.people
        self.planned_pace = self.funds * c.project_plan
        stake = work.at_stake(self["result_contingency"], c.pay_value * self["bonus_size"])
        self.hurry = work.haste(stake, self["weight_financial"], self["weight_customer"])
        nearness = attention.discounted(self["review_interval"] - 1.0, c.discount_rate)
        control = people.control_felt(stake, self.manager.coaching, nearness)
        praise = min(1.0, self.manager.coaching + self["share_points"])
        self.climate = people.climate(self["goal_cocreation"], control, praise)
        self.available = work.share_left(self._hours_lost(weeks_to_review))
        self._value_week(weeks_to_review)

    def _hours_lost(self, weeks_to_review: float) -> float:
        """Return the hours that a review and a transition take from each member this week."""
        c, lost = self.c, 0.0
        if weeks_to_review == 0.0:
            lost = review.review_hours(self.manager.minutes, self["peer_review"], c.review_setup)
            managers = self.manager.minutes / 60.0 * self.people
            self.books.add("review_hours", lost * self.people + managers)
        hours = float(self.model.timetable.transition_hours[max(0, self.model.week), self.place])
        self.books.add("transition_hours", hours * self.people)
        return lost + hours

    def _value_week(self, weeks_to_review: float) -> None:
        """Work out what routine, exploring and helping are worth under the incentive mix."""
        c, bonus = self.c, self.c.pay_value * self["bonus_size"]
        pay = bonus * self["result_contingency"] * attention.discounted(weeks_to_review, c.discount_rate)
        felt = self["share_team"] * attention.team_part(self.people, self.dependence)
        own = attention.own_part(self["share_individual"], self["share_team"], self.people, self.dependence)
        learning, points = self["learning_focus"], bonus * self["share_points"]
        target_pull, theme_pull = self.pulls = self.manager.felt_goal()
        floor_pull = c.goal_weight if self.achieved < self["kpi_floor"] * self.start_output else 0.0
        self.routine_value = target_pull + floor_pull + attention.routine_value(
            pay, learning, self["weight_financial"], self["weight_customer"], own
        )  # fmt: skip
        self.explore_value = theme_pull + attention.exploring_value(
            pay, learning, self["weight_capability"], own, points * self["suggestion_points"]
        )
        looked_at = self["weight_financial"] + self["weight_customer"]
        self.help_value = attention.helping_value(
            pay, (1.0 - learning) * looked_at, (1.0 - learning) * self["weight_vitality"], self["peer_review"],
            self["share_individual"], felt * self.dependence, points * (1.0 - self["suggestion_points"]),
        )  # fmt: skip
        self.pool_value = bonus * self["share_pool"] * self._pool_discount()

    def _pool_discount(self) -> float:
        """Return what the pool weighs now: it pays at milestones or at launch, as gates are decided."""
        c = self.c
        if self.planned_pace <= 0.0:
            return 0.0
        work_ahead = projects.project_size(1.0, c.stage_work, c.strategic_size)
        launch = work_ahead / self.planned_pace + c.value_ramp
        delay = self["gate_criterion"] * c.board_interval + (1.0 - self["gate_criterion"]) * launch
        return attention.discounted(delay, c.discount_rate)
