"""The rules of the tour: curves are the rules themselves, sliders are the declarations, sentences are the data."""

from __future__ import annotations

import inspect
import re
from typing import Any

import numpy as np
import pytest

from simkit import rules
from simkit.constants import CONSTANTS
from simkit.levers import lever
from simkit.problems import InputError
from simkit.rules import RULES, THE_WEEK
from simkit.text import LANGS, Lang, entries, say
from simkit.views.tour import SHOWN, ShownRule, rule_curve, rule_plot, week
from simkit.views.tour.arguments import told
from simkit.views.tour.catalogue import of_phase
from simkit.views.tour.curves import sentence
from simkit.views.tour.week import PHASES, week_by_week
from simkit.views.widgets import module, styles

NUMBER = re.compile(r"\d+(?:\.\d+)?(?:e[-+]\d+)?")
EVERY = [pytest.param(item, id=item.id) for item in SHOWN.values()]


def _moved(item: ShownRule) -> dict[str, float]:
    """Every argument two thirds up its range."""
    values = {one.name: one.low + 2 / 3 * (one.high - one.low) for one in item.arguments}
    return {one.name: round(values[one.name]) if one.integer else values[one.name] for one in item.arguments}


def test_every_phase_of_the_week_has_rules_to_move() -> None:
    assert list(PHASES) == [phase for phase, _ in THE_WEEK]
    assert [phase for phase in PHASES if not of_phase(phase)] == []
    assert {item.phase for item in SHOWN.values()} == set(PHASES)
    assert [item.id for phase in PHASES for item in of_phase(phase)] == list(SHOWN)


@pytest.mark.parametrize("item", EVERY)
def test_a_shown_rule_is_the_rule_of_the_model_with_its_arguments(item: ShownRule) -> None:
    where = getattr(rules, item.file)
    assert item.rule is getattr(where, item.id) is RULES[item.id]
    wanted = list(inspect.signature(item.rule).parameters)
    assert sorted([*(one.name for one in item.arguments), *item.fixed]) == sorted(wanted)
    assert len(item.sliders) <= 4
    assert {"rule", "what", "result"}.isdisjoint(wanted)


@pytest.mark.parametrize("item", EVERY)
def test_every_slider_has_the_range_and_the_value_of_its_declaration(item: ShownRule) -> None:
    for one in item.arguments:
        if one.kind == "lever":
            declared = lever(one.id)
            ends = (declared.low, declared.high, declared.default)
            assert (one.low - one.shift, one.high - one.shift, one.value - one.shift) == ends
            assert (one.integer, one.unit) == (declared.integer, declared.unit)
        elif one.kind == "constant":
            constant = CONSTANTS[one.id]
            assert (one.low, one.high, one.value) == (constant.low, constant.high, constant.value)
        else:
            assert one.kind == "state"
            assert one.name not in CONSTANTS
        assert one.low <= one.value <= one.high


@pytest.mark.parametrize("item", EVERY)
def test_points_of_a_curve_are_calls_of_the_rule(item: ShownRule) -> None:
    moved = _moved(item)
    frame = rule_curve(item.id, **moved)
    names = list(inspect.signature(item.rule).parameters)
    for row in frame.to_dict("records"):
        assert row["result"] == RULES[item.id](*(row[name] for name in names))
    curve = frame[frame["what"] == "curve"]
    assert (curve[item.x.name].min(), curve[item.x.name].max()) == (item.x.low, item.x.high)
    for one in item.sliders:
        assert set(curve[one.name]) == {moved[one.name]}


@pytest.mark.parametrize("item", EVERY)
def test_moving_any_slider_moves_the_curve_somewhere(item: ShownRule) -> None:
    """A slider that does nothing wherever the others stand would be a lie."""
    starts = (_moved(item), {one.name: one.value for one in item.arguments})
    for one in item.sliders:
        ends = [[_curve(item, {**start, one.name: end}) for end in (one.low, one.high)] for start in starts]
        assert any(low != high for low, high in ends), one.name


def _curve(item: ShownRule, values: dict[str, float]) -> list[float]:
    """What a rule returns along its curve."""
    frame = rule_curve(item.id, **values)
    return frame[frame["what"] == "curve"]["result"].tolist()


