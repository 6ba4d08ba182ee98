"""One line that tells how far a computation is: in a terminal, in a notebook, or in a file.

A terminal and a notebook show a bar, with the time that is left, which vanishes at the end. Anywhere else each
text is written once, as a line. Everything goes to standard error or to the notebook.
"""

from __future__ import annotations

import sys
import time
from html import escape
from typing import Any, Protocol

NARROWEST, WIDEST = 6, 40
"""Columns of a bar in a terminal."""
BESIDE = 26
"""Columns that the numbers beside a bar take."""
REFRESH_SECONDS = 0.1
"""A notebook is not told more often than this."""


class Bar(Protocol):
    """One line of progress."""

    def show(self, text: str, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` steps of what ``text`` names are done."""
        ...

    def clear(self) -> None:
        """End: remove what was shown."""
        ...


def bar() -> Bar:
    """Return the bar that fits where this process runs."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if getattr(shell, "kernel", None) is not None:
        return NotebookBar()
    return TerminalBar() if sys.stderr.isatty() else Lines()


class Lines:
    """Every text once, as a line; for files and pipes."""

    def __init__(self) -> None:
        """Begin with nothing told."""
        self._told: set[str] = set()

    def show(self, text: str, done: int, total: int) -> None:
        """Tell a text that was not told yet."""
        if text not in self._told:
            self._told.add(text)
            print(f"{text} …", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Nothing to remove."""


class TerminalBar:
    """A bar in a terminal."""

    def __init__(self) -> None:
        """Begin with nothing shown."""
        self._text, self._task, self._live = "", 0, None

    def show(self, text: str, done: int, total: int) -> None:
        """Show how much is done."""
        live: Any = self._live or self._begun()
        if text != self._text:
            if self._text:
                live.remove_task(self._task)
            self._text, self._task = text, live.add_task(text, total=total)
            live.columns[1].bar_width = self._width(text, live.console.width)
        live.update(self._task, completed=done, total=total)

    def clear(self) -> None:
        """Remove the bar and give the cursor back."""
        live: Any = self._live
        self._text, self._live = "", None
        if live is not None:
            live.stop()

    def _begun(self) -> Any:
        """Begin to show."""
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        console = Console(stderr=True, highlight=False, markup=False)
        columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())  # fmt: skip
        self._live = live = Progress(*columns, console=console, transient=True)
        live.start()
        return live

    @staticmethod
    def _width(text: str, window: int) -> int:
        """Return how wide the bar may be beside a text."""
        from rich.cells import cell_len

        return max(NARROWEST, min(WIDEST, window - cell_len(text) - BESIDE))


class NotebookBar:
    """A bar in the output of a notebook's cell, drawn by the browser."""

    def __init__(self) -> None:
        """Begin with nothing shown."""
        self._handle: Any = None
        self._text, self._began, self._shown = "", 0.0, 0.0

    def show(self, text: str, done: int, total: int) -> None:
        """Show how much is done, unless something was shown a moment ago."""
        now = time.monotonic()
        if text != self._text:
            self._text, self._began = text, now
        elif done < total and now - self._shown < REFRESH_SECONDS:
            return
        self._shown = now
        self._draw(line_of(text, done, total, now - self._began))

    def clear(self) -> None:
        """Empty the output."""
        if self._handle is not None:
            self._draw("")
        self._handle, self._text = None, ""

    def _draw(self, html: str) -> None:
        """Put something in the place of what was shown."""
        from IPython.display import display

        data = {"text/html": html, "text/plain": ""}
        if self._handle is None:
            self._handle = display(data, raw=True, display_id=True)
        else:
            self._handle.update(data, raw=True)


def line_of(text: str, done: int, total: int, seconds: float) -> str:
    """Return a bar as HTML: text, bar, steps, and the time left at the pace of the ``seconds`` so far.

    >>> line_of("Simulation", 25, 100, 20.0)
    'Simulation <progress value="25" max="100"></progress> 25/100 · 1:00'
    """
    left = f" · {clock(seconds / done * (total - done))}" if 0 < done < total else ""
    return f'{escape(text)} <progress value="{done}" max="{total}"></progress> {done}/{total}{left}'


def clock(seconds: float) -> str:
    """Return a duration as hours, minutes and seconds.

    >>> clock(61.2), clock(3723)
    ('1:01', '1:02:03')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
