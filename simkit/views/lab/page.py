"""The compare lab as a widget: controls made from the levers' declarations, pictures that follow at once."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from threading import Lock, RLock, Thread
from typing import Any

import anywidget
import traitlets

from simkit.engine import preparing
from simkit.engine.digests import Superseded
from simkit.experiments.live import Live
from simkit.presets.settings import Settings
from simkit.problems import InputError
from simkit.text import LANGUAGES, Lang, entries, say
from simkit.views.charts import SCRIPTS
from simkit.views.comparison import ReadableComparison
from simkit.views.exports import EXPORTS
from simkit.views.lab.controls import controls
from simkit.views.lab.desk import Desk, Done, Download, LabProblem, Request
from simkit.views.lab.latest import Latest, Superseding
from simkit.views.lab.showing import REPLAY, Showing, titles
from simkit.views.templating import HTML_LANG
from simkit.views.widgets import gave_font, module, styles

LIVE_WORLDS = 200
"""Worlds where the settings leave the number to precision."""
PATIENCE = 0.3
"""Seconds after which a person is told how far a run is."""
OFTEN = 0.12
"""Seconds between two words on progress."""
KEPT = 4
"""Comparisons of which everything shown is kept."""
_DRAWING = Lock()
"""Settings of matplotlib are shared by all threads, so that one export is drawn at a time."""
_FILES = (*SCRIPTS, "font", "lab_tools", "lab_controls", "lab")


_STATE = {
    "busy": False,
    "share": 0.0,
    "status": "",
    "note": "",
    "problems": [],
    "undo": False,
    "redo": False,
    "code": "",
}


def words(lang: Lang) -> dict[str, Any]:
    """Return all words of the page's frame.

    >>> words("zh")["undo"], words("en")["languages"]
    ('撤销', {'en': 'English', 'zh': '中文'})
    """
    found = {key: say(f"lab.page.{key}", lang) for key in entries("labs")["page"]}
    exports = {kind: say(f"lab.export.{kind}", lang) for kind in EXPORTS}
    more = {"lang": lang, "html_lang": HTML_LANG[lang], "languages": dict(LANGUAGES), "exports": exports}
    return {**found, **more, "disclaimer": say("term.disclaimer.short", lang)}


def _blank(lang: Lang) -> dict[str, Any]:
    """Return what is shown before anything came out."""
    return {
        "answer": [],
        "charts": {},
        "open": [],
        "views": titles(lang),
        "worlds": 0,
        "world": None,
        "mark": "",
    }


class Lab(anywidget.AnyWidget):
    """The lab: what is set, what came out, and the page that shows both.

    ``settings`` is what is set now, ``comparison`` what came out (waiting for it if need be); both can be used without the page.
    """

    _esm = module(*_FILES)
    _css = styles("chart", "lab")
    texts = traitlets.Dict().tag(sync=True)
    controls = traitlets.Dict().tag(sync=True)
    shown = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    def __init__(
        self, settings: Settings | None = None, lang: Lang = "en", workers: int | None = None
    ) -> None:
        """Set up and begin to compute."""
        self._desk, self._live, self._latest = Desk(lang, settings), Live(workers), Latest()
        self._kept: list[tuple[tuple[Settings, Lang], Showing]] = []
        self._showing: Showing | None = None
        self._wanted: object = None
        self._answered: dict[str, Any] = {}
        self._telling = RLock()
        super().__init__(texts=words(lang), shown=_blank(lang), state=dict(_STATE))
        self.on_msg(self._receive)
        self._show_settings()
        self._compute()

    @property
    def settings(self) -> Settings:
        """What is set now."""
        return self._desk.settings

    @property
    def comparison(self) -> ReadableComparison:
        """What came out under the settings of now; waits until it is there."""
        self._latest.wait()
        if self._showing is None:
            raise InputError([LabProblem("failed", "", {"value": self.state["status"]})])
        return self._showing.comparison

    def ask(self, request: Request, files: Sequence[bytes] = ()) -> None:
        """Do what the page would ask for, such as ``{"do": "change", "change": {"id": "review_interval", "value": 8}}``."""
        try:
            if request.get("do") == "export":
                Thread(target=self._export, args=(str(request["value"]),), daemon=True).start()
                return
            before = self._desk.settings, self._desk.lang
            done = self._desk.do(request, files)
        except InputError as error:
            problems = [item.sentence(self._desk.lang) for item in error.problems]
            self._tell(problems=problems, note="")
            self._show_settings()
            return
        self._follow(done, before)

    def _receive(self, _: object, content: Request, buffers: Sequence[Any]) -> None:
        """Do what the page asks for."""
        if gave_font(self, content):
            return
        self._answered = {name: content[name] for name in ("page", "number") if name in content}
        self.ask(content, [bytes(item) for item in buffers])

    def _follow(self, done: Done, before: tuple[Settings, Lang]) -> None:
        """Show what came of a request."""
        if self._desk.lang != before[1]:
            self.texts = words(self._desk.lang)
        self._show_settings()
        self._tell(problems=[], note=done.note)
        if done.download:
            self._hand_over(done.download)
        self._compute()

    def _show_settings(self) -> None:
        """Show what is set."""
        desk = self._desk
        described = [controls(desk.settings, place, desk.lang) for place in range(2)]
        more: dict[str, Any] = {"regimes": [item["regime"] for item in described], "answered": self._answered}
        self.controls = {**described[desk.place], **more}
        self._tell(undo=desk.history.can_undo, redo=desk.history.can_redo, code=desk.code)

    def _tell(self, **state: Any) -> None:
        """Change some of what is told about the lab's state."""
        with self._telling:
            self.state = {**self.state, **state}

    def _compute(self) -> None:
        """Have the result of the settings worked out and shown, instead of any other; what is under way already goes on."""
        settings, lang = self._desk.settings, self._desk.lang
        wanted = (settings, lang, self._desk.open, self._desk.world)
        if wanted == self._wanted:
            return
        self._wanted = wanted
        self._latest.ask(lambda superseded: self._work(settings, lang, superseded))

    def _work(self, settings: Settings, lang: Lang, superseded: Superseding) -> None:
        """Work out and show the result of some settings."""
        try:
            with preparing.shown_by(self._preparing):
                showing = self._showing_of(settings, lang, superseded)
                self._show(showing, settings, superseded)
        except Superseded:
            raise
        except InputError as error:
            self._wanted = None
            self._tell(busy=False, problems=[item.sentence(lang) for item in error.problems])
        except Exception as error:
            self._wanted = None
            self._tell(
                busy=False, problems=[say("lab.page.failed", lang, value=f"{type(error).__name__}: {error}")]
            )
            raise

    def _showing_of(self, settings: Settings, lang: Lang, superseded: Superseding) -> Showing:
        """Return the comparison of some settings, ready to be shown."""
        for key, kept in self._kept:
            if key == (settings, lang):
                return kept
        start, worlds = time.perf_counter(), settings.worlds or LIVE_WORLDS
        found = self._live.compare(
            settings.scenario, settings.regimes, worlds=worlds, seed=settings.seed, superseded=superseded,
            progress=self._progress(start, lang, superseded),
        )  # fmt: skip
        showing = Showing(ReadableComparison.of(found, lang=lang), lang)
        self._kept = [((settings, lang), showing), *self._kept[: KEPT - 1]]
        return showing

    def _show(self, showing: Showing, settings: Settings, superseded: Superseding) -> None:
        """Show a comparison with the pictures that are open; the replay, which takes longest, comes after the others."""
        desk, lang = self._desk, showing.lang
        status = say("lab.page.ready", lang, worlds=showing.worlds, weeks=settings.scenario.weeks, seed=settings.seed,
                     mark=showing.mark)  # fmt: skip
        at_once = tuple(id for id in desk.open if id != REPLAY)
        for ids in dict.fromkeys((at_once, desk.open)):
            charts = showing.charts(ids, desk.world)
            shown = {
                "answer": showing.answer(), "charts": charts, "open": list(desk.open), "views": titles(lang), "worlds": showing.worlds,
                "world": showing.world(desk.world) if REPLAY in charts else None, "mark": showing.mark,
            }  # fmt: skip
            if superseded():
                raise Superseded
            self._showing = showing
            with self.hold_sync():
                self.shown = shown
                self._tell(busy=False, share=1.0, status=status)
        desk.keep()

    def _progress(self, start: float, lang: Lang, superseded: Superseding) -> Any:
        """Return a progress callback that speaks up only when a run takes a while, and then not too often."""
        last = start + PATIENCE - OFTEN

        def tell(done: int, total: int) -> None:
            nonlocal last
            now = time.perf_counter()
            if now - last >= OFTEN and not superseded():
                last = now
                self._tell(
                    busy=True, share=done / total, status=say("lab.page.busy", lang, done=done, total=total)
                )

        return tell

    @contextmanager
    def _preparing(self) -> Generator[Any]:
        """Show that the model is compiled."""
        yield lambda done, total: self._tell(
            busy=True, share=done / total, status=say("lab.page.preparing", self._desk.lang)
        )

    def _export(self, kind: str) -> None:
        """Write the result in some form and hand it to the browser."""
        lang = self._desk.lang
        try:
            self._tell(
                problems=[], note=say("lab.page.exporting", lang, name=say(f"lab.export.{kind}", lang))
            )
            with _DRAWING:
                name, data = self.comparison.export(kind, lang)
            self._hand_over(Download(name, data))
            self._tell(note=say("lab.page.exported", lang, name=name))
        except InputError as error:
            self._tell(note="", problems=[item.sentence(lang) for item in error.problems])
        except Exception as error:
            self._tell(
                note="", problems=[say("lab.page.failed", lang, value=f"{type(error).__name__}: {error}")]
            )
            raise

    def _hand_over(self, file: Download) -> None:
        """Send a file to the browser."""
        self.send({"kind": "download", "name": file.name}, [file.data])
