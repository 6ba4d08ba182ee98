"""Comparison teams by matching and by lot, on rosters where the right answer is known."""

import itertools

import numpy as np
import pytest

from simkit.pilot.likeness import carried, distances, reached
from simkit.pilot.lots import drawn_by_lot, paired_up
from simkit.pilot.matching import balance, balance_table, matched
from simkit.presets import load_organisation
from simkit.problems import InputError
from simkit.scenario import Organisation, Team
from simkit.text import LANGS

COMPANY = load_organisation("product-company")


def twins(*, pairs: int) -> Organisation:
    """Return pairs of teams that are alike in everything but the name, and unlike all others."""
    made = [
        Team(name=f"{letter}{number}", people=4 + 4 * number, certainty=1 + number, team_type=5 - number, attrition=5.0 * number)
        for number in range(pairs)
        for letter in "AB"
    ]  # fmt: skip
    return Organisation(teams=tuple(made))


def turned(organisation: Organisation) -> Organisation:
    return organisation.with_(teams=organisation.teams[::-1])


def test_an_identical_twin_is_the_match() -> None:
    found = matched(twins(pairs=4), ["A0", "A1", "A2", "A3"])
    assert found.comparison_teams == ("B0", "B1", "B2", "B3")
    assert [distance for *_, distance in found.pairs] == [0.0] * 4
    assert found.missing == 0
    assert not found.balance["unbalanced"].any()
    assert (found.balance["smd_after"] == 0).all()


def test_the_whole_assignment_is_cheapest_not_each_step() -> None:
    """A takes its second-best partner because B has no other: all assignments are tried by hand."""
    names = [team.name for team in COMPANY.teams]
    pilots, others = names[:3], names[3:]
    apart = distances(COMPANY.teams)
    place = {name: number for number, name in enumerate(names)}
    costs = [
        sum(apart[place[a], place[b]] for a, b in zip(pilots, some, strict=True))
        for some in itertools.permutations(others, 3)
    ]
    found = matched(COMPANY, pilots)
    assert sum(distance for *_, distance in found.pairs) == pytest.approx(min(costs))
    assert len(set(found.comparison_teams)) == 3


def test_matching_does_not_hang_on_the_order_of_rows() -> None:
    pilots = [COMPANY.teams[i].name for i in (0, 4, 7)]
    a, b = matched(COMPANY, pilots), matched(turned(COMPANY), pilots)
    assert a.pairs == b.pairs
    assert a.eligible == b.eligible


def test_two_partners_each_are_all_different() -> None:
    found = matched(COMPANY, ["Mobile app", "Direct sales"], each=2)
    assert [pilot for pilot, *_ in found.pairs] == ["Mobile app"] * 2 + ["Direct sales"] * 2
    assert len(set(found.comparison_teams)) == 4


def test_too_few_eligible_teams_are_said() -> None:
    found = matched(COMPANY, ["Mobile app", "Direct sales", "Payments"], eligible=["AI lab", "Partner sales"])
    assert found.missing == 1
    assert {*found.comparison_teams} == {"AI lab", "Partner sales"}
    assert "1 of 3 partners are lacking" in found.sentence("en")
    assert "还缺 1 个" in found.sentence("zh")


def test_balance_by_hand() -> None:
    """Head-counts 4 and 8 against 6 and 10: 6 - 8 = -2 over the root of the mean variance (8 and 8), -0.707."""
    org = Organisation(
        teams=tuple(
            Team(name=name, people=people) for name, people in zip("abcd", (4, 8, 6, 10), strict=True)
        )
    )
    table = balance(org, ["a", "b"], ["c", "d"], ["d"]).set_index("feature")
    assert table.loc["people", "smd_before"] == pytest.approx(-2 / 8**0.5)
    assert table.loc["people", "smd_after"] == pytest.approx(-4 / 8**0.5)
    assert table.loc["certainty", "smd_before"] == 0


def test_distance_by_hand() -> None:
    """Seven numbers and the function: certainty differs by 2 of 4, the function differs, the rest is alike."""
    a, b = Team(name="a"), Team(name="b", certainty=5, function="sales")
    assert distances([a, b])[0, 1] == pytest.approx((0.5 + 1) / 8)
    assert distances([a, a.with_(people=16)])[0, 1] == pytest.approx((1 / 3) / 8)


