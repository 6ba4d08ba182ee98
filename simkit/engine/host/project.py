"""Opportunities, the projects that are made of them, and the portfolio of a team."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from simkit.engine.draws import seat_of
from simkit.engine.state import OPPORTUNITIES, STAGES
from simkit.rules import learning, market, projects, work

if TYPE_CHECKING:
    from simkit.engine.host.member import Member
    from simkit.engine.host.team import Team


class Opportunity:
    """One arm of the team's bandit: hidden quality and worth, and what the team has seen of it so far."""

    def __init__(self, team: Team, number: int) -> None:
        """Open the opportunity's first vintage."""
        self.team = team
        self.number = number
        self.seat = seat_of(team.key, 10_000 + number)
        self.vintage = -1
        self.renew()

    def renew(self) -> None:
        """Replace the opportunity by another one, of which nothing is known yet."""
        self.vintage += 1
        draws, c = self.team.model.draws, self.team.c
        self.quality = market.opportunity_quality(draws.one("quality", self.seat, self.vintage))
        self.size = market.opportunity_size(draws.one("size", self.seat, self.vintage), c.value_tail)
        self.strategic = (
            1.0 if draws.one("class", self.seat, self.vintage) < 1.0 - self.team.certainty else 0.0
        )
        self.wins = self.tries = 0.0
        self.attempts = 0
        self.pending = self.taken = False
        self.proven = False

    @property
    def belief(self) -> float:
        """Chance of success that the team believes in."""
        return learning.success_belief(self.wins, self.tries)


