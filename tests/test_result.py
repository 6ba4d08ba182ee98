"""A result: metrics by hand, labels, fingerprint, files."""

import hashlib
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simkit.archive import scenario_document, scenario_from
from simkit.metrics import COLUMN_INDEX, COLUMNS, METRIC_IDS
from simkit.problems import InputError
from simkit.regime import Regime
from simkit.result import Result, Window, load
from simkit.scenario import Change, Organisation, Scenario, Shock, Team

TRADITIONAL, INNOVATION = Regime.preset("traditional"), Regime.preset("innovation")


def made(
    weeks: int = 20, version: str = "1", replications: tuple[int, ...] = (0, 1), **columns: Any
) -> Result:
    """Two teams (product, marketing); each column is an array that fits (replication, week, team)."""
    teams = (Team(name="Apps", function="product"), Team(name="Ads", function="marketing"))
    scenario = Scenario(organisation=Organisation(teams=teams), regime=TRADITIONAL, weeks=weeks)
    data = np.zeros((len(replications), weeks, 2, len(COLUMNS)))
    for name, values in columns.items():
        data[..., COLUMN_INDEX[name]] = values
    return Result(scenario, 7, replications, version, data)


WEEK = np.arange(1.0, 21.0)[None, :, None]


def test_a_window_metric_adds_up_numerator_and_denominator_before_dividing() -> None:
    # team Apps: 4 people and value = week number; team Ads: 6 people and value 10 every week
    values = np.concatenate([WEEK, np.full((1, 20, 1), 10.0)], axis=2)
    result = made(financial=values, people=np.array([4.0, 6.0]))
    # weeks 1-10: Apps 55 over 40 person-weeks, Ads 100 over 60: 100 * 155 / 100
    assert result.metric("value_financial", 10) == pytest.approx([155.0, 155.0])
    assert result.metric("value_financial", (11, 20), ["Apps"]) == pytest.approx([100 * 155 / 40] * 2)
    assert result.metric("value_financial", (11, 20), ["Apps", "Ads"]) == pytest.approx([100 * 255 / 100] * 2)


def test_a_level_metric_reads_the_last_thirteen_weeks_only() -> None:
    result = made(safety=WEEK, people=np.array([2.0, 2.0]))
    # weeks 8 to 20 have mean 14, weeks 1 to 5 mean 3; each of two people holds half of the sum
    assert result.metric("felt_safety") == pytest.approx([100 * 14 / 2] * 2)
    assert result.metric("felt_safety", 5) == pytest.approx([100 * 3 / 2] * 2)
    assert result.metric("felt_safety", (10, 12)) == pytest.approx([100 * 11 / 2] * 2)


def test_a_count_has_no_denominator_and_a_ratio_of_nothing_is_undefined() -> None:
    result = made(launches=np.array([1.0, 2.0]), hits=1.0)
    assert result.metric("launches", 4).tolist() == [12.0, 12.0]
    assert np.isnan(result.metric("right_kills", 4)).all()


def test_unit_metrics_read_only_teams_of_their_functions() -> None:
    result = made(launches=np.array([1.0, 2.0]), first_customers=np.array([5.0, 3.0]))
    assert result.metric("unit_launches", 10).tolist() == [10.0, 10.0]
    assert result.metric("first_customers", 10).tolist() == [30.0, 30.0]
    assert np.isnan(result.metric("first_customers", 10, ["Apps"])).all()
    assert np.isnan(result.metric("process_adoptions", 10)).all()


def test_replications_stay_apart() -> None:
    result = made(launches=np.array([1.0, 3.0])[:, None, None])
    assert result.metric("launches", 1).tolist() == [2.0, 6.0]


def test_series_reads_each_week_and_so_far_agrees_with_the_metric_at_every_horizon() -> None:
    wave = np.sin(WEEK) + 2
    result = made(financial=wave, people=WEEK, safety=wave * WEEK)
    assert result.series("value_financial")[0, 4] == pytest.approx(100 * (math.sin(5) + 2) / 5)
    for id in ("value_financial", "felt_safety"):
        expected = [result.metric(id, week)[1] for week in range(1, 21)]
        assert result.so_far(id)[1] == pytest.approx(expected)


@pytest.mark.parametrize("window", [0, 21, (0, 3), (5, 4), (3, 99)])
def test_weeks_that_were_not_simulated_are_refused(window: Window) -> None:
    with pytest.raises(InputError) as caught:
        made().metric("launches", window)
    assert [(item.code, item.where) for item in caught.value.problems] == [("out_of_range", "window")]
    assert caught.value.problems[0].values["high"] == 20


def test_unknown_metrics_and_teams_are_refused_with_what_is_meant() -> None:
    with pytest.raises(InputError) as caught:
        made().metric("launchs")
    assert caught.value.problems[0].values["nearest"] == "launches"
    with pytest.raises(InputError) as caught:
        made().metric("launches", teams=["Apps", "Appz", "Adz"])
    assert caught.value.problems[0].values == {"value": "Appz, Adz", "allowed": "Apps, Ads"}


def test_labels_find_the_same_numbers_as_positions() -> None:
    result = made(launches=np.arange(20.0)[None, :, None] * np.array([1.0, 100.0]), replications=(3, 8))
    cell = result.data.sel(replication=8, week=6, team="Ads", column="launches")
    assert float(cell) == 500.0
    assert result.data.attrs["fingerprint"] == result.fingerprint


