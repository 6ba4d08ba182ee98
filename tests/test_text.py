"""Everything that has an id has text in both languages, and the concept map holds both ways."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import click
import pytest

from simkit import levers, metrics, scenario
from simkit.cli import program
from simkit.constants import CONSTANTS
from simkit.levers import LEVER_IDS, LEVERS, SWITCHES
from simkit.metrics import METRIC_IDS, METRICS, STREAMS
from simkit.text import LANGS, Lang, entries, say

CJK = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
HAN = re.compile(r"[\u3400-\u9fff]")
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
EVERY_FILE = sorted(
    path.name.removesuffix(".toml") for path in files("simkit.text").iterdir() if path.name.endswith(".toml")
)
FILES = ("levers", "metrics", "concepts", "constants", "terms")

# fmt: off
CONCEPTS = [
    "A1", "A2", "A3", "B1", "B2", "B3", "B4", "C1", "C2", "C3", "C4", "D1", "D2", "D3", "D4", "D5", "D6",
    "E1", "E2", "E3", "E4", "E5", "E6", "E7", "F1a", "F1b", "F1c", "F2a", "F2b", "F2c", "F3",
    "F4a", "F4b", "F4c", "F4d", "F4e", "G1", "G2", "G3", "H1", "I1", "I2", "I3", "I4", "I5",
]
VIEWS = {
    "streams", "horizons", "weights", "contributions", "costs", "funnel", "failures", "beliefs", "effort",
    "losses", "mesa_page", "replay", "patterns", "quadrant", "winners", "pilot_design", "pilot_readout",
}
# fmt: on
PARTS = {
    "lever": ("label", "help", "low", "high"),
    "metric": ("label", "help", "behaviour"),
    "concept": ("title", "note"),
}

# What the rows of the framework ask for by name, read from its tables and not from the code.
DEMANDED_LEVERS = {
    "A2": "review_interval goal_realignment",
    "B1": "transparency",
    "B2": "review_interval",
    "B3": "innovation_budget budget_tilt",
    "B4": "goal_cocreation",
    "C1": "coaching_share",
    "C4": "transparency review_interval",
    "D6": "weight_financial weight_customer weight_capability weight_vitality",
    "F1c": "patience_strategic patience_efficiency gate_criterion",
    "F2a": "tolerance_exploratory tolerance_execution",
    "F2b": "learning_focus suggestion_points",
    "F2c": "gate_criterion patience_strategic weight_capability",
    "F4a": "goal_stretch result_contingency",
    "F4b": "kpi_floor",
    "F4c": "gate_criterion gate_strictness share_pool",
    "F4d": "share_points suggestion_points",
    "G2": "peer_review review_interval",
    "G3": "kpi_floor suggestion_points",
    "I3": "review_interval tolerance_exploratory share_individual",
}
DEMANDED_METRICS = {
    "A1": "theme_pull theme_attainment",
    "A3": "member_knowledge practice_knowledge shared_practice",
    "B2": "cramming",
    "B4": "innovation_participation intrinsic_motivation",
    "C1": "blockers blockers_removed",
    "C2": "cross_team_help cross_team_lessons coaching_hours",
    "C3": "lessons failures_hidden",
    "C4": "dead_project_time early_kills",
    "D1": "value_financial value_new",
    "D2": "value_customer nps customer_retention",
    "D3": "breakthroughs talent_growth core_technology",
    "D4": "innovation_participation collaboration cross_team_help",
    "F1a": "theme_attainment new_product_share",
    "F1b": "unit_launches unit_breakthroughs market_entries first_customers process_adoptions yield_ramp",
    "F2a": "failures_exploratory failures_execution misjudged_exploratory excused_execution",
    "F3": (
        "rd_intensity key_people_time external_partners idea_conversion milestone_attainment iteration_time "
        "launches new_product_share core_technology market_share nps_change recognition"
    ),
    "F4b": "floor_breaches",
    "F4c": "milestone_attainment launch_success",
    "G1": "lessons breakthroughs",
    "G2": "iteration_time",
    "G3": "ideas floor_breaches",
    "I5": "transition_hours",
}
TERMS = {
    "regime": ("traditional", "innovation"),
    "switch": SWITCHES,
    "stream": STREAMS,
    "stage": metrics.STAGES,
    "function": scenario.FUNCTIONS,
    "unit": tuple(sorted({item.unit for item in (*LEVERS, *METRICS)})),
    "level": tuple(sorted({item.level for item in METRICS})),
    "driver": levers.DRIVERS,
    "grade": ("published", "derived", "calibrated", "assumed"),
    "shock": scenario.SHOCKS,
    "tool": ("okr", "kpi", "kpi_floor", "stage_gate", "points", "peer_review_360"),
    "scene": ("strategic_project", "agile_team", "traditional_department"),
    "verdict": ("reproduced", "not_reproduced", "undecided"),
}
TERM_PARTS = {
    "switch": ("label", "traditional", "innovation"),
    "tool": ("label", "help"),
    "scene": ("label", "help"),
}
PAIRS = {
    "term.regime.traditional.label": ("traditional regime", "传统绩效管理模式"),
    "term.regime.innovation.label": ("innovation-driven regime", "创新驱动绩效管理模式"),
    "term.driver.strategy.label": ("strategic anchor", "战略锚点"),
    "term.tool.points.label": ("recognition points", "积分与认可"),
    "term.stream.vitality.label": ("organisational vitality", "组织活力"),
    "lever.review_interval.label": ("review interval", "检视周期"),
    "lever.goal_cocreation.low": ("top-down goals", "自上而下分解"),
    "lever.goal_cocreation.high": ("co-created goals", "共创式目标设定"),
    "lever.coaching_share.low": ("judge", "裁判（打分人）"),
    "lever.coaching_share.high": ("coach", "教练"),
    "metric.felt_safety.label": ("psychological safety", "心理安全感"),
    "metric.failures_exploratory.label": ("exploratory failures", "探索性失败"),
    "metric.failures_execution.label": ("execution failures", "执行性失败"),
}


def _texts(node: dict[str, Any], path: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield every text below a node with its path."""
    for key, value in node.items():
        if isinstance(value, dict):
            below: dict[str, Any] = value
            is_text = any(isinstance(item, str) for item in below.values())
            yield from [(f"{path}.{key}", below)] if is_text else _texts(below, f"{path}.{key}")


