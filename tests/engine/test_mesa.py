"""Good standing as a Mesa model: stepping, agents, data collection and batch runs."""

from __future__ import annotations

import inspect
import math
from typing import Any

import mesa
import numpy as np
import pytest
from mesa.batchrunner import batch_run

from simkit.engine.host import Manager, Member, OrganisationModel, Project, Team, simulate
from simkit.metrics import COLUMN_INDEX, METRIC_IDS, METRICS
from simkit.problems import InputError
from simkit.rules import THE_WEEK
from simkit.scenario import Change
from tests.engine.worlds import INNOVATION, TRADITIONAL, plan

BUSY = plan(INNOVATION.with_(innovation_budget=0.5), weeks=40)


@pytest.fixture(scope="module")
def stepped() -> OrganisationModel:
    model = OrganisationModel(BUSY, seed=4, replication=2)
    while model.running:
        model.step()
    return model


def last(model: OrganisationModel, column: str) -> float:
    """The sum of a column over the teams in the last week."""
    return sum(row[COLUMN_INDEX[column]] for row in model.history[-1])


def test_stepping_records_what_simulate_returns(stepped: OrganisationModel) -> None:
    assert np.array(stepped.history).tobytes() == simulate(BUSY, 4, 2).tobytes()


def test_a_model_stops_at_the_end_of_its_scenario(stepped: OrganisationModel) -> None:
    assert (stepped.week, stepped.steps, stepped.running) == (40, 40, False)


def test_the_phases_of_a_week_come_in_the_declared_order(monkeypatch: pytest.MonkeyPatch) -> None:
    model, called = OrganisationModel(BUSY, seed=1), list[str]()
    for phase, _ in THE_WEEK:
        inner = getattr(model, phase)
        monkeypatch.setattr(model, phase, lambda phase=phase, inner=inner: (called.append(phase), inner()))
    model.step()
    assert called == [phase for phase, _ in THE_WEEK]


def test_agents_are_found_by_type(stepped: OrganisationModel) -> None:
    count = {kind: len(agents) for kind, agents in stepped.agents_by_type.items()}
    assert count == {Team: 3, Manager: 3, Member: 14, Project: last(stepped, "projects")}
    assert count[Project] > 0
    assert all(isinstance(agent, mesa.Agent) for agent in stepped.agents)


@pytest.mark.parametrize("name", ["safety", "engagement", "care"])
def test_agents_can_be_aggregated(stepped: OrganisationModel, name: str) -> None:
    mean = stepped.agents_by_type[Member].agg(name, np.mean)
    recorded = last(stepped, name) / 14
    # somebody who leaves is replaced before the week is recorded, so that the agents and the books agree
    assert mean == pytest.approx(recorded)


def by_hand(model: OrganisationModel, week: int, metric: Any) -> float:
    """A metric of a week for the organisation, from the recorded rows."""
    chosen = [
        place for place, team in enumerate(BUSY.organisation.teams)
        if not metric.functions or team.function in metric.functions
    ]  # fmt: skip
    above = sum(model.history[week][place][COLUMN_INDEX[metric.numerator]] for place in chosen)
    if metric.denominator is None:
        return metric.factor * above
    below = sum(model.history[week][place][COLUMN_INDEX[metric.denominator]] for place in chosen)
    return metric.factor * above / below if below else math.nan


def test_the_data_collector_holds_every_metric_of_every_week(stepped: OrganisationModel) -> None:
    frame = stepped.datacollector.get_model_vars_dataframe()
    assert list(frame.columns) == list(METRIC_IDS)
    expected = [[by_hand(stepped, week, metric) for metric in METRICS] for week in range(40)]
    np.testing.assert_allclose(frame.to_numpy(dtype=float), expected, rtol=1e-12)


def test_the_data_collector_holds_every_member_of_every_week(stepped: OrganisationModel) -> None:
    frame = stepped.datacollector.get_agenttype_vars_dataframe(Member)
    assert list(frame.columns) == ["safety", "exploring", "skill"]
    assert len(frame) == 40 * 14
    sums: Any = frame.groupby(level="Step").sum()
    for name, column in (("safety", "safety"), ("exploring", "explore_time"), ("skill", "skill")):
        weekly = [sum(row[COLUMN_INDEX[column]] for row in rows) for rows in stepped.history]
        np.testing.assert_allclose(sums[name], weekly, rtol=1e-9)


def test_a_lever_that_is_swept_is_set_in_every_regime_of_the_scenario() -> None:
    change = Change(week=3, regime=TRADITIONAL, team="Apps")
    scenario = BUSY.with_(regimes={"Ads": TRADITIONAL}, changes=(change,), weeks=5)
    model = OrganisationModel(scenario, seed=1, review_interval=7, share_pool=0.5)
    for _ in range(5):
        model.step()
        for team in model.teams:
            assert team["review_interval"] == 7.0
            assert team["share_pool"] == 0.5
            assert sum(
                team[name] for name in ("share_individual", "share_team", "share_pool", "share_points")
            ) == pytest.approx(1)


@pytest.mark.parametrize(
    ("wrong", "code"), [({"reviw_interval": 4}, "unknown_lever"), ({"review_interval": 99}, "out_of_range")]
)
def test_a_wrong_lever_is_refused(wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(InputError) as caught:
        OrganisationModel(BUSY, seed=1, **wrong)
    assert {problem.code for problem in caught.value.problems} == {code}


def batch(parameters: dict[str, Any], **options: Any) -> list[dict[str, Any]]:
    """The last week of each run of a batch, one entry a run."""
    found = batch_run(
        OrganisationModel,
        {"scenario": [BUSY], **parameters},
        max_steps=100,
        display_progress=False,
        **options,
    )
    return list({entry["RunId"]: entry for entry in found}.values())


def test_a_batch_sweeps_levers_and_worlds() -> None:
    runs = batch({"review_interval": [2, 40], "seed": [4], "replication": [0, 2]}) if not takes_rng() else batch(
        {"review_interval": [2, 40], "replication": [0, 2]}, rng=[4]
    )  # fmt: skip
    assert [(run["review_interval"], run["replication"]) for run in runs] == [
        (2, 0),
        (2, 2),
        (40, 0),
        (40, 2),
    ]
    for run in runs:
        regime = BUSY.regime.with_(review_interval=run["review_interval"])
        columns = simulate(BUSY.with_(regime=regime), 4, run["replication"])[-1]
        safety, people = (columns[:, COLUMN_INDEX[name]].sum() for name in ("safety", "people"))
        assert run["felt_safety"] == pytest.approx(100 * safety / people)


def takes_rng() -> bool:
    """Whether this Mesa hands seeds out itself."""
    return "rng" in inspect.signature(batch_run).parameters


def test_the_iterations_of_a_batch_are_different_worlds() -> None:
    runs = batch({}, rng=[1, 2, 3]) if takes_rng() else batch({}, iterations=3)
    assert len(runs) == 3
    assert len({run["value_financial"] for run in runs}) == 3
