"""Mixes of tools that are tried in the quadrant: tools in the otherwise traditional regime, and whole regimes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from simkit.experiments.compare import labels
from simkit.presets import REGIMES, TOOLS, apply_tools, load_regime
from simkit.problems import InputError, Problem, nearest
from simkit.regime import BASES, Regime

CODES: dict[str, str] = {
    "kpi": "K",
    "kpi+points": "P",
    "traditional_department": "D",
    "okr": "O",
    "okr+points+peer_review_360": "R",
    "stage_gate": "S",
    "okr+stage_gate": "G",
    "agile_team": "A",
    "strategic_project": "J",
    "innovation": "N",
}
"""The mixes that are tried unless told otherwise, each with the letter that stands for it in a map.

From top to bottom: KPI alone, with points as a shell, and as a floor with points and innovation items (the regime of
scene G3); OKR alone and with points and peer review; project performance alone and with OKR; the regimes of
scenes G2 and G1; the innovation-driven preset.
"""
LEAST, MOST = 2, 20


@dataclass(frozen=True, slots=True)
class Mix:
    """A regime with the name and the letter under which it is shown."""

    name: str
    code: str
    regime: Regime

    @property
    def family(self) -> str:
        """Return the kind of its main tool: ``project`` (stage gates), ``okr``, ``kpi`` or ``other``.

        >>> mixes_of(["okr+stage_gate", "kpi+points"])[0].family
        'project'
        """
        mains = {"project": "stage_gate", "okr": "okr", "kpi": "kpi"}
        return next((family for family, tool in mains.items() if tool in self.regime.tools), "other")

    @property
    def tools_only(self) -> bool:
        """Return whether the regime is the traditional one but for its tools.

        >>> [mix.code for mix in mixes_of() if not mix.tools_only]
        ['D', 'A', 'J', 'N']
        """
        return self.regime.values == apply_tools(Regime.preset(BASES[0]), self.regime.tools).values


def mixes_of(given: Iterable[str | Regime] | None = None) -> tuple[Mix, ...]:
    """Return mixes from names of tools joined by ``+``, names or files of regimes, or regimes.

    Joined tools are put into the traditional regime; a regime stays as it is. Without names, the mixes of ``CODES``
    are returned. Raises ``InputError`` for unknown names, tools in conflict, and fewer than 2 or more than 20 mixes.

    >>> [mix.code for mix in mixes_of(["kpi", "okr+points", Regime.preset("traditional").with_("ours")])]
    ['K', 'B', 'C']
    """
    named = [given] if isinstance(given, str | Regime) else list(CODES if given is None else given)
    regimes, problems = [], []
    for item in named:
        try:
            regimes.append(_regime(item))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    if not LEAST <= len(regimes) <= MOST:
        limits = {"value": len(regimes), "low": LEAST, "high": MOST, "unit": "mixes"}
        raise InputError([Problem("out_of_range", "mixes", limits)])
    names = labels(regimes)
    return tuple(map(Mix, names, _codes(names), regimes))


def _regime(item: str | Regime) -> Regime:
    """Return the regime that is meant, under the name that was given."""
    if isinstance(item, Regime):
        return item
    tools = [name.strip() for name in item.split("+")]
    if len(tools) == 1 and tools[0] not in TOOLS:
        if tools[0] not in REGIMES and not tools[0].endswith(".toml"):
            values = {"value": tools[0], "nearest": nearest(tools[0], [*TOOLS, *REGIMES])}
            raise InputError([Problem("unknown_mix", "mixes", values)])
        return load_regime(tools[0])
    made = apply_tools(Regime.preset(BASES[0]), tools)
    return Regime("+".join(tools), made.values, made.tools)


def _codes(names: Sequence[str]) -> list[str]:
    """Return a letter for each name: its own if it has one, else that of its position, or the next that is free."""
    used = {CODES[name] for name in names if name in CODES}
    found: list[str] = []
    for place, name in enumerate(names):
        turned = ascii_uppercase[place:] + ascii_uppercase[:place]
        code = CODES.get(name) or next(letter for letter in turned if letter not in used)
        used.add(code)
        found.append(code)
    return found
