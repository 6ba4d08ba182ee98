"""Clark (2016): what late feedback costs, in the bandit of Posen & Levinthal (2012).

It runs on the rules of ``posen2012``. Of the published models it is the nearest to the cadence of reviews.
"""

from __future__ import annotations

from simkit.evidence.docking._common import Dock
from simkit.evidence.docking.posen2012 import bandit


def clark2016(
    latency: int = 0, eta: float = 0.0, *, tau: float = 0.5, unguided: int = 16, as_stated: bool = False,
    redrawn: float = 0.5, arms: int = 10, alpha: int = 2, beta: int = 2, periods: int = 500,
    replications: int = 1000, seed: int = 0,
) -> Dock:  # fmt: skip
    """Run the bandit of ``posen2012`` with beliefs that do not know what happened last.

    Before the first period everybody chooses at random for ``unguided`` periods, which teach and in which shocks
    come, but which do not count. Beliefs leave out the tries of the last ``latency`` periods. As for wins, the
    paper and the program that made its table differ: ``as_stated`` leaves out wins of the last ``latency``
    periods, as the paper says; without it, as in the program, the last ``latency`` *wins* are left out, because no
    time passes in its list of wins while a learner loses. With a latency of 0 both are ``posen2012``.

    ``latency`` and ``unguided`` are whole, 0 to 10,000; other parameters, what is returned and the errors are
    those of ``posen2012``. Source: Clark (2016), by way of the author's program and data.

    >>> now, late = (clark2016(latency, 0.16, replications=300)["score"] for latency in (0, 16))
    >>> now.low > late.high
    True
    """
    given = dict(locals())
    return bandit("clark2016", given, **given)
