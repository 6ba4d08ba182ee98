"""The page on which a pilot is read, in a notebook: data, results, what was learnt, the roll-out."""

from __future__ import annotations

import tempfile
from pathlib import Path, PurePosixPath
from typing import Any

from simkit.evidence.accepted import accepted
from simkit.pilot.design import Pilot
from simkit.pilot.folder import DATA, PILOT, PilotFolder
from simkit.pilot.forecasting import forecast
from simkit.pilot.learning import Learnt, learn
from simkit.pilot.problems import refused
from simkit.pilot.reading import read_data
from simkit.pilot.readout import Readout, read_out
from simkit.pilot.rollout import Forecast
from simkit.pilot.trials import simulate
from simkit.pilot.worlds import FULL
from simkit.problems import InputError
from simkit.text import Lang
from simkit.views.pilots import results_sections as made
from simkit.views.pilots.papers import MEDIA, registered
from simkit.views.pilots.parts import head, way
from simkit.views.pilots.readout_page import readout_html, readout_pdf
from simkit.views.sections import Act, Fields, SectionsPage, Tell

PROJECTED = 200
"""Simulated pilots behind the band of the projection."""
DRAWN = 50
"""Sets of constants under which a roll-out is forecast."""


class ResultsPage(SectionsPage):
    """The results of a pilot as a page; ``readout`` is what was read, ``folder`` where everything is kept."""

    TEXTS = "pilot.page"
    HEAVY = ("read", "learn", "report")

    def __init__(self, folder: str | Path, lang: Lang) -> None:
        """Open the folder of a pilot; raise ``InputError`` with every problem of its pilot file."""
        self.folder = PilotFolder(folder)
        self.pilot: Pilot | None = self.folder.pilot(lang) if self.folder.has(PILOT) else None
        self.readout: Readout | None = None
        self.projected: Any = None
        self.learnt: Learnt | None = None
        self.forecast: Forecast | None = None
        self._pictures: dict[Any, Any] = {}
        super().__init__(lang)

    def _acts(self) -> dict[str, Act]:
        """Return what can be pressed."""
        return {"read": self._read, "learn": self._learn, "report": self._report}

    def _model_runs(self) -> InputError:
        """Return the refusal of what has to wait for the model."""
        return refused("model_runs")

    def _made(self) -> dict[str, str]:
        """Return the sections of the page as it stands."""
        lang = self._lang
        found = {"head": head(self.folder, "_readout", lang), "way": way(self.folder.steps(lang), lang)}
        if self.pilot is None:
            return {**found, "empty": made.empty(lang)}
        found["data"] = made.data(lang, here=self.folder.has(DATA))
        if self.readout is not None:
            found["results"] = made.results(self.readout, self.projected, lang, self._drawn)
            found["learn"] = made.learning(self.learnt, self.forecast, lang, self._drawn)
        return found

    def _drawn(self, key: object, make: Any) -> Any:
        """Return a picture, drawn once in each language for the same result."""
        place = (id(key), self._lang)
        if place not in self._pictures:
            self._pictures[place] = (key, make())
        return self._pictures[place][1]

    def _have(self) -> Pilot:
        """Return the design; refuse if there is none."""
        if self.pilot is None:
            raise refused("no_design")
        return self.pilot

    def _read(self, content: Fields) -> None:
        """Read a data sheet: the file that was chosen, or the one in the folder."""
        pilot, files = self._have(), content.get("files") or []
        name = PurePosixPath(str((content.get("names") or [DATA])[0]).replace("\\", "/")).name
        if files:
            _readable(pilot, name, files[0])
            self.folder.put(DATA if name.endswith("xlsx") else name, files[0])
        path = self.folder.path / (name if files and not name.endswith("xlsx") else DATA)

        def work(tell: Tell) -> None:
            data = read_data(pilot, path)
            self.projected = simulate(pilot, FULL, PROJECTED, lots=False, progress=tell).values
            self.readout = read_out(pilot, data, registered=registered(self.folder, self._lang))
            self.learnt = self.forecast = None
            self.folder.record("readout", pilot, self.readout.record())

        self._run(work, "done")

    def _learn(self, content: Fields) -> None:
        """Learn from the results and forecast a roll-out."""
        pilot, found = self._have(), self.readout
        if found is None:
            raise refused("nothing_read")

        def work(tell: Tell) -> None:
            self.learnt = learn(pilot, found.observed(), accepted().every(), progress=tell)
            self.forecast = forecast(pilot, self.learnt.drawn(DRAWN))
            self.folder.record(
                "rollout", pilot, {"sure": self.forecast.sure, "surprise": self.learnt.surprise}
            )

        self._run(work, "done")

    def _report(self, content: Fields) -> None:
        """Give the report to the browser, and keep it in the folder."""
        if self.readout is None:
            raise refused("nothing_read")
        kind = str(content["kind"])
        make = {
            "html": lambda found, lang, band: readout_html(found, lang, band).encode(),
            "pdf": readout_pdf,
        }[kind]
        name = f"results.{kind}"
        data = make(self.readout, self._lang, self.projected)
        self.folder.put(name, data)
        self._give(name, MEDIA[kind], data)
        self._say("saved", file=name)


def _readable(pilot: Pilot, name: str, data: bytes) -> None:
    """Refuse a sheet that cannot be read before it replaces an earlier one."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / name
        path.write_bytes(data)
        read_data(pilot, path)
