"""The version of the software, part of what identifies a run."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version


@cache
def software_version() -> str:
    """Return the version of the installed distribution, or ``0+source`` in a bare checkout."""
    try:
        return version("simkit-regimes")
    except PackageNotFoundError:
        return "0+source"
