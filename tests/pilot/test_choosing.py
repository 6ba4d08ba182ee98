"""Candidates and the cost of a choice, on made-up worlds where the right answer is known, and on the real engine."""

import numpy as np
import pytest

from simkit.engine import blocks
from simkit.pilot.choice_cost import cost_of_choice, pull_of
from simkit.pilot.choosing import CRITERIA, Choice, candidates
from simkit.pilot.design import Guardrail, Measure, Survey
from simkit.pilot.ranking import fronts, ranked
from simkit.pilot.steadiness import steadiness
from simkit.problems import InputError
from simkit.regime import Regime
from simkit.result import Floats
from simkit.scenario import Organisation, Scenario, Team
from simkit.text import LANGS, Lang
from tests.experiments.worlds import made_up

OLD, NEW = Regime.preset("traditional"), Regime.preset("innovation")
EFFECT = {"big": 0.4, "mid": 0.2, "low": 0.1, "none": 0.0}
"""What the new regime adds to participation, by team."""
TEAMS = Organisation(
    teams=(
        Team(name="big", certainty=1, team_type=1), Team(name="mid", certainty=5, function="sales"),
        Team(name="low", certainty=5, function="sales", people=7), Team(name="none", certainty=5, function="sales", people=4),
    )
)  # fmt: skip
FEW = {"worlds": 8, "baseline": 4, "weeks": 4, "workers": 1, "with_map": False, "before": OLD}
OUTPUT = Guardrail(measure=Measure(metric="routine_output"), margin=10)


def luck(world: int, team: int) -> float:
    """Return a number of a world and team that has mean 0 over 8 worlds, -0.1 or +0.1."""
    return 0.1 * (1 if (world >> team % 3) % 2 else -1)


def known(scenario: Scenario, world: int, week: Floats) -> dict[str, Floats | float]:
    """Participation: 50 % ± luck before week 5 and 50 % after it, plus the team's effect under the new regime; output falls for "mid"."""
    people = np.array([team.people for team in scenario.organisation.teams])
    share = np.zeros((scenario.weeks, len(people)))
    output = np.ones_like(share)
    for k, team in enumerate(scenario.organisation.teams):
        early = week[:, 0] <= 4
        own = [*EFFECT].index(team.name) if team.name in EFFECT else 0
        share[:, k] = 0.5 + early * luck(world, own)
        for w in range(scenario.weeks):
            if scenario.regime_of(team.name, w + 1).values == NEW.values:
                share[w, k] += EFFECT.get(team.name, 0.0)
                output[w, k] -= 0.5 * (team.name == "mid")
    return {"innovators": share * people, "output": output * people}


@pytest.fixture
def choice(monkeypatch: pytest.MonkeyPatch) -> Choice:
    monkeypatch.setattr(blocks, "simulate_block", made_up(known))
    return candidates(TEAMS, NEW, harms=[OUTPUT], **FEW)  # pyright: ignore[reportArgumentType]


def test_learning_is_effect_over_noise_by_hand(choice: Choice) -> None:
    """Noise: ±10 points of luck in 8 worlds, standard deviation 10 × (8/7)^½."""
    table = choice.frame().set_index("team")
    noise = 10 * (8 / 7) ** 0.5
    assert table["noise"].tolist() == pytest.approx([noise] * 4)
    assert {name: table.loc[name, "gain"] for name in EFFECT} == pytest.approx(
        {name: 100 * value for name, value in EFFECT.items()}
    )
    assert table.loc["big", "learning"] == pytest.approx(40 / noise)
    assert table.loc["none", "learning"] == 0


def test_harm_and_resemblance_by_hand(choice: Choice) -> None:
    table = choice.frame().set_index("team")
    assert table["harm"].to_dict() == {"big": 0, "mid": 1, "low": 0, "none": 0}
    assert table.loc["big", "resemblance"] == 0
    assert table.loc["mid", "resemblance"] == pytest.approx(2 / 3)
    assert table["small"].to_dict() == {"big": False, "mid": False, "low": False, "none": True}


