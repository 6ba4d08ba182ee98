"""The lab in a real browser: served as a page, and in JupyterLab. Run with ``pytest -m browser``."""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simkit.presets.settings import settings_from_toml
from simkit.text import LANGS, Lang, say
from simkit.views.charts import CHARTS
from simkit.views.exports import EXPORTS
from simkit.views.jupyter import launch
from simkit.views.serving import HOST, free_port
from tests.browsing import WIDTHS, answering, chromium, photograph, until, watched

pytestmark = pytest.mark.browser
HEADLINE = ("review_interval", "tolerance_exploratory", "share_individual")
SHOWN = ".simkit-lab .chart-picture svg"
PATIENCE = 120_000


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("state")


@pytest.fixture(scope="module", params=LANGS)
def served(request: pytest.FixtureRequest, state: Path) -> Iterator[tuple[Lang, str]]:
    """The lab as a page in a language, and its address."""
    lang, port = request.param, free_port(None, launch.PAGE_PORT)
    environment = {**launch.page_environment(), "SIMKIT_STATE": str(state / lang)}
    with (
        launch.page_notebook(lang) as notebook,
        subprocess.Popen(launch.page_command(notebook, port, lang), env=environment) as server,
    ):
        try:
            yield lang, answering(f"http://{HOST}:{port}/")
        finally:
            server.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


def opened(browser: Any, address: str, width: int = 1280) -> Any:
    tab = browser.new_page(viewport={"width": width, "height": 900}, accept_downloads=True)
    tab.set_default_timeout(PATIENCE)
    tab.problems = watched(tab)
    tab.goto(address)
    tab.wait_for_selector(SHOWN)
    return tab


def mark(tab: Any) -> str:
    """The fingerprint of what is shown."""
    return str(tab.locator(".simkit-lab").get_attribute("data-mark"))


def drawn(tab: Any, view: str = "streams") -> str:
    """The picture of a view as it stands in the page."""
    return str(
        tab.locator(f'[data-view="{view}"] .chart-picture svg').first.evaluate("node => node.outerHTML")
    )


def slide(tab: Any, lever: str, key: str, times: int = 1) -> None:
    """Move a slider by the keyboard."""
    slider = tab.locator(f'[data-lever="{lever}"]').first
    slider.focus()
    for _ in range(times):
        slider.press(key)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_loads_without_error_or_outside_request_and_fits(
    browser: Any, served: tuple[Lang, str], width: int
) -> None:
    lang, address = served
    tab = opened(browser, address, width)
    assert say("lab.page.title", lang) in tab.inner_text("h1")
    assert tab.locator(SHOWN).count() >= 3
    for box in tab.locator(".lab-chooser input").all():
        box.check()
    tab.wait_for_function(
        f"document.querySelectorAll('.lab-picture:not([hidden]) .chart-picture svg').length >= {len(CHARTS)}"
    )
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    photograph(tab, f"lab-{lang}-{width}")
    assert tab.problems == ([], [])
    tab.close()


def test_each_headline_lever_changes_pictures_and_sentence_agrees_with_the_table(
    browser: Any, served: tuple[Lang, str]
) -> None:
    _, address = served
    tab = opened(browser, address)
    for lever in HEADLINE:
        before, picture = mark(tab), drawn(tab)
        slide(tab, lever, "ArrowLeft" if lever == "tolerance_exploratory" else "ArrowRight", 8)
        assert until(lambda before=before: mark(tab) != before), lever
        assert until(lambda picture=picture: drawn(tab) != picture), lever
    tab.locator('[data-view="costs"] details').nth(1).evaluate("node => node.open = true")
    rows = tab.locator('[data-view="costs"] table tr').all_inner_texts()
    sentence = tab.locator('[data-view="costs"] .chart-sentence').inner_text()
    hours = [re.findall(r"[\d.,]+", row.replace("\u202f", "")) for row in rows[1:]]
    assert hours
    total = round(sum(float(row[0].replace(",", "")) for row in hours))
    assert any(abs(total - float(found.replace(",", ""))) <= 1 for found in re.findall(r"\d[\d,]*", sentence))
    assert tab.problems == ([], [])
    tab.close()


