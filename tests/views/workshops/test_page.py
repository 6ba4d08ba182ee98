"""The page does what is pressed, says what it refuses, and goes on after a restart; the script is small and alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from simkit.problems import InputError
from simkit.text import LANGS
from simkit.views.widgets import module, styles
from simkit.views.workshops.page import WorkshopPage
from simkit.views.workshops.readable import run_workshop
from simkit.workshop.parts import Pack
from simkit.workshop.store import Store

WIDGETS = Path(__file__).parents[3] / "simkit" / "views" / "widgets"
FIELDS = {"who": "Table 1", "direction.hours": "up", "size.hours": "20", "confidence.hours": "80 %"}


@pytest.fixture
def page(small: Pack) -> WorkshopPage:
    """A page at the predictions of the first round."""
    made = WorkshopPage(small.folder, "en", Store())
    made.act({"act": "begin"})
    made.act({"act": "next"})
    return made


def predictions(page: WorkshopPage) -> list[tuple[str, str, float | None, float]]:
    assert page.room is not None
    return [
        (item.question, item.direction, item.size, item.confidence) for item in page.room.session.predictions
    ]


def test_a_page_made_before_a_session_offers_it_once_it_is_shown(small: Pack) -> None:
    waiting = WorkshopPage(small.folder, "en", Store())
    WorkshopPage(small.folder, "en", Store()).act({"act": "begin"})
    assert 'data-act="resume"' not in "".join(waiting.sections.values())
    waiting.act({"act": "shown"})
    assert 'data-act="resume"' in "".join(waiting.sections.values())


def test_a_room_is_led_through_a_round(page: WorkshopPage) -> None:
    page.act({"act": "predict", "fields": FIELDS})
    assert page.message == {"kind": "done", "text": "Added: Table 1."}
    assert predictions(page) == [("hours", "up", 20.0, 0.8)]
    page.act({"act": "next"})
    page.wait()
    assert (page.busy, "reveal" in page.sections) == ({}, True)
    page.act({"act": "try", "fields": {"review_interval": "26", "review_minutes": "300"}})
    page.wait()
    assert "26 weeks" in page.sections["trial"]
    page.act({"act": "next"})
    page.act({"act": "note", "fields": {"text": "so that is why", "about": "1"}})
    assert "so that is why" in page.sections["notes"]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"who": "A"}, "at least one question"),
        ({**FIELDS, "who": ""}, "name"),
        ({**FIELDS, "size.hours": "many"}, "many"),
        ({**FIELDS, "size.hours": "+3", "direction.hours": "down"}, "other way"),
        ({**FIELDS, "confidence.hours": ""}, "50 to 100"),
        ({**FIELDS, "confidence.hours": "0.8"}, "50 to 100"),
        ({**FIELDS, "size.money": "3"}, "no direction"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_taken(
    page: WorkshopPage, fields: dict[str, str], says: str
) -> None:
    before = page.sections["form"]
    page.act({"act": "predict", "fields": fields})
    assert page.message["kind"] == "error"
    assert says in page.message["text"]
    assert predictions(page) == []
    assert page.sections["form"] == before  # what was typed in stays


def test_lower_by_six_is_minus_six(page: WorkshopPage) -> None:
    page.act({"act": "predict", "fields": {**FIELDS, "direction.hours": "down", "size.hours": "6"}})
    assert predictions(page) == [("hours", "down", -6.0, 0.8)]


def test_the_language_changes_without_a_run(page: WorkshopPage, monkeypatch: pytest.MonkeyPatch) -> None:
    page.act({"act": "next"})
    page.wait()
    monkeypatch.setattr("simkit.workshop.expected.compare_regimes", None)
    shown = {}
    for lang in LANGS:
        page.act({"act": "lang", "lang": lang})
        shown[lang] = page.sections["reveal"]
    assert "小时" in shown["zh"]
    assert re.findall(r"<rect[^>]*>", shown["zh"]) == re.findall(r"<rect[^>]*>", shown["en"])


def test_a_restart_loses_nothing(page: WorkshopPage, small: Pack) -> None:
    page.act({"act": "predict", "fields": FIELDS})
    again = WorkshopPage(small.folder, "zh", Store())
    assert "第 1 轮" in again.sections["start"]
    assert page.room is not None
    again.act({"act": "resume", "id": page.room.id})
    assert predictions(again) == predictions(page)
    again.act({"act": "withdraw", "who": "Table 1"})
    page.act({"act": "withdraw", "who": "Table 1"})
    assert "another window" in page.message["text"]


def test_files_are_sent_to_the_browser(page: WorkshopPage, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[Any, Any]] = []
    monkeypatch.setattr(page, "send", lambda content, buffers: sent.append((content, buffers)))
    for kind in ("html", "md", "csv", "exe"):
        page.act({"act": "export", "kind": kind})
    assert [content["name"].rpartition(".")[2] for content, _ in sent] == ["html", "md", "csv"]
    assert page.message["kind"] == "error"


def test_nothing_disturbs_the_model_while_it_runs(page: WorkshopPage) -> None:
    page.busy = {"text": "running", "done": 0, "total": 1}
    for act in ("next", "back", "predict", "withdraw", "try", "leave"):
        page.act({"act": act, "fields": FIELDS, "who": "Table 1"})
        assert "running" in page.message["text"]
    page.act({"act": "lang", "lang": "zh"})
    assert page.message == {}


def test_what_nobody_foresaw_is_said_too(page: WorkshopPage, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise MemoryError("too large")

    monkeypatch.setattr("simkit.workshop.room.expected", fail)
    monkeypatch.setattr("threading.excepthook", lambda args: None)
    page.act({"act": "next"})
    page.wait()
    assert (page.busy, page.message["kind"]) == ({}, "error")
    assert "too large" in page.message["text"]


@pytest.mark.parametrize("path", sorted(WIDGETS.glob("*.js")), ids=lambda path: path.name)
def test_scripts_are_short_and_fetch_nothing(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 300
    assert re.search(r"https?://(?!www\.w3\.org/)|\bimport\b|\bfetch\(|XMLHttpRequest|\beval\b", text) is None


def test_the_module_exports_what_a_page_needs() -> None:
    assert module("sections").count("export default") == 1
    assert "url(" not in styles("sections")


def test_without_the_lab_extra_the_page_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch, small: Pack
) -> None:
    monkeypatch.setattr("simkit.views.workshops.readable.find_spec", lambda name: None)
    for lang in LANGS:
        with pytest.raises(InputError) as caught:
            run_workshop(small.folder)
        assert "[lab]" in caught.value.text(lang)
