"""The charter: everything that was agreed stands on one page, in every form and language, and its lot can be drawn again."""

from __future__ import annotations

import datetime
import html
import io
import re
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from simkit.pilot.design import Design, Guardrail, Measure, Pilot, Rule, Survey
from simkit.pilot.files import fingerprint
from simkit.pilot.looks import levels
from simkit.pilot.lots import drawn_by_lot
from simkit.pilot.timetable import drawn, shuffled
from simkit.presets import load_organisation, load_regime
from simkit.text import LANGS, Lang, say
from simkit.views.pilots.charter import Charter, CharterOdds, charter
from simkit.views.pilots.charter_rule import confidence_of
from tests.browsing import chromium

KINDS = ("docx", "pdf", "html")
SEED = 20270301
ODDS = CharterOdds(false_go=0.043, missed=0.21, detectable=4.2, truth=6.15, pilots=2000)


def large(lang: Lang, kind: str = "stepped_wedge", **design: Any) -> Pilot:
    """A pilot of 12 teams, 5 measures and 3 looks."""
    organisation = load_organisation("product-company", lang)
    names = shuffled([team.name for team in organisation.teams][:12], SEED)
    pilots, others = (names[:6], names[6:]) if kind == "parallel" else (names, ())
    plan: dict[str, Any] = {"kind": kind, "pilot_teams": pilots, "comparison_teams": others, "cycles": 3, "steps": 3,
                            "lot_seed": SEED, "settling_weeks": 2, **design}  # fmt: skip
    return Pilot(
        name="Short cycles", organisation=organisation, new=load_regime("innovation"), design=Design(**plan),
        primary=Measure(metric="felt_safety", survey=Survey(response_rate=0.63, minimum_group=7)),
        secondary=(Measure(metric="ideas"), Measure(metric="nps_change")),
        guardrails=(Guardrail(measure=Measure(metric="routine_output"), margin=10.375),
                    Guardrail(measure=Measure(metric="floor_breaches"), margin=3.5)),
        rule=Rule(worthwhile=5.125, looks=(1, 2, 3)), start=datetime.date(2027, 3, 1), simulated=True,
    )  # fmt: skip


def words_in(path: Path) -> str:
    """All text of a saved charter without spaces: lines may end anywhere."""
    if path.suffix == ".pdf":
        text = "".join(page.extract_text() for page in PdfReader(path).pages)
    elif path.suffix == ".docx":
        from docx import Document

        document: Any = Document(str(path))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        text = "".join([*(item.text for item in document.paragraphs), *cells])
    else:
        body = path.read_text(encoding="utf-8").partition("<body")[2]
        text = html.unescape(re.sub(r"<[^>]+>", " ", body))
    return bare(text)


def bare(text: str) -> str:
    """Text without spaces."""
    return re.sub(r"\s", "", text)


def told(made: Charter, heading: str) -> str:
    """All sentences of a part."""
    name = say(f"charter.head.{heading}", made.lang)
    (block,) = [item for item in made.blocks if item.heading == name]
    return " ".join([*(text for _, text in block.sentences), block.note])


@pytest.mark.parametrize("lang", LANGS)
def test_everything_agreed_stands_in_every_form(lang: Lang, tmp_path: Path) -> None:
    """Teams, thresholds, margins, looks, dates, lot, odds, fingerprint and the mark of a simulated pilot."""
    pilot = large(lang)
    looks = [confidence_of(level, lang) for level in levels(pilot.rule, pilot.design)]
    assert len(set(looks)) == 3
    expected = [
        *pilot.design.teams, "5.125", "10.375", "3.5", *looks, "90%", "63%", "7", str(SEED), "data.xlsx", "4%", "21%", "4.20", "6.15",
        "2,000", "simkit pilot template", fingerprint(pilot)[:12], "2027-03-01", "2027-08-30", say("charter.word.simulated", lang),
        *(say(f"metric.{item.metric}.label", lang) for item in pilot.measures),
        *(say("charter.event.look", lang, number=number) for number in (1, 2, 3)),
    ]  # fmt: skip
    for path in charter(pilot, lang, ODDS).save(tmp_path, KINDS):
        text = words_in(path)
        assert [item for item in expected if bare(item) not in text] == [], path.name


@pytest.mark.parametrize("kind", ["parallel", "stepped_wedge"])
@pytest.mark.parametrize("lang", LANGS)
def test_pdf_is_one_page(lang: Lang, kind: str, tmp_path: Path) -> None:
    """Also with names so long that letters must shrink."""
    pilot = large(lang, kind)
    long = {name: f"{name} {'and everybody else ' * 3}"[:60].strip() for name in pilot.design.teams}
    teams = tuple(team.with_(name=long.get(team.name, team.name)) for team in pilot.organisation.teams)
    plan = pilot.design.with_(
        pilot_teams=tuple(long[name] for name in pilot.design.pilot_teams),
        comparison_teams=tuple(long[name] for name in pilot.design.comparison_teams),
    )
    longer = pilot.with_(organisation=pilot.organisation.with_(teams=teams), design=plan)
    made = [charter(pilot, lang, ODDS), charter(longer, lang)]
    for one in made:
        (path,) = one.save(tmp_path, ("pdf",))
        assert len(PdfReader(path).pages) == 1
    assert made[1].size < made[0].size


