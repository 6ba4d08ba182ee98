"""A team's results: goals and gaps, customers, sales, and the record of the week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simkit.engine.state import DIMENSIONS, SHARED
from simkit.rules import books as rules
from simkit.rules import projects, work

if TYPE_CHECKING:
    from simkit import scenario as describe
    from simkit.engine.host.manager import Manager
    from simkit.engine.host.member import Member
    from simkit.engine.host.model import OrganisationModel
    from simkit.engine.host.project import Portfolio
    from simkit.engine.state import Ledger


class TeamBooks:
    """The part of a team that keeps the books."""

    model: OrganisationModel
    c: Any
    books: Ledger
    members: list[Member]
    manager: Manager
    portfolio: Portfolio
    people: int
    reality: list[int]
    practice: list[int]
    output: float
    target: float
    achieved: float
    met: float
    plan_explore: float
    profile: describe.Team
    since_review: int
    pulls: tuple[float, float]
    blockers: int
    help_share: float

    if TYPE_CHECKING:

        def __getitem__(self, lever: str) -> float:
            """Return the current value of a lever."""
            ...

    def recount_practice(self) -> None:
        """Recount how well practice fits reality, over all and over the shared dimensions."""
        right = shared = 0
        for d in range(DIMENSIONS):
            match = self.practice[d] * self.reality[d]
            right += match
            shared += match if d < SHARED else 0
        self.practice_knowledge = right / DIMENSIONS
        self.shared_knowledge = shared / SHARED

    def average_people(self) -> None:
        """Work out what a newcomer hears of the team, and its mean engagement."""
        trust = leniency = engagement = 0.0
        for member in self.members:
            trust += member.trust
            leniency += member.leniency
            engagement += member.engagement
        self.mean_trust = trust / self.people
        self.mean_leniency = leniency / self.people
        self.mean_engagement = engagement / self.people

    def open_books(self) -> None:
        """Open the books with a first week under the former regime; nothing has been launched yet."""
        self.achieved = self.output / self.people
        self.theme_rate = self.plan_explore * self.c.project_plan
        self.effort_first = self.effort
        self.height = {0.0: 0.0, 1.0: 0.0}
        self.rising = {0.0: 0.0, 1.0: 0.0}
        self.value_new = self.savings = 0.0
        self.technology = self.recognition = 0.0
        self.satisfaction = self._delivered()
        self.reset_books()

    def reset_books(self) -> None:
        """Take the present state as the level from which output, customers and market share are counted."""
        self.start_output = self.achieved
        self.target = self.achieved / (self.profile.kpi_attainment / 100.0)
        fitness = work.fit(self.practice_knowledge, self.c.fit_floor)
        self.capacity = self.achieved / max(0.05, fitness * (1.0 - self.plan_explore))
        self.gap_seen, self.theme_seen = self.gap, self.theme_gap
        self.market_share = self.model.plan.organisation.market.share
        self.rivals = self.start_satisfaction = self.satisfaction

    @property
    def gap(self) -> float:
        """Missing share of the output target, by what the team remembers of its output."""
        return 1.0 - self.achieved / self.target if self.target > 0.0 else 0.0

    @property
    def theme_gap(self) -> float:
        """Missing share of the innovation theme: project work done against what the budget plans for."""
        planned = self.plan_explore * self.c.project_plan * (1.0 + self["goal_stretch"])
        return 1.0 - self.theme_rate / planned if planned > 0.0 else 0.0

    @property
    def effort(self) -> float:
        """Mean effort of the members."""
        total = 0.0
        for member in self.members:
            total += member.effort
        return total / self.people

    def note_effort(self) -> None:
        """At a review, record how much more was worked in its week than in the first of the cycle."""
        self.books.add("effort_gap", self.effort - self.effort_first)

    def _delivered(self) -> float:
        """Return what customers get this week."""
        careful = fitness = 0.0
        for member in self.members:
            careful += member.care
            fitness += work.fit(member.knowledge, self.c.fit_floor)
        total = self.output + self.savings + self.value_new
        new = self.value_new / total if total > 0.0 else 0.0
        return rules.delivered(careful / self.people, fitness / self.people, self.met, new, self.c.newness)

    def sell(self, size: float, strategic: float) -> None:
        """Add a success to what is on the market: its value rises, then fades."""
        self.height[strategic] += size
        self.rising[strategic] += size
        self.recognition += 1.0 if strategic > 0.0 else 0.0

    def breakthrough(self) -> None:
        """Count a technology that proved right."""
        self.technology += 1.0
        self.recognition += 1.0
        self.books.add("breakthroughs")

    def _collect(self) -> None:
        """Let what was launched earn, rise and fade; let technology and reputation age."""
        c = self.c
        life, ramp = projects.kept(c.value_life), projects.kept(c.value_ramp)
        earned = {kind: self.height[kind] - self.rising[kind] for kind in (0.0, 1.0)}
        self.savings = projects.harvested(earned[0.0], self.output, c.efficiency_most)
        self.value_new = projects.harvested(earned[1.0], self.output, c.novelty_most)
        if self.height[0.0] > 1e-9:
            self.books.add("yield_ramp", earned[0.0] / self.height[0.0])
            self.books.add("yield_projects")
        for kind in (0.0, 1.0):
            self.height[kind] *= life
            self.rising[kind] *= life * ramp
        fade = projects.kept(c.technology_life)
        self.technology *= fade
        self.recognition *= fade

    def close_week(self) -> None:
        """Let customers and market follow, and write the week down."""
        c = self.c
        self._collect()
        done = self.books.row()[self.model.column("theme_done")] / self.people
        self.theme_rate += c.memory_rate * (done - self.theme_rate)
        if self.since_review == 1 or self["review_interval"] == 1.0:
            self.effort_first = self.effort
        reach = self.market_share / self.model.plan.organisation.market.share
        base, new = (self.output + self.savings) * reach, self.value_new * reach
        self.satisfaction += c.satisfaction_rate * (self._delivered() - self.satisfaction)
        self.market_share = rules.share_after(
            self.market_share, self.satisfaction, self.rivals, c.share_speed
        )
        self._record_values(base, new)
        self._record_people()
        self._record_state()

    def _record_values(self, base: float, new: float) -> None:
        """Record output and what it was worth."""
        add = self.books.add
        add("weeks")
        add("people", self.people)
        add("output", self.output)
        add("target", self.target * self.people)
        add("floor_breach", 1.0 if self.achieved < self["kpi_floor"] * self.start_output else 0.0)
        add("value_base", base)
        add("value_new", new)
        add("financial", base + new)
        add("margin_new", new - self.books.row()[self.model.column("strategic_work")])
        add("funds", self.plan_explore * self.people)
        add(
            "theme_target",
            self.plan_explore * self.c.project_plan * (1.0 + self["goal_stretch"]) * self.people,
        )
        add("projects", len(self.portfolio.projects))
        for project in self.portfolio.projects:
            add("dead_project_weeks", 1.0 - project.sound)

    def _record_people(self) -> None:
        """Record how members spent the week, what they know and how they feel."""
        add, skill = self.books.add, 0.0
        target_pull, theme_pull = self.pulls
        follows = (
            theme_pull / (theme_pull + target_pull)
            if theme_pull + target_pull > 0.0
            else self["goal_cocreation"]
        )
        add("theme_pull", follows * self.people)
        for member in self.members:
            skill += member.skill
            for column in ("routine_time", "explore_time", "help_time", "slack_time", "knowledge", "care"):
                add(column, getattr(member, column))
            for column in ("skill", "safety", "leniency", "intrinsic", "engagement"):
                add(column, getattr(member, column))
        for member in self.members:
            if member.skill >= skill / self.people:
                add("key_people")
                add("key_explore_time", member.explore_time)
            if member.innovates:
                add("innovators")

    def _record_state(self) -> None:
        """Record practice, customers, market, reputation and the streams."""
        add, row = self.books.add, self.books.row()
        innovators = row[self.model.column("innovators")] / self.people
        skill = row[self.model.column("skill")] / self.people
        add("practice", self.practice_knowledge)
        add("shared_practice", self.shared_knowledge)
        add("blockers", self.blockers)
        add("partners", self.manager.partners)
        add("satisfaction", self.satisfaction)
        add("nps", rules.net_promoters(self.satisfaction))
        add(
            "nps_change",
            rules.net_promoters(self.satisfaction) - rules.net_promoters(self.start_satisfaction),
        )
        add("retention", rules.retained(self.satisfaction, self.c.churn))
        add("market_share", self.market_share)
        add("recognition", self.recognition)
        add("technology", self.technology)
        add("capability", rules.capability_index(self.practice_knowledge, skill, self.technology))
        add("vitality", rules.vitality_index(innovators, self.met, self.manager.linked))
