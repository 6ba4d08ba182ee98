"""March (1991) from the paper's text, in plain Python, against the dock; and cases that can be worked out by hand."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from simkit.engine.draws import Draws
from simkit.evidence import march1991
from simkit.evidence.docking.figures import march_figures
from simkit.problems import InputError


def plain(p1: float, p2: float, p3: float, p4: float, n: int, m: int, periods: int, seed: int) -> list[float]:
    """The model once more, told as the paper tells it: counts of people who differ, no rule of simkit."""
    luck = Draws(seed, 0).one
    reality = [1 if luck("reality", d, 0) < 0.5 else -1 for d in range(m)]
    code = [0] * m
    held = [fresh(luck, j, m, 0) for j in range(n)]
    path = [0.0]
    for t in range(1, periods + 1):
        reality = [-r if luck("turbulence", d, t) < p4 else r for d, r in enumerate(reality)]
        held = [fresh(luck, j, m, t) if luck("turnover", j, t) < p3 else held[j] for j in range(n)]
        coins = [[1 if luck("action", j * m + d, t) < 0.5 else -1 for d in range(m)] for j in range(n)]
        acts = [[b or c for b, c in zip(held[j], coins[j], strict=True)] for j in range(n)]
        group = [a for a in acts if right(a, reality) > right(code, reality)]
        held = [
            [toward(b, code[d], luck("socialisation", j * m + d, t) < p1) for d, b in enumerate(held[j])]
            for j in range(n)
        ]
        code = [adapt(code[d], [a[d] for a in group], p2, luck("code", d, t)) for d in range(m)]
        path.append(right(code, reality) / m)
    return path


def fresh(luck: object, j: int, m: int, t: int) -> list[int]:
    return [(-1, 0, 1)[int(luck("belief", j * m + d, t) * 3)] for d in range(m)]  # type: ignore[operator]


def right(view: list[int], reality: list[int]) -> int:
    return sum(v == r for v, r in zip(view, reality, strict=True)) - sum(
        v == -r for v, r in zip(view, reality, strict=True)
    )


def toward(belief: int, code: int, learns: bool) -> int:
    if not learns or code == 0:
        return belief
    return min(1, belief + 1) if code == 1 else max(-1, belief - 1)


def adapt(code: int, votes: list[int], p2: float, u: float) -> int:
    ups, downs = votes.count(1), votes.count(-1)
    majority = (ups > downs) - (ups < downs)
    if majority in (0, code):
        return code
    stays = (1.0 - p2) ** abs(ups - downs)
    return majority if u < 1.0 - stays else code


@pytest.mark.parametrize(("p3", "p4"), [(0.0, 0.0), (0.1, 0.0), (0.0, 0.02), (0.1, 0.05)])
@pytest.mark.parametrize("seed", [1, 2])
def test_it_equals_a_second_telling_of_the_paper_under_the_same_luck(p3: float, p4: float, seed: int) -> None:
    dock = march1991(0.3, 0.4, p3=p3, p4=p4, people=12, dimensions=9, periods=15, replications=1, seed=seed)
    expected = plain(0.3, 0.4, p3, p4, 12, 9, 15, seed)
    assert np.allclose(dock.values["code"][0], expected, atol=1e-12)


def test_nobody_learns_without_socialisation_and_a_deaf_code_stays_empty() -> None:
    still = march1991(0.0, 0.5, replications=3).values["people"]
    assert (still == still[:, :1]).all()
    deaf = march1991(0.5, 0.0, replications=3)
    assert (deaf.values["code"] == 0.0).all()
    assert (deaf.values["people"] == deaf.values["people"][:, :1]).all()


def test_people_and_code_come_to_agree_and_then_nothing_moves() -> None:
    dock = march1991(0.5, 0.5, replications=20, periods=200)
    assert (dock.values["agreement"][:, -1] == 1.0).all()
    assert (dock.values["code"][:, -1] == dock.values["code"][:, -50]).all()
    assert np.allclose(dock.values["people"][:, -1], dock.values["code"][:, -1])


def test_slow_and_fast_learners_are_told_apart() -> None:
    mixed = march1991(0.1, 0.5, fast=0.5, replications=40)
    early = {name: mixed.path(name)[5] for name in ("people", "slow", "fast")}
    assert early["fast"] > early["slow"], "who copies the code faster knows more while the code learns"
    assert early["people"] == pytest.approx((early["slow"] + early["fast"]) / 2)
    assert np.isnan(march1991(replications=2).path("fast")).all()
    same = march1991(0.3, 0.5, p1_fast=0.3, fast=0.4, replications=3)
    assert (same.values["code"] == march1991(0.3, 0.5, replications=3).values["code"]).all()


def test_turbulence_wears_knowledge_out_and_turnover_keeps_the_code_learning() -> None:
    """March (1991), figures 4 and 5: without turnover the code falls behind a reality that moves."""
    frozen = march1991(0.5, 0.5, p4=0.02, periods=100, replications=60)["code"]
    renewed = march1991(0.5, 0.5, p3=0.1, p4=0.02, periods=100, replications=60)["code"]
    calm = march1991(0.5, 0.5, periods=100, replications=60)["code"]
    assert frozen.high < renewed.low < renewed.high < calm.low


def test_slow_socialisation_wins_where_the_code_learns_fast() -> None:
    rates = (0.1, 0.3, 0.5, 0.7, 0.9)
    found = [march1991(p1, 0.9, replications=150)["code"] for p1 in rates]
    assert all(a.low > b.high for a, b in itertools.pairwise(found[:4]))
    assert found[3].mean > found[4].mean


def test_no_figure_contradicts_the_paper() -> None:
    figures = march_figures(replications=200)
    points = [figure for figure in figures if figure.id.startswith("figure1")]
    assert (len(points), len(figures)) == (18, 25)
    assert [figure.id for figure in figures if figure.verdict == "not_reproduced"] == []
    assert [figure.id for figure in figures[18:] if figure.verdict != "reproduced"] == []
    gap = np.array([figure.found.mean - figure.published for figure in points])
    assert np.sqrt((gap**2).mean()) < 0.02, "two means of 80 and 200 runs, each with a spread of about 0.1"


def test_runs_do_not_hang_on_other_runs() -> None:
    few, many = march1991(replications=2, seed=5), march1991(replications=5, seed=5)
    assert (few.values["code"] == many.values["code"][:2]).all()
    assert (few.values["code"] != march1991(replications=2, seed=6).values["code"]).any()


@pytest.mark.parametrize(
    ("bad", "field"),
    [({"p1": 1.1}, "p1"), ({"p4": -0.1}, "p4"), ({"people": 0}, "people"), ({"periods": 2.5}, "periods"),
     ({"fast": float("nan")}, "fast"), ({"replications": 0}, "replications")],
)  # fmt: skip
def test_a_value_out_of_range_is_refused_by_name(bad: dict[str, float], field: str) -> None:
    with pytest.raises(InputError, match=field):
        march1991(**bad)  # type: ignore[arg-type]
