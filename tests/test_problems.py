"""Every problem that the code can find has a sentence in both languages, and the code fills its blanks."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from string import Formatter

import numpy as np
import pytest

from simkit.problems import InputError, Problem
from simkit.regime import Regime
from simkit.roster.problems import LocalProblem, Said, inside
from simkit.scenario import _CODES, ALL_TEAMS, Change, Organisation, Scenario, Shock, Team
from simkit.text import LANGS, Lang, entries
from simkit.views.comparison import compare

SOURCES = sorted((Path(__file__).parents[1] / "simkit").rglob("*.py"))
MAKERS = {"Problem", "LocalProblem", "refuse"}
Call = tuple[str, str, "set[str] | None"]


def name_of(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def codes_in(node: ast.expr) -> list[str]:
    """Codes that an argument can stand for: a constant, or either side of a condition."""
    sides = [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]
    return [side.value for side in sides if isinstance(side, ast.Constant) and isinstance(side.value, str)]


def keys_in(node: ast.Call) -> set[str] | None:
    """Names of the values given to a problem; ``None`` where they are not written out on the spot."""
    if name_of(node) == "refuse":
        return {item.arg for item in node.keywords if item.arg}
    given = [*node.args[2:3], *(item.value for item in node.keywords if item.arg == "values")]
    if not given:
        return set()
    literal = given[0]
    if not isinstance(literal, ast.Dict) or None in literal.keys:
        return None
    return {key.value for key in literal.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)}


def calls() -> Iterator[Call]:
    """Every place in the sources where a problem is made: file, code, names of its values."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and name_of(node) in MAKERS and node.args:
                yield from ((path.name, code, keys_in(node)) for code in codes_in(node.args[0]))


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


CALLS = list(calls())
MESSAGES = entries("messages")["problem"]


def test_the_scan_sees_the_places_that_it_must_see() -> None:
    found = {code for _, code, _ in CALLS}
    assert {"out_of_range", "duplicate_team", "unknown_tool", "no_such_file", "cell_out_of_range"} <= found
    assert len(found) > 40


@pytest.mark.parametrize("code", sorted({code for _, code, _ in CALLS} | set(_CODES.values())))
def test_every_code_has_a_sentence_in_both_languages(code: str) -> None:
    assert code in MESSAGES
    assert set(MESSAGES[code]) == set(LANGS)


@pytest.mark.parametrize(("file", "code", "keys"), [call for call in CALLS if call[2] is not None])
def test_every_blank_of_a_sentence_is_filled(file: str, code: str, keys: set[str]) -> None:
    for lang in LANGS:
        assert placeholders(MESSAGES[code][lang]) <= keys, file


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_sentences_agree_between_the_languages_and_say_what_to_do(code: str) -> None:
    en, zh = MESSAGES[code]["en"], MESSAGES[code]["zh"]
    assert placeholders(en) == placeholders(zh)
    assert ";" in en
    assert "；" in zh
    assert re.search(r"[\u4e00-\u9fff]", zh)
    assert not re.search(r"[\u4e00-\u9fff]", en)