ALL_TEXTS = [pair for name in FILES for pair in _texts(entries(name), name)]


def _preset(name: str) -> dict[str, Any]:
    """Read a preset file as data."""
    return tomllib.loads((files("simkit") / "presets" / f"{name}.toml").read_text(encoding="utf-8"))


def _keys() -> Iterator[str]:
    """Yield the key of every text that an id of the code calls for."""
    for kind, ids in (("lever", LEVER_IDS), ("metric", METRIC_IDS), ("concept", CONCEPTS)):
        yield from (f"{kind}.{id}.{part}" for id in ids for part in PARTS[kind])
    for kind, ids in TERMS.items():
        yield from (f"term.{kind}.{id}.{part}" for id in ids for part in TERM_PARTS.get(kind, ("label",)))
    yield from ("term.disclaimer.short", "term.disclaimer.long")


@pytest.mark.parametrize("lang", LANGS)
def test_every_id_has_text(lang: Lang) -> None:
    missing = [key for key in _keys() if not say(key, lang).strip()]
    assert not missing


def test_no_text_for_what_does_not_exist() -> None:
    assert set(entries("levers")) == set(LEVER_IDS)
    assert set(entries("metrics")) == set(METRIC_IDS)
    assert list(entries("concepts")) == CONCEPTS
    assert {kind: set(ids) for kind, ids in entries("terms").items() if kind != "disclaimer"} == {
        kind: set(ids) for kind, ids in TERMS.items()
    }


def test_every_constant_and_its_unit_has_a_name_and_nothing_else_has() -> None:
    named = entries("constants")
    assert list(named) == ["unit", *CONSTANTS]
    assert set(named["unit"]) == {item.unit for item in CONSTANTS.values()}
    assert [unit for unit, text in named["unit"].items() if text["en"] != unit] == []
    for lang in LANGS:
        labels = [say(f"constant.{id}.label", lang) for id in CONSTANTS]
        assert len(set(labels)) == len(labels)
        assert [label for label in labels if len(label) > (48 if lang == "en" else 20)] == []


def test_each_text_is_in_its_own_language() -> None:
    assert [path for path, text in ALL_TEXTS if set(text) != set(LANGS)] == []
    assert [path for path, text in ALL_TEXTS if CJK.search(text["en"])] == []
    assert [path for path, text in ALL_TEXTS if not HAN.search(text["zh"])] == []


def test_chinese_is_punctuated_as_chinese() -> None:
    wrong = re.compile(r"[\u3400-\u9fff][,;:?!()]|[,;:?!()][\u3400-\u9fff]|[\u3400-\u9fff]\.")
    assert [path for path, text in ALL_TEXTS if wrong.search(text["zh"])] == []


def test_placeholders_are_the_same_in_both_languages() -> None:
    def names(text: str) -> set[str]:
        return set(PLACEHOLDER.findall(text))

    every = [pair for name in EVERY_FILE for pair in _texts(entries(name), name)]
    assert every
    assert [path for path, text in every if names(text["en"]) != names(text["zh"])] == []