class Project(mesa.Agent):
    """One project: stage, work left, hidden soundness, the team's belief in it."""

    def __init__(self, opportunity: Opportunity) -> None:
        """Start in the first stage; soundness belongs to (opportunity, vintage), whoever starts it when."""
        team = opportunity.team
        super().__init__(team.model)
        self.team, self.opportunity, self.strategic = team, opportunity, opportunity.strategic
        self.size = opportunity.size
        self.vintage = opportunity.vintage
        self.key = (opportunity.vintage * 64 + opportunity.attempts) * 64
        draws, c = team.model.draws, team.c
        chance = projects.soundness(opportunity.quality, self.strategic, c.strategic_odds)
        self.sound = 1.0 if draws.one("sound", opportunity.seat, opportunity.vintage) < chance else 0.0
        self.belief = projects.soundness(opportunity.belief, self.strategic, c.strategic_odds)
        self.stage, self.tries, self.hidden, self.ready = 0, 0, 0, False
        self.lead: Member = team.members[
            int(draws.one("lead", opportunity.seat, opportunity.vintage) * team.people)
        ]
        self._begin()

    def _begin(self) -> None:
        """Begin the stage."""
        c = self.team.c
        self.work_left = projects.stage_size(self.stage, self.strategic, c.stage_work, c.strategic_size)
        self.weeks = 0
        pace = self.team.planned_pace / max(1, len(self.team.portfolio.projects))
        self.planned_weeks = self.work_left / max(0.05, pace)

    def carry_on(self, hands: float, funded: float) -> None:
        """Spend a week's hands and money on the stage, and what outside partners bring."""
        c = self.team.c
        partners = self.team.manager.partners / len(self.team.portfolio.projects)
        own = min(self.work_left, min(hands, funded))
        self.work_left -= min(self.work_left, projects.project_step(hands, funded, partners, c.partner_work))
        self.team.books.add("theme_done", own)
        self.team.books.add("strategic_work", own * self.strategic)

    def luck(self, stream: str) -> float:
        """Return the number of a stream that belongs to this try of this stage."""
        return self.team.model.draws.one(
            stream, self.opportunity.seat, self.key + self.stage * 16 + self.tries % 16
        )

    def finish_stage(self) -> None:
        """If the stage's work is done, see what it shows; careless work has to be done again in part."""
        t, c = self.team, self.team.c
        if self.ready or self.work_left > 1e-9:
            return
        self.tries += 1
        if self.luck("stage_execution") < work.execution_risk(self.lead.care, c.execution_base):
            self.work_left = c.rework * projects.stage_size(
                self.stage, self.strategic, c.stage_work, c.strategic_size
            )
            t.manager.hears_of(self.lead, careless=True, project=self)
            return
        self.ready = True
        t.books.add("stages_done")
        t.books.add("stages_on_time", 1.0 if self.weeks <= self.planned_weeks else 0.0)
        good = projects.evidence_good(self.sound, c.evidence_hit, c.evidence_false, self.luck("evidence"))
        if good > 0.0 or t.manager.hears_of(self.lead, careless=False, project=self):
            self.belief = projects.belief_after(self.belief, good, c.evidence_hit, c.evidence_false)
        else:
            self.hidden += 1
        if good > 0.0 and self.sound > 0.0 and self.strategic > 0.0 and self.stage == 1:
            self._prove()

    def _prove(self) -> None:
        """Count a technology that proved right, once for each opportunity."""
        same = self.opportunity.vintage == self.vintage
        if not (same and self.opportunity.proven):
            self.team.breakthrough()
        self.opportunity.proven = self.opportunity.proven or same

    def bring_to_light(self) -> None:
        """Perhaps find hidden bad news, the likelier the more the data show."""
        c = self.team.c
        if (
            self.hidden
            and self.team.model.draws.one("audit", self.opportunity.seat, self.team.model.week)
            < self.team["transparency"]
        ):
            for _ in range(self.hidden):
                self.belief = projects.belief_after(self.belief, 0.0, c.evidence_hit, c.evidence_false)
            self.hidden = 0

    def gate(self) -> None:
        """Decide on a finished stage: kill, or pass to the next one, or launch.

        Strategic projects are judged by the regime's criterion; an efficiency project has to pay back soon.
        """
        t = self.team
        if not self.ready:
            return
        t.books.add("gates")
        t.books.add("iterations")
        t.books.add("iteration_weeks", self.weeks)
        score = t.portfolio.gate_score(self.belief, self.strategic, self.stage)
        if score < projects.gate_hurdle(t["gate_strictness"]):
            t.portfolio.kill(self)
        elif self.stage == STAGES - 1:
            t.portfolio.launch(self)
        else:
            if self.stage == 2:
                t.books.add("first_customers", self.strategic)
            self.stage, self.tries, self.ready = self.stage + 1, 0, False
            self._begin()


