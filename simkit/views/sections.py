"""A page made of sections of HTML: shown by ``widgets/sections.js``, which sends back what was pressed and typed in.

What runs the model runs beside the page, one thing at a time, with a bar that shows how far it is; what is refused is said on
the page, and nothing that was typed in is lost.
"""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from threading import Thread
from typing import Any, ClassVar

import anywidget
import traitlets

from simkit.problems import InputError
from simkit.text import LANGS, Lang, say
from simkit.views.widgets import gave_font, module, styles
from simkit.views.wording import first_capital

OFTEN = 0.15
"""Least seconds between two signs of progress."""
Fields = Mapping[str, Any]
Act = Callable[[Fields], None]
Tell = Callable[[int, int], None]


class SectionsPage(anywidget.AnyWidget):
    """A page of sections. A kind of page says what can be pressed (``_acts``) and what it shows (``_made``)."""

    _esm = module("font", "sections")
    _css = styles("sections")
    sections = traitlets.Dict().tag(sync=True)
    message = traitlets.Dict().tag(sync=True)
    busy = traitlets.Dict().tag(sync=True)
    language = traitlets.Unicode().tag(sync=True)

    TEXTS: ClassVar[str]
    """Where the page's texts stand: ``running``, ``failed``, and what it says of what was done."""
    HEAVY: ClassVar[tuple[str, ...]] = ()
    """What has to wait while the model is running."""

    def __init__(self, lang: Lang) -> None:
        """Show the page as it stands at the start."""
        self._lang: Lang = lang
        self._thread: Thread | None = None
        super().__init__()
        self.on_msg(self._told)
        self._show()

    def _told(self, _: object, content: Fields, buffers: Sequence[Any]) -> None:
        """Do what the browser asks for; files that were chosen come with it, in ``files``."""
        if not gave_font(self, content):
            self.act({**content, "files": [bytes(item) for item in buffers]})

    def act(self, content: Fields) -> None:
        """Do what was pressed; what is refused is said on the page."""
        act = str(content.get("act"))
        try:
            if act in self.HEAVY and self.busy:
                raise self._model_runs()
            self.message = {}
            {"shown": self._first_shown, "lang": self._speak, **self._acts()}[act](content)
        except InputError as error:
            self._refused(error)
        self._show()

    def wait(self) -> None:
        """Wait until the model has run."""
        if self._thread is not None:
            self._thread.join()

    @abstractmethod
    def _acts(self) -> dict[str, Act]:
        """Return what can be pressed, by name."""

    @abstractmethod
    def _made(self) -> dict[str, str]:
        """Return the sections as they stand now, as HTML."""

    @abstractmethod
    def _model_runs(self) -> InputError:
        """Return the refusal of what has to wait for the model."""

    def _first_shown(self, content: Fields) -> None:
        """Look again at what is kept: the kernel behind a served page may have been started long before anybody opens it."""

    def _speak(self, content: Fields) -> None:
        """Go on in another language; nothing is computed anew."""
        self._lang = next(lang for lang in LANGS if lang == content["lang"])

    def _run(self, work: Callable[[Tell], object], done: str = "") -> None:
        """Let the model run in a thread of its own and show how far it is; then say ``done``."""
        self.busy = {"text": say(f"{self.TEXTS}.running", self._lang), "done": 0, "total": 1}
        self._thread = Thread(target=self._running, args=(work, done), daemon=True)
        self._thread.start()

    def _running(self, work: Callable[[Tell], object], done: str) -> None:
        """Run the model; whatever goes wrong is said on the page."""
        last = [0.0]

        def tell(part: int, total: int) -> None:
            if time.monotonic() - last[0] >= OFTEN:
                last[0] = time.monotonic()
                self.busy = {"text": say(f"{self.TEXTS}.running", self._lang), "done": part, "total": total}

        try:
            work(tell)
            if done:
                self._say(done)
        except InputError as error:
            self._refused(error)
        except Exception as error:
            failed = say(f"{self.TEXTS}.failed", self._lang, value=repr(error))
            self.message = {"kind": "error", "text": failed}
            raise
        finally:
            try:
                self._show()
            finally:
                self.busy = {}

    def _refused(self, error: InputError) -> None:
        """Say why something was refused."""
        self.message = {"kind": "error", "text": first_capital(error.text(self._lang))}

    def _say(self, key: str, **values: object) -> None:
        """Say what was done."""
        self.message = {"kind": "done", "text": say(f"{self.TEXTS}.{key}", self._lang, **values)}

    def _give(self, name: str, kind: str, data: bytes) -> None:
        """Send a file to the browser; ``kind`` is its media type."""
        self.send({"kind": "file", "name": name, "type": kind}, buffers=[data])

    def _show(self) -> None:
        """Show the page as it stands now."""
        made = self._made()  # what is shown changes at once with the language that it is in
        with self.hold_sync():
            self.language, self.sections = self._lang, made
