"""Scripts and styles of everything live, put together into one ES module each; they ship with the package.

Files beside this one are plain top-level functions without imports; the last of a module has its ``export default``.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def module(*names: str) -> str:
    """Return the scripts with these names (without ``.js``), one after the other.

    >>> "export default" in module("tour", "rule")
    True
    """
    return "\n".join(_text(f"{name}.js") for name in names)


@cache
def styles(*names: str) -> str:
    """Return the style sheets with these names (without ``.css``), one after the other."""
    return "\n".join(_text(f"{name}.css") for name in names)


def _text(name: str) -> str:
    """Return a file beside this one."""
    return files(__name__).joinpath(name).read_text(encoding="utf-8")
