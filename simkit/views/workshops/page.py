"""The page of a session in a notebook: what it shows, and what happens when somebody presses something.

Everything is written to the store at once, and runs of the model do not block the page.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from threading import Thread

from simkit.problems import InputError
from simkit.text import Lang, say
from simkit.views.sections import Act, Fields, SectionsPage
from simkit.views.workshops import sections, words
from simkit.views.workshops.forms import noted, predicted, tried
from simkit.views.workshops.readable import EXPORTS, ReadableRoom, export
from simkit.workshop.expected import expected
from simkit.workshop.packs import pack as load_pack
from simkit.workshop.parts import Round
from simkit.workshop.problems import WorkshopProblem
from simkit.workshop.session import steps
from simkit.workshop.store import Entry, Store

OFFERED = 5
"""Sessions that are offered to go on with."""


class WorkshopPage(SectionsPage):
    """A workshop as a page; ``room`` is the session behind it once one is begun."""

    TEXTS = "workshop.page"
    HEAVY = ("next", "back", "predict", "withdraw", "try", "begin", "resume", "leave")

    def __init__(self, pack: str | Path, lang: Lang, store: Store) -> None:
        """Show the start of a pack; raise ``InputError`` with all of its problems."""
        self.room: ReadableRoom | None = None
        self._pack, self._store, self._entry = load_pack(pack), store, 0
        self._prepared: set[str] = set()
        super().__init__(lang)

    def act(self, content: Fields) -> None:
        """Do what was pressed, and compute ahead what comes next."""
        super().act(content)
        self._prepare()

    def _acts(self) -> dict[str, Act]:
        """Return what can be pressed."""
        return {
            "begin": self._begin, "resume": self._resume, "leave": self._leave, "clock": self._clock, "next": self._next,
            "back": self._back, "predict": self._predict, "withdraw": self._withdraw, "try": self._try,
            "note": self._note, "export": self._export,
        }  # fmt: skip

    def _speak(self, content: Fields) -> None:
        """Go on in another language; nothing is computed anew."""
        super()._speak(content)
        if self.room:
            self.room.lang = self._lang

    def _begin(self, content: Fields) -> None:
        """Begin a session."""
        self.room = ReadableRoom.begin(self._pack, self._lang, self._store)

    def _resume(self, content: Fields) -> None:
        """Go on with a session that was kept."""
        self.room = ReadableRoom.resume(self._store, str(content["id"]), self._lang)

    def _leave(self, content: Fields) -> None:
        """Go back to the choice of sessions; this one is kept."""
        self.room = None

    def _clock(self, content: Fields) -> None:
        """Start the clock."""
        self._open().start_clock()

    def _next(self, content: Fields) -> None:
        """Go on; the model runs beside the page."""
        room = self._open()
        if room.session.step == "predict":
            self._run(lambda tell: room.next(tell))
        else:
            room.next()

    def _back(self, content: Fields) -> None:
        """Go back one step."""
        self._open().back()

    def _predict(self, content: Fields) -> None:
        """Take what was typed in; then the form is empty again."""
        room = self._open()
        events = predicted(room, content["fields"])
        room.take_all(events)
        self._entry += 1
        self._say("added", who=events[0]["who"])

    def _withdraw(self, content: Fields) -> None:
        """Take back what somebody predicted."""
        self._open().withdraw(str(content["who"]))
        self._say("removed", who=content["who"])

    def _try(self, content: Fields) -> None:
        """Run the room's own setting beside the page."""
        room, levers = self._open(), tried(content["fields"])
        self._run(lambda tell: room.try_levers(levers, tell), "tried")

    def _note(self, content: Fields) -> None:
        """Keep a note."""
        self._open().note(*noted(content["fields"]))
        self._say("noted")

    def _export(self, content: Fields) -> None:
        """Send a file to the browser."""
        kind = str(content["kind"])
        name, data = export(self._open(), kind, self._lang)
        self._give(name, EXPORTS[kind][1], data)
        self._say("exported", file=name)

    def _open(self) -> ReadableRoom:
        """Return the session that is going on."""
        if self.room is None:
            raise InputError([WorkshopProblem("not_begun")])
        return self.room

    def _model_runs(self) -> InputError:
        """Return the refusal of what has to wait for the model."""
        return InputError([WorkshopProblem("model_runs")])

    def _made(self) -> dict[str, str]:
        """Return the sections of the session, or of the choice of sessions."""
        if self.room is not None:
            return sections.page(self.room, self._lang, self._entry)
        kept = [item for item in self._store.sessions() if item.pack == self._kept_name()][:OFFERED]
        stages = {item.id: self._stage(item) for item in kept}
        return sections.start(self._pack, self._lang, [item for item in kept if stages[item.id]], stages)

    def _prepare(self) -> None:
        """Compute what the present round will reveal while the room is still predicting, so that nobody waits for it."""
        round = self.room.session.round if self.room else None
        if self.room is None or round is None or self.room.session.step not in ("brief", "predict"):
            return
        if round.id not in self._prepared:
            self._prepared.add(round.id)
            Thread(target=self._computing, args=(self.room, round), daemon=True).start()

    def _computing(self, room: ReadableRoom, round: Round) -> None:
        """Compute a round; if that fails, it fails again at the reveal, and is told there."""
        with suppress(Exception):
            expected(room.pack, round)

    def _kept_name(self) -> str:
        """Return under which name sessions with this pack are kept."""
        return ReadableRoom.kept_name(self._pack)

    def _stage(self, entry: Entry) -> str:
        """Return how far a session is that was kept; nothing if it was not begun or cannot go on."""
        try:
            room = ReadableRoom.resume(self._store, entry.id, self._lang)
        except InputError:
            return ""
        id, part = steps(room.pack)[room.session.place]
        step = say(f"workshop.step.{part}", self._lang)
        if id:
            name = words.round_name(room.pack, room.pack.round(id), self._lang)
            step = say("workshop.page.stage_round", self._lang, round=name, step=step)
        return say("workshop.page.stage", self._lang, step=step, count=len(room.session.predictions))
