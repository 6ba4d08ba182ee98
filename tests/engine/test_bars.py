"""One line of progress: in files, in terminals, in notebooks; and Ctrl-C at the wrong moment."""

from __future__ import annotations

import io
import signal
import sys
import threading
from collections.abc import Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from simkit.engine import bars
from simkit.engine.bars import Lines, NotebookBar, TerminalBar, bar, line_of
from simkit.engine.interrupts import held_back


class Notebook(ModuleType):
    """What IPython offers inside a notebook: a shell with a kernel, and displays that can be updated."""

    def __init__(self) -> None:
        super().__init__("IPython")
        self.shown: list[str] = []

    def get_ipython(self) -> Any:
        return SimpleNamespace(kernel=object())

    def display(self, data: dict[str, str], raw: bool, display_id: bool = False) -> Any:
        assert raw
        self.shown.append(data["text/html"])
        return SimpleNamespace(update=self.display)


@pytest.fixture
def notebook(monkeypatch: pytest.MonkeyPatch) -> Notebook:
    made = Notebook()
    monkeypatch.setitem(sys.modules, "IPython", made)
    monkeypatch.setitem(sys.modules, "IPython.display", made)
    return made


def test_each_text_is_one_line_in_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    lines = bar()
    assert isinstance(lines, Lines)
    for done in range(5):
        lines.show("one", done, 4)
    lines.show("two", 0, 1)
    lines.show("one", 4, 4)
    lines.clear()
    assert capsys.readouterr() == ("", "one …\ntwo …\n")


def test_a_notebook_shows_steps_and_the_time_left_and_is_empty_at_the_end(
    notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([0.0, 0.01, 10.0, 20.0])
    monkeypatch.setattr(bars, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    shown = bar()
    assert isinstance(shown, NotebookBar)
    for done in (0, 1, 20, 80):
        shown.show("a < b", done, 80)
    shown.clear()
    assert [line.partition("</progress> ")[2] for line in notebook.shown] == [
        "0/80",
        "20/80 · 0:30",
        "80/80",
        "",
    ]
    assert notebook.shown[0].startswith("a &lt; b <progress")


def test_the_time_left_supposes_an_even_pace() -> None:
    assert line_of("x", 1, 4, 60.0).endswith("1/4 · 3:00")


class Screen(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_a_bar_that_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    shown = bar()
    assert isinstance(shown, TerminalBar)
    shown.show("first", 1, 4)
    shown.show("second", 2, 4)
    shown.clear()
    shown.clear()
    said = screen.getvalue()
    assert "second" in said
    assert "2/4" in said
    assert said.count("\x1b[?25l") == said.count("\x1b[?25h") == 1
    assert said.endswith("\x1b[2K")


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Ctrl-C as in a terminal, also where the tests run in the background, which ignores it."""
    usual = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, usual)


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_waits_until_a_step_is_finished() -> None:
    steps: list[str] = []

    def work() -> None:
        with held_back():
            signal.raise_signal(signal.SIGINT)
            steps.append("finished")
        steps.append("never")

    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        work()
    assert steps == ["finished"]
    assert signal.getsignal(signal.SIGINT) is before


def test_other_threads_do_not_touch_ctrl_c() -> None:
    before, seen = signal.getsignal(signal.SIGINT), list[Any]()

    def look() -> None:
        with held_back():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [before]