TEAM = Team(name="Apps")
ORG = Organisation(teams=(TEAM,))
INNOVATION = Regime.preset("innovation")
MISTAKES: list[tuple[str, Callable[[], object], list[str]]] = [
    ("no people", lambda: Team(name="Apps", people=0), ["people", "0", "2"]),
    ("too many people", lambda: Team(name="Apps", people=10_000), ["people", "10000", "200"]),
    ("half a person", lambda: Team(name="Apps", people=2.5), ["people", "2.5"]),  # type: ignore[arg-type]
    ("text for a number", lambda: Team(name="Apps", workload="much"), ["workload", "much"]),  # type: ignore[arg-type]
    ("no name", lambda: Team(name=""), ["name"]),
    ("long name", lambda: Team(name="x" * 81), ["x" * 81, "80"]),
    ("unknown function", lambda: Team(name="Apps", function="magic"), ["magic", "rnd", "service"]),  # type: ignore[arg-type]
    ("unknown field", lambda: Team(name="Apps", colour="red"), ["colour"]),  # type: ignore[call-arg]
    ("missing field", lambda: Team(), ["name"]),  # type: ignore[call-arg]
    ("same name twice", lambda: Organisation(teams=(TEAM, TEAM)), ["Apps"]),
    ("no teams", lambda: Organisation(teams=()), ["teams"]),
    ("unknown lever", lambda: INNOVATION.with_(coaching_shar=1), ["coaching_shar", "coaching_share"]),
    ("unknown switch", lambda: INNOVATION.switched(E8="innovation"), ["E8", "E7"]),
    ("unknown base", lambda: INNOVATION.switched(E3="modern"), ["modern", "traditional, innovation"]),
    ("text lever", lambda: INNOVATION.with_(coaching_share="high"), ["coaching_share", "high"]),  # type: ignore[arg-type]
    ("lever out of range", lambda: INNOVATION.with_(review_interval=60), ["review_interval", "60", "52"]),
    ("lever not whole", lambda: INNOVATION.with_(review_interval=2.5), ["review_interval", "2.5"]),
    ("shares", lambda: INNOVATION.with_(share_pool=0.9), ["share_pool", "1.7"]),
    ("unknown preset", lambda: Regime.preset("modern"), ["modern", "innovation"]),
    ("week 0", lambda: Change(week=0, regime=INNOVATION), ["week", "0", "1"]),
    ("late shock", lambda: Scenario(organisation=ORG, regime=INNOVATION, weeks=5, shocks=(Shock(week=6, kind="budget_cut"),)), ["shocks[1]", "6", "5"]),
    ("one regime", lambda: compare(ORG, "traditional", weeks=2, replications=2), ["regimes", "2"]),
    ("unknown shock", lambda: Shock(week=1, kind="flood", team=ALL_TEAMS), ["flood", "budget_cut"]),  # type: ignore[arg-type]
    ("unknown team", lambda: Scenario(organisation=ORG, regime=INNOVATION, regimes={"App": INNOVATION}), ["App", "Apps"]),
]  # fmt: skip


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("make", "said"), [case[1:] for case in MISTAKES], ids=[case[0] for case in MISTAKES]
)
def test_a_mistake_is_answered_by_one_sentence_with_its_value(
    make: Callable[[], object], said: list[str], lang: Lang
) -> None:
    with pytest.raises(InputError) as caught:
        make()
    text = caught.value.text(lang)
    assert [part for part in said if part not in text] == []
    assert len(text.splitlines()) == 1
    assert "{" not in text
    assert bool(re.search(r"[\u4e00-\u9fff]", text)) == (lang == "zh")


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        Team(name="", people=0, certainty=6)
    assert len(caught.value.text("zh").splitlines()) == 3


def test_a_place_stands_before_the_sentence_in_the_readers_language() -> None:
    place = Said(
        ("roster.place.cell",),
        {"file": "a.csv", "row": 3, "letter": "C", "label": Said(("roster.field.people.label",))},
    )
    problem = LocalProblem("cell_out_of_range", "", {"value": "0", "allowed": "?"}, place)
    (within,) = inside("b.toml", [problem])
    assert within.sentence("en").startswith("b.toml › a.csv, row 3, column C (Head-count): 0 is out of range")
    assert within.sentence("zh").startswith("b.toml › a.csv，第 3 行 C 列（人数）：0 超出范围")


def test_numbers_of_numpy_are_numbers() -> None:
    set_ = INNOVATION.with_(review_interval=np.int64(8), coaching_share=np.float32(0.5))  # type: ignore[arg-type]
    assert (set_["review_interval"], set_["coaching_share"]) == (8, 0.5)


def test_values_with_braces_are_shown_as_they_are() -> None:
    assert "“{0}{x}”" in Problem("unknown_tool", "", {"value": "{0}{x}", "nearest": "okr"}).sentence("en")
