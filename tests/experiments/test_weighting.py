"""Weighted scores against hand calculation."""

from typing import Any

import pytest

from simkit.engine import blocks
from simkit.experiments.compare import compare_regimes
from simkit.experiments.comparison import Comparison
from simkit.experiments.weighting import WEIGHTINGS, finance_sweep, scores, weightings
from simkit.metrics import STREAMS
from simkit.problems import InputError
from simkit.result import Floats
from simkit.scenario import Scenario
from simkit.text import LANGS, say
from tests.experiments.worlds import INNOVATION, TINY, TRADITIONAL, made_up


@pytest.fixture
def comparison(monkeypatch: pytest.MonkeyPatch) -> Comparison:
    """The new regime: 20 points of par less, 10 points more on each other stream, in every world."""

    def formula(scenario: Scenario, world: int, week: Floats) -> dict[str, Any]:
        new = scenario.regime.name == "innovation"
        return {
            "financial": 4 * (1.1 + 0.01 * world - 0.2 * new), "satisfaction": 0.5 + 0.1 * new,
            "capability": 0.3 + 0.1 * new, "vitality": 0.4 + 0.1 * new,
        }  # fmt: skip

    monkeypatch.setattr(blocks, "simulate_block", made_up(formula))
    return compare_regimes(TINY, [TRADITIONAL, INNOVATION], weeks=52, replications=4, workers=1)


def test_a_score_is_the_place_between_the_anchors(comparison: Comparison) -> None:
    # all four run from 0 to 100; finance is 111 and 91 here, as nothing stops it from passing 100
    assert scores(comparison.results[0])[1].tolist() == pytest.approx([1.11, 0.5, 0.3, 0.4])
    assert scores(comparison.results[1], 26)[1].tolist() == pytest.approx([0.91, 0.6, 0.4, 0.5])


def test_the_verdict_depends_on_the_weights(comparison: Comparison) -> None:
    table = weightings(comparison).set_index(["weighting", "horizon"])
    assert table.loc[("equal", 52), "difference"] == pytest.approx((-0.2 + 0.3) / 4)
    assert table.loc[("financial", 52), "difference"] == pytest.approx(-0.2 * 0.55 + 0.1 * 0.45)
    assert table.loc[("customer", 26), "difference"] == pytest.approx(0.1 * 0.85 - 0.2 * 0.15)
    assert table["verdict"].to_dict()["equal", 52] == "ahead"
    assert table["verdict"].to_dict()["financial", 52] == "behind"
    assert len(table) == len(WEIGHTINGS) * 2


def test_as_finance_weighs_more_the_ranking_crosses_once(comparison: Comparison) -> None:
    sweep = finance_sweep(comparison)
    # 0.1 (1 - w) - 0.2 w = 0 at w = 1/3
    assert sweep.crossings == {"innovation": (pytest.approx(1 / 3),)}
    assert list(sweep.frame["weight"]) == pytest.approx([step * 0.05 for step in range(21)])
    assert sweep.frame["difference"].iloc[[0, 4, 20]].tolist() == pytest.approx([0.1, 0.04, -0.2])
    assert sweep.frame["ahead_b"].iloc[0] == 1
    assert sweep.frame["ahead_a"].iloc[-1] == 1


def test_own_weights_are_used_and_impossible_ones_refused(comparison: Comparison) -> None:
    own = weightings(comparison, {"ours": {"financial": 0.5, "vitality": 0.5}})
    assert own["difference"].tolist() == pytest.approx([-0.05, -0.05])
    with pytest.raises(InputError) as caught:
        weightings(
            comparison,
            {"x": {"finance": 1.0}, "y": {"financial": 0.7}, "z": {"financial": 1.5, "vitality": -0.5}},
        )
    assert {item.where for item in caught.value.problems} == {"x", "y", "z.vitality"}


def test_weightings_add_up_and_have_names() -> None:
    for name, weights in WEIGHTINGS.items():
        assert sum(weights.values()) == pytest.approx(1)
        assert name == "equal" or max(STREAMS, key=weights.__getitem__) == name
        assert len({say(f"experiment.weighting.{name}", lang) for lang in LANGS}) == 2
