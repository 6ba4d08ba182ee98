"""Live comparisons: the numbers of ``compare_regimes`` to the last bit, nothing run twice, late runs given up."""

from __future__ import annotations

from itertools import count
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from pandas.testing import assert_frame_equal

from simkit.digest import LIMITED, TOPS, Digest, digest_of
from simkit.engine import digests
from simkit.engine.digests import Superseded, digest
from simkit.engine.run import run
from simkit.experiments import live as module
from simkit.experiments.compare import compare_regimes
from simkit.experiments.live import Live, key_of
from simkit.metrics import HEADLINES, METRIC_IDS
from simkit.presets import load_organisation, load_regime, scene
from simkit.problems import InputError
from simkit.result import TEAM_COLUMNS, Result
from simkit.scenario import Change, Scenario, Shock
from simkit.summary import horizons
from simkit.text import LANGS
from tests.strategies import scenarios

REGIMES = [load_regime("traditional"), load_regime("innovation")]


def small(lang: Any = "en", weeks: int = 60) -> Scenario:
    return Scenario(organisation=load_organisation("manufacturer", lang), regime=REGIMES[0], weeks=weeks)


def assert_same_answers(kept: Digest, whole: Result) -> None:
    for id in METRIC_IDS:
        for window in (None, *horizons(whole.weeks), (1, whole.weeks), (whole.weeks, whole.weeks)):
            assert np.array_equal(kept.metric(id, window), whole.metric(id, window), equal_nan=True), id
        assert np.array_equal(kept.series(id), whole.series(id), equal_nan=True)
        assert np.array_equal(kept.so_far(id), whole.so_far(id), equal_nan=True)
    for id in HEADLINES:
        for week in horizons(whole.weeks):
            for team in whole.teams:
                assert np.array_equal(
                    kept.metric(id, week, [team]), whole.metric(id, week, [team]), equal_nan=True
                )
    for name in TEAM_COLUMNS:
        assert np.array_equal(kept.team_weeks(name), whole.team_weeks(name))
    assert kept.fingerprint == whole.fingerprint


@given(scenarios())
@settings(max_examples=12, deadline=None)
def test_a_digest_answers_what_the_whole_run_answers_to_the_last_bit(scenario: Scenario) -> None:
    whole = run(scenario, 3, seed=5, series=True)
    assert_same_answers(digest(scenario, 3, 5), whole)
    assert_same_answers(digest_of(whole), whole)


def test_a_digest_takes_a_fraction_of_the_room() -> None:
    whole = run(small(), 4, series=True)
    assert digest_of(whole).bytes < whole.columns.nbytes / 4


def test_every_unit_metric_and_headline_is_kept() -> None:
    assert {id for id, _ in TOPS} == {*HEADLINES}
    assert {id for id, _ in LIMITED} == {id for id in METRIC_IDS if id in dict(LIMITED)} != set()


def test_what_is_not_kept_is_refused() -> None:
    kept = digest(small(), 2)
    for id, window, teams in (("launches", 60, [kept.teams[0]]), ("value_customer", 7, [kept.teams[0]]),
                              ("value_customer", 60, ["nobody"]), ("value_customer", 61, None)):  # fmt: skip
        with pytest.raises(InputError):
            kept.metric(id, window, teams)


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_a_live_comparison_has_the_numbers_of_a_whole_one(workers: int) -> None:
    ours = Live(workers).compare(small(), REGIMES, worlds=20, seed=3)
    theirs = compare_regimes(small(), REGIMES, replications=20, seed=3)
    assert_frame_equal(ours.frame(), theirs.frame(), check_exact=True)
    assert_frame_equal(ours.team_frame(), theirs.team_frame(), check_exact=True)
    assert_frame_equal(ours.windows(), theirs.windows(), check_exact=True)
    assert (ours.labels, ours.stopped) == (theirs.labels, theirs.stopped)


def test_a_regime_against_itself_is_exactly_zero() -> None:
    found = Live().compare(small(), [REGIMES[1], REGIMES[1]], worlds=8).frame()
    assert (found["difference"].dropna() == 0).all()
    assert (found[["ahead_a", "ahead_b"]].fillna(0) == 0).all(axis=None)


