"""Learning rules against the published processes and second implementations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.special import softmax

from simkit.rules import learning

SHARE = st.floats(0.0, 1.0)
BELIEF = st.sampled_from((-1.0, 0.0, 1.0))
GRID = [(place + 0.5) / 2000 for place in range(2000)]
"""Evenly spread numbers in (0, 1): a share of them is a probability, to within 1/2000."""


@given(belief=BELIEF, code=BELIEF, chance=SHARE, u=st.floats(1e-9, 1.0 - 1e-9))
def test_socialisation_moves_one_step_towards_the_code_or_not_at_all(
    belief: float, code: float, chance: float, u: float
) -> None:
    after = learning.socialised(belief, code, chance, u)
    assert after in (-1.0, 0.0, 1.0)
    step = (code > belief) - (code < belief) if code != 0.0 and u < chance else 0
    assert after == belief + step


@pytest.mark.parametrize("chance", [0.0, 0.1, 0.5, 0.9, 1.0])
def test_socialisation_happens_as_often_as_its_chance(chance: float) -> None:
    moves = sum(learning.socialised(-1.0, 1.0, chance, u) != -1.0 for u in GRID)
    assert moves / 2000 == pytest.approx(chance, abs=1 / 2000)


@given(belief=BELIEF, other=BELIEF, chance=SHARE, u=st.floats(1e-9, 1.0 - 1e-9))
def test_copying_goes_all_the_way_or_not_at_all(belief: float, other: float, chance: float, u: float) -> None:
    after = learning.copied(belief, other, chance, u)
    assert after == (belief if u >= chance else other or belief)


@pytest.mark.parametrize("error", [0.0, 0.2, 1.0])
def test_a_copy_is_wrong_as_often_as_its_error(error: float) -> None:
    stays = sum(learning.copied(-1.0, 1.0, 1.0 - error, u) == -1.0 for u in GRID)
    assert stays / 2000 == pytest.approx(error, abs=1 / 2000)


@pytest.mark.parametrize("balance", [-7, -2, -1, 0, 1, 2, 3, 12])
@pytest.mark.parametrize("rate", [0.1, 0.5, 0.9])
def test_practice_stays_with_chance_one_minus_rate_to_the_k(balance: int, rate: float) -> None:
    majority = 1.0 if balance > 0 else -1.0
    after = [learning.practice_learns(-majority, float(balance), rate, u) for u in GRID]
    assert after.count(-majority) / 2000 == pytest.approx((1.0 - rate) ** abs(balance), abs=1 / 2000)
    assert set(after) <= {-majority, majority}


@given(code=BELIEF, balance=st.integers(-12, 12), u=st.floats(1e-9, 1.0 - 1e-9))
def test_practice_does_not_learn_without_a_majority_or_a_rate(code: float, balance: int, u: float) -> None:
    assert learning.practice_learns(code, 0.0, 0.7, u) == code
    assert learning.practice_learns(code, float(balance), 0.0, u) == code


@given(tries=st.integers(0, 200), part=SHARE)
def test_the_believed_chance_is_the_mean_of_the_beta_posterior(tries: int, part: float) -> None:
    wins = round(part * tries)
    posterior = stats.beta(1 + wins, 1 + tries - wins).mean()
    assert learning.success_belief(float(wins), float(tries)) == pytest.approx(posterior)


@given(beliefs=st.lists(SHARE, min_size=2, max_size=10), heat=st.floats(0.02, 0.1))
def test_choice_is_a_softmax_of_beliefs(beliefs: list[float], heat: float) -> None:
    weights = [learning.choice_weight(belief, heat) for belief in beliefs]
    expected = softmax([belief / heat for belief in beliefs])
    assert min(weights) > 0.0
    assert [weight / sum(weights) for weight in weights] == pytest.approx(expected.tolist(), rel=1e-9)


@given(level=SHARE, target=SHARE, rate=st.floats(0.01, 0.99), steps=st.integers(1, 30))
def test_the_gap_closes_geometrically(level: float, target: float, rate: float, steps: int) -> None:
    moving = level
    for _ in range(steps):
        moving = learning.moved(moving, target, rate)
    assert target - moving == pytest.approx((target - level) * (1.0 - rate) ** steps, abs=1e-12)


@pytest.mark.parametrize("discussed", [0.0, 0.3, 1.0])
def test_a_success_always_teaches_and_a_failure_where_it_is_discussed(discussed: float) -> None:
    assert all(learning.learns_from(1.0, discussed, u) == 1.0 for u in GRID)
    taught = sum(learning.learns_from(0.0, discussed, u) for u in GRID)
    assert taught / 2000 == pytest.approx(discussed, abs=1 / 2000)