def test_a_drag_ends_at_its_last_place_without_flicker(browser: Any, served: tuple[Lang, str]) -> None:
    _, address = served
    tab = opened(browser, address)
    tab.evaluate("""() => { window.bare = 0; new MutationObserver(() => {
        if (!document.querySelector('[data-view="streams"] svg')) window.bare += 1;
    }).observe(document.querySelector('[data-view="streams"]'), {childList: true, subtree: true}); }""")
    slider = tab.locator('[data-lever="review_interval"]').first
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    tab.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2)
    tab.mouse.down()
    for place in range(20, 200, 6):
        tab.mouse.move(box["x"] + place, box["y"] + box["height"] / 2)
    tab.mouse.up()
    value = int(slider.input_value())
    assert value > 10
    assert until(lambda: not tab.locator(".simkit-lab[data-busy]").count())
    tab.get_by_role("button", name=re.compile("Save settings|保存设置")).click()
    with tab.expect_download() as download:
        tab.get_by_role("button", name=re.compile("Save settings|保存设置")).click()
    saved = tomllib.loads(Path(download.value.path()).read_text("utf-8"))
    assert saved["regimes"][1]["levers"]["review_interval"] == value
    assert tab.evaluate("window.bare") == 0
    tab.close()


def test_undo_share_code_and_load_last_bring_settings_back(browser: Any, served: tuple[Lang, str]) -> None:
    lang, address = served
    tab = opened(browser, address)
    first = mark(tab)
    slide(tab, "review_interval", "PageUp")
    assert until(lambda: mark(tab) != first)
    moved = mark(tab)
    tab.locator('[data-tool="share"]').click()
    field = tab.locator('[data-tool="code"]')
    assert until(lambda: field.input_value().startswith("simkit1-"))
    code = field.input_value()
    tab.locator('[data-tool="undo"]').click()
    assert until(lambda: mark(tab) == first)
    tab.close()
    again = opened(browser, address)
    again.locator('[data-tool="code"]').fill(code)
    again.locator('[data-tool="restore"]').click()
    assert until(lambda: mark(again) == moved)
    again.close()
    later = opened(browser, address)
    assert mark(later) == first
    later.locator('[data-tool="last"]').click()
    assert until(lambda: mark(later) == moved)
    later.locator('[data-tool="code"]').fill("simkit1-wrong")
    later.locator('[data-tool="restore"]').click()
    assert until(lambda: bool(later.locator(".lab-problems li").count()))
    assert mark(later) == moved
    photograph(later, f"lab-refusal-{lang}")
    later.reload()  # a new kernel; the old one is ended
    assert until(lambda: mark(later) == first)
    later.locator('[data-tool="last"]').click()
    assert until(lambda: mark(later) == moved)
    assert later.problems == ([], [])
    later.close()


def test_the_language_is_switched_live_and_keeps_the_numbers(browser: Any, served: tuple[Lang, str]) -> None:
    lang, address = served
    other: Lang = "zh" if lang == "en" else "en"
    tab = opened(browser, address)
    tab.locator(".lab-languages button", has_text={"en": "English", "zh": "中文"}[other]).click()
    tab.wait_for_selector(f"h1:has-text('{say('lab.page.title', other)}')")
    assert until(
        lambda: say("report.view.streams.title", other) in tab.locator('[data-view="streams"]').inner_text()
    )
    assert bool(re.search(r"[\u4e00-\u9fff]", tab.locator(".lab-answer").inner_text())) == (other == "zh")
    assert tab.locator(".simkit-lab").get_attribute("lang") == {"en": "en", "zh": "zh-Hans"}[other]
    loaded = "[...document.fonts].filter((face) => face.family.includes('Simkit') && face.status === 'loaded').length"
    assert until(
        lambda: tab.evaluate(loaded) == 2
    )  # Chinese is shown, or was: regular and bold came from the package
    assert tab.problems == ([], [])
    tab.close()


