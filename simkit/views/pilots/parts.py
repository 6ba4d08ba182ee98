"""Sections that the two pages of pilots share: head, steps, and anything that is worked out, with its pictures and tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

from markupsafe import Markup
from pandas import DataFrame

from simkit.pilot.design import Pilot
from simkit.pilot.folder import PILOT, PilotFolder, Step
from simkit.pilot.problems import refused
from simkit.problems import InputError
from simkit.text import LANGS, LANGUAGES, Lang, say
from simkit.views.figures import style
from simkit.views.figures.view import Picture
from simkit.views.sections import Fields, SectionsPage
from simkit.views.templating import template

_DRAWING = Lock()
"""Settings of matplotlib are shared by all threads, so that one picture is drawn at a time."""


def render(name: str, lang: Lang, **values: Any) -> str:
    """Return a section from its template; ``t`` says a text of pilots."""
    return str(template(f"pilot/{name}.html").render(t=partial(_said, lang), lang=lang, **values))


def _said(lang: Lang, key: str, **values: object) -> str:
    """Return a text of pilots."""
    return say(f"pilot.{key}", lang, **values)


def head(folder: PilotFolder, kind: str, lang: Lang) -> str:
    """Return title, goal, folder and language; ``kind`` is "" or "_readout"."""
    others = [(item, LANGUAGES[item], item == lang) for item in LANGS]
    texts = {key: say(f"pilot.page.{key}{kind}", lang) for key in ("title", "goal")}
    return render(
        "head",
        lang,
        **texts,
        folder=folder.path,
        languages=others,
        disclaimer=say("term.disclaimer.short", lang),
    )


def way(steps: Sequence[Step], lang: Lang) -> str:
    """Return the steps and how each stands."""
    return render("way", lang, steps=steps)


def drawn(make: Callable[[], Picture]) -> dict[str, Any]:
    """Return a picture as the template shows it."""
    with _DRAWING:
        picture = make()
        source = Markup(style.data_uri(picture.figure))
    return {
        "src": source, "alt": picture.alt, "title": picture.title, "caption": picture.caption,
        "reading": picture.reading, "lesson": picture.lesson,
    }  # fmt: skip


@dataclass(frozen=True)
class Found:
    """Something worked out, as a section shows it."""

    sentences: Sequence[str] = ()
    pictures: Sequence[dict[str, Any]] = ()
    tables: Sequence[tuple[str, DataFrame]] = ()
    note: str = ""
    verdict: str = ""
    buttons: Sequence[tuple[str, str, str, bool]] = field(default=())
    form: str = ""

    def section(self, id: str, lang: Lang) -> str:
        """Return the section; its title and what it is about are texts of pages."""
        return render(
            "found", lang, id=id, title=say(f"pilot.page.{id}", lang), about=say(f"pilot.page.{id}_help", lang), note=self.note, verdict=self.verdict,
            sentences=self.sentences, pictures=self.pictures, tables=self.tables, buttons=self.buttons, form=Markup(self.form),
        )  # fmt: skip


class FolderPage(SectionsPage):
    """A page about the pilot in a folder; each picture is drawn once in each language for the same result."""

    TEXTS = "pilot.page"

    def __init__(self, folder: str | Path, lang: Lang) -> None:
        """Go on with the folder as it is; raise ``InputError`` with every problem of its pilot file."""
        self.folder = PilotFolder(folder)
        self.pilot: Pilot | None = self._in_folder(lang)
        self._pictures: dict[Any, Any] = {}
        super().__init__(lang)

    def _in_folder(self, lang: Lang) -> Pilot | None:
        """Return the design that the folder holds, if any."""
        return self.folder.pilot(lang) if self.folder.has(PILOT) else None

    def _first_shown(self, content: Fields) -> None:
        """Go on with the design as it stands in the folder now."""
        self.pilot = self._in_folder(self._lang)

    def _model_runs(self) -> InputError:
        """Return the refusal of what has to wait for the model."""
        return refused("model_runs")

    def _drawn(self, key: object, make: Callable[[], Any], *more: int) -> Any:
        """Return the pictures of a result, drawn now or earlier; ``more`` is what they depend on besides."""
        place = (key if isinstance(key, str) else id(key), self._lang, *more)
        if place not in self._pictures:
            self._pictures[place] = (key, make())
        return self._pictures[place][1]

    def _have(self) -> Pilot:
        """Return the design; refuse if there is none."""
        if self.pilot is None:
            raise refused("no_design")
        return self.pilot
