"""The page on which a pilot is designed, in a notebook: organisation, teams, design, what it can show, charter."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from simkit.pilot.answers import template
from simkit.pilot.choosing import Choice, candidates
from simkit.pilot.design import Pilot
from simkit.pilot.diagnosis import Diagnosis, diagnose
from simkit.pilot.drafting import draft
from simkit.pilot.files import pilot_toml
from simkit.pilot.folder import ANSWERS, DATA, PilotFolder
from simkit.pilot.missing import Missing, missing_drivers
from simkit.pilot.readiness import readiness
from simkit.pilot.signal import Signal, signal_by_week
from simkit.pilot.worlds import WORLDS, World
from simkit.pilot.worth import Stakes, stakes_of, weighed
from simkit.presets import ORGANISATIONS, load_organisation, load_regime
from simkit.text import Lang
from simkit.views.pilots import design_sections as made
from simkit.views.pilots.diagnosis import kept_odds, kept_worth
from simkit.views.pilots.forms import matched_fields, pilot_from
from simkit.views.pilots.papers import charter_files, data_sheet
from simkit.views.pilots.parts import FolderPage, head, way
from simkit.views.pilots.questions import answers_from
from simkit.views.pilots.truths import stakes_from, truths_from
from simkit.views.sections import Act, Fields, Tell


class PilotPage(FolderPage):
    """A pilot as a page; ``pilot`` is the design as it stands, ``folder`` where everything is kept."""

    HEAVY = (
        "begin",
        "answer",
        "check",
        "rank",
        "design",
        "match",
        "simulate",
        "price",
        "signal",
        "charter",
        "sheet",
    )

    def __init__(self, folder: str | Path, lang: Lang) -> None:
        """Go on with the folder as it is; raise ``InputError`` with every problem of its pilot file."""
        self.organisation, self.new = ORGANISATIONS[0], "innovation"
        self.missing: Missing | None = None
        self.choice: Choice | None = None
        self.odds: Diagnosis | None = None
        self.signal: Signal | None = None
        self.worlds: tuple[World, ...] = WORLDS
        self.stakes: Stakes | None = None
        self._stop = False
        self.answers = PilotFolder(folder).answers()
        super().__init__(folder, lang)

    def _acts(self) -> dict[str, Act]:
        """Return what can be pressed."""
        return {
            "begin": self._begin, "answer": self._answer, "check": self._check, "rank": self._rank, "design": self._design, "match": self._match, "simulate": self._simulate,
            "price": self._price, "signal": self._look, "stop": self._end, "charter": self._charter, "sheet": self._sheet,
        }  # fmt: skip

    def _made(self) -> dict[str, str]:
        """Return the sections of the page as it stands."""
        lang, pilot = self._lang, self.pilot
        found = {"head": head(self.folder, "", lang), "way": way(self.folder.steps(lang), lang)}
        found["organisation"] = made.organisation(self.organisation, self.new, lang, first=pilot is None)
        if pilot is None:
            return found
        ready = readiness(pilot.organisation, self.answers)
        found["ready"] = made.ready(ready, self.answers, self.missing, lang, self._drawn)
        found["teams"] = made.teams(self.choice, pilot, lang, self._drawn)
        found["design"] = made.design(pilot, lang)
        found["words"] = made.words(pilot, lang)
        kept = self.folder.recorded("odds")
        found["odds"] = made.odds(self.odds, kept, pilot, self.worlds, lang, self._drawn)
        found["worth"] = made.worth(kept, self._stakes(pilot), pilot, lang)
        found["signal"] = made.signal(self.signal, lang, self._drawn)
        return {**found, "charter": made.charter(lang)}

    def _take(self, pilot: Pilot) -> None:
        """Keep a design; what was worked out for another one is put away."""
        if pilot != self.pilot:
            self.odds = self.signal = None
        self.pilot = pilot
        self.folder.write(pilot)

    def _begin(self, content: Fields) -> None:
        """Begin with a first design for an organisation."""
        fields = content["fields"]
        self.organisation, self.new = str(fields["organisation"]).strip(), str(fields["new"])
        base = load_organisation(self.organisation, self._lang)
        self.missing = self.choice = None
        self._take(draft(base, load_regime(self.new)))
        self._say("kept")

    def _design(self, content: Fields) -> None:
        """Keep the design that the form describes."""
        self._take(pilot_from(content["fields"], self._have(), self._lang))
        self._say("kept")

    def _answer(self, content: Fields) -> None:
        """Keep the answers to the readiness questionnaire."""
        self.answers = answers_from(content["fields"])
        self.folder.put(ANSWERS, template(self._lang, self.answers).encode())
        self._say("answered", count=len(self.answers))

    def _first_shown(self, content: Fields) -> None:
        """Go on with design and answers as they stand in the folder now."""
        super()._first_shown(content)
        self.answers = self.folder.answers()

    def _match(self, content: Fields) -> None:
        """Match comparison teams to the pilot teams that the form names, and keep the design."""
        pilot = self._have()
        found = matched_fields(content["fields"], pilot)
        self._take(pilot_from(found, pilot, self._lang))
        self._say("kept")

    def _check(self, content: Fields) -> None:
        """Simulate each driver missing."""
        pilot = self._have()

        def work(tell: Tell) -> None:
            self.missing = missing_drivers(pilot.organisation, pilot.new, before=pilot.before, progress=tell)

        self._run(work, "done")

    def _rank(self, content: Fields) -> None:
        """Simulate every team trying alone."""
        pilot = self._have()

        def work(tell: Tell) -> None:
            self.choice = candidates(
                pilot.organisation,
                pilot.new,
                before=pilot.before,
                primary=pilot.primary,
                progress=tell,
            )

        self._run(work, "done")

    def _simulate(self, content: Fields) -> None:
        """Simulate the pilot in every true world that is chosen; the early answer is shown while the rest goes on."""
        pilot, self._stop = self._have(), False
        self.worlds = truths_from(content["fields"], self._lang)

        def early(found: Diagnosis) -> None:
            self.odds = found
            self._show()

        def work(tell: Tell) -> None:
            self._diagnose(pilot, tell, early)

        self._run(self._stoppable(work), "done")

    def _diagnose(
        self, pilot: Pilot, tell: Tell, early: Callable[[Diagnosis], None] | None = None
    ) -> Diagnosis:
        """Return the odds of a design, and keep them."""
        found = diagnose(pilot, worlds=self.worlds, early=early, progress=tell, superseded=lambda: self._stop)
        self.odds = found
        self.folder.record("odds", pilot, kept_odds(found))
        return found

    def _stakes(self, pilot: Pilot) -> Stakes:
        """Return what hangs on the decision: what was typed in last, or everybody of the organisation."""
        return self.stakes or stakes_of(pilot)

    def _price(self, content: Fields) -> None:
        """Work out what the pilot is worth, and what one more cycle or two more teams would buy."""
        pilot, self._stop = self._have(), False
        self.stakes = stakes = stakes_from(content["fields"], self._lang)

        def work(tell: Tell) -> None:
            odds = self.odds or self._diagnose(pilot, tell)
            values = weighed(odds, stakes, begin=lambda _: tell, superseded=lambda: self._stop)
            self.folder.record("odds", pilot, {**kept_odds(odds), **kept_worth(values, stakes)})

        self._run(self._stoppable(work), "done")

    def _look(self, content: Fields) -> None:
        """Look by when each measure can be told from noise."""
        pilot, self._stop = self._have(), False

        def work(tell: Tell) -> None:
            self.signal = signal_by_week(pilot, progress=tell, superseded=lambda: self._stop)

        self._run(self._stoppable(work), "done")

    def _end(self, content: Fields) -> None:
        """Stop what is being simulated."""
        self._stop = True

    def _charter(self, content: Fields) -> None:
        """Write the charter, register the design, and give the file to the browser."""
        pilot, kind = self._have(), str(content["kind"])
        name, media, data = charter_files(pilot, self.folder, kind, self._lang)
        self.folder.put(name, data)
        self.folder.record("charter", pilot, {"pilot": pilot_toml(pilot)})
        self._give(name, media, data)
        self._say("saved", file=name)

    def _sheet(self, content: Fields) -> None:
        """Write the empty data sheet of this pilot and give it to the browser."""
        name, media, data = data_sheet(self._have(), self._lang)
        self._give(name, media, data)
        self._say("saved", file=DATA)

    def _stoppable(self, work: Callable[[Tell], None]) -> Callable[[Tell], None]:
        """Return the work such that stopping it is said and nothing else."""
        from simkit.engine.digests import Superseded

        def stoppable(tell: Tell) -> None:
            try:
                work(tell)
            except Superseded:
                self._say("stopped")

        return stoppable
