"""A workshop as it runs: the session, the store behind it and the model, together.

Everything that the page with buttons does is one call here, so that it also runs without a page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import RLock
from time import time
from typing import Any, Self

from simkit.engine.workers import Progress
from simkit.problems import InputError, Problem
from simkit.text import Lang
from simkit.workshop.expected import Outcomes, expected, trial_regime
from simkit.workshop.packs import pack as load_pack
from simkit.workshop.packs import shipped
from simkit.workshop.parts import Pack, Round
from simkit.workshop.problems import WorkshopProblem, refused
from simkit.workshop.scoring import Score, Summary, scores, summary
from simkit.workshop.session import Event, Session, after, replayed
from simkit.workshop.store import Store, plain


class Room:
    """A session that can go on. Whatever happens is written first and then holds; what is refused changes nothing.

    ``begin`` and ``resume`` make one; without a store nothing is kept.
    """

    def __init__(
        self, session: Session, lang: Lang, store: Store | None = None, id: str = "", events: int = 0
    ) -> None:
        """Take over a session as it stands after a number of events."""
        self.session, self.store, self.id, self.events = session, store, id, events
        self.lang: Lang = lang
        self._lock = RLock()

    @classmethod
    def begin(cls, pack: str | Path | Pack, lang: Lang = "en", store: Store | None = None) -> Self:
        """Begin a new session with a pack; raise ``InputError`` with all problems of the pack."""
        chosen = pack if isinstance(pack, Pack) else load_pack(pack)
        id = store.begin(cls.kept_name(chosen), lang) if store else ""
        return cls(Session(chosen), lang, store, id)

    @staticmethod
    def kept_name(pack: Pack) -> str:
        """Return under which name sessions with a pack are kept: its own if it is shipped, else its folder."""
        return pack.name if pack.name in shipped() else str(pack.folder.resolve())

    @classmethod
    def resume(cls, store: Store, id: str, lang: Lang | None = None) -> Self:
        """Go on with a session that was kept; raise ``InputError`` if there is none or its pack no longer fits."""
        entry = next((item for item in store.sessions() if item.id == id), None)
        if entry is None:
            raise refused("no_session", value=id)
        events = store.events(id)
        chosen = load_pack(entry.pack)
        try:
            session = replayed(chosen, events)
        except InputError as error:
            first = WorkshopProblem("pack_changed", entry.pack)
            raise InputError([first, *error.problems]) from None
        kept: Lang = "zh" if entry.lang == "zh" else "en"
        return cls(session, lang or kept, store, id, len(events))

    @property
    def pack(self) -> Pack:
        """The pack that is being run."""
        return self.session.pack

    def take(self, event: Event) -> None:
        """Let an event happen."""
        self.take_all([event])

    def take_all(self, events: Sequence[Event]) -> None:
        """Let several events happen, or none of them if one is refused."""
        with self._lock:
            kept = [plain(event) for event in events]
            states = [self.session]
            for event in kept:
                states.append(after(states[-1], event))
            for event, state in zip(kept, states[1:], strict=True):
                if self.store:
                    self.store.append(self.id, self.events + 1, event)
                self.session, self.events = state, self.events + 1

    def start_clock(self) -> None:
        """Start the clock, or start it again."""
        self.take({"kind": "started", "at": time()})

    def next(self, progress: Progress | None = None) -> str:
        """Go on to the next step and return it; what a reveal needs is computed (some seconds)."""
        round = self.session.round
        event: dict[str, Any] = {"kind": "advanced"}
        if round is not None and self.session.step == "predict":
            event["results"] = _data(expected(self.pack, round, None, progress))
        self.take(event)
        return self.session.step

    def back(self) -> str:
        """Go back one step, never behind a reveal, and return it."""
        self.take({"kind": "back"})
        return self.session.step

    def predict(
        self, who: str, question: str | int, direction: str, size: float | None = None, confidence: float = 50
    ) -> None:
        """Take a prediction: ``question`` by id or number from 1, ``direction`` up, down or none, ``confidence`` in percent.

        ``size`` is the expected difference (regime minus reference) in the metric's unit. Said again by the same person or
        table, it replaces what was said before.
        """
        self.take(
            {"kind": "predicted", "who": who, "question": self._question(question), "direction": direction,
             "size": size, "confidence": confidence / 100}
        )  # fmt: skip

    def withdraw(self, who: str, question: str | int | None = None) -> None:
        """Take back what a person or table predicted in this round: one question, or all."""
        event: dict[str, Any] = {"kind": "withdrawn", "who": who}
        self.take(event if question is None else {**event, "question": self._question(question)})

    def try_levers(self, levers: Mapping[str, float] | None = None, progress: Progress | None = None, /, **more: float) -> Outcomes:  # fmt: skip
        """Run the round's regime with open levers moved, keep what came out and return it by question."""
        round = self._revealed()
        moved = {**(levers or {}), **more}
        closed: list[Problem] = [
            WorkshopProblem("closed_lever", id, {"allowed": ", ".join(round.levers)})
            for id in moved
            if id not in round.levers
        ]
        if closed:
            raise InputError(closed)
        regime = trial_regime(round, moved)
        found = expected(self.pack, round, regime, progress)
        different = {
            id: value for id, value in regime.levers.items() if value != round.regime[id] or id in moved
        }
        self.take({"kind": "tried", "levers": different, "results": _data(found)})
        return found

    def note(self, text: str, about: int = 0) -> None:
        """Keep what was said, about the question with this number (from 1) or in general (0)."""
        self.take({"kind": "noted", "text": text, "about": about})

    def outcomes(self, round: str | None = None) -> Outcomes:
        """Return what came out in a round that was revealed, by question; the present round by default."""
        id = round or (self.session.round.id if self.session.round else "")
        return {question: item for (place, question), item in self.session.outcomes.items() if place == id}

    def scores(self, round: str | None = None) -> tuple[Score, ...]:
        """Return the scores of a round, or of all rounds that were revealed."""
        said = [item for item in self.session.predictions if round in (None, item.round)]
        return scores(said, self.session.outcomes)

    def summary(self, round: str | None = None) -> Summary | None:
        """Return how the room did in a round, or in all rounds; nothing if nobody predicted."""
        return summary(self.scores(round))

    def _question(self, question: str | int) -> str:
        """Return the id of a question that is given by id or number."""
        asked = self.session.round.questions if self.session.round else ()
        if isinstance(question, int) and 1 <= question <= len(asked):
            return asked[question - 1].id
        return str(question)

    def _revealed(self) -> Round:
        """Return the present round, whose results are known."""
        round = self.session.round
        if round is None or not self.session.revealed(round.id):
            raise refused("not_revealed")
        return round


def _data(found: Outcomes) -> dict[str, Any]:
    """Return outcomes as plain data."""
    return {id: item.data() for id, item in found.items()}
