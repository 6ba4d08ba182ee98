"""What can be chosen on the page, under the labels that a person sees, and the scenario that follows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from simkit.levers import INCENTIVE_MIX
from simkit.presets import ORGANISATIONS, REGIMES, SCENES, load_organisation, load_regime
from simkit.regime import BASES
from simkit.scenario import Scenario
from simkit.text import Lang, say

OWN = "own"
"""The choice that leaves a lever as the regime has it."""
INTERVALS = (1, 2, 4, 6, 8, 13, 26, 52)
TOLERANCES = (0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100)
"""Percent of exploratory failures that are forgiven."""
MIXES: dict[str, tuple[float, ...]] = {
    "individual": (0.8, 0.2, 0.0, 0.0),
    "team": (0.2, 0.6, 0.1, 0.1),
    "pool": (0.2, 0.2, 0.5, 0.1),
    "points": (0.3, 0.2, 0.1, 0.4),
    "even": (0.25, 0.25, 0.25, 0.25),
}
"""Incentive mixes, as shares in the order of ``INCENTIVE_MIX``."""
FIELDS = ("organisation", "regime", "interval", "tolerance", "mix")
USUAL = {
    "organisation": ORGANISATIONS[0],
    "regime": "innovation",
    "interval": OWN,
    "tolerance": OWN,
    "mix": OWN,
}
"""What is chosen on a page that was told nothing."""
_LEVERS = {"interval": "lever.review_interval.label", "tolerance": "lever.tolerance_exploratory.label"}


@dataclass(frozen=True, slots=True)
class Setting:
    """What was chosen, by id: the organisation, its regime and the headline levers."""

    organisation: str
    regime: str
    interval: str
    tolerance: str
    mix: str

    @property
    def levers(self) -> dict[str, float]:
        """The levers that are moved away from the regime.

        >>> Setting("group", "innovation", "8", "own", "even").levers["review_interval"]
        8.0
        """
        moved: dict[str, float] = {}
        if self.interval != OWN:
            moved["review_interval"] = float(self.interval)
        if self.tolerance != OWN:
            moved["tolerance_exploratory"] = float(self.tolerance) / 100.0
        if self.mix != OWN:
            moved |= dict(zip(INCENTIVE_MIX, MIXES[self.mix], strict=True))
        return moved

    def scenario(self, lang: Lang) -> Scenario:
        """Return what is to be simulated, for three years."""
        regime = load_regime(self.regime).rebalanced(**self.levers)
        return Scenario(organisation=load_organisation(self.organisation, lang), regime=regime)


@cache
def menu(field: str, lang: Lang, first: str) -> dict[str, str]:
    """Return the choices of a field: ids by label; ``first`` is the organisation that the page started with.

    >>> menu("mix", "en", "group")["four equal parts"]
    'even'
    """
    ids = {
        "organisation": list(dict.fromkeys((*ORGANISATIONS, *SCENES, first))),
        "regime": list(REGIMES),
        "interval": [OWN, *map(str, INTERVALS)],
        "tolerance": [OWN, *map(str, TOLERANCES)],
        "mix": [OWN, *MIXES],
    }[field]
    return {label(field, id, lang): id for id in ids}


def label(field: str, id: str, lang: Lang) -> str:
    """Return what a choice is called.

    >>> label("interval", "4", "en"), label("regime", "agile_team", "zh")
    ('every 4 weeks', '敏捷产品与研发团队')
    """
    if id == OWN:
        return say("page.choice.own", lang)
    if field == "organisation":
        return _organisation(id, lang)
    if field == "regime":
        return say(f"term.{'regime' if id in BASES else 'scene'}.{id}.label", lang)
    if field == "interval":
        return say("page.choice.week", lang) if id == "1" else say("page.choice.weeks", lang, weeks=id)
    if field == "tolerance":
        return say("page.choice.share", lang, percent=id)
    return say(f"page.mix.{id}", lang)


def _organisation(id: str, lang: Lang) -> str:
    """Return the name of an example, of a scene, or of a person's own organisation."""
    if id in ORGANISATIONS:
        return say(f"page.organisation.{id}", lang)
    if id in SCENES:
        return say("page.organisation.scene", lang, id=id, name=say(f"term.scene.{SCENES[id]}.label", lang))
    return load_organisation(id, lang).name


def heading(field: str, lang: Lang) -> str:
    """Return what a field is called.

    >>> heading("interval", "en"), heading("mix", "zh")
    ('Review interval', '激励组合')
    """
    return say(_LEVERS.get(field, f"page.control.{field}"), lang)


def whole_seed(text: str) -> int | None:
    """Return the seed that a person typed, or ``None`` if it is no whole number of at most 18 digits.

    >>> whole_seed(" 42 "), whole_seed("4.2"), whole_seed("-7")
    (42, None, -7)
    """
    digits = text.strip()
    bare = digits.removeprefix("-")
    return int(digits) if bare.isascii() and bare.isdigit() and len(bare) <= 18 else None
