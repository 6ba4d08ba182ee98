"""A team's manager: a time budget, a judgement of failures, and the review."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from simkit.engine.state import BLOCKERS, DIMENSIONS, NEVER, PARTNERS, SHARED
from simkit.metrics import QUARTER
from simkit.rules import attention, learning, review, work

if TYPE_CHECKING:
    from simkit.engine.host.member import Member
    from simkit.engine.host.project import Project
    from simkit.engine.host.team import Team


class Manager(mesa.Agent):
    """Judge or coach, by how the regime splits the hours; what follows comes from the hours alone."""

    def __init__(self, team: Team) -> None:
        """Take charge of a team."""
        super().__init__(team.model)
        self.team = team
        self.partners = 0
        self.coached = self.coaching = 0.0
        self.last_contact = NEVER

    def plan(self) -> None:
        """Split the week: reviews first, then coaching, unblocking and coordinating in equal parts."""
        t = self.team
        wished = t["review_minutes"] / 60.0 * t.people / t["review_interval"]
        self.minutes = t["review_minutes"] * review.review_held(t.c.manager_hours, wished)
        load = self.minutes / 60.0 * t.people / t["review_interval"]
        hours = review.coaching_hours(t["coaching_share"], t.c.manager_hours, load)
        fitness = work.fit(t.practice_knowledge, t.c.fit_floor)
        self.output = review.manager_output(t.c.manager_hours, load, hours, fitness)
        self.coaching = hours / t.c.manager_hours
        self.hours = hours / 3.0
        self.coached = self.hours / t.people
        contact = self.coached + self.minutes / 60.0 / t["review_interval"]
        self.misjudges = review.misjudged(contact, t.c.contact_scale, t.c.blame_share)
        self.excuses = review.excused(contact, t.c.contact_scale, t.c.blame_share)
        t.books.add("coaching_hours", hours)

    def clear_blockers(self) -> None:
        """Remove open blockers, each with a chance that grows with the hours spent on them."""
        t = self.team
        chance = work.event_chance(self.hours / max(1, t.blockers), t.c.removal_rate, t.c.removal_floor)
        removed = 0
        for number in range(t.blockers):
            if t.luck(f"unblock{number}") < chance:
                removed += 1
        t.blockers -= removed
        t.books.add("blockers_removed", removed)

    def coordinate(self) -> None:
        """Bring in a practice that another team does better, and outside partners."""
        t = self.team
        chance = work.event_chance(self.hours, t.c.coordination_rate, 0.0)
        if len(t.model.teams) > 1:
            t.books.add("cross_help", self.hours)
            if t.luck("contact") < chance:
                self._meet(t.model.partner_of(t))
        if self.partners < PARTNERS and t.luck("partner") < chance:
            self.partners += 1
        if self.partners and t.luck("partner_end") < self.partners / t.c.partner_stay:
            self.partners -= 1

    def _meet(self, partner: Team) -> None:
        """Be in contact with another team, and take over one shared practice if it does better."""
        t = self.team
        self.last_contact = partner.manager.last_contact = t.model.week
        if partner.shared_before > t.shared_before:
            d = int(t.luck("contact_dimension") * SHARED)
            if t.practice[d] != partner.practice_before[d]:
                t.practice[d] = partner.practice_before[d]
                t.recount_practice()
                t.books.add("cross_lessons")

    @property
    def linked(self) -> float:
        """1 if the team was in contact with another one within the last quarter, else 0."""
        return 1.0 if self.team.model.week - self.last_contact < QUARTER else 0.0

    def hears_of(self, member: Member, careless: bool, project: Project | None = None) -> bool:
        """Return whether a failure counts as news about the idea: known, and taken for an exploratory one.

        A failure that is hidden teaches nobody; neither does one that is put down to carelessness. What
        becomes known is judged, with consequences at the review.
        """
        t = self.team
        source, prefix = (project, "stage_") if project else (member, "")
        t.books.add("failures")
        t.books.add("failures_execution" if careless else "failures_exploratory")
        trust = member.leniency if careless else member.safety
        if source.luck(prefix + "seen") >= work.seen_chance(trust, t["transparency"]):
            t.books.add("failures_hidden")
            return False
        exploratory = self._takes_for_exploratory(careless, source.luck(prefix + "judged"))
        tolerance = t["tolerance_exploratory"] if exploratory else t["tolerance_execution"]
        self._settle(member, careless, tolerated=source.luck(prefix + "tolerated") < tolerance)
        return exploratory

    def _takes_for_exploratory(self, careless: bool, u: float) -> bool:
        """Judge a failure's cause, rightly or wrongly."""
        books = self.team.books
        if careless:
            mistaken = u < self.excuses
            books.add("execution_judged")
            books.add("execution_excused", 1.0 if mistaken else 0.0)
            return mistaken
        blamed = u < self.misjudges
        books.add("exploratory_judged")
        books.add("exploratory_blamed", 1.0 if blamed else 0.0)
        return not blamed

    def _settle(self, member: Member, careless: bool, tolerated: bool) -> None:
        """Decide what the review will bring: the member knows what the failure really was."""
        if careless:
            member.excused += tolerated
            member.sanctioned += not tolerated
        else:
            member.forgiven += tolerated
            member.punished += not tolerated
        self.team.books.add("punished", 0.0 if tolerated else 1.0)

    # -- the review --------------------------------------------------------------------------------------

    def review(self) -> None:
        """Hold the review: retrospective, consequences, goals."""
        t = self.team
        self._retrospective()
        t.pool_verdicts()
        for member in t.members:
            member.hear_verdicts()
        for member in t.members:
            member.forget()
        self._set_goals()
        t.note_effort()
        t.books.add("reviews")

    def _superior(self) -> list[Member]:
        """Return the members who seem to do better than the practice, as far as ratings tell."""
        t = self.team
        sd = review.rating_sd(t.c.rater_noise, t.c.week_noise, t["review_interval"])
        best: list[Member] = []
        for member in t.members:
            if member.knowledge + review.noise(member.luck("rating"), sd) > t.practice_knowledge:
                best.append(member)
        return best

    def _retrospective(self) -> None:
        """Let practice learn from its best members and from the lessons of failures (March 1991)."""
        t = self.team
        superior, rate = self._superior(), self.coaching
        for d in range(DIMENSIONS):
            balance = 0
            for member in superior:
                balance += member.beliefs[d]
            u = t.dimension_luck("practice", d)
            t.practice[d] = int(learning.practice_learns(t.practice[d], balance, rate, u))
            if t.lessons[d] and t.dimension_luck("lessons", d) < rate:
                t.practice[d] = t.lessons[d]
            t.lessons[d] = 0
        t.recount_practice()

    def _set_goals(self) -> None:
        """Set the output target anew, from the last period or from what the market now allows."""
        t = self.team
        market = t.capacity * (1.0 - t.plan_explore) * work.fit(t.practice_knowledge, t.c.fit_floor)
        t.target = review.goal_after(
            t.target, t.achieved, market, t["goal_cocreation"], t["goal_stretch"], t["goal_realignment"]
        )
        t.gap_seen, t.theme_seen = t.gap, t.theme_gap

    def felt_goal(self) -> tuple[float, float]:
        """Return the pull of last period's target and of the innovation theme, as people perceive them."""
        t, shown = self.team, self.team["transparency"]
        gap = shown * t.gap + (1.0 - shown) * t.gap_seen
        theme = shown * t.theme_gap + (1.0 - shown) * t.theme_seen
        together = t["goal_cocreation"]
        weight = t.c.goal_weight
        return weight * (1.0 - together) * attention.goal_pull(gap), weight * together * attention.goal_pull(
            theme
        )

    def meet_market(self) -> None:
        """Let a blocker arise, up to the most that a team can have open."""
        t = self.team
        if t.blockers < BLOCKERS and t.luck("blocker") < t.c.blocker_rate:
            t.blockers += 1
