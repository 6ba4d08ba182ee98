"""Scripts and styles of everything live, put together into one ES module each; they ship with the package.

Files beside this one are plain top-level functions without imports; the last of a module has its ``export default``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from simkit.views import fonts


@cache
def module(*names: str) -> str:
    """Return the scripts with these names (without ``.js``), one after the other.

    >>> "function drawChart" in module("scales", "chart")
    True
    """
    return "\n".join(_text(f"{name}.js") for name in names)


@cache
def styles(*names: str) -> str:
    """Return the style sheets with these names (without ``.css``), one after the other."""
    return "\n".join(_text(f"{name}.css") for name in names)


def gave_font(page: Any, content: Mapping[str, Any]) -> bool:
    """Send a page the whole shipped font if that is what it asks for (``font.js``), and return whether it is.

    What people type in is not known beforehand, so the font is not cut.
    """
    if content.get("do") != "font":
        return False
    for weight, data in fonts.faces().items():
        page.send({"kind": "font", "family": fonts.FAMILY, "weight": weight}, [data])
    return True


def _text(name: str) -> str:
    """Return a file beside this one."""
    return files(__name__).joinpath(name).read_text(encoding="utf-8")
