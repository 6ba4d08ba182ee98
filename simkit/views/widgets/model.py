"""The model as it runs: weeks pass at the press of a button, and four pictures keep up."""

from __future__ import annotations

from typing import Any, cast

import anywidget
from traitlets import Dict, Unicode

from simkit.metrics import QUARTER
from simkit.presets import REGIMES
from simkit.text import Lang, say
from simkit.views.page.choices import whole_seed
from simkit.views.tour.live import LiveRun
from simkit.views.widgets import gave_font, module, styles
from simkit.views.wording import regime_name

STEPS = {"week": 1, "quarter": QUARTER}
WORDS = ("title", "week", "quarter", "play", "pause", "reset", "regime", "world", "help")


class LiveModel(anywidget.AnyWidget):
    """An organisation that runs while one looks at it, in either language.

    The browser sends messages (``{"do": "week"}``, ``"quarter"``, ``"reset"``), and asks for the next week only when it
    has shown the last one. ``regime`` and ``world`` start the run anew; ``view`` is what is shown.
    """

    _esm = module("font", "tour", "model")
    _css = styles("tour", "model")
    regime = Unicode().tag(sync=True)
    world = Unicode("1").tag(sync=True)
    lang = Unicode("en").tag(sync=True)
    view = Dict().tag(sync=True)

    def __init__(self, organisation: str, lang: Lang, regime: str = "", seed: int = 1) -> None:
        """Set up a run; raise ``InputError`` if the organisation or the regime does not exist."""
        self.run = LiveRun(organisation, regime, seed)
        self.notice = ""
        super().__init__(regime=self.run.regime, world=str(seed), lang=lang)
        self._show()
        self.observe(self._restart, names=["regime", "world"])
        self.observe(self._show, names="lang")
        self.on_msg(self._told)

    def step(self, weeks: int = 1) -> None:
        """Let some weeks pass and show the state after them."""
        self.run.step(weeks)
        self._show()

    def _told(self, _: object, content: dict[str, Any], __: object) -> None:
        """Do what the browser asks for; anything else is no message of ours."""
        asked = content.get("do")
        if asked in STEPS:
            self.step(STEPS[asked])
        elif asked == "reset":
            self._restart()
        else:
            gave_font(self, content)

    def _restart(self, _: object = None) -> None:
        """Start again with the chosen regime and world; a world that is no number is told and left."""
        seed = whole_seed(self.world)
        self.notice = self.world if seed is None else ""
        self.run = LiveRun(self.run.organisation, self.regime, self.run.seed if seed is None else seed)
        self._show()

    def _show(self, _: object = None) -> None:
        """Let the browser show the run as it is."""
        self.view = self._seen(cast("Lang", self.lang))

    def _seen(self, lang: Lang) -> dict[str, Any]:
        """Return what the browser is to show, in one language."""
        run = self.run
        notice = say("tour.live.over", lang) if run.over else ""
        if self.notice:
            notice = say("tour.live.bad_world", lang, value=self.notice, seed=run.seed)
        return {
            "lang": lang, "week": run.state.week, "over": run.over, "share": run.state.week / run.state.weeks,
            "summary": run.summary(lang), "notice": notice, "pictures": run.pictures(lang),
            "regimes": [{"id": id, "label": regime_name(id, lang)} for id in REGIMES],
            "words": {"lang": say("tour.widget.lang", lang), **{word: say(f"tour.live.{word}", lang) for word in WORDS}},
        }  # fmt: skip

    def __repr__(self) -> str:
        """Say in words what is shown."""
        lang = cast("Lang", self.lang)
        return " ".join([self.run.summary(lang), self.run.caption("people", lang)])
