"""Summaries while worlds are simulated: blocks are reduced where they are simulated, and merged in a fixed tree.

The leaves of the tree are blocks of worlds, cut by position; a task works out one whole branch of it. Moments are
merged pair by pair along the tree, so a sum is the same, to the last bit, whatever the tasks were and in
whichever order they finished; counts are whole numbers and add up alike in any order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simkit.distribution import (
    LEAST_BINS,
    NO_BINS,
    Bins,
    Codes,
    Floats,
    Moments,
    Tallies,
    bin_count,
    bins_for,
    whole_worlds,
)
from simkit.engine import blocks
from simkit.engine.blocks import Block, Engine, block_worlds, shape_of
from simkit.engine.interrupts import held_back
from simkit.engine.preparing import prepare
from simkit.engine.recent import Rooms
from simkit.engine.recipe import recipe_of
from simkit.engine.reduction import counted, encoded, merge, reduced
from simkit.engine.version import software_version
from simkit.engine.workers import Progress, Workers
from simkit.metrics import METRICS
from simkit.scenario import Scenario
from simkit.summary import Summary, horizons

MOST_TASK = 64
"""Worlds of a task at most; a power of 2."""
WAITING = 2
"""So many worlds for each place of the axis of counts wait before their codes are counted: these then fill as much room as counts do."""
TASKS_PER_WORKER = 4
ROOMS = Rooms()
NO_CODES: Codes = np.zeros((0, 0, 0, 0), np.uint8)
NO_VALUES: Floats = np.zeros((0, 0, 0, 0))


class Branch(NamedTuple):
    """A task: worlds at the positions from ``start`` on, which make up one node of the tree.

    Without bins the values of all worlds are kept, with bins only their places in these.
    """

    block: Block
    start: int
    level: int
    bins: Bins


class Part(NamedTuple):
    """What a task gives back."""

    moments: Moments
    ends: Floats
    codes: Codes
    values: Floats


class Tree:
    """Moments of branches by (level, index); two that belong together are merged as soon as both are there."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.nodes: dict[tuple[int, int], Moments] = {}

    def add(self, level: int, index: int, node: Moments) -> None:
        """Add a branch; ``node`` may be changed from now on."""
        sibling = self.nodes.pop((level, index ^ 1), None)
        if sibling is None:
            self.nodes[level, index] = node
            return
        left, right = (node, sibling) if index % 2 == 0 else (sibling, node)
        merge(left, right)
        self.add(level + 1, index // 2, left)

    def root(self) -> Moments:
        """Return the moments of all that is there; a branch without its other half stands for both."""
        tree = Tree()
        for (level, index), node in self.nodes.items():
            tree.add(level, index, Moments(*(part.copy() for part in node)))
        while len(tree.nodes) > 1:
            level, index = min(tree.nodes)
            tree.add(level + 1, index // 2, tree.nodes.pop((level, index)))
        return next(iter(tree.nodes.values()))


def summarise(branch: Branch, out: Floats | None = None) -> Part:
    """Simulate the worlds of a branch block by block, on one thread, and return what a summary needs of them.

    Values that are kept whole are written to ``out`` if that is given.
    """
    scenario, seed, worlds, engine = branch.block
    recipe, shape = recipe_of(scenario), (len(worlds), *places_of(scenario))
    size, tree, whole = block_worlds(scenario), Tree(), branch.bins.most == 0
    codes, values = (
        (NO_CODES, np.empty(shape) if out is None else out)
        if whole
        else (np.empty(shape, np.uint8), NO_VALUES)
    )
    room, ends = ROOMS.take((min(size, len(worlds)), *shape_of(scenario))), list[Floats]()
    for index, start in enumerate(range(0, len(worlds), size)):
        part = worlds[start : start + size]
        columns = blocks.simulate_block(Block(scenario, seed, part, engine), room[: len(part)])
        kept = (codes[start : start + size], values[start : start + size])
        moments, end = reduced(columns, recipe, branch.bins, *kept)
        tree.add(0, index, moments)
        ends.append(end)
    ROOMS.give_back(room)
    return Part(tree.root(), np.concatenate(ends), codes, values)


def rehearse(block: Block) -> None:
    """Go through all steps of a summary once with a small block, so that what they need is compiled."""
    whole = summarise(Branch(block, 0, 0, NO_BINS))
    merge(whole.moments, whole.moments)
    bins = bins_for(whole.moments, LEAST_BINS)
    codes = encoded(whole.values, bins)
    for kind in (np.uint16, np.uint32):
        counted(codes, np.zeros((*whole.moments.n.shape, LEAST_BINS), kind))
    summarise(Branch(block, 0, 0, bins))


def branches(start: int, end: int, size: int, level: int) -> list[tuple[range, int]]:
    """Return positions from ``start`` (a multiple of ``size``) to ``end`` as whole branches, each with its level.

    A branch of level k has 2 ** k blocks of ``size`` worlds and starts at a multiple of that; the last may have
    fewer. Levels are as high as that allows, ``level`` at most.

    >>> branches(8, 28, 4, 2)
    [(range(8, 16), 1), (range(16, 28), 2)]
    """
    found: list[tuple[range, int]] = []
    while start < end:
        block = start // size
        fitting = min(level, (block & -block).bit_length() - 1) if block else level
        found.append((range(start, min(end, start + (size << fitting))), fitting))
        start += size << fitting
    return found


def places_of(scenario: Scenario) -> tuple[int, int, int]:
    """Return how many weeks, teams (and the whole organisation) and metrics a summary tells apart."""
    weeks, teams, _ = shape_of(scenario)
    return weeks, teams + 1, len(METRICS)


class Tally:
    """A summary in the making."""

    def __init__(self, scenario: Scenario, worlds: Sequence[int], seed: int, engine: Engine) -> None:
        """Begin with no world done; values of the first worlds are kept whole."""
        self.scenario, self.worlds, self.seed = scenario, tuple(worlds), seed
        self.engine: Engine = engine
        self.size, shape = block_worlds(scenario), places_of(scenario)
        self.whole = min(len(worlds), max(self.size, whole_worlds(int(np.prod(shape)))))
        self.tree, self.done = Tree(), np.zeros(len(worlds), np.bool_)
        self.ends = np.empty((len(worlds), len(horizons(scenario.weeks)), len(METRICS)))
        self.values, self.bins = np.empty((self.whole, *shape)), NO_BINS
        self.kind = np.uint32 if len(worlds) > np.iinfo(np.uint16).max else np.uint16
        self.counts: NDArray[Any] = np.zeros((0, 0, 0, 0), self.kind)
        self.codes: list[Codes] = []

    def gather(self, workers: Workers, progress: Progress | None) -> None:
        """Simulate and take all worlds: first those that are kept whole, then, by the bins they fix, the others."""
        prepare(self.engine, summary=True)
        self._take_all(0, self.whole, workers, progress)
        if self.whole < len(self.worlds):
            with held_back():
                self._fix_bins()
            self._take_all(self.whole, len(self.worlds), workers, progress)

    def summary(self) -> Summary:
        """Return the summary of the worlds that are done (at least one)."""
        worlds, values, ends = self.worlds, self.values, self.ends
        if not self.done.all():
            worlds = tuple(world for world, done in zip(worlds, self.done, strict=True) if done)
            values, ends = values[self.done[: len(values)]], ends[self.done]
        tallies = Tallies(self._places, self.counts, tuple(self.codes))
        numbers = (self.tree.root(), ends, values, tallies, self.bins)
        return Summary(self.scenario, self.seed, worlds, software_version(), *numbers)

    @property
    def _places(self) -> int:
        """Length of the axis of counts; 0 before bins are fixed."""
        return int(self.bins.most) + 1 if self.bins.most else 0

    def _fix_bins(self) -> None:
        """Fix the bins by the worlds kept whole, and keep only the places of their values."""
        moments = self.tree.root()
        self.bins = bins_for(moments, bin_count(moments.n.size))
        self.codes.append(encoded(self.values, self.bins))
        self.values = NO_VALUES

    def _count(self) -> None:
        """Count the codes that wait."""
        if not self.counts.size:
            self.counts = np.zeros((*self.codes[0].shape[1:], self._places), self.kind)
        together = self.codes[0] if len(self.codes) == 1 else np.concatenate(self.codes)
        self.codes.clear()
        counted(together, self.counts)

    def _take_all(self, start: int, end: int, workers: Workers, progress: Progress | None) -> None:
        """Simulate and take the worlds at some positions."""
        level = self._level(end - start, workers.width)
        nodes = branches(start, end, self.size, level)
        tasks = [Branch(self._block(span), span.start, level, self.bins) for span, level in nodes]

        def take(position: int, part: Part) -> None:
            with held_back():
                self._take(tasks[position], part)
            if progress is not None:
                progress(int(self.done.sum()), len(self.worlds))

        def in_place(branch: Branch) -> Part:
            return summarise(branch, self.values[self._span(branch)])

        workers.each(in_place if workers.here and self.values.size else summarise, tasks, take)

    def _level(self, worlds: int, width: int) -> int:
        """Return of which level of the tree tasks are: large, but enough of them to keep all workers busy."""
        level = 0
        while (self.size << level + 1) * TASKS_PER_WORKER * width <= worlds:
            if self.size << level + 1 > MOST_TASK:
                break
            level += 1
        return level

    def _block(self, span: range) -> Block:
        """Return the worlds at some positions."""
        return Block(self.scenario, self.seed, self.worlds[span.start : span.stop], self.engine)

    def _span(self, branch: Branch) -> slice:
        """Return the positions of a branch."""
        return slice(branch.start, branch.start + len(branch.block.worlds))

    def _take(self, branch: Branch, part: Part) -> None:
        """Take what a task gave back."""
        span = self._span(branch)
        self.done[span], self.ends[span] = True, part.ends
        if part.values.size:
            if not np.may_share_memory(part.values, self.values):
                self.values[span] = part.values
        else:
            self.codes.append(part.codes)
            if sum(map(len, self.codes)) >= WAITING * self._places:
                self._count()
        own = Moments(*(item if item.flags.writeable else item.copy() for item in part.moments))
        self.tree.add(branch.level, branch.start // (self.size << branch.level), own)