@pytest.mark.browser
@pytest.mark.parametrize("kind", ["parallel", "stepped_wedge"])
@pytest.mark.parametrize("lang", LANGS)
def test_web_page_prints_on_one_page(lang: Lang, kind: str) -> None:
    """As a browser prints it on A4; on a telephone nothing is wider than the screen."""
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 390, "height": 800})
        page.set_content(charter(large(lang, kind), lang, ODDS).html())
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        printed = page.pdf(prefer_css_page_size=True)
    assert len(PdfReader(io.BytesIO(printed)).pages) == 1


def test_record_gives_the_groups_by_itself() -> None:
    """Names and numbers as they are printed, sorted by number and dealt out evenly, are the groups of the timetable."""
    pilot = large("en")
    record = told(charter(pilot, "en"), "lot")
    printed = {
        name: float(re.findall(rf"{re.escape(name)} (0\.\d+)", record)[0]) for name in pilot.design.teams
    }
    order = sorted(printed, key=lambda name: printed[name])
    groups = {name: place // 4 for place, name in enumerate(order)}
    assert [groups[name] for name in pilot.design.pilot_teams] == list(drawn(pilot.design))
    assert order == list(shuffled(pilot.design.teams, SEED))


def test_record_says_if_groups_do_not_follow_from_the_lot() -> None:
    """Groups that the number does not give are not called drawn: the largest number of all is a pilot team in no lot, paired or not."""
    pilot = large("en", "parallel")
    plan = pilot.design
    assert told(charter(pilot, "en"), "lot").startswith("By lot, number")
    swapped = plan.with_(
        pilot_teams=(*plan.pilot_teams[:5], plan.comparison_teams[-1]),
        comparison_teams=(plan.pilot_teams[5], *plan.comparison_teams[:-1]),
    )
    assert told(charter(pilot.with_(design=swapped), "en"), "lot").startswith("CHECK")
    assert told(charter(large("en", "before_after"), "en"), "lot").startswith("Nothing was drawn")
    assert told(charter(large("en", assigned="choice"), "en"), "lot").startswith("Chosen, not drawn")


def test_lot_within_pairs_is_recorded_as_such() -> None:
    """In each pair that is printed the pilot team has the smaller number."""
    pilot = large("en", "parallel")
    names = [*pilot.design.teams]
    lot = drawn_by_lot(pilot.organisation, count=6, seed=SEED, among=names, way="pairs")
    plan = pilot.design.with_(pilot_teams=lot.pilot_teams, comparison_teams=lot.comparison_teams)
    record = told(charter(pilot.with_(design=plan), "en"), "lot")
    assert "pairs" in record
    for one, other in zip(lot.pilot_teams, lot.comparison_teams, strict=True):
        (found,) = re.findall(rf"{re.escape(one)} (0\.\d+) – {re.escape(other)} (0\.\d+)", record)
        assert float(found[0]) < float(found[1])


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_missing_says_so(lang: Lang) -> None:
    """Odds, start, roles, guardrails that are not there are named as missing."""
    pilot = large(lang).with_(start=None, guardrails=(), simulated=False)
    made = charter(pilot, lang)
    assert "simkit pilot design" in told(made, "odds")
    assert say("charter.measure.no_rail", lang) in told(made, "rule")
    page = made.html()
    assert say("charter.word.undated", lang) in page
    assert say("charter.word.blank", lang) in page
    assert made.simulated == ""
    assert say("charter.word.simulated", lang) not in page
    assert say("charter.odds.nowhere", lang) in told(
        charter(pilot, lang, CharterOdds(0.05, 0.9, float("nan"), 6.0, 2000)), "odds"
    )


def test_roles_that_are_named_stand_there(tmp_path: Path) -> None:
    """Job titles take the place of blanks; a role of one's own keeps its name."""
    made = charter(large("en").with_(roles={"owner": "Head of HR", "works council": "Chair"}), "en")
    page = made.html()
    assert "Head of HR" in page
    assert "Works council" in page
    assert "____" not in page


@pytest.mark.parametrize("name", ["<b>&\"'", "#let $x \\", "a\x07b", "漢字 ﷽ 🙂", "=1+1", "two\nlines"])
def test_any_name_can_be_written(name: str, tmp_path: Path) -> None:
    """Names that break HTML, Typst or Word if nobody minds them."""
    pilot = large("en").with_(name=name)
    (document, *_) = charter(pilot, "en").save(tmp_path, KINDS)
    assert document.read_bytes()[:2] == b"PK"
    assert "<b>&" not in (tmp_path / "charter.html").read_text(encoding="utf-8")
