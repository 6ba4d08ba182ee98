"""The article's advice as data, and its verdict by hand."""

import numpy as np
import pytest

from simkit.experiments.advice import ADVICE, advice_for, judged
from simkit.experiments.mixes import mixes_of

LOW = np.array([1.0, 2.0, 3.0, 4.0])
HIGH = LOW + 1.0
"""One more in every world: surely above."""
NEAR = LOW + np.array([0.5, -0.5, 0.6, -0.2])
"""A tenth more on average, but not surely."""
NEAR_HIGH = NEAR + 1.0


def test_what_is_recommended_where() -> None:
    """Read from the article: OKR and project performance at one corner, KPI with a shell at the other."""
    chosen = {
        advice.id: {mix.code for mix in mixes_of() if advice.recommends(mix.regime)} for advice in ADVICE
    }
    assert chosen == {"uncertain_agile": set("ORSGAJN"), "certain_functional": set("PD")}


def test_a_place_follows_the_nearer_corner() -> None:
    """Above the diagonal team type = certainty it is uncertain × agile, below the other, on it neither."""
    grid = [(certainty, kind) for certainty in range(1, 6) for kind in range(1, 6)]
    found = {cell: advice_for(*cell) for cell in grid}
    names = {cell: advice.id if advice else "" for cell, advice in found.items()}
    assert {cell for cell, id in names.items() if id == "uncertain_agile"} == {
        (c, k) for c, k in grid if k > c
    }
    assert {cell for cell, id in names.items() if id == "certain_functional"} == {
        (c, k) for c, k in grid if k < c
    }


@pytest.mark.parametrize(
    ("recommended", "others", "verdict"),
    [
        ([HIGH], [LOW], "holds"),
        ([LOW], [HIGH], "fails"),
        ([NEAR], [LOW], "undecided"),
        ([LOW], [NEAR], "undecided"),
        ([HIGH, NEAR_HIGH], [LOW], "holds"),  # which of the recommended ones is better need not be known
        ([HIGH, LOW], [LOW - 1.0], "holds"),
        ([HIGH], [LOW, NEAR_HIGH], "undecided"),  # one of the others may be as good
        ([LOW, NEAR_HIGH], [HIGH], "undecided"),  # one of the recommended ones may be as good
        ([LOW, NEAR], [HIGH + 3.0, LOW], "fails"),
    ],
)
def test_the_verdict_by_hand(recommended: list[np.ndarray], others: list[np.ndarray], verdict: str) -> None:
    values = np.stack([*recommended, *others])
    found = judged(values, [True] * len(recommended) + [False] * len(others))
    assert found is not None
    assert found.verdict == verdict


def test_the_margin_is_between_the_best_of_both_sides() -> None:
    found = judged(np.stack([LOW, HIGH, LOW - 2.0, LOW - 1.0]), [True, True, False, False])
    assert found is not None
    assert (found.recommended, found.other, found.margin.mean) == (1, 3, 2.0)


def test_advice_cannot_be_judged_without_both_sides() -> None:
    values = np.stack([LOW, HIGH])
    assert judged(values, [True, True]) is None
    assert judged(values, [False, False]) is None
