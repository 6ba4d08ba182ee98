"""A view: one function from a comparison to tidy data, one sentence computed from that data, one drawing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

from matplotlib.figure import Figure
from pandas import DataFrame

from simkit.text import Lang, say
from simkit.views.figures.style import data_uri, page


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
    texts: str = "report.view"
    """Where title, reading and lesson stand among the texts."""

    def picture(self, frame: DataFrame, lang: Lang) -> Picture:
        """Draw the table and say what it shows."""
        with page(lang):
            figure = self.draw(frame, lang)
        return Picture(self.id, lang, frame, self.sentence(frame, lang), self.texts, figure=figure)

    def told(self, frame: DataFrame, lang: Lang) -> Told:
        """Say what the table shows without drawing it."""
        return Told(self.id, lang, frame, self.sentence(frame, lang), self.texts)


@dataclass(frozen=True, slots=True)
class Told:
    """A view in words: its table and its sentence."""

    id: str
    lang: Lang
    frame: DataFrame
    caption: str
    texts: str = "report.view"

    @property
    def title(self) -> str:
        """What the picture is about."""
        return say(f"{self.texts}.{self.id}.title", self.lang)

    @property
    def reading(self) -> str:
        """How to read the picture: axes, marks, what the bars and bands are."""
        return say(f"{self.texts}.{self.id}.reading", self.lang)

    @property
    def lesson(self) -> str:
        """What to conclude from the picture, and what not."""
        return say(f"{self.texts}.{self.id}.lesson", self.lang)

    @property
    def alt(self) -> str:
        """What a reader who cannot see the picture is told: its kind and what it shows."""
        return f"{self.title}{': ' if self.lang == 'en' else '：'}{self.caption} {self.reading}"


@dataclass(frozen=True, slots=True, repr=False)
class Picture(Told):
    """A drawn view: its table, its sentence, its matplotlib figure."""

    figure: Figure = field(kw_only=True)

    def _repr_html_(self) -> str:
        """Show the picture with its sentence where a notebook shows the object."""
        words = "".join(f"<div><small>{escape(text)}</small></div>" for text in (self.lesson, self.reading))
        image = f'<img alt="{escape(self.alt)}" src="{data_uri(self.figure)}">'
        return (
            f'<figure class="picture">{image}<figcaption>{escape(self.caption)}{words}</figcaption></figure>'
        )

    def __repr__(self) -> str:
        """Tell in words what the picture shows."""
        return self.alt
