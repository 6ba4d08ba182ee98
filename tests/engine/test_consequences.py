"""What happens to those who fail, in worlds in which the outcome is certain and can be counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from simkit.engine.host import OrganisationModel, simulate
from simkit.metrics import COLUMN_INDEX
from simkit.result import Floats
from tests.engine.worlds import APPS, CALM, INNOVATION, plan

BUSY = INNOVATION.with_(innovation_budget=0.4, transparency=1.0)


def columns(exploratory: float, execution: float, transparency: float = 1.0) -> dict[str, Floats]:
    """What a year of many failures records under two tolerances, summed over teams and worlds, week by week."""
    regime = BUSY.with_(
        tolerance_exploratory=exploratory, tolerance_execution=execution, transparency=transparency
    )
    scenario = plan(regime).with_(constants={"execution_base": 0.05})
    recorded = np.sum([simulate(scenario, 1, world).sum(axis=1) for world in range(4)], axis=0)
    return {name: recorded[:, place] for name, place in COLUMN_INDEX.items()}


def test_nobody_is_punished_where_all_is_tolerated() -> None:
    seen = columns(1.0, 1.0)
    assert seen["exploratory_judged"].sum() > 50.0
    assert seen["execution_judged"].sum() > 10.0
    assert seen["punished"].sum() == 0.0


def test_everybody_is_punished_where_nothing_is_tolerated() -> None:
    seen = columns(0.0, 0.0)
    assert np.array_equal(seen["punished"], seen["exploratory_judged"] + seen["execution_judged"])


def test_a_failure_meets_the_tolerance_of_the_kind_that_it_is_taken_for() -> None:
    """Explorers who are taken for careless are punished, careless people taken for explorers go free."""
    seen = columns(1.0, 0.0)
    rightly = seen["execution_judged"] - seen["execution_excused"]
    assert np.array_equal(seen["punished"], seen["exploratory_blamed"] + rightly)
    assert seen["exploratory_blamed"].sum() > 0.0
    assert seen["execution_excused"].sum() > 0.0
    other = columns(0.0, 1.0)
    wrongly = other["exploratory_judged"] - other["exploratory_blamed"]
    assert np.array_equal(other["punished"], wrongly + other["execution_excused"])


def test_the_data_hide_nothing_where_they_are_open_to_all() -> None:
    assert columns(0.0, 0.0)["failures_hidden"].sum() == 0.0


def test_frightened_people_hide_everything_where_no_data_show_it() -> None:
    seen = columns(0.0, 0.0, transparency=0.0)
    assert seen["failures"].sum() > 20.0
    assert np.array_equal(seen["failures_hidden"], seen["failures"])
    assert seen["punished"].sum() == seen["lessons"].sum() == 0.0


@pytest.mark.parametrize("survey", [10.0, 30.0, 90.0])
def test_newcomers_believe_what_colleagues_tell_them(survey: float) -> None:
    """A survey sets how safe the team feels at the start; whoever joins feels as the team does on average."""
    quiet = plan(INNOVATION, teams=(APPS.with_(felt_safety=survey),), market=CALM, weeks=10)
    team = OrganisationModel(quiet, seed=1, collect=False).teams[0]
    felt = [member.safety for member in team.members]
    assert sum(felt) / len(felt) == pytest.approx(survey / 100.0, abs=0.03)
    team.members[0].leave()
    assert team.members[0].trust == team.mean_trust
    assert team.members[0].safety == pytest.approx(survey / 100.0, abs=0.01)
