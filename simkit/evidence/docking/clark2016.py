"""Clark (2016): what late feedback costs, in the bandit of Posen & Levinthal (2012).

It runs on the rules of ``posen2012``. Of the published models it is the nearest to the cadence of reviews.
"""

from __future__ import annotations

from simkit.evidence.docking._common import Dock
from simkit.evidence.docking.posen2012 import bandit


def clark2016(
    latency: int = 0, eta: float = 0.0, *, tau: float = 0.5, unguided: int = 16, redrawn: float = 0.5,
    arms: int = 10, alpha: int = 2, beta: int = 2, periods: int = 500, replications: int = 1000, seed: int = 0,
) -> Dock:  # fmt: skip
    """Run the bandit of ``posen2012`` with beliefs that do not know the outcomes of the last ``latency`` periods.

    In the first ``unguided`` periods everybody chooses at random. Both numbers are whole, 0 to 10,000; other
    parameters, what is returned and the errors are those of ``posen2012``. Source: Clark (2016), by way of the
    author's data.

    >>> now, late = (clark2016(latency, 0.16, replications=300)["score"] for latency in (0, 16))
    >>> now.low > late.high
    True
    """
    given = dict(locals())
    return bandit("clark2016", given, **given)
