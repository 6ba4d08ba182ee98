"""What a workshop pack is made of, in both languages; ids are language-free."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from simkit.regime import Regime
from simkit.text import Lang

Words = Mapping[str, str]
"""A text by language."""
PARTS = ("brief", "predict", "reveal", "discuss")
"""What a round goes through, in this order."""
OTHER = "other"
"""The part of an agenda item that belongs to no round."""
DOCUMENTS = ("guide", "worksheet", "slides")
"""The documents of a pack, each a template in both languages."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the agenda: how many minutes for what, and which part of which round the notebook shows in it."""

    id: str
    minutes: int
    title: Words
    round: str = ""
    part: str = OTHER


@dataclass(frozen=True, slots=True)
class Question:
    """What people predict: a metric at a week; the guide's words rely on the verdict ``expected``."""

    id: str
    metric: str
    horizon: int
    prompt: Words
    expected: str


@dataclass(frozen=True, slots=True)
class Point:
    """A question to talk about, with the concepts and drivers that it touches."""

    text: Words
    concepts: tuple[str, ...] = ()
    drivers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Round:
    """Two regimes on the same organisation, questions about them, and levers that are open to the room afterwards."""

    id: str
    title: Words
    brief: Words
    organisation: str
    reference: Regime
    regime: Regime
    levers: tuple[str, ...]
    questions: tuple[Question, ...]
    discussion: tuple[Point, ...]

    def question(self, id: str) -> Question:
        """Return the question with this id, or raise ``KeyError``."""
        return {item.id: item for item in self.questions}[id]


@dataclass(frozen=True, slots=True)
class Pack:
    """A workshop that is ready to run; ``name`` is what ``pack()`` was asked for."""

    name: str
    folder: Path
    id: str
    minutes: int
    people: tuple[int, int]
    organisation: str
    weeks: int
    worlds: int
    seed: int
    title: Words
    goal: Words
    agenda: tuple[Item, ...]
    rounds: tuple[Round, ...]
    debrief: tuple[Point, ...]
    documents: Mapping[tuple[str, Lang], str]

    def round(self, id: str) -> Round:
        """Return the round with this id, or raise ``KeyError``."""
        return {item.id: item for item in self.rounds}[id]

    def item(self, id: str) -> Item:
        """Return the agenda item with this id, or raise ``KeyError``."""
        return {item.id: item for item in self.agenda}[id]

    def start(self, id: str) -> int:
        """Return after how many minutes an agenda item begins."""
        ids = [item.id for item in self.agenda]
        return sum(item.minutes for item in self.agenda[: ids.index(id)])


def clock(minutes: int) -> str:
    """Return minutes from the start as hours and minutes.

    >>> clock(8), clock(75)
    ('0:08', '1:15')
    """
    return f"{minutes // 60}:{minutes % 60:02d}"
