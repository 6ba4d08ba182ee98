"""Published effect sizes: every row is complete, the bands are those of the sources, robust ones show in few worlds."""

from math import inf, isnan

import pytest

from simkit.evidence.effects import FACTOR, UNITS, Effect, around, effects, measure_effects
from simkit.evidence.sources import SOURCES
from simkit.text import LANGS, entries, say

EFFECTS = effects()
PUBLISHED = {
    "group_goals": 0.56, "goals_egocentric": -1.75, "goals_groupcentric": 1.20, "feedback": 0.41, "monitoring": 0.40,
    "incentive_individual": 0.32, "incentive_team": 0.45, "bonus_sales": 3.0, "error_management": 0.44, "coaching": 0.36,
    "safety_learning": 0.62, "safety_sharing": -0.52, "safety_creativity": 0.13,
}  # fmt: skip
"""Numbers of the published effects, from the project's table of evidence."""


def test_numbers_are_those_published() -> None:
    assert {item.id: item.published for item in EFFECTS if item.id in PUBLISHED} == PUBLISHED


@pytest.mark.parametrize("item", EFFECTS, ids=lambda item: item.id)
def test_an_effect_is_complete(item: Effect) -> None:
    assert SOURCES[item.source].grade != "M", "remembered numbers are no target"
    assert item.unit in UNITS
    low, high = item.band
    assert low < high
    assert isnan(item.published) or low <= item.published <= high
    for lang in LANGS:
        assert say(f"effect.claim.{item.id}", lang)
        assert say(f"effect.unit.{item.unit}", lang)


def test_texts_are_those_of_effects() -> None:
    ids = {item.id for item in EFFECTS}
    assert set(entries("effects")["claim"]) == ids
    assert set(entries("effects")["note"]) <= ids


def test_a_band_is_half_to_twice_the_published_number() -> None:
    assert around(0.4) == (0.4 / FACTOR, 0.4 * FACTOR) == (0.2, 0.8)
    assert around(-1.75) == (-3.5, -0.875)


ROBUST = {
    "bonus_sales": 1, "goals_groupcentric": 1, "incentive_individual": 1, "incentive_quality": 1, "ideas_participation": 1,
    "reward_completion": -1, "error_management": 1, "coaching": 1, "safety_sharing": -1, "intrinsic_quality": 1,
}  # fmt: skip
"""Signs of mechanisms that a handful of worlds shows; sizes are for ``simkit patterns``."""


def test_robust_signs_show_in_eight_worlds() -> None:
    found = measure_effects([item for item in EFFECTS if item.id in ROBUST], worlds=8, workers=1)
    assert {
        item.effect.id: 1 if item.found.low > 0 else -1 if item.found.high < 0 else 0 for item in found
    } == ROBUST


def test_what_nothing_was_changed_in_has_no_effect() -> None:
    item = next(item for item in EFFECTS if item.id == "coaching")
    same = Effect("coaching", item.measure, (item.arms[0], item.arms[0]), "d", 0.0, (-inf, inf), item.source)
    (found,) = measure_effects([same], worlds=3, workers=1)
    assert (found.found.mean, found.found.low, found.found.high, found.verdict) == (
        0.0,
        0.0,
        0.0,
        "reproduced",
    )


def test_neither_workers_nor_company_change_a_finding() -> None:
    chosen = [item for item in EFFECTS if item.id in ("coaching", "blame")]
    alone = [measure_effects([item], worlds=4, workers=1)[0].found for item in chosen]
    assert [item.found for item in measure_effects(chosen, worlds=4, workers=2)] == alone
