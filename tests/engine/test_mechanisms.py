"""Single mechanisms of the host, driven by hand: what happens is what the rule says, in the right direction."""

from __future__ import annotations

import pytest

from simkit.engine.host import Member, OrganisationModel, Project, Team
from simkit.engine.state import SHARED
from simkit.metrics import COLUMN_INDEX
from simkit.regime import Regime
from simkit.rules.attention import discounted
from simkit.rules.projects import belief_after, project_size
from tests.engine.worlds import ADS, APPS, INNOVATION, TRADITIONAL, plan


def model_of(regime: Regime = INNOVATION) -> OrganisationModel:
    """A model of two teams, two weeks old."""
    made = OrganisationModel(plan(regime, teams=(APPS, ADS), weeks=10), seed=4, collect=False)
    made.step()
    made.step()
    return made


def recorded(team: Team, column: str) -> float:
    return team.books.row()[COLUMN_INDEX[column]]


def project_of(team: Team) -> Project:
    """A fresh project on the team's first opportunity."""
    made = Project(team.portfolio.opportunities[0])
    team.portfolio.projects.append(made)
    return made


def test_a_breakthrough_and_a_strategic_success_make_a_name() -> None:
    team = model_of().teams[0]
    before = (team.recognition, team.technology)
    team.breakthrough()
    assert (team.recognition, team.technology) == (before[0] + 1.0, before[1] + 1.0)
    team.sell(1.0, strategic=1.0)
    assert team.recognition == before[0] + 2.0
    team.sell(1.0, strategic=0.0)
    assert team.recognition == before[0] + 2.0, "improvements are not seen outside"


@pytest.mark.parametrize(("sound", "rightly"), [(0.0, 1.0), (1.0, 0.0)])
def test_a_kill_is_right_where_the_idea_was_wrong(sound: float, rightly: float) -> None:
    team = model_of().teams[0]
    project = project_of(team)
    project.sound = sound
    team.books.clear()
    team.portfolio.kill(project)
    assert (recorded(team, "kills"), recorded(team, "kills_unsound")) == (1.0, rightly)
    assert project not in team.portfolio.projects


def test_help_passes_on_what_the_best_colleague_believes(monkeypatch: pytest.MonkeyPatch) -> None:
    team = model_of().teams[0]
    monkeypatch.setattr(Member, "luck", lambda _, stream: 0.0 if stream.startswith("copy") else 0.999999)
    member, best = team.members[0], [1] * len(team.reality)
    member.beliefs[0] = -1
    member.pass_on(best)
    assert member.beliefs[0] == 1
    member.pass_on([0] * len(team.reality))
    assert member.beliefs[0] == 1, "a colleague without an opinion passes nothing on"


@pytest.mark.parametrize(("theirs", "learns"), [(1.0, True), (-1.0, False)])
def test_a_team_learns_only_from_one_that_does_better(theirs: float, learns: bool) -> None:
    team, partner = model_of().teams
    team.shared_before, partner.shared_before = 0.0, theirs
    team.practice[:SHARED] = [-1] * SHARED
    partner.practice_before[:SHARED] = [1] * SHARED
    team.manager._meet(partner)  # pyright: ignore[reportPrivateUsage]
    assert (1 in team.practice[:SHARED]) == learns
    assert team.manager.linked == partner.manager.linked == 1.0


@pytest.mark.parametrize(("shown", "found"), [(1.0, True), (0.0, False)])
def test_hidden_bad_news_comes_to_light_where_data_show_it(shown: float, found: bool) -> None:
    team = model_of(INNOVATION.with_(transparency=shown)).teams[0]
    project = project_of(team)
    project.belief, project.hidden = 0.6, 2
    project.bring_to_light()
    once = belief_after(0.6, 0.0, team.c.evidence_hit, team.c.evidence_false)
    twice = belief_after(once, 0.0, team.c.evidence_hit, team.c.evidence_false)
    assert project.belief == pytest.approx(twice if found else 0.6)
    assert project.hidden == (0 if found else 2)


def test_a_pool_that_pays_at_milestones_is_nearer_than_one_that_pays_at_launch() -> None:
    regime = INNOVATION.rebalanced(share_pool=0.5)
    near, far = (model_of(regime.with_(gate_criterion=value)).teams[0] for value in (1.0, 0.0))
    bonus = near.c.pay_value * near["bonus_size"] * 0.5
    assert near.pool_value == pytest.approx(bonus * discounted(near.c.board_interval, near.c.discount_rate))
    weeks = project_size(1.0, far.c.stage_work, far.c.strategic_size) / far.planned_pace + far.c.value_ramp
    assert far.pool_value == pytest.approx(bonus * discounted(weeks, far.c.discount_rate))


def test_a_team_bonus_rewards_help_only_where_people_need_each_other() -> None:
    regime = TRADITIONAL.with_(share_individual=0.0, share_team=1.0, peer_review=0.0)
    for kind, rewarded in ((1.0, False), (5.0, True)):
        team = OrganisationModel(
            plan(regime, teams=(APPS.with_(team_type=kind),), weeks=4), seed=1, collect=False
        ).teams[0]
        assert (team.help_value > 0.0) == rewarded


def test_nothing_is_tried_when_every_opportunity_is_in_a_project() -> None:
    model = model_of()
    team, member = model.teams[0], model.teams[0].members[0]
    for opportunity in team.portfolio.opportunities:
        opportunity.taken = True
    team.portfolio.weigh_evidence()
    team.own_experiments, member.explore_time = 1e9, 1.0  # an experiment is sure to be due
    tried, before = member.last_trial, recorded(team, "experiments")
    member.experiment()
    assert (member.last_trial, recorded(team, "experiments")) == (tried, before)
    team.portfolio.opportunities[0].taken = False
    team.portfolio.weigh_evidence()
    member.experiment()
    assert recorded(team, "experiments") == before + 1.0
