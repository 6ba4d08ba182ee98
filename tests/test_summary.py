"""Summaries: the numbers of a result without keeping it, the same however the work is split, in bounded memory."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simkit import distribution
from simkit.engine import blocks, summing
from simkit.engine.blocks import Block
from simkit.engine.run import run
from simkit.metrics import COLUMN_INDEX, COLUMNS, METRIC_IDS, METRICS
from simkit.problems import InputError
from simkit.regime import Regime
from simkit.result import Floats, Result
from simkit.scenario import Organisation, Scenario, Team
from simkit.summary import ORGANISATION, Summary, horizons, load
from simkit.text import LANGS

FUNCTIONS = ("rnd", "marketing", "production")
TEAMS = tuple(Team(name=f"team {i}", people=4, function=FUNCTIONS[i % 3]) for i in range(10))
"""Ten teams: more than numpy adds up one by one."""
SCENARIO = Scenario(organisation=Organisation(teams=TEAMS), regime=Regime.preset("innovation"), weeks=60)
INSIDE = (0.05, 0.37, 0.5, 0.9)


def noise(block: Block, out: Floats | None = None) -> Floats:
    """Stand in for an engine: every world has lognormal, normal, whole and missing numbers of its own."""
    shape = blocks.shape_of(block.scenario)
    columns = np.stack([noisy_world(world, shape) for world in block.worlds])
    if out is not None:
        out[:] = columns
    return columns


def noisy_world(world: int, shape: tuple[int, int, int]) -> Floats:
    """Return the columns of one world, by the column's number of one of six kinds."""
    luck = np.random.default_rng(world)
    kinds = [luck.lognormal(size=shape), luck.normal(size=shape), luck.poisson(0.3, shape).astype(float)]
    kinds += [1.0 + luck.random(shape), luck.normal(3.0, 0.01, shape), (luck.random(shape) < 0.7) * 1.0]
    columns = np.choose(np.arange(len(COLUMNS)) % 6, kinds)
    columns[..., COLUMN_INDEX["people"]] = 4.0
    columns[..., COLUMN_INDEX["weeks"]] = 1.0
    return columns


def summed(monkeypatch: pytest.MonkeyPatch, worlds: int, workers: int = 1) -> Summary:
    """Summarise noise over ten weeks, in blocks of four worlds."""
    monkeypatch.setattr(blocks, "simulate_block", noise)
    monkeypatch.setattr(blocks, "BLOCK_WORK", 40 * 62 * 4)
    return run(SCENARIO.with_(weeks=10), worlds, workers=workers)


def whole(worlds: int, weeks: int = 10) -> Result:
    """Return the same noise, with everything that was recorded."""
    scenario = SCENARIO.with_(weeks=weeks)
    columns = noise(Block(scenario, 0, tuple(range(worlds)), "fast"))
    return Result(scenario, 0, tuple(range(worlds)), "1", columns)


def same(a: Summary, b: Summary) -> bool:
    """Tell whether two summaries are the same to the last bit."""
    arrays = [
        [*item.moments, item.ends, item.values, item.counts, item.bins.start, item.bins.scale]
        for item in (a, b)
    ]
    return all(x.tobytes() == y.tobytes() for x, y in zip(*arrays, strict=True))


def test_every_value_is_that_of_the_result_to_the_last_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "simulate_block", noise)
    found, full = run(SCENARIO, 7, workers=1), whole(7, 60)
    assert found.exact
    assert found.horizons == (26, 52, 60)
    for place, id in enumerate(METRIC_IDS):
        for week in found.horizons:
            assert found.metric(id, week).tobytes() == full.metric(id, week).tobytes(), (id, week)
        for team, names in [*((i, [name]) for i, name in enumerate(found.teams)), (len(TEAMS), None)]:
            kept = np.ascontiguousarray(found.values[:, :, team, place])
            assert kept.tobytes() == full.series(id, names).tobytes(), (id, names)


def test_moments_are_those_of_the_values(monkeypatch: pytest.MonkeyPatch) -> None:
    found, full = summed(monkeypatch, 203), whole(203)
    for id in METRIC_IDS:
        for name, team in [("team 3", ["team 3"]), (None, None)]:
            values = np.ma.masked_invalid(full.series(id, team))
            n = values.count(axis=0)
            assert found.count(id, name).tolist() == n.tolist()
            assert found.mean(id, name) == pytest.approx(values.mean(axis=0).filled(np.nan), nan_ok=True)
            sd = np.where(n > 1, values.std(axis=0, ddof=1).filled(np.nan), np.nan)
            assert found.sd(id, name) == pytest.approx(sd, rel=1e-9, abs=1e-9, nan_ok=True)
            assert found.mcse(id, name) == pytest.approx(sd / np.sqrt(np.maximum(n, 1)), nan_ok=True)


