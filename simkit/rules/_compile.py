"""The compile decorator: with ``_math`` the one thing of simkit that rules import.

A rule is a pure scalar function: numbers in, one number out, no state, no luck of its own (a random
number is an argument). The decorator registers it, so that tests and the model description can list every
rule, and lets compiled code call it: the readable engine calls the function as it stands, the fast engine has
the very same function compiled into its week (forced inline, so that loops over people become vector code).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from numba.extending import register_jitable

RULES: dict[str, Callable[..., float]] = {}
"""Every rule by name."""

F = TypeVar("F", bound=Callable[..., float])


def rule(function: F) -> F:
    """Register a rule under its own name; raise ``ValueError`` if the name is taken."""
    if function.__name__ in RULES:
        raise ValueError(f"two rules are called {function.__name__!r}")
    RULES[function.__name__] = function
    return register_jitable(error_model="numpy", forceinline=True)(function)
