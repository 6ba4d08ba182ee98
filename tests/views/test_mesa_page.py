"""The page of an organisation as it runs: what it lets choose, shows and says, and that a browser can use it.

The last test drives a real browser. It needs ``playwright`` and an installed Chromium or Chrome and runs with
``pytest -m browser tests/views/test_mesa_page.py``.
"""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest

from simkit.engine.host import simulate
from simkit.metrics import COLUMN_INDEX
from simkit.presets import load_organisation, load_regime
from simkit.problems import InputError
from simkit.scenario import Scenario
from simkit.text import LANGS, Lang
from simkit.views import serving
from simkit.views.mesa_page import PageModel, controls, first_model
from simkit.views.page import launch
from simkit.views.page.captions import PICTURES, caption
from simkit.views.page.choices import FIELDS, USUAL, Setting, menu
from simkit.views.page.pictures import picture
from simkit.views.page.state import ProjectNow, State, TeamNow
from tests.browsing import answering, chromium, watched

PNG = b"\x89PNG\r\n\x1a\n"
NAMES = {"en": ("Apps", "Plant"), "zh": ("应用组", "工厂")}


def values(lang: Lang, first: str, **chosen: Any) -> dict[str, Any]:
    """What Mesa hands to a new model when "Reset" is pressed."""
    described = controls(lang, first)
    return {
        name: item["value"] if isinstance(item, dict) else item for name, item in described.items()
    } | chosen


def small(lang: Lang, week: int = 3) -> State:
    first, second = NAMES[lang]
    moving = (ProjectNow(0, 0.5, False, True), ProjectNow(3, 1.0, True, False))
    apps = TeamNow(first, ((80.0, True), (60.0, False)), 50.0, 110.0, 20.0, 1, moving, (4, 3, 2))
    plant = TeamNow(second, ((20.0, False), (30.0, True)), -10.0, 90.0, 10.0, 0, (), (1, 0, 5))
    streams = ((50.0, 40.0, 30.0, 20.0), (55.0, 41.0, 28.0, 20.2), (60.0, 42.0, 25.0, 20.4))
    return State(week, 156, (apps, plant), streams[:week])


@pytest.mark.parametrize("lang", LANGS)
def test_each_choice_has_a_label_of_its_own(lang: Lang) -> None:
    sizes = {field: len(menu(field, lang, "G1")) for field in FIELDS}
    assert sizes == {"organisation": 6, "regime": 5, "interval": 9, "tolerance": 12, "mix": 6}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("field", ["regime", "interval", "tolerance", "mix"])
def test_every_choice_can_be_run(lang: Lang, field: str) -> None:
    for id in menu(field, lang, "G1").values():
        ids = {**USUAL, "organisation": "G1", field: id}
        assert Setting(**ids).scenario(lang).weeks == 156


def test_levers_are_moved_and_others_stay() -> None:
    moved = Setting("G1", "innovation", "13", "30", "team").scenario("en").regime
    usual = load_regime("innovation")
    assert {id: value for id, value in moved.levers.items() if value != usual[id]} == {
        "review_interval": 13.0, "tolerance_exploratory": 0.3,
        "share_individual": 0.2, "share_team": 0.6, "share_pool": 0.1, "share_points": 0.1,
    }  # fmt: skip


def test_the_page_shows_the_same_run_as_everywhere_else() -> None:
    model = PageModel(**values("en", "G1", regime="Traditional regime", seed_text="7"))
    for _ in range(40):
        model.step()
    plan = Scenario(organisation=load_organisation("G1", "en"), regime=load_regime("traditional"), weeks=40)
    recorded = simulate(plan, seed=7, replication=0)
    assert np.array_equal(np.array(model.history), recorded)
    totals = [int(recorded[:, 0, COLUMN_INDEX[name]].sum()) for name in ("launches", "hits", "kills")]
    assert list(model.state.teams[0].counts) == totals
    last = recorded[-1, 0]
    assert model.state.teams[0].safety == pytest.approx(
        100 * last[COLUMN_INDEX["safety"]] / last[COLUMN_INDEX["people"]]
    )
    assert len(model.state.teams[0].projects) == last[COLUMN_INDEX["projects"]]
    satisfaction = 100 * recorded[:, 0, COLUMN_INDEX["satisfaction"]]
    assert [week[1] for week in model.state.streams] == pytest.approx(list(satisfaction))


def test_reset_starts_the_same_world_again() -> None:
    first = first_model("zh", "G2")
    first.step()
    again = type(first)(**values("zh", "G2"))
    assert again.state.week == 0
    again.step()
    assert again.state == first.state


@pytest.mark.parametrize(("typed", "used"), [("abc", 1), ("", 1), ("4.5", 1), ("9" * 19, 1), (" 12 ", 12)])
def test_a_seed_that_is_no_number_is_named_and_replaced(typed: str, used: int) -> None:
    model = PageModel(**values("en", "G2", seed_text=typed))
    assert model.world == used
    assert (f"“{typed}”" in model.notice) is (used == 1)


def test_summary_names_what_was_chosen() -> None:
    model = PageModel(**values("en", "G3", interval="every 13 weeks", mix="mostly team", seed_text="5"))
    assert model.summary == (
        "Scene G3: Innovation in a traditional department, Innovation-driven regime, "
        "Review interval every 13 weeks, Incentive mix mostly team, seed 5: week 0 of 156."
    )


