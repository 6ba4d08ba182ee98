"""A view: one function from a comparison to tidy data, one sentence computed from that data, one drawing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from matplotlib.figure import Figure
from pandas import DataFrame

from simkit.text import Lang, say
from simkit.views.figures.style import page


@dataclass(frozen=True, slots=True)
class View:
    """One picture of the report.

    ``data`` reads a comparison into a tidy table and is the only part that knows where numbers come
    from; ``sentence`` and ``draw`` see that table and nothing else, so that they cannot disagree.
    """

    id: str
    data: Callable[..., DataFrame]
    sentence: Callable[[DataFrame, Lang], str]
    draw: Callable[[DataFrame, Lang], Figure]

    def picture(self, frame: DataFrame, lang: Lang) -> Picture:
        """Draw the table and say what it shows."""
        with page(lang):
            figure = self.draw(frame, lang)
        return Picture(self.id, lang, frame, self.sentence(frame, lang), figure)


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn view: its table, its sentence, its matplotlib figure."""

    id: str
    lang: Lang
    frame: DataFrame
    caption: str
    figure: Figure

    @property
    def title(self) -> str:
        """What the picture is about."""
        return say(f"report.view.{self.id}.title", self.lang)

    @property
    def reading(self) -> str:
        """How to read the picture: axes, marks, what the bars and bands are."""
        return say(f"report.view.{self.id}.reading", self.lang)

    @property
    def lesson(self) -> str:
        """What to conclude from the picture, and what not."""
        return say(f"report.view.{self.id}.lesson", self.lang)

    @property
    def alt(self) -> str:
        """What a reader who cannot see the picture is told: its kind and what it shows."""
        return f"{self.title}{': ' if self.lang == 'en' else '：'}{self.caption} {self.reading}"
