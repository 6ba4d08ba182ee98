"""Problems whose place or values are themselves texts, such as a column's label.

>>> LocalProblem("empty_cell", values={"allowed": Said(("term.function.rnd.label",))}).sentence("zh")
'单元格为空；请填写：研发'
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from simkit.problems import InputError, Problem
from simkit.text import Lang, say

_COMMA: dict[Lang, str] = {"en": ", ", "zh": "、"}


@dataclass(frozen=True, slots=True)
class Said:
    """Texts with these keys, joined by commas; ``values`` fill their placeholders.

    >>> Said(("term.function.rnd.label", "term.function.sales.label")).text("en")
    'R&D, Sales'
    """

    keys: tuple[str, ...]
    values: Mapping[str, object] = field(default_factory=dict[str, object])

    def text(self, lang: Lang) -> str:
        """Return the texts in a language."""
        return _COMMA[lang].join(say(key, lang, **resolved(self.values, lang)) for key in self.keys)


def resolved(values: Mapping[str, object], lang: Lang) -> dict[str, object]:
    """Return values with every ``Said`` replaced by its text."""
    return {key: value.text(lang) if isinstance(value, Said) else value for key, value in values.items()}


@dataclass(frozen=True, slots=True)
class LocalProblem(Problem):
    """A problem whose ``values`` may be ``Said`` and whose ``place`` (if any) is said after its ``where``."""

    place: Said | None = None

    def sentence(self, lang: Lang) -> str:
        """Return the place, what is wrong, what is allowed and what to do, in one sentence."""
        where = " › ".join(part for part in (self.where, self.place.text(lang) if self.place else "") if part)
        return Problem(self.code, where, resolved(self.values, lang)).sentence(lang)


def inside(where: str, problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems with ``where`` (a file, a table) put before their own place.

    >>> [problem.where for problem in inside("a.toml", [Problem("empty", "name")])]
    ['a.toml › name']
    """
    return [
        replace(item, where=" › ".join(part for part in (where, item.where) if part)) for item in problems
    ]


def refuse(code: str, where: str = "", **values: object) -> InputError:
    """Return the error of a single problem, to be raised."""
    return InputError([LocalProblem(code, where, values)])
