"""The controls of the lab as plain data, made from the declarations: any page can draw them.

``controls`` describes them, ``simkit.views.lab.changes.apply`` does what a person moves. Nothing is declared here
a second time: ranges, units and both presets come from the levers, the market and the named regimes.
"""

from __future__ import annotations

from typing import Any

from simkit.levers import DRIVERS, INCENTIVE_MIX, LEVERS, SWITCHES, VALUE_WEIGHTS, Lever, levers_of
from simkit.presets import ORGANISATIONS, REGIMES, SCENES
from simkit.presets.own import home_of
from simkit.presets.settings import RUN, Settings
from simkit.regime import BASES, Regime
from simkit.scenario import LEAST_WORLDS, MOST_WORLDS, Market, Scenario
from simkit.text import Lang, say
from simkit.views.lab.values import STEPS, limits, value_text
from simkit.views.occasions import occasions
from simkit.views.page.choices import label as choice_label
from simkit.views.wording import regime_name

Data = dict[str, Any]
HEADLINE_GROUP = "headline"
SUMS: dict[str, tuple[str, ...]] = {"incentive_mix": INCENTIVE_MIX, "value_weights": VALUE_WEIGHTS}
"""Groups of levers that add up to 1: moving one scales the others."""
MARKET_UNITS = {"certainty": "scale", "shock_rate": "per_year", "share": "share"}
RUN_UNITS = {"weeks": "weeks", "worlds": "worlds", "seed": "seed"}


def controls(settings: Settings, place: int, lang: Lang) -> Data:
    """Return all controls for the regime at a place (0 is the reference), with texts in a language.

    ``levers`` is the list of lever controls in the order of ``groups`` (headline levers, then E1 to E7), each with
    its switch, driver and, where it belongs to one, its group that adds up to 1; ``also`` says in sentences what the
    settings hold besides. The result can be sent as JSON.

    >>> from simkit.presets.settings import usual_settings
    >>> first = controls(usual_settings(), 1, "en")["levers"][0]
    >>> first["id"], first["value_text"], first["other_text"], first["low_text"]
    ('review_interval', 'every 4 weeks', 'once a year', 'every week')
    """
    regime = settings.regimes[place]
    other, home = settings.regimes[1 if place == 0 else 0], home_of(regime)
    levers = [_lever(item, (regime, other, home), lang) for group in groups().values() for item in group]
    return {
        "place": place,
        "regime": _regime(regime, home, lang),
        "groups": [_group(id, items, lang) for id, items in groups().items()],
        "drivers": [_driver(id, lang) for id in DRIVERS],
        "sums": [_sum(id, ids, lang) for id, ids in SUMS.items()],
        "levers": levers,
        "switches": [_switch(row, regime, lang) for row in SWITCHES],
        "market": [_market(id, settings, lang) for id in Market.model_fields],
        "organisation": _organisation(settings, lang),
        "run": [_run(id, settings, lang) for id in RUN],
        "also": occasions(settings.scenario, lang),
    }


def groups() -> dict[str, tuple[Lever, ...]]:
    """Return the levers by group: the headline levers, then the others by switch.

    >>> [item.id for item in groups()["headline"]][:2], [item.id for item in groups()["E3"]]
    (['review_interval', 'tolerance_exploratory'], ['review_minutes'])
    """
    headline = tuple(item for item in LEVERS if item.headline)
    rest = {row: tuple(item for item in levers_of(row) if not item.headline) for row in SWITCHES}
    return {HEADLINE_GROUP: headline, **rest}


def state_of(row: str, regime: Regime) -> str:
    """Return where a switch stands: ``traditional``, ``innovation`` or ``mixed``.

    >>> state_of("E3", Regime.preset("innovation")), state_of("E3", Regime.preset("innovation").with_(review_interval=9))
    ('innovation', 'mixed')
    """
    values = [regime[item.id] for item in levers_of(row)]
    sides = {base: [float(getattr(item, base)) for item in levers_of(row)] for base in BASES}
    return next((base for base, side in sides.items() if side == values), "mixed")


def _lever(item: Lever, regimes: tuple[Regime, Regime, Regime], lang: Lang) -> Data:
    """Return the control of a lever; the regimes are its own, the other one and the one it came from."""
    texts = {part: say(f"lever.{item.id}.{part}", lang) for part in ("label", "help")}
    ends = {f"{end}_text": say(f"lever.{item.id}.{end}", lang) for end in ("low", "high")}
    own, other, home = (regime[item.id] for regime in regimes)
    presets = {base: float(getattr(item, base)) for base in BASES}
    return {
        "id": item.id, **texts, **_scale(item.id, item.unit, item.low, item.high, own, lang), **ends,
        "other": other, "other_text": value_text(item.id, item.unit, other, lang), "home": home, "moved": own != home,
        "presets": presets,
        "preset_texts": {base: value_text(item.id, item.unit, value, lang) for base, value in presets.items()},
        "headline": item.headline, "group": HEADLINE_GROUP if item.headline else item.switch, "switch": item.switch,
        "driver": item.driver, "sum": next((id for id, ids in SUMS.items() if item.id in ids), ""),
    }  # fmt: skip


