"""How the parts of the fast engine are compiled: strict IEEE arithmetic, no interpreter lock.

The engine allocates nothing while it runs, so it is compiled without numba's reference counts of arrays
(``_nrt``), which would cost a tenth of its time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

from simkit.engine.preparing import counted
from simkit.rules._store import kept

F = TypeVar("F", bound=Callable[..., Any])
_njit: Any = njit
"""numba's decorator; its declared types leave ``_nrt`` out."""
_STRICT: dict[str, Any] = {"error_model": "numpy", "nogil": True, "_nrt": False}
SOURCES = ("simkit.engine.kernel", "simkit.engine.state", "simkit.engine.draws", "simkit.levers", "simkit.metrics", "simkit.constants", "simkit.scenario")  # fmt: skip
"""What the compiled week is made of besides the rules."""


def part(function: F) -> F:
    """Compile a function that other compiled functions call."""
    counted(function)
    return cast(F, _njit(**_STRICT)(function))


def inlined(function: F) -> F:
    """Compile a function straight into its callers.

    That is for small ones, so that loops over them become vector code, and for what every team does every week,
    so that no call has to carry the world along. What happens now and then is compiled once, as a ``part``.
    """
    counted(function)
    return cast(F, _njit(**_STRICT, forceinline=True)(function))


def unfolded(function: F) -> F:
    """Compile a function as if its text stood where it is called: nothing is compiled twice for it."""
    return cast(F, _njit(**_STRICT, inline="always")(function))


def whole(function: F) -> F:
    """Compile a function that Python calls, and keep the machine code for the next time."""
    return kept(part(function), *SOURCES)
