"""What a pilot shows on one measure, and what its rule said at one look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from simkit.pilot.deciding import Decision

Role = Literal["primary", "guardrail", "secondary"]
Verdict = Literal["ahead", "open", "behind", "more", "less"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What the pilot shows on one measure: effect and interval in its unit; ``teams`` have a value before and after.

    ``margin`` is that of a guardrail, ``sign`` +1 where a rise is good (or, of a guardrail, no harm), -1 where a fall is, 0 if neither.
    """

    metric: str
    role: Role
    effect: float
    lower: float
    upper: float
    teams: int
    sign: int
    margin: float | None = None

    @property
    def gain(self) -> tuple[float, float, float]:
        """Effect and interval counted so that good is positive."""
        if self.sign >= 0:
            return self.effect, self.lower, self.upper
        return -self.effect, -self.upper, -self.lower

    @property
    def verdict(self) -> Verdict:
        """Whether the interval lies on the good side of no effect, on the bad one, or on neither; ``more`` or ``less`` where no side is good."""
        _, low, high = self.gain
        if self.sign == 0:
            return "more" if low > 0 else "less" if high < 0 else "open"
        return "ahead" if low > 0 else "behind" if high < 0 else "open"

    @property
    def state(self) -> str:
        """Of a guardrail: ``broken``, ``possible`` (harm of the margin is not excluded), ``held`` (it is), or ``unknown``."""
        gain, low, high = self.gain
        if np.isnan(gain):
            return "unknown"
        margin = self.margin or 0.0
        return "broken" if gain <= -margin and high < 0 else "possible" if low <= -margin else "held"


@dataclass(frozen=True, slots=True)
class Look:
    """What the rule said at one look: after which cycle, with which confidence, what and why."""

    cycle: int
    confidence: float
    decision: Decision
    reason: str
