"""Widgets: what a person moves in the browser. Scripts and style sheets ship beside this file, by name.

>>> "export default" in module("tour", "rule"), ".simkit-rule" in styles("tour", "rule")
(True, True)
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def module(*names: str) -> str:
    """Return scripts of this package, one after the other, as one ES module."""
    return "\n".join(files(__name__).joinpath(f"{name}.js").read_text(encoding="utf-8") for name in names)


@cache
def styles(*names: str) -> str:
    """Return style sheets of this package, one after the other."""
    return "\n".join(files(__name__).joinpath(f"{name}.css").read_text(encoding="utf-8") for name in names)
