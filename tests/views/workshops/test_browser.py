"""A real Chromium leads a room through the page as Voilà serves it: keyboard, languages, files, a reload."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from simkit.views.jupyter import launch
from simkit.views.serving import HOST, free_port
from simkit.workshop.parts import Pack
from tests.browsing import answering, chromium

pytestmark = pytest.mark.browser
PATIENCE = 90
ROOT = Path(__file__).parents[3]


@pytest.fixture
def address(small: Pack, tmp_path: Path) -> Iterator[str]:
    """The page, served on this machine."""
    code = f"import simkit\nsimkit.run_workshop({str(small.folder)!r}, 'en')"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    notebook.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    nbformat.write(notebook, tmp_path / "page.ipynb")
    port = free_port(None, launch.PAGE_PORT)
    command = launch.page_command(tmp_path / "page.ipynb", port, "en")
    environment = {**launch.page_environment(), "PYTHONPATH": str(ROOT)}
    with (
        (tmp_path / "log").open("wb") as log,
        subprocess.Popen(command, env=environment, stdout=log, stderr=log) as server,
    ):
        yield answering(f"http://{HOST}:{port}/")
        server.terminate()


@pytest.fixture
def tab(address: str) -> Iterator[Any]:
    """A tab with the page in it."""
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900}, accept_downloads=True)
        page.set_default_timeout(1000 * PATIENCE)
        page.goto(address)
        yield page


def predict(tab: Any, who: str, size: str) -> None:
    """Type a prediction in, by keyboard from the first field to the last."""
    tab.focus("input[name=who]")
    tab.keyboard.type(who)
    for question in ("hours", "money"):
        tab.focus(f"input[name='direction.{question}'][value=up]")
        tab.keyboard.press("Space")
        tab.focus(f"input[name='size.{question}']")
        tab.keyboard.type(size)
        tab.focus(f"input[name='confidence.{question}']")
        tab.keyboard.type("80")
    tab.keyboard.press("Enter")
    tab.wait_for_selector(f"section[data-name=list] th:text-is('{who}')")


def test_a_room_is_led_through_a_session(tab: Any, tmp_path: Path) -> None:
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.click("#begin")
    tab.click("#start-clock")
    tab.click("#next")
    tab.wait_for_selector("form[data-act=predict]")
    predict(tab, "Table 1", "20")
    assert tab.evaluate("document.activeElement.name") == "who"
    tab.keyboard.type("half")
    tab.click("#lang-zh")
    tab.wait_for_selector("text=录入预测")
    assert tab.input_value("input[name=who]") == "half"  # a change of language keeps what is being typed
    assert tab.get_attribute(".simkit-sections", "lang") == "zh-Hans"
    tab.click("#lang-en")
    tab.wait_for_selector("text=Type in a prediction")
    tab.click("#next")
    tab.wait_for_selector("section[data-name=reveal] svg")
    assert "+126 hours" in tab.inner_text("section[data-name=reveal]")
    assert "Table 1" in tab.inner_html("section[data-name=reveal] .wide")
    tab.focus("input[type=range]")
    before = tab.inner_text("#shown-review_interval")
    tab.keyboard.press("ArrowRight")
    assert (before, tab.inner_text("#shown-review_interval")) == ("4 weeks", "5 weeks")
    tab.click("#try")
    tab.wait_for_selector("section[data-name=trial] th:has-text('5 weeks')")
    with tab.expect_download() as download:
        tab.click("#export-html")
    download.value.save_as(tmp_path / "report.html")
    assert "Table 1" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert re.fullmatch(r"0:0\d:\d\d", tab.inner_text(".time"))
    tab.set_viewport_size({"width": 390, "height": 800})
    assert tab.evaluate("document.querySelector('.simkit-sections').scrollWidth <= window.innerWidth")
    tables = tab.locator(".scroll.stack")
    assert tables.count() >= 1
    assert tables.evaluate_all("(all) => all.filter((one) => one.scrollWidth > one.clientWidth).length") == 0
    assert tab.is_visible(".narrow svg")
    assert not tab.is_visible(".wide svg >> nth=0")
    tab.reload()
    tab.click("[data-act=resume]")
    tab.wait_for_selector("section[data-name=trial] th:has-text('5 weeks')")
    assert errors == []