class Portfolio:
    """What a team knows of its opportunities, and the projects that it runs."""

    def __init__(self, team: Team) -> None:
        """Open all opportunities; no project runs yet."""
        self.team = team
        self.opportunities = [Opportunity(team, number) for number in range(OPPORTUNITIES)]
        self.projects: list[Project] = []
        self._heap: list[float] = []

    def weigh_evidence(self) -> None:
        """Work out how likely each free opportunity is to be tried this week (softmax of beliefs)."""
        heat, total = self.team.c.choice_heat, 0.0
        self._heap = []
        for opportunity in self.opportunities:
            total += 0.0 if opportunity.taken else learning.choice_weight(opportunity.belief, heat)
            self._heap.append(total)

    def choose(self, u: float) -> Opportunity | None:
        """Return the free opportunity that the next experiment is about, by last week's evidence (or none)."""
        mark = u * self._heap[-1]
        for opportunity, top in zip(self.opportunities, self._heap, strict=True):
            if mark < top:
                return opportunity
        return None

    def note(self, opportunity: Opportunity, success: bool) -> None:
        """Write down a seen trial; a success on a free opportunity is an idea that waits for a project."""
        opportunity.tries += 1.0
        if success:
            opportunity.wins += 1.0
            self.team.books.add("ideas")
            opportunity.pending = opportunity.pending or not opportunity.taken

    def gate_score(self, belief: float, strategic: float, stage: int) -> float:
        """Return what a gate after a stage sees, planning as if the whole innovation budget went on from here."""
        t, c, left = self.team, self.team.c, 0.0
        for later in range(stage + 1, STAGES):
            left += projects.stage_size(later, strategic, c.stage_work, c.strategic_size)
        weeks_left = left / max(0.05, t.funds) + c.value_ramp
        patience = t["patience_strategic"] if strategic > 0.0 else t["patience_efficiency"]
        criterion = t["gate_criterion"] if strategic > 0.0 else 0.0
        return projects.gate_score(belief, criterion, weeks_left, patience)

    def prospect(self, opportunity: Opportunity) -> float:
        """Return the score that a project would get at its first gate if all went well."""
        c = self.team.c
        start = projects.soundness(opportunity.belief, opportunity.strategic, c.strategic_odds)
        good = projects.belief_after(start, 1.0, c.evidence_hit, c.evidence_false)
        return self.gate_score(good, opportunity.strategic, 0)

    def start(self) -> None:
        """Start the waiting idea with the best prospect, if there is room, a budget and a chance at the gate."""
        t = self.team
        if t.funds <= 0.0 or len(self.projects) >= max(1, int(t.people / t.c.people_per_project)):
            return
        best, most = None, projects.gate_hurdle(t["gate_strictness"])
        for opportunity in self.opportunities:
            if opportunity.pending and self.prospect(opportunity) > most:
                best, most = opportunity, self.prospect(opportunity)
        if best is not None:
            best.pending, best.taken = False, True
            self.projects.append(Project(best))
            t.books.add("projects_started")

    def advance(self, hands: float) -> None:
        """Spread the week's project time and money over the projects that do not wait at a gate."""
        moving = [project for project in self.projects if not project.ready]
        active = float(len(moving))
        best = max(moving, key=lambda item: item.belief, default=None)
        for project in self.projects:
            project.weeks += 1
        for project in moving:
            share = projects.funding_share(active, 1.0 if project is best else 0.0, self.team["budget_tilt"])
            project.carry_on(hands * share, self.team.funds * share)

    def kill(self, project: Project) -> None:
        """End a project; its opportunity is marked by what was seen."""
        books, opportunity = self.team.books, project.opportunity
        books.add("kills")
        books.add("kills_early", 1.0 if project.stage <= 1 else 0.0)
        books.add("kills_unsound", 1.0 - project.sound)
        if opportunity.vintage == project.vintage:
            opportunity.attempts += 1
            opportunity.tries += 1.0
            opportunity.taken = False
        self._end(project)

    def launch(self, project: Project) -> None:
        """Bring a project to market: a hit if it was sound, else a flop; the opportunity is used up."""
        t, c = self.team, self.team.c
        t.books.add("launches")
        t.books.add("hits", project.sound)
        t.books.add("flops", 1.0 - project.sound)
        t.books.add("market_entries", project.strategic)
        t.books.add("process_adoptions", 1.0 - project.strategic)
        if project.sound > 0.0:
            work_done = projects.project_size(project.strategic, c.stage_work, c.strategic_size)
            size = projects.launch_value(
                project.size, work_done, project.strategic, c.value_rate, c.strategic_premium
            )
            t.sell(size, project.strategic)
        self._end(project)

    def _end(self, project: Project) -> None:
        """Take a project out of the portfolio and of the model."""
        self.projects.remove(project)
        project.remove()

    def lose(self, opportunity: Opportunity) -> None:
        """Another opportunity takes this one's place; a project that is already under way goes on."""
        opportunity.renew()

    def shift(self, opportunity: Opportunity) -> None:
        """The market shifts: a project that is under way rests on a wrong idea from now on."""
        for project in self.projects:
            if project.opportunity is opportunity and project.vintage == opportunity.vintage:
                project.sound = 0.0
        self.lose(opportunity)
