"""Markdown that people's names and texts cannot break."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&])")
_FIRST = re.compile(r"^(\d*)([-+#=.)])(?=[-#=\s]|$)")
"""What would make a line a heading, a list or a rule."""


def escaped(text: str) -> str:
    """Return text of a person as it can stand in Markdown, in one line.

    >>> escaped("Table *1* | <b>")
    'Table \\\\*1\\\\* \\\\| \\\\<b\\\\>'
    >>> escaped("# 1. x"), escaped("12. x"), escaped("+1.5")
    ('\\\\# 1. x', '12\\\\. x', '+1.5')
    """
    return _FIRST.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", " ".join(text.split())))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; cells are Markdown already.

    >>> print(table(["a", "b"], [["1", "2"]]))
    | a | b |
    | --- | --- |
    | 1 | 2 |
    """
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def numbered(items: Iterable[str]) -> str:
    """Return a numbered list.

    >>> numbered(["x", "y"])
    '1. x\\n2. y'
    """
    return "\n".join(f"{number}. {item}" for number, item in enumerate(items, 1))
