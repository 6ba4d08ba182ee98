"""What ``simkit.compare`` returns: a comparison that a person can read, draw, print and save."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, fields, replace
from functools import partial
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure
from pandas import DataFrame

from simkit.evidence.accepted import accepted
from simkit.experiments.assumptions import Ledger, assumptions
from simkit.experiments.compare import compare_regimes
from simkit.experiments.comparison import Comparison
from simkit.experiments.points import Points
from simkit.experiments.switches import Contributions, contributions
from simkit.presets import load_asked, load_regime
from simkit.presets.scenarios import Asked
from simkit.problems import InputError, Problem, nearest
from simkit.regime import Regime
from simkit.scenario import Organisation, Scenario
from simkit.text import Lang
from simkit.views.exports import Exports, saved_files, saved_names
from simkit.views.figures import VIEWS, Picture
from simkit.views.stages import Stages
from simkit.views.tables import readable
from simkit.views.wording import regime_name

UNCERTAINTIES = ("luck", "full")
"""What intervals hold: luck alone, or what is not known of the constants as well."""
CONTRIBUTION_WORLDS = 8
"""Worlds in which the seven dimensions are taken apart (each needs up to 19 runs)."""
TRAJECTORIES, LEDGER_WORLDS, LEDGER_CONSTANTS = 3, 12, 8
"""The short ledger: its trajectories, its worlds, and for how many constants flip points are sought."""


@dataclass(frozen=True, eq=False)
class ReadableComparison(Comparison):
    """A comparison with tables, pictures and a report in the reader's language.

    ``contributions`` and ``assumptions`` hold, by the label of the compared regime, what the seven dimensions
    contribute and the assumption ledger; without them the report leaves those parts out. ``complete`` is
    false if Ctrl-C cut something short.
    """

    lang: Lang = "en"
    contributions: Mapping[str, Contributions] = field(default_factory=dict[str, Contributions])
    assumptions: Mapping[str, Ledger] = field(default_factory=dict[str, Ledger])
    complete: bool = True

    @classmethod
    def of(cls, found: Comparison, **more: Any) -> ReadableComparison:
        """Return a comparison made readable; ``more`` are the fields that it adds."""
        return cls(**{item.name: getattr(found, item.name) for item in fields(Comparison)}, **more)

    def table(self, lang: Lang | None = None) -> DataFrame:
        """Return the four streams at every horizon: both means, difference, interval, worlds ahead, sentence."""
        return readable(self, lang or self.lang)

    def plot(self, view: str = "streams", lang: Lang | None = None, regime: str | None = None) -> Figure:
        """Return one picture of the report as a matplotlib figure; arguments as in ``picture``."""
        return self.picture(view, lang, regime).figure

    def picture(self, view: str = "streams", lang: Lang | None = None, regime: str | None = None) -> Picture:
        """Return one picture of the report with its table and its sentence.

        ``view`` is one of ``simkit.views.figures.VIEWS``, ``regime`` the label of a compared regime (the
        last by default). Raises ``InputError`` for a view that does not exist or was not computed.
        """
        label = self._label(regime)
        shown = self.views(label)
        if view not in shown:
            values = {
                "value": view,
                "field": "view",
                "expected": ", ".join(shown),
                "nearest": nearest(view, shown),
            }
            raise InputError([Problem("not_allowed", "view", values)])
        return VIEWS[view].picture(VIEWS[view].data(self.source(view, label), label), lang or self.lang)

    def pictures(self, lang: Lang, regime: str | None = None) -> dict[str, Picture]:
        """Return every picture that can be drawn, by view."""
        return Exports(self, lang, self._label(regime)).pictures

    def report(self, lang: Lang | None = None, regime: str | None = None) -> str:
        """Return the report as one HTML page that needs nothing else."""
        return self.export("html", lang, regime)[1].decode()

    def paper(self, lang: Lang | None = None, regime: str | None = None) -> bytes:
        """Return the report as an accessible PDF on A4."""
        return self.export("pdf", lang, regime)[1]

    def slides(self, lang: Lang | None = None, regime: str | None = None) -> bytes:
        """Return the comparison as editable slides (pptx) with native tables and charts, and notes for the speaker."""
        return self.export("pptx", lang, regime)[1]

    def export(self, kind: str, lang: Lang | None = None, regime: str | None = None) -> tuple[str, bytes]:
        """Return name and contents of a file to take away.

        ``kind`` is one of ``simkit.views.exports.EXPORTS``; ``pictures`` are an archive of PNG and SVG. The same comparison
        gives the same bytes. Raises ``InputError`` for any other kind, and for a regime that was not compared.
        """
        return Exports(self, lang or self.lang, self._label(regime)).make(kind)

    def save(self, folder: str | Path, lang: Lang | None = None, *, overwrite: bool = False) -> Path:
        """Write report, slides, tables, scenario and pictures into a folder and return it.

        The same comparison gives the same bytes. Raises ``InputError`` if something of that name is there
        already (unless ``overwrite``; then nothing is written) or the folder cannot be written.
        """
        target = Path(folder)
        there = [name for name in saved_names(self) if (target / name).exists()]
        if there and not overwrite:
            raise InputError([Problem("exists_already", str(target / name)) for name in there])
        try:
            target.mkdir(parents=True, exist_ok=True)
            for name, data in saved_files(self, lang or self.lang):
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                (target / name).write_bytes(data)
        except OSError as error:
            raise InputError([Problem("cannot_write", str(target), {"value": error.strerror})]) from None
        return target

    def _repr_html_(self) -> str:
        """Show the table where a notebook shows the object."""
        return self.table().to_html(index=False, float_format=lambda value: f"{value:.2f}")

    def _label(self, regime: str | None) -> str:
        """Return the label of a compared regime, or refuse it."""
        label = regime or self.labels[-1]
        if label not in self.labels[1:]:
            values = {"value": label, "field": "regime", "expected": ", ".join(self.labels[1:])}
            raise InputError([Problem("not_allowed", "regime", values)])
        return label

    def views(self, label: str) -> list[str]:
        """Return the views that can be shown of a compared regime."""
        return [id for id in VIEWS if id != "contributions" or label in self.contributions]

    def source(self, view: str, label: str) -> Comparison | Contributions:
        """Return what a view reads its table off."""
        return self.contributions[label] if view == "contributions" else self


def compare(
    organisation: Organisation | Scenario | str | Path,
    regimes: Sequence[Regime | str | Path] | None = None,
    *,
    weeks: int | None = None,
    replications: int | None = None,
    seed: int | None = None,
    lang: Lang = "en",
    contribution_worlds: int = CONTRIBUTION_WORLDS,
    trajectories: int = TRAJECTORIES,
    uncertainty: str = "luck",
    workers: int | None = None,
    progress: Stages | None = None,
) -> ReadableComparison:
    """Run regimes on the same worlds and return what came out; the first regime is the reference.

    ``organisation`` is an example's name, a roster sheet, a scenario file, a share code, or an object; ``regimes`` are
    names, files or objects. What is not given is as the file or code says, else traditional against innovation for 156
    weeks with seed 0; without ``replications`` anywhere, worlds are added until the answer is precise enough. In ``contribution_worlds`` worlds the seven dimensions are
    taken apart, and along ``trajectories`` the constants are moved for a short assumption ledger (``simkit.assumptions``
    makes the full one); both take longer than the comparison itself, and 0 leaves them out. With ``uncertainty="full"`` worlds
    are run under constants that fit published figures (``simkit.evidence.accepted``), two worlds a set, and every interval
    holds what is not known of the constants besides luck. ``progress`` is a
    ``simkit.progress_bar()``. On Ctrl-C what is complete is returned (``complete`` is false), or
    ``KeyboardInterrupt`` raised if that is nothing. Raises ``InputError`` with every problem of the input.

    >>> found = compare("product-company", weeks=4, replications=2, contribution_worlds=0, trajectories=0)
    >>> found.table("en").shape[0], found.replications
    (4, 2)
    """
    asked = load_asked(organisation, lang)
    chosen, worlds = _loaded(asked, regimes), asked.worlds if replications is None else replications
    how: dict[str, Any] = {"seed": asked.seed if seed is None else seed, "weeks": weeks, "workers": workers}
    points = points_for(uncertainty)
    with progress or nullcontext():
        tell = progress.begin("comparison") if progress else None
        found = compare_regimes(asked.base, chosen, replications=worlds, points=points, progress=tell, **how)
        made = ReadableComparison.of(found, lang=lang, complete=found.stopped.reason != "interrupted")
        sizes = (contribution_worlds, trajectories)
        return _with_parts(made, asked.base, chosen, sizes, progress, how) if made.complete else made


def _loaded(asked: Asked, regimes: Sequence[Regime | str | Path] | None) -> Sequence[Regime]:
    """Return regimes that are given as objects, by name or by file; those asked for if none is."""
    named = asked.regimes if regimes is None else [regimes] if isinstance(regimes, str) else regimes
    return [item if isinstance(item, Regime) else load_regime(item) for item in named]


def points_for(uncertainty: str) -> Points:
    """Return the sets of constants that intervals are to range over; none for luck alone.

    Raises ``InputError`` for anything but the two kinds of interval.

    >>> points_for("luck"), len(points_for("full")) > 1
    ((), True)
    """
    if uncertainty not in UNCERTAINTIES:
        values = {"value": uncertainty, "field": "uncertainty", "expected": ", ".join(UNCERTAINTIES),
                  "nearest": nearest(uncertainty, UNCERTAINTIES)}  # fmt: skip
        raise InputError([Problem("not_allowed", "uncertainty", values)])
    return accepted().every() if uncertainty == "full" else ()


def _with_parts(
    found: ReadableComparison, base: Organisation | Scenario, chosen: Sequence[Regime],
    sizes: tuple[int, int], stages: Stages | None, how: dict[str, Any],
) -> ReadableComparison:  # fmt: skip
    """Add what the rows contribute and which constants matter, regime by regime, as far as Ctrl-C permits."""
    rows: dict[str, Contributions] = {}
    ledgers: dict[str, Ledger] = {}
    (worlds, paths), labels, complete = sizes, found.labels[1:], True
    try:
        for label, other in zip(labels, chosen[1:], strict=True):
            name = regime_name(label, found.lang) if len(labels) > 1 else ""
            if worlds:
                tell = stages.begin("contributions", name) if stages else None
                rows[label] = contributions(
                    base, chosen[0], other, worlds=worlds, points=found.points, progress=tell, **how
                )
            if paths:
                tell = stages.begin("assumptions", name) if stages else None
                then = partial(stages.begin, "flips", name) if stages else None
                size = {"trajectories": paths, "worlds": LEDGER_WORLDS, "most": LEDGER_CONSTANTS}
                ledgers[label] = assumptions(base, chosen[0], other, progress=tell, then=then, **size, **how)
    except KeyboardInterrupt:
        complete = False
    return replace(found, contributions=rows, assumptions=ledgers, complete=complete)
