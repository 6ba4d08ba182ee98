"""Everything a person reads, in English and Chinese, as data; ids elsewhere are language-free.

>>> say("lever.review_interval.label", "en")
'Review interval'
>>> say("lever.review_interval.label", "zh")
'检视周期'
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

Lang = Literal["en", "zh"]
LANGS: tuple[Lang, ...] = get_args(Lang)
"""The languages in which everything exists."""
LANGUAGES: dict[Lang, str] = {"en": "English", "zh": "中文"}
"""What each language is called in itself."""


@cache
def _file(name: str) -> dict[str, Any]:
    """Parse one text file of this package (``levers``, ``metrics``, ``concepts``, ``messages`` …)."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def entries(name: str) -> dict[str, Any]:
    """Return all entries of a text file, by id.

    >>> "review_interval" in entries("levers")
    True
    """
    return _file(name)


def say(key: str, lang: Lang, **values: object) -> str:
    """Return the text with this dotted key in a language, with ``{placeholders}`` filled in.

    The first part of the key names the file in the singular (``lever``, ``metric``, ``concept``,
    ``message`` …). Raises ``KeyError`` naming the key if the text does not exist.
    """
    first, *rest = key.split(".")
    node: Any = _file(first + "s")
    for part in (*rest, lang):
        if not isinstance(node, dict) or part not in node:
            raise KeyError(f"no text {key!r} in {lang!r}")
        node = node[part]  # pyright: ignore[reportUnknownVariableType]
    return str(node).format(**values) if values else str(node)  # pyright: ignore[reportUnknownArgumentType]
