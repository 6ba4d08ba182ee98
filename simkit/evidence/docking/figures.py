"""The published figures of the docks on learning, each beside what simkit finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from simkit.evidence.docking._common import Dock, Figure, figure, more, near
from simkit.evidence.docking.clark2016 import clark2016
from simkit.evidence.docking.denrell2001 import denrell2001
from simkit.evidence.docking.ederer_figures import ederer_figures
from simkit.evidence.docking.lazer2007 import ahead, lazer2007
from simkit.evidence.docking.march1991 import march1991
from simkit.evidence.docking.posen2012 import posen2012
from simkit.experiments.paired import Estimate, estimate
from simkit.result import Floats

FIGURE_1: dict[float, tuple[float, ...]] = {
    0.1: (0.857, 0.815, 0.804, 0.788, 0.802, 0.817, 0.805, 0.803, 0.794),
    0.9: (0.977, 0.952, 0.913, 0.890, 0.854, 0.804, 0.770, 0.744, 0.751),
}
"""March (1991), figure 1: equilibrium knowledge of the code by p2, for p1 = 0.1, 0.2, … 0.9 (± ``READING``)."""
READING = 0.03
TABLE_B1: dict[tuple[str, str], int] = {
    ("full", "line"): 26, ("full", "lattice"): 50, ("full", "small_world"): 88, ("full", "random"): 138,
    ("line", "full"): 845, ("line", "lattice"): 468, ("line", "small_world"): 605, ("line", "random"): 787,
    ("lattice", "full"): 762, ("lattice", "line"): 216, ("lattice", "small_world"): 478, ("lattice", "random"): 684,
    ("small_world", "full"): 632, ("small_world", "line"): 132, ("small_world", "lattice"): 222,
    ("small_world", "random"): 557, ("random", "full"): 320, ("random", "line"): 54, ("random", "lattice"): 83,
    ("random", "small_world"): 136,
}  # fmt: skip
"""Lazer & Friedman (2007), table B.1: in how many of 1,000 contests the first network beats the second."""
POSEN: dict[float, dict[float, float]] = {
    0.0: {0.02: 240.5, 0.25: 264.3, 0.5: 281.2, 0.75: 271.5, 1.0: 247.8},
    0.04: {0.02: 63.9, 0.25: 91.6, 0.5: 101.7, 0.75: 95.6, 1.0: 83.1},
    0.32: {0.02: 13.6, 0.25: 23.9, 0.5: 23.5, 0.75: 19.2, 1.0: 15.1},
}
"""Posen & Levinthal (2012) in a public replication: score by turbulence and tau, 25,000 replications."""
CLARK: dict[float, dict[int, float]] = {
    0.0: {0: 285.6, 1: 291.0, 2: 287.2, 4: 288.7, 8: 279.4, 16: 272.9},
    0.04: {0: 98.5, 1: 95.2, 2: 92.8, 4: 82.6, 8: 66.7, 16: 48.7},
    0.16: {0: 39.2, 1: 33.0, 2: 30.5, 4: 18.5, 8: 11.2, 16: 0.4},
}
"""Clark (2016): score by turbulence and latency, 1,000 replications."""
BANDIT_ERROR = 3.0
"""Standard error of a published score of 1,000 replications, as its author gives it; of 25,000 it is a fifth."""
CONTESTS = 1000
ADDED = 10
"""Ties added to the lattice in the small world of table B.1; its random network has density 0.07."""


def march_figures(replications: int = 400, seed: int = 0) -> tuple[Figure, ...]:
    """Return figure 1 of March (1991), point by point, beside simkit's code at period 80, and orders of figures 2 to 5.

    >>> sum(item.verdict == "not_reproduced" for item in march_figures(80))
    0
    """
    points = tuple(
        near(f"figure1 p1={p1 / 10} p2={p2}", value, READING, _code(p1 / 10, p2, replications, seed), "march1991", "figure1")
        for p2, row in FIGURE_1.items()
        for p1, value in enumerate(row, 1)
    )  # fmt: skip
    play = partial(march1991, p2=0.5, replications=replications, seed=seed)
    return (*points, *_mixed(play), *_renewed(play))


def _mixed(play: Callable[..., Dock]) -> list[Figure]:
    """Return by how much slow (0.1) and fast (0.9) learners together know more than all at their mean rate."""
    return [
        more(
            f"figure2 fast={fast}",
            estimate(_end(play(0.1, fast=fast)) - _end(play(0.1 + 0.8 * fast))),
            "march1991",
            "figure2",
        )
        for fast in (0.3, 0.5, 0.7)
    ]


def _renewed(play: Callable[..., Dock]) -> list[Figure]:
    """Return what turnover adds in period 20, and what it saves where reality moves."""
    gain = {p1: _end(play(p1, p3=0.1, periods=20)) - _end(play(p1, periods=20)) for p1 in (0.1, 0.9)}
    moving = {p3: play(0.5, p3=p3, p4=0.02, periods=100).values["code"] for p3 in (0.0, 0.1)}
    orders = (
        ("figure4 p1=0.9", gain[0.9], "figure4_fast", 1),
        ("figure4 p1=0.1", gain[0.1], "figure4_slow", -1),
        ("figure5 without turnover", moving[0.0][:, -1] - moving[0.0][:, 20], "figure5_frozen", -1),
        ("figure5 turnover", moving[0.1][:, -1] - moving[0.0][:, -1], "figure5_renewed", 1),
    )
    return [more(name, estimate(found), "march1991", note, side) for name, found, note, side in orders]


def _end(dock: Dock) -> Floats:
    """Return what the code knows in the last period, organisation by organisation."""
    return dock.values["code"][:, -1]


def _code(p1: float, p2: float, replications: int, seed: int) -> Estimate:
    """Return the code's knowledge in one cell."""
    return march1991(p1, p2, replications=replications, seed=seed)["code"]


