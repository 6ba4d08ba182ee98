"""Who contributes how much to a joint effect: Shapley values by antithetic permutations.

A player's Shapley value is its mean marginal contribution over all orders of joining (Shapley 1953, "A value
for n-person games"). It is estimated by sampling orders (Castro, Gómez & Tejada 2009, "Polynomial
calculation of the Shapley value based on sampling", Computers & Operations Research 36(5), 1726-1730), here
one order a world and its reverse, which cancels pairwise interactions within the world. Along an order the
contributions add up to the joint effect, so in every world they do too (efficiency).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from simkit.engine.draws import Draws, key_of
from simkit.result import Floats

Coalition = frozenset[str]
"""The players that have joined."""
Place = tuple[int, Coalition]
"""A world and who has joined in it."""
Values = Mapping[Place, Floats]
"""The value of coalitions by world: arrays of shape (outcomes,)."""
NOBODY: Coalition = frozenset()


@dataclass(frozen=True, eq=False)
class Shares:
    """What each player contributes in each world; arrays of shape (worlds, players, outcomes).

    ``alone`` is the effect of that player with nobody else, ``shapley`` the fair share of the joint effect
    ``together`` (worlds, outcomes): in every world ``shapley`` adds up to ``together`` over players.
    """

    players: tuple[str, ...]
    alone: Floats
    shapley: Floats
    together: Floats

    @property
    def interaction(self) -> Floats:
        """What the joint effect has beyond the sum of the effects alone, shape (worlds, outcomes)."""
        return self.together - self.alone.sum(axis=1)


def order_of(players: Sequence[str], seed: int, world: int) -> tuple[str, ...]:
    """Return the order of joining in a world: a function of seed, world and names only.

    >>> sorted(order_of("abc", 1, 0)) == ["a", "b", "c"], order_of("abc", 1, 0) == order_of("cba", 1, 0)
    (True, True)
    """
    luck = Draws(seed, world)
    return tuple(sorted(players, key=lambda player: luck.one("shapley_order", key_of(player), 0)))


def places(players: Sequence[str], worlds: Sequence[int], seed: int) -> list[Place]:
    """Return every world and coalition whose value is needed, each once, in a fixed order."""
    needed: dict[Place, None] = {}
    for world in worlds:
        order = order_of(players, seed, world)
        chains = [*_chain(order), *_chain(order[::-1]), *(frozenset({player}) for player in players)]
        needed |= dict.fromkeys((world, coalition) for coalition in chains)
    return list(needed)


def shares(players: Sequence[str], worlds: Sequence[int], seed: int, values: Values) -> Shares:
    """Return contributions from the values of (at least) the coalitions that ``places`` names."""
    parts = [_world_shares(players, world, seed, values) for world in worlds]
    alone, fair, together = (np.stack(part) for part in zip(*parts, strict=True))
    return Shares(tuple(players), alone, fair, together)


def _world_shares(
    players: Sequence[str], world: int, seed: int, values: Values
) -> tuple[Floats, Floats, Floats]:
    """Return alone, fair share (players, outcomes) and together (outcomes) of one world."""
    order = order_of(players, seed, world)
    start = values[world, NOBODY]
    alone = np.stack([values[world, frozenset({player})] - start for player in players])
    steps = [_steps(direction, world, values) for direction in (order, order[::-1])]
    fair = np.stack([(steps[0][player] + steps[1][player]) / 2 for player in players])
    return alone, fair, values[world, frozenset(players)] - start


def _steps(order: Sequence[str], world: int, values: Values) -> dict[str, Floats]:
    """Return what each player adds on joining in this order."""
    chain = [values[world, coalition] for coalition in _chain(order)]
    return {player: chain[i + 1] - chain[i] for i, player in enumerate(order)}


def _chain(order: Sequence[str]) -> list[Coalition]:
    """Return the coalitions from nobody to everybody along an order."""
    return [frozenset(order[:size]) for size in range(len(order) + 1)]