def test_the_frame_has_mean_and_error_over_replications() -> None:
    result = made(launches=np.array([1.0, 4.0])[:, None, None])
    frame = result.frame(["launches", "unit_launches", "right_kills"])
    row = frame[(frame["metric"] == "launches") & (frame["week"] == 2) & (frame["team"] == "Ads")].iloc[0]
    # 1 and 4: mean 2.5, standard deviation 2.1213, over the square root of 2: 1.5
    assert (row["mean"], row["mcse"], row["n"]) == (2.5, pytest.approx(1.5), 2)
    assert set(frame.loc[frame["metric"] == "unit_launches", "team"]) == {"Apps"}
    assert (frame.loc[frame["metric"] == "right_kills", "n"] == 0).all()
    assert frame.loc[frame["metric"] == "right_kills", "mean"].isna().all()
    assert set(result.frame()["metric"]) == {
        id for id in METRIC_IDS if id not in {"process_adoptions", "yield_ramp"}
    }


def test_a_result_cannot_be_changed_and_must_fit_its_scenario() -> None:
    result = made()
    with pytest.raises(ValueError, match="read-only"):
        result.columns[0, 0, 0, 0] = 1.0
    with pytest.raises(ValueError, match="the scenario needs"):
        Result(result.scenario, 7, (0,), "1", np.zeros((2, 20, 2, len(COLUMNS))))


def test_the_fingerprint_is_that_of_the_canonical_json() -> None:
    result = made()
    document = {
        "scenario": scenario_document(result.scenario), "seed": 7, "replications": [0, 1], "version": "1",
    }  # fmt: skip
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert result.fingerprint == hashlib.sha256(text.encode("utf-8")).hexdigest()


def test_the_fingerprint_changes_with_each_part_and_with_nothing_else() -> None:
    base = made()
    other = Result(base.scenario.with_(weeks=19), 7, (0, 1), "1", base.columns[:, :19].copy())
    seed = Result(base.scenario, 8, (0, 1), "1", base.columns)
    prints = [item.fingerprint for item in (base, other, seed, made(version="2"), made(replications=(0, 2)))]
    assert len(set(prints)) == 5
    assert made().fingerprint == base.fingerprint


def rich_scenario() -> Scenario:
    teams = (Team(name="研发", certainty=2), Team(name="values", felt_safety=60))
    return Scenario(
        organisation=Organisation(name="某公司", teams=teams), regime=INNOVATION, weeks=30,
        regimes={"values": TRADITIONAL}, changes=(Change(week=9, regime=TRADITIONAL, team="研发"),),
        shocks=(Shock(week=3, kind="budget_cut"),), before=INNOVATION.with_(review_interval=8),
    )  # fmt: skip


def test_a_scenario_survives_being_written_as_json() -> None:
    scenario = rich_scenario()
    document = json.loads(json.dumps(scenario_document(scenario)))
    assert scenario_from(document) == scenario
    assert document["before"]["levers"]["review_interval"] == 8


def test_a_document_with_a_missing_or_unknown_lever_is_refused() -> None:
    document = scenario_document(rich_scenario())
    del document["regime"]["levers"]["review_interval"]
    with pytest.raises(InputError) as caught:
        scenario_from(document)
    assert caught.value.problems[0].where == "levers.review_interval"
    document["regime"]["levers"] |= {"review_interval": 4, "review_intervall": 4}
    with pytest.raises(InputError) as caught:
        scenario_from(document)
    assert caught.value.problems[0].values["nearest"] == "review_interval"


def test_saving_twice_gives_the_same_bytes_and_loading_the_same_result(tmp_path: Path) -> None:
    result = made(launches=WEEK)
    first, second = result.save(tmp_path / "a" / "b"), made(launches=WEEK).save(tmp_path / "c")
    for name in ("result.json", "columns.npz"):
        assert (first / name).read_bytes() == (second / name).read_bytes()
    back = load(first)
    assert (back.fingerprint, back.replications) == (result.fingerprint, (0, 1))
    assert (back.columns == result.columns).all()


def test_nothing_is_overwritten_and_a_file_is_no_folder(tmp_path: Path) -> None:
    made().save(tmp_path)
    before = (tmp_path / "columns.npz").read_bytes()
    with pytest.raises(InputError) as caught:
        made(launches=WEEK).save(tmp_path)
    assert caught.value.problems[0].code == "already_there"
    assert (tmp_path / "columns.npz").read_bytes() == before
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError) as caught:
        made().save(tmp_path / "file")
    assert caught.value.problems[0].code == "cannot_write"


@pytest.mark.parametrize("damage", ["gone", "text", "seed", "numbers"])
def test_what_is_not_a_result_is_refused(tmp_path: Path, damage: str) -> None:
    made().save(tmp_path)
    about = tmp_path / "result.json"
    if damage == "gone":
        about.unlink()
    elif damage == "text":
        about.write_text("no json")
    elif damage == "seed":
        about.write_text(about.read_text().replace('"seed": 7', '"seed": 8'))
    else:
        (tmp_path / "columns.npz").write_bytes(b"PK broken")
    with pytest.raises(InputError) as caught:
        load(tmp_path)
    assert caught.value.problems[0].code == "not_a_result"
