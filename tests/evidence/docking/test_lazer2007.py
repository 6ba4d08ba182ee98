"""Lazer & Friedman (2007) told once more in plain Python, networks counted by hand, and published contests."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

from simkit.engine.draws import Draws
from simkit.evidence import lazer2007
from simkit.evidence.docking import networks
from simkit.evidence.docking.lazer2007 import ahead
from simkit.problems import InputError


class Plain:
    """The model once more, as the paper tells it: bits of 0 and 1, tables by pattern, every solution counted."""

    def __init__(self, n: int, k: int, people: int, seed: int, replication: int = 0) -> None:
        self.luck = Draws(seed, replication).one
        self.n, self.people = n, people
        self.partners = [self.drawn(i, k) for i in range(n)]
        start = [[int(self.luck("solution", j * n + d, 0) < 0.5) for d in range(n)] for j in range(people)]
        self.solutions = [tuple(bits) for bits in start]
        self.top = max(self.value(bits) for bits in itertools.product((0, 1), repeat=n))

    def drawn(self, i: int, k: int) -> list[int]:
        others = [i, *(0 if j == i else j for j in range(1, self.n))]
        for j in range(1, k + 1):
            pick = j + int(self.luck("partner", i, j) * (self.n - j))
            others[j], others[pick] = others[pick], others[j]
        return others[: k + 1]

    def value(self, bits: tuple[int, ...]) -> float:
        patterns = [int("".join(str(bits[p]) for p in partners), 2) for partners in self.partners]
        return sum(self.luck("contribution", i, pattern) for i, pattern in enumerate(patterns)) / self.n

    def step(self, kind: str, ties: Any, t: int, velocity: float, every: int, error: float) -> None:
        new: list[tuple[int, ...]] = []
        for j, own in enumerate(self.solutions):
            looks = t % every == 0 and self.luck(f"look {kind}", j, t) < velocity
            seen = [self.solutions[i] for i in range(self.people) if ties[j][i] and looks]
            best = max(seen, key=self.value, default=own)
            if self.value(best) > self.value(own):
                u = [self.luck(f"copy {kind}", j * self.n + d, t) for d in range(self.n)]
                tried = tuple(b if x < 1.0 - error else o for o, b, x in zip(own, best, u, strict=True))
            else:
                d = int(self.luck(f"bit {kind}", j, t) * self.n)
                tried = tuple(1 - bit if at == d else bit for at, bit in enumerate(own))
            new.append(tried if self.value(tried) > self.value(own) else own)
        self.solutions = new

    def mean(self) -> float:
        return sum((self.value(bits) / self.top) ** 8 for bits in self.solutions) / self.people


@pytest.mark.parametrize(
    ("kind", "velocity", "every", "error", "k"),
    [("line", 1.0, 1, 0.0, 2), ("full", 1.0, 3, 0.0, 3), ("caveman", 0.5, 1, 0.0, 2), ("lattice", 0.8, 2, 0.3, 6), ("hub", 1.0, 1, 0.2, 0)],
)  # fmt: skip
def test_it_equals_a_second_telling_of_the_paper_under_the_same_luck(
    kind: str, velocity: float, every: int, error: float, k: int
) -> None:
    dock = lazer2007(
        kind,
        n=7,
        k=k,
        people=12,
        velocity=velocity,
        look_every=every,
        error=error,
        periods=12,
        replications=1,
        seed=4,
    )
    ties = networks.lattice(12, 4) if kind == "lattice" else networks.FIXED[kind](12)
    plain = Plain(7, k, 12, seed=4)
    path, different = [plain.mean()], [len(set(plain.solutions))]
    for t in range(1, 13):
        plain.step(kind, ties, t, velocity, every, error)
        path.append(plain.mean())
        different.append(len(set(plain.solutions)))
    assert np.allclose(dock.values["score"][0], path, atol=1e-9)
    assert dock.values["solutions"][0].tolist() == different


def test_a_landscape_without_partners_is_always_climbed() -> None:
    for kind in networks.KINDS:
        dock = lazer2007(kind, n=10, k=0, people=30, replications=10, degree=4, density=0.2)
        assert (dock.values["score"][:, -1] == 1.0).all(), kind


def test_the_full_network_copies_the_best_at_once() -> None:
    """After one round everybody has the best first solution, but for whoever had it and found a better one."""
    dock = lazer2007("full", replications=20, n=12, k=3)
    assert (dock.values["solutions"][:, 1] <= 2.0).all()
    assert np.allclose(dock.values["score"][:, 1], dock.values["best"][:, 0], atol=0.02)
    best = dock.values["best"]
    assert (np.diff(best, axis=1) >= 0.0).all(), "nobody ever goes back"


def test_full_leads_early_and_the_line_ends_higher() -> None:
    line, full = (lazer2007(kind, n=15, k=5, replications=100) for kind in ("line", "full"))
    lead = line.values["score"] - full.values["score"]
    error = lead.std(axis=0, ddof=1) / 10.0
    assert lead[:, 5].mean() < -3 * error[5]
    assert lead[:, -1].mean() > 3 * error[-1]
    won, lost = ahead(line, full)
    assert won.low > lost.high
    assert (line.values["solutions"][:, 10] > full.values["solutions"][:, 10]).all()


def test_looking_less_often_and_copying_with_errors_end_higher_and_start_lower() -> None:
    """Figures 10 and 11: both slow the spread of solutions down, and the long run gains."""
    base, seldom, together, faulty = (
        lazer2007("full", n=15, k=5, replications=100, velocity=velocity, look_every=every, error=error)
        for velocity, every, error in ((1.0, 1, 0.0), (0.1, 1, 0.0), (1.0, 10, 0.0), (1.0, 1, 0.2))
    )
    for other in (seldom, together, faulty):
        assert other.path("score")[1] < base.path("score")[1]
        assert other["score"].mean > base["score"].mean


def test_runs_do_not_hang_on_other_runs_or_on_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    many = lazer2007("random", n=10, replications=12, seed=9)
    monkeypatch.setattr("simkit.evidence.docking.lazer2007.cpu_count", lambda: 1)
    few = lazer2007("random", n=10, replications=3, seed=9)
    assert all((few.values[name] == many.values[name][:3]).all() for name in many.values)


def test_the_networks_are_those_of_the_paper() -> None:
    assert networks.path_length(networks.lattice(12, 4)) == pytest.approx(1.909, abs=5e-4)  # figure 3
    assert networks.path_length(networks.caveman(100)) == pytest.approx(17.98, abs=5e-3)  # note 3
    assert networks.path_length(networks.hub(100)) == pytest.approx(2.0, abs=0.03)  # note 3
    line, full = networks.line(100), networks.full(100)
    assert (int(line.sum()) // 2, int(full.sum()) // 2) == (99, 4950)
    for seed in range(5):
        moved = networks.small_world(100, 4, 50, 0, Draws(seed, 0))
        more = networks.small_world(100, 4, 0, 10, Draws(seed, 0))
        assert (int(moved.sum()) // 2, int(more.sum()) // 2) == (200, 210)
        assert networks.is_whole(moved)
        assert networks.path_length(moved) < networks.path_length(more) < 12.88
        loose = networks.random(100, 0.05, True, Draws(seed, 0))
        assert networks.is_whole(loose)
        assert (loose == loose.T).all()


def test_a_table_of_ties_is_a_network_too_and_an_uneven_one_is_refused() -> None:
    ties = networks.line(20)
    given = lazer2007(ties.astype(int), n=8, k=2, people=20, replications=2)
    assert (given.values["path_length"] == networks.path_length(ties)).all()
    ties[3, 9] = True
    with pytest.raises(InputError, match="table of ties"):
        lazer2007(ties, people=20)


@pytest.mark.parametrize(
    ("bad", "field"),
    [({"network": "star"}, "network"), ({"k": 20}, "k"), ({"velocity": 1.2}, "velocity"), ({"degree": 3}, "degree"),
     ({"n": 30}, "n"), ({"network": "small_world", "people": 5, "added": 1}, "added"), ({"network": "random", "density": 0.0, "people": 5}, "density")],
)  # fmt: skip
def test_a_value_out_of_range_is_refused_by_name(bad: dict[str, Any], field: str) -> None:
    with pytest.raises(InputError, match=field):
        lazer2007(**{"network": "lattice", "replications": 1, **bad})  # type: ignore[arg-type]


@pytest.mark.slow
def test_the_line_wins_the_published_share_of_contests() -> None:
    """Table B.1, the two largest contests, within the errors of both (1,000 landscapes each)."""
    line, full = (lazer2007(kind, replications=1000) for kind in ("line", "full"))
    won, lost = ahead(line, full)
    assert abs(won.mean - 0.845) < 4 * np.hypot(won.mcse, (0.845 * 0.155 / 1000) ** 0.5)
    assert lost.mean < 0.1
    lead = (line.values["score"] - full.values["score"]).mean(axis=0)
    assert lead[1:15].max() < 0.0 < lead[22:].min()
