"""What can be wrong with a pack, an event or the store; sentences stand with the other texts of workshops."""

from __future__ import annotations

from simkit.problems import InputError, Problem
from simkit.roster.problems import resolved
from simkit.text import Lang, say


class WorkshopProblem(Problem):
    """One problem of a workshop, as one sentence; its values may be ``Said``.

    >>> WorkshopProblem("late", "", {"who": "Table 1"}).sentence("en")[:26]
    'the result is known by now'
    """

    def sentence(self, lang: Lang) -> str:
        """Return where, what is wrong, what is allowed and what to do, in one sentence."""
        text = say(f"workshop.problem.{self.code}", lang, **resolved(self.values, lang))
        return f"{self.where}{say('workshop.word.colon', lang)}{text}" if self.where else text


def refused(code: str, where: str = "", **values: object) -> InputError:
    """Return the error of a single problem, to be raised."""
    return InputError([WorkshopProblem(code, where, values)])
