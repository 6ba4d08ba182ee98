"""What a person does with the controls: one change at a time, from settings to settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from numbers import Real
from typing import Any

from simkit.levers import LEVER_IDS, lever
from simkit.presets import REGIMES, drop_overridden, load_regime
from simkit.presets.organisations import SHIPPED, shipped
from simkit.presets.own import home_of, settled
from simkit.presets.refusals import refuse_settings
from simkit.presets.settings import Settings
from simkit.problems import InputError, nearest
from simkit.regime import Regime
from simkit.roster.problems import LocalProblem, Said, refuse
from simkit.scenario import Organisation
from simkit.text import LANGS, Lang
from simkit.views.lab.controls import SUMS

Change = Mapping[str, Any]
PLACES = 4
"""Decimals of shares that give way to one that is moved."""
DECIMALS = 6
"""Decimals that are kept of a moved value; what comes after is the noise of a slider's steps."""


def apply(settings: Settings, place: int, change: Change, lang: Lang | None = None) -> Settings:
    """Return settings after one change of the regime at a place, the market, the organisation or the run.

    A change is one of ``{"id": "review_interval", "value": 8}`` (a share that is moved scales the others of its
    group), ``{"switch": "E3", "value": "innovation"}``, ``{"regime": "agile_team"}`` (or a ``Regime``),
    ``{"reset": True}``, ``{"market": "certainty", "value": 2}``, ``{"organisation": "group"}`` (or an
    ``Organisation``) and ``{"run": "worlds", "value": 500}``. A moved regime is called after the one that it came
    from. ``lang`` is the language of a chosen organisation's names, by default that of the present one. Raises
    ``InputError`` for anything else.

    >>> from simkit.presets.settings import usual_settings
    >>> moved = apply(usual_settings(), 1, {"id": "review_interval", "value": 8})
    >>> moved.regimes[1].name, apply(moved, 1, {"reset": True}) == usual_settings()
    ('own-innovation', True)
    """
    kind = next((key for key in _KINDS if key in change), "")
    needed = {"id", "value"} if kind == "id" else {kind, "value"} if kind in _WITH_VALUE else {kind}
    if not kind or set(change) != needed:
        raise refuse_settings("unknown_change", value=", ".join(map(str, change)) or "–")
    return _KINDS[kind](settings, place, change, lang)


def _lever(settings: Settings, place: int, change: Change, lang: Lang | None) -> Settings:
    """Move one lever."""
    id, value, before = change["id"], change["value"], _at(settings, place)
    if id not in LEVER_IDS:
        raise refuse("unknown_lever", value=id, nearest=nearest(str(id), LEVER_IDS))
    item, where = lever(id), Said((f"lever.{id}.label",))
    number = _number(value, where)
    if not item.low <= number <= item.high:
        limits = {"value": value, "low": item.low, "high": item.high}
        raise InputError([LocalProblem("out_of_range", "", limits, where)])
    if item.integer and number != int(number):
        raise InputError([LocalProblem("not_whole", "", {"value": value}, where)])
    group = next((ids for ids in SUMS.values() if id in ids), None)
    moved = _shared(before, id, number, group) if group else before.with_(**{id: number})
    return _moved(settings, place, moved)


def _shared(regime: Regime, id: str, value: float, group: tuple[str, ...]) -> Regime:
    """Return the regime with one share moved and the others of its group scaled, to few decimals, so that all is 1."""
    scaled = regime.rebalanced(**{id: value})
    others = {key: round(scaled[key], PLACES) for key in group if key != id}
    largest = max(others, key=lambda key: others[key])
    rest = sum(share for key, share in others.items() if key != largest)
    return scaled.with_(**{**others, largest: round(max(0.0, 1.0 - value - rest), DECIMALS)})


def _switch(settings: Settings, place: int, change: Change, lang: Lang | None) -> Settings:
    """Set one of the seven rows as in a base."""
    return _moved(settings, place, _at(settings, place).switched(**{str(change["switch"]): change["value"]}))