@pytest.mark.parametrize(
    ("lang", "name", "parts"),
    [
        ("en", "people", ["Week 3", "averages 48% over 4 people", "25% in Plant and 70% in Apps", "innovating: 2."]),
        ("zh", "people", ["第 3 周", "4 人的心理安全感平均为 48%", "工厂（25%）", "应用组（70%）", "2 人"]),
        ("en", "teams", ["stands at 100", "takes 15%", "20% of team practice is right", "Apps (110)", "Plant (90)"]),
        ("zh", "teams", ["产出为 100", "占用 15%", "为 20%", "应用组（110）", "工厂（90）"]),
        ("en", "projects", ["1, 0, 0, 1", "gate: 1", "launched: 5, of them hits: 3; killed: 7"]),
        ("zh", "projects", ["1、0、0、1 个", "1 个等待", "上市 5 个（成功 3 个），终止 7 个"]),
        ("en", "streams", ["financial results 60 (+10)", "customer value 42 (+2)", "capability 25 (−5)", "vitality 20 (0)"]),
        ("zh", "streams", ["财务成果 60（+10）", "客户价值 42（+2）", "能力积累 25（−5）", "组织活力 20（0）"]),
    ],
)  # fmt: skip
def test_captions_say_what_the_state_holds(lang: Lang, name: str, parts: list[str]) -> None:
    sentence = caption(name, small(lang), lang)
    assert [part for part in parts if part not in sentence] == []


def test_before_the_first_week_there_is_nothing_to_report() -> None:
    assert caption("streams", small("en", week=0), "en").startswith("Nothing is recorded yet")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", PICTURES)
def test_pictures_follow_the_state_and_miss_no_character(lang: Lang, name: str) -> None:
    before = dict(mpl.rcParams)
    start = picture(name, first_model(lang, "G1").state, lang)
    now = picture(name, small(lang), lang)  # a missing glyph warns, and a warning fails
    assert start.startswith(PNG)
    assert now.startswith(PNG)
    assert start != now
    assert now == picture(name, small(lang), lang)
    assert dict(mpl.rcParams) == before


def test_without_the_extra_one_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch, "NEEDED", ("json", "no_such_module_a", "no_such_module_b"))
    with pytest.raises(InputError) as raised:
        launch.serve("G1", "en")
    assert raised.value.text("en") == (
        "the page needs packages that are not installed (no_such_module_a, no_such_module_b); install them "
        "with pip install '.[viz]' in the folder of simkit"
    )
    assert "pip install '.[viz]'" in raised.value.text("zh")


def test_a_taken_port_is_refused_and_the_usual_one_replaced() -> None:
    with socket.socket() as other:
        other.bind((serving.HOST, 0))
        taken = other.getsockname()[1]
        with pytest.raises(InputError, match=f"port {taken} cannot be used"):
            serving.free_port(taken, launch.USUAL_PORT)
    with pytest.raises(InputError, match="port 70000 cannot be used"):
        serving.free_port(70_000, launch.USUAL_PORT)


def test_an_organisation_that_cannot_be_read_starts_no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("started"))
    with pytest.raises(InputError) as raised:
        launch.serve("produkt-company", "zh")
    assert "product-company" in raised.value.text("zh")


# -- in a browser ------------------------------------------------------------------------------------------


@pytest.fixture
def address() -> Iterator[str]:
    """The page of scene G2 in English, served for one test."""
    port = serving.free_port(None, launch.USUAL_PORT)
    with subprocess.Popen(launch.command(port), env=launch.environment("G2", "en")) as server:
        try:
            yield answering(f"http://{serving.HOST}:{port}/")
        finally:
            server.terminate()


@pytest.fixture
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_a_person_can_step_play_change_and_reset(address: str, browser: Any, width: int) -> None:
    tab = browser.new_page(viewport={"width": width, "height": 850})
    outside, wrong = watched(tab)
    tab.goto(address)
    _wait_for_week(tab, "0")
    if width < 960:
        assert tab.locator(".v-navigation-drawer--open").count() == 0
        tab.locator(".v-app-bar button").first.click()
    _press(tab, "Step")
    _wait_for_week(tab, "1")
    _press(tab, "▶")
    _wait_for_week(tab, "5")
    _press(tab, "❚❚")
    tab.locator(".v-select").nth(1).click()
    tab.locator(".menuable__content__active .v-list-item", has_text="Traditional regime").click()
    _press(tab, "Reset")
    _wait_for_week(tab, "0")
    assert "Scene G2: Agile product or R&D team, Traditional regime" in tab.inner_text("body")
    tab.keyboard.press("Escape")
    tab.get_by_role("button", name="中文").dispatch_event("click")
    tab.wait_for_selector("text=项目：逐段推进")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert (outside, wrong) == ([], [])


def _press(tab: Any, name: str) -> None:
    tab.get_by_role("button", name=name, exact=True).click()


def _wait_for_week(tab: Any, week: str) -> None:
    """Wait until all four pictures show a week (or, while playing, have shown it)."""
    script = "week => [...document.querySelectorAll('img[data-week]')].filter(i => week === '0' ? i.dataset.week === '0' : +i.dataset.week >= +week).length === 4"
    tab.wait_for_function(script, arg=week, timeout=60_000)
