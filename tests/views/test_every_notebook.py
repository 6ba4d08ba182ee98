"""What every notebook holds to: both languages alike, thin cells, no typed-in result; and that it runs, and runs alike again.

The runs are slow: ``pytest -m slow tests/views/test_every_notebook.py``.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from simkit.presets.settings import usual_settings
from simkit.text import LANGS, Lang
from simkit.views import fonts, notebooks
from simkit.views.lab import lab

NAMES = sorted({path.name.split(".")[0] for path in notebooks.folder().glob("*.ipynb")})
HAN = re.compile(r"[\u3400-\u9fff]")
HEADING = re.compile(r"^#+", re.MULTILINE)
LINK = re.compile(r"\]\(([^)]+\.ipynb)\)")
TYPED_IN = re.compile(r"(?<!0)\.\d|(?<!95)%")
"""A decimal or a percentage in prose is a result that somebody typed in; 95% intervals and the score of a tossed coin are none."""
MODEL = re.compile(r"[0-9a-f]{32}|0x[0-9a-f]+")
"""Names that a kernel gives to widgets and objects, anew in each run."""


def source(name: str, lang: Lang, kind: str) -> list[str]:
    return [cell.source for cell in notebooks.load(name, lang).cells if cell.cell_type == kind]


def test_each_notebook_comes_in_both_languages() -> None:
    files = {path.name for path in notebooks.folder().glob("*.ipynb")}
    assert files == {f"{name}.{lang}.ipynb" for name in NAMES for lang in LANGS}
    assert [name[:2] for name in NAMES] == ["00", "01", "02", "03", "04", "05", "06"]


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_run_the_same_code_and_have_the_same_chapters(name: str) -> None:
    english, chinese = (notebooks.load(name, lang).cells for lang in LANGS)
    assert [cell.cell_type for cell in english] == [cell.cell_type for cell in chinese]
    for one, other in zip(english, chinese, strict=True):
        if one.cell_type == "code":
            assert one.source.replace('lang = "en"', 'lang = "zh"') == other.source
        else:
            assert HEADING.findall(one.source) == HEADING.findall(other.source)
            assert (bool(HAN.search(one.source)), bool(HAN.search(other.source))) == (False, True)
            assert fonts.missing_characters(other.source) == set()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", LANGS)
def test_prose_holds_no_results_and_cells_are_thin(name: str, lang: Lang) -> None:
    """A cell imports, chooses the language, and calls at most two functions."""
    assert [found[0] for text in source(name, lang, "markdown") for found in TYPED_IN.finditer(text)] == []
    calls = [re.findall(r"\w\(", text) for text in source(name, lang, "code")]
    assert [found for found in calls if len(found) > 2] == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", LANGS)
def test_links_lead_to_notebooks_of_the_same_language(name: str, lang: Lang) -> None:
    links = {link for text in source(name, lang, "markdown") for link in LINK.findall(text)}
    assert links <= {f"{other}.{lang}.ipynb" for other in NAMES}


def outputs(notebook: Any) -> list[Any]:
    """What the cells put out, without the names that a kernel gives."""
    shown = [[item.get("data", item.get("text")) for item in cell.outputs] for cell in notebook.cells if cell.cell_type == "code"]  # fmt: skip
    return json.loads(MODEL.sub("", json.dumps(shown)))


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", NAMES)
def test_it_shows_the_same_run_after_run(name: str, lang: Lang, tmp_path: Path) -> None:
    places = [{"SIMKIT_STATE": str(tmp_path / place)} for place in ("first", "second")]
    first, second = (outputs(notebooks.execute(notebooks.load(name, lang), place)) for place in places)
    assert first == second


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGS)
def test_nbval_finds_nothing(lang: Lang) -> None:
    files = [str(path) for path in sorted(notebooks.folder().glob(f"*.{lang}.ipynb"))]
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", "--nbval-lax", "--nbval-cell-timeout", "600", *files]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize("lang", LANGS)
def test_the_compare_notebook_shows_what_the_lab_returns(lang: Lang, tmp_path: Path) -> None:
    done = notebooks.execute(notebooks.load("01-compare-regimes", lang), {"SIMKIT_STATE": str(tmp_path)})
    cells = [cell for cell in done.cells if cell.cell_type == "code"]
    assert "application/vnd.jupyter.widget-view+json" in cells[0].outputs[-1]["data"]
    plain: Any = lab(lang=lang).comparison
    assert cells[1].outputs[-1]["data"]["text/html"] == plain.table(lang)._repr_html_()
    caption = plain.picture("streams", lang).caption
    assert caption in unescape(cells[2].outputs[-1]["data"]["text/html"])
    assert cells[4].outputs[-1]["text"] == usual_settings(lang).toml() + "\n"
