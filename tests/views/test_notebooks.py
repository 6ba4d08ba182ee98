"""The notebooks run from end to end in both languages, and show what the functions return."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import nbformat
import pytest
from pandas import DataFrame
from pandas.testing import assert_frame_equal

from simkit.evidence import gathering
from simkit.text import LANGS, Lang
from simkit.views import book, fonts, naming, notebooks
from simkit.views.figures.published import beside_sentence, tally_sentence
from simkit.views.readings import rows

NAME = "06-why-believe-it"
HAN = re.compile(r"[\u3400-\u9fff]")
TYPED_IN = re.compile(r"\d\.\d|(?<!95)%")
"""A decimal or a percentage in prose is a result that somebody typed in; 95% intervals are none."""

Run = tuple[dict[Lang, Any], DataFrame]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Both notebooks after a reduced run: the English one computes, the Chinese one shows the same table."""
    file = tmp_path_factory.mktemp("evidence") / "table.csv"
    english, chinese = notebooks.load(NAME, "en"), notebooks.load(NAME, "zh")
    keep = f"from simkit.evidence.gathering import write\nfrom pathlib import Path\nwrite(found, Path({str(file)!r}))"
    english.cells.append(nbformat.v4.new_code_cell(keep))
    done: dict[Lang, Any] = {"en": notebooks.execute(english, {gathering.VARIABLE: "reduced"})}
    english.cells.pop()
    done["zh"] = notebooks.execute(chinese, {gathering.VARIABLE: str(file)})
    return done, gathering.read(file)


def shown(notebook: Any, call: str) -> str:
    """The HTML that the cell with this call put out."""
    (cell,) = [cell for cell in notebook.cells if cell.cell_type == "code" and call in cell.source]
    return str(cell.outputs[-1]["data"]["text/html"])


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_shows_the_verdicts_that_were_computed(run: Run, lang: Lang) -> None:
    done, found = run
    misses = unescape(shown(done[lang], "book.misses("))
    missed = rows(found[found["verdict"] == "not_reproduced"])
    assert misses.count('class="verdict not_reproduced"') == len(missed) > 0
    assert [row.id for row in missed if naming.label(row, lang) not in misses] == []
    assert [row.id for row in missed if naming.note(row, lang) not in misses] == []
    opened = shown(done[lang], "book.undecided(")
    assert opened.count('class="verdict undecided"') == (found["verdict"] == "undecided").sum()
    assert tally_sentence(found, lang) in unescape(shown(done[lang], "book.tally("))


@pytest.mark.parametrize("lang", LANGS)
def test_every_paper_stands_beside_simkit_as_picture_and_as_table(run: Run, lang: Lang) -> None:
    done, found = run
    for what in (*gathering.docks.DOCKS, "sign", "effect"):
        picture = shown(done[lang], f'book.compared(found, "{what}"')
        assert (
            unescape(picture).count(beside_sentence(book._part(found, what), lang)) == 2
        )  # caption and alternative text
        table = shown(done[lang], f'book.listed(found, "{what}"')
        assert table.count("<tr>") - 1 == len(book._part(found, what))


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_needs_nothing_from_outside_and_carries_its_font(run: Run, lang: Lang) -> None:
    page = notebooks.page(run[0][lang], lang)
    assert "<script" not in page
    assert re.findall(r'(?:src|href)="(?!data:|#)[^"]*"|url\((?!data:)', page) == []
    assert '@font-face{font-family:"Simkit Sans SC"' in page or lang == "en"
    words = re.sub(r"<style>.*?</style>|<[^>]+>", "", page, flags=re.DOTALL)
    assert fonts.missing_characters(unescape(words)) == set()
    assert re.findall(r'href="#(c\d+)"', page) == re.findall(r'<h2 id="(c\d+)"', page)


def test_a_table_is_read_as_it_was_written(run: Run, tmp_path: Path) -> None:
    gathering.write(run[1], tmp_path / "again.csv")
    assert_frame_equal(gathering.read(tmp_path / "again.csv"), run[1], check_exact=True)
