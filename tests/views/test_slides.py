"""Slides: native charts and tables with the comparison's own numbers, nothing outside its slide, notes for the speaker."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pptx import Presentation

from simkit.metrics import STREAMS
from simkit.problems import InputError
from simkit.scenario import Organisation, Team
from simkit.text import LANGS, Lang, say
from simkit.views.comparison import ReadableComparison, compare
from simkit.views.deck import cells
from simkit.views.deck.fit import height_of
from simkit.views.exports import Exports
from simkit.views.report import answer
from simkit.views.slides import deck_of_markdown
from simkit.views.wording import number, stream_name

EMU = 914400
NAMES = ("#let x = 1", "<b>&amp;</b>", "bell \x07", "=1+1", "*_`$", "队伍" * 30)


def opened(data: bytes) -> Any:
    return Presentation(io.BytesIO(data))


@pytest.fixture(scope="module")
def made(compared: ReadableComparison, compared_zh: ReadableComparison) -> dict[str, Exports]:
    return {found.lang: Exports(found, found.lang, "innovation") for found in (compared, compared_zh)}


@pytest.fixture(scope="module")
def decks(made: dict[str, Exports]) -> dict[str, Any]:
    return {lang: opened(found.make("pptx")[1]) for lang, found in made.items()}


def titles(deck: Any) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in deck.slides]


def texts(deck: Any) -> list[str]:
    return [shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame]


def charts(deck: Any) -> list[Any]:
    return [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]


def tables(deck: Any) -> list[list[list[str]]]:
    return [
        [[cell.text_frame.text for cell in row.cells] for row in shape.table.rows]
        for slide in deck.slides for shape in slide.shapes if shape.has_table
    ]  # fmt: skip


def outside(deck: Any) -> list[str]:
    """Shapes that reach over the edge of their slide, and text that is higher than its box."""
    found: list[str] = []
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.left < 0 or shape.top < 0 or shape.left + shape.width > deck.slide_width or shape.top + shape.height > deck.slide_height:  # fmt: skip
                found.append(f"outside: {shape.name}")
            if shape.has_text_frame and shape.text_frame.text:
                runs = [run for part in shape.text_frame.paragraphs for run in part.runs]
                size = max(run.font.size.pt for run in runs) if runs else 10
                told = [part.text for part in shape.text_frame.paragraphs]
                bullets = 0.3 * ("buChar" in str(shape.text_frame._txBody.xml))
                if height_of(told, size, shape.width / EMU - bullets, bold=any(run.font.bold for run in runs)) > shape.height / EMU + 0.01:  # fmt: skip
                    found.append(f"too long: {shape.text_frame.text[:60]}")
    return found


def test_every_title_is_a_computed_sentence(
    made: dict[str, Exports], decks: dict[str, Any], lang: Lang
) -> None:
    found, shown = made[lang], titles(decks[lang])
    expected = [
        found.told[id].caption
        for id in ("streams", "horizons", "losses", "costs", "funnel", "failures", "weights")
    ]
    assert [title for title in expected if title not in shown] == []
    assert (
        shown[1]
        == answer(found.c, "innovation", lang, {id: item.frame for id, item in found.told.items()})[0]
    )
    assert 9 <= len(shown) <= 12


def test_the_warning_comes_first_and_stands_on_every_slide(decks: dict[str, Any], lang: Lang) -> None:
    short = say("term.disclaimer.short", lang)
    for slide in decks[lang].slides:
        assert short in [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    assert say("term.disclaimer.long", lang) in [shape.text_frame.text for shape in decks[lang].slides[0].shapes if shape.has_text_frame]  # fmt: skip


def test_charts_hold_the_numbers_of_the_comparison(made: dict[str, Exports], decks: dict[str, Any]) -> None:
    found, drawn = made["en"], charts(decks["en"])
    weeks = found.told["streams"].frame
    for stream, chart in zip(STREAMS, drawn[:4], strict=True):
        part = weeks[weeks["stream"] == stream]
        a, b = chart.plots[0].series
        assert list(a.values) == pytest.approx(list(part["mean_a"]))
        assert list(b.values) == pytest.approx(list(part["mean_b"]))
        assert stream_name(stream, "en") in chart.chart_title.text_frame.text
    early = found.c.windows().query("window == 'early'").set_index("metric")
    assert list(drawn[4].plots[0].series[0].values) == pytest.approx([early.loc[f"value_{stream}", "difference"] for stream in STREAMS])  # fmt: skip
    hours = found.c.costs().query("regime == 'innovation'")["mean"]
    assert list(drawn[5].plots[0].series[1].values) == pytest.approx(list(hours))


def test_error_bars_reach_to_the_ends_of_the_intervals(
    made: dict[str, Exports], decks: dict[str, Any]
) -> None:
    frame = made["en"].told["weights"].frame.query("kind == 'weighting'")
    chart = charts(decks["en"])[-2]
    plus = chart._chartSpace.findall(".//{*}errBars/{*}plus//{*}v")
    assert [float(item.text) for item in plus] == pytest.approx(list(frame["high"] - frame["difference"]))


def test_tables_show_numbers_as_the_report_words_them(
    made: dict[str, Exports], decks: dict[str, Any], lang: Lang
) -> None:
    found, drawn = made[lang], tables(decks[lang])
    row = found.c.frame().query("metric == 'value_customer' and horizon == @found.c.weeks").iloc[0]
    shown = next(cells for cells in drawn[0] if cells[0] == stream_name("customer", lang))
    assert shown[1:3] == [number(row["mean_a"]), number(row["mean_b"])]
    assert shown[3].replace("\xa0", " ") == f"{number(row['difference'], sign=True)} [{number(row['low'], sign=True)}, {number(row['high'], sign=True)}]"  # fmt: skip
    assert shown[5].endswith(say(f"report.verdict.{row['verdict']}", lang))
    assert [line[1] for line in next(table for table in drawn if len(table[0]) == 8)[1:]] == list(found.c.results[0].teams)  # fmt: skip


def test_nothing_overflows(decks: dict[str, Any], lang: Lang) -> None:
    assert outside(decks[lang]) == []


def test_notes_say_how_to_read_what_is_shown(
    made: dict[str, Exports], decks: dict[str, Any], lang: Lang
) -> None:
    notes = "\n".join(slide.notes_slide.notes_text_frame.text for slide in decks[lang].slides)
    views = (
        "headline",
        "streams",
        "horizons",
        "losses",
        "costs",
        "funnel",
        "failures",
        "beliefs",
        "quadrant",
        "weights",
    )
    assert [id for id in views if made[lang].told[id].reading not in notes] == []


def test_pictures_of_numbers_have_texts_and_fonts_for_both_languages(
    decks: dict[str, Any], lang: Lang
) -> None:
    for slide in decks[lang].slides:
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table:
                assert shape._element.nvGraphicFramePr.cNvPr.get("descr")
            if shape.has_chart:
                assert shape.chart._chartSpace.find(".//{*}txPr//{*}ea").get("typeface") == "Microsoft YaHei"
    theme = next(
        part for part in decks[lang].part.package.iter_parts() if "/theme/theme1" in str(part.partname)
    )
    assert b'<a:ea typeface="Microsoft YaHei"/>' in theme.blob


def test_strange_names_and_many_teams_fit() -> None:
    teams = tuple(Team(name=f"{NAMES[i % len(NAMES)]} {i}", people=2) for i in range(40))
    found = compare(Organisation(name=NAMES[1], teams=teams), weeks=4, replications=2, contribution_worlds=0, trajectories=0)  # fmt: skip
    deck = opened(found.slides())
    assert outside(deck) == []
    shown = [line[1] for table in tables(deck) if len(table[0]) == 8 for line in table[1:]]
    assert shown == [team.name.replace("\x07", "?") for team in teams]


def test_long_tables_are_divided_evenly() -> None:
    table = cells.Table(["a"], [[cells.Cell(str(i))] for i in range(40)], [1])
    assert [len(part.rows) for part in cells.pages(table, 14)] == [14, 14, 12]


@pytest.mark.parametrize("language", LANGS)
def test_written_slides_keep_titles_bullets_tables_and_notes(language: Lang) -> None:
    text = "# First **one**\n\nHello.\n\n- a\n- *b*\n\nNotes: Say it.\nTwice.\n---\n# Second\n\n| x | y |\n|---|--:|\n| 1 | 2 |\n"
    data = deck_of_markdown(text, language)
    deck = opened(data)
    assert data == deck_of_markdown(text, language)
    assert titles(deck) == ["First one", "Second"]
    assert tables(deck) == [[["x", "y"], ["1", "2"]]]
    assert deck.slides[0].notes_slide.notes_text_frame.text == "Say it.\nTwice."
    assert {"Hello.", "a\nb"} <= set(texts(deck))
    strong = [run.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame
              for part in shape.text_frame.paragraphs for run in part.runs if run.font.bold and shape != slide.shapes.title]  # fmt: skip
    assert "b" in strong
    assert outside(deck) == []


def test_what_does_not_fit_goes_on_on_the_next_slide() -> None:
    points = "\n".join(f"- point {i} " + "word " * 40 for i in range(20))
    rows = "\n".join(f"| row {i} | {'word ' * 30} |" for i in range(30))
    deck = opened(deck_of_markdown(f"# Long\n\n{points}\n\n| a | b |\n|---|---|\n{rows}\n", "en"))
    assert outside(deck) == []
    assert titles(deck)[0] == say("slide.title.more", "en", title="Long", part=1, parts=len(deck.slides))
    assert [line[0] for table in tables(deck) for line in table[1:]] == [f"row {i}" for i in range(30)]
    assert sum(text.count("point ") for text in texts(deck)) == 20


@pytest.mark.parametrize(("text", "expected"), [("", "no slide"), ("# One\n---\nno title here", "Slide 2")])
def test_slides_without_a_title_are_refused(text: str, expected: str) -> None:
    with pytest.raises(InputError, match=expected):
        deck_of_markdown(text, "en")
