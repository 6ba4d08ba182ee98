"""The first workshop pack: complete, alike in both languages, nothing typed in that the model computes, and still true."""

from __future__ import annotations

import re
from typing import Any

import pytest

from simkit.experiments.outcomes import horizons
from simkit.levers import DRIVERS, LEVER_IDS, SWITCHES, lever
from simkit.metrics import METRIC_IDS, metric
from simkit.presets import load_organisation
from simkit.text import LANGS, Lang, entries
from simkit.views import fonts
from tests.workshop.first_regime import PACK, Round, chosen, document, questions, rounds, session

DOCUMENTS = ("guide", "worksheet", "slides")
PARTS = ("brief", "predict", "reveal", "discuss")
HAN = re.compile(r"[\u3400-\u9fff]")
PLACEHOLDER = re.compile(r"{{\s*(.+?)\s*}}")
TYPED_IN = re.compile(r"\d+\.\d+|[+−±]\s?\d+|\d+\s?%")
"""Decimals, signed numbers and percentages are results, unless they are degrees of confidence or the 95 % interval."""
NO_RESULT = {"50%", "80%", "95%", "100%"}


def placeholders(text: str) -> list[str]:
    return [re.sub(r"\s+", "", item) for item in PLACEHOLDER.findall(text)]


def texts(part: Any) -> list[dict[str, str]]:
    """Every text of the session: tables that have the languages as keys."""
    if isinstance(part, dict):
        if set(part) & set(LANGS):
            return [part]
        return [found for value in part.values() for found in texts(value)]
    return [found for value in part for found in texts(value)] if isinstance(part, list) else []


# -- the session ---------------------------------------------------------------------------------------------


def test_the_agenda_adds_up_and_every_round_is_predicted_before_it_is_revealed() -> None:
    agenda: list[Round] = session()["agenda"]
    assert sum(item["minutes"] for item in agenda) == session()["minutes"] == 90
    assert len({item["id"] for item in agenda}) == len(agenda)
    for round in rounds():
        mine = [item for item in agenda if item.get("round") == round["id"]]
        assert [(item["id"], item["part"]) for item in mine] == [
            (f"{round['id']}-{part}", part) for part in PARTS
        ]
    assert list(dict.fromkeys(item["round"] for item in agenda if "round" in item)) == [
        item["id"] for item in rounds()
    ]


def test_everything_that_the_session_names_exists() -> None:
    load_organisation(session()["organisation"])
    points = [*session()["debrief"], *(item for round in rounds() for item in round["discussion"])]
    assert {id for point in points for id in point["concepts"]} <= set(entries("concepts"))
    for round in rounds():
        assert chosen(round["reference"]).values != chosen(round["regime"]).values
        assert len(round["levers"]) > 0
        assert set(round["levers"]) <= set(LEVER_IDS)
        assert 2 <= len(round["questions"]) <= 4
    for _, item in questions():
        assert item["metric"] in METRIC_IDS
        assert item["horizon"] in horizons(session()["weeks"])
        assert metric(item["metric"]).direction != 0, "a verdict needs a better side"


def test_the_debrief_touches_all_seven_dimensions_and_all_four_drivers() -> None:
    debrief: list[Round] = session()["debrief"]
    assert set(SWITCHES) <= {id for item in debrief for id in item["concepts"]}
    assert {id for item in debrief for id in item["drivers"]} == set(DRIVERS)


def test_the_new_way_loses_somewhere_and_something_is_undecided() -> None:
    for round in rounds():
        assert {item["expected"] for item in round["questions"]} & {"behind", "open"}, round["id"]
    assert {item["expected"] for _, item in questions()} == {"ahead", "behind", "open"}


def test_numbers_in_a_brief_are_the_settings_of_its_round() -> None:
    for round in rounds():
        if isinstance(round["regime"], str):
            continue
        for id in round["regime"]["levers"]:
            share = lever(id).unit == "share"
            values = [chosen(round[side])[id] * (100 if share else 1) for side in ("reference", "regime")]
            said = (
                values if values[0] != lever("review_interval").high else values[1:]
            )  # 52 weeks: "once a year"
            for lang in LANGS:
                told = {float(number) for number in re.findall(r"\d+", round["brief"][lang])}
                assert set(said) <= told, (round["id"], id, lang)


# -- the documents -------------------------------------------------------------------------------------------


def test_every_text_exists_in_both_languages_and_in_characters_of_the_shipped_font() -> None:
    every = texts(session())
    assert len(every) > 40
    for text in every:
        assert set(text) == set(LANGS)
        assert HAN.search(text["zh"])
        assert not HAN.search(text["en"])
    for file in PACK.iterdir():
        assert fonts.missing_characters(file.read_text("utf-8")) == set(), file.name


@pytest.mark.parametrize("name", DOCUMENTS)
def test_both_languages_have_the_same_placeholders_and_the_same_structure(name: str) -> None:
    english, chinese = (document(name, lang) for lang in LANGS)
    assert not HAN.search(english)
    assert placeholders(english) == placeholders(chinese)

    def structure(text: str) -> list[str]:
        marks = re.compile(r"(#+ |- |> |\d+\. |\||---$|<!-- page -->|Notes:)")
        return [found.group(1) for line in text.splitlines() if (found := marks.match(line))]

    assert structure(english) == structure(chinese)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_result_is_typed_in(name: str, lang: Lang) -> None:
    prose = re.sub(r"{%.*?%}", "", PLACEHOLDER.sub("", document(name, lang)))
    found = [item for item in TYPED_IN.findall(prose) if item.replace(" ", "") not in NO_RESULT]
    assert found == []


@pytest.mark.parametrize("lang", LANGS)
def test_the_documents_leave_out_no_item_no_round_and_no_question(lang: Lang) -> None:
    guide, worksheet, slides = (placeholders(document(name, lang)) for name in DOCUMENTS)
    assert "agenda()" in guide
    assert "debrief()" in guide
    for item in session()["agenda"]:
        assert {f'clock("{item["id"]}")', f'length("{item["id"]}")'} <= set(guide)
    for round in rounds():
        asked = f'("{round["id"]}")'
        assert {"results" + asked, "brief" + asked, "discussion" + asked} <= set(guide)
        assert {"prediction_table" + asked, "brief" + asked} <= set(worksheet)
        assert "discussion" + asked in slides
    for round, item in questions():
        asked = f'("{round["id"]}","{item["id"]}")'
        assert "expected" + asked in guide
        assert {"prompt" + asked, "difference" + asked, "verdict" + asked} <= set(slides)


@pytest.mark.parametrize("lang", LANGS)
def test_slides_have_a_title_and_notes_each(lang: Lang) -> None:
    slides = re.split(r"^---$", document("slides", lang), flags=re.MULTILINE)
    assert 14 <= len(slides) <= 20
    for slide in slides:
        title, *body = slide.strip().splitlines()
        assert title.startswith("# ")
        assert body.count("Notes:") == 1
        assert body[-1] != "Notes:"
