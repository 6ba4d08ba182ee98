"""What ``simkit compare`` is asked to do, read from its arguments; everything that is wrong is told at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from simkit.cli.folder import give_back, prepare, usual_folder
from simkit.cli.reading import Reading, listed
from simkit.engine.workers import MOST_WORKERS
from simkit.experiments.assumptions import runs_for
from simkit.experiments.outcomes import scenario_of
from simkit.experiments.sentences import named
from simkit.experiments.stopping import CAP
from simkit.presets import apply_tools, drop_overridden, load_asked, load_regime
from simkit.presets.codes import is_code, short
from simkit.presets.own import origin_of
from simkit.presets.scenarios import Asked
from simkit.problems import Problem
from simkit.regime import BASES, Regime
from simkit.scenario import LEAST_WORLDS, MOST_WORLDS, Organisation, Scenario
from simkit.text import Lang
from simkit.views.comparison import (
    CONTRIBUTION_WORLDS,
    LEDGER_CONSTANTS,
    LEDGER_WORLDS,
    TRAJECTORIES,
    points_for,
)

QUICK_WORLDS = 8
RUNS_A_WORLD = 19
"""Runs that one of them needs at most."""
_LEAST, _MOST = Scenario.model_fields["weeks"].metadata
WEEKS: tuple[int, int] = (_LEAST.ge, _MOST.le)


@dataclass(frozen=True)
class Plan:
    """What is to be computed and where it goes.

    ``worlds`` is ``None`` where precision decides; ``parts`` says whether contributions and assumptions are
    wanted; ``made`` are the folders that were made for the result.
    """

    name: str
    base: Organisation | Scenario
    regimes: Sequence[Regime]
    weeks: int | None
    worlds: int | None
    seed: int
    workers: int | None
    parts: bool
    uncertainty: str
    folder: Path
    overwrite: bool
    made: Sequence[Path]

    @property
    def most_worlds(self) -> int:
        """The number of worlds that the comparison takes at most."""
        return self.worlds or CAP

    @property
    def trajectories(self) -> int:
        """The number of trajectories along which the constants are moved."""
        return TRAJECTORIES if self.parts else 0

    @property
    def contribution_worlds(self) -> int:
        """The number of worlds in which the seven rows are taken apart."""
        return CONTRIBUTION_WORLDS if self.parts else 0

    @property
    def part_runs(self) -> int:
        """The number of runs for contributions and assumptions, roughly at most."""
        if not self.parts:
            return 0
        each = RUNS_A_WORLD * CONTRIBUTION_WORLDS + runs_for(TRAJECTORIES, LEDGER_WORLDS, LEDGER_CONSTANTS)
        return each * (len(self.regimes) - 1)


def plan_of(organisation: str, options: dict[str, Any], lang: Lang) -> Plan:
    """Return the plan, the folder of its result ready; raise ``InputError`` with all problems."""
    made: list[Path] = []
    name = short(organisation) if is_code(organisation) else organisation
    folder = _folder(name, options, lang)
    try:
        with Reading() as reading:
            numbers = _numbers(reading, options)
            asked = reading.of(partial(load_asked, organisation, lang), None)
            if asked and numbers["weeks"] is not None:
                reading.of(partial(scenario_of, asked.base, numbers["weeks"]), None, "--weeks")
            regimes = _regimes(reading, options, asked, lang)
            reading.of(partial(points_for, options["uncertainty"] or "luck"), None, "--uncertainty")
            where = "--out" if options["out"] else ""
            made = reading.of(partial(prepare, folder, overwrite=options["overwrite"]), made, where)
    except BaseException:
        give_back(made)
        raise
    assert asked is not None
    worlds = numbers["replications"] or (QUICK_WORLDS if options["quick"] else asked.worlds)
    seed = asked.seed if numbers["seed"] is None else numbers["seed"]
    return Plan(
        name, asked.base, regimes, numbers["weeks"], worlds, seed, numbers["workers"],
        not options["quick"], options["uncertainty"] or "luck", folder, options["overwrite"], made,
    )  # fmt: skip


def _folder(organisation: str, options: dict[str, Any], lang: Lang) -> Path:
    """Return the folder for the result."""
    named = options["out"]
    return Path(named) if named else usual_folder(organisation, lang, overwrite=options["overwrite"])


def _numbers(reading: Reading, options: dict[str, Any]) -> dict[str, int | None]:
    """Return the whole numbers among the options."""
    limits = {
        "weeks": WEEKS,
        "replications": (LEAST_WORLDS, MOST_WORLDS),
        "workers": (1, MOST_WORKERS),
        "seed": (None, None),
    }
    return {name: reading.whole(options[name], f"--{name}", *span) for name, span in limits.items()}


def _regimes(reading: Reading, options: dict[str, Any], asked: Asked | None, lang: Lang) -> Sequence[Regime]:
    """Return the regimes to compare, the reference first."""
    names = listed(options["regimes"])
    for option, given in (("--regimes", names), ("--tools", listed(options["tools"]))):
        if options[option.removeprefix("--")] and not given:
            reading.problems.append(Problem("empty", option))
    changed = bool(options["switch"] or options["tools"] or options["levers"])
    if (len(names) > 1) if changed else (len(names) == 1):
        code = "change_one_regime" if changed else "second_regime"
        reading.problems.append(Problem(code, "--regimes", {"value": ", ".join(names)}))
    reference = Regime.preset(BASES[0])
    found = [reading.of(partial(load_regime, name), reference, "--regimes") for name in names]
    if changed:
        first = [*found, asked.first if asked else reference][0]
        return [first, _changed(reading, first, options, lang)]
    return found or (asked.regimes if asked else ())


def _changed(reading: Reading, regime: Regime, options: dict[str, Any], lang: Lang) -> Regime:
    """Return a regime with switches, tools and single levers changed, named after what was changed."""
    parts = (item.partition("=") for item in options["switch"])
    switches = reading.pairs([f"{key.upper()}{sign}{value}" for key, sign, value in parts], "--switch")
    tools = listed(options["tools"])
    levers = reading.numbers(reading.pairs(options["levers"], "--set"), "--set")
    made = reading.of(lambda: regime.switched(**switches), regime, "--switch")
    made = drop_overridden(made, regime)
    tooled = reading.of(partial(apply_tools, made, tools), made, "--tools")
    made = reading.of(lambda: tooled.rebalanced(**levers), tooled, "--set")
    made = drop_overridden(made, tooled, tools)
    translated = origin_of(regime.name) or (lang == "zh" and regime.name in BASES)
    first = named(regime.name, lang, "report.column.{}", "short") if translated else regime.name
    settings = (f"{key}={value:g}" for key, value in levers.items())
    return Regime("+".join([first, *switches, *tools, *settings]), made.values, made.tools)
