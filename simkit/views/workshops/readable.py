"""A session by plain calls, readable where a notebook shows what they return; the page with buttons does the same.

>>> from simkit.views.workshops.readable import ReadableRoom
>>> callable(ReadableRoom.reveal)
True
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from pandas import DataFrame

from simkit.problems import InputError, Problem, nearest
from simkit.roster.files import write_file
from simkit.text import Lang
from simkit.views.templating import Shown
from simkit.views.widgets import styles
from simkit.views.workshops import report, sections, tables
from simkit.workshop.parts import Round
from simkit.workshop.problems import refused
from simkit.workshop.room import Room
from simkit.workshop.store import Store

if TYPE_CHECKING:
    from simkit.views.workshops.page import WorkshopPage

NEEDED = ("anywidget", "markdown_it")
"""Modules that come with the ``lab`` extra."""
_WORDS = re.compile(r"<[^>]+>")
_Cells = tuple[list[str], list[list[str]]]
EXPORTS: dict[str, tuple[str, str, Callable[[Room, Lang], bytes]]] = {
    "html": ("workshop-report.html", "text/html", lambda room, lang: report.html(room, lang).encode()),
    "md": ("workshop-report.md", "text/markdown", lambda room, lang: report.markdown(room, lang).encode()),
    "csv": ("workshop-predictions.csv", "text/csv", report.predictions_csv),
}  # fmt: skip
"""What a session can be exported as: file name, media type, and what makes it."""


def export(room: Room, kind: str, lang: Lang) -> tuple[str, bytes]:
    """Return file name and content of an export; raise ``InputError`` for a kind that does not exist."""
    if kind not in EXPORTS:
        values = {
            "value": kind,
            "field": "kind",
            "expected": ", ".join(EXPORTS),
            "nearest": nearest(kind, [*EXPORTS]),
        }
        raise InputError([Problem("not_allowed", "kind", values)])
    name, _, make = EXPORTS[kind]
    return name, make(room, lang)


class ReadableRoom(Room):
    """A room whose steps can be looked at: ``brief``, ``questions``, ``reveal``, ``scoreboard``, ``trials``, ``debrief`` …

    ``next``, ``predict``, ``try_levers`` and ``note`` make it go on. Whatever is shown is in ``lang``.
    """

    def agenda(self) -> DataFrame:
        """Return the run-sheet."""
        rows = [list(row) for row in sections.words.agenda_rows(self.pack, self.lang)]
        return _frame((tables.heads(("clock", "length", "item"), self.lang), rows))

    def brief(self) -> Shown:
        """Return what the present round is about."""
        self._now()
        return _shown(sections.brief(self, self.lang))

    def questions(self) -> DataFrame:
        """Return what is asked in the present round; numbers are those that ``predict`` takes."""
        return _frame(tables.questions(self._now(), self.lang))

    def predictions(self) -> DataFrame:
        """Return who said what in the present round."""
        return _frame(tables.predictions(self, self._now(), self.lang))

    def reveal(self) -> Shown:
        """Return what came out in the present round beside what was said; raise ``InputError`` before the reveal."""
        self._known()
        return _shown(sections.reveal(self, self.lang))

    def results(self) -> DataFrame:
        """Return what came out in the present round as a table."""
        return _frame(tables.results(self, self._known(), self.lang))

    def scoreboard(self) -> DataFrame:
        """Return how each person or table did in all rounds that were revealed, best first."""
        return _frame(tables.scored(self, None, self.lang))

    def trials(self) -> DataFrame:
        """Return what the room tried in the present round, the round's own regime first."""
        return _frame(tables.trials(self, self._known(), self.lang))

    def debrief(self) -> Shown:
        """Return how the room did over all rounds that were revealed."""
        return _shown(sections.closing(self, self.lang))

    def report(self, lang: Lang | None = None) -> str:
        """Return the record of the session as one HTML page that needs nothing else."""
        return report.html(self, lang or self.lang)

    def save(self, folder: str | Path, lang: Lang | None = None, *, overwrite: bool = False) -> Path:
        """Write the record (HTML, Markdown) and the predictions (CSV) into a folder, made if need be, and return it."""
        target = Path(folder)
        try:
            target.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError([Problem("cannot_write", str(target), {"value": error.strerror})]) from None
        for kind in EXPORTS:
            name, data = export(self, kind, lang or self.lang)
            write_file(target / name, data, overwrite=overwrite)
        return target

    def _now(self) -> Round:
        """Return the present round; in the debrief there is none."""
        if self.session.round is None:
            raise refused("no_round_now")
        return self.session.round

    def _known(self) -> Round:
        """Return the present round, if its results are known."""
        round = self._now()
        if not self.session.revealed(round.id):
            raise refused("not_revealed")
        return round


def workshop_session(
    pack: str | Path = "first-regime", lang: Lang = "en", *, keep: bool = True, resume: str | None = None
) -> ReadableRoom:
    """Begin a session with a pack, or go on with one that was kept, by plain calls.

    ``pack`` is a shipped pack's name or the folder of one. With ``keep=False`` nothing is written to this machine.
    ``resume`` is the id of a session (``Store().sessions()`` lists them) or ``"last"``. Raises ``InputError`` for
    a pack with problems or a session that is not there.

    >>> workshop_session("no-such-pack", keep=False)
    Traceback (most recent call last):
    simkit.problems.InputError: no-such-pack: there is no workshop pack of this name ...
    """
    if resume is None:
        return ReadableRoom.begin(pack, lang, Store() if keep else None)
    store = Store()
    kept = store.sessions()
    id = kept[0].id if kept and resume == "last" else resume
    return ReadableRoom.resume(store, id, lang)


def run_workshop(pack: str | Path = "first-regime", lang: Lang = "en") -> WorkshopPage:
    """Return the page of a workshop, to be shown in a notebook: brief, predictions, reveal, discussion, debrief.

    ``pack`` is a shipped pack's name or the folder of one. Sessions are kept on this machine, and an earlier one can go on
    after a restart. Raises ``InputError`` with all problems of the pack, or if the ``lab`` extra is missing.
    """
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise refused("lab_missing", value=", ".join(missing))
    return import_module("simkit.views.workshops.page").WorkshopPage(pack, lang, Store())


def _frame(cells: _Cells) -> DataFrame:
    """Return cells as a table."""
    heads, rows = cells
    return DataFrame(rows, columns=heads)


def _shown(html: str) -> Shown:
    """Return HTML that also reads as words."""
    words = unescape(_WORDS.sub(" ", re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)))
    return Shown(
        " ".join(words.split()),
        f'<style>{styles("sections")}</style><div class="simkit-sections">{html}</div>',
    )
