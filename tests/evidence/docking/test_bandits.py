"""Posen & Levinthal (2012) and Clark (2016): a second telling in plain Python, arithmetic, and the published tables."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from simkit.engine.draws import Draws
from simkit.evidence import clark2016, posen2012
from simkit.evidence.docking.figures import clark_figures, posen_figures
from simkit.problems import InputError


def plain(
    tau: float, eta: float, latency: int, unguided: int, arms: int, periods: int, seed: int, as_stated: bool
) -> float:
    """The score of one learner, from the whole history in every period, without a rule of simkit."""
    luck = Draws(seed, 0).one

    def chance(a: int, t: int) -> float:
        return sorted(luck("arm", 64 * a + i, t) for i in range(3))[1]

    truth, history = [chance(a, 0) for a in range(arms)], list[tuple[int, bool]]()
    for t in range(1, unguided + periods + 1):
        if luck("shock", 0, t) < eta:
            truth = [chance(a, t) if luck("redraw", a, t) < 0.5 else p for a, p in enumerate(truth)]
        seen = history[: max(0, len(history) - latency)]
        won = [a for a, wins in history if wins]
        won = [a for a, wins in seen if wins] if as_stated else won[: max(0, len(won) - latency)]
        beliefs = [(won.count(a) + 1) / (sum(b == a for b, _ in seen) + 2) for a in range(arms)]
        cumulated = np.cumsum([math.exp(10 * belief / tau) for belief in beliefs])
        u = luck("choice", 0, t)
        a = int(u * arms) if t <= unguided else int(np.searchsorted(cumulated, u * cumulated[-1], "right"))
        history.append((a, luck("payoff", a, t) < truth[a]))
    return sum(1 if wins else -1 for _, wins in history[unguided:])


@pytest.mark.parametrize("as_stated", [True, False])
@pytest.mark.parametrize(
    ("eta", "latency", "unguided"), [(0.0, 0, 0), (0.2, 0, 0), (0.2, 3, 5), (0.05, 16, 16)]
)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_equals_a_second_telling_of_the_papers(
    eta: float, latency: int, unguided: int, seed: int, as_stated: bool
) -> None:
    found = clark2016(
        latency, eta, tau=0.7, unguided=unguided, as_stated=as_stated, arms=4, periods=60, replications=1, seed=seed
    )  # fmt: skip
    assert found.values["score"].tolist() == [plain(0.7, eta, latency, unguided, 4, 60, seed, as_stated)]


def test_without_latency_and_random_start_it_is_the_bandit_of_posen_and_levinthal() -> None:
    late, now = clark2016(0, 0.1, unguided=0, replications=9), posen2012(0.5, 0.1, replications=9)
    assert all((late.values[name] == now.values[name]).all() for name in now.values)


@pytest.mark.parametrize(("alpha", "beta"), [(2, 2), (1, 1), (5, 2)])
def test_arms_follow_their_distribution(alpha: int, beta: int) -> None:
    # the score of one arm in one period is 1 with its chance: over learners, the mean of Beta(alpha, beta)
    score = posen2012(arms=1, periods=1, alpha=alpha, beta=beta, replications=20_000).values["score"]
    mean = 2 * alpha / (alpha + beta) - 1
    assert abs(score.mean() - mean) < 4 * score.std() / math.sqrt(20_000)
    # wins in 8 periods are beta-binomial
    wins = (posen2012(arms=1, periods=8, alpha=alpha, beta=beta, replications=20_000).values["score"] + 8) / 2
    expected = 20_000 * stats.betabinom.pmf(np.arange(9), 8, alpha, beta)
    assert stats.chisquare(np.bincount(wins.astype(int), minlength=9), expected).pvalue > 1e-4


def test_beliefs_that_never_move_are_as_good_as_chance_and_err_by_the_spread_of_arms() -> None:
    blind = clark2016(500, 0.0, unguided=0, replications=4000)
    assert abs(blind["score"].mean) < 4 * blind["score"].mcse
    # ten arms, each with the variance of Beta(2, 2): 1 / 20
    assert abs(blind["knowledge"].mean - (1 - 10 / 20)) < 4 * blind["knowledge"].mcse
    assert blind["exploration"].mean == 0.0


def test_late_feedback_as_stated_costs_what_has_changed_meanwhile() -> None:
    """Of what is known after L more periods, a share ``(1 - eta / 2) ** L`` still holds."""
    eta = 0.16
    now, late = (clark2016(latency, eta, as_stated=True, replications=8000)["score"] for latency in (0, 8))
    expected = now.mean * (1 - eta / 2) ** 8
    assert abs(late.mean - expected) < 4 * (late.mcse + now.mcse)


def test_no_cell_of_posen_and_levinthal_is_contradicted() -> None:
    figures = posen_figures(1500)
    assert len(figures) == 15
    assert [figure.id for figure in figures if figure.verdict == "not_reproduced"] == []
    gaps = [(figure.found.mean - figure.published) / math.hypot(figure.found.mcse, 0.6) for figure in figures]
    assert stats.chi2.sf(sum(gap**2 for gap in gaps), 15) > 1e-3


@pytest.mark.parametrize(
    ("design", "score", "runs"),
    [
        ({"tau": 0.75, "eta": 0.005}, 213.087, 25_000),
        ({"tau": 0.25, "eta": 0.0, "arms": 20, "periods": 100}, 49.37, 1000),
        ({"tau": 1.0, "eta": 0.0, "arms": 20, "periods": 100}, 36.792, 1000),
        ({"tau": 0.5, "eta": 0.005, "alpha": 1, "beta": 1}, 293.27, 1000),
        ({"tau": 0.75, "eta": 0.0, "arms": 5, "periods": 2000}, 936.546, 1000),
    ],
)
def test_other_designs_of_the_replication_agree(design: dict[str, Any], score: float, runs: int) -> None:
    """Cells of the replication's robustness checks: other arms, lengths and distributions of arms."""
    found = posen2012(**design, replications=2000)
    error = math.hypot(found["score"].mcse, found.values["score"].std() / math.sqrt(runs))
    assert abs(found["score"].mean - score) < 4 * error


