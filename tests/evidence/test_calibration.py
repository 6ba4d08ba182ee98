"""The calibration: the procedure on a case with a known answer, and the accepted set that ships with the package."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import uniform

from simkit.constants import CONSTANTS, settings
from simkit.engine.draws import Draws, key_of, lent
from simkit.evidence.accepted import Accepted, accepted, calibrate, read, write
from simkit.evidence.calibration import Population, constants_at, fit, focused, value_at
from simkit.evidence.sources import OWN, SOURCES
from simkit.evidence.statistics import statistics, steps
from simkit.evidence.targets import ROLES, TARGETS, Target, compared, distance, fitted, informed, missed
from simkit.text import LANGS

AGAIN = 8
"""Points of the accepted set that are simulated anew here."""
OBSERVED, NOISE, TOLERANCE = 0.45, 0.1, 0.05


def normal_mean(place: Mapping[str, float]) -> float:
    """Distance of one noisy look at a place from what was observed; its luck hangs on the place."""
    u = Draws(0, 0).block("toy", np.array([key_of(repr(place["x"]))], np.uint64), 0, 12)
    return abs(place["x"] + NOISE * (float(u.sum()) - 6.0) - OBSERVED)  # twelve uniforms: nearly normal


def toy(history: Path, seed: int, size: int = 200) -> Population:
    return fit({"x": (0.0, 1.0)}, normal_mean, history, size=size, seed=seed, goal=TOLERANCE)


def test_a_known_posterior_is_found(tmp_path: Path) -> None:
    """Uniform prior, normal noise, tolerance e: the posterior has mean y and variance s² + e²/3 (the kernel's)."""
    places = toy(tmp_path, 1).places[:, 0]
    expected, n = (NOISE**2 + TOLERANCE**2 / 3) ** 0.5, len(places)
    assert n == 200
    assert abs(places.mean() - OBSERVED) < 4 * expected / n**0.5
    assert abs(places.std() / expected - 1) < 4 / (2 * n) ** 0.5


def test_the_same_seed_gives_the_same_set_also_after_a_break(tmp_path: Path) -> None:
    whole, looked = toy(tmp_path / "whole", 3, 25), 0

    def broken(place: Mapping[str, float]) -> float:
        nonlocal looked
        looked += 1
        if looked > whole.simulations // 2:
            raise KeyboardInterrupt
        return normal_mean(place)

    with pytest.raises(KeyboardInterrupt):
        fit({"x": (0.0, 1.0)}, broken, tmp_path / "broken", size=25, seed=3, goal=TOLERANCE)
    resumed, other = toy(tmp_path / "broken", 3, 25), toy(tmp_path / "other", 4, 25)
    assert np.array_equal(whole.places, resumed.places)
    assert whole.simulations == resumed.simulations
    assert not np.array_equal(whole.places, other.places)


def test_numbers_of_others_go_on_as_if_nothing_had_been_lent(tmp_path: Path) -> None:
    with lent(9):
        plain = [uniform.rvs(), uniform.rvs()]
    with lent(9):
        first = uniform.rvs()
        toy(tmp_path, 1, 10)
        assert [first, uniform.rvs()] == plain


def test_waves_leave_out_what_never_gives_a_figure_and_nothing_else() -> None:
    """Of ``a`` only the upper half can do, of ``b`` anything, and ``c`` can do nothing: that is left as it is."""
    informs = {"t": ["a", "b"], "never": ["c"]}
    box = focused(informs, lambda place: {"t": place["a"] > 0.5, "never": False}, size=100)
    assert 0.45 <= box["a"][0] <= 0.5
    assert (box["a"][1], box["c"]) == (1.0, (0.0, 1.0))
    assert box["b"][0] < 0.05 < 0.95 < box["b"][1]


def test_giving_up_early_changes_no_verdict() -> None:
    """A simulation that is given up is one that would have been refused at its end."""
    found = [constants_at(dict.fromkeys(informed(), at), 1) for at in (0.2, 0.5, 0.8)]
    for constants, own in found:
        end = distance(statistics(constants, own, worlds=2))
        early = missed(steps(constants, own, worlds=2), 1.0)
        assert early == (end if end <= 1.0 else np.inf)


@pytest.mark.parametrize("id", ["pay_value", "discount_rate", "coach_skill"])
def test_priors_span_the_declared_range(id: str) -> None:
    """Half-way is the middle of a narrow range, and the geometric mean of one that spans a factor of 4 or more."""
    item = CONSTANTS[id]
    middle = (item.low * item.high) ** 0.5 if id == "discount_rate" else (item.low + item.high) / 2
    assert [value_at(item, at) for at in (0.0, 0.5, 1.0)] == pytest.approx(
        [item.low, middle, item.high], rel=1e-3
    )


def test_what_no_target_informs_is_drawn_from_its_range() -> None:
    draws = [constants_at({"pay_value": at}, 0)[0] for at in np.linspace(0, 1, 200)]
    churn = np.array([held["churn"] for held in draws])
    item = CONSTANTS["churn"]
    middle, spread = (item.low + item.high) / 2, (item.high - item.low) / 12**0.5
    assert abs(churn.mean() - middle) < 4 * spread / 200**0.5
    assert {item.id for item in CONSTANTS.values() if item.grade == "published"} & set(draws[0]) == set()


def test_a_miss_is_counted_in_half_widths_of_the_published_range() -> None:
    found = {item.id: item.low for item in fitted()}
    assert distance(found) == 0.0
    first = fitted()[0]
    found[first.id] = first.high + (first.high - first.low)
    assert distance(found) == pytest.approx(2.0 / len(fitted()) ** 0.5)
    assert distance({**found, first.id: float("nan")}) == np.inf


@pytest.mark.parametrize("item", TARGETS.values(), ids=lambda item: item.id)
def test_a_target_is_complete(item: Target) -> None:
    assert item.role in ROLES
    assert set(item.what) == set(item.note) == set(LANGS)
    assert item.role == "left_out" or item.low < item.high
    assert bool(item.informs) is (item.role == "target")
    if item.role == "target":
        assert item.source != OWN
        assert SOURCES[item.source].grade != "M", "nothing is fitted to what is only remembered"
    assert {CONSTANTS[id].grade for id in item.informs} <= {"derived", "calibrated", "assumed"}


def test_every_figure_has_its_statistic() -> None:
    assert {item.id for item in compared()} == set(statistics({}, 0, worlds=1))


def test_threads_change_no_statistic() -> None:
    assert statistics({}, 4, worlds=3, workers=1) == statistics({}, 4, worlds=3, workers=2)


def test_accepted_points_lie_in_declared_ranges() -> None:
    for point in accepted().every():
        settings(point)


def test_accepted_points_still_meet_the_stated_tolerance() -> None:
    """In their own worlds all do, as long as the set is that of the present rules; after a change most have to."""
    found = accepted()
    step = len(found.points) // AGAIN
    again = [distance(statistics(found.at(i), found.luck[i])) for i in range(0, step * AGAIN, step)]
    met = np.mean([value <= found.about["tolerance"] + 1e-9 for value in again])
    assert met == 1.0 if found.current else met >= 0.5, "run `simkit calibrate`"


def test_what_is_graded_calibrated_was_narrowed() -> None:
    """The middle 95 % of an untouched prior is .95 of its range: a calibrated constant has less than half of that."""
    graded = {id for id, item in CONSTANTS.items() if item.grade == "calibrated"}
    assert graded == {id for id, width in accepted().narrowed().items() if width < 0.95 / 2}


def test_a_set_is_read_as_it_was_written(tmp_path: Path) -> None:
    found = accepted()
    write(found, tmp_path / "a.toml")
    again = read((tmp_path / "a.toml").read_text(encoding="utf-8"))
    assert np.array_equal(found.points, again.points)
    assert (found.luck, found.constants, found.about) == (again.luck, again.constants, again.about)


@pytest.mark.slow
def test_a_small_calibration_comes_nearer_to_the_published_figures(tmp_path: Path) -> None:
    found: Accepted = calibrate(tmp_path, points=10)
    before, after = (
        np.mean([row[item.id]["within"] for item in fitted()]) for row in (found.prior, found.posterior)
    )
    assert after > before
    assert set(informed()) <= set(found.constants)
