"""What is seen while a command computes: a bar in a terminal, one line per stage anywhere else; on stderr."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from simkit.engine.workers import Progress as Tell
from simkit.text import Lang, say


class Stages:
    """Shows the stages of a long computation one after the other; a context manager."""

    def __init__(self, lang: Lang) -> None:
        """Prepare to show stages in a language."""
        self._lang: Lang = lang
        self._console = Console(stderr=True, highlight=False, markup=False)
        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
        )
        self._bar = Progress(
            *columns, console=self._console, transient=True, disable=not self._console.is_terminal
        )
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        """Begin to show."""
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Clear the bars."""
        self._bar.stop()

    def begin(self, stage: str, regime: str = "") -> Tell:
        """Begin a stage (for one of several regimes) and return what is to be told of its progress."""
        name = say(f"command.stage.{stage}", self._lang)
        if regime:
            name = say("command.stage.of", self._lang, stage=name, regime=regime)
        if not self._console.is_terminal:
            self._console.print(f"{name} …")
        if self._task is not None:
            self._bar.remove_task(self._task)
        self._task = self._bar.add_task(name, total=1)
        return self._tell

    def _tell(self, done: int, total: int) -> None:
        """Show how much of the stage is done."""
        if self._task is not None:
            self._bar.update(self._task, completed=done, total=total)


def duration(seconds: float, lang: Lang) -> str:
    """Return a rough duration in words.

    >>> duration(7.4, "en"), duration(200, "en"), duration(70, "zh")
    ('roughly 10 s', 'roughly 3 min', '大约需要 70 秒')
    """
    if seconds < 90:
        return say("command.plan.seconds", lang, value=max(5, 5 * round(seconds / 5 + 0.49)))
    return say("command.plan.minutes", lang, value=round(seconds / 60))
