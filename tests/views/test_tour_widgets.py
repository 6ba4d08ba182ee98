"""The widgets of the tour: what a message of the browser does, and that what is shown are the rule's and the model's numbers."""

from __future__ import annotations

import base64
import re
from typing import Any

import pytest

from simkit import live_model, rule_curve, rule_picture
from simkit.engine.host import OrganisationModel
from simkit.presets import REGIMES
from simkit.problems import InputError
from simkit.rules import attention
from simkit.text import LANGS, Lang, say
from simkit.views.page.captions import PICTURES
from simkit.views.page.choices import OWN, Setting
from simkit.views.page.pictures import picture
from simkit.views.tour import SHOWN, moving, rule_plot
from simkit.views.tour.live import LiveRun
from simkit.views.tour.scales import scale
from simkit.views.widgets.model import LiveModel
from simkit.views.widgets.rule import RulePicture

HAN = re.compile(r"[\u3400-\u9fff]")


def _browser_sets(widget: Any, **state: Any) -> None:
    """Deliver what a browser sends when a script sets something and saves."""
    widget._handle_msg({"content": {"data": {"method": "update", "state": state}}, "buffers": []})


def _browser_asks(widget: LiveModel, what: str) -> None:
    """Deliver a message of the browser's script."""
    widget._handle_msg({"content": {"data": {"method": "custom", "content": {"do": what}}}, "buffers": []})


def test_a_move_of_a_slider_gives_the_rules_new_points() -> None:
    widget = rule_picture("discounted")
    before = widget.view["points"]
    _browser_sets(widget, values={"rate": 0.15, "weeks": 8})
    after = widget.view["points"]
    assert after != before
    assert after == [[float(weeks), attention.discounted(float(weeks), 0.15)] for weeks in range(52)]
    assert widget.view["here"] == [8.0, attention.discounted(8.0, 0.15)]
    told = {item["name"]: item["told"] for item in widget.view["arguments"]}
    assert told == {"weeks": "8", "rate": "0.15"}
    assert widget.view["sentence"] == rule_plot("discounted", "en", rate=0.15, weeks=8).caption
    _browser_sets(widget, values={})
    assert widget.view["points"] == before


def test_another_rule_of_the_phase_starts_with_its_declared_values() -> None:
    widget = rule_picture("discounted", rate=0.15)
    assert [item["id"] for item in widget.view["rules"]] == [
        item.id for item in SHOWN.values() if item.phase == "attention"
    ]
    _browser_sets(widget, rule="goal_pull")
    assert (widget.values, widget.view["rule"]) == ({}, "goal_pull")
    curve = rule_curve("goal_pull").query("what == 'curve'")
    assert widget.view["points"] == curve[["gap", "result"]].to_numpy().tolist()


@pytest.mark.parametrize("id", SHOWN)
def test_everything_drawn_lies_on_the_axes_and_is_told_in_the_chosen_language(id: str) -> None:
    widget = rule_picture(id)
    numbers = {key: widget.view[key] for key in ("points", "here", "yrange")}
    for lang in ("zh", "en"):
        _browser_sets(widget, lang=lang)
        view = widget.view
        assert {key: view[key] for key in numbers} == numbers
        places = [*view["points"], view["here"], *([mark["x"], mark["y"]] for mark in view["marks"])]
        assert all(view["xrange"][0] <= x <= view["xrange"][1] for x, _ in places)
        assert all(view["yrange"][0] <= y <= view["yrange"][1] for _, y in places)
        assert len(view["yticks"]) >= 3
        read = [view[key] for key in ("title", "sentence", "lesson", "told", "reading", "ylabel", "xlabel")]
        read += [item[key] for item in view["arguments"] for key in ("label", "note")] + [
            *view["words"].values()
        ]
        assert [text for text in read if bool(HAN.search(text)) != (lang == "zh")] == []


def test_the_upright_axis_keeps_its_scale_while_the_curve_fits() -> None:
    widget = rule_picture("seen_chance")
    scales = []
    for transparency in (0.2, 0.4, 0.1):
        _browser_sets(widget, values={"transparency": transparency})
        scales.append(widget.view["yrange"])
    assert scales == [[0.0, 1.0]] * 3
    assert scale([0.0, 0.003], (0.0, 1.0))[1] < 0.01


