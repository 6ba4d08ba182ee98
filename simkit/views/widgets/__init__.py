"""Scripts and styles of the pages that live in a notebook; read from this package, so nothing is fetched."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def module(*names: str) -> str:
    """Return scripts of this package one after the other as one module; the last one exports what a page needs.

    >>> "export default" in module("workshop")
    True
    """
    return _joined(names, "js")


@cache
def styles(*names: str) -> str:
    """Return style sheets of this package one after the other."""
    return _joined(names, "css")


def _joined(names: tuple[str, ...], suffix: str) -> str:
    """Return files of this package one after the other."""
    return "\n".join(
        files(__name__).joinpath(f"{name}.{suffix}").read_text(encoding="utf-8") for name in names
    )
