"""What the lab shows of a comparison: the answer in short and the open pictures, each worked out once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from simkit.views.charts import CHARTS, chart, chart_title, replay_chart

from simkit.text import Lang
from simkit.views.comparison import ReadableComparison
from simkit.views.figures import VIEWS
from simkit.views.report import ANSWERED, answer
from simkit.views.wording import first_capital


@dataclass(slots=True)
class Showing:
    """A comparison with what was worked out to show it in one language."""

    comparison: ReadableComparison
    lang: Lang
    worlds: int
    _answer: list[str] = field(default_factory=list[str])
    _charts: dict[tuple[str, int | None], dict[str, Any]] = field(default_factory=dict[tuple[str, int | None], dict[str, Any]])  # fmt: skip

    @property
    def label(self) -> str:
        """Label of the regime that is compared with the reference."""
        return self.comparison.labels[-1]

    def answer(self) -> list[str]:
        """Return the answer in three sentences."""
        if not self._answer:
            frames = {id: VIEWS[id].data(self.comparison, self.label) for id in ANSWERED}
            self._answer += map(first_capital, answer(self.comparison, self.label, self.lang, frames))
        return self._answer

    def charts(self, ids: Iterable[str], world: int | None) -> dict[str, dict[str, Any]]:
        """Return pictures by view; ``world`` is the one to replay, ``None`` a typical one."""
        return {id: self._chart(id, world if id == "replay" else None) for id in ids}

    def _chart(self, id: str, world: int | None) -> dict[str, Any]:
        """Return one picture."""
        if (id, world) not in self._charts:
            found = (
                replay_chart(self.comparison, self.label, self.lang, world)
                if id == "replay"
                else chart(id, self.comparison, self.label, self.lang)
            )
            self._charts[id, world] = found
        return self._charts[id, world]


def titles(lang: Lang) -> list[dict[str, str]]:
    """Return id and title of every view of the lab."""
    return [{"id": id, "title": chart_title(id, lang)} for id in CHARTS]
