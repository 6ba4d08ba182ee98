"""Presets and the files in their formats: each is valid, means what it says, and every mistake is named."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simkit.levers import INCENTIVE_MIX, LEVER_IDS, VALUE_WEIGHTS, lever
from simkit.presets import (
    ORGANISATIONS,
    REGIMES,
    SCENES,
    TOOLS,
    apply_tools,
    conflicting_levers,
    example_sheet,
    load_organisation,
    load_regime,
    regime_toml,
    scene,
    tool,
)
from simkit.presets.reading import preset_file
from simkit.problems import InputError
from simkit.regime import BASES, Regime
from simkit.roster import read_roster
from simkit.scenario import FUNCTIONS
from simkit.text import LANGS, Lang, say
from tests.files import written
from tests.strategies import regimes

TRADITIONAL, INNOVATION = (Regime.preset(name) for name in BASES)


def refused(path: Path, lang: Lang = "en") -> list[str]:
    with pytest.raises(InputError) as caught:
        load_regime(path)
    return [line.removeprefix(str(path)) for line in caught.value.text(lang).splitlines()]


# Tools

CONFLICTS = {frozenset({"okr", "kpi"})}


def test_the_six_tools() -> None:
    assert set(TOOLS) == {"okr", "kpi", "kpi_floor", "stage_gate", "points", "peer_review_360"}


@pytest.mark.parametrize("name", TOOLS)
def test_a_tool_sets_known_levers_within_range_and_changes_a_base(name: str) -> None:
    assert all(lever(id).low <= value <= lever(id).high for id, value in tool(name).items())
    assert any(apply_tools(base, [name]).values != base.values for base in (TRADITIONAL, INNOVATION))
    assert all(say(f"term.tool.{name}.{part}", lang) for part in ("label", "help") for lang in LANGS)


@pytest.mark.parametrize(("first", "second"), list(combinations(TOOLS, 2)))
def test_tools_conflict_exactly_where_they_differ(first: str, second: str) -> None:
    if frozenset({first, second}) not in CONFLICTS:
        both = apply_tools(TRADITIONAL, [first, second])
        assert {id: both[id] for id in tool(first) | tool(second)} == pytest.approx(
            tool(first) | tool(second)
        )
        return
    with pytest.raises(InputError) as caught:
        apply_tools(TRADITIONAL, [first, second])
    (problem,) = caught.value.problems
    for lang in LANGS:
        labels = [say(f"lever.{id}.label", lang) for id in conflicting_levers(first, second)]
        assert labels
        assert all(part in problem.sentence(lang) for part in (first, second, *labels))


def test_a_tool_conflicts_with_those_already_in_the_regime() -> None:
    with pytest.raises(InputError, match="okr and kpi"):
        apply_tools(apply_tools(INNOVATION, ["okr"]), ["points", "kpi"])


@given(regimes(), st.lists(st.sampled_from([name for name in TOOLS if name != "kpi"]), min_size=1))
def test_tools_in_any_order_and_number_give_one_valid_regime(regime: Regime, names: list[str]) -> None:
    once = apply_tools(regime, names)
    assert once.tools == tuple(dict.fromkeys(names))
    assert apply_tools(regime, sorted(names)).values == once.values
    for group in (INCENTIVE_MIX, VALUE_WEIGHTS):
        assert sum(once[id] for id in group) == pytest.approx(1)
    touched = {id for name in names for id in tool(name)} | set(INCENTIVE_MIX)
    assert all(once[id] == regime[id] for id in LEVER_IDS if id not in touched)


def test_points_take_their_share_evenly_from_the_rest_of_the_mix() -> None:
    mixed = apply_tools(TRADITIONAL, ["points"])
    assert [mixed[id] for id in INCENTIVE_MIX] == pytest.approx([0.64, 0.16, 0, 0.2])


def test_unknown_tools_are_told_with_the_nearest() -> None:
    with pytest.raises(InputError, match="no tool “okrs”; try: okr") as caught:
        apply_tools(TRADITIONAL, ["okrs", "magic"])
    assert len(caught.value.problems) == 2


def test_a_tool_that_is_there_already_does_not_set_its_levers_anew() -> None:
    own = apply_tools(TRADITIONAL, ["stage_gate"]).with_(patience_strategic=208)
    assert apply_tools(own, ["stage_gate"]) == own
    both = apply_tools(own, ["points"])
    assert (both["patience_strategic"], both["share_pool"], both["share_points"]) == (208, 0.3, 0.2)


# Regimes


@pytest.mark.parametrize("name", REGIMES)
def test_a_named_regime_is_valid_and_distinct(name: str) -> None:
    regime = load_regime(name)
    assert regime.name == name
    assert [other for other in REGIMES if load_regime(other).values == regime.values] == [name]


@pytest.mark.parametrize("name", BASES)
def test_the_two_bases_are_the_columns_of_the_table(name: str) -> None:
    assert load_regime(name) == Regime.preset(name)


@pytest.mark.parametrize("name", REGIMES)
def test_the_single_levers_of_a_regime_do_not_undo_its_tools(name: str) -> None:
    levers = preset_file("regimes")[name].get("levers", {})
    regime = load_regime(name)
    undone = [
        (tool_name, id)
        for tool_name in regime.tools
        for id, value in tool(tool_name).items()
        if id in levers and abs(regime[id] - value) > 0.25 * lever(id).span
    ]
    assert undone == []


@settings(max_examples=50, deadline=None)
@given(regimes(), st.sampled_from([(), ("okr", "points"), ("kpi", "kpi_floor", "stage_gate")]))
def test_a_regime_written_to_a_file_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, regime: Regime, tools: tuple[str, ...]
) -> None:
    regime = apply_tools(regime, tools)
    assert load_regime(written(tmp_path_factory.mktemp("r"), regime_toml(regime))) == regime


def test_base_then_switches_then_tools_then_levers(tmp_path: Path) -> None:
    text = 'base="traditional"\ntools=["okr"]\n[switches]\nE2="innovation"\nE4="innovation"\n[levers]\ngoal_stretch=0.4\n'
    regime = load_regime(written(tmp_path, text))
    assert regime.name == "ours"
    assert regime["coaching_share"] == INNOVATION["coaching_share"]
    assert regime["goal_cocreation"] == tool("okr")["goal_cocreation"]
    assert regime["goal_stretch"] == 0.4
    assert regime["bonus_size"] == TRADITIONAL["bonus_size"]


def test_any_named_regime_can_be_a_base_and_brings_its_tools(tmp_path: Path) -> None:
    regime = load_regime(written(tmp_path, 'base="agile_team"\nname="敏捷"\ntools=["points"]'))
    assert (regime.name, regime.tools) == ("敏捷", ("okr", "peer_review_360", "points"))


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    path.write_bytes(b"\xef\xbb\xbfbase = 'innovation'")
    assert load_regime(path).values == INNOVATION.values


REGIME_MISTAKES = [
    ("key", 'bases = "innovation"', " › bases: there is no key “bases”; try: base", " › bases：没有名为“bases”的键；可以用：base"),
    ("base", 'base = "modern"', "no regime “modern” to start from; use one of: traditional, innovation", "没有名为“modern”的基础模式"),
    ("kind", "base = 3", " › base: 3 cannot stand here; write text in quotes", "此处不能填 3；请填写加引号的文字"),
    ("switch", '[switches]\nE9 = "innovation"', " › switches › E9: there is no switch “E9”", " › switches › E9：没有名为“E9”的开关"),
    ("self", '[switches]\nself = "innovation"', "there is no switch “self”", "没有名为“self”的开关"),
    ("side", '[switches]\nE3 = "modern"', " › switches › E3: there is no regime “modern”", " › switches › E3：没有名为“modern”"),
    ("tool", 'tools = ["okr", "magic"]', " › tools: there is no tool “magic”; try: okr, kpi", "没有名为“magic”的工具"),
    ("conflict", 'tools = ["kpi", "okr"]', "tools kpi and okr cannot be combined", "工具 kpi 与 okr 不能同时使用"),
    ("lever", "[levers]\nname = 3", " › levers › name: there is no lever “name”", " › levers › name：没有名为“name”的调节项"),
    ("typo", "[levers]\nreview_intervall = 3", "try: review_interval", "可以用：review_interval"),
    ("text", '[levers]\ncoaching_share = "0.5"', " › levers › coaching_share: '0.5' cannot stand here; write a number without quotes", "请填写不加引号的数字"),
    ("yes", "[levers]\ncoaching_share = true", "True cannot stand here", "此处不能填 True"),
    ("infinite", "[levers]\ncoaching_share = inf", "inf cannot stand here", "此处不能填 inf"),
    ("huge", "[levers]\ncoaching_share = 1" + "0" * 400, "cannot stand here", "此处不能填"),
    ("range", "[levers]\nreview_interval = 60", "60.0 is out of range; give a value from 1 to 52", "60.0 超出范围；请填写 1 到 52 之间的值"),
    ("half", "[levers]\nreview_interval = 2.5", "2.5 is not a whole number", "2.5 不是整数"),
    ("shares", "[levers]\nshare_pool = 0.5", "these shares add up to 1.5 instead of 1", "这些占比之和为 1.5，应当等于 1"),
    ("syntax", 'base = "innovation"\ntools = [', "cannot be understood at line 2", "第 2 行第"),
    ("twice", 'base = "innovation"\nbase = "x"', "cannot be understood at line 2, column", "第 2 行第"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "en", "zh"), [case[1:] for case in REGIME_MISTAKES], ids=[case[0] for case in REGIME_MISTAKES])  # fmt: skip
def test_a_mistake_in_a_regime_file_is_one_sentence(tmp_path: Path, text: str, en: str, zh: str) -> None:
    path = written(tmp_path, text)
    for lang, expected in zip(LANGS, (en, zh), strict=True):
        (found,) = refused(path, lang)
        assert expected in found


def test_all_mistakes_of_a_regime_file_are_told_at_once(tmp_path: Path) -> None:
    text = 'nam="x"\nbase="modern"\ntools=["kpi","okr","z"]\n[switches]\nE9="x"\n[levers]\nx=1\nreview_interval=60\n'
    assert len(refused(written(tmp_path, text))) == 7


def test_what_is_no_regime_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(b"\n\nname = 'Caf\xe9'")
    (tmp_path / "binary.toml").write_bytes(b"\x89PNG\0\0")
    (tmp_path / "deep.toml").write_bytes(b"tools = " + b"[" * 5000)
    cases = {
        "latin.toml": "line 3 holds characters that are not UTF-8",
        "binary.toml": "not a text file",
        "deep.toml": "cannot be understood at line 1",
        "gone.toml": "there is no such file",
        "": "this is a folder",
    }
    for name, said in cases.items():
        (found,) = refused(tmp_path / name)
        assert said in found
    (found,) = refused(Path("inovation"))
    assert "there is no regime and no file “inovation”; try: innovation" in found


# Organisations and scenes


@pytest.mark.parametrize(("name", "teams", "people"), [("product-company", 12, 90), ("manufacturer", 6, 60), ("group", 40, 300)])  # fmt: skip
def test_the_examples_have_the_size_that_they_are_described_with(name: str, teams: int, people: int) -> None:
    organisation = load_organisation(name)
    assert len(organisation.teams) == teams
    assert abs(sum(team.people for team in organisation.teams) - people) <= people * 0.1


def test_the_examples_differ_as_described() -> None:
    assert {team.function for team in load_organisation("group").teams} == set(FUNCTIONS)
    assert sum(team.team_type <= 2 for team in load_organisation("manufacturer").teams) >= 5
    assert len({team.function for team in load_organisation("product-company").teams}) >= 5


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ORGANISATIONS)
def test_the_shipped_sheets_hold_the_examples(name: str, lang: Lang) -> None:
    sheet, organisation = read_roster(example_sheet(name, lang)), load_organisation(name, lang)
    bare = tuple(team.with_(key="") for team in organisation.teams)  # a sheet has no column for keys
    assert sheet.teams == bare


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_the_languages_differ_in_names_only(name: str) -> None:
    en, zh = (load_organisation(name, lang).teams for lang in LANGS)
    assert [team.with_(name="x") for team in en] == [team.with_(name="x") for team in zh]
    assert all(a.name != b.name and a.name.isascii() for a, b in zip(en, zh, strict=True))


@pytest.mark.parametrize("id", SCENES)
def test_a_scene_is_found_by_id_and_by_name_and_fits_its_description(id: str) -> None:
    organisation, regime = scene(id)
    assert scene(SCENES[id]) == (organisation, regime)
    assert load_organisation(id) == organisation
    assert regime == load_regime(SCENES[id])
    assert all(say(f"term.scene.{SCENES[id]}.{part}", lang) for part in ("label", "help") for lang in LANGS)


def test_the_scenes_follow_the_framework() -> None:
    project, agile, department = (scene(id) for id in ("G1", "G2", "G3"))
    assert {"stage_gate", "okr"} <= set(project[1].tools)
    assert project[1]["share_team"] > project[1]["share_individual"]
    assert project[1]["weight_financial"] == min(project[1][id] for id in VALUE_WEIGHTS)
    assert project[1]["patience_strategic"] > INNOVATION["patience_strategic"]
    assert {"okr", "peer_review_360"} <= set(agile[1].tools)
    assert agile[1]["review_interval"] <= 2
    assert agile[1]["weight_customer"] == max(agile[1][id] for id in VALUE_WEIGHTS)
    assert {"kpi_floor", "points"} <= set(department[1].tools)
    assert department[1]["kpi_floor"] == max(item[1]["kpi_floor"] for item in (project, agile, department))
    assert project[0].market.certainty < agile[0].market.certainty < department[0].market.certainty
    assert agile[0].teams[0].team_type == 5


@pytest.mark.parametrize(("name", "said"), [("produkt-company", "try: product-company"), ("G4", "no example and no file “G4”"), ("no.xlsx", "no such file")])  # fmt: skip
def test_an_unknown_organisation_is_told(name: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        load_organisation(name)


def test_an_unknown_scene_is_told() -> None:
    with pytest.raises(InputError, match="no scene “agile_tem”; try: agile_team"):
        scene("agile_tem")
