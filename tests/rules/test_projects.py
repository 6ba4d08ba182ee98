"""Projects: Bayes by a second implementation, shares that add up, gates that can be reasoned about."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simkit.rules import projects

SHARE = st.floats(0.0, 1.0)
PRIOR, HIT, FALSE = st.floats(0.01, 0.99), st.floats(0.6, 0.9), st.floats(0.3, 0.6)
GRID = [(place + 0.5) / 2000 for place in range(2000)]


def bayes(prior: float, looks: list[bool], hit: float, false: float) -> float:
    """Posterior by exact counting: joint probability of all evidence with sound over both."""
    sound, other = Fraction(prior), 1 - Fraction(prior)
    for good in looks:
        sound *= Fraction(hit) if good else 1 - Fraction(hit)
        other *= Fraction(false) if good else 1 - Fraction(false)
    return float(sound / (sound + other))


@given(prior=PRIOR, looks=st.lists(st.booleans(), max_size=8), hit=HIT, false=FALSE)
def test_belief_follows_bayes_in_any_order(prior: float, looks: list[bool], hit: float, false: float) -> None:
    belief = backward = prior
    for good, late in zip(looks, reversed(looks), strict=True):
        belief = projects.belief_after(belief, float(good), hit, false)
        backward = projects.belief_after(backward, float(late), hit, false)
    assert belief == pytest.approx(bayes(prior, looks, hit, false), rel=1e-9)
    assert backward == pytest.approx(belief, rel=1e-9)


@given(prior=PRIOR, hit=HIT, false=FALSE)
def test_belief_is_right_on_average(prior: float, hit: float, false: float) -> None:
    good = prior * hit + (1.0 - prior) * false
    after = [projects.belief_after(prior, look, hit, false) for look in (1.0, 0.0)]
    assert good * after[0] + (1.0 - good) * after[1] == pytest.approx(prior)


@pytest.mark.parametrize(("sound", "chance"), [(1.0, 0.7), (0.0, 0.45)])
def test_evidence_looks_good_as_often_as_declared(sound: float, chance: float) -> None:
    good = sum(projects.evidence_good(sound, 0.7, 0.45, u) for u in GRID)
    assert good / 2000 == pytest.approx(chance, abs=1 / 2000)


@given(active=st.integers(1, 50), tilt=SHARE)
def test_the_shares_of_the_budget_add_up_to_1(active: int, tilt: float) -> None:
    shares = [projects.funding_share(active, 1.0 if place == 0 else 0.0, tilt) for place in range(active)]
    assert sum(shares) == pytest.approx(1.0)
    assert min(shares) >= 0.0
    assert shares[0] == max(shares)


@given(quality=SHARE, odds=st.floats(0.3, 0.8))
def test_strategic_projects_ask_more_of_an_idea(quality: float, odds: float) -> None:
    assert projects.soundness(quality, 0.0, odds) == quality
    assert projects.soundness(quality, 1.0, odds) == pytest.approx(quality * odds)


def test_stages_take_one_to_four_parts_of_ten() -> None:
    sizes = [projects.stage_size(stage, 0.0, 1.0, 5.0) for stage in range(4)]
    large = [projects.stage_size(stage, 1.0, 1.0, 5.0) for stage in range(4)]
    assert sizes == [1.0, 2.0, 3.0, 4.0]
    assert large == [5.0 * size for size in sizes]


@given(hours=SHARE, funded=SHARE, partners=st.integers(0, 5))
def test_a_project_needs_both_hands_and_money(hours: float, funded: float, partners: int) -> None:
    done = projects.project_step(hours, funded, partners, 0.1)
    own = min(hours, funded)
    assert done == pytest.approx(own + min(own, 0.1 * partners), abs=1e-12), (
        "partners need somebody to work with"
    )
    assert projects.project_step(hours, 0.0, 0.0, 0.1) == projects.project_step(0.0, funded, 0.0, 0.1) == 0.0


@given(
    belief=SHARE,
    criterion=SHARE,
    left=st.floats(0.0, 500.0),
    patience=st.floats(4.0, 260.0),
    more=st.floats(0.0, 100.0),
)
def test_patience_and_milestones_never_lower_a_score(
    belief: float, criterion: float, left: float, patience: float, more: float
) -> None:
    score = projects.gate_score(belief, criterion, left, patience)
    assert 0.0 <= score <= belief + 1e-12
    assert projects.gate_score(belief, criterion, left, patience + more) >= score - 1e-12
    assert projects.gate_score(belief, min(1.0, criterion + more), left, patience) >= score - 1e-12
    assert projects.gate_score(belief, 1.0, left, patience) == belief


@given(strictness=SHARE, more=SHARE)
def test_a_stricter_gate_has_a_higher_hurdle(strictness: float, more: float) -> None:
    assert 0.0 <= projects.gate_hurdle(strictness * more) <= projects.gate_hurdle(strictness) <= 0.6


@given(size=st.floats(1.0, 20.0), work=st.floats(1.0, 100.0), premium=st.floats(1.0, 4.0))
def test_a_strategic_success_is_worth_its_premium(size: float, work: float, premium: float) -> None:
    small, large = (projects.launch_value(size, work, strategic, 0.02, premium) for strategic in (0.0, 1.0))
    assert small == pytest.approx(0.02 * work * size)
    assert large == pytest.approx(small * premium)


@given(st.integers(1, 312))
def test_what_is_kept_falls_to_one_over_e_in_a_mean_life(weeks: int) -> None:
    left = 1.0
    for _ in range(weeks):
        left *= projects.kept(float(weeks))
    assert left == pytest.approx(0.36787944117144233)


@given(
    earned=st.floats(0.0, 100.0),
    more=st.floats(0.01, 10.0),
    output=st.floats(0.1, 50.0),
    most=st.floats(0.1, 0.6),
)
def test_improvements_add_up_to_less_and_less(earned: float, more: float, output: float, most: float) -> None:
    together = projects.harvested(earned, output, most)
    assert 0.0 <= together <= min(earned, most * output) + 1e-12
    assert projects.harvested(earned + more, output, most) >= together
    assert projects.harvested(earned + more, output, most) - together <= more
    assert projects.harvested(earned, 0.0, most) == 0.0