def test_a_survey_counts_only_if_all_have_it() -> None:
    a, b = Team(name="a", felt_safety=20), Team(name="b")
    assert distances([a, b])[0, 1] == 0
    assert distances([a, b.with_(felt_safety=60)])[0, 1] == pytest.approx(1 / 9)


def test_a_team_like_all_others_carries_to_all() -> None:
    org = Organisation(teams=tuple(Team(name=name) for name in "abcde"))
    assert carried(org, ["c"]) == 1.0
    assert reached(org)["a"] == ("b", "c", "d", "e")
    assert np.isnan(carried(org, list("abcde")))


@pytest.mark.parametrize("way", ["lot", "pairs"])
def test_a_lot_can_be_drawn_again_by_anybody(way: str) -> None:
    a = drawn_by_lot(COMPANY, count=3, seed=11, way=way)  # pyright: ignore[reportArgumentType]
    b = drawn_by_lot(turned(COMPANY), count=3, seed=11, way=way)  # pyright: ignore[reportArgumentType]
    assert a == b
    assert a.holds()
    drawn = {drawn_by_lot(COMPANY, count=3, seed=seed).pilot_teams for seed in range(30)}
    assert len(drawn) > 20


def test_a_lot_that_was_touched_does_not_hold() -> None:
    from dataclasses import replace

    lot = drawn_by_lot(COMPANY, count=3, seed=11)
    first, *rest = lot.comparison_teams
    swapped = replace(
        lot, pilot_teams=(first, *lot.pilot_teams[1:]), comparison_teams=(lot.pilot_teams[0], *rest)
    )
    assert not swapped.holds()
    assert not replace(lot, seed=12).holds()


def test_the_design_draws_the_same_lot() -> None:
    """What the diagnosis draws anew as lot 0 is what was drawn here."""
    from simkit.pilot.design import Design
    from simkit.pilot.timetable import redrawn

    lot = drawn_by_lot(COMPANY, count=4, seed=3)
    design = Design(pilot_teams=lot.pilot_teams, comparison_teams=lot.comparison_teams, lot_seed=3)
    assert redrawn(design, 0) == design


def test_pairs_are_twins_and_one_of_each_is_drawn() -> None:
    org = twins(pairs=4)
    assert {*paired_up(org, [team.name for team in org.teams])} == {(f"A{i}", f"B{i}") for i in range(4)}
    lot = drawn_by_lot(org, count=4, seed=2, way="pairs")
    assert [{a[1], b[1]} for a, b in zip(lot.pilot_teams, lot.comparison_teams, strict=True)] == [
        {p[0][1]} for p in lot.pairs
    ]
    sides = {drawn_by_lot(org, count=1, seed=seed, way="pairs").pilot_teams[0][0] for seed in range(20)}
    assert sides == {"A", "B"}


def test_every_team_is_drawn_about_as_often() -> None:
    """2,000 lots of 3 out of 12: each team 500 times, standard deviation 19; beyond 5 of them would be no lot."""
    names = [name for seed in range(2000) for name in drawn_by_lot(COMPANY, count=3, seed=seed).pilot_teams]
    assert all(abs(names.count(team.name) - 500) < 5 * 19.4 for team in COMPANY.teams)


@pytest.mark.parametrize("lang", LANGS)
def test_records_are_said_in_both_languages(lang: str) -> None:
    lot = drawn_by_lot(COMPANY, count=3, seed=11)
    assert "11" in lot.sentence(lang)  # pyright: ignore[reportArgumentType]
    assert len(lot.table(lang)) == len(COMPANY.teams)  # pyright: ignore[reportArgumentType]
    found = matched(COMPANY, ["Mobile app"])
    assert found.table(lang).shape == (1, 4)  # pyright: ignore[reportArgumentType]
    assert len(balance_table(found.balance, lang).columns) == 6  # pyright: ignore[reportArgumentType]


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(InputError, match="Nobody") as error:
        matched(COMPANY, ["Nobody", "Neither"])
    assert len(error.value.problems) == 2
    with pytest.raises(InputError, match="Payments cannot be a pilot team and a comparison team"):
        matched(COMPANY, ["Payments"], eligible=["Payments", "AI lab"])
    with pytest.raises(InputError, match="no team to compare with"):
        matched(COMPANY, [team.name for team in COMPANY.teams])
    with pytest.raises(InputError, match="at most 11"):
        drawn_by_lot(COMPANY, count=12)
    with pytest.raises(InputError, match="at most 6"):
        drawn_by_lot(COMPANY, count=7, way="pairs")
