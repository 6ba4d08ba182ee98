"""The renderer in a real Chromium: nothing clipped or overlapping, tips by pointer and by key, redrawn in place."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest

from simkit.text import Lang
from simkit.views.charts import CHARTS, Chart, chart_of
from simkit.views.comparison import ReadableComparison
from simkit.views.figures import VIEWS
from tests.browsing import WIDTHS, chromium, photograph
from tests.views.drawn import page_of, show

pytestmark = pytest.mark.browser

OUTSIDE = """() => {
  const svg = document.querySelector(".chart-picture > svg"), box = svg.getBoundingClientRect();
  return [...svg.querySelectorAll("text, path")].filter((node) => !node.closest("defs")).filter((node) => {
    const b = node.getBoundingClientRect();
    return b.width + b.height && (b.left < box.left - 1 || b.right > box.right + 1 || b.top < box.top - 1 || b.bottom > box.bottom + 1);
  }).map((node) => node.textContent || node.getAttribute("d").slice(0, 60));
}"""
OVERLAPS = """() => {
  const lines = [...document.querySelectorAll(".chart-picture > svg tspan")].filter((node) => !node.parentNode.hasAttribute("paint-order"));
  const boxes = lines.map((node) => [node.textContent, node.getBoundingClientRect()]).filter(([text]) => text.trim());
  const found = [];
  boxes.forEach(([a, x], i) => boxes.slice(i + 1).forEach(([b, y]) => {
    const across = Math.min(x.right, y.right) - Math.max(x.left, y.left);
    const down = Math.min(x.bottom, y.bottom) - Math.max(x.top, y.top);
    if (across > 1.5 && down > 4) found.push(`${a} / ${b}`);
  }));
  return found;
}"""


@pytest.fixture(scope="module")
def browser() -> Generator[Any]:
    with chromium() as found:
        yield found


def spec_of(c: ReadableComparison, view: str, lang: Lang) -> Chart:
    return chart_of(view, VIEWS[view].data(c, "innovation"), lang)


@pytest.mark.parametrize("width", WIDTHS)
def test_every_chart_fits_and_no_words_overlap(
    browser: Any, compared: ReadableComparison, compared_zh: ReadableComparison, width: int
) -> None:
    pages = {"en": compared, "zh": compared_zh}
    with page_of(browser, width) as page:
        for view in CHARTS:
            for lang, c in pages.items():
                show(page, spec_of(c, view, lang))  # pyright: ignore[reportArgumentType]
                photograph(page, f"chart-{view}-{lang}-{width}")
                assert page.evaluate(OUTSIDE) == [], (view, lang)
                assert page.evaluate(OVERLAPS) == [], (view, lang)
                assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.wrong == []


def test_picture_is_named_and_described_for_those_who_cannot_see_it(
    browser: Any, compared: ReadableComparison
) -> None:
    spec = spec_of(compared, "costs", "en")
    with page_of(browser, 800) as page:
        show(page, spec)
        picture = page.get_by_role("img", name=spec["title"])
        assert spec["sentence"] in picture.evaluate(
            "node => document.getElementById(node.getAttribute('aria-labelledby').split(' ')[1]).textContent"
        )
        page.get_by_text(spec["words"]["table"]).click()
        cells = page.locator("table tbody tr").first.locator("th, td").all_text_contents()
        assert cells == spec["table"]["rows"][0]


def test_values_are_told_under_the_pointer_and_with_the_arrow_keys(
    browser: Any, compared: ReadableComparison
) -> None:
    with page_of(browser, 800) as page:
        show(page, spec_of(compared, "streams", "en"))
        area = page.locator(".chart-area").first
        area.hover()
        assert "Week" in page.locator(".chart-tip").inner_text()
        page.mouse.move(1, 1)
        area.focus()
        page.keyboard.press("ArrowRight")
        assert page.locator(".chart-tip").inner_text().startswith("Week 1\n")
        page.keyboard.press("PageDown")
        assert "Week 14" in page.locator(".chart-live").text_content()
        page.keyboard.press("Escape")
        assert not page.locator(".chart-tip").is_visible()


def test_redrawing_keeps_the_place_of_everything(
    browser: Any, compared: ReadableComparison, compared_zh: ReadableComparison
) -> None:
    with page_of(browser, 800) as page:
        show(page, spec_of(compared, "weights", "en"))
        page.evaluate("window.root = document.querySelector('.chart')")
        page.locator("details").last.locator("summary").click()
        page.locator(".chart-area").nth(1).focus()
        show(page, spec_of(compared_zh, "weights", "zh"))
        assert page.evaluate("window.root === document.querySelector('.chart')")
        assert page.locator("details").last.get_attribute("open") is not None
        assert "权重" in page.locator("table thead").inner_text()
        assert page.evaluate("document.activeElement === document.querySelectorAll('.chart-area')[1]")
        page.set_viewport_size({"width": 390, "height": 800})
        page.wait_for_timeout(200)
        assert page.locator(".chart-picture > svg").bounding_box()["width"] <= 390


def test_a_week_is_told_when_the_slider_or_the_play_button_moves(
    browser: Any, compared: ReadableComparison
) -> None:
    spec = spec_of(compared, "replay", "en")
    with page_of(browser, 800) as page:
        show(page, spec)
        slider = page.get_by_role("slider", name="Week")
        slider.fill("17")
        assert page.locator("output").inner_text() == "Week 17 of 60"
        told = page.locator(".chart-stories").inner_text()
        for side, team, phrases in spec["replay"]["told"].get("17", []):  # pyright: ignore[reportTypedDictNotRequiredAccess]
            words = [spec["replay"]["phrases"][i] for i in phrases]  # pyright: ignore[reportTypedDictNotRequiredAccess]
            assert side in (0, 1)
            assert spec["replay"]["teams"][team] in told  # pyright: ignore[reportTypedDictNotRequiredAccess]
            assert words == ["a review was held"] or all(text in told for text in words)
        page.get_by_role("button", name="Play").click()
        page.wait_for_timeout(1000)
        assert page.locator("output").inner_text() == "Week 18 of 60"
        page.get_by_role("button", name="Pause").click()
        page.get_by_role("button", name="One week back").click()
        assert slider.input_value() == "17"
        assert page.wrong == []
