"""The model description is complete, names nothing that does not exist, and is up to date."""

from __future__ import annotations

import ast
import re
from importlib.resources import files
from pathlib import Path

import pytest

from simkit.constants import CONSTANTS
from simkit.engine.host import model
from simkit.evidence.odd import SUBMODELS, chinese, odd, rules_of, sizes
from simkit.evidence.sources import SOURCES, reference
from simkit.levers import LEVER_IDS
from simkit.metrics import METRIC_IDS
from simkit.rules import RULES, THE_WEEK
from simkit.text import LANGS, Lang, entries

PACKAGE = Path(str(files("simkit")))
HAN = re.compile(r"[\u3400-\u9fff]")
CODE_BLOCK = re.compile(r"```python\n.*?```", re.DOTALL)
NUMBERED = (
    "## 1 ", "## 2 ", "## 3 ", "## 4 ", "## 5 ", "## 6 ", "## 7 ", *(f"### 4.{number} " for number in range(1, 12)),
)  # fmt: skip
"""The seven elements of ODD and its eleven design concepts (Grimm et al. 2020)."""
OUTSIDE = {"python", "m", "u", "simkit"}
"""Words in backticks that are no names of the code: commands and the letter for a random number."""

DESCRIPTION = {lang: odd(lang) for lang in LANGS}


def named(text: str) -> set[str]:
    """Every identifier that stands in backticks, outside code blocks and bracketed arguments."""
    spans = re.findall(r"`([^`\n]+)`", CODE_BLOCK.sub("", text))
    return {name for span in spans for name in re.findall(r"[A-Za-z_]\w*", span)}


def known() -> set[str]:
    """Every name and every one-word string of the package's sources."""
    found: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for part in ("id", "attr", "name", "arg", "value"):
                value = getattr(node, part, None)
                if isinstance(value, str):
                    found |= set(value.split())
    return (
        found
        | {path.stem for path in PACKAGE.rglob("*.py")}
        | {path.parent.name for path in PACKAGE.rglob("*.py")}
    )


def drawn() -> set[str]:
    """Every stream whose luck the engine draws, read from the calls in its sources and from its lists."""
    found = {*model.MEMBER_STREAMS, *model.TEAM_STREAMS, *model.DIMENSION_STREAMS, *model.OPPORTUNITY_STREAMS}
    for path in (PACKAGE / "engine" / "host").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r"(?:\.one|luck)\(\s*\"(\w+)\"", text))
        found |= set(re.findall(r"_luck\[\"(\w+)\"\]", text))
    found |= {"stage_" + name for name in ("seen", "judged", "tolerated")}
    return found


@pytest.mark.parametrize("lang", LANGS)
def test_the_seven_elements_and_eleven_concepts_stand_in_order(lang: Lang) -> None:
    places = [DESCRIPTION[lang].find(f"\n{head}") for head in sorted(NUMBERED, key=_place)]
    assert -1 not in places
    assert places == sorted(places)


def _place(head: str) -> tuple[int, int]:
    first, _, second = head.lstrip("# ").strip().partition(".")
    return int(first), int(second or 0)


@pytest.mark.parametrize("lang", LANGS)
def test_everything_declared_is_described(lang: Lang) -> None:
    ids = {
        *LEVER_IDS,
        *METRIC_IDS,
        *RULES,
        *CONSTANTS,
        *(name for name, _ in THE_WEEK),
        *(item.name for item in sizes()),
    }
    assert sorted(ids - named(DESCRIPTION[lang])) == []


@pytest.mark.parametrize("lang", LANGS)
def test_every_stream_of_luck_is_described_and_drawn(lang: Lang) -> None:
    told = set(entries("odd")["streams"])
    blockers = {name for name in model.TEAM_STREAMS if name.startswith("unblock")}
    assert told - drawn() == set()
    assert drawn() - told - blockers == set()
    assert {"unblock0", "unblock1", f"unblock{len(blockers) - 1}"} <= named(DESCRIPTION[lang])


@pytest.mark.parametrize("lang", LANGS)
def test_every_name_in_it_exists(lang: Lang) -> None:
    assert sorted(named(DESCRIPTION[lang]) - known() - drawn() - set(CONSTANTS) - OUTSIDE) == []


@pytest.mark.parametrize("lang", LANGS)
def test_every_source_stands_in_the_references(lang: Lang) -> None:
    assert [id for id in SOURCES if id != "assumption" and reference(id) not in DESCRIPTION[lang]] == []


def test_rules_are_read_from_all_files_of_rules() -> None:
    described = [item.name for submodel in SUBMODELS for item in rules_of(submodel)]
    assert sorted(described) == sorted(RULES)


@pytest.mark.parametrize("part", ["rules", "phases", "sizes"])
def test_chinese_texts_are_those_that_are_needed(part: str) -> None:
    needed = {
        "rules": set(RULES),
        "phases": {name for name, _ in THE_WEEK},
        "sizes": {item.name for item in sizes()},
    }
    told = chinese()[part]
    assert set(told) == needed[part]
    assert [key for key, text in told.items() if not HAN.search(text)] == []


def test_english_has_no_chinese_and_chinese_paragraphs_have() -> None:
    assert HAN.search(DESCRIPTION["en"]) is None
    assert [
        item
        for item in entries("odd")["sections"]
        if item["body"]["en"] and not HAN.search(item["body"]["zh"])
    ] == []


@pytest.mark.parametrize("lang", LANGS)
def test_the_file_is_up_to_date(lang: Lang) -> None:
    path = PACKAGE / "rules" / f"ODD.{lang}.md"
    assert path.read_text(encoding="utf-8") == DESCRIPTION[lang], "run python -m simkit.evidence.odd"
