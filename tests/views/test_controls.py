"""The lab's controls: one for every lever, nothing declared twice, and each change does what it says."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from simkit.levers import (
    DRIVERS,
    HEADLINE,
    INCENTIVE_MIX,
    LEVER_IDS,
    LEVERS,
    SWITCHES,
    VALUE_WEIGHTS,
    lever,
    levers_of,
)
from simkit.presets import ORGANISATIONS, REGIMES, SCENES, load_organisation, load_regime, regime_toml
from simkit.presets.own import origin_of, own_name
from simkit.presets.regimes import regime_from
from simkit.presets.settings import Settings, settings_from_code, usual_settings
from simkit.problems import InputError
from simkit.regime import BASES, Regime
from simkit.scenario import Market, Organisation, Shock, Team
from simkit.text import LANGS, Lang, entries
from simkit.views.figures import style
from simkit.views.lab.changes import Change, apply
from simkit.views.lab.controls import controls, state_of
from simkit.views.lab.values import STEPS, value_text
from simkit.views.wording import regime_name

USUAL = usual_settings()
GROUPS = (INCENTIVE_MIX, VALUE_WEIGHTS)
HAN = re.compile(r"[\u3400-\u9fff]")


def by_id(items: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {item["id"]: item for item in items}


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """Any change of a regime that a slider or switch can make."""
    item = draw(st.sampled_from(LEVERS))
    steps = round(item.span / (1 if item.integer else STEPS[item.unit]))
    value = item.low + draw(st.integers(0, steps)) * item.span / steps
    return draw(
        st.one_of(
            st.just({"id": item.id, "value": value}),
            st.builds(lambda row, base: {"switch": row, "value": base}, st.sampled_from(SWITCHES), st.sampled_from(BASES)),
            st.sampled_from(REGIMES).map(lambda name: {"regime": name}),
        )
    )  # fmt: skip


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("place", [0, 1])
def test_every_lever_has_exactly_one_control_with_its_declared_range(place: int, lang: Lang) -> None:
    made = controls(USUAL, place, lang)
    assert sorted(item["id"] for item in made["levers"]) == sorted(LEVER_IDS)
    assert [id for group in made["groups"] for id in group["levers"]] == [
        item["id"] for item in made["levers"]
    ]
    for id, item in by_id(made["levers"]).items():
        declared = lever(id)
        assert (item["low"], item["high"], item["switch"], item["driver"]) == (
            declared.low, declared.high, declared.switch, declared.driver,
        )  # fmt: skip
        assert item["presets"] == {base: getattr(declared, base) for base in BASES}
        assert (item["value"], item["other"]) == (USUAL.regimes[place][id], USUAL.regimes[1 - place][id])


def test_headline_levers_come_first_then_the_rows() -> None:
    made = controls(USUAL, 1, "en")
    assert [group["id"] for group in made["groups"]] == ["headline", *SWITCHES]
    assert set(made["groups"][0]["levers"]) == set(HEADLINE)
    assert all(group["levers"] for group in made["groups"])
    assert sorted(id for item in made["drivers"] for id in item["levers"]) == sorted(LEVER_IDS)
    assert [item["id"] for item in made["drivers"]] == list(DRIVERS)


def test_groups_that_add_up_are_marked() -> None:
    made = controls(USUAL, 1, "en")
    marked = {item["id"]: item["sum"] for item in made["levers"] if item["sum"]}
    assert marked == dict.fromkeys(INCENTIVE_MIX, "incentive_mix") | dict.fromkeys(
        VALUE_WEIGHTS, "value_weights"
    )
    assert {item["id"]: tuple(item["levers"]) for item in made["sums"]} == {
        "incentive_mix": INCENTIVE_MIX, "value_weights": VALUE_WEIGHTS,
    }  # fmt: skip


def test_presets_and_ends_lie_on_the_steps_and_no_slider_has_too_many() -> None:
    made = controls(USUAL, 1, "en")
    for item in [*made["levers"], *made["market"]]:
        assert (item["high"] - item["low"]) / item["step"] <= 250.5, item["id"]
        values = [item["value"], item["high"], *item.get("presets", {}).values()]
        places = [(value - item["low"]) / item["step"] for value in values]
        assert all(abs(place - round(place)) < 1e-9 for place in places), item["id"]


def test_market_and_run_take_their_ranges_from_the_declarations() -> None:
    made = controls(USUAL, 0, "en")
    assert list(by_id(made["market"])) == list(Market.model_fields)
    for id, item in by_id(made["market"]).items():
        for value in (item["low"], item["high"]):
            assert getattr(USUAL.with_market(**{id: value}).scenario.organisation.market, id) == value
        with pytest.raises(InputError):
            USUAL.with_market(**{id: item["high"] + item["step"]})
    run = by_id(made["run"])
    for id in ("weeks", "worlds"):
        for value in (run[id]["low"], run[id]["high"]):
            assert USUAL.with_run(**{id: value})
        for value in (run[id]["low"] - 1, run[id]["high"] + 1):
            with pytest.raises(InputError):
                USUAL.with_run(**{id: value})
    assert [run[id]["value"] for id in ("weeks", "worlds", "seed")] == [156, 200, 0]


@pytest.mark.parametrize("lang", LANGS)
def test_controls_are_plain_data_in_one_language(lang: Lang) -> None:
    shocked = USUAL.scenario.with_(shocks=(Shock(week=9, kind="budget_cut"),))
    settings = Settings(shocked, USUAL.regimes, None).in_language(lang)
    made = controls(settings, 1, lang)
    assert json.loads(json.dumps(made)) == made
    said = [*texts(made)]
    assert [text for text in said if not text.strip()] == []
    assert [text for text in said if bool(HAN.search(text)) is (lang == "en")] == []
    assert len(made["also"]) == 1


def texts(node: Any, key: str = "") -> list[str]:
    """Return every text that a person reads, without numbers."""
    if isinstance(node, dict):
        pairs: dict[str, Any] = node
        return [text for name, item in pairs.items() for text in texts(item, name)]
    if isinstance(node, list):
        items: list[Any] = node
        return [text for item in items for text in texts(item, key)]
    read = {"label", "help", "unit", "low_text", "high_text", "also", "reset", "state_text", "name", "size"}
    return [node] if isinstance(node, str) and key in read else []


@how(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1), changes()), max_size=6))
def test_any_moves_keep_sums_and_names_and_come_back_from_the_code(moves: list[tuple[int, Change]]) -> None:
    settings = USUAL
    for place, change in moves:
        before, settings = settings, apply(settings, place, change)
        assert settings.regimes[1 - place] == before.regimes[1 - place]
    for regime in settings.regimes:
        for group in GROUPS:
            assert abs(sum(regime[id] for id in group) - 1) < 1e-9
        named = regime.name in REGIMES
        assert named == any(load_regime(name).values == regime.values for name in REGIMES)
        assert named or regime_from(tomllib.loads(regime_toml(regime)), "") == regime
    a, b = settings.regimes
    assert a.name != b.name or a.values == b.values
    assert settings_from_code(settings.code()) == settings


@how(max_examples=60, deadline=None)
@given(st.sampled_from(GROUPS), st.data(), st.sampled_from(REGIMES))
def test_a_moved_share_scales_the_others_in_proportion(
    group: tuple[str, ...], data: st.DataObject, name: str
) -> None:
    id, value = data.draw(st.sampled_from(group)), data.draw(st.integers(0, 100)) / 100
    start = apply(USUAL, 1, {"regime": name})
    before, after = start.regimes[1], apply(start, 1, {"id": id, "value": value}).regimes[1]
    assert after[id] == value
    others, total = [key for key in group if key != id], 1 - before[id]
    if total > 0:
        for key in others:
            assert abs(after[key] - before[key] / total * (1 - value)) < 3e-4
    assert {key for key in LEVER_IDS if after[key] != before[key]} <= set(group)


@pytest.mark.parametrize("row", SWITCHES)
def test_a_switch_sets_its_row_and_says_where_it_stands(row: str) -> None:
    switched = apply(USUAL, 0, {"switch": row, "value": "innovation"})
    assert switched.regimes[0].values == USUAL.regimes[0].switched(**{row: "innovation"}).values
    state = {item["id"]: item["state"] for item in controls(switched, 0, "en")["switches"]}
    assert state == {item: "innovation" if item == row else "traditional" for item in SWITCHES}
    item = next(
        item
        for item in levers_of(row)
        if item.traditional != item.innovation and item.id not in sum(GROUPS, ())
    )
    between = 20 if item.integer else 0.55
    assert between not in (item.traditional, item.innovation)
    mixed = apply(switched, 0, {"id": item.id, "value": between}).regimes[0]
    assert {other: state_of(other, mixed) for other in SWITCHES} == {**state, row: "mixed"}


def test_moved_regimes_are_called_after_what_they_were_and_get_their_names_back() -> None:
    moved = apply(USUAL, 1, {"id": "review_interval", "value": 8})
    assert moved.regimes[1].name == "own-innovation"
    assert apply(moved, 1, {"id": "review_interval", "value": 4}) == USUAL
    assert apply(moved, 1, {"reset": True}) == USUAL
    both = apply(apply(moved, 0, {"regime": "innovation"}), 0, {"id": "bonus_size", "value": 0.3})
    assert [item.name for item in both.regimes] == ["own-innovation-2", "own-innovation"]
    agile = apply(apply(USUAL, 1, {"regime": "agile_team"}), 1, {"id": "goal_stretch", "value": 0.4})
    assert (agile.regimes[1].name, agile.regimes[1].tools) == ("own-agile_team", ("peer_review_360",))
    assert apply(agile, 1, {"reset": True}).regimes[1] == load_regime("agile_team")
    ours = USUAL.with_regime(1, load_regime("innovation").with_("Ours", bonus_size=0.2))
    assert apply(ours, 1, {"id": "bonus_size", "value": 0.3}).regimes[1].name == "Ours"
    assert controls(ours, 1, "en")["regime"]["home"] == "innovation"


def test_all_rows_switched_make_the_other_regime() -> None:
    settings = USUAL
    for row in SWITCHES:
        settings = apply(settings, 0, {"switch": row, "value": "innovation"})
    assert settings.regimes[0] == Regime.preset("innovation")


@pytest.mark.parametrize("name", REGIMES)
def test_own_names_collide_with_no_preset_and_read_well(name: str) -> None:
    own = [own_name(name), own_name(name, [own_name(name)])]
    assert not set(own) & set(REGIMES)
    assert [origin_of(item) for item in own] == [(name, ""), (name, "2")]
    assert name in entries("settings")["own"]
    for lang in LANGS:
        words = [
            regime_name(item, lang, inside=inside)
            for item in (*own, f"{own[0]} (2)")
            for inside in (False, True)
        ]
        assert not any("own" in word for word in words)
        assert len(set(words)) == 4
        assert regime_name("Ours", lang) == "Ours"


@pytest.mark.parametrize("lang", LANGS)
def test_names_of_adjusted_regimes_fit_under_a_picture(lang: Lang) -> None:
    for first, second in (("traditional", "innovation"), ("own-traditional", "own-strategic_project-2")):
        with style.page(lang):
            figure, _ = style.sheet(3.0)
            style.regime_legend(figure, [regime_name(name, lang) for name in (first, second)])
            figure.canvas.draw()
            box = figure.legends[0].get_window_extent()
        assert (box.x0 >= 0, box.x1 <= figure.bbox.x1) == (True, True)


def test_the_organisation_is_chosen_in_the_language_of_the_present_one() -> None:
    chinese = apply(usual_settings("zh"), 1, {"organisation": "group"})
    assert chinese.scenario.organisation == load_organisation("group", "zh")
    assert apply(USUAL, 0, {"organisation": "G1"}, "zh").scenario.organisation == load_organisation(
        "G1", "zh"
    )
    assert apply(USUAL, 0, {"organisation": "product-company"}, "zh") == USUAL
    own = Organisation(name="Ours", teams=(Team(name="A"),))
    settings = apply(USUAL, 0, {"organisation": own})
    choice = controls(settings, 0, "en")["organisation"]
    assert (choice["value"], choice["choices"][0]["label"], choice["name"]) == ("", "Ours", "Ours")
    assert apply(settings, 0, {"organisation": ""}) == settings
    assert [item["value"] for item in controls(USUAL, 0, "en")["organisation"]["choices"]] == [
        *ORGANISATIONS,
        *SCENES,
    ]


def test_market_and_run_are_set() -> None:
    made = apply(apply(USUAL, 0, {"market": "certainty", "value": 4.1}), 0, {"run": "worlds", "value": None})
    assert (made.scenario.organisation.market.certainty, made.worlds) == (4.1, None)
    assert apply(made, 0, {"run": "weeks", "value": 52}).scenario.weeks == 52


def test_the_noise_of_a_slider_is_no_change() -> None:
    noisy = apply(USUAL, 1, {"id": "tolerance_exploratory", "value": 0.1 + 0.2})
    assert noisy.regimes[1]["tolerance_exploratory"] == 0.3
    assert apply(noisy, 1, {"id": "tolerance_exploratory", "value": 0.30000000000000004}) == noisy


BAD = [
    ({"id": "review_intervall", "value": 3}, "there is no lever “review_intervall”", "没有名为“review_intervall”的调节项"),
    ({"id": "review_interval", "value": 60}, "Review interval: 60 is out of range; give a value from 1 to 52", "检视周期：60 超出范围"),
    ({"id": "review_interval", "value": 2.5}, "Review interval: 2.5 is not a whole number", "检视周期：2.5 不是整数"),
    ({"id": "share_pool", "value": 1.2}, "Project pool or equity: 1.2 is out of range", "项目奖金池或股权占比：1.2 超出范围"),
    ({"id": "share_pool", "value": "x"}, "Project pool or equity: 'x' is not a number", "项目奖金池或股权占比：'x' 不是数字"),
    ({"id": "bonus_size", "value": float("nan")}, "Size of the bonus: nan is out of range", "奖金规模：nan 超出范围"),
    ({"switch": "E8", "value": "innovation"}, "there is no switch “E8”", "没有名为“E8”的开关"),
    ({"switch": "E3", "value": "new"}, "there is no regime “new” to start from", "没有名为“new”的基础模式"),
    ({"regime": "inovation"}, "there is no regime and no file “inovation”", "没有名为“inovation”的模式或文件"),
    ({"organisation": "roster.xlsx"}, "there is no example and no file “roster.xlsx”", "没有名为“roster.xlsx”的示例或文件"),
    ({"market": "certainty", "value": 9}, "Certainty of the market: 9.0 is too large; give 5", "市场确定性：9.0 太大"),
    ({"market": "colour", "value": 9}, "there is no field colour", "没有名为 colour 的字段"),
    ({"run": "worlds", "value": 1}, "Simulated worlds: 1 is out of range", "模拟世界数：1 超出范围"),
    ({"run": "weeks", "value": 2000}, "Length: 2000 is too large; give 1040", "模拟时长：2000 太大"),
    ({"run": "worlds", "value": 2.5}, "Simulated worlds: “2.5” is not a whole number", "模拟世界数：“2.5”不是整数"),
    ({"id": "review_interval"}, "a change with “id” is not understood", "无法理解包含“id”的改动"),
    ({"id": "bonus_size", "value": 0.1, "x": 1}, "a change with “id, value, x” is not understood", "无法理解"),
    ({}, "a change with “–” is not understood", "无法理解包含“–”的改动"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "en", "zh"), BAD)
def test_a_change_that_is_not_possible_is_one_sentence(change: Change, en: str, zh: str) -> None:
    with pytest.raises(InputError) as caught:
        apply(USUAL, 1, change)
    for lang, expected in zip(LANGS, (en, zh), strict=True):
        (found,) = caught.value.text(lang).splitlines()
        assert expected in found


def test_values_read_as_people_say_them() -> None:
    said = [
        ("review_interval", "weeks", 1, "every week", "每周一次"),
        ("review_interval", "weeks", 52, "once a year", "每年一次"),
        ("bonus_size", "share", 0.15, "15%", "15%"),
        ("share_pool", "share", 1 / 3, "33.3%", "33.3%"),
        ("review_minutes", "minutes", 300, "300 minutes", "300 分钟"),
        ("patience_strategic", "weeks", 52, "52 weeks (1 year)", "52 周（1 年）"),
        ("shock_rate", "per_year", 0.05, "0.05 a year", "每年 0.05 次"),
        ("seed", "seed", -1234567, "-1234567", "-1234567"),
        ("certainty", "scale", 2.5, "2.5 (1 to 5)", "2.5（1 到 5）"),
    ]
    for id, unit, value, en, zh in said:
        assert (value_text(id, unit, value, "en"), value_text(id, unit, value, "zh")) == (en, zh)
