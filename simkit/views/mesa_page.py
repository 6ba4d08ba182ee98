"""The page itself: Mesa's controls beside four pictures of the organisation as it runs.

``simkit.views.page.serve`` starts it; ``solara run simkit.views.mesa_page`` is what it runs.
"""

# ruff: noqa: N802  (components are named like classes; solara looks for ``Page`` and ``Layout``)

from __future__ import annotations

import base64
import os
import warnings
from typing import Any, cast

import reacton.ipyvuetify as v
import solara
from reacton import use_memo, use_state
from solara.core import component

from simkit.engine.host import OrganisationModel
from simkit.text import LANGUAGES, Lang, say
from simkit.views.page.captions import PICTURES, caption
from simkit.views.page.choices import FIELDS, OWN, USUAL, Setting, heading, label, menu, whole_seed
from simkit.views.page.launch import LANGUAGE, ORGANISATION
from simkit.views.page.pictures import picture
from simkit.views.page.state import first_state

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", "Failed to validate hooks", UserWarning)  # Mesa 3.3 about its own code
    from mesa.visualization import SolaraViz
    from mesa.visualization.utils import update_counter

CSS = """
.v-navigation-drawer { min-width: min(400px, 85vw) !important; max-width: min(400px, 85vw) !important; }
.simkit { display: grid; gap: 16px; max-width: 1500px; margin: 0 auto; width: 100%;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); }
.simkit h2 { font-size: 1.05rem; line-height: 1.4; }
.simkit img { width: 100%; height: auto; background: white; }
.simkit-text, .simkit p { margin: 4px 0 8px; max-width: 70em; line-height: 1.5; }
.simkit .reading { opacity: .75; font-size: .9em; }
.v-btn { text-transform: none !important; letter-spacing: normal !important; }
@media (min-width: 960px) { .simkit-phone { display: none; } }
"""


class PageModel(OrganisationModel):
    """An organisation set up from what is chosen on the page; Mesa's "Reset" makes a new one.

    Every choice is given by the label under which the page shows it, ``seed_text`` as it was typed; they
    are separate keywords, because Mesa looks for the name of each control among them.
    ``state`` is what the pictures show, ``notice`` a sentence about a seed that cannot be used.
    """

    def __init__(
        self, lang: Lang, first: str, organisation: str, regime: str, interval: str, tolerance: str, mix: str, seed_text: str = "1"
    ) -> None:  # fmt: skip
        """Set up in a language; ``first`` is the organisation that the page started with, by id."""
        labels = dict(zip(FIELDS, (organisation, regime, interval, tolerance, mix), strict=True))
        ids = {field: menu(field, lang, first)[text] for field, text in labels.items()}
        self.setting, seed = Setting(**ids), whole_seed(seed_text)
        super().__init__(self.setting.scenario(lang), seed=1 if seed is None else seed, collect=False)
        self.lang: Lang = lang
        self.world = 1 if seed is None else seed
        self.notice = say("page.bad_seed", lang, value=seed_text) if seed is None else ""
        self.state = first_state(self)

    def step(self) -> None:
        """Let a week pass and keep what is to be shown of it."""
        super().step()
        self.state = self.state.after(self)

    @property
    def summary(self) -> str:
        """One sentence about what is running."""
        moved = [
            f"{heading(field, self.lang)} {label(field, getattr(self.setting, field), self.lang)}"
            for field in ("interval", "tolerance", "mix")
            if getattr(self.setting, field) != OWN
        ]
        return say(
            "page.running", self.lang, organisation=label("organisation", self.setting.organisation, self.lang),
            regime=label("regime", self.setting.regime, self.lang), seed=self.world, week=self.week, weeks=self.plan.weeks,
            changes=say("report.phrase.comma", self.lang).join(moved) or say("page.unchanged", self.lang),
        )  # fmt: skip


def controls(lang: Lang, first: str) -> dict[str, Any]:
    """Return Mesa's description of the controls: the fixed parts, a list for each field and the seed."""
    chosen = {**USUAL, "organisation": first}
    lists = {
        field: {"type": "Select", "label": heading(field, lang), "values": list(menu(field, lang, first)),
                "value": label(field, chosen[field], lang)}
        for field in FIELDS
    }  # fmt: skip
    return {
        "lang": lang,
        "first": first,
        **lists,
        "seed_text": {"type": "InputText", "label": heading("world", lang), "value": "1"},
    }


def first_model(lang: Lang, first: str) -> PageModel:
    """Return the model that the page shows before anything is changed.

    >>> model = first_model("en", "G2")
    >>> model.step(); model.state.week, model.setting.regime
    (1, 'innovation')
    """
    values = {
        name: item["value"] if isinstance(item, dict) else item
        for name, item in controls(lang, first).items()
    }
    return PageModel(**cast("dict[str, Any]", values))


def _paragraph(text: str, kind: str = "simkit-text") -> None:
    """Show a paragraph."""
    v.Html(tag="p", children=[text], class_=kind)


@component
def Picture(name: str, model: PageModel) -> None:
    """Show one picture with its title, its sentence and how to read it."""
    update_counter.get()
    lang, sentence = model.lang, caption(name, model.state, model.lang)
    png = use_memo(lambda: picture(name, model.state, lang), [model.state])
    address = "data:image/png;base64," + base64.b64encode(png).decode()
    with v.Html(tag="section"):
        v.Html(tag="h2", children=[say(f"page.{name}.title", lang)])
        v.Html(tag="img", attributes={"src": address, "alt": sentence, "data-week": str(model.state.week)})
        _paragraph(sentence, "caption-text")
        _paragraph(say(f"page.{name}.reading", lang), "reading")


@component
def Summary(model: PageModel) -> None:
    """Say what is running, and what could not be used."""
    update_counter.get()
    _paragraph(model.summary)
    if model.notice:
        solara.Warning(model.notice)


@component
def Organisation(lang: Lang, first: str) -> None:
    """Show Mesa's controls and, below a few words, the pictures."""
    model = solara.use_reactive(use_memo(lambda: first_model(lang, first), []))
    SolaraViz(
        cast("Any", model), components=[], model_params=controls(lang, first), name=say("page.title", lang)
    )
    _paragraph(f"{say('term.disclaimer.short', lang)} · {say('page.help', lang)}")
    _paragraph(say("page.help_phone", lang), "simkit-text simkit-phone")
    Summary(model.value)
    with v.Html(tag="div", class_="simkit"):
        for name in PICTURES:
            Picture(name, model.value)


@component
def Page() -> None:
    """Show the organisation and the language that the command named; each browser tab has a model of its own."""
    told = os.environ.get(LANGUAGE, "en")
    first: Lang = "zh" if told == "zh" else "en"
    chosen, choose = use_state(first)
    lang = cast("Lang", chosen)
    solara.Title(say("page.title", lang))
    solara.Style(CSS)
    with solara.ToggleButtonsSingle(value=chosen, on_value=choose, dense=True):
        for code, name in LANGUAGES.items():
            solara.Button(name, value=code)
    Organisation(lang, os.environ.get(ORGANISATION, USUAL["organisation"])).key(lang)


@component
def Layout(children: list[Any]) -> Any:
    """Open the side bar on a wide screen and leave it closed on a phone."""
    return solara.AppLayout(children=children, sidebar_open=cast("bool", None), navigation=False)
