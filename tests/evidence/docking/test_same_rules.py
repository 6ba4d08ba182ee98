"""A dock runs on the organisation model's own rules, and on no others under their names."""

from __future__ import annotations

import ast
import inspect
from importlib import import_module

import pytest

from simkit.rules import RULES

CALLED = {
    "march1991": {"flip_chance", "exit_chance", "socialised", "practice_learns"},
    "lazer2007": {"copied", "learns_from"},
    "denrell2001": {"moved"},
    "posen2012": {"success_belief", "choice_weight"},
    "contracts": {"discounted"},
    "ederer2013": {
        "tilted", "routine_value", "exploring_value", "curiosity", "fear", "discounted",
        "moved", "success_belief", "choice_weight", "at_stake", "control_felt", "climate",
    },
}  # fmt: skip
RULE_FILES = {"learning", "market", "leaving", "attention", "people", "work"}
"""Names under which docks import files of rules."""


@pytest.mark.parametrize("dock", CALLED)
def test_a_dock_calls_the_rules_that_it_says(dock: str) -> None:
    module = import_module(f"simkit.evidence.docking.{dock}")
    found = {
        node.func.attr
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in RULE_FILES
    }
    assert found == CALLED[dock] <= set(RULES)
    told = inspect.getdoc(module) or ""
    assert all(name in told for name in CALLED[dock])
    defined = {name for name, _ in inspect.getmembers(module, inspect.isfunction)}
    assert not defined & set(RULES), "a dock has no copy of a rule"
