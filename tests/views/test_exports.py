"""What a comparison is taken away as: every file says the same in the reader's language, and the same bytes twice."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader

from simkit.levers import LEVER_IDS
from simkit.metrics import METRIC_IDS
from simkit.problems import InputError
from simkit.scenario import Organisation, Team
from simkit.text import Lang, say
from simkit.views.comparison import ReadableComparison, compare
from simkit.views.exports import EXPORTS, Exports
from simkit.views.report import answer

HOSTILE = ("#let x = 1", "$ */_<>@[]{}\\", '"quoted" `code` //', "=1+1", "bell \x07 ก", "<script>")
"""Names that mean something to one program or another."""


def exports(compared: ReadableComparison, compared_zh: ReadableComparison) -> dict[str, Exports]:
    return {found.lang: Exports(found, found.lang, "innovation") for found in (compared, compared_zh)}


made = pytest.fixture(scope="module", name="made")(exports)


@pytest.fixture(scope="module")
def papers(made: dict[str, Exports]) -> dict[str, bytes]:
    return {lang: found.make("pdf")[1] for lang, found in made.items()}


def packed(text: str) -> str:
    """Text without white space, which paper breaks where it likes."""
    return re.sub(r"\s", "", text)


def words(data: bytes) -> str:
    return packed("".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages))


def outline(reader: PdfReader) -> list[str]:
    titles: list[str] = []
    todo: list[Any] = list(reader.outline)
    while todo:
        item = todo.pop(0)
        if isinstance(item, list):
            todo = [*item, *todo]
        else:
            titles.append(str(item.title))
    return titles


def sheets(data: bytes) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def hostile() -> ReadableComparison:
    teams = tuple(Team(name=name, people=2) for name in HOSTILE)
    return compare(Organisation(name=HOSTILE[1], teams=teams), weeks=8, replications=2, contribution_worlds=0, trajectories=0)  # fmt: skip


strange = pytest.fixture(scope="module", name="strange")(hostile)


def test_paper_says_what_the_page_says(
    made: dict[str, Exports], papers: dict[str, bytes], lang: Lang
) -> None:
    found, text = made[lang], words(papers[lang])
    told = answer(found.c, "innovation", lang, {id: item.frame for id, item in found.told.items()})
    told += [picture.caption for picture in found.pictures.values()]
    told += [found.c.sentence("value_customer", week, lang) for week in found.c.horizons[-1:]]
    told += [say("term.disclaimer.long", lang), *(result.fingerprint for result in found.c.results)]
    assert [sentence for sentence in told if packed(sentence) not in text] == []


def test_paper_can_be_found_one_s_way_in(papers: dict[str, bytes], lang: Lang) -> None:
    reader = PdfReader(io.BytesIO(papers[lang]))
    root: Any = reader.trailer["/Root"]
    titles = outline(reader)
    assert [say(f"report.section.{key}", lang) for key in ("answer", "losses", "about")] == [
        title for title in titles if title in {say(f"report.section.{key}", lang) for key in ("answer", "losses", "about")}
    ]  # fmt: skip
    assert reader.page_labels[:2] == ["1", "2"]
    assert str(root["/Lang"]).lower().startswith(lang)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title
    assert f"{len(reader.pages)}/{len(reader.pages)}" in packed(reader.pages[-1].extract_text())


def test_every_picture_on_paper_has_a_text(made: dict[str, Exports], papers: dict[str, bytes]) -> None:
    reader = PdfReader(io.BytesIO(papers["en"]))
    parts: list[Any] = [reader.get_object(number) for number in range(1, len(reader.xref[0]) + 1)]
    texts = [str(part["/Alt"]) for part in parts if isinstance(part, dict) and "/Alt" in part]
    assert {item.alt for item in made["en"].pictures.values()} <= set(texts)


def test_long_tables_repeat_their_head(papers: dict[str, bytes]) -> None:
    """The table of all measures goes over several pages; each that holds some of it begins with the horizons."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(papers["en"])).pages]
    heads = [text for text in pages if packed("week 26year 1 (week 52)") in packed(text)]
    assert len(heads) >= 2


def test_the_workbook_holds_the_numbers_of_the_comparison(made: dict[str, Exports], lang: Lang) -> None:
    found = made[lang]
    book = sheets(found.make("xlsx")[1])
    assert list(book) == [say(f"export.sheet.{key}", lang) for key in ("summary", "metrics", "teams", "weeks", "levers", "about")]  # fmt: skip
    frame, (head, *rows) = found.c.frame(), book[say("export.sheet.metrics", lang)]
    place = head.index(say("report.column.difference", lang))
    expected = [None if value != value else value for value in frame["difference"]]
    assert [row[place] for row in rows] == pytest.approx(expected)
    assert len(rows) == len(METRIC_IDS) * len(found.c.horizons)
    assert len(book[say("export.sheet.teams", lang)]) == 1 + len(found.c.team_frame())
    assert len(book[say("export.sheet.weeks", lang)]) == 1 + 4 * found.c.weeks
    assert [row[1] for row in book[say("export.sheet.levers", lang)][1:]] == list(LEVER_IDS)
    about = dict(row[:2] for row in book[say("export.sheet.about", lang)])
    assert set(about.values()) >= {result.fingerprint for result in found.c.results}


def test_the_weeks_in_the_workbook_are_trailing_means(made: dict[str, Exports]) -> None:
    found = made["en"]
    head, *rows = sheets(found.make("xlsx")[1])["Week by week"]
    last = next(row for row in rows if row[1] == "Customer value" and row[2] == found.c.weeks)
    expected = found.c.results[1].series("value_customer")[:, -13:].mean()
    assert last[head.index("This regime")] == pytest.approx(float(expected))


def test_every_kind_has_a_name_and_the_same_bytes_twice(made: dict[str, Exports]) -> None:
    first, again = made["en"], Exports(made["en"].c, "en", "innovation")
    names = {kind: again.make(kind)[0] for kind in ("html", "csv")}
    assert names == {"html": "report.html", "csv": "metrics.csv"}
    for kind in ("pdf", "pptx", "xlsx"):
        assert first.make(kind) == again.make(kind), kind
    assert set(EXPORTS) == {"html", "pdf", "pptx", "xlsx", "csv", "pictures"}


def test_the_archive_of_pictures_has_each_twice(made: dict[str, Exports]) -> None:
    name, data = made["zh"].make("pictures")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        kept = {item.filename: archive.read(item) for item in archive.infolist()}
        assert {item.date_time[0] for item in archive.infolist()} == {1980}
    assert name == "pictures.zip"
    assert set(kept) == {f"{id}.{form}" for id in made["zh"].pictures for form in ("png", "svg")}
    assert all(data.startswith(b"\x89PNG") for name, data in kept.items() if name.endswith("png"))


def test_an_unknown_kind_is_refused_with_what_there_is(compared: ReadableComparison) -> None:
    with pytest.raises(InputError) as refused:
        compared.export("docx")
    assert "pptx" in refused.value.text("en")


def test_names_cannot_break_a_file(strange: ReadableComparison) -> None:
    text = words(strange.paper())
    shown = [name.replace("\x07", "?").replace("ก", "?") for name in HOSTILE]
    assert [name for name in shown if packed(name) not in text] == []
    book = sheets(strange.export("xlsx")[1])
    assert {row[1] for row in book["Teams"][1:]} == {name.replace("\x07", "?") for name in HOSTILE}
    formulas = openpyxl.load_workbook(io.BytesIO(strange.export("xlsx")[1]))["Teams"]
    assert {cell.data_type for cell in formulas["B"]} == {"s"}
