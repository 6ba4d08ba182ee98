"""A real Chromium designs a pilot and reads one, on the pages as Voilà serves them, wide and narrow, in both languages."""

from __future__ import annotations

import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import pytest

from simkit.pilot.examples import write_example
from simkit.views.jupyter import launch
from simkit.views.serving import HOST, free_port
from tests.browsing import WIDTHS, answering, chromium, photograph, watched

pytestmark = pytest.mark.browser
PATIENCE = 150
ROOT = Path(__file__).parents[3]
NARROW = "document.documentElement.scrollWidth <= window.innerWidth"


@contextmanager
def page(call: str, folder: Path) -> Generator[tuple[Any, list[str], list[str]]]:
    """A tab with what a call shows, with requests to elsewhere and errors."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(f"import simkit\n{call}")])
    notebook.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    nbformat.write(notebook, folder / "page.ipynb")
    command = launch.page_command(folder / "page.ipynb", port := free_port(None, launch.PAGE_PORT), "en")
    environment = {**launch.page_environment(), "PYTHONPATH": str(ROOT)}
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(command, env=environment, stdout=log, stderr=log) as server,
        chromium() as browser,
    ):
        tab = browser.new_page(viewport={"width": WIDTHS[0], "height": 900}, accept_downloads=True)
        outside, wrong = watched(tab)
        tab.set_default_timeout(1000 * PATIENCE)
        tab.goto(answering(f"http://{HOST}:{port}/"))
        try:
            yield tab, outside, wrong
        finally:
            server.terminate()


def looked_at(tab: Any, name: str) -> None:
    """Photograph the page wide and narrow, in both languages; nothing scrolls sideways."""
    for lang in ("en", "zh"):
        tab.click(f"#lang-{lang}")
        tab.wait_for_selector(
            f"section[data-name=way] li:text-matches('{'章程' if lang == 'zh' else 'Charter'}')"
        )
        assert tab.get_attribute(".simkit-sections", "lang") == ("zh-Hans" if lang == "zh" else "en")
        for width in WIDTHS:
            tab.set_viewport_size({"width": width, "height": 900})
            tab.wait_for_timeout(400)
            photograph(tab, f"{name}-{lang}-{width}")
            assert tab.evaluate(NARROW), (lang, width)
    tab.set_viewport_size({"width": WIDTHS[0], "height": 900})
    tab.click("#lang-en")


def test_a_pilot_is_designed_and_its_design_is_kept(tmp_path: Path) -> None:
    with page(f"simkit.design_pilot({str(tmp_path / 'pilot')!r}, 'en')", tmp_path) as (tab, outside, wrong):
        tab.click("#begin")
        tab.wait_for_selector("section[data-name=design]")
        tab.fill("#f-cycles", "many")
        tab.click("#keep-design")
        tab.wait_for_selector(".message.error:has-text('many')")
        assert tab.input_value("#f-cycles") == "many"  # nothing is lost
        tab.fill("#f-cycles", "3")
        tab.fill("#f-looks", "1, 3")
        tab.click("#keep-design")
        tab.wait_for_selector(".message.done")
        tab.click("#check-go")
        tab.wait_for_selector("section[data-name=ready] figure")
        tab.click("#simulate-go")
        tab.wait_for_selector("section[data-name=odds] figure")
        tab.wait_for_selector(".busy", state="hidden")
        with tab.expect_download() as waiting:
            tab.click("#charter-html")
        assert waiting.value.suggested_filename == "charter.html"
        looked_at(tab, "pilot-design")
        tab.reload()
        tab.wait_for_selector(
            "section[data-name=design]"
        )  # though the kernel behind it was there before the design
        assert tab.input_value("#f-cycles") == "3"  # and the earlier kernel ends without complaint
        assert (outside, wrong) == ([], [])
    assert "cycles = 3" in (tmp_path / "pilot" / "pilot.toml").read_text(encoding="utf-8")


def test_a_pilot_is_read_and_taken_further(tmp_path: Path) -> None:
    folder = write_example("go", tmp_path / "pilot").path
    with page(f"simkit.read_pilot({str(folder)!r}, 'en')", tmp_path) as (tab, outside, wrong):
        tab.click("#read")
        tab.wait_for_selector("section[data-name=results] .verdict:has-text('▲ go')")
        assert tab.locator("section[data-name=results] figure").count() == 2
        tab.click("#learn-go")
        tab.wait_for_selector("section[data-name=learn] figure")
        tab.set_input_files(
            "#f-sheet", {"name": "wrong.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"}
        )
        tab.click("#read")
        tab.wait_for_selector(".message.error")
        assert tab.locator("section[data-name=results] figure").count() == 2  # what was read stays
        looked_at(tab, "pilot-readout")
        assert (outside, wrong) == ([], [])
