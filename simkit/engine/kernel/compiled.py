"""How the parts of the fast engine are compiled: strict IEEE arithmetic, no interpreter lock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from numba import njit

F = TypeVar("F", bound=Callable[..., Any])


def part(function: F) -> F:
    """Compile a function that other compiled functions call."""
    return njit(error_model="numpy", nogil=True)(function)


def inlined(function: F) -> F:
    """Compile a small function straight into its callers, so that loops over it become vector code."""
    return njit(error_model="numpy", nogil=True, forceinline=True)(function)
