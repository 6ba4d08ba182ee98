"""The page of a pilot does what is pressed: true worlds are chosen, priced and kept, and what is refused is said in the page's words."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from markupsafe import escape

from simkit.pilot.answers import read_answers
from simkit.pilot.choosing import Choice, candidates
from simkit.pilot.design import Pilot
from simkit.pilot.diagnosis import Diagnosis, diagnose
from simkit.pilot.folder import PilotFolder
from simkit.pilot.matching import matched
from simkit.pilot.readiness import items, readiness
from simkit.pilot.worlds import NOTHING, WORLDS
from simkit.text import LANGS, Lang
from simkit.views.pilots import design_sections
from simkit.views.pilots import page as pages
from simkit.views.pilots.page import PilotPage
from tests.pilot.small import pilot

OWN = {
    "own": "yes", "own.effect": "50 %", "own.spill_over": "0", "own.novelty": "0,5", "own.rivalry": "0", "own.half_life": "8",
    "own.regression": "yes",
}  # fmt: skip
STAKES = {"people": "50", "years": "3", "hours": "8"}


class _Filled(HTMLParser):
    """Reads what a form holds: ticked boxes, chosen options, typed values."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the value of a field."""
        given = dict(attrs)
        name, value = str(given.get("name") or ""), str(given.get("value") or "")
        if tag == "select":
            self._select = name
        elif tag == "option" and "selected" in given:
            self.fields[self._select] = value
        elif tag == "input" and (given.get("type") not in ("radio", "checkbox") or "checked" in given):
            self.fields[name] = value


def filled_form(section: str) -> dict[str, str]:
    """What a browser would send of a form as it stands."""
    reader = _Filled()
    reader.feed(section)
    return reader.fields


def pictures(section: str) -> list[str]:
    """The pictures of a section, as data."""
    return re.findall(r'src="(data:[^"]+)"', section)


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PilotPage:
    """A page on a small pilot, with few simulated pilots."""

    def few(plan: Pilot, **settings: Any) -> Diagnosis:
        return diagnose(plan, 20, **settings)

    monkeypatch.setattr(pages, "diagnose", few)
    PilotFolder(tmp_path).write(pilot())
    return PilotPage(tmp_path, "en")


def test_the_chosen_truths_are_simulated_and_no_others(page: PilotPage) -> None:
    page.act({"act": "simulate", "fields": {"truth.full": "yes", **OWN}})
    page.wait()
    assert page.odds is not None
    assert [item.world.id for item in page.odds.odds] == [
        "nothing",
        "full",
        "effect=0.5 novelty=0.5 regression=1",
    ]
    assert page.odds.odds[2].world.with_(id="x") == NOTHING.with_(
        id="x", effect=0.5, novelty=0.5, regression=True
    )
    assert "lived to 50%; novelty 0.50 SD; the weakest were picked" in page.sections["odds"]
    assert (
        "better by 0.50 standard deviations between teams, halved every 8.00 weeks (assumed)"
        in page.sections["odds"]
    )


def test_all_truths_are_offered_and_the_one_without_an_effect_stays(page: PilotPage) -> None:
    for world in WORLDS:
        assert f'name="truth.{world.id}" value="yes" checked' in page.sections["odds"]
    page.act({"act": "simulate", "fields": {}})
    page.wait()
    assert page.odds is not None
    assert [item.world for item in page.odds.odds] == [NOTHING]


def test_the_worth_is_kept_with_the_odds_for_the_next_time(page: PilotPage, tmp_path: Path) -> None:
    page.act({"act": "price", "fields": STAKES})
    page.wait()
    assert "over 3 years and 50 people" in page.sections["worth"]
    assert "One more cycle" in page.sections["worth"]
    again = PilotPage(tmp_path, "en")
    assert again.sections["worth"] == page.sections["worth"]
    again.act({"act": "design", "fields": {}})  # refused as a whole: nothing changes
    assert again.sections["worth"] == page.sections["worth"]


