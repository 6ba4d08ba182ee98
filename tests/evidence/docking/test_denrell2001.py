"""Denrell & March (2001) told once more in plain Python, and what must hold by hand."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest

from simkit.engine.draws import Draws
from simkit.evidence import denrell2001
from simkit.evidence.docking.figures import denrell_figures
from simkit.problems import InputError


def plain(phi: float, b: float, periods: int, learner: int, seed: int) -> list[float]:
    """One learner as the paper tells it: the chance of the risky option before each choice."""
    luck, normal = Draws(seed, 0), NormalDist(10.0, 10.0)
    chance, level, path = 0.5, 10.0, []
    for t in range(1, periods + 1):
        path.append(chance)
        risky = luck.one("choice", learner, t) < chance
        outcome = normal.inv_cdf(luck.one("outcome", learner, t)) if risky else 10.0
        if outcome != level:
            up = (outcome > level) == risky
            chance = chance + phi * (1.0 - chance) if up else (1.0 - phi) * chance
        level = (1.0 - b) * level + b * outcome
    return path


@pytest.mark.parametrize("phi", [0.1, 0.5])
def test_it_equals_a_second_telling_of_the_paper_under_the_same_luck(phi: float) -> None:
    found = denrell2001(phi, aspiration_rate=0.3, periods=20, replications=5, seed=3).values["chance"]
    for learner in range(5):
        assert np.allclose(found[learner], plain(phi, 0.3, 20, learner, 3), atol=1e-9)


def test_the_hot_stove_burns_the_more_the_faster_one_learns() -> None:
    shares = [denrell2001(phi)["risky"].mean for phi in (0.05, 0.1, 0.2, 0.5)]
    assert shares == sorted(shares, reverse=True)
    assert [figure.verdict for figure in denrell_figures()] == ["reproduced", "reproduced"]


def test_nobody_moves_who_does_not_learn_or_is_never_disappointed() -> None:
    assert (denrell2001(0.0).values["chance"] == 0.5).all()
    assert (denrell2001(0.5, sd=0.0).values["chance"] == 0.5).all(), "both options bring what is aspired to"


def test_a_much_better_option_is_found_and_a_much_worse_one_is_left() -> None:
    """Without noise the better option never disappoints and the worse one always does."""
    assert denrell2001(0.3, risky=30.0, sd=0.0)["risky"].mean > 0.99
    assert denrell2001(0.3, risky=-10.0, sd=0.0)["risky"].mean < 0.01


def test_competence_grows_with_practice_only() -> None:
    dock = denrell2001(0.2, risky=15.0, sd=5.0, competence=0.3, practice_rate=0.1, replications=200)
    tried = dock.values["risky"].cumsum(axis=1)[:, :-1]
    assert np.allclose(dock.values["competence"][:, 1:], 1.0 - 0.7 * 0.9**tried)


def test_several_risky_options_share_what_one_would_lose() -> None:
    """Two risky options of 30 and 10 certain, no noise: whichever is tried first is good and stays; by hand."""
    dock = denrell2001(
        0.4, risky=30.0, sd=0.0, options=2, start=0.6, aspiration_rate=0.0, periods=2, replications=400
    )
    # the aspiration is 22: a risky choice succeeds and leaves the certain option 0.6 of its 0.4; a certain one fails
    first, then = dock.values["risky"][:, 0], dock.values["chance"][:, 1]
    assert np.allclose(then[first == 1.0], 1.0 - 0.6 * 0.4)
    assert np.allclose(then[first == 0.0], 0.6 + 0.4 * 0.4)
    assert abs(first.mean() - 0.6) < 4 * (0.6 * 0.4 / 400) ** 0.5


def test_the_stove_is_hot_among_several_options_too() -> None:
    """Of three equal options one is certain: learners end with it more often than the third that it was tried first."""
    dock = denrell2001(0.3, options=2, start=2 / 3)
    assert dock["risky"].high < dock.path("risky")[0] / 2
    assert (denrell2001(0.0, options=3, replications=50).values["chance"] == 0.5).all()


@pytest.mark.parametrize(
    "bad", [{"phi": 2.0}, {"competence": 0.0}, {"periods": 0}, {"sd": -1.0}, {"options": 0}]
)
def test_a_value_out_of_range_is_refused_by_name(bad: dict[str, float]) -> None:
    with pytest.raises(InputError, match=next(iter(bad))):
        denrell2001(**bad)  # type: ignore[arg-type]
