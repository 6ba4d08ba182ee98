"""What a comparison can be taken away as: page, paper, slides, workbook, table, pictures."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pandas import DataFrame

from simkit.archive import scenario_document
from simkit.experiments.sentences import sentence
from simkit.problems import InputError, Problem, nearest
from simkit.text import Lang
from simkit.views.archives import zipped
from simkit.views.figures import VIEWS, Picture, Told, style
from simkit.views.report import paper, report, report_texts
from simkit.views.sheets import csv_bytes
from simkit.views.tables import rows_of
from simkit.views.workbook import workbook

if TYPE_CHECKING:
    from simkit.views.comparison import ReadableComparison

EXPORTS = ("html", "pdf", "pptx", "xlsx", "csv", "pictures")
"""What a comparison can be exported as."""
NAMES = {"html": "report{}.html", "pdf": "report{}.pdf", "pptx": "slides{}.pptx", "xlsx": "table.xlsx", "csv": "metrics.csv",
         "pictures": "pictures{}.zip"}  # fmt: skip
"""Names of the files; the regime's number stands where several are compared with the reference."""
TEAMS, SCENARIO, FOLDER = "teams.csv", "scenario.json", "pictures{}"
"""Files of a saved comparison that are not among the exports, and the folder of its pictures."""


@dataclass(frozen=True, eq=False)
class Exports:
    """The exports of one compared regime in one language; what they share is worked out once, when it is first needed."""

    c: ReadableComparison
    lang: Lang
    label: str

    @property
    def suffix(self) -> str:
        """What tells the files of several compared regimes apart: nothing if there is one."""
        others = self.c.labels[1:]
        return f"-{others.index(self.label) + 1}" if len(others) > 1 else ""

    @cached_property
    def pictures(self) -> dict[str, Picture]:
        """Every view, drawn."""
        return {id: VIEWS[id].picture(frame, self.lang) for id, frame in self._frames.items()}

    @cached_property
    def drawings(self) -> dict[str, str]:
        """Every view as SVG."""
        return {id: style.svg(item.figure) for id, item in self.pictures.items()}

    @cached_property
    def texts(self) -> dict[str, Any]:
        """What the report says, on screen and on paper."""
        return report_texts(self.c, self.label, self.lang, self.pictures)

    @cached_property
    def told(self) -> Mapping[str, Told]:
        """Every view in words, without a drawing."""
        return {id: VIEWS[id].told(frame, self.lang) for id, frame in self._frames.items()}

    def make(self, kind: str) -> tuple[str, bytes]:
        """Return name and contents of an export; raises ``InputError`` for one that does not exist."""
        makers = {
            "html": lambda: report(self.texts, self.drawings, self.lang).encode(),
            "pdf": lambda: paper(self.texts, self.drawings, self.lang),
            "pptx": self._slides,
            "xlsx": lambda: workbook(self.c, self.lang),
            "csv": lambda: csv_bytes(told_metrics(self.c, self.lang)),
            "pictures": lambda: zipped(dict(self.picture_files())),
        }
        if kind not in makers:
            values = {"value": kind, "field": "kind", "expected": ", ".join(EXPORTS), "nearest": nearest(kind, EXPORTS)}  # fmt: skip
            raise InputError([Problem("not_allowed", "kind", values)])
        return NAMES[kind].format(self.suffix), makers[kind]()

    def _slides(self) -> bytes:
        """Return the slides; what makes them takes long to load, so it is loaded when it is needed."""
        from simkit.views.deck.comparison import slides

        return slides(self.c, self.label, self.lang, self.told)

    def picture_files(self) -> Iterator[tuple[str, bytes]]:
        """Yield name and contents of every picture, as PNG for slides and as SVG for print."""
        for id, picture in self.pictures.items():
            yield f"{id}.png", style.png(picture.figure)
            yield f"{id}.svg", self.drawings[id].encode()

    @cached_property
    def _frames(self) -> dict[str, DataFrame]:
        """The table behind every view that can be shown."""
        return {
            id: VIEWS[id].data(self.c.source(id, self.label), self.label) for id in self.c.views(self.label)
        }


def saved_files(c: ReadableComparison, lang: Lang) -> Iterator[tuple[str, bytes]]:
    """Yield name and contents of every file of a saved comparison."""
    yield TEAMS, csv_bytes(c.team_frame())
    yield SCENARIO, scenarios(c)
    for place, label in enumerate(c.labels[1:]):
        found = Exports(c, lang, label)
        for kind in ("html", "pdf", "pptx", *(("xlsx", "csv") if place == 0 else ())):
            yield found.make(kind)
        folder = FOLDER.format(found.suffix)
        yield from ((f"{folder}/{name}", data) for name, data in found.picture_files())


def saved_names(c: ReadableComparison) -> list[str]:
    """Return the names of all files and folders that a saved comparison consists of."""
    suffixes = [Exports(c, c.lang, label).suffix for label in c.labels[1:]]
    named = {**NAMES, "pictures": FOLDER}
    return list(
        dict.fromkeys(
            [TEAMS, SCENARIO, *(name.format(suffix) for suffix in suffixes for name in named.values())]
        )
    )


def told_metrics(c: ReadableComparison, lang: Lang) -> DataFrame:
    """Return every metric at every horizon, with its sentence."""
    frame = c.frame()
    return frame.assign(sentence=[sentence(row, lang, c.uncertainty) for row in rows_of(frame)])


def scenarios(c: ReadableComparison) -> bytes:
    """Return the scenario of each regime, seed, worlds, version and fingerprints as JSON."""
    about = {
        label: {"scenario": scenario_document(result.scenario), "seed": result.seed, "version": result.version,
                "replications": list(result.replications), "fingerprint": result.fingerprint, **_constants(c)}
        for label, result in zip(c.labels, c.results, strict=True)
    }  # fmt: skip
    return (json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _constants(c: ReadableComparison) -> dict[str, Any]:
    """Return the sets of constants and the one of each world, where there are any."""
    used = {place: dict(c.points[place]) for place in sorted({*c.groups})}
    return {"points": used, "groups": list(c.groups)} if used else {}
