"""Scenario files: who lives under which regime, what changes and happens; every mistake is named."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simkit.levers import LEVER_IDS
from simkit.presets import (
    example_sheet,
    load_organisation,
    load_regime,
    load_scenario_parts,
    regime_toml,
    scenario_toml,
    scene,
)
from simkit.problems import InputError
from simkit.regime import BASES, Regime
from simkit.scenario import Organisation
from simkit.text import LANGS, Lang
from tests.files import written
from tests.strategies import organisations, regimes

TRADITIONAL, INNOVATION = (Regime.preset(name) for name in BASES)


def refused(path: Path, lang: Lang = "en", load: Callable[[Path], object] = load_scenario_parts) -> list[str]:
    with pytest.raises(InputError) as caught:
        load(path)
    return [line.removeprefix(str(path)) for line in caught.value.text(lang).splitlines()]


TEAMS = '[[teams]]\nname="A"\n[[teams]]\nname="B"\npeople=5\n'


@settings(max_examples=25, deadline=None)
@given(organisations(), regimes())
def test_a_scenario_written_to_a_file_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, organisation: Organisation, regime: Regime
) -> None:
    path = written(tmp_path_factory.mktemp("s"), scenario_toml(organisation, regime))
    parts = load_scenario_parts(path)
    assert (parts.organisation, parts.regime) == (organisation, regime)
    assert load_organisation(path) == organisation
    assert "regime" not in tomllib.loads(scenario_toml(organisation))


def test_a_scenario_file_says_who_lives_how_and_what_happens(tmp_path: Path) -> None:
    written(tmp_path, 'base = "innovation"\n[levers]\nreview_interval = 3', "three.toml")
    text = (
        'name="Two speeds"\nregime="traditional"\nbefore="innovation"\nweeks=30\n[market]\ncertainty=2\n'
        '[[assignments]]\nteam="A"\nregime={base="innovation", levers={review_interval=9}}\n'
        '[[changes]]\nweek=5\nregime="three.toml"\nteam="B"\n[[changes]]\nweek=9\nregime="agile_team"\n'
        '[[shocks]]\nweek=7\nkind="budget_cut"\nsize=0.3\nweeks=4\n[[shocks]]\nweek=8\nkind="key_person_loss"\nteam="B"\n'
    )
    parts = load_scenario_parts(written(tmp_path, text + TEAMS))
    scenario = parts.scenario()
    intervals = [[scenario.regime_of(team, week)["review_interval"] for week in (1, 5, 9)] for team in "AB"]
    assert intervals == [[9, 9, 2], [52, 3, 2]]
    assert [(shock.week, shock.kind, shock.team, shock.size) for shock in scenario.shocks] == [
        (7, "budget_cut", "*", 0.3),
        (8, "key_person_loss", "B", 0.5),
    ]
    assert (scenario.weeks, scenario.before, scenario.organisation.name) == (30, INNOVATION, "Two speeds")
    assert scenario.organisation.market.certainty == 2
    assert parts.scenario(INNOVATION, 12).weeks == 12


def test_a_scenario_file_may_name_an_example_or_a_roster_beside_it(tmp_path: Path) -> None:
    (tmp_path / "us.xlsx").write_bytes(example_sheet("manufacturer", "zh").read_bytes())
    beside = load_organisation(written(tmp_path, 'organisation = "us.xlsx"'))
    bare = tuple(team.with_(key="") for team in load_organisation("manufacturer", "zh").teams)
    assert beside.teams == bare  # a sheet has no column for keys
    named = load_organisation(
        written(tmp_path, 'organisation = "group"\nname = "G"\n[market]\ncertainty = 5'), "zh"
    )
    assert (named.name, named.market.certainty) == ("G", 5)
    assert named.teams == load_organisation("group", "zh").teams


SCENARIO_MISTAKES = [
    ("no teams", 'name = "x"', "needs its teams either as [[teams]]", "必须且只能有一个"),
    ("both", 'organisation = "group"\n' + TEAMS, "needs its teams either as [[teams]]", "必须且只能有一个"),
    ("empty", "teams = []", "nothing is given", "内容为空"),
    ("key", 'colour = "red"\n' + TEAMS, " › colour: there is no key “colour”", " › colour：没有名为“colour”的键"),
    ("no table", "teams = [3]", " › teams[1] › teams: 3 cannot stand here; write a table", "此处不能填 3"),
    ("team key", TEAMS + "peple = 3", " › teams[2] › peple: there is no key “peple”; try: people", "可以用：people"),
    ("team range", TEAMS + "workload = 500", " › teams[2] › workload: 500", " › teams[2] › workload：500"),
    ("team kind", TEAMS + 'workload = "high"', "'high' cannot stand here; write a number", "此处不能填 'high'"),
    ("no name", "[[teams]]\npeople = 5", " › teams[1] › name: name is missing", "缺少 name"),
    ("same name", TEAMS + '[[teams]]\nname = "A"', "more than one team is called “A”", "有多个团队叫“A”"),
    ("market", TEAMS + "[market]\ncertainty = 9", " › market › certainty: 9", " › market › certainty：9"),
    ("weeks", "weeks = 5000\n" + TEAMS, " › weeks: 5000", " › weeks：5000"),
    ("no weeks", "weeks = 0\n" + TEAMS, " › weeks: 0", " › weeks：0"),
    ("late change", "weeks = 9\n" + TEAMS + '[[changes]]\nweek = 10\nregime = "innovation"', " › changes[1] › week: week 10 comes after the last of the 9 weeks", " › changes[1] › week：第 10 周晚于模拟的最后一周（共 9 周）"),
    ("late shock", TEAMS + '[[shocks]]\nweek = 157\nkind = "budget_cut"', " › shocks[1] › week: week 157 comes after the last of the 156", "第 157 周晚于"),
    ("namesake", TEAMS + '[regime]\nname = "innovation"\nbase = "traditional"', " › regime › name: “innovation” is the name of a shipped regime", "“innovation”是现成模式的名称"),
    ("long name", f'regime = "{"x" * 300}"\n' + TEAMS, "there is no regime and no file", "的模式或文件"),
    ("regime", 'regime = "inovation"\n' + TEAMS, " › regime: there is no regime and no file “inovation”", "没有名为“inovation”的模式或文件"),
    ("table", TEAMS + "[regime.levers]\nx = 3", " › regime › levers › x: there is no lever “x”", "没有名为“x”的调节项"),
    ("assigned", TEAMS + '[[assignments]]\nteam = "C"\nregime = "innovation"', " › assignments[1] › team: there is no team “C”", "没有名为“C”的团队"),
    ("all", TEAMS + '[[assignments]]\nteam = "*"\nregime = "innovation"', "there is no team “*”", "没有名为“*”的团队"),
    ("twice", TEAMS + '[[assignments]]\nteam = "A"\nregime = "innovation"\n' * 2, "“A” already has a regime", "“A”已经指定过模式"),
    ("change", TEAMS + '[[changes]]\nregime = "innovation"', " › changes[1] › week: week is missing", "缺少 week"),
    ("week 0", TEAMS + '[[changes]]\nweek = 0\nregime = "innovation"', " › changes[1] › week: 0", " › changes[1] › week：0"),
    ("change to", TEAMS + '[[changes]]\nweek = 3\nregime = "x"', " › changes[1] › regime: there is no regime", "没有名为“x”的模式"),
    ("shock", TEAMS + '[[shocks]]\nweek = 3\nkind = "flood"', " › shocks[1] › kind: “flood” is not possible", "不能填“flood”"),
    ("shocked", TEAMS + '[[shocks]]\nweek = 3\nkind = "budget_cut"\nteam = "Z"', " › shocks[1] › team: there is no team “Z”", "没有名为“Z”的团队"),
    ("roster", 'organisation = "gone.xlsx"', "gone.xlsx: there is no such file", "gone.xlsx：找不到这个文件"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "en", "zh"), [case[1:] for case in SCENARIO_MISTAKES], ids=[case[0] for case in SCENARIO_MISTAKES])  # fmt: skip
def test_a_mistake_in_a_scenario_file_is_one_sentence(tmp_path: Path, text: str, en: str, zh: str) -> None:
    path = written(tmp_path, text)
    for lang, expected in zip(LANGS, (en, zh), strict=True):
        (found,) = refused(path, lang)
        assert expected in found


def test_mistakes_in_a_roster_are_told_through_the_scenario_file(tmp_path: Path) -> None:
    (tmp_path / "us.csv").write_text("Team,Function\nA,magic\n", encoding="utf-8")
    path = written(tmp_path, 'organisation = "us.csv"\nweeks = "long"')
    found = refused(path)
    assert len(found) == 9
    assert any("us.csv, row 2, column B (Function): “magic”" in line for line in found)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_damaged_scenario_gives_a_scenario_or_sentences(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    intact = scenario_toml(*scene("G2")).encode()
    start = data.draw(st.integers(0, len(intact)))
    insert = data.draw(
        st.one_of(
            st.binary(max_size=4), st.sampled_from([b"[[x]]\n", b"= 3\n", b'"', b"9999", b"[market]\n"])
        )
    )
    path = tmp_path_factory.mktemp("d") / "d.toml"
    path.write_bytes(intact[:start] + insert + intact[start + data.draw(st.integers(0, 30)) :])
    try:
        answered = bool(load_scenario_parts(path).organisation.teams)
    except InputError as error:
        answered = all(error.text(lang) for lang in LANGS)
    assert answered


def test_another_tool_leaves_the_settings_of_the_base_alone(tmp_path: Path) -> None:
    base = load_regime("strategic_project")
    more = load_regime(written(tmp_path, 'base="strategic_project"\ntools=["kpi_floor"]'))
    assert {id for id in LEVER_IDS if more[id] != base[id]} == {"kpi_floor"}
    switched = load_regime(written(tmp_path, 'base="agile_team"\n[switches]\nE2="traditional"'))
    assert (switched["goal_cocreation"], switched.tools) == (
        TRADITIONAL["goal_cocreation"],
        ("peer_review_360",),
    )


def test_a_regime_is_not_mistaken_for_another_of_its_name(tmp_path: Path) -> None:
    text = 'base="traditional"\n[levers]\ncoaching_share=0.5'
    assert load_regime(written(tmp_path, text, "traditional.toml")).name == "traditional (file)"
    assert load_regime(written(tmp_path, 'base="traditional"', "traditional.toml")) == TRADITIONAL
    named = written(tmp_path, 'name="innovation"\n' + text)
    assert "“innovation” is the name of a shipped regime" in refused(named, load=load_regime)[0]
    assert "“innovation”是现成模式的名称" in refused(named, "zh", load_regime)[0]
    with pytest.raises(InputError, match="“innovation” is the name"):
        regime_toml(INNOVATION.with_(coaching_share=0.9))
