"""What a person at the lab has set, and how that changes by what the page asks for; no widget, no thread.

>>> desk = Desk("en")
>>> desk.do({"do": "change", "change": {"id": "review_interval", "value": 8}})
Done(note='', download=None)
>>> desk.settings.regimes[1]["review_interval"], desk.do({"do": "undo"}), desk.settings.regimes[1]["review_interval"]
(8.0, Done(note='', download=None), 4.0)
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from simkit.presets import load_organisation
from simkit.presets.history import History
from simkit.presets.last import load_last, save_last
from simkit.presets.settings import Settings, settings_from_code, settings_from_toml, usual_settings
from simkit.problems import InputError, Problem
from simkit.text import LANGS, Lang, say
from simkit.views.charts import CHARTS
from simkit.views.lab.changes import apply

SAVED = "simkit-settings.toml"
"""Name of the file that settings are saved as."""
FIRST_OPEN = ("streams", "horizons", "costs")
"""Pictures that are shown at first."""
KEPT_IN: Lang = "en"
"""The language in which shipped organisations are kept, so that switching the language is no step."""
ROSTERS = (".xlsx", ".csv", ".tsv")
Request = Mapping[str, Any]


class LabProblem(Problem):
    """Why something at the lab cannot be done; its sentence stands with the lab's other texts."""

    def sentence(self, lang: Lang) -> str:
        """Return what is wrong and what to do."""
        return say(f"lab.page.{self.code}", lang, **self.values)


@dataclass(frozen=True, slots=True)
class Download:
    """A file for the person's browser."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a request: a note to the person, and perhaps a file."""

    note: str = ""
    download: Download | None = None


class Desk:
    """Settings with their history, the regime that the levers move, the language, open pictures and the world replayed.

    ``place`` is 0 for the reference, 1 for the regime compared with it. ``world`` is ``None`` for a typical one.
    """

    def __init__(self, lang: Lang = "en", settings: Settings | None = None) -> None:
        """Begin with some settings, or the usual ones."""
        self.lang: Lang = lang
        self.place = 1
        self.open: tuple[str, ...] = FIRST_OPEN
        self.world: int | None = None
        self.code = ""
        if settings:
            _refuse_many(settings)
        self.history = History((settings or usual_settings()).in_language(KEPT_IN))
        self._earlier: Settings | None = None
        self._moved = self._wrote = False

    @property
    def settings(self) -> Settings:
        """What is set now, in the language of the page."""
        return self.history.now.in_language(self.lang)

    def do(self, request: Request, files: Sequence[bytes] = ()) -> Done:
        """Do what the page asks for; raise ``InputError`` with what is wrong, and leave everything as it was."""
        name = str(request.get("do"))
        known: dict[str, Callable[[Request, Sequence[bytes]], Done]] = {
            "change": self._change, "undo": self._undo, "redo": self._redo, "place": self._place, "language": self._language,
            "open": self._open, "world": self._world, "file": self._file, "code": self._code, "share": self._share,
            "last": self._last, "save": self._save,
        }  # fmt: skip
        if name not in known:
            raise ValueError(f"the page asked for {name!r}")
        return known[name](request, files)

    def _set(self, settings: Settings, group: str = "") -> None:
        """Take new settings and keep the old ones for undo; raise ``InputError`` for more than two regimes."""
        _refuse_many(settings)
        kept = settings.in_language(KEPT_IN)
        if kept != self.history.now:
            self.history, self.code, self._moved = self.history.push(kept, group), "", True

    def keep(self) -> None:
        """Write the settings down for the next time, once a person has moved anything; raise ``InputError`` if that fails.

        What was written down by an earlier lab is remembered, so that it can still be loaded.
        """
        if self._moved:
            if not self._wrote:
                self._earlier = load_last(lang=self.lang, tell=lambda problem: None)
            save_last(self.settings)
            self._wrote = True

    def _change(self, request: Request, _: Sequence[bytes]) -> Done:
        change = dict(request["change"])
        if "organisation" in change:
            self.world = None
        place, group = int(change.pop("place", self.place)), str(request.get("group", ""))
        start = self.history.start_of(group).in_language(self.lang)
        self._set(apply(start, place, change, self.lang), group)
        if request.get("rest", True):
            self.history = self.history.rest()
        return Done()

    def _undo(self, *_: object) -> Done:
        self.history, self.code, self._moved = self.history.undo(), "", True
        return Done()

    def _redo(self, *_: object) -> Done:
        self.history, self.code, self._moved = self.history.redo(), "", True
        return Done()

    def _place(self, request: Request, _: Sequence[bytes]) -> Done:
        self.place = int(request["value"]) if request["value"] in (0, 1) else self.place
        return Done()

    def _language(self, request: Request, _: Sequence[bytes]) -> Done:
        if request["value"] in LANGS:
            self.lang = request["value"]
        return Done()

    def _open(self, request: Request, _: Sequence[bytes]) -> Done:
        wanted = {*map(str, request["value"])}
        self.open = tuple(id for id in CHARTS if id in wanted)
        return Done()

    def _world(self, request: Request, _: Sequence[bytes]) -> Done:
        value = request["value"]
        most = self.settings.worlds or 1
        self.world = None if value is None else min(max(0, int(value)), most - 1)
        return Done()

    def _file(self, request: Request, files: Sequence[bytes]) -> Done:
        name = PurePosixPath(str(request["name"]).replace("\\", "/")).name or SAVED
        self._set(self._read(name, files[0]))
        self.world = None
        return Done(say("lab.page.loaded", self.lang, name=name))

    def _read(self, name: str, data: bytes) -> Settings:
        """Return the settings that a file holds, or those of now with the teams of a sheet."""
        kind = Path(name).suffix.lower()
        if kind not in (".toml", *ROSTERS):
            raise InputError([LabProblem("no_settings", "", {"name": name})])
        with tempfile.TemporaryDirectory() as place:
            path = Path(place) / name
            path.write_bytes(data)
            try:
                if kind == ".toml":
                    return settings_from_toml(path, self.lang)
                return self.settings.with_organisation(load_organisation(path, self.lang), self.lang)
            except InputError as error:
                raise InputError([_outside(item, place) for item in error.problems]) from None

    def _code(self, request: Request, _: Sequence[bytes]) -> Done:
        self._set(settings_from_code(str(request["value"]).strip(), self.lang))
        self.world = None
        return Done(say("lab.page.loaded", self.lang, name=str(request["value"]).strip()))

    def _share(self, *_: object) -> Done:
        self.code = self.settings.code()
        return Done()

    def _last(self, *_: object) -> Done:
        told: list[Problem] = []
        found = self._earlier if self._wrote else load_last(lang=self.lang, tell=told.append)
        if found is None:
            raise InputError([LabProblem("nothing_last"), *told])
        self._set(found)
        self.world = None
        return Done(say("lab.page.loaded", self.lang, name=self.settings.scenario.organisation.name))

    def _save(self, *_: object) -> Done:
        note = say("lab.page.saved", self.lang, name=SAVED)
        return Done(note, Download(SAVED, self.settings.toml().encode()))


def _refuse_many(settings: Settings) -> None:
    """Refuse more regimes than the page has places for."""
    if len(settings.regimes) > 2:
        raise InputError([LabProblem("two_regimes", "", {"value": len(settings.regimes)})])


def _outside(problem: Problem, folder: str) -> Problem:
    """Return a problem without the folder in which a file was read."""
    return replace(problem, where=problem.where.replace(f"{folder}/", "").replace(f"{folder}\\", ""))