def _scale(id: str, unit: str, low: float, high: float, value: float | None, lang: Lang) -> Data:
    """Return the scale on which a control moves, and where it stands."""
    step = 1 if id == "review_interval" else STEPS[unit]
    return {
        "unit": say(f"setting.unit.{unit}", lang), "low": low, "high": high, "step": step, "value": value,
        "value_text": value_text(id, unit, value, lang),
    }  # fmt: skip


def _regime(regime: Regime, home: Regime, lang: Lang) -> Data:
    """Return the choice of a regime, and which one a reset goes back to."""
    shipped = [{"value": id, "label": regime_name(id, lang)} for id in REGIMES]
    own = [] if regime.name in REGIMES else [{"value": regime.name, "label": regime_name(regime.name, lang)}]
    return {
        "label": say("setting.control.regime", lang), "value": regime.name, "name": regime_name(regime.name, lang),
        "choices": [*own, *shipped], "home": home.name, "moved": regime.values != home.values,
        "reset": say("setting.control.reset", lang, name=regime_name(home.name, lang, inside=True)),
    }  # fmt: skip


def _group(id: str, items: tuple[Lever, ...], lang: Lang) -> Data:
    """Return a group of levers."""
    key = "setting.group.headline" if id == HEADLINE_GROUP else f"term.switch.{id}.label"
    return {"id": id, "label": say(key, lang), "levers": [item.id for item in items]}


def _driver(id: str, lang: Lang) -> Data:
    """Return a driver and its levers."""
    ids = [item.id for item in LEVERS if item.driver == id]
    return {"id": id, "label": say(f"term.driver.{id}.label", lang), "levers": ids}


def _sum(id: str, ids: tuple[str, ...], lang: Lang) -> Data:
    """Return a group of levers that add up to 1."""
    texts = {part: say(f"setting.sum.{id}.{part}", lang) for part in ("label", "help")}
    return {"id": id, **texts, "levers": list(ids)}


def _switch(row: str, regime: Regime, lang: Lang) -> Data:
    """Return one of the seven row switches."""
    state, texts = state_of(row, regime), {base: say(f"term.switch.{row}.{base}", lang) for base in BASES}
    return {
        "id": row, "label": say(f"term.switch.{row}.label", lang), **texts, "state": state,
        "state_text": say(f"setting.switch.{state}", lang),
    }  # fmt: skip


def _market(id: str, settings: Settings, lang: Lang) -> Data:
    """Return the control of a field of the market."""
    unit, value = MARKET_UNITS[id], getattr(settings.scenario.organisation.market, id)
    low, high = limits(Market.model_fields[id], STEPS[unit])
    texts = {part: say(f"setting.market.{id}.{part}", lang) for part in ("label", "help")}
    ends = {f"{end}_text": say(f"setting.market.{id}.{end}", lang) for end in ("low", "high")}
    return {"id": id, **texts, **_scale(id, unit, low, high, value, lang), **ends}


def _organisation(settings: Settings, lang: Lang) -> Data:
    """Return the choice of an organisation: those that ship, and the own one where there is one."""
    source, organisation = settings.source, settings.scenario.organisation
    shipped = [
        {"value": id, "label": choice_label("organisation", id, lang), "kind": kind}
        for kind, ids in (("example", ORGANISATIONS), ("scene", tuple(SCENES)))
        for id in ids
    ]
    own = [] if source else [{"value": "", "label": organisation.name, "kind": "own"}]
    people = sum(team.people for team in organisation.teams)
    size = say("setting.control.size", lang, teams=len(organisation.teams), people=people)
    return {
        "label": say("setting.control.organisation", lang), "value": source, "name": organisation.name,
        "size": size, "choices": [*own, *shipped],
    }  # fmt: skip


def _run(id: str, settings: Settings, lang: Lang) -> Data:
    """Return a control of the run; its seed has no ends, and no number of worlds means: until precise."""
    value = settings.scenario.weeks if id == "weeks" else getattr(settings, id)
    ends: dict[str, tuple[float | None, float | None]] = {
        "weeks": limits(Scenario.model_fields["weeks"], 1), "worlds": (LEAST_WORLDS, MOST_WORLDS), "seed": (None, None),
    }  # fmt: skip
    texts = {part: say(f"setting.run.{id}.{part}", lang) for part in ("label", "help")}
    (low, high), unit = ends[id], RUN_UNITS[id]
    return {
        "id": id, **texts, "unit": say(f"setting.unit.{unit}", lang), "low": low, "high": high,
        "step": STEPS[unit], "value": value, "value_text": value_text(id, unit, value, lang), "optional": id == "worlds",
    }  # fmt: skip