def test_an_overloaded_team_is_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "simulate_block", made_up(known))
    busy = TEAMS.with_(teams=(TEAMS.teams[0].with_(workload=116.0), *TEAMS.teams[1:]))
    table = candidates(busy, NEW, harms=[OUTPUT], **FEW).frame().set_index("team")  # pyright: ignore[reportArgumentType]
    assert (table.loc["big", "overload"], table.loc["big", "harm"]) == (1, 1)


def test_ranking_by_fronts_then_ranks(choice: Choice) -> None:
    """low: learning 0.9, no harm, 2/3; none: 0, 0, 2/3; big: 3.7, 0, 0; mid: 1.9, harm 1, 2/3. low beats none."""
    table = choice.frame().set_index("team")
    assert table["front"].to_dict() == {"big": 1, "mid": 1, "low": 1, "none": 2}
    assert table["rank_sum"].to_dict() == {"low": 5, "big": 6, "mid": 7, "none": 6}
    assert choice.frame()["team"].tolist() == ["low", "big", "mid", "none"]


def test_weights_are_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "simulate_block", made_up(known))
    chosen = candidates(TEAMS, NEW, harms=[OUTPUT], weights={"learning": 1}, **FEW)  # pyright: ignore[reportArgumentType]
    assert chosen.frame()["team"].tolist() == ["big", "mid", "low", "none"]
    assert "your weights" in " ".join(chosen.sentences(2, "en"))


def test_row_order_changes_nothing_on_the_real_engine() -> None:
    teams = (
        Team(name="a", certainty=2),
        Team(name="b", certainty=4, people=5),
        Team(name="c", function="sales", people=6),
    )
    how = {**FEW, "weeks": 8, "before": None}
    one, two = (
        candidates(Organisation(teams=order), NEW, **how).frame()  # pyright: ignore[reportArgumentType]
        for order in (teams, teams[::-1])
    )
    assert one.equals(two)


def test_twins_share_a_place() -> None:
    """Teams of one luck and one roster row look alike in all three: they tie, and the tie is said."""
    values = {"a": (1.0, 0.5, 0.2), "b": (1.0, 0.5, 0.2), "c": (0.5, 0.9, 0.1)}
    order = ranked(values, tuple(CRITERIA.values()))
    assert [(name, item.place) for name, item in order.items()] == [("a", 1), ("b", 1), ("c", 3)]


def test_ranking_does_not_hang_on_order_and_puts_the_unknown_last() -> None:
    values = {"a": (1.0, 0.5), "b": (float("nan"), 0.5), "c": (2.0, 0.4)}
    order = ranked(values, (1, 1))
    assert order == ranked(dict(reversed(values.items())), (1, 1))
    assert [*order][-1] == "b"


def test_nothing_in_the_first_front_is_beaten() -> None:
    rng = np.random.default_rng(1)
    points = rng.integers(0, 5, size=(40, 3)).astype(float)
    first = [i for i, layer in enumerate(fronts(points)) if layer == 1]
    for i in range(40):
        beaten = any((points[j] >= points[i]).all() and (points[j] > points[i]).any() for j in range(40))
        assert beaten == (i not in first)


def test_a_choice_equal_to_the_best_costs_nothing(choice: Choice) -> None:
    found = cost_of_choice(choice, choice.best(2)[::-1])
    assert found.lost == dict.fromkeys(CRITERIA, 0.0)
    assert "costs nothing" in found.sentence("en")


def test_what_a_choice_costs_by_hand(choice: Choice) -> None:
    """Best: low and big. Chosen: mid and none. Learning: mean effect over noise / √2; harm: mid is harmed; reach: low is like mid."""
    noise = 10 * (8 / 7) ** 0.5
    found = cost_of_choice(choice, ["mid", "none"], lots=60)
    assert found.values["chosen"] == pytest.approx(
        {"learning": 10 * 2**0.5 / noise, "harm": 1, "resemblance": 0.5}
    )
    assert found.values["best"] == pytest.approx(
        {"learning": 25 * 2**0.5 / noise, "harm": 0, "resemblance": 1}
    )
    assert found.lost["harm"] == 1
    assert 0 <= min(found.beaten.values()) <= max(found.beaten.values()) <= 1


