"""What is shipped ready to run: tools, regimes, scenes and example organisations; and files in their formats."""

from simkit.presets.organisations import ORGANISATIONS, SCENES, example_sheet, scene
from simkit.presets.regimes import REGIMES, load_regime, regime_toml
from simkit.presets.scenarios import (
    ScenarioParts,
    load_asked,
    load_base,
    load_organisation,
    load_scenario_parts,
    scenario_toml,
)
from simkit.presets.tools import TOOLS, apply_tools, conflicting_levers, drop_overridden, tool

__all__ = [
    "ORGANISATIONS", "REGIMES", "SCENES", "TOOLS", "ScenarioParts", "apply_tools", "conflicting_levers", "drop_overridden",
    "example_sheet", "load_asked", "load_base", "load_organisation", "load_regime", "load_scenario_parts", "regime_toml", "scenario_toml", "scene", "tool",
]  # fmt: skip
