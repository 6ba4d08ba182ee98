"""A pack is read whole, and each mistake in it is told with its place, in both languages, all at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simkit.problems import InputError
from simkit.text import LANGS, Lang, entries
from simkit.workshop import packs
from simkit.workshop.packs import pack
from simkit.workshop.parts import Pack, clock
from tests.workshop.packs import GUIDE, write_pack

HAN = re.compile(r"[\u3400-\u9fff]")
ROOT = Path(__file__).parents[2]
SPOILT: list[tuple[str, str, str, str]] = [
    ("minutes = 30", "minutes = 31", "session.toml › agenda", "30|31"),
    ("minutes = 30", 'minutes = "30"', "session.toml › minutes", "whole number"),
    (r"people = \[5, 40\]", "people = [40, 5]", "session.toml › people", "5, 40"),
    ('organisation = "G2"', 'organisation = "G9"', "session.toml › organisation", "G1"),
    ("weeks = 60", "weeks = 0", "session.toml › weeks", "1040"),
    ("worlds = 12", "worlds = 1", "session.toml › worlds", "2000"),
    ("seed = 1", "sead = 1", "session.toml › sead", "seed"),
    ('zh = "小型工作坊"', 'zh = " "', "session.toml › title › zh", "empty"),
    (', zh = "开场"', "", "session.toml › agenda[1] › title › zh", "missing"),
    ('id = "cadence-brief"', 'id = "welcome"', "session.toml › agenda[2] › id", "welcome"),
    ("minutes = 5", "minutes = 0", "session.toml › agenda[1] › minutes", "480"),
    ('part = "predict"', 'part = "predikt"', "session.toml › agenda[3] › part", "predict"),
    ('round = "cadence"', 'round = "kadence"', "session.toml › agenda[2] › round", "cadence"),
    ('round = "cadence", ', "", "session.toml › agenda[2] › part", "round"),
    ('part = "reveal"', 'part = "discuss"', "session.toml › agenda", "reveal"),
    ("review_interval = 4", "review_intervall = 4", "session.toml › rounds[1] › regime", "review_interval"),
    ("review_interval = 4", "review_interval = 400", "session.toml › rounds[1] › regime", "52"),
    ("review_interval = 4", "review_interval = 52", "session.toml › rounds[1]", "alike"),
    ('regime = "innovation"', 'regime = "inovation"', "session.toml › rounds[2] › regime", "innovation"),
    ('levers = \\["review_interval"', 'levers = ["review"', "session.toml › rounds[1] › levers", "review"),
    ('scene = "G3"', 'scene = "G7"', "session.toml › rounds[2] › scene", "G3"),
    ('metric = "review_hours"', 'metric = "hours"', "session.toml › rounds[1] › questions[1] › metric", "review_hours"),
    ("horizon = 52", "horizon = 53", "session.toml › rounds[1] › questions[1] › horizon", "26, 52, 60"),
    ('expected = "behind"', 'expected = "worse"', "session.toml › rounds[1] › questions[1] › expected", "ahead, behind, open"),
    ('metric = "review_hours"', 'metric = "coaching_hours"', "session.toml › rounds[1] › questions[1] › expected", "open"),
    ('id = "money"', 'id = "hours"', "session.toml › rounds[1] › questions[2] › id", "hours"),
    (r'concepts = \["B2", "E3"\]', 'concepts = ["B9"]', "session.toml › rounds[1] › discussion[1] › concepts", "B1|B2|B3"),
    ('drivers = ."data", "tools".', 'drivers = ["data", "tool"]', "session.toml › debrief[2] › drivers", "tools"),
    ('"E4"', '"E3"', "session.toml › debrief", "E4"),
    ('"strategy", "culture"', '"culture"', "session.toml › debrief", "strategy"),
    ('id = "money"', 'id = "the money"', "session.toml › rounds[1] › questions[2] › id", "hyphens"),
    ('id = "small"', 'id = small', "session.toml", "line|quot"),
]  # fmt: skip
TEMPLATES: list[tuple[str, str]] = [
    ("{{ tittle }}", "title"),
    ("{{ expected(\"cadence\", \"hour\") }}", "hours"),
    ('{{ expected("cadense", "hours") }}', "cadence"),
    ('{{ clock("cadence-revel") }}', "cadence-reveal"),
    ('{{ expected("cadence") }}', 'expected("round", "question")'),
    ("{{ agenda }}", "agenda()"),
    ("{{ title() }}", "title"),
    ("{{ expected(cadence, hours) }}", "expected"),
    ("line\n{{ title", "guide.en.md:2"),
]  # fmt: skip


def refused(folder: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        pack(folder)
    return caught.value


def test_a_good_pack_is_read_whole(small: Pack) -> None:
    assert [round.id for round in small.rounds] == ["cadence", "mix"]
    assert small.rounds[0].regime["review_interval"] == 4
    assert small.rounds[0].organisation == "G2"
    assert small.rounds[1].organisation == "G3"
    assert [clock(small.start(item.id)) for item in small.agenda][:4] == ["0:00", "0:05", "0:08", "0:12"]
    assert sum(item.minutes for item in small.agenda) == small.minutes
    assert len(small.documents) == 6


@pytest.mark.parametrize(
    ("pattern", "by", "where", "says"),
    SPOILT,
    ids=[f"{n} {by[:30]}" for n, (_, by, _, _) in enumerate(SPOILT)],
)
def test_each_mistake_is_told_with_its_place(
    tmp_path: Path, pattern: str, by: str, where: str, says: str
) -> None:
    error = refused(write_pack(tmp_path / "bad", (pattern, by)))
    told = [problem.sentence("en") for problem in error.problems if where in problem.where]
    assert told, error.text("en")
    assert any(re.search(says, sentence) for sentence in told), told
    assert all(HAN.search(problem.sentence("zh")) for problem in error.problems)
    assert not HAN.search(error.text("en").replace("小型工作坊", ""))


@pytest.mark.parametrize(("text", "says"), TEMPLATES)
def test_each_mistake_in_a_document_is_told(tmp_path: Path, text: str, says: str) -> None:
    error = refused(write_pack(tmp_path / "bad", guide_en=f"# x\n{text}" if "line" not in text else text))
    assert {problem.where.partition(":")[0] for problem in error.problems} == {"guide.en.md"}
    assert says in error.text("en")
    assert HAN.search(error.text("zh"))


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    folder = write_pack(
        tmp_path / "bad", ("horizon = 52", "horizon = 51"), guide_zh="{{ nix }}", slides_en="{{ nox }}"
    )
    (folder / "worksheet.en.md").unlink()
    places = {problem.where for problem in refused(folder).problems}
    assert {"worksheet.en.md", "guide.zh.md:1", "slides.en.md:1"} < places
    assert any("horizon" in place for place in places)


def test_documents_cannot_reach_outside(tmp_path: Path) -> None:
    text = "{{ title.__class__.__mro__ }}{% for x in ().__class__.__bases__ %}{% endfor %}"
    folder = write_pack(tmp_path / "odd", guide_en=text)
    from simkit.views.workshops import printing

    with pytest.raises(Exception, match="unsafe"):
        printing.filled(pack(folder), {}, "en")


@pytest.mark.parametrize("lang", LANGS)
def test_a_pack_that_is_not_there_is_refused_in_words(lang: Lang) -> None:
    with pytest.raises(InputError) as caught:
        pack("no-such-pack")
    assert "session.toml" in caught.value.text(lang)


def test_shipped_packs_are_found_and_good() -> None:
    assert packs.folder() == ROOT / "workshops"
    assert [pack(name).id for name in packs.shipped()] == list(packs.shipped())


def test_a_document_that_is_no_text_is_refused(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "bad")
    (folder / "guide.zh.md").write_bytes("# 标题".encode("gb18030"))
    assert [problem.where for problem in refused(folder).problems] == ["guide.zh.md"]


def test_every_sentence_is_used_and_every_code_has_one() -> None:
    sources = [
        path.read_text(encoding="utf-8")
        for folder in ("workshop", "views/workshops")
        for path in (ROOT / "simkit" / folder).glob("*.py")
    ]
    text = "\n".join(sources)
    used = set(re.findall(r'(?:WorkshopProblem|refused)\(\s*"(\w+)"', text))
    used |= {f"bad_{kind}" for kind in ("who", "note", "size", "confidence")} | {
        "busy",
        "cannot_keep",
        "incomplete",
    }
    assert used == set(entries("workshops")["problem"])
    assert GUIDE.count("{{") > 15
