"""Parts of a charter: how it is decided, how far that can be trusted, and how teams came to their groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from simkit.engine.draws import Draws, key_of
from simkit.pilot.design import Pilot
from simkit.pilot.looks import levels
from simkit.pilot.lots import drawn_by_lot
from simkit.pilot.timetable import STREAM, redrawn
from simkit.text import Lang, say
from simkit.views.pilots.charter_parts import Block, exact, groups_of, head
from simkit.views.pilots.designing import amount_of
from simkit.views.wording import first_capital, metric_name, percent, whole


@dataclass(frozen=True, slots=True)
class CharterOdds:
    """How sure a pilot can be: shares of simulated pilots, gains in the unit of the primary measure.

    ``detectable`` is not finite if no gain of any size is found by four pilots in five.
    """

    false_go: float
    missed: float
    detectable: float
    truth: float
    pilots: int


def rule(pilot: Pilot, lang: Lang) -> Block:
    """Return the decision rule, case by case, and how strict each look is."""
    id = pilot.primary.metric
    worthwhile = exact(pilot.rule.worthwhile, id, lang)
    stop = "stop_rails" if pilot.guardrails else "stop_text"
    texts = {"go": "go_text", "stop": stop, "more": "more_text"}
    cases = [
        (say(f"charter.rule.{case}", lang), say(f"charter.rule.{key}", lang, worthwhile=worthwhile, rails=_rails(pilot, lang)))
        for case, key in texts.items()
    ]  # fmt: skip
    lead = say("charter.rule.lead", lang, measure=metric_name(id, lang, inside=True))
    none = [] if pilot.guardrails else [("", say("charter.measure.no_rail", lang))]
    return Block(head("rule", lang), [("", lead), *cases, *none, ("", _looks(pilot, lang))])


def _rails(pilot: Pilot, lang: Lang) -> str:
    """Return what breaks a guardrail."""
    told = [
        say(
            f"charter.rule.{'rise' if rail.sign > 0 else 'fall'}", lang,
            measure=metric_name(rail.measure.metric, lang, inside=True), margin=exact(rail.margin, rail.measure.metric, lang),
        )
        for rail in pilot.guardrails
    ]  # fmt: skip
    return say("charter.rule.or", lang).join(told)


def _looks(pilot: Pilot, lang: Lang) -> str:
    """Return the looks with the confidence of each, and the analysis."""
    found = zip(pilot.rule.looks, levels(pilot.rule, pilot.design), strict=True)
    told = [
        say("charter.rule.look", lang, number=number, cycle=cycle, confidence=confidence_of(level, lang))
        for number, (cycle, level) in enumerate(found, 1)
    ]
    return say(
        f"charter.rule.{'looks' if len(told) > 1 else 'once'}", lang, looks=say("charter.event.joint", lang).join(told),
        all=confidence_of(pilot.rule.confidence, lang), spending=say(f"pilot.spending.{pilot.rule.spending}.name", lang),
        method=say(f"pilot.method.{pilot.design.method}.name", lang),
    )  # fmt: skip


def confidence_of(level: float, lang: Lang) -> str:
    """Return a confidence in percent; none is rounded up to certainty.

    >>> [confidence_of(level, "en") for level in (0.9, 0.9568, 0.99962, 0.9999999)]
    ['90%', '95.7%', '99.96%', 'over 99.99%']
    """
    if level > 0.9999:
        return say("charter.word.nearly", lang)
    text = f"{100 * level:.{2 if level > 0.999 else 1}f}"
    return f"{text.rstrip('0').rstrip('.')}%"


def odds(pilot: Pilot, found: CharterOdds | None, lang: Lang) -> Block:
    """Return how sure the pilot can be, or that this has not been computed."""
    if found is None:
        return Block(head("odds", lang), [("", say("charter.odds.unknown", lang))])
    id = pilot.primary.metric
    told = [
        say("charter.odds.known", lang, false=percent(found.false_go), missed=percent(found.missed),
            truth=amount_of(found.truth, id, lang), pilots=whole(found.pilots)),
        say("charter.odds.detectable", lang, detectable=amount_of(found.detectable, id, lang))
        if isfinite(found.detectable) else say("charter.odds.nowhere", lang),
    ]  # fmt: skip
    return Block(head("odds", lang), [("", (" " if lang == "en" else "").join(told))])


def lot(pilot: Pilot, lang: Lang) -> Block:
    """Return how the groups were found, such that anybody can draw them again."""
    return Block(head("lot", lang), [("", _lot(pilot, lang))])


def _lot(pilot: Pilot, lang: Lang) -> str:
    """Return the record of the lot; if the groups do not follow from it, that."""
    plan, groups = pilot.design, groups_of(pilot, lang)
    if plan.assigned == "choice":
        return say("charter.lot.chosen", lang)
    if len(groups) == 1:
        return say("charter.lot.alone", lang, count=len(plan.pilot_teams))
    if {*redrawn(plan, 0).pilot_teams} == {*plan.pilot_teams}:
        told = [
            say("charter.lot.group", lang, group=first_capital(name), teams=_numbered(members, plan.lot_seed, lang))
            for name, members in groups
        ]  # fmt: skip
        return say("charter.lot.drawn", lang, seed=plan.lot_seed, order=_joined(told, lang))
    pairs = _pairs(pilot)
    if pairs:
        told = [
            say("charter.lot.pair", lang, pilot=_numbered([one], plan.lot_seed, lang), comparison=_numbered([other], plan.lot_seed, lang))
            for one, other in pairs
        ]  # fmt: skip
        return say("charter.lot.pairs", lang, seed=plan.lot_seed, order=_joined(told, lang))
    order = _numbered(redrawn(plan, 0).pilot_teams, plan.lot_seed, lang)
    return say("charter.lot.other", lang, seed=plan.lot_seed, order=order)


def _pairs(pilot: Pilot) -> list[tuple[str, str]]:
    """Return pilot and comparison team of each pair, if the groups follow from a lot within pairs of similar teams; else nothing."""
    plan = pilot.design
    if len(plan.pilot_teams) != len(plan.comparison_teams):
        return []
    found = drawn_by_lot(
        pilot.organisation, count=len(plan.pilot_teams), seed=plan.lot_seed, among=plan.teams, way="pairs"
    )
    follows = {*found.pilot_teams} == {*plan.pilot_teams}
    return list(zip(found.pilot_teams, found.comparison_teams, strict=True)) if follows else []


def number_of(name: str, seed: int) -> float:
    """Return the number that a name draws."""
    return Draws(seed, 0).one(STREAM, key_of(name), 0)


def _numbered(names: Sequence[str], seed: int, lang: Lang) -> str:
    """Return names with the numbers that they drew, in rising order."""
    drew = sorted((number_of(name, seed), name) for name in names)
    return (", " if lang == "en" else "、").join(f"{name} {number:.4f}" for number, name in drew)


def _joined(parts: Sequence[str], lang: Lang) -> str:
    """Return parts one after the other."""
    return say("charter.event.joint", lang).join(parts)
