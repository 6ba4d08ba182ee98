"""Where numbers and mechanisms come from: sources, the model description, and checks against published results.

Published models are run by name: ``march1991``, ``lazer2007``, ``denrell2001``, ``posen2012``, ``clark2016`` and
``ederer2013``.

>>> from simkit import evidence
>>> evidence.march1991(p1=0.0, replications=2)["people"].n
2

All published results beside what simkit finds are one table: ``evidence.table()`` with few replications,
``evidence.table(full=True)`` with all; ``evidence.asked()`` is the one that a notebook shows.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simkit.evidence.docking.clark2016 import clark2016
    from simkit.evidence.docking.denrell2001 import denrell2001
    from simkit.evidence.docking.ederer2013 import ederer2013
    from simkit.evidence.docking.lazer2007 import lazer2007
    from simkit.evidence.docking.march1991 import march1991
    from simkit.evidence.docking.posen2012 import posen2012
    from simkit.evidence.gathering import asked, table

DOCKS = ("clark2016", "denrell2001", "ederer2013", "lazer2007", "march1991", "posen2012")
"""The published models that run on simkit's own rules, each a function of this name."""
__all__ = ["asked", "clark2016", "denrell2001", "ederer2013", "lazer2007", "march1991", "posen2012", "table"]


def __getattr__(name: str) -> Any:
    """Import a function when it is first used, so that the evidence itself stays light."""
    if name in __all__:
        home = f"docking.{name}" if name in DOCKS else "gathering"
        return getattr(import_module(f"simkit.evidence.{home}"), name)
    raise AttributeError(f"module 'simkit.evidence' has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the functions."""
    return list(__all__)