class Counted:
    """Counts the runs that a live comparison asks for."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.runs = 0
        monkeypatch.setattr(module, "digest", self.digest)

    def digest(self, *args: Any, **more: Any) -> Digest:
        self.runs += 1
        return digest(*args, **more)


def test_equal_settings_are_run_once_and_the_other_regime_not_again(monkeypatch: pytest.MonkeyPatch) -> None:
    counted, live, base = Counted(monkeypatch), Live(), small(weeks=8)
    moved = REGIMES[1].with_("ours", coaching_share=0.5)
    for second, runs in ((REGIMES[1], 2), (moved, 3), (REGIMES[1], 3), (moved.with_("another name"), 3)):
        live.compare(base, [REGIMES[0], second], worlds=4)
        assert counted.runs == runs
    live.compare(base, [REGIMES[0], moved], worlds=5)
    assert counted.runs == 5


def test_another_language_has_the_same_numbers_without_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    counted, live = Counted(monkeypatch), Live()
    found = [live.compare(small(lang, 8), REGIMES, worlds=4) for lang in LANGS]
    assert counted.runs == 2
    assert [list(item.results[0].teams) for item in found] == [
        [team.name for team in load_organisation("manufacturer", lang).teams] for lang in LANGS
    ]
    assert found[1].results[0].fingerprint == run(small("zh", 8), 4, series=True).fingerprint


def test_what_was_not_used_for_longest_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    counted, live = Counted(monkeypatch), Live(room=0)
    for _ in range(2):
        for share in (0.2, 0.3):
            live.compare(small(weeks=4), [REGIMES[0], REGIMES[1].with_(coaching_share=share)], worlds=2)
    assert counted.runs == 5  # the reference is of the last comparison and stays


def test_a_superseded_run_is_given_up_and_leaves_nothing_wrong_behind() -> None:
    live, asked = Live(1), count()
    with pytest.raises(Superseded):
        live.compare(small(), REGIMES, worlds=200, superseded=lambda: next(asked) >= 2)
    assert next(asked) == 3  # no block was begun after the answer
    again = live.compare(small(), REGIMES, worlds=10)
    assert_frame_equal(again.frame(), compare_regimes(small(), REGIMES, replications=10).frame())


def test_progress_goes_from_the_first_run_to_the_last() -> None:
    seen: list[tuple[int, int]] = []
    Live(1).compare(small(), REGIMES, worlds=100, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (200, 200)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


@pytest.mark.parametrize("worlds", [1, 0, 2_001])
def test_too_few_and_too_many_worlds_are_refused(worlds: int) -> None:
    with pytest.raises(InputError) as refused:
        Live().compare(small(), REGIMES, worlds=worlds)
    assert str(worlds) in refused.value.problems[0].sentence("zh")


def test_keys_tell_apart_whatever_changes_a_number() -> None:
    organisation = scene("G1")[0]
    base = Scenario(organisation=organisation, regime=REGIMES[0], weeks=20)
    team = organisation.teams[0]
    others = [
        base.with_(regime=REGIMES[1]), base.with_(weeks=21), base.with_(before=REGIMES[1]), base.with_(constants={"care_base": 0.5}),
        base.with_(regimes={team.name: REGIMES[1]}), base.with_(changes=(Change(week=3, regime=REGIMES[1]),)),
        base.with_(shocks=(Shock(week=3, kind="budget_cut"),)),
        base.with_(organisation=organisation.with_(market=organisation.market.with_(certainty=4.5))),
        base.with_(organisation=organisation.with_(teams=(team.with_(people=team.people + 1),))),
    ]  # fmt: skip
    assert len({key_of(item) for item in (base, *others)}) == 1 + len(others)


def test_rooms_are_reused(monkeypatch: pytest.MonkeyPatch) -> None:
    shapes: list[tuple[int, ...]] = []
    usual = digests._ROOMS.take
    monkeypatch.setattr(digests._ROOMS, "take", lambda shape: shapes.append(shape) or usual(shape))
    digest(small(), 40, workers=1)
    assert len(shapes) > 1
