"""Reading out a pilot: the analysis that was agreed beforehand, applied to what was measured, and what the rule then says.

The main analysis counts every team as it was planned (intention to treat), whatever it did. If teams changed in other weeks
than planned, what the primary measure shows by what they really did is given beside it and decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from simkit.metrics import metric
from simkit.pilot.analysis import Estimates
from simkit.pilot.deciding import NAMES, REASONS, decide
from simkit.pilot.design import Pilot
from simkit.pilot.deviations import as_treated
from simkit.pilot.files import pilot_table
from simkit.pilot.findings import Finding, Look, Role
from simkit.pilot.fitting import fit
from simkit.pilot.looks import levels
from simkit.pilot.reading import PilotData
from simkit.pilot.remarks import measure_said, period_said, refused
from simkit.pilot.timetable import Arms
from simkit.text import Lang

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True, eq=False)
class Readout:
    """The results of a pilot.

    ``looks`` are all that were completed; ``decision`` is the first that said go or stop, else the last. ``findings`` are those at
    the last look: the primary measure, the guardrails, the secondary measures. ``treated`` is the primary measure by what teams
    really did (``None`` if that was as planned). ``changed`` lists what differs from the registered design.
    """

    pilot: Pilot
    data: PilotData
    looks: tuple[Look, ...]
    findings: tuple[Finding, ...]
    treated: Finding | None
    changed: tuple[str, ...]

    @property
    def decision(self) -> Look:
        """The look at which the decision fell: the first that said go or stop, else the last."""
        return next((look for look in self.looks if look.decision != "continue"), self.looks[-1])

    @property
    def last(self) -> Look:
        """The last completed look."""
        return self.looks[-1]

    @property
    def primary(self) -> Finding:
        """What the pilot shows on the primary measure."""
        return self.findings[0]

    def sentence(self, lang: Lang) -> str:
        """Return the decision, what it rests on, and how sure it is, in plain words."""
        from simkit.pilot.saying import answer

        return ("" if lang == "zh" else " ").join(answer(self, lang))

    def table(self, lang: Lang) -> DataFrame:
        """Return the findings as a table to be read, a row a measure."""
        from simkit.pilot.saying import table

        return table(self, lang)

    def of(self, role: Role) -> list[Finding]:
        """Return the findings of a role."""
        return [item for item in self.findings if item.role == role]

    def observed(self) -> dict[str, float]:
        """Return the estimated effects by measure, as `simkit.pilot.learning.learn` takes them."""
        return {item.metric: item.effect for item in self.findings}

    def frame(self) -> DataFrame:
        """Return one row a measure: effect and interval in its unit, role, verdict, threshold and teams with data."""
        from pandas import DataFrame

        return DataFrame([
            {"metric": item.metric, "role": item.role, "effect": item.effect, "lower": item.lower, "upper": item.upper,
             "sign": item.sign, "verdict": item.verdict, "state": item.state if item.role == "guardrail" else "",
             "threshold": self.pilot.rule.worthwhile if item.role == "primary" else item.margin,
             "confidence": self.last.confidence, "teams": item.teams}
            for item in self.findings
        ]).astype({"threshold": float})  # fmt: skip

    def record(self) -> dict[str, Any]:
        """Return what a pilot's folder keeps of the results."""
        looks = [
            {"cycle": item.cycle, "decision": item.decision, "reason": item.reason} for item in self.looks
        ]
        return {"decision": self.decision.decision, "looks": looks, "effects": self.observed()}


def read_out(pilot: Pilot, data: PilotData, *, registered: Pilot | None = None) -> Readout:
    """Return the results at the last look whose data is complete, by the analysis and the rule of the pilot.

    ``registered`` is the pilot as its charter fixed it, if that was kept: what differs is listed. Raises ``InputError`` if no look is due yet.
    """
    confidences = dict(zip(pilot.rule.looks, levels(pilot.rule, pilot.design), strict=True))
    due = [cycle for cycle in pilot.rule.looks if data.complete(cycle)]
    if not due:
        raise _nothing_yet(pilot, data)
    looks: list[Look] = []
    for cycle in due:
        found = _estimates(pilot, data, data.arms, cycle, confidences[cycle])
        rails = [found[item.measure.metric] for item in pilot.guardrails]
        code, reason = decide(pilot, found[pilot.primary.metric], rails)
        looks.append(Look(cycle, confidences[cycle], NAMES[int(code[0])], REASONS[int(reason[0])]))
    last = looks[-1]
    found = _estimates(pilot, data, data.arms, last.cycle, last.confidence)
    changed = _differences(registered, pilot) if registered else ()
    return Readout(
        pilot, data, tuple(looks), _findings(pilot, data, found, last), _treated(pilot, data, last), changed
    )


