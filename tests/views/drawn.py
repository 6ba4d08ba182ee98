"""A page that draws charts in a real Chromium, for the tests of the renderer."""

from __future__ import annotations

import base64
import json
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any

from simkit.views import widgets
from simkit.views.charts import SCRIPTS, Chart

PAGE = """<!doctype html><html><head><meta charset="utf-8"><style>{font}
body {{ margin: 12px; font-family: "DejaVu Sans", "Page", sans-serif }}
{css}</style></head><body><div id="chart"></div><script>{js}
window.show = (spec) => drawChart(document.getElementById("chart"), spec);</script></body></html>"""


@cache
def font() -> str:
    """The shipped font as a style, since a test machine need not have Chinese."""
    data = files("simkit.views").joinpath("assets").joinpath("SimkitSansSC-Regular.otf").read_bytes()
    return f"@font-face {{ font-family: Page; src: url(data:font/otf;base64,{base64.b64encode(data).decode()}) }}"


@contextmanager
def page_of(browser: Any, width: int, height: int = 900) -> Generator[Any]:
    """A page without network; ``page.wrong`` collects what the console says."""
    page = browser.new_page(viewport={"width": width, "height": height})
    page.wrong = []
    page.on("console", lambda message: page.wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.on(
        "request",
        lambda request: (
            page.wrong.append(request.url) if not request.url.startswith(("about:", "data:")) else None
        ),
    )
    page.set_content(PAGE.format(font=font(), css=widgets.styles("chart"), js=widgets.module(*SCRIPTS)))
    page.evaluate("document.fonts.load('12px Page', '中').then(() => 0)")
    try:
        yield page
    finally:
        page.close()


def show(page: Any, spec: Chart) -> None:
    page.evaluate("(text) => window.show(JSON.parse(text))", json.dumps(spec, allow_nan=False))
