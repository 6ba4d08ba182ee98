"""The pattern checks: the verdict on a contrast, and the signs that are strong enough for a few worlds."""

import numpy as np
import pytest

from simkit.evidence.arms import Arm
from simkit.evidence.patterns import patterns
from simkit.evidence.sources import SOURCES
from simkit.evidence.verdicts import Claim, Finding, Pattern, Term, Verdicts, check, judge
from simkit.text import LANGS, say

UP, DOWN, SMALL = Claim("x", (), "up"), Claim("x", (), "down"), Claim("x", (), "small", margin=0.5)


def test_the_interval_is_students() -> None:
    """By hand: mean 2, sd 1, n 4, t(0.975, 3) = 3.182, so 2 ± 1.591."""
    mean, low, high, effect, verdict = judge(
        np.array([1.0, 2.0, 2.0, 3.0]) + np.array([-0.2247, 0, 0, 0.2247]), UP, 4.0
    )
    assert (mean, effect) == pytest.approx((2.0, 0.5), abs=1e-3)
    assert (low, high) == pytest.approx((2.0 - 1.591, 2.0 + 1.591), abs=1e-3)
    assert verdict == "reproduced"


@pytest.mark.parametrize(
    ("values", "claim", "verdict"),
    [
        ([1.0, 1.1, 0.9], UP, "reproduced"),
        ([1.0, 1.1, 0.9], DOWN, "not_reproduced"),
        ([1.0, -1.1, 0.3], UP, "undecided"),
        ([0.0, 0.0, 0.0], UP, "not_reproduced"),  # nothing at all moved: the sign is not there
        ([5.0, 5.1, 4.9], SMALL, "not_reproduced"),
        ([1.0, -1.0] * 50, SMALL, "reproduced"),
        ([1.0, -1.0], SMALL, "undecided"),
    ],
)
def test_verdicts(values: list[float], claim: Claim, verdict: str) -> None:
    assert judge(np.array(values), claim, 1.0)[4] == verdict


def test_worlds_without_a_value_do_not_count() -> None:
    assert judge(np.array([1.0, np.nan, 1.2, 0.8]), UP, 1.0) == judge(np.array([1.0, 1.2, 0.8]), UP, 1.0)


def test_a_pattern_is_as_good_as_its_worst_claim() -> None:
    pattern = Pattern(1, "x", (), (UP, DOWN))
    findings = check((), worlds=2).findings
    assert findings == ()
    made = [_finding(pattern, verdict) for verdict in ("reproduced", "undecided")]
    assert Verdicts(tuple(made)).of(pattern) == "undecided"
    assert Verdicts((*made, _finding(pattern, "not_reproduced"))).of(pattern) == "not_reproduced"


def _finding(pattern: Pattern, verdict: str) -> Finding:
    return Finding(pattern, UP, 0.0, 0.0, 0.0, 0.0, 2, verdict)


def test_all_thirteen_signs_are_there_with_sources_and_texts() -> None:
    assert [item.number for item in patterns()] == list(range(1, 14))
    for item in patterns():
        assert item.claims
        assert set(item.sources) <= set(SOURCES)
        for lang in LANGS:
            assert say(f"pattern.title.{item.id}", lang)
            assert all(say(f"pattern.claim.{claim.id}", lang) for claim in item.claims)


STRONG = {"crossing_first_year", "crossing_certain", "reporting", "aim_team", "aim_over_size", "gates_kills", "blanket_care",
          "lag_half", "cramming_yearly", "cramming_quarterly", "review_time_financial", "review_time_customer"}  # fmt: skip


def test_strong_signs_show_in_six_worlds() -> None:
    """Effects of several standard deviations; a mechanism that is lost turns one of them."""
    chosen = [
        Pattern(
            item.number, item.id, item.sources, tuple(claim for claim in item.claims if claim.id in STRONG)
        )
        for item in patterns()
    ]
    found = check(chosen, worlds=6, workers=1)
    assert {item.claim.id: item.verdict for item in found.findings} == dict.fromkeys(
        [item.claim.id for item in found.findings], "reproduced"
    )
    assert {item.claim.id for item in found.findings} == STRONG


def test_the_same_scenario_against_itself_is_exactly_nothing() -> None:
    arm = patterns()[5].claims[0].terms[0].arm
    same = Claim("same", (Term(1.0, arm), Term(-1.0, Arm(arm.scenario, arm.metric, arm.window))), "up")
    finding = check([Pattern(0, "same", (), (same,))], worlds=2, workers=1).findings[0]
    assert (finding.mean, finding.low, finding.high) == (0.0, 0.0, 0.0)


def test_the_margin_of_nothing_is_in_standard_deviations_between_teams() -> None:
    values = np.array([1.0, 1.1, 0.9, 1.0])  # 1 +- 0.13
    assert [judge(values, SMALL, unit)[4] for unit in (1.0, 2.0, 2.3)] == [
        "not_reproduced",
        "undecided",
        "reproduced",
    ]
