"""The quadrant on an engine whose numbers are known, and on the real one."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from pandas import DataFrame

from simkit.engine import blocks
from simkit.engine.run import Interrupted
from simkit.experiments.compare import compare_regimes
from simkit.experiments.mixes import CODES, mixes_of
from simkit.experiments.quadrant import Quadrant, quadrant
from simkit.presets import apply_tools, load_regime
from simkit.presets.laboratory import lab
from simkit.problems import InputError
from simkit.regime import Regime
from simkit.result import Floats
from simkit.scenario import Scenario
from tests.experiments.worlds import TRADITIONAL, made_up, stopping_after

KPI = apply_tools(TRADITIONAL, ["kpi"])
SAME = Regime("same", KPI.values, KPI.tools)
SMALL = {"certainties": (1, 5), "team_types": (1, 5), "weeks": 3, "replications": 5, "workers": 1}


def small(*mixes: str | Regime, **more: object) -> Quadrant:
    return quadrant(mixes, **{**SMALL, **more})  # pyright: ignore[reportArgumentType]


def _rows(frame: DataFrame, **wanted: object) -> list[dict[Any, Any]]:
    """Return the rows that have these values."""
    return [
        row for row in frame.to_dict("records") if all(row[name] == value for name, value in wanted.items())
    ]


def known(scenario: Scenario, world: int, week: Floats) -> dict[str, Floats | float]:
    """Customer value: certainty + world / 10, two more with OKR; financial: one more with KPI, in worlds above 0."""
    okr, certainty = "okr" in scenario.regime.tools, scenario.organisation.teams[0].certainty
    return {
        "satisfaction": (certainty + world / 10 + 2 * okr) / 100,
        "financial": 8 * ((not okr) * (world > 0) + 5) / 100,
    }


def test_means_and_winners_of_known_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "simulate_block", made_up(known))
    found = small("kpi", "okr")
    frame, winners = found.frame(), found.winners()
    customer = frame[(frame["stream"] == "customer") & (frame["certainty"] == 5) & (frame["team_type"] == 1)]
    assert customer["mean"].tolist() == pytest.approx([5.2, 7.2])
    sure = winners[winners["stream"] == "customer"]
    assert set(zip(sure["winner"], sure["runner_up"], sure["verdict"], strict=True)) == {
        ("okr", "kpi", "sure")
    }
    assert sure["margin"].tolist() == pytest.approx([2.0] * 4)
    assert (sure["share"] == 1).all()
    money = winners[winners["stream"] == "financial"]
    assert set(zip(money["winner"], money["tied"], strict=True)) == {("kpi", ("kpi",))}
    assert money["margin"].tolist() == pytest.approx([0.8] * 4)  # 1 in four of five worlds
    assert money["share"].tolist() == pytest.approx([0.9] * 4)  # the fifth world is shared
    equal = winners[winners["stream"] == "vitality"]
    assert set(zip(equal["margin"], equal["verdict"], equal["tied"], strict=True)) == {
        (0.0, "tie", ("kpi", "okr"))
    }


def test_the_advice_is_judged_on_the_same_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Corners (1, 5) and (5, 1) have advice; OKR is two ahead on customers and one behind on money."""
    monkeypatch.setattr(blocks, "simulate_block", made_up(known))
    advice = small("kpi+points", "okr").advice()
    assert len(advice) == 8
    (row,) = _rows(advice, advice="uncertain_agile", stream="customer")
    assert (row["verdict"], row["recommended"], row["other"]) == ("holds", "okr", "kpi+points")
    assert {row["stream"]: row["verdict"] for row in _rows(advice, advice="certain_functional")} == {
        "financial": "holds",
        "customer": "fails",
        "capability": "undecided",
        "vitality": "undecided",
    }
    assert small("kpi", "stage_gate", certainties=(3,), team_types=(3,)).advice().empty


def test_a_mix_against_itself_ties_exactly() -> None:
    winners = small("kpi", SAME, weeks=30).winners()
    assert set(winners["verdict"]) == {"tie"}
    assert set(winners["tied"]) == {("kpi", "same")}
    for column, value in {"margin": 0.0, "low": 0.0, "high": 0.0, "share": 0.5, "p": 1.0}.items():
        assert (winners[column] == value).all(), column


