"""What a regime is called after somebody moved its levers: by the named regime that it came from.

The name is the same in every language, ``own-innovation`` or, if that is taken, ``own-innovation-2``; what a
person reads is made of it (``simkit.views.wording``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import count

from simkit.presets.regimes import REGIMES, load_regime
from simkit.regime import BASES, Regime

_OWN = re.compile(rf"own-({'|'.join(map(re.escape, REGIMES))})(?:-(\d+))?")
_AGAIN = re.compile(r"(.+) \((\d+)\)")


def own_name(origin: str, taken: Iterable[str] = ()) -> str:
    """Return a name for what came from a named regime and differs from it.

    >>> own_name("innovation"), own_name("innovation", ["own-innovation"])
    ('own-innovation', 'own-innovation-2')
    """
    used = set(taken)
    names = (f"own-{origin}" if number == 1 else f"own-{origin}-{number}" for number in count(1))
    return next(name for name in names if name not in used)


def origin_of(name: str) -> tuple[str, str] | None:
    """Return the named regime that an own name tells of, and its number (or ""); ``None`` for other names.

    >>> origin_of("own-agile_team-2"), origin_of("own-agile_team (2)"), origin_of("Ours")
    (('agile_team', '2'), ('agile_team', '2'), None)
    """
    stem, number = again(name)
    found = _OWN.fullmatch(stem)
    return (found[1], number or found[2] or "") if found else None


def again(label: str) -> tuple[str, str]:
    """Return a label without the number that a comparison put behind it, and that number (or "").

    >>> again("innovation (2)"), again("innovation")
    (('innovation', '2'), ('innovation', ''))
    """
    found = _AGAIN.fullmatch(label)
    return (found[1], found[2]) if found else (label, "")


def home_of(regime: Regime) -> Regime:
    """Return the named regime that a regime came from by its name, or else the nearer of the two bases.

    >>> home_of(Regime.preset("innovation").with_("Ours", bonus_size=0.2)).name
    'innovation'
    """
    if regime.name in REGIMES:
        return load_regime(regime.name)
    if origin := origin_of(regime.name):
        return load_regime(origin[0])
    return min((Regime.preset(name) for name in BASES), key=lambda item: item.distance(regime))


def settled(moved: Regime, taken: Iterable[str] = ()) -> Regime:
    """Return a moved regime under the name that fits it: of the named regime that it equals, else an own one.

    A regime with a name of a person's choice keeps it.

    >>> settled(Regime.preset("traditional").switched(E3="innovation")).name
    'own-traditional'
    """
    equal = [name for name in REGIMES if load_regime(name).values == moved.values]
    if equal:
        return load_regime(equal[0])
    if moved.name and moved.name not in REGIMES and not origin_of(moved.name):
        return moved
    return moved.with_(own_name(home_of(moved).name, taken))
