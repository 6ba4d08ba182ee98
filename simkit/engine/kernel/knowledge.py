"""What people and practice know of a team's reality, kept up to date as beliefs and reality change."""

from __future__ import annotations

from typing import Any

from simkit.engine.kernel.compiled import inlined, part
from simkit.engine.kernel.layout import lanes
from simkit.engine.state import DIMENSIONS, SHARED


@inlined
def believe(t: Any, b: Any, k: int, d: int, belief: float) -> None:
    """Give a member a belief on one dimension; ``assess`` works out what that makes of knowledge."""
    b.right[k] += (belief - b.beliefs[d, k]) * t.reality[d]
    b.beliefs[d, k] = belief


@inlined
def assess(b: Any) -> None:
    """Work out the knowledge of a block's people from their right minus wrong beliefs."""
    for k in range(lanes(b)):
        b.knowledge[k] = b.right[k] / DIMENSIONS


@part
def recount(t: Any, b: Any, k: int) -> None:
    """Recount a member's right minus wrong beliefs, over all dimensions."""
    right = 0.0
    for d in range(DIMENSIONS):
        right += b.beliefs[d, k] * t.reality[d]
    b.right[k] = right
    assess(b)


@part
def recount_practice(t: Any) -> None:
    """Recount how well practice fits reality, over all and over the shared dimensions."""
    right = shared = 0.0
    for d in range(DIMENSIONS):
        match = t.practice[d] * t.reality[d]
        right += match
        if d < SHARED:
            shared += match
    t.practice_knowledge = right / DIMENSIONS
    t.shared_knowledge = shared / SHARED


@part
def flip(t: Any, blocks: Any, d: int) -> None:
    """Let one dimension of reality flip; what people know is worth that much less."""
    real = t.reality[d]
    t.reality[d] = -real
    for i in range(t.first_block, t.first_block + t.blocks):
        b = blocks[i]
        for k in range(lanes(b)):
            b.right[k] -= 2.0 * b.beliefs[d, k] * real
        assess(b)
    recount_practice(t)
