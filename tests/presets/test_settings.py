"""Settings: they come back from file and code as they were, in any language, and compare as the command line does."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from simkit.experiments.compare import compare_regimes
from simkit.presets import ORGANISATIONS, REGIMES, SCENES, load_organisation, load_regime, load_scenario_parts
from simkit.presets.settings import Settings, settings_from_code, settings_from_toml, usual_settings
from simkit.problems import InputError
from simkit.regime import BASES, Regime
from simkit.scenario import ALL_TEAMS, Change, Market, Organisation, Scenario, Shock, Team
from simkit.text import LANGS, Lang
from simkit.views.comparison import compare
from tests.files import written
from tests.strategies import markets, regimes, scenarios

TRADITIONAL, INNOVATION = (Regime.preset(name) for name in BASES)
USUAL = usual_settings()


@st.composite
def any_settings(draw: st.DrawFn) -> Settings:
    """Own organisations and shipped ones with another market, with everything that a scenario can hold."""
    scenario = draw(scenarios())
    if draw(st.booleans()):
        name, lang = draw(st.sampled_from((*ORGANISATIONS, *SCENES))), draw(st.sampled_from(LANGS))
        shipped = load_organisation(name, lang).with_(market=draw(markets()))
        team = st.sampled_from([ALL_TEAMS, *(item.name for item in shipped.teams)])
        changes = tuple(item.with_(team=draw(team)) for item in scenario.changes)
        shocks = tuple(item.with_(team=draw(team)) for item in scenario.shocks)
        scenario = scenario.with_(organisation=shipped, regimes={}, changes=changes, shocks=shocks)
    compared = draw(
        st.lists(st.one_of(regimes(), st.sampled_from(REGIMES).map(load_regime)), min_size=2, max_size=4)
    )
    return Settings(
        scenario,
        tuple(compared),
        draw(st.one_of(st.none(), st.integers(2, 999))),
        draw(st.integers(-9, 10**14)),
    )


def without_names(settings: Settings) -> list[object]:
    """Return what is simulated on an organisation, apart from what it and its teams are called."""
    organisation = settings.scenario.organisation
    return [
        [team.with_(name="x") for team in organisation.teams], organisation.market, settings.regimes, settings.worlds,
        settings.seed, settings.scenario.weeks, settings.scenario.before,
    ]  # fmt: skip


@how(max_examples=60, deadline=None)
@given(any_settings())
def test_settings_come_back_from_file_and_code_exactly(given: Settings) -> None:
    for lang in LANGS:
        back = given.in_language(lang)
        assert settings_from_toml(given.toml(), lang) == back
        assert settings_from_code(given.code(), lang) == back


@how(max_examples=25, deadline=None)
@given(any_settings(), st.sampled_from(LANGS))
def test_another_language_changes_names_only_and_there_is_a_way_back(given: Settings, lang: Lang) -> None:
    there = given.in_language(lang)
    assert without_names(there) == without_names(given)
    assert given in [there.in_language(item) for item in LANGS]
    if not given.source:
        assert there == given


def test_single_teams_keep_what_is_theirs_in_the_other_language() -> None:
    scenario = USUAL.scenario.with_(
        regimes={"Mobile app": INNOVATION},
        changes=(Change(week=5, regime=INNOVATION, team="Payments"), Change(week=9, regime=TRADITIONAL)),
        shocks=(Shock(week=2, kind="budget_cut", team="AI lab"),),
    )
    chinese = Settings(scenario, USUAL.regimes).in_language("zh").scenario
    assert list(chinese.regimes) == ["移动应用组"]
    assert [item.team for item in (*chinese.changes, *chinese.shocks)] == [
        "支付产品组",
        "*",
        "智能算法实验室",
    ]


def test_a_shipped_organisation_is_written_by_its_name_with_what_differs() -> None:
    said = tomllib.loads(usual_settings("zh").with_market(shock_rate=0.3).toml())
    assert said == {
        "organisation": "product-company", "market": {"shock_rate": 0.3}, "regimes": ["traditional", "innovation"],
        "weeks": 156, "worlds": 200, "seed": 0,
    }  # fmt: skip


def test_what_a_file_leaves_out_of_the_market_is_as_in_the_named_organisation() -> None:
    market = settings_from_toml(
        'organisation = "manufacturer"\n[market]\nshock_rate = 1\n'
    ).scenario.organisation.market
    assert market == load_organisation("manufacturer").market.with_(shock_rate=1)
    assert market.certainty != Market().certainty


def test_a_file_names_teams_of_an_example_in_either_language() -> None:
    text = 'organisation = "product-company"\n[[assignments]]\nteam = "支付产品组"\nregime = "innovation"\n'
    for lang, team in zip(LANGS, ("Payments", "支付产品组"), strict=True):
        assert list(settings_from_toml(text, lang).scenario.regimes) == [team]


def test_file_lab_and_python_give_the_same_fingerprints_and_numbers(tmp_path: Path) -> None:
    own = Regime.preset("innovation").with_("own-innovation", review_interval=9)
    made = (
        USUAL.with_organisation("manufacturer").with_market(certainty=2).with_run(weeks=6, worlds=3, seed=7)
    )
    made = made.with_regime(1, own)
    lab = compare_regimes(made.scenario, made.regimes, replications=made.worlds, seed=made.seed)
    path = written(tmp_path, made.toml())
    for source in (path, str(path), made.code()):
        found = compare(source, contribution_worlds=0, trajectories=0)
        assert [item.fingerprint for item in found.results] == [item.fingerprint for item in lab.results]
        assert found.frame().equals(lab.frame())
        assert (found.replications, found.results[0].seed) == (3, 7)
    other = compare(
        path, ("innovation", "traditional"), seed=1, replications=2, contribution_worlds=0, trajectories=0
    )
    assert (other.labels, other.replications, other.results[0].seed) == (("innovation", "traditional"), 2, 1)


def test_a_file_lists_regimes_by_name_file_and_table(tmp_path: Path) -> None:
    written(tmp_path, 'base = "innovation"\n[levers]\nreview_interval = 3', "three.toml")
    listed = '["agile_team", "three.toml", {base = "innovation", levers = {bonus_size = 0.3}}, {base = "innovation"}]'
    parts = load_scenario_parts(written(tmp_path, f'organisation = "G2"\nregimes = {listed}\n'))
    names = ["agile_team", "three", "own-innovation", "own-innovation-2"]
    assert [item.name for item in parts.compared] == names
    assert parts.scenario().regime.name == "agile_team"


def test_without_a_list_the_file_compares_its_regime_with_the_traditional_one() -> None:
    def names(line: str) -> list[str]:
        return [item.name for item in settings_from_toml(f'organisation = "G2"\n{line}').regimes]

    assert names('regime = "agile_team"') == ["traditional", "agile_team"]
    assert names('regime = "traditional"') == names("") == ["traditional", "innovation"]


MISTAKES = [
    ('regimes = ["traditional"]', "regimes: 1 regimes are given; name 2 to 20", "regimes：给出了 1 个模式"),
    ('regimes = [3, "innovation"]', "regimes[1] › regimes: 3 cannot stand here", "regimes[1] › regimes：此处不能填 3"),
    ('regimes = ["traditional", "inovation"]', "“inovation” is neither a shipped name nor part", "“inovation”既不是现成的名称"),
    ('regimes = ["traditional", {base = "x"}]', "regimes[2] › base: there is no regime “x” to start from", "没有名为“x”的基础模式"),
    ('regime = "traditional"\nregimes = ["traditional", "innovation"]', "the file has both regime and regimes", "同时有 regime 和 regimes"),
    ("worlds = 1", "worlds: 1 is out of range; give a value from 2", "worlds：1 超出范围"),
    ("worlds = 2.5", "worlds: 2.5 cannot stand here; write a whole number", "worlds：此处不能填 2.5"),
    ('seed = "x"', "seed: 'x' cannot stand here; write a whole number", "seed：此处不能填 'x'"),
    ("world = 3", "world: there is no key “world”; try: worlds", "world：没有名为“world”的键"),
    ("[market]\nshare = 1", "market › share: 1", "market › share：1"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "en", "zh"), MISTAKES)
def test_a_mistake_in_settings_is_one_sentence(line: str, en: str, zh: str) -> None:
    with pytest.raises(InputError) as caught:
        settings_from_toml(f'organisation = "G2"\n{line}')
    for lang, expected in zip(LANGS, (en, zh), strict=True):
        (found,) = caught.value.text(lang).splitlines()
        assert expected in found


def test_a_text_reaches_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path, 'base = "innovation"', "secret.toml")
    for line in ('organisation = "secret.toml"', 'organisation = "G2"\nbefore = "secret.toml"'):
        with pytest.raises(InputError, match="a text or code brings no other files"):
            settings_from_toml(line + "\n")


def test_settings_refuse_what_cannot_be_compared() -> None:
    organisation = Organisation(teams=(Team(name="A"),))
    bad = [
        lambda: Settings(USUAL.scenario, (TRADITIONAL,)),
        lambda: Settings(Scenario(organisation=organisation, regime=TRADITIONAL, constants={"x": 1.0}), USUAL.regimes),
        lambda: USUAL.with_run(worlds=1),
        lambda: USUAL.with_run(seed=10**15),
        lambda: USUAL.with_run(weeks=None),
        lambda: USUAL.with_run(length=3),
        lambda: USUAL.with_market(colour=1.0),
        lambda: USUAL.with_regime(2, INNOVATION),
        lambda: USUAL.with_regime(-1, INNOVATION),
        lambda: USUAL.with_organisation("grup"),
        lambda: Settings(USUAL.scenario.with_(shocks=(Shock(week=90, kind="budget_cut"),)), USUAL.regimes).with_run(weeks=50),
    ]  # fmt: skip
    for make in bad:
        with pytest.raises(InputError) as caught:
            make()
        assert all(caught.value.text(lang) for lang in LANGS)


def test_another_organisation_brings_its_market_and_keeps_what_is_for_all() -> None:
    scenario = USUAL.scenario.with_(
        regimes={"Payments": INNOVATION},
        shocks=(Shock(week=2, kind="budget_cut"), Shock(week=3, kind="market_shift", team="Payments")),
    )
    other = Settings(scenario, USUAL.regimes).with_organisation("group", "zh").scenario
    assert other.organisation == load_organisation("group", "zh")
    assert (other.regimes, [item.week for item in other.shocks]) == ({}, [2])
    same = Settings(scenario, USUAL.regimes).with_organisation("product-company", "zh").scenario
    assert (list(same.regimes), len(same.shocks)) == (["支付产品组"], 2)


def test_the_reference_is_the_regime_of_the_scenario() -> None:
    turned = USUAL.with_regime(0, load_regime("agile_team"))
    assert turned.scenario.regime == turned.regimes[0]
    assert Settings(USUAL.scenario.with_(regime=INNOVATION), USUAL.regimes) == Settings(
        USUAL.scenario, USUAL.regimes
    )