def test_numbers_depend_neither_on_workers_nor_on_pieces_nor_on_other_mixes_and_places(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = small("kpi", "okr", "innovation")
    monkeypatch.setattr(blocks, "BLOCK_WORK", 1)
    monkeypatch.setattr("simkit.experiments.outcomes.BLOCK_WORK", 1)
    with ThreadPoolExecutor(2) as executor:
        others = [
            small("kpi", "okr", "innovation", workers=3),
            small("kpi", "okr", "innovation", executor=executor),
        ]
    for other in others:
        assert (other.values == whole.values).all()
    alone = small("innovation", "kpi", certainties=(5,), team_types=(1,))
    place = whole.cells.index((5.0, 1.0))
    assert (alone.values[0] == whole.values[place][[2, 0]]).all()


def test_both_engines_give_the_same_numbers() -> None:
    cell = {"certainties": (2,), "team_types": (4,), "replications": 2}
    assert (small("kpi", "okr", **cell).values == small("kpi", "okr", engine="mesa", **cell).values).all()


def test_a_cell_is_what_compare_finds_and_kpi_leads_the_first_year_where_all_is_certain() -> None:
    """Sign 2 of the model: where business is certain and the team functional, the new regime starts behind."""
    found = quadrant(
        ["kpi", "innovation"], certainties=[5], team_types=[1], weeks=52, replications=8, workers=1
    )
    (row,) = _rows(found.winners(), stream="financial", horizon=52)
    assert (row["winner"], row["verdict"], row["share"]) == ("kpi", "sure", 1.0)
    regimes = [KPI, load_regime("innovation")]
    frame = compare_regimes(lab(5, 1), regimes, weeks=52, replications=8, workers=1).frame()
    (pair,) = _rows(frame, metric="value_financial", horizon=52)
    assert (row["margin"], row["low"], row["high"]) == pytest.approx(
        (-pair["difference"], -pair["high"], -pair["low"])
    )


def test_the_usual_mixes_are_those_of_the_framework() -> None:
    mixes = {mix.code: mix for mix in mixes_of()}
    assert [mix.name for mix in mixes.values()] == list(CODES)
    assert mixes["K"].regime.values == TRADITIONAL.values  # KPI alone is the traditional regime
    assert mixes["N"].regime.values == Regime.preset("innovation").values
    assert mixes["G"].regime["share_pool"] == 0.3
    assert mixes["G"].regime["review_interval"] == 52  # what a tool does not set stays traditional
    families = {
        family: "".join(c for c, mix in mixes.items() if mix.family == family)
        for family in ("kpi", "okr", "project", "other")
    }
    assert families == {"kpi": "KPD", "okr": "ORA", "project": "SGJ", "other": "N"}


def test_some_of_the_mixes_are_the_same_runs() -> None:
    whole = small("kpi", "okr", "innovation")
    part = whole.among([whole.mixes[2], whole.mixes[0]])
    assert (part.values == small("innovation", "kpi").values).all()
    assert part.among(()).advice().empty


def test_letters_differ_whatever_the_mixes_are() -> None:
    named = [KPI.with_(f"ours {number}", coaching_share=number / 20) for number in range(10)]
    codes = [mix.code for mix in mixes_of([*CODES, *named])]
    assert len(set(codes)) == 20
    assert [mix.name for mix in mixes_of(["kpi", "kpi"])] == ["kpi", "kpi (2)"]


@pytest.mark.parametrize(
    ("mixes", "more", "codes"),
    [
        (("kpi", "okrr"), {}, ["unknown_mix"]),
        (("kpi", "okr+pionts"), {}, ["unknown_tool"]),
        (("okr+kpi", "nothing+points"), {}, ["conflicting_tools", "unknown_tool"]),
        (("kpi",), {}, ["out_of_range"]),
        (("kpi",) * 21, {}, ["out_of_range"]),
        (("kpi", "okr"), {"replications": 1}, ["out_of_range"]),
        (("kpi", "okr"), {"certainties": (), "team_types": (2, 2)}, ["empty", "given_twice"]),
        (("kpi", "okr"), {"certainties": (6,)}, ["above_limit"]),
        (("kpi", "okr"), {"weeks": 0}, ["below_limit"]),
        (("kpi", "okr"), {"engine": "slow"}, ["not_allowed"]),
    ],
)
def test_what_is_not_possible_is_refused(
    mixes: tuple[str, ...], more: dict[str, object], codes: list[str]
) -> None:
    with pytest.raises(InputError) as caught:
        small(*mixes, **more)
    assert [problem.code for problem in caught.value.problems] == codes


def test_progress_counts_worlds_and_ctrl_c_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int]] = []
    simulate = made_up(known)
    monkeypatch.setattr(blocks, "simulate_block", simulate)
    small("kpi", "okr", progress=lambda done, of: told.append((done, of)))
    assert told[-1] == (40, 40)
    assert np.all(np.diff([done for done, _ in told]) > 0)
    monkeypatch.setattr(blocks, "simulate_block", stopping_after(10, simulate))
    with pytest.raises(Interrupted):
        small("kpi", "okr")
