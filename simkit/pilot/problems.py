"""What can be wrong with a pilot or its data; sentences stand with the other texts of pilots."""

from __future__ import annotations

from simkit.problems import InputError, Problem
from simkit.roster.problems import resolved
from simkit.text import Lang, say


class PilotProblem(Problem):
    """One problem of a pilot, as one sentence; its values may be ``Said``.

    >>> PilotProblem("odd_cycles", "cycles", {"value": 3}).sentence("en")[:24]
    'cycles: a crossover need'
    """

    def sentence(self, lang: Lang) -> str:
        """Return where, what is wrong, what is allowed and what to do, in one sentence."""
        text = say(f"pilot.problem.{self.code}", lang, **resolved(self.values, lang))
        return f"{self.where}{say('pilot.word.colon', lang)}{text}" if self.where else text


def refused(code: str, where: str = "", **values: object) -> InputError:
    """Return the error of a single problem, to be raised."""
    return InputError([PilotProblem(code, where, values)])