@pytest.mark.parametrize(
    ("act", "fields", "says"),
    [
        ("simulate", {**OWN, "own.effect": "500"}, ("How far the new regime is lived (%)", "500", "100")),
        ("simulate", {**OWN, "own.novelty": "much"}, ("Charm of the new (SD)", "much")),
        ("price", {**STAKES, "people": "0"}, ("People after a roll-out", "0", "1")),
        ("price", {**STAKES, "years": "soon"}, ("Years that count", "soon")),
    ],
)
def test_a_refusal_names_the_field_as_the_page_does(
    page: PilotPage, act: str, fields: dict[str, str], says: tuple[str, ...]
) -> None:
    page.act({"act": act, "fields": fields})
    assert page.message["kind"] == "error"
    assert all(part in page.message["text"] for part in says), page.message
    assert page.odds is None


def test_teams_that_were_chosen_are_told_what_that_costs(
    page: PilotPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def few(*given: Any, **settings: Any) -> Choice:
        return candidates(*given, **settings, worlds=8, baseline=8, weeks=8, with_map=False)

    monkeypatch.setattr(pages, "candidates", few)
    page.act({"act": "rank"})
    page.wait()
    assert "Against the first candidates" not in page.sections["teams"]
    page.folder.write(pilot(assigned="choice"))
    page.act({"act": "shown"})
    assert "would be worse in" in page.sections["teams"]  # against lots
    three = pictures(page.sections["teams"])
    page.folder.write(pilot(assigned="choice", pilot_teams=("A", "B"), comparison_teams=("C", "D")))
    page.act({"act": "shown"})
    assert pictures(page.sections["teams"]) != three  # two candidates are marked now, not three
    assert "What it costs that the teams were chosen" in page.sections["teams"]


@pytest.mark.parametrize("lang", LANGS)
def test_the_questionnaire_is_judged_kept_and_read_again(page: PilotPage, tmp_path: Path, lang: Lang) -> None:
    page.act({"act": "lang", "lang": lang})
    for id in items():
        assert f'name="answer.{id}"' in page.sections["ready"]
    page.act(
        {
            "act": "answer",
            "fields": {"answer.themes": "5", "answer.units": "4", "answer.boundary": "4", "answer.fit": ""},
        }
    )
    assert page.message["kind"] == "done"
    assert read_answers(tmp_path / "answers.toml") == {"themes": 5, "units": 4, "boundary": 4}
    verdict = readiness(pilot().organisation, page.answers).drivers[0].sentence(lang)
    assert str(escape(verdict)) in page.sections["ready"]
    assert PilotPage(tmp_path, lang).answers == page.answers
    page.act({"act": "answer", "fields": {"answer.themes": "9"}})
    assert page.message["kind"] == "error"
    assert page.answers["themes"] == 5


def test_comparison_teams_are_matched_to_the_teams_that_the_form_names(page: PilotPage) -> None:
    given = filled_form(page.sections["design"])
    asked = {
        **given,
        "team.A": "pilot",
        "team.B": "none",
        "team.C": "pilot",
        **dict.fromkeys(("team.D", "team.E", "team.F"), "none"),
    }
    page.act({"act": "match", "fields": asked})
    assert page.message["kind"] == "done", page.message
    assert page.pilot is not None
    plan = page.pilot.design
    assert (plan.pilot_teams, plan.assigned, plan.kind) == (("A", "C"), "choice", "parallel")
    assert {*plan.comparison_teams} == {*matched(pilot().organisation, ["A", "C"]).comparison_teams}
    assert "How alike the two groups are" in page.sections["words"]
    page.act(
        {"act": "match", "fields": {**given, **dict.fromkeys([f"team.{name}" for name in "ABCDEF"], "none")}}
    )
    assert page.message["kind"] == "error"
    assert page.pilot.design == plan


def test_odds_that_are_kept_are_drawn_once(
    page: PilotPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.act({"act": "simulate", "fields": {}})
    page.wait()
    again, drawings = PilotPage(tmp_path, "en"), list[object]()
    monkeypatch.setattr(design_sections, "drawn", drawings.append)
    for _ in range(3):
        again.act({"act": "shown"})
    assert drawings == []
    assert pictures(again.sections["odds"])
