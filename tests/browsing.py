"""A real browser for tests: Chromium or Chrome of this machine, what a page asks for, and pictures of it."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlparse
from urllib.request import urlopen

import pytest

from simkit.views import serving

WIDTHS = (1280, 390)
"""Widths at which pages are looked at: a projector and a phone."""
SCREENSHOTS = Path(os.environ.get("SIMKIT_SCREENSHOTS", "simkit-out/screenshots"))
"""Where pictures of the pages are kept."""
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def chromium() -> Generator[Any]:
    """A Chromium or Chrome of this machine."""
    program = next((path for path in map(shutil.which, PROGRAMS) if path), None)
    assert program, "install Chromium (on Debian: apt-get install chromium)"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


def answering(url: str, seconds: float = 90) -> str:
    """The address, once a server answers there."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urlopen(url):
                return url
        except OSError:
            time.sleep(0.3)
    return pytest.fail("the server does not answer")


def watched(tab: Any) -> tuple[list[str], list[str]]:
    """Lists that fill with requests to other machines and with what goes wrong in the page."""
    outside: list[str] = []
    wrong: list[str] = []
    own = ("", None, serving.HOST, "localhost")
    tab.on("request", lambda item: None if urlparse(item.url).hostname in own else outside.append(item.url))
    tab.on("response", lambda item: wrong.append(f"{item.status} {item.url}") if item.status >= 400 else None)
    tab.on("console", lambda item: wrong.append(item.text) if item.type == "error" else None)
    tab.on("pageerror", lambda item: wrong.append(str(item)))
    return outside, wrong


def photograph(tab: Any, name: str) -> Path:
    """Keep a picture of the whole page."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    path = SCREENSHOTS / f"{name}.png"
    tab.screenshot(path=str(path), full_page=True)
    return path


def until(true: Callable[[], bool], seconds: float = 30) -> bool:
    """Whether something comes about in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return False
