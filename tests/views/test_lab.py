"""The lab without a browser: what its page asks for, what comes of it, and that only the newest work counts."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any, cast

import pytest

from simkit.engine.digests import Superseded
from simkit.experiments.compare import compare_regimes
from simkit.levers import LEVERS
from simkit.presets import REGIMES, example_sheet
from simkit.presets.last import last_path
from simkit.presets.settings import settings_from_code, settings_from_toml, usual_settings
from simkit.problems import InputError
from simkit.text import LANGS, Lang
from simkit.views.charts import CHARTS
from simkit.views.lab.desk import SAVED, Desk
from simkit.views.lab.latest import Latest, Superseding
from simkit.views.lab.page import Lab, words

SHORT = usual_settings().with_organisation("G2").with_run(weeks=30, worlds=6)


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMKIT_STATE", str(tmp_path))


@pytest.fixture
def lab() -> Lab:
    found = Lab(SHORT)
    found._latest.wait(120)
    return found


def move(lever: str, value: float, **more: Any) -> dict[str, Any]:
    return {"do": "change", "change": {"id": lever, "value": value}, **more}


# -- only the newest work counts -----------------------------------------------------------------------------


def test_work_that_waits_is_dropped_and_work_that_runs_is_told() -> None:
    latest, started, done = Latest(), threading.Event(), list[str]()

    def first(superseded: Superseding) -> None:
        started.set()
        while not superseded():
            pass
        done.append("first was told")
        raise Superseded

    latest.ask(first)
    assert started.wait(10)
    latest.ask(lambda superseded: done.append("second"))
    latest.ask(lambda superseded: done.append("third"))
    assert latest.wait(10)
    assert done[0] == "first was told"
    assert done[-1] == "third"
    assert len(done) <= 3


def test_the_newest_work_is_never_told_that_it_is_superseded() -> None:
    latest, told = Latest(), list[bool]()
    for _ in range(50):
        latest.ask(lambda superseded: told.append(superseded()))
    assert latest.wait(10)
    assert told[-1] is False


# -- the desk ------------------------------------------------------------------------------------------------


def test_a_drag_is_one_step_and_undo_goes_back_before_it() -> None:
    desk = Desk("en", SHORT)
    for week in (8, 12, 16):
        desk.do(move("review_interval", week, group="review_interval", rest=False))
    desk.do(move("review_interval", 17, group="review_interval", rest=True))
    desk.do(move("review_interval", 30, group="review_interval", rest=True))
    assert desk.settings.regimes[1]["review_interval"] == 30
    desk.do({"do": "undo"})
    assert desk.settings.regimes[1]["review_interval"] == 17
    desk.do({"do": "undo"})
    assert desk.settings == SHORT
    desk.do({"do": "redo"})
    assert desk.settings.regimes[1]["review_interval"] == 17


def test_a_share_that_is_dragged_to_the_end_and_back_leaves_the_mix_as_it_was() -> None:
    desk = Desk("zh", SHORT)
    before = desk.settings.regimes[1]
    for share in (0.5, 1.0, before["share_pool"]):
        desk.do(move("share_pool", share, group="incentive_mix", rest=False))
    assert desk.settings.regimes[1].values == before.values
    desk.do({"do": "language", "value": "en"})
    assert not desk.history.can_undo


def test_every_lever_can_be_moved_in_either_regime() -> None:
    for place in (0, 1):
        desk = Desk("en", SHORT)
        desk.do({"do": "place", "value": place})
        for item in LEVERS:
            before, untouched = desk.settings.regimes[place], desk.settings.regimes[1 - place]
            target = item.low if before[item.id] != item.low else item.high
            desk.do(move(item.id, target))
            assert desk.settings.regimes[place][item.id] == target
            assert desk.settings.regimes[1 - place].values == untouched.values


@pytest.mark.parametrize("lang", LANGS)
def test_what_cannot_be_is_told_and_changes_nothing(lang: Lang) -> None:
    desk = Desk(lang, SHORT)
    requests = (
        (move("review_interval", 99), []), ({"do": "code", "value": "simkit1-nothing"}, []), ({"do": "last"}, []),
        ({"do": "file", "name": "teams.pdf"}, [b"%PDF"]), ({"do": "file", "name": "a.toml"}, [b"weeks = ["]),
        ({"do": "file", "name": "a.xlsx"}, [b"no sheet"]),
        ({"do": "file", "name": "b.toml"}, [b'organisation = "G2"\nregimes = ["traditional", "innovation", "agile_team"]']),
    )  # fmt: skip
    for request, files in requests:
        before = desk.settings
        with pytest.raises(InputError) as refused:
            desk.do(request, files)
        assert desk.settings == before
        text = refused.value.text(lang)
        assert text
        assert "/tmp" + "/" not in text
        assert (lang == "zh") == any("\u4e00" <= char <= "\u9fff" for char in text)


def test_settings_survive_file_and_code() -> None:
    desk = Desk("en", SHORT)
    desk.do(move("share_pool", 0.5))
    saved = desk.do({"do": "save"}).download
    assert saved is not None
    assert saved.name == SAVED
    desk.do({"do": "share"})
    assert settings_from_code(desk.code) == settings_from_toml(saved.data.decode()) == desk.settings
    other = Desk("en")
    other.do({"do": "file", "name": "mine.toml"}, [saved.data])
    assert other.settings == desk.settings
    another = Desk("en")
    another.do({"do": "code", "value": f" {desk.code}\n"})
    assert another.settings == desk.settings


def test_a_sheet_brings_teams_and_leaves_regimes() -> None:
    desk = Desk("en", SHORT)
    desk.do(move("coaching_share", 0.5))
    desk.do({"do": "file", "name": "ours.xlsx"}, [example_sheet("manufacturer", "zh").read_bytes()])
    assert len(desk.settings.scenario.organisation.teams) == 6
    assert desk.settings.scenario.organisation.name == "ours"
    assert desk.settings.regimes[1]["coaching_share"] == 0.5


def test_load_last_brings_back_what_was_left_even_after_a_new_start() -> None:
    desk = Desk("en", SHORT)
    desk.keep()
    assert not last_path("lab").exists()  # nothing was moved: what is kept from before stays
    desk.do(move("review_interval", 26))
    desk.keep()
    again = Desk("en")
    again.do(move("review_interval", 13))
    again.keep()
    again.do({"do": "last"})
    assert again.settings == desk.settings


def test_a_language_is_switched_with_the_names_of_the_teams() -> None:
    desk = Desk("en")
    english = [team.name for team in desk.settings.scenario.organisation.teams]
    desk.do({"do": "language", "value": "zh"})
    chinese = [team.name for team in desk.settings.scenario.organisation.teams]
    assert english != chinese
    assert desk.settings == usual_settings("zh")
    desk.do({"do": "language", "value": "en"})
    assert [team.name for team in desk.settings.scenario.organisation.teams] == english


# -- the lab itself ------------------------------------------------------------------------------------------


def test_words_are_complete_in_both_languages() -> None:
    english, chinese = words("en"), words("zh")
    assert english.keys() == chinese.keys()
    assert english["exports"].keys() == chinese["exports"].keys()


def test_the_lab_shows_the_numbers_of_the_plain_function(lab: Lab) -> None:
    lab.ask(move("review_interval", 13))
    regimes = lab.settings.regimes
    plain = compare_regimes(SHORT.scenario, regimes, replications=6, seed=SHORT.seed)
    assert [item.fingerprint for item in lab.comparison.results] == [
        item.fingerprint for item in plain.results
    ]
    assert (lab.comparison.frame()["difference"].dropna() == plain.frame()["difference"].dropna()).all()
    assert lab.shown["mark"] == plain.results[1].fingerprint[:12]


def test_open_views_are_shown_with_sentence_and_table(lab: Lab) -> None:
    lab.ask({"do": "open", "value": list(CHARTS)})
    lab._latest.wait(60)
    charts: dict[str, Any] = cast("Any", lab.shown["charts"])
    assert set(charts) == set(CHARTS)
    for spec in charts.values():
        assert spec["sentence"]
        assert spec["table"]["rows"]
    lab.ask({"do": "open", "value": ["costs"]})
    lab._latest.wait(60)
    assert set(cast("dict[str, Any]", lab.shown["charts"])) == {"costs"}


def test_the_language_is_switched_without_a_run(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    from simkit.experiments import live

    monkeypatch.setattr(live, "digest", lambda *_, **__: pytest.fail("ran again"))
    english = lab.shown["answer"]
    numbers = lab.comparison.frame()["difference"]
    lab.ask({"do": "language", "value": "zh"})
    assert (lab.comparison.frame()["difference"].dropna() == numbers.dropna()).all()
    assert lab.texts["undo"] == "撤销"
    assert lab.shown["answer"] != english
    assert lab.comparison.lang == "zh"


def test_problems_are_told_on_the_page_and_go_away(lab: Lab) -> None:
    lab.ask(move("review_interval", 99))
    assert len(lab.state["problems"]) == 1
    assert "99" in lab.state["problems"][0]
    lab.ask(move("review_interval", 9))
    assert lab.state["problems"] == []


def test_many_moves_end_at_the_last_one(lab: Lab) -> None:
    for week in range(5, 45):
        lab.ask(move("review_interval", week, group="review_interval", rest=False))
    assert lab.comparison.results[1].scenario.regime["review_interval"] == 44
    assert lab.shown["mark"] == lab.comparison.results[1].fingerprint[:12]
    assert lab.state["busy"] is False


def test_every_regime_can_be_chosen_in_both_places(lab: Lab) -> None:
    for place in (0, 1):
        for name in REGIMES:
            lab.ask({"do": "change", "change": {"regime": name, "place": place}})
            assert lab.settings.regimes[place].name == name
            assert lab.controls["regimes"][place]["value"] == name
    assert lab.comparison.labels[0] == REGIMES[-1]
