"""What the model says is what a comparison says, and a verdict that has changed is found."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simkit.experiments.compare import compare_regimes
from simkit.levers import INCENTIVE_MIX
from simkit.presets import load_organisation
from simkit.problems import InputError
from simkit.text import LANGS
from simkit.workshop import expected as module
from simkit.workshop.expected import Outcome, changed, expected, trial_regime
from simkit.workshop.packs import pack
from simkit.workshop.parts import Pack
from simkit.workshop.room import Room
from simkit.workshop.store import plain
from tests.workshop.packs import write_pack


def test_an_outcome_is_read_off_the_comparison(small: Pack) -> None:
    round = small.rounds[0]
    found = expected(small, round)["money"]
    c = compare_regimes(
        load_organisation("G2"), [round.reference, round.regime], weeks=60, replications=12, seed=1
    )
    row = c.frame().query("metric == 'value_financial' and horizon == 60").iloc[0]
    assert (found.difference, found.low, found.high) == (row["difference"], row["low"], row["high"])
    assert (found.ahead, found.verdict) == (row["ahead_b"], row["verdict"])
    gaps = c.results[1].metric("value_financial", 60) - c.results[0].metric("value_financial", 60)
    assert np.allclose(found.worlds, gaps, rtol=1e-5)
    inside = ((gaps >= found.band_low) & (gaps <= found.band_high)).mean()
    assert 0.6 <= inside <= 0.9  # of twelve worlds, one or two lie outside on either side
    assert Outcome.of(plain(found.data())) == found
    for lang in LANGS:
        assert "12" in found.sentence(lang)
        assert round.regime.name not in found.sentence(lang)


def test_the_same_is_not_computed_twice(small: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    first = expected(small, small.rounds[0])
    monkeypatch.setattr(module, "compare_regimes", None)
    assert expected(small, small.rounds[0]) is first


def test_progress_is_told_to_the_end(small: Pack) -> None:
    seen: list[tuple[int, int]] = []
    regime = small.rounds[0].regime.with_("once", coaching_share=0.33)
    expected(small, small.rounds[0], regime, lambda done, total: seen.append((done, total)))
    assert seen[-1] == (24, 24)


def test_a_verdict_that_has_changed_is_found(tmp_path: Path, small: Pack) -> None:
    assert changed(small) == []
    wrong = pack(write_pack(tmp_path / "wrong", ('expected = "behind"', 'expected = "open"')))
    assert changed(wrong) == [("cadence", "hours", "open", "behind")]


def test_shares_that_the_room_moves_add_up(small: Pack) -> None:
    mix = small.round("mix")
    all_moved = trial_regime(mix, dict.fromkeys(INCENTIVE_MIX, 0.5))
    assert [all_moved[id] for id in INCENTIVE_MIX] == [0.25] * 4
    one = trial_regime(mix, {"share_pool": 0.6})
    assert one["share_pool"] == 0.6
    assert sum(one[id] for id in INCENTIVE_MIX) == pytest.approx(1)
    two = trial_regime(mix, {"share_pool": 0.9, "share_points": 0.3})
    assert (two["share_pool"], two["share_points"]) == (pytest.approx(0.75), pytest.approx(0.25))
    assert trial_regime(mix, {}).values == mix.regime.values


def test_the_room_moves_open_levers_only(small: Pack) -> None:
    room = Room.begin(small, "en")
    for call in (lambda: room.try_levers(review_interval=8), lambda: room.back()):
        with pytest.raises(InputError):
            call()
    room.next()
    room.next()
    assert room.try_levers(review_interval=52)["hours"].difference == pytest.approx(0)
    for levers, code in (({"coaching_share": 0.5}, "closed_lever"), ({"review_interval": 0}, "out_of_range")):
        with pytest.raises(InputError) as caught:
            room.try_levers(levers)
        assert [problem.code for problem in caught.value.problems] == [code]
    assert [trial.levers["review_interval"] for trial in room.session.trials] == [52]