@pytest.mark.slow
def test_posen_and_levinthal_in_full() -> None:
    assert [figure.id for figure in posen_figures() if figure.verdict == "not_reproduced"] == []


def test_no_cell_of_clark_is_contradicted() -> None:
    figures = clark_figures(4000)
    assert len(figures) == 18
    assert [figure.id for figure in figures if figure.verdict == "not_reproduced"] == []
    gaps = [(figure.found.mean - figure.published) / math.hypot(figure.found.mcse, 3.0) for figure in figures]
    assert stats.chi2.sf(sum(gap**2 for gap in gaps), 18) > 1e-3


def test_beliefs_as_the_paper_states_them_are_not_those_of_its_table() -> None:
    """In turbulence the last L wins lie further back than the last L periods: late feedback costs more."""
    for eta, latency, published in ((0.04, 16, 48.7), (0.16, 8, 11.2)):
        stated = clark2016(latency, eta, as_stated=True, replications=4000)["score"]
        assert stated.low > published + 1.96 * 3.0
        assert stated.low > clark2016(latency, eta, replications=4000)["score"].high


@pytest.mark.parametrize(
    ("bad", "field"),
    [({"tau": 0.0}, "tau"), ({"eta": 1.2}, "eta"), ({"latency": -1}, "latency"), ({"arms": 0}, "arms"),
     ({"alpha": 2.5}, "alpha"), ({"unguided": 10**6}, "unguided"), ({"seed": 0.5}, "seed")],
)  # fmt: skip
def test_a_value_out_of_range_is_refused_by_name(bad: dict[str, float], field: str) -> None:
    with pytest.raises(InputError, match=field):
        clark2016(**bad)  # type: ignore[arg-type]
