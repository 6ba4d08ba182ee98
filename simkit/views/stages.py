"""What is seen while simkit computes: a bar in a terminal or a notebook, one line per stage anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from types import TracebackType
from typing import Self

from simkit.engine import preparing
from simkit.engine.bars import Bar, bar
from simkit.engine.workers import Progress
from simkit.text import Lang, say

WORTH_TELLING = 5.0
"""Seconds from which on it is told beforehand how long something takes."""


class Stages:
    """Shows how far a computation is, stage by stage; a context manager, and a progress callback as it stands.

    >>> stages = Stages("en")
    >>> stages(1, 1)  # nothing is seen outside of a ``with`` block
    """

    def __init__(self, lang: Lang) -> None:
        """Prepare to show stages in a language."""
        self._lang: Lang = lang
        self._bar: Bar = bar()
        self._name, self._open = "", 0
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        """Begin to show; may be entered again before the end, which then changes nothing."""
        self._open += 1
        if self._open == 1:
            self._stack.enter_context(preparing.shown_by(self._preparing))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Clear what was shown."""
        self._open -= 1
        if self._open == 0:
            self._stack.close()
            self._bar.clear()
            self._name = ""

    def __call__(self, done: int, total: int) -> None:
        """Show how much of the stage, or of a run without stages, is done."""
        if not self._name:
            self.begin("runs")
        self._show(self._name, done, total)

    def begin(self, stage: str, regime: str = "") -> Progress:
        """Begin a stage (for one of several regimes) and return what is to be told of its progress."""
        name = say(f"command.stage.{stage}", self._lang)
        if regime:
            name = say("command.stage.of", self._lang, stage=name, regime=regime)
        self._name = name
        self._show(name, 0, 1)
        return self

    def expect(self, seconds: float) -> None:
        """Tell beforehand how long a run takes, if that is more than some seconds."""
        self.begin("runs")
        if seconds >= WORTH_TELLING:
            time = duration(seconds, self._lang)
            self._name = say("command.stage.expected", self._lang, stage=self._name, time=time)
            self._show(self._name, 0, 1)

    def note(self, text: str) -> None:
        """Tell something that stays; the bar goes on below it."""
        self._bar.clear()
        print(text, file=sys.stderr, flush=True)

    def _show(self, text: str, done: int, total: int) -> None:
        """Show a line, between begin and end only."""
        if self._open:
            self._bar.show(text, done, total)

    @contextmanager
    def _preparing(self) -> Generator[Progress]:
        """Show that the engine is compiled; afterwards the stage goes on."""
        yield lambda done, total: self._show(say("command.stage.preparing", self._lang), done, total)
        if self._name:
            self._show(self._name, 0, 1)


def progress_bar(lang: Lang = "en") -> Stages:
    """Return a bar for ``progress`` of ``simkit.run`` and ``simkit.compare``, in a terminal or a notebook.

    It tells beforehand how long a run takes, if that is more than some seconds, then how much is done and how
    long the rest takes. It vanishes at the end, also after Ctrl-C or the stop button of a notebook.
    """
    return Stages(lang)


def duration(seconds: float, lang: Lang) -> str:
    """Return a rough duration in words.

    >>> duration(7.4, "en"), duration(200, "en"), duration(70, "zh")
    ('roughly 10 s', 'roughly 3 min', '大约需要 70 秒')
    """
    if seconds < 90:
        return say("command.plan.seconds", lang, value=max(5, 5 * round(seconds / 5 + 0.49)))
    return say("command.plan.minutes", lang, value=round(seconds / 60))