def _nothing_yet(pilot: Pilot, data: PilotData) -> Exception:
    """Return the refusal of data that ends before the first look."""
    first = pilot.rule.looks[0]
    missing = tuple(period_said(number) for number in data.lacking(first))
    return refused(
        "nothing_yet", data.file, look=first, measure=measure_said(pilot.primary.metric), missing=missing
    )


def _estimates(
    pilot: Pilot, data: PilotData, treated: Arms, cycle: int, confidence: float
) -> Mapping[str, Estimates]:
    """Return the estimate of every measure from the periods up to a cycle."""
    return {
        item.metric: fit(
            data.of(item.metric)[None, :, : cycle + 1],
            treated[:, : cycle + 1],
            pilot.design.method,
            confidence,
        )
        for item in pilot.measures
    }


def _findings(
    pilot: Pilot, data: PilotData, found: Mapping[str, Estimates], look: Look
) -> tuple[Finding, ...]:
    """Return the findings, the primary measure first."""
    first, rails = (
        pilot.primary.metric,
        [(item.measure.metric, -item.sign, item.margin) for item in pilot.guardrails],
    )
    named = {first, *(id for id, _, _ in rails)}
    rest = [item.metric for item in pilot.measures if item.metric not in named]
    return (
        _finding(data, first, "primary", found[first], look.cycle, metric(first).direction),
        *(_finding(data, id, "guardrail", found[id], look.cycle, sign, margin) for id, sign, margin in rails),
        *(_finding(data, id, "secondary", found[id], look.cycle, metric(id).direction) for id in rest),
    )


def _finding(
    data: PilotData, id: str, role: Role, found: Estimates, cycle: int, sign: int, margin: float | None = None
) -> Finding:
    """Return what the pilot shows on a measure in a role."""
    known = np.isfinite(data.of(id)[:, : cycle + 1])
    teams = int((known[:, 0] & known[:, 1:].any(axis=1)).sum())
    return Finding(
        id, role, float(found.effect[0]), float(found.lower[0]), float(found.upper[0]), teams, sign, margin
    )


def _treated(pilot: Pilot, data: PilotData, look: Look) -> Finding | None:
    """Return the primary measure by what teams really did, if that was not as planned."""
    really = as_treated(pilot, data.groups, data.events)
    if (really[:, : look.cycle + 1] == data.arms[:, : look.cycle + 1]).all():
        return None
    id = pilot.primary.metric
    found = _estimates(pilot, data, really, look.cycle, look.confidence)[id]
    return _finding(data, id, "primary", found, look.cycle, metric(id).direction)


def _differences(registered: Pilot, now: Pilot) -> tuple[str, ...]:
    """Return the entries of the pilot file that differ from the registered ones, as ``entry: before → now``.

    >>> from simkit.pilot.design import Design, Measure, Rule
    >>> from simkit.presets import load_organisation, load_regime
    >>> company = load_organisation("product-company")
    >>> pilot = Pilot(organisation=company, new=load_regime("innovation"), primary=Measure(metric="felt_safety"),
    ...     rule=Rule(worthwhile=3), design=Design(kind="before_after", pilot_teams=tuple(t.name for t in company.teams[:3])))
    >>> _differences(pilot, pilot.with_(rule=Rule(worthwhile=2)))
    ('rule › worthwhile: 3.0 → 2.0',)
    """
    before, after = _flat(pilot_table(registered)), _flat(pilot_table(now))
    keys = [key for key in (before | after) if before.get(key, "–") != after.get(key, "–")]
    return tuple(f"{key}: {before.get(key, '–')} → {after.get(key, '–')}" for key in keys)


def _flat(table: Mapping[str, Any], above: str = "") -> dict[str, str]:
    """Return the entries of nested tables, each with its path."""
    found: dict[str, str] = {}
    for key, value in table.items():
        path = f"{above} › {key}" if above else key
        inner = (
            dict(enumerate(value, 1))
            if isinstance(value, list) and value and isinstance(value[0], dict)
            else value
        )  # pyright: ignore[reportUnknownArgumentType,reportUnknownVariableType]
        found |= (
            _flat({str(name): item for name, item in inner.items()}, path)
            if isinstance(inner, dict)
            else {path: str(inner)}
        )  # pyright: ignore[reportUnknownArgumentType,reportUnknownVariableType,reportUnknownMemberType]
    return found