@pytest.mark.parametrize(("kind", "words"), [("lever", 5), ("metric", 7)])
def test_labels_are_short_and_differ(kind: str, words: int) -> None:
    ids = LEVER_IDS if kind == "lever" else METRIC_IDS
    for lang in LANGS:
        labels = [say(f"{kind}.{id}.label", lang) for id in ids]
        assert len(set(labels)) == len(labels)
    assert [id for id in ids if len(say(f"{kind}.{id}.label", "en").split()) > words] == []


@pytest.mark.parametrize(("key", "pair"), PAIRS.items())
def test_terms_are_those_of_the_framework(key: str, pair: tuple[str, str]) -> None:
    assert (say(key, "en").lower(), say(key, "zh")) == pair


@pytest.mark.parametrize(
    ("lang", "over", "phrase"),
    [
        ("en", "level", "the last 13 weeks before the horizon"),
        ("en", "window", "to the horizon"),
        ("zh", "level", "观察时点前 13 周"),
        ("zh", "window", "从开始到观察时点"),
    ],
)
def test_help_names_the_weeks_that_a_metric_covers(lang: Lang, over: str, phrase: str) -> None:
    said = {id for id in METRIC_IDS if phrase in say(f"metric.{id}.help", lang)}
    assert said == {item.id for item in METRICS if item.over == over}


def test_units_mean_the_same_everywhere() -> None:
    """``per_100`` reads "per 100 people a year": events over person-weeks, times 52 weeks, times 100."""
    yearly = {item.id: item.factor for item in METRICS if item.unit == "per_100"}
    assert yearly == dict.fromkeys(yearly, 5200.0)
    assert {item.factor for item in METRICS if item.unit == "par"} == {100.0}


@pytest.mark.parametrize(("kind", "items"), [("levers", LEVERS), ("metrics", METRICS)])
def test_map_lists_what_a_lever_or_metric_declares(kind: str, items: tuple[Any, ...]) -> None:
    concepts = entries("concepts")
    unlisted = [(item.id, id) for item in items for id in item.concepts if item.id not in concepts[id][kind]]
    assert not unlisted
    listed = {id for entry in concepts.values() for id in entry[kind]}
    assert listed == {item.id for item in items}
    assert [id for id, entry in concepts.items() if len(set(entry[kind])) != len(entry[kind])] == []


def test_every_concept_can_be_moved_and_read() -> None:
    assert [
        id for id, entry in entries("concepts").items() if not (entry["levers"] and entry["metrics"])
    ] == []


@pytest.mark.parametrize(("kind", "demanded"), [("levers", DEMANDED_LEVERS), ("metrics", DEMANDED_METRICS)])
def test_rows_of_the_framework_have_what_they_ask_for(kind: str, demanded: dict[str, str]) -> None:
    concepts = entries("concepts")
    lacking = {id: set(names.split()) - set(concepts[id][kind]) for id, names in demanded.items()}
    assert {id: names for id, names in lacking.items() if names} == {}


def test_rows_of_the_comparison_table_list_the_levers_of_their_switch() -> None:
    for item in LEVERS:
        assert item.id in entries("concepts")[item.switch]["levers"], item.id


@pytest.mark.parametrize(("concept", "stream"), [*zip(("D1", "D2", "D3", "D4"), STREAMS, strict=True)])
def test_each_stream_has_its_headline_and_its_weight_under_its_concept(concept: str, stream: str) -> None:
    entry = entries("concepts")[concept]
    assert f"value_{stream}" in entry["metrics"]
    assert f"weight_{stream}" in entry["levers"]


def _run_by(line: str) -> None:
    """Fail unless a line is a command of the program."""
    name, *words = line.split()
    assert name == "simkit", line
    command: click.Command = program("en")
    while isinstance(command, click.Group):
        assert words[0] in command.commands, line
        command = command.commands[words.pop(0)]


def test_views_and_exercises_exist() -> None:
    for id, entry in entries("concepts").items():
        assert entry["views"], id
        assert set(entry["views"]) <= VIEWS, id
        assert entry["exercises"], id
        for line in entry["exercises"]:
            _run_by(line)
            assert set(re.findall(r"--switch (\w+)=innovation", line)) <= set(SWITCHES), line


def test_exercises_name_organisations_that_ship() -> None:
    lines = [line.split() for entry in entries("concepts").values() for line in entry["exercises"]]
    named = {line[2] for line in lines if line[1] == "compare"}
    assert named - set(_preset("organisations")) == {"roster.xlsx"}


def test_tools_and_scenes_that_ship_have_names() -> None:
    assert set(_preset("tools")) == set(TERMS["tool"])
    assert {scene["regime"] for scene in _preset("scenes").values()} == set(TERMS["scene"])
