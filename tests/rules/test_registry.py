"""The list of rules: every rule is in it once, is used by the host, and every constant is taken by a rule."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from pathlib import Path

import pytest

import simkit.engine.host
from simkit import rules
from simkit.constants import CONSTANTS
from simkit.rules import RULES
from simkit.rules._compile import rule

HOST = Path(inspect.getfile(simkit.engine.host)).parent
FILES = (*sorted(HOST.glob("*.py")), HOST.parent / "timetable.py")
TREES = [ast.parse(path.read_text(encoding="utf-8")) for path in FILES]
NAMES = {node.attr for tree in TREES for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
TEXTS = {node.value for tree in TREES for node in ast.walk(tree) if isinstance(node, ast.Constant)}
MODULES = ("attention", "books", "learning", "market", "people", "projects", "review", "work")


def functions(module: str) -> dict[str, Callable[..., float]]:
    found = inspect.getmembers(getattr(rules, module), inspect.isfunction)
    return {name: function for name, function in found if function.__module__ == f"simkit.rules.{module}"}


@pytest.mark.parametrize("module", MODULES)
def test_every_function_of_a_rule_file_is_a_rule(module: str) -> None:
    assert functions(module)
    for name, function in functions(module).items():
        assert RULES[name] is function


def test_there_are_no_other_rules() -> None:
    assert sorted(RULES) == sorted(name for module in MODULES for name in functions(module))


@pytest.mark.parametrize("name", sorted(RULES))
def test_every_rule_is_used_by_the_host_or_by_another_rule(name: str) -> None:
    inside = [inspect.getsource(other) for key, other in RULES.items() if key != name]
    assert name in NAMES or any(
        f"{name}(" in source.partition('"""')[2].partition('"""')[2] for source in inside
    )


@pytest.mark.parametrize("name", sorted(CONSTANTS))
def test_every_constant_is_taken_by_the_host(name: str) -> None:
    assert name in NAMES | TEXTS


def test_a_name_is_taken_once() -> None:
    def discounted() -> float:
        return 0.0

    with pytest.raises(ValueError, match="discounted"):
        rule(discounted)
