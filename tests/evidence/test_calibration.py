"""Constants that are graded "calibrated" give the published figure that they name."""

from simkit.constants import CONSTANTS
from simkit.engine.run import run
from simkit.presets.laboratory import lab
from simkit.regime import Regime
from simkit.scenario import Scenario

WORLDS = 12


def test_about_as_many_launches_succeed_as_in_practice() -> None:
    """Edgett (2010): 45 % of launches succeed at the bottom performers, 62 % at the top ones."""
    scenario = Scenario(organisation=lab(certainty=2.5, team_type=3.0), regime=Regime.preset("innovation"))
    result = run(scenario, WORLDS, seed=3, workers=1)
    success = result.metric("hits").sum() / result.metric("launches").sum()
    assert 0.45 <= success <= 0.62


def test_what_is_graded_calibrated_is_checked_here() -> None:
    graded = {id for id, item in CONSTANTS.items() if item.grade == "calibrated"}
    assert graded == {"strategic_odds", "evidence_false"}
