"""The tour's scripts in a real browser, joined to the real widgets: sliders, keys, languages, weeks.

A few lines of JavaScript stand for Jupyter: what a script sets reaches the widget, and what the widget
shows comes back. Run with ``pytest -m browser``.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from simkit import live_model, rule_picture
from simkit.rules import attention
from simkit.views.tour import rule_plot
from simkit.views.widgets.model import LiveModel
from simkit.views.widgets.rule import RulePicture
from tests.browsing import chromium

pytestmark = pytest.mark.browser
PAGE = """<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<style>%(css)s</style><main></main><script type="module">%(script)s
const heard = {};
const state = JSON.parse(await window.told(null));
const changed = {};
async function pass(message) {
  Object.assign(state, JSON.parse(await window.told(JSON.stringify(message))));
  for (const call of heard["change:view"] ?? []) call();
}
const model = {
  get: (name) => state[name],
  set: (name, value) => { state[name] = value; changed[name] = value; },
  save_changes: () => { pass({ set: { ...changed } }); for (const name in changed) delete changed[name]; },
  send: (content) => pass({ ask: content }),
  on: (name, call) => (heard[name] ??= []).push(call),
  off: () => {},
};
render({ model, el: document.querySelector("main") });
</script>"""
Open = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture
def opened(browser: Any) -> Iterator[Open]:
    """Open a widget on a page of some width; nothing may be asked of any server, nothing may fail."""
    pages: list[tuple[Any, list[str]]] = []

    def show(widget: RulePicture | LiveModel, width: int = 1280) -> Any:
        page, troubles = browser.new_page(viewport={"width": width, "height": 900}), list[str]()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "request", lambda asked: asked.url.startswith(("data:", "about:")) or troubles.append(asked.url)
        )
        page.expose_function("told", lambda message: _told(widget, message))
        page.set_content(PAGE % {"css": widget._css, "script": widget._esm})
        page.locator("main section").wait_for()
        pages.append((page, troubles))
        return page

    yield show
    for page, troubles in pages:
        page.close()
        assert troubles == []


def _told(widget: RulePicture | LiveModel, message: str | None) -> str:
    """Deliver what a script sets or asks, and return what the browser would then know."""
    heard = json.loads(message) if message else {}
    if "set" in heard:
        widget._handle_msg({"content": {"data": {"method": "update", "state": heard["set"]}}, "buffers": []})
    if "ask" in heard:
        widget._handle_msg(
            {"content": {"data": {"method": "custom", "content": heard["ask"]}}, "buffers": []}
        )
    names = ("values", "rule", "regime", "world", "lang", "view")
    return json.dumps({name: getattr(widget, name) for name in names if widget.has_trait(name)})


def _until(check: Callable[[], bool], page: Any, seconds: float = 20.0) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, page.locator("main").inner_text()
        page.wait_for_timeout(50)


def test_dragging_a_slider_moves_the_curve_and_keeps_the_old_one_faint(opened: Open) -> None:
    widget = rule_picture("discounted")
    page = opened(widget)
    curve, before = page.locator(".curve"), page.locator(".curve").get_attribute("d")
    slider = page.get_by_label("Discount for pay that comes late (per week)")
    box = slider.bounding_box()
    page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + box["height"] / 2)
    page.mouse.down()
    for part in range(4, 10):
        page.mouse.move(box["x"] + part / 10 * box["width"], box["y"] + box["height"] / 2)
    page.mouse.up()
    _until(lambda: curve.get_attribute("d") != before, page)
    assert page.locator("path.ghost").get_attribute("d") == before
    rate = float(slider.input_value())
    _until(lambda: widget.values.get("rate") == rate, page)
    assert widget.view["points"][10] == [10.0, attention.discounted(10.0, rate)]
    _until(
        lambda: page.locator(".sentence").inner_text() == rule_plot("discounted", "en", rate=rate).caption,
        page,
    )
    page.get_by_role("button", name="Back to the declared values").click()
    _until(lambda: curve.get_attribute("d") == before, page)


def test_keys_move_along_the_curve_and_the_readout_follows(opened: Open) -> None:
    widget = rule_picture("discounted")
    page = opened(widget)
    slider = page.get_by_label("Weeks until the next review")
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    _until(lambda: slider.get_attribute("aria-valuetext") == "48", page)
    assert page.locator("output").first.inner_text() == "48"
    assert widget.view["here"][0] == 48
    assert page.locator("path.ghost").count() == 0  # the curve is the same as before


@pytest.mark.parametrize("width", [1280, 390])
def test_another_rule_and_another_language_on_wide_and_narrow_pages(opened: Open, width: int) -> None:
    widget = rule_picture("fear")
    page = opened(widget, width)
    page.get_by_label("2. Attention").select_option("own_part")
    _until(lambda: page.locator("input[type=range]").count() == 4, page)
    assert page.locator(".mark").count() == 2
    page.get_by_role("button", name="中文").click()
    _until(lambda: page.locator("h3").inner_text() == widget.view["title"], page)
    assert page.locator("section").get_attribute("lang") == "zh-Hans"
    assert page.get_by_label("团队人数").count() == 1
    assert page.get_by_role("button", name="中文").get_attribute("aria-pressed") == "true"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_text("规则的含义").click()
    assert "own_part(individual, team, people, interdependence)" in page.locator("pre").inner_text()


@pytest.mark.parametrize("width", [1280, 390])
def test_weeks_pass_one_by_one_and_stop_when_told(opened: Open, width: int) -> None:
    widget = live_model("G2")
    page = opened(widget, width)
    section = page.locator("main section")
    page.get_by_role("button", name="One week").click()
    _until(lambda: section.get_attribute("data-week") == "1", page)
    assert page.locator("figure p").first.inner_text() == widget.run.caption("people", "en")
    page.get_by_role("button", name="Play").click()
    _until(lambda: widget.view["week"] >= 3, page)
    page.get_by_role("button", name="Pause").click()
    _until(lambda: section.get_attribute("aria-busy") == "false", page)
    page.wait_for_timeout(800)
    assert str(widget.view["week"]) == section.get_attribute("data-week")
    page.get_by_label("Regime").select_option("traditional")
    _until(lambda: section.get_attribute("data-week") == "0", page)
    assert widget.run.model.plan.regime["review_interval"] == 52
    assert page.evaluate("document.documentElement.scrollWidth") <= width
