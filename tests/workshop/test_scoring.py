"""Scores against cases that were calculated by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simkit.workshop.expected import Outcome
from simkit.workshop.scoring import Prediction, brier, by_person, score, scores, summary


def outcome(low: float, high: float, band: tuple[float, float] = (-10.0, -5.0)) -> Outcome:
    """An outcome whose mean lies in the middle of its interval."""
    return Outcome.of(
        {"metric": "nps", "horizon": 52, "difference": (low + high) / 2, "low": low, "high": high, "band_low": band[0],
         "band_high": band[1], "ahead": 0.0, "verdict": "behind", "worlds": [], "row": {}}
    )  # fmt: skip


def said(
    who: str, direction: str, confidence: float, size: float | None = None, question: str = "q"
) -> Prediction:
    return Prediction("r", question, who, direction, size, confidence)


@pytest.mark.parametrize(
    ("low", "high", "right"),
    [
        (-9, -7, "down"),
        (7, 9, "up"),
        (-1, 2, "none"),
        (0, 2, "none"),
        (-2, 0, "none"),
        (math.nan, math.nan, "none"),
    ],
)
def test_a_direction_is_right_if_the_interval_says_so(low: float, high: float, right: str) -> None:
    found = {name: score(said("A", name, 0.5), outcome(low, high)).right for name in ("up", "down", "none")}
    assert {name for name, is_right in found.items() if is_right} == {right}


def test_size_is_measured_in_widths_of_the_band() -> None:
    """The mean is −8, the band 5 wide: −8 errs by 0, −3 by 1, +2 by 2; without a size there is no error."""
    errors = [score(said("A", "down", 0.9, size), outcome(-9, -7)).size_error for size in (-8, -3, 2, None)]
    assert errors == [0.0, 1.0, 2.0, None]
    assert score(said("A", "down", 0.9, -8), outcome(-8, -8, (-8, -8))).size_error is None


def test_a_room_is_summed_up() -> None:
    """Right at 0.8 and 0.6, wrong at 0.9 and 1.0: Brier 0.04, 0.16, 0.81 and 1, together 2.01; 2 of 4 right at 82.5 %."""
    outcomes = {("r", "q"): outcome(-9, -7), ("r", "p"): outcome(1, 2)}
    room = [said("A", "down", 0.8, -8), said("B", "up", 0.9, 2), said("A", "up", 0.6, None, "p"), said("B", "none", 1.0, None, "p")]  # fmt: skip
    found = scores([*room, said("C", "up", 0.5, None, "not revealed")], outcomes)
    total = summary(found)
    assert total is not None
    assert (total.predictions, total.people, total.share_right) == (4, 2, 0.5)
    assert total.confidence == pytest.approx(0.825)
    assert total.overconfidence == pytest.approx(0.325)
    assert total.brier == pytest.approx(2.01 / 4)
    assert total.size_error == pytest.approx(1.0)  # the middle of 0 and 2
    assert total.surprise == ("r", "p")  # (0.16 + 1) / 2 = 0.58 against (0.04 + 0.81) / 2 = 0.425
    assert list(by_person(found)) == ["A", "B"]


def test_a_room_that_is_no_worse_than_guessing_has_no_surprise() -> None:
    found = scores([said("A", "down", 0.5), said("B", "up", 0.5)], {("r", "q"): outcome(-9, -7)})
    total = summary(found)
    assert total is not None
    assert (total.brier, total.surprise) == (0.25, None)
    assert summary([]) is None


@given(st.floats(0.5, 1), st.floats(0.5, 1))
def test_stating_what_one_believes_is_best(belief: float, stated: float) -> None:
    """The score is proper: the expected score is least where the stated confidence is the belief."""

    def mean(confidence: float) -> float:
        return belief * brier(confidence, True) + (1 - belief) * brier(confidence, False)

    assert mean(belief) <= mean(stated) + 1e-12
