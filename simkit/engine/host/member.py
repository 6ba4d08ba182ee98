"""A member: a seat in a team and who sits in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from simkit.engine.draws import seat_of
from simkit.engine.state import DIMENSIONS, INNOVATOR, NEVER
from simkit.metrics import QUARTER
from simkit.rules import attention, learning, people, work

if TYPE_CHECKING:
    from simkit.engine.host.team import Team


class Member(mesa.Agent):
    """Beliefs, skill, motives and this week's choices of one person.

    ``beliefs`` are -1, 0 or +1 per dimension of reality; ``safety`` and ``leniency`` are what the person
    has come to believe about the fate of exploratory and of careless failures; ``estimate`` is the chance
    of success that the person expects of exploring. When somebody leaves, a recruit takes the seat.
    """

    def __init__(self, team: Team, number: int) -> None:
        """Take a seat in a team as one of its first people."""
        super().__init__(team.model)
        self.team = team
        self.number = number
        self.place = len(team.model.seats)
        self.seat = seat_of(team.key, number)
        team.model.seats.append(self.seat)
        self.generation = 0
        self._arrive(known=team.c.start_known, skill=1.0)
        self.trust = self.safety = self.leniency = self.intrinsic = self.engagement = 0.5
        self.routine_time = self.explore_time = self.help_time = self.slack_time = 0.0
        self.care = 1.0
        self.output = 0.0
        self.forget()

    def _arrive(self, known: float, skill: float) -> None:
        """Bring what a person brings along: beliefs, skill and drive, the same in every regime."""
        draws, c = self.team.model.draws, self.team.c
        first = self.generation * DIMENSIONS
        reality = self.team.reality
        self.beliefs = [0] * DIMENSIONS
        for d in range(DIMENSIONS):
            u = draws.one("belief", self.seat, first + d)
            wrong = known + (1.0 - known) / 2.0
            self.beliefs[d] = reality[d] if u < known else -reality[d] if u < wrong else 0
        self.skill = skill + c.people_spread * (2.0 * draws.one("skill", self.seat, self.generation) - 1.0)
        self.drive = c.people_spread * (2.0 * draws.one("drive", self.seat, self.generation) - 1.0)
        self.estimate = learning.success_belief(0.0, 0.0)
        self.last_trial, self.project_time = NEVER, 0.0
        self.learn()

    def luck(self, stream: str) -> float:
        """Return this week's number of a stream for this seat."""
        return self.team.model.luck[stream][self.place]

    def learn(self) -> None:
        """Recount how well the beliefs fit reality: right minus wrong, over all dimensions."""
        right = 0
        for belief, real in zip(self.beliefs, self.team.reality, strict=True):
            right += belief * real
        self.knowledge = right / DIMENSIONS

    def forget(self) -> None:
        """Start a review cycle with no consequences pending."""
        self.forgiven = self.punished = self.excused = self.sanctioned = 0

    # -- attention ---------------------------------------------------------------------------------------

    def attend(self) -> None:
        """Divide the week: the plan, tilted by what each activity seems to be worth."""
        t, c = self.team, self.team.c
        pull = c.intrinsic_weight * self.intrinsic
        worry = attention.fear(self.safety, self.estimate, c.fear_weight)
        routine = attention.tilted(t.plan_routine, t.routine_value + pull)
        interest = attention.curiosity(self.intrinsic, self.estimate, c.intrinsic_weight)
        reward = t.explore_value + t.pool_value * self.estimate
        explore = attention.tilted(t.plan_explore, reward + interest - worry)
        helping = attention.tilted(t.plan_help, t.help_value + pull)
        week = t.available / (routine + explore + helping + t.plan_slack)
        self.routine_time = routine * week
        self.explore_time = explore * week
        self.help_time = helping * week
        self.slack_time = t.plan_slack * week

    @property
    def effort(self) -> float:
        """Share of the available week that is worked."""
        worked = self.routine_time + self.explore_time + self.help_time
        return worked / (worked + self.slack_time) if worked > 0.0 else 0.0

    # -- work --------------------------------------------------------------------------------------------

    def produce(self) -> None:
        """Do routine work with the care that motives and load leave."""
        t, c = self.team, self.team.c
        self.strain = work.strain(t.workload, self.effort)
        self.care = work.care(self.intrinsic, self.leniency, t.hurry, self.strain, c.care_loss)
        self.output = self.routine_time * self.skill * work.fit(self.knowledge, c.fit_floor) * t.productivity

    def pass_on(self, best: list[int]) -> None:
        """Take beliefs from the work itself, from the best colleague (help) and from practice (alignment)."""
        t = self.team
        before = list(self.beliefs)
        d = int(self.luck("notice_dimension") * DIMENSIONS)
        chance = self.routine_time * t.c.notice_rate
        self.beliefs[d] = int(learning.socialised(self.beliefs[d], t.reality[d], chance, self.luck("notice")))
        d = int(self.luck("copy_dimension") * DIMENSIONS)
        chance = t.help_share * t.c.copy_rate
        self.beliefs[d] = int(learning.copied(self.beliefs[d], best[d], chance, self.luck("copy")))
        d = int(self.luck("align_dimension") * DIMENSIONS)
        self.beliefs[d] = int(
            learning.socialised(self.beliefs[d], t.practice[d], t["alignment"], self.luck("align"))
        )
        if self.beliefs != before:
            self.learn()

    # -- outcomes ----------------------------------------------------------------------------------------

    def experiment(self) -> None:
        """Perhaps finish an experiment: it succeeds, fails because the idea was wrong, or by carelessness."""
        t = self.team
        if self.luck("trial") >= t.own_experiments * self.explore_time * t.c.experiment_rate:
            return
        opportunity = t.portfolio.choose(self.luck("option"))
        if opportunity is None:
            return
        t.books.add("experiments")
        self.last_trial = t.model.week
        careless = self.luck("execution") < work.execution_risk(self.care, t.c.execution_base)
        success = not careless and self.luck("outcome") < opportunity.quality
        self.estimate = learning.moved(self.estimate, 1.0 if success else 0.0, t.c.experience_rate)
        if success or t.manager.hears_of(self, careless):
            t.portfolio.note(opportunity, success)
            taught = learning.learns_from(1.0 if success else 0.0, t.manager.coaching, self.luck("lesson"))
            if taught and not careless:
                self._find_out(failed=not success)

    def _find_out(self, failed: bool) -> None:
        """Learn how one dimension of reality really is; a failure that taught is a lesson for practice."""
        t = self.team
        d = int(self.luck("dimension") * DIMENSIONS)
        if self.beliefs[d] != t.reality[d]:
            self.beliefs[d] = t.reality[d]
            self.learn()
        if failed:
            t.books.add("lessons")
            t.lessons[d] = t.reality[d]

    # -- review and people -------------------------------------------------------------------------------

    def hear_verdicts(self) -> None:
        """Update beliefs about consequences: from one's own failures and, more weakly, from others'."""
        t, c = self.team, self.team.c
        gain, loss, part = c.trust_gain, c.trust_gain * c.loss_aversion, c.witness_share
        others = (t.forgiven - self.forgiven, t.punished - self.punished)
        self.trust = people.safety_after(self.trust, self.forgiven, self.punished, gain, loss)
        self.trust = people.safety_after(self.trust, *others, gain * part, loss * part)
        self.feel()
        others = (t.excused - self.excused, t.sanctioned - self.sanctioned)
        self.leniency = people.safety_after(self.leniency, self.excused, self.sanctioned, gain, loss)
        self.leniency = people.safety_after(self.leniency, *others, gain * part, loss * part)

    def feel(self) -> None:
        """Feel as safe as one's belief and the team's openness make one feel."""
        self.safety = people.felt(self.trust, self.team.openness)

    def live(self) -> None:
        """Let motivation, engagement and skill follow the week."""
        t, c = self.team, self.team.c
        goal = self.mood(self.strain)
        self.intrinsic = learning.moved(
            self.intrinsic, min(1.0, max(0.0, t.climate + self.drive)), c.motive_rate
        )
        self.engagement = learning.moved(self.engagement, goal, c.motive_rate)
        worked = self.routine_time + self.explore_time
        given = self.explore_time * (1.0 - t.own_experiments)
        self.project_time = learning.moved(self.project_time, given, 1.0 / QUARTER)
        self.skill = people.skill_after(self.skill, worked, t.manager.coached, c.skill_rate, c.coach_skill)

    def mood(self, overload: float) -> float:
        """Return the engagement that the present state leads to, in the team's own spirit."""
        level = people.engagement_level(self.intrinsic, self.safety, overload)
        return min(1.0, max(0.0, level + self.team.spirit))

    def may_leave(self) -> None:
        """Leave, if this is the week; a recruit arrives."""
        t, c = self.team, self.team.c
        chance = people.exit_chance(t.attrition, self.engagement, t.start_engagement, c.exit_response)
        if self.luck("exit") < chance:
            self.leave()

    def leave(self) -> None:
        """Hand the seat to a recruit with outside beliefs, whom the colleagues tell what happens here."""
        t = self.team
        t.books.add("exits")
        self.generation += 1
        self._arrive(known=t.c.newcomer_known, skill=t.c.newcomer_skill)
        self.trust, self.leniency = t.mean_trust, t.mean_leniency
        self.feel()
        self.intrinsic = min(1.0, max(0.0, t.climate + self.drive))
        self.engagement = self.mood(0.0)
        self.forget()

    @property
    def innovates(self) -> bool:
        """Whether the person took part in innovation within the last quarter: by experiment or project work."""
        tried = self.team.model.week - self.last_trial < QUARTER
        return tried or self.project_time * QUARTER >= INNOVATOR