def test_a_small_spread_about_a_large_mean_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    def far(block: Block, out: Floats) -> Floats:
        noise(block, out)
        out[..., COLUMN_INDEX["output"]] = 4e9
        out[..., COLUMN_INDEX["output"]] += np.array(block.worlds)[:, None, None] % 2 * 4.0
        return out

    noise_of_fives = summed(monkeypatch, 8)
    monkeypatch.setattr(blocks, "simulate_block", far)
    found = run(noise_of_fives.scenario, 512, workers=1)
    # 1e11 and 1e11 + 100 by turns: a sum of squares would need 23 digits
    assert found.sd("routine_output", "team 1") == pytest.approx([50 * (512 / 511) ** 0.5] * 10, rel=1e-12)


@pytest.mark.parametrize("worlds", [3, 50, 203, 333])
def test_it_is_the_same_however_the_work_is_split(worlds: int, monkeypatch: pytest.MonkeyPatch) -> None:
    serial = summed(monkeypatch, worlds)
    for count in (2, 3, 7):
        assert same(serial, summed(monkeypatch, worlds, workers=count))
    for most in (4, 64, 256):
        monkeypatch.setattr(summing, "MOST_TASK", most)
        monkeypatch.setattr(summing, "TASKS_PER_WORKER", 1)
        assert same(serial, summed(monkeypatch, worlds, workers=2))
    assert serial.exact == (worlds <= distribution.WHOLE_WORLDS)


def test_it_is_the_same_whether_codes_wait_or_are_counted_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = summed(monkeypatch, 203)
    assert waiting.tallies.codes
    assert not waiting.tallies.counts.size
    for limit in (0, 1):
        monkeypatch.setattr(summing, "WAITING", limit)
        at_once = summed(monkeypatch, 203)
        assert at_once.tallies.counts.size
        assert same(waiting, at_once)
        for place in ((slice(None), 0, 3), (slice(None), -1, 5)):
            assert (waiting.tallies.at(place) == at_once.tallies.at(place)).all()
    assert (waiting.counts.sum(axis=-1) == waiting.moments.n).all()


def test_exact_quantiles_and_shares_are_those_of_all_values(monkeypatch: pytest.MonkeyPatch) -> None:
    found, full = summed(monkeypatch, 31), whole(31)
    for id in METRIC_IDS:
        values = np.ma.masked_invalid(full.series(id, ["team 0"]))
        expected = [
            np.quantile(week.compressed(), INSIDE) if week.count() else [np.nan] * 4 for week in values.T
        ]
        quantiles = [found.quantile(id, q, "team 0") for q in INSIDE]
        assert np.transpose(quantiles) == pytest.approx(np.array(expected), nan_ok=True)
        above = (values > 0.5).mean(axis=0)
        assert found.share(id, above=0.5, team="team 0") == pytest.approx(
            np.ma.filled(above, np.nan), nan_ok=True
        )
        assert (found.quantile_error(id, 0.5) == 0).all()


def test_quantiles_from_bins_are_within_the_bound_that_is_stated(monkeypatch: pytest.MonkeyPatch) -> None:
    found, full = summed(monkeypatch, 1500), whole(1500)
    assert not found.exact
    for id in METRIC_IDS:
        values = full.series(id, ["team 0"])
        for q in (0.0, *INSIDE, 0.99, 1.0):
            exact = distribution.quantile_of_values(values, q)
            gap, bound = (
                np.abs(found.quantile(id, q, "team 0") - exact),
                found.quantile_error(id, q, "team 0"),
            )
            defined = np.isfinite(exact)
            assert (np.isfinite(bound) == defined).all()
            assert (gap[defined] <= bound[defined] * (1 + 1e-9) + 1e-12).all(), (id, q)
    # between the tails the bound itself is small beside the spread
    for id in ("value_financial", "felt_safety", "routine_output"):
        assert (found.quantile_error(id, 0.5, "team 0") < 0.2 * found.sd(id, "team 0")).all()


