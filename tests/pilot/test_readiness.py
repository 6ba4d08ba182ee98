"""Readiness: verdicts by hand, the file of answers, and what a missing driver would do."""

import tomllib
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from simkit.evidence.sources import SOURCES
from simkit.levers import DRIVERS, LEVERS
from simkit.pilot.answers import read_answers, template
from simkit.pilot.missing import levers_of_driver, missing_drivers, without
from simkit.pilot.readiness import items, readiness
from simkit.pilot.signals import signals
from simkit.presets import load_organisation
from simkit.problems import InputError
from simkit.regime import Regime
from simkit.scenario import Organisation, Scenario, Team
from simkit.text import LANGS, Lang, entries, say
from tests.experiments.worlds import TINY

OLD, NEW = Regime.preset("traditional"), Regime.preset("innovation")
COMPANY = load_organisation("product-company")
QUIET = Organisation(
    teams=(Team(name="a", attrition=8, workload=95, review_interval=13, kpi_attainment=100, felt_safety=70),)
)
"""A team whose roster speaks against nothing."""


def answered(**answers: int) -> str:
    """Return the verdict on culture for these answers, where the roster speaks against nothing."""
    return readiness(QUIET, answers)["culture"].verdict


def test_three_questions_a_driver_each_on_its_row_of_the_map() -> None:
    found = items().values()
    assert [sum(item.driver == driver for item in found) for driver in DRIVERS] == [3, 3, 3, 3]
    row = {"strategy": "F1", "culture": "F2", "data": "F3", "tools": "F4"}
    assert all(
        item.concept.startswith(row[item.driver]) and item.concept in entries("concepts") for item in found
    )
    assert {item.source for item in found} <= {*SOURCES}


def test_verdicts_by_hand() -> None:
    assert answered() == "unknown"
    assert answered(failure=5) == "unknown"
    assert answered(failure=4, learning=3) == "ready"
    assert answered(failure=5, learning=5, risk=1) == "partly"
    assert answered(failure=3, learning=3, risk=3) == "partly"
    assert answered(failure=2, learning=2, risk=3) == "missing"


def test_the_roster_can_only_speak_against() -> None:
    leaving = QUIET.with_(teams=(QUIET.teams[0].with_(attrition=25.0),))
    best = {"failure": 5, "learning": 5, "risk": 5}
    assert readiness(QUIET, best)["culture"].verdict == "ready"
    assert readiness(leaving, best)["culture"].verdict == "partly"
    assert readiness(leaving)["culture"].verdict == "unknown"
    assert "attrition" in readiness(leaving, best)["culture"].sentence("en").split("speaks against")[1]


def test_signals_by_hand() -> None:
    teams = (
        Team(name="a", people=4, certainty=2, workload=110),
        Team(name="b", people=12, certainty=4, workload=90, function="sales"),
    )
    found = {item.id: item for item in signals(Organisation(teams=teams))}
    assert found["uncertain"].value == 50
    assert found["people_new"].value == 25
    assert found["workload"].value == pytest.approx((4 * 110 + 12 * 90) / 16)
    assert found["countable"].value == 50
    assert (found["safety"].value, found["safety"].score) == (None, None)
    assert all(1 <= item.score <= 5 for item in found.values() if item.score is not None)


def test_there_is_no_single_index() -> None:
    found = readiness(COMPANY, dict.fromkeys(items(), 4))
    assert {*found.frame().columns} == {
        "driver",
        "verdict",
        "kind",
        "id",
        "value",
        "score",
        "concept",
        "source",
    }
    assert len(found.table("en")) == len(DRIVERS)


@pytest.mark.parametrize("lang", LANGS)
def test_template_asks_everything_and_reads_back_empty(lang: Lang, tmp_path: Path) -> None:
    text = template(lang)
    path = tmp_path / "answers.toml"
    path.write_text(text, encoding="utf-8")
    assert read_answers(path) == {}
    assert [*tomllib.loads(text)["answers"]] == [*items()]
    assert all(say(f"driver.item.{id}.five", lang)[:12] in text for id in items())
    path.write_text(text.replace('fit = "?"', "fit = 4"), encoding="utf-8")
    assert read_answers(path) == {"fit": 4}


