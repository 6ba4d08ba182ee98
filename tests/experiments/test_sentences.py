"""Sentences say what the row says, in both languages."""

from typing import Any

import pytest

from simkit.engine import blocks
from simkit.experiments.compare import compare_regimes
from simkit.experiments.sentences import kind_of, sentence
from simkit.problems import InputError
from simkit.text import LANGS, entries
from tests.experiments.worlds import INNOVATION, TINY, TRADITIONAL, made_up

ROW: dict[str, Any] = {
    "reference": "traditional", "regime": "innovation", "metric": "value_customer", "direction": 1, "horizon": 104,
    "mean_a": 55.04, "mean_b": 61.26, "difference": 6.22, "low": 4.1, "high": 8.34,
    "ahead_a": 0.1, "ahead_b": 173 / 200, "tied": 0.035, "n": 200,
}  # fmt: skip


def test_the_new_regime_ahead() -> None:
    text = sentence(ROW, "en")
    assert text.startswith("By week 104, the innovation-driven regime is ahead of the traditional regime on ")
    assert "61.3 against 55.0" in text
    assert "+6.22 (95 % interval +4.10 to +8.34)" in text
    assert "ahead in 173 of 200 worlds" in text
    assert "200 个模拟世界中有 173 个领先" in sentence(ROW, "zh")


def test_the_new_regime_behind_counts_the_worlds_it_loses() -> None:
    behind = {**ROW, "difference": -6.22, "low": -8.34, "high": -4.1, "ahead_a": 0.9, "ahead_b": 0.1}
    assert "behind in 180 of 200 worlds" in sentence(behind, "en")
    assert "落后于传统绩效管理模式" in sentence(behind, "zh")
    assert "−6.22" in sentence(behind, "zh")


def test_an_interval_over_zero_is_no_clear_difference() -> None:
    unclear = {**ROW, "low": -0.5, "difference": 0.2, "high": 0.9, "ahead_b": 0.5, "ahead_a": 0.4}
    assert "no clear difference" in sentence(unclear, "en")
    assert "the innovation-driven regime is ahead in 100 and the traditional regime in 80" in sentence(
        unclear, "en"
    )
    assert "没有明显差别" in sentence(unclear, "zh")


def test_a_metric_without_a_better_side_is_higher_or_lower_never_ahead() -> None:
    neutral = {**ROW, "metric": "exploration_time", "direction": 0}
    assert "is higher under the innovation-driven regime" in sentence(neutral, "en")
    assert "ahead" not in sentence(neutral, "en")
    assert kind_of({**neutral, "low": -3.0, "high": -1.0}) == "lower"


def test_where_less_is_better_the_sentence_says_so() -> None:
    fewer = {
        **ROW,
        "metric": "failures_hidden",
        "direction": -1,
        "difference": -6.22,
        "low": -8.34,
        "high": -4.1,
    }
    assert "is ahead of the traditional regime" in sentence(fewer, "en")
    assert "(percent, less is better)" in sentence(fewer, "en")
    assert "越低越好" in sentence(fewer, "zh")
    assert "less is better" not in sentence(ROW, "en")


def test_every_kind_of_sentence_can_be_said_in_both_languages() -> None:
    changes: dict[str, dict[str, Any]] = {
        "ahead": {}, "behind": {"low": -2.0, "high": -1.0}, "open": {"low": -1.0}, "equal": {"tied": 1.0},
        "undefined": {"n": 0, "ahead_a": float("nan"), "ahead_b": float("nan"), "mean_a": float("nan")},
        "higher": {"direction": 0}, "lower": {"direction": 0, "low": -2.0, "high": -1.0},
        "similar": {"direction": 0, "low": -1.0},
    }  # fmt: skip
    assert set(changes) == set(entries("experiments")["sentence"])
    for kind, change in changes.items():
        assert kind_of({**ROW, **change}) == kind
        for lang in LANGS:
            text = sentence({**ROW, **change}, lang)
            assert "{" not in text
            assert "nan" not in text


def test_a_comparison_speaks_of_the_metric_week_and_regime_that_are_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        blocks, "simulate_block", made_up(lambda scenario, world, week: {"satisfaction": 0.01 * world})
    )
    ours = INNOVATION.with_("our plan")
    comparison = compare_regimes(TINY, [TRADITIONAL, ours], weeks=60, replications=3, workers=1)
    text = comparison.sentence("value_customer", 26)
    assert text.startswith("By week 26, our plan and the traditional regime are exactly equal")
    with pytest.raises(InputError) as caught:
        comparison.sentence("value_customer", 27, regime="traditional")
    found = {item.where: item.values["expected"] for item in caught.value.problems}
    assert found == {"horizon": "26, 52, 60", "regime": "our plan"}