def test_shares_from_bins_are_off_by_less_than_a_bin_and_exact_at_zero(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found, full = summed(monkeypatch, 1500), whole(1500)
    fullest = found.counts[:, -1].max(axis=(0, -1)) / len(found.replications)
    for place, id in enumerate(METRIC_IDS):
        values = full.series(id)
        for value in (0.0, 0.5, 40.0, 300.0):
            for sign in (1, -1):
                exact = distribution.share_of_values(values, value, sign)
                share = found.share(id, above=value) if sign > 0 else found.share(id, below=value)
                tolerance = 1e-12 if value == 0.0 else fullest[place]  # the worlds in one bin in any week
                assert np.nan_to_num(np.abs(share - exact)).max() <= tolerance, (id, value, sign)


def test_horizons_are_year_ends_and_the_last_week() -> None:
    assert horizons(10) == (10,)
    assert horizons(260) == (26, 52, 104, 156, 208, 260)


def test_the_table_leaves_out_teams_that_a_metric_does_not_concern(monkeypatch: pytest.MonkeyPatch) -> None:
    found = summed(monkeypatch, 9)
    table = found.frame(["launches", "first_customers"], (0.1, 0.5))
    marketing = {team.name for team in TEAMS if team.function == "marketing"}
    assert set(table.query("metric == 'first_customers'")["team"]) == marketing | {ORGANISATION}
    assert len(table.query("metric == 'launches'")) == 10 * (len(TEAMS) + 1)
    row = table.query("metric == 'launches' and team == 'team 2' and week == 4").iloc[0]
    assert (row["mean"], row["q10"], row["n"]) == (
        found.mean("launches", "team 2")[3], found.quantile("launches", 0.1, "team 2")[3], 9,
    )  # fmt: skip
    assert set(found.frame()["metric"]) == set(METRIC_IDS)


def test_labels_find_the_same_numbers_as_positions(monkeypatch: pytest.MonkeyPatch) -> None:
    found = summed(monkeypatch, 9)
    cell = found.data.sel(week=6, team="team 4", metric="nps")
    assert float(cell["mean"]) == found.mean("nps", "team 4")[5]
    assert float(cell["sd"]) == found.sd("nps", "team 4")[5]
    at = found.data["at_horizon"].sel(replication=5, horizon=10, metric="nps")
    assert float(at) == found.metric("nps")[5]
    assert np.isnan(found.data["mean"].sel(team="team 0", metric="first_customers")).all()


@pytest.mark.parametrize("worlds", [9, 100])
def test_saving_and_loading_gives_the_same_summary(
    worlds: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = summed(monkeypatch, worlds)
    first, second = found.save(tmp_path / "a"), summed(monkeypatch, worlds).save(tmp_path / "b")
    for name in ("summary.json", "summary.npz"):
        assert (first / name).read_bytes() == (second / name).read_bytes()
    back = load(first)
    assert same(found, back)
    assert (back.fingerprint, back.replications) == (found.fingerprint, found.replications)
    with pytest.raises(InputError) as caught:
        found.save(first)
    assert caught.value.problems[0].code == "already_there"
    (first / "summary.npz").write_bytes(b"PK broken")
    with pytest.raises(InputError) as caught:
        load(first)
    assert caught.value.problems[0].code == "not_a_result"


def test_it_has_the_fingerprint_of_the_result_of_the_same_run(monkeypatch: pytest.MonkeyPatch) -> None:
    found = summed(monkeypatch, 5)
    assert found.fingerprint == run(found.scenario, 5, series=True).fingerprint


def test_what_it_does_not_hold_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    found = summed(monkeypatch, 5)
    asks: list[dict[str, Any]] = [{"window": 9}, {"window": (1, 10)}, {"teams": ["team 1"]}]
    for ask in asks:
        with pytest.raises(InputError) as caught:
            found.metric("launches", **ask)
        (problem,) = caught.value.problems
        assert problem.code == "not_in_summary"
        assert all("series=True" in problem.sentence(lang) for lang in LANGS)
    refused: list[tuple[Any, str]] = [
        (lambda: found.metric("launchs"), "unknown_metric"),
        (lambda: found.mean("launches", "team 99"), "unknown_team"),
        (lambda: found.quantile("launches", 1.2), "out_of_range"),
        (lambda: found.share("launches"), "one_of_two"),
        (lambda: found.share("launches", above=1, below=2), "one_of_two"),
    ]
    for asked, code in refused:
        with pytest.raises(InputError) as caught:
            asked()
        assert [item.code for item in caught.value.problems] == [code]


def test_it_cannot_be_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    found = summed(monkeypatch, 5)
    with pytest.raises(ValueError, match="read-only"):
        found.moments.mean[0, 0, 0] = 1.0


PEAK = """
import resource, sys
from simkit.engine.run import run
from simkit.regime import Regime
from simkit.scenario import Organisation, Scenario, Team
teams = tuple(Team(name=f"t{i}", people=8) for i in range(8))
scenario = Scenario(organisation=Organisation(teams=teams), regime=Regime.preset("innovation"), weeks=int(sys.argv[1]))
run(scenario, int(sys.argv[2]))
unit = 1 if sys.platform == "darwin" else 1024
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6)
"""


def peak_megabytes(weeks: int, worlds: int) -> float:
    """Return the greatest memory of a process that runs 64 people in 8 teams."""
    root = str(Path(__file__).parents[1])
    command = [sys.executable, "-c", PEAK, str(weeks), str(worlds)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True, timeout=600)
    return float(done.stdout)


@pytest.mark.skipif(sys.platform == "win32", reason="no resource module on Windows")
def test_memory_does_not_grow_with_worlds() -> None:
    some, many = peak_megabytes(26, 256), peak_megabytes(26, 2048)
    # kept are only 5 horizons x 75 metrics of each further world at most: 3 KB
    assert many - some < 12
    # the columns alone of the further worlds would be 26 weeks x 8 teams x 82 columns x 8 bytes each
    assert (2048 - 256) * 26 * 8 * len(COLUMNS) * 8 / 1e6 > 20 * 12


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no resource module on Windows")
def test_ten_thousand_worlds_stay_under_500_megabytes() -> None:
    assert peak_megabytes(156, 10_000) < 500


def test_every_metric_has_a_place() -> None:
    assert len(METRICS) == len(METRIC_IDS) == summing.places_of(SCENARIO)[2]
