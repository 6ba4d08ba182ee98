"""The compile decorator: the one thing of simkit that rules import.

A rule is a pure scalar function: numbers in, one number out, no state, no luck of its own (a random
number is an argument). The decorator registers it, so that tests and the model description can list every
rule, and is the single place where a compiled engine takes hold of the very same functions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

RULES: dict[str, Callable[..., float]] = {}
"""Every rule by name."""

F = TypeVar("F", bound=Callable[..., float])


def rule(function: F) -> F:
    """Register a rule under its own name; raise ``ValueError`` if the name is taken."""
    if function.__name__ in RULES:
        raise ValueError(f"two rules are called {function.__name__!r}")
    RULES[function.__name__] = function
    return function