def test_every_export_arrives(browser: Any, served: tuple[Lang, str], tmp_path: Path) -> None:
    _, address = served
    tab = opened(browser, address)
    starts = {
        "html": b"<!",
        "pdf": b"%PDF",
        "pptx": b"PK",
        "xlsx": b"PK",
        "csv": b"\xef\xbb\xbf",
        "pictures": b"PK",
    }
    for kind in EXPORTS:
        tab.locator('[data-tool="kind"]').select_option(kind)
        with tab.expect_download(timeout=PATIENCE) as download:
            tab.locator('[data-tool="export"]').click()
        data = Path(download.value.path()).read_bytes()
        assert data.startswith(starts[kind]), kind
        assert len(data) > 1000
    assert tab.problems == ([], [])
    tab.close()


def test_a_settings_file_is_opened_and_its_organisation_shown(
    browser: Any, served: tuple[Lang, str], tmp_path: Path
) -> None:
    lang, address = served
    file = tmp_path / "ours.toml"
    file.write_text('organisation = "G2"\nregimes = ["traditional", "agile_team"]\nweeks = 60\nworlds = 40\n')
    tab = opened(browser, address)
    first = mark(tab)
    tab.locator('.lab-tools input[type="file"]').set_input_files(str(file))
    assert until(lambda: mark(tab) != first)
    assert tab.locator('[data-select="organisation"]').input_value() == "G2"
    assert (
        tab.locator('[data-select="regime-1"]').input_value()
        == settings_from_toml(file, lang).regimes[1].name
    )
    tab.close()


def test_controls_have_names_and_can_be_reached_by_keyboard(browser: Any, served: tuple[Lang, str]) -> None:
    _, address = served
    tab = opened(browser, address)
    tab.locator('.lab-chooser input[value="replay"]').check()
    tab.wait_for_selector('[data-view="replay"] .chart-picture svg')
    nameless = tab.evaluate("""() => [...document.querySelectorAll('.simkit-lab input:not([type=file]), .simkit-lab select')]
        .filter((item) => item.offsetParent && !item.labels?.length && !item.getAttribute('aria-label')).map((item) => item.outerHTML)""")
    assert nameless == []
    small = tab.evaluate("""() => [...document.querySelectorAll('.simkit-lab button')].filter((item) => !item.textContent.trim()
        && !item.getAttribute('aria-label')).length""")
    assert small == 0
    tab.locator(".lab-languages button").first.focus()
    for _ in range(30):
        tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.closest('.simkit-lab') !== null")
    tab.close()


@pytest.fixture(scope="module", params=LANGS)
def notebook(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Lang, str]]:
    """JupyterLab as ``simkit lab`` starts it, and the address of the second notebook."""
    lang, port = request.param, free_port(None, launch.LAB_PORT)
    place = launch.copy_notebooks(tmp_path_factory.mktemp("notebooks") / lang)
    config = tmp_path_factory.mktemp("config")
    launch._write_settings(config, lang)
    command = launch.lab_command(place, port, lang, open_browser=False)
    state = {"SIMKIT_STATE": str(config), "JUPYTERLAB_WORKSPACES_DIR": str(config)}
    with subprocess.Popen(
        command, env={**launch.lab_environment(config, token := "secret"), **state}
    ) as server:
        try:
            base = answering(f"http://{HOST}:{port}/api").removesuffix("/api")
            yield lang, f"{base}/lab/tree/01-compare-regimes.{lang}.ipynb?token={token}"
        finally:
            server.terminate()


def test_the_notebook_runs_in_jupyterlab_and_follows_a_lever(
    browser: Any, notebook: tuple[Lang, str]
) -> None:
    lang, address = notebook
    tab = browser.new_page(viewport={"width": 1280, "height": 1000})
    tab.set_default_timeout(PATIENCE)
    tab.problems = watched(tab)
    tab.goto(address)
    tab.wait_for_selector(".jp-NotebookPanel .jp-Cell")
    tab.wait_for_selector("text=/\\| (Idle|空闲)/")
    tab.locator(".jp-Cell.jp-CodeCell").first.click()
    tab.keyboard.press("Shift+Enter")
    tab.wait_for_selector(SHOWN)
    before = mark(tab)
    slide(tab, "review_interval", "ArrowRight", 6)
    assert until(lambda: mark(tab) != before)
    photograph(tab, f"jupyterlab-{lang}")
    outside, wrong = tab.problems
    assert outside == []
    assert [text for text in wrong if "favicon" not in text] == []
    tab.close()