def _regime(settings: Settings, place: int, change: Change, lang: Lang | None) -> Settings:
    """Choose a regime; the present one may be chosen again."""
    wanted = change["regime"]
    if isinstance(wanted, Regime):
        return settings.with_regime(place, wanted)
    if wanted == _at(settings, place).name:
        return settings
    if wanted not in REGIMES:
        raise refuse("unknown_regime", value=wanted, nearest=nearest(str(wanted), REGIMES))
    return settings.with_regime(place, load_regime(wanted))


def _reset(settings: Settings, place: int, change: Change, lang: Lang | None) -> Settings:
    """Go back to the named regime that the present one came from."""
    return settings.with_regime(place, home_of(_at(settings, place)))


def _market(settings: Settings, place: int, change: Change, lang: Lang | None) -> Settings:
    """Set one field of the market."""
    field, value = str(change["market"]), change["value"]
    number = (
        value if isinstance(value, bool) or not isinstance(value, Real) else round(float(value), DECIMALS)
    )
    return _called(f"setting.market.{field}.label", field, lambda: settings.with_market(**{field: number}))


def _organisation(settings: Settings, place: int, change: Change, lang: Lang | None) -> Settings:
    """Choose an organisation; the present one may be chosen again."""
    wanted = change["organisation"]
    if isinstance(wanted, Organisation):
        return settings.with_organisation(wanted)
    if wanted == settings.source:
        return settings
    if wanted not in SHIPPED:
        raise refuse("unknown_organisation", value=wanted, nearest=nearest(str(wanted), SHIPPED))
    return settings.with_organisation(wanted, lang or _language(settings))


def _run(settings: Settings, place: int, change: Change, lang: Lang | None) -> Settings:
    """Set length, size or seed of the run."""
    field, value = str(change["run"]), change["value"]
    return _called(f"setting.run.{field}.label", field, lambda: settings.with_run(**{field: value}))


def _called(key: str, field: str, make: Callable[[], Settings]) -> Settings:
    """Return what is made; a problem with the field calls it as a person knows it."""
    try:
        return make()
    except InputError as error:
        label = Said((key,))
        raise InputError(
            [
                LocalProblem(item.code, "", item.values, label)
                if item.where == field and item.code != "unknown_field"
                else item
                for item in error.problems
            ]
        ) from None


_KINDS: dict[str, Callable[[Settings, int, Change, Lang | None], Settings]] = {
    "id": _lever, "switch": _switch, "market": _market, "run": _run,
    "regime": _regime, "organisation": _organisation, "reset": _reset,
}  # fmt: skip
_WITH_VALUE = ("switch", "market", "run")


def _moved(settings: Settings, place: int, regime: Regime) -> Settings:
    """Return settings with a moved regime, without the tools that no longer hold, under the name that fits it."""
    before = settings.regimes[place]
    others = [item for number, item in enumerate(settings.regimes) if number != place]
    kept = drop_overridden(regime, before)
    taken = [item.name for item in others if item.values != kept.values]
    return settings.with_regime(place, settled(kept, taken))


def _at(settings: Settings, place: int) -> Regime:
    """Return the regime at a place, or refuse the place."""
    if not 0 <= place < len(settings.regimes):
        raise refuse_settings("no_place", "regimes", value=place + 1, most=len(settings.regimes))
    return settings.regimes[place]


def _number(value: object, where: Said) -> float:
    """Return a number without the noise of a slider's steps, or refuse it."""
    if isinstance(value, bool) or not isinstance(value, Real):
        raise InputError([LocalProblem("not_a_number", "", {"value": value}, where)])
    return round(float(value), DECIMALS)


def _language(settings: Settings) -> Lang:
    """Return the language of the names of a shipped organisation; English for an own one."""
    source, teams = settings.source, settings.scenario.organisation.teams
    for lang in LANGS:
        if source and shipped(source, lang).teams == teams:
            return lang
    return "en"