def test_rules_and_values_that_are_not_possible_are_refused() -> None:
    for call in (lambda: rule_picture("discountd"), lambda: rule_picture("discounted", weeks=99)):
        with pytest.raises(InputError):
            call()


@pytest.mark.parametrize("id", SHOWN)
def test_a_slider_can_stand_at_its_declared_value_and_has_fine_round_steps(id: str) -> None:
    """A browser lets a slider stand at its lower end plus whole steps only."""
    for item in RulePicture(id, "en").view["arguments"]:
        steps = (item["value"] - item["low"]) / item["step"]
        assert steps == pytest.approx(round(steps), abs=1e-6), item["name"]
        assert item["step"] == 1.0 or (item["high"] - item["low"]) / item["step"] >= 99.9
        assert re.fullmatch(r"[125](e-\d+)?|0\.0*[125]|1\.0", f"{item['step']}")


def test_without_the_packages_of_the_lab_one_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(moving, "NEEDED", ("anywidget", "no_such_package"))
    for call in (rule_picture, live_model):
        with pytest.raises(InputError) as refused:
            call()
        assert "(no_such_package); install them with pip install '.[lab]'" in refused.value.text("en")
        assert "no_such_package）；请在 simkit 目录中运行" in refused.value.text("zh")


# -- the model that runs ---------------------------------------------------------------------------------------


def test_weeks_pass_as_the_model_steps_and_the_pictures_are_those_of_the_page() -> None:
    widget = live_model("G2", seed=3)
    _browser_asks(widget, "week")
    _browser_asks(widget, "quarter")
    model = OrganisationModel(
        Setting("G2", "agile_team", OWN, OWN, OWN).scenario("en"), seed=3, collect=False
    )
    for _ in range(14):
        model.step()
    assert widget.view["week"] == model.week == 14
    assert widget.run.model.history == model.history
    shown = {item["id"]: base64.b64decode(item["src"].partition(",")[2]) for item in widget.view["pictures"]}
    assert shown == {name: picture(name, widget.run.seen("en"), "en") for name in PICTURES}
    _browser_asks(widget, "reset")
    assert widget.view["week"] == 0
    _browser_asks(widget, "nonsense")
    assert widget.view["week"] == 0


def test_another_regime_or_world_starts_anew_and_a_bad_world_is_told() -> None:
    widget = live_model("G2")
    assert [item["id"] for item in widget.view["regimes"]] == list(REGIMES)
    widget.step(2)
    _browser_sets(widget, regime="traditional")
    assert (widget.view["week"], widget.run.model.plan.regime["review_interval"]) == (0, 52)
    _browser_sets(widget, world="12")
    assert (widget.run.seed, widget.view["notice"]) == (12, "")
    _browser_sets(widget, world="twelve")
    assert widget.run.seed == 12
    assert "“twelve”" in widget.view["notice"]


def test_language_changes_what_is_read_and_not_the_run() -> None:
    widget = live_model("product-company")
    widget.step(2)
    history = widget.run.model.history
    _browser_sets(widget, lang="zh")
    assert widget.run.model.history is history
    read = [widget.view["summary"], *(item["caption"] for item in widget.view["pictures"])]
    assert [text for text in read if not HAN.search(text) or re.search(r"[A-Za-z]{3,}", text)] == []


@pytest.mark.parametrize("lang", LANGS)
def test_a_run_ends_with_its_scenario(lang: Lang) -> None:
    run = LiveRun("G3", "traditional")
    run.step(1000)
    assert run.over
    assert run.state.week == run.model.plan.weeks == len(run.state.streams)
    assert run.caption("streams", lang) != say("tour.live.none", lang)


def test_an_organisation_or_regime_that_is_not_there_is_refused() -> None:
    for call in (lambda: LiveRun("G2", "nowhere"), lambda: LiveRun("nowhere")):
        with pytest.raises(InputError):
            call()
