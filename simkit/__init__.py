"""simkit: teams under two performance-management regimes, simulated and compared.

>>> import simkit
>>> simkit.Regime.preset("innovation")["review_interval"]
4.0
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simkit.engine.host import OrganisationModel
    from simkit.engine.run import run
    from simkit.presets import apply_tools, load_organisation, load_regime, scene
    from simkit.problems import InputError
    from simkit.regime import Regime
    from simkit.result import Result
    from simkit.scenario import Change, Market, Organisation, Scenario, Shock, Team
    from simkit.summary import Summary
    from simkit.views.comparison import compare
    from simkit.views.concept_map import concept_map
    from simkit.views.lab import lab
    from simkit.views.ledger import assumptions
    from simkit.views.pilots.readable import design_pilot, load_pilot, pilot_example, read_pilot
    from simkit.views.quadrant import quadrant
    from simkit.views.stages import progress_bar
    from simkit.views.tour import rule_curve, rule_plot
    from simkit.views.tour.moving import live_model, rule_picture
    from simkit.views.uncertainty import uncertainty
    from simkit.views.workshops.readable import run_workshop, workshop_session

__all__ = [
    "Change", "InputError", "Market", "Organisation", "OrganisationModel", "Regime", "Result", "Scenario", "Shock",
    "Summary", "Team", "apply_tools", "assumptions", "compare", "concept_map", "design_pilot", "lab", "live_model",
    "load_organisation", "load_pilot", "load_regime", "pilot_example", "progress_bar", "quadrant", "read_pilot", "rule_curve",
    "rule_picture", "rule_plot", "run", "run_workshop", "scene", "uncertainty", "workshop_session",
]  # fmt: skip

_HOME = {
    "simkit.scenario": ("Change", "Market", "Organisation", "Scenario", "Shock", "Team"),
    "simkit.regime": ("Regime",),
    "simkit.problems": ("InputError",),
    "simkit.result": ("Result",),
    "simkit.summary": ("Summary",),
    "simkit.engine.host": ("OrganisationModel",),
    "simkit.engine.run": ("run",),
    "simkit.presets": ("apply_tools", "load_organisation", "load_pilot", "load_regime", "scene"),
    "simkit.views.comparison": ("compare",),
    "simkit.views.concept_map": ("concept_map",),
    "simkit.views.lab": ("lab",),
    "simkit.views.ledger": ("assumptions",),
    "simkit.views.pilots.readable": ("design_pilot", "load_pilot", "pilot_example", "read_pilot"),
    "simkit.views.quadrant": ("quadrant",),
    "simkit.views.stages": ("progress_bar",),
    "simkit.views.tour": ("rule_curve", "rule_plot"),
    "simkit.views.tour.moving": ("live_model", "rule_picture"),
    "simkit.views.uncertainty": ("uncertainty",),
    "simkit.views.workshops.readable": ("run_workshop", "workshop_session"),
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that ``import simkit`` itself stays light."""
    for module, names in _HOME.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module 'simkit' has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names."""
    return list(__all__)
