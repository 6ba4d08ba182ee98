"""A pilot that a person can read in a notebook: every step as one plain call, and the two pages."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pandas import DataFrame

from simkit.evidence.accepted import accepted
from simkit.pilot import files
from simkit.pilot import signal as signals
from simkit.pilot.design import Pilot
from simkit.pilot.diagnosis import PILOTS, Diagnosis, diagnose
from simkit.pilot.examples import write_example
from simkit.pilot.folder import DATA, PILOT
from simkit.pilot.forecasting import forecast
from simkit.pilot.learning import learn
from simkit.pilot.problems import refused
from simkit.pilot.reading import read_data
from simkit.pilot.readout import Readout, read_out
from simkit.pilot.trials import projection
from simkit.pilot.worlds import WORLDS, world_from
from simkit.pilot.worth import stakes_of, weighed
from simkit.text import Lang
from simkit.views.figures.view import Picture
from simkit.views.pilots.charter import Charter, charter
from simkit.views.pilots.designing import design_sentences, timetable
from simkit.views.pilots.diagnosis import OUTCOMES, odds_table, outcomes, worth_sentences
from simkit.views.pilots.learning import FORECAST, forecast_data, waves_table
from simkit.views.pilots.readiness import READINESS
from simkit.views.pilots.readout import COURSE, EFFECTS, course, effects
from simkit.views.pilots.signal import SIGNAL
from simkit.views.pilots.signal import signal as signal_frame
from simkit.views.templating import Shown

if TYPE_CHECKING:
    from simkit.views.pilots.page import PilotPage
    from simkit.views.pilots.results_page import ResultsPage

NEEDED = ("anywidget", "ipywidgets")
"""Modules that the pages need, from the ``lab`` extra."""


@dataclass
class ReadablePilot:
    """A pilot with its data sheet, if there is one, in one language."""

    pilot: Pilot
    lang: Lang
    sheet: Path | None = None
    _found: dict[str, Any] = field(default_factory=dict[str, Any])

    def words(self) -> Shown:
        """Return the design in words."""
        return _shown(design_sentences(self.pilot, self.lang))

    def timetable(self) -> DataFrame:
        """Return who lives under the new regime when."""
        return timetable(self.pilot, self.lang)

    def readiness(self) -> Picture:
        """Return what the list of teams shows of the four drivers."""
        from simkit.pilot.readiness import readiness

        return READINESS.picture(READINESS.data(readiness(self.pilot.organisation)), self.lang)

    def diagnose(self, pilots: int = PILOTS, truths: Sequence[str] = ()) -> Picture:
        """Simulate the pilot in true worlds and return what it would decide; raise ``InputError`` for an unknown one.

        ``truths`` are names (nothing, half, full …) or descriptions such as "effect=0.5 novelty=0.5"; without any, all that are offered.
        """
        worlds = [world_from(text) for text in truths] or WORLDS
        self._found["odds"] = diagnose(self.pilot, pilots, worlds=worlds)
        return OUTCOMES.picture(outcomes(self._found["odds"]), self.lang)

    def odds(self) -> DataFrame:
        """Return the odds behind the last ``diagnose``, or of a new one."""
        found: Diagnosis = self._found.get("odds") or diagnose(self.pilot)
        return odds_table(outcomes(found), self.lang)

    def worth(self, people: int | None = None, years: float = 3.0, **prior: float) -> Shown:
        """Return what deciding by the pilot is worth, and what one more cycle or two more teams would buy.

        ``people`` would live under the new regime after a roll-out (default: everybody); ``prior`` has the weight of each true world by name.
        """
        stakes = stakes_of(self.pilot, people, years)
        odds: Diagnosis = self._found.get("odds") or diagnose(self.pilot)
        values = weighed(odds, stakes, prior)
        return _shown(worth_sentences(values, stakes, self.pilot.primary.metric, self.lang))

    def signal(self, pilots: int = signals.PILOTS) -> Picture:
        """Return which measures can be told from noise by when."""
        return SIGNAL.picture(signal_frame(signals.signal_by_week(self.pilot, pilots)), self.lang)

    def charter(self) -> Charter:
        """Return the charter; its odds stand in one that the command line or the page writes."""
        return charter(self.pilot, self.lang)

    def save_charter(self, folder: str | Path) -> list[Path]:
        """Write the charter as docx, PDF and web page and return the files."""
        Path(folder).mkdir(parents=True, exist_ok=True)
        return self.charter().save(Path(folder))

    @cached_property
    def readout(self) -> Readout:
        """The results of the data sheet; raises ``InputError`` with all of its problems, or if there is none."""
        if self.sheet is None:
            raise refused("nothing_read")
        return read_out(self.pilot, read_data(self.pilot, self.sheet))

    def results(self) -> Shown:
        """Return the decision, what it rests on, and how sure it is."""
        return _shown([self.readout.sentence(self.lang)])

    def effects(self) -> Picture:
        """Return the effects with their intervals, beside what was worth it and what was bearable."""
        return EFFECTS.picture(effects(self.readout), self.lang)

    def course(self) -> Picture:
        """Return what was measured over what the design's simulation projected."""
        return COURSE.picture(course(self.readout, projection(self.pilot)), self.lang)

    def learn(self) -> Picture:
        """Weight the constants by how well they foretold the pilot, and return the forecast of a staged roll-out."""
        learnt = learn(self.pilot, self.readout.observed(), accepted().every())
        self._found["forecast"] = forecast(self.pilot, learnt.drawn())
        return FORECAST.picture(forecast_data(self._found["forecast"]), self.lang)

    def waves(self) -> DataFrame:
        """Return waves and stopping points of the last forecast, or of a new one."""
        if "forecast" not in self._found:
            self.learn()
        return waves_table(self._found["forecast"], self.lang)


def _shown(sentences: Any) -> Shown:
    """Return sentences as a notebook shows them."""
    listed = list(sentences)
    return Shown(" ".join(listed), "".join(f"<p>{escape(text)}</p>" for text in listed))


def load_pilot(path: str | Path, lang: Lang = "en") -> ReadablePilot:
    """Return the pilot of a file or folder, with the data sheet beside it if there is one."""
    place = Path(path) / PILOT if Path(path).is_dir() else Path(path)
    sheet = place.parent / DATA
    return ReadablePilot(files.load_pilot(place, lang), lang, sheet if sheet.is_file() else None)


def pilot_example(name: str = "go", lang: Lang = "en") -> ReadablePilot:
    """Return a worked pilot with simulated data: ``go`` (one that should go) or ``stop`` (one that should not)."""
    folder = write_example(name, tempfile.mkdtemp(prefix="simkit-pilot-"), lang)
    return load_pilot(folder.path, lang)


def design_pilot(folder: str | Path = "pilot", lang: Lang = "en") -> PilotPage:
    """Return the page on which a pilot is designed, to be shown in a notebook; everything is kept in ``folder``."""
    _need()
    return import_module("simkit.views.pilots.page").PilotPage(folder, lang)


def read_pilot(folder: str | Path = "pilot", lang: Lang = "en") -> ResultsPage:
    """Return the page on which the results of a pilot are read, to be shown in a notebook."""
    _need()
    return import_module("simkit.views.pilots.results_page").ResultsPage(folder, lang)


def _need() -> None:
    """Refuse to show a page without what shows it."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise refused("lab_missing", value=", ".join(missing))
