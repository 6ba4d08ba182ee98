"""The unrecorded year is lived once for runs that begin alike, and never for others; no number tells the difference."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simkit.engine.draws import mixed
from simkit.engine.kernel import simulate
from simkit.engine.kernel.inputs import inputs
from simkit.engine.kernel.memory import YEARS, Memory, State, first_state, year_of
from simkit.presets import scene
from simkit.regime import Regime
from simkit.scenario import Change, Scenario, Shock
from tests import strategies

COMPANY = scene("G1")[0]
PLAN = Scenario(organisation=COMPANY, regime=Regime.preset("innovation"), weeks=6)
NEXT_TEAM = COMPANY.with_(teams=(COMPANY.teams[0].with_(attrition=44.0), *COMPANY.teams[1:]))
AFTER = {
    "lever": PLAN.with_(regime=PLAN.regime.with_(review_interval=9)),
    "regime": PLAN.with_(regime=Regime.preset("traditional")),
    "change": PLAN.with_(changes=(Change(week=3, regime=Regime.preset("traditional")),)),
    "shock": PLAN.with_(shocks=(Shock(week=2, kind="budget_cut"),)),
}
"""What happens after the year."""
BEFORE = {
    "constants": PLAN.with_(constants={"start_known": 0.6}),
    "team": PLAN.with_(organisation=NEXT_TEAM),
    "market": PLAN.with_(organisation=COMPANY.with_(market=COMPANY.market.with_(certainty=1, shock_rate=9))),
    "before": PLAN.with_(before=Regime.preset("traditional").with_(review_interval=17)),
    "weeks": PLAN.with_(weeks=7),
}
"""What changes the year, or what has to be kept of it."""


def fingerprint(scenario: Scenario, seed: int = 1, worlds: tuple[int, ...] = (0, 1)) -> bytes:
    """What the year of some worlds is kept under."""
    return year_of(inputs(scenario), mixed(seed), np.array(worlds, np.uint64))


def fresh(scenario: Scenario, seed: int = 1, worlds: tuple[int, ...] = (0, 1)) -> bytes:
    """What worlds record if nothing is remembered."""
    YEARS.forget()
    return simulate(scenario, seed, worlds).tobytes()


@pytest.mark.parametrize("what", AFTER)
def test_the_year_is_shared_by_all_that_differ_later(what: str) -> None:
    expected = fresh(AFTER[what])
    fresh(PLAN)
    assert YEARS.recall(fingerprint(AFTER[what])) is not None
    assert simulate(AFTER[what], 1, (0, 1)).tobytes() == expected != fresh(PLAN)


@pytest.mark.parametrize("what", BEFORE)
def test_another_year_is_lived_afresh(what: str) -> None:
    expected = fresh(BEFORE[what])
    fresh(PLAN)
    assert YEARS.recall(fingerprint(BEFORE[what])) is None
    assert simulate(BEFORE[what], 1, (0, 1)).tobytes() == expected


def test_another_seed_and_other_worlds_live_their_own_years() -> None:
    first, second, third = fresh(PLAN, 1, (0, 1)), fresh(PLAN, 2, (0, 1)), fresh(PLAN, 1, (1, 0))
    YEARS.forget()
    found = [
        simulate(PLAN, seed, worlds).tobytes() for seed, worlds in ((1, (0, 1)), (2, (0, 1)), (1, (1, 0)))
    ]
    assert found == [first, second, third]
    assert len(set(found)) == 3


@settings(max_examples=25, deadline=None)
@given(strategies.scenarios(), st.integers(0, 9))
def test_a_remembered_run_equals_the_first(scenario: Scenario, seed: int) -> None:
    assert fresh(scenario, seed) == simulate(scenario, seed, (0, 1)).tobytes()


def test_what_was_not_used_for_longest_is_forgotten() -> None:
    begun: State = first_state(inputs(PLAN))
    memory = Memory(capacity=2 * sum(part.nbytes for part in begun))
    for year in (b"a", b"b"):
        memory.keep(year, begun)
    memory.recall(b"a")
    memory.keep(b"a", begun)
    memory.keep(b"c", begun)
    assert [memory.recall(year) is None for year in (b"a", b"b", b"c")] == [False, True, False]
    assert memory.held == memory.capacity
