"""A model that is stepped while one looks: Mesa's organisation with what the four pictures show of it."""

from __future__ import annotations

import base64
from dataclasses import replace
from functools import cache

from simkit.engine.host import OrganisationModel
from simkit.presets import REGIMES, SCENES, load_organisation
from simkit.problems import InputError, Problem, nearest
from simkit.text import Lang, say
from simkit.views.page.captions import PICTURES, caption
from simkit.views.page.choices import OWN, USUAL, Setting, label
from simkit.views.page.pictures import picture
from simkit.views.page.state import State, first_state
from simkit.views.wording import regime_name


class LiveRun:
    """An organisation under a regime in one world, week by week.

    ``organisation`` is as in ``load_organisation``; ``regime`` is a named one, that of the scene if it is left out
    for a scene. Raises ``InputError`` for what does not exist.

    >>> run = LiveRun("G2")
    >>> run.step(13)
    >>> run.state.week, run.model.week, run.regime
    (13, 13, 'agile_team')
    """

    def __init__(self, organisation: str, regime: str = "", seed: int = 1) -> None:
        """Set up the model before its first week."""
        self.organisation = organisation
        self.regime = regime or SCENES.get(organisation, USUAL["regime"])
        if self.regime not in REGIMES:
            values = {"value": regime, "field": "regime", "expected": ", ".join(REGIMES), "nearest": nearest(regime, REGIMES)}  # fmt: skip
            raise InputError([Problem("not_allowed", "regime", values)])
        self.seed = seed
        plan = Setting(organisation, self.regime, OWN, OWN, OWN).scenario("en")
        self.model = OrganisationModel(plan, seed=seed, collect=False)
        self.state = first_state(self.model)

    @property
    def over(self) -> bool:
        """Whether the last week of the scenario has passed."""
        return self.model.week >= self.model.plan.weeks

    def step(self, weeks: int = 1) -> None:
        """Let some weeks pass, at most as many as are left."""
        for _ in range(min(weeks, self.model.plan.weeks - self.model.week)):
            self.model.step()
            self.state = self.state.after(self.model)

    def seen(self, lang: Lang) -> State:
        """Return what the pictures show, with the teams' names in a language: they are no part of the run."""
        names = _names(self.organisation, lang)
        teams = zip(self.state.teams, names, strict=True)
        return replace(self.state, teams=tuple(replace(team, name=name) for team, name in teams))

    def summary(self, lang: Lang) -> str:
        """Return one sentence about what is running."""
        return say(
            "tour.live.running", lang, organisation=label("organisation", self.organisation, lang),
            regime=regime_name(self.regime, lang, inside=True), seed=self.seed, week=self.state.week, weeks=self.model.plan.weeks,
        )  # fmt: skip

    def caption(self, name: str, lang: Lang) -> str:
        """Return the sentence of a picture."""
        if name == "streams" and not self.state.streams:
            return say("tour.live.none", lang)
        return caption(name, self.seen(lang), lang)

    def pictures(self, lang: Lang) -> list[dict[str, str]]:
        """Return the four pictures with title, sentence, how to read them, and the PNG as an address."""
        state = self.seen(lang)
        return [
            {
                "id": name, "title": say(f"page.{name}.title", lang), "caption": self.caption(name, lang),
                "reading": say(f"page.{name}.reading", lang),
                "src": "data:image/png;base64," + base64.b64encode(picture(name, state, lang)).decode(),
            }
            for name in PICTURES
        ]  # fmt: skip


@cache
def _names(organisation: str, lang: Lang) -> tuple[str, ...]:
    """Return the names of an organisation's teams in a language."""
    return tuple(team.name for team in load_organisation(organisation, lang).teams)
