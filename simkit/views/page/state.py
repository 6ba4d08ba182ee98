"""What the page shows of a week, taken from the model once it is over: plain numbers that no longer change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simkit.metrics import COLUMN_INDEX, STREAMS
from simkit.rules import projects

if TYPE_CHECKING:
    from simkit.engine.host import OrganisationModel, Project, Team

COUNTED = ("launches", "hits", "kills")


@dataclass(frozen=True, slots=True)
class ProjectNow:
    """A project: stage 0 to 3, the share of the stage that is done, and whether it waits at the gate."""

    stage: int
    done: float
    waiting: bool
    strategic: bool


@dataclass(frozen=True, slots=True)
class TeamNow:
    """A team: percentages except ``output`` (start = 100) and ``blockers`` (number).

    ``people`` holds each member's felt safety and whether the member takes part in innovation this week;
    ``counts`` the launches, hits and kills so far.
    """

    name: str
    people: tuple[tuple[float, bool], ...]
    knowledge: float
    output: float
    exploring: float
    blockers: int
    projects: tuple[ProjectNow, ...]
    counts: tuple[int, ...]

    @property
    def safety(self) -> float:
        """Mean felt safety of the members."""
        return sum(safety for safety, _ in self.people) / len(self.people)


@dataclass(frozen=True, slots=True)
class State:
    """All teams after ``week``, and the four streams (in points) of every week up to then."""

    week: int
    weeks: int
    teams: tuple[TeamNow, ...]
    streams: tuple[tuple[float, ...], ...]

    def after(self, model: OrganisationModel) -> State:
        """Return the state after one more week of the model."""
        rows = model.history[-1]
        counts = [
            tuple(
                before + int(row[COLUMN_INDEX[name]])
                for before, name in zip(team.counts, COUNTED, strict=True)
            )
            for team, row in zip(self.teams, rows, strict=True)
        ]
        values = tuple(model.reading(f"value_{stream}") for stream in STREAMS)
        return State(model.week, self.weeks, _teams(model, counts), (*self.streams, values))


def first_state(model: OrganisationModel) -> State:
    """Return the state of a model before its first week.

    >>> from simkit.engine.host import OrganisationModel
    >>> from simkit.presets import scene
    >>> from simkit.scenario import Scenario
    >>> organisation, regime = scene("G2")
    >>> state = first_state(OrganisationModel(Scenario(organisation=organisation, regime=regime), seed=1))
    >>> state.week, state.teams[0].output, len(state.teams[0].people)
    (0, 100.0, 9)
    """
    none = [(0,) * len(COUNTED)] * len(model.teams)
    return State(0, model.plan.weeks, _teams(model, none), ())


def _teams(model: OrganisationModel, counts: list[tuple[int, ...]]) -> tuple[TeamNow, ...]:
    """Return all teams as they are."""
    return tuple(_team(team, count) for team, count in zip(model.teams, counts, strict=True))


def _team(team: Team, counts: tuple[int, ...]) -> TeamNow:
    """Return a team as it is."""
    return TeamNow(
        name=team.name,
        people=tuple((100.0 * member.safety, member.innovates) for member in team.members),
        knowledge=100.0 * team.practice_knowledge,
        output=100.0 * (team.achieved / team.start_output),
        exploring=100.0 * sum(member.explore_time for member in team.members) / team.people,
        blockers=team.blockers,
        projects=tuple(_project(project) for project in team.portfolio.projects),
        counts=counts,
    )


def _project(project: Project) -> ProjectNow:
    """Return a project as it is."""
    c = project.team.c
    size = projects.stage_size(project.stage, project.strategic, c.stage_work, c.strategic_size)
    return ProjectNow(project.stage, 1.0 - project.work_left / size, project.ready, project.strategic > 0.0)