def test_regimes_stand_where_their_levers_put_them() -> None:
    frame = rule_curve("discounted", weeks=10).set_index("what")
    assert frame.loc["traditional", "weeks"] == 51.0  # reviews every 52 weeks: 51 are left in the first
    assert frame.loc["innovation", "weeks"] == 3.0
    pooled = rule_curve("own_part", people=5, interdependence=1.0).set_index("what")
    assert pooled.loc["innovation", "result"] == pytest.approx(
        0.3 + 0.3
    )  # shares of individual and team bonus
    assert "traditional" not in set(rule_curve("goal_pull")["what"])


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("item", EVERY)
def test_sentences_say_what_the_data_say(item: ShownRule, lang: Lang) -> None:
    moved = _moved(item)
    frame = rule_curve(item.id, **moved)
    said = sentence(frame, lang)
    shown = [told(value, item.percent) for value in frame[frame["what"] != "curve"]["result"]]
    curve = frame[frame["what"] == "curve"]["result"].tolist()
    assert [value for value in (*shown, told(curve[0], item.percent)) if value not in said] == []
    assert item.x.told(moved[item.x.name]) in said
    known = [item.x.told(value) for value in frame[item.x.name]]
    known += [told(value, item.percent) for value in frame["result"]]
    known += [one.told(moved[one.name]) for one in item.sliders]
    known += ["1"] if item.id == "rating_sd" else []  # the end of the scale of knowledge
    assert (
        set(NUMBER.findall(said)) - {number for value in known for number in NUMBER.findall(value)} == set()
    )


def test_a_sentence_tells_rise_fall_top_and_level() -> None:
    assert "rises from" in sentence(rule_curve("seen_chance"), "en")
    assert "falls from" in sentence(rule_curve("misjudged"), "en")
    assert "highest at 50% (100%)" in sentence(rule_curve("goal_pull"), "en")
    assert "level at 100%" in sentence(rule_curve("seen_chance", transparency=1.0), "en")


@pytest.mark.parametrize(
    ("id", "values", "words"),
    [
        ("discountd", {}, "“discountd” is not possible; choose from: flip_chance"),
        ("discounted", {"week": 3}, "week: “week” is not possible; choose from: weeks, rate"),
        ("discounted", {"weeks": 99}, "weeks: 99 is out of range; give a value from 0 to 51"),
        ("discounted", {"weeks": 2.5}, "weeks: 2.5 is not a whole number"),
        ("misjudged", {"contact": float("nan")}, "contact: nan is out of range"),
        ("misjudged", {"contact": "much"}, "contact: much is out of range"),
    ],
)
def test_what_is_not_possible_is_refused_in_a_sentence(id: str, values: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError) as refused:
        rule_curve(id, **values)
    assert words in refused.value.text("en")
    assert re.search(r"[\u3400-\u9fff]", refused.value.text("zh"))


def test_texts_and_rules_are_the_same_set() -> None:
    texts = entries("tours")
    assert set(texts["rule"]) == set(SHOWN)
    assert {part for text in texts["rule"].values() for part in text} == {"title", "y", "sentence", "lesson"}
    assert set(texts["argument"]) == {
        one.text for item in SHOWN.values() for one in item.arguments if one.text
    }
    assert tuple(texts["phase"]) == PHASES


@pytest.mark.parametrize("lang", LANGS)
def test_a_rule_is_drawn_with_its_sentence_as_text_alternative(lang: Lang) -> None:
    picture = rule_plot("own_part", lang, people=5)
    assert sentence(picture.frame, lang) in picture._repr_html_()
    assert say("tour.picture.reading", lang) in picture.alt
    (axis,) = picture.figure.axes
    drawn = axis.lines[0]
    curve = picture.frame[picture.frame["what"] == "curve"]
    assert np.asarray(drawn.get_ydata()).tolist() == curve["result"].tolist()


@pytest.mark.parametrize("lang", LANGS)
def test_the_week_names_every_phase_and_every_rule(lang: Lang) -> None:
    html = week(lang)._repr_html_()
    assert [item.id for item in SHOWN.values() if say(f"tour.rule.{item.id}.title", lang) not in html] == []
    assert [
        k for k, phase in enumerate(PHASES, 1) if f"{k}. {say(f'tour.phase.{phase}', lang)}" not in html
    ] == []


def test_weeks_of_a_stepped_model_are_its_readings() -> None:
    from simkit import OrganisationModel, Scenario, scene

    organisation, regime = scene("G2")
    model = OrganisationModel(Scenario(organisation=organisation, regime=regime), seed=2)
    read = []
    for _ in range(3):
        model.step()
        read.append(model.reading("value_vitality"))
    assert week_by_week(model, ["value_vitality"]).iloc[:, 0].tolist() == read


def test_scripts_and_styles_are_put_together_by_name() -> None:
    assert module("tour", "rule") == f"{module('tour')}\n{module('rule')}"
    for kind, text in (("rule", module("tour", "rule")), ("model", module("tour", "model"))):
        assert text.count("export default") == 1
        assert (
            re.findall(
                r"^\s*import\b|https?://(?!www\.w3\.org/2000/svg)", text + styles("tour", kind), re.MULTILINE
            )
            == []
        )
        names = re.findall(r"^(?:async )?(?:function|const|let) (\w+)", text, re.MULTILINE)
        assert len(set(names)) == len(names)
        assert max(len(module(name).splitlines()) for name in ("tour", kind)) < 300
