"""What the lab shows of a comparison: the answer in short and the open pictures, each worked out once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pandas import DataFrame

from simkit.text import Lang, entries, say
from simkit.views.charts import CHARTS, Chart, chart_of
from simkit.views.comparison import ReadableComparison
from simkit.views.figures import VIEWS
from simkit.views.replay import replayed, typical_world
from simkit.views.report import ANSWERED, answer
from simkit.views.wording import first_capital

REPLAY = "replay"
"""The view that shows a single world."""


@dataclass(slots=True)
class Showing:
    """A comparison with what was worked out to show it in one language."""

    comparison: ReadableComparison
    lang: Lang
    _answer: list[str] = field(default_factory=list[str])
    _frames: dict[str, DataFrame] = field(default_factory=dict[str, DataFrame])
    _charts: dict[tuple[str, int | None], Chart] = field(default_factory=dict[tuple[str, int | None], Chart])

    @property
    def label(self) -> str:
        """Label of the regime that is compared with the reference."""
        return self.comparison.labels[-1]

    @property
    def worlds(self) -> int:
        """Number of worlds."""
        return self.comparison.replications

    @property
    def mark(self) -> str:
        """The beginning of the compared regime's fingerprint."""
        return self.comparison.results[-1].fingerprint[:12]

    def answer(self) -> list[str]:
        """Return the answer in three sentences."""
        if not self._answer:
            frames = {id: self._frame(id) for id in ANSWERED}
            self._answer += map(first_capital, answer(self.comparison, self.label, self.lang, frames))
        return self._answer

    def world(self, wanted: int | None) -> int:
        """Return the world that is replayed: the one wanted, or a typical one."""
        return typical_world(self.comparison, self.label) if wanted is None else min(wanted, self.worlds - 1)

    def charts(self, ids: Iterable[str], world: int | None) -> dict[str, Chart]:
        """Return pictures by view; ``world`` is the one to replay, ``None`` a typical one."""
        return {id: self._chart(id, self.world(world) if id == REPLAY else None) for id in ids}

    def _chart(self, id: str, world: int | None) -> Chart:
        """Return one picture."""
        if (id, world) not in self._charts:
            frame = self._frame(id) if world is None else replayed(self.comparison, self.label, world)
            self._charts[id, world] = chart_of(id, frame, self.lang)
        return self._charts[id, world]

    def _frame(self, id: str) -> DataFrame:
        """Return the table of a view, which picture and answer share."""
        if id not in self._frames:
            self._frames[id] = VIEWS[id].data(self.comparison, self.label)
        return self._frames[id]


def titles(lang: Lang) -> list[dict[str, str]]:
    """Return id and title of every view of the lab."""
    own = entries("charts")["view"]
    keys = {
        id: f"chart.view.{id}" if "title" in own.get(id, {}) else f"{VIEWS[id].texts}.{id}" for id in CHARTS
    }
    return [{"id": id, "title": say(f"{key}.title", lang)} for id, key in keys.items()]
