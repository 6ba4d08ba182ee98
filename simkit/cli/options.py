"""The options of every command: flag, placeholder, and further settings; their texts stand with those of commands."""

from __future__ import annotations

from typing import Any

Option = tuple[str, str, dict[str, Any]]
"""A flag, the key of its placeholder ("" for a switch that takes no value), and further settings."""
JSON: Option = ("--json", "", {})
WORKERS: Option = ("--workers", "number", {})
SEED: Option = ("--seed", "number", {})
PORT: Option = ("--port", "number", {})
NO_BROWSER: Option = ("--no-browser", "", {})
OVERWRITE: Option = ("--overwrite", "", {})
COMPARE: tuple[Option, ...] = (
    ("--regimes", "names", {"multiple": True}),
    ("--switch", "switch", {"multiple": True}),
    ("--tools", "names", {"multiple": True}),
    ("--set", "lever", {"multiple": True}),
    ("--weeks", "number", {}),
    ("--replications", "number", {}),
    SEED,
    ("--out", "folder", {}),
    OVERWRITE,
    WORKERS,
    ("--quick", "", {}),
    ("--uncertainty", "uncertainty", {}),
)
EVIDENCE: tuple[Option, ...] = (
    ("--full", "", {}),
    ("--seed", "number", {"help": "seed_evidence"}),
    ("--out", "folder", {"help": "out_evidence"}),
    OVERWRITE,
    WORKERS,
    JSON,
)
QUADRANT: tuple[Option, ...] = (
    ("--mixes", "names", {}),
    ("--worlds", "number", {"help": "worlds_map"}),
    ("--weeks", "number", {"help": "weeks_map"}),
    ("--seed", "number", {"help": "seed_map"}),
    WORKERS,
    JSON,
    ("--picture", "file", {"help": "picture_map"}),
)
ASSUME: tuple[Option, ...] = (
    ("--regimes", "names", {"multiple": True, "help": "two_regimes"}),
    ("--weeks", "number", {}),
    ("--trajectories", "number", {}),
    ("--worlds", "number", {"help": "ledger_worlds"}),
    SEED,
    WORKERS,
    ("--quick", "", {"help": "quick_ledger"}),
    JSON,
)
PRINT: tuple[Option, ...] = (("--out", "folder", {}), OVERWRITE)
PICTURE: Option = ("--picture", "file", {"help": "picture_pilot"})
PILOTS: Option = ("--pilots", "number", {})
NEW_REGIME: Option = ("--new", "regime", {"help": "new_regime"})
READINESS: tuple[Option, ...] = (
    ("--answers", "file", {}),
    ("--template", "file", {"help": "answers_template"}),
    NEW_REGIME,
    JSON,
)
CHOOSE: tuple[Option, ...] = (
    NEW_REGIME,
    ("--count", "number", {}),
    ("--chosen", "names", {}),
    PICTURE,
    JSON,
)
NEW: tuple[Option, ...] = (
    NEW_REGIME,
    ("--kind", "kind", {"help": "pilot_kind"}),
    ("--count", "number", {}),
    ("--chosen", "names", {"help": "chosen_pilots"}),
    ("--seed", "number", {"help": "lot_seed"}),
    ("--out", "file", {"help": "pilot_file"}),
    OVERWRITE,
)
DIAGNOSE: tuple[Option, ...] = (
    PILOTS,
    ("--truth", "truth", {"multiple": True}),
    ("--prior", "weight", {"multiple": True}),
    ("--uncertainty", "uncertainty", {}),
    ("--people", "number", {"help": "stake_people"}),
    WORKERS,
    PICTURE,
    ("--quick", "", {"help": "quick_pilots"}),
    JSON,
)
DESIGN: Option = ("--pilot", "design", {"help": "pilot_of_sheet"})
READ: tuple[Option, ...] = (DESIGN, ("--out", "folder", {"help": "out_pilot"}), JSON)
ROLLOUT: tuple[Option, ...] = (
    DESIGN,
    ("--waves", "number", {}),
    ("--gap", "number", {}),
    ("--weeks", "number", {"help": "weeks_rollout"}),
    PICTURE,
    JSON,
)
