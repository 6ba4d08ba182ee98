"""The rule at work: go, one more cycle or stop, for one pilot or thousands of simulated ones, by the same code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simkit.distribution import Floats
from simkit.metrics import metric
from simkit.pilot.analysis import Estimates, estimate
from simkit.pilot.design import Pilot
from simkit.pilot.looks import levels
from simkit.pilot.weights import Treated

STOP, CONTINUE, GO = -1, 0, 1
"""Codes of the decisions."""
Decision = Literal["stop", "continue", "go"]
NAMES: dict[int, Decision] = {STOP: "stop", CONTINUE: "continue", GO: "go"}
REASONS = ("gain", "too_small", "harm", "open", "unknown")
"""Why: a worthwhile gain is shown; a worthwhile gain is excluded; a guardrail is broken; neither is sure; the effect cannot be estimated."""
GAIN, TOO_SMALL, HARM, OPEN, UNKNOWN = range(len(REASONS))
Codes = NDArray[np.int64]


class Verdicts(NamedTuple):
    """What the rule decides for each pilot: code of the decision, number of the look at which it fell (1 …), place in ``REASONS``."""

    decision: Codes
    look: Codes
    reason: Codes


def mirrored(found: Estimates, sign: int) -> Estimates:
    """Return estimates counted the other way round if ``sign`` is negative."""
    if sign >= 0:
        return found
    return found._replace(effect=-found.effect, lower=-found.upper, upper=-found.lower)


def decide(pilot: Pilot, primary: Estimates, guardrails: Sequence[Estimates]) -> tuple[Codes, Codes]:
    """Return decisions and reasons at one look, from effects in the units of the measures; see ``Rule`` for the rule.

    ``guardrails`` are in the order of ``Pilot.guardrails``.
    """
    gain = mirrored(primary, metric(pilot.primary.metric).direction)
    worthwhile = pilot.rule.worthwhile
    harmed = np.zeros(len(gain.effect), bool)
    for rail, found in zip(pilot.guardrails, guardrails, strict=True):
        harm = mirrored(found, rail.sign)
        harmed |= (harm.effect >= rail.margin) & (harm.lower > 0)
    known = ~np.isnan(gain.effect)
    small = known & (gain.upper < worthwhile)
    shown = known & (gain.lower > 0) & (gain.effect >= worthwhile)
    cases = [harmed, small, shown, ~known]
    decision = np.select(cases, [STOP, STOP, GO, CONTINUE], CONTINUE)
    return decision, np.select(cases, [HARM, TOO_SMALL, GAIN, UNKNOWN], OPEN)


def run_rule(
    pilot: Pilot, values: Mapping[str, Floats], treated: Treated, looks: int | None = None
) -> Verdicts:
    """Return the verdicts on pilots: looks in order, up to the first that says go or stop (or the first ``looks`` of them).

    ``values`` has, by measure, (pilots, teams, periods); a look after cycle k sees periods 0 … k of it. ``treated`` is (teams, periods).
    """
    count = len(values[pilot.primary.metric])
    decision, reason = np.zeros(count, np.int64), np.full(count, UNKNOWN)
    look, undecided = np.zeros(count, np.int64), np.ones(count, bool)
    confidences = levels(pilot.rule, pilot.design)
    for number, (cycle, confidence) in enumerate(zip(pilot.rule.looks, confidences, strict=True), 1):
        if looks is not None and number > looks:
            break
        here = np.flatnonzero(undecided)
        decided, why = decide(pilot, *_estimates(pilot, values, treated, here, cycle, confidence))
        decision[here], reason[here], look[here] = decided, why, number
        undecided[here] = decided == CONTINUE
    return Verdicts(decision, look, reason)


def _estimates(
    pilot: Pilot, values: Mapping[str, Floats], treated: Treated, here: Codes, cycle: int, confidence: float
) -> tuple[Estimates, list[Estimates]]:
    """Return the estimates of the primary measure and of the guardrails at a look."""

    def of(id: str) -> Estimates:
        seen = values[id][here][:, :, : cycle + 1]
        return estimate(seen, treated[:, : cycle + 1], pilot.design.method, confidence)

    return of(pilot.primary.metric), [of(item.measure.metric) for item in pilot.guardrails]
