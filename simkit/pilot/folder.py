"""The folder of a pilot: one pilot file and what each step left beside it, so that every step can go on later.

How far a pilot is follows from which files are there and for which design they were made; nothing else is kept.

>>> from tempfile import mkdtemp
>>> folder = PilotFolder(mkdtemp())
>>> [step.name for step in folder.steps() if step.state == "next"]
['design']
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

from simkit.pilot.answers import read_answers
from simkit.pilot.design import Pilot
from simkit.pilot.files import fingerprint, load_pilot, pilot_toml
from simkit.roster.files import found, write_file
from simkit.text import Lang

PILOT, ANSWERS, DATA = "pilot.toml", "answers.toml", "data.xlsx"
State = Literal["done", "stale", "next", "later"]
"""Done for the design as it is, done for another one, to be done now, or not yet."""
RECORDS: dict[str, str] = {
    "odds": "odds.json",
    "charter": "charter.json",
    "readout": "readout.json",
    "rollout": "rollout.json",
}
"""Steps that leave a record, with its file."""
STEPS = ("design", "odds", "charter", "data", "readout", "rollout")


class Step(NamedTuple):
    """One step of a pilot and how it stands."""

    name: str
    state: State


class PilotFolder:
    """A folder that holds a pilot; it is made when something is first written."""

    def __init__(self, path: str | Path) -> None:
        """Look at a folder, whether or not it exists yet."""
        self.path = Path(path)

    def has(self, name: str) -> bool:
        """Return whether a file is in the folder."""
        return found((self.path / name).is_file)

    def pilot(self, lang: Lang = "en") -> Pilot:
        """Return the pilot; raise ``InputError`` with every problem of its file, or if there is none."""
        return load_pilot(self.path / PILOT, lang)

    def answers(self) -> dict[str, int]:
        """Return the answers to the readiness questionnaire; raise ``InputError`` with every problem of their file."""
        return read_answers(self.path / ANSWERS) if self.has(ANSWERS) else {}

    def write(self, pilot: Pilot) -> Path:
        """Write the pilot file over an earlier one."""
        return self.put(PILOT, pilot_toml(pilot).encode())

    def put(self, name: str, data: bytes) -> Path:
        """Write a file of the folder over an earlier one."""
        self.path.mkdir(parents=True, exist_ok=True)
        return write_file(self.path / name, data, overwrite=True)

    def record(self, step: str, pilot: Pilot, content: Mapping[str, Any]) -> Path:
        """Write down what a step found out, and for which design."""
        text = json.dumps(
            {"fingerprint": fingerprint(pilot), **content}, ensure_ascii=False, indent=1, default=float
        )
        return self.put(RECORDS[step], (text + "\n").encode())

    def recorded(self, step: str) -> dict[str, Any] | None:
        """Return the record of a step, ``None`` if there is none that can be read."""
        try:
            kept: dict[str, Any] = json.loads((self.path / RECORDS[step]).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return kept if isinstance(kept, dict) and "fingerprint" in kept else None  # pyright: ignore[reportUnnecessaryIsInstance]

    def steps(self, lang: Lang = "en") -> tuple[Step, ...]:
        """Return every step and how it stands; the first that is not done comes next."""
        if not self.has(PILOT):
            return tuple(Step(name, "next" if name == "design" else "later") for name in STEPS)
        now = fingerprint(self.pilot(lang))
        states: dict[str, State] = {name: self._state(name, now) for name in STEPS}
        first = next((name for name in STEPS if states[name] != "done"), None)
        return tuple(
            Step(name, "next" if name == first and states[name] == "later" else states[name])
            for name in STEPS
        )

    def _state(self, name: str, now: str) -> State:
        """Return whether a step is done for the design with this fingerprint."""
        if name == "design":
            return "done"
        if name == "data":
            return "done" if self.has(DATA) else "later"
        kept = self.recorded(name)
        return "later" if kept is None else "done" if kept["fingerprint"] == now else "stale"

    def changed_since_charter(self, pilot: Pilot) -> bool:
        """Return whether the design differs from the one that the charter fixed."""
        kept = self.recorded("charter")
        return kept is not None and kept["fingerprint"] != fingerprint(pilot)
