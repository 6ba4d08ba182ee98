"""Contracts of Ederer & Manso (2013), and what of their pay people see: ``attention.discounted`` by how far it lies ahead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from simkit.evidence.docking._common import one_of, share, within
from simkit.rules import attention

HALF_OF_PROFITS = 0.5
"""The share of profits that the paid contracts pay; it counts as one bonus."""


@dataclass(frozen=True, slots=True)
class Contract:
    """Shares of profit paid in the first and the second half, and what happens after a poor first half.

    Whoever has earned less than ``threshold`` when the first half is over is dismissed; 0 means nobody is.
    ``parachute`` is what the dismissed are paid.
    """

    first: float = 0.0
    second: float = 0.0
    threshold: float = 0.0
    parachute: float = 0.0


THRESHOLD, PARACHUTE = 800.0, 250.0
"""Profit of ten periods below which people go, and pay on leaving. Remembered, not read: no figure hangs on them alone."""
CONTRACTS: Mapping[str, Contract] = {
    "fixed": Contract(),
    "performance": Contract(HALF_OF_PROFITS, HALF_OF_PROFITS),
    "exploration": Contract(0.0, HALF_OF_PROFITS),
    "dismissal": Contract(0.0, HALF_OF_PROFITS, THRESHOLD),
    "parachute": Contract(0.0, HALF_OF_PROFITS, THRESHOLD, PARACHUTE),
}
"""The five contracts of the paper."""


def agreed(
    name: str, first: float | None, second: float | None, threshold: float | None, parachute: float | None
) -> Contract:
    """Return a contract of the paper, with what is given in place of its own terms; ``InputError`` if out of range.

    >>> agreed("exploration", None, 0.3, None, None)
    Contract(first=0.0, second=0.3, threshold=0.0, parachute=0.0)
    """
    terms = CONTRACTS[one_of("contract", name, tuple(CONTRACTS))]
    paid = {"first": first, "second": second}
    kept = {"threshold": threshold, "parachute": parachute}
    shares = {field: share(field, value) for field, value in paid.items() if value is not None}
    amounts = {field: within(field, value, 0.0, 1e6) for field, value in kept.items() if value is not None}
    return replace(terms, **shares, **amounts)


def pay_seen(
    terms: Contract, periods: int, settlements: int, bonus: float, rate: float
) -> list[tuple[float, float]]:
    """Return, period by period, what its own profit pays and what a success pays, in units of utility.

    A period's profit pays at once, if the contract pays for it. A success pays in the next ``settlements`` paid
    periods, this one included, each discounted by how far ahead it lies (``attention.discounted``). ``bonus`` is the
    utility of half of a period's profit.

    >>> pay_seen(Contract(0.0, 0.5), 4, 1, 1.0, 0.5)
    [(0.0, 0.5), (0.0, 0.6666666666666666), (1.0, 1.0), (1.0, 1.0)]
    """
    half = periods // 2
    own = [bonus * (terms.first if t < half else terms.second) / HALF_OF_PROFITS for t in range(periods)]
    seen: list[tuple[float, float]] = []
    for t in range(periods):
        paid = [u for u in range(t, periods) if own[u] > 0.0][:settlements]
        seen.append((own[t], sum(own[u] * attention.discounted(float(u - t), rate) for u in paid)))
    return seen
