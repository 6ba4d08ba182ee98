"""The results of a pilot in plain words: the decision, what it rests on, how sure it is, and what the pilot cannot say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simkit.experiments.sentences import number
from simkit.metrics import STAGES, metric
from simkit.pilot.findings import Finding, Look
from simkit.pilot.sheet import stage_of
from simkit.text import Lang, say

if TYPE_CHECKING:
    from pandas import DataFrame

    from simkit.pilot.readout import Readout


def amount(value: float, lang: Lang, *, sign: bool = True) -> str:
    """Return a number, or words where an interval has no bound.

    >>> amount(6.1, "en"), amount(float("inf"), "en")
    ('+6.10', 'no bound')
    """
    return say("readout.say.unbounded", lang) if np.isinf(value) else number(value, sign=sign)


def unit(id: str, lang: Lang) -> str:
    """Return the unit of a difference of a metric."""
    return say(f"report.unit.{metric(id).unit}", lang)


def name(id: str, lang: Lang) -> str:
    """Return the name of a metric within a sentence."""
    label = say(f"metric.{id}.label", lang)
    return label if lang == "zh" or label[1:2].isupper() else label[:1].lower() + label[1:]


def level(confidence: float) -> str:
    """Return a confidence in percent.

    >>> level(0.9), level(0.9876)
    ('90%', '98.8%')
    """
    return f"{100 * confidence:.3g}%"


def answer(found: Readout, lang: Lang) -> list[str]:
    """Return the sentences of the answer."""
    fell, last = found.decision, found.last
    decision = say(f"pilot.decision.{fell.decision}", lang)
    told = [say("readout.say.decision", lang, decision=decision, cycle=fell.cycle)]
    if fell.cycle != last.cycle:
        then = say(f"pilot.decision.{last.decision}", lang)
        words = {"decision": decision, "cycle": fell.cycle, "last": last.cycle, "then": then}
        return [*told, say("readout.say.earlier", lang, why=why(fell, lang), **words), effect(found, lang)]
    told += [
        effect(found, lang),
        reason(found, lang),
        *([sure(found, lang)] if np.isfinite(found.primary.effect) else []),
    ]
    if fell.decision == "continue" and last.cycle == found.pilot.design.cycles:
        told.append(say("readout.say.over", lang))
    return told


def effect(found: Readout, lang: Lang) -> str:
    """Return what the pilot shows on the primary measure."""
    item, last = found.primary, found.last
    if np.isnan(item.effect):
        return say("readout.say.effect_unknown", lang, cycle=last.cycle, measure=name(item.metric, lang))
    way = "higher" if item.effect > 0 else "lower" if item.effect < 0 else "same"
    words = say(f"readout.say.{way}", lang, value=number(abs(item.effect)), unit=unit(item.metric, lang))
    key = "effect_before" if found.pilot.design.kind == "before_after" else "effect"
    return say(
        f"readout.say.{key}", lang, cycle=last.cycle, measure=name(item.metric, lang), amount=words, confidence=level(last.confidence),
        bounds=bounds(item, lang, unit(item.metric, lang)),
    )  # fmt: skip


def bounds(item: Finding, lang: Lang, unit: str = "") -> str:
    """Return the interval of a finding, with a unit if one is given."""
    if np.isinf(item.lower) and np.isinf(item.upper):
        return say("readout.say.no_bounds", lang)
    words = say("readout.say.bounds", lang, low=amount(item.lower, lang), high=amount(item.upper, lang))
    return f"{words} {unit}".strip()


def why(look: Look, lang: Lang) -> str:
    """Return the reason of a decision in a few words."""
    return say(f"readout.say.why_{look.reason}", lang)


def reason(found: Readout, lang: Lang) -> str:
    """Return why the rule says what it says."""
    gain, low, high = found.primary.gain
    worthwhile, why = found.pilot.rule.worthwhile, found.last.reason
    key = "open_some" if why == "open" and low > 0 and gain < worthwhile else why
    broken = [name(item.metric, lang) for item in found.of("guardrail") if item.state == "broken"]
    rails = (", " if lang == "en" else "、").join(broken)
    return say(
        f"readout.say.reason_{key}", lang, worthwhile=number(worthwhile), unit=unit(found.primary.metric, lang),
        best=amount(high, lang), rails=rails,
    )  # fmt: skip


def sure(found: Readout, lang: Lang) -> str:
    """Return how sure the result is."""
    gain, low, high = found.primary.gain
    worthwhile = found.pilot.rule.worthwhile
    shown = (
        "worthwhile"
        if low >= worthwhile
        else "small"
        if high < worthwhile
        else "gain"
        if gain >= worthwhile
        else "some"
    )
    key = shown if low > 0 else "loss" if high < 0 else "open"
    return say(
        f"readout.say.sure_{key}", lang, worthwhile=number(worthwhile), unit=unit(found.primary.metric, lang),
        low=amount(low, lang), high=amount(high, lang),
    )  # fmt: skip


def rails(found: Readout, lang: Lang) -> list[str]:
    """Return a sentence for each guardrail."""
    return [_told(f"readout.say.rail_{item.state}", item, lang) for item in found.of("guardrail")]


def seconds(found: Readout, lang: Lang) -> list[str]:
    """Return a sentence for each secondary measure."""
    return [
        _told(f"readout.say.second{'_unknown' if np.isnan(item.effect) else ''}", item, lang) for item in found.of("secondary")
    ]  # fmt: skip


def _told(key: str, item: Finding, lang: Lang) -> str:
    """Return a finding as a sentence."""
    return say(
        key, lang, measure=say(f"metric.{item.metric}.label", lang), value=amount(item.effect, lang), bounds=bounds(item, lang),
        unit=unit(item.metric, lang), margin=number(item.margin or 0.0),
    )  # fmt: skip


def deviations(found: Readout, lang: Lang) -> list[str]:
    """Return everything that was otherwise than planned, and what it would have changed."""
    told = [say("readout.say.changed", lang, entry=entry) for entry in found.changed]
    told += [note.sentence(lang) for note in found.data.notes]
    if not told:
        return [say("readout.say.none", lang)]
    if found.treated is not None:
        key = "treated_unknown" if np.isnan(found.treated.effect) else "treated"
        told.append(_told(f"readout.say.{key}", found.treated, lang))
    return told


def limits(found: Readout, lang: Lang) -> list[str]:
    """Return what this pilot cannot say."""
    pilot = found.pilot
    slow = [
        say(f"metric.{item.metric}.label", lang)
        for item in pilot.measures
        if stage_of(item.metric) == STAGES[-1]
    ]
    comma = ", " if lang == "en" else "、"
    keys = {
        "before_after": pilot.design.kind == "before_after", "choice": pilot.design.assigned == "choice",
        "teams": True, "late": bool(slow), "spill": pilot.design.kind != "before_after", "novelty": True,
        "secondary": bool(found.of("secondary")),
    }  # fmt: skip
    values = {"teams": len(pilot.design.teams), "measures": comma.join(slow)}
    return [say(f"readout.limit.{key}", lang, **values) for key, holds in keys.items() if holds]


def table(found: Readout, lang: Lang) -> DataFrame:
    """Return the findings as a table to be read."""
    from pandas import DataFrame

    heads = [say(f"readout.head.{key}", lang) for key in ("measure", "role", "effect", "interval", "threshold", "teams", "result")]  # fmt: skip
    return DataFrame([_row(found, item, lang) for item in found.findings], columns=heads)


def _row(found: Readout, item: Finding, lang: Lang) -> list[str]:
    """Return a finding as cells."""
    state = item.state if item.role == "guardrail" else "unknown" if np.isnan(item.effect) else item.verdict
    label = say(f"metric.{item.metric}.label", lang)
    edges = {"primary": ("from", found.pilot.rule.worthwhile), "guardrail": ("margin", item.margin or 0.0)}
    key, edge = edges.get(item.role, ("", 0.0))
    return [
        say("readout.say.with_unit", lang, measure=label, unit=unit(item.metric, lang)), say(f"readout.role.{item.role}", lang),
        amount(item.effect, lang), bounds(item, lang) if np.isfinite(item.effect) else "–",
        say(f"readout.say.{key}", lang, value=number(edge)) if key else "–", str(item.teams), say(f"readout.result.{state}", lang),
    ]  # fmt: skip
