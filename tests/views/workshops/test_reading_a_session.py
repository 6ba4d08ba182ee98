"""What a person sees of a session: tables, pictures, the record, and pieces of the page."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from simkit.metrics import METRICS
from simkit.problems import InputError
from simkit.text import LANGS, Lang, say
from simkit.views import fonts
from simkit.views.wording import number, unit_of_difference
from simkit.views.workshops import report, sections
from simkit.views.workshops.pictures import NARROW, WIDE, picture
from simkit.views.workshops.readable import EXPORTS, ReadableRoom, export, workshop_session
from simkit.workshop.parts import Pack
from simkit.workshop.scoring import Prediction
from simkit.workshop.session import steps
from simkit.workshop.store import Store
from tests.views.workshops.conftest import HOSTILE

HAN = re.compile(r"[\u3400-\u9fff]")
ENGLISH = re.compile(r"[A-Za-z']+(?: [A-Za-z']+){3,}")
VOID = {"input", "br", "meta", "link", "hr", "img", "rect", "line", "circle", "path"}


class Balance(HTMLParser):
    """Sees that every tag is closed, and remembers ids, labels and what runs in a browser."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.fields: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert tag != "script"
        assert not [name for name in given if name.startswith("on")]
        self.ids += [given["id"] or ""] if "id" in given else []
        if tag == "label" and given.get("for"):
            self.labels.add(given["for"] or "")
        if tag in ("input", "select", "textarea") and given.get("type") != "radio":
            self.fields.append(given["id"] or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def walk(room: ReadableRoom, lang: Lang) -> dict[str, dict[str, str]]:
    """The page at every step of a session that nobody predicts in."""
    found: dict[str, dict[str, str]] = {}
    for id, step in steps(room.pack):
        found[f"{id} {step}"] = sections.page(room, lang, 0)
        if step != "debrief":
            room.next()
    return found


@pytest.mark.parametrize("lang", LANGS)
def test_every_page_is_sound_html_with_labelled_fields(small: Pack, lang: Lang) -> None:
    for page in walk(ReadableRoom.begin(small, lang), lang).values():
        seen = Balance()
        seen.feed("".join(page.values()))
        assert seen.open == []
        assert len(set(seen.ids)) == len(seen.ids)
        assert set(seen.fields) <= seen.labels


@pytest.mark.parametrize("lang", LANGS)
def test_every_page_speaks_one_language_and_its_font_has_it(small: Pack, lang: Lang) -> None:
    other = HAN if lang == "en" else ENGLISH
    for page in walk(ReadableRoom.begin(small, lang), lang).values():
        words = re.sub(r"<[^>]+>", " ", "".join(page.values())).replace("中文", "")
        assert other.search(words) is None
        assert fonts.missing_characters(words) == set()


def test_each_step_shows_what_belongs_to_it(small: Pack) -> None:
    pages = walk(ReadableRoom.begin(small, "en"), "en")
    shown = {step: set(page) - {"head", "steps", "clock", "moves", "export"} for step, page in pages.items()}
    assert shown["cadence brief"] == {"brief"}
    assert shown["cadence predict"] == {"brief", "form", "list"}
    assert shown["cadence reveal"] == {"reveal", "trial"}
    assert shown["cadence discuss"] == {"reveal", "trial", "notes"}
    assert shown[" debrief"] == {"debrief", "notes"}
    for step, page in pages.items():
        assert page["steps"].count('aria-current="step"') == 1, step


@pytest.mark.parametrize("lang", LANGS)
def test_the_record_tells_what_was_said_and_what_came(played: ReadableRoom, lang: Lang) -> None:
    text, page = report.markdown(played, lang), report.html(played, lang)
    for outcome in played.outcomes().values():
        assert outcome.sentence(lang) in page
        assert number(outcome.difference, sign=True) in text
    assert "@@" not in text + page
    assert page.count("<svg") == len(played.outcomes())
    assert "<b>" not in page.replace("&lt;b&gt;", "")
    assert HOSTILE.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;") in page
    assert "<h1>no heading" not in page
    assert "A *note* # no heading" in re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
    assert re.findall(r'(?:src|href)="(?!data:|#)[^"]*"|url\((?!data:)', page) == []
    seen = Balance()
    seen.feed(page)
    assert seen.open == []


def test_predictions_go_into_a_spreadsheet_without_formulas(played: ReadableRoom) -> None:
    rows = list(csv.reader(io.StringIO(report.predictions_csv(played, "en").decode("utf-8-sig"))))
    assert len(rows) == 1 + 3
    assert [row[1][0] for row in rows[1:]] == ["'", "'", "三"]
    assert {len(row) for row in rows} == {12}
    money = played.outcomes()["money"].difference
    assert [float(row[8]) for row in rows[2:]] == [pytest.approx(money, abs=1e-3)] * 2
    assert [row[10] for row in rows[1:]] == ["0.04", "0.36", "0.01"]  # (0.8 - 1)², (0.6 - 0)², (0.9 - 1)²


def test_tables_show_what_the_session_holds(played: ReadableRoom) -> None:
    assert played.scoreboard().iloc[:, 0].tolist() == ["三号桌", HOSTILE]
    assert played.trials().shape == (2, 3)
    assert "26 weeks" in str(played.trials().iloc[1, 0])
    assert played.results().shape[0] == 2
    assert played.predictions().iloc[1, 1] == "–"
    assert played.questions().iloc[0, 3] == "hours"
    assert played.agenda().iloc[3, 0] == "0:12"
    assert "2 of 3 predictions" in repr(played.reveal())
    assert "svg" in played.reveal().html
    assert "2/2" not in repr(played.debrief())


def test_what_is_not_known_yet_is_not_shown(small: Pack) -> None:
    room = ReadableRoom.begin(small, "zh")
    for call in (room.reveal, room.results, room.trials):
        with pytest.raises(InputError):
            call()
    assert "检视从一年一次" in repr(room.brief())
    assert room.scoreboard().empty


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_picture_holds_every_size_and_stays_within_its_edges(played: ReadableRoom, width: int) -> None:
    outcome = played.outcomes()["money"]
    crowd = [Prediction("cadence", "money", f"<{n}>", "down", size, 0.9) for n, size in enumerate([-400, -5, -5, -4.9, 3, 1e6])]  # fmt: skip
    for said in ([], crowd, crowd * 7):
        drawn = picture(outcome, said, "en", width)
        tree = ElementTree.fromstring(drawn)
        assert len([item for item in tree.iter() if item.tag.endswith("path")]) == len(said)
        for item in tree.iter():
            for key in ("x", "cx", "x1", "x2"):
                assert 0 <= float(item.get(key, 0)) <= width
        height = float(tree.get("height") or 0)
        assert all(0 <= float(item.get("y", 0)) <= height for item in tree.iter())


@pytest.mark.parametrize("lang", LANGS)
def test_the_axis_is_named_within_the_narrow_picture(lang: Lang) -> None:
    """A Chinese character takes 12 pixels, another one about 6.2."""
    for item in METRICS:
        text = say("workshop.picture.axis", lang, unit=unit_of_difference(item.id, lang))
        assert sum(12 if HAN.match(char) or char in "，（）" else 6.2 for char in text) < NARROW


def test_exports_have_names_and_a_kind_that_does_not_exist_is_refused(
    played: ReadableRoom, tmp_path: Path
) -> None:
    for kind in EXPORTS:
        name, data = export(played, kind, "en")
        assert name.endswith(kind)
        assert data
    with pytest.raises(InputError, match="html"):
        export(played, "htm", "en")
    assert {path.name for path in played.save(tmp_path / "out").iterdir()} == {
        name for name, _, _ in EXPORTS.values()
    }
    with pytest.raises(InputError):
        played.save(tmp_path / "out")


def test_a_session_by_plain_calls_is_kept_and_goes_on(small: Pack) -> None:
    room = workshop_session(small.folder, "en")
    room.next()
    room.predict("A", "hours", "up", confidence=75)
    again = workshop_session(small.folder, "zh", resume="last")
    assert again.session == room.session
    assert again.lang == "zh"
    assert workshop_session(small.folder, keep=False).id == ""
    assert len(Store().sessions()) == 1
    with pytest.raises(InputError):
        workshop_session(small.folder, resume="nix")
