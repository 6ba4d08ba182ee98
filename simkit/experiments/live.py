"""Comparisons at once, for somebody who moves a slider: equal settings come from a cache, late ones are given up.

Every regime is run by itself and kept, so that moving one regime does not run the other again. What is kept hangs on
the numbers of a scenario and on its luck, not on names: the same teams under names in another language, or a
regime under another name, are not run again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Lock
from typing import Any

from simkit.digest import Digest
from simkit.engine.digests import digest, silent, wanted_still
from simkit.engine.workers import Progress
from simkit.experiments.compare import LEAST_WORLDS, labels
from simkit.experiments.comparison import Comparison
from simkit.experiments.outcomes import horizons
from simkit.experiments.stopping import PRECISION, Stopped, worst
from simkit.metrics import HEADLINES
from simkit.problems import InputError, Problem
from simkit.regime import Regime
from simkit.scenario import Scenario

ROOM = 250_000_000
"""Bytes of digests that are kept at most, besides those of the last comparison."""
MOST_WORLDS = 2_000
"""Worlds of a live comparison at most: more belong to ``simkit.compare``."""

Key = tuple[Any, ...]


class Live:
    """Compares regimes again and again, keeping what was run; safe to be used from several threads.

    >>> from simkit.presets import load_regime, scene
    >>> base = Scenario(organisation=scene("G1")[0], regime=load_regime("traditional"), weeks=4)
    >>> live = Live()
    >>> first = live.compare(base, [base.regime, load_regime("innovation")], worlds=2)
    >>> live.compare(base, [base.regime, load_regime("innovation")], worlds=2).results[1].kept is first.results[1].kept
    True
    """

    def __init__(self, workers: int | None = None, room: int = ROOM) -> None:
        """Begin with nothing kept."""
        self._workers, self._room = workers, room
        self._digests: OrderedDict[Key, Digest] = OrderedDict()
        self._lock = Lock()

    def compare(
        self, base: Scenario, regimes: Sequence[Regime], *, worlds: int, seed: int = 0,
        progress: Progress = silent, superseded: Callable[[], bool] = wanted_still,
    ) -> Comparison:  # fmt: skip
        """Return the comparison of regimes in the same ``worlds`` worlds; the first regime is the reference.

        The numbers are those of ``compare_regimes`` with as many replications. ``progress`` gets runs done and runs to do.
        Raises ``Superseded`` as soon as ``superseded()`` is true, and ``InputError`` for fewer than two worlds or too many.
        """
        if not LEAST_WORLDS <= worlds <= MOST_WORLDS:
            limits = {"value": worlds, "low": LEAST_WORLDS, "high": MOST_WORLDS, "unit": "worlds"}
            raise InputError([Problem("out_of_range", "worlds", limits)])
        scenarios = [base.with_(regime=regime) for regime in regimes]
        keys = [(*key_of(item), worlds, seed) for item in scenarios]
        missing = [place for place, key in enumerate(keys) if key not in self._digests]
        found: list[Digest] = []
        for place, (scenario, key) in enumerate(zip(scenarios, keys, strict=True)):
            show = _shifted(progress, missing.index(place), len(missing)) if place in missing else silent
            found.append(self._digest(scenario, key, worlds, seed, show, superseded))
        self._forget(keys)
        return Comparison(labels(regimes), tuple(found), _stopped(found, worlds))

    def _digest(
        self, scenario: Scenario, key: Key, worlds: int, seed: int, progress: Progress, superseded: Callable[[], bool]
    ) -> Digest:  # fmt: skip
        """Return the digest of a scenario, under its own names."""
        with self._lock:
            kept = self._digests.get(key)
            if kept is None:
                kept = digest(
                    scenario, worlds, seed, workers=self._workers, progress=progress, superseded=superseded
                )
                self._digests[key] = kept
            self._digests.move_to_end(key)
        return kept if kept.scenario == scenario else replace(kept, scenario=scenario)

    def _forget(self, used: Sequence[Key]) -> None:
        """Forget digests that were not used for longest where they take too much room."""
        with self._lock:
            for key in [key for key in self._digests if key not in used]:
                if sum(item.bytes for item in self._digests.values()) <= self._room:
                    return
                del self._digests[key]


def key_of(scenario: Scenario) -> Key:
    """Return all that a scenario's numbers hang on: neither names nor texts.

    >>> from simkit.presets import load_regime, scene
    >>> two = [Scenario(organisation=scene("G1", lang)[0], regime=load_regime("innovation")) for lang in ("en", "zh")]
    >>> two[0] == two[1], key_of(two[0]) == key_of(two[1])
    (False, True)
    """
    teams = scenario.organisation.teams
    luck = {team.name: team.luck for team in teams}
    about = tuple(
        (team.luck, *(value for name, value in team if name not in ("name", "key"))) for team in teams
    )
    return (
        about, tuple(scenario.organisation.market.model_dump().values()), scenario.regime.values, scenario.weeks,
        tuple(sorted((luck[name], regime.values) for name, regime in scenario.regimes.items())),
        tuple((item.week, item.regime.values, luck.get(item.team, item.team)) for item in scenario.changes),
        tuple((*item.with_(team=luck.get(item.team, item.team)).model_dump().values(),) for item in scenario.shocks),
        scenario.before.values if scenario.before else None, tuple(sorted(scenario.constants.items())),
    )  # fmt: skip


def _stopped(found: Sequence[Digest], worlds: int) -> Stopped:
    """Return why there are as many worlds as there are, and which difference is known worst."""
    a, *others = found
    gaps = {
        (id, week): [b.metric(id, week) - a.metric(id, week) for b in others]
        for week in horizons(a.weeks)
        for id in HEADLINES
    }
    (id, week), half_width, target = worst(gaps, PRECISION)
    return Stopped("fixed", worlds, id, week, half_width, target)


def _shifted(progress: Progress, place: int, runs: int) -> Progress:
    """Return the progress callback of one of several runs of the same size."""
    return lambda done, total: progress(place * total + done, runs * total)
