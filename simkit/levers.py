"""Every lever once: what a person can move, with unit, range and its value in both regimes.

A lever is declared here and nowhere else. Validation, sliders, tables, help and the bounds of a
sensitivity study are derived from this declaration; labels and help in both languages are in
``simkit/text``. The seven switches E1 to E7 (the rows of the comparison table) partition the levers.

>>> lever("review_interval").traditional, lever("review_interval").innovation
(52, 4)
>>> sorted({item.switch for item in LEVERS})
['E1', 'E2', 'E3', 'E4', 'E5', 'E6', 'E7']
"""

from __future__ import annotations

from dataclasses import dataclass

SWITCHES = ("E1", "E2", "E3", "E4", "E5", "E6", "E7")
"""The seven rows of the comparison table, each of which can be switched alone."""

DRIVERS = ("strategy", "culture", "data", "tools")
"""The four drivers of the framework (F1 to F4)."""


@dataclass(frozen=True, slots=True)
class Lever:
    """One lever of a regime.

    ``low`` and ``high`` are inclusive. ``integer`` levers take whole numbers only. ``evidence`` names
    the entry of ``evidence/sources.toml`` that backs the mechanism which the lever acts on.
    """

    id: str
    unit: str
    low: float
    high: float
    traditional: float
    innovation: float
    switch: str
    driver: str
    concepts: tuple[str, ...]
    evidence: str
    integer: bool = False
    headline: bool = False

    @property
    def default(self) -> float:
        """Value in a regime that says nothing about this lever: that of the traditional preset."""
        return self.traditional

    @property
    def span(self) -> float:
        """Width of the allowed range, in the lever's unit."""
        return self.high - self.low


def _share(
    id: str,
    traditional: float,
    innovation: float,
    switch: str,
    driver: str,
    concepts: str,
    evidence: str,
    *,
    high: float = 1.0,
    headline: bool = False,
) -> Lever:
    """Declare a lever that is a share between 0 and ``high``."""
    return Lever(id, "share", 0.0, high, traditional, innovation, switch, driver,
                 tuple(concepts.split()), evidence, headline=headline)  # fmt: skip


# fmt: off
LEVERS: tuple[Lever, ...] = (
    # E3 cycle
    Lever("review_interval", "weeks", 1, 52, 52, 4, "E3", "tools", ("A2", "B2", "E3"), "clark2016", integer=True, headline=True),
    Lever("review_minutes", "minutes", 5, 480, 300, 30, "E3", "tools", ("A2", "E3"), "adobe2012"),
    # E6 attitude to innovation (tolerance for failure is a headline lever)
    _share("tolerance_exploratory", 0.3, 0.9, "E6", "culture", "F2a E6", "azoulay2011", headline=True),
    _share("tolerance_execution", 0.2, 0.2, "E6", "culture", "F2a", "edmondson2011"),
    _share("innovation_budget", 0.05, 0.20, "E6", "strategy", "B3 E6 F1c", "march1991", high=0.6),
    _share("budget_tilt", 0.1, 0.8, "E6", "strategy", "B3 E6", "klingebiel2014"),
    Lever("patience_strategic", "weeks", 13, 260, 52, 156, "E6", "strategy", ("F1c", "F2c", "E6"), "tian2014"),
    Lever("patience_efficiency", "weeks", 4, 104, 52, 52, "E6", "strategy", ("F1c", "E6"), "tian2014"),
    # E7 incentives and feedback (the incentive mix is a headline lever)
    _share("share_individual", 0.8, 0.3, "E7", "tools", "E7 A3", "garbers2014", headline=True),
    _share("share_team", 0.2, 0.3, "E7", "tools", "E7 A3", "garbers2014", headline=True),
    _share("share_pool", 0.0, 0.2, "E7", "tools", "E7 F4c", "ederer2013", headline=True),
    _share("share_points", 0.0, 0.2, "E7", "tools", "E7 F4d F2b", "gibbs2017", headline=True),
    Lever("bonus_size", "share", 0.0, 0.5, 0.15, 0.15, "E7", "tools", ("E7",), "cala2022"),
    _share("suggestion_points", 0.5, 0.5, "E7", "tools", "F4d F2b", "gibbs2017"),
    _share("peer_review", 0.0, 0.3, "E7", "tools", "G2 E7", "kandel1992"),
    # E2 goal setting
    _share("goal_cocreation", 0.1, 0.8, "E2", "strategy", "A1 B4 E2 F1a", "weitzman1980"),
    _share("goal_stretch", 0.05, 0.25, "E2", "strategy", "E2 F4a", "gary2017"),
    _share("goal_realignment", 0.3, 0.8, "E2", "strategy", "A2 E2", "weitzman1980"),
    _share("kpi_floor", 0.0, 0.7, "E2", "tools", "F4b G3", "greve1998"),
    # E1 core idea
    _share("transparency", 0.2, 0.8, "E1", "data", "B1 C4 E1", "harkin2016"),
    _share("alignment", 0.3, 0.2, "E1", "strategy", "A1 E1", "march1991"),
    _share("result_contingency", 0.9, 0.4, "E1", "tools", "E1 E7 F4a", "cerasoli2014"),
    # E4 the manager
    _share("coaching_share", 0.1, 0.6, "E4", "culture", "C1 C2 C3 E4", "jones2016"),
    # E5 measures
    _share("learning_focus", 0.0, 0.4, "E5", "culture", "F2b E5 G1", "byron2012"),
    _share("gate_criterion", 0.1, 0.8, "E5", "tools", "F1c F2c F4c G1", "edgett2010"),
    _share("gate_strictness", 0.5, 0.5, "E5", "tools", "F4c", "edgett2010"),
    _share("weight_financial", 0.8, 0.4, "E5", "data", "D1 D6 E5", "holmstrom1991"),
    _share("weight_customer", 0.2, 0.2, "E5", "data", "D2 D6 E5", "holmstrom1991"),
    _share("weight_capability", 0.0, 0.2, "E5", "data", "D3 D6 E5", "holmstrom1991"),
    _share("weight_vitality", 0.0, 0.2, "E5", "data", "D4 D6 E5", "holmstrom1991"),
)
# fmt: on

LEVER_IDS: tuple[str, ...] = tuple(item.id for item in LEVERS)
HEADLINE: tuple[str, ...] = tuple(item.id for item in LEVERS if item.headline)
INCENTIVE_MIX = ("share_individual", "share_team", "share_pool", "share_points")
"""The shares of one bonus budget; in a regime they add up to 1."""
VALUE_WEIGHTS = ("weight_financial", "weight_customer", "weight_capability", "weight_vitality")
"""What reviews and rewards look at; in a regime they add up to 1. They never change measurement."""

_BY_ID = {item.id: item for item in LEVERS}


def lever(id: str) -> Lever:
    """Return the lever with this id, or raise ``KeyError``."""
    return _BY_ID[id]


def levers_of(switch: str) -> tuple[Lever, ...]:
    """Return the levers that a switch (``"E1"`` to ``"E7"``) moves.

    >>> [item.id for item in levers_of("E4")]
    ['coaching_share']
    """
    return tuple(item for item in LEVERS if item.switch == switch)