def test_choosing_by_past_numbers_feigns_a_change(choice: Choice) -> None:
    """All values are 50 after the baseline and 50 ± 10 in it: the team picked as the best falls, the worst rises, nothing else happens."""
    best, worst = pull_of(choice, 1)
    assert best < 0 < worst
    changes = [[-100 * luck(world, k) for k in range(4)] for world in range(8)]
    by_hand = [min(row) - (sum(row) - min(row)) / 3 for row in changes]
    assert best == pytest.approx(np.mean(by_hand))


def test_lots_give_their_own_mean(choice: Choice) -> None:
    """Chosen by lot, harm of one team is 1/4 on average, and the best single team beats or equals every lot."""
    found = cost_of_choice(choice, ["big"], lots=400)
    assert found.values["lot"]["harm"] == pytest.approx(0.25, abs=0.11)
    assert found.beaten["learning"] > 0.8


def test_a_survey_adds_noise_and_leaves_out_small_teams(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight people of whom all answer with a noise of 20: 2 × 400 / 8 = 100 is added to the variance; four people are suppressed."""
    monkeypatch.setattr(blocks, "simulate_block", made_up(known))
    asked = Measure(metric="innovation_participation", survey=Survey(noise=20, response_rate=1))
    table = candidates(TEAMS, NEW, primary=asked, harms=[OUTPUT], **FEW).frame().set_index("team")  # pyright: ignore[reportArgumentType]
    assert table.loc["big", "noise"] == pytest.approx((800 / 7 + 100) ** 0.5)
    assert table["learning"].isna().to_dict() == {"big": False, "mid": False, "low": False, "none": True}
    assert table.index[-1] == "none"


@pytest.mark.parametrize("lang", LANGS)
def test_all_is_said_in_both_languages(choice: Choice, lang: Lang) -> None:
    assert "low" in choice.sentences(2, lang)[0]
    assert choice.table(lang).shape[0] == 4
    assert cost_of_choice(choice, ["mid"], lots=5).table(lang).shape == (3, 5)


def test_what_cannot_be_is_refused(choice: Choice) -> None:
    with pytest.raises(InputError) as error:
        candidates(TEAMS, NEW, primary="exploration_time", weights={"size": 1})
    assert {item.code for item in error.value.problems} == {"unknown_weight", "bad_weights", "no_gain"}
    with pytest.raises(InputError, match="at most 3"):
        cost_of_choice(choice, ["big", "mid", "low", "none"])
    with pytest.raises(InputError, match="more than once"):
        cost_of_choice(choice, ["big", "big"])
    with pytest.raises(InputError, match="Nobody"):
        cost_of_choice(choice, ["Nobody"])
    with pytest.raises(InputError, match="at most 4"):
        choice.best(5)


def test_an_order_without_luck_is_steady(choice: Choice) -> None:
    """Effects are the same in all worlds; only noise is drawn anew, which is alike for all: low and big stay in front."""
    found = steadiness(choice, 2, draws=20)
    assert sum(found.shares.values()) == pytest.approx(2)
    assert found.shares == steadiness(choice, 2, draws=20).shares
    assert found.shares["low"] > 0.9
    assert found.shares["none"] < 0.5


@pytest.mark.parametrize("lang", LANGS)
def test_all_teams_are_among_all(choice: Choice, lang: Lang) -> None:
    found = steadiness(choice, 4, draws=3)
    assert found.shares == dict.fromkeys(found.shares, 1.0)
    assert found.sentence(lang).count("100%") == 4


def test_progress_is_that_of_the_whole_work() -> None:
    """Two teams in one cell: three plans in 8 worlds, then ten mixes in 32 worlds of the map."""
    seen: list[tuple[int, int]] = []
    org = Organisation(teams=(Team(name="a"), Team(name="b")))
    candidates(org, NEW, worlds=8, baseline=2, weeks=2, workers=1, progress=lambda *at: seen.append(at))
    assert {total for _, total in seen} == {3 * 8 + 10 * 32}
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1][0] == 344
