"""Customers, market share and the two composite streams."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simkit.rules import books

SHARE = st.floats(0.0, 1.0)
OPEN = st.floats(0.01, 0.99)


@given(care=SHARE, fitness=SHARE, met=SHARE, new=SHARE, newness=st.floats(0.0, 0.6))
def test_customers_never_get_more_than_everything_nor_less_than_nothing(
    care: float, fitness: float, met: float, new: float, newness: float
) -> None:
    assert 0.0 <= books.delivered(care, fitness, met, new, newness) <= 1.0


@given(care=SHARE, fitness=SHARE, met=SHARE, new=SHARE, newness=st.floats(0.0, 0.6))
def test_newness_never_hurts_and_carelessness_never_helps(
    care: float, fitness: float, met: float, new: float, newness: float
) -> None:
    plain = books.delivered(care, fitness, met, 0.0, newness)
    assert plain == pytest.approx(care * fitness * met)
    assert books.delivered(care, fitness, met, new, newness) >= plain
    assert books.delivered(care * 0.5, fitness, met, new, newness) <= books.delivered(
        care, fitness, met, new, newness
    )


@given(share=OPEN, satisfaction=SHARE, rivals=SHARE, speed=st.floats(0.003, 0.03))
def test_market_share_moves_towards_who_satisfies_more_and_stays_inside(
    share: float, satisfaction: float, rivals: float, speed: float
) -> None:
    after = books.share_after(share, satisfaction, rivals, speed)
    assert 0.0 < after < 1.0
    assert (after - share) * (satisfaction - rivals) >= 0.0
    # what one side wins the other one loses
    assert books.share_after(1.0 - share, rivals, satisfaction, speed) == pytest.approx(1.0 - after)


def test_market_share_follows_the_logistic_curve() -> None:
    share, weeks, edge, speed = 0.2, 500, 0.3, 0.01
    for _ in range(weeks):
        share = books.share_after(share, 0.5 + edge, 0.5, speed)
    odds = 0.2 / 0.8 * 2.718281828459045 ** (edge * speed * weeks)
    assert share == pytest.approx(odds / (1.0 + odds), rel=0.01)


@given(satisfaction=SHARE, churn=st.floats(0.2, 0.7))
def test_scores_of_customers(satisfaction: float, churn: float) -> None:
    assert -100.0 <= books.net_promoters(satisfaction) <= 100.0
    assert books.net_promoters(satisfaction) == pytest.approx(
        -books.net_promoters(1.0 - satisfaction), abs=1e-9
    )
    assert 1.0 - churn - 1e-12 <= books.retained(satisfaction, churn) <= 1.0


@given(
    practice=st.floats(-1.0, 1.0),
    skill=st.floats(0.0, 1.5),
    technology=st.floats(0.0, 50.0),
    more=st.floats(0.01, 5.0),
)
def test_capability_is_a_share_and_grows_with_technology(
    practice: float, skill: float, technology: float, more: float
) -> None:
    level = books.capability_index(practice, skill, technology)
    assert 0.0 <= level <= 1.0
    assert books.capability_index(practice, skill, technology + more) > level


@given(parts=st.tuples(SHARE, SHARE, SHARE))
def test_vitality_weighs_its_parts_alike(parts: tuple[float, float, float]) -> None:
    level = books.vitality_index(*parts)
    assert level == pytest.approx(books.vitality_index(*parts[::-1])) == pytest.approx(sum(parts) / 3.0)