def test_every_problem_of_the_answers_at_once(tmp_path: Path) -> None:
    path = tmp_path / "answers.toml"
    path.write_text(
        'title = "x"\n[answers]\nthemse = 3\nfloor = 6\nfit = 2.5\nrisk = true\nunits = "?"\n',
        encoding="utf-8",
    )
    with pytest.raises(InputError) as error:
        read_answers(path)
    assert [item.where for item in error.value.problems] == [
        "answers.toml",
        *(f"answers.toml › answers › {id}" for id in ("themse", "floor", "fit", "risk")),
    ]
    assert "nearest is themes" in error.value.text("en")
    assert "1 到 5" in error.value.text("zh")


def test_answers_without_their_table_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "answers.toml"
    path.write_text("themes = 3\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"no table \[answers\]"):
        read_answers(path)


@pytest.mark.parametrize("lang", LANGS)
def test_no_text_is_left_over(lang: Lang) -> None:
    assert {*entries("drivers")["item"]} == {*items()}
    assert {*entries("drivers")["signal"]} == {item.id for item in signals(QUIET)}
    assert all(
        say(f"driver.item.{id}.{key}", lang)
        for id in items()
        for key in ("name", "ask", "one", "three", "five")
    )
    assert files("simkit.pilot").joinpath("questions.toml").is_file()


def test_every_lever_embodies_one_driver() -> None:
    assert sorted(id for driver in DRIVERS for id in levers_of_driver(driver)) == sorted(
        item.id for item in LEVERS
    )


def test_without_a_driver_its_levers_stay_and_all_others_move() -> None:
    mix = without(NEW, OLD, "tools")
    assert {item.id for item in LEVERS if mix[item.id] != NEW[item.id]} == {
        item.id for item in LEVERS if item.driver == "tools" and OLD[item.id] != NEW[item.id]
    }


def test_a_driver_that_is_not_moved_has_no_effect_bit_for_bit() -> None:
    """The new regime leaves culture as it is: its absence changes nothing at all."""
    new = NEW.with_(**{id: OLD[id] for id in levers_of_driver("culture")})
    found = missing_drivers(TINY, new, before=OLD, worlds=3, weeks=20, workers=1)
    table = found.frame()
    culture, tools = (table[table["driver"] == id] for id in ("culture", "tools"))
    assert np.array_equal(found.values["culture"], found.whole)
    assert (culture[["difference", "low", "high"]].to_numpy() == 0).all()
    assert (tools["difference"] != 0).any()
    assert "changes none of its settings" in found.sentences("en")[1]
    assert found.levers["culture"] == ()


def test_if_only_one_driver_moves_its_absence_is_the_old_regime() -> None:
    new = OLD.with_(coaching_share=0.6)
    found = missing_drivers(TINY, new, before=OLD, worlds=3, weeks=20, workers=1)
    assert np.array_equal(found.values["culture"], found.values["all"])
    assert all(np.array_equal(found.values[driver], found.whole) for driver in DRIVERS if driver != "culture")


def test_each_team_keeps_its_own_rhythm_where_tools_are_missing() -> None:
    """Without ``before``, a team comes from its own review interval: without tools it keeps it, so nothing is lost if that is all."""
    quick = Organisation(teams=tuple(team.with_(review_interval=4) for team in TINY.teams))
    new = OLD.with_(review_interval=4)
    found = missing_drivers(quick, new, worlds=2, weeks=20, workers=1)
    assert found.levers == dict.fromkeys(DRIVERS, ())
    slow = missing_drivers(TINY, new, worlds=2, weeks=20, workers=1)
    assert slow.levers["tools"] == ("review_interval",)


def test_a_scenario_keeps_its_market_and_constants() -> None:
    base = Scenario(organisation=TINY, regime=OLD, weeks=9, constants={"fit_floor": 0.3}, before=OLD)
    a = missing_drivers(base, NEW, worlds=2, weeks=12, workers=1)
    b = missing_drivers(base.with_(constants={}), NEW, worlds=2, weeks=12, workers=1)
    assert a.weeks == 12
    assert not np.array_equal(a.whole, b.whole)


def test_workers_and_points_do_not_mix_up_worlds() -> None:
    points = ({"churn": 0.3}, {"churn": 0.4})
    one = missing_drivers(TINY, NEW, worlds=4, weeks=12, workers=1, points=points)
    two = missing_drivers(TINY, NEW, worlds=4, weeks=12, workers=2, points=points)
    assert one.groups == (0, 0, 1, 1)
    assert all(np.array_equal(one.values[key], two.values[key]) for key in one.values)


def test_one_world_is_refused() -> None:
    with pytest.raises(InputError):
        missing_drivers(TINY, NEW, worlds=1)
