"""Every number and mechanism says where it comes from, and nothing is declared that nobody uses."""

from __future__ import annotations

import ast
import re
from importlib.resources import files
from pathlib import Path

import pytest

from simkit.constants import CONSTANTS, GRADES, Constant
from simkit.evidence.effects import effects
from simkit.evidence.patterns import patterns
from simkit.evidence.sources import OWN, READINGS, SOURCES, cite, keys_in
from simkit.evidence.targets import TARGETS
from simkit.levers import LEVERS
from simkit.rules import RULES
from simkit.text import LANGS

PACKAGE = Path(str(files("simkit")))
HOLDERS = {"c", "constants"}
"""Names under which the engine holds its constants."""
HAN = re.compile(r"[\u3400-\u9fff]")
HALF_WIDTH = re.compile(r"[,;:()]|[\u3400-\u9fff]\s*[.!?]")
PLAIN = {0, 1}
"""Literals that need no reason."""
LITERALS: dict[tuple[str, float], str] = {
    ("goal_pull", 4.0): "scales p (1 - p) to a height of 1",
    ("curiosity", 2.0): "makes an even chance neutral",
    ("net_promoters", 200.0): "from 0..1 to -100..100",
    ("net_promoters", 100.0): "from 0..1 to -100..100",
    ("capability_index", 3.0): "mean of three parts",
    ("vitality_index", 3.0): "mean of three parts",
    ("success_belief", 2.0): "uniform prior of one win and one loss (Posen & Levinthal 2012)",
    ("certainty_share", 4.0): "width of the 1-to-5 scale",
    ("interdependence", 4.0): "width of the 1-to-5 scale",
    ("opportunity_quality", 0.5): "inverse of 3 x**2 - 2 x**3",
    ("opportunity_quality", 2.0): "inverse of 3 x**2 - 2 x**3",
    ("opportunity_quality", 3.0): "inverse of 3 x**2 - 2 x**3",
    ("opportunity_quality", 6.0): "slope of 3 x**2 - 2 x**3",
    ("opportunity_quality", 60.0): "more halvings than a double has digits",
    ("opportunity_size", 20.0): "cut of the Pareto tail, so that the mean has a finite error",
    ("climate", 3.0): "mean of three parts",
    ("engagement_level", 3.0): "mean of three parts",
    ("exit_chance", 52.0): "weeks in a year",
    ("gate_hurdle", 0.6): "hurdle of the strictest gate; a convention of the lever's scale",
    ("noise", 0.5513288954217921): "sqrt(3) / pi: the logistic distribution with standard deviation 1",
    ("review_hours", 60.0): "minutes in an hour",
    ("manager_output", 40.0): "hours in a week",
    ("share_left", 40.0): "hours in a week",
    ("openness", 0.02): "keeps the odds of a survey finite",
    ("openness", 0.98): "keeps the odds of a survey finite",
    ("project_size", 10.0): "1 + 2 + 3 + 4 stages' worth of work",
    ("care", 0.5): "mean of two causes; full overload takes half",
}
"""Every other literal in the body of a rule, with its reason."""


def sources_of(folder: str) -> list[Path]:
    return sorted((PACKAGE / folder).rglob("*.py"))


def constants_taken() -> dict[str, str]:
    """Every attribute that the engine reads from its constants, with a file that reads it."""
    found: dict[str, str] = {}
    for path in sources_of("engine"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute):
                holder = node.value
                name = holder.id if isinstance(holder, ast.Name) else getattr(holder, "attr", "")
                if name in HOLDERS:
                    found[node.attr] = path.name
    return found


def literals() -> set[tuple[str, float]]:
    """Every number other than 0 and 1 in the body of a rule, with the rule."""
    found: set[tuple[str, float]] = set()
    for path in sources_of("rules"):
        for rule in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(rule, ast.FunctionDef) and rule.name in RULES:
                numbers = [node.value for node in ast.walk(rule) if isinstance(node, ast.Constant)]
                found |= {
                    (rule.name, float(n)) for n in numbers if isinstance(n, int | float) and n not in PLAIN
                }
    return found


def cited() -> set[str]:
    """Every source that levers, constants, patterns, or a sentence in the code or in the model description name."""
    found = {item.evidence for item in LEVERS} | {item.source for item in CONSTANTS.values()}
    found |= {key for pattern in patterns() for key in pattern.sources} | {item.source for item in effects()}
    found |= {item.source for item in TARGETS.values()}
    for path in [*PACKAGE.rglob("*.py"), PACKAGE / "text" / "odd.toml", PACKAGE / "constants.toml"]:
        found |= set(keys_in(path.read_text(encoding="utf-8")))
    return found


def test_the_engine_takes_every_constant_and_no_other() -> None:
    taken = constants_taken()
    assert set(CONSTANTS) - set(taken) == set(), "declared, but nobody takes it"
    assert set(taken) - set(CONSTANTS) == set(), "taken, but not declared"


@pytest.mark.parametrize("item", CONSTANTS.values(), ids=lambda item: item.id)
def test_a_constant_is_complete(item: Constant) -> None:
    assert item.low < item.high
    assert item.low <= item.value <= item.high
    assert item.unit
    assert item.grade in GRADES
    assert item.source in SOURCES
    assert set(item.reason) == set(LANGS)
    assert HAN.search(item.reason["zh"])
    assert not HAN.search(item.reason["en"])
    assert HALF_WIDTH.search(item.reason["zh"]) is None, "Chinese text takes full-width punctuation"


@pytest.mark.parametrize("item", CONSTANTS.values(), ids=lambda item: item.id)
def test_a_grade_is_not_claimed_without_a_source(item: Constant) -> None:
    if item.grade != "assumed":
        assert item.source != OWN
    if item.grade == "published":
        assert SOURCES[item.source].grade != "M", "a published number was read, not remembered"


def test_levers_and_patterns_name_sources_that_exist() -> None:
    named = {item.evidence for item in LEVERS} | {key for pattern in patterns() for key in pattern.sources}
    assert named - set(SOURCES) == set()


def test_every_citation_in_the_code_is_a_source() -> None:
    missing = {
        f"{path.name}: {key}"
        for path in PACKAGE.rglob("*.py")
        for key in keys_in(path.read_text(encoding="utf-8"))
        if key not in SOURCES
    }
    assert missing == set()


def test_every_source_is_used() -> None:
    assert set(SOURCES) - cited() == set()


@pytest.mark.parametrize("id", SOURCES)
def test_a_source_is_complete(id: str) -> None:
    source = SOURCES[id]
    assert source.grade in READINGS
    assert set(source.shows) == set(LANGS)
    assert HAN.search(source.shows["zh"])
    assert not HAN.search(source.shows["en"])
    assert HALF_WIDTH.search(re.sub(r"Beta\(.*?\)|[\d.]+", "", source.shows["zh"])) is None
    assert source.doi == "" or re.fullmatch(r"10\.\d{4,}/\S+", source.doi)


@pytest.mark.parametrize("id", [id for id in SOURCES if id != OWN])
def test_a_source_is_found_by_how_it_is_cited(id: str) -> None:
    assert id in keys_in(f"as in {cite(id)}")


def test_no_two_sources_share_a_doi() -> None:
    dois = [source.doi.lower() for source in SOURCES.values() if source.doi]
    assert len(dois) == len(set(dois))


def test_every_literal_in_a_rule_has_a_reason_and_every_reason_a_literal() -> None:
    assert literals() - set(LITERALS) == set(), "make it a constant, or give its reason here"
    assert set(LITERALS) - literals() == set(), "gone from the rule"
    assert all(LITERALS.values())
