"""The quadrant of mixes with its picture and its sentence: what ``simkit.quadrant`` returns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from contextlib import nullcontext
from dataclasses import dataclass
from html import escape

from matplotlib.figure import Figure

from simkit.experiments import quadrant as experiment
from simkit.experiments.outcomes import WEEKS
from simkit.experiments.quadrant import STEPS, WORLDS, Quadrant
from simkit.regime import Regime
from simkit.text import Lang
from simkit.views.figures import style
from simkit.views.figures.view import Picture
from simkit.views.figures.winners import WINNERS
from simkit.views.stages import Stages


@dataclass(frozen=True, eq=False)
class ReadableQuadrant(Quadrant):
    """A quadrant that a person can read: maps, and what they show in words."""

    def picture(self, lang: Lang = "en") -> Picture:
        """Return the maps at the end of year 1 and of the run, with caption and alternative text."""
        return WINNERS.picture(WINNERS.data(self), lang)

    def plot(self, lang: Lang = "en") -> Figure:
        """Return the maps as a matplotlib figure."""
        return self.picture(lang).figure

    def sentence(self, lang: Lang = "en") -> str:
        """Return where the article's advice holds, which mixes win, and where the innovation-driven regime is beaten."""
        return WINNERS.sentence(WINNERS.data(self), lang)

    def _repr_html_(self) -> str:
        """Show the maps where a notebook shows the object."""
        shown = self.picture()
        return f'<img alt="{escape(shown.alt)}" src="{style.data_uri(shown.figure)}"><p>{escape(shown.caption)}</p>'


def quadrant(
    mixes: Iterable[str | Regime] | None = None, *, certainties: Sequence[float] = STEPS,
    team_types: Sequence[float] = STEPS, weeks: int = WEEKS, replications: int = WORLDS, seed: int = 0,
    engine: str = "fast", workers: int | None = None, executor: Executor | None = None, progress: Stages | None = None,
) -> ReadableQuadrant:  # fmt: skip
    """Return which mix of tools wins at each business certainty and team type, on each stream and horizon.

    ``mixes`` are names of tools joined by ``+`` (put into the otherwise traditional regime), names or files of regimes, or
    regimes; by default ten of them, see ``simkit.experiments.mixes.CODES``. A place is a laboratory of four teams of eight
    people; within it all mixes meet the same ``replications`` worlds of ``weeks`` weeks. ``frame()`` has the means,
    ``winners()`` who wins by how much and how surely, ``advice()`` where the article's advice holds, ``plot()`` the maps.
    ``progress`` is a ``simkit.progress_bar()``; engine, ``workers`` and ``executor`` are those of ``simkit.run`` and change no
    number. Raises ``InputError`` for mixes or settings that are not possible and ``KeyboardInterrupt`` on Ctrl-C.

    >>> found = quadrant(["kpi", "innovation"], certainties=[5], team_types=[1], weeks=8, replications=4, workers=1)
    >>> found.winners().loc[0, ["stream", "winner", "runner_up"]].tolist()
    ['financial', 'kpi', 'innovation']
    """
    with progress or nullcontext():
        found = experiment.quadrant(
            mixes, certainties=certainties, team_types=team_types, weeks=weeks, replications=replications, seed=seed,
            engine=engine, workers=workers, executor=executor, progress=progress.begin("quadrant") if progress else None,
        )  # fmt: skip
    return ReadableQuadrant(found.mixes, found.cells, found.outcomes, found.seed, found.values)
