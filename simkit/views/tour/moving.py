"""The two widgets of the tour by one call each; the packages that they need come with the ``lab`` extra."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from simkit.problems import InputError, Problem
from simkit.text import Lang, say

if TYPE_CHECKING:
    from simkit.views.widgets.model import LiveModel
    from simkit.views.widgets.rule import RulePicture

NEEDED = ("anywidget", "ipywidgets")
"""Modules that the widgets need."""


class TourProblem(Problem):
    """Why a widget cannot be made; its sentence stands with the tour's other texts."""

    def sentence(self, lang: Lang) -> str:
        """Return what is wrong and what to do."""
        return say(f"tour.problem.{self.code}", lang, **self.values)


def need_widgets() -> None:
    """Raise ``InputError`` unless the packages that widgets need are installed."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise InputError([TourProblem("lab_missing", "", {"value": ", ".join(missing)})])


def rule_picture(rule: str = "discounted", lang: Lang = "en", **values: float) -> RulePicture:
    """Return a picture of a rule that one can move: one of ``simkit.views.tour.SHOWN``, with others of its phase to choose.

    ``values`` are what its sliders start with, unless as declared.

    >>> rule_picture("goal_pull", gap=0.5).frame().query("what == 'here'")["result"].tolist()
    [1.0]
    """
    need_widgets()
    from simkit.views.widgets.rule import RulePicture

    return RulePicture(rule, lang, **values)


def live_model(organisation: str = "G2", lang: Lang = "en", regime: str = "", seed: int = 1) -> LiveModel:
    """Return an organisation that runs while one looks: a scene, an example, a roster sheet or a scenario file.

    ``regime`` is a named one (a scene's own, if left out); ``seed`` is the world.

    >>> model = live_model("G2")
    >>> model.step(4)
    >>> model.view["week"], len(model.view["pictures"])
    (4, 4)
    """
    need_widgets()
    from simkit.views.widgets.model import LiveModel

    return LiveModel(organisation, lang, regime, seed)
