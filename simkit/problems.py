"""Problems of an input: all of them at once, each one sentence in the reader's language.

>>> error = InputError([Problem("unknown_lever", "levers.review_intervall", {"value": "review_intervall", "nearest": "review_interval"})])
>>> error.problems[0].code
'unknown_lever'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from simkit.text import Lang, say


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: what is wrong (``code``), where, and the values that the sentence needs."""

    code: str
    where: str = ""
    values: Mapping[str, object] = field(default_factory=dict[str, object])

    def sentence(self, lang: Lang) -> str:
        """Return where, what is wrong, what is allowed and what to do, in one sentence."""
        text = say(f"message.problem.{self.code}", lang, **self.values)
        separator = ": " if lang == "en" else "："
        return f"{self.where}{separator}{text}" if self.where else text


class InputError(ValueError):
    """An input cannot be used; ``problems`` lists every reason."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems; ``str()`` of the error is their English sentences."""
        self.problems = tuple(problems)
        super().__init__(self.text("en"))

    def text(self, lang: Lang) -> str:
        """Return all sentences, one a line."""
        return "\n".join(problem.sentence(lang) for problem in self.problems)


def nearest(name: str, allowed: Sequence[str]) -> str:
    """Return the allowed name nearest to a mistyped one, or all allowed names, joined.

    >>> nearest("review_intervall", ["review_interval", "coaching_share"])
    'review_interval'
    """
    return (get_close_matches(name, allowed, n=1, cutoff=0.6) or [", ".join(allowed)])[0]
