"""The page on which a pilot is read, in a notebook: data, results, what was learnt, the roll-out."""

from __future__ import annotations

import tempfile
from pathlib import Path, PurePosixPath
from typing import Any

from simkit.evidence.accepted import accepted
from simkit.pilot.design import Pilot
from simkit.pilot.folder import DATA
from simkit.pilot.forecasting import forecast
from simkit.pilot.learning import Learnt, learn
from simkit.pilot.problems import refused
from simkit.pilot.reading import read_data
from simkit.pilot.readout import Readout, read_out
from simkit.pilot.rollout import Forecast
from simkit.pilot.trials import projection
from simkit.text import Lang
from simkit.views.pilots import results_sections as made
from simkit.views.pilots.papers import MEDIA, registered
from simkit.views.pilots.parts import FolderPage, head, way
from simkit.views.pilots.readout_page import readout_html, readout_pdf
from simkit.views.sections import Act, Fields, Tell


class ResultsPage(FolderPage):
    """The results of a pilot as a page; ``readout`` is what was read, ``folder`` where everything is kept."""

    HEAVY = ("read", "learn", "report")

    def __init__(self, folder: str | Path, lang: Lang) -> None:
        """Open the folder of a pilot; raise ``InputError`` with every problem of its pilot file."""
        self.readout: Readout | None = None
        self.projected: Any = None
        self.learnt: Learnt | None = None
        self.forecast: Forecast | None = None
        super().__init__(folder, lang)

    def _acts(self) -> dict[str, Act]:
        """Return what can be pressed."""
        return {"read": self._read, "learn": self._learn, "report": self._report}

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
            self.projected = projection(pilot, tell)
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
            self.forecast = forecast(pilot, self.learnt.drawn())
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