def lazer_figures(replications: int = 1000, seed: int = 0) -> tuple[Figure, ...]:
    """Return table B.1 of Lazer & Friedman (2007) and what the text says of line and full network."""
    kinds = ("full", "line", "lattice", "small_world", "random")
    docks = {kind: lazer2007(kind, added=ADDED, replications=replications, seed=seed) for kind in kinds}
    contests = [
        near(f"{a} ahead of {b}", count / CONTESTS, _drawn(count / CONTESTS), ahead(docks[a], docks[b])[0], "lazer2007", "contest")
        for (a, b), count in TABLE_B1.items()
    ]  # fmt: skip
    return (*contests, *_course(docks["line"], docks["full"]), *_simple(min(replications, 100), seed))


def _course(line: Dock, full: Dock) -> list[Figure]:
    """Return the order of line and full network in time: crossing after period 18."""
    lead = line.values["score"] - full.values["score"]
    sides = (("early", 10, -1), ("before", 15, -1), ("after", 22, 1), ("late", -1, 1))
    return [more(name, estimate(lead[:, t]), "lazer2007", name, side) for name, t, side in sides]


def _simple(replications: int, seed: int) -> list[Figure]:
    """Return the end of line and full network where nothing hangs together."""
    found = {
        kind: lazer2007(kind, k=0, replications=replications, seed=seed)["score"] for kind in ("line", "full")
    }
    return [near(f"K=0 {kind}", 1.0, 1e-9, value, "lazer2007", "simple") for kind, value in found.items()]


def denrell_figures(replications: int = 20_000, seed: int = 0) -> tuple[Figure, ...]:
    """Return the hot stove of Denrell & March (2001): shares of risky choices in the last period.

    >>> [item.verdict for item in denrell_figures()]
    ['reproduced', 'reproduced']
    """
    fast, slow = (denrell2001(phi, replications=replications, seed=seed)["risky"] for phi in (0.5, 0.1))
    return (
        figure("phi=0.5", 0.01, (0.0, 0.01), fast, "denrell2001", "fast"),
        figure("phi=0.1", 0.3, (0.25, 0.35), slow, "denrell2001", "slow"),
    )


def posen_figures(replications: int = 100_000, seed: int = 0) -> tuple[Figure, ...]:
    """Return the scores of Posen & Levinthal (2012) by turbulence and exploration."""
    return tuple(
        near(f"eta={eta} tau={tau}", value, 1.96 * BANDIT_ERROR / 5, _posen(tau, eta, replications, seed), "posen2012", "score")
        for eta, row in POSEN.items()
        for tau, value in row.items()
    )  # fmt: skip


def _posen(tau: float, eta: float, replications: int, seed: int) -> Estimate:
    """Return the score in one cell."""
    return posen2012(tau, eta, replications=replications, seed=seed)["score"]


def clark_figures(replications: int = 20_000, seed: int = 0) -> tuple[Figure, ...]:
    """Return the scores of Clark (2016) by turbulence and latency, with the program's record of wins."""
    return tuple(
        near(f"eta={eta} latency={latency}", value, 1.96 * BANDIT_ERROR, _clark(latency, eta, replications, seed), "clark2016", "score")
        for eta, row in CLARK.items()
        for latency, value in row.items()
    )  # fmt: skip


def _clark(latency: int, eta: float, replications: int, seed: int) -> Estimate:
    """Return the score in one cell."""
    return clark2016(latency, eta, replications=replications, seed=seed)["score"]


def _drawn(share: float) -> float:
    """Return how far a share of ``CONTESTS`` draws may be off: 1.96 standard errors.

    >>> round(_drawn(0.5), 3)
    0.031
    """
    return 1.96 * (share * (1.0 - share) / CONTESTS) ** 0.5


DOCKS: Mapping[str, Callable[..., tuple[Figure, ...]]] = {
    "march1991": march_figures,
    "lazer2007": lazer_figures,
    "denrell2001": denrell_figures,
    "posen2012": posen_figures,
    "clark2016": clark_figures,
    "ederer2013": ederer_figures,
}
"""Every dock's published figures, by the key of its source; each function takes ``replications`` and ``seed``."""
REDUCED: Mapping[str, int] = {
    "march1991": 80, "lazer2007": 100, "denrell2001": 5000, "posen2012": 1500, "clark2016": 1500,
    "ederer2013": 1000,
}  # fmt: skip
"""Replications that take seconds, not minutes, a dock; leaving them out is the full run."""


def figures(*, reduced: bool = False, seed: int = 0) -> Iterator[tuple[str, tuple[Figure, ...]]]:
    """Yield the published figures of one dock after the other, each beside what simkit finds.

    ``reduced`` takes ``REDUCED`` replications, so that more verdicts stay undecided. It is an iterator, so that
    whoever shows the figures can show progress and stop in between.

    >>> model, found = next(figures(reduced=True))
    >>> model, len(found)
    ('march1991', 25)
    """
    for model, of in DOCKS.items():
        yield model, of(replications=REDUCED[model], seed=seed) if reduced else of(seed=seed)
