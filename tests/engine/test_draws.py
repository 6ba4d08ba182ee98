"""The luck: published values, uniform, independent, strictly inside (0, 1), and one name for one thing."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from simkit.engine import draws as drawing
from simkit.engine.draws import Draws, key_of, mixed, seat_of
from simkit.engine.host import OrganisationModel, simulate
from simkit.engine.host import model as host
from simkit.engine.luck import Luck
from tests.engine.worlds import INNOVATION, plan

STEP = 0x9E3779B97F4A7C15
PUBLISHED = {
    0: (0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F),
    1234567: (6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431),
}
"""First outputs of splitmix64 (reference implementation; Rosetta Code) by seed."""
LEVEL = 1e-4
"""Level of each statistical test here; the seeds are fixed, so that nothing is left to chance."""
LARGEST = 2**64 - 1


def seats(count: int) -> NDArray[np.uint64]:
    return np.array([seat_of("Apps", number) for number in range(count)], dtype=np.uint64)


@pytest.mark.parametrize("seed", PUBLISHED)
def test_the_finaliser_gives_the_published_values(seed: int) -> None:
    found = [mixed((seed + place * STEP) % 2**64) for place in range(len(PUBLISHED[seed]))]
    assert found == list(PUBLISHED[seed])


@given(
    seed=st.integers(-(2**70), 2**70),
    replication=st.integers(0, 10**6),
    stream=st.sampled_from(host.MEMBER_STREAMS),
    first=st.integers(0, 1040),
    places=st.lists(st.integers(0, LARGEST), min_size=1, max_size=5),
)
@settings(derandomize=True, deadline=None, max_examples=50)
def test_a_block_holds_what_asking_one_by_one_gives(
    seed: int, replication: int, stream: str, first: int, places: list[int]
) -> None:
    luck = Draws(seed, replication)
    block = luck.block(stream, np.array(places, dtype=np.uint64), first, 3)
    assert block.tolist() == [[luck.one(stream, seat, first + week) for seat in places] for week in range(3)]


@pytest.mark.parametrize(("bits", "expected"), [(0, 2.0**-53), (LARGEST, 1.0 - 2.0**-53)])
def test_numbers_stay_strictly_between_0_and_1(
    bits: int, expected: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "mixed", lambda x: bits)
    monkeypatch.setattr(drawing, "_mixed_all", lambda x: np.full(np.shape(x), bits, dtype=np.uint64))
    luck = Draws(1, 0)
    assert luck.one("exit", 1, 1) == expected == luck.block("exit", seats(1), 1, 1)[0, 0]


@pytest.mark.parametrize("stream", ["trial", "outcome", "exit", "flip", "quality"])
@pytest.mark.parametrize("seed", [0, 1, -1])
def test_numbers_are_uniform(stream: str, seed: int) -> None:
    numbers = Draws(seed, 0).block(stream, seats(1000), 1, 100).ravel()
    counts = np.histogram(numbers, bins=100, range=(0.0, 1.0))[0]
    assert stats.chisquare(counts).pvalue > LEVEL
    # The last bits count too: the same test on what is left after cutting the first ten bits off.
    low = np.histogram(numbers * 1024.0 % 1.0, bins=100, range=(0.0, 1.0))[0]
    assert stats.chisquare(low).pvalue > LEVEL


def pair_of(kind: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Two lists of numbers that have all in common but one thing."""
    a, b = Draws(1, 0), Draws(1, 0)
    if kind in ("seed", "replication"):
        b = Draws(2, 0) if kind == "seed" else Draws(1, 1)
    if kind == "week":
        return a.block("seen", seats(500), 1, 100), b.block("seen", seats(500), 2, 100)
    if kind == "seat":
        block = a.block("seen", seats(501), 1, 100)
        return block[:, :-1], block[:, 1:]
    other = "judged" if kind == "stream" else "seen"
    return a.block("seen", seats(500), 1, 100), b.block(other, seats(500), 1, 100)


@pytest.mark.parametrize("kind", ["seed", "replication", "stream", "seat", "week"])
def test_neighbouring_numbers_are_independent(kind: str) -> None:
    first, second = (numbers.ravel() for numbers in pair_of(kind))
    table = np.histogram2d(first, second, bins=16, range=((0, 1), (0, 1)))[0]
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / first.size
    square = float(((table - expected) ** 2 / expected).sum())
    assert stats.chi2(15 * 15).sf(square) > LEVEL
    assert abs(np.corrcoef(first, second)[0, 1]) < stats.norm.isf(LEVEL / 2) / np.sqrt(first.size)


@pytest.fixture(scope="module")
def asked() -> dict[str, set[str]]:
    """Which streams a busy world asks for, by the object that is asked."""
    found: dict[str, set[str]] = defaultdict(set)
    one, item = Draws.one, Luck.__getitem__

    def one_noted(self: Draws, stream: str, seat: int, week: int) -> float:
        found["one"].add(stream)
        return one(self, stream, seat, week)

    def item_noted(self: Luck, stream: str) -> list[float]:
        found["week"].add(stream)
        return item(self, stream)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Draws, "one", one_noted)
        patch.setattr(Luck, "__getitem__", item_noted)
        busy = plan(INNOVATION.with_(innovation_budget=0.5, coaching_share=0.0), weeks=120)
        blocked = busy.with_(constants={"blocker_rate": 0.15, "removal_floor": 0.01})
        simulate(blocked, 1, 0)
        simulate(busy.with_(regime=busy.regime.with_(coaching_share=1.0)), 1, 0)
    return found


def test_every_declared_stream_is_used(asked: dict[str, set[str]]) -> None:
    weekly = host.MEMBER_STREAMS + host.TEAM_STREAMS + host.DIMENSION_STREAMS + host.OPPORTUNITY_STREAMS
    assert asked["week"] == {*weekly, "flip", "cut_week"}


def test_streams_have_different_keys(asked: dict[str, set[str]]) -> None:
    names = asked["week"] | asked["one"]
    assert len(names) > 40
    assert len({key_of(name) for name in names}) == len(names)


def test_places_have_different_keys() -> None:
    numbers = [
        *range(200),
        *range(10_000, 10_010),
        20_000,
        30_000,
        *range(40_000, 40_012),
        *range(50_000, 50_010),
    ]
    teams = [
        "Apps",
        "Ads",
        "Apps ",
        "apps",
        "工厂",
        host.COMPANY,
        *(f"Team {number}" for number in range(94)),
    ]
    assert len({seat_of(team, number) for team in teams for number in numbers}) == len(teams) * len(numbers)


@pytest.mark.parametrize("seed", [-1, 0, 2**70])
def test_any_whole_number_is_a_seed(seed: int) -> None:
    model = OrganisationModel(plan(weeks=2), seed=seed, collect=False)
    model.step()
    assert model.draws.one("exit", 1, 1) == Draws(seed, 0).one("exit", 1, 1)
